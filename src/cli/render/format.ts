import {
  COLLATERAL_TYPES,
  DIRECTIONS,
  FLAGS,
  industryOf,
  LABELS,
  LISTS,
  PERMITS,
  PURPOSES,
  regionOf,
  type Term,
} from '../../hubei/index.ts';
import { type Field, type Name, nameIn } from '../../model/index.ts';
import type { Bounds } from '../../pricing/index.ts';
import { printScaled } from '../../units/decimal.ts';
import { type Money, printMoney } from '../../units/money.ts';
import { plural } from '../../units/plural.ts';
import type { View } from '../session.ts';
import { REPAYMENTS, SIZES, TIERS, type Word } from './words.ts';

/** Minor units in 万元. */
const MINOR_PER_WAN = 1_000_000;

/** A word of ours in the languages of the view: both where both are wanted. */
export function word(view: View, zh: string, en: string): string {
  return wordLines(view, zh, en).join(' ');
}

/** The same, one language a line: for the headings of tables. */
export function wordLines(view: View, zh: string, en: string): readonly string[] {
  return view.languages.map((language) => (language === 'zh' ? zh : en));
}

/** A name in the languages of the view, one a line; what is the same in both stands once. */
export function nameLines(view: View, name: Name | undefined, fallback: string): readonly string[] {
  return [...new Set(view.languages.map((language) => nameIn(name, language, fallback)))];
}

/** A name in the languages of the view, on one line. */
export function nameText(view: View, name: Name | undefined, fallback: string): string {
  return nameLines(view, name, fallback).join(' ');
}

/** A term: `36 个月 months`, `1 个月 month`. */
export function monthsText(view: View, months: number): string {
  return `${months} ${word(view, '个月', plural(months, 'month'))}`;
}

/** Groups the digits before the point by threes. */
export function groupDigits(numeral: string): string {
  const [whole = '', decimals] = numeral.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return decimals === undefined ? grouped : `${grouped}.${decimals}`;
}

/** A count with grouped digits. */
export function countText(count: number): string {
  return groupDigits(String(count));
}

/** Is the amount better read in 万元? Only yuan, only where Chinese is shown, from 10,000 yuan. */
function isInWan(view: View, amount: number, currency: string): boolean {
  return currency === 'CNY' && view.languages.includes('zh') && Math.abs(amount) >= MINOR_PER_WAN;
}

/** An exact amount with its unit: `1,150 万元`, `9,800 元`, `AUD 1,150,000.50`. */
export function moneyText(view: View, amount: Money, currency: string): string {
  if (isInWan(view, amount, currency)) return `${groupDigits(printScaled(amount, 6))} 万元`;
  const figure = groupDigits(printMoney(amount));
  const isYuan = currency === 'CNY' && view.languages.includes('zh');
  return isYuan ? `${figure} 元` : `${currency} ${figure}`;
}

/** A rate as per cent with at least two decimals: `3.45%`. */
export function rateText(rate: number): string {
  return `${printScaled(rate, 4, 2)}%`;
}

/** A cost to the last digit, so that points stand below each other: `2.9200%`. */
export function costText(rate: number): string {
  return `${printScaled(rate, 4, 4)}%`;
}

/** A rate that is added: with its sign. */
export function signedRateText(rate: number): string {
  return rate > 0 ? `+${rateText(rate)}` : rateText(rate);
}

/** One rate, or both ends of one that facts leave open: `2.85..3.15%`. */
export function boundsText(
  { low, high }: Bounds,
  text: (rate: number) => string = rateText,
): string {
  if (low === high) return text(high);
  return `${text(low).slice(0, -1)}..${text(high)}`;
}

/** A score out of 100 with two decimals, half-up: for show; the parts are shown exactly. */
export function scoreText(points: number): string {
  return printScaled(Math.floor((points + 5000) / 10_000), 2, 2);
}

/** The name of a field, on one line. */
export function fieldText(view: View, field: Field): string {
  return nameText(view, field.title, field.name);
}

/** A division code with its name, where the data pack knows it. */
export function regionText(view: View, code: string): string {
  const parts = [code.slice(0, 4), code].flatMap((part) => regionOf(part) ?? []);
  const regions = code.length > 4 ? parts : parts.slice(0, 1);
  if (regions.length === 0) return code;
  const named = view.languages.map((language) => {
    const names = regions.map((region) => region.name[language]);
    return language === 'zh' ? names.join('') : names.reverse().join(', ');
  });
  return `${code} ${named.join(' ')}`;
}

/** An industry code with its name, or that of the nearest one above it. */
export function industryText(view: View, code: string): string {
  for (let end = code.length; end > 0; end--) {
    const found = industryOf(code.slice(0, end));
    if (found !== undefined) return `${code} ${nameText(view, found.name, code)}`;
  }
  return code;
}

/** The lists of the data pack that name values, by the fields that hold them. */
const TERM_LISTS: Readonly<Record<string, readonly Term[]>> = {
  'enterprise.labels': LABELS,
  'enterprise.flags': FLAGS,
  'project.lists': LISTS,
  'project.permits': PERMITS,
  'project.direction': DIRECTIONS,
  'need.purpose': PURPOSES,
  'need.collateralTypes': COLLATERAL_TYPES,
  'product.purposes': PURPOSES,
};

/** The values of enums that are ours. */
const VALUE_WORDS: Readonly<Record<string, Readonly<Record<string, Word>>>> = {
  'enterprise.size': SIZES,
  'project.tier': TIERS,
  'need.repayment': REPAYMENTS,
};

/**
 * A value of a field: by its name where Chinese alone is shown, else as documents write it, which is
 * English and shorter. What nobody named stands as it is.
 */
export function termText(view: View, field: Field | undefined, value: string): string {
  if (field === undefined || view.languages.includes('en')) return value;
  const words = own(VALUE_WORDS, field.name);
  const [zh] = words === undefined ? [] : (own(words, value) ?? []);
  if (zh !== undefined) return zh;
  const term = own(TERM_LISTS, field.name)?.find((one) => one.id === value);
  return term?.name.zh ?? value;
}

function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

/** A purpose with its name. */
export function purposeText(view: View, id: string): string {
  const found = PURPOSES.find((purpose) => purpose.id === id);
  return found === undefined ? id : nameText(view, found.name, id);
}
