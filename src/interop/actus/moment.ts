import { civilOf, dayOfCivil, monthLength } from '../../units/civil.ts';
import { type Day, parseDay, printDay } from '../../units/day.ts';

/**
 * A point in time of a contract: a day, or a day and a half for its last second (`T23:59:59`), which
 * stands after everything else on that day and counts as the next day for interest.
 */
export type Moment = number & { readonly __unit: 'moment' };

const END_OF_DAY = 0.5;

/** Reads `2013-01-01`, `2013-01-01T00:00`, `...T00:00:00` or the last second of a day. */
export function parseMoment(text: string): Moment | undefined {
  const day = parseDay(text.slice(0, 10));
  if (day._tag === 'Left') return undefined;
  const time = text.slice(10);
  if (time === '' || time === 'T00:00' || time === 'T00:00:00')
    return day.right as number as Moment;
  if (time === 'T23:59' || time === 'T23:59:59') return (day.right + END_OF_DAY) as Moment;
  if (time === 'T24:00:00') return (day.right + 1) as Moment;
  return undefined;
}

/** The day on which it falls. */
export function dayOf(moment: Moment): Day {
  return Math.floor(moment) as Day;
}

/** The day as which it counts for interest. */
export function countDay(moment: Moment): Day {
  return Math.ceil(moment) as Day;
}

export function printMoment(moment: Moment): string {
  return printDay(dayOf(moment));
}

/** A length of time that repeats, such as `P3M`. */
export interface Period {
  readonly count: number;
  readonly unit: 'D' | 'W' | 'M' | 'Q' | 'H' | 'Y';
}

/** A cycle such as `P1ML0`: a period, and whether the last stretch may be long (0) or short (1). */
export interface Cycle {
  readonly period: Period;
  readonly stub: 'long' | 'short';
}

const CYCLE = /^P(\d{1,4})([DWMQHY])L([01])$/;
const PERIOD = /^P(\d{1,4})([DWMQHY])$/;

/** Reads `P1ML0`; `undefined` for anything else, and for a period of nothing. */
export function parseCycle(text: string): Cycle | undefined {
  const match = CYCLE.exec(text);
  const period = match === null ? undefined : parsePeriod(`P${match[1]}${match[2]}`);
  if (match === null || period === undefined) return undefined;
  return { period, stub: match[3] === '0' ? 'long' : 'short' };
}

export function parsePeriod(text: string): Period | undefined {
  const match = PERIOD.exec(text);
  const count = Number(match?.[1] ?? 0);
  return match === null || count === 0 ? undefined : { count, unit: match[2] as Period['unit'] };
}

const MONTHS: Readonly<Record<string, number>> = { M: 1, Q: 3, H: 6, Y: 12 };

/** The moment `times` periods later; month ends stay month ends where `endOfMonth` says so. */
export function shift(from: Moment, period: Period, times: number, endOfMonth: boolean): Moment {
  const months = MONTHS[period.unit];
  if (months === undefined) {
    return (from + period.count * times * (period.unit === 'W' ? 7 : 1)) as Moment;
  }
  const day = dayOf(from);
  const { year, month, day: inMonth } = civilOf(day);
  const index = year * 12 + month - 1 + months * period.count * times;
  const newYear = Math.floor(index / 12);
  const newMonth = index - newYear * 12 + 1;
  const last = monthLength(newYear, newMonth);
  const isLast = endOfMonth && inMonth === monthLength(year, month);
  const target = isLast ? last : Math.min(inMonth, last);
  return (dayOfCivil(newYear, newMonth, target) + (from - day)) as Moment;
}
