import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openArena } from '../src/arrays/arena.ts';
import { hasBit } from '../src/arrays/bitset.ts';
import { evaluate } from '../src/criteria/index.ts';
import {
  buildScreen,
  conditionVerdicts,
  countFailures,
  createFailureCounts,
  encodeNeed,
  fillMasks,
  maskWords,
  openScreen,
  planScreen,
  screenNeed,
} from '../src/eligibility/index.ts';
import { generateReserve, illustrativeCatalog } from '../src/hubei/index.ts';
import {
  type Catalog,
  compileCatalog,
  DEFAULT_PROFILE,
  explain,
  match,
  type Need,
  nearMisses,
} from '../src/index.ts';
import {
  createTopList,
  type Engine,
  engineOf,
  lotAt,
  openSegment,
  rankNeed,
  type TopList,
} from '../src/matching/engine/index.ts';
import { compareOffers, evaluatePair, type Offer } from '../src/matching/evaluate-pair.ts';
import { parseCatalog, parseNeed } from '../src/schema.ts';
import { tieSeed } from '../src/units/tie.ts';
import { AS_OF, closeWorld, crowdedWorld, engineWorld, paidWorld } from './engine-world.ts';

/** What ranks an offer, as text. */
type Line = string;

const lineOf = ({ productId, score, loan, price, lot }: Offer): Line =>
  [
    productId,
    score.total,
    loan.amount,
    loan.termMonths,
    loan.repayment,
    price?.rate ?? Number.NaN,
    price?.netCost ?? Number.NaN,
    lot,
  ].join(' ');

interface Ranked {
  readonly eligible: number;
  readonly undetermined: number;
  readonly offers: readonly Line[];
  readonly open: readonly Line[];
}

/** By the rules, pair by pair. */
function byRule(catalog: Catalog, need: Need, limit: number): Ranked {
  const context = {
    catalog,
    encoded: encodeNeed(catalog, need),
    profile: DEFAULT_PROFILE,
    needSeed: tieSeed('', need.id),
  };
  const results = catalog.products.map((one) => evaluatePair(context, one));
  const list = (verdict: string) =>
    results.flatMap((one) => (one.verdict === verdict && one.offer ? [one.offer] : []));
  const best = (offers: Offer[]) => offers.sort(compareOffers).slice(0, limit).map(lineOf);
  const offers = list('pass');
  const open = list('unknown');
  return {
    eligible: offers.length,
    undetermined: open.length,
    offers: best(offers),
    open: best(open),
  };
}

/** No cost of an eligible pair lies below its bound, after the engine was asked about the need. */
function expectBounds(engine: Engine, need: Need): void {
  const { catalog, segments } = engine;
  const context = {
    catalog,
    encoded: encodeNeed(catalog, need),
    profile: DEFAULT_PROFILE,
    needSeed: tieSeed('', need.id),
  };
  for (const { bench, productOf } of segments) {
    for (const entry of bench.eligible.subarray(0, engine.eligible)) {
      const product = catalog.products[productOf[bench.rows[entry] as number] as number];
      const { offer } = evaluatePair(context, product as Catalog['products'][number]);
      expect(bench.costs[entry]).toBeLessThanOrEqual(offer?.price?.netCost as number);
    }
  }
}

const METHODS = ['equal-instalments', 'equal-principal', 'bullet'];

/** The same engine by the module, as large catalogs have it. */
function withModule(engine: Engine): Engine {
  const segments = engine.segments.map(({ data, productOf }) =>
    openSegment(engine.catalog, data, productOf, false),
  );
  return { ...engine, segments };
}

