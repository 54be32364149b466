import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openArena } from '../src/arrays/arena.ts';
import { hasBit } from '../src/arrays/bitset.ts';
import { createRegistry, evaluate, FAIL, PASS, UNKNOWN } from '../src/criteria/index.ts';
import {
  buildScreen,
  conditionVerdicts,
  encodeNeed,
  openScreen,
  planScreen,
  screenNeed,
} from '../src/eligibility/index.ts';
import { buildWalks } from '../src/eligibility/screen/walk-build-kernel.ts';
import { FAILED, PASSED } from '../src/eligibility/screen/walk-data.ts';
import { beginWalks, judgeWalk, openWalks } from '../src/eligibility/screen/walk-kernel.ts';
import { compileCatalog, explain, match, nearMisses } from '../src/index.ts';
import { engineOf, mendableProducts } from '../src/matching/engine/index.ts';
import { compareOffers } from '../src/matching/evaluate-pair.ts';
import type { Criterion, FieldValue, LeafCriterion } from '../src/model/index.ts';
import { DECLARED_FIELDS } from './arbitraries-need.ts';
import {
  AS_OF,
  catalogOf,
  changeableLeaf,
  criterionOver,
  productOver,
  leaf as worldLeaf,
  need as worldNeed,
} from './world.ts';

const registry = createRegistry(DECLARED_FIELDS);
const numberOf = { fail: FAIL, unknown: UNKNOWN, pass: PASS };

// Few values, so that ends, beginnings of codes and empty lists are hit often.
const CODES = ['C', 'C3', 'C34', 'C35', 'C351', 'D4'];
const LABELS = ['a', 'b', 'c'];
const end = fc.integer({ min: -2, max: 3 });
const list = (values: readonly string[]) => fc.subarray([...values]);
const openEnd = fc.option(end, { nil: undefined });

/** Ranges with both ends, with one and with none, turned round and empty; lists with nothing in them. */
const leaf: fc.Arbitrary<LeafCriterion> = fc.oneof(
  fc
    .tuple(fc.constantFrom('enterprise.exportShare', 'enterprise.patents'), openEnd, openEnd)
    .map(([field, min, max]) => ({
      operator: 'range' as const,
      field,
      ...(min === undefined ? {} : { min }),
      ...(max === undefined ? {} : { max }),
    })),
  fc
    .tuple(
      fc.constantFrom('within' as const, 'notWithin' as const, 'in' as const, 'notIn' as const),
      list(CODES),
    )
    .map(([operator, operands]) => ({ operator, field: 'project.chain', operands })),
  fc
    .tuple(fc.constantFrom('hasAny' as const, 'hasAll' as const, 'hasNone' as const), list(LABELS))
    .map(([operator, operands]) => ({ operator, field: 'enterprise.licences', operands })),
  fc
    .tuple(fc.constantFrom('in' as const, 'notIn' as const), list(['true', 'false']))
    .map(([operator, operands]) => ({ operator, field: 'enterprise.isAudited', operands })),
);

/** Trees of up to six levels; a group may be empty. */
const deep: fc.Arbitrary<Criterion> = fc.letrec<{ tree: Criterion }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    { weight: 2, arbitrary: leaf },
    { weight: 1, arbitrary: fc.constant<Criterion>({ operator: 'ask', text: 'is it sound?' }) },
    {
      weight: 6,
      arbitrary: fc
        .tuple(
          fc.constantFrom('all' as const, 'any' as const),
          fc.array(tie('tree'), { maxLength: 3 }),
        )
        .map(([operator, criteria]) => ({ operator, criteria })),
    },
    {
      weight: 2,
      arbitrary: tie('tree').map((criterion) => ({ operator: 'not' as const, criterion })),
    },
  ),
})).tree;

const fieldFacts: Readonly<Record<string, fc.Arbitrary<FieldValue>>> = {
  'enterprise.exportShare': end,
  // What is no number at all is in no range that has an end, and in none without.
  'enterprise.patents': fc.oneof({ weight: 9, arbitrary: end }, fc.constant(Number.NaN)),
  'project.chain': fc.constantFrom(...CODES, '', 'C3511', 'E'),
  'enterprise.licences': list([...LABELS, 'd']),
  'enterprise.isAudited': fc.boolean(),
};

