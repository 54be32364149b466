import { RATE_ONE } from '../units/rate.ts';
import { BULLET, type CostData, leastFeesOf, type MethodCode } from './cost-kernel.ts';
import { mostPoints } from './policy-entry.ts';
import {
  BOUNDS_REMEMBERED,
  classBits,
  type Policies,
  UNASKED,
  withOffer,
} from './policy-kernel.ts';

import type { RateData } from './rate-data-kernel.ts';

/** Least amount, longest term and highest rate for which a bound is promised. */
interface Bounded {
  readonly amount: number;
  readonly termMonths: number;
  readonly rate: number;
}

const BOUNDED: Bounded = { amount: 10_000_000, termMonths: 240, rate: 150_000 };
const ALL_BOUNDED: Bounded = { amount: 0, termMonths: 2 ** 30, rate: Number.POSITIVE_INFINITY };
const UNBOUNDED: Bounded = { ...BOUNDED, amount: Number.POSITIVE_INFINITY };

/** 32 / 30 x 1.01, rounded up. */
const OWN_DAYS = 1.08;

/** A bound above all costs. */
const NOTHING_PROMISED = Number.POSITIVE_INFINITY;

/** Loans of several rows: entry `i` of each column is one. */
export interface LoanEntries {
  readonly rows: Int32Array;
  readonly amounts: Float64Array;
  readonly months: Int32Array;
  readonly methods: Uint8Array;
}

/**
 * The least that loans can cost net, ppm a year, for the entries that `among` names: at the least rate
 * of their row, with the fees that are sure, and with all subsidies. Minus infinity where nothing is
 * promised, as for rows whose highest rate lies beyond; where no programme pays, nothing is taken off,
 * however small or long the loan. What is left of a rate grows with it, unless programmes pay more.
 */
export function leastCosts(
  policies: Policies,
  { leastRate, mostRate }: RateData,
  costData: CostData,
  { rows, amounts, months, methods }: LoanEntries,
  among: Int32Array,
  count: number,
  costs: Float64Array,
): void {
  const { boundFixed, boundShare, plan, bitsOf } = policies;
  const { classOf } = policies.data;
  const { payingBits } = plan;
  const { amount: leastAmount, termMonths: longest, rate: highest } = boundedOf(policies);
  for (let k = 0; k < count; k++) {
    const entry = among[k]!;
    const row = rows[entry]!;
    const rate = leastRate[row]!;
    const term = months[entry]!;
    let cost = Number.NEGATIVE_INFINITY;
    // Where the least rate is zero the rate itself may be above, and rounding in its favour.
    if (rate >= 0 && amounts[entry]! >= leastAmount && term <= longest) {
      const at = classOf[row]!;
      let from = rate;
      let bound = 0;
      const bits = bitsOf[at]!;
      if (((bits === UNASKED ? classBits(policies, at) : bits) & payingBits) !== 0) {
        const slot = boundSlot(policies, at, term, methods[entry]! as MethodCode);
        const most = mostRate[row]!;
        // Where programmes pay more than the interest, the highest rate leaves the least.
        if (boundShare[slot]! > 1) from = most;
        bound = most <= highest ? boundFixed[slot]! + boundShare[slot]! * from : NOTHING_PROMISED;
      }
      if (rate + bound <= highest) {
        cost = Math.floor(from + leastFeesOf(costData, row, term) - bound);
      }
    }
    costs[entry] = cost;
  }
}

/** Where no programme pays, everything is bounded; where one is not plain, nothing is. */
export function boundedOf({ plan }: Policies): Bounded {
  if (!plan.isPlain) return UNBOUNDED;
  return plan.payingBits === 0 ? ALL_BOUNDED : BOUNDED;
}

/** Counts the bound that an entry is held against. */
export function findBound(
  policies: Policies,
  { rows, months, methods }: LoanEntries,
  entry: number,
): void {
  const at = policies.data.classOf[rows[entry]!]!;
  const term = months[entry]!;
  const slot = at * BOUNDS_REMEMBERED + (term & (BOUNDS_REMEMBERED - 1));
  boundClass(policies, at, slot, term, methods[entry]! as MethodCode);
}

/**
 * No less than `subsidyOf` gives for such a loan, cheaply; infinite where that cannot be said.
 *
 * A programme pays its points on at most the balances of its months. Their part of all balances is
 * largest, among the three methods, for equal principal: a level payment repays later. Rounding of
 * the balances, of the money and of its rate is far below one per cent of it and two ppm for loans
 * that are not tiny, long or usurious. Beyond those bounds nothing is promised. Where a programme counts
 * days in its own way, a month is at most 32 thirtieths of a twelfth of a year.
 */
export function subsidyBound(
  policies: Policies,
  row: number,
  amount: number,
  termMonths: number,
  method: MethodCode,
  rate: number,
): number {
  // At no rate there is no interest to subsidise.
  if (rate <= 0) return 0;
  const { data, boundFixed, boundShare } = policies;
  if (amount < BOUNDED.amount || termMonths > BOUNDED.termMonths || rate > BOUNDED.rate) {
    return Number.POSITIVE_INFINITY;
  }
  if (!policies.plan.isPlain) return Number.POSITIVE_INFINITY;
  const at = data.classOf[row]!;
  if ((classBits(policies, at) & policies.plan.payingBits) === 0) return 0;
  const slot = boundSlot(policies, at, termMonths, method);
  return boundFixed[slot]! + boundShare[slot]! * rate;
}

/** Where the bound of a class, a term and a method stands, computed when first asked for. */
function boundSlot(policies: Policies, at: number, termMonths: number, method: MethodCode): number {
  const { boundKey } = policies;
  const key = termMonths * 4 + method;
  const slot = at * BOUNDS_REMEMBERED + (termMonths & (BOUNDS_REMEMBERED - 1));
  if (boundKey[slot] !== key) {
    boundKey[slot] = key;
    boundClass(policies, at, slot, termMonths, method);
  }
  return slot;
}

function boundClass(
  policies: Policies,
  at: number,
  slot: number,
  termMonths: number,
  method: MethodCode,
): void {
  const bits = classBits(policies, at);
  const { entries } = policies.plan;
  let fixed = 0;
  let share = 0;
  for (let e = 0; e < entries.length; e++) {
    const entry = entries[e]!;
    if ((bits & (1 << e)) === 0 || !entry.paysInterest) continue;
    const margin = entry.version.dayCount === undefined ? 1.01 : OWN_DAYS;
    const months = Math.min(entry.months, termMonths);
    const part =
      method === BULLET
        ? months / termMonths
        : (months * (2 * termMonths - months + 1)) / (termMonths * (termMonths + 1));
    const isSame = entry.bonuses.length === 0;
    const points = isSame ? entry.points || 0 : mostPoints(entry, withOffer(policies, at));
    fixed += points * part * margin + 2;
    share += (entry.shareOfRate / RATE_ONE) * part * margin;
  }
  policies.boundFixed[slot] = fixed;
  policies.boundShare[slot] = share;
}
