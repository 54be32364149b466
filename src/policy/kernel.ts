import { BOOK_METHODS, type Loan } from '../cashflow/index.ts';
import { RATE_ONE } from '../units/rate.ts';
import type { BenefitBasis } from './basis.ts';
import type { Candidate } from './candidate.ts';
import { createDesk, PROGRAMMES_LIMIT, type StackDesk } from './desk-kernel.ts';
import type { PolicySituation } from './situation.ts';
import {
  accruedOn,
  BULLET,
  cappedSum,
  countShares,
  EQUAL_INSTALMENTS,
  EQUAL_PRINCIPAL,
  levelSums,
  MONTHS_LIMIT,
  PRINCIPAL_LIMIT,
  SHARES,
  sumOver,
} from './sums-kernel.ts';

/** Days of a year of twelve months of thirty: a day is the least stretch of time. */
const YEAR = 360;

/** Scratch space of `bestStack`: what it hands to `bestStackOf`, and what each programme would pay. */
const deskRates = new Float64Array(PROGRAMMES_LIMIT);
const deskEligible = new Float64Array(PROGRAMMES_LIMIT);
const deskBaseCaps = new Float64Array(PROGRAMMES_LIMIT);
const totals = new Float64Array(PROGRAMMES_LIMIT);

/** `bestStackOf` for a loan and the bases of the desk's programmes. */
export function bestStack(
  desk: StackDesk,
  loan: Loan,
  bases: readonly (BenefitBasis | undefined)[],
  paid: Float64Array = totals,
): number {
  for (let p = 0; p < desk.programmes; p++) {
    const basis = bases[p]!;
    deskRates[p] = basis.rate ?? 0;
    deskEligible[p] = basis.eligible;
    deskBaseCaps[p] = basis.baseCap;
  }
  const { principal, rate, payments, repayment } = loan;
  const method = codeOf(repayment.kind);
  return bestStackOf(
    desk,
    principal,
    rate,
    payments,
    method,
    deskRates,
    deskEligible,
    deskBaseCaps,
    paid,
  );
}

function codeOf(kind: Loan['repayment']['kind']): number {
  if (kind === 'equal-instalments') return EQUAL_INSTALMENTS;
  return kind === 'equal-principal' ? EQUAL_PRINCIPAL : BULLET;
}

/**
 * The best stack of a desk for one standard loan (monthly payments, months as twelfths, one rate, one
 * draw): the bits of the chosen programmes, and what every programme would pay in `paid`; -1 where a
 * limit that is not modelled here may bind, so that the cells of time have to be counted.
 *
 * `method` is an index into `BOOK_METHODS`. By programme: the subsidy's rate in ppm a year, zero
 * where it pays no interest (a share of the loan's own rate is that share, rounded down to whole
 * ppm); the eligible principal, at most the principal; the cap on the base, infinite or `MONEY_MAX`
 * where there is none.
 *
 * Exact where it answers: caps for the life of the loan are taken off; the most that could be paid
 * stays below all other caps; and in every month the subsidies together leave more interest than all
 * roundings could eat. So the value of every set is the sum of its members, and one look at each
 * legal set finds the best. O(programmes + sets), and the months of a loan with level payments, or
 * partly eligible, where they were not counted before.
 */
export function bestStackOf(
  desk: StackDesk,
  principal: number,
  rate: number,
  payments: number,
  method: number,
  rates: Float64Array,
  eligible: Float64Array,
  baseCaps: Float64Array,
  paid: Float64Array,
): number {
  if (!desk.isPlain || principal > PRINCIPAL_LIMIT || payments > MONTHS_LIMIT) return -1;
  const { programmes, months, ceilings } = desk;
  let longest = 0;
  for (let p = 0; p < programmes; p++) {
    if (rates[p] !== 0 && months[p]! > longest) longest = months[p]!;
  }
  if (longest > payments) longest = payments;
  const isLevel = method === EQUAL_INSTALMENTS && longest > 0;
  const row = isLevel ? levelSums(principal, rate, payments, longest) : -1;
  const part = method === EQUAL_PRINCIPAL ? Math.floor(principal / payments) : 0;
  const total = fillPaid(
    desk,
    principal,
    part,
    row,
    payments,
    longest,
    rates,
    eligible,
    baseCaps,
    paid,
  );
  if (total < 0) return -1;
  for (const { members, amount, isYearly } of ceilings) {
    if (sumOf(members, paid) <= amount) continue;
    if (!isYearly || mostOfYear(members, paid, rates, eligible, baseCaps) > amount) return -1;
  }
  const best = richestSet(desk.sets, total <= Number.MAX_SAFE_INTEGER ? desk.common : 0, paid);
  // Whether every stretch of a day or more leaves interest: the rates together lie so far below the
  // loan's that a day's difference on the balance outweighs one rounding for each programme and two
  // for the interest. Balances fall, so the last month that counts decides.
  let together = 0;
  let last = 0;
  let count = 0;
  for (let left = best; left !== 0; left &= left - 1) {
    const p = 31 - Math.clz32(left & -left);
    if (paid[p] === 0) continue;
    together += rates[p]!;
    if (months[p]! > last) last = months[p]!;
    count += 1;
  }
  if (count === 0) return best;
  if (last > payments) last = payments;
  const balance = sumOver(principal, part, row, last) - sumOver(principal, part, row, last - 1);
  return balance * (rate - together) >= (count + 2) * RATE_ONE * YEAR ? best : -1;
}

