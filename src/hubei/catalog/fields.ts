import type { Field } from '../../model/index.ts';

const TAX_GRADES = ['A', 'B', 'M', 'C', 'D'] as const;

/**
 * Fields that the illustrative catalog declares beside the standard ones. Most come from the published
 * rules of one Hubei credit product; efforts are this library's judgement.
 */
export const CATALOG_FIELDS: readonly Field[] = [
  {
    name: 'enterprise.legalRepAge',
    type: 'number',
    title: { zh: '法定代表人年龄（周岁）', en: 'age of the legal representative, years' },
    knownBy: 'enterprise',
  },
  {
    name: 'enterprise.legalRepShare',
    type: 'rate',
    title: { zh: '法定代表人持股比例', en: 'shares of the legal representative' },
    knownBy: 'enterprise',
  },
  {
    name: 'enterprise.legalRepMonths',
    type: 'number',
    title: { zh: '法定代表人任职月数', en: 'months since the legal representative changed' },
    knownBy: 'enterprise',
  },
  {
    name: 'enterprise.taxGrade',
    type: 'enum',
    values: TAX_GRADES,
    title: { zh: '纳税信用等级', en: 'tax credit grade' },
    knownBy: 'department',
  },
  {
    name: 'enterprise.longestInvoicingGapDays',
    type: 'number',
    title: { zh: '最长开票间隔（天）', en: 'longest gap between invoices, days' },
    knownBy: 'department',
  },
  {
    name: 'enterprise.zeroFilingMonths12m',
    type: 'number',
    title: { zh: '近12个月零申报月数', en: 'months of zero filing in 12 months' },
    knownBy: 'department',
  },
  {
    name: 'enterprise.debtToInvoices12m',
    type: 'rate',
    title: { zh: '负债与近12个月开票额之比', en: 'debt to invoices of 12 months' },
    knownBy: 'enterprise',
  },
  {
    name: 'enterprise.creditEnquiries3m',
    type: 'number',
    title: { zh: '近3个月征信查询次数', en: 'credit enquiries in 3 months' },
    knownBy: 'bank',
  },
  {
    name: 'enterprise.creditEnquiries6m',
    type: 'number',
    title: { zh: '近6个月征信查询次数', en: 'credit enquiries in 6 months' },
    knownBy: 'bank',
  },
  {
    name: 'enterprise.isBranch',
    type: 'boolean',
    title: { zh: '是否为分支机构', en: 'is a branch' },
    knownBy: 'enterprise',
  },
  {
    name: 'enterprise.rdShare',
    type: 'rate',
    title: { zh: '研发费用占营业收入比', en: 'research spending to revenue' },
    knownBy: 'enterprise',
  },
  {
    name: 'enterprise.exportShare',
    type: 'rate',
    title: { zh: '出口占营业收入比', en: 'exports to revenue' },
    knownBy: 'enterprise',
  },
  {
    name: 'project.energySaving',
    type: 'rate',
    title: { zh: '项目节能率', en: 'energy saved by the project' },
    knownBy: 'enterprise',
    part: 'programme-priority',
  },
];
