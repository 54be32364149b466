import fc from 'fast-check';
import { isLeft } from 'fp-ts/Either';
import { describe, expect, test } from 'vitest';
import {
  type Allocation,
  type AllocationOptions,
  type AllocationProblem,
  allocate,
  syndicate,
  verifyAllocation,
} from '../src/allocation/index.ts';
import { loadOutsideSolver, modelOf, syndicateModelOf } from './outside-solver.ts';
import { type OutsideShape, outsideProblem, outsideSyndicate } from './outside-world.ts';

const found = await loadOutsideSolver();
if (found === undefined) console.warn('comparison with an outside solver skipped: no highs');
const solve = found ?? (() => 'infeasible' as const);

/** A hard kind of problem: what limits it, and what is asked. */
interface Kind {
  readonly shape: OutsideShape;
  readonly options: Omit<AllocationOptions, 'objective'>;
}

const HARD: readonly (readonly [string, Kind])[] = [
  ['whole needs', { shape: {}, options: { indivisible: true } }],
  ['lenders', { shape: {}, options: { maximumLenders: 2 } }],
  ['tickets', { shape: { hasTickets: true }, options: {} }],
  ['counts', { shape: { hasCounts: true }, options: {} }],
  [
    'tickets, counts, lenders',
    { shape: { hasTickets: true, hasCounts: true }, options: { maximumLenders: 2 } },
  ],
];
const AROUND: readonly (readonly [string, OutsideShape])[] = [
  ['limits that nest', {}],
  ['floors', { hasFloors: true }],
  ['limits that cross', { hasPools: true }],
  ['floors and limits that cross', { hasFloors: true, hasPools: true }],
];

/** An allocation that keeps all limits; undefined where there is none, which the solver must confirm. */
function checked(
  problem: AllocationProblem,
  options: AllocationOptions,
  mip: number | 'infeasible',
): Allocation | undefined {
  const answer = allocate(problem, options);
  if (isLeft(answer)) {
    // A search that finds no allocation says so by `limit`, a proof that there is none by its opposite.
    const isProven = answer.left.every((issue) => issue.code === 'contradiction');
    if (isProven) expect(mip).toBe('infeasible');
    return undefined;
  }
  expect(mip).not.toBe('infeasible');
  expect(verifyAllocation(problem, answer.right).breaches).toEqual([]);
  return answer.right;
}

const sum = (list: readonly number[]): number => list.reduce((total, one) => total + one, 0);

