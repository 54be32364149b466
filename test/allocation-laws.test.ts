import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { isLeft } from 'fp-ts/Either';
import { describe, expect, test } from 'vitest';
import {
  type Allocation,
  type AllocationOptions,
  type AllocationProblem,
  allocate,
  explainAllocation,
  printLimitReason,
  printNeedReason,
  repair,
  verifyAllocation,
} from '../src/allocation/index.ts';
import type { Money } from '../src/units/money.ts';
import { code, smallProblem } from './allocation-world.ts';
import { referenceData } from './reference-data.ts';

const money = (amount: number): Money => amount as Money;

function solved(problem: AllocationProblem, options?: AllocationOptions): Allocation {
  const found = allocate(problem, options);
  if (isLeft(found)) throw new Error(found.left.map((issue) => issue.message).join('; '));
  return found.right;
}

const need = (id: string, amount: number, more: object = {}) => ({
  id,
  amount: money(amount),
  ...more,
});
const product = (id: string, quota: number, more: object = {}) => ({
  id,
  bank: `bank-${id}`,
  quota: money(quota),
  ...more,
});
const edge = (needId: string, productId: string, score: number, more: object = {}) => ({
  need: needId,
  product: productId,
  score,
  ...more,
});

describe('bad input', () => {
  const good: AllocationProblem = {
    needs: [need('a', 10), need('b', 5)],
    products: [product('p', 8)],
    edges: [edge('a', 'p', 3), edge('b', 'p', 4)],
  };
  const cases: readonly (readonly [
    string,
    AllocationProblem,
    string,
    readonly (string | number)[],
  ])[] = [
    [
      'a negative quota',
      { ...good, products: [product('p', -1)] },
      'range',
      ['products', 0, 'quota'],
    ],
    [
      'a fraction of a fen',
      { ...good, products: [product('p', 1.5)] },
      'range',
      ['products', 0, 'quota'],
    ],
    [
      'nothing asked',
      { ...good, needs: [need('a', 0), need('b', 1)] },
      'range',
      ['needs', 0, 'amount'],
    ],
    [
      'an id twice',
      { ...good, needs: [need('a', 1), need('a', 1)] },
      'duplicate',
      ['needs', 1, 'id'],
    ],
    [
      'an edge to nobody',
      { ...good, edges: [edge('x', 'p', 1)] },
      'dangling',
      ['edges', 0, 'need'],
    ],
    [
      'an edge twice',
      { ...good, edges: [edge('a', 'p', 1), edge('a', 'p', 1)] },
      'duplicate',
      ['edges', 1],
    ],
    [
      'a score too high',
      { ...good, edges: [edge('a', 'p', 1e8 + 1)] },
      'range',
      ['edges', 0, 'score'],
    ],
    [
      'a column of positions outside',
      { ...good, edges: { need: [2], product: [0], score: [1] } },
      'dangling',
      ['edges', 0],
    ],
    [
      'a pair twice in columns',
      { ...good, edges: { need: [0, 0], product: [0, 0], score: [1, 2] } },
      'duplicate',
      ['edges', 1],
    ],
    [
      'sums past 2^53',
      { ...good, needs: [need('a', Number.MAX_SAFE_INTEGER), need('b', 1)] },
      'range',
      ['needs'],
    ],
    [
      'an unknown parent',
      { ...good, regions: [{ id: code('42'), parent: code('9') }] },
      'dangling',
      ['regions', 0, 'parent'],
    ],
    [
      'regions in a circle',
      {
        ...good,
        regions: [
          { id: code('1'), parent: code('2') },
          { id: code('2'), parent: code('1') },
        ],
      },
      'contradiction',
      ['regions', 0, 'parent'],
    ],
    [
      'a floor above its quota',
      { ...good, products: [product('p', 8, { floor: 9 })] },
      'contradiction',
      ['products', 0, 'floor'],
    ],
    [
      'a pool of an unknown product',
      { ...good, pools: [{ id: 'x', budget: money(1), products: ['q'] }] },
      'dangling',
      ['pools', 0, 'products', 0],
    ],
  ];
  test.each(cases)('%s', (_, problem, expectedCode, path) => {
    const found = allocate(problem);
    expect(isLeft(found) ? found.left[0] : found).toMatchObject({ code: expectedCode, path });
  });

  test('all faults are told at once', () => {
    const found = allocate({
      ...good,
      needs: [need('a', -1), need('b', 0.5)],
      edges: [edge('a', 'z', -1)],
    });
    expect(isLeft(found) ? found.left.length : 0).toBe(4);
  });

  test('floors that cannot be met are named, with what is missing', () => {
    const found = allocate({ ...good, products: [product('p', 20, { floor: 17 })] });
    expect(isLeft(found) ? found.left[0]?.message : '').toContain(
      'at most 15 minor units beside the others, 2 less',
    );
  });
});

