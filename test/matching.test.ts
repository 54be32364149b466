import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeNeed, findings, judge } from '../src/eligibility/index.ts';
import {
  type Catalog,
  compileCatalog,
  explain,
  match,
  type Need,
  nearMisses,
  nextQuestions,
  type Offer,
  printExplanation,
  printMatch,
  rejections,
} from '../src/index.ts';
import { AS_OF, catalogDocument, catalogOf, need, product } from './world.ts';

const compile = (document: Parameters<typeof compileCatalog>[0]): Catalog =>
  compileCatalog(document, { asOf: AS_OF });
const ALL = { limit: 1_000 };
const world = fc.tuple(catalogDocument, need);
const RUNS = { numRuns: 300 };

describe('match', () => {
  test('puts every product in exactly one of three lists', () => {
    fc.assert(
      fc.property(world, ([document, one]) => {
        const catalog = compile(document);
        const { counts, offers, undetermined } = match(catalog, one, ALL);
        expect(counts.eligible + counts.undetermined + counts.ineligible).toBe(counts.products);
        expect([offers.length, undetermined.length]).toEqual([
          counts.eligible,
          counts.undetermined,
        ]);
        const named = [...offers, ...undetermined, ...rejections(catalog, one)].map(
          (entry) => entry.productId,
        );
        expect(named.sort()).toEqual(document.products.map((entry) => entry.id).sort());
      }),
      RUNS,
    );
  });

  test('names every failed condition of what it rejects, and only failed ones', () => {
    fc.assert(
      fc.property(world, ([document, one]) => {
        const catalog = compile(document);
        for (const { productId, failed } of rejections(catalog, one)) {
          const compiled = catalog.productById.get(productId);
          if (compiled === undefined) throw new Error(productId);
          const all = findings(catalog, compiled, encodeNeed(catalog, one));
          expect(judge(all)).toBe('fail');
          expect(failed).toEqual(all.filter((reason) => reason.verdict === 'fail'));
        }
      }),
      RUNS,
    );
  });

  test('adding a product never removes or changes an offer of another', () => {
    fc.assert(
      fc.property(world, product, ([document, one], extra) => {
        const before = match(compile(document), one, ALL);
        const products = [...document.products, { ...extra, id: 'extra' }];
        const after = match(compile({ ...document, products }), one, ALL);
        const others = (offers: readonly Offer[]) =>
          offers.filter((offer) => offer.productId !== 'extra');
        expect(others(after.offers)).toEqual(before.offers);
        expect(others(after.undetermined)).toEqual(before.undetermined);
      }),
      RUNS,
    );
  });

  test('gives the same bytes twice, and for a document in any other order', () => {
    fc.assert(
      fc.property(world, fc.string(), ([document, one], seed) => {
        const options = { ...ALL, seed };
        const text = JSON.stringify(match(compile(document), one, options));
        expect(JSON.stringify(match(compile(document), one, options))).toBe(text);
        const turned = {
          ...document,
          products: [...document.products].reverse(),
          banks: [...document.banks].reverse(),
          benchmarks: [...(document.benchmarks ?? [])].reverse(),
        };
        expect(JSON.stringify(match(compile(turned), one, options))).toBe(text);
      }),
      RUNS,
    );
  });

  test('orders by score, then by lot; a limit only cuts the tail', () => {
    fc.assert(
      fc.property(world, fc.nat(4), ([document, one], limit) => {
        const { offers } = match(compile(document), one, ALL);
        for (const [index, offer] of offers.slice(1).entries()) {
          const better = offers[index] as Offer;
          expect(
            better.score.total > offer.score.total ||
              (better.score.total === offer.score.total && better.lot >= offer.lot),
          ).toBe(true);
        }
        expect(match(compile(document), one, { limit }).offers).toEqual(offers.slice(0, limit));
      }),
      RUNS,
    );
  });

  test('never lends more than asked, less than accepted, or outside the product', () => {
    fc.assert(
      fc.property(world, ([document, one]) => {
        const catalog = compile(document);
        for (const { loan, productId } of match(catalog, one, ALL).offers) {
          const terms = catalog.productById.get(productId)?.product;
          expect(loan.amount).toBeLessThanOrEqual(
            Math.min(one.amount, terms?.amount?.max ?? one.amount),
          );
          expect(loan.amount).toBeGreaterThanOrEqual(
            Math.max(one.minimumAmount ?? one.amount, terms?.amount?.min ?? 0),
          );
          expect(loan.termMonths).toBeLessThanOrEqual(one.termMonths);
          expect(loan.termMonths).toBeGreaterThanOrEqual(one.minimumTermMonths ?? one.termMonths);
        }
      }),
      RUNS,
    );
  });

  test('filling in facts never turns an eligible product away, nor opens a rejected one', () => {
    fc.assert(
      fc.property(world, need, ([document, part], other) => {
        const { enterprise, project, ...rest } = part;
        const full: Need = {
          ...(other.collateral === undefined ? {} : { collateral: other.collateral }),
          ...(other.purpose === undefined ? {} : { purpose: other.purpose }),
          ...rest,
          enterprise: {
            ...other.enterprise,
            ...enterprise,
            facts: { ...other.enterprise.facts, ...enterprise.facts },
          },
          ...(project === undefined && other.project === undefined
            ? {}
            : {
                project: {
                  id: 'p',
                  ...other.project,
                  ...project,
                  facts: { ...other.project?.facts, ...project?.facts },
                },
              }),
        };
        const catalog = compile(document);
        const [before, after] = [match(catalog, part, ALL), match(catalog, full, ALL)];
        const ids = (offers: readonly Offer[]) => offers.map((offer) => offer.productId);
        // A price may stop to be certain only where it was not: eligible stays eligible.
        expect(ids(after.offers)).toEqual(expect.arrayContaining(ids(before.offers)));
        const rejected = rejections(catalog, part).map((entry) => entry.productId);
        expect(rejections(catalog, full).map((entry) => entry.productId)).toEqual(
          expect.arrayContaining(rejected),
        );
      }),
      RUNS,
    );
  });

  test('results are plain JSON, also in border notation', () => {
    fc.assert(
      fc.property(world, ([document, one]) => {
        const catalog = compile(document);
        const result = match(catalog, one, ALL);
        expect(JSON.parse(JSON.stringify(result))).toEqual(result);
        const shown = JSON.stringify([
          printMatch(result),
          ...document.products.map((entry) => printExplanation(explain(catalog, one, entry.id))),
        ]);
        expect(shown).not.toMatch(/undefined|NaN|\[object/);
      }),
      RUNS,
    );
  });

  test('misuse is thrown, with the argument named', () => {
    const catalog = compile(catalogOf([]));
    const one = { id: 'n', amount: 1, termMonths: 1, enterprise: { id: 'e' } } as Need;
    expect(() => match(catalog, one, { limit: -1 })).toThrow('limit');
    expect(() => match(catalog, one, { profile: 'none' })).toThrow('profile none');
    expect(() => explain(catalog, one, 'none')).toThrow('product none');
    expect(() => compileCatalog(catalogOf([]), { asOf: '2025-02-30' })).toThrow('asOf');
  });
});

describe('explain', () => {
  test('agrees with match on verdict and offer', () => {
    fc.assert(
      fc.property(world, ([document, one]) => {
        const catalog = compile(document);
        const { offers, undetermined } = match(catalog, one, ALL);
        const byId = new Map([...offers, ...undetermined].map((offer) => [offer.productId, offer]));
        for (const { id } of document.products) {
          const { verdict, offer, conditions } = explain(catalog, one, id);
          expect(offer).toEqual(byId.get(id));
          expect(verdict).toBe(offer?.verdict ?? 'ineligible');
          const judged = judge(conditions);
          expect({ pass: 'eligible', unknown: 'undetermined', fail: 'ineligible' }[judged]).toBe(
            verdict,
          );
        }
      }),
      RUNS,
    );
  });
});

describe('nextQuestions', () => {
  test('counts the undetermined products that each missing fact holds up', () => {
    fc.assert(
      fc.property(world, ([document, one]) => {
        const catalog = compile(document);
        const { counts } = match(catalog, one, ALL);
        const questions = nextQuestions(catalog, one, ALL);
        const decides = questions.reduce((sum, question) => sum + question.decides, 0);
        expect(decides).toBeLessThanOrEqual(counts.undetermined);
        for (const question of questions) {
          expect(question.touches).toBeGreaterThanOrEqual(question.decides);
          expect(question.touches).toBeLessThanOrEqual(counts.undetermined);
          expect(question.prices).toBeLessThanOrEqual(counts.eligible);
          expect(question.touches + question.prices).toBeGreaterThan(0);
        }
      }),
      RUNS,
    );
  });

  test('puts the fact first that settles most, and names who knows it', () => {
    const industry = (id: string) => ({
      id,
      bank: 'bank-1',
      rate: { base: { kind: 'fixed' as const, rate: 30_000 as never } },
      criteria: [{ operator: 'within' as const, field: 'enterprise.industry', operands: ['C'] }],
    });
    const both = {
      ...industry('both'),
      criteria: [
        ...industry('x').criteria,
        { operator: 'ask' as const, text: 'Is the market sound?' },
      ],
    };
    const catalog = compile(catalogOf([industry('one'), industry('two'), both]));
    const one = { id: 'n', amount: 1, termMonths: 1, enterprise: { id: 'e' } } as Need;
    expect(nextQuestions(catalog, one)).toMatchObject([
      { field: 'enterprise.industry', askOf: 'enterprise', decides: 2, touches: 3, prices: 0 },
      { ask: 'Is the market sound?', askOf: 'bank', decides: 0, touches: 1, prices: 0 },
    ]);
  });
});

describe('near misses', () => {
  test('every one opens its product when filed, and the cheapest stands first', () => {
    fc.assert(
      fc.property(world, ([document, one]) => {
        const catalog = compile(document);
        const misses = nearMisses(catalog, one, ALL);
        const rejected = new Set(rejections(catalog, one).map((entry) => entry.productId));
        for (const [index, miss] of misses.entries()) {
          expect(rejected.has(miss.productId)).toBe(true);
          expect(miss.effort).toBe(miss.changes.reduce((sum, step) => sum + step.effort, 0));
          expect(miss.effort).toBeGreaterThan(0);
          expect(miss.effort).toBeGreaterThanOrEqual(misses[index - 1]?.effort ?? 0);
        }
      }),
      RUNS,
    );
  });
});
