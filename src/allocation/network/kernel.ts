import { changedNodes, isStirred, moveTree, soften } from './move-kernel.ts';
import type { Network, NetworkFlow } from './network.ts';
import { pivotEdge, pivotSegment } from './pivot-kernel.ts';
import { type Start, startFrom, startPrices } from './start-kernel.ts';
import { createTree, hangNodes, setGains, type Tree } from './tree-kernel.ts';

/** Rows priced between two looks at the segments, and between two questions whether to stop. */
const ROWS_BETWEEN_SEGMENTS = 256;
/** How far prices of a former solve are taken to be off. */
const STEADY_ERROR = 2_000;

/** What a solver may be told. */
export interface SolveOptions {
  /** Asked now and then; true ends the search with the flow reached. */
  readonly shouldStop?: () => boolean;
  /** Node prices near the answer, as of a former solve; absent: they are looked for. */
  readonly price?: Float64Array;
  /** The network of a former solve, of which this one differs in limits only. */
  readonly former?: Network;
}

/** Where a solve ended: begins the next one under other limits. Never written again. */
interface Rest {
  readonly tree: Tree;
  readonly begin: Start;
}

/** Kept as long as the network that was solved. */
const rests = new WeakMap<Network, Rest>();

/**
 * A flow of most gain by the primal network simplex:
 * 1. prices that nearly clear every column (`start-kernel.ts`), and a tree from a greedy fill;
 * 2. rows are priced one at a time, round and round; the best improving edge of a row pivots at once
 *    (larger blocks were measured to be slower); segments of limits are priced in between;
 * 3. when a whole round finds nothing, the prices of the tree prove the flow optimal.
 * In practice near `nodes` pivots times the length of a path in the tree.
 */
export function solveNetwork(network: Network, options: SolveOptions = {}): NetworkFlow {
  const rest = options.former === undefined ? undefined : rests.get(options.former);
  const warm = rest === undefined ? undefined : moveTree(rest.tree, network);
  if (rest !== undefined && warm !== undefined) {
    const begin = { ...rest.begin, regret: rest.begin.regret.slice() };
    harden(warm, rest.tree, begin, options.shouldStop);
    return conclude(warm, begin, options.shouldStop);
  }
  const tree = createTree(network);
  const begin =
    options.price === undefined
      ? startPrices(network)
      : startFrom(network, options.price, STEADY_ERROR);
  start(tree, begin, options.shouldStop);
  return conclude(tree, begin, options.shouldStop);
}

/** Ends a search; an optimal tree is kept for a next one. */
function conclude(tree: Tree, begin: Start, shouldStop: (() => boolean) | undefined): NetworkFlow {
  const isOptimal = finish(tree, begin, shouldStop) && arePricesExact(tree);
  if (isOptimal) rests.set(tree.network, { tree, begin });
  return readFlow(tree, isOptimal);
}

/** Rounds of hardening, each four times as hard, from a step of a few units. */
const HARDENING = 4;

/**
 * After a move to other limits: what stands over a limit costs a little more than the limit did, then
 * more, so that those leave first who lose least by it; then limits are what they are.
 */
