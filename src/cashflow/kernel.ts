import { mulDiv } from '../units/arithmetic.ts';
import type { Money } from '../units/money.ts';
import { RATE_ONE, type Rate } from '../units/rate.ts';
import { readOrThrow } from '../units/unreadable.ts';
import { levelPayment } from './level.ts';

/** Repayment methods by their number in a book. */
export const BOOK_METHODS = ['equal-instalments', 'equal-principal', 'bullet'] as const;

/**
 * Many plain loans in columns: paid out at once, at one rate, interest rounded half-up. Loan `i` has
 * `payments[i]` rows; the time of its row `r` is `times[timeStart[i] + r]` over `denominator`, in
 * years. Loans of the same dates may share a stretch of `times`.
 */
export interface LoanBook {
  readonly count: number;
  /** Minor units. */
  readonly principal: Float64Array;
  /** Parts per million a year. */
  readonly rate: Float64Array;
  readonly payments: Int32Array;
  /** Index into `BOOK_METHODS`. */
  readonly method: Uint8Array;
  readonly timeStart: Int32Array;
  readonly times: Int32Array;
  readonly denominator: number;
}

/** The rows of all loans, one after the other; those of loan `i` begin at `rowStart[i]`. */
export interface ScheduleColumns {
  readonly rowStart: Int32Array;
  readonly interest: Float64Array;
  readonly principal: Float64Array;
  /** Principal out after the row. */
  readonly closing: Float64Array;
}

/** Numbers of this many bits are divided in one step of the long division. */
const DIGIT = 2 ** 24;
/** `remainder x DIGIT + digit x factor` stays below 2^53 while divisor and factor are below these. */
const DIVISOR_LIMIT = 500_000_000;
const FACTOR_LIMIT = 30_000_000;

/**
 * The rows that `schedule` computes, without an object a row. Exact for every book whose loans pass
 * `checkLoan`: products beyond 2^53 are divided digit by digit, never rounded on the way. Throws
 * TypeError where columns are missing. O(rows).
 */
export function scheduleBook(book: LoanBook): ScheduleColumns {
  return readOrThrow('scheduleBook', 'a book of loans in columns', () => columnsOf(book));
}

function columnsOf(book: LoanBook): ScheduleColumns {
  if (!Number.isSafeInteger(book.count)) throw new TypeError('no count');
  const rowStart = new Int32Array(book.count + 1);
  for (let i = 0; i < book.count; i++) rowStart[i + 1] = rowStart[i]! + book.payments[i]!;
  const rows = rowStart[book.count]!;
  const columns = {
    rowStart,
    interest: new Float64Array(rows),
    principal: new Float64Array(rows),
    closing: new Float64Array(rows),
  };
  for (let i = 0; i < book.count; i++) fillLoan(book, columns, i);
  return columns;
}

function fillLoan(book: LoanBook, columns: ScheduleColumns, i: number): void {
  const { times, denominator } = book;
  const { interest, principal, closing } = columns;
  const rate = book.rate[i]!;
  const payments = book.payments[i]!;
  const method = book.method[i]!;
  const time = book.timeStart[i]!;
  const row = columns.rowStart[i]!;
  const divisor = RATE_ONE * denominator;
  let balance = book.principal[i]!;
  let part = 0;
  if (method === 0) {
    const periods = times.subarray(time, time + payments);
    part = levelPayment(balance as Money, rate as Rate, periods, denominator);
  } else if (method === 1) {
    part = Math.floor(balance / payments);
  }
  const last = payments - 1;
  for (let r = 0; r < last; r++) {
    const due = exactQuotient(balance, rate * times[time + r]!, divisor);
    let repaid = method === 0 ? part - due : part;
    if (repaid < 0) repaid = 0;
    else if (repaid > balance) repaid = balance;
    balance -= repaid;
    interest[row + r] = due;
    principal[row + r] = repaid;
    closing[row + r] = balance;
  }
  interest[row + last] = exactQuotient(balance, rate * times[time + last]!, divisor);
  principal[row + last] = balance;
  closing[row + last] = 0;
}

/** `balance x factor / divisor`, rounded half-up, exact; all whole and not negative. */
export function exactQuotient(balance: number, factor: number, divisor: number): number {
  const product = balance * factor;
  if (product <= Number.MAX_SAFE_INTEGER) return roundedDivision(product, divisor);
  if (divisor >= DIVISOR_LIMIT || factor >= FACTOR_LIMIT || balance >= DIGIT * DIGIT) {
    return mulDiv(balance, factor, divisor, 'half-up');
  }
  const high = Math.floor(balance / DIGIT);
  const first = high * factor;
  const whole = floorDivision(first, divisor);
  const rest = (first - whole * divisor) * DIGIT + (balance - high * DIGIT) * factor;
  return whole * DIGIT + roundedDivision(rest, divisor);
}

/** The float quotient is off by one at most; the remainder, exact below 2^53, tells. */
function floorDivision(value: number, divisor: number): number {
  const guess = Math.floor(value / divisor);
  return guess * divisor > value ? guess - 1 : guess;
}

function roundedDivision(value: number, divisor: number): number {
  const whole = floorDivision(value, divisor);
  const rest = value - whole * divisor;
  return rest >= divisor - rest ? whole + 1 : whole;
}
