import type { DayCount } from '../model/index.ts';
import type { Rounding } from '../units/arithmetic.ts';
import { civilOf, isMonthEnd } from '../units/civil.ts';
import type { Day } from '../units/day.ts';
import { RATE_ONE, type Rate } from '../units/rate.ts';
import { dayCountDenominator, yearFraction } from './day-count.ts';

/** A stretch of days, the last excluded, with one balance and one rate. */
export interface Segment {
  readonly from: Day;
  readonly to: Day;
  /** Minor units. */
  readonly balance: number;
  readonly rate: Rate;
}

/** Counts the time between two days of a schedule as a numerator over `denominator`, in years. */
export interface TimeCount {
  readonly denominator: number;
  readonly between: (from: Day, to: Day) => number;
}

/** Thirty-day months of a 360-day year. */
const MONTHS_YEAR = 360;

/**
 * The time count of a schedule. Without a convention a month between payments is a twelfth of a year,
 * whatever its days: payment days carry the day of the month of the `anchor`, so that 31 January to
 * 28 February is one month. Other days count in 30-day months between them.
 */
export function timeCount(
  convention: DayCount | undefined,
  start: Day,
  paymentDays: readonly Day[],
  anchor: Day,
): TimeCount {
  if (convention !== undefined) {
    const denominator = dayCountDenominator(convention);
    return {
      denominator,
      between: (from, to) => yearFraction(convention, from, to).numerator,
    };
  }
  const marks = [start, ...paymentDays].map((day) => {
    return { day, count: thirtyCount(day, day === start ? dayOfMonth(day) : meant(day, anchor)) };
  });
  const countOf = (day: Day) => {
    const index = lowerBound(marks, day);
    const mark = marks[index];
    if (mark?.day === day) return mark.count;
    const low = marks[index - 1]?.count ?? Number.NEGATIVE_INFINITY;
    const high = mark?.count ?? Number.POSITIVE_INFINITY;
    return Math.min(Math.max(thirtyCount(day, dayOfMonth(day)), low), high);
  };
  return { denominator: MONTHS_YEAR, between: (from, to) => countOf(to) - countOf(from) };
}

function thirtyCount(day: Day, inMonth: number): number {
  const { year, month } = civilOf(day);
  return year * MONTHS_YEAR + month * 30 + Math.min(inMonth, 30);
}

function dayOfMonth(day: Day): number {
  return civilOf(day).day;
}

/** The anchor's day of the month where the day is the last of a shorter month, else its own. */
function meant(day: Day, anchor: Day): number {
  const own = dayOfMonth(day);
  return isMonthEnd(day) ? Math.max(own, dayOfMonth(anchor)) : own;
}

/** First mark on or after the day. */
function lowerBound(marks: readonly { day: Day }[], day: Day): number {
  let low = 0;
  let high = marks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((marks[middle]?.day ?? 0) < day) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Interest of several segments together, rounded once. */
export function interestOf(
  segments: readonly Segment[],
  time: TimeCount,
  rounding: Rounding,
): number {
  let numerator = 0n;
  for (const { from, to, balance, rate } of segments) {
    numerator += BigInt(balance) * BigInt(rate * time.between(from, to));
  }
  return roundQuotient(numerator, BigInt(RATE_ONE * time.denominator), rounding);
}

/** A quotient of big integers with one rounding; the numerator is not negative. */
export function roundQuotient(numerator: bigint, divisor: bigint, rounding: Rounding): number {
  if (rounding === 'down') return Number(numerator / divisor);
  if (rounding === 'up') return Number((numerator + divisor - 1n) / divisor);
  return Number((2n * numerator + divisor) / (2n * divisor));
}
