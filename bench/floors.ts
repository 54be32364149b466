import { readFileSync } from 'node:fs';
import type { Ratio } from './report.ts';

/** Least ratios by name, as committed. */
export type Floors = Readonly<Record<string, number>>;

const FILE = 'bench/floors.json';

export function readFloors(): Floors {
  return JSON.parse(readFileSync(FILE, 'utf8')) as Floors;
}

/** What is wrong with the ratios of a run, one sentence each; none: all stand on their floors. */
export function breaches(floors: Floors, ratios: readonly Ratio[]): readonly string[] {
  const measured = new Map(ratios.map(({ name, value }) => [name, value]));
  return Object.entries(floors).flatMap(([name, floor]) => {
    const value = measured.get(name);
    if (value === undefined) return [`"${name}" has a floor in ${FILE} and was not measured`];
    return value >= floor ? [] : [`"${name}" is ${value}, below its floor of ${floor}`];
  });
}

/** Ratios that nobody guards. */
export function unguarded(floors: Floors, ratios: readonly Ratio[]): readonly string[] {
  return ratios.map(({ name }) => name).filter((name) => !Object.hasOwn(floors, name));
}
