import type { Money } from '../../units/money.ts';
import { readOrThrow } from '../../units/unreadable.ts';
import type { LedgerState, LoanAccount, ProgrammeAccount } from './event.ts';

/** Where every minor unit of one programme on one loan is. */
export interface ProgrammeBalance {
  readonly loanId: string;
  readonly programmeId: string;
  /** `unclaimed + pending + paid - returnable + rejected`, exactly. */
  readonly accrued: Money;
  /** Earned, and not filed yet. */
  readonly unclaimed: Money;
  /** Filed, and neither paid nor rejected: what the treasury owes. */
  readonly pending: Money;
  /** Advances and settlements. */
  readonly paid: Money;
  /** Filed and not approved. */
  readonly rejected: Money;
  /** Advanced beyond what was approved: to be returned to the treasury. */
  readonly returnable: Money;
  readonly clawedBack: Money;
  /** Who waits for the unclaimed and the pending money. */
  readonly waiting: 'bank' | 'enterprise' | 'both';
  /** What the enterprise owes its bank: fronted by it, then rejected or taken back. */
  readonly owedByEnterprise: Money;
}

/** Who is owed what, for every loan and programme, in the order in which they were first seen. */
export function balances(state: LedgerState): readonly ProgrammeBalance[] {
  return readOrThrow('balances', 'a state as foldLedger returns it', () =>
    [...state.loans.values()].flatMap((loan) =>
      [...loan.programmes.values()].map((account) => balanceOf(state, loan, account)),
    ),
  );
}

function balanceOf(
  state: LedgerState,
  loan: LoanAccount,
  account: ProgrammeAccount,
): ProgrammeBalance {
  const { deducted, paidFirst, clawedBack, programmeId } = account;
  const sums = { claimed: 0, paid: 0, rejected: 0, returnable: 0 };
  for (const id of account.claimIds) {
    const own = state.claims.get(id);
    if (own === undefined) continue;
    sums.claimed += own.claim.amount;
    sums.paid += own.advanced + own.settled;
    if (own.approved === undefined) continue;
    sums.rejected += own.claim.amount - own.approved;
    sums.returnable += Math.max(own.advanced + own.settled - own.approved, 0);
  }
  const accrued = deducted + paidFirst;
  const pending = sums.claimed - sums.rejected - (sums.paid - sums.returnable);
  return {
    loanId: loan.loanId,
    programmeId,
    accrued: accrued as Money,
    unclaimed: (accrued - sums.claimed) as Money,
    pending: pending as Money,
    paid: sums.paid as Money,
    rejected: sums.rejected as Money,
    returnable: sums.returnable as Money,
    clawedBack,
    waiting: paidFirst === 0 ? 'bank' : deducted === 0 ? 'enterprise' : 'both',
    owedByEnterprise: Math.min(deducted, sums.rejected + clawedBack) as Money,
  };
}
