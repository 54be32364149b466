import type { Loan, ScheduleRow } from '../src/cashflow/index.ts';
import { paymentDays, timeCount } from '../src/cashflow/index.ts';

/** The exact interest of a row as a fraction, told from its segments. */
export function accrualParts(loan: Loan, row: ScheduleRow): { numerator: bigint; divisor: bigint } {
  const anchor = loan.firstPayment ?? loan.start;
  const time = timeCount(loan.dayCount, loan.start, paymentDays(loan), anchor);
  let numerator = 0n;
  for (const { from, to, balance, rate } of row.segments) {
    numerator += BigInt(balance) * BigInt(rate) * BigInt(time.between(from, to));
  }
  return { numerator, divisor: 1_000_000n * BigInt(time.denominator) };
}
