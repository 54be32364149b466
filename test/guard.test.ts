/** Hostile input: refused by the guard, before any schema sees it. */
import { describe, expect, it, test } from 'vitest';
import { DEPTH_LIMIT, ISSUE_LIMIT, KEYS_LIMIT, STRING_LIMIT } from '../src/model/guard.ts';
import { parseCatalog, parseNeed, parseProject } from '../src/schema.ts';
import {
  brief,
  catalogIssues,
  criterionIssues,
  issuesOf,
  type Json,
  NEED,
  needIssues,
  productIssues,
} from './documents.ts';

describe('the guard', () => {
  const nested = (depth: number): unknown => {
    let criterion: unknown = { ask: 'x' };
    for (let i = 0; i < depth; i++) criterion = { not: criterion };
    return criterion;
  };

  test.each<readonly [string, Json]>([
    ['prototype-key __proto__', JSON.parse('{"__proto__": {"isAdmin": true}}') as Json],
    ['prototype-key project.constructor', { project: { id: 'p', constructor: 1 } }],
    ['prototype-key facts.prototype', { facts: { prototype: 1 } }],
    ['lone-surrogate purpose', { purpose: 'a\ud800' }],
    ['lone-surrogate enterprise.name', { enterprise: { id: 'e', name: '\udc00x' } }],
    ['lone-surrogate facts["\ufffd"]', { facts: { '\ud800': 1 } }],
    ['limit purpose', { purpose: 'x'.repeat(STRING_LIMIT + 1) }],
    ['type start', { start: new Date(0) }],
    ['type project', { project: new Map() }],
    ['type amount', { amount: Number.NaN }],
    ['type amount', { amount: 5n }],
    ['type facts', { facts: () => 1 }],
    ['type collateral[0]', { collateral: [undefined] }],
  ])('%s', (expected, changes) => {
    // JSON.parse makes `__proto__` an own key, and so does this copy.
    const json = Object.fromEntries([...Object.entries(NEED), ...Object.entries(changes)]);
    expect(brief(issuesOf(parseNeed(json)))).toEqual([expected]);
  });

  it('reports together with the schema', () => {
    const facts = JSON.parse('{"__proto__": 1}') as Json;
    expect(brief(needIssues({ facts, amount: 'x', stray: 1 }))).toEqual([
      'prototype-key facts.__proto__',
      'format amount',
      'unknown-key stray',
    ]);
  });

  it('stops at deep nesting, which the schema need not see', () => {
    expect(criterionIssues(nested(40))).toEqual([]);
    const issues = criterionIssues(nested(100_000));
    expect(issues.map((issue) => issue.code)).toEqual(['limit']);
    expect(issues[0]?.path).toHaveLength(DEPTH_LIMIT);
  });

  it('stops at cycles, and at trees that share their branches', () => {
    const cycle: Json = {};
    cycle['not'] = cycle;
    expect(criterionIssues(cycle).map((issue) => issue.code)).toEqual(['limit']);
    let shared: unknown = { ask: 'x' };
    for (let i = 0; i < 25; i++) shared = { all: [shared, shared] };
    expect(criterionIssues(shared).map((issue) => issue.code)).toEqual(['limit']);
  });

  it('stops at objects with very many keys', () => {
    const facts = Object.fromEntries(
      Array.from({ length: KEYS_LIMIT + 1 }, (_, i) => [`k${i}`, i]),
    );
    expect(brief(needIssues({ facts }))).toEqual(['limit facts']);
  });

  it('lists a bounded number of faults, and says that there are more', () => {
    const products = Array.from({ length: 200_000 }, () => ({ id: 'x' }));
    const issues = catalogIssues({ products });
    expect(issues.length).toBe(ISSUE_LIMIT + 1);
    expect(issues.at(-1)?.message).toBe(
      '(document): expected at most 1000 faults; there are more that are not listed',
    );
    const sparse = needIssues({ intendedBanks: new Array(1e9) });
    expect(sparse.length).toBe(ISSUE_LIMIT + 1);
    const criteria = Array.from({ length: 300_000 }, () => ({}));
    expect(criterionIssues({ all: criteria }).length).toBe(ISSUE_LIMIT + 1);
  });

  it('takes nothing but an object for a document', () => {
    for (const json of [null, undefined, 1, 'x', [], true, Symbol('x'), () => 1]) {
      for (const parse of [parseNeed, parseCatalog, parseProject]) {
        expect(issuesOf(parse(json))).toHaveLength(1);
        expect(issuesOf(parse(json))[0]?.path).toEqual([]);
      }
    }
  });

  it('leaves the prototype of all objects alone', () => {
    const json = JSON.parse('{"haircuts": {"__proto__": "1%", "land": "2%"}, "minCoverage": "1%"}');
    expect(brief(productIssues({ collateral: json as Json }))).toEqual([
      'prototype-key products[0].collateral.haircuts.__proto__',
    ]);
    expect(({} as Json)['land']).toBeUndefined();
  });
});
