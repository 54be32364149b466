import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type CatalogDocument,
  compileCatalog,
  type Money,
  match,
  type Need,
  type NominateOptions,
  type Nomination,
  nominate,
  type Programme,
  type Rate,
} from '../src/index.ts';
import {
  chooseBanks,
  compareNominees,
  type Nominee,
  setWorth,
} from '../src/matching/choose-banks.ts';
import type { Day } from '../src/units/day.ts';
import { engineWorld } from './engine-world.ts';
import { AS_OF, catalogOf } from './world.ts';

const RUNS = { numRuns: 200 };
const ask = (document: CatalogDocument, need: Need, options: NominateOptions = {}): Nomination =>
  nominate(compileCatalog(document, { asOf: AS_OF }), need, options);

/** Small engine worlds over more banks, some of them labelled, some short of money. */
const world = fc
  .tuple(engineWorld, fc.array(fc.nat(3), { minLength: 6, maxLength: 6 }), fc.nat(4))
  .map(([{ document, needs }, draws, wishes]) => {
    const banks = draws.map((draw, index) => ({
      ...document.banks[0],
      id: `bank-${index + 1}`,
      ...(draw === 3 ? {} : { labels: ['relending-21', 'local', 'rural'].slice(0, draw) }),
      ...(draw === 2 && index > 3 ? { quota: 5 as Money } : {}),
    }));
    const products = document.products.map((one, index) => ({
      ...one,
      bank: `bank-${(index % 6) + 1}`,
    }));
    const intendedBanks = ['bank-1', 'bank-9', 'bank-2', 'bank-4'].slice(0, wishes);
    return {
      document: { ...document, banks, products } as CatalogDocument,
      need: { ...(needs[0] as Need), intendedBanks },
    };
  });

const nominee: fc.Arbitrary<Nominee> = fc
  .record({
    bank: fc.nat(5),
    tier: fc.constantFrom(0, 0, 0, 1, 2, 3),
    weight: fc.oneof(fc.nat(4), fc.nat(100_000_000)),
    lot: fc.nat(3),
    causes: fc.subarray(['a', 'b', 'c', 'd']),
  })
  .map(({ bank, ...rest }) => ({ bankId: `b${bank}`, productId: '', ...rest }));
const nominees = fc
  .array(nominee, { maxLength: 9 })
  .map((list) => list.map((one, at) => ({ ...one, productId: `p${at}` })));

/** All sets of distinct banks, in the order in which equal ones are preferred. */
function* subsets(list: readonly Nominee[], most: number): Generator<readonly Nominee[]> {
  yield [];
  if (most === 0) return;
  for (const [at, one] of list.entries()) {
    const others = list.slice(at + 1).filter((other) => other.bankId !== one.bankId);
    for (const rest of subsets(others, most - 1)) yield [one, ...rest];
  }
}

const tiersOf = (set: readonly Nominee[]) =>
  [0, 1, 2, 3].map((tier) => set.filter((one) => one.tier === tier).length);
const compareLists = (a: readonly number[], b: readonly number[]) =>
  a.map((one, at) => one - (b[at] ?? 0)).find((one) => one !== 0) ?? 0;

function bruteForce(list: readonly Nominee[], banks: number): readonly Nominee[] {
  let best: readonly Nominee[] = [];
  for (const set of subsets([...list].sort(compareNominees), banks)) {
    const order =
      compareLists(tiersOf(set), tiersOf(best)) || setWorth(set, banks) - setWorth(best, banks);
    if (order > 0) best = set;
  }
  return best;
}

describe('the choice of banks', () => {
  test('is that of brute force over all sets, in members and worth', () => {
    fc.assert(
      fc.property(nominees, fc.integer({ min: 1, max: 4 }), (list, banks) => {
        const { chosen, value, isProven, bound } = chooseBanks(list, banks);
        const best = bruteForce(list, banks);
        expect(value).toBe(setWorth(best, banks));
        expect(setWorth(chosen, banks)).toBe(value);
        expect(chosen.map((one) => one.productId)).toEqual(best.map((one) => one.productId));
        expect([isProven, bound]).toEqual([true, value]);
      }),
      { numRuns: 2_000 },
    );
  });

  test('has a worth that grows with every member, and ever less', () => {
    fc.assert(
      fc.property(nominees, fc.subarray([0, 1, 2, 3, 4, 5, 6, 7, 8]), (list, small) => {
        const [one, ...large] = list.slice(0, 5);
        if (one === undefined) return;
        const few = large.filter((_, at) => small.includes(at));
        const added = (set: readonly Nominee[]) => setWorth([...set, one], 5) - setWorth(set, 5);
        expect(added(large)).toBeGreaterThanOrEqual(0);
        expect(added(few)).toBeGreaterThanOrEqual(added(large));
      }),
      RUNS,
    );
  });
});

