import type { Catalog, CompiledProduct } from '../catalog/index.ts';
import {
  FAIL,
  fieldsOf,
  judgePredicate,
  judgeTest,
  PASS,
  type PredicateBuilder,
  type Predicates,
  predicateOf,
} from '../criteria/index.ts';
import type { Adjustment, Combine, FieldValue, Product, RateRule } from '../model/index.ts';
import { groupsOf } from './build-up.ts';

/**
 * Rates of many products in columns. Products share adjustment groups: the different groups stand
 * once, each with its rows one after the other.
 *
 *   product p:  bases  baseStart[p] ... baseStart[p + 1] - 1     longest term and rate of each
 *               groups groupStart[p] ... groupStart[p + 1] - 1   places of groups, in order
 *   group g:    rows   rowStart[g] ... rowStart[g + 1] - 1       predicate and rate of each
 */
export interface RateData {
  /** 1: the product has a rate rule. */
  readonly hasRule: Uint8Array;
  readonly baseStart: Uint32Array;
  /** Longest term, months; infinite where none is stated. */
  readonly baseMonths: Float64Array;
  /** ppm; NaN: the benchmark has no value on the day. */
  readonly baseRate: Float64Array;
  /** No rate of the product is lower, whatever the facts; ppm, NaN where it may have none. */
  readonly leastRate: Float64Array;
  /** ppm; 0 where there is none: adding nothing and adding zero are the same. */
  readonly spread: Float64Array;
  /** ppm; infinite where there is none. */
  readonly floor: Float64Array;
  readonly cap: Float64Array;
  readonly groupStart: Uint32Array;
  readonly groupOf: Uint32Array;
  readonly combine: Uint8Array;
  /** 1: the group sets the rate, 0: it adds to it. */
  readonly sets: Uint8Array;
  /** 1: some row looks at the loan that is made, so that the group is judged for every pair. */
  readonly looksAtLoan: Uint8Array;
  readonly rowStart: Uint32Array;
  /** Place of the predicate; -1: always. */
  readonly rowPredicate: Int32Array;
  readonly rowRate: Float64Array;
}

