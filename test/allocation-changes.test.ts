import fc from 'fast-check';
import { isLeft } from 'fp-ts/Either';
import { describe, expect, test } from 'vitest';
import { recall } from '../src/allocation/allocate.ts';
import {
  type Allocation,
  type AllocationChanges,
  type AllocationProblem,
  allocate,
  applyChanges,
  type RepairOptions,
  repair,
  verifyAllocation,
} from '../src/allocation/index.ts';
import { patchCompiled } from '../src/allocation/patch.ts';
import type { Money } from '../src/units/money.ts';
import { code } from './allocation-world.ts';
import { outsideProblem } from './outside-world.ts';

const money = (amount: number): Money => amount as Money;

const problem: AllocationProblem = {
  needs: [
    { id: 'a', amount: money(10), region: code('4201') },
    { id: 'b', amount: money(5) },
  ],
  products: [
    { id: 'p', bank: 'ash', quota: money(8) },
    { id: 'q', bank: 'birch' },
  ],
  banks: [{ id: 'ash', quota: money(20) }],
  regions: [{ id: code('42'), cap: money(9) }],
  edges: [
    { need: 'a', product: 'p', score: 9 },
    { need: 'b', product: 'p', score: 8 },
    { need: 'b', product: 'q', score: 3 },
  ],
};

function solved(options = {}): Allocation {
  const found = allocate(problem, options);
  if (isLeft(found)) throw new Error(found.left[0]?.message);
  return found.right;
}

/** The same through a file: the solver remembers nothing of it. */
const readBack = (allocation: Allocation): Allocation => JSON.parse(JSON.stringify(allocation));

describe('faults of changes are issues, whether the solver goes on or begins anew', () => {
  const quota = (kind: string, id: string, most: unknown = 5): AllocationChanges =>
    ({ quotas: [{ kind, id, quota: most }] }) as never;
  const cases: readonly (readonly [string, AllocationChanges, string, readonly unknown[]])[] = [
    ['an unknown product', quota('product', 'z'), 'dangling', ['quotas', 0]],
    ['an unknown bank', quota('bank', 'z'), 'dangling', ['quotas', 0]],
    ['a bank that is not listed', quota('bank', 'birch'), 'dangling', ['quotas', 0]],
    ['an unknown region', quota('region', '43'), 'dangling', ['quotas', 0]],
    ['an unknown pool', quota('pool', 'z'), 'dangling', ['quotas', 0]],
    ['a limit that has no quota', quota('client', 'a'), 'dangling', ['quotas', 0]],
    ['a quota below zero', quota('product', 'p', -1), 'range', ['quotas', 0, 'quota']],
    ['part of a unit', quota('product', 'p', 0.5), 'range', ['quotas', 0, 'quota']],
    ['no number', quota('product', 'p', Number.NaN), 'range', ['quotas', 0, 'quota']],
    ['no quota at all', quota('product', 'p', null), 'range', ['quotas', 0, 'quota']],
    [
      'a quota below zero of what leaves',
      { ...quota('product', 'p', -1), withdrawProducts: ['p'] },
      'range',
      ['quotas', 0, 'quota'],
    ],
    ['an unknown need', { withdrawNeeds: ['z'] }, 'dangling', ['withdrawNeeds', 0]],
  ];
  test.each(cases)('%s', (_, changes, expectedCode, path) => {
    for (const allocation of [solved(), readBack(solved())]) {
      const found = repair(problem, allocation, changes);
      expect(isLeft(found) ? found.left : found).toMatchObject([{ code: expectedCode, path }]);
    }
  });

  test.each<[string, RepairOptions]>([
    ['maximumLenders', { maximumLenders: 0 }],
    ['maximumLenders', { maximumLenders: 0.5 }],
    ['maximumSteps', { maximumSteps: 0 }],
    ['maximumMoves', { maximumMoves: -1 }],
  ])('%s out of range', (key, options) => {
    for (const allocation of [solved(), readBack(solved())]) {
      const found = repair(problem, allocation, {}, options);
      expect(isLeft(found) ? found.left : found).toMatchObject([{ code: 'range', path: [key] }]);
    }
  });
});

describe('a repair of an allocation from a file', () => {
  const changes = { quotas: [{ kind: 'product', id: 'p', quota: money(3) }] } as const;

  test.each([Number.NaN, Infinity, 1e300, 0.5, -(2 ** 53 - 1)])(
    'does not begin at a price of %d',
    (price) => {
      const prices = [{ kind: 'product', id: 'p', price } as const];
      const allocation = { ...solved(), certificate: { kind: 'prices', prices } as const };
      const found = repair(problem, allocation, changes);
      if (isLeft(found)) throw new Error(found.left[0]?.message);
      const verified = verifyAllocation(found.right.problem, found.right.allocation);
      expect(verified).toMatchObject({ breaches: [], isOptimal: true });
    },
  );

  test.each([{ indivisible: true }, { maximumLenders: 1 }])(
    'keeps what the allocation states of itself: %j',
    (options) => {
      for (const allocation of [solved(options), readBack(solved(options))]) {
        const found = repair(problem, allocation, changes);
        if (isLeft(found)) throw new Error(found.left[0]?.message);
        expect(found.right.allocation).toMatchObject(options);
        expect(verifyAllocation(found.right.problem, found.right.allocation).breaches).toEqual([]);
      }
    },
  );
});

