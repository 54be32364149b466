import fc from 'fast-check';
import { isLeft } from 'fp-ts/Either';
import { expect, test } from 'vitest';
import {
  type Allocation,
  type AllocationProblem,
  allocate,
  explainAllocation,
  type LimitName,
  printLimitReason,
  printNeedReason,
} from '../src/allocation/index.ts';
import type { Money } from '../src/units/money.ts';
import { outsideProblem } from './outside-world.ts';

/** What a product or a bank lent, and to how many needs, counted from the shares alone. */
function useOf({ products }: AllocationProblem, { shares }: Allocation, { kind, id }: LimitName) {
  const bankOf = new Map(products.map((product) => [product.id, product.bank]));
  const inside = shares.filter(({ product }) =>
    kind === 'bank' ? bankOf.get(product) === id : product === id,
  );
  const used = inside.reduce((sum, { amount }) => sum + amount, 0);
  return { used, count: new Set(inside.map(({ need }) => need)).size };
}

test('what is said of a limit is so', () => {
  const options = fc.record({
    objective: fc.constantFrom('welfare', 'coverage'),
    indivisible: fc.boolean(),
  });
  const shape = { hasCounts: true, hasTickets: true, hasPools: true };
  fc.assert(
    fc.property(outsideProblem(shape), options, (problem, asked) => {
      const found = allocate(problem, asked as object);
      if (isLeft(found)) return;
      const told = explainAllocation(problem, found.right);
      if (isLeft(told)) throw new Error('a sound problem');
      const listOf = ({ kind }: LimitName) =>
        (kind === 'bank' ? problem.banks : problem.products) ?? [];
      for (const { cause, limit, asked: most, got } of told.right.needs) {
        if (limit === undefined || !['bank', 'product'].includes(limit.kind)) continue;
        const { quota = Infinity, maximumCount = Infinity } =
          listOf(limit).find(({ id }) => id === limit.id) ?? {};
        const { used, count } = useOf(problem, found.right, limit);
        if (cause === 'quota-full') expect(used).toBeGreaterThanOrEqual(quota);
        if (cause === 'count-full') expect(count).toBeGreaterThanOrEqual(maximumCount);
        if (cause === 'room-too-small') expect(used).toBeLessThan(quota);
        expect(got).toBeLessThan(most);
      }
      for (const { price, used, cap = Infinity } of told.right.limits) {
        if (used < cap) expect(price).toBeLessThanOrEqual(100_000_000);
      }
    }),
    { numRuns: 300 },
  );
});

test('amounts are told in the currency that is asked for, and grouped', () => {
  const limit = {
    kind: 'bank',
    id: 'ash',
    used: 1_234_567_890 as Money,
    cap: 1_234_567_890 as Money,
    price: 50_000_000,
  } as const;
  expect(printLimitReason(limit, 'en', 'AUD')).toContain('All AUD 12,345,678.90 of bank ash');
  expect(printLimitReason(limit, 'en')).toContain('All 12,345,678.90 of bank ash is used.');
  expect(printLimitReason(limit, 'zh-CN', 'AUD')).toContain('银行 ash 的额度 AUD 12,345,678.90');
  expect(printLimitReason(limit, 'zh-CN')).toContain('银行 ash 的额度 1,234.56789 万元已全部使用');
  const roomy = { ...limit, used: 999_900 as Money };
  expect(printLimitReason(roomy, 'zh-CN')).toContain('1,234.56789 万元已用 9,999 元。按上界的价格');
  const forced = { ...limit, price: -1, floor: 100 as Money };
  expect(printLimitReason(forced, 'en')).toContain('The least amount of bank ash, 1, binds.');
  const need = { need: 'n', asked: 100 as Money, got: 0 as Money, changes: [] } as const;
  for (const cause of ['room-too-small', 'count-full', 'passed-over'] as const) {
    const text = printNeedReason({ ...need, cause, limit }, 'zh-CN');
    expect(text).toMatch(/^需求 n 申请 1 元，获得 0 元：.+。$/);
  }
});

test('no score is promised to be served where the bound is not met', () => {
  let open = 0;
  fc.assert(
    fc.property(outsideProblem({ hasTickets: true, hasCounts: true }), (problem) => {
      const found = allocate(problem);
      if (isLeft(found) || found.right.gapPpm === 0) return;
      const reasons = explainAllocation(problem, found.right);
      if (isLeft(reasons)) throw new Error(reasons.left[0]?.message);
      open += reasons.right.needs.filter(({ cause }) => cause === 'outscored').length;
      const kinds = reasons.right.needs.flatMap(({ changes }) => changes.map(({ kind }) => kind));
      expect(kinds).not.toContain('raise-score');
    }),
    { numRuns: 300 },
  );
  expect(open).toBeGreaterThan(0);
});
