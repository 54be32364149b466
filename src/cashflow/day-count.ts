import type { DayCount } from '../model/index.ts';
import { civilOf, dayOfCivil, isLeapYear, isMonthEnd } from '../units/civil.ts';
import type { Day } from '../units/day.ts';
import { readOptions } from '../units/unreadable.ts';

/** A part of a year as an exact fraction; the denominator is fixed by the convention. */
export interface YearFraction {
  readonly numerator: number;
  readonly denominator: number;
}

/** What some conventions ask beside the two days. */
export interface DayCountOptions {
  /**
   * For `30/360`: whether the schedule keeps to month ends, so that the last day of February counts as
   * the 30th. Absent: yes.
   */
  readonly endOfMonth?: boolean;
}

/** Days of a common and of a leap year over one denominator: 365 x 366. */
const ISDA_YEAR = 133_590;

const DENOMINATORS: Readonly<Record<DayCount, number>> = {
  'ACT/360': 360,
  'ACT/365F': 365,
  'ACT/ACT': ISDA_YEAR,
  '30/360': 360,
  '30E/360': 360,
};

/** The conventions by name, for loans and calls that were made without types. */
export function isDayCount(value: unknown): value is DayCount {
  return typeof value === 'string' && Object.hasOwn(DENOMINATORS, value);
}

function expectDayCount(caller: string, convention: DayCount): void {
  if (isDayCount(convention)) return;
  throw new RangeError(`${caller}: expected one of ${Object.keys(DENOMINATORS).join(', ')}`);
}

/** The denominator of every fraction under a convention. Throws a RangeError at another name. */
export function dayCountDenominator(convention: DayCount): number {
  expectDayCount('dayCountDenominator', convention);
  return DENOMINATORS[convention];
}

/**
 * The part of a year from `from` (included) to `to` (excluded), exact. Negative where `to` is earlier.
 *
 * - `ACT/360`, `ACT/365F`: actual days over a fixed year.
 * - `ACT/ACT`: ISDA 2006, section 4.16(b): days in leap years over 366, the others over 365.
 * - `30/360`: US bond basis, ISDA 2006, section 4.16(f), with the February rule of end-of-month
 *   schedules unless `endOfMonth` is false.
 * - `30E/360`: Eurobond basis, section 4.16(g): a 31st counts as the 30th, February as it is.
 *
 * Throws a RangeError at another name, and for what is no day.
 */
export function yearFraction(
  convention: DayCount,
  from: Day,
  to: Day,
  options: DayCountOptions = {},
): YearFraction {
  expectDayCount('yearFraction', convention);
  if (!(Number.isSafeInteger(from) && Number.isSafeInteger(to))) {
    throw new RangeError('yearFraction: expected two days, whole numbers of days since 1970-01-01');
  }
  const { endOfMonth } = readOptions('yearFraction', options);
  const numerator = countOf(convention, from, to, endOfMonth !== false);
  // `+ 0` turns a negative zero into zero.
  return { numerator: numerator + 0, denominator: DENOMINATORS[convention] };
}

function countOf(convention: DayCount, from: Day, to: Day, endOfMonth: boolean): number {
  switch (convention) {
    case 'ACT/360':
    case 'ACT/365F':
      return to - from;
    case 'ACT/ACT':
      return to < from ? -isdaCount(to, from) : isdaCount(from, to);
    case '30/360':
      return thirtyUs(from, to, endOfMonth);
    case '30E/360':
      return thirtyEuro(from, to);
  }
}

/** Actual days, those of leap years weighted 365, the others 366. */
function isdaCount(from: Day, to: Day): number {
  let count = 0;
  let start = from;
  while (start < to) {
    const { year } = civilOf(start);
    const end = Math.min(dayOfCivil(year + 1, 1, 1), to) as Day;
    count += (end - start) * (isLeapYear(year) ? 365 : 366);
    start = end;
  }
  return count;
}

function thirtyUs(from: Day, to: Day, endOfMonth: boolean): number {
  const a = civilOf(from);
  const b = civilOf(to);
  let first = a.day;
  let second = b.day;
  if (endOfMonth && a.month === 2 && isMonthEnd(from)) {
    if (b.month === 2 && isMonthEnd(to)) second = 30;
    first = 30;
  }
  if (second === 31 && first >= 30) second = 30;
  if (first === 31) first = 30;
  return (b.year - a.year) * 360 + (b.month - a.month) * 30 + second - first;
}

function thirtyEuro(from: Day, to: Day): number {
  const a = civilOf(from);
  const b = civilOf(to);
  const days = Math.min(b.day, 30) - Math.min(a.day, 30);
  return (b.year - a.year) * 360 + (b.month - a.month) * 30 + days;
}
