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

/** Whether a day is the last of its month. */
export function isMonthEnd(day: Day): boolean {
  const { year, month, day: dayOfMonth } = civilOf(day);
  return dayOfMonth === monthLength(year, month);
}
