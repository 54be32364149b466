import { dayCountDenominator, yearFraction } from '../cashflow/index.ts';
import type { DayCount } from '../model/index.ts';
import { addCivilMonths, civilOf, dayOfCivil } from '../units/civil.ts';
import type { Day } from '../units/day.ts';
import { MONTHS_LIMIT } from './sums-kernel.ts';

/**
 * The pieces into which `createGrid` cuts the life of a standard loan: monthly payments, months as
 * twelfths, programmes that begin with the loan and end on a day of payment. They hang on the first
 * day alone, for a longer loan has the same pieces and then more:
 *
 *   row      0        1        2        3            one a month
 *   piece    0        1   2    3        4   5        a row is cut where a quarter begins inside it
 *   time     30       a   b    30       30 ...       a + b = 30 thirtieths of a month
 *
 * A month is thirty thirtieths whatever its days; the first of a month is day 1 of it, and the day of
 * payment is that of the first day, a 31st counting as the 30th. So every row that is cut is cut alike.
 */

/** Most pieces: of three rows one is cut. */
export const PIECES_LIMIT: number = MONTHS_LIMIT + Math.ceil(MONTHS_LIMIT / 3);
/** Most calendar years that a loan touches. */
export const YEARS_LIMIT: number = Math.ceil(MONTHS_LIMIT / 12) + 1;

/** Conventions in which a programme may count its days; anything else is left to the rule. */
const DAY_COUNTS: readonly DayCount[] = ['ACT/360', 'ACT/365F', 'ACT/ACT', '30/360', '30E/360'];
/** The code of months as twelfths; `dayCountCode` gives the others. */
export const TWELFTHS = 0;
/** Thirtieths of a month in a year. */
const YEAR = 360;

/** The first piece of a row, and behind the last row the number of pieces. */
export const firstPiece: Int32Array = new Int32Array(MONTHS_LIMIT + 1);
/** Calendar year of a piece, counted from that of the first day. */
export const pieceYear: Int32Array = new Int32Array(PIECES_LIMIT);
/** Time of piece `i` by the convention of a code, at `code * PIECES_LIMIT + i`. */
export const pieceTime: Int32Array = new Int32Array((DAY_COUNTS.length + 1) * PIECES_LIMIT);

/** First days of pieces, and the day after the last. */
const pieceDay = new Int32Array(PIECES_LIMIT + 1);
/** Rows that are laid out for the first day at hand: pieces, days of pieces, times by code. */
const laidTimes = new Int32Array(DAY_COUNTS.length + 1);
let laidStart = Number.NaN;
let laidRows = 0;
let laidDays = 0;
/** Parts of the first day: its month from 0. */
let startYear = 0;
let startMonth = 0;
let startDay = 0;

/** The code of a convention; -1 for one that is not known here. */
export function dayCountCode(dayCount: DayCount | undefined): number {
  if (dayCount === undefined) return TWELFTHS;
  const place = DAY_COUNTS.indexOf(dayCount);
  return place < 0 ? -1 : place + 1;
}

/** Parts of a year in the convention of a code. */
export function timeDenominator(code: number): number {
  return code === TWELFTHS ? YEAR : dayCountDenominator(DAY_COUNTS[code - 1]!);
}

/** Makes the pieces of loans that begin on a day ready for their first rows, at most `MONTHS_LIMIT`. */
export function layPieces(start: Day, rows: number): void {
  if (start !== laidStart) {
    const { year, month, day } = civilOf(start);
    startYear = year;
    startMonth = month - 1;
    startDay = day;
    laidStart = start;
    laidRows = 0;
    laidDays = 0;
    laidTimes.fill(0);
  }
  const head = 31 - Math.min(startDay, 30);
  for (; laidRows < rows; laidRows++) {
    let piece = firstPiece[laidRows]!;
    // The month of the payment, counted from January of the first year.
    const month = startMonth + laidRows + 1;
    pieceYear[piece] = Math.floor((month - 1) / 12);
    pieceTime[piece++] = isCut(month) ? head : 30;
    if (isCut(month)) {
      pieceYear[piece] = Math.floor(month / 12);
      pieceTime[piece++] = 30 - head;
    }
    firstPiece[laidRows + 1] = piece;
  }
}

/** Whether the quarter that begins in a month of payment begins before the payment. */
function isCut(month: number): boolean {
  return startDay > 1 && month % 3 === 0;
}

/** Makes the times of a convention ready for the first rows, which `layPieces` has laid out. */
export function layTimes(code: number, rows: number): void {
  if (code === TWELFTHS || laidTimes[code]! >= rows) return;
  layDays(rows);
  const convention = DAY_COUNTS[code - 1]!;
  const end = firstPiece[rows]!;
  for (let piece = firstPiece[laidTimes[code]!]!; piece < end; piece++) {
    const from = pieceDay[piece]! as Day;
    const to = pieceDay[piece + 1]! as Day;
    const { numerator } = yearFraction(convention, from, to);
    pieceTime[code * PIECES_LIMIT + piece] = Math.max(numerator, 0);
  }
  laidTimes[code] = rows;
}

function layDays(rows: number): void {
  for (; laidDays < rows; laidDays++) {
    const piece = firstPiece[laidDays]!;
    const month = startMonth + laidDays + 1;
    pieceDay[piece] = addCivilMonths(laidStart as Day, laidDays);
    if (isCut(month)) {
      pieceDay[piece + 1] = dayOfCivil(startYear + Math.floor(month / 12), (month % 12) + 1, 1);
    }
  }
  pieceDay[firstPiece[laidDays]!] = addCivilMonths(laidStart as Day, laidDays);
}

/** Whether all pieces of a loan lie in the calendar year of its first day. */
export function isInOneYear(start: Day, payments: number): boolean {
  const { month, day } = civilOf(start);
  return month - 1 + payments < (day > 1 ? 12 : 13);
}
