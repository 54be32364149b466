import { isReadable } from './effective-rate.ts';
import { PAYMENTS_LIMIT } from './loan.ts';
import { powerOf } from './power.ts';

/** Money at a time told in unit periods: whole ones, and a fraction of one. */
export interface UnitFlow {
  readonly amount: number;
  /** Whole unit periods from the first advance. */
  readonly units: number;
  /** Part of a unit period beside them, from zero to less than one. */
  readonly fraction?: number;
}

/** An annual percentage rate under Regulation Z. */
export type AprAnswer =
  | { readonly kind: 'one'; readonly apr: number; readonly perUnit: number }
  | {
      readonly kind: 'none';
      /** `not-single`: payments before the last advance; the equation may have several answers. */
      readonly reason: 'no-flows' | 'not-finite' | 'not-single' | 'no-root';
    };

/** Largest rate per unit period that is looked for: 10,000 %. */
const LARGEST = 100;
const STEPS = 200;

/**
 * The annual percentage rate of US Regulation Z, 12 CFR 1026 Appendix J (b)(8): the rate `i` per unit
 * period at which advances and payments, each divided by `(1 + f i)(1 + i)^t`, are equal; times the
 * unit periods of a year. Simple interest on the odd fraction `f`, compound interest on whole periods.
 *
 * All advances must lie before all payments; then the answer is single. By bisection to the last
 * digit: O(flows) a step, 200 steps at most.
 */
export function unitPeriodRate(
  advances: readonly UnitFlow[],
  payments: readonly UnitFlow[],
  unitsPerYear: number,
): AprAnswer {
  const none = (reason: Extract<AprAnswer, { kind: 'none' }>['reason']): AprAnswer => ({
    kind: 'none',
    reason,
  });
  const areSound = () =>
    [...advances, ...payments].every(isSound) && Number.isFinite(unitsPerYear) && unitsPerYear > 0;
  if (!isReadable(() => Array.isArray(advances) && Array.isArray(payments) && areSound())) {
    return none('not-finite');
  }
  if (advances.length === 0 || payments.length === 0) return none('no-flows');
  const time = ({ units, fraction = 0 }: UnitFlow) => units + fraction;
  const lastAdvance = advances.map(time).reduce((a, b) => Math.max(a, b));
  const firstPayment = payments.map(time).reduce((a, b) => Math.min(a, b));
  if (lastAdvance > firstPayment) return none('not-single');
  const excess = (i: number) => presentValue(payments, i) - presentValue(advances, i);
  if (excess(0) < 0) return none('no-root');
  let low = 0;
  let high = LARGEST;
  if (excess(high) > 0) return none('no-root');
  for (let step = 0; step < STEPS && high - low > Number.EPSILON * high; step++) {
    const middle = (low + high) / 2;
    if (excess(middle) > 0) low = middle;
    else high = middle;
  }
  const perUnit = (low + high) / 2;
  return { kind: 'one', apr: perUnit * unitsPerYear, perUnit };
}

function isSound({ amount, units, fraction = 0 }: UnitFlow): boolean {
  return (
    Number.isFinite(amount) &&
    amount > 0 &&
    Number.isSafeInteger(units) &&
    units >= 0 &&
    fraction >= 0 &&
    fraction < 1
  );
}

/**
 * Appendix J (c)(1): one advance, equal payments one unit period apart, the first after `units` whole
 * unit periods and a `fraction` of one. At most `PAYMENTS_LIMIT` payments.
 */
export function singleAdvanceApr(options: {
  readonly advance: number;
  readonly payment: number;
  readonly payments: number;
  readonly unitsPerYear: number;
  /** Whole unit periods to the first payment. */
  readonly units: number;
  readonly fraction?: number;
}): AprAnswer {
  if (!isReadable(() => options.payments <= PAYMENTS_LIMIT)) {
    return { kind: 'none', reason: 'not-finite' };
  }
  const { advance, payment, payments, unitsPerYear, units, fraction = 0 } = options;
  const list = Array.from({ length: payments }, (_, index) => {
    return { amount: payment, units: units + index, fraction };
  });
  return unitPeriodRate([{ amount: advance, units: 0 }], list, unitsPerYear);
}

function presentValue(flows: readonly UnitFlow[], i: number): number {
  return flows.reduce((sum, { amount, units, fraction = 0 }) => {
    return sum + amount / ((1 + fraction * i) * powerOf(1 + i, units));
  }, 0);
}
