import type { Network, NetworkFlow } from './network.ts';
import { segmentGain } from './network.ts';
import { startPrices } from './start-kernel.ts';
import { createTree, pivotEdge, pivotSegment, type Tree } from './tree-kernel.ts';

/** Rows priced between two looks at the segments, and between two questions whether to stop. */
const ROWS_BETWEEN_SEGMENTS = 256;

/** What a solver may be told. */
export interface SolveOptions {
  /** Asked now and then; true ends the search with the flow reached. */
  readonly shouldStop?: () => boolean;
  /** A tree that a former solve left, adapted to this network; the start is then skipped. */
  readonly tree?: Tree;
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
  const tree = options.tree ?? createTree(network);
  if (options.tree === undefined) fill(tree, startPrices(network));
  const isOptimal = improve(tree, options.shouldStop);
  return readFlow(tree, isOptimal);
}

/** Pivots until no arc improves; false when stopped before. */
export function improve(tree: Tree, shouldStop?: () => boolean): boolean {
  const { needCount } = tree.network;
  let clean = 0;
  let untilSegments = 0;
  let i = 0;
  while (true) {
    if (--untilSegments <= 0 || clean >= needCount) {
      untilSegments = ROWS_BETWEEN_SEGMENTS;
      if (priceSegments(tree)) clean = 0;
      if (clean >= needCount) return true;
      if (shouldStop?.() === true) return false;
    }
    if (needCount > 0 && priceRow(tree, i)) clean = 0;
    else clean++;
    i = i + 1 >= needCount ? 0 : i + 1;
  }
}

/** Pivots on the best improving edge of a need, if there is one. */
function priceRow(tree: Tree, i: number): boolean {
  const { network, column, basic, price } = tree;
  const { rowStart, gain, home, homeGain, nodeCount } = network;
  const edgeCount = column.length;
  const own = basic[i]!;
  const homeWorth = (homeGain === undefined ? 0 : homeGain[i]!) - price[home[i]!]!;
  const worth =
    own < 0
      ? -price[nodeCount - 1 - own]!
      : own < edgeCount
        ? gain[own]! - price[column[own]!]!
        : homeWorth;
  let best = worth;
  let bestEdge = -1;
  if (homeWorth > best) {
    best = homeWorth;
    bestEdge = edgeCount + i;
  }
  const end = rowStart[i + 1]!;
  for (let e = rowStart[i]!; e < end; e++) {
    const a = column[e]!;
    // A full edge improves when it loses money, as much as its worth lies below the need's.
    const r = a >= 0 ? gain[e]! - price[a]! : 2 * worth - gain[e]! + price[~a]!;
    if (r > best) {
      best = r;
      bestEdge = e;
    }
  }
  if (bestEdge < 0) return false;
  pivotEdge(tree, i, bestEdge);
  return true;
}

/** Pivots on every segment whose price is wrong; true when there was one. */
function priceSegments(tree: Tree): boolean {
  const { network, segmentState, price } = tree;
  const { nodeCount, parent, penalty } = network;
  let isFound = false;
  for (let a = 0; a < nodeCount - 1; a++) {
    const difference = price[a]! - price[parent[a]!]!;
    for (let s = 0; s < 3; s++) {
      const state = segmentState[3 * a + s]!;
      if (state > 1) continue;
      const gained = segmentGain(penalty, s) + difference;
      if (state === 0 ? gained > 0 : gained < 0) {
        pivotSegment(tree, 3 * a + s);
        isFound = true;
        break;
      }
    }
  }
  return isFound;
}

/** Sends each need, those with most to lose first, to its best columns that still have room. */
function fill(tree: Tree, start: { order: Int32Array; price: Float64Array }): void {
  const { network, column, basic, leafFlow, flow } = tree;
  const { nodeCount } = network;
  const homeArc = column.length;
  for (const i of start.order) {
    while (true) {
      const own = basic[i]!;
      const left = own >= 0 ? leafFlow[i]! : flow[nodeCount - 1 - own]!;
      const arc = own >= 0 ? own : tree.arc[nodeCount - 1 - own]!;
      if (left === 0 || arc !== homeArc + i) break;
      const edge = bestOpen(tree, i, start.price);
      if (edge < 0) break;
      pivotEdge(tree, i, edge);
    }
  }
}

/** The edge of most `gain - price` to a column with room above it; -1 when staying home is better. */
function bestOpen(tree: Tree, i: number, price: Float64Array): number {
  const { column, network } = tree;
  const { rowStart, gain, home, homeGain } = network;
  let best = (homeGain === undefined ? 0 : homeGain[i]!) - price[home[i]!]!;
  let bestEdge = -1;
  const end = rowStart[i + 1]!;
  for (let e = rowStart[i]!; e < end; e++) {
    const a = column[e]!;
    if (a < 0) continue;
    const r = gain[e]! - price[a]!;
    if (r > best && isOpen(tree, a)) {
      best = r;
      bestEdge = e;
    }
  }
  return bestEdge;
}

/** True when the arcs of limits above a node all hang in the tree with room left. */
function isOpen(tree: Tree, column: number): boolean {
  const { network, up, flow, room, isUp, segmentState } = tree;
  const { parent, nodeCount } = network;
  for (let a = column; a !== nodeCount - 1; a = parent[a]!) {
    if (segmentState[3 * a + 2] === 2) return false;
    if (up[a] !== parent[a] || isUp[a] !== 1 || flow[a]! >= room[a]!) return false;
  }
  return true;
}

/** Reads the shares by need. */
function readFlow(tree: Tree, isOptimal: boolean): NetworkFlow {
  const { network, column, basic, leafFlow, segmentState, flow, arc, child, next } = tree;
  const { needCount, nodeCount, rowStart, capacity, segmentCapacity } = network;
  const edgeCount = column.length;
  const shareStart = new Int32Array(needCount + 1);
  let size = needCount + nodeCount;
  for (let e = 0; e < edgeCount; e++) if (column[e]! < 0) size++;
  const shareEdge = new Int32Array(size);
  const shareAmount = new Float64Array(size);
  let count = 0;
  const add = (e: number, amount: number) => {
    if (e >= edgeCount || amount === 0) return;
    shareEdge[count] = e;
    shareAmount[count++] = amount;
  };
  for (let i = 0; i < needCount; i++) {
    shareStart[i] = count;
    const own = basic[i]!;
    if (own >= 0) add(own, leafFlow[i]!);
    else {
      const node = nodeCount - 1 - own;
      add(arc[node]!, flow[node]!);
      for (let a = child[node]!; a >= 0; a = next[a]!) add(arc[a]!, flow[a]!);
    }
    if (capacity === undefined) continue;
    for (let e = rowStart[i]!; e < rowStart[i + 1]!; e++) if (column[e]! < 0) add(e, capacity[e]!);
  }
  shareStart[needCount] = count;
  const segmentFlow = new Float64Array(3 * nodeCount);
  for (let k = 0; k < 3 * nodeCount; k++)
    if (segmentState[k] === 1) segmentFlow[k] = segmentCapacity[k]!;
  const firstSegment = edgeCount + needCount;
  for (let u = 0; u < tree.up.length; u++) {
    if (u < nodeCount - 1 && arc[u]! >= firstSegment)
      segmentFlow[arc[u]! - firstSegment] = flow[u]!;
  }
  return {
    shareStart,
    shareEdge: shareEdge.slice(0, count),
    shareAmount: shareAmount.slice(0, count),
    segmentFlow,
    price: tree.price.slice(0, nodeCount),
    isOptimal,
    pivots: tree.pivots,
  };
}
