import { printScaled } from '../units/decimal.ts';
import { type Money, printMoney } from '../units/money.ts';
import { readOrThrow } from '../units/unreadable.ts';
import type { LimitReason, NeedCause, NeedChange, NeedReason } from './explain.ts';
import type { LimitKind, LimitName } from './model.ts';

/** Languages in which reasons are told. */
export type ReasonLanguage = 'en' | 'zh-CN';

/**
 * Prints a reason why a need did not get all it asked. `currency`: the ISO code of amounts; absent, it is
 * not named in English and yuan in Chinese, where yuan are given in 万元 from 10,000 on. Throws TypeError for what is no
 * reason, or another language.
 */
export function printNeedReason(
  reason: NeedReason,
  language: ReasonLanguage,
  currency = '',
): string {
  return readOrThrow('printNeedReason', `a reason of explainAllocation, ${LANGUAGE}`, () =>
    needText(reason, language, readCurrency(currency)),
  );
}

const LANGUAGE = 'a language of "en" and "zh-CN", and a currency as a text';

function readCurrency(currency: string): string {
  if (typeof currency !== 'string') throw new TypeError('no currency');
  return currency;
}

function needText(reason: NeedReason, language: ReasonLanguage, currency: string): string {
  const { need, asked, got, cause, limit, shortBy, changes } = reason;
  const values: Values = {
    need,
    asked: printAmount(asked, language, currency),
    got: printAmount(got, language, currency),
    limit: limit === undefined ? '' : printLimitName(limit, language),
    points: printPoints(shortBy ?? 0),
    product: reason.product ?? '',
  };
  const told = [
    fill(CAUSES[language][cause], values),
    ...changes.map((one) => printChange(one, language)),
  ];
  return told.join(language === 'en' ? ' ' : '');
}

/** Prints what one more million of a limit would bring, or how far it is used; `currency` as above. */
export function printLimitReason(
  reason: LimitReason,
  language: ReasonLanguage,
  currency = '',
): string {
  return readOrThrow('printLimitReason', `a reason of explainAllocation, ${LANGUAGE}`, () =>
    limitText(reason, language, readCurrency(currency)),
  );
}

function limitText(reason: LimitReason, language: ReasonLanguage, currency: string): string {
  const { used, cap, floor, price } = reason;
  const shown = price < 0 ? floor : cap;
  const values: Values = {
    limit: printLimitName(reason, language),
    amount: shown === undefined ? '' : printAmount(shown, language, currency),
    used: printAmount(used, language, currency),
    million: printAmount(100_000_000 as Money, language, currency),
    points: printMoney(Math.floor((Math.abs(price) + 5_000) / 10_000) as Money),
  };
  const isFull = cap !== undefined && used >= cap;
  const key = price < 0 ? 'forced' : price === 0 ? 'full' : isFull ? 'scarce' : 'priced';
  return fill(LIMITS[language][key], values);
}

function printChange(change: NeedChange, language: ReasonLanguage): string {
  const values: Values = {
    limit: change.kind === 'raise-limit' ? printLimitName(change.limit, language) : '',
    points: change.kind === 'raise-score' ? printPoints(change.by) : '',
    product: change.kind === 'raise-score' ? change.product : '',
  };
  return fill(CHANGES[language][change.kind], values);
}

function printLimitName({ kind, id, bank = '' }: LimitName, language: ReasonLanguage): string {
  return fill(KINDS[language][kind], { id, bank });
}

/** `CNY 11,500,000`, `1,150 万元`, `9,800 元`: exact. */
function printAmount(amount: Money, language: ReasonLanguage, currency: string): string {
  const isYuan = language === 'zh-CN' && (currency === '' || currency === 'CNY');
  if (!isYuan) return `${currency} ${group(printMoney(amount))}`.trimStart();
  if (amount < 1_000_000) return `${group(printMoney(amount))} 元`;
  return `${group(printScaled(amount, 6))} 万元`;
}

/** Groups the digits before the point by threes. */
function group(numeral: string): string {
  const [whole = '', ...decimals] = numeral.split('.');
  return [whole.replace(/\B(?=(\d{3})+$)/g, ','), ...decimals].join('.');
}

/** Scores are shown as 0.00 to 100.00; what is missing is rounded up, so that it is enough. */
function printPoints(score: number): string {
  return printMoney(Math.ceil(score / 10_000) as Money);
}

type Values = Readonly<Record<string, string>>;

function fill(text: string, values: Values): string {
  return text.replace(/\{(\w+)\}/g, (_, key: string) => values[key] ?? '');
}

const KINDS: Readonly<Record<ReasonLanguage, Readonly<Record<LimitKind, string>>>> = {
  en: {
    product: 'product {id}',
    bank: 'bank {id}',
    region: 'region {id}',
    pool: 'programme {id}',
    guarantor: 'guarantor {id}',
    client: 'bank {bank} for client {id}',
    group: 'bank {bank} for group {id}',
  },
  'zh-CN': {
    product: '产品 {id} ',
    bank: '银行 {id} ',
    region: '地区 {id} ',
    pool: '专项资金 {id} ',
    guarantor: '担保机构 {id} ',
    client: '银行 {bank} 对单一客户 {id} ',
    group: '银行 {bank} 对集团客户 {id} ',
  },
};

