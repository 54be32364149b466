import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../src/units/digest.ts';
import { packFragments, unpackFragments } from '../src/units/fragments.ts';

const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.maxSafeInteger(),
    fc.nat(3),
    fc.string({ unit: 'binary' }),
    fc.constantFrom('', '[0]', '"', '\u{2028}', '中', '\ud800', 'a'),
    fc.constantFrom(true, false, null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(
      fc.constantFrom('a', 'b', '1', '01', '__proto__', 'constructor', '中'),
      tie('value'),
      { maxKeys: 4 },
    ),
  ),
}));
const whole = fc.oneof(fc.array(value), fc.dictionary(fc.constantFrom('a', 'b'), value));

describe('packFragments', () => {
  test('keeps every value, and writes equal values alike', () => {
    fc.assert(
      fc.property(whole, (one) => {
        const text = packFragments(one);
        const copy = unpackFragments(text) as object;
        expect(canonicalJson(copy)).toBe(canonicalJson(one));
        expect(packFragments(copy)).toBe(text);
      }),
      { numRuns: 2000 },
    );
  });

  test('writes equal parts once, and gives them back as one object', () => {
    const price = () => ({ rate: 5, when: { operands: ['AAA'] } });
    const text = packFragments([price(), { own: price() }]);
    expect(text).toBe('[["AAA"],{"operands":[0]},{"rate":5,"when":[1]},{"own":[2]},[[2],[3]]]');
    const [one, other] = unpackFragments(text) as [unknown, { own: unknown }];
    expect(other.own).toBe(one);
  });

  test('leaves out what is undefined, and refuses what JSON does not know', () => {
    expect(packFragments({ a: undefined, b: 1 })).toBe('[{"b":1}]');
    for (const bad of [1.5, Number.NaN, 2 ** 53, () => 0, 1n, undefined]) {
      expect(() => packFragments([bad])).toThrow(TypeError);
    }
  });

  test('is not misled by a text that was not packed so', () => {
    for (const text of [
      '',
      '7',
      '[7]',
      '[null]',
      '[[[0]]]',
      '[[[1]],[]]',
      '[{"a":{}}]',
      '[[["a"]]]',
    ]) {
      expect(unpackFragments(text)).toBe(undefined);
    }
    expect(unpackFragments('[]')).toBe(undefined);
  });
});
