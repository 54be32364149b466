import { isLeft } from 'fp-ts/Either';
import { describe, expect, test } from 'vitest';
import {
  type Allocation,
  type AllocationOptions,
  type AllocationProblem,
  allocate,
  applyChanges,
  checkProblem,
  explainAllocation,
  type RepairOptions,
  repair,
  unlimitedProducts,
  verifyAllocation,
  verifyStability,
} from '../src/allocation.ts';
import type { Issue } from '../src/index.ts';
import type { Money } from '../src/units/money.ts';
import { brief, issuesOf } from './documents.ts';
import { type Case, RUBBISH } from './rubbish.ts';

const problem: AllocationProblem = {
  needs: [{ id: 'n', amount: 10 as Money }],
  products: [{ id: 'p', bank: 'b', quota: 5 as Money }],
  edges: [{ need: 'n', product: 'p', score: 3 }],
};

function solved(options: AllocationOptions = {}): Allocation {
  const found = allocate(problem, options);
  if (isLeft(found)) throw new Error(found.left[0]?.message);
  return found.right;
}

const allocation = solved();

describe('a problem that cannot be read', () => {
  const parts: readonly Case[] = [
    ['no products', { ...problem, products: undefined }],
    ['a need of nothing', { ...problem, needs: [null] }],
    ['a region that is a number', { ...problem, needs: [{ id: 'n', amount: 1, region: 42 }] }],
    ['a pool over no list', { ...problem, pools: [{ id: 'x', budget: 1, banks: 'b' }] }],
    ['banks that are null', { ...problem, banks: null }],
    ['edges of nothing', { ...problem, edges: [null] }],
    ['columns of nothing', { ...problem, edges: { need: [0], product: [0] } }],
    ['a concentration of a number', { ...problem, concentration: 7 }],
  ];

  test.each([...RUBBISH, ...parts])('is an issue for all: %s', (_, wrong) => {
    const given = wrong as AllocationProblem;
    const issues = checkProblem(given);
    expect(issues.length).toBeGreaterThan(0);
    for (const { code } of issues) expect(code).toBe('type');
    const answers = [
      allocate(given),
      explainAllocation(given, allocation),
      repair(given, allocation, {}),
      verifyStability(given, allocation),
    ];
    for (const answer of answers) expect(issuesOf(answer)).toEqual(issues);
    const { breaches, isOptimal } = verifyAllocation(given, allocation);
    expect([breaches[0]?.code, isOptimal]).toEqual(['unreadable', false]);
    expect(() => applyChanges(given, {})).toThrow(TypeError);
    expect(() => applyChanges(given, {})).toThrow(`applyChanges: ${issues[0]?.message}`);
  });

  test.each(RUBBISH)('has no unlimited products: %s', (_, wrong) => {
    expect(() => unlimitedProducts(wrong as AllocationProblem)).toThrow('unlimitedProducts: ');
  });
});

describe('an allocation that cannot be read', () => {
  const parts: readonly Case[] = [
    ['shares of nothing', { ...allocation, shares: [null] }],
    ['no certificate', { ...allocation, certificate: undefined }],
    ['prices of nothing', { ...allocation, certificate: { kind: 'prices', prices: [null] } }],
    ['no prices', { ...allocation, certificate: { kind: 'coverage' } }],
    ['claims that are no list', { ...allocation, entitlements: 7 }],
    ['no seed', { ...allocation, seed: undefined }],
  ];

  test.each([...RUBBISH, ...parts])('is an issue for all: %s', (_, wrong) => {
    const given = wrong as Allocation;
    const issues = issuesOf(explainAllocation(problem, given));
    expect(issues.length).toBeGreaterThan(0);
    expect(issuesOf(repair(problem, given, {}))).toEqual(issues);
    expect(issuesOf(verifyStability(problem, given))).toEqual(issues);
    const { breaches } = verifyAllocation(problem, given);
    expect(breaches.map(({ code }) => code)).toEqual(issues.map(() => 'unreadable'));
  });

  test('is told where', () => {
    const wrong = { ...allocation, shares: [...allocation.shares, null] } as unknown as Allocation;
    const name = { kind: 'allocation', id: 'shares[1]' };
    expect(verifyAllocation(problem, wrong).breaches).toEqual([
      { code: 'unreadable', name, value: 'null', allowed: 'an object' },
    ]);
  });
});

test.each([
  ...RUBBISH.filter(([what]) => what !== 'an empty object' && !what.startsWith('a list')),
  ['needs that are no list', { addNeeds: 7 }] as const,
  ['ids that are no list', { withdrawNeeds: 'n' }] as const,
  ['a quota of nothing', { quotas: [null] }] as const,
])('changes that cannot be read are an issue of a repair: %s', (_, wrong) => {
  const issues = issuesOf(repair(problem, allocation, wrong as object));
  expect(issues.length).toBeGreaterThan(0);
  expect(() => applyChanges(problem, wrong as object)).toThrow(
    `applyChanges: ${issues[0]?.message}`,
  );
});

describe('options', () => {
  const issues = (options: unknown): readonly Issue[] =>
    issuesOf(allocate(problem, options as AllocationOptions));

  test.each<[string, unknown]>([
    ['value objective', { objective: 'most' }],
    ['value objective', { objective: null }],
    ['type indivisible', { indivisible: 1 }],
    ['type seed', { seed: 7 }],
    ['type shouldStop', { shouldStop: true }],
    ['range maximumLenders', { maximumLenders: 0 }],
    ['range maximumSteps', { maximumSteps: 0.5 }],
    ['contradiction maximumLenders', { objective: 'stable', maximumLenders: 2 }],
    ['type (document)', null],
  ])('are checked: %s', (expected, options) => {
    expect(brief(issues(options))).toEqual([expected]);
  });

  test('name all objectives', () => {
    expect(issues({ objective: 'most' })[0]?.message).toBe(
      'objective: expected one of "welfare", "coverage", "stable"; saw "most"',
    );
  });

  test.each(['coverage', 'stable', 'most'])('of a repair have no objective: %s', (objective) => {
    const asked = { objective } as RepairOptions;
    for (const known of [allocation, { ...allocation }]) {
      expect(brief(issuesOf(repair(problem, known, {}, asked)))).toEqual(['value objective']);
      expect(repair(problem, known, {}, { objective: 'welfare' } as RepairOptions)._tag).toBe(
        'Right',
      );
    }
  });
});
