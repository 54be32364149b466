import fc from 'fast-check';
import { isLeft, isRight } from 'fp-ts/Either';
import { describe, expect, test } from 'vitest';
import {
  checkLoan,
  effectiveRate,
  type Loan,
  loanFlows,
  type Schedule,
  schedule,
  timeCount,
  yearFraction,
} from '../src/cashflow/index.ts';
import { BOOK_METHODS, type LoanBook, scheduleBook } from '../src/cashflow/kernel.ts';
import { exactLevelPayment, levelPayment } from '../src/cashflow/level.ts';
import { paymentDays } from '../src/cashflow/loan.ts';
import type { DayCount } from '../src/model/index.ts';
import { addCivilMonths, civilOf, dayOfCivil } from '../src/units/civil.ts';
import { addMonths, type Day, parseDay, printDay } from '../src/units/day.ts';
import type { Money } from '../src/units/money.ts';
import type { Rate } from '../src/units/rate.ts';
import { accrualParts } from './cashflow-parts.ts';

const day = (text: string): Day => {
  const parsed = parseDay(text);
  if (isLeft(parsed)) throw new Error(text);
  return parsed.right;
};

function build(loan: Loan): Schedule {
  const result = schedule(loan);
  if (isLeft(result)) throw new Error(result.left.map((issue) => issue.message).join('; '));
  return result.right;
}

const yuan = (amount: number) => (amount * 100) as Money;
const ppm = (rate: number) => rate as Rate;

const plain: Loan = {
  principal: yuan(1_000_000),
  rate: ppm(34_500),
  start: day('2026-01-15'),
  payments: 12,
  monthsPerPayment: 1,
  repayment: { kind: 'equal-instalments' },
};

const anyDay = fc.integer({ min: day('1990-01-01'), max: day('2090-01-01') }) as fc.Arbitrary<Day>;
const dayCounts: readonly DayCount[] = ['ACT/360', 'ACT/365F', 'ACT/ACT', '30/360', '30E/360'];

const anyLoan: fc.Arbitrary<Loan> = fc
  .record({
    principal: fc.oneof(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 1, max: 10 ** 13 })),
    rate: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 200_000 })),
    start: anyDay,
    payments: fc.integer({ min: 1, max: 60 }),
    monthsPerPayment: fc.constantFrom(1, 3, 12),
    grace: fc.integer({ min: 0, max: 10 }),
    dayCount: fc.option(fc.constantFrom(...dayCounts), { nil: undefined }),
    rounding: fc.constantFrom('half-up' as const, 'down' as const, 'up' as const),
    plan: fc.constantFrom(...BOOK_METHODS, 'seasonal' as const, 'stepped' as const),
    events: fc.array(
      fc.tuple(fc.integer({ min: 1, max: 900 }), fc.integer({ min: 0, max: 90_000 })),
    ),
    draw: fc.option(fc.integer({ min: 1, max: 20 }), { nil: undefined }),
  })
  .map(({ plan, grace, events, draw, dayCount, payments, ...others }): Loan => {
    const rest = { ...others, payments: Math.min(payments, 600 / others.monthsPerPayment) };
    const gracePayments = Math.min(grace, rest.payments - 1);
    const left = rest.payments - gracePayments;
    const early = Math.max(1, Math.floor(left / 3));
    const steps =
      left < 2
        ? [{ payments: left, share: ppm(1_000_000) }]
        : [
            { payments: early, share: ppm(150_000) },
            { payments: left - early, share: ppm(850_000) },
          ];
    const days = [...new Set(events.map(([offset]) => offset))].sort((a, b) => a - b);
    const half = Math.floor(rest.principal / 2);
    const isSplit = draw !== undefined && half > 0;
    return {
      ...(rest as unknown as Loan),
      gracePayments,
      repayment:
        plan === 'stepped'
          ? { kind: plan, steps }
          : plan === 'seasonal'
            ? { kind: plan, months: [3, 9] }
            : { kind: plan },
      resets: days.map((offset, index) => ({
        from: (rest.start + offset) as Day,
        rate: ppm(events[index]?.[1] ?? 0),
      })),
      ...(dayCount === undefined ? {} : { dayCount }),
      ...(isSplit
        ? {
            draws: [
              { day: rest.start, amount: half as Money },
              { day: (rest.start + draw) as Day, amount: (rest.principal - half) as Money },
            ],
          }
        : {}),
    };
  });