/** All pairs of a need at once. */
function byEngine(engine: Engine, need: Need, limit: number): Ranked {
  const draw = { needSeed: tieSeed('', need.id), productTies: engine.productTies };
  const offers = createTopList(limit);
  const undetermined = createTopList(limit);
  rankNeed(engine, { ...draw, need, profile: DEFAULT_PROFILE, offers, undetermined });
  const lines = (list: TopList) =>
    Array.from(list.order.subarray(0, list.size), (place) =>
      [
        engine.productIds[list.product[place] as number],
        list.score[place],
        list.amount[place],
        list.termMonths[place],
        METHODS[list.method[place] as number],
        list.rate[place],
        list.netCost[place],
        lotAt(list, draw, place),
      ].join(' '),
    );
  const ranked = {
    eligible: engine.eligible,
    undetermined: engine.undetermined,
    offers: lines(offers),
    open: lines(undetermined),
  };
  // Where nobody wants the undetermined, they are only counted.
  rankNeed(engine, { ...draw, need, profile: DEFAULT_PROFILE, offers, undetermined: undefined });
  expect([engine.eligible, engine.undetermined]).toEqual([ranked.eligible, ranked.undetermined]);
  expect(lines(offers)).toEqual(ranked.offers);
  return ranked;
}

/** Codes that turn products away, by the rule. */
function rejectedByRule(catalog: Catalog, need: Need): ReadonlyMap<string, number> {
  const encoded = encodeNeed(catalog, need);
  const counts = new Map<string, number>();
  for (const compiled of catalog.products) {
    const failed = conditionVerdicts(catalog, compiled, encoded).filter(
      (one) => one.verdict === 'fail',
    );
    for (const code of new Set(failed.map((one) => one.code))) {
      counts.set(code, (counts.get(code) ?? 0) + 1);
    }
  }
  return counts;
}