function harden(tree: Tree, former: Tree, begin: Start, shouldStop?: () => boolean): void {
  const { network } = tree;
  const { nodeCount, parent } = network;
  const base = former.price.map((price, a) =>
    a < nodeCount - 1 ? Math.max(0, price - former.price[parent[a]!]!) : 0,
  );
  const changed = changedNodes(former.network, network);
  const largest = 2 * network.penalty;
  for (
    let softness = STEADY_ERROR;
    softness < largest && isStirred(tree, changed, base);
    softness *= HARDENING
  ) {
    soften(tree, changed, base, softness);
    const rows = needsWithin(begin.regret, 2 * (largestMove(tree, begin) + softness));
    if (!improve(tree, rows, begin.regret, shouldStop, 0, 1)) break;
  }
  soften(tree, changed, base, Infinity);
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
 * Prices are sums along paths of the tree; below 2^52 every sum and comparison on the way was exact.
 * Only tens of thousands of missed floors and broken caps on one path could take them further.
 */
function arePricesExact({ price }: Tree): boolean {
  return price.every((one) => Math.abs(one) < 2 ** 52);
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

/**
 * Pivots until no arc of these needs, nor of a limit, improves; false when stopped before. Few needs
 * pivot again and again while most never do: after each round over all, those that pivoted
 * or came near to it go round by themselves until they rest. Ends after `rounds` rounds in any case.
 * The regret of a need that pivots becomes 0.
 */
export function improve(
  tree: Tree,
  rows: Int32Array,
  regret: Float64Array,
  shouldStop: (() => boolean) | undefined,
  near: number,
  rounds: number,
): boolean {
  const { needCount } = tree.network;
  const isHot = new Uint8Array(needCount);
  const hot = new Int32Array(rows.length);
  let hotCount = 0;
  for (let round = 0; round < rounds; round++) {
    let isClean = !priceSegments(tree);
    for (let at = 0; at < rows.length; at++) {
      if (at % ROWS_BETWEEN_SEGMENTS === ROWS_BETWEEN_SEGMENTS - 1) {
        if (priceSegments(tree)) isClean = false;
        if (shouldStop?.() === true) return false;
      }
      const i = rows[at]!;
      const found = priceRow(tree, i, near);
      if (found === 0) continue;
      if (found === 2) {
        isClean = false;
        regret[i] = 0;
      }
      if (isHot[i] === 0) {
        isHot[i] = 1;
        hot[hotCount++] = i;
      }
    }
    if (isClean && !priceSegments(tree)) return true;
    if (shouldStop?.() === true) return false;
    settle(tree, hot, hotCount, regret);
  }
  return true;
}

/** Rounds over a few needs until none of them pivots. */
function settle(tree: Tree, hot: Int32Array, count: number, regret: Float64Array): void {
  let clean = 0;
  for (let at = 0; clean < count; at = at + 1 === count ? 0 : at + 1) {
    if (at % ROWS_BETWEEN_SEGMENTS === 0) priceSegments(tree);
    if (priceRow(tree, hot[at]!, 0) === 2) {
      clean = 0;
      regret[hot[at]!] = 0;
    } else clean++;
  }
}

/**
 * Pivots on the best improving edge of a need: 2. Otherwise 1 where another edge is within `near` of
 * its worth, else 0.
 */
function priceRow(tree: Tree, i: number, near: number): number {
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
  const low = worth - near;
  let isNear = 0;
  let best = worth;
  let bestEdge = -1;
  if (homeWorth > low && own !== edgeCount + i) {
    isNear = 1;
    if (homeWorth > best) {
      best = homeWorth;
      bestEdge = edgeCount + i;
    }
  }
  const end = rowStart[i + 1]!;
  for (let e = rowStart[i]!; e < end; e++) {
    const a = column[e]!;
    // A full edge improves when it loses money, as much as its worth lies below the need's.
    const r = a >= 0 ? gain[e]! - price[a]! : 2 * worth - gain[e]! + price[~a]!;
    if (r <= low || e === own) continue;
    isNear = 1;
    if (r <= best) continue;
    best = r;
    bestEdge = e;
  }
  if (bestEdge < 0) return isNear;
  pivotEdge(tree, i, bestEdge);
  return 2;
}

/** Pivots on every segment whose price is wrong; true when there was one. */
function priceSegments(tree: Tree): boolean {
  const { network, segmentState, segmentGain, price } = tree;
  const { nodeCount, parent } = network;
  let isFound = false;
  for (let a = 0; a < nodeCount - 1; a++) {
    const difference = price[a]! - price[parent[a]!]!;
    for (let s = 0; s < 3; s++) {
      const state = segmentState[3 * a + s]!;
      if (state > 1) continue;
      const gained = segmentGain[3 * a + s]! + difference;
      if (state === 0 ? gained > 0 : gained < 0) {
        pivotSegment(tree, 3 * a + s);
        isFound = true;
        break;
      }
    }
  }
  return isFound;
}

/** Gives every need to its best column by the prices, whatever the limits. */
function assign(tree: Tree, price: Float64Array): void {
  const { network, column, basic, leafFlow } = tree;
  const { needCount, rowStart, gain, home, homeGain, capacity } = network;
  for (let i = 0; i < needCount; i++) {
    while (true) {
      let best = (homeGain === undefined ? 0 : homeGain[i]!) - price[home[i]!]!;
      let bestEdge = -1;
      const end = rowStart[i + 1]!;
      for (let e = rowStart[i]!; e < end; e++) {
        const a = column[e]!;
        if (a < 0) continue;
        const r = gain[e]! - price[a]!;
        if (r > best) {
          best = r;
          bestEdge = e;
        }
      }
      if (bestEdge < 0) break;
      const most = capacity === undefined ? Infinity : capacity[bestEdge]!;
      if (most > leafFlow[i]!) {
        basic[i] = bestEdge;
        break;
      }
      leafFlow[i] = leafFlow[i]! - most;
      column[bestEdge] = ~column[bestEdge]!;
    }
  }
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
