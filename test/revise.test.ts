import * as fc from 'fast-check';
import { isLeft } from 'fp-ts/Either';
import { describe, expect, test } from 'vitest';
import { conditionVerdicts, encodeNeed, judge } from '../src/eligibility/index.ts';
import {
  type CatalogChange,
  compileCatalog,
  type MatchTable,
  matchAll,
  type Need,
  rematch,
} from '../src/index.ts';
import { columnOf, createColumns, valueAt } from '../src/matching/revise/columns-kernel.ts';
import { allOf, judgeNeeds } from '../src/matching/revise/judge-kernel.ts';
import { judgeLimits, openLimits } from '../src/matching/revise/limits-kernel.ts';
import { AS_OF, engineWorld } from './engine-world.ts';
import { product } from './world.ts';

const WORDS = ['fail', 'unknown', 'pass'];

describe('one product and many needs', () => {
  test('facts in columns are the facts of the rule', () => {
    fc.assert(
      fc.property(engineWorld, ({ document, needs }) => {
        const catalog = compileCatalog(document, { asOf: AS_OF });
        const columns = createColumns(catalog, needs);
        const { fields } = catalog.registry;
        needs.forEach((need, index) => {
          const facts = fields.map(({ name }) => valueAt(columnOf(columns, catalog, name), index));
          expect(facts).toEqual(encodeNeed(catalog, need).facts);
        });
        expect(columns.strange.size).toBe(0);
      }),
      { numRuns: 200 },
    );
  });

  test('verdicts by columns are those of the rule', () => {
    fc.assert(
      fc.property(engineWorld, ({ document, needs }) => {
        const catalog = compileCatalog(document, { asOf: AS_OF });
        const columns = createColumns(catalog, needs);
        const all = Int32Array.from(needs, (_, index) => index);
        for (const compiled of catalog.products) {
          const judged = judgeNeeds(columns, catalog, compiled.conditions, allOf(all));
          const limits = openLimits(columns, catalog, compiled);
          const own = needs.map(() => 'fail');
          judged.needs.forEach((index, i) => {
            const verdict = Math.min(judged.verdicts[i] as number, judgeLimits(limits, index));
            own[index] = WORDS[verdict] as string;
          });
          const rule = needs.map((need) => {
            const verdicts = conditionVerdicts(catalog, compiled, encodeNeed(catalog, need));
            // Whether it is offered at all, and in which currency, is asked before.
            return judge(verdicts.filter(({ code }) => code !== 'validity' && code !== 'currency'));
          });
          expect(own).toEqual(rule);
        }
      }),
      { numRuns: 300 },
    );
  });
});

/** A table without its catalog, and the catalog by its digest. */
function bytesOf({ catalog, profile, needs, ...rest }: MatchTable): object {
  return { digest: catalog.digest, profile: profile.id, needs: needs.length, ...rest };
}

/** Follows lists of changes and compares with matching everything anew after each. */
function follow(first: MatchTable, steps: readonly (readonly CatalogChange[])[]): void {
  let table = first;
  for (const changes of steps) {
    const next = rematch(table, changes);
    if (isLeft(next)) continue;
    table = next.right;
    const { catalog, needs, limit, seed } = table;
    const whole = compileCatalog(catalog.document, { asOf: AS_OF });
    expect(bytesOf(table)).toEqual(bytesOf(matchAll(whole, needs, { limit, seed })));
  }
}

describe('rematch', () => {
  test('equals matching anew among copies of one product, which tie for every need', () => {
    const step = fc
      .constantFrom(...'abcdef')
      .chain((id) =>
        fc.oneof(
          { weight: 2, arbitrary: fc.constant({ change: 'copy' as const, id }) },
          { weight: 1, arbitrary: fc.constant({ change: 'cheaper' as const, id }) },
          { weight: 2, arbitrary: fc.constant({ change: 'away' as const, id }) },
        ),
      );
    fc.assert(
      fc.property(
        engineWorld.filter(({ document }) => document.products.length > 0),
        fc.array(fc.array(step, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 6 }),
        fc.constantFrom(1, 2, 3),
        fc.string(),
        ({ document, needs }, steps, limit, seed) => {
          const [original] = document.products;
          if (original === undefined) return;
          const { rate } = original;
          const cheap = rate === undefined ? {} : { rate: { ...rate, cap: 1 as never } };
          const changes = steps.map((list) =>
            list.map(({ change, id }): CatalogChange => {
              if (change === 'away') return { change: 'withdraw-product', product: id };
              const copy = { ...original, id, ...(change === 'copy' ? {} : cheap) };
              return { change: 'put-product', product: copy };
            }),
          );
          const catalog = compileCatalog(document, { asOf: AS_OF });
          follow(matchAll(catalog, needs, { limit, seed }), changes);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('ranks needs with strange facts as matching anew does', () => {
    const strange = fc.constantFrom<(need: Need) => unknown>(
      () => null,
      (need) => ({ ...need, enterprise: { ...need.enterprise, labels: [null] } }),
      (need) => ({ ...need, enterprise: { ...need.enterprise, region: 7 } }),
      (need) => ({ ...need, enterprise: { ...need.enterprise, size: 3 } }),
      (need) => ({ ...need, enterprise: { ...need.enterprise, industry: '' } }),
      (need) => ({ ...need, enterprise: { ...need.enterprise, facts: { exportShare: 2.5 } } }),
      (need) => ({ ...need, enterprise: { ...need.enterprise, founded: 'x' } }),
      (need) => ({ ...need, collateral: [null] }),
      (need) => ({ ...need, collateral: [{ type: 'machinery', value: Number.NaN }] }),
      (need) => ({ ...need, project: 'none' }),
      (need) => ({ ...need, project: { id: 'p', lists: 7 } }),
      (need) => ({ ...need, project: { id: 'p', permits: 7 } }),
      (need) => ({ ...need, enterprise: { ...need.enterprise, creditGrade: ['AA'] } }),
      (need) => ({ ...need, currency: 'EUR' }),
    );
    fc.assert(
      fc.property(
        engineWorld,
        fc.array(strange, { minLength: 1, maxLength: 3 }),
        fc.array(product, { minLength: 1, maxLength: 3 }),
        ({ document, needs }, spoil, products) => {
          const [need] = needs;
          if (need === undefined) return;
          const mixed = [...spoil.map((one) => one(need)), ...needs] as readonly Need[];
          const table = matchAll(compileCatalog(document, { asOf: AS_OF }), mixed, { limit: 2 });
          const came = products.map((one, i): readonly CatalogChange[] => [
            { change: 'put-product', product: { ...one, id: `more-${i}` } },
          ]);
          const ids = ['more-0', ...document.products.map(({ id }) => id)].slice(0, 4);
          const went = ids.map((id): readonly CatalogChange[] => [
            { change: 'withdraw-product', product: id },
          ]);
          follow(table, [...came, ...went]);
        },
      ),
      { numRuns: 300 },
    );
  });
});
