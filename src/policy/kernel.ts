import { BOOK_METHODS, exactQuotient, type Loan, levelPayment } from '../cashflow/index.ts';
import { RATE_ONE } from '../units/rate.ts';
import type { BenefitBasis } from './basis.ts';
import type { Candidate } from './candidate.ts';
import { conflictsOf, requiresOf } from './problem.ts';
import type { PolicySituation } from './situation.ts';

/** Thirty-day months over a 360-day year. */
const MONTH = 30;
const YEAR = 360;
/** Twelve months in parts per million: balance x rate / this is a month's interest. */
const MONTHLY = (RATE_ONE * YEAR) / MONTH;

/** Most programmes of one desk: sets are bits of a number. */
const PROGRAMMES_LIMIT = 30;
/** Most sets that a desk keeps. */
const SETS_LIMIT = 4096;
/** Sums of balances stay below 2^53 for loans up to this many minor units and 600 payments. */
const PRINCIPAL_LIMIT = 10_000_000_000_000;

/**
 * Programmes that take part, laid out once for many loans: what each pays a month, and the sets of
 * them that may stand together, in the order in which ties are decided.
 */
export interface StackDesk {
  readonly programmes: number;
  /** Longest number of months that counts; by programme. */
  readonly months: Int32Array;
  /** Cap on all it pays for one loan; infinite where there is none. By programme. */
  readonly cap: Float64Array;
  /** Caps that are only checked, never applied: of a year, or shared. */
  readonly ceilings: readonly { readonly members: number; readonly amount: number }[];
  /** Sets of programmes, as bits. */
  readonly sets: Int32Array;
}

/**
 * Lays out candidates that all take part; `undefined` where the rules of a standard loan do not tell
 * the whole: residual rules, own day counts, one-off money, another clock, too many programmes.
 */
export function createDesk(entrants: readonly Candidate[]): StackDesk | undefined {
  if (entrants.length > PROGRAMMES_LIMIT || !entrants.every(isPlain)) return undefined;
  const sets = legalSets(entrants);
  if (sets === undefined) return undefined;
  const n = entrants.length;
  const months = new Int32Array(n).fill(2 ** 30);
  const cap = new Float64Array(n).fill(Number.POSITIVE_INFINITY);
  const ceilings: { members: number; amount: number }[] = [];
  entrants.forEach(({ programme, version }, p) => {
    months[p] = version?.maximumMonths ?? 2 ** 30;
    for (const one of version?.caps ?? []) {
      if (one.of === 'principal') continue;
      if (one.per === 'life' && one.with === undefined) cap[p] = Math.min(cap[p]!, one.amount);
      else
        ceilings.push({
          members: bitsOf(entrants, [programme.id, ...(one.with ?? [])]),
          amount: one.amount,
        });
    }
  });
  return { programmes: n, months, cap, ceilings, sets: Int32Array.from(sets) };
}

function isPlain({ version, basis }: Candidate): boolean {
  const isResidual = version?.stacking?.some((rule) => rule.rule === 'residual') === true;
  const isDisbursed = version?.clock !== 'supplier-payment';
  const isCounted = version?.dayCount === undefined && basis?.once === undefined;
  return basis !== undefined && !isResidual && isDisbursed && isCounted;
}

function bitsOf(entrants: readonly Candidate[], ids: readonly string[]): number {
  return entrants.reduce(
    (bits, one, p) => (ids.includes(one.programme.id) ? bits | (1 << p) : bits),
    0,
  );
}

/**
 * The sets to which nothing legal can be added, less what lacks its condition; more re-lending first,
 * then fewer programmes: so that the first of those that pay the same is the one that `solveStack`
 * prefers.
 */
function legalSets(entrants: readonly Candidate[]): readonly number[] | undefined {
  const n = entrants.length;
  const foes = new Int32Array(n);
  for (const [a, b] of conflictsOf(entrants)) {
    foes[a]! |= 1 << b;
    foes[b]! |= 1 << a;
  }
  const needs = entrants.map((one) =>
    requiresOf(one, entrants).map((list) => list.reduce((bits, p) => bits | (1 << p), 0)),
  );
  const found: number[] = [];
  let isFull = false;
  const visit = (next: number, members: number) => {
    if (found.length >= SETS_LIMIT) isFull = true;
    if (isFull) return;
    if (next === n) {
      for (let p = 0; p < n; p++) {
        if ((members & (1 << p)) === 0 && (foes[p]! & members) === 0) return;
      }
      found.push(withoutUnmet(members, needs));
      return;
    }
    if ((foes[next]! & members) === 0) visit(next + 1, members | (1 << next));
    if (foes[next] !== 0) visit(next + 1, members);
  };
  visit(0, 0);
  if (isFull) return undefined;
  const relending = bitsOf(
    entrants,
    entrants.filter((one) => one.programme.kind === 'relending').map((one) => one.programme.id),
  );
  const order = found.map((set, index) => ({ set, index }));
  order.sort(
    (a, b) =>
      bitCount(b.set & relending) - bitCount(a.set & relending) ||
      bitCount(a.set) - bitCount(b.set) ||
      a.index - b.index,
  );
  return order.map(({ set }) => set);
}

