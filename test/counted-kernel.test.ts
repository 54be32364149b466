import fc from 'fast-check';
import { isLeft } from 'fp-ts/Either';
import { describe, expect, test } from 'vitest';
import { type Loan, schedule, yearFraction } from '../src/cashflow/index.ts';
import type {
  Benefit,
  BenefitBase,
  BenefitCap,
  DayCount,
  Need,
  Programme,
  ProgrammeVersion,
  StackRule,
} from '../src/model/index.ts';
import { countedStackOf } from '../src/policy/counted-kernel.ts';
import { createDesk } from '../src/policy/desk-kernel.ts';
import { createGrid } from '../src/policy/grid.ts';
import { compilePolicies, judgeProgrammes, solveSituation } from '../src/policy/index.ts';
import {
  dayCountCode,
  firstPiece,
  isInOneYear,
  layPieces,
  layTimes,
  PIECES_LIMIT,
  pieceTime,
  pieceYear,
  timeDenominator,
} from '../src/policy/pieces-kernel.ts';
import type { StackProblem } from '../src/policy/solve.ts';
import { QUOTIENT_LIMIT, wideRest, wideWhole } from '../src/policy/wide-kernel.ts';
import { civilOf } from '../src/units/civil.ts';
import { type Day, parseDay } from '../src/units/day.ts';
import type { Money } from '../src/units/money.ts';
import type { Rate } from '../src/units/rate.ts';

const day = (text: string): Day => {
  const parsed = parseDay(text);
  if (isLeft(parsed)) throw new Error(text);
  return parsed.right;
};
const AS_OF = day('2026-06-30');
const IDS = ['a', 'b', 'c', 'd', 'e'];
const METHODS = ['equal-instalments', 'equal-principal', 'bullet'] as const;
const DAY_COUNTS: readonly DayCount[] = ['ACT/360', 'ACT/365F', 'ACT/ACT', '30/360', '30E/360'];
const source = { title: 'made up', grade: 'illustrative' } as const;

/** How large a loan is; caps and bases are told in millionths of its principal. */
interface World {
  readonly loan: Loan;
  readonly programmes: readonly Programme[];
  readonly need: Need;
}

const MILLION = 1_000_000;
const part = (principal: number, millionths: number) =>
  Number((BigInt(principal) * BigInt(millionths)) / BigInt(MILLION)) as Money;

const anyDay = fc.oneof(
  fc.constantFrom(
    ...['2026-01-01', '2026-12-31', '2027-01-31', '2028-02-29', '2026-09-30'].map(day),
  ),
  fc.integer({ min: day('2026-01-01'), max: day('2030-01-01') }),
) as fc.Arbitrary<Day>;

const terms = fc.oneof(
  { weight: 20, arbitrary: fc.integer({ min: 1, max: 40 }) },
  { weight: 2, arbitrary: fc.integer({ min: 41, max: 130 }) },
  { weight: 1, arbitrary: fc.constantFrom(360, 599, 600) },
);

const loans: fc.Arbitrary<Loan> = fc.record({
  principal: fc.oneof(
    fc.integer({ min: 1, max: 900 }),
    fc.integer({ min: 100_000, max: 30_000_000_000 }),
    fc.integer({ min: 9_000_000_000_000, max: 10_000_000_000_000 }),
  ) as fc.Arbitrary<Money>,
  rate: fc.oneof(
    fc.constantFrom(1, 20_000, 31_000, 43_500),
    fc.integer({ min: 1, max: 200_000 }),
    fc.integer({ min: 1, max: 10_000_000 }),
  ) as fc.Arbitrary<Rate>,
  start: anyDay,
  payments: terms,
  monthsPerPayment: fc.constant(1),
  repayment: fc.constantFrom(...METHODS.map((kind) => ({ kind }))),
});

/** Millionths of the principal: nothing, a few that bind, and many that do not. */
const sizes = fc.oneof(
  fc.constantFrom(0, 1000, 10_000),
  fc.integer({ min: 0, max: 60_000 }),
  fc.integer({ min: 0, max: 2 * MILLION }),
);

interface PlainCap {
  readonly size: number;
  readonly per: 'year' | 'life';
  readonly with?: readonly string[];
}

