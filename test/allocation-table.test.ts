import * as fc from 'fast-check';
import { isLeft, isRight } from 'fp-ts/Either';
import { describe, expect, test } from 'vitest';
import {
  type AllocationOptions,
  type AllocationProblem,
  allocate,
  problemFromTable,
  type TableProblemOptions,
  unlimitedProducts,
  verifyAllocation,
  verifyStability,
} from '../src/allocation.ts';
import { generateReserve, illustrativeCatalog } from '../src/hubei/index.ts';
import { compileCatalog, type MatchTable, matchAll, type Need, rematch } from '../src/index.ts';
import { parseCatalog, parseNeed } from '../src/schema.ts';
import type { Code } from '../src/units/code.ts';
import { parseDay } from '../src/units/day.ts';
import type { Money } from '../src/units/money.ts';
import { AS_OF, engineWorld } from './engine-world.ts';

function rightOf<L, R>(either: { _tag: 'Right'; right: R } | { _tag: 'Left'; left: L }): R {
  if (either._tag === 'Left') throw new Error(JSON.stringify(either.left));
  return either.right;
}

const problemOf = (table: MatchTable, options?: TableProblemOptions): AllocationProblem =>
  rightOf(problemFromTable(table, options));

/** The pairs of a table with what is lent, as text. */
function pairsOf({ catalog, needs, limit, offerCount, product, amount, score }: MatchTable) {
  const pairs = new Map<string, { amount: number; score: number }>();
  needs.forEach((need, index) => {
    for (let row = index * limit; row < index * limit + (offerCount[index] ?? 0); row++) {
      const id = catalog.products[product[row] ?? -1]?.product.id;
      pairs.set(`${need.id} ${id}`, { amount: amount[row] ?? 0, score: score[row] ?? 0 });
    }
  });
  return pairs;
}

/** An allocation keeps every limit that the table's catalog states, by a count of its own. */
function expectWithin(table: MatchTable, problem: AllocationProblem, options: AllocationOptions) {
  const allocation = rightOf(allocate(problem, options));
  const pairs = pairsOf(table);
  const byProduct = new Map<string, number>();
  const byBank = new Map<string, number>();
  const { document, productById } = table.catalog;
  for (const { need, product, amount } of allocation.shares) {
    expect(amount).toBeGreaterThan(0);
    expect(amount).toBeLessThanOrEqual(pairs.get(`${need} ${product}`)?.amount ?? 0);
    const bank = productById.get(product)?.product.bank ?? '';
    byProduct.set(product, (byProduct.get(product) ?? 0) + amount);
    byBank.set(bank, (byBank.get(bank) ?? 0) + amount);
  }
  // A whole need may overfill a quota where the allocation must be stable: it says by how much.
  const spared = (id: string) => allocation.overfill?.find((one) => one.id === id)?.amount ?? 0;
  for (const { id, quota = Infinity } of document.products) {
    expect(byProduct.get(id) ?? 0).toBeLessThanOrEqual(quota + spared(id));
  }
  for (const { id, quota = Infinity } of document.banks) {
    expect(byBank.get(id) ?? 0).toBeLessThanOrEqual(quota + spared(id));
  }
  expect(verifyAllocation(problem, allocation).breaches).toEqual([]);
  if (options.objective === 'stable') {
    expect(rightOf(verifyStability(problem, allocation))).toEqual({ blocking: [], breaches: [] });
  }
  return allocation;
}

const quotas = fc.array(fc.option(fc.integer({ min: 0, max: 12 }), { nil: undefined }), {
  minLength: 2,
  maxLength: 4,
});

describe('a table as a problem', () => {
  test('has an edge for every offer, and allocations within the quotas of the catalog', () => {
    const options = fc.record({
      objective: fc.constantFrom('welfare' as const, 'coverage' as const, 'stable' as const),
      indivisible: fc.boolean(),
    });
    fc.assert(
      fc.property(engineWorld, quotas, fc.boolean(), options, (world, own, leastAmounts, how) => {
        const { document, needs } = world;
        const quotaOf = (at: number) => {
          const quota = own[at % own.length];
          return quota === undefined ? {} : { quota: quota as Money };
        };
        const limited = {
          ...document,
          banks: document.banks.map((bank, at) => ({ ...bank, ...quotaOf(at) })),
          products: document.products.map((one, at) => ({ ...one, ...quotaOf(at + 1) })),
        };
        const table = matchAll(compileCatalog(limited, { asOf: AS_OF }), needs, { limit: 100 });
        const isTicketed = leastAmounts && how.objective !== 'stable';
        const problem = problemOf(table, { leastAmounts: isTicketed });
        const { need, product, score, amount } = problem.edges as Required<
          Extract<AllocationProblem['edges'], { need: ArrayLike<number> }>
        >;
        const edges = Array.from(need, (_, e) => [
          `${problem.needs[need[e] ?? -1]?.id} ${problem.products[product[e] ?? -1]?.id}`,
          { amount: amount[e], score: score[e] },
        ]);
        expect(edges).toEqual([...pairsOf(table)]);
        // Amounts near 2^53 in sum are refused at the border, which has tests of its own.
        if (isRight(allocate(problem, how))) expectWithin(table, problem, how);
      }),
      { numRuns: 150 },
    );
  });

  test('names limits that the catalog does not know', () => {
    const { table } = hubei(3);
    const id = table.catalog.document.banks[0]?.id ?? '';
    const found = problemFromTable(table, {
      limits: { banks: [{ id }, { id: 'none' }, { id }], products: [{ id: 'gone' }] },
    });
    expect(isLeft(found) && found.left.map((issue) => issue.message)).toEqual([
      'limits.products[0].id: expected the id of one of the products of the catalog; saw "gone"',
      'limits.banks[1].id: expected the id of one of the banks of the catalog; saw "none"',
      `limits.banks[2].id: expected another id than banks[0], which has the same; saw "${id}"`,
    ]);
  });

  test('leaves refused needs out, and reads regions, clients and groups', () => {
    const { table } = hubei(1);
    const [need] = table.needs as readonly [Need];
    const enterprise = { ...need.enterprise, id: 'e', group: 'g', region: '4202' };
    const needs = [
      { ...need, id: 'a', enterprise, project: { id: 'p', region: '420106' } },
      { ...need, id: 'b', amount: -1 as Money },
      { id: 'c', amount: need.amount, termMonths: 12, enterprise: { id: 'f', region: '4203' } },
      { id: 'd', amount: need.amount, termMonths: 12, enterprise: { id: 'h' } },
    ] as const;
    const problem = problemOf(matchAll(table.catalog, needs));
    const { amount } = need;
    const least = need.minimumAmount === undefined ? {} : { minimumAmount: need.minimumAmount };
    expect(problem.needs).toEqual([
      { id: 'a', amount, ...least, region: '420106', client: 'e', group: 'g' },
      { id: 'c', amount, region: '4203', client: 'f' },
      { id: 'd', amount, client: 'h' },
    ]);
  });

  test('an unknown quota is unlimited and is named', () => {
    const { table } = hubei(3);
    const { banks } = table.catalog.document;
    expect(unlimitedProducts(problemOf(table)).length).toBeGreaterThan(100);
    const limits = { banks: banks.map(({ id }) => ({ id, quota: 0 as Money })) };
    const closed = problemOf(table, { limits });
    expect(unlimitedProducts(closed)).toEqual([]);
    expect(rightOf(allocate(closed)).amount).toBe(0);
  });
});

