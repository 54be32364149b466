import type { RepaymentMethod } from '../model/index.ts';
import { RATE_ONE, type Rate } from '../units/rate.ts';

const MONTHS_PER_YEAR = 12;

/**
 * How much principal is out for how long: the sum of the balances at the start of each month, as a
 * share of the amount lent, in ppm-months. A bullet loan of 12 months has 12,000,000.
 *
 * 1. bullet: the whole amount every month.
 * 2. equal principal: n, n-1, ... 1 parts of n, so (n + 1) / 2.
 * 3. equal instalments at i = rate / 12 a month: sum = n q / (q - 1) - 1 / i with q = (1 + i)^n,
 *    from the annuity formula; computed in exact integers, rounded once, half-up. At a rate of zero
 *    it is the equal-principal loan; below zero it is taken for one.
 *
 * O(n) digits of big integers for instalments.
 */
export function balanceMonths(method: RepaymentMethod, termMonths: number, rate: Rate): number {
  if (method === 'bullet') return termMonths * RATE_ONE;
  if (method === 'equal-principal' || rate <= 0) return ((termMonths + 1) * RATE_ONE) / 2;
  const n = BigInt(termMonths);
  const yearly = BigInt(MONTHS_PER_YEAR * RATE_ONE);
  const r = BigInt(rate);
  const grown = (yearly + r) ** n;
  const flat = yearly ** n;
  const excess = grown - flat;
  const numerator = (n * grown * r - yearly * excess) * BigInt(RATE_ONE);
  const denominator = r * excess;
  return Number((2n * numerator + denominator) / (2n * denominator));
}