describe('calendar days by integer arithmetic', () => {
  test('agree with the calendar library on every day of four centuries', () => {
    for (let n = day('1900-01-01'); n <= day('2199-12-31'); n = (n + 1) as Day) {
      const { year, month, day: inMonth } = civilOf(n);
      if (dayOfCivil(year, month, inMonth) !== n) throw new Error(printDay(n));
      const text = `${year}-${String(month).padStart(2, '0')}-${String(inMonth).padStart(2, '0')}`;
      if (n % 97 === 0) expect(text).toBe(printDay(n));
    }
  });

  test('add months as the calendar library does', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -600, max: 600 }), (from, months) => {
        expect(addCivilMonths(from, months)).toBe(addMonths(from, months));
      }),
    );
  });
});

/** From, to, and the numerators of the conventions in the order of `dayCounts`. */
const counted: readonly (readonly [string, string, readonly number[]])[] = [
  // Inside one year.
  ['2023-01-15', '2023-04-15', [90, 90, 90 * 366, 90, 90]],
  // Month ends: the 31st is the 30th, in the US rule only after a 30th or 31st.
  ['2023-01-31', '2023-03-31', [59, 59, 59 * 366, 60, 60]],
  ['2023-01-30', '2023-03-31', [60, 60, 60 * 366, 60, 60]],
  ['2023-01-29', '2023-03-31', [61, 61, 61 * 366, 62, 61]],
  // The last of February is a 30th in end-of-month schedules of the US rule.
  ['2023-02-28', '2023-03-31', [31, 31, 31 * 366, 30, 32]],
  ['2024-02-29', '2024-08-31', [184, 184, 184 * 365, 180, 181]],
  ['2024-02-28', '2024-03-31', [32, 32, 32 * 365, 33, 32]],
  ['2023-02-28', '2024-02-29', [366, 366, 307 * 366 + 59 * 365, 360, 361]],
  ['2024-02-29', '2025-02-28', [365, 365, 307 * 365 + 58 * 366, 360, 359]],
  // Across a leap year and back.
  ['2023-11-01', '2024-05-01', [182, 182, 61 * 366 + 121 * 365, 180, 180]],
  ['2024-05-01', '2023-11-01', [-182, -182, -(61 * 366 + 121 * 365), -180, -180]],
];

describe('day counts', () => {
  test.each(counted)('%s to %s', (from, to, expected) => {
    const actual = dayCounts.map((one) => yearFraction(one, day(from), day(to)).numerator);
    expect(actual).toEqual(expected);
  });

  test('a US schedule that does not keep to month ends leaves February as it is', () => {
    const options = { endOfMonth: false };
    const count = yearFraction('30/360', day('2023-02-28'), day('2023-03-31'), options);
    expect(count.numerator).toBe(33);
  });

  test('a full year is a year in ACT/ACT, leap or not', () => {
    for (const year of [2023, 2024, 2000, 2100]) {
      const count = yearFraction('ACT/ACT', day(`${year}-01-01`), day(`${year + 1}-01-01`));
      expect(count.numerator).toBe(count.denominator);
    }
  });

  test('without a convention every period is its months, whatever the day of the month', () => {
    fc.assert(
      fc.property(anyDay, fc.constantFrom(1, 3, 12), (start, monthsPerPayment) => {
        const days = paymentDays({ ...plain, start, monthsPerPayment, payments: 24 });
        const time = timeCount(undefined, start, days, start);
        const ends = [start, ...days];
        for (const [index, to] of days.entries()) {
          expect(time.between(ends[index] as Day, to)).toBe(30 * monthsPerPayment);
        }
      }),
    );
  });
});

