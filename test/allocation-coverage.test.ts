import fc from 'fast-check';
import { isLeft } from 'fp-ts/Either';
import { expect, test } from 'vitest';
import {
  type Allocation,
  type AllocationProblem,
  allocate,
  verifyAllocation,
} from '../src/allocation/index.ts';
import type { Money } from '../src/units/money.ts';
import { code } from './allocation-world.ts';
import { outsideProblem } from './outside-world.ts';

const money = (amount: number): Money => amount as Money;

/** The floor of `q` takes two of the five that the region may have: less is left than `a` must have. */
const tight: AllocationProblem = {
  needs: [
    { id: 'a', amount: money(18), minimumAmount: money(5), region: code('42') },
    { id: 'b', amount: money(2), minimumAmount: money(0), region: code('42') },
  ],
  products: [
    { id: 'p', bank: 'ash' },
    { id: 'q', bank: 'ash', floor: money(2) },
  ],
  regions: [{ id: code('42'), cap: money(5), floor: money(3) }],
  edges: [
    { need: 'a', product: 'p', score: 3 },
    { need: 'b', product: 'q', score: 1 },
  ],
};

test('floors are not met with part of what a need must have', () => {
  const found = allocate(tight, { objective: 'coverage' });
  expect(isLeft(found) && found.left.map(({ code: one }) => one)).toEqual(['limit']);
  const plain = { ...tight, regions: [{ id: code('42'), cap: money(5) }] };
  const served = allocate(plain, { objective: 'coverage' });
  if (isLeft(served)) throw new Error(served.left[0]?.message);
  expect(served.right.shares).toEqual([{ need: 'b', product: 'q', amount: 2 }]);
});

test('a need that is served less than it must have is told', () => {
  const partly: Allocation = {
    objective: 'coverage',
    seed: '',
    shares: [
      { need: 'a', product: 'p', amount: money(3) },
      { need: 'b', product: 'q', amount: money(2) },
    ],
    amount: money(5),
    funded: 1,
    welfare: '11',
    certificate: { kind: 'coverage', fundedBound: 2, countPrices: [], scale: 1 },
  };
  const { breaches } = verifyAllocation(tight, partly);
  expect(breaches).toEqual([
    { code: 'least', name: { kind: 'need', id: 'a' }, value: '3', allowed: 5 },
  ]);
});

test('a solve that is stopped states no bound that its prices do not prove', () => {
  const problem: AllocationProblem = {
    needs: [
      { id: 'a', amount: money(1), region: code('43') },
      { id: 'b', amount: money(2) },
    ],
    products: [
      { id: 'p', bank: 'ash' },
      { id: 'q', bank: 'ash', quota: money(1), floor: money(1) },
    ],
    regions: [{ id: code('43'), cap: money(1), floor: money(1), reverts: true }],
    edges: [
      { need: 'a', product: 'p', score: 0 },
      { need: 'a', product: 'q', score: 0 },
      { need: 'b', product: 'q', score: 0 },
    ],
  };
  for (let steps = 1; steps < 12; steps++) {
    let count = 0;
    const found = allocate(problem, { objective: 'coverage', shouldStop: () => ++count >= steps });
    if (isLeft(found)) continue;
    expect(verifyAllocation(problem, found.right).breaches).toEqual([]);
  }
});

test.each([
  ['floors', { hasFloors: true }],
  ['floors and caps that revert', { hasFloors: true, hasReversion: true }],
  ['floors and limits that cross', { hasFloors: true, hasPools: true }],
  ['nothing but caps', {}],
])('a choice that is stopped keeps all limits: %s', (_, shape) => {
  fc.assert(
    fc.property(outsideProblem(shape), fc.integer({ min: 1, max: 9 }), (problem, steps) => {
      let count = 0;
      const shouldStop = () => ++count >= steps;
      const found = allocate(problem, { objective: 'coverage', shouldStop });
      if (isLeft(found)) return;
      expect(verifyAllocation(problem, found.right).breaches).toEqual([]);
    }),
    { numRuns: 150 },
  );
});