describe('the certificate', () => {
  const shape = { hasRegions: true, hasEdgeAmounts: true };

  test('prices every edge: what is used gains, what gains is used or full', () => {
    fc.assert(
      fc.property(smallProblem({ hasRegions: true }), (problem) => {
        const { certificate, shares } = solved(problem);
        const prices = certificate.kind === 'prices' ? certificate.prices : [];
        const priceOf = (kind: string, id: string): number =>
          prices.find((one) => one.kind === kind && one.id === id)?.price ?? 0;
        const edges = problem.edges as readonly { need: string; product: string; score: number }[];
        for (const { id, amount, region = '' } of problem.needs) {
          const regional = (problem.regions ?? [])
            .filter((one) => region.startsWith(one.id))
            .reduce((sum, one) => sum + priceOf('region', one.id), 0);
          const worths = edges
            .filter((one) => one.need === id)
            .map((one) => {
              const bank = problem.products.find((p) => p.id === one.product)?.bank ?? '';
              const price = priceOf('product', one.product) + priceOf('bank', bank) + regional;
              const share = shares.find((s) => s.need === id && s.product === one.product);
              return { worth: one.score - price, used: share?.amount ?? 0 };
            });
          const best = Math.max(0, ...worths.map(({ worth }) => worth));
          for (const { worth, used } of worths) if (used > 0) expect(worth).toBe(best);
          const got = worths.reduce((sum, { used }) => sum + used, 0);
          if (best > 0) expect(got).toBe(amount);
        }
      }),
    );
  });

  test('fails when a fault is planted', () => {
    let planted = 0;
    fc.assert(
      fc.property(smallProblem(shape), (problem) => {
        const allocation = solved(problem);
        const [first, ...rest] = allocation.shares;
        if (first === undefined) return;
        planted += 1;
        const more = { ...first, amount: money(first.amount + 1) };
        const faults: readonly Allocation[] = [
          { ...allocation, shares: rest },
          { ...allocation, shares: [more, ...rest] },
          { ...allocation, shares: [first, first, ...rest] },
          { ...allocation, welfare: String(BigInt(allocation.welfare) + 1n) },
          { ...allocation, amount: money(allocation.amount + 1) },
        ];
        for (const fault of faults) expect(verifyAllocation(problem, fault).isOptimal).toBe(false);
      }),
    );
    expect(planted).toBeGreaterThan(10);
  });

  test('does not accept a worse allocation, nor prices that are off', () => {
    const problem: AllocationProblem = {
      needs: [need('a', 10), need('b', 10)],
      products: [product('p', 10)],
      edges: [edge('a', 'p', 5), edge('b', 'p', 7)],
    };
    const best = solved(problem);
    const worse: Allocation = {
      ...best,
      shares: [{ need: 'a', product: 'p', amount: money(10) }],
      welfare: '50',
      gapPpm: 285_715,
    };
    expect(verifyAllocation(problem, worse)).toMatchObject({
      breaches: [],
      bound: '70',
      isOptimal: false,
    });
    const certificate = {
      kind: 'prices',
      prices: [{ kind: 'product', id: 'p', price: 9 }],
    } as const;
    expect(verifyAllocation(problem, { ...best, certificate })).toMatchObject({
      bound: '90',
      isOptimal: false,
    });
    const foreign = { kind: 'prices', prices: [{ kind: 'pool', id: 'x', price: 9 }] } as const;
    expect(verifyAllocation(problem, { ...best, certificate: foreign }).breaches[0]?.code).toBe(
      'proof',
    );
  });
});

