import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { illustrativeCatalog } from '../src/hubei/index.ts';
import { canonicalJson, compareText, digest } from '../src/units/digest.ts';

/** The rule in its plainest code. */
function plainly(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') {
    return JSON.stringify(value);
  }
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value))
      throw new TypeError(`canonicalJson: ${value} is no safe integer`);
    return String(value);
  }
  if (Array.isArray(value)) return `[${value.map(plainly).join(',')}]`;
  if (typeof value === 'object') {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => compareText(a, b))
      .map(([key, member]) => `${JSON.stringify(key)}:${plainly(member)}`);
    return `{${members.join(',')}}`;
  }
  throw new TypeError(`canonicalJson: cannot write a ${typeof value}`);
}

/** The text, or the error in words. */
function outcome(write: (value: unknown) => string, value: unknown): string {
  try {
    return write(value);
  } catch (error) {
    return String(error);
  }
}

/** Texts with everything that is escaped, of one to four bytes a character, and halves of pairs. */
const text = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom('"', '\\', '\n', '\u0000', '\u001f', '\u007f', 'é', '中', 'a'),
  }),
  fc.string({ unit: fc.constantFrom('\ud800', '\udc00', '\u{1f600}', '\ufeff', '\u2028', 'b') }),
  fc.string({ unit: fc.constantFrom('省', 'x'), minLength: 60, maxLength: 70 }),
  fc.constantFrom('id', 'name', '__proto__', 'constructor', '10', '9', ''),
);
const leaf = fc.oneof(
  text,
  fc.maxSafeInteger(),
  fc.constantFrom<unknown>(null, true, false, 0, -0, -1, undefined, 0.5, Number.NaN, 2 ** 53, 1n),
);
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    leaf,
    fc.array(tie('value'), { maxLength: 5 }),
    fc.dictionary(text, tie('value'), { maxKeys: 8 }),
  ),
}));
/** Values that can be written, so that long ones are compared to their end. */
const { sound } = fc.letrec<{ sound: unknown }>((tie) => ({
  sound: fc.oneof(
    { maxDepth: 4 },
    fc.oneof(text, fc.maxSafeInteger(), fc.constantFrom(null, true, false)),
    fc.array(tie('sound'), { maxLength: 8 }),
    fc.dictionary(text, fc.oneof(tie('sound'), fc.constant(undefined)), { maxKeys: 50 }),
  ),
}));

test('has the text and the errors of the plain rule', () => {
  fc.assert(
    fc.property(fc.oneof(value, sound), (one) => {
      expect(outcome(canonicalJson, one)).toBe(outcome(plainly, one));
    }),
    { numRuns: 3000 },
  );
});

test('digests the bytes of that text', () => {
  fc.assert(
    fc.property(sound, (one) => {
      expect(digest(one)).toBe(createHash('sha256').update(plainly(one)).digest('hex'));
    }),
  );
});

test('writes a hole as nothing and refuses an element that is undefined', () => {
  const holes: number[] = [];
  holes[2] = 7;
  expect(canonicalJson(holes)).toBe('[,,7]');
  expect(canonicalJson(holes)).toBe(plainly(holes));
  expect(() => canonicalJson([undefined])).toThrow('canonicalJson: cannot write a undefined');
});

test('writes objects of other kinds by their own members, as before', () => {
  class Pair {
    b = 1;
    a = 2;
  }
  for (const one of [new Pair(), new Date(0), new Map([[1, 2]]), Object('ab'), Object(1)]) {
    expect(canonicalJson(one)).toBe(plainly(one));
  }
});

test('the catalog of Hubei has the text it had', () => {
  expect(canonicalJson(illustrativeCatalog)).toBe(plainly(illustrativeCatalog));
});
