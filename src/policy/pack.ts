import { type Either, left, right } from 'fp-ts/Either';
import { createRegistry, type FieldRegistry } from '../criteria/index.ts';
import { type Benchmark, checkProgrammes, type Field, type Programme } from '../model/index.ts';
import { compareText } from '../units/digest.ts';
import { createIssue, type Issue } from '../units/issue.ts';

/** What programmes refer to beside each other. */
export interface PolicyContext {
  /** Fields beside the standard ones. */
  readonly fields?: readonly Field[];
  readonly benchmarks?: readonly Benchmark[];
  readonly sizeRule?: 'CN-2011';
}

/** Programmes without contradictions, in the order in which they are applied: see `LEVEL_ORDER`. */
export interface PolicyPack {
  readonly programmes: readonly Programme[];
  readonly registry: FieldRegistry;
  readonly benchmarks: readonly Benchmark[];
  readonly sizeRule?: 'CN-2011';
}

/** Money of the wider tier comes first; within a tier, programmes stand in the order of ids. */
const LEVEL_ORDER = ['central', 'province', 'city', 'county'] as const;

/**
 * Checks programmes against each other and against what they refer to. All contradictions at once;
 * a pack that has one is not made, so that no stack is ever computed from it.
 */
export function compilePolicies(
  programmes: readonly Programme[],
  context: PolicyContext = {},
): Either<readonly Issue[], PolicyPack> {
  const issues = [
    ...checkProgrammes(programmes).map(({ path, ...fault }) =>
      createIssue({ code: fault.code, expected: fault.expected }, ['programmes', ...path]),
    ),
    ...duplicates(programmes),
    ...unknownBenchmarks(programmes, context.benchmarks ?? []),
    ...badFigures(programmes),
  ];
  if (issues.length > 0) return left(issues);
  const rank = (programme: Programme) => LEVEL_ORDER.indexOf(programme.level);
  return right({
    programmes: [...programmes].sort((a, b) => rank(a) - rank(b) || compareText(a.id, b.id)),
    registry: createRegistry(context.fields),
    benchmarks: context.benchmarks ?? [],
    ...(context.sizeRule === undefined ? {} : { sizeRule: context.sizeRule }),
  });
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
