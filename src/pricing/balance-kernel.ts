import { BOOK_METHODS } from '../cashflow/index.ts';
import { RATE_ONE, type Rate } from '../units/rate.ts';
import { balanceMonths } from './average-balance.ts';

/** Twelve months in parts per million: a yearly rate over this is the month's. */
const YEARLY = 12 * RATE_ONE;
/** The longest term that is proposed in floating point: the error bound grows with it. */
const MONTHS_LIMIT = 600;

/** Pairs of places for sums; terms times rates of a large catalog are a few thousand. */
const PAIR_BITS = 12;
/** A place holds term, rate, sum and nothing, so that a pair lies on one line of the cache. */
const WIDTH = 4;
/** No loan has a term of zero, so an empty place is never taken for an answer. */
const memory = new Int32Array(2 ** PAIR_BITS * 2 * WIDTH);

/**
 * What `balanceMonths` computes, for a method by its number in `BOOK_METHODS`: 0 equal instalments,
 * 1 equal principal, 2 bullet. In ppm-months; a bullet loan of 12 months has 12,000,000.
 *
 * Sums of instalments are remembered by term and rate; of those that meet in one place, the last two.
 * O(log n) where they are not, but for one in thousands of long loans, which costs O(n) digits.
 */
export function balanceMonthsFast(methodCode: number, termMonths: number, rate: number): number {
  if (methodCode === 2) return termMonths * RATE_ONE;
  if (methodCode === 1 || rate <= 0) return ((termMonths + 1) * RATE_ONE) / 2;
  const isCounted =
    (termMonths | 0) === termMonths &&
    (rate | 0) === rate &&
    termMonths >= 1 &&
    termMonths <= MONTHS_LIMIT;
  if (!isCounted) return exactly(termMonths, rate);
  const hash = Math.imul(Math.imul(rate, 0x9e3779b1) ^ termMonths, 0x85ebca6b);
  const first = (hash >>> (32 - PAIR_BITS)) * 2 * WIDTH;
  if (memory[first] === termMonths && memory[first + 1] === rate) return memory[first + 2]!;
  const second = first + WIDTH;
  if (memory[second] === termMonths && memory[second + 1] === rate) return memory[second + 2]!;
  const sum = instalmentMonths(termMonths, rate);
  memory[second] = memory[first]!;
  memory[second + 1] = memory[first + 1]!;
  memory[second + 2] = memory[first + 2]!;
  memory[first] = termMonths;
  memory[first + 1] = rate;
  // At most 600 million.
  memory[first + 2] = sum;
  return sum;
}

/**
 * The sum for equal instalments. With v = 1 / (1 + i), i the month's rate, what is out with k payments
 * to come is A(k) / A(n) of the amount, where A(k) = v + v^2 + ... + v^k. So the sum is D(n) / A(n)
 * with D(n) = A(1) + ... + A(n). Doubling needs no difference of nearly equal numbers:
 *
 *   A(2m) = A(m) (1 + v^m)         A(m + 1) = v (1 + A(m))
 *   D(2m) = D(m) (1 + v^m) + m A(m)    D(m + 1) = D(m) + A(m + 1)
 *
 * Error bound, u = 2^-53, in shares of each number, terms of u^2 left out:
 * 1. i is rounded once, 1 + i once, v once: v is off by at most 3u. The month's own share of 1 + i is
 *    below one, so nothing grows.
 * 2. v^m is off by (4m - 1) u: true for 1; squaring gives 2 (4m - 1) u + u, the next power
 *    (4m - 1) u + 3u + u, both within the bound of their exponent.
 * 3. A(m) is off by 4m u: true for 1. A(2m): 4m u + (4m - 1) u / 2 + 2u, for v^m is at most half of
 *    1 + v^m; that is at most 8m u. A(m + 1): 4m u x m / (m + 1) + u + 3u + u, for A(m) is at most
 *    m / (m + 1) of 1 + A(m); that is at most 4 (m + 1) u.
 * 4. D(m) is off by 5m u: true for 1. Sums of positive numbers are off by no more than the worse
 *    part and one rounding. D(2m): 5m u + (4m - 1) u / 2 + 2u + u, or 4m u + u + u; at most 10m u.
 *    D(m + 1): 5m u or 4 (m + 1) u, and u; at most 5 (m + 1) u.
 * 5. The quotient is off by 9n u + u, its product with a million by one u more.
 * A power too small to be written is off by less than 2^-1074, which is nothing beside 1.
 *
 * The bound that is used is (10n + 16) u. Where a half lies within it, the big integers of the
 * reference decide.
 */
function instalmentMonths(termMonths: number, rate: number): number {
  const discount = 1 / (1 + rate / YEARLY);
  let power = discount;
  let annuity = discount;
  let sum = discount;
  let months = 1;
  for (let bit = 30 - Math.clz32(termMonths); bit >= 0; bit--) {
    const doubled = 1 + power;
    sum = sum * doubled + months * annuity;
    annuity *= doubled;
    power *= power;
    months *= 2;
    if (((termMonths >>> bit) & 1) === 0) continue;
    annuity = discount * (1 + annuity);
    sum += annuity;
    power *= discount;
    months += 1;
  }
  const proposal = (sum / annuity) * RATE_ONE;
  const whole = Math.floor(proposal);
  const error = proposal * (5 * termMonths + 8) * Number.EPSILON;
  if (Math.abs(proposal - whole - 0.5) <= error) return exactly(termMonths, rate);
  return proposal - whole < 0.5 ? whole : whole + 1;
}

function exactly(termMonths: number, rate: number): number {
  return balanceMonths(BOOK_METHODS[0], termMonths, rate as Rate);
}