const facts = fc
  .record(fieldFacts, { requiredKeys: [], noNullPrototype: true })
  .map((own) => registry.fields.map(({ name }) => own[name]));

/** Walks over some conditions, the i-th in row i. */
function walksOver(criteria: readonly Criterion[]) {
  const fields = new Map<string, number>();
  const conditions = criteria.map((criterion, row) => ({ row, condition: 0, criterion }));
  const data = buildWalks(conditions, fields);
  const places = [...fields.keys()].map((name) => registry.indexByName.get(name) as number);
  return openWalks(data, places, registry);
}

/** Groups that multiply out to far more clauses than the normal form takes. */
const groups = (leaves: fc.Arbitrary<LeafCriterion>): fc.Arbitrary<Criterion> =>
  fc
    .array(fc.array(criterionOver(leaves), { minLength: 2, maxLength: 4 }), {
      minLength: 2,
      maxLength: 4,
    })
    .map((parts) => ({
      operator: 'any',
      criteria: parts.map((criteria) => ({ operator: 'all', criteria })),
    }));

const deepProduct = productOver(fc.oneof(groups(worldLeaf), worldLeaf));

describe('a walk', () => {
  test('says of every condition what the rule says, of one need after another', () => {
    fc.assert(
      fc.property(
        fc.array(deep, { minLength: 1, maxLength: 5 }),
        fc.array(facts, { minLength: 1, maxLength: 5 }),
        (criteria, needs) => {
          const walks = walksOver(criteria);
          const { entries, ownerStart, rows } = walks.data;
          for (const own of needs) {
            beginWalks(walks, own);
            const told: number[] = [];
            entries.forEach((_, walk) => {
              const verdict = judgeWalk(walks, walk);
              expect(judgeWalk(walks, walk)).toBe(verdict);
              for (const row of rows.subarray(ownerStart[walk], ownerStart[walk + 1])) {
                told[row] = verdict;
              }
            });
            const byRule = criteria.map((one) => numberOf[evaluate(one, own, registry)]);
            expect(told).toEqual(byRule);
          }
        },
      ),
      { numRuns: 3000 },
    );
  });

  test('goes on after each literal as the drawing shows', () => {
    const a: Criterion = { operator: 'in', field: 'project.stage', operands: ['x'] };
    const b: Criterion = { operator: 'in', field: 'project.stage', operands: ['y'] };
    const c: Criterion = { operator: 'range', field: 'enterprise.patents', min: 1 };
    const any: Criterion = { operator: 'any', criteria: [a, b] };
    const not: Criterion = { operator: 'not', criterion: c };
    const { data } = walksOver([{ operator: 'all', criteria: [any, not] }]);
    // Two literals that look at no fact, then the cut, then the leaves; short parts first.
    const [cut, first, second] = [2, 3, 4];
    expect(data.literals).toBe(5);
    expect([...data.steps]).toEqual(
      [
        [cut + data.literals, FAILED, 3],
        [first, 6, PASSED],
        [second, FAILED, PASSED],
      ].flat(),
    );
  });

  test('is shared by equal conditions, and short ones come first', () => {
    const short: Criterion = { operator: 'range', field: 'enterprise.patents', min: 1 };
    const long: Criterion = { operator: 'range', field: 'enterprise.patents', min: 1, max: 2 };
    const { data } = walksOver([long, short, { ...long, code: 'another name' }]);
    expect([...data.entries]).toEqual([0, 3]);
    expect([...data.ownerStart]).toEqual([0, 1, 3]);
    expect([...data.rows]).toEqual([1, 0, 2]);
    expect(data.cutLists.map(({ cuts }) => [...cuts])).toEqual([[1], [-2]]);
  });
});

