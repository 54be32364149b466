import type { Day } from '../units/day.ts';
import type { Money } from '../units/money.ts';
import type { Name } from './common.ts';
import type { FieldValue } from './field.ts';

/** 微型, 小型, 中型, 大型: the classes of 工信部联企业〔2011〕300号. */
export type SizeClass = 'micro' | 'small' | 'medium' | 'large';

/** Longest term of a loan, months. */
export const TERM_MONTHS_MAX = 600;

/** Facts that a catalog declares beside the standard ones, by the last part of their field's name. */
export type Facts = Readonly<Record<string, FieldValue>>;

/** A qualification (高新技术企业 ...) or a record, with the days it is in force, both included. */
export interface Label {
  readonly id: string;
  readonly from?: Day;
  readonly to?: Day;
}

/** How the enterprise stands with one bank. */
export interface BankRelation {
  readonly bank: string;
  readonly since?: Day;
  /** Principal outstanding at that bank. */
  readonly outstanding?: Money;
}

/** The borrower. A member that is absent is unknown; a list that is present is complete. */
export interface Enterprise {
  /** Unified social credit code or any other key. */
  readonly id: string;
  readonly name?: Name;
  /** Id of the group of connected clients. */
  readonly group?: string;
  /** Division code (GB/T 2260) without padding zeros. */
  readonly region?: string;
  /** Industry code (GB/T 4754 with its section letter: C3511; or ISIC, NACE, NAICS). */
  readonly industry?: string;
  readonly size?: SizeClass;
  readonly founded?: Day;
  readonly employees?: number;
  /** Of the last full year. */
  readonly revenue?: Money;
  /** Total, at the end of the last full year. */
  readonly assets?: Money;
  readonly liabilities?: Money;
  /** AAA to C, on the scale of the rating that the catalog names. */
  readonly creditGrade?: string;
  /** Qualifications. */
  readonly labels?: readonly Label[];
  /** Adverse records: dishonesty lists, abnormal operation, accidents, tax offences. */
  readonly flags?: readonly Label[];
  /** Banks it works with. */
  readonly banks?: readonly BankRelation[];
  readonly facts?: Facts;
}

/** The tier of the reserve that keeps a project. */
export type Tier = 'province' | 'city' | 'county';

/** What is built or renewed. Its industry and region may differ from the enterprise's. */
export interface Project {
  /** Project code (YYMM-AAAAAA-NN-NN-NNNNNN) or any other key. */
  readonly id: string;
  readonly name?: Name;
  readonly region?: string;
  readonly industry?: string;
  readonly tier?: Tier;
  /** Total investment. */
  readonly investment?: Money;
  /** The part that buys equipment. */
  readonly equipment?: Money;
  /** Own funds of the enterprise in the investment. */
  readonly ownFunds?: Money;
  readonly start?: Day;
  readonly completion?: Day;
  /** Policy direction (工信部联规〔2024〕53号 names four). */
  readonly direction?: string;
  /** Lists that carry the project: ids of ministry or provincial lists. */
  readonly lists?: readonly string[];
  /** Permits in hand. */
  readonly permits?: readonly string[];
  readonly facts?: Facts;
}

/** 等额本息, 等额本金, 到期还本 with periodic interest. */
export type RepaymentMethod = 'equal-instalments' | 'equal-principal' | 'bullet';

/** One thing the enterprise can pledge. */
export interface Collateral {
  readonly type: string;
  /** Appraised value, before any haircut. */
  readonly value: Money;
}

/**
 * One financing request. Wishes that are absent have a stated meaning, unlike facts: no
 * `minimumAmount` means the whole amount, no `minimumTermMonths` the whole term, no `repayment`
 * any method.
 */
export interface Need {
  readonly id: string;
  /** Refused by a catalog of another currency; absent: the catalog's. */
  readonly currency?: string;
  readonly amount: Money;
  /** The least that is still useful; 0: any loan is, and a loan of nothing is none. */
  readonly minimumAmount?: Money;
  readonly termMonths: number;
  readonly minimumTermMonths?: number;
  readonly purpose?: string;
  /** Day the money is wanted. */
  readonly start?: Day;
  readonly repayment?: readonly RepaymentMethod[];
  /** What can be pledged; an empty list: nothing; absent: unknown. */
  readonly collateral?: readonly Collateral[];
  readonly enterprise: Enterprise;
  readonly project?: Project;
  /** Banks that the enterprise itself named. */
  readonly intendedBanks?: readonly string[];
  readonly facts?: Facts;
}
