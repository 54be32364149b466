import { type Either, left, right } from 'fp-ts/Either';
import { type Code, parseCode, parseId, parseRegion } from '../../units/code.ts';
import { type Day, parseDay, printDay } from '../../units/day.ts';
import { printScaled, readScaled } from '../../units/decimal.ts';
import { type Money, parseMoney, printMoney } from '../../units/money.ts';
import { parseRate, printRate, type Rate } from '../../units/rate.ts';
import type { EvidenceGrade, Name, Source } from '../common.ts';
import { TERM_MONTHS_MAX } from '../need.ts';
import { type Complaint, choice, leaf, object, optional, type Schema, typeFault } from './kit.ts';

/** Longest text for people, in UTF-16 code units. */
const TEXT_LIMIT = 10_000;

const same = <T>(value: T): T => value;

export const money: Schema<Money> = leaf(parseMoney, printMoney);
export const rate: Schema<Rate> = leaf(parseRate, printRate);
export const day: Schema<Day> = leaf(parseDay, printDay);
export const id: Schema<string> = leaf(parseId, same);
export const code: Schema<Code> = leaf(parseCode, same);
export const region: Schema<Code> = leaf(parseRegion, same);

/** A rate between two bounds in per cent, both included. */
export function rateBetween(minPercent: number, maxPercent: number): Schema<Rate> {
  const expected = `a rate between ${minPercent}% and ${maxPercent}%`;
  return leaf((json) => {
    const parsed = parseRate(json);
    if (parsed._tag === 'Left') return parsed;
    const inside = parsed.right >= minPercent * 10_000 && parsed.right <= maxPercent * 10_000;
    return inside ? parsed : left({ code: 'range', expected });
  }, printRate);
}

/** The interest that a loan can bear: anything beyond is a slip of the unit. */
export const loanRate: Schema<Rate> = rateBetween(-5, 100);
/** What is added to a rate. */
export const rateDifference: Schema<Rate> = rateBetween(-100, 100);
/** A share of something. */
export const share: Schema<Rate> = rateBetween(0, 100);

/** More than nothing. */
export const positiveMoney: Schema<Money> = leaf((json) => {
  const parsed = parseMoney(json);
  if (parsed._tag === 'Left' || parsed.right > 0) return parsed;
  return left({ code: 'range', expected: 'an amount of more than zero' });
}, printMoney);

/** A JSON integer between two bounds, both included. */
export function integer(min: number, max: number): Schema<number> {
  const expected = `a whole number between ${min} and ${max}`;
  return leaf((json) => {
    if (typeof json !== 'number') return left({ code: 'type', expected });
    if (!Number.isInteger(json)) return left({ code: 'format', expected });
    // `+ 0`: JSON can say -0, and equal numbers must have equal bytes.
    return json >= min && json <= max ? right(json + 0) : left({ code: 'range', expected });
  }, same);
}

export const termMonths: Schema<number> = integer(1, TERM_MONTHS_MAX);

/** A number with decimals, kept as an integer count of `10^-decimals`; printed as a number or text. */
export function scaled(decimals: number): Schema<number> {
  const max = Number.MAX_SAFE_INTEGER;
  if (decimals === 0) return integer(-max, max);
  const expected = `a number with at most ${decimals} decimals, such as "1.5"`;
  return leaf(
    (json) => {
      const value = readScaled(json, decimals);
      if (value === undefined && typeof json !== 'string' && typeof json !== 'number') {
        return left({ code: 'type', expected });
      }
      if (value === undefined || value === null) return left({ code: 'format', expected });
      return Number.isSafeInteger(value) ? right(value) : left({ code: 'range', expected });
    },
    (value) => printScaled(value, decimals),
  );
}

export const boolean: Schema<boolean> = leaf(
  (json) =>
    typeof json === 'boolean' ? right(json) : left({ code: 'type', expected: 'true or false' }),
  same,
);

/** A boolean that is only ever written when it is this one. */
export const onlyFalse: Schema<false> = leaf(
  (json) => (json === false ? right(json) : left(falseFault(json))),
  same,
);

function falseFault(json: unknown): Complaint {
  const expected = 'false, or no such key: a criterion is hard unless it says otherwise';
  return { code: typeof json === 'boolean' ? 'value' : 'type', expected };
}

/** One of a closed list; given as the keys of an object so that a union cannot outgrow it. */
export function oneOf<T extends string>(values: Readonly<Record<T, true>>): Schema<T> {
  return memberOf(Object.keys(values)) as unknown as Schema<T>;
}

/** One of a list of texts. */
export function memberOf(values: readonly string[]): Schema<string> {
  const known = new Set(values);
  const expected = `one of ${values.map((value) => JSON.stringify(value)).join(', ')}`;
  return leaf((json) => {
    if (typeof json !== 'string') return left({ code: 'type', expected });
    return known.has(json) ? right(json) : left({ code: 'value', expected, near: values });
  }, same);
}

function readText(json: unknown): Either<Complaint, string> {
  const expected = `a text of 1 to ${TEXT_LIMIT} characters`;
  if (typeof json !== 'string') return left({ code: 'type', expected });
  if (json.length > TEXT_LIMIT) return left({ code: 'limit', expected });
  return json.trim() === '' ? left({ code: 'empty', expected }) : right(json);
}

export const text: Schema<string> = leaf(readText, same);

/** Reports show it as a link, so nothing but web addresses may pass. */
const url: Schema<string> = leaf((json) => {
  const expected = 'a web address that begins with "https://" or "http://"';
  if (typeof json !== 'string') return left({ code: 'type', expected });
  return /^https?:\/\/[^\s<>"]+$/.test(json) ? right(json) : left({ code: 'format', expected });
}, same);

/** ISO 4217. */
export const currency: Schema<string> = leaf((json) => {
  const expected = 'a currency code of three capitals, such as "CNY"';
  if (typeof json !== 'string') return left({ code: 'type', expected });
  return /^[A-Z]{3}$/.test(json) ? right(json) : left({ code: 'format', expected });
}, same);

const NAME = 'a name: a text, or an object with "zh" and "en"';

const namePair: Schema<Exclude<Name, string>> = object<Exclude<Name, string>>(
  { zh: optional(text), en: optional(text) },
  (pair, report) => {
    if (!('zh' in pair) && !('en' in pair)) report({ code: 'empty', expected: NAME });
  },
);

export const name: Schema<Name> = choice<Name>(
  (json, report) => {
    if (typeof json === 'string') return text;
    if (typeof json === 'object' && json !== null && !Array.isArray(json)) return namePair;
    report(typeFault(json, NAME));
    return undefined;
  },
  (value) => (typeof value === 'string' ? text : namePair),
);

const grade: Schema<EvidenceGrade> = oneOf<EvidenceGrade>({
  A: true,
  B: true,
  C: true,
  bank: true,
  illustrative: true,
});

export const source: Schema<Source> = object<Source>({
  title: text,
  grade,
  document: optional(text),
  clause: optional(text),
  url: optional(url),
});
