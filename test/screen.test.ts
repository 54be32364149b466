/** The screen on catalogs so large that rows are left out and made: many cuts, labels and beginnings. */

import * as fc from 'fast-check';
import { isLeft } from 'fp-ts/Either';
import { expect, test } from 'vitest';
import { openArena } from '../src/arrays/arena.ts';
import { hasBit } from '../src/arrays/bitset.ts';
import { evaluate, fieldIndex } from '../src/criteria/index.ts';
import { buildScreen, openScreen, planScreen, screenNeed } from '../src/eligibility/index.ts';
import { compileCatalog } from '../src/index.ts';
import type { FieldValue } from '../src/model/index.ts';
import { parseCatalog } from '../src/schema.ts';

const PRODUCTS = 520;

const textsOf = (letter: string, count: number) =>
  Array.from({ length: count }, (_, i) => `${letter}${i}`);
const FEW = textsOf('l', 6);
const SOME = textsOf('m', 14);
const MANY = textsOf('b', 40);
const CODES = ['C', 'C3', 'C34', 'C341', 'C35', 'C3511', 'D', 'D4', 'D44'];
const SIZES = ['micro', 'small', 'medium', 'large'];

const listOf = (texts: readonly string[], least: number, most: number) =>
  fc.uniqueArray(fc.constantFrom(...texts), { minLength: least, maxLength: most });
const setLeaf = (field: string, texts: readonly string[]) =>
  fc
    .tuple(fc.constantFrom('hasAny', 'hasAll', 'hasNone'), listOf(texts, 1, 3))
    .map(([operator, labels]) => ({ field, [operator]: labels }));
const rangeLeaf = (field: string, most: number) =>
  fc.tuple(fc.nat(most), fc.nat(most), fc.nat(2)).map(([a, b, open]) => ({
    field,
    ...(open === 1 ? {} : { min: Math.min(a, b) }),
    ...(open === 2 ? {} : { max: Math.max(a, b) }),
  }));
const codeLeaf = (field: string) =>
  fc
    .tuple(fc.constantFrom('within', 'notWithin', 'in', 'notIn'), listOf(CODES, 1, 3))
    .map(([operator, codes]) => ({ field, [operator]: codes }));
const sizeLeaf = fc
  .tuple(fc.constantFrom('in', 'notIn'), listOf(SIZES, 1, 2))
  .map(([operator, sizes]) => ({ field: 'enterprise.size', [operator]: sizes }));

const leaves = [
  rangeLeaf('enterprise.employees', 4000),
  rangeLeaf('need.termMonths', 30),
  setLeaf('enterprise.labels', FEW),
  setLeaf('project.permits', SOME),
  setLeaf('enterprise.banks', MANY),
  codeLeaf('enterprise.industry'),
  codeLeaf('project.industry'),
  sizeLeaf,
];
const leaf = fc.oneof(...leaves);
const criterion = fc.oneof(
  { weight: 3, arbitrary: leaf },
  { weight: 1, arbitrary: fc.array(leaf, { minLength: 2, maxLength: 3 }).map((any) => ({ any })) },
);
// Without bias towards small numbers, or many cuts would be one.
const products = fc.noBias(
  fc.array(
    fc
      .tuple(rangeLeaf('enterprise.employees', 4000), fc.array(criterion, { maxLength: 3 }))
      .map(([first, others]) => [first, ...others]),
    { minLength: PRODUCTS, maxLength: PRODUCTS },
  ),
);

const codeFact = fc.oneof(fc.constantFrom(...CODES), fc.constantFrom('C342', 'C9', 'E', 'D445'));
const factsOf: Readonly<Record<string, fc.Arbitrary<FieldValue>>> = {
  'enterprise.employees': fc.nat(4100),
  'need.termMonths': fc.nat(32),
  'enterprise.labels': listOf([...FEW, 'other'], 0, 7),
  'project.permits': listOf([...SOME, 'other'], 0, 5),
  'enterprise.banks': listOf([...MANY, 'other'], 0, 4),
  'enterprise.industry': codeFact,
  'project.industry': codeFact,
  'enterprise.size': fc.constantFrom(...SIZES, 'vast'),
};
const facts = fc.record(
  Object.fromEntries(
    Object.entries(factsOf).map(([field, value]) => [field, fc.option(value, { nil: undefined })]),
  ),
);

test('rows that are made are what the rule says, by the module and without it', () => {
  fc.assert(
    fc.property(
      products,
      fc.array(facts, { minLength: 40, maxLength: 40 }),
      (conditions, asked) => {
        const parsed = parseCatalog({
          formatVersion: 1,
          id: 'c',
          currency: 'CNY',
          banks: [{ id: 'b' }],
          products: conditions.map((criteria, i) => ({
            id: `p${i}`,
            bank: 'b',
            rate: { fixed: '5%' },
            criteria,
          })),
        });
        if (isLeft(parsed)) throw new Error(parsed.left[0]?.message);
        const catalog = compileCatalog(parsed.right, { asOf: '2025-09-01' });
        const { registry } = catalog;
        const data = buildScreen(catalog.products, registry, () => true);
        // What the test is for is there.
        const arms = data.slots.flatMap((slot) => (slot.kind === 'simple' ? [slot.arm] : []));
        expect(arms.some((arm) => arm.kind === 'number' && arm.spacing > 1)).toBe(true);
        expect(arms.some((arm) => arm.kind === 'set' && arm.labels.length > 31)).toBe(true);
        for (const isPlain of [true, false]) {
          const plan = planScreen(data, isPlain);
          const screen = openScreen(plan, registry, openArena(plan.bytes, isPlain));
          expect(screen.module === undefined).toBe(isPlain);
          for (const known of asked) {
            const list: (FieldValue | undefined)[] = registry.fields.map(() => undefined);
            for (const [field, value] of Object.entries(known)) {
              list[fieldIndex(registry, field)] = value;
            }
            screenNeed(screen, list);
            const wrong = catalog.products.flatMap((compiled, row) => {
              const verdicts = compiled.conditions.map((one) => evaluate(one, list, registry));
              const isPossible = !verdicts.includes('fail');
              const isPassing = verdicts.every((one) => one === 'pass');
              const isRight =
                hasBit(screen.possible, 0, row) === isPossible &&
                hasBit(screen.pass, 0, row) === isPassing;
              return isRight ? [] : [row];
            });
            expect(wrong).toEqual([]);
          }
        }
      },
    ),
    // Smaller catalogs would not show what the test is for.
    { numRuns: 5, endOnFailure: true },
  );
});
