import type { Source } from '../../model/index.ts';
import type { CriterionDocument } from '../catalog/document.ts';

type Level = 'central' | 'province' | 'city' | 'county';
type Kind = 'relending' | 'interest-subsidy' | 'guarantee' | 'special-loan' | 'grant';

/** A rule between programmes in document form. */
export interface StackRuleDocument {
  readonly rule: 'excludes' | 'choose-one' | 'replaced-by' | 'residual' | 'requires';
  readonly other?: {
    readonly programmes?: readonly string[];
    readonly levels?: readonly Level[];
    readonly kinds?: readonly Kind[];
  };
  readonly group?: string;
  readonly clause?: string;
}

/** The most that is paid, in document form. */
export interface CapDocument {
  readonly amount: string;
  readonly scope: 'loan' | 'project' | 'enterprise' | 'pool';
  readonly per: 'year' | 'life';
  readonly of?: 'subsidy' | 'principal';
  readonly with?: readonly string[];
  readonly clause?: string;
}

/** One version in document form. */
export interface VersionDocument {
  readonly id: string;
  readonly source: Source;
  readonly validFrom: string;
  readonly validTo?: string;
  readonly knownFrom?: string;
  readonly supersedes?: string;
  readonly datedBy?: 'contract' | 'disbursement';
  readonly conditions?: readonly CriterionDocument[];
  readonly benefit?: Readonly<Record<string, unknown>>;
  readonly base?: {
    readonly part: 'loan' | 'equipment-loan' | 'investment' | 'equipment';
    readonly cap?: { readonly amount: string; readonly scope: 'loan' | 'enterprise' };
  };
  readonly clock?: 'disbursement' | 'supplier-payment';
  readonly maximumMonths?: number;
  readonly caps?: readonly CapDocument[];
  readonly counts?: readonly {
    readonly scope: 'project' | 'enterprise';
    readonly per: 'year' | 'life';
    readonly limit: number;
    readonly clause?: string;
  }[];
  readonly stacking?: readonly StackRuleDocument[];
  readonly payment?: {
    readonly kind: 'deducted' | 'reimbursed';
    readonly every?: 'month' | 'quarter' | 'year' | 'end';
    readonly afterDays?: number;
  };
  readonly funding?: readonly { readonly level: Level; readonly share: string }[];
  readonly unset?: readonly ('benefit' | 'base' | 'maximumMonths' | 'caps' | 'conditions')[];
}

/** A programme in document form, ready for `parseCatalog`. */
export interface ProgrammeDocument {
  readonly id: string;
  readonly name: { readonly zh: string; readonly en: string };
  readonly kind: Kind;
  readonly level: Level;
  readonly versions: readonly VersionDocument[];
}
