import type { Catalog, CompiledProduct } from '../catalog/index.ts';
import { fieldsOf, type PredicateBuilder, predicateOf } from '../criteria/index.ts';
import type { Adjustment, Combine, Product, RateRule } from '../model/index.ts';
import { groupsOf } from './build-up.ts';

/**
 * Rates of many products. What every price looks at stands in one record a row, a line of the cache:
 *
 *   0 spread, ppm; 0 where there is none: adding nothing and adding zero are the same
 *   1 floor, 2 cap, ppm; infinite where there is none
 *   3 longest term of the first base, months; infinite; -1 where there is no base
 *   4 rate of the first base, ppm; NaN: the benchmark has no value on the day
 *   5 first base behind that one, in `baseMonths` and `baseRate`
 *   6 first group, 7 end of the groups, in `groupOf`; -1 at the end: the product has no rate rule
 *
 * Products share adjustment groups: the different groups stand once in `groups`, four numbers each:
 *
 *   0 how its rows become one, and whether it sets the rate and looks at the loan: see `HOW_MASK`
 *   1 first row, 2 end of its rows
 *
 * A row is a pair of numbers in `rows`: the place of its predicate, -1 for always, and its rate in ppm.
 */
export interface RateData {
  readonly records: Float64Array;
  /** Bases behind the first of each product; the last has no longest term. */
  readonly baseMonths: Float64Array;
  readonly baseRate: Float64Array;
  /** No rate of the product is lower, whatever the term and the facts; ppm, NaN where it never has one. */
  readonly leastRate: Float64Array;
  /** No rate of the product is higher; NaN as above. */
  readonly mostRate: Float64Array;
  /** 1: the product has a rate, whatever the term and the facts. */
  readonly isSure: Uint8Array;
  readonly groupOf: Uint32Array;
  readonly groups: Int32Array;
  readonly rows: Float64Array;
}

/** Numbers of a record, and of a group. */
export const RATE_WIDTH = 8;
export const GROUP_WIDTH = 4;

const COMBINES: readonly Combine[] = ['SUM', 'MAX', 'MIN', 'OVERRIDE'];
/** Places in `COMBINES`; what comes behind is decided by the first row that applies. */
export const SUM = 0;
export const MAX = 1;
export const MIN = 2;
/** The bits of those places, and above them: the group sets the rate, and does not add to it. */
export const HOW_MASK = 3;
export const SETS = 4;
/** Some row looks at the loan that is made, so that the group is judged for every loan. */
export const LOOKS_AT_LOAN = 8;

/** Facts that the loan itself replaces while it is priced. */
const LOAN_FIELDS = ['need.amount', 'need.termMonths', 'need.repayment'];

interface Group {
  readonly place: number;
  readonly rows: readonly Adjustment[];
}

/** Lays out the rate rules of a catalog's products; row `p` is the `p`-th. */
export function buildRates(
  catalog: Catalog,
  products: readonly CompiledProduct[],
  predicates: PredicateBuilder,
): RateData {
  const rules = products.map(({ product }) => product.rate);
  const groups = new Map<string, Group>();
  const bases = rules.map((rule) => basesOf(rule, catalog.quotes));
  const grids = rules.map(gridReader(groups, predicates));
  const placed = grids.map((grid) => grid.places);
  const all = [...groups.values()];
  const rows = all.flatMap((group) => group.rows);
  const starts = startsOf(placed);
  // A term beyond the last base has none.
  const none: Base = { months: Number.POSITIVE_INFINITY, rate: Number.NaN };
  const later = bases.map((own) =>
    own.length === 0 || own.at(-1)!.months === none.months ? own.slice(1) : [...own.slice(1), none],
  );
  const laterStarts = startsOf(later);
  const records = new Float64Array(products.length * RATE_WIDTH);
  rules.forEach((rule, row) => {
    const [first] = bases[row]!;
    records.set(
      [
        rule?.spread ?? 0,
        rule?.floor ?? Number.NEGATIVE_INFINITY,
        rule?.cap ?? Number.POSITIVE_INFINITY,
        first?.months ?? -1,
        first?.rate ?? Number.NaN,
        laterStarts[row]!,
        starts[row]!,
        rule === undefined ? -1 : starts[row + 1]!,
      ],
      row * RATE_WIDTH,
    );
  });
  return {
    records,
    baseMonths: Float64Array.from(later.flat(), (base) => base.months),
    baseRate: Float64Array.from(later.flat(), (base) => base.rate),
    leastRate: Float64Array.from(rules, (rule, row) =>
      rateEndOf(Math.min, rule, bases[row]!, grids[row]!.groups),
    ),
    mostRate: Float64Array.from(rules, (rule, row) =>
      rateEndOf(Math.max, rule, bases[row]!, grids[row]!.groups),
    ),
    isSure: Uint8Array.from(products, ({ product }, row) =>
      isSurelyPriced(product, bases[row]!, grids[row]!.groups) ? 1 : 0,
    ),
    groupOf: Uint32Array.from(placed.flat()),
    groups: layGroups(all),
    rows: Float64Array.from(
      rows.flatMap(({ when, rate }) => [
        when === undefined ? -1 : predicateOf(predicates, when),
        rate,
      ]),
    ),
  };
}

