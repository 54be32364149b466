import type { Day } from '../units/day.ts';
import type { Money } from '../units/money.ts';
import type { Rate } from '../units/rate.ts';
import type { Name, Source } from './common.ts';
import type { Criterion } from './criterion.ts';
import type { DayCount } from './product.ts';

export type ProgrammeKind =
  | 'relending'
  | 'interest-subsidy'
  | 'guarantee'
  | 'special-loan'
  | 'grant';

export type Level = 'central' | 'province' | 'city' | 'county';

/** A policy under one name, through all its versions. */
export interface Programme {
  readonly id: string;
  readonly name?: Name;
  readonly kind: ProgrammeKind;
  /** The tier that answers for it, and pays where `funding` says nothing else. */
  readonly level: Level;
  /** Who runs it. */
  readonly department?: Name;
  /** At least one; no two in force on the same day unless one supersedes the other. */
  readonly versions: readonly ProgrammeVersion[];
}

/**
 * What a programme asks and gives, from one document to the next. Two time axes: the days on which
 * the rule is in force, chosen by the loan's own date, and the day since which it is known.
 */
export interface ProgrammeVersion {
  /** Unique within the programme. */
  readonly id: string;
  readonly source: Source;
  /** First day in force. */
  readonly validFrom: Day;
  /** Last day in force. After it nothing is known, nothing extrapolated. Absent: no end is stated. */
  readonly validTo?: Day;
  /** Day the rule became known; absent: `validFrom`. */
  readonly knownFrom?: Day;
  /** The version that this one takes over from, on its own first day, once it is known. */
  readonly supersedes?: string;
  /** The date of the loan that must lie in force. Absent: the first disbursement. */
  readonly datedBy?: 'contract' | 'disbursement';
  /** Over enterprise, project, need, product and bank. */
  readonly conditions?: readonly Criterion[];
  /** Absent: no source states it. */
  readonly benefit?: Benefit;
  /** Absent: the whole loan. */
  readonly base?: BenefitBase;
  /** When the time of the benefit begins. Absent: with the first disbursement. */
  readonly clock?: 'disbursement' | 'supplier-payment';
  /** Longest time from the clock's start. Absent: the life of the loan. */
  readonly maximumMonths?: number;
  /** Absent: principal x rate x years, a month a twelfth. */
  readonly dayCount?: DayCount;
  readonly caps?: readonly BenefitCap[];
  readonly counts?: readonly CountLimit[];
  /** How it goes together with other programmes; nothing said: they add up. */
  readonly stacking?: readonly StackRule[];
  readonly payment?: BenefitPayment;
  /** Who pays which share; they sum to one. Absent: the programme's own level pays all. */
  readonly funding?: readonly FundingShare[];
  /** Figures that exist but that no source states: nothing is computed while one is missing. */
  readonly unset?: readonly UnsetFigure[];
}

export type UnsetFigure = 'benefit' | 'base' | 'maximumMonths' | 'caps' | 'conditions';

export type Benefit =
  | InterestPoints
  | ShareOfRate
  | ShareOfBenchmark
  | RelendingTerms
  | GuaranteeTerms
  | GrantTerms;

/** Percentage points a year on the eligible principal. */
export interface InterestPoints {
  readonly kind: 'points';
  readonly rate: Rate;
  /** Each that applies adds its share of `rate`; they add up, they do not compound. */
  readonly bonuses?: readonly BenefitBonus[];
}

export interface BenefitBonus {
  readonly when: Criterion;
  readonly share: Rate;
}

/** A share of the loan's own nominal rate. */
export interface ShareOfRate {
  readonly kind: 'share-of-rate';
  readonly share: Rate;
}

/** A share of a benchmark's value on the day of the loan (k x LPR). */
export interface ShareOfBenchmark {
  readonly kind: 'share-of-benchmark';
  readonly benchmark: string;
  readonly share: Rate;
}

/** The central bank re-lends to the bank; the enterprise gets nothing directly. */
export interface RelendingTerms {
  readonly kind: 'relending';
  /** Of the principal that is out. */
  readonly share: Rate;
  /** What the bank pays for it, a year. */
  readonly rate: Rate;
  readonly tenorMonths: number;
  readonly rollovers: number;
}

/** A public guarantor takes a share of the risk; no money flows unless the loan fails. */
export interface GuaranteeTerms {
  readonly kind: 'guarantee';
  readonly share: Rate;
}

/** Paid once, for the investment and not for interest. */
export interface GrantTerms {
  readonly kind: 'grant';
  /** Of the base. */
  readonly share: Rate;
}

/** What the benefit is counted on. */
export interface BenefitBase {
  /**
   * `loan`: the principal that is out. `equipment-loan`: the part of it that buys equipment.
   * `investment`, `equipment`: of the project, for grants.
   */
  readonly part: 'loan' | 'equipment-loan' | 'investment' | 'equipment';
  /** Largest base, for one loan or for all loans of the enterprise under the programme. */
  readonly cap?: { readonly amount: Money; readonly scope: 'loan' | 'enterprise' };
}

/** The most that is paid. */
export interface BenefitCap {
  readonly amount: Money;
  readonly scope: 'loan' | 'project' | 'enterprise' | 'pool';
  /** A calendar year, or all time. */
  readonly per: 'year' | 'life';
  /** Of subsidy money (absent), or of the principal supported (re-lending: re-lent): pools only. */
  readonly of?: 'subsidy' | 'principal';
  /** Other programmes that share the cap. */
  readonly with?: readonly string[];
  readonly clause?: string;
}

/** How many projects or loans may benefit. */
export interface CountLimit {
  readonly scope: 'project' | 'enterprise';
  readonly per: 'year' | 'life';
  readonly limit: number;
  readonly clause?: string;
}

/** Which other programmes a rule speaks of: those with one of the ids, or with level and kind. */
export interface ProgrammeSelector {
  readonly programmes?: readonly string[];
  readonly levels?: readonly Level[];
  readonly kinds?: readonly ProgrammeKind[];
}

/**
 * How a programme goes together with others on one loan.
 * - `excludes`: not with any of these (mutual exclusion).
 * - `choose-one`: at most one of all programmes that name the same group.
 * - `replaced-by`: gives way where one of these is obtained.
 * - `residual`: pays no more than the interest that these leave.
 * - `requires`: only where one of these is obtained.
 */
export type StackRule =
  | ({ readonly rule: 'excludes' | 'replaced-by' | 'residual' | 'requires' } & StackRuleText & {
        readonly other: ProgrammeSelector;
      })
  | ({ readonly rule: 'choose-one'; readonly group: string } & StackRuleText);

export interface StackRuleText {
  readonly clause?: string;
}

/** When the money arrives: with the interest, or after the enterprise paid first. */
export interface BenefitPayment {
  readonly kind: 'deducted' | 'reimbursed';
  /** How often the enterprise is paid back. Absent: no source states it. */
  readonly every?: 'month' | 'quarter' | 'year' | 'end';
  /** Days from the end of that time to the payment. Absent: no source states it. */
  readonly afterDays?: number;
}

export interface FundingShare {
  readonly level: Level;
  readonly share: Rate;
}

/** The days before which, and the order in which, a version is visible: `validFrom` unless said. */
export function knownFrom(version: ProgrammeVersion): Day {
  return version.knownFrom ?? version.validFrom;
}
