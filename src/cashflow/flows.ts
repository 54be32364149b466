import { readOrThrow } from '../units/unreadable.ts';
import type { Flow } from './effective-rate.ts';
import type { Schedule } from './schedule.ts';

/** Which charges count beside interest and principal. */
export interface FlowOptions {
  /** `in`: fees marked so count (the default); `out`: none does. */
  readonly fees?: 'in' | 'out';
}

/**
 * The dated flows of a schedule from the borrower's side, in minor units: draws positive, payments
 * and fees negative. One flow a draw, payment and fee, in order of days.
 */
export function loanFlows(schedule: Schedule, options: FlowOptions = {}): readonly Flow[] {
  return readOrThrow('loanFlows', 'a schedule as schedule returns it, and options', () =>
    flowsOf(schedule, options),
  );
}

function flowsOf(schedule: Schedule, options: FlowOptions): readonly Flow[] {
  const { loan, rows, upfrontFees } = schedule;
  const draws = loan.draws ?? [{ day: loan.start, amount: loan.principal }];
  const payments = rows.map((row) => ({ day: row.to, amount: -row.payment }));
  const fees = [...upfrontFees, ...rows.flatMap((row) => row.fees)]
    .filter((fee) => options.fees !== 'out' && fee.inRate)
    .map((fee) => ({ day: fee.day, amount: -fee.amount }));
  return [...draws, ...payments, ...fees].sort((a, b) => a.day - b.day);
}
