import { yearFraction } from '../../cashflow/index.ts';
import type { DayCount } from '../../model/index.ts';
import { countDay, type Moment } from './moment.ts';

/** Part of a year between two moments. */
export function yearsBetween(from: Moment, to: Moment, dayCount: DayCount): number {
  const { numerator, denominator } = yearFraction(dayCount, countDay(from), countDay(to));
  return numerator / denominator;
}

/**
 * The level payment on the dates of redemption that brings `owed`, what is due on the first of them,
 * to zero at the last (ACTUS technical specification, annuity amount function).
 */
export function annuityPayment(
  owed: number,
  rate: number,
  dates: readonly Moment[],
  dayCount: DayCount,
): number {
  let grown = 1;
  let sum = 1;
  for (let i = dates.length - 2; i >= 0; i--) {
    grown *= 1 + rate * yearsBetween(dates[i] as Moment, dates[i + 1] as Moment, dayCount);
    sum += grown;
  }
  return (owed * grown) / sum;
}
