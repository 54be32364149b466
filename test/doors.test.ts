import { describe, expect, test } from 'vitest';
import { DOORS, EXPORTED } from './doors.ts';
import { RUBBISH } from './rubbish.ts';

const cyclic: Record<string, unknown> = { id: 'x' };
for (const name of ['self', 'offers', 'needs', 'enterprise', 'conditions']) cyclic[name] = cyclic;

const trap = RUBBISH.find(([what]) => what === 'a trap')?.[1];
const more: typeof RUBBISH = [
  ['something cyclic', cyclic],
  ['a list of something cyclic', [cyclic]],
  ['a list of traps', [trap]],
  ['an object of nothing', Object.create(null)],
  ['a symbol', Symbol('s')],
  ['a bigint', 7n],
  ['no number', Number.NaN],
  ['half of less than nothing', -0.5],
  ['infinity', Number.POSITIVE_INFINITY],
  ['a function', () => 7],
  ['a date', new Date(0)],
  ['the truth', true],
];

/** `matchAllParallel` says of itself that it throws as `matchAll` does. */
const SPEAKS_AS: Readonly<Record<string, string>> = { matchAllParallel: 'matchAll' };

test('every function of the public face is asked', () => {
  expect(Object.keys(DOORS).sort()).toEqual([...EXPORTED].sort());
});

describe.each(Object.entries(DOORS))('%s', (name, [door, args]) => {
  const ask = Object.entries(door).find(([own]) => own === name)?.[1] as (
    ...args: readonly unknown[]
  ) => unknown;

  test('takes what it takes', async () => {
    await ask(...args);
  });

  test.each([...RUBBISH, ...more])('answers to %s, or says what it expected', async (_, wrong) => {
    for (const position of args.keys()) {
      try {
        await ask(...args.with(position, wrong));
      } catch (error) {
        // No error of the language, of a dependency or of the caller's getters: one that helps.
        const isOurs = error instanceof TypeError || error instanceof RangeError;
        expect([position, error, isOurs]).toEqual([position, error, true]);
        const { message } = error as Error;
        const names = [name, SPEAKS_AS[name] ?? name];
        expect(names).toContain(message.split(': ', 1)[0]);
        expect(message).not.toMatch(/undefined|\[object|trapped/);
      }
    }
  });
});
