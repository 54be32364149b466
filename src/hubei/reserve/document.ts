import type { RepaymentMethod, SizeClass, Tier } from '../../model/index.ts';

/** A qualification or record with its days, in document form. */
export interface LabelDocument {
  readonly id: string;
  readonly from?: string;
  readonly to?: string;
}

/** An enterprise in document form; what is absent is unknown. */
export interface EnterpriseDocument {
  readonly id: string;
  readonly name: { readonly zh: string; readonly en: string };
  readonly group?: string;
  readonly region?: string;
  readonly industry?: string;
  readonly size?: SizeClass;
  readonly founded?: string;
  readonly employees?: number;
  readonly revenue?: string;
  readonly assets?: string;
  readonly liabilities?: string;
  readonly creditGrade?: string;
  readonly labels?: readonly LabelDocument[];
  readonly flags?: readonly LabelDocument[];
  readonly banks?: readonly {
    readonly bank: string;
    readonly since: string;
    readonly outstanding: string;
  }[];
  readonly facts?: Readonly<Record<string, string | number | boolean>>;
}

/** A project in document form; what is absent is unknown. */
export interface ProjectDocument {
  readonly id: string;
  readonly name: { readonly zh: string; readonly en: string };
  readonly region?: string;
  readonly industry?: string;
  readonly tier?: Tier;
  readonly investment?: string;
  readonly equipment?: string;
  readonly ownFunds?: string;
  readonly start?: string;
  readonly completion?: string;
  readonly direction?: string;
  readonly lists?: readonly string[];
  readonly permits?: readonly string[];
  readonly facts?: Readonly<Record<string, string | number | boolean>>;
}

/** A financing need in document form, with enterprise and project inline. */
export interface NeedDocument {
  readonly id: string;
  readonly currency: 'CNY';
  readonly amount: string;
  readonly minimumAmount?: string;
  readonly termMonths: number;
  readonly minimumTermMonths?: number;
  readonly purpose: string;
  readonly start?: string;
  readonly repayment?: readonly RepaymentMethod[];
  readonly collateral?: readonly { readonly type: string; readonly value: string }[];
  readonly enterprise: EnterpriseDocument;
  readonly project?: ProjectDocument;
  readonly intendedBanks?: readonly string[];
}
