import fc from 'fast-check';
import { isLeft } from 'fp-ts/Either';
import { describe, expect, test } from 'vitest';
import {
  type Allocation,
  type AllocationOptions,
  type AllocationProblem,
  allocate,
  verifyAllocation,
} from '../src/allocation/index.ts';
import type { Money } from '../src/units/money.ts';
import { code } from './allocation-world.ts';
import { outsideProblem } from './outside-world.ts';

const money = (amount: number): Money => amount as Money;

function solved(problem: AllocationProblem, options: AllocationOptions = {}): Allocation {
  const found = allocate(problem, options);
  if (isLeft(found)) throw new Error(found.left[0]?.message);
  return found.right;
}

const problem: AllocationProblem = {
  needs: [
    { id: 'a', amount: money(10), region: code('4201') },
    { id: 'b', amount: money(10), region: code('4202') },
  ],
  products: [{ id: 'p', bank: 'ash', quota: money(10), floor: money(5) }],
  regions: [{ id: code('4201') }, { id: code('4202'), cap: money(8) }],
  edges: [
    { need: 'a', product: 'p', score: 9 },
    { need: 'b', product: 'p', score: 4 },
  ],
};
/** Feasible, and worth 40 less than the best. */
const worse: Allocation = {
  ...solved(problem),
  shares: [
    { need: 'a', product: 'p', amount: money(2) },
    { need: 'b', product: 'p', amount: money(8) },
  ],
  funded: 0,
  welfare: '50',
  bound: '90',
  gapPpm: 444_445,
};
const withPrices = (...prices: readonly [string, string, number][]): Allocation => ({
  ...worse,
  certificate: {
    kind: 'prices',
    prices: prices.map(([kind, id, price]) => ({ kind, id, price }) as never),
  },
});

describe('no claim makes a worse allocation optimal', () => {
  const entitlements = [{ region: '4202', amount: money(8) }];
  const overfill = [{ kind: 'product', id: 'p', amount: money(10) } as const];
  const twenty = {
    shares: ['a', 'b'].map((need) => ({ need, product: 'p', amount: money(10) })),
    amount: money(20),
    funded: 2,
    welfare: '130',
  };
  const none = { ...problem, regions: [] };
  const cases: readonly (readonly [string, AllocationProblem, Allocation])[] = [
    ['two prices of one limit', problem, withPrices(['product', 'p', -8], ['product', 'p', 9])],
    [
      'claims of a region of which nothing reverts',
      problem,
      { ...withPrices(['product', 'p', 9], ['region', '4202', -5]), entitlements },
    ],
    ['money above a quota', none, { ...withPrices(), ...twenty, overfill }],
    [
      'a proof that is one of another aim',
      problem,
      { ...worse, certificate: { kind: 'coverage', fundedBound: 0, countPrices: [], scale: 1 } },
    ],
    ['prices that no sum holds', problem, withPrices(['product', 'p', 2 ** 53 - 1])],
  ];
  test.each(cases)('%s', (_, asked, allocation) => {
    expect(verifyAllocation(asked, allocation).isOptimal).toBe(false);
  });

  test('the best is told from it', () => {
    expect(verifyAllocation(problem, solved(problem)).isOptimal).toBe(true);
    expect(verifyAllocation(problem, worse)).toMatchObject({ breaches: [], isOptimal: false });
  });

  test('claims are at most the cap', () => {
    const regions = [{ id: code('4202'), cap: money(8), reverts: true }];
    const reverting = { ...problem, regions };
    const best = solved(reverting);
    expect(verifyAllocation(reverting, best)).toMatchObject({ breaches: [], isOptimal: true });
    for (const amount of [9, -1, 0.5, Number.NaN].map(money)) {
      const claimed = { ...best, entitlements: [{ region: '4202', amount }] };
      expect(verifyAllocation(reverting, claimed).breaches[0]?.code).toBe('statement');
    }
  });
});