describe('conditions over several fields', () => {
  const either: Criterion = {
    operator: 'any',
    criteria: [
      { operator: 'range', field: 'need.amount', min: 3 },
      { operator: 'in', field: 'project.stage', operands: ['x'] },
    ],
  };

  test.each([
    [3, 0, 3],
    [4, 1, 0],
  ])('have a slot only where there are enough of them: %i', (count, slots, walks) => {
    const products = Array.from({ length: count }, () => ({
      id: 'x',
      bank: 'bank-1',
      criteria: [either],
    }));
    const { products: compiled, registry: own } = compileCatalog(catalogOf(products), {
      asOf: AS_OF,
    });
    const data = buildScreen(compiled, own, () => true);
    expect(data.slots.length).toBe(slots);
    expect(data.walks.rows.length).toBe(walks);
    // One for all products.
    expect(data.walks.entries.length).toBe(Math.min(walks, 1));
  });
});

describe('conditions beyond the normal form', () => {
  test('are screened as the rule judges them', () => {
    fc.assert(
      fc.property(
        fc.array(deepProduct, { minLength: 1, maxLength: 5 }),
        fc.array(worldNeed, { minLength: 1, maxLength: 3 }),
        (products, needs) => {
          const catalog = compileCatalog(catalogOf(products), { asOf: AS_OF });
          const data = buildScreen(catalog.products, catalog.registry, () => true);
          const plan = planScreen(data, false);
          const screen = openScreen(plan, catalog.registry, openArena(plan.bytes, false));
          for (const need of needs) {
            const encoded = encodeNeed(catalog, need);
            screenNeed(screen, encoded.facts);
            catalog.products.forEach(({ conditions }, row) => {
              const verdicts = conditions.map((one) =>
                evaluate(one, encoded.facts, catalog.registry),
              );
              expect(hasBit(screen.possible, 0, row)).toBe(!verdicts.includes('fail'));
              expect(hasBit(screen.pass, 0, row)).toBe(verdicts.every((one) => one === 'pass'));
            });
          }
        },
      ),
      { numRuns: 1000 },
    );
  });

  test('are counted among what turned products away', () => {
    fc.assert(
      fc.property(fc.array(deepProduct, { maxLength: 5 }), worldNeed, (products, need) => {
        const catalog = compileCatalog(catalogOf(products), { asOf: AS_OF });
        const encoded = encodeNeed(catalog, need);
        const counts = new Map<string, number>();
        for (const compiled of catalog.products) {
          const verdicts = conditionVerdicts(catalog, compiled, encoded);
          const failed = verdicts.filter(({ verdict }) => verdict === 'fail');
          for (const code of new Set(failed.map((one) => one.code))) {
            counts.set(code, (counts.get(code) ?? 0) + 1);
          }
        }
        const told = match(catalog, need).rejectedBy;
        expect(new Map(told.map(({ code, products: count }) => [code, count]))).toEqual(counts);
      }),
      { numRuns: 500 },
    );
  });

  test('are not mended where no fact can be changed', () => {
    fc.assert(
      fc.property(fc.array(deepProduct, { maxLength: 5 }), worldNeed, (products, need) => {
        const catalog = compileCatalog(catalogOf(products), { asOf: AS_OF });
        const { facts: own } = encodeNeed(catalog, need);
        const places = mendableProducts(engineOf(catalog), need, () => false);
        for (const place of places) {
          const { conditions } = catalog.products[place] as (typeof catalog.products)[number];
          const verdicts = conditions.map((one) => evaluate(one, own, catalog.registry));
          expect(verdicts).not.toContain('fail');
        }
      }),
      { numRuns: 300 },
    );
  });

  test('are mended at the least effort', () => {
    const single = productOver(fc.oneof(groups(changeableLeaf), worldLeaf));
    fc.assert(
      fc.property(fc.array(single, { maxLength: 4 }), worldNeed, (products, need) => {
        const catalog = compileCatalog(catalogOf(products), { asOf: AS_OF });
        const each = catalog.products.flatMap(({ product }) => {
          const { nearMiss } = explain(catalog, need, product.id);
          return nearMiss === undefined ? [] : [nearMiss];
        });
        each.sort((a, b) => a.effort - b.effort || compareOffers(a.offer, b.offer));
        expect(nearMisses(catalog, need, { limit: 3 })).toEqual(each.slice(0, 3));
      }),
      { numRuns: 100 },
    );
  });
});