describe('nominate', () => {
  test('names distinct banks, at most as many as allowed, and adds up', () => {
    fc.assert(
      fc.property(world, fc.integer({ min: 1, max: 5 }), ({ document, need }, banks) => {
        const { chosen, value, leftOut, proof } = ask(document, need, { banks });
        const ids = chosen.map((one) => one.bankId);
        expect(new Set(ids).size).toBe(ids.length);
        expect(ids.length).toBeLessThanOrEqual(banks);
        expect(leftOut.some((one) => ids.includes(one.bankId))).toBe(false);
        expect(leftOut.every(({ short = 0 }) => short >= 0)).toBe(true);
        const sets = chosen.map((one) => ({ ...one, tier: 0, lot: 0 }));
        expect(setWorth(sets, banks)).toBe(value);
        expect(proof.bound).toBe(value);
      }),
      RUNS,
    );
  });

  test('leaves no place empty while a bank is free, and names open offers only then', () => {
    fc.assert(
      fc.property(world, ({ document, need }) => {
        const { chosen, leftOut } = ask(document, need, { limit: 100 });
        const isFree = leftOut.some(
          ({ reason }) => !['no-capacity', 'cannot-claim'].includes(reason),
        );
        if (isFree) expect(chosen.length).toBe(3);
        const catalog = compileCatalog(document, { asOf: AS_OF });
        const { offers } = match(catalog, need, { limit: 100 });
        const barred = leftOut.flatMap((one) => (one.short === undefined ? [one.bankId] : []));
        const sure = new Set(offers.map((one) => one.bankId).filter((id) => !barred.includes(id)));
        const open = chosen.filter((one) => one.offer.verdict === 'undetermined').length;
        expect(chosen.length - open).toBeLessThanOrEqual(sure.size);
        if (sure.size >= 3 && barred.length === 0) expect(open).toBe(0);
      }),
      RUNS,
    );
  });

  test('gives the same bytes for a document in any other order', () => {
    fc.assert(
      fc.property(world, fc.string(), ({ document, need }, seed) => {
        const turned = {
          ...document,
          products: [...document.products].reverse(),
          banks: [...document.banks].reverse(),
          programmes: [...(document.programmes ?? [])].reverse(),
        };
        expect(JSON.stringify(ask(turned, need, { seed }))).toBe(
          JSON.stringify(ask(document, need, { seed })),
        );
      }),
      RUNS,
    );
  });

  test('is never worth less where more money is left', () => {
    fc.assert(
      fc.property(
        world,
        fc.array(fc.nat(14), { minLength: 12, maxLength: 12 }),
        fc.array(fc.nat(6), { minLength: 12, maxLength: 12 }),
        ({ document, need }, few, more) => {
          const nominated = (add: boolean) =>
            ask(document, need, {
              capacityLeft: (kind, id) => {
                const at = (Number(id.split('-')[1]) + (kind === 'bank' ? 0 : 6)) % 12;
                return ((few[at] ?? 0) + (add ? (more[at] ?? 0) : 0)) as Money;
              },
            });
          const before = nominated(false);
          const after = nominated(true);
          const tiers = ({ chosen }: Nomination) =>
            tiersOf(
              chosen.map(({ offer, claim, ...one }) => ({
                ...one,
                lot: 0,
                tier:
                  (offer.verdict === 'eligible' ? 0 : 2) + (claim?.verdict === 'unknown' ? 1 : 0),
              })),
            );
          const order = compareLists(tiers(after), tiers(before));
          expect(order).toBeGreaterThanOrEqual(0);
          if (order === 0) expect(after.value).toBeGreaterThanOrEqual(before.value);
        },
      ),
      RUNS,
    );
  });

  test('refuses options out of range', () => {
    const document = catalogOf([]);
    const need = { id: 'n', amount: 1, termMonths: 1, enterprise: { id: 'e' } } as Need;
    for (const banks of [0, 11, 1.5, Number.NaN]) {
      expect(() => ask(document, need, { banks })).toThrow(RangeError);
    }
    expect(() => ask(document, need, { limit: -1 })).toThrow(RangeError);
    expect(ask(document, need)).toMatchObject({ chosen: [], value: 0, leftOut: [] });
  });
});

/** Re-lending for listed projects at banks that carry a label of the catalog's own. */
const relending: Programme = {
  id: 'relend',
  kind: 'relending',
  level: 'central',
  versions: [
    {
      id: 'v',
      source: { title: 'made up', grade: 'illustrative' },
      validFrom: 19_000 as Day,
      conditions: [
        { operator: 'hasAny', field: 'bank.labels', operands: ['re-lender'] },
        { operator: 'hasAny', field: 'project.lists', operands: ['a'] },
      ],
      benefit: {
        kind: 'relending',
        share: 600_000 as Rate,
        rate: 12_500 as Rate,
        tenorMonths: 12,
        rollovers: 2,
      },
    },
  ],
};

