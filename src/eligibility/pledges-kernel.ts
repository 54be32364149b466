import type { Collateral, CollateralRule, Need } from '../model/index.ts';
import { mulDiv } from '../units/arithmetic.ts';
import { addSaturating, type Money, scaleSaturating } from '../units/money.ts';
import { RATE_ONE } from '../units/rate.ts';
import { haircutsKey } from './loans-data.ts';

/** An amount that is not known. */
export const UNKNOWN = -1;
/** An amount that was not computed for this need. */
export const UNASKED = -2;
/** Pledges for which there is room at first. */
const PLEDGES_EXPECTED = 8;

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
 * many, but they are made of few parts, each computed once a need:
 *
 *   rule = table of haircuts + least cover      table = for each type, the share that is lent on
 *
 * The columns by table and by rule are filled when first asked for, and those that were are listed,
 * to be emptied for the next need.
 */
export interface Pledges {
  /** Types of collateral that some rule names, by place. */
  readonly typePlaces: ReadonlyMap<string, number>;
  /** The different shares of a pledge that rules lend on; last one more, of nothing. */
  readonly shares: Fractions;
  /** By rule: its table. */
  readonly tableOf: Int32Array;
  /** By table x types + type: place of the share; that of nothing where the type is not accepted. */
  readonly shareOf: Int32Array;
  /** By pledge x shares + share: the share of that pledge, minor units. */
  sharesWorth: Float64Array;
  /** By table: what the pledges are worth; `UNKNOWN` or `UNASKED`. */
  readonly worth: Float64Array;
  readonly askedTables: Int32Array;
  tablesAsked: number;
  /** The different least covers of rules, ppm, and by rule its place among them. */
  readonly covers: Float64Array;
  readonly coverOf: Int32Array;
  /** What a pledge of one covers, by cover. */
  readonly coverage: Fractions;
  /** By cover: what pledges must be worth for the whole amount, and for the least that is useful. */
  readonly wholeCover: Float64Array;
  readonly leastCover: Float64Array;
  /** By rule: the largest loan as far as it matters (`coverRules`), `UNKNOWN` or `UNASKED`. */
  readonly reach: Float64Array;
  readonly askedRules: Int32Array;
  rulesAsked: number;
  /** Places of the types of what is pledged; -1 in `count`: it is not known what can be. */
  types: Int32Array;
  count: number;
}

export function openPledges(rules: readonly CollateralRule[]): Pledges {
  const types = [...new Set(rules.flatMap((rule) => Object.keys(rule.haircuts)))];
  const tables = new Map<string, CollateralRule>();
  for (const rule of rules) tables.set(haircutsKey(rule), rule);
  const keys = [...tables.keys()];
  const shares = new Set<number>();
  for (const { haircuts } of tables.values()) {
    for (const haircut of Object.values(haircuts)) shares.add(RATE_ONE - haircut);
  }
  const shareList = [...shares, 0];
  const shareOf = [...tables.values()].flatMap(({ haircuts }) =>
    types.map((type) =>
      Object.hasOwn(haircuts, type)
        ? shareList.indexOf(RATE_ONE - haircuts[type]!)
        : shareList.length - 1,
    ),
  );
  const covers = [...new Set(rules.map((rule) => rule.minCoverage as number))];
  return {
    typePlaces: new Map(types.map((type, place) => [type, place])),
    shares: fractionsOf(shareList.map((share) => [share, RATE_ONE])),
    tableOf: Int32Array.from(rules, (rule) => keys.indexOf(haircutsKey(rule))),
    shareOf: Int32Array.from(shareOf),
    sharesWorth: new Float64Array(PLEDGES_EXPECTED * shareList.length),
    worth: new Float64Array(keys.length).fill(UNASKED),
    askedTables: new Int32Array(keys.length),
    tablesAsked: 0,
    covers: Float64Array.from(covers),
    coverOf: Int32Array.from(rules, (rule) => covers.indexOf(rule.minCoverage)),
    coverage: fractionsOf(covers.map((cover) => [RATE_ONE, cover])),
    wholeCover: new Float64Array(covers.length),
    leastCover: new Float64Array(covers.length),
    reach: new Float64Array(rules.length).fill(UNASKED),
    askedRules: new Int32Array(rules.length),
    rulesAsked: 0,
    types: new Int32Array(PLEDGES_EXPECTED),
    count: 0,
  };
}

