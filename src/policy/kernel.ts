import { BOOK_METHODS, checkLoan, type Loan, scheduleBook } from '../cashflow/index.ts';
import { addCivilMonths } from '../units/civil.ts';
import { RATE_ONE } from '../units/rate.ts';
import type { Candidate } from './candidate.ts';
import { conflictsOf, requiresOf } from './problem.ts';
import type { PolicySituation } from './situation.ts';
import { solveStack } from './solve.ts';

/** Thirty-day months over a 360-day year. */
const MONTH = 30;
const YEAR = 360;

/**
 * What `solveSituation` pays on the interest of a standard loan (monthly payments, months as
 * twelfths, one rate, one draw), by programme id; without cells of time.
 *
 * Holds where no limit can bind, which it proves first: the most that could accrue stays below every
 * cap, and in every month the subsidies together leave more interest than all roundings could eat.
 * `undefined` where that cannot be proved: then the cells have to be counted.
 */
export function standardSubsidies(
  judged: readonly Candidate[],
  { loan, used, obtained }: PolicySituation,
): ReadonlyMap<string, number> | undefined {
  const entrants = judged.filter((one) => one.out === undefined);
  if (used !== undefined || obtained !== undefined || !isStandard(loan)) return undefined;
  if (!entrants.every((one) => isPlain(one, loan))) return undefined;
  if (checkLoan(loan)._tag === 'Left') return undefined;
  const balances = balancesOf(loan);
  const totals = Float64Array.from(entrants, (one) => accruedTotal(one, loan, balances));
  if (!entrants.every((one) => staysBelowCaps(one, entrants, totals))) return undefined;
  const { chosen } = solveStack(
    {
      programmes: entrants.length,
      pieces: 1,
      accrued: totals,
      caps: [],
      rooms: [],
      conflicts: conflictsOf(entrants),
      requires: entrants.map((one) => requiresOf(one, entrants)),
      fixed: [],
      favoured: entrants.flatMap((one, p) => (one.programme.kind === 'relending' ? [p] : [])),
    },
    (problem, members) => {
      const paid = problem.accrued.map((amount, p) => (members[p] === true ? amount : 0));
      const value = paid.reduce((sum, amount) => sum + amount, 0);
      return { paid, value, bound: value };
    },
  );
  const paying = chosen.filter((p) => totals[p]! > 0);
  if (
    !leavesInterest(
      paying.map((p) => entrants[p]!),
      loan,
      balances,
    )
  )
    return undefined;
  return new Map(paying.map((p) => [entrants[p]!.programme.id, totals[p]!]));
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

/** Counted in whole months from the first day, and held down by caps only. */
function isPlain({ version, basis }: Candidate, loan: Loan): boolean {
  if (basis === undefined || version === undefined) return false;
  const isResidual = version.stacking?.some((rule) => rule.rule === 'residual') === true;
  return (
    basis.once === undefined &&
    basis.from === loan.start &&
    version.dayCount === undefined &&
    !isResidual
  );
}

/** Principal out in each month. */
function balancesOf(loan: Loan): Float64Array {
  const { closing } = scheduleBook({
    count: 1,
    principal: Float64Array.of(loan.principal),
    rate: Float64Array.of(loan.rate),
    payments: Int32Array.of(loan.payments),
    method: Uint8Array.of((BOOK_METHODS as readonly string[]).indexOf(loan.repayment.kind)),
    timeStart: Int32Array.of(0),
    times: new Int32Array(loan.payments).fill(MONTH),
    denominator: YEAR,
  });
  const balances = new Float64Array(loan.payments);
  balances[0] = loan.principal;
  balances.set(closing.subarray(0, loan.payments - 1), 1);
  return balances;
}

/** Months that count: the benefit's own limit or the loan's life. */
function monthsOf({ version }: Candidate, loan: Loan): number {
  return Math.min(version?.maximumMonths ?? loan.payments, loan.payments);
}

/** The rounded total over all its months, as the running total of the cells ends. */
function accruedTotal(candidate: Candidate, loan: Loan, balances: Float64Array): number {
  const { basis } = candidate;
  if (basis?.rate === undefined) return 0;
  let months = 0n;
  const share = BigInt(basis.eligible);
  const principal = BigInt(basis.principal);
  const count = monthsOf(candidate, loan);
  for (let m = 0; m < count; m++) {
    const balance =
      basis.eligible === basis.principal
        ? balances[m]!
        : Number((BigInt(balances[m]!) * share) / principal);
    months += BigInt(Math.min(balance, basis.baseCap));
  }
  const divisor = BigInt(RATE_ONE * YEAR);
  return Number((2n * months * BigInt(basis.rate * MONTH) + divisor) / (2n * divisor));
}

/** No cap of the programme is reached even if all that share it paid everything in one year. */
function staysBelowCaps(
  { programme, version }: Candidate,
  entrants: readonly Candidate[],
  totals: Float64Array,
): boolean {
  return (version?.caps ?? []).every((cap) => {
    if (cap.of === 'principal') return true;
    const ids = [programme.id, ...(cap.with ?? [])];
    const sum = entrants.reduce(
      (total, one, p) => total + (ids.includes(one.programme.id) ? totals[p]! : 0),
      0,
    );
    return sum <= cap.amount;
  });
}

/**
 * Whether every stretch of a day or more leaves interest: the rates together lie so far below the
 * loan's that a day's difference on the balance outweighs one rounding for each programme and two for
 * the interest. Balances fall, so the last month that counts decides.
 */
function leavesInterest(paying: readonly Candidate[], loan: Loan, balances: Float64Array): boolean {
  if (paying.length === 0) return true;
  const rates = paying.reduce((sum, one) => sum + (one.basis?.rate ?? 0), 0);
  const last = Math.max(...paying.map((one) => monthsOf(one, loan)));
  const slack = balances[last - 1]! * (loan.rate - rates);
  const isEnded = paying.every(
    ({ basis }) => basis === undefined || basis.to >= addCivilMonths(loan.start, 1),
  );
  return isEnded && slack >= (paying.length + 2) * RATE_ONE * YEAR;
}
