import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeNeed } from '../src/eligibility/index.ts';
import { type Catalog, compileCatalog, DEFAULT_PROFILE, type Need } from '../src/index.ts';
import {
  createTopList,
  engineOf,
  lotAt,
  rankNeed,
  type TopList,
} from '../src/matching/engine/index.ts';
import { compareOffers, evaluatePair, type Offer } from '../src/matching/evaluate-pair.ts';
import { tieSeed } from '../src/units/tie.ts';
import { AS_OF, closeWorld, engineWorld } from './engine-world.ts';

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

const METHODS = ['equal-instalments', 'equal-principal', 'bullet'];

/** By the engine, all pairs of a need at once. */
function byEngine(catalog: Catalog, need: Need, limit: number): Ranked {
  const engine = engineOf(catalog);
  const draw = { needSeed: tieSeed('', need.id), productIds: engine.productIds };
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
  return {
    eligible: engine.eligible,
    undetermined: engine.undetermined,
    offers: lines(offers),
    open: lines(undetermined),
  };
}

describe('the engine says what the rules say', () => {
  test.each([1, 3, 100])('with a list of %i', (limit) => {
    fc.assert(
      fc.property(engineWorld, ({ document, needs }) => {
        const catalog = compileCatalog(document, { asOf: AS_OF });
        for (const need of needs) {
          expect(byEngine(catalog, need, limit)).toEqual(byRule(catalog, need, limit));
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
        expect(byEngine(catalog, need, limit)).toEqual(byRule(catalog, need, limit));
      }),
      { numRuns: 600 },
    );
  });
});
