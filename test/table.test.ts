import * as fc from 'fast-check';
import { isLeft, isRight } from 'fp-ts/Either';
import { describe, expect, test } from 'vitest';
import { illustrativeCatalog } from '../src/hubei/index.ts';
import {
  type Catalog,
  type CatalogChange,
  compileCatalog,
  type MatchTable,
  match,
  matchAll,
  NEED_DONE,
  NEED_PENDING,
  NEED_REFUSED,
  type Need,
  offersOf,
  type Product,
  rematch,
  resultOf,
  updateCatalog,
} from '../src/index.ts';
import { parseCatalog, parseProduct } from '../src/schema.ts';
import type { Day } from '../src/units/day.ts';
import type { Money } from '../src/units/money.ts';
import type { Rate } from '../src/units/rate.ts';
import { AS_OF, engineWorld } from './engine-world.ts';
import { product } from './world.ts';

const RUNS = { numRuns: 400 };
const limits = fc.constantFrom(0, 1, 2, 10);

/** The columns of a table, byte for byte, and what else it says. */
function bytesOf({ catalog, profile, needs, ...rest }: MatchTable): object {
  return { digest: catalog.digest, profile: profile.id, needs: needs.length, ...rest };
}

describe('matchAll', () => {
  test('gives every need the offers and counts of match', () => {
    fc.assert(
      fc.property(engineWorld, limits, fc.string(), ({ document, needs }, limit, seed) => {
        const catalog = compileCatalog(document, { asOf: AS_OF });
        const table = matchAll(catalog, needs, { limit, seed });
        needs.forEach((need, index) => {
          const alone = match(catalog, need, { limit, seed });
          expect(table.outcome[index]).toBe(NEED_DONE);
          expect(table.eligible[index]).toBe(alone.counts.eligible);
          expect(table.undetermined[index]).toBe(alone.counts.undetermined);
          expect(offersOf(table, index)).toEqual(alone.offers);
          expect(resultOf(table, index)).toEqual(alone);
        });
      }),
      { numRuns: 150 },
    );
  });

  test('refuses a need that cannot be read, by its place, and matches the others', () => {
    const { catalog, need } = sample();
    const rubbish = [
      null,
      undefined,
      7,
      'n-1',
      {},
      { ...need, amount: Number.NaN },
      { ...need, amount: 0.5 },
      { ...need, amount: -1 },
      { ...need, termMonths: 10_000 },
      { ...need, enterprise: null },
      { ...need, collateral: 7 },
      { ...need, enterprise: { id: 'e', labels: [null] } },
    ] as unknown as readonly Need[];
    const table = matchAll(catalog, [need, ...rubbish, need]);
    expect([...table.outcome]).toEqual([NEED_DONE, ...rubbish.map(() => NEED_REFUSED), NEED_DONE]);
    expect(table.issues.map((issue) => issue.path.slice(0, 2))).toEqual(
      rubbish.map((_, index) => ['needs', index + 1]),
    );
    expect(table.issues[0]?.message).toBe(
      'needs[1]: expected a need as parseNeed returns it; saw null',
    );
    expect(offersOf(table, 0)).toEqual(offersOf(table, rubbish.length + 1));
  });

  test('tells its progress, and leaves the rest pending when it is stopped', () => {
    const { catalog, need } = sample();
    const needs = Array.from({ length: 1000 }, (_, i) => ({ ...need, id: `n-${i}` }));
    const seen: number[] = [];
    const control = new AbortController();
    const table = matchAll(catalog, needs, {
      signal: control.signal,
      onProgress: (done, total) => {
        expect(total).toBe(1000);
        seen.push(done);
        if (done > 500) control.abort();
      },
    });
    const done = seen.at(-1) as number;
    expect(done).toBeLessThan(1000);
    expect(table.outcome.indexOf(NEED_PENDING)).toBe(done);
    const whole: number[] = [];
    matchAll(catalog, needs, { onProgress: (count) => void whole.push(count) });
    expect(whole.at(-1)).toBe(1000);
  });

  test('refuses a limit that is no count, and tables beyond all memory', () => {
    const { catalog, need } = sample();
    for (const limit of [-1, 1.5, Number.NaN, 2 ** 40]) {
      expect(() => matchAll(catalog, [need], { limit })).toThrow(RangeError);
    }
    expect(() => offersOf(matchAll(catalog, [need]), 1)).toThrow('no need stands at 1');
  });
});

function sample(): { readonly catalog: Catalog; readonly need: Need } {
  const [world] = fc.sample(
    engineWorld.filter(({ document }) => document.products.length > 2),
    { numRuns: 1, seed: 7 },
  );
  if (world === undefined) throw new Error('no world');
  return {
    catalog: compileCatalog(world.document, { asOf: AS_OF }),
    need: world.needs[0] as Need,
  };
}

/** One change that fits any world. */
const change = (ids: readonly string[]): fc.Arbitrary<CatalogChange> =>
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc
        .tuple(product, fc.constantFrom(...ids, 'new-1', 'a-first'))
        .map(([one, id]) => ({ change: 'put-product' as const, product: { ...one, id } })),
    },
    {
      weight: 2,
      arbitrary: fc
        .constantFrom(...ids)
        .map((id) => ({ change: 'withdraw-product' as const, product: id })),
    },
    fc.constant({
      change: 'benchmark-value' as const,
      benchmark: 'LPR-5Y',
      value: { from: 19_500 as Day, rate: 41_000 as Rate },
    }),
    fc.constantFrom(undefined, 5 as Money).map((quota) => ({
      change: 'product-quota' as const,
      product: ids[0] as string,
      ...(quota === undefined ? {} : { quota }),
    })),
    fc.constant({ change: 'bank-quota' as const, bank: 'bank-1', quota: 7 as Money }),
  );

