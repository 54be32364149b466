/** Small sound documents, and what is wrong with them after a change. */
import { type Issue, parseCatalog, parseNeed } from '../src/schema.ts';
import { formatPath } from '../src/units/issue.ts';

export type Json = Record<string, unknown>;

export const SOURCE = { title: 'Notice', grade: 'A' };

export const NEED: Json = {
  id: 'n-1',
  amount: '12000000',
  minimumAmount: '8000000',
  termMonths: 36,
  minimumTermMonths: 24,
  enterprise: { id: 'e-1', region: '420106', labels: ['sme', { id: 'x', from: '2025-01-01' }] },
  project: { id: 'p-1', investment: '20000000' },
};

export const PRODUCT: Json = {
  id: 'p',
  bank: 'ccb',
  rate: { benchmark: 'LPR-1Y', spread: '-15bp', floor: '2%', cap: '4%' },
};

export const CATALOG: Json = {
  formatVersion: 1,
  id: 'c',
  currency: 'CNY',
  fields: [
    { name: 'enterprise.exportShare', type: 'rate', knownBy: 'enterprise' },
    { name: 'enterprise.isAudited', type: 'boolean', knownBy: 'enterprise' },
  ],
  benchmarks: [{ id: 'LPR-1Y', values: [{ from: '2025-05-20', rate: '3.00%' }] }],
  banks: [{ id: 'ccb' }, { id: 'icbc' }],
  products: [PRODUCT],
};

export function issuesOf(result: { _tag: string; left?: readonly Issue[] }): readonly Issue[] {
  return result._tag === 'Left' ? (result.left ?? []) : [];
}

export const needIssues = (changes: Json) => issuesOf(parseNeed({ ...NEED, ...changes }));
export const catalogIssues = (changes: Json) => issuesOf(parseCatalog({ ...CATALOG, ...changes }));
export const productIssues = (changes: Json) =>
  catalogIssues({ products: [{ ...PRODUCT, ...changes }] });
export const criterionIssues = (criterion: unknown) => productIssues({ criteria: [criterion] });

/** `code path` of each issue. */
export const brief = (issues: readonly Issue[]) =>
  issues.map((issue) => `${issue.code} ${formatPath(issue.path)}`);
