import type { Money } from '../units/money.ts';
import { RATE_ONE, type Rate } from '../units/rate.ts';

/**
 * The level payment that repays `balance` over periods of interest, exact: the quotient
 *
 *   balance x g1 g2 ... gn / (g2 g3 ... gn + g3 ... gn + ... + 1),   g = 1 + rate x period
 *
 * rounded half-up to whole minor units. Periods are numerators over `denominator`, in years.
 *
 * Floating point proposes; where its error bound cannot exclude a tie, big integers decide. So the
 * answer does not depend on the engine. O(n); the exact path O(n^2) digits.
 */
export function levelPayment(
  balance: Money,
  rate: Rate,
  periods: ArrayLike<number>,
  denominator: number,
): Money {
  const n = periods.length;
  const unit = RATE_ONE * denominator;
  let annuity = 0;
  for (let k = n - 1; k >= 0; k--) {
    annuity = (annuity + 1) / (1 + (rate * (periods[k] as number)) / unit);
  }
  const proposal = balance / annuity;
  const whole = Math.floor(proposal);
  // Four roundings a period at most, each of half a unit in the last place.
  const error = proposal * (4 * n + 8) * Number.EPSILON;
  const distance = Math.abs(proposal - whole - 0.5);
  if (distance > error) return (proposal - whole < 0.5 ? whole : whole + 1) as Money;
  return exactLevelPayment(balance, rate, periods, denominator);
}

/** The same quotient in big integers. */
export function exactLevelPayment(
  balance: Money,
  rate: Rate,
  periods: ArrayLike<number>,
  denominator: number,
): Money {
  const unit = BigInt(RATE_ONE * denominator);
  const r = BigInt(rate);
  let growth = 1n;
  let flat = 1n;
  let future = 0n;
  for (let k = 0; k < periods.length; k++) {
    const grown = unit + r * BigInt(periods[k] as number);
    growth *= grown;
    flat *= unit;
    future = future * grown + flat;
  }
  const numerator = BigInt(balance) * growth;
  return Number((2n * numerator + future) / (2n * future)) as Money;
}
