/**
 * Division where a product passes 2^53. Numbers that fit are kept as their rounding and its error, which
 * is exact (Dekker 1971).
 */

/** Quotients below it are off by less than one when they are taken in floating point. */
export const QUOTIENT_LIMIT: number = 2 ** 50;

/** The whole part that `wideRest` found last. */
export const wideWhole: Float64Array = new Float64Array(1);

/**
 * What is left over of `amount x factor + left` after division; the whole part stands in `wideWhole`. All
 * are whole and not negative: amount and factor below 2^53, the quotient at most `QUOTIENT_LIMIT` but at
 * least 2, the divisor below 2^38, `left` below the divisor.
 *
 * The float quotient is off by one at most, so that both products lie within a few divisors of each other,
 * and their difference is exact (Sterbenz). Both errors are whole and below 2^36, so that their difference
 * is exact, and so are the sums.
 */
export function wideRest(amount: number, factor: number, left: number, divisor: number): number {
  const product = amount * factor;
  let whole = Math.floor(product / divisor);
  const taken = whole * divisor;
  const errors = productError(amount, factor, product) - productError(whole, divisor, taken);
  let rest = product - taken + errors + left;
  for (; rest < 0; rest += divisor) whole -= 1;
  for (; rest >= divisor; rest -= divisor) whole += 1;
  wideWhole[0] = whole;
  return rest;
}

/** 2^27 + 1 cuts a number into two halves whose products are exact (Veltkamp). */
const SPLITTER = 2 ** 27 + 1;

/** `a x b` less its rounding, which is `product`. */
function productError(a: number, b: number, product: number): number {
  const wideA = a * SPLITTER;
  const wideB = b * SPLITTER;
  const highA = wideA - (wideA - a);
  const highB = wideB - (wideB - b);
  const lowA = a - highA;
  const lowB = b - highB;
  return lowA * lowB - (product - highA * highB - lowA * highB - highA * lowB);
}
