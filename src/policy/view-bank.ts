import { effectiveRate, loanFlows, type RateAnswer } from '../cashflow/index.ts';
import { mulDiv } from '../units/arithmetic.ts';
import { addCivilMonths } from '../units/civil.ts';
import type { Day } from '../units/day.ts';
import type { Money } from '../units/money.ts';
import { RATE_ONE, type Rate } from '../units/rate.ts';
import type { PolicySituation } from './situation.ts';
import type { SolvedStack } from './solved.ts';

/** What the central bank funds from one day until the next. */
export interface RelendingClaim {
  readonly from: Day;
  /** Day it must be repaid or rolled over. */
  readonly matures: Day;
  /** Principal of the loan on the first day. */
  readonly outstanding: Money;
  /** The share of it that can be claimed, rounded down. */
  readonly claimable: Money;
  /** 0 for the first claim. */
  readonly rollover: number;
}

/** Re-lending for one loan, at the earliest dates: when claims are accepted is not modelled. */
export interface RelendingView {
  readonly programmeId: string;
  readonly share: Rate;
  readonly rate: Rate;
  readonly tenorMonths: number;
  readonly rollovers: number;
  /** Loan rate less re-lending rate, on the claimed part. */
  readonly spread: Rate;
  /** What the bank saves a year on the whole loan; absent: its funding rate is not known. */
  readonly advantage?: Rate;
  readonly claims: readonly RelendingClaim[];
}

/** A guarantee that would cover a part of the loss. */
export interface GuaranteeView {
  readonly programmeId: string;
  readonly share: Rate;
  readonly covered: Money;
}

/** What the bank sees. */
export interface BankView {
  readonly rate: Rate;
  /** Effective, on the dated flows with fees. */
  readonly yield: RateAnswer;
  readonly relending: readonly RelendingView[];
  readonly guarantees: readonly GuaranteeView[];
}

/** Yield, what can be claimed from the central bank and when, and who bears which part of the loss. */
export function bankView(solved: SolvedStack, situation: PolicySituation): BankView {
  const { problem, solution, schedule } = solved;
  const relending: RelendingView[] = [];
  const guarantees: GuaranteeView[] = [];
  for (const p of solution.chosen) {
    const candidate = problem.candidates[p];
    const benefit = candidate?.version?.benefit;
    const programmeId = candidate?.programme.id ?? '';
    if (benefit?.kind === 'guarantee') {
      const covered = mulDiv(schedule.loan.principal, benefit.share, RATE_ONE, 'down') as Money;
      guarantees.push({ programmeId, share: benefit.share, covered });
    }
    if (benefit?.kind !== 'relending') continue;
    const { share, rate, tenorMonths, rollovers } = benefit;
    const funding = situation.fundingRate;
    relending.push({
      programmeId,
      share,
      rate,
      tenorMonths,
      rollovers,
      spread: (schedule.loan.rate - rate) as Rate,
      ...(funding === undefined
        ? {}
        : { advantage: mulDiv(funding - rate, share, RATE_ONE, 'half-up') as Rate }),
      claims: claimsOf(solved, share, tenorMonths, rollovers),
    });
  }
  return {
    rate: schedule.loan.rate,
    yield: effectiveRate(loanFlows(schedule)),
    relending,
    guarantees,
  };
}

/** One claim for each tenor, on what is out on its first day, as long as the loan lives. */
function claimsOf(
  { schedule }: SolvedStack,
  share: Rate,
  tenorMonths: number,
  rollovers: number,
): readonly RelendingClaim[] {
  const { start } = schedule.loan;
  const claims: RelendingClaim[] = [];
  for (let rollover = 0; rollover <= rollovers; rollover++) {
    const from = addCivilMonths(start, rollover * tenorMonths);
    const outstanding = outstandingOn(schedule, from);
    if (outstanding === 0) break;
    const matures = addCivilMonths(start, (rollover + 1) * tenorMonths);
    const claimable = mulDiv(outstanding, share, RATE_ONE, 'down') as Money;
    claims.push({ from, matures, outstanding, claimable, rollover });
  }
  return claims;
}

/** Principal out at the end of a day, its draws and payments made. */
function outstandingOn({ loan, rows }: SolvedStack['schedule'], day: Day): Money {
  const draws = loan.draws ?? [{ day: loan.start, amount: loan.principal }];
  const drawn = draws.filter((one) => one.day <= day).reduce((sum, one) => sum + one.amount, 0);
  const repaid = rows.filter((row) => row.to <= day).reduce((sum, row) => sum + row.principal, 0);
  return (drawn - repaid) as Money;
}