describe('the reserve of Hubei', () => {
  test.each([
    [{ objective: 'welfare' }, true],
    [{ objective: 'welfare' }, false],
    [{ objective: 'welfare', indivisible: true }, false],
    [{ objective: 'welfare', maximumLenders: 2 }, true],
    [{ objective: 'coverage' }, true],
    [{ objective: 'coverage' }, false],
    [{ objective: 'stable' }, false],
    [{ objective: 'stable', indivisible: true }, false],
  ] as const)('%j within bank quotas and a cap on a region, least amounts: %j', (how, tickets) => {
    const { table, asked } = hubei(120);
    const { banks } = table.catalog.document;
    const quota = Math.floor(asked / 2 / banks.length) as Money;
    const limited = {
      ...table,
      catalog: compileCatalog(
        { ...table.catalog.document, banks: banks.map((bank) => ({ ...bank, quota })) },
        { asOf: table.catalog.asOf },
      ),
    };
    const cap = Math.floor(asked / 20) as Money;
    const problem = problemOf(limited, {
      leastAmounts: tickets,
      limits: { regions: [{ id: '4201' as Code, cap }] },
    });
    const allocation = expectWithin(limited, problem, how);
    expect(allocation.funded).toBeGreaterThan(0);
    const inWuhan = new Set(
      problem.needs.filter((need) => need.region?.startsWith('4201')).map((need) => need.id),
    );
    const held = allocation.shares.filter((share) => inWuhan.has(share.need));
    expect(held.reduce((sum, share) => sum + share.amount, 0)).toBeLessThanOrEqual(cap);
  });

  test('least tickets have no place where the objective is "stable"', () => {
    const { table } = hubei(10);
    const found = allocate(problemOf(table, { leastAmounts: true }), { objective: 'stable' });
    expect(isLeft(found) && found.left[0]?.path).toEqual(['products', 0, 'minimumTicket']);
  });
});

function hubei(count: number): { readonly table: MatchTable; readonly asked: number } {
  const document = rightOf(parseCatalog(illustrativeCatalog));
  const options = { fields: document.fields ?? [] };
  const catalog = compileCatalog(document, { asOf: rightOf(parseDay('2026-06-30')) });
  const needs = generateReserve({ seed: 'hubei', count }).needs.map((json) =>
    rightOf(parseNeed(json, options)),
  );
  const asked = needs.reduce((sum, need) => sum + need.amount, 0);
  return { table: matchAll(catalog, needs, { limit: 50 }), asked };
}

test('limits may name a bank whose last product was withdrawn, as in a document that lists none of it', () => {
  const document = rightOf(
    parseCatalog({
      formatVersion: 1,
      id: 'c',
      currency: 'CNY',
      banks: [{ id: 'a' }, { id: 'b' }],
      products: [
        { id: 'p', bank: 'a', rate: { fixed: '3%' } },
        { id: 'q', bank: 'b', rate: { fixed: '4%' } },
      ],
    }),
  );
  const need = rightOf(
    parseNeed({ id: 'n', amount: '100', termMonths: 12, enterprise: { id: 'e' } }),
  );
  const pools = [{ id: 'x', budget: 5_000 as Money, banks: ['a', 'b'] }];
  const table = matchAll(compileCatalog(document, { asOf: '2025-09-01' }), [need]);
  const after = rightOf(rematch(table, [{ change: 'withdraw-product', product: 'q' }]));
  const anew = matchAll(compileCatalog(after.catalog.document, { asOf: '2025-09-01' }), [need]);
  const changed = problemOf(after, { limits: { pools } });
  expect(changed).toEqual(problemOf(anew, { limits: { pools } }));
  expect(rightOf(allocate(changed)).shares).toEqual([{ need: 'n', product: 'p', amount: 5_000 }]);
});
