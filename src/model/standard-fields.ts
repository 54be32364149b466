import type { Effort, Field, FieldType, Knower, PreferencePart } from './field.ts';

interface Extras {
  readonly values?: readonly string[];
  readonly effort?: Effort;
  readonly part?: PreferencePart;
}

function field(
  name: string,
  type: FieldType,
  knownBy: Knower,
  zh: string,
  en: string,
  extras: Extras = {},
): Field {
  return { name, type, knownBy, title: { zh, en }, ...extras };
}

/**
 * The fields every catalog has. Efforts are this library's judgement of what is easier for a
 * manufacturer; the order matters, not the size: accept less < other term < own funds < pledge more <
 * repay debts < another permit < get on a list < a qualification. Turnover, staff and assets have
 * none: nobody grows for a loan.
 */
export const STANDARD_FIELDS: readonly Field[] = [
  field('enterprise.region', 'region', 'enterprise', '企业所在地', 'region', { part: 'region' }),
  field('enterprise.industry', 'code', 'enterprise', '企业行业', 'industry', { part: 'sector' }),
  field('enterprise.size', 'enum', 'enterprise', '企业规模', 'size class', {
    values: ['micro', 'small', 'medium', 'large'],
  }),
  field('enterprise.founded', 'date', 'enterprise', '成立日期', 'date of founding'),
  field('enterprise.ageMonths', 'number', 'enterprise', '成立月数', 'age in months'),
  field('enterprise.employees', 'number', 'enterprise', '从业人员', 'employees'),
  field('enterprise.revenue', 'money', 'enterprise', '营业收入', 'revenue'),
  field('enterprise.assets', 'money', 'enterprise', '资产总额', 'total assets'),
  field('enterprise.liabilities', 'money', 'enterprise', '负债总额', 'liabilities', {
    effort: { lower: 20 },
  }),
  field('enterprise.debtRatio', 'rate', 'enterprise', '资产负债率', 'debt ratio'),
  field('enterprise.creditGrade', 'enum', 'bank', '信用等级', 'credit grade'),
  field('enterprise.labels', 'set', 'department', '企业资质', 'qualifications', {
    effort: { raise: 1500 },
  }),
  field('enterprise.flags', 'set', 'department', '不良记录', 'adverse records', {
    effort: { lower: 3000 },
  }),
  field('project.region', 'region', 'enterprise', '项目所在地', 'project region', {
    part: 'region',
  }),
  field('project.industry', 'code', 'enterprise', '项目行业', 'project industry', {
    part: 'sector',
  }),
  field('project.tier', 'enum', 'department', '储备层级', 'reserve tier', {
    values: ['province', 'city', 'county'],
    part: 'programme-priority',
  }),
  field('project.investment', 'money', 'enterprise', '总投资', 'total investment', {
    part: 'ticket-size',
  }),
  field('project.equipment', 'money', 'enterprise', '设备投资', 'equipment investment', {
    part: 'ticket-size',
  }),
  field('project.equipmentShare', 'rate', 'enterprise', '设备投资占比', 'equipment share', {
    part: 'ticket-size',
  }),
  field('project.ownFunds', 'money', 'enterprise', '自有资金', 'own funds', {
    effort: { raise: 6 },
  }),
  field('project.capitalRatio', 'rate', 'enterprise', '资本金比例', 'own-funds ratio'),
  field('project.start', 'date', 'enterprise', '开工日期', 'project start'),
  field('project.direction', 'enum', 'enterprise', '更新方向', 'policy direction', {
    part: 'programme-priority',
  }),
  field('project.lists', 'set', 'department', '入选清单', 'lists that carry the project', {
    effort: { raise: 800 },
    part: 'programme-priority',
  }),
  field('project.permits', 'set', 'department', '已办手续', 'permits in hand', {
    effort: { raise: 300 },
  }),
  field('need.amount', 'money', 'enterprise', '融资金额', 'amount asked', {
    effort: { raise: 3, lower: 2 },
    part: 'ticket-size',
  }),
  field('need.minimumAmount', 'money', 'enterprise', '最低可接受金额', 'least amount accepted', {
    effort: { lower: 1 },
    part: 'ticket-size',
  }),
  field('need.termMonths', 'number', 'enterprise', '融资期限（月）', 'term in months', {
    effort: { raise: 2, lower: 2 },
  }),
  field(
    'need.minimumTermMonths',
    'number',
    'enterprise',
    '最短可接受期限（月）',
    'least term accepted in months',
    { effort: { lower: 2 } },
  ),
  field('need.purpose', 'enum', 'enterprise', '融资用途', 'purpose'),
  field('need.start', 'date', 'enterprise', '用款日期', 'day the money is wanted'),
  field('need.repayment', 'set', 'enterprise', '还款方式', 'repayment methods accepted', {
    values: ['equal-instalments', 'equal-principal', 'bullet'],
    effort: { raise: 5 },
  }),
  field('need.collateralTypes', 'set', 'enterprise', '担保物类型', 'kinds of collateral'),
  field(
    'need.collateralValue',
    'money',
    'enterprise',
    '担保物价值合计',
    'collateral, total value',
    {
      effort: { raise: 8 },
    },
  ),
  field('enterprise.banks', 'set', 'enterprise', '往来银行', 'banks it works with'),
  field('bank.id', 'enum', 'bank', '银行', 'bank'),
  field('bank.labels', 'set', 'bank', '银行资质', 'labels of the bank'),
  field('product.id', 'enum', 'bank', '产品', 'product'),
  field('product.purposes', 'set', 'bank', '产品用途', 'purposes of the product'),
];
