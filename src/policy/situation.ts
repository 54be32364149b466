import type { Loan } from '../cashflow/index.ts';
import type { Bank, Need, Product } from '../model/index.ts';
import type { Day } from '../units/day.ts';
import type { Money } from '../units/money.ts';
import type { Rate } from '../units/rate.ts';

/** What was used up under a programme before this loan. */
export interface PolicyUse {
  readonly programme: string;
  /** Whose: this project's, this enterprise's, or everybody's (the pool). */
  readonly scope: 'project' | 'enterprise' | 'pool';
  /** Calendar year; absent: counts for limits of all time only. */
  readonly year?: number;
  readonly subsidy?: Money;
  /** Principal of the loans supported. */
  readonly principal?: Money;
  /** Projects or loans supported. */
  readonly count?: number;
}

/** One loan and all that programmes ask about it. */
export interface PolicySituation {
  /** Who borrows and what for. The loan's own amount and term replace the wishes. */
  readonly need: Need;
  readonly loan: Loan;
  /** Absent: conditions on the bank or the product are unknown. */
  readonly bank?: Bank;
  readonly product?: Product;
  /** Day the contract was signed; absent: unknown. */
  readonly contractDay?: Day;
  /** Day the money reached the supplier; absent: unknown. */
  readonly supplierPaymentDay?: Day;
  /** Ids of programmes granted for this loan already: they stand, the rest is built around them. */
  readonly obtained?: readonly string[];
  /** Absent: nothing was used before, as far as is known. */
  readonly used?: readonly PolicyUse[];
  /** What the bank pays for money without re-lending, a year; absent: unknown. */
  readonly fundingRate?: Rate;
}
