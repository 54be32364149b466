import { exactQuotient, levelPayment } from '../cashflow/index.ts';
import type { Money } from '../units/money.ts';
import { RATE_ONE, type Rate } from '../units/rate.ts';

/**
 * How much of a standard loan is out over its first months: sums of the balances that `schedule`
 * computes for monthly payments, months as twelfths, one rate, one draw. All amounts are minor units.
 *
 * Bullet and equal-principal loans have closed forms. Level payments round their interest each month,
 * so that only counting month by month gives the last unit; the sums are kept, because many products
 * of one need ask for the same loan, and many programmes for the same months of it.
 */

/** Thirty-day months over a 360-day year. */
const MONTH = 30;
const YEAR = 360;
/** Twelve months in parts per million: balance x rate / this is a month's interest. */
const MONTHLY: number = (RATE_ONE * YEAR) / MONTH;

/** Most months of a loan. */
export const MONTHS_LIMIT = 600;
/** Sums of balances stay below 2^53 for loans up to this many minor units and 600 payments. */
export const PRINCIPAL_LIMIT = 10_000_000_000_000;

/** Indexes into `BOOK_METHODS`; every other method repays at the end, as a bullet does. */
export const EQUAL_INSTALMENTS = 0;
export const EQUAL_PRINCIPAL = 1;
export const BULLET = 2;

/** Loans with level payments whose sums are kept; a power of two. */
const SLOTS = 32;
/** One sum more than months: that of no month. */
const STRIDE = MONTHS_LIMIT + 1;

/** The loan of a slot; payments are zero where it is empty. */
const slotPrincipal = new Float64Array(SLOTS);
const slotRate = new Float64Array(SLOTS);
const slotPayments = new Int32Array(SLOTS);
/** Months that are counted already, and the balance after them. */
const slotMonths = new Int32Array(SLOTS);
const slotBalance = new Float64Array(SLOTS);
const slotPart = new Float64Array(SLOTS);
/**
 * Rows of running sums: `balanceSums[row + m]` is the sum over the first m months. A row for each
 * slot, of its balances; and one, at `SHARES`, of the eligible parts that were counted last.
 */
export const balanceSums: Float64Array = new Float64Array((SLOTS + 1) * STRIDE);
export const SHARES: number = SLOTS * STRIDE;

/**
 * Makes the sums of a loan with level payments ready for its first `months` months, at most its
 * payments; answers the row in which they stand, until another loan with level payments is asked for.
 * The principal is at most `PRINCIPAL_LIMIT`, the payments are 1 to `MONTHS_LIMIT`.
 */
export function levelSums(
  principal: number,
  rate: number,
  payments: number,
  months: number,
): number {
  const mixed = Math.imul(principal ^ Math.imul(rate, 0x9e3779b1) ^ (payments << 20), 0x85ebca6b);
  const slot = (mixed ^ (mixed >>> 15)) & (SLOTS - 1);
  const isKept =
    slotPayments[slot] === payments && slotPrincipal[slot] === principal && slotRate[slot] === rate;
  if (!isKept) {
    slotPayments[slot] = payments;
    slotPrincipal[slot] = principal;
    slotRate[slot] = rate;
    slotMonths[slot] = 0;
    slotBalance[slot] = principal;
    slotPart[slot] = levelPart(principal, rate, payments);
  }
  if (slotMonths[slot]! < months) countMonths(slot, months);
  return slot * STRIDE;
}

const thirties = new Int32Array(MONTHS_LIMIT).fill(MONTH);

/**
 * The level payment, by doubling. With v = 1 / (1 + i), i the month's rate, the annuity is
 * A(n) = v + v^2 + ... + v^n, and
 *
 *   A(2m) = A(m) (1 + v^m),   A(m + 1) = v (1 + A(m)).
 *
 * Error bound, u = 2^-53: i is rounded once, 1 + i once, v once, so v is off by 3u of itself, and
 * v^m, product by product, by (4m - 1) u. All terms are positive. If A(m) is off by 4m u, then
 * A(2m) by 4m u + (4m - 1) u / 2 + 2u, for v^m is at most half of 1 + v^m; that is below 8m u.
 * A(m + 1) is off by 4m u x m / (m + 1) + 5u, for A(m) is at most m / (m + 1) of 1 + A(m); that is
 * at most 4 (m + 1) u. So A(n) is off by 4n u, the quotient by 4n u + u; terms of u^2 are far below
 * the slack of the bound that is used, 8n u + 16u. Where a tie cannot be excluded, `levelPayment`
 * decides, in big integers if it must.
 */
