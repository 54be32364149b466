import { type Either, left, right } from 'fp-ts/Either';
import type { DayCount } from '../model/index.ts';
import { addCivilMonths } from '../units/civil.ts';
import type { Day } from '../units/day.ts';
import { createIssue, type Issue, type IssuePath } from '../units/issue.ts';
import { MONEY_MAX, type Money } from '../units/money.ts';
import { plural } from '../units/plural.ts';
import { RATE_ONE, type Rate } from '../units/rate.ts';
import { readOrThrow } from '../units/unreadable.ts';
import { isDayCount } from './day-count.ts';

/** How the principal comes back. */
export type RepaymentPlan =
  /** 等额本息: the same payment each time, at the rate in force. */
  | { readonly kind: 'equal-instalments' }
  /** 等额本金: the same principal each time. */
  | { readonly kind: 'equal-principal' }
  /** 按期付息, 到期还本: interest each time, the principal at the end. */
  | { readonly kind: 'bullet' }
  /** 阶梯还款: shares of the principal by step; they sum to one hundred per cent. */
  | { readonly kind: 'stepped'; readonly steps: readonly RepaymentStep[] }
  /** 季节性还款: principal only in payments that fall in these months (1 to 12), evenly. */
  | { readonly kind: 'seasonal'; readonly months: readonly number[] };

export interface RepaymentStep {
  readonly payments: number;
  readonly share: Rate;
}

/** Money paid out to the borrower. */
export interface Draw {
  readonly day: Day;
  readonly amount: Money;
}

/** A new nominal rate, from the day on which it starts. */
export interface RateReset {
  readonly from: Day;
  readonly rate: Rate;
}

/** A charge beside interest, of a stated size: one of `rate` and `amount`. */
export interface LoanFee {
  readonly kind: string;
  /**
   * `upfront`: on the first day; `monthly`: with each payment, for the months since the last one;
   * `annual`: an amount at each anniversary and for the rest of a year at the end, a rate with each
   * payment on the principal that is out.
   */
  readonly charged: 'upfront' | 'monthly' | 'annual';
  /** Of the principal; of an `annual` fee, a year on the principal that is out. */
  readonly rate?: Rate;
  readonly amount?: Money;
  /** Whether it counts in the effective rate. Absent: yes. */
  readonly inRate?: boolean;
}

/** How a row's interest becomes whole minor units. */
export type InterestRounding = 'half-up' | 'down' | 'up';

/** A loan whose every cash flow follows from what is written here. */
export interface Loan {
  /** All draws together. */
  readonly principal: Money;
  /** Nominal, a year, from the first day to the first reset. */
  readonly rate: Rate;
  /** Day of the first draw. */
  readonly start: Day;
  readonly payments: number;
  /** 1, 3, 6, 12 ... */
  readonly monthsPerPayment: number;
  /** Absent: one payment period after `start`. Later payments fall on the same day of the month. */
  readonly firstPayment?: Day;
  readonly repayment: RepaymentPlan;
  /** 宽限期: the first payments are interest only. */
  readonly gracePayments?: number;
  /** Absent: a month is a twelfth of a year, whatever its days. */
  readonly dayCount?: DayCount;
  /** In ascending order of day. */
  readonly resets?: readonly RateReset[];
  /** In ascending order, the first on `start`. Absent: the whole principal on `start`. */
  readonly draws?: readonly Draw[];
  readonly fees?: readonly LoanFee[];
  /** Absent: `half-up`. */
  readonly rounding?: InterestRounding;
}

/** Most payments of one loan: fifty years of months. */
export const PAYMENTS_LIMIT = 600;
/** Most draws, resets or fees of one loan. */
export const LOAN_EVENTS_LIMIT = 1000;
/** Largest nominal rate of a loan: 1,000 % a year. */
export const LOAN_RATE_LIMIT: Rate = (10 * RATE_ONE) as Rate;
const MONTHS_LIMIT = 600;

/** The days of payment of a loan without faults, in order. Throws TypeError for what is no loan. */
export function paymentDays(loan: Loan): readonly Day[] {
  return readOrThrow('paymentDays', 'a loan that checkLoan accepts', () => daysOf(loan));
}

function daysOf(loan: Loan): readonly Day[] {
  const { payments, monthsPerPayment, start } = loan;
  if (!isWhole(payments, 1, PAYMENTS_LIMIT) || ![monthsPerPayment, start].every(Number.isInteger)) {
    throw new TypeError('no loan');
  }
  const first = loan.firstPayment ?? addCivilMonths(loan.start, loan.monthsPerPayment);
  const anchor = loan.firstPayment ?? loan.start;
  const offset = loan.firstPayment === undefined ? 1 : 0;
  return Array.from({ length: loan.payments }, (_, index) =>
    index === 0 ? first : addCivilMonths(anchor, (index + offset) * loan.monthsPerPayment),
  );
}

