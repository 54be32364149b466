import type { Code } from '../units/code.ts';
import type { Money } from '../units/money.ts';
import type { Rate } from '../units/rate.ts';

/** What a product may lend in all. */
export interface ProductLimit {
  readonly id: string;
  /** Most that it lends in all; absent: no limit of its own. */
  readonly quota?: Money;
  /** Least that it must lend. */
  readonly floor?: Money;
  /** Most needs that it serves. */
  readonly maximumCount?: number;
  /** Least that it lends to one need. */
  readonly minimumTicket?: Money;
}

/** A product of a bank with what it may lend. */
export interface AllocationProduct extends ProductLimit {
  readonly bank: string;
}

/** Limits of a bank over all its products. A bank without limits need not be listed. */
export interface AllocationBank {
  readonly id: string;
  readonly quota?: Money;
  readonly floor?: Money;
  readonly maximumCount?: number;
  /** Net capital, the base of limits on single clients. */
  readonly capital?: Money;
}

/** Limits on what the needs of a region receive. */
export interface AllocationRegion {
  readonly id: Code;
  /** The region around it; absent: the listed region with the longest proper prefix of its code. */
  readonly parent?: Code;
  readonly cap?: Money;
  readonly floor?: Money;
  readonly maximumCount?: number;
  /**
   * What a region leaves unused of its cap reverts to the region around it, for others there: the
   * cap is then a first claim, not a limit. Where the objective is `stable` it stays a limit.
   */
  readonly reverts?: boolean;
}

/** Which edges a limit holds: those that meet every member that is given. */
export interface EdgeScope {
  readonly products?: readonly string[];
  readonly banks?: readonly string[];
  readonly needs?: readonly string[];
  /** Codes; a need belongs when its region lies within one of them. */
  readonly regions?: readonly Code[];
}

/** Money of a programme, which may cut across banks and regions. */
export interface AllocationPool extends EdgeScope {
  readonly id: string;
  readonly budget: Money;
}

/** A guarantor may stand for a multiple of its capital. */
export interface AllocationGuarantor extends EdgeScope {
  readonly id: string;
  readonly capital: Money;
  /** Times the capital, a whole number. */
  readonly multiple: number;
}

/** Most that a bank lends to one client or one group, as a share of its capital. */
export interface ConcentrationLimit {
  /** Parts per million: 10 % is 100,000. */
  readonly client?: Rate;
  readonly group?: Rate;
}

/** Limits on an allocation beside those that a catalog states. */
export interface AllocationLimits {
  /** A member that is given replaces what the catalog says of the product. */
  readonly products?: readonly ProductLimit[];
  /** A member that is given replaces what the catalog says of the bank. */
  readonly banks?: readonly AllocationBank[];
  readonly regions?: readonly AllocationRegion[];
  readonly pools?: readonly AllocationPool[];
  readonly guarantors?: readonly AllocationGuarantor[];
  readonly concentration?: ConcentrationLimit;
}