describe('repair', () => {
  const changesOf = (problem: AllocationProblem, quota: number) => ({
    withdrawNeeds: problem.needs.slice(0, 1).map(({ id }) => id),
    quotas: problem.products
      .slice(0, 1)
      .map(({ id }) => ({ kind: 'product', id, quota: money(quota) }) as const),
    addNeeds: [need('new', 3)],
    addEdges: problem.products
      .map(({ id }, at) => edge('new', id, 40_000_000 * (at + 1)))
      .slice(0, 2),
  });

  test('is worth as much as a fresh allocation when moves are unlimited', () => {
    fc.assert(
      fc.property(smallProblem({ hasRegions: true }), fc.nat(5), (problem, quota) => {
        const found = repair(problem, solved(problem), changesOf(problem, quota));
        if (isLeft(found)) throw new Error(found.left[0]?.message);
        const fresh = solved(found.right.problem);
        expect(found.right.allocation.welfare).toBe(fresh.welfare);
        expect(verifyAllocation(found.right.problem, found.right.allocation).isOptimal).toBe(true);
      }),
    );
  });

  test('is worth as much as a fresh one after each of several changes of quotas', () => {
    const steps = fc.array(
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 4, maxLength: 4 }),
      {
        minLength: 2,
        maxLength: 4,
      },
    );
    fc.assert(
      fc.property(smallProblem({ hasRegions: true }), steps, (first, quotaSteps) => {
        let problem = first;
        let allocation = solved(problem);
        for (const drawn of quotaSteps) {
          const quotas = drawn.flatMap((quota, at) => {
            const id = problem.products[at]?.id;
            return id === undefined ? [] : [{ kind: 'product', id, quota: money(quota) } as const];
          });
          const found = repair(problem, allocation, { quotas });
          if (isLeft(found)) throw new Error(found.left[0]?.message);
          ({ problem, allocation } = found.right);
          expect(allocation.welfare).toBe(solved(problem).welfare);
          expect(verifyAllocation(problem, allocation).isOptimal).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('is worth as much as a fresh allocation when only quotas change', () => {
    fc.assert(
      fc.property(
        smallProblem({ hasRegions: true, hasPools: true }),
        fc.nat(5),
        (problem, quota) => {
          const { quotas } = changesOf(problem, quota);
          const found = repair(problem, solved(problem), { quotas });
          if (isLeft(found)) throw new Error(found.left[0]?.message);
          const fresh = solved(found.right.problem);
          expect(verifyAllocation(found.right.problem, found.right.allocation).breaches).toEqual(
            [],
          );
          if ((problem.pools ?? []).length > 0) return;
          expect(found.right.allocation.welfare).toBe(fresh.welfare);
        },
      ),
    );
  });

  test('moves no more than it must, and keeps all limits', () => {
    fc.assert(
      fc.property(smallProblem({ hasRegions: true }), fc.nat(5), (problem, quota) => {
        const changes = changesOf(problem, quota);
        const before = solved(problem);
        const few = repair(problem, before, changes, { maximumMoves: 0 });
        const many = repair(problem, before, changes);
        if (isLeft(few) || isLeft(many)) throw new Error('a feasible problem');
        const { allocation, freeWelfare, isOptimal } = few.right;
        const verified = verifyAllocation(few.right.problem, allocation);
        expect(verified).toMatchObject({ breaches: [], isOptimal });
        expect(few.right.moved.length).toBeLessThanOrEqual(many.right.moved.length);
        expect(isOptimal).toBe(allocation.welfare === freeWelfare);
        expect(many.right.isOptimal).toBe(true);
        expect(BigInt(allocation.welfare) <= BigInt(freeWelfare)).toBe(true);
        // What keeping promises costs at most is stated, and proven by the prices of unlimited moves.
        expect(verified.bound).toBe(freeWelfare);
        expect(allocation.bound).toBe(freeWelfare);
      }),
    );
  });
});

describe('a maximum of moves', () => {
  const problem: AllocationProblem = {
    needs: [need('a', 10), need('b', 10)],
    products: [product('p', 10), product('q', 5)],
    edges: [edge('a', 'p', 5), edge('b', 'p', 4), edge('b', 'q', 3)],
  };
  const changes = { quotas: [{ kind: 'product', id: 'p', quota: money(4) }] } as const;

  test('is refused where limits cross, if it is passed', () => {
    const pools = [{ id: 'x', budget: money(12), needs: ['a', 'b'] }];
    const crossing = { ...problem, pools };
    const allocation = solved(crossing);
    const found = repair(crossing, allocation, changes, { maximumMoves: 0 });
    expect(isLeft(found) ? found.left[0] : found).toMatchObject({
      code: 'contradiction',
      path: ['maximumMoves'],
    });
    const free = repair(crossing, allocation, changes, { maximumMoves: 1 });
    expect(isLeft(free) ? free : free.right.moved).toEqual(['a']);
  });

  test('that cannot be kept takes from no more needs than unlimited moves', () => {
    const tied: AllocationProblem = {
      needs: [need('n0', 2), need('n1', 1), need('n2', 2), need('n3', 1)],
      products: [
        { id: 'p0', bank: 'ash' },
        { id: 'p1', bank: 'ash', quota: money(0) },
      ],
      banks: [{ id: 'ash' }],
      edges: [
        edge('n0', 'p0', 1),
        edge('n2', 'p0', 1, { amount: money(1) }),
        edge('n2', 'p1', 2, { amount: money(1) }),
        edge('n3', 'p0', 1),
      ],
    };
    const before = solved(tied);
    const quotas = [{ kind: 'bank', id: 'ash', quota: money(2) }] as const;
    const many = repair(tied, before, { quotas });
    const few = repair(tied, before, { quotas }, { maximumMoves: 0 });
    if (isLeft(many) || isLeft(few)) throw new Error('a feasible problem');
    // Two of four promised units go in any case: from one need, or one each from two.
    expect(many.right.moved).toEqual(['n0']);
    expect(few.right.moved).toEqual(['n0']);
  });

  test('is a whole number', () => {
    const found = repair(problem, solved(problem), changes, { maximumMoves: 0.5 });
    expect(isLeft(found) ? found.left[0]?.path : found).toEqual(['maximumMoves']);
  });
});

describe('reasons', () => {
  const problem: AllocationProblem = {
    needs: [
      need('a', 1000),
      need('b', 1000),
      need('c', 500, { region: code('4201') }),
      need('d', 100),
    ],
    products: [product('p', 1500), product('q', 10_000)],
    regions: [{ id: code('42'), cap: money(200) }],
    edges: [edge('a', 'p', 50_000_000), edge('b', 'p', 70_000_000), edge('c', 'q', 60_000_000)],
  };

  test('name the cause and what would change it', () => {
    const found = explainAllocation(problem, solved(problem));
    if (isLeft(found)) throw new Error('a sound problem');
    const causes = found.right.needs.map(({ need: id, cause, got, limit }) => [
      id,
      cause,
      got,
      limit?.id,
    ]);
    expect(causes).toEqual([
      ['a', 'quota-full', 500, 'p'],
      ['c', 'region-full', 200, '42'],
      ['d', 'ineligible', 0, undefined],
    ]);
    expect(found.right.limits.map(({ kind, id, price }) => [kind, id, price])).toEqual([
      ['product', 'p', 50_000_000],
      ['region', '42', 60_000_000],
    ]);
    for (const language of ['en', 'zh-CN'] as const) {
      for (const one of found.right.needs)
        expect(printNeedReason(one, language)).not.toMatch(/[{}]/);
      for (const one of found.right.limits)
        expect(printLimitReason(one, language)).not.toMatch(/[{}]/);
    }
    const [quota] = found.right.limits;
    expect(quota === undefined ? '' : printLimitReason(quota, 'en')).toBe(
      'All 15 of product p is used. 1,000,000 more there is worth as much as 1,000,000 lent at a score of 50 of 100.',
    );
  });
});

describe('limits in programmes, clients and reverting caps', () => {
  test('a client gets at most its share of the capital of a bank', () => {
    const problem: AllocationProblem = {
      needs: [
        need('a', 80, { client: 'x', group: 'g' }),
        need('b', 80, { client: 'y', group: 'g' }),
      ],
      products: [product('p', 1000), product('q', 1000, { bank: 'bank-p' })],
      banks: [{ id: 'bank-p', capital: money(500) }],
      concentration: { client: 100_000 as never, group: 150_000 as never },
      edges: ['a', 'b'].flatMap((id) => [edge(id, 'p', 10), edge(id, 'q', 9)]),
    };
    const allocation = solved(problem);
    expect(allocation.amount).toBe(75);
    expect(verifyAllocation(problem, allocation).breaches).toEqual([]);
  });

  test('what a county leaves unused reverts to its city', () => {
    const problem: AllocationProblem = {
      needs: [
        need('a', 100, { region: code('420106') }),
        need('b', 10, { region: code('420107') }),
      ],
      products: [product('p', 1000)],
      regions: [
        { id: code('4201'), cap: money(60) },
        { id: code('420106'), cap: money(30), reverts: true },
        { id: code('420107'), cap: money(30), reverts: true },
      ],
      edges: [edge('a', 'p', 9), edge('b', 'p', 5)],
    };
    const allocation = solved(problem);
    const amounts = allocation.shares.map((share) => [share.need, share.amount]);
    expect(amounts).toEqual([
      ['a', 50],
      ['b', 10],
    ]);
    expect(verifyAllocation(problem, allocation)).toMatchObject({ breaches: [], isOptimal: true });
  });

  test('where a search does not meet first claims again, the bound is that of plain caps', () => {
    const problem: AllocationProblem = {
      needs: [need('a', 2, { region: code('4202') }), need('b', 1, { region: code('4201') })],
      products: [
        product('p', 10, { bank: 'bank', maximumCount: 1 }),
        product('q', 10, { bank: 'bank' }),
      ],
      banks: [{ id: 'bank', quota: money(2) }],
      regions: ['4201', '4202'].map((id) => ({ id: code(id), cap: money(1), reverts: true })),
      edges: [edge('a', 'p', 3), edge('b', 'p', 1), edge('b', 'q', 0)],
    };
    const allocation = solved(problem);
    expect(allocation).toMatchObject({ welfare: '3', bound: '4' });
    expect(allocation.entitlements).toBeUndefined();
    expect(verifyAllocation(problem, allocation)).toMatchObject({
      breaches: [],
      bound: '4',
      isBoundProven: true,
    });
  });
});

const folder = join(referenceData, 'assign');
const isHere = existsSync(folder);
if (!isHere) console.warn(`assignment instances skipped: ${folder} is absent`);

describe.skipIf(!isHere)('dense assignment of the OR-Library', () => {
  const optima = isHere
    ? (JSON.parse(readFileSync(join(folder, 'optima.json'), 'utf8')) as Record<string, number>)
    : {};
  test.each([100, 200, 400])('%i needs, one unit each', (size) => {
    const [count = 0, ...costs] = readFileSync(join(folder, `assign${size}.txt`), 'utf8')
      .trim()
      .split(/\s+/)
      .map(Number);
    const position = (_: unknown, e: number): number => e;
    const cells = Array.from({ length: count * count }, position);
    const problem: AllocationProblem = {
      needs: Array.from({ length: count }, (_, i) => need(`n${i}`, 1)),
      products: Array.from({ length: count }, (_, j) => product(`p${j}`, 1)),
      edges: {
        need: cells.map((e) => Math.floor(e / count)),
        product: cells.map((e) => e % count),
        score: cells.map((e) => 100_000 - (costs[e] as number)),
      },
    };
    const allocation = solved(problem);
    const optimum = Object.entries(optima).find(([name]) => name.includes(String(size)))?.[1];
    expect(100_000 * count - Number(allocation.welfare)).toBe(optimum);
    expect(verifyAllocation(problem, allocation).isOptimal).toBe(true);
  });
});
