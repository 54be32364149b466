import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  createRegistry,
  deriveFacts,
  evaluate,
  explainCriterion,
  type FactList,
  fieldIndex,
  reasonText,
} from '../src/criteria/index.ts';
import type { Criterion, FieldValue, Need } from '../src/index.ts';
import type { Money } from '../src/units/money.ts';
import { AS_OF, criterion, FIELDS, need } from './world.ts';

const registry = createRegistry(FIELDS);
const factsOf = (one: Need) => deriveFacts(one, registry, { asOf: AS_OF });
const facts = (byName: Record<string, FieldValue>): FactList =>
  registry.fields.map((field) => byName[field.name]);
const at = (rule: Criterion, byName: Record<string, FieldValue>) =>
  evaluate(rule, facts(byName), registry);

describe('criteria', () => {
  test('groups follow Kleene', () => {
    const pass: Criterion = { operator: 'range', field: 'need.amount', min: 1 };
    const fail: Criterion = { operator: 'range', field: 'need.amount', min: 9 };
    const open: Criterion = { operator: 'ask', text: '?' };
    const say = (operator: 'all' | 'any', ...criteria: Criterion[]) =>
      at({ operator, criteria }, { 'need.amount': 5 });
    expect([say('all', pass, pass), say('all', pass, open), say('all', open, fail)]).toEqual([
      'pass',
      'unknown',
      'fail',
    ]);
    expect([say('any', fail, fail), say('any', fail, open), say('any', open, pass)]).toEqual([
      'fail',
      'unknown',
      'pass',
    ]);
    const not = (inner: Criterion) =>
      at({ operator: 'not', criterion: inner }, { 'need.amount': 5 });
    expect([not(pass), not(fail), not(open)]).toEqual(['fail', 'pass', 'unknown']);
  });

  test('range ends are included, and either may be open', () => {
    const rule: Criterion = { operator: 'range', field: 'need.amount', min: 3, max: 5 };
    expect([2, 3, 5, 6].map((amount) => at(rule, { 'need.amount': amount }))).toEqual([
      'fail',
      'pass',
      'pass',
      'fail',
    ]);
    expect(at({ operator: 'range', field: 'need.amount', max: 5 }, { 'need.amount': -9 })).toBe(
      'pass',
    );
  });

  test('a code known only coarsely leaves a finer rule unknown', () => {
    const rule: Criterion = {
      operator: 'within',
      field: 'enterprise.industry',
      operands: ['C34', 'C35'],
    };
    const say = (industry: string) => at(rule, { 'enterprise.industry': industry });
    expect(['C', 'C3', 'C34', 'C3511', 'C36', 'D'].map(say)).toEqual([
      'unknown',
      'unknown',
      'pass',
      'pass',
      'fail',
      'fail',
    ]);
    const outside: Criterion = { ...rule, operator: 'notWithin' };
    expect(at(outside, { 'enterprise.industry': 'C' })).toBe('unknown');
    expect(at(outside, { 'enterprise.industry': 'C36' })).toBe('pass');
  });

  test('an empty set has none, and a missing one is unknown', () => {
    const none: Criterion = { operator: 'hasNone', field: 'enterprise.flags', operands: ['x'] };
    expect(at(none, { 'enterprise.flags': [] })).toBe('pass');
    expect(at(none, {})).toBe('unknown');
    const any: Criterion = { ...none, operator: 'hasAny' };
    expect(at(any, { 'enterprise.flags': [] })).toBe('fail');
  });

  test('filling in a missing fact never turns a decided verdict into another', () => {
    fc.assert(
      fc.property(
        criterion,
        need,
        need,
        fc.infiniteStream(fc.boolean()),
        (rule, one, other, coin) => {
          const full = factsOf(one).map((fact, index) => fact ?? factsOf(other)[index]);
          const part = full.map((fact) => (coin.next().value ? fact : undefined));
          const before = evaluate(rule, part, registry);
          if (before !== 'unknown') expect(evaluate(rule, full, registry)).toBe(before);
        },
      ),
      { numRuns: 1000 },
    );
  });

  test('relaxing a bound never turns pass into fail', () => {
    const number = fc.integer({ min: 0, max: 12 });
    fc.assert(
      fc.property(
        number,
        number,
        number,
        number,
        fc.constantFrom(...['need.amount', 'need.termMonths']),
        need,
        (a, b, less, more, field, one) => {
          const [min, max] = [Math.min(a, b), Math.max(a, b)];
          const tight: Criterion = { operator: 'range', field, min, max };
          const wide: Criterion = { operator: 'range', field, min: min - less, max: max + more };
          if (evaluate(tight, factsOf(one), registry) === 'pass') {
            expect(evaluate(wide, factsOf(one), registry)).toBe('pass');
          }
        },
      ),
    );
  });

  test('the reason of a criterion carries its verdict, down to the parts that decide', () => {
    fc.assert(
      fc.property(criterion, need, (rule, one) => {
        const reason = explainCriterion(rule, factsOf(one), registry);
        expect(reason.verdict).toBe(evaluate(rule, factsOf(one), registry));
        if (reason.parts !== undefined && reason.operator !== 'not') {
          expect(reason.parts.length).toBeGreaterThan(0);
          for (const part of reason.parts) expect(part.verdict).toBe(reason.verdict);
        }
        for (const language of ['en', 'zh'] as const) {
          expect(reasonText(reason, language, registry.fields)).not.toMatch(/undefined|\[object/);
        }
        expect(JSON.parse(JSON.stringify(reason))).toEqual(reason);
      }),
      { numRuns: 500 },
    );
  });

  test('reasons read as sentences', () => {
    const rule: Criterion = {
      operator: 'range',
      field: 'project.investment',
      min: 2_000_000_000,
      clause: '工信厅规函〔2024〕148号',
    };
    const reason = explainCriterion(rule, facts({ 'project.investment': 1_200_000_050 }), registry);
    expect(reason).toEqual({
      code: 'project.investment:range',
      verdict: 'fail',
      operator: 'range',
      clause: '工信厅规函〔2024〕148号',
      field: 'project.investment',
      required: { min: '20000000' },
      actual: '12000000.50',
      gap: '7999999.50',
    });
    expect(reasonText(reason, 'en', registry.fields)).toBe(
      'total investment: needs >= 20,000,000, is 12,000,000.50, off by 7,999,999.50',
    );
    expect(reasonText(reason, 'zh', registry.fields)).toBe(
      '总投资: 要求 >= 20,000,000, 实际 12,000,000.50, 相差 7,999,999.50',
    );
  });
});

describe('facts', () => {
  const base: Need = { id: 'n', amount: 100 as Money, termMonths: 12, enterprise: { id: 'e' } };
  const fact = (one: Need, name: string) => factsOf(one)[fieldIndex(registry, name)];

  test('what is not said is unknown, but wishes have a stated meaning', () => {
    expect(fact(base, 'enterprise.labels')).toBeUndefined();
    expect(fact(base, 'enterprise.debtRatio')).toBeUndefined();
    expect(fact(base, 'project.investment')).toBeUndefined();
    expect(fact(base, 'need.minimumAmount')).toBe(100);
    expect(fact(base, 'need.minimumTermMonths')).toBe(12);
    expect(fact(base, 'need.repayment')).toEqual([
      'equal-instalments',
      'equal-principal',
      'bullet',
    ]);
  });

  test('ratios are half-up in ppm, unknown over zero, saturated when absurd', () => {
    const owing = (liabilities: number, assets: number) =>
      fact(
        {
          ...base,
          enterprise: { id: 'e', liabilities: liabilities as Money, assets: assets as Money },
        },
        'enterprise.debtRatio',
      );
    expect(owing(2, 3)).toBe(666_667);
    expect(owing(1, 3)).toBe(333_333);
    expect(owing(1, 0)).toBeUndefined();
    expect(owing(Number.MAX_SAFE_INTEGER, 1)).toBe(1_000_000_000);
  });

  test('labels count on the days they are in force, ends included', () => {
    const day = (offset: number) => (AS_OF + offset) as typeof AS_OF;
    const labelled: Need = {
      ...base,
      enterprise: {
        id: 'e',
        labels: [
          { id: 'ends-today', to: day(0) },
          { id: 'ended', to: day(-1) },
          { id: 'begins-today', from: day(0) },
          { id: 'begins-later', from: day(1) },
          { id: 'always' },
        ],
      },
    };
    expect(fact(labelled, 'enterprise.labels')).toEqual(['ends-today', 'begins-today', 'always']);
  });
});
