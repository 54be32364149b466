import { isRight } from 'fp-ts/Either';
import { readScaled } from '../../units/decimal.ts';
import { parseMoney, printMoney } from '../../units/money.ts';
import { printRate, type Rate } from '../../units/rate.ts';
import type { LossBook } from './loss.ts';

/** A JSON object whose members are not known yet. */
export type Loose = Readonly<Record<string, unknown>>;

/** Longest text that is carried over, in characters. */
const TEXT_CHARACTERS = 500;

/** Rates above this share are taken for another unit: 8.65 instead of 0.0865. */
const RATE_CEILING_PPM = 1_000_000;

export function isLoose(value: unknown): value is Loose {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The objects of a list member; what is no list or no object is a loss. */
export function objectsOf(
  product: Loose,
  member: string,
  book: LossBook,
): readonly (readonly [Loose, string])[] {
  const value = product[member];
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) {
    book.add('malformed', member, 'a list was expected', value);
    return [];
  }
  return value.flatMap((item: unknown, index) => {
    const path = `${member}[${index}]`;
    if (isLoose(item)) return [[item, path] as const];
    book.add('malformed', path, 'an object was expected', item);
    return [];
  });
}

/** A text without control characters and broken halves, of bounded length; `undefined` for none. */
export function textOf(value: unknown, path: string, book: LossBook): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') {
    book.add('malformed', path, 'a text was expected', value);
    return undefined;
  }
  const clean = value
    .slice(0, TEXT_CHARACTERS * 4)
    .replace(/[\p{Surrogate}\p{Cc}\s]+/gu, ' ')
    .trim();
  if (clean === '') return undefined;
  if (clean.length <= TEXT_CHARACTERS) return clean;
  book.add('unsupported', path, `cut to ${TEXT_CHARACTERS} characters`, value);
  // A cut may fall inside a surrogate pair.
  return clean.slice(0, TEXT_CHARACTERS).replace(/\p{Surrogate}/gu, '');
}

/** An amount in major units as our text; grouping commas and a dollar sign are read and recorded. */
export function amountOf(value: unknown, path: string, book: LossBook): string | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  const bare = typeof value === 'string' ? value.replace(/[$,\s]/g, '') : value;
  const money = parseMoney(bare);
  if (isRight(money)) {
    if (bare !== value)
      book.add('assumed', path, 'grouping and currency signs were dropped', value);
    return printMoney(money.right);
  }
  const kind = money.left.code === 'range' ? 'out-of-range' : 'malformed';
  book.add(kind, path, `expected ${money.left.expected}`, value);
  return undefined;
}

/**
 * A decimal fraction ("0.0865") as our rate text ("8.65%"), exact to the ppm. More than 100 % is
 * taken for another unit and left out, never guessed at.
 */
export function fractionOf(value: unknown, path: string, book: LossBook): string | undefined {
  if (value === undefined || value === null) return undefined;
  // Trailing zeros say nothing; a 17th decimal that does is too fine for a rate.
  const bare =
    typeof value === 'string' && value.includes('.')
      ? value.replace(/0+$/, '').replace(/\.$/, '')
      : value;
  const ppm = readScaled(bare, 6);
  if (ppm === undefined || ppm === null) {
    book.add(
      'malformed',
      path,
      'expected a decimal fraction of at most 6 decimals, such as "0.0865"',
      value,
    );
    return undefined;
  }
  if (ppm < 0 || ppm > RATE_CEILING_PPM) {
    book.add('out-of-range', path, 'expected a fraction between 0 and 1', value);
    return undefined;
  }
  return printRate(ppm as Rate);
}

/** Letters and digits of a text as an identifier; other characters become dashes. */
export function slug(text: string): string {
  const safe = text
    .slice(0, 400)
    .replace(/[^\p{L}\p{N}._+-]+/gu, '-')
    .replace(/^[^\p{L}\p{N}]+/u, '')
    .slice(0, 80);
  return safe.replace(/\p{Surrogate}/gu, '').replace(/-+$/, '');
}
