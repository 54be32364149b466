import { type Either, left, right } from 'fp-ts/Either';
import { createRegistry, type FieldRegistry } from '../criteria/index.ts';
import { type Benchmark, type Field, type Programme, programmeIssues } from '../model/index.ts';
import { compareText } from '../units/digest.ts';
import { createIssue, type Fault, type Issue } from '../units/issue.ts';

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
  try {
    return packOf(programmes, context);
  } catch {
    const fault = {
      code: 'type',
      expected: 'a context with the fields and benchmarks of a catalog',
    };
    return left([createIssue(fault as Fault, ['context'], context)]);
  }
}

function packOf(
  programmes: readonly Programme[],
  context: PolicyContext,
): Either<readonly Issue[], PolicyPack> {
  const issues = programmeIssues(programmes, context.benchmarks);
  if (issues.length > 0) return left(issues);
  const rank = (programme: Programme) => LEVEL_ORDER.indexOf(programme.level);
  return right({
    programmes: [...programmes].sort((a, b) => rank(a) - rank(b) || compareText(a.id, b.id)),
    registry: createRegistry(context.fields),
    benchmarks: context.benchmarks ?? [],
    ...(context.sizeRule === undefined ? {} : { sizeRule: context.sizeRule }),
  });
}
