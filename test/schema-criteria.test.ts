/** Bad criteria: each gets one precise issue at the precise place. */
import { describe, expect, it, test } from 'vitest';
import { brief, criterionIssues, productIssues } from './documents.ts';

describe('criteria', () => {
  test.each<readonly [string, unknown]>([
    ['type ', 'enterprise.size'],
    ['operator ', {}],
    ['operator ', { field: 'enterprise.size' }],
    ['operator ', { field: 'enterprise.size', in: ['small'], notIn: ['micro'] }],
    ['operator ', { all: [{ ask: 'x' }], any: [{ ask: 'x' }] }],
    ['operator .is', { field: 'enterprise.size', is: 'small' }],
    ['operator .within', { field: 'need.amount', within: ['C'] }],
    ['operator .max', { field: 'enterprise.industry', max: 1 }],
    ['operator .in', { field: 'enterprise.labels', in: ['x'] }],
    ['operator .hasAny', { field: 'enterprise.isAudited', hasAny: ['x'] }],
    ['missing .field', { in: ['small'] }],
    ['type .field', { field: 1, in: ['small'] }],
    ['unknown-field .field', { field: 'bank.labels', hasAny: ['x'] }],
    ['unknown-field .field', { field: 'enterprise.facts.exportShare', min: '1%' }],
    ['empty .in', { field: 'enterprise.size', in: [] }],
    ['type .in', { field: 'enterprise.size', in: 'small' }],
    ['value .in[1]', { field: 'enterprise.size', in: ['small', 'huge'] }],
    ['type .in[0]', { field: 'enterprise.isAudited', in: ['true'] }],
    ['format .within[0]', { field: 'project.region', within: ['4'] }],
    ['format .within[0]', { field: 'project.industry', within: ['c35'] }],
    ['unit .min', { field: 'enterprise.exportShare', min: 0.1 }],
    ['type .min', { field: 'enterprise.ageMonths', min: '12' }],
    ['range .max', { field: 'enterprise.founded', max: '2025-02-30' }],
    ['contradiction .max', { field: 'enterprise.exportShare', min: '10%', max: '9%' }],
    ['value .hasAny[0]', { field: 'need.repayment', hasAny: ['baloon'] }],
    ['value .hard', { field: 'enterprise.size', in: ['small'], hard: true }],
    ['unknown-key .note', { field: 'enterprise.size', in: ['small'], note: 'x' }],
    ['format .code', { field: 'enterprise.size', in: ['small'], code: 'a b' }],
    ['empty .ask', { ask: '' }],
    ['empty .all', { all: [] }],
    ['type .not', { not: [] }],
    ['empty .any[0].not.all', { any: [{ not: { all: [] } }] }],
  ])('%s', (expected, criterion) => {
    expect(brief(criterionIssues(criterion))).toEqual([
      expected.replace(' ', ' products[0].criteria[0]'),
    ]);
  });

  it('are checked to the end when one part cannot be', () => {
    const criterion = { field: 'enterprise.siz', in: [], code: 'a b', hard: 1, note: 1 };
    const place = 'products[0].criteria[0]';
    expect(brief(criterionIssues(criterion))).toEqual([
      `unknown-field ${place}.field`,
      `format ${place}.code`,
      `type ${place}.hard`,
      `unknown-key ${place}.note`,
    ]);
  });

  it('in a price grid are checked like others', () => {
    const when = { field: 'enterprise.revenue', within: ['C'] };
    const adjustments = [{ group: 'g', combine: 'SUM', add: '1%', when }];
    expect(brief(productIssues({ rate: { fixed: '4%', adjustments } }))).toEqual([
      'operator products[0].rate.adjustments[0].when.within',
    ]);
  });
});