const cap: fc.Arbitrary<PlainCap> = fc.record(
  {
    size: sizes,
    per: fc.constantFrom('year', 'life'),
    with: fc.subarray(IDS, { minLength: 1, maxLength: 3 }),
  },
  { requiredKeys: ['size', 'per'], noNullPrototype: true },
);

const other = fc.record(
  { programmes: fc.subarray(IDS, { minLength: 1, maxLength: 2 }) },
  { noNullPrototype: true },
);
const stackRule: fc.Arbitrary<StackRule> = fc.oneof(
  fc.record(
    { rule: fc.constantFrom('excludes', 'residual', 'residual', 'requires'), other },
    { noNullPrototype: true },
  ),
  fc.record(
    { rule: fc.constant('choose-one' as const), group: fc.constantFrom('g', 'h') },
    { noNullPrototype: true },
  ),
);

const benefit: fc.Arbitrary<Benefit> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('points'), rate: rates() }) },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('share-of-rate'), share: shares() }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('grant'), share: shares() }) },
) as fc.Arbitrary<Benefit>;

function rates(): fc.Arbitrary<Rate> {
  return fc.oneof(
    fc.constantFrom(0, 5000, 10_000, 20_000),
    fc.integer({ min: 0, max: 60_000 }),
  ) as fc.Arbitrary<Rate>;
}

function shares(): fc.Arbitrary<Rate> {
  return fc.oneof(
    fc.constantFrom(500_000, MILLION),
    fc.integer({ min: 0, max: MILLION }),
  ) as fc.Arbitrary<Rate>;
}

const plainVersion = fc.record(
  {
    benefit,
    baseCap: sizes,
    part: fc.constantFrom('loan', 'equipment-loan', 'investment'),
    maximumMonths: fc.oneof(fc.constantFrom(1, 12, 24), fc.integer({ min: 1, max: 600 })),
    dayCount: fc.constantFrom(...DAY_COUNTS),
    caps: fc.array(cap, { maxLength: 3 }),
    stacking: fc.array(stackRule, { maxLength: 2 }),
  },
  { requiredKeys: ['benefit'], noNullPrototype: true },
);
type PlainVersion = typeof plainVersion extends fc.Arbitrary<infer T> ? T : never;

function versionOf(id: string, principal: number, one: PlainVersion): ProgrammeVersion {
  const others = (ids: readonly string[] | undefined) => ids?.filter((two) => two !== id) ?? [];
  const caps = (one.caps ?? []).map((two): BenefitCap => {
    const shared = others(two.with);
    const amount = part(principal, two.size);
    const bare = { amount, scope: 'enterprise', per: two.per } as const;
    return shared.length === 0 ? bare : { ...bare, with: shared };
  });
  const stacking = (one.stacking ?? []).flatMap((rule): readonly StackRule[] => {
    if (rule.rule === 'choose-one') return [rule];
    const programmes = others(rule.other.programmes);
    return programmes.length === 0 ? [] : [{ ...rule, other: { programmes } }];
  });
  const amount = part(principal, one.baseCap ?? 0);
  const base: BenefitBase = {
    part: one.part ?? 'loan',
    ...(one.baseCap === undefined ? {} : { cap: { amount, scope: 'loan' } }),
  };
  const { benefit: own, maximumMonths, dayCount } = one;
  return {
    id: 'v',
    source,
    validFrom: day('2025-01-01'),
    benefit: own,
    base,
    ...(maximumMonths === undefined ? {} : { maximumMonths }),
    ...(dayCount === undefined ? {} : { dayCount }),
    caps,
    stacking,
  };
}

