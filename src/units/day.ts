import { UTCDate, utc } from '@date-fns/utc';
import { addMonths as addMonthsTo } from 'date-fns/addMonths';
import { type Either, left, right } from 'fp-ts/Either';
import { civilMonthsBetween, dayOfCivil, monthLength } from './civil.ts';
import type { Fault } from './issue.ts';

/** A calendar day as days since 1970-01-01, in UTC: an integer, negative before 1970. */
export type Day = number & { readonly __unit: 'day' };

const MS_PER_DAY = 86_400_000;
const EXPECTED = 'a calendar day written YYYY-MM-DD, between 1900-01-01 and 2199-12-31';
/** The first and the last day that can be written, as days. */
const FIRST_DAY = -25_567;
const LAST_DAY = 84_005;
const SHAPE = /^(19|20|21)\d\d-\d\d-\d\d$/;
const NO_SUCH_DAY: Fault = { code: 'range', expected: 'a day that exists in the calendar' };

/** Reads `YYYY-MM-DD`; days that do not exist (2025-02-30) are refused. */
export function parseDay(input: unknown): Either<Fault, Day> {
  if (typeof input !== 'string') return left({ code: 'type', expected: EXPECTED });
  if (!SHAPE.test(input)) return left({ code: 'format', expected: EXPECTED });
  const year = numberAt(input, 0) * 100 + numberAt(input, 2);
  const month = numberAt(input, 5);
  const day = numberAt(input, 8);
  if (month < 1 || month > 12 || day < 1 || day > monthLength(year, month)) {
    return left(NO_SUCH_DAY);
  }
  return right(dayOfCivil(year, month, day));
}

/** The number that two digits of a text write. */
function numberAt(text: string, at: number): number {
  return (text.charCodeAt(at) - DIGIT_ZERO) * 10 + text.charCodeAt(at + 1) - DIGIT_ZERO;
}

const DIGIT_ZERO = 48;

/** Whether a number is a day that `parseDay` can give. */
export function isDay(value: number): boolean {
  return Number.isInteger(value) && value >= FIRST_DAY && value <= LAST_DAY;
}

/** The furthest days from 1970 that the calendar of JavaScript knows. */
const FURTHEST = 100_000_000;

/** Prints `YYYY-MM-DD`. Throws RangeError for what is no whole number of days. */
export function printDay(day: Day): string {
  if (!(Number.isInteger(day) && Math.abs(day) <= FURTHEST)) {
    throw new RangeError('printDay: expected a day, a whole number of days since 1970-01-01');
  }
  return new Date(day * MS_PER_DAY).toISOString().slice(0, 10);
}

/** Adds calendar months; past the end of a month falls on its last day (01-31 + 1 month = 02-28). */
export function addMonths(day: Day, months: number): Day {
  const date = addMonthsTo(new UTCDate(day * MS_PER_DAY), months, { in: utc });
  return (date.getTime() / MS_PER_DAY) as Day;
}

/** Full calendar months from `from` to `to`; negative when `to` is earlier. */
export function monthsBetween(from: Day, to: Day): number {
  return civilMonthsBetween(from, to);
}
