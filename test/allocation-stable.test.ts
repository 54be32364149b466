import fc from 'fast-check';
import { isLeft } from 'fp-ts/Either';
import { describe, expect, test } from 'vitest';
import { type AllocationProblem, allocate } from '../src/allocation/index.ts';
import {
  allocateStable,
  assignStable,
  blockingPairs,
  type Nesting,
  type StableAllocation,
  type StableProblem,
} from '../src/allocation/stable/index.ts';
import { stableAllocation, stableAssignment } from '../src/allocation/stable/reference.ts';
import type { Money } from '../src/units/money.ts';

interface Draw {
  readonly amounts: readonly number[];
  readonly quotas: readonly number[];
  /** By need: products in order of preference. */
  readonly lists: readonly (readonly number[])[];
  /** Cycled over the edges. */
  readonly ranks: readonly number[];
  readonly capacities: readonly number[] | undefined;
  readonly banks: Nesting | undefined;
  readonly regions: Nesting | undefined;
}

/** Groups in a random forest; members anywhere in it, or nowhere. */
const nesting = (members: number, most: number): fc.Arbitrary<Nesting> =>
  fc
    .array(fc.record({ up: fc.nat(9), limit: fc.nat(most) }), { minLength: 1, maxLength: 4 })
    .chain((groups) =>
      fc
        .array(fc.integer({ min: -1, max: groups.length - 1 }), {
          minLength: members,
          maxLength: members,
        })
        .map((groupOf) => ({
          groupOf: Int32Array.from(groupOf),
          parent: Int32Array.from(groups, ({ up }, at) => (up % (at + 1)) - 1),
          limit: Float64Array.from(groups, ({ limit }) => limit),
        })),
    );

const draw = (needs: number, products: number): fc.Arbitrary<Draw> =>
  fc.record({
    amounts: fc.array(fc.nat(9), { minLength: needs, maxLength: needs }),
    quotas: fc.array(fc.nat(20), { minLength: products, maxLength: products }),
    lists: fc.array(
      fc.shuffledSubarray(Array.from({ length: products }, (_, product) => product)),
      { minLength: needs, maxLength: needs },
    ),
    ranks: fc.array(fc.nat(6), { minLength: 1, maxLength: needs * products }),
    capacities: fc.option(fc.array(fc.nat(9), { minLength: 1, maxLength: 7 }), { nil: undefined }),
    banks: fc.option(nesting(products, 25), { nil: undefined }),
    regions: fc.option(nesting(needs, 25), { nil: undefined }),
  });

const anyDraw = fc
  .tuple(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 4 }))
  .chain(([needs, products]) => draw(needs, products));

function problemOf(one: Draw, hasRegions = true): StableProblem {
  const product = Int32Array.from(one.lists.flat());
  const start = new Int32Array(one.lists.length + 1);
  one.lists.forEach((list, need) => {
    start[need + 1] = (start[need] ?? 0) + list.length;
  });
  const cycle = (list: readonly number[], at: number) => list[at % list.length] ?? 0;
  // A region ranks a need's edges as the need does; between needs by these.
  const regionRank = one.lists.flatMap((list, need) => {
    let rank = cycle(one.ranks, need + 3);
    return list.map((_, at) => {
      rank += cycle(one.ranks, at + need) % 3;
      return rank;
    });
  });
  return {
    amount: Float64Array.from(one.amounts),
    start,
    product,
    rank: Float64Array.from(product, (_, edge) => cycle(one.ranks, edge)),
    quota: Float64Array.from(one.quotas),
    ...(one.capacities === undefined
      ? {}
      : { capacity: Float64Array.from(product, (_, edge) => cycle(one.capacities ?? [], edge)) }),
    ...(one.banks === undefined ? {} : { banks: one.banks }),
    ...(one.regions === undefined || !hasRegions
      ? {}
      : { regions: { ...one.regions, rank: Float64Array.from(regionRank) } }),
  };
}

function dense({ product }: StableProblem, { edge, amount }: StableAllocation): Float64Array {
  const carried = new Float64Array(product.length);
  edge.forEach((one, at) => {
    carried[one] = amount[at] ?? Number.NaN;
  });
  return carried;
}

function sparse(carried: Float64Array): { edge: Int32Array; amount: Float64Array } {
  const edge = Int32Array.from([...carried.keys()].filter((one) => (carried[one] ?? 0) > 0));
  return { edge, amount: Float64Array.from(edge, (one) => carried[one] ?? 0) };
}

const isStable = (problem: StableProblem, found: StableAllocation, isWhole: boolean) => {
  const report = blockingPairs(problem, found, isWhole);
  return report.breaches.length === 0 && report.blocking.length === 0;
};

