import type { Collateral, Need } from '../model/index.ts';
import { mulDiv } from '../units/arithmetic.ts';
import { MONEY_MAX, type Money, scaleSaturating } from '../units/money.ts';
import { RATE_ONE } from '../units/rate.ts';
import type { LoansData } from './loans-data.ts';

/**
 * Fractions in lowest terms: most are of small numbers (7 / 10 rather than 700,000 / 1,000,000), so
 * that an amount times the numerator stays below 2^53 and one division does.
 */
interface Fractions {
  readonly numerator: Float64Array;
  readonly denominator: Float64Array;
}

function fractionsOf(pairs: readonly (readonly [number, number])[]): Fractions {
  const factor = (a: number, b: number): number => (b === 0 ? a : factor(b, a % b));
  return {
    numerator: Float64Array.from(pairs, ([a, b]) => a / factor(a, b)),
    denominator: Float64Array.from(pairs, ([a, b]) => b / factor(a, b)),
  };
}

/** `scaleSaturating` by a fraction. */
function scaleBy({ numerator, denominator }: Fractions, place: number, amount: number): number {
  return scaleSaturating(amount as Money, numerator[place]!, denominator[place]!);
}

/**
 * What the pledges of one need are worth under each collateral rule, and what they cover. Rules are
 * many, but they are made of few parts:
 *
 *   rule = table of haircuts + least cover      table = for each type, the share that is lent on
 *
 * All tables are weighed for every need, one pledge after the other: a pledge is multiplied by the few
 * shares that tables lend on its type, and each table adds its own of them. A rule is the number of
 * `LoansData.terms`: its table and its cover.
 */
export interface Pledges {
  /** Types of collateral that some table names, by place. */
  readonly typePlaces: ReadonlyMap<string, number>;
  /** The different shares, type by type: those of type `t` begin at `shareStart[t]`. */
  readonly shares: Fractions;
  readonly shareStart: Uint32Array;
  /** By share: that part of the pledge at hand, minor units. One more at the end: always nothing. */
  readonly sharesWorth: Float64Array;
  /** By type x tables + table: place of the share; the last where the type is not accepted. */
  readonly shareOf: Uint32Array;
  /** By table: what the pledges are worth, minor units. */
  readonly worth: Float64Array;
  /** Whether it is known what can be pledged; if not, nothing in `worth` means anything. */
  isKnown: boolean;
  readonly covers: Float64Array;
  /** What a pledge of one covers, by cover. */
  readonly coverage: Fractions;
  /** By cover: what pledges must be worth for the whole amount, and for the least that is useful. */
  readonly wholeCover: Float64Array;
  readonly leastCover: Float64Array;
  readonly coverBits: number;
}

export function openPledges({ tables, covers, coverBits }: LoansData): Pledges {
  const types = [...new Set(tables.flatMap((haircuts) => Object.keys(haircuts)))];
  const lentOn = types.map((type) => {
    const own = tables.filter((haircuts) => Object.hasOwn(haircuts, type));
    return [...new Set(own.map((haircuts) => RATE_ONE - haircuts[type]!))];
  });
  const shareStart = new Uint32Array(types.length + 1);
  lentOn.forEach((own, type) => {
    shareStart[type + 1] = shareStart[type]! + own.length;
  });
  const shares = lentOn.flat();
  const shareOf = types.flatMap((type, t) =>
    tables.map((haircuts) =>
      Object.hasOwn(haircuts, type)
        ? shareStart[t]! + lentOn[t]!.indexOf(RATE_ONE - haircuts[type]!)
        : shares.length,
    ),
  );
  return {
    typePlaces: new Map(types.map((type, place) => [type, place])),
    shares: fractionsOf(shares.map((share) => [share, RATE_ONE])),
    shareStart,
    sharesWorth: new Float64Array(shares.length + 1),
    shareOf: Uint32Array.from(shareOf),
    worth: new Float64Array(tables.length),
    isKnown: false,
    covers,
    coverage: fractionsOf(Array.from(covers, (cover) => [RATE_ONE, cover])),
    wholeCover: new Float64Array(covers.length),
    leastCover: new Float64Array(covers.length),
    coverBits,
  };
}

/**
 * Takes what a need pledges, and what it asks for: the whole amount, and the least that is useful.
 * O(pledges x tables).
 */
export function beginPledges(
  pledges: Pledges,
  { collateral }: Need,
  whole: number,
  least: number,
): void {
  const { worth, covers, wholeCover, leastCover } = pledges;
  for (let cover = 0; cover < covers.length; cover++) {
    wholeCover[cover] = coverNeeded(whole, covers[cover]!, Number.POSITIVE_INFINITY);
    leastCover[cover] = coverNeeded(least, covers[cover]!, 0);
  }
  pledges.isKnown = collateral !== undefined;
  if (collateral === undefined) return;
  worth.fill(0);
  for (let i = 0; i < collateral.length; i++) weighPledge(pledges, collateral[i]!);
}

/** Adds what a pledge is worth to every table. */
function weighPledge(pledges: Pledges, { type, value }: Collateral): void {
  const { typePlaces, shares, shareStart, shareOf, sharesWorth, worth } = pledges;
  const place = typePlaces.get(type);
  if (place === undefined) return;
  const end = shareStart[place + 1]!;
  for (let share = shareStart[place]!; share < end; share++) {
    sharesWorth[share] = scaleBy(shares, share, value);
  }
  const most: number = MONEY_MAX;
  const tables = worth.length;
  const from = place * tables;
  for (let table = 0; table < tables; table++) {
    // Below 2^54, where a sum beyond the most is still told from the most.
    const sum = worth[table]! + sharesWorth[shareOf[from + table]!]!;
    worth[table] = sum > most ? most : sum;
  }
}

/**
 * The least worth of pledges that covers an amount. Near 2^53 and above it is not computed: `beyond`
 * then leaves it to `coveredBy`, which is exact there, whether the amount is covered.
 */
function coverNeeded(amount: number, minCoverage: number, beyond: number): number {
  if (amount >= Number.MAX_SAFE_INTEGER / (minCoverage / RATE_ONE) - 4) return beyond;
  return mulDiv(amount, minCoverage, RATE_ONE, 'up');
}

/** `coveredValue` of a rule for the need's pledges, minor units; below zero: unknown. */
export function pledgesWorth({ isKnown, worth, coverBits }: Pledges, rule: number): number {
  return isKnown ? worth[rule >> coverBits]! : -1;
}

/** The place of a rule's least cover. */
export function coverOfRule({ coverBits }: Pledges, rule: number): number {
  return rule & ((1 << coverBits) - 1);
}

/** The largest loan that pledges of a worth cover. */
export function coveredBy({ coverage }: Pledges, cover: number, worth: number): number {
  return scaleBy(coverage, cover, worth);
}

/** What pledges must be worth at least for a loan under a rule, rounded up. */
export function coverOfLoan(pledges: Pledges, rule: number, amount: number): number {
  const { numerator, denominator } = pledges.coverage;
  const cover = coverOfRule(pledges, rule);
  return mulDiv(amount, denominator[cover]!, numerator[cover]!, 'up');
}