/** Takes what a need pledges, and what it asks for: the whole amount, and the least that is useful. */
export function beginPledges(
  pledges: Pledges,
  { collateral }: Need,
  whole: number,
  least: number,
): void {
  const { worth, askedTables, reach, askedRules, covers, wholeCover, leastCover } = pledges;
  for (let i = 0; i < pledges.tablesAsked; i++) worth[askedTables[i]!] = UNASKED;
  for (let i = 0; i < pledges.rulesAsked; i++) reach[askedRules[i]!] = UNASKED;
  pledges.tablesAsked = 0;
  pledges.rulesAsked = 0;
  for (let cover = 0; cover < covers.length; cover++) {
    wholeCover[cover] = coverNeeded(whole, covers[cover]!, Number.POSITIVE_INFINITY);
    leastCover[cover] = coverNeeded(least, covers[cover]!, 0);
  }
  pledges.count = -1;
  if (collateral !== undefined) readPledges(pledges, collateral);
}

function readPledges(pledges: Pledges, collateral: readonly Collateral[]): void {
  const { typePlaces, shares } = pledges;
  const width = shares.numerator.length;
  if (collateral.length > pledges.types.length) {
    pledges.types = new Int32Array(collateral.length * 2);
    pledges.sharesWorth = new Float64Array(pledges.types.length * width);
  }
  const { types, sharesWorth } = pledges;
  let count = 0;
  for (let i = 0; i < collateral.length; i++) {
    const { type, value } = collateral[i]!;
    const place = typePlaces.get(type);
    if (place === undefined) continue;
    types[count] = place;
    for (let share = 0; share < width; share++) {
      sharesWorth[count * width + share] = scaleBy(shares, share, value);
    }
    count += 1;
  }
  pledges.count = count;
}

/**
 * The least worth of pledges that covers an amount. Near 2^53 and above it is not computed: `beyond`
 * then leaves it to `scaleBy`, which is exact there, whether the amount is covered.
 */
function coverNeeded(amount: number, minCoverage: number, beyond: number): number {
  if (amount >= Number.MAX_SAFE_INTEGER / (minCoverage / RATE_ONE) - 4) return beyond;
  return mulDiv(amount, minCoverage, RATE_ONE, 'up');
}

/** `coveredValue` of a rule for the need's pledges, minor units; below zero: unknown. */
export function pledgesWorth(pledges: Pledges, rule: number): number {
  const table = pledges.tableOf[rule]!;
  const known = pledges.worth[table]!;
  return known === UNASKED ? weighTable(pledges, table) : known;
}

function weighTable(pledges: Pledges, table: number): number {
  const { types, typePlaces, shares, shareOf, sharesWorth, count } = pledges;
  const width = shares.numerator.length;
  const from = table * typePlaces.size;
  let worth: number = count < 0 ? UNKNOWN : 0;
  for (let i = 0; i < count; i++) {
    const share = shareOf[from + types[i]!]!;
    worth = addSaturating(worth as Money, sharesWorth[i * width + share]! as Money);
  }
  pledges.worth[table] = worth;
  pledges.askedTables[pledges.tablesAsked++] = table;
  return worth;
}

/**
 * Computes the largest loan that the pledges cover under each of the rules `from` to `end` that are
 * listed in `askedRules`, as far as it matters: infinite where it is no less than the amount asked
 * for, because a product lends no more than that (and one whose least loan is larger fails by its
 * least amount already); minus infinity where it is less than the least that is useful, because then
 * every product with the rule fails.
 */
export function coverRules(pledges: Pledges, from: number, end: number): void {
  const { askedRules, tableOf, coverOf, wholeCover, leastCover, coverage, reach } = pledges;
  const unknown = UNKNOWN;
  const unasked = UNASKED;
  pledges.rulesAsked = end;
  for (let i = from; i < end; i++) {
    const rule = askedRules[i]!;
    const table = tableOf[rule]!;
    const known = pledges.worth[table]!;
    const worth = known === unasked ? weighTable(pledges, table) : known;
    const cover = coverOf[rule]!;
    let limit: number = unknown;
    if (worth !== unknown) {
      if (worth >= wholeCover[cover]!) limit = Number.POSITIVE_INFINITY;
      else if (worth < leastCover[cover]!) limit = Number.NEGATIVE_INFINITY;
      else limit = scaleBy(coverage, cover, worth);
    }
    reach[rule] = limit;
  }
}

/** The largest loan that the pledges cover, by rule, however large. */
export function coverAll(pledges: Pledges): Float64Array {
  return pledges.reach.map((_, rule) => {
    const worth = pledgesWorth(pledges, rule);
    return worth === UNKNOWN ? UNKNOWN : scaleBy(pledges.coverage, pledges.coverOf[rule]!, worth);
  });
}

/** What pledges must be worth at least for a loan under a rule, rounded up. */
export function coverOfLoan({ coverage, coverOf }: Pledges, rule: number, amount: number): number {
  const cover = coverOf[rule]!;
  return mulDiv(amount, coverage.denominator[cover]!, coverage.numerator[cover]!, 'up');
}
