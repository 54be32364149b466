import { CREDIT_GRADES } from '../labels.ts';
import { yuan } from '../wan.ts';
import type { AdjustmentDocument, CriterionDocument, RateDocument } from './document.ts';

/** Criteria and prices that many illustrative products share. */

export const inHubei: CriterionDocument = {
  code: 'region',
  field: 'enterprise.region',
  within: ['420000'],
};

export const manufacturing: CriterionDocument = industry('C');

/** The two records that bar a borrower everywhere in this catalog. */
export const noDishonesty: CriterionDocument = noRecord('dishonest-debtor', 'abnormal-operation');

/** Records of three years as the guarantee programme names them. */
export const noOffence: CriterionDocument = noRecord(
  'dishonest-debtor',
  'serious-dishonesty',
  'abnormal-operation',
  'major-accident',
  'pollution-offence',
  'tax-offence',
  'obsolete-industry',
);

/** The project's industry lies in one of the subtrees. */
export function industry(...codes: readonly string[]): CriterionDocument {
  return { code: 'industry', field: 'project.industry', within: codes };
}

/** The enterprise's own industry, for loans without a project. */
export function borrowerIndustry(...codes: readonly string[]): CriterionDocument {
  return { code: 'borrower-industry', field: 'enterprise.industry', within: codes };
}

export function region(...codes: readonly string[]): CriterionDocument {
  return { code: 'region', field: 'enterprise.region', within: codes };
}

export function size(...classes: readonly string[]): CriterionDocument {
  return { code: 'size', field: 'enterprise.size', in: classes };
}

/** `grade('A')`: AAA, AA or A. */
export function grade(lowest: string): CriterionDocument {
  const grades = CREDIT_GRADES.slice(0, CREDIT_GRADES.indexOf(lowest) + 1);
  return { code: 'grade', field: 'enterprise.creditGrade', in: grades };
}

export function labelled(...labels: readonly string[]): CriterionDocument {
  return { code: 'qualification', field: 'enterprise.labels', hasAny: labels };
}

function noRecord(...flags: readonly string[]): CriterionDocument {
  return { code: 'records', field: 'enterprise.flags', hasNone: flags };
}

export function listed(...lists: readonly string[]): CriterionDocument {
  return { code: 'list', field: 'project.lists', hasAny: lists };
}

export function permits(...ids: readonly string[]): CriterionDocument {
  return { code: 'permits', field: 'project.permits', hasAll: ids };
}

export function direction(...ids: readonly string[]): CriterionDocument {
  return { code: 'direction', field: 'project.direction', in: ids };
}

export function ageMonths(min: number, max?: number): CriterionDocument {
  return range('age', 'enterprise.ageMonths', min, max);
}

export function debtRatioAtMost(rate: string): CriterionDocument {
  return range('debt-ratio', 'enterprise.debtRatio', undefined, rate);
}

/** Revenue in 万元. */
export function revenueWan(min?: number, max?: number): CriterionDocument {
  return range('revenue', 'enterprise.revenue', yuanOr(min), yuanOr(max));
}

/** Total investment of the project in 万元. */
export function investmentWan(min?: number, max?: number): CriterionDocument {
  return range('investment', 'project.investment', yuanOr(min), yuanOr(max));
}

export function capitalRatioAtLeast(rate: string): CriterionDocument {
  return range('own-funds', 'project.capitalRatio', rate);
}

export function equipmentShareAtLeast(rate: string): CriterionDocument {
  return range('equipment-share', 'project.equipmentShare', rate);
}

/** An inclusive range; an absent end is open. */
export function range(
  code: string,
  field: string,
  min?: number | string,
  max?: number | string,
): CriterionDocument {
  return {
    code,
    field,
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
  };
}

/** The same criterion as a wish of the bank: it costs points and never rejects. */
export function preferred(criterion: CriterionDocument): CriterionDocument {
  return { ...criterion, code: `prefers-${String(criterion['code'])}`, hard: false };
}

/** What only the bank's people can judge. */
export function ask(text: string): CriterionDocument {
  return { code: 'judgement', ask: text };
}

