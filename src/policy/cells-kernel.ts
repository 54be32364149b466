import { LOAN_RATE_LIMIT } from '../cashflow/index.ts';
import type { Day } from '../units/day.ts';
import { RATE_ONE } from '../units/rate.ts';
import { PROGRAMMES_LIMIT, type StackDesk } from './desk-kernel.ts';
import {
  firstPiece,
  layPieces,
  layTimes,
  PIECES_LIMIT,
  pieceTime,
  timeDenominator,
} from './pieces-kernel.ts';
import {
  accruedOn,
  balanceSums,
  countShares,
  EQUAL_INSTALMENTS,
  EQUAL_PRINCIPAL,
  levelSums,
  MONTHS_LIMIT,
  PRINCIPAL_LIMIT,
  SHARES,
} from './sums-kernel.ts';
import { QUOTIENT_LIMIT, wideRest, wideWhole } from './wide-kernel.ts';

/**
 * The cells of time of a standard loan, as `createProblem` counts them: what each programme of a desk
 * would pay for each piece, and the interest of each piece. All amounts are minor units.
 */

/** The cell of programme `p` and piece `i` stands at `p * PIECES_LIMIT + i`. */
export const accrued: Float64Array = new Float64Array(PROGRAMMES_LIMIT * PIECES_LIMIT);
/** By programme: pieces from the first that it counts; zero where it pays no interest. */
export const spans: Int32Array = new Int32Array(PROGRAMMES_LIMIT);
/** By piece: nothing is paid beyond it. */
export const interest: Float64Array = new Float64Array(PIECES_LIMIT);

/** By row: principal that is out, and the part of it that a benefit is counted on. */
const balances = new Float64Array(MONTHS_LIMIT);
const counted = new Float64Array(MONTHS_LIMIT);

/**
 * Fills in the cells of one loan. `method` is an index into `BOOK_METHODS`; by programme: the rate in
 * ppm a year, zero where it pays no interest; the eligible principal, at most the principal; the cap
 * on the base; what it pays once. Answers how many pieces have a cell, or -1 where a sum could pass
 * 2^53, where the loan has no schedule, and where a programme would take money.
 */
export function fillCells(
  desk: StackDesk,
  start: Day,
  principal: number,
  rate: number,
  payments: number,
  method: number,
  rates: Float64Array,
  eligible: Float64Array,
  baseCaps: Float64Array,
  once: Float64Array,
): number {
  if (!(principal >= 1 && principal <= PRINCIPAL_LIMIT && rate <= LOAN_RATE_LIMIT)) return -1;
  if (payments > MONTHS_LIMIT) return -1;
  const { programmes, months, dayCounts } = desk;
  let rows = 0;
  for (let p = 0; p < programmes; p++) {
    if (rates[p]! < 0) return -1;
    if (rates[p] !== 0 && months[p]! > rows) rows = months[p]!;
  }
  if (rows > payments) rows = payments;
  layPieces(start, rows);
  const isLevel = method === EQUAL_INSTALMENTS && rows > 0;
  const row = isLevel ? levelSums(principal, rate, payments, rows) : -1;
  const part = method === EQUAL_PRINCIPAL ? Math.floor(principal / payments) : 0;
  for (let r = 0; r < rows; r++) {
    balances[r] =
      row < 0 ? principal - r * part : balanceSums[row + r + 1]! - balanceSums[row + r]!;
  }
  fillInterest(rate, rows);
  let total = 0;
  for (let p = 0; p < programmes; p++) {
    spans[p] = 0;
    total += once[p]!;
    if (rates[p] !== 0) {
      const own = Math.min(months[p]!, rows);
      const share = eligible[p]!;
      if (share !== principal) countShares(principal, part, row, own, share);
      for (let r = 0; r < own; r++) {
        const amount =
          share === principal
            ? balances[r]!
            : balanceSums[SHARES + r + 1]! - balanceSums[SHARES + r]!;
        counted[r] = amount < baseCaps[p]! ? amount : baseCaps[p]!;
      }
      const sum = accrue(p, rates[p]!, own, dayCounts[p]!);
      if (sum < 0) return -1;
      total += sum;
    }
  }
  return total <= Number.MAX_SAFE_INTEGER ? firstPiece[rows]! : -1;
}

/**
 * The interest of rows, rounded once, and of the two parts of a row that is cut: the first by its time,
 * rounded down, the second what is left. A month's interest is below 2^43, thirty times it below 2^53.
 */
function fillInterest(rate: number, rows: number): void {
  for (let r = 0; r < rows; r++) {
    const whole = accruedOn(balances[r]!, rate);
    const piece = firstPiece[r]!;
    if (firstPiece[r + 1]! === piece + 1) {
      interest[piece] = whole;
    } else {
      const head = Math.floor((whole * pieceTime[piece]!) / 30);
      interest[piece] = head;
      interest[piece + 1] = whole - head;
    }
  }
}

/**
 * The cells of one programme over the first rows: counted principal x rate x time, the running total
 * rounded half-up; answers their sum, or -1 where it could be inexact.
 *
 * The running total, plus a half, is kept as its whole part and what is left over, so that each cell is
 * a whole part by itself: whole numbers below 2^53 divided and rounded down are exact (`mulDiv`).
 */
function accrue(p: number, rate: number, rows: number, code: number): number {
  layTimes(code, rows);
  const divisor = RATE_ONE * timeDenominator(code);
  const times = code * PIECES_LIMIT;
  const cells = p * PIECES_LIMIT;
  let left = divisor / 2;
  let sum = 0;
  for (let r = 0; r < rows; r++) {
    const amount = counted[r]!;
    for (let piece = firstPiece[r]!; piece < firstPiece[r + 1]!; piece++) {
      const factor = rate * pieceTime[times + piece]!;
      const value = amount * factor + left;
      let whole = 0;
      if (value <= Number.MAX_SAFE_INTEGER) {
        whole = Math.floor(value / divisor);
        left = value - whole * divisor;
      } else {
        if (value / divisor > QUOTIENT_LIMIT) return -1;
        left = wideRest(amount, factor, left, divisor);
        whole = wideWhole[0]!;
      }
      accrued[cells + piece] = whole;
      sum += whole;
    }
  }
  spans[p] = firstPiece[rows]!;
  return sum;
}
