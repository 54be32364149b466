import { type Budget, mayGoOn } from './budget.ts';
import { improveByChains } from './chain-kernel.ts';
import { type Columns, createColumns } from './columns-kernel.ts';
import { createDual, dualCells, tableCells } from './dual-kernel.ts';
import {
  createLocal,
  descendWithin,
  keepIfBest,
  kick,
  type Local,
  oscillate,
  repair,
  restore,
} from './local-kernel.ts';
import { createPrices, movePrices, type Prices, priceBound } from './price-kernel.ts';
import type { AssignmentOptions, AssignmentProblem, AssignmentResult } from './problem.ts';
import { climb, type Search, visit } from './tree-kernel.ts';

/** Steps where the caller sets no limit: so many, and fewer where a pass has many edges. */
const STEPS = 20_000;
const STEP_EDGES = 2 ** 31;
/** Largest knapsack table and largest sum of tables that are worth their exactness, in cells. */
const TABLE_CELLS = 2 ** 23;
const DUAL_CELLS = 2 ** 25;
const SMALL_PASSES = 60;
const LARGE_PASSES = 300;
/** Local search before the tree, in descents. */
const SMALL_SWINGS = 100;
const ROOT_ROUNDS = 400;
const ROUNDS = 4;
const TRY_EVERY = 20;
const CHAIN_BLOCK = 1000;
/** One need in so many is moved before chains start again. */
const KICKED = 200;
const RETURN_EVERY = 40;
/** Multipliers are whole numbers of this part of a unit of cost, where the costs leave room. */
const SCALE = 1000;

/**
 * The best assignment that the budget finds, and what none can beat.
 * 1. Prices of capacity by subgradient: a bound, and choices that are repaired to a first assignment.
 * 2. Local search: moves, exchanges, oscillation around the capacities.
 * 3. Where knapsack tables are affordable: the stronger bound of `dual-kernel`, then a tree in which
 *    edges are decided by that bound, to its end if the budget lasts: then the answer is proven.
 * 4. What is left of the budget goes to local search, where the tree is out of reach.
 */
export function solveAssignment(
  problem: AssignmentProblem,
  { maximumSteps, shouldStop = () => false, first, prices }: AssignmentOptions,
): AssignmentResult {
  const columns = createColumns(problem);
  const affordable = Math.ceil(STEP_EDGES / (problem.product.length + 1));
  const most = maximumSteps ?? Math.min(STEPS, affordable);
  const budget: Budget = { steps: 0, maximumSteps: most, shouldStop };
  const local = createLocal(columns);
  if (first !== undefined) {
    tryChoice(local, first);
  }
  const cells = dualCells(columns);
  const isSmall = tableCells(columns) <= TABLE_CELLS && cells <= DUAL_CELLS;
  const passes = isSmall ? SMALL_PASSES : LARGE_PASSES;
  const price = createPrices(columns, prices);
  let bound = climbPrices(price, columns, local, budget, passes);
  if (isSmall) {
    swing(local, budget, bound, SMALL_SWINGS);
    bound = Math.max(bound, searchTree(columns, local, price.best, budget, bound));
  }
  if (local.sorted.length === 0) shake(local, price.best, budget, bound);
  else swing(local, budget, bound, Number.POSITIVE_INFINITY);
  return answer(problem, local, bound, budget);
}

/** Raises the price bound, and tries what needs choose at these prices every few passes. */
function climbPrices(
  prices: Prices,
  columns: Columns,
  local: Local,
  budget: Budget,
  passes: number,
): number {
  let best = Number.NEGATIVE_INFINITY;
  let pace = 1;
  let dull = 0;
  for (let pass = 0; pass < passes && mayGoOn(budget); pass++) {
    budget.steps++;
    const bound = priceBound(prices, columns);
    // A need without any edge: no prices can help.
    if (bound === Number.POSITIVE_INFINITY) return bound;
    if (bound > best) {
      best = bound;
      prices.best.set(prices.price);
      dull = 0;
    } else dull++;
    if (pass % TRY_EVERY === 0) tryChoice(local, prices.choice);
    if (best >= local.bestCost) break;
    if (dull > 5) {
      pace /= 1.5;
      dull = 0;
      if (pace < 0.01) break;
      prices.price.set(prices.best);
      prices.direction.fill(0);
      priceBound(prices, columns);
    }
    const target = Number.isFinite(local.bestCost) ? local.bestCost : best + Math.abs(best) / 20;
    movePrices(prices, columns, Math.max(1, target - bound), pace);
  }
  return best;
}

