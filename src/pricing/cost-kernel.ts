import type { CompiledProduct } from '../catalog/index.ts';
import type { Product } from '../model/index.ts';
import { mulDiv } from '../units/arithmetic.ts';
import { type Money, scaleSaturating } from '../units/money.ts';
import { RATE_LIMIT, RATE_ONE } from '../units/rate.ts';
import { balanceMonthsFast } from './balance-kernel.ts';

/** Repayment methods by number: the order of `REPAYMENT_METHODS`. */
export type MethodCode = 0 | 1 | 2;
export const BULLET = 2;

/** When a fee is charged, and of what: a rate of the amount, or money. */
const UPFRONT = 0;
const MONTHLY = 1;
const ANNUAL = 2;
const ANNUAL_ON_BALANCE = 3;
const CHARGED = { upfront: UPFRONT, monthly: MONTHLY, annual: ANNUAL } as const;

/** The most ppm that least fees are counted to: they stand in 32 bits. */
const LEAST_LIMIT = 2 ** 30;

/** What a fee is: when it is charged, and whether its size is money; see `CostData.fees`. */
const CHARGED_MASK = 3;
const IS_MONEY = 4;

/**
 * Day counts and fees in columns. Fees of row `p` stand at `feeStart[p] >> 1` ... `feeStart[p + 1] >> 1`
 * of `fees`, two numbers each: when it is charged, with a bit where its size is money, and the size,
 * minor units or ppm of the amount or the balance. The last bit of `feeStart[p]` is set where the
 * interest is of 365 days over a year of 360.
 */
export interface CostData {
  readonly feeStart: Uint32Array;
  readonly fees: Float64Array;
  /**
   * Two numbers a row: what it costs at least beside its rate, ppm a year, if that is not below its
   * least rate; and ppm-months that come to it, over the months of the loan. See `leastFeesOf`.
   */
  readonly least: Int32Array;
}

/** Lays out what is charged beside interest. Fees on events and of unstated size are not costed. */
export function buildCosts(
  products: readonly CompiledProduct[],
  leastRate: Float64Array,
): CostData {
  const fees = products.map(({ product }) =>
    (product.fees ?? []).flatMap(({ charged, rate, amount }) => {
      if (charged === 'event' || (rate === undefined && amount === undefined)) return [];
      // A yearly rate on the outstanding principal is a cost as it stands.
      const when =
        charged === 'annual' && rate !== undefined ? ANNUAL_ON_BALANCE : CHARGED[charged];
      const isMoney = rate === undefined;
      return [{ when, isMoney, size: rate ?? amount ?? 0 }];
    }),
  );
  const feeStart = new Uint32Array(products.length + 1);
  let count = 0;
  products.forEach(({ product }, row) => {
    feeStart[row] = count * 2 + (isActual360(product) ? 1 : 0);
    count += fees[row]!.length;
  });
  feeStart[products.length] = count * 2;
  return {
    feeStart,
    fees: Float64Array.from(
      fees.flat().flatMap(({ when, isMoney, size }) => [when + (isMoney ? IS_MONEY : 0), size]),
    ),
    least: Int32Array.from(
      products.flatMap(({ product }, row) =>
        leastOf(fees[row]!, isActual360(product) ? leastDayCount(leastRate[row]!) : 0),
      ),
    ),
  };
}

const isActual360 = ({ dayCount }: Product): boolean => dayCount === 'ACT/360';

interface Charge {
  readonly when: number;
  readonly isMoney: boolean;
  readonly size: number;
}

/** What 365 days over a year of 360 add at least to rates that are not below this; less, below zero. */
const leastDayCount = (rate: number): number => Math.floor((rate * 5) / 360) - 1;

/**
 * What fees and the day count cost at least, whatever the rate is above its least and whatever the
 * loan. The balances of a loan are at most its amount, so that a fee weighs at least as much a year as
 * on a loan that is repaid at its end; rounding takes less than one ppm from a fee. Money may weigh
 * nothing on a large loan.
 */
function leastOf(fees: readonly Charge[], dayCount: number): readonly number[] {
  let always = dayCount;
  let monthly = 0;
  for (const { when, isMoney, size } of fees) {
    if (isMoney) continue;
    if (when === ANNUAL_ON_BALANCE) always += size;
    if (when === MONTHLY) always += 12 * size - 1;
    if (when === UPFRONT) {
      always -= 1;
      monthly += 12 * size;
    }
  }
  // What is below nothing, or very much, was made by hand.
  const isUsual = fees.every((fee) => fee.size >= 0) && monthly <= LEAST_LIMIT;
  return isUsual && always <= LEAST_LIMIT ? [always, monthly] : [-LEAST_LIMIT, 0];
}

/**
 * A bound from below on what a loan costs beside its rate and without subsidies, ppm a year: what
 * `grossCostOf` adds to any rate that is not below the least of the row.
 */
export function leastFeesOf({ least }: CostData, row: number, termMonths: number): number {
  return least[row * 2]! + least[row * 2 + 1]! / termMonths;
}

/**
 * Interest, day count and fees of `priceLoan`, ppm a year on the principal outstanding: the net cost
 * before subsidies. Each part is rounded half-up once, as there.
 */
export function grossCostOf(
  { feeStart, fees }: CostData,
  row: number,
  rate: number,
  amount: number,
  termMonths: number,
  method: MethodCode,
): number {
  const start = feeStart[row]!;
  const end = feeStart[row + 1]! >> 1;
  let total = (start & 1) === 0 ? rate : mulDiv(rate, 365, 360, 'half-up');
  let outstanding = 0;
  for (let fee = start >> 1; fee < end; fee++) {
    const what = fees[fee * 2]!;
    const size = fees[fee * 2 + 1]!;
    const charged = what & CHARGED_MASK;
    if (charged === ANNUAL_ON_BALANCE) {
      total += size;
      continue;
    }
    if (outstanding === 0) outstanding = balanceMonthsFast(method, termMonths, rate);
    const ofAmount =
      (what & IS_MONEY) === 0
        ? size
        : Math.min(scaleSaturating(size as Money, RATE_ONE, amount), RATE_LIMIT);
    const timesTwelve =
      charged === UPFRONT ? 12 : charged === MONTHLY ? 12 * termMonths : termMonths;
    total += mulDiv(ofAmount, timesTwelve * RATE_ONE, outstanding, 'half-up');
  }
  return total;
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
