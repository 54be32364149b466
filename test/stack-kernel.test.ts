import fc from 'fast-check';
import { expect, test } from 'vitest';
import { scheduleBook } from '../src/cashflow/index.ts';
import { bestStackOf, type StackDesk } from '../src/policy/index.ts';

/** A standard loan; `method` as in `BOOK_METHODS`. */
interface PlainLoan {
  readonly principal: number;
  readonly rate: number;
  readonly payments: number;
  readonly method: number;
}

interface PlainProgramme {
  readonly rate: number;
  /** The eligible principal is the principal over this. */
  readonly over: number;
  /** Caps in millionths of the principal. */
  readonly baseCap: number;
  readonly cap: number;
  readonly months: number;
}

const MONTH = 30;
const YEAR = 360;
const MILLION = 1_000_000;

/** Principal out at the start of each month, by the schedule of the loan. */
function balancesOf({ principal, rate, payments, method }: PlainLoan): readonly number[] {
  const { closing } = scheduleBook({
    count: 1,
    principal: Float64Array.of(principal),
    rate: Float64Array.of(rate),
    payments: Int32Array.of(payments),
    method: Uint8Array.of(method),
    timeStart: Int32Array.of(0),
    times: new Int32Array(payments).fill(MONTH),
    denominator: YEAR,
  });
  return [principal, ...closing.subarray(0, payments - 1)];
}

const eligibleOf = (loan: PlainLoan, one: PlainProgramme) => Math.floor(loan.principal / one.over);
const shareOf = (amount: number, millionths: number) =>
  Math.floor((amount / MILLION) * millionths) + (millionths % 3);

/** Month by month, in big integers: what one programme would pay. */
function paidOf(loan: PlainLoan, one: PlainProgramme): number {
  const baseCap = BigInt(shareOf(loan.principal, one.baseCap));
  let sum = 0n;
  for (const balance of balancesOf(loan).slice(0, one.months)) {
    const share = (BigInt(balance) * BigInt(eligibleOf(loan, one))) / BigInt(loan.principal);
    sum += share < baseCap ? share : baseCap;
  }
  const divisor = BigInt((MILLION * YEAR) / MONTH);
  const accrued = Number((2n * sum * BigInt(one.rate) + divisor) / (2n * divisor));
  return Math.min(accrued, shareOf(loan.principal, one.cap));
}

function plainly(loan: PlainLoan, programmes: readonly PlainProgramme[], sets: readonly number[]) {
  const paid = programmes.map((one) => paidOf(loan, one));
  const isIn = (set: number, p: number) => (set & (1 << p)) !== 0;
  const sumOf = (set: number) => paid.reduce((sum, x, p) => (isIn(set, p) ? sum + x : sum), 0);
  const most = Math.max(...sets.map(sumOf));
  const best = sets.find((set) => sumOf(set) === most) ?? 0;
  const paying = programmes.filter((_, p) => isIn(best, p) && (paid[p] ?? 0) > 0);
  const rates = paying.reduce((sum, one) => sum + one.rate, 0);
  const last = Math.max(...paying.map((one) => Math.min(one.months, loan.payments)));
  const balance = balancesOf(loan)[last - 1] ?? 0;
  const needed = (paying.length + 2) * MILLION * YEAR;
  const leaves = paying.length === 0 || balance * (loan.rate - rates) >= needed;
  return { paid, set: leaves ? best : -1 };
}

const loans: fc.Arbitrary<PlainLoan> = fc.record({
  // Round amounts and rates, so that halves of a unit of interest come often; and small ones.
  principal: fc.oneof(
    fc.integer({ min: 1, max: 900 }),
    fc
      .tuple(fc.integer({ min: 1, max: 99 }), fc.integer({ min: 2, max: 11 }))
      .map(([a, e]) => a * 10 ** e),
    fc.integer({ min: 1, max: 10_000_000_000_000 }),
  ),
  rate: fc.oneof(
    fc.integer({ min: 0, max: 60 }).map((thousands) => thousands * 1000),
    fc.integer({ min: 0, max: 10_000_000 }),
  ),
  payments: fc.oneof(fc.constantFrom(1, 12, 36), fc.integer({ min: 1, max: 600 })),
  method: fc.constantFrom(0, 1, 2),
});

const whole = fc.constant(MILLION);
const programme: fc.Arbitrary<PlainProgramme> = fc.record({
  rate: fc.oneof(fc.constantFrom(0, 1000, 15_000), fc.integer({ min: 0, max: 2000 })),
  over: fc.constantFrom(1, 1, 2, 3, 7),
  baseCap: fc.oneof(whole, fc.integer({ min: 1, max: MILLION })),
  cap: fc.oneof(fc.constant(9 * MILLION), fc.integer({ min: 0, max: 100_000 })),
  months: fc.constantFrom(1, 12, 24, 36, 2 ** 30),
});

test('an array of programmes is paid what a count month by month gives, loan after loan', () => {
  let told = 0;
  const world = fc.record({
    loans: fc.array(loans, { minLength: 1, maxLength: 3 }),
    programmes: fc.array(programme, { minLength: 1, maxLength: 5 }),
    sets: fc.array(fc.nat(31), { minLength: 1, maxLength: 5 }),
  });
  fc.assert(
    fc.property(world, ({ loans: list, programmes, sets }) => {
      const n = programmes.length;
      const own = sets.map((set) => set & ((1 << n) - 1));
      // Every loan twice and mixed: what is kept of one must not show in another.
      for (const loan of [...list, ...list]) {
        const desk: StackDesk = {
          programmes: n,
          months: Int32Array.from(programmes, (one) => one.months),
          cap: Float64Array.from(programmes, (one) => shareOf(loan.principal, one.cap)),
          dayCounts: new Uint8Array(n),
          caps: [],
          ceilings: [],
          ceilingStart: new Int32Array(n + 1),
          ceilingsOf: new Int32Array(0),
          residuals: new Int32Array(0),
          isShared: false,
          isNested: true,
          isNestedInYear: true,
          isPlain: true,
          sets: Int32Array.from(own),
          common: own.reduce((bits, set) => bits & set, -1),
        };
        const paid = new Float64Array(n);
        const set = bestStackOf(
          desk,
          loan.principal,
          loan.rate,
          loan.payments,
          loan.method,
          Float64Array.from(programmes, (one) => one.rate),
          Float64Array.from(programmes, (one) => eligibleOf(loan, one)),
          Float64Array.from(programmes, (one) => shareOf(loan.principal, one.baseCap)),
          paid,
        );
        const plain = plainly(loan, programmes, own);
        if (plain.set > 0) told += 1;
        expect([...paid]).toEqual(plain.paid);
        expect(set).toBe(plain.set);
      }
    }),
    { numRuns: 1000 },
  );
  expect(told).toBeGreaterThan(200);
});
