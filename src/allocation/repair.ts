import { type Either, isLeft, left, right } from 'fp-ts/Either';
import { createIssue, type Issue } from '../units/issue.ts';
import { allocateCompiled, checkOptions, recall, remember, unreadableOptions } from './allocate.ts';
import { type AllocationChanges, applyChanges, checkChanges } from './changes.ts';
import { type Compiled, compileAllocation, recompileLimits } from './compile.ts';
import type {
  Allocation,
  AllocationOptions,
  AllocationProblem,
  LimitName,
  LimitPrice,
} from './model.ts';
import { resolveNetwork } from './network/resolve-kernel.ts';
import { patchCompiled } from './patch.ts';
import { isHard } from './relaxed.ts';
import { restate } from './restate.ts';
import { allocationShape, changesShape, problemShape } from './shape.ts';
import { gapPpm } from './statement.ts';

/** How a repair is made. */
export interface RepairOptions extends Omit<AllocationOptions, 'objective' | 'seed'> {
  /** Most needs of which promised money may be taken away; absent: any number. */
  readonly maximumMoves?: number;
}

/** An allocation of the changed problem. */
export interface Repair {
  /** Its edges are written out when they are read. */
  readonly problem: AllocationProblem;
  readonly allocation: Allocation;
  /** Needs that lost promised money, in the order of ids; those that were withdrawn do not count. */
  readonly moved: readonly string[];
  /** Welfare that unlimited moves would reach: what keeping promises costs is the difference. */
  readonly freeWelfare: string;
  /** True: no allocation with as few moves is worth more. False: it is not proven. */
  readonly isOptimal: boolean;
}

/** Steps in which the weight of a promise is found: 2^28 covers every score twice. */
const WEIGHT_MOST = 2 ** 28;

/**
 * Allocates a changed problem so that few promises are broken. Where the allocation was made here, the
 * solver goes on from where it stopped: its cost follows what changed, beside a few passes over lists
 * of needs. Elsewhere, and where limits cross or revert, caps of regions change or the list of limits
 * does, the problem is compiled anew and solved from the prices of the former certificate.
 *
 * With unlimited moves it is worth as much as a fresh allocation, though it need not be the same one.
 * Otherwise promised edges weigh more than their score, by the least weight that keeps the moves
 * within the limit: each weight is solved exactly, though between two weights a better set of moves may
 * hide. Proof and bound are then those of unlimited moves, and the gap is the most that the promises
 * cost. More moves than allowed remain where the changes themselves force them, and where they are not
 * found: promises are kept by money, not by their number; but never more than unlimited moves take.
 * A maximum that is passed is refused where limits cross and where counts, tickets or lenders are
 * limited: weights would not hold there. Only for the objective of welfare. An allocation that states
 * whole needs or a most number of lenders is repaired under the same, unless other options are given.
 */
export function repair(
  problem: AllocationProblem,
  allocation: Allocation,
  changes: AllocationChanges,
  asked: RepairOptions = {},
): Either<readonly Issue[], Repair> {
  const unreadable = [
    ...unreadableParts(problem, allocation, changes),
    ...unreadableOptions(asked),
  ];
  if (unreadable.length > 0) return left(unreadable);
  const { indivisible, maximumLenders } = allocation;
  // What the allocation states of itself holds for its repair, where nothing else is asked.
  const options: RepairOptions = {
    ...(indivisible === undefined ? {} : { indivisible }),
    ...(maximumLenders === undefined ? {} : { maximumLenders }),
    ...asked,
  };
  const { maximumMoves = Infinity, ...others } = options;
  const patched = repairPatched(problem, allocation, changes, options);
  if (patched !== undefined && patched.moved.length <= maximumMoves) return right(patched);
  const issues = [
    ...checkAsked(options),
    ...checkChanges(problem, allocation, changes, options.maximumMoves),
  ];
  if (issues.length > 0) return left(issues);
  const changed = patched?.problem ?? applyChanges(problem, changes);
  const compiled = compileChanged(problem, allocation, changed);
  if (isLeft(compiled)) return compiled;
  const former = allocation.certificate.kind === 'prices' ? allocation.certificate.prices : [];
  const price = nodePrices(compiled.right, former);
  const known = price === undefined ? {} : { price };
  const free = patched
    ? right(patched.allocation)
    : allocateCompiled(compiled.right, others, known);
  if (isLeft(free)) return free;
  const unlimited = free.right;
  const withdrawn = new Set(changes.withdrawNeeds);
  const finish = (found: Allocation): Repair => ({
    problem: changed,
    allocation: found,
    moved: movedNeeds(allocation, found, withdrawn),
    freeWelfare: unlimited.welfare,
    isOptimal: found.gapPpm === 0,
  });
  const whole = finish(unlimited);
  if (whole.moved.length <= maximumMoves) return right(whole);
  if (compiled.right.crossing.length > 0 || isHard(compiled.right, options)) {
    const expected = 'none, where limits cross or where counts, tickets or lenders are limited';
    const fault = { code: 'contradiction', expected } as const;
    return left([createIssue(fault, ['maximumMoves'], options.maximumMoves)]);
  }
  const finishKept = (found: Allocation) => finish(underFreeProof(found, unlimited));
  const kept = keepPromises(compiled.right, allocation, others, price, maximumMoves, finishKept);
  // Weights keep promised money, which may take a little from many needs where the most worth takes
  // much from few.
  const hasMore = !isLeft(kept) && kept.right.moved.length >= whole.moved.length;
  return hasMore ? right(whole) : kept;
}

