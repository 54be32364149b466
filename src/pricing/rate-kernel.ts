import {
  FAIL,
  fieldIndex,
  judgePredicate,
  judgeTest,
  PASS,
  type Predicates,
  REPAYMENT_METHODS,
} from '../criteria/index.ts';
import type { FieldValue } from '../model/index.ts';
import type { MethodCode } from './cost-kernel.ts';
import { MAX, MIN, RATE_WIDTH, type RateData, SUM } from './rate-data-kernel.ts';

/** What the fact of the repayment method is for a loan by a method, by its number. */
const METHOD_FACTS: readonly (readonly string[])[] = REPAYMENT_METHODS.map((one) => [one]);

/** A group was not judged for this need, no row applies, or a value stands in the columns. */
const UNJUDGED = 0;
const EMPTY = 1;
const VALUED = 2;

/** Rates that are being built for one need. */
export interface Rates {
  readonly data: RateData;
  readonly predicates: Predicates;
  /** By group. */
  readonly state: Uint8Array;
  readonly groupLow: Float64Array;
  readonly groupHigh: Float64Array;
  /** Bit 0: the value is sure (`certain` of the rule); bit 1: some row passes. */
  readonly groupSure: Uint8Array;
  /** By group that looks at the loan: the loan it was judged for. Most loans of a need are alike. */
  readonly groupAmount: Float64Array;
  readonly groupMonths: Int32Array;
  readonly groupMethod: Uint8Array;
  /** The facts with the loan's own in place of the wishes; filled when a group looks at them. */
  readonly loanFacts: (FieldValue | undefined)[];
  readonly amountPlace: number;
  readonly termPlace: number;
  readonly repaymentPlace: number;
  isFilled: boolean;
  /** What `buildRateOf` found: both ends in ppm, and whether the rate is certain to apply. */
  low: number;
  high: number;
  certain: boolean;
}

export function openRates(data: RateData, predicates: Predicates): Rates {
  const groups = data.combine.length;
  const { registry } = predicates;
  return {
    data,
    predicates,
    state: new Uint8Array(groups),
    groupLow: new Float64Array(groups),
    groupHigh: new Float64Array(groups),
    groupSure: new Uint8Array(groups),
    groupAmount: new Float64Array(groups),
    groupMonths: new Int32Array(groups),
    groupMethod: new Uint8Array(groups),
    loanFacts: [],
    amountPlace: fieldIndex(registry, 'need.amount'),
    termPlace: fieldIndex(registry, 'need.termMonths'),
    repaymentPlace: fieldIndex(registry, 'need.repayment'),
    isFilled: false,
    low: 0,
    high: 0,
    certain: false,
  };
}

export function beginRates(rates: Rates): void {
  rates.state.fill(UNJUDGED);
  rates.isFilled = false;
}

/**
 * `buildRate` for one pair: `rates.low`, `rates.high` and `rates.certain`; `false` where no published
 * rate applies. A group is judged once a need, or once for each loan where it looks at it.
 */
export function buildRateOf(
  rates: Rates,
  row: number,
  amount: number,
  termMonths: number,
  method: MethodCode,
): boolean {
  const { data, state } = rates;
  const { records, groupOf, sets } = data;
  const at = row * RATE_WIDTH;
  const groupsEnd = records[at + 7]!;
  if (groupsEnd < 0) return false;
  let isBuilt = false;
  let low = 0;
  let high = 0;
  rates.certain = true;
  const firstMonths = records[at + 3]!;
  if (firstMonths >= 0) {
    const base = termMonths <= firstMonths ? records[at + 4]! : laterBase(data, at, termMonths);
    if (Number.isNaN(base)) return false;
    low = high = base + records[at]!;
    isBuilt = true;
  }
  for (let i = records[at + 6]!; i < groupsEnd; i++) {
    const group = groupOf[i]!;
    if (!isJudged(rates, group, amount, termMonths, method)) {
      judgeGroup(rates, group, amount, termMonths, method);
    }
    if (state[group] === EMPTY) continue;
    const sure = rates.groupSure[group]!;
    const isSure = (sure & 1) !== 0;
    const groupLow = rates.groupLow[group]!;
    const groupHigh = rates.groupHigh[group]!;
    if (sets[group] === 0) {
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
  const floor = records[at + 1]!;
  const cap = records[at + 2]!;
  rates.low = Math.min(Math.max(low, floor), cap);
  rates.high = Math.min(Math.max(high, floor), cap);
  return true;
}

/** The base of a term that is longer than the first; NaN where there is none. */
function laterBase(
  { records, baseMonths, baseRate }: RateData,
  at: number,
  months: number,
): number {
  let base = records[at + 5]!;
  while (months > baseMonths[base]!) base++;
  return baseRate[base]!;
}

function isJudged(
  rates: Rates,
  group: number,
  amount: number,
  termMonths: number,
  method: MethodCode,
): boolean {
  if (rates.state[group] === UNJUDGED) return false;
  if (rates.data.looksAtLoan[group] === 0) return true;
  return (
    rates.groupAmount[group] === amount &&
    rates.groupMonths[group] === termMonths &&
    rates.groupMethod[group] === method
  );
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
  const { data, predicates } = rates;
  const combine = data.combine[group]!;
  const looksAtLoan = data.looksAtLoan[group] === 1;
  const facts = looksAtLoan ? readLoanFacts(rates, amount, termMonths, method) : predicates.facts;
  const end = data.rowStart[group + 1]!;
  let applied = 0;
  let isPassed = false;
  let low = 0;
  let high = 0;
  for (let r = data.rowStart[group]!; r < end; r++) {
    const predicate = data.rowPredicate[r]!;
    let verdict: number = PASS;
    if (predicate >= 0) {
      verdict = looksAtLoan
        ? judgeTest(predicates.tests[predicate]!, facts)
        : judgePredicate(predicates, predicate);
    }
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
  rates.state[group] = applied === 0 ? EMPTY : VALUED;
  rates.groupLow[group] = low;
  rates.groupHigh[group] = high;
  rates.groupSure[group] = (isPassed || combine === SUM ? 1 : 0) | (isPassed ? 2 : 0);
  rates.groupAmount[group] = amount;
  rates.groupMonths[group] = termMonths;
  rates.groupMethod[group] = method;
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
