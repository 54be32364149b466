/** How a quotient that is no integer becomes one. `half-up` rounds halves away from zero. */
export type Rounding = 'half-up' | 'down' | 'up';

const SAFE = Number.MAX_SAFE_INTEGER;

/**
 * `a * b / divisor` with one rounding, exact for all safe integers.
 * `down` and `up` are toward minus and plus infinity. Throws RangeError when the result is unsafe or
 * the divisor is not positive: the borders make both impossible for parsed documents.
 */
export function mulDiv(a: number, b: number, divisor: number, rounding: Rounding): number {
  if (!(divisor > 0)) throw new RangeError(`mulDiv: divisor must be positive, got ${divisor}`);
  const product = a * b;
  if (Math.abs(product) <= SAFE) {
    const remainder = product % divisor;
    // The subtraction makes the division exact, so no float rounding can enter.
    const quotient = (product - remainder) / divisor + 0;
    return remainder === 0 ? quotient : quotient + step(remainder, divisor, rounding);
  }
  const exact = BigInt(a) * BigInt(b);
  const by = BigInt(divisor);
  const quotient = Number(exact / by);
  const remainder = Number(exact % by);
  const result = remainder === 0 ? quotient : quotient + step(remainder, divisor, rounding);
  if (!Number.isSafeInteger(result))
    throw new RangeError(`mulDiv: ${a} x ${b} / ${divisor} is unsafe`);
  return result;
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