describe('level payments', () => {
  test('equal the exact quotient', () => {
    const periods = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 60 });
    const balance = fc
      .oneof(fc.integer({ min: 1, max: 10 ** 6 }), fc.maxSafeInteger()) //
      .map((value) => Math.max(1, Math.abs(value)) as Money);
    const rate = fc.integer({ min: 0, max: 300_000 }) as fc.Arbitrary<Rate>;
    fc.assert(
      fc.property(balance, rate, periods, (amount, yearly, times) => {
        const exact = exactLevelPayment(amount, yearly, times, 360);
        expect(levelPayment(amount, yearly, times, 360)).toBe(exact);
      }),
    );
  });

  test('a tie goes up', () => {
    // 1 minor unit over two payments without interest: a half each.
    expect(levelPayment(1 as Money, 0 as Rate, [30, 30], 360)).toBe(1);
    expect(levelPayment(3 as Money, 0 as Rate, [30, 30], 360)).toBe(2);
  });
});

describe('a schedule', () => {
  test('repays exactly what was drawn, row by row', () => {
    fc.assert(
      fc.property(anyLoan, (loan) => {
        const result = schedule(loan);
        // A draw may fall behind the last payment of a short loan: refused, never guessed.
        if (isLeft(result)) return expect(result.left.length).toBeGreaterThan(0);
        const { rows, totalPrincipal } = result.right;
        expect(totalPrincipal).toBe(loan.principal);
        let open = 0;
        for (const row of rows) {
          expect(row.opening).toBe(open);
          expect(row.closing).toBe(row.opening + row.drawn - row.principal);
          expect(row.payment).toBe(row.interest + row.principal);
          expect(Math.min(row.closing, row.principal, row.interest)).toBeGreaterThanOrEqual(0);
          open = row.closing;
        }
        expect(open).toBe(0);
      }),
    );
  });

  test('charges the interest of its days and balances, rounded once a row', () => {
    fc.assert(
      fc.property(anyLoan, (loan) => {
        const result = schedule(loan);
        if (isLeft(result)) return;
        for (const row of result.right.rows) {
          const { numerator, divisor } = accrualParts(loan, row);
          const interest = BigInt(row.interest);
          const low = interest * divisor;
          if (loan.rounding === 'down')
            expect(low <= numerator && numerator < low + divisor).toBe(true);
          else if (loan.rounding === 'up')
            expect(low >= numerator && numerator > low - divisor).toBe(true);
          else
            expect(2n * (low - numerator) <= divisor && 2n * (numerator - low) < divisor).toBe(
              true,
            );
        }
      }),
    );
  });

  test('pays nothing of the principal in the grace period', () => {
    const loan = { ...plain, gracePayments: 5, repayment: { kind: 'equal-principal' } } as const;
    const parts = build(loan).rows.map((row) => row.principal);
    expect(parts.slice(0, 5)).toEqual([0, 0, 0, 0, 0]);
    expect(new Set(parts.slice(5, -1)).size).toBe(1);
  });

  test('level payments differ in the last row only', () => {
    const payments = build(plain).rows.map((row) => row.payment);
    expect(payments.slice(0, -1)).toEqual(Array(11).fill(8_489_882));
    expect(payments.at(-1)).toBe(8_489_883);
  });

  test('ACT/360 counts the days of each period', () => {
    const loan: Loan = {
      ...plain,
      repayment: { kind: 'bullet' },
      dayCount: 'ACT/360',
      payments: 3,
    };
    // 1,000,000 x 3.45 % x 31, 28, 31 days / 360.
    expect(build(loan).rows.map((row) => row.interest)).toEqual([297_083, 268_333, 297_083]);
  });

  test('a reset inside a period splits it; the level payment follows from the next period', () => {
    const resets = [{ from: day('2026-03-20'), rate: ppm(30_000) }];
    const { rows } = build({ ...plain, resets });
    expect(rows[2]?.segments.map((one) => one.rate)).toEqual([34_500, 30_000]);
    const payments = rows.map((row) => row.payment);
    expect(new Set(payments.slice(0, 3)).size).toBe(1);
    expect(payments[3]).toBeLessThan(payments[2] as number);
    expect(new Set(payments.slice(3, -1)).size).toBe(1);
  });

  test('a draw inside a period earns interest from its own day', () => {
    const draws = [
      { day: day('2026-01-15'), amount: yuan(400_000) },
      { day: day('2026-02-25'), amount: yuan(600_000) },
    ];
    const loan: Loan = { ...plain, draws, dayCount: 'ACT/360', repayment: { kind: 'bullet' } };
    const [first, second] = build(loan).rows;
    expect(first?.interest).toBe(Math.round((yuan(400_000) * 0.0345 * 31) / 360));
    const balanceDays = yuan(400_000) * 10 + yuan(1_000_000) * 18;
    expect(second?.interest).toBe(Math.round((balanceDays * 0.0345) / 360));
    expect(second?.drawn).toBe(yuan(600_000));
  });

  test('seasonal principal falls in its months, the rest in the last payment', () => {
    const { rows } = build({ ...plain, repayment: { kind: 'seasonal', months: [3, 9] } });
    const repaid = rows.filter((row) => row.principal > 0).map((row) => printDay(row.to));
    expect(repaid).toEqual(['2026-03-15', '2026-09-15', '2027-01-15']);
  });

  test('fees: upfront, monthly, yearly in proportion, and a yearly rate on what is out', () => {
    const { rows, upfrontFees, totalFees } = build({
      ...plain,
      payments: 18,
      repayment: { kind: 'bullet' },
      fees: [
        { kind: 'arrangement', charged: 'upfront', rate: ppm(1000) },
        { kind: 'account', charged: 'monthly', amount: yuan(10) },
        { kind: 'review', charged: 'annual', amount: yuan(1200) },
        { kind: 'guarantee', charged: 'annual', rate: ppm(5000), inRate: false },
      ],
    });
    expect(upfrontFees.map((fee) => fee.amount)).toEqual([yuan(1000)]);
    const review = rows.flatMap((row) => row.fees.filter((fee) => fee.kind === 'review'));
    expect(review.map((fee) => fee.amount)).toEqual([yuan(1200), yuan(600)]);
    // 5,000 yuan a year in twelfths, each rounded to 416.67.
    expect(totalFees).toBe(yuan(1000 + 180 + 1800) + 18 * 41_667);
  });
});

