/** How a quotient that is no integer becomes one. `half-up` rounds halves away from zero. */
export type Rounding = 'half-up' | 'down' | 'up';

/** Products and divisors below it leave room for one more divisor. */
const HALF_SAFE = 2 ** 52;

/**
 * `a * b / divisor` with one rounding, exact for all safe integers.
 * `down` and `up` are toward minus and plus infinity. Throws RangeError when the result is unsafe or
 * the divisor is not positive: the borders make both impossible for parsed documents.
 */
export function mulDiv(a: number, b: number, divisor: number, rounding: Rounding): number {
  const product = a * b;
  const isSmall = product <= HALF_SAFE && product >= -HALF_SAFE;
  if (isSmall && divisor > 0 && divisor <= HALF_SAFE) {
    return quotientOf(product, divisor, rounding);
  }
  return mulDivLarge(a, b, divisor, rounding);
}

function mulDivLarge(a: number, b: number, divisor: number, rounding: Rounding): number {
  if (!(divisor > 0)) throw new RangeError(`mulDiv: divisor must be positive, got ${divisor}`);
  // An amount times a rate: whole divisors first, then the rest, each below 2^53.
  const large = a > b ? a : b;
  const small = a > b ? b : a;
  const isSplit = small >= 0 && small * divisor <= HALF_SAFE && large <= HALF_SAFE;
  if (isSplit && (large / divisor) * small <= HALF_SAFE) {
    const whole = quotientOf(large, divisor, 'down');
    return whole * small + quotientOf((large - whole * divisor) * small, divisor, rounding);
  }
  // A text in the place of a number would be read as digits, or throw a SyntaxError.
  if (!(Number.isInteger(a) && Number.isInteger(b) && Number.isInteger(divisor))) {
    throw new RangeError(`mulDiv: ${a} x ${b} / ${divisor} is not of whole numbers`);
  }
  if (small >= 0 && small < SHARE_MOST && large <= HALF_SAFE && divisor <= SHARE_WHOLE) {
    const shared = shareOf(large, small, divisor, rounding);
    if (shared <= HALF_SAFE) return shared;
  }
  const exact = BigInt(a) * BigInt(b);
  const by = BigInt(divisor);
  const quotient = Number(exact / by);
  const remainder = Number(exact % by);
  const result = remainder === 0 ? quotient : quotient + step(remainder, divisor, rounding);
  if (!Number.isSafeInteger(result)) {
    throw new RangeError(`mulDiv: ${a} x ${b} / ${divisor} is unsafe`);
  }
  return result;
}

/** Digits of a base of 2^10: a small factor has two of them, and a divisor leaves room for one. */
const DIGIT = 2 ** 10;
const SHARE_MOST = DIGIT ** 2;
const SHARE_WHOLE = 2 ** 41;

/**
 * `large * small / divisor` as long division does it, for the share of one amount in another: the part
 * below the divisor times one digit of the small factor after the other, remainders below 2^52.
 * Above 2^52 the answer is not exact, and is above 2^52 nevertheless.
 */
function shareOf(large: number, small: number, divisor: number, rounding: Rounding): number {
  const whole = quotientOf(large, divisor, 'down');
  const rest = large - whole * divisor;
  const high = Math.floor(small / DIGIT);
  const first = quotientOf(rest * high, divisor, 'down');
  const left = (rest * high - first * divisor) * DIGIT + rest * (small - high * DIGIT);
  return whole * small + first * DIGIT + quotientOf(left, divisor, rounding);
}

/**
 * `dividend / divisor` for whole numbers, the dividend at most 2^52 in size, the divisor positive.
 *
 * Rounding a float quotient down, or up, is exact. If the quotient is no whole number, it is at least
 * 1 / divisor away from the next one, q; and floats near q lie no further apart than q / 2^52, half
 * of which is below 1 / divisor as long as q x divisor is below 2^53. So it cannot be rounded to q.
 */
function quotientOf(dividend: number, divisor: number, rounding: Rounding): number {
  // Adding zero makes a zero of what is zero below it.
  if (rounding === 'up') return Math.ceil(dividend / divisor) + 0;
  const quotient = Math.floor(dividend / divisor) + 0;
  if (rounding === 'down') return quotient;
  const remainder = dividend - quotient * divisor;
  const short = divisor - remainder;
  return remainder > short || (remainder === short && dividend > 0) ? quotient + 1 : quotient;
}

/** What to add to the quotient truncated toward zero. */
function step(remainder: number, divisor: number, rounding: Rounding): number {
  const sign = remainder < 0 ? -1 : 1;
  if (rounding === 'down') return sign < 0 ? -1 : 0;
  if (rounding === 'up') return sign < 0 ? 0 : 1;
  const size = Math.abs(remainder);
  // `size >= divisor - size` is `2 x size >= divisor` without the doubling that could be unsafe.
  return size >= divisor - size ? sign : 0;
}
