import {
  FAIL,
  fieldIndex,
  judgeOn,
  PASS,
  type Predicates,
  REPAYMENT_METHODS,
} from '../criteria/index.ts';
import type { FieldValue } from '../model/index.ts';
import type { MethodCode } from './cost-kernel.ts';
import {
  GROUP_WIDTH,
  HOW_MASK,
  LOOKS_AT_LOAN,
  MAX,
  MIN,
  RATE_WIDTH,
  type RateData,
  SETS,
  SUM,
} from './rate-data-kernel.ts';

/** What the fact of the repayment method is for a loan by a method, by its number. */
const METHOD_FACTS: readonly (readonly string[])[] = REPAYMENT_METHODS.map((one) => [one]);

/** Numbers of what was found for a group. */
const FOUND_WIDTH = 8;

/** Bits of how a group that sets the rate turned out: some row may apply, is sure to, and so is its value. */
const VALUED = 1;
const PASSED = 2;
const SETTLED = 4;

/**
 * Rates that are being built for one need. What was found for a group stands in one line of the cache:
 *
 *   0 the turn it was judged in: what was found for another need is not taken
 *   1 low, 2 high, ppm: what it adds, or sets the rate to
 *   3 of a group that sets the rate, its bits; 0: no row applies
 *   4 amount, 5 months, 6 method of the loan that it was judged for, where it looks at the loan
 */
export interface Rates {
  readonly data: RateData;
  readonly predicates: Predicates;
  readonly found: Float64Array;
  /** Counts needs. */
  turn: number;
  /** The facts with the loan's own in place of the wishes; filled when a group looks at them. */
  readonly loanFacts: (FieldValue | undefined)[];
  readonly amountPlace: number;
  readonly termPlace: number;
  readonly repaymentPlace: number;
  isFilled: boolean;
  /** What `buildRateOf` found: low and high in ppm, and whether the rate is certain to apply. */
  readonly ends: Float64Array;
  certain: boolean;
}

export function openRates(data: RateData, predicates: Predicates): Rates {
  const { registry } = predicates;
  return {
    data,
    predicates,
    found: new Float64Array((data.groups.length / GROUP_WIDTH) * FOUND_WIDTH),
    turn: 0,
    loanFacts: [],
    amountPlace: fieldIndex(registry, 'need.amount'),
    termPlace: fieldIndex(registry, 'need.termMonths'),
    repaymentPlace: fieldIndex(registry, 'need.repayment'),
    isFilled: false,
    ends: new Float64Array(2),
    certain: false,
  };
}

export function beginRates(rates: Rates): void {
  rates.turn += 1;
  rates.isFilled = false;
}

/**
 * Whether a rate is certain for a loan: what `buildRateOf` says with `rates.certain`, without building
 * it where the term alone tells, as it does for all products that state a base.
 */
export function hasRate(
  rates: Rates,
  row: number,
  amount: number,
  termMonths: number,
  method: MethodCode,
): boolean {
  const { records } = rates.data;
  const at = row * RATE_WIDTH;
  if (records[at + 3]! >= 0) return !Number.isNaN(baseOf(rates.data, at, termMonths));
  return buildRateOf(rates, row, amount, termMonths, method) && rates.certain;
}

/**
 * `buildRate` for one pair: `rates.ends` and `rates.certain`; `false` where no published rate applies.
 * A group is judged once a need, or once for each different loan where it looks at it.
 */