describe('fees in and out of the rate', () => {
  const loan: Loan = {
    ...plain,
    fees: [
      { kind: 'arrangement', charged: 'upfront', rate: ppm(10_000) },
      { kind: 'stamp', charged: 'upfront', amount: yuan(5000), inRate: false },
    ],
  };
  const rate = (fees: 'in' | 'out') => {
    const answer = effectiveRate(loanFlows(build(loan), { fees }));
    if (answer.kind !== 'one') throw new Error(answer.kind);
    return answer.rate.annualPpm;
  };

  test('one per cent up front on a year of level payments costs about two a year', () => {
    expect(rate('out')).toBe(35_195);
    expect(rate('in')).toBe(54_795);
  });
});

/** Every figure of the loan below is wrong. */
const rubbish = {
  principal: -1,
  start: day('2026-01-15'),
  payments: 0,
  monthsPerPayment: 13,
  firstPayment: day('2026-01-01'),
  gracePayments: 3,
  repayment: { kind: 'seasonal', months: [0, 13] },
  resets: [{ from: day('2025-01-01'), rate: Number.NaN }],
  draws: [{ day: day('2026-02-01'), amount: 0.5 }],
  fees: [{ kind: 'x', charged: 'upfront' }],
} as unknown as Loan;

describe('a loan that makes no sense', () => {
  test('is refused with all its faults at once', () => {
    const result = checkLoan(rubbish);
    const paths = isLeft(result) ? result.left.map((issue) => issue.message) : [];
    expect(paths).toMatchInlineSnapshot(`
      [
        "principal: expected an amount above zero in minor units; saw -1",
        "rate: expected the nominal rate of the loan",
        "payments: expected 1 to 600 payments; saw 0",
        "monthsPerPayment: expected 1 to 12 months; saw 13",
        "firstPayment: expected a day after the start; saw 20454",
        "gracePayments: expected fewer payments than the loan has; saw 3",
        "draws[0].amount: expected an amount above zero; saw 0.5",
        "draws[0].day: expected ascending days before the last payment; saw 20485",
        "draws[0].day: expected the start of the loan; saw 20485",
        "draws: expected draws that sum to the principal; saw 0.5",
        "resets[0].rate: expected a rate from 0% to 1000%; saw NaN",
        "resets[0].from: expected a day after the start and the reset before; saw 20089",
        "repayment.months: expected months from 1 to 12, at least one; saw 0",
        "fees[0]: expected either a rate or an amount",
      ]
    `);
  });

  test('or with a day count that nobody knows, a name of every object among them', () => {
    for (const dayCount of ['ACT/364', 'constructor', '__proto__', 360] as unknown as DayCount[]) {
      const result = checkLoan({ ...plain, dayCount });
      expect(isLeft(result) && result.left.map((issue) => issue.path)).toEqual([['dayCount']]);
      expect(() => yearFraction(dayCount, day('2026-01-01'), day('2026-02-01'))).toThrow(
        RangeError,
      );
    }
  });

  test('or that cannot be counted in safe integers', () => {
    const huge = checkLoan({ ...plain, principal: 9e15 as Money, rate: ppm(9_000_000) });
    expect(isLeft(huge) && huge.left[0]?.path).toEqual(['principal']);
  });
});