function levelPart(amount: number, rate: number, count: number): number {
  if (!(rate >= 0)) return levelPayment(amount as Money, rate as Rate, monthsOf(count), YEAR);
  const discount = 1 / (1 + rate / MONTHLY);
  let annuity = discount;
  let power = discount;
  for (let bit = 30 - Math.clz32(count); bit >= 0; bit--) {
    annuity *= 1 + power;
    power *= power;
    if (((count >>> bit) & 1) === 0) continue;
    annuity = discount * (1 + annuity);
    power *= discount;
  }
  const proposal = amount / annuity;
  const whole = Math.floor(proposal);
  const error = proposal * (4 * count + 8) * Number.EPSILON;
  if (Math.abs(proposal - whole - 0.5) > error) return proposal - whole < 0.5 ? whole : whole + 1;
  return levelPayment(amount as Money, rate as Rate, monthsOf(count), YEAR);
}

const monthsOf = (count: number) => thirties.subarray(0, count);

/** The month's interest below which one product decides its rounding, in minor units. */
const INTEREST_LIMIT = 90_000_000;
/** Above this, numbers have no fraction, and a sum is rounded to the nearest whole. */
const WHOLE = 1.5 * 2 ** 52;

/**
 * Counts a loan with level payments on to a month.
 *
 * The interest of a month is e = balance x rate / 12,000,000, rounded half-up. With u = 2^-53, the
 * factor below is rate / 12,000,000 x (1 + 4u) with two roundings, the product has one more: so it is
 * above e, by less than 8u e, which is less than 1 / 12,000,000 for e below `INTEREST_LIMIT`. Now e
 * is a whole number of twelve-millionths, and so is every half: e cannot lie closer below a half than
 * that. So the product lies above a half exactly where e lies on it or above, and rounding the
 * product to the nearest whole rounds e half-up. Adding and taking off `WHOLE` does that; the two
 * steps must not be simplified.
 */
function countMonths(slot: number, months: number): void {
  const first = slot * STRIDE;
  const rate = slotRate[slot]!;
  const level = slotPart[slot]!;
  const isPlain = rate >= 0 && slotPrincipal[slot]! * rate < INTEREST_LIMIT * MONTHLY;
  const factor = (rate / MONTHLY) * (1 + 2 * Number.EPSILON);
  let month = slotMonths[slot]!;
  let balance = slotBalance[slot]!;
  if (month === 0) balanceSums[first] = 0;
  let sum = balanceSums[first + month]!;
  for (; month < months; month++) {
    sum += balance;
    balanceSums[first + month + 1] = sum;
    const interest = isPlain
      ? balance * factor + WHOLE - WHOLE
      : exactQuotient(balance, rate * MONTH, RATE_ONE * YEAR);
    // Nothing is added to the principal, and nothing repaid beyond it.
    const next = balance - level + interest;
    balance = next < 0 ? 0 : next > balance ? balance : next;
  }
  slotMonths[slot] = months;
  slotBalance[slot] = balance;
}

/** Whose shares stand in the last row: principal, part, level rate and payments, eligible, months. */
const sharesOf = new Float64Array(6);

/**
 * Adds up the eligible parts of the balances of a loan in the row `SHARES`, unless they stand there
 * from the question before. `row` is that of the loan's balances, negative where `part` is repaid
 * each month; `eligible` is at most the principal.
 */
