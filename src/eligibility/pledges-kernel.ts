import { type Arena, bytesOf, takeFloats, takeWords } from '../arrays/arena.ts';
import type { Collateral, Need } from '../model/index.ts';
import { mulDiv } from '../units/arithmetic.ts';
import { MONEY_MAX, type Money, scaleSaturating } from '../units/money.ts';
import { RATE_ONE } from '../units/rate.ts';
import type { LoansData } from './loans-data.ts';

/** Pledges for which there is room in the arena; a need with more has room made elsewhere. */
const PLEDGES_EXPECTED = 64;

/**
 * Fractions in lowest terms: most are of small numbers (7 / 10 rather than 700,000 / 1,000,000), so
 * that an amount times the numerator stays below 2^53 and one division does.
 */
export interface Fractions {
  readonly numerator: Float64Array;
  readonly denominator: Float64Array;
}

export function fractionsOf(
  pairs: readonly (readonly [number, number])[],
  arena: Arena,
): Fractions {
  const factor = (a: number, b: number): number => (b === 0 ? a : factor(b, a % b));
  const numerator = takeFloats(arena, pairs.length);
  const denominator = takeFloats(arena, pairs.length);
  pairs.forEach(([a, b], place) => {
    numerator[place] = a / factor(a, b);
    denominator[place] = b / factor(a, b);
  });
  return { numerator, denominator };
}

/** Products up to it divide exactly in floating point, rounded down: see `quotientOf` in arithmetic. */
const EXACT_PRODUCT = 2 ** 52;

/** `scaleSaturating` by a fraction. */
export function scaleBy(
  { numerator, denominator }: Fractions,
  place: number,
  amount: number,
): number {
  const product = amount * numerator[place]!;
  if (product <= EXACT_PRODUCT) return Math.floor(product / denominator[place]!);
  return scaleSaturating(amount as Money, numerator[place]!, denominator[place]!);
}

/**
 * What the pledges of one need are worth under each collateral rule, and what they cover. Rules are
 * many, but they are made of few parts:
 *
 *   rule = table of haircuts + least cover      table = for each type, the share that is lent on
 *
 * Each pledge is multiplied by the few shares that tables lend on its type, once a need; what a table
 * says is then a sum over the pledges (`worthUnder`). A rule is the number of `LoansData.terms`: its
 * table and its cover.
 */
export interface Pledges {
  /** Types of collateral that some table names, by place. */
  readonly typePlaces: ReadonlyMap<string, number>;
  /** The different shares, type by type: those of type `t` begin at `shareStart[t]`. */
  readonly shares: Fractions;
  readonly shareStart: Uint32Array;
  /** By type x tables + table: place of the share; the last, of nothing, where it accepts no such. */
  readonly shareOf: Uint32Array;
  readonly tables: number;
  /** The two arrays below as the arena holds them, and as they are: larger ones for very many pledges. */
  readonly ownRows: Uint32Array;
  readonly ownWorth: Float64Array;
  /** By pledge: where the tables of its type begin in `shareOf`. */
  shareRows: Uint32Array;
  /** By pledge x (shares + 1) + share: that part of the pledge, minor units; the last is nothing. */
  sharesWorth: Float64Array;
  /** Pledges of types that some table names, and the sum of all that is pledged of them. */
  count: number;
  total: number;
  /** Whether it is known what can be pledged; if not, no pledge means anything. */
  isKnown: boolean;
  /** By cover: amounts from which on what must be pledged comes near 2^53. */
  readonly coverLimits: Float64Array;
  /** What a pledge of one covers, by cover. */
  readonly coverage: Fractions;
  /**
   * By cover: what pledges must be worth for the whole amount, and for the least that is useful; below
   * nothing where it is not known what can be pledged.
   */
  readonly wholeCover: Float64Array;
  readonly leastCover: Float64Array;
  readonly coverBits: number;
}

/** The parts of all rules: the shares that tables lend, type by type, and which one each table lends. */
interface RuleParts {
  readonly types: readonly string[];
  readonly shares: readonly number[];
  readonly shareStart: Uint32Array;
  readonly shareOf: readonly number[];
}

/** Asked for twice, to make room and to fill it. */
const knownParts = new WeakMap<LoansData, RuleParts>();

function partsOf(data: LoansData): RuleParts {
  const known = knownParts.get(data) ?? findParts(data);
  knownParts.set(data, known);
  return known;
}

function findParts({ tables }: LoansData): RuleParts {
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
  return { types, shares, shareStart, shareOf };
}

/** What `openPledges` takes from an arena. */
export function pledgesBytes(data: LoansData): number {
  const { shares, shareOf } = partsOf(data);
  const covers = bytesOf(data.covers.length * 8) * 4;
  const worth = PLEDGES_EXPECTED * (shares.length + 1) * 8;
  return (
    covers +
    2 * bytesOf(shares.length * 8) +
    bytesOf(shareOf.length * 4, 4 * PLEDGES_EXPECTED, worth)
  );
}