describe('figures that are no whole numbers', () => {
  const wrong = [Number.NaN, Infinity, -Infinity, 0.5, 2 ** 53];

  test.each(wrong)('%d is a breach, wherever it stands', (value) => {
    const amount = money(value);
    const [first, ...rest] = solved(problem).shares;
    if (first === undefined) throw new Error('an allocation of something');
    const inShare = { ...solved(problem), shares: [{ ...first, amount }, ...rest] };
    expect(verifyAllocation(problem, inShare).breaches[0]?.code).toBe('edge');
    const inPrice = withPrices(['product', 'p', value]);
    expect(verifyAllocation(problem, inPrice).breaches[0]?.code).toBe('proof');
    const coverage = solved(problem, { objective: 'coverage' });
    const certificate = { ...coverage.certificate, scale: value } as never;
    const { breaches, isOptimal } = verifyAllocation(problem, { ...coverage, certificate });
    expect([breaches[0]?.code, isOptimal]).toEqual(['proof', false]);
  });
});

describe('what an allocation states of bounds', () => {
  const best = solved(problem);
  const coverage = solved(problem, { objective: 'coverage' });
  const covering = (fundedBound: number): Allocation => ({
    ...coverage,
    certificate: { ...coverage.certificate, fundedBound } as Allocation['certificate'],
  });
  const { bound: _, ...boundless } = best;
  const cases: readonly (readonly [string, Allocation, string, string])[] = [
    ['a bound below its own welfare', { ...best, bound: '89' }, 'statement', 'bound'],
    ['a bound below what is proven', { ...worse, bound: '89' }, 'proof', 'bound'],
    ['a bound that is no number', { ...best, bound: '9e1' }, 'statement', 'bound'],
    ['a bound of many digits', { ...best, bound: '9'.repeat(99) }, 'statement', 'bound'],
    ['a gap that hides the distance', { ...worse, gapPpm: 0 }, 'statement', 'gapPpm'],
    ['a gap without a bound', boundless, 'statement', 'gapPpm'],
    ['a gap rounded down', { ...worse, gapPpm: 444_444 }, 'statement', 'gapPpm'],
    ['no need more than could be', covering(0), 'statement', 'fundedBound'],
    ['part of a need', covering(1.5), 'statement', 'fundedBound'],
  ];
  test.each(cases)('%s is told', (_name, allocation, code, id) => {
    const { breaches, isOptimal } = verifyAllocation(problem, allocation);
    expect(breaches.map((one) => [one.code, one.name.id])).toContainEqual([code, id]);
    expect(isOptimal).toBe(false);
  });

  test('a bound that is slack is one, and says its gap', () => {
    const slack = { ...best, bound: '100', gapPpm: 100_000 };
    expect(verifyAllocation(problem, slack)).toMatchObject({ breaches: [], isBoundProven: true });
    expect(verifyAllocation(problem, worse)).toMatchObject({ breaches: [], isBoundProven: true });
  });

  test('a claim of fewer fundable needs than the prices prove is told', () => {
    const nobody = { ...covering(0), shares: [], amount: money(0), funded: 0, welfare: '0' };
    const free = { ...problem, products: [{ id: 'p', bank: 'ash', quota: money(10) }] };
    const { breaches } = verifyAllocation(free, nobody);
    expect(breaches.map((one) => [one.code, one.name.id])).toEqual([['proof', 'fundedBound']]);
  });

  test('a bound that only a search over whole needs knows is not called proven', () => {
    // Fifteen of two whole tens: 90, of which prices, that know of parts, prove no less than 110.
    const fifteen = {
      ...problem,
      regions: [],
      products: [{ id: 'p', bank: 'ash', quota: money(15) }],
    };
    const whole = solved(fifteen, { indivisible: true });
    expect([whole.welfare, whole.bound, whole.gapPpm]).toEqual(['90', '90', 0]);
    const { breaches, ...verified } = verifyAllocation(fifteen, whole);
    expect([breaches, verified]).toEqual([
      [],
      { welfare: '90', bound: '110', isOptimal: false, isBoundProven: false },
    ]);
  });
});

