import { mulDiv } from '../units/arithmetic.ts';
import type { Day } from '../units/day.ts';
import type { Money } from '../units/money.ts';
import { RATE_ONE } from '../units/rate.ts';
import { interestOf, type Segment, type TimeCount } from './accrual.ts';
import type { Loan, LoanFee } from './loan.ts';

/** A fee that falls due with a row, or on the first day. */
export interface ChargedFee {
  readonly kind: string;
  readonly day: Day;
  readonly amount: Money;
  readonly inRate: boolean;
}

/** What the fees of a row depend on. */
interface FeeRow {
  readonly index: number;
  readonly day: Day;
  readonly segments: readonly Segment[];
  readonly time: TimeCount;
}

/** Fees due on the first day. */
export function upfrontFeesOf(loan: Loan): readonly ChargedFee[] {
  const fees = (loan.fees ?? []).filter((fee) => fee.charged === 'upfront');
  return fees.map((fee) => charge(fee, loan.start, ofPrincipal(fee, loan)));
}

/** Fees due with a payment. */
export function feesOfRow(loan: Loan, row: FeeRow): readonly ChargedFee[] {
  const fees = (loan.fees ?? []).filter((fee) => fee.charged !== 'upfront');
  const charged = fees.map((fee) => charge(fee, row.day, laterFee(fee, loan, row)));
  return charged.filter((fee) => fee.amount > 0);
}

function charge(fee: LoanFee, day: Day, amount: Money): ChargedFee {
  return { kind: fee.kind, day, amount, inRate: fee.inRate !== false };
}

function ofPrincipal(fee: LoanFee, loan: Loan): Money {
  if (fee.amount !== undefined) return fee.amount;
  return mulDiv(loan.principal, fee.rate ?? 0, RATE_ONE, 'half-up') as Money;
}

function laterFee(fee: LoanFee, loan: Loan, row: FeeRow): Money {
  const months = loan.monthsPerPayment;
  if (fee.charged === 'monthly') return (ofPrincipal(fee, loan) * months) as Money;
  if (fee.rate !== undefined) {
    const { rate } = fee;
    const segments = row.segments.map((one) => ({ ...one, rate }));
    return interestOf(segments, row.time, 'half-up') as Money;
  }
  // An amount a year: whole at each anniversary, the rest of the last year in proportion.
  const elapsed = (row.index + 1) * months;
  const isLast = row.index === loan.payments - 1;
  const due = (month: number, whole: boolean) =>
    mulDiv(fee.amount ?? 0, whole ? month : month - (month % 12), 12, 'half-up');
  return (due(elapsed, isLast) - due(elapsed - months, false)) as Money;
}
