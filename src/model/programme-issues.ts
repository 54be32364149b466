import { createIssue, type Issue } from '../units/issue.ts';
import type { Benchmark } from './product.ts';
import type { Programme } from './programme.ts';
import { checkProgrammes } from './programme-check.ts';

/**
 * All that is wrong with programmes as a pack: what `checkProgrammes` says, ids that repeat, benchmarks
 * that are not there, and figures that a schema refuses. Of what comes from code; a document that was
 * parsed has none. Never throws.
 */
export function programmeIssues(
  programmes: readonly Programme[],
  benchmarks: readonly Benchmark[] = [],
): readonly Issue[] {
  try {
    return [
      ...checkProgrammes(programmes).map(({ path, ...fault }) =>
        createIssue({ code: fault.code, expected: fault.expected }, ['programmes', ...path]),
      ),
      ...duplicates(programmes),
      ...unknownBenchmarks(programmes, benchmarks),
      ...badFigures(programmes),
    ];
  } catch {
    const fault = { code: 'type', expected: 'programmes as parseCatalog returns them' } as const;
    return [createIssue(fault, ['programmes'], programmes)];
  }
}

function duplicates(programmes: readonly Programme[]): readonly Issue[] {
  const first = new Map<string, number>();
  return programmes.flatMap(({ id }, index) => {
    const before = first.get(id);
    if (before === undefined) {
      first.set(id, index);
      return [];
    }
    const expected = `another id than programmes[${before}], which has the same`;
    return [createIssue({ code: 'duplicate', expected }, ['programmes', index, 'id'], id)];
  });
}

function unknownBenchmarks(
  programmes: readonly Programme[],
  benchmarks: readonly Benchmark[],
): readonly Issue[] {
  const known = new Set(benchmarks.map((benchmark) => benchmark.id));
  return forVersions(programmes, (version, path) => {
    const { benefit } = version;
    if (benefit?.kind !== 'share-of-benchmark' || known.has(benefit.benchmark)) return [];
    const fault = { code: 'dangling', expected: 'the id of a benchmark' } as const;
    return [createIssue(fault, [...path, 'benefit', 'benchmark'], benefit.benchmark)];
  });
}

/** Figures that a schema refuses, for packs that were made in code. */
function badFigures(programmes: readonly Programme[]): readonly Issue[] {
  return forVersions(programmes, (version, path) => {
    const issues: Issue[] = [];
    const isWhole = (value: number) => Number.isSafeInteger(value) && value >= 0;
    version.caps?.forEach((cap, index) => {
      if (isWhole(cap.amount)) return;
      const fault = { code: 'range', expected: 'an amount of zero or more' } as const;
      issues.push(createIssue(fault, [...path, 'caps', index, 'amount'], cap.amount));
    });
    if (version.validTo !== undefined && version.validTo < version.validFrom) {
      const fault = {
        code: 'contradiction',
        expected: 'at least the value of "validFrom"',
      } as const;
      issues.push(createIssue(fault, [...path, 'validTo'], version.validTo));
    }
    for (const key of ['rate', 'share'] as const) {
      const value = (version.benefit as Record<string, unknown> | undefined)?.[key];
      if (value === undefined || (typeof value === 'number' && isWhole(value))) continue;
      const fault = { code: 'range', expected: 'a rate of zero or more' } as const;
      issues.push(createIssue(fault, [...path, 'benefit', key], value));
    }
    return issues;
  });
}

function forVersions(
  programmes: readonly Programme[],
  check: (
    version: Programme['versions'][number],
    path: readonly (string | number)[],
  ) => readonly Issue[],
): readonly Issue[] {
  return programmes.flatMap((programme, index) =>
    programme.versions.flatMap((version, at) =>
      check(version, ['programmes', index, 'versions', at]),
    ),
  );
}