describe('what only some allocations may state', () => {
  const best = solved(problem);
  const coverage = solved(problem, { objective: 'coverage' });
  const plain = { ...problem, products: [{ id: 'p', bank: 'ash', quota: money(15) }], regions: [] };
  const stable = solved(plain, { objective: 'stable', indivisible: true });
  const over = (id: string, amount: number) => ({ kind: 'product', id, amount: money(amount) });
  const cases: readonly (readonly [string, Allocation, string])[] = [
    ['money above a quota, under welfare', { ...best, overfill: [over('p', 3)] } as never, 'p'],
    [
      'money withheld, under welfare',
      { ...best, withheld: [{ region: '4202', amount: money(1) }] },
      '4202',
    ],
    ['a bound on welfare, under coverage', { ...coverage, bound: '999' }, 'bound'],
    ['a figure as a text', { ...best, amount: '10' } as never, 'amount'],
    ['a sum of score as a number', { ...best, welfare: Number(best.welfare) } as never, 'welfare'],
    ['a gap as a text', { ...best, gapPpm: '0' } as never, 'gapPpm'],
    ['a bound with a zero before it', { ...best, bound: `0${best.bound}` }, 'bound'],
    [
      'an aim that is none',
      { ...best, objective: 'most', certificate: { kind: 'bound' } } as never,
      'objective',
    ],
    ['whole needs as a text', { ...best, indivisible: 'yes' } as never, 'indivisible'],
    [
      'a most number of lenders as a text',
      { ...best, maximumLenders: '2' } as never,
      'maximumLenders',
    ],
  ];
  test.each(cases)('%s is told', (_name, allocation, id) => {
    const { breaches, isOptimal } = verifyAllocation(problem, allocation);
    expect(breaches.map((one) => [one.code, one.name.id])).toContainEqual(['statement', id]);
    expect(isOptimal).toBe(false);
  });

  test('money above a quota is as much as is above it', () => {
    expect(stable.overfill).toEqual([over('p', 5)]);
    expect(verifyAllocation(plain, stable).breaches).toEqual([]);
    for (const list of [
      [over('p', 6)],
      [over('p', 5), over('p', 5)],
      [over('p', 5), over('q', 1)],
    ]) {
      const { breaches } = verifyAllocation(plain, { ...stable, overfill: list as never });
      expect(breaches.map((one) => [one.code, one.name.kind])).toEqual([['statement', 'overfill']]);
    }
  });

  test('no region has more withheld than its cap, nor a first claim where stability is asked', () => {
    const regions = [{ id: code('4201'), cap: money(8), reverts: true }];
    const asked = { ...plain, regions };
    const whole = solved(asked, { objective: 'stable', indivisible: true });
    for (const amount of [9, 0, -1, Number.NaN, 0.5].map(money)) {
      const withheld = [{ region: '4201', amount }];
      expect(verifyAllocation(asked, { ...whole, withheld }).breaches[0]?.name.kind).toBe(
        'withheld',
      );
    }
    const claimed = { ...whole, entitlements: [{ region: '4201', amount: money(0) }] };
    expect(verifyAllocation(asked, claimed).breaches[0]?.name.kind).toBe('entitlement');
  });

  test('a first claim is stated once', () => {
    const reverting = { ...problem, regions: [{ id: code('4202'), cap: money(8), reverts: true }] };
    const claim = { region: '4202', amount: money(0) };
    const twice = { ...solved(reverting), entitlements: [claim, claim] };
    const { breaches } = verifyAllocation(reverting, twice);
    expect(breaches.map((one) => [one.code, one.name.kind])).toEqual([
      ['statement', 'entitlement'],
    ]);
  });
});

test('what is made here has none of these faults', () => {
  const shape = { hasFloors: true, hasPools: true, hasCounts: true, hasReversion: true };
  const options = fc.record({
    objective: fc.constantFrom('welfare', 'coverage', 'stable'),
    indivisible: fc.boolean(),
    maximumLenders: fc.option(fc.integer({ min: 1, max: 2 }), { nil: undefined }),
  });
  fc.assert(
    fc.property(outsideProblem(shape), options, (drawn, asked) => {
      const found = allocate(drawn, asked as AllocationOptions);
      if (isLeft(found)) return;
      expect(verifyAllocation(drawn, found.right).breaches).toEqual([]);
    }),
    { numRuns: 150 },
  );
});