const worlds: fc.Arbitrary<World> = fc
  .record({
    loan: loans,
    list: fc.array(
      fc.tuple(plainVersion, fc.constantFrom('interest-subsidy', 'interest-subsidy', 'relending')),
      { minLength: 1, maxLength: IDS.length },
    ),
    equipment: sizes,
    investment: sizes,
  })
  .map(({ loan, list, equipment, investment }) => {
    const { principal } = loan;
    const known = IDS.slice(0, list.length);
    const programmes = list.map(([one, kind], at): Programme => {
      const id = IDS[at] as string;
      const version = versionOf(id, principal, one);
      // No programme names one that is not there.
      const caps = (version.caps ?? []).map(({ with: shared, ...rest }) => {
        const there = shared?.filter((two) => known.includes(two)) ?? [];
        return there.length === 0 ? rest : { ...rest, with: there };
      });
      const stacking = (version.stacking ?? []).filter(
        (rule) =>
          rule.rule === 'choose-one' ||
          rule.other.programmes?.every((two) => known.includes(two)) === true,
      );
      return { id, kind, level: 'city', versions: [{ ...version, caps, stacking }] } as Programme;
    });
    const project = {
      id: 'p',
      equipment: part(principal, equipment),
      investment: part(principal, investment),
    };
    const need: Need = {
      id: 'n',
      amount: 1 as Money,
      termMonths: 12,
      enterprise: { id: 'e' },
      project,
    };
    return { loan, programmes, need };
  });

/** What the kernel and the rule answer: ids that stand, and what they pay on interest. */
function answers({ loan, programmes, need }: World) {
  const pack = compilePolicies(programmes);
  if (isLeft(pack)) throw new Error(pack.left.map((issue) => issue.message).join('; '));
  const situation = { need, loan };
  const judged = judgeProgrammes(pack.right, situation, { asOf: AS_OF });
  const solved = solveSituation(judged, situation);
  if (isLeft(solved)) throw new Error('no schedule');
  const { problem, solution } = solved.right;
  const { candidates, pieces } = problem;
  const desk = createDesk(candidates);
  if (desk === undefined) throw new Error('no desk');
  const paid = new Float64Array(candidates.length);
  const set = countedStackOf(
    desk,
    loan.start,
    loan.principal,
    loan.rate,
    loan.payments,
    METHODS.indexOf(loan.repayment.kind as (typeof METHODS)[number]),
    Float64Array.from(candidates, ({ basis }) => basis?.rate ?? 0),
    Float64Array.from(candidates, ({ basis }) => basis?.eligible ?? 0),
    Float64Array.from(candidates, ({ basis }) => basis?.baseCap ?? 0),
    Float64Array.from(candidates, ({ basis }) => basis?.once ?? 0),
    paid,
  );
  const exact = candidates.map((_, p) =>
    solution.paid.subarray(p * pieces, (p + 1) * pieces - 1).reduce((sum, cell) => sum + cell, 0),
  );
  const chosen = solution.chosen.reduce((bits, p) => bits | (1 << p), 0);
  const most = problem.accrued.reduce((sum, cell) => sum + cell, 0);
  const isMoved = solution.value > inOrder(problem, solution.chosen);
  return { set, paid: [...paid], chosen, exact, binds: solution.value < most, isMoved };
}

/** What a set pays piece by piece: less than the rule where only a maximum flow finds the most. */
function inOrder(
  { programmes, pieces, accrued, caps, rooms }: StackProblem,
  chosen: readonly number[],
): number {
  const limits = [...caps, ...rooms].map(({ cells, amount }) => ({
    cells: new Set(cells),
    amount,
  }));
  let value = 0;
  for (let piece = 0; piece < pieces; piece++) {
    for (let p = 0; p < programmes; p++) {
      const cell = p * pieces + piece;
      const own = limits.filter(({ cells }) => cells.has(cell));
      const most = chosen.includes(p) ? (accrued[cell] ?? 0) : 0;
      const amount = Math.min(most, ...own.map((limit) => limit.amount));
      for (const limit of own) limit.amount -= amount;
      value += amount;
    }
  }
  return value;
}

/** Holds the kernel against the rule, and counts what was met. */
function holdTo(arbitrary: fc.Arbitrary<World>, numRuns: number) {
  const seen = { told: 0, binding: 0, moved: 0 };
  fc.assert(
    fc.property(arbitrary, (world) => {
      const { set, paid, chosen, exact, binds, isMoved } = answers(world);
      seen.told += 1;
      if (binds) seen.binding += 1;
      if (isMoved) seen.moved += 1;
      expect(set).toBe(chosen);
      expect(paid).toEqual(exact);
    }),
    { numRuns },
  );
  return seen;
}

