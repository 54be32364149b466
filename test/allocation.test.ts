import fc from 'fast-check';
import { isLeft, isRight } from 'fp-ts/Either';
import { describe, expect, test } from 'vitest';
import {
  type Allocation,
  type AllocationOptions,
  type AllocationProblem,
  allocate,
  verifyAllocation,
  verifyStability,
} from '../src/allocation/index.ts';
import type { Money } from '../src/units/money.ts';
import { bruteForce, code, smallProblem } from './allocation-world.ts';
import { outsideProblem } from './outside-world.ts';

const money = (amount: number): Money => amount as Money;

function solved(problem: AllocationProblem, options?: AllocationOptions): Allocation {
  const found = allocate(problem, options);
  if (isLeft(found)) throw new Error(found.left.map((issue) => issue.message).join('; '));
  return found.right;
}

const welfareOf = (_: ReadonlyMap<string, number>, welfare: number): number => welfare;

describe('welfare under limits that nest', () => {
  test('is the best of all allocations, and its prices prove it', () => {
    const shape = { hasRegions: true, hasEdgeAmounts: true };
    fc.assert(
      fc.property(smallProblem(shape), (problem) => {
        const allocation = solved(problem);
        expect(Number(allocation.welfare)).toBe(bruteForce(problem, welfareOf));
        const checked = verifyAllocation(problem, allocation);
        expect(checked.breaches).toEqual([]);
        expect(checked.isOptimal).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test('meets floors, or says that they cannot be met', () => {
    fc.assert(
      fc.property(smallProblem({ hasFloors: true, hasRegions: true }), (problem) => {
        const best = bruteForce(problem, welfareOf);
        const found = allocate(problem);
        expect(isRight(found)).toBe(best >= 0);
        if (isLeft(found)) {
          expect(found.left.every(({ path }) => path.at(-1) === 'floor')).toBe(true);
          return;
        }
        expect(Number(found.right.welfare)).toBe(best);
        const checked = verifyAllocation(problem, found.right);
        expect(checked.breaches).toEqual([]);
        expect(checked.isOptimal).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test('does not fall when a quota rises', () => {
    fc.assert(
      fc.property(smallProblem({ hasRegions: true }), (problem) => {
        const before = solved(problem);
        const products = problem.products.map((one, index) =>
          index === 0 && one.quota !== undefined ? { ...one, quota: money(one.quota + 1) } : one,
        );
        const after = solved({ ...problem, products });
        expect(BigInt(after.welfare) >= BigInt(before.welfare)).toBe(true);
      }),
    );
  });

  test('is the same in any order of the input', () => {
    fc.assert(
      fc.property(smallProblem({ hasRegions: true, hasEdgeAmounts: true }), (problem) => {
        const turned = {
          ...problem,
          needs: problem.needs.toReversed(),
          products: problem.products.toReversed(),
          regions: problem.regions?.toReversed() ?? [],
          edges: (problem.edges as readonly never[]).toReversed(),
        };
        expect(solved(turned)).toEqual(solved(problem));
      }),
    );
  });
});

describe('welfare under limits that cross', () => {
  test('never passes the optimum, never claims a bound below it, and often meets it', () => {
    let met = 0;
    let count = 0;
    fc.assert(
      fc.property(smallProblem({ hasPools: true, hasRegions: true }), (problem) => {
        const best = BigInt(bruteForce(problem, welfareOf));
        const allocation = solved(problem);
        expect(BigInt(allocation.welfare) <= best).toBe(true);
        expect(BigInt(allocation.bound ?? '0') >= best).toBe(true);
        const checked = verifyAllocation(problem, allocation);
        expect(checked.breaches).toEqual([]);
        expect(BigInt(checked.bound ?? '0') <= BigInt(allocation.bound ?? '0')).toBe(true);
        count += 1;
        if (BigInt(allocation.welfare) === best) met += 1;
      }),
      { numRuns: 200 },
    );
    expect(met / count).toBeGreaterThan(0.8);
  });
});

const funded =
  (problem: AllocationProblem) =>
  (got: ReadonlyMap<string, number>): number =>
    problem.needs.filter(
      ({ id, amount, minimumAmount }) => (got.get(id) ?? 0) >= (minimumAmount ?? amount),
    ).length;

describe('coverage', () => {
  test('keeps all limits, states a true bound, and mostly funds as many as can be', () => {
    let met = 0;
    let count = 0;
    fc.assert(
      fc.property(smallProblem({ hasRegions: true, hasEdgeAmounts: true }), (problem) => {
        const best = bruteForce(problem, funded(problem));
        const allocation = solved(problem, { objective: 'coverage' });
        const checked = verifyAllocation(problem, allocation);
        expect(checked.breaches).toEqual([]);
        expect(checked.fundedBound).toBeGreaterThanOrEqual(best);
        expect(allocation.funded).toBeLessThanOrEqual(best);
        count += 1;
        if (allocation.funded === best) met += 1;
      }),
      { numRuns: 200 },
    );
    expect(met / count).toBeGreaterThan(0.9);
  });
});

test('a floor above what a count lets through does not loosen the bound of coverage', () => {
  const problem: AllocationProblem = {
    needs: [
      { id: 'n0', amount: money(4), minimumAmount: money(1) },
      { id: 'n1', amount: money(1) },
    ],
    products: [{ id: 'p', bank: 'b', floor: money(2), maximumCount: 1 }],
    edges: ['n0', 'n1'].map((need) => ({ need, product: 'p', score: 0 })),
  };
  const allocation = solved(problem, { objective: 'coverage' });
  expect(allocation).toMatchObject({ funded: 1, certificate: { fundedBound: 1 } });
  expect(verifyAllocation(problem, allocation)).toMatchObject({ breaches: [], fundedBound: 1 });
});

describe('whole needs', () => {
  test('keep all limits, with a true bound', () => {
    let met = 0;
    let count = 0;
    fc.assert(
      fc.property(smallProblem({ hasRegions: true }), (problem) => {
        const best = bruteForce(problem, welfareOf, (x, asked) => x === 0 || x === asked);
        const allocation = solved(problem, { indivisible: true });
        expect(verifyAllocation(problem, allocation).breaches).toEqual([]);
        expect(Number(allocation.welfare)).toBeLessThanOrEqual(best);
        expect(Number(allocation.bound)).toBeGreaterThanOrEqual(best);
        count += 1;
        if (Number(allocation.welfare) === best) met += 1;
      }),
      { numRuns: 200 },
    );
    expect(met / count).toBeGreaterThan(0.8);
  });
});

describe('whole needs under quotas of products alone', () => {
  test('are proven best on small problems', () => {
    fc.assert(
      fc.property(smallProblem(), ({ banks: _, ...problem }) => {
        const best = bruteForce(problem, welfareOf, (x, asked) => x === 0 || x === asked);
        const allocation = solved(problem, { indivisible: true });
        expect(verifyAllocation(problem, allocation).breaches).toEqual([]);
        expect([Number(allocation.welfare), allocation.bound]).toEqual([best, String(best)]);
      }),
      { numRuns: 200 },
    );
  });
});

describe('counts, tickets and lenders', () => {
  test('keep all limits, with a true bound', () => {
    fc.assert(
      fc.property(
        smallProblem({ hasRegions: true }),
        fc.nat(2),
        fc.nat(3),
        (problem, most, ticket) => {
          const products = problem.products.map((one, j) => ({
            ...one,
            ...(j === 0 ? { maximumCount: most } : { minimumTicket: money(ticket) }),
          }));
          const limited = { ...problem, products };
          const allocation = solved(limited, { maximumLenders: 1 });
          expect(verifyAllocation(limited, allocation).breaches).toEqual([]);
          expect(BigInt(allocation.welfare) <= BigInt(allocation.bound ?? '0')).toBe(true);
        },
      ),
    );
  });
});

describe('stability', () => {
  test('is never worth more than welfare, and keeps all limits', () => {
    fc.assert(
      fc.property(smallProblem({ hasRegions: true }), (problem) => {
        const stable = solved(problem, { objective: 'stable' });
        expect(verifyAllocation(problem, stable).breaches).toEqual([]);
        const checked = verifyStability(problem, stable);
        expect(checked).toMatchObject({ right: { blocking: [], breaches: [] } });
        expect(BigInt(stable.welfare) <= BigInt(solved(problem).welfare)).toBe(true);
      }),
    );
  });

  test('of whole needs keeps the caps of regions, and a product is passed by less than one need', () => {
    fc.assert(
      fc.property(outsideProblem(), (problem) => {
        const stable = solved(problem, { objective: 'stable', indivisible: true });
        const checked = verifyStability(problem, stable);
        expect(checked).toMatchObject({ right: { blocking: [], breaches: [] } });
        const limited = { ...stable, overfill: stable.overfill?.filter(isLender) ?? [] };
        expect(verifyAllocation(problem, limited).breaches).toEqual([]);
        const largest = Math.max(...problem.needs.map(({ amount }) => amount));
        for (const { kind, amount } of stable.overfill ?? []) {
          if (kind === 'product') expect(amount).toBeLessThan(largest);
        }
        for (const { region, amount } of stable.withheld ?? []) {
          const cap = problem.regions?.find(({ id }) => id === region)?.cap ?? 0;
          expect(amount).toBeLessThanOrEqual(cap);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('is not claimed by withholding what others could use', () => {
    const problem: AllocationProblem = {
      needs: [{ id: 'a', amount: money(4), region: code('42') }],
      products: [{ id: 'p', bank: 'b' }],
      regions: [{ id: code('42'), cap: money(9) }],
      edges: [{ need: 'a', product: 'p', score: 1 }],
    };
    const stable = solved(problem, { objective: 'stable', indivisible: true });
    expect(stable).toMatchObject({ withheld: [], funded: 1 });
    const none = { ...stable, shares: [], withheld: [{ region: '42', amount: money(3) }] };
    expect(verifyStability(problem, none)).toMatchObject({
      right: { blocking: [{ need: 'a', product: 'p' }] },
    });
  });
});

const isLender = ({ kind }: { readonly kind: string }) => kind === 'product' || kind === 'bank';
