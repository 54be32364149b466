import { type Either, left, right } from 'fp-ts/Either';
import { printScaled, readScaled } from './decimal.ts';
import type { Fault } from './issue.ts';
import { expectFinite } from './unreadable.ts';

/** Parts per million, a year where it is interest: 3.45 % is 34,500. A safe integer. */
export type Rate = number & { readonly __unit: 'ppm' };

/** One hundred per cent. */
export const RATE_ONE: Rate = 1_000_000 as Rate;

/** Largest absolute rate: 100,000 %. Wide enough for debt ratios of firms with hardly any assets. */
export const RATE_LIMIT: Rate = 1_000_000_000 as Rate;

const EXPECTED =
  'a rate with its unit and at most 4 decimals of a per cent, such as "3.45%" or "-15bp"';

/** Reads `"3.45%"` or `"-15bp"`. A bare number is refused: 0.0345 and 3.45 both mean 3.45 % somewhere. */
export function parseRate(input: unknown): Either<Fault, Rate> {
  if (typeof input === 'number') return left({ code: 'unit', expected: EXPECTED });
  if (typeof input !== 'string') return left({ code: 'type', expected: EXPECTED });
  const isPercent = input.endsWith('%');
  if (!isPercent && !input.endsWith('bp')) return left({ code: 'unit', expected: EXPECTED });
  // 1 % is 10,000 ppm; 1 basis point is 100 ppm.
  const value = isPercent ? readScaled(input.slice(0, -1), 4) : readScaled(input.slice(0, -2), 2);
  if (value === undefined || value === null) return left({ code: 'format', expected: EXPECTED });
  if (Math.abs(value) > RATE_LIMIT) {
    return left({ code: 'range', expected: 'a rate between -100000% and 100000%' });
  }
  return right(value as Rate);
}

/** `34500` is printed `"3.45%"`. */
export function printRate(rate: Rate): string {
  expectFinite('printRate', 'a rate in parts per million', rate);
  return `${printScaled(rate, 4)}%`;
}

/** `-1500` is shown `"-15bp"`: the usual way to name a difference of rates. */
export function printBasisPoints(rate: Rate): string {
  return `${printScaled(rate, 2)}bp`;
}
