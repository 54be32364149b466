import { effectiveRate, loanFlows, type RateAnswer } from '../cashflow/index.ts';
import type { BenefitPayment } from '../model/index.ts';
import { civilOf, dayOfCivil } from '../units/civil.ts';
import type { Day } from '../units/day.ts';
import type { Money } from '../units/money.ts';
import type { Piece } from './grid.ts';
import type { SolvedStack } from './solved.ts';

/** One calendar month of the enterprise's cash. */
export interface EnterpriseMonth {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly drawn: Money;
  readonly interest: Money;
  readonly principal: Money;
  readonly fees: Money;
  /** Subsidy money that arrives. */
  readonly subsidy: Money;
  /** `interest + fees - subsidy`; negative in a month in which earlier costs are paid back. */
  readonly netCost: number;
}

/** A payment of subsidy money to the enterprise. */
export interface SubsidyPayment {
  readonly programmeId: string;
  readonly day: Day;
  readonly amount: Money;
  /** `stated` by the programme; `assumed`: with the interest, where it says nothing. */
  readonly timing: 'stated' | 'assumed';
}

/** What the enterprise sees. */
export interface EnterpriseView {
  readonly months: readonly EnterpriseMonth[];
  readonly payments: readonly SubsidyPayment[];
  readonly grossCost: Money;
  readonly subsidy: Money;
  /** `grossCost - subsidy`. */
  readonly netCost: number;
  /** Effective rates on the dated flows, fees included. */
  readonly before: RateAnswer;
  readonly after: RateAnswer;
}

/** Gross and net cost by month, and the effective rate before and after the subsidies. */
export function enterpriseView(solved: SolvedStack): EnterpriseView {
  const payments = subsidyPayments(solved);
  const flows = loanFlows(solved.schedule);
  const { totalInterest, totalFees } = solved.schedule;
  const subsidy = payments.reduce((sum, one) => sum + one.amount, 0) as Money;
  const grossCost = (totalInterest + totalFees) as Money;
  return {
    months: monthsOf(solved, payments),
    payments,
    grossCost,
    subsidy,
    netCost: grossCost - subsidy,
    before: effectiveRate(flows),
    after: effectiveRate([...flows, ...payments]),
  };
}

/** One payment for each programme and day of payment, in order of days. */
function subsidyPayments(solved: SolvedStack): readonly SubsidyPayment[] {
  const { problem, solution, grid } = solved;
  const { pieces } = problem;
  const payments: SubsidyPayment[] = [];
  for (const p of solution.chosen) {
    const candidate = problem.candidates[p];
    const payment = candidate?.version?.payment;
    const last = candidate?.basis?.to ?? solved.schedule.loan.start;
    const byDay = new Map<Day, number>();
    for (let i = 0; i < pieces; i++) {
      const amount = solution.paid[p * pieces + i] as number;
      if (amount === 0) continue;
      const piece = grid.pieces[i];
      const day =
        piece === undefined ? solved.schedule.loan.start : dayOf(piece, payment, last, solved);
      byDay.set(day, (byDay.get(day) ?? 0) + amount);
    }
    const isStated =
      payment?.kind === 'deducted' ||
      (payment?.every !== undefined && payment.afterDays !== undefined);
    for (const [day, amount] of byDay) {
      payments.push({
        programmeId: candidate?.programme.id ?? '',
        day,
        amount: amount as Money,
        timing: isStated ? 'stated' : 'assumed',
      });
    }
  }
  return payments.sort((a, b) => a.day - b.day);
}

/** With the interest of its row, or after the end of the time that the programme names. */
function dayOf(
  piece: Piece,
  payment: BenefitPayment | undefined,
  last: Day,
  { schedule }: SolvedStack,
): Day {
  const due = schedule.rows[piece.row]?.to ?? piece.to;
  if (payment?.kind !== 'reimbursed') return due;
  const { year, month } = civilOf(piece.from);
  const end = {
    month: dayOfCivil(month === 12 ? year + 1 : year, (month % 12) + 1, 1),
    quarter: dayOfCivil(piece.quarter === 4 ? year + 1 : year, (piece.quarter % 4) * 3 + 1, 1),
    year: dayOfCivil(year + 1, 1, 1),
    end: last,
  };
  // The enterprise pays first: never before its own payment.
  const period = payment.every === undefined ? due : end[payment.every];
  return (Math.max(period, due) + (payment.afterDays ?? 0)) as Day;
}

function monthsOf(
  { schedule }: SolvedStack,
  payments: readonly SubsidyPayment[],
): readonly EnterpriseMonth[] {
  const months = new Map<
    number,
    Record<'drawn' | 'interest' | 'principal' | 'fees' | 'subsidy', number>
  >();
  const at = (day: Day) => {
    const { year, month } = civilOf(day);
    const key = year * 12 + month - 1;
    const known = months.get(key);
    if (known !== undefined) return known;
    const made = { drawn: 0, interest: 0, principal: 0, fees: 0, subsidy: 0 };
    months.set(key, made);
    return made;
  };
  const { loan, rows, upfrontFees } = schedule;
  const draws = loan.draws ?? [{ day: loan.start, amount: loan.principal }];
  for (const draw of draws) at(draw.day).drawn += draw.amount;
  for (const fee of [...upfrontFees, ...rows.flatMap((row) => row.fees)]) {
    at(fee.day).fees += fee.amount;
  }
  for (const row of rows) {
    const month = at(row.to);
    month.interest += row.interest;
    month.principal += row.principal;
  }
  for (const payment of payments) at(payment.day).subsidy += payment.amount;
  return [...months]
    .sort(([a], [b]) => a - b)
    .map(([key, sums]) => ({
      year: Math.floor(key / 12),
      month: (key % 12) + 1,
      ...(sums as Record<keyof typeof sums, Money>),
      netCost: sums.interest + sums.fees - sums.subsidy,
    }));
}
