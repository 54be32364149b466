import type { CompiledProduct } from '../catalog/index.ts';
import { mulDiv } from '../units/arithmetic.ts';
import { type Money, scaleSaturating } from '../units/money.ts';
import { RATE_LIMIT, RATE_ONE } from '../units/rate.ts';
import { balanceMonthsFast } from './balance-kernel.ts';

/** Repayment methods by number: the order of `REPAYMENT_METHODS`. */
export type MethodCode = 0 | 1 | 2;
export const EQUAL_PRINCIPAL = 1;
export const BULLET = 2;

/** When a fee is charged, and of what: a rate of the amount, or money. */
const UPFRONT = 0;
const MONTHLY = 1;
const ANNUAL = 2;
const ANNUAL_ON_BALANCE = 3;
const CHARGED = { upfront: UPFRONT, monthly: MONTHLY, annual: ANNUAL } as const;

/** Day counts and fees in columns: fees of row `p` are `feeStart[p]` ... `feeStart[p + 1] - 1`. */
export interface CostData {
  /** 1: interest of 365 days over a year of 360. */
  readonly isActual360: Uint8Array;
  readonly feeStart: Uint32Array;
  readonly feeCharged: Uint8Array;
  /** 1: `feeSize` is money in minor units, 0: ppm of the amount, or of the balance. */
  readonly feeIsMoney: Uint8Array;
  readonly feeSize: Float64Array;
}

/** Lays out what is charged beside interest. Fees on events and of unstated size are not costed. */
export function buildCosts(products: readonly CompiledProduct[]): CostData {
  const fees = products.map(({ product }) =>
    (product.fees ?? []).flatMap(({ charged, rate, amount }) => {
      if (charged === 'event' || (rate === undefined && amount === undefined)) return [];
      // A yearly rate on the outstanding principal is a cost as it stands.
      const when =
        charged === 'annual' && rate !== undefined ? ANNUAL_ON_BALANCE : CHARGED[charged];
      return [{ when, isMoney: rate === undefined ? 1 : 0, size: rate ?? amount ?? 0 }];
    }),
  );
  const feeStart = new Uint32Array(products.length + 1);
  fees.forEach((own, row) => {
    feeStart[row + 1] = feeStart[row]! + own.length;
  });
  const all = fees.flat();
  return {
    isActual360: Uint8Array.from(products, ({ product }) =>
      product.dayCount === 'ACT/360' ? 1 : 0,
    ),
    feeStart,
    feeCharged: Uint8Array.from(all, (fee) => fee.when),
    feeIsMoney: Uint8Array.from(all, (fee) => fee.isMoney),
    feeSize: Float64Array.from(all, (fee) => fee.size),
  };
}

/**
 * Interest, day count and fees of `priceLoan`, ppm a year on the principal outstanding: the net cost
 * before subsidies. Each part is rounded half-up once, as there.
 */
export function grossCostOf(
  costs: CostData,
  row: number,
  rate: number,
  amount: number,
  termMonths: number,
  method: MethodCode,
): number {
  let total = rate;
  if (costs.isActual360[row] === 1) total = mulDiv(rate, 365, 360, 'half-up');
  const end = costs.feeStart[row + 1]!;
  for (let fee = costs.feeStart[row]!; fee < end; fee++) {
    total += feeRateOf(costs, fee, amount, termMonths, method, rate);
  }
  return total;
}

function feeRateOf(
  costs: CostData,
  fee: number,
  amount: number,
  termMonths: number,
  method: MethodCode,
  rate: number,
): number {
  const charged = costs.feeCharged[fee]!;
  const size = costs.feeSize[fee]!;
  if (charged === ANNUAL_ON_BALANCE) return size;
  const ofAmount =
    costs.feeIsMoney[fee] === 1
      ? Math.min(scaleSaturating(size as Money, RATE_ONE, amount), RATE_LIMIT)
      : size;
  const timesTwelve = charged === UPFRONT ? 12 : charged === MONTHLY ? 12 * termMonths : termMonths;
  const outstanding = balanceMonthsFast(method, termMonths, rate);
  return mulDiv(ofAmount, timesTwelve * RATE_ONE, outstanding, 'half-up');
}

/** Twelve months, the share of the principal in ppm, and the rate in ppm. */
const SUBSIDY_SCALE = 12 * RATE_ONE * RATE_ONE;

/**
 * Money over the life of a loan as ppm a year on the principal outstanding, half-up: exact.
 *
 * The quotient is first taken in floating point. Three roundings of at most 2^-53 each leave a
 * relative error below 2^-51, so the quotient is off by less than 1e-6 while it stays below 10^9; if
 * it lies further than that from a half, its rounding cannot be wrong. Otherwise whole numbers decide.
 */
export function subsidyRateOf(
  subsidy: number,
  amount: number,
  termMonths: number,
  method: MethodCode,
  rate: number,
): number {
  const outstanding = balanceMonthsFast(method, termMonths, rate);
  const guess = (subsidy * (SUBSIDY_SCALE / outstanding)) / amount;
  const rest = guess - Math.floor(guess);
  if (guess < 1e9 && Math.abs(rest - 0.5) > 1e-6) {
    return rest < 0.5 ? Math.floor(guess) : Math.floor(guess) + 1;
  }
  const divisor = BigInt(amount) * BigInt(outstanding);
  return Number((2n * BigInt(subsidy) * BigInt(SUBSIDY_SCALE) + divisor) / (2n * divisor));
}
