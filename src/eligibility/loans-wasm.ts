import { type Arena, bytesOf, takeBytes, takeInts } from '../arrays/arena.ts';
import type { LoansData } from './loans-data.ts';
import type { LoanColumns, Loans } from './loans-kernel.ts';
import type { Screen } from './screen/index.ts';

/** Bytes of a `LoanRecord`, and of its members as they stand in `loans.as.ts`. */
const RECORD = 64;
/** Numbers of a `LoanTables`: addresses, and the counts behind them. */
const ADDRESSES = 19;
const COUNTS = 5;

type FitLoans = (
  tables: number,
  from: number,
  without: number,
  words: number,
  verdict: number,
  leastVerdict: number,
  pledges: number,
  pledgeBytes: number,
  isKnown: number,
  asked: number,
  wanted: number,
  askedMonths: number,
) => number;

/** Where `fitByModule` writes: beside the loans, what the pledges are worth, and lists of entries. */
export interface FittedColumns extends LoanColumns {
  /** What the pledges are worth under the product's rule; infinite where nothing must be pledged. */
  readonly worth: Float64Array;
  /** Entries that are eligible for sure, and all others. */
  readonly eligible: Int32Array;
  readonly others: Int32Array;
}

/** The loans of one need by the module. */
export interface LoanModule {
  readonly fitLoans: FitLoans;
  readonly tables: number;
  readonly counts: Int32Array;
  readonly pledgeBytes: number;
  /** The largest amount that the module counts exactly, minor units. */
  readonly amountLimit: number;
}

/** What `openLoanModule` takes from an arena. */
export function loanModuleBytes(rows: number): number {
  return bytesOf((ADDRESSES + COUNTS) * 4, rows * RECORD);
}

/** `isSure`: by row, 1 where a rate is there whatever the facts. `undefined`: there is no module. */
export function openLoanModule(
  arena: Arena,
  loans: Loans,
  columns: FittedColumns,
  isSure: Uint8Array,
): LoanModule | undefined {
  const fitLoans = arena.functions?.['fitLoans'] as FitLoans | undefined;
  if (fitLoans === undefined) return undefined;
  const { data, pledges, byShare, byBank, methodFor } = loans;
  const rows = data.amounts.length / 2;
  const records = layRecords(arena, data, rows, isSure);
  const tables = takeInts(arena, ADDRESSES + COUNTS);
  const { rows: rowColumn, verdicts, amounts, months, methods, worth, eligible, others } = columns;
  const arrays = [
    records,
    ...[byShare, byBank, pledges.wholeCover, pledges.leastCover],
    ...[pledges.coverage.numerator, pledges.coverage.denominator],
    ...[pledges.shareOf, pledges.ownRows, pledges.ownWorth, methodFor],
    ...[rowColumn, verdicts, amounts, months, methods, worth, eligible, others],
  ];
  tables.set(arrays.map((array) => array.byteOffset));
  return {
    fitLoans,
    tables: tables.byteOffset,
    counts: tables.subarray(ADDRESSES),
    pledgeBytes: (pledges.shares.numerator.length + 1) * 8,
    amountLimit: amountLimitOf(pledges.coverage.denominator),
  };
}

/** What pledges must be worth for a loan is its amount times the denominator of a cover, in 64 bits. */
function amountLimitOf(denominators: Float64Array): number {
  const most = denominators.reduce((a, b) => Math.max(a, b), 1);
  return Math.min(WORTH_LIMIT, PRODUCT_LIMIT / most);
}

/** The members of a `LoanRecord`: three numbers of 64 bits, then seven of 32. */
function layRecords(
  arena: Arena,
  { amounts, terms, coverBits }: LoansData,
  rows: number,
  isSure: Uint8Array,
): Uint8Array {
  const records = takeBytes(arena, rows * RECORD);
  const floats = new Float64Array(arena.buffer, records.byteOffset, (rows * RECORD) / 8);
  const numbers = new Int32Array(arena.buffer, records.byteOffset, (rows * RECORD) / 4);
  const coverMask = (1 << coverBits) - 1;
  for (let row = 0; row < rows; row++) {
    const rule = terms[row * 4 + 1] as number;
    const isCovered = rule >= 0;
    let at = (row * RECORD) / 8;
    floats[at++] = amounts[row * 2] as number;
    floats[at++] = amounts[row * 2 + 1] as number;
    floats[at++] = isCovered ? 0 : Number.POSITIVE_INFINITY;
    at *= 2;
    numbers[at++] = terms[row * 4] as number;
    numbers[at++] = (terms[row * 4 + 2] as number) * 8;
    numbers[at++] = (terms[row * 4 + 3] as number) * 8;
    numbers[at++] = isCovered ? (rule >> coverBits) * 4 : 0;
    numbers[at++] = isCovered ? (rule & coverMask) * 8 : 0;
    numbers[at++] = isCovered ? 1 : 0;
    numbers[at++] = isSure[row] as number;
  }
  return records;
}

/** Beyond these the module would not count exactly, or has no room: 10,000 times a worth is a product. */
const WORTH_LIMIT = 900_000_000_000_000;
const PRODUCT_LIMIT = 9_000_000_000_000_000_000;
const MONTHS_LIMIT = 10_000;

/** Whether the module can take the need that `beginLoans` took. */
export function canFit({ amountLimit }: LoanModule, { wishes, pledges }: Loans): boolean {
  const [asked = 0, months = 0] = wishes;
  return (
    Number.isInteger(asked) &&
    asked <= amountLimit &&
    Number.isInteger(months) &&
    months <= MONTHS_LIMIT &&
    pledges.total <= WORTH_LIMIT &&
    pledges.shareRows === pledges.ownRows
  );
}

/**
 * `listRows` and `fitRows` by the module, for a need that `canFit`: `columns` hold those of which no
 * limit fails, first those whose conditions all pass. Answers how many; -1 where numbers are too large.
 */
export function fitByModule(
  { fitLoans, tables, counts, pledgeBytes }: LoanModule,
  loans: Loans,
  screen: Screen,
  leastVerdict: number,
): number {
  const { wishes, pledges } = loans;
  const { words, resultAt, nothingAt } = screen.rows;
  const [possible = 0, pass = 0] = resultAt;
  const isKnown = pledges.isKnown ? 1 : 0;
  const asked = wishes[0] as number;
  const months = wishes[1] as number;
  const wanted = wishes[2] as number;
  counts.fill(0);
  const { count } = pledges;
  const fitRow = (from: number, without: number, verdict: number) =>
    fitLoans(
      tables,
      from,
      without,
      words,
      verdict,
      leastVerdict,
      count,
      pledgeBytes,
      isKnown,
      asked,
      wanted,
      months,
    );
  if (fitRow(pass, nothingAt, 2) < 0) return -1;
  return fitRow(possible, pass, 1);
}
