import { type Either, left, right } from 'fp-ts/Either';
import type { Fault } from './issue.ts';

/** A hierarchical code whose prefixes are its ancestors: C > C35 > C351 > C3511, 42 > 4201 > 420106. */
export type Code = string & { readonly __unit: 'code' };

/** Longest code and longest identifier, in characters. */
export const CODE_CHARACTERS = 24;
export const ID_CHARACTERS = 128;

const CODE = /^[A-Z0-9][A-Z0-9.-]{0,23}$/;
const REGION = /^\d{2}(\d{2}(\d{2}(\d{3}(\d{3})?)?)?)?$/;
const ID = /^[\p{L}\p{N}][\p{L}\p{N}._:@/+-]{0,127}$/u;

/** Reads an industry-like code: capitals, digits, dot and dash. */
export function parseCode(input: unknown): Either<Fault, Code> {
  const expected = `a code of capitals and digits, at most ${CODE_CHARACTERS}, such as "C3511"`;
  if (typeof input !== 'string') return left({ code: 'type', expected });
  return CODE.test(input) ? right(input as Code) : left({ code: 'format', expected });
}

/**
 * Reads an administrative division (GB/T 2260: 2, 4 or 6 digits; 9 or 12 for townships and villages)
 * and drops the "00" pairs that only pad it, so that 420000 is 42 and 420100 is 4201.
 */
export function parseRegion(input: unknown): Either<Fault, Code> {
  const expected = 'a division code of 2, 4, 6, 9 or 12 digits, such as "420106"';
  if (typeof input !== 'string') return left({ code: 'type', expected });
  if (!REGION.test(input) || input.startsWith('00')) return left({ code: 'format', expected });
  return right(withoutPadding(input) as Code);
}

/** Where the levels of a division code end: province, city, county, township, village. */
const REGION_LEVELS = [2, 4, 6, 9, 12];

function withoutPadding(code: string): string {
  const parent = REGION_LEVELS.findLast((end) => end < code.length);
  if (parent === undefined || /[1-9]/.test(code.slice(parent))) return code;
  return withoutPadding(code.slice(0, parent));
}

/** Reads an identifier: letters and digits of any script, and . _ : @ / + - after the first. */
export function parseId(input: unknown): Either<Fault, string> {
  const expected = `an identifier of 1 to ${ID_CHARACTERS} letters, digits or . _ : @ / + -`;
  if (typeof input !== 'string') return left({ code: 'type', expected });
  return ID.test(input) ? right(input) : left({ code: 'format', expected });
}

/** True when `code` is `ancestor` or lies below it. */
export function isWithin(code: string, ancestor: string): boolean {
  return code.startsWith(ancestor);
}
