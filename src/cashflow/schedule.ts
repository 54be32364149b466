import { type Either, map } from 'fp-ts/Either';
import { mulDiv } from '../units/arithmetic.ts';
import { civilOf } from '../units/civil.ts';
import type { Day } from '../units/day.ts';
import type { Issue } from '../units/issue.ts';
import type { Money } from '../units/money.ts';
import { RATE_ONE, type Rate } from '../units/rate.ts';
import { interestOf, type Segment, type TimeCount, timeCount } from './accrual.ts';
import { type ChargedFee, feesOfRow, upfrontFeesOf } from './fees.ts';
import { levelPayment } from './level.ts';
import { checkLoan, type InterestRounding, type Loan, paymentDays } from './loan.ts';

/** One payment and the period before it. All amounts are whole minor units. */
export interface ScheduleRow {
  /** From 1. */
  readonly number: number;
  /** First day of the period. */
  readonly from: Day;
  /** Day of payment; its interest belongs to the next row. */
  readonly to: Day;
  /** Out before the draws of this row. */
  readonly opening: Money;
  readonly drawn: Money;
  readonly interest: Money;
  readonly principal: Money;
  /** `interest + principal`. */
  readonly payment: Money;
  /** `opening + drawn - principal`. */
  readonly closing: Money;
  readonly fees: readonly ChargedFee[];
  /** Where balance or rate change inside the row. */
  readonly segments: readonly Segment[];
}

/** Every cash flow of a loan, and the rules by which they were rounded. */
export interface Schedule {
  readonly loan: Loan;
  readonly rows: readonly ScheduleRow[];
  /** On the first day; later fees stand in their rows. */
  readonly upfrontFees: readonly ChargedFee[];
  readonly totalInterest: Money;
  readonly totalPrincipal: Money;
  readonly totalFees: Money;
  readonly rule: {
    /** Of each row's interest, once a row. */
    readonly interest: InterestRounding;
    /** Of the level payment, before the last row. */
    readonly payment: 'half-up';
    /** Of equal parts of the principal, before the last row. */
    readonly principal: 'down';
    /** The last payment repays what is out, so that the rows sum exactly. */
    readonly last: 'absorbs';
  };
}

/**
 * The cash flows of a loan: interest on the days and balances as they are, one rounding a row, the
 * last row takes what is left. Equal parts and level payments are computed anew after a draw, and
 * level payments after a reset of the rate, from the next payment on. Interest is paid first: a
 * payment that does not cover it repays nothing, and nothing is ever added to the principal.
 *
 * Issues: whatever `checkLoan` finds. O(payments); O(payments^2) where every row is computed anew.
 */
export function schedule(loan: Loan): Either<readonly Issue[], Schedule> {
  return map(build)(checkLoan(loan));
}

/** The part of the principal that a row repays, as long as nothing changes. */
interface Pace {
  /** Level payment or equal part; absent: has to be computed. */
  readonly amount?: Money;
  readonly rate?: Rate;
}

function build(loan: Loan): Schedule {
  const days = paymentDays(loan);
  const time = timeCount(loan.dayCount, loan.start, days, loan.firstPayment ?? loan.start);
  const draws = loan.draws ?? [{ day: loan.start, amount: loan.principal }];
  const rounding = loan.rounding ?? 'half-up';
  const rows: ScheduleRow[] = [];
  let opening = 0 as Money;
  let pace: Pace = {};
  days.forEach((to, index) => {
    const from = days[index - 1] ?? loan.start;
    const segments = segmentsOf(loan, from, to, opening, draws);
    const drawn = sum(draws.filter((draw) => from <= draw.day && draw.day < to));
    const interest = interestOf(segments, time, rounding) as Money;
    const balance = (opening + drawn) as Money;
    const first = segments[0] as Segment;
    if (opening > 0 && first.balance !== opening) pace = {};
    const plan = { loan, days, time, index, balance, interest, first };
    const { principal, next } = repay(plan, pace);
    // A draw inside the row: the parts agreed before no longer fit.
    pace = balance === first.balance ? next : {};
    const closing = (balance - principal) as Money;
    const fees = feesOfRow(loan, { index, day: to, segments, time });
    const payment = (interest + principal) as Money;
    const number = index + 1;
    rows.push({
      number,
      from,
      to,
      opening,
      drawn,
      interest,
      principal,
      payment,
      closing,
      fees,
      segments,
    });
    opening = closing;
  });
  return close(loan, rows);
}