/** Checks what a schedule relies on; all faults at once. Of what cannot be read, only that is said. */
export function checkLoan(loan: Loan): Either<readonly Issue[], Loan> {
  try {
    const issues = faultsOf(loan);
    return issues.length === 0 ? right(loan) : left(issues);
  } catch {
    // No loan at all, or one with a list that is none, or a getter that throws.
    const fault = { code: 'type', expected: 'a loan whose parts can be read' } as const;
    return left([createIssue(fault, [], loan)]);
  }
}

function faultsOf(loan: Loan): readonly Issue[] {
  const issues: Issue[] = [];
  const add: Refuse = (path, expected, seen, code = 'range') =>
    issues.push(createIssue({ code, expected }, path, seen));
  checkFigures(loan, add);
  checkDraws(loan, add);
  checkResets(loan, add);
  checkPlan(loan, add);
  for (const [index, fee] of (loan.fees ?? []).entries()) checkFee(fee, ['fees', index], add);
  if (issues.length === 0) checkSize(loan, add);
  return issues;
}

type Refuse = (path: IssuePath, expected: string, seen?: unknown, code?: Issue['code']) => void;

const isWhole = (value: number, low: number, high: number) =>
  Number.isSafeInteger(value) && value >= low && value <= high;

function checkFigures(loan: Loan, refuse: Refuse): void {
  if (!isWhole(loan.principal, 1, MONEY_MAX)) {
    refuse(['principal'], 'an amount above zero in minor units', loan.principal);
  }
  checkRate(loan.rate, ['rate'], refuse);
  if (!Number.isSafeInteger(loan.start)) refuse(['start'], 'a day', loan.start);
  if (!isWhole(loan.payments, 1, PAYMENTS_LIMIT)) {
    refuse(['payments'], `1 to ${PAYMENTS_LIMIT} payments`, loan.payments);
  }
  if (!isWhole(loan.monthsPerPayment, 1, 12)) {
    refuse(['monthsPerPayment'], '1 to 12 months', loan.monthsPerPayment);
  }
  if (loan.payments * loan.monthsPerPayment > MONTHS_LIMIT) {
    refuse(['payments'], `a term of at most ${MONTHS_LIMIT} months`, loan.payments);
  }
  if (loan.firstPayment !== undefined && !(loan.firstPayment > loan.start)) {
    refuse(['firstPayment'], 'a day after the start', loan.firstPayment, 'contradiction');
  }
  if (loan.dayCount !== undefined && !isDayCount(loan.dayCount)) {
    refuse(['dayCount'], 'a known day count convention', loan.dayCount, 'value');
  }
  const grace = loan.gracePayments ?? 0;
  if (!isWhole(grace, 0, loan.payments - 1)) {
    refuse(['gracePayments'], 'fewer payments than the loan has', grace);
  }
}

function checkRate(rate: Rate | undefined, path: IssuePath, refuse: Refuse): void {
  if (rate === undefined) refuse(path, 'the nominal rate of the loan', undefined, 'missing');
  else if (!isWhole(rate, 0, LOAN_RATE_LIMIT)) refuse(path, 'a rate from 0% to 1000%', rate);
}

function checkDraws(loan: Loan, refuse: Refuse): void {
  const { draws } = loan;
  if (draws === undefined) return;
  if (draws.length === 0 || draws.length > LOAN_EVENTS_LIMIT) {
    refuse(['draws'], `1 to ${LOAN_EVENTS_LIMIT} draws`, draws.length, 'limit');
    return;
  }
  const last = lastPaymentDay(loan);
  let total = 0;
  draws.forEach((draw, index) => {
    const before = draws[index - 1]?.day ?? loan.start;
    if (!isWhole(draw.amount, 1, MONEY_MAX)) {
      refuse(['draws', index, 'amount'], 'an amount above zero', draw.amount);
    }
    if (!(draw.day >= before && draw.day < last)) {
      refuse(['draws', index, 'day'], 'ascending days before the last payment', draw.day);
    }
    total = Math.min(total + draw.amount, MONEY_MAX);
  });
  if (draws[0]?.day !== loan.start) {
    refuse(['draws', 0, 'day'], 'the start of the loan', draws[0]?.day, 'contradiction');
  }
  if (total !== loan.principal) {
    refuse(['draws'], 'draws that sum to the principal', total, 'contradiction');
  }
}