function withoutUnmet(members: number, needs: readonly (readonly number[])[]): number {
  let kept = members;
  for (let before = -1; before !== kept; ) {
    before = kept;
    needs.forEach((lists, p) => {
      if (lists.some((list) => (list & kept) === 0)) kept &= ~(1 << p);
    });
  }
  return kept;
}

function bitCount(bits: number): number {
  let count = 0;
  for (let left = bits; left !== 0; left &= left - 1) count += 1;
  return count;
}

/** Scratch space: the balances of a loan by month, and what each programme would pay. */
const balances = new Float64Array(600);
const totals = new Float64Array(PROGRAMMES_LIMIT);

/**
 * The best stack of a desk for one standard loan (monthly payments, months as twelfths, one rate, one
 * draw): the bits of the chosen programmes, and their payments in `totals`; -1 where a limit that is
 * not modelled here may bind, so that the cells of time have to be counted.
 *
 * Exact where it answers: caps for the life of the loan are taken off; the most that could be paid
 * stays below all other caps; and in every month the subsidies together leave more interest than all
 * roundings could eat. So the value of every set is the sum of its members, and one look at each
 * legal set finds the best. O(payments + programmes x months + sets).
 */
export function bestStack(
  desk: StackDesk,
  loan: Loan,
  bases: readonly (BenefitBasis | undefined)[],
  paid: Float64Array = totals,
): number {
  const { payments, principal } = loan;
  if (principal > PRINCIPAL_LIMIT || payments > balances.length) return -1;
  fillBalances(loan);
  for (let p = 0; p < desk.programmes; p++) {
    const amount = accruedTotal(bases[p]!, Math.min(desk.months[p]!, payments), loan);
    if (amount < 0) return -1;
    paid[p] = Math.min(amount, desk.cap[p]!);
  }
  for (const { members, amount } of desk.ceilings) {
    if (sumOf(members, desk.programmes, paid) > amount) return -1;
  }
  let best = 0;
  let value = -1;
  for (let s = 0; s < desk.sets.length; s++) {
    const sum = sumOf(desk.sets[s]!, desk.programmes, paid);
    if (sum > value) {
      value = sum;
      best = desk.sets[s]!;
    }
  }
  return leavesInterest(desk, best, loan, bases, paid) ? best : -1;
}

function sumOf(set: number, programmes: number, amounts: Float64Array): number {
  let sum = 0;
  for (let p = 0; p < programmes; p++) if ((set & (1 << p)) !== 0) sum += amounts[p]!;
  return sum;
}

/** Principal out in each month: the rows of `schedule` for a standard loan. */
function fillBalances({ principal, rate, payments, repayment }: Loan): void {
  let balance = principal as number;
  let part = 0;
  const isLevel = repayment.kind === 'equal-instalments';
  if (isLevel) part = levelPayment(principal, rate, monthsOf(payments), YEAR);
  else if (repayment.kind === 'equal-principal') part = Math.floor(principal / payments);
  for (let m = 0; m < payments; m++) {
    balances[m] = balance;
    const repaid = isLevel ? part - exactQuotient(balance, rate * MONTH, RATE_ONE * YEAR) : part;
    balance -= Math.min(Math.max(repaid, 0), balance);
  }
}

const thirties = new Int32Array(600).fill(MONTH);
const monthsOf = (payments: number) => thirties.subarray(0, payments);

/** The rounded total over its months, as the running total of the cells ends; -1: too large. */
function accruedTotal(basis: BenefitBasis, months: number, { principal }: Loan): number {
  const { rate, eligible, baseCap } = basis;
  if (rate === undefined || rate === 0) return 0;
  let sum = 0;
  if (eligible === principal && baseCap >= principal) {
    for (let m = 0; m < months; m++) sum += balances[m]!;
  } else {
    for (let m = 0; m < months; m++) {
      const share =
        eligible === principal ? balances[m]! : shareOf(balances[m]!, eligible, principal);
      sum += share < baseCap ? share : baseCap;
    }
  }
  return exactQuotient(sum, rate, MONTHLY);
}

/** `balance x eligible / principal`, rounded down; exact. */
function shareOf(balance: number, eligible: number, principal: number): number {
  const product = balance * eligible;
  if (product > Number.MAX_SAFE_INTEGER) {
    return Number((BigInt(balance) * BigInt(eligible)) / BigInt(principal));
  }
  const guess = Math.floor(product / principal);
  return guess * principal > product ? guess - 1 : guess;
}

/**
 * Whether every stretch of a day or more leaves interest: the rates together lie so far below the
 * loan's that a day's difference on the balance outweighs one rounding for each programme and two for
 * the interest. Balances fall, so the last month that counts decides.
 */
function leavesInterest(
  desk: StackDesk,
  set: number,
  loan: Loan,
  bases: readonly (BenefitBasis | undefined)[],
  paid: Float64Array,
): boolean {
  let rates = 0;
  let last = 0;
  let count = 0;
  for (let p = 0; p < desk.programmes; p++) {
    if ((set & (1 << p)) === 0 || paid[p] === 0) continue;
    rates += bases[p]!.rate ?? 0;
    last = Math.max(last, Math.min(desk.months[p]!, loan.payments));
    count += 1;
  }
  if (count === 0) return true;
  return balances[last - 1]! * (loan.rate - rates) >= (count + 2) * RATE_ONE * YEAR;
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
