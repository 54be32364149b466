import type { Day } from '../units/day.ts';
import { RATE_LIMIT, RATE_ONE, type Rate } from '../units/rate.ts';
import { powerOf, rootOf } from './power.ts';
import {
  bracketedRoot,
  reversed,
  rootsToOne,
  type SparsePolynomial,
  signChanges,
} from './roots.ts';

/** Money on a day: positive is received, negative is paid; whole minor units, or any finite number. */
export interface Flow {
  readonly day: Day;
  readonly amount: number;
}

/** One effective rate, told in the usual ways. */
export interface EffectiveRate {
  /**
   * Compounded over a year of 365 days: 0.1 is 10 %. At least -1, to which a loss of all but
   * 10^-16 rounds.
   */
  readonly annual: number;
  /** The same in parts per million, half-up; absent beyond 100,000 %. */
  readonly annualPpm?: Rate;
  /** The nominal annual rate with twelve compoundings that comes to the same. */
  readonly nominalMonthly: number;
}

/** The rate per period of equal periods. */
export interface PeriodicRate {
  readonly perPeriod: number;
  /** Per period times periods a year. */
  readonly nominal: number;
  readonly annual: number;
}

/** One rate, several, or none: never a number where there is no single answer. */
export type Answer<T> =
  | { readonly kind: 'one'; readonly rate: T }
  /** Ascending, all of them. */
  | { readonly kind: 'several'; readonly rates: readonly T[] }
  | {
      readonly kind: 'none';
      readonly reason: 'no-flows' | 'no-sign-change' | 'no-root' | 'not-finite' | 'too-large';
    }
  /** The present value comes so close to zero at `near` that rounding hides whether it is zero. */
  | { readonly kind: 'uncertain'; readonly rates: readonly T[]; readonly near: readonly T[] };

export type RateAnswer = Answer<EffectiveRate>;

const DAYS_PER_YEAR = 365;

/**
 * The annual rate at which the flows are worth nothing today: the sum of
 * `amount / (1 + r)^(days / 365)` is zero (XIRR; ACT/365F). Flows of one day are added, their order
 * does not matter.
 *
 * The unknown is the discount factor of a day, `v = (1 + r)^(-1/365)`: so that all exponents are whole
 * and no engine's logarithm enters. One change of sign proves a single answer (Descartes' rule);
 * with more, all are found, or said to be undecided.
 * O(n log n) for a loan; with many changes of sign, O(n) for each interval that must be looked at.
 */
export function effectiveRate(flows: readonly Flow[]): RateAnswer {
  const isFlow = (flow: Flow) => Number.isFinite(flow?.amount) && Number.isSafeInteger(flow.day);
  if (!isReadable(() => Array.isArray(flows) && flows.every(isFlow))) {
    return { kind: 'none', reason: 'not-finite' };
  }
  const byDay = new Map<number, number>();
  for (const { day, amount } of flows) byDay.set(day, (byDay.get(day) ?? 0) + amount);
  const terms = [...byDay].filter(([, amount]) => amount !== 0).sort(([a], [b]) => a - b);
  const first = terms[0]?.[0] ?? 0;
  return solve(
    {
      amounts: terms.map(([, amount]) => amount),
      exponents: terms.map(([day]) => day - first),
    },
    (growth) => annualRate(powerOf(growth, DAYS_PER_YEAR)),
  );
}

/**
 * The rate per period at which the amounts, one a period and the first today, are worth nothing
 * (IRR), and what it comes to in a year.
 */
export function periodicRate(
  amounts: readonly number[],
  periodsPerYear: number,
): Answer<PeriodicRate> {
  const isSound = () =>
    Array.isArray(amounts) && amounts.every(Number.isFinite) && Number.isFinite(periodsPerYear);
  if (!isReadable(isSound)) return { kind: 'none', reason: 'not-finite' };
  const terms = [...amounts.entries()].filter(([, amount]) => amount !== 0);
  const first = terms[0]?.[0] ?? 0;
  return solve(
    {
      amounts: terms.map(([, amount]) => amount),
      exponents: terms.map(([period]) => period - first),
    },
    (growth) => ({
      perPeriod: growth - 1,
      nominal: (growth - 1) * periodsPerYear,
      annual: powerOf(growth, periodsPerYear) - 1,
    }),
  );
}

/** What a test says of what may come from anywhere; no, where it cannot be read. */
export function isReadable(test: () => boolean): boolean {
  try {
    return test();
  } catch {
    return false;
  }
}

/** `growth`: of one year. */
function annualRate(growth: number): EffectiveRate {
  const annual = growth - 1;
  const ppm = Math.round(annual * RATE_ONE);
  return {
    annual,
    ...(Math.abs(ppm) <= RATE_LIMIT ? { annualPpm: (ppm + 0) as Rate } : {}),
    nominalMonthly: 12 * (rootOf(growth, 12) - 1),
  };
}

/** Growth beyond 10^308 a year: no double holds it. */
const TOO_LARGE = { kind: 'none', reason: 'too-large' } as const;

/** Rates by the growth over one unit of the exponents. */
function solve<T extends { readonly annual: number }>(
  polynomial: SparsePolynomial,
  rateOf: (growth: number) => T,
): Answer<T> {
  const { amounts } = polynomial;
  if (amounts.length === 0) return { kind: 'none', reason: 'no-flows' };
  const changes = signChanges(amounts);
  if (changes === 0) return { kind: 'none', reason: 'no-sign-change' };
  if (changes === 1) {
    const rate = rateOf(singleGrowth(polynomial));
    return rate.annual < Number.POSITIVE_INFINITY ? { kind: 'one', rate } : TOO_LARGE;
  }
  const discounts = rootsToOne(polynomial);
  const growths = rootsToOne(reversed(polynomial));
  // A root at one belongs to both halves.
  const below = (values: readonly number[]) => values.filter((value) => value < 1);
  const rates = [...below(growths.certain), ...inverse(discounts.certain)].map(rateOf);
  const near = [...below(growths.uncertain), ...inverse(discounts.uncertain)].map(rateOf);
  if ([...rates, ...near].some((rate) => rate.annual === Number.POSITIVE_INFINITY))
    return TOO_LARGE;
  if (near.length > 0) return { kind: 'uncertain', rates, near };
  const [rate] = rates;
  if (rate === undefined) return { kind: 'none', reason: 'no-root' };
  return rates.length === 1 ? { kind: 'one', rate } : { kind: 'several', rates };
}

/** Ascending growths of descending discounts. */
function inverse(discounts: readonly number[]): readonly number[] {
  return [...discounts].reverse().map((discount) => 1 / discount);
}

/** The only root: the sign at one tells on which side of it. */
function singleGrowth(polynomial: SparsePolynomial): number {
  const { amounts } = polynomial;
  let atOne = 0;
  for (let i = 0; i < amounts.length; i++) atOne += amounts[i] as number;
  if (atOne === 0) return 1;
  const isLossMaking = atOne > 0 === (amounts[0] as number) > 0;
  const side = isLossMaking ? reversed(polynomial) : polynomial;
  const isRising = (side.amounts[0] as number) < 0;
  const root = bracketedRoot(side, 0, 1, isRising);
  return isLossMaking ? root : 1 / root;
}
