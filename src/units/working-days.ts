import { type Either, left, right } from 'fp-ts/Either';
import type { Day } from './day.ts';
import { createIssue, type Issue, type IssueCode } from './issue.ts';
import { readOrThrow } from './unreadable.ts';

/** Which days of which years are known, and how they differ from Monday to Friday. */
export interface WorkingCalendarData {
  readonly id: string;
  /** First and last day of the years whose holidays are published. */
  readonly from: Day;
  readonly to: Day;
  /** Days off beside Saturdays and Sundays; those on a weekend do no harm. */
  readonly holidays: readonly Day[];
  /** Saturdays and Sundays on which people work (调休). */
  readonly makeUpDays: readonly Day[];
}

/** A calendar of working days, checked. */
export interface WorkingCalendar {
  readonly id: string;
  readonly from: Day;
  readonly to: Day;
  readonly isWorking: (day: Day) => boolean;
}

/** Longest stretch of a calendar: two centuries. */
const DAYS_LIMIT = 73_100;

/** Checks the data; all faults at once. */
export function createCalendar(
  data: WorkingCalendarData,
): Either<readonly Issue[], WorkingCalendar> {
  try {
    return readCalendar(data);
  } catch {
    const fault = { code: 'type', expected: 'a calendar whose parts can be read' } as const;
    return left([createIssue(fault, [], data)]);
  }
}

function readCalendar(data: WorkingCalendarData): Either<readonly Issue[], WorkingCalendar> {
  const { id, from, to } = data;
  const issues: Issue[] = [];
  const refuse = (code: IssueCode, expected: string, path: readonly (string | number)[]) =>
    issues.push(createIssue({ code, expected }, path));
  if (!(from <= to)) refuse('contradiction', 'at least the value of "from"', ['to']);
  if (to - from > DAYS_LIMIT) refuse('limit', `at most ${DAYS_LIMIT} days`, ['to']);
  const seen = new Set<Day>();
  for (const list of ['holidays', 'makeUpDays'] as const) {
    for (const [index, day] of data[list].entries()) {
      if (!(day >= from && day <= to)) refuse('range', 'a day of the calendar', [list, index]);
      if (seen.has(day)) refuse('duplicate', 'a day that is not listed before', [list, index]);
      seen.add(day);
      if (list === 'makeUpDays' && !isWeekend(day)) {
        refuse('value', 'a Saturday or a Sunday', [list, index]);
      }
    }
  }
  if (issues.length > 0) return left(issues);
  const off = new Set(data.holidays);
  const on = new Set(data.makeUpDays);
  const isWorking = (day: Day) => !off.has(day) && (on.has(day) || !isWeekend(day));
  return right({ id, from, to, isWorking });
}

/** Day 0, 1 January 1970, was a Thursday. */
function isWeekend(day: Day): boolean {
  const weekday = (((day + 4) % 7) + 7) % 7;
  return weekday === 0 || weekday === 6;
}

/** Throws TypeError in the name of the caller for what is no calendar or no day. */
function expectDays(caller: string, calendar: WorkingCalendar, ...days: readonly number[]): void {
  readOrThrow(caller, 'a calendar as createCalendar returns it, and whole days', () => {
    const { from, to, isWorking } = calendar;
    if (![from, to, ...days].every(Number.isSafeInteger) || typeof isWorking !== 'function') {
      throw new TypeError('no calendar, or no day');
    }
  });
}

/**
 * Whether people work on a day; `undefined` outside the years that are known. This and the functions
 * below throw TypeError for what is no calendar or no day.
 */
export function isWorkingDay(calendar: WorkingCalendar, day: Day): boolean | undefined {
  expectDays('isWorkingDay', calendar, day);
  return workingOn(calendar, day);
}

function workingOn(calendar: WorkingCalendar, day: Day): boolean | undefined {
  return day < calendar.from || day > calendar.to ? undefined : calendar.isWorking(day);
}

/**
 * The n-th working day after a day; zero is the day itself. `undefined` where the count leaves the
 * years that are known. O(days).
 */
export function addWorkingDays(calendar: WorkingCalendar, day: Day, n: number): Day | undefined {
  expectDays('addWorkingDays', calendar, day, n);
  let left = n;
  let next = day;
  while (left > 0) {
    next = (next + 1) as Day;
    const isWorking = workingOn(calendar, next);
    if (isWorking === undefined) return undefined;
    if (isWorking) left -= 1;
  }
  return next;
}

/** Working days after `from`, up to and with `to`; `undefined` where a day is not known. */
export function workingDaysBetween(
  calendar: WorkingCalendar,
  from: Day,
  to: Day,
): number | undefined {
  expectDays('workingDaysBetween', calendar, from, to);
  let count = 0;
  for (let day = (from + 1) as Day; day <= to; day = (day + 1) as Day) {
    const isWorking = workingOn(calendar, day);
    if (isWorking === undefined) return undefined;
    if (isWorking) count += 1;
  }
  return count;
}