test('the solver begins anew where what leaves and what comes pass 2^53 together', () => {
  const before: AllocationProblem = {
    ...problem,
    needs: [
      { id: 'n0', amount: money(2 ** 51 - 1), region: code('42') },
      { id: 'n1', amount: money(3 * 2 ** 51 - 10), region: code('42') },
    ],
    regions: [{ id: code('42'), cap: money(2 ** 51 + 2 ** 50 + 1) }],
    edges: ['n0', 'n1'].map((need) => ({ need, product: 'q', score: 90 })),
  };
  const changesOf = (amount: number): AllocationChanges => ({
    withdrawNeeds: ['n1'],
    addNeeds: [{ id: 'n1', amount: money(amount), region: code('42') }],
    addEdges: [{ need: 'n1', product: 'q', score: 2 }],
  });
  const found = allocate(before);
  const known = isLeft(found) ? undefined : recall(found.right);
  if (isLeft(found) || known === undefined) throw new Error('a sound problem');
  // Needs that come are served before others let go: their sum was not exact.
  expect(patchCompiled(known, changesOf(10))).toBeDefined();
  expect(patchCompiled(known, changesOf(11))).toBeUndefined();
  for (const amount of [10, 11, 2 ** 52 + 1]) {
    const repaired = repair(before, found.right, changesOf(amount));
    if (isLeft(repaired)) throw new Error(repaired.left[0]?.message);
    const { problem: changed, allocation } = repaired.right;
    expect(verifyAllocation(changed, allocation)).toMatchObject({ breaches: [], isOptimal: true });
  }
});

test('a search that is stopped anywhere keeps all limits, or says which floor it misses', () => {
  const asked = fc.record({
    drawn: outsideProblem({ hasFloors: true, hasPools: true, hasReversion: true }),
    steps: fc.nat(30),
    quota: fc.nat(9),
    moves: fc.option(fc.constantFrom(0, 1), { nil: undefined }),
  });
  fc.assert(
    fc.property(asked, ({ drawn, steps, quota, moves }) => {
      const stopAfter = (): RepairOptions => {
        let count = 0;
        return { shouldStop: () => ++count > steps };
      };
      const stopped = allocate(drawn, stopAfter());
      if (!isLeft(stopped)) expect(verifyAllocation(drawn, stopped.right).breaches).toEqual([]);
      const whole = allocate(drawn);
      if (isLeft(whole)) return;
      const quotas = drawn.products
        .slice(0, 2)
        .map(
          ({ id, floor = 0 }) => ({ kind: 'product', id, quota: money(floor + quota) }) as const,
        );
      const more = moves === undefined ? {} : { maximumMoves: moves };
      const found = repair(drawn, readBack(whole.right), { quotas }, { ...stopAfter(), ...more });
      if (isLeft(found)) return;
      const { problem: changed, allocation } = found.right;
      expect(verifyAllocation(changed, allocation).breaches).toEqual([]);
    }),
    { numRuns: 200 },
  );
});

test('stability refuses a most number of needs, which it would not keep', () => {
  const products = problem.products.map((one) => ({ ...one, maximumCount: 1 }));
  const found = allocate({ ...problem, products }, { objective: 'stable' });
  expect(isLeft(found) ? found.left[0] : found).toMatchObject({
    code: 'contradiction',
    path: ['products', 0, 'maximumCount'],
  });
});

describe('a bank that loses its last product and is named by a pool', () => {
  const pools = [{ id: 'x', budget: money(4), banks: ['ash', 'birch'] }];
  const pooled: AllocationProblem = { ...problem, pools };
  const changes: AllocationChanges = { withdrawProducts: ['q'] };

  test.each([
    ['is kept where it is listed', [{ id: 'ash' }, { id: 'birch' }], ['ash', 'birch']],
    ['leaves the pool where its products were all that was known of it', [{ id: 'ash' }], ['ash']],
  ])('%s', (_, banks, left) => {
    const listed = { ...pooled, banks };
    const first = allocate(listed);
    if (isLeft(first)) throw new Error('refused');
    const changed = applyChanges(listed, changes);
    expect(changed.pools).toEqual([{ ...pools[0], banks: left }]);
    for (const known of [first.right, readBack(first.right)]) {
      const found = repair(listed, known, changes);
      const anew = allocate(changed);
      if (isLeft(found) || isLeft(anew)) throw new Error('refused');
      expect(found.right.allocation.welfare).toBe(anew.right.welfare);
      expect(found.right.problem.pools).toEqual(changed.pools);
      expect(verifyAllocation(changed, found.right.allocation).breaches).toEqual([]);
    }
  });

  test('is a stranger where nothing else knows it', () => {
    const stranger = { ...pooled, pools: [{ id: 'x', budget: money(4), banks: ['cedar'] }] };
    const refused = allocate(stranger);
    if (!isLeft(refused)) throw new Error('accepted');
    expect(refused.left.map(({ code, path }) => [code, path])).toEqual([
      ['dangling', ['pools', 0, 'banks', 0]],
    ]);
  });
});
