import type { Day } from '../../units/day.ts';
import type { Money } from '../../units/money.ts';

/** What every event carries. */
interface EventHead {
  readonly id: string;
  readonly day: Day;
  readonly loanId: string;
}

/** Money is paid out; the first one opens the loan's account. */
export interface DrawDown extends EventHead {
  readonly kind: 'draw-down';
  /** Unified social credit code of the enterprise. */
  readonly creditCode: string;
  readonly projectCode: string;
  readonly amount: Money;
}

/** Interest is collected for a period, and subsidies are earned with it. */
export interface InterestSettlement extends EventHead {
  readonly kind: 'interest-settlement';
  readonly from: Day;
  /** First day that no longer counts. */
  readonly to: Day;
  readonly interest: Money;
  readonly subsidies: readonly {
    readonly programmeId: string;
    readonly amount: Money;
    /** `deducted`: the bank fronts it; `paid-first`: the enterprise paid the full interest. */
    readonly manner: 'deducted' | 'paid-first';
  }[];
}

/** The bank files what was earned in a period. */
export interface Claim extends EventHead {
  readonly kind: 'claim';
  readonly programmeId: string;
  /** Department that receives the claim. */
  readonly department: string;
  readonly from: Day;
  readonly to: Day;
  readonly amount: Money;
}

/** The treasury pays part of a claim ahead of the audit. */
export interface Advance extends EventHead {
  readonly kind: 'advance';
  readonly claimId: string;
  readonly amount: Money;
}

/** The audit is over: what is approved of a claim, and what is paid with it. */
export interface Settlement extends EventHead {
  readonly kind: 'settlement';
  readonly claimId: string;
  /** Of the whole claim. */
  readonly approved: Money;
  /** Paid now, beside the advance. */
  readonly amount: Money;
}

/** The treasury takes money back. */
export interface ClawBack extends EventHead {
  readonly kind: 'claw-back';
  readonly programmeId: string;
  readonly amount: Money;
  readonly reason: string;
}

export type LedgerEvent = DrawDown | InterestSettlement | Claim | Advance | Settlement | ClawBack;

/** What has become of one claim. */
export interface ClaimState {
  readonly claim: Claim;
  readonly advanced: Money;
  readonly advancedOn?: Day;
  /** Absent: not audited yet. */
  readonly approved?: Money;
  readonly settled: Money;
  readonly settledOn?: Day;
}

/** One programme's money on one loan. */
export interface ProgrammeAccount {
  readonly programmeId: string;
  /** Earned with interest, by who waits for it. */
  readonly deducted: Money;
  readonly paidFirst: Money;
  readonly clawedBack: Money;
  readonly claimIds: readonly string[];
}

/** One loan. */
export interface LoanAccount {
  readonly loanId: string;
  readonly creditCode: string;
  readonly projectCode: string;
  readonly drawn: Money;
  readonly interest: Money;
  /** Periods of interest settled, in order. */
  readonly periods: readonly { readonly from: Day; readonly to: Day; readonly on: Day }[];
  readonly programmes: ReadonlyMap<string, ProgrammeAccount>;
  /** Day of the last event. */
  readonly lastDay: Day;
}

/** Everything that follows from the events so far. */
export interface LedgerState {
  readonly loans: ReadonlyMap<string, LoanAccount>;
  readonly claims: ReadonlyMap<string, ClaimState>;
  readonly eventIds: ReadonlySet<string>;
}

export const EMPTY_LEDGER: LedgerState = {
  loans: new Map(),
  claims: new Map(),
  eventIds: new Set(),
};
