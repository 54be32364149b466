import { civilOf } from '../../units/civil.ts';
import { type Cycle, dayOf, type Moment, shift } from './moment.ts';

/** How a date that is no business day moves: ACTUS `businessDayConvention`. */
export interface BusinessDays {
  /** `MF`: Saturdays and Sundays are none. `NC`: every day is one. */
  readonly calendar: 'NC' | 'MF';
  /** `SCF` and its kin; `NULL`: no move. */
  readonly convention: string;
}

/**
 * The dates of a cycle from an anchor to an end (ACTUS technical specification, schedule times). The
 * end itself is the last date. With a long stub the last regular date before the end is left out
 * where the end is none. O(dates): `isTooLong` says beforehand how many they are.
 */
export function cycleDates(
  anchor: Moment,
  end: Moment,
  cycle: Cycle | undefined,
  endOfMonth: boolean,
): readonly Moment[] {
  if (cycle === undefined) return anchor < end ? [anchor, end] : [end];
  const dates: Moment[] = [];
  let next = anchor;
  while (next < end) {
    dates.push(next);
    next = shift(anchor, cycle.period, dates.length, endOfMonth);
  }
  const isIrregular = next !== end;
  if (isIrregular && cycle.stub === 'long' && dates.length > 1) dates.pop();
  return [...dates, end];
}

/** Most dates of one cycle: a day for each of 54 years. */
export const DATES_LIMIT = 20_000;

/** Whether a cycle has more dates than are worked out. */
export function isTooLong(anchor: Moment, end: Moment, cycle: Cycle | undefined): boolean {
  if (cycle === undefined) return false;
  const days = { D: 1, W: 7, M: 28, Q: 90, H: 181, Y: 365 }[cycle.period.unit];
  return (end - anchor) / (days * cycle.period.count) > DATES_LIMIT;
}

/** Whether the anchor is the last day of a month and the convention keeps it there. */
export function keepsMonthEnd(anchor: Moment, convention: string | undefined): boolean {
  return convention === 'EOM' && civilOf((dayOf(anchor) + 1) as never).day === 1;
}

/** Friday is 1 January 1971's weekday's neighbour: day 0 (1970-01-01) was a Thursday. */
function isWeekend(day: number): boolean {
  const weekday = (((day + 4) % 7) + 7) % 7;
  return weekday === 0 || weekday === 6;
}

/** The business day on which an event of this date falls. */
export function adjust(moment: Moment, { calendar, convention }: BusinessDays): Moment {
  if (calendar === 'NC' || convention === 'NULL' || !isWeekend(dayOf(moment))) return moment;
  const isPreceding = convention.endsWith('P');
  const isModified = convention.slice(2).startsWith('M');
  const moved = nextBusinessDay(moment, isPreceding ? -1 : 1);
  const leaves = civilOf(dayOf(moved)).month !== civilOf(dayOf(moment)).month;
  return isModified && leaves ? nextBusinessDay(moment, isPreceding ? 1 : -1) : moved;
}

function nextBusinessDay(moment: Moment, step: 1 | -1): Moment {
  let next = moment;
  while (isWeekend(dayOf(next))) next = (next + step) as Moment;
  return next;
}

/** `SC...` counts interest to the moved date, `CS...` to the date before the move. */
export function countsMoved({ convention }: BusinessDays): boolean {
  return convention.startsWith('SC');
}