describe('the kernel', () => {
  test('equals the schedule, row by row', () => {
    const simple = anyLoan.filter((loan) =>
      (BOOK_METHODS as readonly string[]).includes(loan.repayment.kind),
    );
    fc.assert(
      fc.property(simple, (found) => {
        const { gracePayments: _, resets: __, draws: ___, ...bare } = found;
        const loan: Loan = { ...bare, rounding: 'half-up' };
        const { rows } = build(loan);
        const days = paymentDays(loan);
        const time = timeCount(loan.dayCount, loan.start, days, loan.start);
        const times = days.map((to, index) => time.between(days[index - 1] ?? loan.start, to));
        const method = (BOOK_METHODS as readonly string[]).indexOf(loan.repayment.kind);
        const book: LoanBook = {
          count: 2,
          principal: Float64Array.of(loan.principal, loan.principal),
          rate: Float64Array.of(loan.rate, loan.rate),
          payments: Int32Array.of(loan.payments, loan.payments),
          method: Uint8Array.of(method, method),
          timeStart: Int32Array.of(0, 0),
          times: Int32Array.from(times),
          denominator: time.denominator,
        };
        const columns = scheduleBook(book);
        const twice = [...rows, ...rows];
        expect([...columns.interest]).toEqual(twice.map((row) => row.interest));
        expect([...columns.principal]).toEqual(twice.map((row) => row.principal));
        expect([...columns.closing]).toEqual(twice.map((row) => row.closing));
      }),
    );
  });
});

test('a schedule is right or an issue, never a throw', () => {
  const rough = fc.record({
    principal: fc.oneof(fc.double(), fc.constant(undefined)),
    rate: fc.oneof(fc.double(), fc.constant(undefined)),
    start: fc.double(),
    payments: fc.integer(),
    monthsPerPayment: fc.integer(),
  });
  fc.assert(
    fc.property(rough, (loan) => {
      const result = schedule({ ...loan, repayment: { kind: 'bullet' } } as unknown as Loan);
      expect(isLeft(result) || isRight(result)).toBe(true);
    }),
  );
});
