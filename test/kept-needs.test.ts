import * as fc from 'fast-check';
import { isRight } from 'fp-ts/Either';
import { describe, expect, test } from 'vitest';
import {
  createRegistry,
  deriveFacts,
  openReading,
  readFacts,
  takeSubjects,
} from '../src/criteria/index.ts';
import { compileCatalog, type MatchTable, match, matchAll, rematch } from '../src/index.ts';
import { isNeed } from '../src/matching/is-need.ts';
import { keptNeed } from '../src/model/facts/index.ts';
import type { Field, Need } from '../src/model/index.ts';
import { parseNeed, printNeed } from '../src/schema.ts';
import type { Day } from '../src/units/day.ts';
import { DECLARED_FIELDS, need } from './arbitraries-need.ts';
import { AS_OF, engineWorld } from './engine-world.ts';

/** The need as the border makes it; itself where the border would refuse it. */
function parsed(one: Need, fields: readonly Field[]): Need {
  const read = parseNeed(printNeed(one, { fields }), { fields });
  return isRight(read) ? read.right : one;
}

/** A copy of which nothing is kept. */
const byHand = (one: Need): Need => structuredClone(one);

function isFrozen(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return Object.isFrozen(value) && Object.values(value).every(isFrozen);
}

const borderNeed = need.map((one) => parsed(one, DECLARED_FIELDS));

describe('a need from the border', () => {
  test('is a need, and frozen to the last list', () => {
    fc.assert(
      fc.property(borderNeed, (one) => {
        expect(keptNeed(one)).toBeDefined();
        expect(isFrozen(one)).toBe(true);
        expect(isNeed(one)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('hands nothing on to its copies', () => {
    fc.assert(
      fc.property(borderNeed, (one) => {
        const project = one.project ?? { id: 'p' };
        for (const other of [{ ...one }, byHand(one), Object.create(one), { ...one, project }]) {
          expect(keptNeed(other)).toBe(undefined);
        }
        expect(Reflect.ownKeys(one)).toEqual(Object.keys(byHand(one)));
      }),
    );
  });

  test('knows nothing of other fields where a field was declared twice', () => {
    const declare = (name: string): Field => ({ name, type: 'number', knownBy: 'enterprise' });
    const twice = ['enterprise.staff', 'enterprise.staff'].map(declare);
    const json = {
      id: 'n',
      amount: '1000000',
      termMonths: 12,
      enterprise: { id: 'e', facts: { staff: 7 } },
    };
    const read = parseNeed(json, { fields: twice });
    if (!isRight(read)) throw new Error('refused');
    const registry = createRegistry(['enterprise.staff', 'enterprise.patents'].map(declare));
    const names = registry.fields.map(({ name }) => name);
    const reading = openReading(registry, names, { asOf: AS_OF });
    takeSubjects(reading, read.right);
    readFacts(reading);
    expect(reading.facts).toEqual(deriveFacts(read.right, registry, { asOf: AS_OF }));
  });

  test('has the facts of the rule, whatever a catalog declares and whatever was read before', () => {
    const context = fc.record(
      {
        asOf: fc.constantFrom(-30_000, 0, 19_998, 20_000, 20_002, 90_000).map((day) => day as Day),
        sizeRule: fc.constant('CN-2011' as const),
      },
      { requiredKeys: ['asOf'] },
    );
    const declared = fc.shuffledSubarray([...DECLARED_FIELDS]);
    const needs = fc.array(
      fc.tuple(need, fc.constantFrom<'border' | 'hand' | 'other'>('border', 'hand', 'other')),
      { minLength: 1, maxLength: 5 },
    );
    fc.assert(
      fc.property(needs, declared, context, fc.boolean(), (made, fields, day, isPart) => {
        const registry = createRegistry(fields);
        const names = registry.fields.map(({ name }) => name);
        const looked = isPart ? names.filter((_, place) => place % 2 === 0) : names;
        const reading = openReading(registry, looked, day);
        const others = [...DECLARED_FIELDS].reverse();
        for (const [one, kind] of made) {
          const given = parsed(one, kind === 'border' ? DECLARED_FIELDS : others);
          takeSubjects(reading, kind === 'hand' ? byHand(given) : given);
          readFacts(reading);
          const facts = deriveFacts(one, registry, day);
          const seen = names.map((name, place) =>
            looked.includes(name) ? facts[place] : undefined,
          );
          expect(reading.facts).toEqual(seen);
        }
      }),
      { numRuns: 500 },
    );
  });
});

/** The columns of a table, byte for byte, and its issues. */
function bytesOf({ catalog, profile, needs, ...rest }: MatchTable): object {
  return { digest: catalog.digest, profile: profile.id, needs: needs.length, ...rest };
}

describe('answers do not tell a parsed need from the same by hand', () => {
  const change = fc.constantFrom<(one: Need) => Need>(
    (one) => one,
    (one) => ({ ...one }),
    (one) => ({ ...one, amount: (one.amount + 1) as Need['amount'] }),
    (one) => ({ ...one, collateral: [], enterprise: { ...one.enterprise, labels: [] } }),
    ({ project: _, ...rest }) => rest,
    (one) => ({ ...one, enterprise: null as never }),
  );

  test('in tables, one after the other, and after products changed', () => {
    fc.assert(
      fc.property(engineWorld, fc.array(change, { minLength: 4, maxLength: 4 }), (world, edits) => {
        const { document, needs } = world;
        const catalog = compileCatalog(document, { asOf: AS_OF });
        const border = needs.map((one, index) => {
          const changed = edits[index % edits.length] as (one: Need) => Need;
          return changed(parsed(one, document.fields ?? []));
        });
        const hand = border.map(byHand);
        const [table, other] = [matchAll(catalog, border), matchAll(catalog, hand)];
        expect(bytesOf(table)).toEqual(bytesOf(other));
        border.forEach((one, index) => {
          if (one.enterprise === null) return;
          const answer = match(catalog, one);
          expect(answer).toEqual(match(catalog, hand[index] as Need));
        });
        const [first] = document.products;
        if (first === undefined) return;
        const changes = [{ change: 'withdraw-product', product: first.id }] as const;
        const next = [table, other].map((one) => {
          const changed = rematch(one, changes);
          return isRight(changed) ? bytesOf(changed.right) : changed;
        });
        expect(next[0]).toEqual(next[1]);
      }),
      { numRuns: 150 },
    );
  });
});