const COMBINES: readonly Combine[] = ['SUM', 'MAX', 'MIN', 'OVERRIDE'];
const [SUM, MAX, MIN] = [0, 1, 2];

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
  const split = rules.map((rule) => groupsOf(rule?.adjustments ?? []));
  const placed = split.map((own) => own.map((rows) => placeGroup(groups, predicates, rows)));
  const all = [...groups.values()];
  const rows = all.flatMap((group) => group.rows);
  return {
    hasRule: Uint8Array.from(rules, (rule) => (rule === undefined ? 0 : 1)),
    baseStart: startsOf(bases),
    baseMonths: Float64Array.from(bases.flat(), (base) => base.months),
    baseRate: Float64Array.from(bases.flat(), (base) => base.rate),
    leastRate: Float64Array.from(rules, (_, row) =>
      leastRateOf(products[row]!.product, bases[row]!, split[row]!),
    ),
    spread: Float64Array.from(rules, (rule) => rule?.spread ?? 0),
    floor: Float64Array.from(rules, (rule) => rule?.floor ?? Number.NEGATIVE_INFINITY),
    cap: Float64Array.from(rules, (rule) => rule?.cap ?? Number.POSITIVE_INFINITY),
    groupStart: startsOf(placed),
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

/** Rates that are being built for one need. */
export interface Rates {
  readonly data: RateData;
  readonly predicates: Predicates;
  /** By group: 0 not judged for this need, 1 no row applies, 2 a value stands in the columns. */
  readonly state: Uint8Array;
  readonly groupLow: Float64Array;
  readonly groupHigh: Float64Array;
  /** Bit 0: the value is sure (`certain` of the rule); bit 1: some row passes. */
  readonly groupSure: Uint8Array;
  /** The facts with the loan's own in place of the wishes; filled when a group looks at them. */
  readonly loanFacts: (FieldValue | undefined)[];
  isFilled: boolean;
  /** What `buildRateOf` found: both ends in ppm, and whether the rate is certain to apply. */
  low: number;
  high: number;
  certain: boolean;
}

export function openRates(data: RateData, predicates: Predicates): Rates {
  const groups = data.combine.length;
  return {
    data,
    predicates,
    state: new Uint8Array(groups),
    groupLow: new Float64Array(groups),
    groupHigh: new Float64Array(groups),
    groupSure: new Uint8Array(groups),
    loanFacts: [],
    isFilled: false,
    low: 0,
    high: 0,
    certain: false,
  };
}

export function beginRates(rates: Rates): void {
  rates.state.fill(0);
  rates.isFilled = false;
}

/** The loan that is priced, as criteria see it. */
export interface LoanFacts {
  readonly amount: number;
  readonly termMonths: number;
  readonly repayment: string;
}

/**
 * `buildRate` for one pair: `rates.low`, `rates.high` and `rates.certain`; `false` where no published
 * rate applies. A group that does not look at the loan is judged once a need.
 */
export function buildRateOf(rates: Rates, row: number, loan: LoanFacts): boolean {
  const { data } = rates;
  if (data.hasRule[row] === 0) return false;
  let isBuilt = false;
  let low = 0;
  let high = 0;
  rates.certain = true;
  const basesEnd = data.baseStart[row + 1]!;
  let base = data.baseStart[row]!;
  if (base < basesEnd) {
    while (base < basesEnd && loan.termMonths > data.baseMonths[base]!) base++;
    const rate = base < basesEnd ? data.baseRate[base]! : Number.NaN;
    if (Number.isNaN(rate)) return false;
    low = high = rate + data.spread[row]!;
    isBuilt = true;
  }
  const groupsEnd = data.groupStart[row + 1]!;
  for (let i = data.groupStart[row]!; i < groupsEnd; i++) {
    const group = data.groupOf[i]!;
    if (rates.state[group] === 0 || data.looksAtLoan[group] === 1) judgeGroup(rates, group, loan);
    if (rates.state[group] === 1) continue;
    const sure = rates.groupSure[group]!;
    const isSure = (sure & 1) !== 0;
    const groupLow = rates.groupLow[group]!;
    const groupHigh = rates.groupHigh[group]!;
    if (data.sets[group] === 0) {
      if (!isBuilt) continue;
      // A row that may not apply may leave the rate as it is.
      low += isSure ? groupLow : Math.min(groupLow, 0);
      high += isSure ? groupHigh : Math.max(groupHigh, 0);
    } else if (!isBuilt) {
      low = groupLow;
      high = groupHigh;
      rates.certain = (sure & 2) !== 0;
      isBuilt = true;
    } else {
      low = isSure ? groupLow : Math.min(groupLow, low);
      high = isSure ? groupHigh : Math.max(groupHigh, high);
    }
  }
  if (!isBuilt) return false;
  const floor = data.floor[row]!;
  const cap = data.cap[row]!;
  rates.low = Math.min(Math.max(low, floor), cap);
  rates.high = Math.min(Math.max(high, floor), cap);
  return true;
}

/** The possible results of a group over all ways its open rows may fall. */
function judgeGroup(rates: Rates, group: number, loan: LoanFacts): void {
  const { data } = rates;
  const combine = data.combine[group]!;
  const looksAtLoan = data.looksAtLoan[group] === 1;
  const end = data.rowStart[group + 1]!;
  let applied = 0;
  let isPassed = false;
  let low = 0;
  let high = 0;
  for (let r = data.rowStart[group]!; r < end; r++) {
    const verdict = rowVerdict(rates, data.rowPredicate[r]!, looksAtLoan, loan);
    if (verdict === FAIL) continue;
    const rate = data.rowRate[r]!;
    const isSure = verdict === PASS;
    applied += 1;
    if (combine === SUM) {
      low += isSure ? rate : Math.min(rate, 0);
      high += isSure ? rate : Math.max(rate, 0);
    } else if (applied === 1) low = high = rate;
    else if (combine === MAX || combine === MIN) {
      joinExtreme(isSure, isPassed, rate, combine, low, high);
      low = joinedLow;
      high = joinedHigh;
    } else {
      low = Math.min(low, rate);
      high = Math.max(high, rate);
    }
    if (isSure) isPassed = true;
    // The first row that is sure to apply hides all later ones.
    if (isSure && combine > MIN) break;
  }
  rates.state[group] = applied === 0 ? 1 : 2;
  rates.groupLow[group] = low;
  rates.groupHigh[group] = high;
  rates.groupSure[group] = (isPassed || combine === SUM ? 1 : 0) | (isPassed ? 2 : 0);
}

let joinedLow = 0;
let joinedHigh = 0;

/**
 * One more row of a MAX or MIN. With a sure row the sure extreme is the near end, otherwise the least
 * extreme of the open ones; the far end counts all rows.
 */
function joinExtreme(
  isSure: boolean,
  wasSure: boolean,
  rate: number,
  combine: number,
  low: number,
  high: number,
): void {
  if (combine === MAX) {
    joinedHigh = Math.max(high, rate);
    if (isSure) joinedLow = wasSure ? Math.max(low, rate) : rate;
    else joinedLow = wasSure ? low : Math.min(low, rate);
  } else {
    joinedLow = Math.min(low, rate);
    if (isSure) joinedHigh = wasSure ? Math.min(high, rate) : rate;
    else joinedHigh = wasSure ? high : Math.max(high, rate);
  }
}

function rowVerdict(
  rates: Rates,
  predicate: number,
  looksAtLoan: boolean,
  loan: LoanFacts,
): number {
  if (predicate < 0) return PASS;
  const { predicates } = rates;
  if (!looksAtLoan) return judgePredicate(predicates, predicate);
  const test = predicates.tests[predicate]!;
  const { registry } = predicates;
  const facts = rates.loanFacts;
  if (!rates.isFilled) {
    for (let place = 0; place < predicates.facts.length; place++) {
      facts[place] = predicates.facts[place];
    }
    rates.isFilled = true;
  }
  facts[registry.indexByName.get('need.amount')!] = loan.amount;
  facts[registry.indexByName.get('need.termMonths')!] = loan.termMonths;
  facts[registry.indexByName.get('need.repayment')!] = [loan.repayment];
  return judgeTest(test, facts);
}
