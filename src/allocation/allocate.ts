import { type Either, isLeft, left, right } from 'fp-ts/Either';
import { createIssue, type Issue } from '../units/issue.ts';
import type { Money } from '../units/money.ts';
import { readOptions } from '../units/unreadable.ts';
import { type Compiled, compileAllocation } from './compile.ts';
import { solveCoverage } from './coverage.ts';
import { hasFloors, missedFloors } from './floors.ts';
import type {
  Allocation,
  AllocationObjective,
  AllocationOptions,
  AllocationProblem,
  LimitName,
} from './model.ts';
import { isHard, type Known, solveDivisible } from './relaxed.ts';
import { hasReversion, solveReverting } from './reverting.ts';
import { type StableView, stableView, withhold } from './stability.ts';
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

const OBJECTIVES: readonly AllocationObjective[] = ['welfare', 'coverage', 'stable'];

/** An issue where options are no object, or one that cannot be read. */
export function unreadableOptions(options: object): readonly Issue[] {
  try {
    readOptions('allocate', options);
    return [];
  } catch {
    return [createIssue({ code: 'type', expected: 'an object of options' }, [], options)];
  }
}

/** Faults of options, all at once. */
export function checkOptions(options: AllocationOptions): readonly Issue[] {
  const unreadable = unreadableOptions(options);
  if (unreadable.length > 0) return unreadable;
  const { objective, indivisible, seed, shouldStop, maximumLenders, maximumSteps } = options;
  const issues: Issue[] = [];
  const want = (isSound: boolean, code: Issue['code'], expected: string, key: string): void => {
    const seen = options[key as keyof AllocationOptions];
    if (seen !== undefined && !isSound) issues.push(createIssue({ code, expected }, [key], seen));
  };
  const objectives = OBJECTIVES.map((one) => `"${one}"`).join(', ');
  want(
    OBJECTIVES.some((one) => one === objective),
    'value',
    `one of ${objectives}`,
    'objective',
  );
  want(typeof indivisible === 'boolean', 'type', 'true or false', 'indivisible');
  want(typeof seed === 'string', 'type', 'a text', 'seed');
  want(typeof shouldStop === 'function', 'type', 'a function', 'shouldStop');
  const isCount = (value: number | undefined) => Number.isSafeInteger(value) && Number(value) >= 1;
  want(isCount(maximumLenders), 'range', 'a whole number of 1 or more', 'maximumLenders');
  want(isCount(maximumSteps), 'range', 'a whole number of 1 or more', 'maximumSteps');
  // A whole need has one lender anyway.
  if (objective === 'stable' && indivisible !== true) {
    want(false, 'contradiction', 'none where the objective is "stable"', 'maximumLenders');
  }
  return issues;
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
  if (options.objective === 'stable') return allocateStably(compiled, options);
  const isFlow =
    options.objective !== 'coverage' &&
    !isHard(compiled, options) &&
    compiled.crossing.length === 0;
  // A flow knows caps that revert itself.
  return isFlow || !hasReversion(compiled)
    ? solveOnce(compiled, options, known)
    : solveReverting(compiled, (one) => solveOnce(one, options));
}

function solveOnce(
  compiled: Compiled,
  options: AllocationOptions,
  known?: Known,
): Either<readonly Issue[], Allocation> {
  if (isHard(compiled, options)) return solveWhole(compiled, options);
  if (options.objective === 'coverage') return solveCoverage(compiled, options);
  const outcome = solveDivisible(compiled, options, known);
  if (isLeft(outcome)) return outcome;
  const { edge, amount, prices, bound, entitlements } = outcome.right;
  const missed = hasFloors(compiled) ? missedFloors(compiled, edge, amount) : [];
  if (missed.length > 0) return left(missed);
  const statement = describe(compiled, options, edge, amount, { kind: 'prices', prices });
  const gap = { bound: String(bound), gapPpm: gapPpm(BigInt(statement.welfare), bound) };
  return right({ ...statement, ...gap, ...(entitlements === undefined ? {} : { entitlements }) });
}

function allocateStably(
  compiled: Compiled,
  options: AllocationOptions,
): Either<readonly Issue[], Allocation> {
  const view = stableView(compiled);
  if (isLeft(view)) return view;
  const isWhole = options.indivisible === true;
  const { problem, edgeOf } = view.right;
  if (isWhole) return right(assignStably(compiled, options, view.right));
  const found = allocateStable(problem);
  const edge = found.edge.map((e) => edgeOf[e] as number);
  return right(describe(compiled, options, edge, found.amount, { kind: 'stable' }));
}

/**
 * Whole needs pass a limit by less than the last of them. A product may; the cap of a region is kept:
 * what was too much is withheld from the cap, and the needs are assigned anew, until no cap is passed.
 * Each round withholds at least one unit more, so it ends; after some rounds it withholds in doubles.
 */
function assignStably(
  compiled: Compiled,
  options: AllocationOptions,
  view: StableView,
): Allocation {
  const { problem, edgeOf, regionNames } = view;
  const withheld = new Float64Array(regionNames.length);
  for (let round = 0; ; round++) {
    const held = withhold(problem, withheld);
    const found = assignStable(held);
    const report = blockingPairs(held, found, true);
    let isKept = true;
    report.regionOverfill.forEach((over, g) => {
      const excess = over - (withheld[g] as number);
      if (excess <= 0) return;
      isKept = false;
      const cap = problem.regions?.limit[g] ?? 0;
      const more = excess * 2 ** Math.max(0, round - 8);
      withheld[g] = Math.min(cap, (withheld[g] as number) + more);
    });
    if (!isKept) continue;
    const edge = found.edge.map((e) => edgeOf[e] as number);
    return {
      ...describe(compiled, options, edge, found.amount, { kind: 'stable' }),
      overfill: overfillOf(compiled, view, found),
      withheld: regionNames.flatMap(({ id }, g) =>
        withheld[g] === 0 ? [] : [{ region: id, amount: withheld[g] as Money }],
      ),
    };
  }
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
  return list;
}
