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
 * Products share adjustment groups: the different groups stand once, each with its rows one after the
 * other, rows `rowStart[g]` ... `rowStart[g + 1] - 1` for group `g`.
 */
export interface RateData {
  readonly records: Float64Array;
  /** Bases behind the first of each product; the last has no longest term. */
  readonly baseMonths: Float64Array;
  readonly baseRate: Float64Array;
  /** No rate of the product is lower, whatever the facts; ppm, NaN where it may have none. */
  readonly leastRate: Float64Array;
  readonly groupOf: Uint32Array;
  readonly combine: Uint8Array;
  /** 1: the group sets the rate, 0: it adds to it. */
  readonly sets: Uint8Array;
  /** 1: some row looks at the loan that is made, so that the group is judged for every loan. */
  readonly looksAtLoan: Uint8Array;
  readonly rowStart: Uint32Array;
  /** Place of the predicate; -1: always. */
  readonly rowPredicate: Int32Array;
  readonly rowRate: Float64Array;
}

/** Numbers of a record. */
export const RATE_WIDTH = 8;

const COMBINES: readonly Combine[] = ['SUM', 'MAX', 'MIN', 'OVERRIDE'];
/** Places in `COMBINES`; what comes behind is decided by the first row that applies. */
export const SUM = 0;
export const MAX = 1;
export const MIN = 2;

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
    leastRate: Float64Array.from(rules, (_, row) =>
      leastRateOf(products[row]!.product, bases[row]!, grids[row]!.groups),
    ),
    groupOf: Uint32Array.from(placed.flat()),
    combine: Uint8Array.from(all, (group) => COMBINES.indexOf(group.rows[0]!.combine)),
    sets: Uint8Array.from(all, (group) => (group.rows[0]!.effect === 'set' ? 1 : 0)),
    looksAtLoan: Uint8Array.from(all, (group) => (group.rows.some(isOfLoan) ? 1 : 0)),
    rowStart: startsOf(all.map((group) => group.rows)),
    rowPredicate: Int32Array.from(rows, ({ when }) =>
      when === undefined ? -1 : predicateOf(predicates, when),
    ),
    rowRate: Float64Array.from(rows, (row) => row.rate),
  };
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
 * A lower bound on every rate that a product can give; NaN where some term or some facts leave it
 * without one, so that only building it tells.
 */
function leastRateOf(
  { rate: rule, termMonths }: Product,
  bases: readonly Base[],
  groups: readonly (readonly Adjustment[])[],
): number {
  const longest = termMonths?.max ?? Number.POSITIVE_INFINITY;
  const isAlways = bases.some((base) => base.months >= longest);
  if (rule === undefined || !isAlways || bases.some((base) => Number.isNaN(base.rate))) {
    return Number.NaN;
  }
  let low = Math.min(...bases.map((base) => base.rate)) + (rule.spread ?? 0);
  for (const rows of groups) {
    const rates = rows.map((row) => row.rate as number);
    const { effect, combine } = rows[0]!;
    if (effect === 'set') low = Math.min(low, ...rates);
    else if (combine === 'SUM') low += rates.reduce((sum, one) => sum + Math.min(one, 0), 0);
    else low += Math.min(0, ...rates);
  }
  return Math.min(Math.max(low, rule.floor ?? low), rule.cap ?? Number.POSITIVE_INFINITY);
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