describe('divisible amounts', () => {
  test('the kernel gives what the rule gives, and it is stable', () => {
    fc.assert(
      fc.property(anyDraw, (one) => {
        const problem = problemOf(one);
        const found = allocateStable(problem);
        expect(dense(problem, found)).toEqual(stableAllocation(problem));
        const report = blockingPairs(problem, found);
        expect(report.breaches).toEqual([]);
        expect(report.blocking).toEqual([]);
        expect(report.overfill.every((money) => money === 0)).toBe(true);
      }),
      { numRuns: 4000 },
    );
  });

  test('among all stable allocations it is best for every need', () => {
    const small = fc.record({
      amounts: fc.array(fc.integer({ min: 1, max: 2 }), { minLength: 3, maxLength: 3 }),
      quotas: fc.array(fc.nat(3), { minLength: 2, maxLength: 2 }),
      lists: fc.array(fc.shuffledSubarray([0, 1]), { minLength: 3, maxLength: 3 }),
      ranks: fc.array(fc.nat(9), { minLength: 6, maxLength: 6 }),
      capacities: fc.constant(undefined),
      banks: fc.option(nesting(2, 4), { nil: undefined }),
      regions: fc.constant(undefined),
    });
    fc.assert(
      fc.property(small, (one) => {
        const problem = problemOf(one);
        const best = dense(problem, allocateStable(problem));
        let stable = 0;
        for (const carried of everyAllocation(problem)) {
          if (!isStable(problem, { ...sparse(carried), proposals: 0, cuts: 0 }, false)) continue;
          stable++;
          // Down each list, the best has at least as much among the first edges as any other.
          problem.amount.forEach((_, need) => {
            let lead = 0;
            for (
              let edge = problem.start[need] ?? 0;
              edge < (problem.start[need + 1] ?? 0);
              edge++
            ) {
              lead += (best[edge] ?? 0) - (carried[edge] ?? 0);
              expect(lead).toBeGreaterThanOrEqual(0);
            }
          });
        }
        expect(stable).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
  });

  // A limit inside another is no such case: what it lets in can push others out of the outer one.
  test('raising a limit that stands in no other never hurts a need', () => {
    fc.assert(
      fc.property(anyDraw, fc.nat(3), fc.integer({ min: 1, max: 5 }), (one, at, more) => {
        const { banks } = one;
        const isOuter = (index: number) => banks === undefined || banks.groupOf[index] === -1;
        const raised: Draw = {
          ...one,
          quotas: one.quotas.map((quota, p) => (p === at && isOuter(p) ? quota + more : quota)),
          banks: banks && {
            ...banks,
            limit: banks.limit.map((most, g) =>
              g === at && banks.parent[g] === -1 ? most + more : most,
            ),
          },
        };
        const before = problemOf(one, false);
        const after = problemOf(raised, false);
        const low = dense(before, allocateStable(before));
        const high = dense(after, allocateStable(after));
        before.amount.forEach((_, need) => {
          let lead = 0;
          for (let edge = before.start[need] ?? 0; edge < (before.start[need + 1] ?? 0); edge++) {
            lead += (high[edge] ?? 0) - (low[edge] ?? 0);
            expect(lead).toBeGreaterThanOrEqual(0);
          }
        });
      }),
      { numRuns: 1000 },
    );
  });
});

/** Every way to put whole units on edges, within what needs ask. */
function* everyAllocation(problem: StableProblem): Generator<Float64Array> {
  const edges = problem.product.length;
  const carried = new Float64Array(edges);
  for (;;) {
    yield carried.slice();
    let at = 0;
    while (at < edges && carried[at] === 2) carried[at++] = 0;
    if (at === edges) return;
    carried[at] = (carried[at] ?? 0) + 1;
  }
}

describe('needs served whole', () => {
  test('the kernel gives what the rule gives, stable, overfilled by less than the last need', () => {
    fc.assert(
      fc.property(anyDraw, (one) => {
        const problem = problemOf(one);
        const found = assignStable(problem);
        expect(dense(problem, found)).toEqual(stableAssignment(problem));
        const report = blockingPairs(problem, found, true);
        expect(report.breaches).toEqual([]);
        expect(report.blocking).toEqual([]);
        report.overfill.forEach((money, product) => {
          const held = [...found.edge.keys()].filter(
            (at) => problem.product[found.edge[at] ?? -1] === product,
          );
          const sizes = held.map((at) => found.amount[at] ?? 0);
          if (money > 0) expect(money).toBeLessThan(Math.max(...sizes));
        });
      }),
      { numRuns: 4000 },
    );
  });

  test('one product and one last need: the case of the paper', () => {
    const problem: StableProblem = {
      amount: Float64Array.of(3, 4, 5),
      start: Int32Array.of(0, 1, 2, 3),
      product: Int32Array.of(0, 0, 0),
      rank: Float64Array.of(1, 2, 3),
      quota: Float64Array.of(5),
    };
    const found = assignStable(problem);
    expect([...found.edge]).toEqual([0, 1]);
    expect([...blockingPairs(problem, found, true).overfill]).toEqual([2]);
  });
});

describe('the check', () => {
  test('sees every single unit that is moved or taken', () => {
    fc.assert(
      fc.property(anyDraw, fc.nat(), fc.nat(), fc.boolean(), (one, from, to, isMoved) => {
        const problem = problemOf(one);
        const found = allocateStable(problem);
        if (found.edge.length === 0) return;
        const carried = dense(problem, found);
        const source = found.edge[from % found.edge.length] ?? 0;
        const target = to % carried.length;
        if (isMoved && source === target) return;
        carried[source] = (carried[source] ?? 0) - 1;
        if (isMoved) carried[target] = (carried[target] ?? 0) + 1;
        const changed = { ...sparse(carried), proposals: 0, cuts: 0 };
        if (!isMoved) {
          expect(isStable(problem, changed, false)).toBe(false);
          return;
        }
        if (!isStable(problem, changed, false)) return;
        // Another stable allocation one unit away is no better for the need. Or it takes from one need
        // what it gives to another: they rank alike, or the product and a full region rank them apart.
        const needAt = (edge: number) => problem.start.findLastIndex((start) => start <= edge);
        if (needAt(source) === needAt(target)) expect(target).toBeGreaterThan(source);
        else if (problem.regions === undefined) {
          expect(problem.rank[target]).toBe(problem.rank[source]);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('names the limit that is passed', () => {
    const problem: StableProblem = {
      amount: Float64Array.of(5, 5),
      start: Int32Array.of(0, 1, 2),
      product: Int32Array.of(0, 1),
      rank: Float64Array.of(1, 2),
      quota: Float64Array.of(4, 9),
      capacity: Float64Array.of(5, 2),
      banks: {
        groupOf: Int32Array.of(0, 0),
        parent: Int32Array.of(-1),
        limit: Float64Array.of(6),
      },
    };
    const wrong = { edge: Int32Array.of(0, 1, 7), amount: Float64Array.of(5, 3, 0.5) };
    expect(blockingPairs(problem, wrong).breaches).toEqual([
      { limit: 'amount', index: 7, excess: 0.5 },
      { limit: 'product', index: 0, excess: 1 },
      { limit: 'bank', index: 0, excess: 2 },
      { limit: 'edge', index: 1, excess: 1 },
    ]);
    const right = allocateStable(problem);
    expect([...right.amount]).toEqual([4, 2]);
  });
});

test('a malformed problem is a mistake of the caller', () => {
  const good: StableProblem = {
    amount: Float64Array.of(1, 1),
    start: Int32Array.of(0, 1, 2),
    product: Int32Array.of(0, 0),
    rank: Float64Array.of(0, 1),
    quota: Float64Array.of(1),
  };
  const cyclic = { parent: Int32Array.of(1, 0), limit: Float64Array.of(1, 1) };
  const bad: readonly Partial<StableProblem>[] = [
    { start: Int32Array.of(0, 2, 1) },
    { start: Int32Array.of(0, 1) },
    { product: Int32Array.of(0, 1) },
    { rank: Float64Array.of(0) },
    { rank: Float64Array.of(0, Number.NaN) },
    { amount: Float64Array.of(1, 0.5) },
    { amount: Float64Array.of(2 ** 53 - 1, 1) },
    { quota: Float64Array.of(-1) },
    { capacity: Float64Array.of(1) },
    { banks: { ...cyclic, groupOf: Int32Array.of(0) } },
    { banks: { ...cyclic, parent: Int32Array.of(5, -1), groupOf: Int32Array.of(0) } },
  ];
  expect([...allocateStable(good).edge]).toEqual([0]);
  for (const part of bad) expect(() => allocateStable({ ...good, ...part })).toThrow(RangeError);
});

test.each([3, 64, 65, 200])('a need without rivals takes the best of %i edges', (size) => {
  const one = 1 as Money;
  const scores = Array.from({ length: size }, (_, j) => (j * 7919) % 1009);
  const problem: AllocationProblem = {
    needs: [{ id: 'n', amount: 3 as Money }],
    products: scores.map((_, j) => ({ id: `p${j}`, bank: 'bank', quota: one })),
    edges: scores.map((score, j) => ({ need: 'n', product: `p${j}`, score })),
  };
  const found = allocate(problem, { objective: 'stable' });
  if (isLeft(found)) throw new Error(found.left[0]?.message);
  const taken = found.right.shares.map(({ product }) => scores[Number(product.slice(1))]);
  expect(taken.sort()).toEqual(
    [...scores]
      .sort((a, b) => b - a)
      .slice(0, 3)
      .sort(),
  );
});