export function countShares(
  principal: number,
  part: number,
  row: number,
  months: number,
  eligible: number,
): void {
  const slot = row < 0 ? -1 : row / STRIDE;
  const rate = slot < 0 ? -1 : slotRate[slot]!;
  const payments = slot < 0 ? 0 : slotPayments[slot]!;
  const isKept =
    sharesOf[0] === principal &&
    sharesOf[1] === part &&
    sharesOf[2] === rate &&
    sharesOf[3] === payments &&
    sharesOf[4] === eligible;
  const counted = isKept ? sharesOf[5]! : 0;
  if (counted >= months) return;
  let sum = counted === 0 ? 0 : balanceSums[SHARES + counted]!;
  for (let m = counted; m < months; m++) {
    const balance =
      row < 0 ? principal - m * part : balanceSums[row + m + 1]! - balanceSums[row + m]!;
    sum += shareOf(balance, eligible, principal);
    balanceSums[SHARES + m + 1] = sum;
  }
  sharesOf[0] = principal;
  sharesOf[1] = part;
  sharesOf[2] = rate;
  sharesOf[3] = payments;
  sharesOf[4] = eligible;
  sharesOf[5] = months;
}

/**
 * The sum over the first months of what a month counts, at most `cap` each. The months of a row never
 * rise, so those above the cap come first: halving finds where they end. `row` as in `countShares`.
 */
export function cappedSum(
  principal: number,
  part: number,
  row: number,
  months: number,
  cap: number,
): number {
  let low = 0;
  let high = months;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const amount =
      row < 0
        ? principal - middle * part
        : balanceSums[row + middle + 1]! - balanceSums[row + middle]!;
    if (amount > cap) low = middle + 1;
    else high = middle;
  }
  const sum = sumOver(principal, part, row, months) - sumOver(principal, part, row, low);
  return low * cap + sum;
}

/** The sum over the first months; `row` as in `countShares`. */
export function sumOver(principal: number, part: number, row: number, months: number): number {
  if (row >= 0) return balanceSums[row + months]!;
  // Both products are at most 600 x principal, and one of two neighbours is even.
  return months * principal - part * ((months * (months - 1)) / 2);
}

/**
 * A year's rate on a sum of monthly balances, rounded half-up, as the running total of the cells
 * ends. Below 2^53 the quotient is below 2^30, where numbers stand closer than 1 / 12,000,000: the
 * rounding of the division cannot reach the next whole.
 */
export function accruedOn(sum: number, rate: number): number {
  const halfUp = sum * rate + MONTHLY / 2;
  if (halfUp >= 0 && halfUp <= Number.MAX_SAFE_INTEGER) return Math.floor(halfUp / MONTHLY);
  return exactQuotient(sum, rate, MONTHLY);
}

/** Numbers below 2^44 are two halves of this size, so that products of halves add up exactly. */
const HALF = 2 ** 22;

/**
 * `balance x eligible / whole`, rounded down, exact for numbers below 2^44; balance and eligible are
 * at most the whole.
 *
 * The float quotient is off by less than one, so the remainder tells. Balance and quotient are cut in
 * halves, and the remainder is counted by the weight of the products: every difference of products is
 * whole and below 2^45, so it is exact, and so are the sums: they are whole, and the first is the
 * remainder less the last difference, below 2^46.
 */
function shareOf(balance: number, eligible: number, whole: number): number {
  const product = balance * eligible;
  const guess = Math.floor(product / whole);
  if (product <= Number.MAX_SAFE_INTEGER) return guess * whole > product ? guess - 1 : guess;
  const balanceHigh = Math.floor(balance / HALF);
  const eligibleHigh = Math.floor(eligible / HALF);
  const guessHigh = Math.floor(guess / HALF);
  const wholeHigh = Math.floor(whole / HALF);
  const balanceLow = balance - balanceHigh * HALF;
  const eligibleLow = eligible - eligibleHigh * HALF;
  const guessLow = guess - guessHigh * HALF;
  const wholeLow = whole - wholeHigh * HALF;
  const high = balanceHigh * eligibleHigh - guessHigh * wholeHigh;
  const middle =
    balanceHigh * eligibleLow +
    balanceLow * eligibleHigh -
    (guessHigh * wholeLow + guessLow * wholeHigh);
  const low = balanceLow * eligibleLow - guessLow * wholeLow;
  const rest = high * (HALF * HALF) + middle * HALF + low;
  if (rest < 0) return guess - 1;
  return rest < whole ? guess : guess + 1;
}