function tryChoice(local: Local, choice: Int32Array): void {
  restore(local, choice);
  repair(local);
  descendWithin(local, ROUNDS);
}

/** Chains to their end, then from the best with a few needs moved, again and again. */
function shake(local: Local, price: Float64Array, budget: Budget, bound: number): void {
  if (!Number.isFinite(local.bestCost)) return;
  restore(local, local.best);
  pushOn(local, price, budget, bound);
  while (mayGoOn(budget) && bound < local.bestCost) {
    restore(local, local.best);
    kick(local, Math.ceil(local.columns.needs / KICKED));
    repair(local);
    pushOn(local, price, budget, bound);
  }
}

/** Ejection chains from a state within capacities, block by block, until a whole round finds none. */
function pushOn(local: Local, price: Float64Array, budget: Budget, bound: number): void {
  const { needs } = local.columns;
  let calm = 0;
  for (let first = 0; calm < needs && bound < local.bestCost && mayGoOn(budget); ) {
    budget.steps++;
    const end = Math.min(needs, first + CHAIN_BLOCK);
    calm = improveByChains(local, price, first, end) > 0 ? 0 : calm + end - first;
    first = end === needs ? 0 : end;
  }
  keepIfBest(local);
}

/** Local search past the optimum it is in, until the bound is met or the budget is spent. */
function swing(local: Local, budget: Budget, bound: number, most: number): void {
  for (let round = 0; round < most && mayGoOn(budget) && bound < local.bestCost; round++) {
    budget.steps++;
    if (round % RETURN_EVERY === 0 && Number.isFinite(local.bestCost)) restore(local, local.best);
    oscillate(local);
  }
}

/** The bound by knapsacks at the root, then the tree. */
function searchTree(
  columns: Columns,
  local: Local,
  price: Float64Array,
  budget: Budget,
  priceFloor: number,
): number {
  const dual = createDual(columns, scaleFor(columns));
  const search: Search = {
    dual,
    local,
    price,
    peak: dual.multiplier.slice(),
    trail: [],
    open: Number.POSITIVE_INFINITY,
    budget,
  };
  const root = climb(search, ROOT_ROUNDS, true);
  visit(search, Math.max(root, priceFloor * dual.scale));
  if (search.open === Number.POSITIVE_INFINITY) return local.bestCost;
  return Math.min(local.bestCost, Math.ceil(search.open / dual.scale));
}

/** Multipliers as fine as the costs leave room for below 2^53. */
function scaleFor({ cost, start, needs }: Columns): number {
  let total = 1;
  for (let i = 0; i < needs; i++) {
    let most = 0;
    for (let e = start[i]!; e < start[i + 1]!; e++) most = Math.max(most, Math.abs(cost[e]!));
    total += most;
  }
  return Math.max(1, Math.min(SCALE, Math.floor(2 ** 50 / total)));
}

function answer(
  problem: AssignmentProblem,
  local: Local,
  bound: number,
  budget: Budget,
): AssignmentResult {
  const sign = problem.sense === 'minimum' ? 1 : -1;
  const isFound = Number.isFinite(local.bestCost);
  const isInfeasible = !isFound && bound === Number.POSITIVE_INFINITY;
  const least = Math.min(bound, local.bestCost);
  return {
    status: isFound ? 'found' : isInfeasible ? 'infeasible' : 'unknown',
    edge: local.best,
    value: isFound ? sign * local.bestCost + 0 : Number.NaN,
    bound: sign * least + 0,
    gap: isFound ? local.bestCost - least : Number.POSITIVE_INFINITY,
    isProven: isInfeasible || (isFound && least === local.bestCost),
    steps: budget.steps,
  };
}