export function buildRateOf(
  rates: Rates,
  row: number,
  amount: number,
  termMonths: number,
  method: MethodCode,
): boolean {
  const { data, found, ends } = rates;
  const { records, groupOf, groups } = data;
  const at = row * RATE_WIDTH;
  const groupsEnd = records[at + 7]!;
  if (groupsEnd < 0) return false;
  let isBuilt = false;
  let low = 0;
  let high = 0;
  rates.certain = true;
  if (records[at + 3]! >= 0) {
    const base = baseOf(data, at, termMonths);
    if (Number.isNaN(base)) return false;
    low = high = base + records[at]!;
    isBuilt = true;
  }
  for (let i = records[at + 6]!; i < groupsEnd; i++) {
    const group = groupOf[i]!;
    const how = groups[group * GROUP_WIDTH]!;
    const from = group * FOUND_WIDTH;
    if (!isFound(rates, how, from, amount, termMonths, method)) {
      judgeGroup(rates, group, amount, termMonths, method);
    }
    const groupLow = found[from + 1]!;
    const groupHigh = found[from + 2]!;
    if ((how & SETS) === 0) {
      if (!isBuilt) continue;
      low += groupLow;
      high += groupHigh;
      continue;
    }
    const bits = found[from + 3]!;
    if (bits === 0) continue;
    if (!isBuilt) rates.certain = (bits & PASSED) !== 0;
    // A row that may not apply may leave the rate as it is.
    const stays = isBuilt && (bits & SETTLED) === 0;
    low = stays ? Math.min(groupLow, low) : groupLow;
    high = stays ? Math.max(groupHigh, high) : groupHigh;
    isBuilt = true;
  }
  if (!isBuilt) return false;
  const floor = records[at + 1]!;
  const cap = records[at + 2]!;
  ends[0] = Math.min(Math.max(low, floor), cap);
  ends[1] = Math.min(Math.max(high, floor), cap);
  return true;
}

/** The base of a term, for a product that states one; NaN where there is none. */
function baseOf({ records, baseMonths, baseRate }: RateData, at: number, months: number): number {
  if (months <= records[at + 3]!) return records[at + 4]!;
  let base = records[at + 5]!;
  while (months > baseMonths[base]!) base++;
  return baseRate[base]!;
}

/** Whether a group was judged for the need, and the loan where it looks at it. */
function isFound(
  { found, turn }: Rates,
  how: number,
  from: number,
  amount: number,
  termMonths: number,
  method: MethodCode,
): boolean {
  if (found[from] !== turn) return false;
  if ((how & LOOKS_AT_LOAN) === 0) return true;
  return found[from + 4] === amount && found[from + 5] === termMonths && found[from + 6] === method;
}

/** Puts a loan in place of the wishes. */
function readLoanFacts(
  rates: Rates,
  amount: number,
  termMonths: number,
  method: MethodCode,
): readonly (FieldValue | undefined)[] {
  const { loanFacts, predicates } = rates;
  const { facts } = predicates;
  if (!rates.isFilled) {
    for (let place = 0; place < facts.length; place++) loanFacts[place] = facts[place];
    rates.isFilled = true;
  }
  loanFacts[rates.amountPlace] = amount;
  loanFacts[rates.termPlace] = termMonths;
  loanFacts[rates.repaymentPlace] = METHOD_FACTS[method]!;
  return loanFacts;
}

/** The possible results of a group over all ways its open rows may fall. */
function judgeGroup(
  rates: Rates,
  group: number,
  amount: number,
  termMonths: number,
  method: MethodCode,
): void {
  const { data, predicates, found } = rates;
  const { groups, rows } = data;
  const how = groups[group * GROUP_WIDTH]!;
  const combine = how & HOW_MASK;
  const looksAtLoan = (how & LOOKS_AT_LOAN) !== 0;
  const facts = looksAtLoan ? readLoanFacts(rates, amount, termMonths, method) : predicates.facts;
  const end = groups[group * GROUP_WIDTH + 2]!;
  let applied = 0;
  let isPassed = false;
  let low = 0;
  let high = 0;
  for (let r = groups[group * GROUP_WIDTH + 1]!; r < end; r++) {
    const predicate = rows[r * 2]!;
    const verdict = predicate < 0 ? PASS : judgeOn(predicates, predicate, facts);
    if (verdict === FAIL) continue;
    const rate = rows[r * 2 + 1]!;
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
  const isSettled = isPassed || combine === SUM;
  // Rows of which none may apply add nothing.
  const adds = (how & SETS) === 0 && !isSettled;
  const from = group * FOUND_WIDTH;
  found[from] = rates.turn;
  found[from + 1] = adds ? Math.min(low, 0) : low;
  found[from + 2] = adds ? Math.max(high, 0) : high;
  found[from + 3] =
    applied === 0 ? 0 : VALUED | (isPassed ? PASSED : 0) | (isSettled ? SETTLED : 0);
  found[from + 4] = amount;
  found[from + 5] = termMonths;
  found[from + 6] = method;
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
