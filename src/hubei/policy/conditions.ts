import { RELENDING_LABEL } from '../banks.ts';
import type { CriterionDocument } from '../catalog/document.ts';

/** Conditions that several programmes share. */

/** Purposes that renew equipment; the national text names fields, not purposes. */
export const EQUIPMENT_PURPOSES: readonly string[] = [
  'equipment-renewal',
  'technical-transformation',
  'digital-transformation',
  'green-upgrade',
  'safety-upgrade',
];

/** Lists by which ministries recommend projects to the central bank and to banks. */
export const NATIONAL_LISTS: readonly string[] = [
  'miit-1',
  'miit-2',
  'miit-3',
  'miit-4',
  'miit-5',
  'ndrc',
];

/**
 * A bank that handles the central subsidy of 2026. The texts speak of 26 banks and name none, so
 * that no bank carries this label as a fact: who knows the list sets it.
 */
export const SUBSIDY_BANK_LABEL = 'subsidy-handling';

export const equipmentPurpose: CriterionDocument = {
  code: 'purpose',
  field: 'need.purpose',
  in: EQUIPMENT_PURPOSES,
};

export const onNationalList: CriterionDocument = {
  code: 'list',
  field: 'project.lists',
  hasAny: NATIONAL_LISTS,
};

export const relendingBank: CriterionDocument = {
  code: 'bank',
  field: 'bank.labels',
  hasAny: [RELENDING_LABEL],
};

export const handlingBank: CriterionDocument = {
  code: 'bank',
  any: [
    { field: 'bank.labels', hasAny: [SUBSIDY_BANK_LABEL] },
    { ask: 'Is the bank one of the 26 that handle the subsidy? Their names were not seen.' },
  ],
};

export const privateSme: CriterionDocument = {
  code: 'private-sme',
  all: [
    { field: 'enterprise.size', in: ['micro', 'small', 'medium'] },
    { ask: 'Is the enterprise privately owned?' },
  ],
};

export const inProvince = (code: string): CriterionDocument => ({
  code: 'region',
  field: 'enterprise.region',
  within: [code],
});

export const manufacturer: CriterionDocument = {
  code: 'industry',
  field: 'enterprise.industry',
  within: ['C'],
};

/** 财金〔2026〕4号 and 财金〔2025〕81号: no second central subsidy on one loan. */
export const NO_SECOND_CENTRAL = {
  rule: 'excludes',
  other: { levels: ['central'], kinds: ['interest-subsidy'] },
} as const;
