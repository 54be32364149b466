import type { Field, Source } from '../../model/index.ts';
import type { BankDocument } from '../banks.ts';
import type { BenchmarkDocument } from '../lpr.ts';
import type { ProgrammeDocument } from '../policy/document.ts';

/** A criterion in document form: one operator over one field, a group, or a question. */
export type CriterionDocument = Readonly<Record<string, unknown>>;

/** A row of an adjustment grid in document form. */
export interface AdjustmentDocument {
  readonly group: string;
  readonly combine: 'SUM' | 'MAX' | 'MIN' | 'OVERRIDE';
  readonly when?: CriterionDocument;
  readonly add?: string;
  readonly set?: string;
}

/** A charge in document form. */
export interface FeeDocument {
  readonly kind: string;
  readonly charged?: 'upfront' | 'monthly' | 'annual' | 'event';
  readonly rate?: string;
  readonly amount?: string;
}

/** A price in document form. */
export interface RateDocument {
  readonly fixed?: string;
  readonly benchmark?: readonly { readonly benchmark: string; readonly toMonths?: number }[];
  readonly spread?: string;
  readonly floor?: string;
  readonly cap?: string;
  readonly adjustments?: readonly AdjustmentDocument[];
}

/** A product in document form: what this pack writes, not all that a document may hold. */
export interface ProductDocument {
  readonly id: string;
  readonly bank: string;
  readonly name: { readonly zh: string; readonly en: string };
  readonly validFrom: string;
  readonly validTo?: string;
  readonly purposes: readonly string[];
  readonly amount: { readonly min?: string; readonly max?: string };
  readonly termMonths: { readonly min?: number; readonly max?: number };
  readonly rate: RateDocument;
  readonly fees?: readonly FeeDocument[];
  readonly dayCount?: 'ACT/360' | 'ACT/365F' | '30/360';
  readonly repayment: readonly string[];
  readonly collateral?: {
    readonly haircuts: Readonly<Record<string, string>>;
    readonly minCoverage: string;
  };
  readonly maxInvestmentShare?: string;
  readonly relationship?: 'existing' | 'new';
  readonly criteria: readonly CriterionDocument[];
  readonly quota?: string;
  readonly decisionDays: number;
  readonly source: Source;
}

/** A catalog in document form, ready for `parseCatalog`. */
export interface CatalogJson {
  readonly formatVersion: 1;
  readonly id: string;
  readonly name: { readonly zh: string; readonly en: string };
  readonly currency: 'CNY';
  readonly source: Source;
  readonly notice: { readonly zh: string; readonly en: string };
  readonly sizeRule: 'CN-2011';
  readonly fields: readonly Field[];
  readonly benchmarks: readonly BenchmarkDocument[];
  readonly banks: readonly BankDocument[];
  readonly products: readonly ProductDocument[];
  readonly programmes: readonly ProgrammeDocument[];
}
