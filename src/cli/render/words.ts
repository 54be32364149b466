import type { Verdict } from '../../criteria/index.ts';
import type {
  Knower,
  Level,
  RepaymentMethod,
  ScorePart,
  SizeClass,
  Tier,
} from '../../model/index.ts';
import type { FateState } from '../../policy/index.ts';

/** A word in both languages. */
export type Word = readonly [zh: string, en: string];

export const MARKS: Readonly<Record<Verdict, string>> = { pass: '✓', fail: '✗', unknown: '?' };

export const VERDICTS: Readonly<Record<'eligible' | 'undetermined' | 'ineligible', Word>> = {
  eligible: ['符合', 'eligible'],
  undetermined: ['待定', 'undetermined'],
  ineligible: ['不符合', 'ineligible'],
};

export const KNOWERS: Readonly<Record<Knower, Word>> = {
  enterprise: ['企业', 'enterprise'],
  bank: ['银行', 'bank'],
  department: ['部门', 'department'],
};

export const SIZES: Readonly<Record<SizeClass, Word>> = {
  micro: ['微型', 'micro'],
  small: ['小型', 'small'],
  medium: ['中型', 'medium'],
  large: ['大型', 'large'],
};

export const TIERS: Readonly<Record<Tier, Word>> = {
  province: ['省级', 'province'],
  city: ['市级', 'city'],
  county: ['县级', 'county'],
};

export const REPAYMENTS: Readonly<Record<RepaymentMethod, Word>> = {
  'equal-instalments': ['等额本息', 'equal instalments'],
  'equal-principal': ['等额本金', 'equal principal'],
  bullet: ['到期还本', 'bullet'],
};

export const SCORE_PART_WORDS: Readonly<Record<ScorePart, Word>> = {
  'net-cost': ['净成本', 'net cost'],
  coverage: ['金额满足度', 'coverage of the amount'],
  'term-fit': ['期限匹配', 'term'],
  speed: ['审批速度', 'speed'],
  collateral: ['担保占用', 'collateral left free'],
  sector: ['行业', 'sector'],
  region: ['区域', 'region'],
  standing: ['企业资信', 'standing'],
  'ticket-size': ['额度规模', 'ticket size'],
  relationship: ['往来关系', 'relationship'],
  'programme-priority': ['政策优先', 'programme priority'],
};

export const FATES: Readonly<Record<FateState, Word>> = {
  applied: ['适用', 'applied'],
  capped: ['适用，受限额', 'applied, cut'],
  replaced: ['被替代', 'replaced'],
  excluded: ['不可并享', 'excluded'],
  ineligible: ['不符合', 'not eligible'],
  undetermined: ['待定', 'undetermined'],
  unset: ['标准未公布', 'figures unset'],
  'used-up': ['名额用完', 'used up'],
  'not-yet-known': ['尚未公布', 'not yet known'],
  'not-yet-in-force': ['尚未生效', 'not yet in force'],
  expired: ['已到期，之后未知', 'expired: unknown since'],
};

export const LEVELS: Readonly<Record<Level, Word>> = {
  central: ['中央', 'central'],
  province: ['省', 'province'],
  city: ['市', 'city'],
  county: ['县', 'county'],
};

/** What a version of a programme, or what is known of a loan, leaves open. */
export const FIGURES: Readonly<Record<string, Word>> = {
  benefit: ['支持标准', 'benefit'],
  base: ['计算基数', 'base'],
  maximumMonths: ['最长期限', 'longest period'],
  caps: ['限额', 'caps'],
  conditions: ['条件', 'conditions'],
  contractDay: ['合同签订日', 'day of the contract'],
  supplierPaymentDay: ['向供应商付款日', 'day the supplier was paid'],
};
