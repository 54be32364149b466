import type { Network, NetworkFlow } from './network.ts';
import { improve } from './pricing-kernel.ts';
import { readFlow } from './read-kernel.ts';
import { arePricesExact, keepRest } from './resolve-kernel.ts';
import { type Start, startFrom, startPrices } from './start-kernel.ts';
import { bestEdgeOf, createTree, hangNodes, setGains, type Tree } from './tree-kernel.ts';

/** How far prices of a former solve are taken to be off. */
const STEADY_ERROR = 2_000;

/** What a solver may be told. */
export interface SolveOptions {
  /** Asked now and then; true ends the search with the flow reached. */
  readonly shouldStop?: () => boolean;
  /** Node prices near the answer, as of a former solve; absent: they are looked for. */
  readonly price?: Float64Array;
  /** Whether the tree of the answer is kept, as long as the network is, for `resolveNetwork`. */
  readonly isKept?: boolean;
}

/**
 * A flow of most gain by the primal network simplex:
 * 1. prices that nearly clear every column (`start-kernel.ts`), and a tree from a greedy fill;
 * 2. rows are priced one at a time, round and round; the best improving edge of a row pivots at once
 *    (larger blocks were measured to be slower); segments of limits are priced in between;
 * 3. when a whole round finds nothing, the prices of the tree prove the flow optimal.
 * In practice near `nodes` pivots times the length of a path in the tree.
 */
export function solveNetwork(network: Network, options: SolveOptions = {}): NetworkFlow {
  const tree = createTree(network);
  const begin =
    options.price === undefined
      ? startPrices(network)
      : startFrom(network, options.price, STEADY_ERROR);
  start(tree, begin, options.shouldStop);
  const isOptimal = finish(tree, begin, options.shouldStop) && arePricesExact(tree);
  if (isOptimal && options.isKept === true) keepRest(tree);
  return readFlow(tree, isOptimal);
}

function largestMove(tree: Tree, { price }: Start): number {
  let moved = 0;
  price.forEach((one, a) => {
    moved = Math.max(moved, Math.abs(tree.price[a]! - one));
  });
  return moved;
}

/**
 * Pivots to the optimum. A need that has never pivoted, and whose regret at the start prices is more
 * than twice the largest move of a price since then, stands where it stood, at its best: it is passed
 * over. A need that has pivoted may stand where prices once were, however far they have come back:
 * its regret is 0 from then on, so that it is always looked at.
 */
function finish(tree: Tree, begin: Start, shouldStop: (() => boolean) | undefined): boolean {
  const { regret, error } = begin;
  for (let covered = -1; ; ) {
    const moved = largestMove(tree, begin);
    if (2 * moved <= covered) return true;
    covered = 3 * moved;
    const rows = needsWithin(regret, covered);
    if (!improve(tree, rows, regret, shouldStop, 4 * error, Infinity)) return false;
  }
}

/**
 * Every need takes its best column at the start prices, whatever the limits: with limits that cost
 * exactly those prices the tree is optimal as it stands. Then the limits harden: what is over or
 * under them costs a little, then more. While prices can move by at most `softness`, only needs of a
 * small regret can improve, so that the rounds are short.
 */
function start(tree: Tree, begin: Start, shouldStop?: () => boolean): void {
  const { network, segmentCapacity } = tree;
  const { nodeCount } = network;
  const { base, regret, error, price } = begin;
  assign(tree, price);
  for (let a = 0; a < nodeCount - 1; a++) {
    if (segmentCapacity[3 * a + 2] === 0) segmentCapacity[3 * a + 2] = Infinity;
  }
  hangNodes(tree);
  const largest = 2 * network.penalty;
  for (
    let softness = 4 * Math.ceil(error) + 1;
    softness < largest && isSoft(tree, base);
    softness *= 4
  ) {
    setGains(tree, base, softness);
    const rows = needsWithin(regret, 2 * softness);
    if (rows.length > 0 && !improve(tree, rows, regret, shouldStop, begin.error, 1)) break;
  }
  setGains(tree, base, Infinity);
}

/** Needs whose regret is at most `most`. */
function needsWithin(regret: Float64Array, most: number): Int32Array {
  const rows = new Int32Array(regret.length);
  let count = 0;
  for (let i = 0; i < regret.length; i++) if (regret[i]! <= most) rows[count++] = i;
  return rows.subarray(0, count);
}

/** True when some node is over its limit, or has room left though its start price is above 0. */
function isSoft({ network, flow, arc, up }: Tree, base: Float64Array): boolean {
  const firstSegment = network.column.length + network.needCount;
  for (let u = 0; u < up.length; u++) {
    const position = arc[u]! - firstSegment;
    if (position < 0 || u >= network.nodeCount - 1) continue;
    const s = position % 3;
    if (s === 2 && flow[u]! > 0) return true;
    if (s === 1 && base[(position - 1) / 3]! > 0) return true;
  }
  return false;
}

/** Gives every need to its best column by the prices, whatever the limits. */
function assign(tree: Tree, price: Float64Array): void {
  const { network, column, basic, leafFlow } = tree;
  const { needCount, capacity } = network;
  for (let i = 0; i < needCount; i++) {
    for (let e = bestEdgeOf(tree, price, i); e >= 0; e = bestEdgeOf(tree, price, i)) {
      const most = capacity === undefined ? Infinity : capacity[e]!;
      if (most > leafFlow[i]!) {
        basic[i] = e;
        break;
      }
      leafFlow[i] = leafFlow[i]! - most;
      column[e] = ~column[e]!;
    }
  }
}