/** What was solved with weighted promises, under the proof of what unlimited moves reach. */
function underFreeProof(found: Allocation, free: Allocation): Allocation {
  const { certificate: _, bound: __, gapPpm: ___, ...statement } = found;
  const { certificate, bound } = free;
  if (bound === undefined) return { ...statement, certificate };
  const gap = gapPpm(BigInt(found.welfare), BigInt(bound));
  return { ...statement, bound, gapPpm: gap, certificate };
}

/** What stops a reader; of what was made here only the changes can. */
function unreadableParts(
  problem: AllocationProblem,
  allocation: Allocation,
  changes: AllocationChanges,
): readonly Issue[] {
  const isKnown = recall(allocation)?.problem === problem;
  const others = isKnown ? [] : [...problemShape(problem, true), ...allocationShape(allocation)];
  return [...others, ...changesShape(changes)];
}

/** Faults of options. They have no objective, but whoever calls without types may give one. */
function checkAsked(options: AllocationOptions): readonly Issue[] {
  const { objective = 'welfare', ...others } = options;
  if (objective === 'welfare') return checkOptions(others);
  const fault = { code: 'value', expected: '"welfare", the only objective of a repair' } as const;
  return [createIssue(fault, ['objective'], objective), ...checkOptions(others)];
}

/**
 * The repair from where the former solver stopped; undefined where that is not known, or where the
 * changes are faulty or go too deep for it.
 */
function repairPatched(
  problem: AllocationProblem,
  allocation: Allocation,
  changes: AllocationChanges,
  options: RepairOptions,
): Repair | undefined {
  const known = recall(allocation);
  const { maximumMoves = 0 } = options;
  const isCount = Number.isSafeInteger(maximumMoves) && maximumMoves >= 0;
  const isSound = isCount && checkAsked(options).length === 0;
  const isPlain = allocation.objective === 'welfare' && allocation.gapPpm === 0;
  if (known?.problem !== problem || !isSound || !isPlain || isHard(known, options))
    return undefined;
  const patched = patchCompiled(known, changes);
  if (patched === undefined) return undefined;
  const resolved = resolveNetwork(known.network, patched.change, options.shouldStop);
  if (resolved === undefined) return undefined;
  const restated = restate(allocation, known, patched, resolved);
  if (restated === undefined) return undefined;
  const { allocation: found, moved } = restated;
  remember(found, patched.compiled);
  const { problem: changed } = patched.compiled;
  const { welfare: freeWelfare } = found;
  return { problem: changed, allocation: found, moved, freeWelfare, isOptimal: true };
}

/** The changed problem, compiled; its edges are not read again where only limits differ. */
function compileChanged(
  problem: AllocationProblem,
  allocation: Allocation,
  changed: AllocationProblem,
): Either<readonly Issue[], Compiled> {
  const known = recall(allocation);
  if (known?.problem !== problem || changed.edges !== problem.edges) {
    return compileAllocation(changed, allocation.seed);
  }
  const isPatched = known.needs.includes(-1) || known.products.includes(-1);
  return isPatched ? compileAllocation(changed, allocation.seed) : recompileLimits(known, changed);
}

