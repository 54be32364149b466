import { type Either, isLeft, left, right } from 'fp-ts/Either';
import { createIssue, type Issue } from '../units/issue.ts';
import type { Money } from '../units/money.ts';
import { type Compiled, compileAllocation } from './compile.ts';
import { solveCoverage } from './coverage.ts';
import type { Allocation, AllocationOptions, AllocationProblem, LimitName } from './model.ts';
import { type Known, solveDivisible } from './relaxed.ts';
import { type StableView, stableView } from './stability.ts';
import {
  allocateStable,
  assignStable,
  blockingPairs,
  type StableAllocation,
} from './stable/index.ts';
import { describe, gapPpm } from './statement.ts';
import { solveWhole } from './whole.ts';

/** Compiled problems of allocations made here: saves `repair` a compilation, changes no answer. */
const compiledOf = new WeakMap<Allocation, Compiled>();

/** The compiled problem of an allocation that `allocate` or `repair` made. */
export function recall(allocation: Allocation): Compiled | undefined {
  return compiledOf.get(allocation);
}

/** Keeps the compiled problem of an allocation. */
export function remember(allocation: Allocation, compiled: Compiled): void {
  compiledOf.set(allocation, compiled);
}

/**
 * Shares money out under limits.
 * - `welfare`: the most score-weighted money. Exact under limits that nest; a bound and a gap where
 *   they cross, or where counts, tickets or whole needs make it a hard problem.
 * - `coverage`: as many needs as possible get their least useful amount; the others get nothing;
 *   then welfare among those chosen.
 * - `stable`: no need and product would both rather have more of each other.
 * Issues, all at once, where the problem is faulty or its floors cannot be met. The same problem,
 * in any order, gives the same answer; ties fall by the seed.
 */
export function allocate(
  problem: AllocationProblem,
  options: AllocationOptions = {},
): Either<readonly Issue[], Allocation> {
  const issues = checkOptions(options);
  if (issues.length > 0) return left(issues);
  const compiled = compileAllocation(problem, options.seed ?? '');
  return isLeft(compiled) ? compiled : allocateCompiled(compiled.right, options);
}

function checkOptions({ maximumLenders, maximumSteps }: AllocationOptions): readonly Issue[] {
  return Object.entries({ maximumLenders, maximumSteps }).flatMap(([key, value]) =>
    value === undefined || (Number.isSafeInteger(value) && value >= 1)
      ? []
      : [createIssue({ code: 'range', expected: 'a whole number of 1 or more' }, [key], value)],
  );
}

/** As `allocate`, from a compiled problem; `known` is what a former solve left. */
export function allocateCompiled(
  compiled: Compiled,
  options: AllocationOptions,
  known?: Known,
): Either<readonly Issue[], Allocation> {
  const found = solve(compiled, options, known);
  if (isLeft(found)) return found;
  remember(found.right, compiled);
  return found;
}

function solve(
  compiled: Compiled,
  options: AllocationOptions,
  known?: Known,
): Either<readonly Issue[], Allocation> {
  const { objective = 'welfare' } = options;
  if (objective === 'stable') return allocateStably(compiled, options);
  if (isWholeProblem(compiled, options)) return solveWhole(compiled, options);
  if (objective === 'coverage') return solveCoverage(compiled, options);
  const outcome = solveDivisible(compiled, options, known);
  if (isLeft(outcome)) return outcome;
  const { edge, amount, prices, bound, entitlements } = outcome.right;
  const statement = describe(compiled, options, edge, amount, { kind: 'prices', prices });
  const gap = { bound: String(bound), gapPpm: gapPpm(BigInt(statement.welfare), bound) };
  return right({ ...statement, ...gap, ...(entitlements === undefined ? {} : { entitlements }) });
}

/** True where counts, tickets or whole needs make a hard problem of it. */
export function isWholeProblem({ problem }: Compiled, options: AllocationOptions): boolean {
  const { products, banks = [], regions = [] } = problem;
  return (
    options.indivisible === true ||
    options.maximumLenders !== undefined ||
    products.some((one) => one.maximumCount !== undefined || (one.minimumTicket ?? 0) > 1) ||
    [...banks, ...regions].some((one) => one.maximumCount !== undefined)
  );
}

function allocateStably(
  compiled: Compiled,
  options: AllocationOptions,
): Either<readonly Issue[], Allocation> {
  const view = stableView(compiled);
  if (isLeft(view)) return view;
  const isWhole = options.indivisible === true;
  const { problem, edgeOf } = view.right;
  const found = isWhole ? assignStable(problem) : allocateStable(problem);
  const edge = found.edge.map((e) => edgeOf[e] as number);
  const statement = describe(compiled, options, edge, found.amount, { kind: 'stable' });
  if (!isWhole) return right(statement);
  return right({ ...statement, overfill: overfillOf(compiled, view.right, found) });
}

function overfillOf(
  { problem, products }: Compiled,
  view: StableView,
  found: StableAllocation,
): readonly (LimitName & { amount: Money })[] {
  const report = blockingPairs(view.problem, found, true);
  const list: (LimitName & { amount: Money })[] = [];
  const add = (name: LimitName | undefined, amount: number): void => {
    if (name !== undefined && amount > 0) list.push({ ...name, amount: amount as Money });
  };
  report.overfill.forEach((amount, p) => {
    add({ kind: 'product', id: problem.products[products[p] as number]?.id ?? '' }, amount);
  });
  report.bankOverfill.forEach((amount, g) => {
    add(view.bankNames[g], amount);
  });
  report.regionOverfill.forEach((amount, g) => {
    add(view.regionNames[g], amount);
  });
  return list;
}