const CAUSES: Readonly<Record<ReasonLanguage, Readonly<Record<NeedCause, string>>>> = {
  en: {
    ineligible: 'Need {need} asks {asked} and no product can serve it.',
    outscored:
      'Need {need} got {got} of {asked}: at product {product} others stand {points} points higher for what {limit} holds.',
    'quota-full': 'Need {need} got {got} of {asked}: the quota of {limit} is used up.',
    'budget-spent': 'Need {need} got {got} of {asked}: the budget of {limit} is spent.',
    'region-full': 'Need {need} got {got} of {asked}: the limit of {limit} is reached.',
    'client-limit': 'Need {need} got {got} of {asked}: the limit of {limit} is reached.',
    'offer-spent': 'Need {need} got {got} of {asked}: its products lend no more to it.',
    'below-ticket':
      'Need {need} got {got} of {asked}: the rest is less than product {product} lends.',
    'room-too-small':
      'Need {need} got {got} of {asked}: what is left of {limit} is too little for it.',
    'count-full': 'Need {need} got {got} of {asked}: {limit} serves as many needs as it may.',
    lenders: 'Need {need} got {got} of {asked}: no more lenders may share it.',
    'not-chosen': 'Need {need} got {got} of {asked}: more needs could be funded without it.',
    'passed-over': 'Need {need} got {got} of {asked}: the search put the money elsewhere.',
  },
  'zh-CN': {
    ineligible: '需求 {need} 申请 {asked}，没有可以受理的产品。',
    outscored:
      '需求 {need} 申请 {asked}，获得 {got}：在产品 {product} 上，争用{limit}额度的其他需求评分高出 {points} 分。',
    'quota-full': '需求 {need} 申请 {asked}，获得 {got}：{limit}的额度已用完。',
    'budget-spent': '需求 {need} 申请 {asked}，获得 {got}：{limit}的预算已用完。',
    'region-full': '需求 {need} 申请 {asked}，获得 {got}：{limit}已达上限。',
    'client-limit': '需求 {need} 申请 {asked}，获得 {got}：{limit}已达上限。',
    'offer-spent': '需求 {need} 申请 {asked}，获得 {got}：符合条件的产品无法提供更多。',
    'below-ticket': '需求 {need} 申请 {asked}，获得 {got}：剩余金额低于产品 {product} 的起贷金额。',
    'room-too-small': '需求 {need} 申请 {asked}，获得 {got}：{limit}剩余的额度不足以受理。',
    'count-full': '需求 {need} 申请 {asked}，获得 {got}：{limit}可受理的户数已满。',
    lenders: '需求 {need} 申请 {asked}，获得 {got}：参与银行数已达上限。',
    'not-chosen': '需求 {need} 申请 {asked}，获得 {got}：不安排该需求可以满足更多需求。',
    'passed-over': '需求 {need} 申请 {asked}，获得 {got}：求解将资金安排给了其他需求。',
  },
};

const CHANGES: Readonly<Record<ReasonLanguage, Readonly<Record<NeedChange['kind'], string>>>> = {
  en: {
    'find-product': 'A further product for which it is eligible would help.',
    'raise-score': 'A score higher by {points} points at product {product} would be served.',
    'raise-limit': 'More room at {limit} would help.',
    'lower-minimum': 'A smaller least amount would help.',
  },
  'zh-CN': {
    'find-product': '增加符合条件的产品会有帮助。',
    'raise-score': '在产品 {product} 上评分提高 {points} 分即可获得。',
    'raise-limit': '增加{limit}的额度会有帮助。',
    'lower-minimum': '降低最低金额会有帮助。',
  },
};

const LIMITS: Readonly<
  Record<ReasonLanguage, Readonly<Record<'scarce' | 'priced' | 'forced' | 'full', string>>>
> = {
  en: {
    scarce:
      'All {amount} of {limit} is used. {million} more there is worth as much as {million} lent at a score of {points} of 100.',
    priced:
      'Of {limit}, {used} of {amount} is used. By the prices of the bound, {million} more is worth at most as much as {million} lent at a score of {points} of 100.',
    forced:
      'The least amount of {limit}, {amount}, binds. {million} less of it is worth as much as {million} lent at a score of {points} of 100.',
    full: 'All {amount} of {limit} is used; more of it would bring nothing.',
  },
  'zh-CN': {
    scarce:
      '{limit}的额度 {amount}已全部使用。每增加 {million}，相当于多投放 {million}评分为 {points} 分的贷款。',
    priced:
      '{limit}的额度 {amount}已用 {used}。按上界的价格，每增加 {million}，至多相当于多投放 {million}评分为 {points} 分的贷款。',
    forced:
      '{limit}的最低金额 {amount}起约束作用。每减少 {million}，相当于多投放 {million}评分为 {points} 分的贷款。',
    full: '{limit}的额度 {amount}已全部使用，再增加也不会带来收益。',
  },
};
