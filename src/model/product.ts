import type { Day } from '../units/day.ts';
import type { Money } from '../units/money.ts';
import type { Rate } from '../units/rate.ts';
import type { Name, Source } from './common.ts';
import type { Criterion } from './criterion.ts';
import type { RepaymentMethod } from './need.ts';

/** A lender. */
export interface Bank {
  readonly id: string;
  readonly name?: Name;
  /** Such as `relending-21`; absent: unknown. */
  readonly labels?: readonly string[];
  /** Money it has left for the whole catalog. */
  readonly quota?: Money;
  /** The most it lends to one client, loans outstanding included. */
  readonly singleClientLimit?: Money;
  readonly source?: Source;
}

/** One value of a reference rate, in force from a day until the next value. */
export interface BenchmarkValue {
  readonly from: Day;
  readonly rate: Rate;
  readonly source?: Source;
}

/** A reference rate by date, such as LPR. */
export interface Benchmark {
  readonly id: string;
  readonly name?: Name;
  /** In ascending order of `from`. */
  readonly values: readonly BenchmarkValue[];
  /** Last day for which the latest value is known to hold; later the rate is unknown. */
  readonly confirmedTo?: Day;
}

/** Which benchmark prices a term: the first entry whose `toMonths` reaches it. */
export interface BenchmarkChoice {
  readonly benchmark: string;
  /** Longest term, included; absent: any. */
  readonly toMonths?: number;
}

/** Where the build-up of a rate begins; a product with only `set` adjustments has no base. */
export type RateBase =
  | { readonly kind: 'fixed'; readonly rate: Rate }
  | { readonly kind: 'benchmark'; readonly choices: readonly BenchmarkChoice[] };

/**
 * How the matching rows of a group become one: all added, the largest, the smallest, or the first
 * in the order of the document.
 */
export type Combine = 'SUM' | 'MAX' | 'MIN' | 'OVERRIDE';

/** One row of an adjustment grid. */
export interface Adjustment {
  /** Rows of one group are combined; groups apply in the order of their first rows. */
  readonly group: string;
  /** The same for all rows of a group. */
  readonly combine: Combine;
  /** Absent: always. */
  readonly when?: Criterion;
  /** `add` joins the rate so far; `set` replaces it. The same for all rows of a group; no SUM of `set`. */
  readonly effect: 'add' | 'set';
  readonly rate: Rate;
}

/** Base, then spread, then the adjustment groups, then floor and cap. */
export interface RateRule {
  readonly base?: RateBase;
  readonly spread?: Rate;
  readonly floor?: Rate;
  readonly cap?: Rate;
  readonly adjustments?: readonly Adjustment[];
}

/**
 * A charge beside interest. `upfront` rates are of the amount, `annual` rates of the principal
 * outstanding; `event` fees are shown and never costed.
 */
export interface Fee {
  readonly kind: string;
  readonly name?: Name;
  readonly charged: 'upfront' | 'monthly' | 'annual' | 'event';
  /** One of both is there, neither for a fee of unstated size. */
  readonly rate?: Rate;
  readonly amount?: Money;
}

/** What must be pledged: `sum(value x (1 - haircut)) >= minCoverage x amount`. */
export interface CollateralRule {
  /** By collateral type; a type that is not listed is not accepted. */
  readonly haircuts: Readonly<Record<string, Rate>>;
  readonly minCoverage: Rate;
}

/** Conventions of ISDA 2006, section 4.16; `ACT/ACT` is its version (b), `30/360` the US one. */
export type DayCount = 'ACT/360' | 'ACT/365F' | 'ACT/ACT' | '30/360' | '30E/360';

/** A loan offer to the public. A member that is absent is a condition that the product does not make. */
export interface Product {
  readonly id: string;
  readonly bank: string;
  readonly name?: Name;
  /** Days on which it can be applied for, both included. */
  readonly validFrom?: Day;
  readonly validTo?: Day;
  readonly purposes?: readonly string[];
  readonly amount?: { readonly min?: Money; readonly max?: Money };
  readonly termMonths?: { readonly min?: number; readonly max?: number };
  /** Absent: the price is unknown, and so is the verdict. */
  readonly rate?: RateRule;
  readonly fees?: readonly Fee[];
  /** Absent: a month's interest is a twelfth of a year's, as in 30/360. */
  readonly dayCount?: DayCount;
  readonly repayment?: readonly RepaymentMethod[];
  readonly collateral?: CollateralRule;
  /** Largest share of the project's investment that the loan may be. */
  readonly maxInvestmentShare?: Rate;
  /** `existing`: only clients of the bank; `new`: only others. */
  readonly relationship?: 'existing' | 'new';
  readonly criteria?: readonly Criterion[];
  readonly quota?: Money;
  /** Days from a complete file to the decision. */
  readonly decisionDays?: number;
  readonly source?: Source;
}
