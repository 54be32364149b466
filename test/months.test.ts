import { UTCDate, utc } from '@date-fns/utc';
import { differenceInMonths } from 'date-fns/differenceInMonths';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addCivilMonths, dayOfCivil, monthLength } from '../src/units/civil.ts';
import { type Day, monthsBetween } from '../src/units/day.ts';

const FIRST = dayOfCivil(1900, 1, 1);
const LAST = dayOfCivil(2199, 12, 31);
const MS_PER_DAY = 86_400_000;

/** What date-fns says; `+ 0` for its negative zero. */
function plainly(from: Day, to: Day): number {
  const later = new UTCDate(to * MS_PER_DAY);
  return differenceInMonths(later, new UTCDate(from * MS_PER_DAY), { in: utc }) + 0;
}

const anyDay = fc.integer({ min: FIRST, max: LAST }) as fc.Arbitrary<Day>;
/** Days about the end of a month, most often of February. */
const monthEnd = fc
  .record({
    year: fc.integer({ min: 1900, max: 2199 }),
    month: fc.oneof(fc.integer({ min: 1, max: 12 }), fc.constant(2)),
    back: fc.integer({ min: -2, max: 4 }),
  })
  .map(({ year, month, back }): Day => {
    const day = dayOfCivil(year, month, monthLength(year, month)) - back;
    return Math.min(Math.max(day, FIRST), LAST) as Day;
  });
const oneDay = fc.oneof(anyDay, monthEnd);

test('months between days are those of date-fns, forwards and backwards', () => {
  fc.assert(
    fc.property(oneDay, oneDay, (from, to) => {
      expect(monthsBetween(from, to)).toBe(plainly(from, to));
    }),
    { numRuns: 20_000 },
  );
});

test('so are those between days a few months apart', () => {
  const shift = fc.integer({ min: -30, max: 30 });
  fc.assert(
    fc.property(oneDay, shift, fc.integer({ min: -4, max: 4 }), (from, months, days) => {
      const moved = addCivilMonths(from, months) + days;
      const to = Math.min(Math.max(moved, FIRST), LAST) as Day;
      expect(monthsBetween(from, to)).toBe(plainly(from, to));
    }),
    { numRuns: 20_000 },
  );
});

test('the first and last day of every month count as that month', () => {
  const start = dayOfCivil(1900, 1, 1);
  for (let year = 1900; year < 2200; year++) {
    for (let month = 1; month <= 12; month++) {
      const first = dayOfCivil(year, month, 1);
      const last = dayOfCivil(year, month, monthLength(year, month));
      const months = (year - 1900) * 12 + month - 1;
      expect(monthsBetween(start, first)).toBe(months);
      expect(monthsBetween(start, last)).toBe(months);
      expect(monthsBetween(first, (last + 1) as Day)).toBe(1);
    }
  }
});