describe.skipIf(found === undefined)('an outside solver agrees', () => {
  test.each([
    ['nest', {}],
    ['nest, with floors', { hasFloors: true }],
  ])('on the welfare of divisible amounts under limits that %s', (_, shape) => {
    fc.assert(
      fc.property(outsideProblem(shape), (problem) => {
        const best = solve(modelOf(problem, { objective: 'welfare' }));
        const answer = checked(problem, {}, best);
        expect(answer === undefined).toBe(best === 'infeasible');
        if (answer === undefined || best === 'infeasible') return;
        expect(Number(answer.welfare)).toBe(Math.round(best));
        expect(verifyAllocation(problem, answer).isOptimal).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test('on caps that revert: first claims are kept, what is left goes where it is worth most', () => {
    fc.assert(
      fc.property(outsideProblem({ hasReversion: true, hasFloors: true }), (problem) => {
        const first = solve(modelOf(problem, { objective: 'welfare' }));
        const answer = checked(problem, {}, first);
        expect(answer === undefined).toBe(first === 'infeasible');
        if (answer?.entitlements === undefined) return;
        const claims = answer.entitlements.map((one) => [one.region, Number(one.amount)] as const);
        const exactly = new Map(claims.map(([id, least]) => [id, { least, most: least }]));
        const atLeast = new Map(claims.map(([id, least]) => [id, { least, most: Infinity }]));
        expect(solve(modelOf(problem, { objective: 'welfare', regionMoney: exactly }))).toBeCloseTo(
          Number(first),
          4,
        );
        expect(solve(modelOf(problem, { objective: 'welfare', regionMoney: atLeast }))).toBeCloseTo(
          Number(answer.welfare),
          4,
        );
      }),
      { numRuns: 200 },
    );
  });

  test.each([
    ['limits that cross', { hasPools: true }, {}],
    ['whole needs', {}, { indivisible: true }],
    ['tickets and counts', { hasTickets: true, hasCounts: true }, {}],
    ['a most number of lenders', {}, { maximumLenders: 2 }],
    ['coverage', {}, { objective: 'coverage' }],
    ['coverage of whole needs', {}, { objective: 'coverage', indivisible: true }],
  ] as const)(
    'that caps revert under %s within the bounds of the second problem',
    (_, shape, options) => {
      let count = 0;
      let reverted = 0;
      fc.assert(
        fc.property(outsideProblem({ ...shape, hasReversion: true }), (problem) => {
          const asked = { objective: 'welfare', ...options } as const;
          // Under coverage limits nest here: for each choice of needs some best flow is whole anyway.
          // Asked for whole units, HiGHS 1.15.3 has found 6 funded needs where 7 are.
          const question = { ...asked, isWholeUnits: asked.objective === 'welfare' };
          const answer = checked(problem, options, solve(modelOf(problem, question)));
          if (answer === undefined) return;
          const { entitlements } = answer;
          count += problem.regions?.some((one) => one.reverts && one.cap !== undefined) ? 1 : 0;
          reverted += entitlements === undefined ? 0 : 1;
          // Without entitlements the caps held as plain limits, and so the bound must.
          const claims = (entitlements ?? []).map(
            ({ region, amount }) => [region, { least: Number(amount), most: Infinity }] as const,
          );
          const best = Number(
            solve(modelOf(problem, { ...question, regionMoney: new Map(claims) })),
          );
          const { bound, fundedBound } = verifyAllocation(problem, answer);
          const [value, ...bounds] =
            question.objective === 'welfare'
              ? [answer.welfare, answer.bound, bound]
              : [answer.funded, fundedBound];
          expect(Number(value)).toBeLessThanOrEqual(Math.round(best));
          for (const most of bounds) {
            expect(Number(most)).toBeGreaterThanOrEqual(Math.round(best));
          }
        }),
        { numRuns: 60 },
      );
      expect(reverted / count).toBeGreaterThan(0.7);
    },
  );

  test.each([
    ['limits that cross', { hasPools: true }],
    ['limits that cross and floors', { hasPools: true, hasFloors: true }],
  ])('that welfare under %s lies below its optimum and the bound above', (_, shape) => {
    const met: number[] = [];
    fc.assert(
      fc.property(outsideProblem(shape), (problem) => {
        const parts = solve(modelOf(problem, { objective: 'welfare' }));
        const whole = solve(modelOf(problem, { objective: 'welfare', isWholeUnits: true }));
        const answer = checked(problem, {}, whole);
        if (whole === 'infeasible' || parts === 'infeasible') return;
        met.push(Number(answer?.welfare) === Math.round(whole) ? 1 : 0);
        if (answer === undefined) return;
        expect(Number(answer.welfare)).toBeLessThanOrEqual(Math.round(whole));
        // Where the optimum is in parts of a unit, the solver rounds at its twelfth digit.
        expect(Number(answer.bound)).toBeGreaterThanOrEqual(parts - 1e-6);
        expect(verifyAllocation(problem, answer).bound).toBe(answer.bound);
      }),
      { numRuns: 200 },
    );
    expect(sum(met) / met.length).toBeGreaterThan(0.85);
  });

  test.each(
    AROUND.flatMap(([around, more]) =>
      HARD.map(
        ([hard, { shape, options }]) => [hard, around, { ...shape, ...more }, options] as const,
      ),
    ),
  )(
    'that the welfare of %s under %s lies below its optimum and the bound above',
    (...[, , shape, options]) => {
      const met: number[] = [];
      fc.assert(
        fc.property(outsideProblem(shape), (problem) => {
          const best = solve(
            modelOf(problem, { objective: 'welfare', isWholeUnits: true, ...options }),
          );
          const answer = checked(problem, options, best);
          if (best === 'infeasible') return;
          met.push(Number(answer?.welfare) === Math.round(best) ? 1 : 0);
          if (answer === undefined) return;
          expect(Number(answer.welfare)).toBeLessThanOrEqual(Math.round(best));
          expect(Number(answer.bound)).toBeGreaterThanOrEqual(Math.round(best));
          const { bound } = verifyAllocation(problem, answer);
          expect(Number(bound)).toBeGreaterThanOrEqual(Number(answer.bound));
        }),
        { numRuns: 60 },
      );
      expect(sum(met) / met.length).toBeGreaterThan(0.7);
    },
  );

  test.each(
    AROUND.flatMap(([around, more]) =>
      [['divisible amounts', { shape: {}, options: {} }] as const, ...HARD].map(
        ([hard, { shape, options }]) => [hard, around, { ...shape, ...more }, options] as const,
      ),
    ),
  )('on how many needs are funded at most: %s under %s', (...[, , shape, options]) => {
    const met: number[] = [];
    fc.assert(
      fc.property(outsideProblem(shape), (problem) => {
        const best = solve(
          modelOf(problem, { objective: 'coverage', isWholeUnits: true, ...options }),
        );
        const answer = checked(problem, { objective: 'coverage', ...options }, best);
        if (best === 'infeasible') return;
        met.push(answer?.funded === Math.round(best) ? 1 : 0);
        if (answer === undefined) return;
        expect(answer.funded).toBeLessThanOrEqual(Math.round(best));
        const { fundedBound } = verifyAllocation(problem, answer);
        expect(fundedBound).toBeGreaterThanOrEqual(Math.round(best));
        expect(answer.certificate).toMatchObject({ kind: 'coverage', fundedBound });
      }),
      { numRuns: 60 },
    );
    expect(sum(met) / met.length).toBeGreaterThan(0.8);
  });

  test('on the cheapest syndicate', () => {
    fc.assert(
      fc.property(outsideSyndicate(), ({ need, offers, options }) => {
        const best = solve(syndicateModelOf(need, offers, options));
        const answer = syndicate(need, offers, options);
        expect(isLeft(answer)).toBe(best === 'infeasible');
        if (isLeft(answer) || best === 'infeasible') return;
        const rateOf = (id: string): number => offers.find((one) => one.id === id)?.rate ?? 0;
        const costs = answer.right.shares.map(
          ({ id, amount, fee }) => (amount * rateOf(id)) / 1000 + 1000 * fee,
        );
        expect(sum(costs)).toBe(Math.round(best));
        expect(answer.right.isProven).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