function close(loan: Loan, rows: readonly ScheduleRow[]): Schedule {
  const upfrontFees = upfrontFeesOf(loan);
  const fees = [...upfrontFees, ...rows.flatMap((row) => row.fees)];
  const total = (amounts: readonly number[]) => amounts.reduce((a, b) => a + b, 0) as Money;
  return {
    loan,
    rows,
    upfrontFees,
    totalInterest: total(rows.map((row) => row.interest)),
    totalPrincipal: total(rows.map((row) => row.principal)),
    totalFees: sum(fees),
    rule: {
      interest: loan.rounding ?? 'half-up',
      payment: 'half-up',
      principal: 'down',
      last: 'absorbs',
    },
  };
}

const sum = (items: readonly { readonly amount: number }[]) =>
  items.reduce((total, item) => total + item.amount, 0) as Money;

/** The row cut where the balance or the rate changes. */
function segmentsOf(
  loan: Loan,
  from: Day,
  to: Day,
  opening: Money,
  draws: readonly { day: Day; amount: Money }[],
): readonly Segment[] {
  const resets = loan.resets ?? [];
  const inside = [...draws.map((draw) => draw.day), ...resets.map((reset) => reset.from)];
  const cuts = [from, ...inside.filter((day) => from < day && day < to), to];
  const ends = [...new Set(cuts)].sort((a, b) => a - b);
  return ends.slice(0, -1).map((start, index): Segment => {
    const drawn = sum(draws.filter((draw) => from <= draw.day && draw.day <= start));
    const balance = opening + drawn;
    return { from: start, to: ends[index + 1] as Day, balance, rate: rateOn(loan, start) };
  });
}

/** The nominal rate in force on a day. */
export function rateOn(loan: Loan, day: Day): Rate {
  let rate = loan.rate;
  for (const reset of loan.resets ?? []) if (reset.from <= day) rate = reset.rate;
  return rate;
}

/** What a row knows when its principal is decided. */
interface RowPlan {
  readonly loan: Loan;
  readonly days: readonly Day[];
  readonly time: TimeCount;
  readonly index: number;
  /** Out at the end of the row, before its payment. */
  readonly balance: Money;
  readonly interest: Money;
  readonly first: Segment;
}

function repay(plan: RowPlan, pace: Pace): { readonly principal: Money; readonly next: Pace } {
  const { loan, index, balance } = plan;
  if (index === loan.payments - 1) return { principal: balance, next: {} };
  if (index < (loan.gracePayments ?? 0)) return { principal: 0 as Money, next: {} };
  switch (loan.repayment.kind) {
    case 'bullet':
      return { principal: 0 as Money, next: {} };
    case 'stepped':
      return { principal: stepPart(plan), next: {} };
    case 'equal-principal':
      return evenly(plan, pace, loan.payments - index, true);
    case 'seasonal': {
      const { months } = loan.repayment;
      const left = plan.days.slice(index).filter((day) => months.includes(civilOf(day).month));
      const isLastInSeason = months.includes(civilOf(plan.days.at(-1) as Day).month);
      const isDue = months.includes(civilOf(plan.days[index] as Day).month);
      // The last payment repays the rest whatever its month.
      return evenly(plan, pace, left.length + (isLastInSeason ? 0 : 1), isDue);
    }
    case 'equal-instalments':
      return levelPart(plan, pace);
  }
}

function evenly(plan: RowPlan, pace: Pace, payments: number, isDue: boolean) {
  const amount = pace.amount ?? (Math.floor(plan.balance / payments) as Money);
  const principal = isDue ? (Math.min(amount, plan.balance) as Money) : (0 as Money);
  return { principal, next: { amount } };
}

function levelPart(plan: RowPlan, pace: Pace) {
  const { days, time, index, first, balance, interest } = plan;
  let { amount } = pace;
  if (amount === undefined || pace.rate !== first.rate) {
    const ends = days.slice(index);
    const periods = ends.map((to, k) => time.between(ends[k - 1] ?? first.from, to));
    const out = first.balance as Money;
    amount = levelPayment(out, first.rate, periods, time.denominator);
  }
  const principal = Math.min(Math.max(amount - interest, 0), balance) as Money;
  return { principal, next: { amount, rate: first.rate } };
}

/** Even parts of a step's share of the whole principal; never more than is out. */
function stepPart(plan: RowPlan): Money {
  const { loan, index, balance } = plan;
  if (loan.repayment.kind !== 'stepped') return 0 as Money;
  let before = loan.gracePayments ?? 0;
  for (const step of loan.repayment.steps) {
    if (index < before + step.payments) {
      const share = mulDiv(loan.principal, step.share, RATE_ONE, 'down');
      return Math.min(Math.floor(share / step.payments), balance) as Money;
    }
    before += step.payments;
  }
  return 0 as Money;
}