const changedWorld = engineWorld
  .filter(({ document }) => document.products.length > 0)
  .chain((world) => {
    const ids = world.document.products.slice(0, 6).map((one) => one.id);
    const steps = fc.array(fc.array(change(ids), { minLength: 1, maxLength: 3 }), {
      minLength: 1,
      maxLength: 3,
    });
    return fc.tuple(fc.constant(world), steps, fc.constantFrom(1, 2, 10));
  });

describe('updateCatalog and rematch', () => {
  test('equal compiling and matching the changed document, byte for byte, step after step', () => {
    fc.assert(
      fc.property(changedWorld, ([{ document, needs }, steps, limit]) => {
        let table = matchAll(compileCatalog(document, { asOf: AS_OF }), needs, { limit });
        for (const changes of steps) {
          const next = rematch(table, changes);
          // Withdrawn twice, or an older value: refused, and nothing has changed.
          if (isLeft(next)) continue;
          table = next.right;
          const whole = compileCatalog(table.catalog.document, { asOf: AS_OF });
          expect(bytesOf(table)).toEqual(bytesOf(matchAll(whole, needs, { limit })));
          expect(table.catalog.products).toEqual(whole.products);
        }
      }),
      RUNS,
    );
  });

  test('keep the objects of what did not change, and compile once for the same changes', () => {
    const { catalog } = sample();
    const [first, ...others] = catalog.products;
    if (first === undefined) throw new Error('no product');
    const changes: CatalogChange[] = [{ change: 'withdraw-product', product: first.product.id }];
    const next = updateCatalog(catalog, changes);
    if (isLeft(next)) throw new Error('refused');
    expect(next.right.products.length).toBe(others.length);
    next.right.products.forEach((one, index) => {
      expect(one).toBe(others[index]);
    });
    const again = updateCatalog(catalog, changes);
    expect(isRight(again) && again.right).toBe(next.right);
  });

  test('take a product that was read from JSON by itself', () => {
    const document = illustrativeCatalog as unknown as {
      products: readonly Record<string, unknown>[];
    };
    const whole = parseCatalog(illustrativeCatalog);
    if (isLeft(whole)) throw new Error(whole.left[0]?.message);
    const { fields } = whole.right;
    const options = fields === undefined ? {} : { fields };
    const read = parseProduct({ ...document.products[0], quota: '1' }, options);
    if (isLeft(read)) throw new Error(read.left[0]?.message);
    const catalog = compileCatalog(whole.right, { asOf: AS_OF });
    const next = updateCatalog(catalog, [{ change: 'put-product', product: read.right }]);
    expect(isRight(next) && next.right.productById.get(read.right.id)?.product.quota).toBe(100);
    const bad = parseProduct({ ...document.products[0], quota: -1, colour: 'red' }, options);
    expect(isLeft(bad) && bad.left.map((issue) => issue.code).sort()).toEqual([
      'range',
      'unknown-key',
    ]);
  });

  test('name every fault of a list of changes, and change nothing', () => {
    const { catalog } = sample();
    const [first] = catalog.products;
    const bad = {
      ...(first?.product as Product),
      bank: 'nobody',
      rate: { base: { kind: 'benchmark', choices: [{ benchmark: 'NONE' }] } },
      criteria: [
        { operator: 'ask', text: '?' },
        { operator: 'in', field: 'x.y', operands: ['z'] },
      ],
    } as Product;
    const result = updateCatalog(catalog, [
      { change: 'put-product', product: bad },
      { change: 'put-product', product: null as unknown as Product },
      { change: 'withdraw-product', product: 'nothing' },
      { change: 'benchmark-value', benchmark: 'LPR', value: { from: 1 as Day, rate: 1 as Rate } },
      {
        change: 'benchmark-value',
        benchmark: 'LPR',
        value: { from: 30_000 as Day, rate: 0.5 as Rate },
      },
      { change: 'bank-quota', bank: 'bank-1', quota: -1 as Money },
      { change: 'product-quota', product: 'nothing' },
      { change: 'rename' } as unknown as CatalogChange,
      null as unknown as CatalogChange,
    ]);
    expect(isLeft(result) && result.left.map((issue) => issue.message)).toEqual([
      'changes[0].product.bank: expected the id of a bank of the catalog; saw "nobody"',
      'changes[0].product.rate.base.choices[0].benchmark: expected the id of a benchmark of the catalog; saw "NONE"',
      'changes[0].product.criteria: expected a field of the catalog; saw "x.y"',
      'changes[1].product: expected a product as parseProduct returns it; saw null',
      'changes[2].product: expected the id of a product of the catalog; saw "nothing"',
      'changes[3].value: expected a value from a day after the last one; saw 1',
      'changes[4].value: expected a rate in ppm; saw 0.5',
      'changes[5].quota: expected an amount of zero or more, in minor units; saw -1',
      'changes[6].product: expected the id of a product of the catalog; saw "nothing"',
      'changes[7].change: expected the kind of a change, such as "put-product"; saw "rename"',
      'changes[8].change: expected the kind of a change, such as "put-product"',
    ]);
  });
});