/**
 * No less than some programmes pay in any one calendar year, or in all if that is less: twelve months
 * on all that can count. A thirteenth month is far more than the roundings, and than what the days of
 * two broken months can differ by.
 */
function mostOfYear(
  members: number,
  paid: Float64Array,
  rates: Float64Array,
  eligible: Float64Array,
  baseCaps: Float64Array,
): number {
  let sum = 0;
  for (let left = members; left !== 0; left &= left - 1) {
    const p = 31 - Math.clz32(left & -left);
    const counted = eligible[p]! < baseCaps[p]! ? eligible[p]! : baseCaps[p]!;
    const year = Math.ceil((((counted * rates[p]!) / RATE_ONE) * 13) / 12) + 1;
    sum += year < paid[p]! ? year : paid[p]!;
  }
  return sum;
}

/**
 * Fills in what each programme would pay alone, after its own cap; answers the sum, or -1 where one
 * would take money. `row` and `part` as in `countShares`.
 */
function fillPaid(
  { programmes, months, cap }: StackDesk,
  principal: number,
  part: number,
  row: number,
  payments: number,
  longest: number,
  rates: Float64Array,
  eligible: Float64Array,
  baseCaps: Float64Array,
  paid: Float64Array,
): number {
  const isConstant = row < 0 && part === 0;
  let counted = principal;
  let total = 0;
  for (let p = 0; p < programmes; p++) {
    const rate = rates[p]!;
    if (rate === 0) {
      paid[p] = Math.min(0, cap[p]!);
      continue;
    }
    const all = months[p]!;
    const span = all < payments ? all : payments;
    const share = eligible[p]!;
    const baseCap = baseCaps[p]!;
    let sum: number;
    if (isConstant) {
      sum = span * (share < baseCap ? share : baseCap);
    } else {
      if (share !== principal && share !== counted) {
        countShares(principal, part, row, longest, share);
        counted = share;
      }
      const from = share === principal ? row : SHARES;
      sum =
        baseCap < share
          ? cappedSum(principal, part, from, span, baseCap)
          : sumOver(principal, part, from, span);
    }
    const amount = accruedOn(sum, rate);
    if (amount < 0) return -1;
    const most = cap[p]!;
    const own = amount < most ? amount : most;
    paid[p] = own;
    total += own;
  }
  return total;
}

/** The first set of those that pay the most; what is common to all need not be added up. */
function richestSet(sets: Int32Array, common: number, paid: Float64Array): number {
  if (sets.length === 1) return sets[0]!;
  let best = 0;
  let value = -1;
  for (let s = 0; s < sets.length; s++) {
    const sum = sumOf(sets[s]! & ~common, paid);
    if (sum > value) {
      value = sum;
      best = sets[s]!;
    }
  }
  return best;
}

function sumOf(set: number, amounts: Float64Array): number {
  let sum = 0;
  for (let left = set; left !== 0; left &= left - 1) sum += amounts[31 - Math.clz32(left & -left)]!;
  return sum;
}

/**
 * What `solveSituation` pays on the interest of a standard loan, by programme id; `undefined` where
 * that needs the cells of time.
 */
export function standardSubsidies(
  judged: readonly Candidate[],
  { loan, used, obtained }: PolicySituation,
): ReadonlyMap<string, number> | undefined {
  if (used !== undefined || obtained !== undefined || !isStandard(loan)) return undefined;
  const entrants = judged.filter((one) => one.out === undefined);
  const desk = createDesk(entrants);
  if (desk === undefined) return undefined;
  const set = bestStack(
    desk,
    loan,
    entrants.map((one) => one.basis),
  );
  if (set < 0) return undefined;
  const paying = entrants.flatMap(({ programme }, p): readonly (readonly [string, number])[] =>
    (set & (1 << p)) === 0 || totals[p] === 0 ? [] : [[programme.id, totals[p]!]],
  );
  return new Map(paying);
}

function isStandard(loan: Loan): boolean {
  return (
    loan.monthsPerPayment === 1 &&
    loan.dayCount === undefined &&
    loan.firstPayment === undefined &&
    loan.draws === undefined &&
    loan.resets === undefined &&
    loan.gracePayments === undefined &&
    loan.rounding === undefined &&
    (BOOK_METHODS as readonly string[]).includes(loan.repayment.kind)
  );
}