function yuanOr(wan: number | undefined): string | undefined {
  return wan === undefined ? undefined : yuan(wan);
}

function row(
  group: string,
  combine: AdjustmentDocument['combine'],
  add: number,
  when?: CriterionDocument,
): AdjustmentDocument {
  return { group, combine, add: `${add}bp`, ...(when === undefined ? {} : { when }) };
}

const gradeIs = (...grades: readonly string[]): CriterionDocument => ({
  field: 'enterprise.creditGrade',
  in: grades,
});

/** Every row that fits is added: the grades exclude each other. */
export const byGrade: readonly AdjustmentDocument[] = [
  row('grade', 'SUM', -15, gradeIs('AAA')),
  row('grade', 'SUM', -10, gradeIs('AA')),
  row('grade', 'SUM', -5, gradeIs('A')),
  row('grade', 'SUM', 15, gradeIs('BB')),
  row('grade', 'SUM', 30, gradeIs('B')),
];

/** Both lists count when the project stands on both. */
export const byList: readonly AdjustmentDocument[] = [
  row('list', 'SUM', -8, { field: 'project.lists', hasAny: ['miit-3', 'miit-4', 'miit-5'] }),
  row('list', 'SUM', -5, { field: 'project.lists', hasAny: ['hubei-reserve'] }),
];

/** The heaviest weakness alone is priced. */
export const byWeakness: readonly AdjustmentDocument[] = [
  row('weakness', 'MAX', 25, { field: 'enterprise.debtRatio', min: '70%' }),
  row('weakness', 'MAX', 15, { field: 'enterprise.ageMonths', max: 36 }),
  row('weakness', 'MAX', 10, { field: 'enterprise.size', in: ['micro'] }),
];

/** The best qualification alone is rewarded. */
export const byQualification: readonly AdjustmentDocument[] = [
  row('qualification', 'MIN', -25, { field: 'enterprise.labels', hasAny: ['single-champion'] }),
  row('qualification', 'MIN', -20, { field: 'enterprise.labels', hasAny: ['little-giant'] }),
  row('qualification', 'MIN', -12, { field: 'enterprise.labels', hasAny: ['specialised-sme'] }),
  row('qualification', 'MIN', -8, { field: 'enterprise.labels', hasAny: ['high-tech'] }),
];

/** The first row that fits: longer terms cost more. */
export const byTerm: readonly AdjustmentDocument[] = [
  row('term', 'OVERRIDE', 25, { field: 'need.termMonths', min: 97 }),
  row('term', 'OVERRIDE', 15, { field: 'need.termMonths', min: 61 }),
  row('term', 'OVERRIDE', 5, { field: 'need.termMonths', min: 37 }),
];

/** The first row that fits: larger loans cost less. */
export const byAmount: readonly AdjustmentDocument[] = [
  row('amount', 'OVERRIDE', -12, { field: 'need.amount', min: yuan(10_000) }),
  row('amount', 'OVERRIDE', -6, { field: 'need.amount', min: yuan(3000) }),
];

/** A price list instead of a benchmark: the rate by term. */
export function priceList(
  to12: string,
  to36: string,
  beyond: string,
): readonly AdjustmentDocument[] {
  const set = (rate: string, when?: CriterionDocument): AdjustmentDocument => ({
    group: 'price-list',
    combine: 'OVERRIDE',
    set: rate,
    ...(when === undefined ? {} : { when }),
  });
  return [
    set(to12, { field: 'need.termMonths', max: 12 }),
    set(to36, { field: 'need.termMonths', max: 36 }),
    set(beyond),
  ];
}

/** LPR by term: one year up to 60 months, five years beyond. */
export function onLpr(
  maxMonths: number,
  spreadBp: number,
  adjustments: readonly AdjustmentDocument[],
): RateDocument {
  const short = { benchmark: 'LPR-1Y', toMonths: 60 };
  return {
    benchmark: maxMonths <= 60 ? [short] : [short, { benchmark: 'LPR-5Y' }],
    spread: `${spreadBp}bp`,
    floor: '2.30%',
    cap: '4.50%',
    ...(adjustments.length === 0 ? {} : { adjustments }),
  };
}