/** How one programme of a crowd pays: shares in ppm of the loan's rate, the cap in parts of a hundred. */
const payer = fc.record({
  share: fc.integer({ min: 150_000, max: 900_000 }),
  parts: fc.integer({ min: 5, max: 95 }),
  isYearly: fc.boolean(),
  sharesParts: fc.option(fc.integer({ min: 20, max: 150 }), { nil: undefined, freq: 2 }),
  quarters: fc.constantFrom(1, 2, 3, 5),
});

/**
 * Programmes that together pay about the interest, every second one for a long time and under a cap, the
 * others at first and without: where the first use their caps up while the others could pay, payments in
 * order fall short.
 */
const crowded: fc.Arbitrary<World> = fc
  .tuple(worlds, fc.array(payer, { minLength: 5, maxLength: 5 }))
  .map(([{ loan, programmes, need }, payers]) => {
    const rate = (20_000 + (loan.rate % 80_000)) as Rate;
    const payments = Math.min(9 + loan.payments, 600);
    const known = programmes.map(({ id }) => id);
    return {
      need,
      loan: { ...loan, rate, payments },
      programmes: programmes.map((one, at): Programme => {
        const version = one.versions[0] as ProgrammeVersion;
        const { share, parts, isYearly, sharesParts, quarters } = payers[at] as (typeof payers)[0];
        const isLong = at % 2 === 0;
        const months = isYearly ? Math.min(payments, 12) : payments;
        const cap = (hundredths: number) => {
          const points = (share / MILLION) * rate * (months / 12) * (hundredths / 100);
          const amount = part(loan.principal, Math.floor(points));
          return { amount, scope: 'enterprise', per: isYearly ? 'year' : 'life' } as const;
        };
        const others = known.filter((id) => id !== one.id);
        const shared =
          sharesParts === undefined || others.length === 0
            ? []
            : [{ ...cap(2 * sharesParts), with: others.slice(0, 1) }];
        const benefit = { kind: 'share-of-rate', share: share as Rate } as const;
        const stacking = (version.stacking ?? []).filter((rule) => rule.rule === 'residual');
        const { dayCount: _, base: __, ...rest } = version;
        const caps = isLong ? [cap(parts), ...shared] : [];
        const maximumMonths = isLong ? 600 : quarters * 3;
        return { ...one, versions: [{ ...rest, benefit, caps, stacking, maximumMonths }] };
      }),
    };
  });

/** Loans of a few units, under caps of a few: most sets of programmes pay the same as others. */
const tied: fc.Arbitrary<World> = fc
  .tuple(
    worlds,
    fc.integer({ min: 20, max: 400 }),
    fc.array(fc.nat(6), { minLength: 5, maxLength: 5 }),
  )
  .map(([{ loan, programmes, need }, principal, amounts]) => ({
    need: { ...need, project: { id: 'p', equipment: 30 as Money, investment: 40 as Money } },
    loan: { ...loan, principal: principal as Money, rate: 60_000 as Rate },
    programmes: programmes.map((one, at): Programme => {
      const version = one.versions[0] as ProgrammeVersion;
      const caps = (version.caps ?? []).map((two) => ({ ...two, amount: amounts[at] as Money }));
      const stacking = (version.stacking ?? []).filter((rule) => rule.rule !== 'residual');
      return { ...one, versions: [{ ...version, caps, stacking }] };
    }),
  }));

/** The same with one programme of each pair at most, so that there are more sets than one. */
const paired = (arbitrary: fc.Arbitrary<World>): fc.Arbitrary<World> =>
  arbitrary.map((world) => ({
    ...world,
    programmes: world.programmes.map((one, at): Programme => {
      const version = one.versions[0] as ProgrammeVersion;
      const rule = { rule: 'choose-one' as const, group: `pair ${at >> 1}` };
      return {
        ...one,
        versions: [{ ...version, stacking: [...(version.stacking ?? []), rule] }],
      };
    }),
  }));

