import type { Day } from './day.ts';

/** A calendar day by its parts; months count from 1. */
export interface CivilDay {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

// The proleptic Gregorian calendar repeats every 400 years. Years are counted from March here, so
// that the leap day is the last of its year and every month has a fixed offset.
const DAYS_PER_ERA = 146_097;
const DAYS_PER_CENTURY = 36_524;
const DAYS_PER_FOUR_YEARS = 1460;
const EPOCH_OFFSET = 719_468;

/** The calendar parts of a day, by integer arithmetic: for loops that would drown in date objects. */
export function civilOf(day: Day): CivilDay {
  const shifted = day + EPOCH_OFFSET;
  const era = Math.floor(shifted / DAYS_PER_ERA);
  const dayOfEra = shifted - era * DAYS_PER_ERA;
  const leapDays =
    Math.floor(dayOfEra / DAYS_PER_FOUR_YEARS) -
    Math.floor(dayOfEra / DAYS_PER_CENTURY) +
    Math.floor(dayOfEra / (DAYS_PER_ERA - 1));
  const yearOfEra = Math.floor((dayOfEra - leapDays) / 365);
  const dayOfYear = dayOfEra - daysBeforeYear(yearOfEra);
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  return {
    year: era * 400 + yearOfEra + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - daysBeforeMonth(monthFromMarch) + 1,
  };
}

/** The day with these parts; parts are not checked. */
export function dayOfCivil(year: number, month: number, day: number): Day {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const monthFromMarch = month > 2 ? month - 3 : month + 9;
  const dayOfYear = daysBeforeMonth(monthFromMarch) + day - 1;
  const dayOfEra = daysBeforeYear(shifted - era * 400) + dayOfYear;
  return (era * DAYS_PER_ERA + dayOfEra - EPOCH_OFFSET) as Day;
}

/** Days of an era before a year that begins in March. */
function daysBeforeYear(yearOfEra: number): number {
  return yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100);
}

/** Days of a year before a month counted from March. */
function daysBeforeMonth(monthFromMarch: number): number {
  return Math.floor((153 * monthFromMarch + 2) / 5);
}

export function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

const MONTH_LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Number of days of a month, counted from 1. */
export function monthLength(year: number, month: number): number {
  return month === 2 && isLeapYear(year) ? 29 : (MONTH_LENGTHS[month - 1] as number);
}

/** Adds calendar months; past the end of a month falls on its last day. Equal to `addMonths`. */
export function addCivilMonths(day: Day, months: number): Day {
  const { year, month, day: dayOfMonth } = civilOf(day);
  const index = year * 12 + month - 1 + months;
  const newYear = Math.floor(index / 12);
  const newMonth = index - newYear * 12 + 1;
  return dayOfCivil(newYear, newMonth, Math.min(dayOfMonth, monthLength(newYear, newMonth)));
}

/**
 * Full calendar months from a day to another; negative when the other is earlier. The rule is that of
 * `differenceInMonths` of date-fns, with its ways at the ends of months:
 *
 * 1. The calendar months are counted, then one is taken off in size if the last is not full: forwards
 *    where `to` has the earlier day of the month, backwards where it has the later.
 * 2. From 28 February on, `to` is taken for later than any day of a month.
 * 3. One month forwards to the last day of a month is always full.
 */
export function civilMonthsBetween(from: Day, to: Day): number {
  const earlier = monthAndDay(from);
  const later = monthAndDay(to);
  const month = later >> 5;
  const months = month - (earlier >> 5);
  if (months === 0) return 0;
  const dayOfMonth = later & 31;
  const isFebruaryEnd = dayOfMonth > 27 && month % 12 === 1;
  if (isFebruaryEnd) return months > 0 ? months : months + 1;
  const difference = dayOfMonth - (earlier & 31);
  if (months < 0) return difference > 0 ? months + 1 : months;
  if (difference >= 0) return months;
  // The next day is the first of a month.
  return months === 1 && (monthAndDay((to + 1) as Day) & 31) === 1 ? 1 : months - 1;
}

/** The number of the month since the year 0, times 32, plus the day of the month. Years from 0. */
function monthAndDay(day: Day): number {
  // Truncation is rounding down here, and whole divisions of small numbers are what engines do best.
  const shifted = (day + EPOCH_OFFSET) | 0;
  const era = (shifted / DAYS_PER_ERA) | 0;
  const dayOfEra = shifted - era * DAYS_PER_ERA;
  const leapDays =
    ((dayOfEra / DAYS_PER_FOUR_YEARS) | 0) -
    ((dayOfEra / DAYS_PER_CENTURY) | 0) +
    ((dayOfEra / (DAYS_PER_ERA - 1)) | 0);
  const yearOfEra = ((dayOfEra - leapDays) / 365) | 0;
  const dayOfYear = dayOfEra - (yearOfEra * 365 + (yearOfEra >> 2) - ((yearOfEra / 100) | 0));
  const monthFromMarch = ((5 * dayOfYear + 2) / 153) | 0;
  const dayOfMonth = dayOfYear - (((153 * monthFromMarch + 2) / 5) | 0) + 1;
  // March is the third month: 2 from 0. January and February fall into the next year by themselves.
  return (((era * 400 + yearOfEra) * 12 + monthFromMarch + 2) << 5) + dayOfMonth;
}

/** Whether a day is the last of its month. */
export function isMonthEnd(day: Day): boolean {
  const { year, month, day: dayOfMonth } = civilOf(day);
  return dayOfMonth === monthLength(year, month);
}