const town = (
  labels: Readonly<Record<string, readonly string[] | undefined>>,
): CatalogDocument => ({
  ...catalogOf([]),
  banks: Object.entries(labels).map(([id, own]) => ({
    id,
    ...(own === undefined ? {} : { labels: own }),
  })),
  products: Object.keys(labels).map((bank) => ({
    id: `of-${bank}`,
    bank,
    rate: { base: { kind: 'fixed', rate: 30_000 as Rate } },
  })),
  programmes: [relending],
});
const wish = (lists: readonly string[], intendedBanks: readonly string[] = []): Need => ({
  id: 'n',
  amount: 10 as Money,
  termMonths: 5,
  enterprise: { id: 'e' },
  project: { id: 'p', lists },
  intendedBanks,
});
const namesOf = ({ chosen }: Nomination) => chosen.map((one) => one.bankId).sort();

describe('re-lending', () => {
  const labels = { x: ['re-lender'], y: ['local'], z: undefined, w: ['re-lender'], v: ['local'] };

  test('of a project that depends on it names only banks that can claim, surest first', () => {
    const found = ask(town(labels), wish(['a']));
    expect(found.mustClaim).toBe(true);
    expect(namesOf(found)).toEqual(['w', 'x', 'z']);
    expect(found.chosen.find((one) => one.bankId === 'z')?.reasons).toContain('claim-unknown');
    expect(found.leftOut.map((one) => one.reason)).toEqual(['cannot-claim', 'cannot-claim']);
    expect(namesOf(ask(town(labels), wish(['a']), { banks: 2 }))).toEqual(['w', 'x']);
  });

  test('decides nothing for other projects, or where it is told not to', () => {
    expect(ask(town(labels), wish([])).mustClaim).toBe(false);
    const found = ask(town(labels), wish(['a']), { mustClaim: false, banks: 5 });
    expect(namesOf(found)).toEqual(['v', 'w', 'x', 'y', 'z']);
  });

  test('never prefers a bank without the right to an equal one that has it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.boolean(), { minLength: 2, maxLength: 6 }),
        fc.string(),
        (can, seed) => {
          const drawn = Object.fromEntries(
            can.map((one, at) => [`b-${at}`, [one ? 're-lender' : 'local']]),
          );
          const { chosen } = ask(town(drawn), wish(['a']), { seed });
          const hasRight = can.includes(true);
          const rights = chosen.map((one) => can[Number(one.bankId.slice(2))] === true);
          if (hasRight) expect(rights.every((one) => one)).toBe(true);
          expect(chosen.length).toBe(
            Math.min(3, hasRight ? can.filter((one) => one).length : can.length),
          );
        },
      ),
      RUNS,
    );
  });

  test('and what else speaks against the banks that were named is said', () => {
    const base = town({ ...labels, none: ['re-lender'], poor: ['re-lender'], shut: ['re-lender'] });
    const document: CatalogDocument = {
      ...base,
      banks: base.banks.map((one) => (one.id === 'poor' ? { ...one, quota: 9 as Money } : one)),
      products: base.products
        .filter((one) => one.bank !== 'none')
        .map((one) => (one.bank === 'shut' ? { ...one, termMonths: { min: 9 } } : one)),
    };
    const named = ['x', 'y', 'z', 'nobody', 'none', 'poor', 'shut'];
    const { warnings } = ask(document, wish(['a'], named), { banks: 7 });
    expect(warnings.map(({ code, bankId }) => `${bankId} ${code}`)).toEqual([
      'y cannot-claim',
      'z claim-unknown',
      'nobody unknown-bank',
      'none no-product',
      'poor no-capacity',
      'shut cannot-lend',
    ]);
    expect(warnings[0]?.reasons?.[0]).toMatchObject({ field: 'bank.labels', verdict: 'fail' });
    const shut = warnings.at(-1)?.rejections?.[0];
    expect(shut?.failed.map((one) => one.field)).toEqual(['need.termMonths']);
    const few = ask(document, wish(['a'], ['x', 'w', 'z', 'x', 'v']), { banks: 3 });
    expect(few.warnings.map((one) => one.code)).toEqual([
      'claim-unknown',
      'too-many',
      'cannot-claim',
    ]);
  });

  test('a bank of another kind is named before a slightly better one of the same', () => {
    const document = town({ a: ['big'], b: ['big'], c: ['small'] });
    const priced = {
      ...document,
      products: document.products.map((one) => ({
        ...one,
        rate: {
          base: { kind: 'fixed' as const, rate: (one.bank === 'c' ? 31_000 : 30_000) as Rate },
        },
      })),
    };
    const found = ask(priced, wish([]), { banks: 2 });
    expect(namesOf(found)).toContain('c');
    expect(found.leftOut[0]).toMatchObject({ reason: 'alike', shared: ['kind:big'] });
    expect(JSON.parse(JSON.stringify(found)).chosen.length).toBe(2);
  });
});
