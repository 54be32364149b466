import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BOOK_METHODS } from '../src/cashflow/index.ts';
import { balanceMonths } from '../src/pricing/average-balance.ts';
import { balanceMonthsFast } from '../src/pricing/balance-kernel.ts';
import type { Rate } from '../src/units/rate.ts';

const plainly = (code: number, months: number, rate: number) =>
  balanceMonths(BOOK_METHODS[code] ?? 'bullet', months, rate as Rate);

/** Near nothing and one, as loans have them, negative, and beyond all reason. */
const rates: fc.Arbitrary<number> = fc.oneof(
  fc.integer({ min: -3, max: 60 }),
  fc.integer({ min: 1, max: 2000 }).map((steps) => steps * 50),
  fc.integer({ min: 1, max: 10_000_000 }),
  fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }),
  fc.constantFrom(999_999, 1_000_000, 1_000_001, 12_000_000, 999_999_999, 1_000_000_000),
);
const terms = fc.oneof(
  fc.integer({ min: 1, max: 600 }),
  fc.constantFrom(1, 2, 12, 36, 60, 599, 600),
);

test('the balance sum is that of the big integers, for every method', () => {
  fc.assert(
    fc.property(fc.nat(2), terms, rates, (code, months, rate) => {
      expect(balanceMonthsFast(code, months, rate)).toBe(plainly(code, months, rate));
    }),
    { numRuns: 20_000 },
  );
});

test('every term has its sum at the lowest rates and at usual ones', () => {
  for (const rate of [1, 2, 7, 34_500, 1_000_000_000]) {
    for (let months = 1; months <= 600; months++) {
      expect(balanceMonthsFast(0, months, rate)).toBe(plainly(0, months, rate));
    }
  }
});

test('a sum that is asked for again is the same, whatever took its place in between', () => {
  const loan = fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4000 }));
  const known = new Map<string, number>();
  fc.assert(
    fc.property(fc.array(loan, { minLength: 500, maxLength: 500, size: 'max' }), (loans) => {
      for (const [years, rate] of loans) {
        const key = `${years} ${rate}`;
        const sum = known.get(key) ?? plainly(0, years * 12, rate * 25);
        known.set(key, sum);
        expect(balanceMonthsFast(0, years * 12, rate * 25)).toBe(sum);
      }
    }),
    { numRuns: 40 },
  );
});

test('terms beyond the bound are left to the big integers, and what is no term is refused as there', () => {
  expect(balanceMonthsFast(0, 601, 34_500)).toBe(plainly(0, 601, 34_500));
  expect(balanceMonthsFast(0, 1200, 1)).toBe(plainly(0, 1200, 1));
  expect(balanceMonthsFast(2, 0, 34_500)).toBe(0);
  for (const [months, rate] of [
    [12.5, 34_500],
    [12, 0.5],
    [0, 34_500],
  ] as const) {
    expect(() => plainly(0, months, rate)).toThrow(RangeError);
    expect(() => balanceMonthsFast(0, months, rate)).toThrow(RangeError);
  }
});