function layGroups(groups: readonly Group[]): Int32Array {
  const numbers = new Int32Array(groups.length * GROUP_WIDTH);
  let from = 0;
  groups.forEach(({ rows }, group) => {
    const { combine, effect } = rows[0]!;
    const how =
      COMBINES.indexOf(combine) +
      (effect === 'set' ? SETS : 0) +
      (rows.some(isOfLoan) ? LOOKS_AT_LOAN : 0);
    numbers.set([how, from, from + rows.length], group * GROUP_WIDTH);
    from += rows.length;
  });
  return numbers;
}

interface Base {
  readonly months: number;
  readonly rate: number;
}

/** The base by term: the longest term of each, and its rate on the catalog's day. */
function basesOf(rule: RateRule | undefined, quotes: Catalog['quotes']): readonly Base[] {
  if (rule?.base === undefined) return [];
  const always = Number.POSITIVE_INFINITY;
  if (rule.base.kind === 'fixed') return [{ months: always, rate: rule.base.rate }];
  return rule.base.choices.map(({ benchmark, toMonths }) => ({
    months: toMonths ?? always,
    rate: quotes.get(benchmark)?.rate ?? Number.NaN,
  }));
}

/**
 * A bound on every rate that a product can give, whatever the term and the facts: from below with
 * `Math.min`, from above with `Math.max`; NaN where it never has one.
 */
function rateEndOf(
  farther: (...numbers: number[]) => number,
  rule: RateRule | undefined,
  bases: readonly Base[],
  groups: readonly (readonly Adjustment[])[],
): number {
  if (rule === undefined) return Number.NaN;
  const based = bases.map((base) => base.rate).filter((rate) => !Number.isNaN(rate));
  // A base without a value gives no rate; where there is no base the first group that sets one begins.
  if (rule.base !== undefined && based.length === 0) return Number.NaN;
  let end = farther(...based) + (rule.spread ?? 0);
  for (const rows of groups) {
    const rates = rows.map((row) => row.rate as number);
    const { effect, combine } = rows[0]!;
    if (effect === 'set') end = farther(end, ...rates);
    else if (combine === 'SUM') end += rates.reduce((sum, one) => sum + farther(one, 0), 0);
    else end += farther(0, ...rates);
  }
  if (!Number.isFinite(end)) return Number.NaN;
  return Math.min(Math.max(end, rule.floor ?? end), rule.cap ?? Number.POSITIVE_INFINITY);
}

/** Whether a product has a rate, whatever the term and the facts. */
function isSurelyPriced(
  { rate: rule, termMonths }: Product,
  bases: readonly Base[],
  groups: readonly (readonly Adjustment[])[],
): boolean {
  if (rule === undefined) return false;
  if (rule.base === undefined) {
    const begins = groups.find((rows) => rows[0]!.effect === 'set');
    return begins?.some((row) => row.when === undefined) === true;
  }
  const longest = termMonths?.max ?? Number.POSITIVE_INFINITY;
  const isAlways = bases.some((base) => base.months >= longest);
  return isAlways && bases.every((base) => !Number.isNaN(base.rate));
}

const isOfLoan = ({ when }: Adjustment): boolean => {
  if (when === undefined) return false;
  const fields = fieldsOf(when);
  return LOAN_FIELDS.some((field) => fields.has(field));
};

/** Where each list begins when all stand one after the other; the last entry is the end. */
function startsOf(lists: readonly (readonly unknown[])[]): Uint32Array {
  const starts = new Uint32Array(lists.length + 1);
  lists.forEach((list, index) => {
    starts[index + 1] = starts[index]! + list.length;
  });
  return starts;
}

/** The adjustments of a price, group by group, and where each group stands. */
interface Grid {
  readonly groups: readonly (readonly Adjustment[])[];
  readonly places: readonly number[];
}

/** Reads adjustments; banks state the same ones for many products, and their text tells which. */
function gridReader(
  known: Map<string, Group>,
  predicates: PredicateBuilder,
): (rule: RateRule | undefined) => Grid {
  const grids = new Map<string, Grid>();
  return (rule) => {
    const adjustments = rule?.adjustments ?? [];
    const key = JSON.stringify(adjustments);
    const seen = grids.get(key);
    if (seen !== undefined) return seen;
    const groups = groupsOf(adjustments);
    const grid = { groups, places: groups.map((rows) => placeGroup(known, predicates, rows)) };
    grids.set(key, grid);
    return grid;
  };
}

function placeGroup(
  groups: Map<string, Group>,
  predicates: PredicateBuilder,
  rows: readonly Adjustment[],
): number {
  const words = rows.map(({ when, rate }) => [
    when === undefined ? -1 : predicateOf(predicates, when),
    rate,
  ]);
  const key = `${rows[0]!.effect} ${rows[0]!.combine} ${words.join(' ')}`;
  const known = groups.get(key);
  if (known !== undefined) return known.place;
  groups.set(key, { place: groups.size, rows });
  return groups.size - 1;
}
