import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type SyndicateNeed,
  type SyndicateOffer,
  type SyndicateOptions,
  syndicate,
} from '../src/allocation.ts';
import { brief, issuesOf } from './documents.ts';
import { RUBBISH } from './rubbish.ts';

const need = { amount: 10, termMonths: 12 };
const offer = { id: 'a', rate: 30_000, maximumTicket: 10 };
const ask = (wrongNeed: unknown, offers: unknown, options?: unknown) =>
  syndicate(
    wrongNeed as SyndicateNeed,
    offers as readonly SyndicateOffer[],
    options as SyndicateOptions,
  );

describe('a question that cannot be read', () => {
  test('is answered where it can', () => {
    expect(ask(need, [offer])._tag).toBe('Right');
  });

  test.each(RUBBISH)('is an issue: %s', (what, wrong) => {
    expect(issuesOf(ask(wrong, [offer])).length).toBeGreaterThan(0);
    expect(issuesOf(ask(need, [wrong])).length).toBeGreaterThan(0);
    expect(issuesOf(ask(need, wrong)).length).toBeGreaterThan(0);
    // Nothing asked is a question, and so is one of which no member is one of ours.
    if (['nothing', 'an empty object', 'a getter that throws'].includes(what)) return;
    expect(issuesOf(ask(need, [offer], wrong)).length).toBeGreaterThan(0);
  });

  const throws = {
    id: 'b',
    get rate(): never {
      throw new Error('trapped');
    },
  };
  test.each<[string, unknown, unknown, unknown]>([
    ['missing need.termMonths', { amount: 10 }, [offer], {}],
    ['type need.amount', { ...need, amount: 10n }, [offer], {}],
    ['missing offers[0].maximumTicket', need, [{ id: 'a', rate: 1 }], {}],
    ['type offers[0].id', need, [{ ...offer, id: 7 }], {}],
    ['type offers[0].rate', need, [{ ...offer, rate: '3%' }], {}],
    ['type offers[0].mayLead', need, [{ ...offer, mayLead: 'no' }], {}],
    ['type offers[1]', need, [offer, throws], {}],
    ['type offers[1]', need, [offer, [offer]], {}],
    ['type including', need, [offer], { including: 'a' }],
    ['type sharing', need, [offer], { sharing: 'even' }],
    ['type seed', need, [offer], { seed: 7 }],
    ['type maximumNodes', need, [offer], { maximumNodes: '9' }],
    ['type leadShare', need, [offer], { leadShare: null }],
  ])('says where: %s', (expected, ...[asked, offers, options]) => {
    expect(brief(issuesOf(ask(asked, offers, options)))).toEqual([expected]);
  });

  test('never throws, whatever stands in it', () => {
    const any = fc.anything({ withBigInt: true, withTypedArray: true });
    const some = fc.record(
      { id: fc.oneof(fc.string(), any), rate: any, minimumTicket: any, maximumTicket: any },
      { requiredKeys: [] },
    );
    const options = fc.record(
      { leadShare: any, maximumLenders: any, including: any, sharing: any, maximumNodes: any },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(any, fc.oneof(any, fc.array(some)), fc.oneof(any, options), (a, b, c) => {
        expect(['Left', 'Right']).toContain(ask(a, b, c)._tag);
        expect(['Left', 'Right']).toContain(ask(need, [offer], c)._tag);
        expect(['Left', 'Right']).toContain(ask(need, b, {})._tag);
      }),
      { numRuns: 500 },
    );
  });
});