/**
 * Node prices from the prices of limits; undefined where there are none to start from. What no solve
 * leaves is passed over: an allocation may come from a file, and a start at NaN would never settle.
 */
function nodePrices(
  { names, network }: Compiled,
  prices: readonly LimitPrice[],
): Float64Array | undefined {
  if (prices.length === 0) return undefined;
  const keyOf = ({ kind, id, bank = '' }: LimitName): string => JSON.stringify([kind, id, bank]);
  const isSound = ({ price }: LimitPrice): boolean =>
    Number.isSafeInteger(price) && Math.abs(price) <= network.penalty;
  const known = new Map(prices.filter(isSound).map((one) => [keyOf(one), one.price]));
  const price = new Float64Array(network.nodeCount);
  for (let node = network.nodeCount - 2; node >= 0; node--) {
    const name = names[node];
    const own = name === undefined ? 0 : (known.get(keyOf(name)) ?? 0);
    const above = price[network.parent[node] as number] as number;
    price[node] = above + (name?.kind === 'region' ? -own : own);
  }
  return price;
}

/** Needs that have less of a product than they were promised. */
function movedNeeds(
  before: Allocation,
  after: Allocation,
  withdrawn: ReadonlySet<string>,
): readonly string[] {
  // The shares of one need stand together: the first is enough to find all.
  const { shares } = after;
  const firstOf = new Map<string, number>();
  for (let at = shares.length - 1; at >= 0; at--) firstOf.set(shares[at]?.need ?? '', at);
  const has = (need: string, product: string): number => {
    for (let at = firstOf.get(need) ?? shares.length; shares[at]?.need === need; at++) {
      if (shares[at]?.product === product) return shares[at]?.amount ?? 0;
    }
    return 0;
  };
  const moved = new Set<string>();
  for (const { need, product, amount } of before.shares) {
    if (!withdrawn.has(need) && has(need, product) < amount) moved.add(need);
  }
  return [...moved];
}

/** The smallest weight of promises under which few enough are broken, by halving. */
function keepPromises(
  compiled: Compiled,
  allocation: Allocation,
  options: AllocationOptions,
  price: Float64Array | undefined,
  maximumMoves: number,
  finish: (found: Allocation) => Repair,
): Either<readonly Issue[], Repair> {
  const promised = promisedEdges(compiled, allocation);
  const attempt = (weight: number): Either<readonly Issue[], Repair> => {
    const gain = compiled.network.gain.slice();
    for (const e of promised) gain[e] = (gain[e] as number) + weight;
    const penalty = 4 * compiled.network.penalty;
    const weighted = { ...compiled, network: { ...compiled.network, gain, penalty } };
    const found = allocateCompiled(weighted, options, price === undefined ? {} : { price });
    // Floors that a stopped search does not meet: what could be met without weights can be with them.
    if (isLeft(found)) return found;
    return right(finish(found.right));
  };
  const first = attempt(WEIGHT_MOST);
  if (isLeft(first) || first.right.moved.length > maximumMoves) return first;
  let best = first.right;
  let low = 0;
  let high = WEIGHT_MOST;
  // Weights finer than a hundredth of a point are not told apart.
  while (high - low > 10_000 && options.shouldStop?.() !== true) {
    const middle = Math.floor((low + high) / 2);
    const found = attempt(middle);
    if (isLeft(found)) break;
    const { moved, allocation: kept } = found.right;
    if (moved.length <= maximumMoves) {
      high = middle;
      if (BigInt(kept.welfare) >= BigInt(best.allocation.welfare)) best = found.right;
    } else low = middle;
  }
  return right(best);
}

function promisedEdges(
  { problem, needs, products, rows }: Compiled,
  { shares }: Allocation,
): readonly number[] {
  const needAt = new Map(Array.from(needs, (at, i) => [problem.needs[at]?.id, i]));
  const productAt = new Map(Array.from(products, (at, p) => [problem.products[at]?.id, p]));
  return shares.flatMap(({ need, product }) => {
    const i = needAt.get(need);
    const p = productAt.get(product);
    if (i === undefined || p === undefined) return [];
    const start = rows.rowStart[i] as number;
    const at = rows.product.subarray(start, rows.rowStart[i + 1]).indexOf(p);
    return at < 0 ? [] : [start + at];
  });
}
