import { type Field, type Language, nameIn } from '../model/index.ts';
import { readOrThrow } from '../units/unreadable.ts';
import type { Reason } from './reason.ts';

/** What both functions that tell a reason expect. */
const EXPECTED = 'a reason, a language of "en" and "zh", and a list of fields';

/** Titles of the codes that the engine itself gives to reasons. */
const CODE_TITLES: Readonly<Record<string, Record<Language, string>>> = {
  validity: { en: 'days the product can be applied for', zh: '产品有效期' },
  currency: { en: 'currency', zh: '币种' },
  purpose: { en: 'purpose', zh: '融资用途' },
  'amount-min': { en: 'smallest loan of the product', zh: '产品最低金额' },
  'amount-max': { en: 'largest loan of the product', zh: '产品最高金额' },
  'term-min': { en: 'shortest term of the product, months', zh: '产品最短期限（月）' },
  'term-max': { en: 'longest term of the product, months', zh: '产品最长期限（月）' },
  repayment: { en: 'repayment methods', zh: '还款方式' },
  relationship: { en: 'relation with the bank', zh: '与银行往来关系' },
  'collateral-coverage': { en: 'loan that the collateral covers', zh: '担保物可覆盖金额' },
  'investment-share': { en: 'loan that the investment allows', zh: '按总投资比例可贷金额' },
  'single-client': { en: 'room under the single-client limit', zh: '单一客户授信余量' },
  price: { en: 'rate published for such a loan', zh: '对应的公布利率' },
};

const OPERATORS: Record<Language, Readonly<Record<Reason['operator'], string>>> = {
  en: {
    within: 'within',
    notWithin: 'outside',
    in: 'one of',
    notIn: 'none of',
    range: '',
    hasAny: 'any of',
    hasAll: 'all of',
    hasNone: 'none of',
    ask: 'ask the bank',
    all: 'all of',
    any: 'any of',
    not: 'not',
  },
  zh: {
    within: '属于',
    notWithin: '不属于',
    in: '为其中之一',
    notIn: '不为',
    range: '',
    hasAny: '具备任一',
    hasAll: '具备全部',
    hasNone: '不得有',
    ask: '需向银行咨询',
    all: '同时满足',
    any: '满足任一',
    not: '不得',
  },
};

interface Words extends Readonly<Record<Reason['verdict'], string>> {
  readonly needs: string;
  readonly is: string;
  readonly short: string;
  readonly and: string;
  readonly or: string;
}

const WORDS: Record<Language, Words> = {
  en: {
    needs: 'needs',
    is: 'is',
    pass: 'yes',
    fail: 'no',
    unknown: 'unknown',
    short: 'off by',
    and: '; ',
    or: ' or ',
  },
  zh: {
    needs: '要求',
    is: '实际',
    pass: '是',
    fail: '否',
    unknown: '未知',
    short: '相差',
    and: '；',
    or: '或',
  },
};

/** A reason as one line for people: what is needed, what there is, how far off. */
export function reasonText(reason: Reason, language: Language, fields: readonly Field[]): string {
  return readOrThrow('reasonText', EXPECTED, () => textOf(reason, language, fields));
}

function textOf(reason: Reason, language: Language, fields: readonly Field[]): string {
  const words = WORDS[language];
  if (reason.operator === 'ask') {
    return `${OPERATORS[language].ask}: ${reason.text ?? titleOf(reason, language, fields)}`;
  }
  if (reason.parts !== undefined && reason.required === undefined) {
    const parts = reason.parts.map((part) => textOf(part, language, fields));
    const joint = reason.operator === 'any' ? words.or : words.and;
    return `${OPERATORS[language][reason.operator]} (${parts.join(joint)})`;
  }
  const title = titleOf(reason, language, fields);
  // A condition without figures, such as a rate that nobody publishes.
  if (reason.required === undefined) return `${title}: ${words[reason.verdict]}`;
  const required = requiredText(reason, language);
  const actual = reason.actual === undefined ? words.unknown : listText(reason.actual);
  const gap = reason.gap === undefined ? '' : `, ${words.short} ${listText(reason.gap)}`;
  return `${title}: ${words.needs} ${required}, ${words.is} ${actual}${gap}`;
}

/** The name of what a reason is about: the engine's code, the field's title, or the code itself. */
export function reasonTitle(reason: Reason, language: Language, fields: readonly Field[]): string {
  return readOrThrow('reasonTitle', EXPECTED, () => titleOf(reason, language, fields));
}

function titleOf(reason: Reason, language: Language, fields: readonly Field[]): string {
  if (typeof reason.code !== 'string' || !Object.hasOwn(WORDS, language)) {
    throw new TypeError('no reason, or no language');
  }
  const known = Object.hasOwn(CODE_TITLES, reason.code) ? CODE_TITLES[reason.code] : undefined;
  if (known !== undefined) return known[language];
  const field = fields.find((candidate) => candidate.name === reason.field);
  return field === undefined ? reason.code : nameIn(field.title, language, field.name);
}

function requiredText(reason: Reason, language: Language): string {
  const required = reason.required ?? [];
  if (isList(required)) {
    return `${OPERATORS[language][reason.operator]} ${listText(required)}`.trim();
  }
  if (required.min === undefined) return `<= ${shown(required.max ?? '')}`;
  if (required.max === undefined) return `>= ${shown(required.min)}`;
  return `${shown(required.min)} .. ${shown(required.max)}`;
}

function isList(value: string | readonly string[] | object): value is readonly string[] {
  return Array.isArray(value);
}

function listText(value: string | readonly string[]): string {
  if (!isList(value)) return shown(value);
  return value.length === 0 ? '[]' : value.join(', ');
}

/** Groups the digits of plain numbers; all other texts stay as they are. */
function shown(text: string): string {
  const [whole = '', decimals] = text.split('.');
  if (!/^-?\d{5,17}$/.test(whole) || text.startsWith('0')) return text;
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return decimals === undefined ? grouped : `${grouped}.${decimals}`;
}
