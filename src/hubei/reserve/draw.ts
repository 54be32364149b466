import { between, chance, type Random } from '../random.ts';
import { MISSING_PER_THOUSAND } from './assumptions.ts';

/** A copy of a document in which each of some members may be missing: unknown. */
export function forget<T extends object>(
  random: Random,
  complete: T,
  members: readonly OptionalKey<T>[],
  perThousand: number = MISSING_PER_THOUSAND,
): T {
  const copy = { ...complete };
  for (const member of members) if (chance(random, perThousand)) delete copy[member];
  return copy;
}

/** The members that a document can do without. */
export type OptionalKey<T> = {
  [K in keyof T]-?: object extends Pick<T, K> ? K : never;
}[keyof T];

/** A day of the given years, both included; the 28th at the latest, so that every month has it. */
export function dayBetweenYears(random: Random, first: number, last: number): string {
  return day(between(random, first, last), between(random, 1, 12), between(random, 1, 28));
}

/** A day of the given month, counted from January 2000 = 0. */
export function dayOfMonth(random: Random, month: number): string {
  return day(2000 + Math.floor(month / 12), (month % 12) + 1, between(random, 1, 28));
}

/** The same day some years later; days after the 28th do not occur here. */
export function yearsLater(date: string, years: number): string {
  return `${Number(date.slice(0, 4)) + years}${date.slice(4)}`;
}

/** Some per cent of a whole number, rounded down, at least 1. */
export function percentOf(amount: number, percent: number): number {
  return Math.max(1, Math.floor((amount * percent) / 100));
}

/** Amounts people ask for: steps of 10 below 500, of 50 below 5,000, of 100 above (all 万元). */
export function roundedWan(wan: number): number {
  const step = wan < 500 ? 10 : wan < 5000 ? 50 : 100;
  return Math.max(step, Math.floor(wan / step) * step);
}

function day(year: number, month: number, date: number): string {
  const two = (part: number) => String(part).padStart(2, '0');
  return `${year}-${two(month)}-${two(date)}`;
}
