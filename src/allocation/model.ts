import type {
  AllocationBank,
  AllocationGuarantor,
  AllocationPool,
  AllocationProduct,
  AllocationRegion,
  ConcentrationLimit,
} from '../model/index.ts';
import type { Code } from '../units/code.ts';
import type { Money } from '../units/money.ts';

export type {
  AllocationBank,
  AllocationGuarantor,
  AllocationPool,
  AllocationProduct,
  AllocationRegion,
  ConcentrationLimit,
  EdgeScope,
} from '../model/index.ts';

/** A need for money, as far as sharing out is concerned. */
export interface AllocationNeed {
  readonly id: string;
  /** What is asked, above 0. */
  readonly amount: Money;
  /** The least that is still useful; absent: any amount is. */
  readonly minimumAmount?: Money;
  /** The region that hosts it; the limits of the longest listed prefix hold it. */
  readonly region?: Code;
  /** The enterprise, for limits on a single client. */
  readonly client?: string;
  /** The group of connected clients. */
  readonly group?: string;
}

/** A pair that may be served. */
export interface AllocationEdge {
  readonly need: string;
  readonly product: string;
  /** 0 to 100,000,000. */
  readonly score: number;
  /** Most that the product lends to the need; absent: all that is asked. */
  readonly amount?: Money;
  /** How the enterprise values it, same scale; absent: the score. Only stability looks at it. */
  readonly preference?: number;
}

/** The same in columns, for many edges: positions in `needs` and `products`, not ids. */
export interface EdgeColumns {
  readonly need: ArrayLike<number>;
  readonly product: ArrayLike<number>;
  readonly score: ArrayLike<number>;
  readonly amount?: ArrayLike<number>;
  readonly preference?: ArrayLike<number>;
}

/** Who may get how much from whom. Plain JSON; amounts in minor units. */
export interface AllocationProblem {
  readonly needs: readonly AllocationNeed[];
  readonly products: readonly AllocationProduct[];
  readonly edges: readonly AllocationEdge[] | EdgeColumns;
  readonly banks?: readonly AllocationBank[];
  readonly regions?: readonly AllocationRegion[];
  readonly pools?: readonly AllocationPool[];
  readonly guarantors?: readonly AllocationGuarantor[];
  readonly concentration?: ConcentrationLimit;
}

/** What is wanted of an allocation. */
export type AllocationObjective = 'welfare' | 'coverage' | 'stable';

export interface AllocationOptions {
  /** Absent: `welfare`, the most score-weighted money. */
  readonly objective?: AllocationObjective;
  /** Each need is served whole by one product, or not at all. Absent: amounts divide. */
  readonly indivisible?: boolean;
  /** Most products that share one need; absent: any number. */
  readonly maximumLenders?: number;
  /** Decides between equal scores. Absent: the empty text. */
  readonly seed?: string;
  /** Asked now and then; true ends the search with the best found so far. */
  readonly shouldStop?: () => boolean;
  /** Most steps of a search that has no end of its own, at least 1; absent: 100. */
  readonly maximumSteps?: number;
}

/** Money from a product to a need. */
export interface Share {
  readonly need: string;
  readonly product: string;
  readonly amount: Money;
}

/** The kinds of limits that can bind. */
export type LimitKind = 'product' | 'bank' | 'region' | 'pool' | 'guarantor' | 'client' | 'group';

/** Names a limit; `bank` only for limits on a client or a group. */
export interface LimitName {
  readonly kind: LimitKind;
  readonly id: string;
  readonly bank?: string;
}

/** What one more minor unit of a limit is worth, in score. */
export interface LimitPrice extends LimitName {
  /** Above 0: the cap binds. Below 0: the floor does. */
  readonly price: number;
}

/**
 * What proves an allocation. `prices`: by the theory of duality no allocation is worth more than the
 * bound that follows from the prices; `verifyAllocation` computes it anew. `stable`: no need and
 * product would both rather have more of each other.
 */
export type Certificate =
  | { readonly kind: 'prices'; readonly prices: readonly LimitPrice[] }
  | {
      readonly kind: 'coverage';
      /** No allocation funds more needs. */
      readonly fundedBound: number;
      /** Prices of the problem in which a unit for a need is worth `scale` over its least amount. */
      readonly countPrices: readonly LimitPrice[];
      readonly scale: number;
    }
  | { readonly kind: 'stable' }
  | { readonly kind: 'bound' };

/** Who gets how much. */
export interface Allocation {
  readonly objective: AllocationObjective;
  readonly seed: string;
  /** In the order of need ids, then product ids. */
  readonly shares: readonly Share[];
  /** Money placed. */
  readonly amount: Money;
  /** Needs that get at least their least useful amount. */
  readonly funded: number;
  /** Sum of score x minor units, a whole number in decimal digits: it may pass 2^53. */
  readonly welfare: string;
  /** No allocation has more welfare; absent where welfare is not what was maximised. */
  readonly bound?: string;
  /** `bound - welfare` in parts per million of the bound, rounded up; 0 is proven optimal. */
  readonly gapPpm?: number;
  /** Money above a quota of a product or bank: only for indivisible stable allocations. */
  readonly overfill?: readonly (LimitName & { readonly amount: Money })[];
  /**
   * Money of a cap that no whole need may use, so that the cap is kept: stability is that of the caps
   * less this. Only for indivisible stable allocations.
   */
  readonly withheld?: readonly { readonly region: string; readonly amount: Money }[];
  /** What each region with reverting cap has by its own cap, before unused money reverts. */
  readonly entitlements?: readonly { readonly region: string; readonly amount: Money }[];
  readonly indivisible?: boolean;
  readonly maximumLenders?: number;
  readonly certificate: Certificate;
}