export function openPledges(data: LoansData, arena: Arena): Pledges {
  const { covers, coverBits, tables } = data;
  const { types, shares, shareStart, shareOf } = partsOf(data);
  const places = takeWords(arena, shareOf.length);
  places.set(shareOf);
  const worth = takeFloats(arena, PLEDGES_EXPECTED * (shares.length + 1));
  const rows = takeWords(arena, PLEDGES_EXPECTED);
  return {
    typePlaces: new Map(types.map((type, place) => [type, place])),
    shares: fractionsOf(
      shares.map((share) => [share, RATE_ONE]),
      arena,
    ),
    shareStart,
    shareOf: places,
    tables: tables.length,
    ownRows: rows,
    ownWorth: worth,
    shareRows: rows,
    sharesWorth: worth,
    count: 0,
    total: 0,
    isKnown: false,
    coverLimits: covers.map((cover) => Number.MAX_SAFE_INTEGER / (cover / RATE_ONE) - 4),
    coverage: fractionsOf(
      Array.from(covers, (cover) => [RATE_ONE, cover]),
      arena,
    ),
    wholeCover: takeFloats(arena, covers.length),
    leastCover: takeFloats(arena, covers.length),
    coverBits,
  };
}

/** Takes what a need pledges, and what it asks for: the whole amount, and the least that is useful. */
export function beginPledges(
  pledges: Pledges,
  { collateral }: Need,
  whole: number,
  least: number,
): void {
  const { coverLimits, wholeCover, leastCover } = pledges;
  pledges.isKnown = collateral !== undefined;
  pledges.count = 0;
  pledges.total = 0;
  if (collateral === undefined) {
    wholeCover.fill(Number.NEGATIVE_INFINITY);
    leastCover.fill(Number.NEGATIVE_INFINITY);
    return;
  }
  for (let cover = 0; cover < coverLimits.length; cover++) {
    // Near 2^53 and above it is left to `coveredBy`, which is exact there, whether the amount is covered.
    const limit = coverLimits[cover]!;
    wholeCover[cover] = whole < limit ? coverOf(pledges, cover, whole) : Number.POSITIVE_INFINITY;
    if (least === whole && whole < limit) leastCover[cover] = wholeCover[cover]!;
    else leastCover[cover] = least < limit ? coverOf(pledges, cover, least) : 0;
  }
  readPledges(pledges, collateral);
}

function readPledges(pledges: Pledges, collateral: readonly Collateral[]): void {
  const { typePlaces, shares, shareStart, tables } = pledges;
  const { numerator, denominator } = shares;
  const exact = EXACT_PRODUCT;
  const width = numerator.length + 1;
  if (collateral.length <= PLEDGES_EXPECTED) {
    pledges.shareRows = pledges.ownRows;
    pledges.sharesWorth = pledges.ownWorth;
  } else if (collateral.length > pledges.shareRows.length) {
    pledges.shareRows = new Uint32Array(collateral.length * 2);
    pledges.sharesWorth = new Float64Array(pledges.shareRows.length * width);
  }
  const { shareRows, sharesWorth } = pledges;
  let count = 0;
  let total = 0;
  for (let i = 0; i < collateral.length; i++) {
    const { type, value } = collateral[i]!;
    const place = typePlaces.get(type);
    if (place === undefined) continue;
    shareRows[count] = place * tables;
    const end = shareStart[place + 1]!;
    for (let share = shareStart[place]!; share < end; share++) {
      const product = value * numerator[share]!;
      sharesWorth[count * width + share] =
        product <= exact
          ? Math.floor(product / denominator[share]!)
          : scaleBy(shares, share, value);
    }
    total += value;
    count += 1;
  }
  pledges.count = count;
  pledges.total = total;
}

/** The least worth of pledges that covers an amount, rounded up. */
function coverOf({ coverage }: Pledges, cover: number, amount: number): number {
  const { numerator, denominator } = coverage;
  const product = amount * denominator[cover]!;
  if (product <= EXACT_PRODUCT) return Math.ceil(product / numerator[cover]!);
  return mulDiv(amount, denominator[cover]!, numerator[cover]!, 'up');
}

/** `coveredValue` of a rule for the need's pledges, minor units; below zero: unknown. */
export function pledgesWorth(pledges: Pledges, rule: number): number {
  return pledges.isKnown ? worthUnder(pledges, rule >> pledges.coverBits) : -1;
}

/** What known pledges are worth under a table of haircuts, minor units. O(pledges). */
export function worthUnder(pledges: Pledges, table: number): number {
  const { shareOf, shareRows, sharesWorth, shares, count } = pledges;
  const width = shares.numerator.length + 1;
  const most: number = MONEY_MAX;
  let worth = 0;
  for (let i = 0; i < count; i++) {
    // Below 2^54, where a sum beyond the most is still told from the most.
    worth += sharesWorth[i * width + shareOf[shareRows[i]! + table]!]!;
    if (worth > most) worth = most;
  }
  return worth;
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
  return coverOf(pledges, coverOfRule(pledges, rule), amount);
}