function lastPaymentDay(loan: Loan): Day {
  const days = isWhole(loan.payments, 1, PAYMENTS_LIMIT) ? paymentDays(loan) : [];
  return days[days.length - 1] ?? loan.start;
}

function checkResets(loan: Loan, refuse: Refuse): void {
  const resets = loan.resets ?? [];
  if (resets.length > LOAN_EVENTS_LIMIT) {
    refuse(['resets'], `at most ${LOAN_EVENTS_LIMIT} resets`, resets.length, 'limit');
    return;
  }
  resets.forEach((reset, index) => {
    checkRate(reset.rate, ['resets', index, 'rate'], refuse);
    const before = resets[index - 1]?.from ?? loan.start;
    if (!(reset.from > before)) {
      refuse(['resets', index, 'from'], 'a day after the start and the reset before', reset.from);
    }
  });
}

function checkPlan(loan: Loan, refuse: Refuse): void {
  const plan = loan.repayment;
  const known = ['equal-instalments', 'equal-principal', 'bullet', 'stepped', 'seasonal'];
  // For loans that were made without types.
  if (!known.includes((plan as RepaymentPlan | undefined)?.kind ?? '')) {
    refuse(['repayment', 'kind'], `one of ${known.join(', ')}`, plan?.kind, 'value');
    return;
  }
  if (plan.kind === 'stepped') {
    const left = loan.payments - (loan.gracePayments ?? 0);
    const payments = plan.steps.reduce((sum, step) => sum + step.payments, 0);
    const share = plan.steps.reduce((sum, step) => sum + step.share, 0);
    plan.steps.forEach((step, index) => {
      const path = ['repayment', 'steps', index];
      if (!isWhole(step.payments, 1, PAYMENTS_LIMIT))
        refuse(path, '1 payment or more', step.payments);
      if (!isWhole(step.share, 0, RATE_ONE)) refuse(path, 'a share of 0% to 100%', step.share);
    });
    if (payments !== left) {
      refuse(
        ['repayment', 'steps'],
        `steps of ${left} ${plural(left, 'payment')} in all`,
        payments,
        'contradiction',
      );
    }
    if (share !== RATE_ONE) {
      refuse(['repayment', 'steps'], 'shares that sum to 100%', share, 'contradiction');
    }
  }
  if (plan.kind === 'seasonal') {
    const wrong = plan.months.filter((month) => !isWhole(month, 1, 12));
    if (plan.months.length === 0 || wrong.length > 0) {
      refuse(['repayment', 'months'], 'months from 1 to 12, at least one', wrong[0]);
    }
  }
}

function checkFee(fee: LoanFee, path: IssuePath, refuse: Refuse): void {
  if ((fee.rate === undefined) === (fee.amount === undefined)) {
    refuse(path, 'either a rate or an amount', undefined, 'contradiction');
  }
  if (fee.rate !== undefined && !isWhole(fee.rate, 0, LOAN_RATE_LIMIT)) {
    refuse([...path, 'rate'], 'a rate from 0% to 1000%', fee.rate);
  }
  if (fee.amount !== undefined && !isWhole(fee.amount, 0, MONEY_MAX)) {
    refuse([...path, 'amount'], 'an amount of zero or more', fee.amount);
  }
}

/** Interest is simple on a balance that never passes the principal: so the bound is a product. */
function checkSize(loan: Loan, refuse: Refuse): void {
  const rates = [loan.rate, ...(loan.resets ?? []).map((reset) => reset.rate)];
  const highest = Math.max(...rates) / RATE_ONE;
  // 366 actual days of a 360-day year, and one year of slack for an odd first period.
  const first = loan.firstPayment ?? loan.start;
  const years = (loan.payments * loan.monthsPerPayment) / 12 + (first - loan.start) / 360 + 1;
  const fees = (loan.fees ?? []).map((fee) => {
    const times = fee.charged === 'upfront' ? 1 : years * (fee.charged === 'monthly' ? 12 : 1.02);
    return times * (fee.amount ?? (loan.principal * (fee.rate ?? 0)) / RATE_ONE);
  });
  const total =
    loan.principal * (1 + highest * years * 1.02) + fees.reduce((sum, fee) => sum + fee, 0);
  if (total >= MONEY_MAX * 0.99) {
    refuse(['principal'], 'a loan whose payments stay below 2^53 minor units', loan.principal);
  }
}
