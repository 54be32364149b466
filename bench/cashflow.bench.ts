import { bench, describe } from 'vitest';
import { type LoanBook, scheduleBook } from '../src/cashflow/kernel.ts';
import { effectiveRates, type FlowBook } from '../src/cashflow/rate-kernel.ts';

const LOANS = 20_000;
const MONTHS = 36;

/** A book of 20,000 loans of 36 months in ACT/360, a third of each method: 720,000 rows. */
const book: LoanBook = {
  count: LOANS,
  principal: Float64Array.from({ length: LOANS }, (_, i) => 10_000_000_00 + i * 9_973),
  rate: Float64Array.from({ length: LOANS }, (_, i) => 28_000 + (i % 97) * 100),
  payments: new Int32Array(LOANS).fill(MONTHS),
  method: Uint8Array.from({ length: LOANS }, (_, i) => i % 3),
  timeStart: new Int32Array(LOANS),
  times: Int32Array.from({ length: MONTHS }, (_, i) => [31, 28, 31, 30, 31, 30][i % 6] as number),
  denominator: 360,
};

describe('schedule rows', () => {
  bench(`kernel: ${LOANS * MONTHS} rows`, () => {
    scheduleBook(book);
  });
});

const FLOWS = MONTHS + 1;

/** 20,000 loans of 36 monthly payments on real days of the month. */
const flows: FlowBook = {
  count: LOANS,
  start: Int32Array.from({ length: LOANS + 1 }, (_, i) => i * FLOWS),
  day: Int32Array.from({ length: LOANS * FLOWS }, (_, i) => Math.floor((i % FLOWS) * 30.4375)),
  amount: Float64Array.from({ length: LOANS * FLOWS }, (_, i) =>
    i % FLOWS === 0 ? -10_000_000 : 290_000 + (Math.floor(i / FLOWS) % 997) * 10,
  ),
};

/** What is usually written: Newton's method with Math.pow. */
function naiveRate(book: FlowBook, i: number): number {
  let rate = 0.1;
  const from = book.start[i] as number;
  for (let step = 0; step < 100; step++) {
    let value = 0;
    let slope = 0;
    for (let k = from; k < (book.start[i + 1] as number); k++) {
      const years = ((book.day[k] as number) - (book.day[from] as number)) / 365;
      const term = (book.amount[k] as number) * (1 + rate) ** -years;
      value += term;
      slope -= (term * years) / (1 + rate);
    }
    const next = rate - value / slope;
    if (Math.abs(next - rate) < 1e-12) return next;
    rate = next;
  }
  return rate;
}

describe('XIRR of 36 dated payments', () => {
  bench(`kernel: ${LOANS} loans`, () => {
    effectiveRates(flows);
  });
  bench(`Newton with Math.pow: ${LOANS} loans`, () => {
    for (let i = 0; i < flows.count; i++) naiveRate(flows, i);
  });
});