describe('the screen', () => {
  test('tells the verdict on every condition of every product, and counts what fails', () => {
    fc.assert(
      fc.property(engineWorld, fc.boolean(), ({ document, needs }, isPlain) => {
        const catalog = compileCatalog(document, { asOf: AS_OF });
        const { registry } = catalog;
        const data = buildScreen(catalog.products, registry, () => true);
        const plan = planScreen(data, isPlain);
        const screen = openScreen(plan, registry, openArena(plan.bytes, isPlain));
        expect(screen.module === undefined).toBe(isPlain);
        const perProduct = maskWords(data);
        const masks = new Uint32Array(perProduct * 32 * data.words);
        const counts = createFailureCounts(data);
        for (const need of needs) {
          const { facts } = encodeNeed(catalog, need);
          screenNeed(screen, facts);
          fillMasks(screen, masks);
          countFailures(screen, counts);
          catalog.products.forEach(({ conditions }, row) => {
            const verdicts = conditions.map((one) => evaluate(one, facts, registry));
            expect(hasBit(screen.possible, 0, row)).toBe(!verdicts.includes('fail'));
            expect(hasBit(screen.pass, 0, row)).toBe(verdicts.every((one) => one === 'pass'));
            const failed = new Set<number>();
            let clauses = 0;
            data.slots.forEach((_, slot) => {
              const word = masks[row * perProduct + (slot >> 5)] as number;
              if ((word & (1 << (slot & 31))) === 0) return;
              clauses += 1;
              failed.add((data.conditionOf[slot * data.rows + row] as number) - 1);
            });
            data.walks.rows.forEach((own, at) => {
              const condition = data.walks.conditions[at] as number;
              if (own === row && verdicts[condition] === 'fail') failed.add(condition);
            });
            const expected = verdicts.flatMap((one, index) => (one === 'fail' ? [index] : []));
            expect([...failed].sort((a, b) => a - b)).toEqual(expected);
            expect(hasBit(counts.once, 0, row)).toBe(clauses > 0);
            expect(hasBit(counts.more, 0, row)).toBe(clauses > 1);
          });
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('the engine says what the rules say', () => {
  test('of the conditions that turn products away', () => {
    fc.assert(
      fc.property(engineWorld, fc.boolean(), ({ document, needs }, isForeign) => {
        const catalog = compileCatalog(document, { asOf: AS_OF });
        for (const one of needs) {
          const need = isForeign ? { ...one, currency: 'EUR' } : one;
          const told = match(catalog, need).rejectedBy;
          expect(new Map(told.map(({ code, products }) => [code, products]))).toEqual(
            rejectedByRule(catalog, need),
          );
        }
      }),
      { numRuns: 300 },
    );
  });

  test('of the cheapest changes, whichever products are looked at first', () => {
    fc.assert(
      fc.property(engineWorld, ({ document, needs: [need] }) => {
        if (need === undefined) return;
        const catalog = compileCatalog(document, { asOf: AS_OF });
        const each = catalog.products.flatMap(({ product }) => {
          const { nearMiss } = explain(catalog, need, product.id);
          return nearMiss === undefined ? [] : [nearMiss];
        });
        each.sort((a, b) => a.effort - b.effort || compareOffers(a.offer, b.offer));
        expect(nearMisses(catalog, need, { limit: 3 })).toEqual(each.slice(0, 3));
      }),
      { numRuns: 150 },
    );
  });

  test.each([1, 3, 100])('with a list of %i', (limit) => {
    fc.assert(
      fc.property(engineWorld, ({ document, needs }) => {
        const catalog = compileCatalog(document, { asOf: AS_OF });
        const engine = engineOf(catalog);
        const other = withModule(engine);
        for (const need of needs) {
          const expected = byRule(catalog, need, limit);
          expect(byEngine(engine, need, limit)).toEqual(expected);
          expect(byEngine(other, need, limit)).toEqual(expected);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test.each([1, 4])('where prices are close, with a list of %i', (limit) => {
    fc.assert(
      fc.property(closeWorld, ({ document, needs }) => {
        const catalog = compileCatalog(document, { asOf: AS_OF });
        const [need] = needs as readonly [Need];
        const expected = byRule(catalog, need, limit);
        const engine = engineOf(catalog);
        expect(byEngine(engine, need, limit)).toEqual(expected);
        expect(byEngine(withModule(engine), need, limit)).toEqual(expected);
      }),
      { numRuns: 600 },
    );
  });

  test.each([1, 4])('where programmes pay all of the interest, with a list of %i', (limit) => {
    fc.assert(
      fc.property(paidWorld, ({ document, needs }) => {
        const catalog = compileCatalog(document, { asOf: AS_OF });
        const [need] = needs as readonly [Need];
        const expected = byRule(catalog, need, limit);
        const engine = engineOf(catalog);
        for (const one of [engine, withModule(engine)]) {
          expect(byEngine(one, need, limit)).toEqual(expected);
          expectBounds(one, need);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('with more programmes in force than bits in a number, and without the rule', () => {
    fc.assert(
      fc.property(crowdedWorld, ({ document, needs }) => {
        const catalog = compileCatalog(document, { asOf: AS_OF });
        const [need] = needs as readonly [Need];
        const engine = engineOf(catalog);
        const expected = byRule(catalog, need, 3);
        expect(byEngine(engine, need, 3)).toEqual(expected);
        expect(byEngine(withModule(engine), need, 3)).toEqual(expected);
        expect(engine.work.counted).toBe(0);
      }),
      { numRuns: 100 },
    );
  });

  test('at a bounded cost: few eligible pairs are priced, and none by counting cells', () => {
    const parsed = parseCatalog(illustrativeCatalog);
    if (parsed._tag === 'Left') throw new Error(parsed.left[0]?.message);
    const { fields = [] } = parsed.right;
    const engine = engineOf(compileCatalog(parsed.right, { asOf: '2026-06-30' }));
    const offers = createTopList(1);
    let eligible = 0;
    for (const json of generateReserve({ seed: 'work', count: 200 }).needs) {
      const need = parseNeed(json, { fields });
      if (need._tag === 'Left') throw new Error(need.left[0]?.message);
      const draw = { needSeed: 0, productTies: engine.productTies };
      rankNeed(engine, {
        ...draw,
        need: need.right,
        profile: DEFAULT_PROFILE,
        offers,
        undetermined: undefined,
      });
      eligible += engine.eligible;
    }
    expect(eligible).toBeGreaterThan(500);
    expect(engine.work.priced).toBeLessThan(eligible * 0.6);
    expect(engine.work.counted).toBe(0);
  });
});