describe('the cells of a standard loan', () => {
  test('pay what the rule pays, to the last unit, whatever binds', () => {
    const { told, binding } = holdTo(worlds, 1500);
    expect(told).toBe(1500);
    expect(binding).toBeGreaterThan(500);
  });

  test('are paid as a maximum flow pays them where payments in order fall short', () => {
    const { moved } = holdTo(crowded, 800);
    expect(moved).toBeGreaterThan(100);
  });

  test('go to the set that the rule prefers among those that pay the same', () => {
    const { binding } = holdTo(tied, 1000);
    expect(binding).toBeGreaterThan(300);
  });

  test('go to the best of many sets, whatever bounds leave out', () => {
    const { binding } = holdTo(fc.oneof(paired(worlds), paired(crowded), paired(tied)), 250);
    expect(binding).toBeGreaterThan(60);
  });

  test('are divided exactly where products pass 2^53', () => {
    const numbers = fc.record({
      amount: fc.integer({ min: 1, max: 10_000_000_000_000 }),
      factor: fc.integer({ min: 1, max: 11_346_000_000 }),
      divisor: fc.constantFrom(360_000_000, 365_000_000, 133_590_000_000),
      left: fc.nat(359_999_999),
    });
    let wide = 0;
    fc.assert(
      fc.property(numbers, ({ amount, factor, divisor, left }) => {
        if (amount * factor < Number.MAX_SAFE_INTEGER) return;
        if (amount * factor > QUOTIENT_LIMIT * divisor) return;
        wide += 1;
        const exact = BigInt(amount) * BigInt(factor) + BigInt(left);
        expect(wideRest(amount, factor, left, divisor)).toBe(Number(exact % BigInt(divisor)));
        expect(wideWhole[0]).toBe(Number(exact / BigInt(divisor)));
      }),
      { numRuns: 3000 },
    );
    expect(wide).toBeGreaterThan(1000);
  });
});

describe('the pieces of a standard loan', () => {
  test('are those of the grid of its schedule, in every convention', () => {
    const asked = fc.record({
      start: anyDay,
      payments: fc.oneof(fc.integer({ min: 1, max: 60 }), fc.constant(600)),
    });
    fc.assert(
      fc.property(fc.array(asked, { minLength: 1, maxLength: 3 }), (list) => {
        for (const { start, payments } of list) {
          const loan: Loan = {
            principal: 1_000_000 as Money,
            rate: 40_000 as Rate,
            start,
            payments,
            monthsPerPayment: 1,
            repayment: { kind: 'bullet' },
          };
          const plan = schedule(loan);
          if (isLeft(plan)) throw new Error('no schedule');
          const { pieces, months } = createGrid(plan.right, []);
          layPieces(start, payments);
          const first = civilOf(start).year;
          expect(firstPiece[payments]).toBe(pieces.length);
          expect([...pieceYear.subarray(0, pieces.length)]).toEqual(
            pieces.map((piece) => piece.year - first),
          );
          const timesOf = (code: number) => [
            ...pieceTime.subarray(code * PIECES_LIMIT, code * PIECES_LIMIT + pieces.length),
          ];
          expect(timesOf(0)).toEqual(pieces.map((piece) => months.between(piece.from, piece.to)));
          for (const dayCount of DAY_COUNTS) {
            const code = dayCountCode(dayCount);
            layTimes(code, payments);
            expect(timesOf(code)).toEqual(
              pieces.map(({ from, to }) => Math.max(yearFraction(dayCount, from, to).numerator, 0)),
            );
          }
          expect([...firstPiece.subarray(0, payments)]).toEqual(
            Array.from({ length: payments }, (_, r) =>
              pieces.findIndex((piece) => piece.row === r),
            ),
          );
          expect(isInOneYear(start, payments)).toBe(pieces.every((piece) => piece.year === first));
        }
      }),
      { numRuns: 200 },
    );
  });

  test('are no longer by any convention than 32 thirtieths of a month, row by row', () => {
    // Every first day of a leap cycle, and five years from each.
    for (let start = day('2024-01-01'); start < day('2028-01-01'); start = (start + 1) as Day) {
      layPieces(start, 60);
      for (const dayCount of DAY_COUNTS) {
        const code = dayCountCode(dayCount);
        layTimes(code, 60);
        const most = (timeDenominator(code) * 32) / 360;
        for (let r = 0; r < 60; r++) {
          let time = 0;
          for (let piece = firstPiece[r] ?? 0; piece < (firstPiece[r + 1] ?? 0); piece++) {
            time += pieceTime[code * PIECES_LIMIT + piece] ?? 0;
          }
          if (time > most) expect([start, dayCount, r, time]).toEqual([]);
        }
      }
    }
  });
});
