import { changedNodes, growTree, isStirred, moveLimits, pour, soften } from './move-kernel.ts';
import type { Network } from './network.ts';
import { improve } from './pricing-kernel.ts';
import { type RowFlow, readRows, readSegments } from './read-kernel.ts';
import {
  createShortlist,
  extend,
  improveListed,
  type Shortlist,
  widenAround,
} from './shortlist-kernel.ts';
import type { Tree } from './tree-kernel.ts';

/** Where a solve ended: the next one begins there. Never written again. */
interface Rest {
  readonly tree: Tree;
  readonly list: Shortlist;
}

/** Kept as long as the network that was solved. */
const rests = new WeakMap<Network, Rest>();

/** Keeps an optimal tree for `resolveNetwork`. O(edges). */
export function keepRest(tree: Tree): void {
  rests.set(tree.network, { tree, list: createShortlist(tree) });
}

/**
 * A network that differs from one that was solved: in limits, in new needs behind the others, and in
 * needs that ask nothing any more. All nodes, and all other needs with their edges, are the same.
 */
export interface NetworkChange {
  readonly network: Network;
  /** Needs that asked something and ask nothing now. */
  readonly gone: Int32Array;
  /** Segment capacities as they are after needs have come and before others leave. */
  readonly between: Float64Array;
  /** 1: a node to which no edge may lead any more. Its limit is 0. */
  readonly isGone: Uint8Array;
}

/** The flow of most gain after a change, told as what differs. */
export interface Resolved {
  /** Needs whose flow may differ, ascending; with what they had and what they have. */
  readonly needs: Int32Array;
  readonly before: RowFlow;
  readonly after: RowFlow;
  readonly segmentFlow: Float64Array;
  readonly price: Float64Array;
  readonly pivots: number;
}

/** First step of hardening limits, in score; each next one is `HARDENING` times as large. */
const SOFTNESS = 2_000;
const HARDENING = 4;
/** What a need that leaves gains at home, in penalties: more than all caps and floors on a path. */
const LEAVING = 64;
/** A list is made anew when this many more of its edges were listed later than at first. */
const LONG = 65_536;

/**
 * Solves a changed network from where the former solve stopped, at the cost of what changed:
 * 1. new needs stand unserved; smaller limits push what is over them to a punished segment;
 * 2. limits near the change are softened: money over or under them costs what the limit cost, give or
 *    take a little. Needs that leave are paid to go home, new ones take their best edges;
 * 3. the limits harden, step by step, while only listed edges are priced (`shortlist-kernel.ts`);
 * 4. needs for which the list does not answer are listed whole, until it answers for all.
 * Undefined where the former tree is not known, or cannot be moved, or the search was stopped: then
 * `solveNetwork` has to begin anew.
 */
export function resolveNetwork(
  former: Network,
  change: NetworkChange,
  shouldStop?: () => boolean,
): Resolved | undefined {
  const rest = rests.get(former);
  const { network, isGone } = change;
  const isFit = network.parent === former.parent && network.penalty === former.penalty;
  const isBounded = LEAVING * network.penalty < 2 ** 51;
  if (rest === undefined || !isFit || !isBounded || network.homeGain !== undefined)
    return undefined;
  const { slotNeed } = rest.tree;
  const added = range(former.needCount, network.needCount).filter((i) => network.demand[i]! > 0);
  const isTouched = new Uint8Array(network.needCount);
  isTouched.fill(1, former.needCount);
  for (const i of change.gone) isTouched[i] = 1;
  for (const i of slotNeed) if (i >= 0) isTouched[i] = 1;
  const moved = move(rest, change, added, shouldStop);
  if (moved === undefined) return undefined;
  const { tree, changed, base } = moved;
  let list = extend(rest.list, tree, added);
  for (
    let softness = SOFTNESS;
    softness < 2 * network.penalty && isStirred(tree, changed, base);
    softness *= HARDENING
  ) {
    soften(tree, changed, base, softness);
    if (!improveListed(tree, list, isTouched, shouldStop, 1)) return undefined;
  }
  soften(tree, changed, base, Infinity);
  for (let before: Shortlist | undefined; before !== list; ) {
    before = list;
    if (!improveListed(tree, list, isTouched, shouldStop, Infinity)) return undefined;
    list = widenAround(list, tree, isGone);
  }
  if (!arePricesExact(tree)) return undefined;
  for (const i of tree.slotNeed) if (i >= 0) isTouched[i] = 1;
  if (list.later.edge.length > list.near.edge.length + LONG) list = createShortlist(tree);
  rests.set(network, { tree, list });
  return read(rest.tree, tree, isTouched);
}

/** The former tree after the change, with soft limits at `changed` nodes around their `base` prices. */
interface Moved {
  readonly tree: Tree;
  readonly changed: readonly number[];
  readonly base: Float64Array;
}

function move(
  { tree: before }: Rest,
  { network, gone, between }: NetworkChange,
  added: Int32Array,
  shouldStop: (() => boolean) | undefined,
): Moved | undefined {
  const former = before.network;
  const { nodeCount, needCount, parent, penalty, rowStart, capacity } = network;
  const homeGain = new Float64Array(needCount);
  for (const i of gone) homeGain[i] = LEAVING * penalty;
  const tree = growTree(before, { ...network, homeGain });
  const { basic, column, leafFlow } = tree;
  if (!moveLimits(tree, former, network)) return undefined;
  if (!pour(tree, between, throughRegions(network, added, leafFlow, 1))) return undefined;
  const changed = stirredNodes(before, network, gone, added);
  const base = before.price.map((price, a) =>
    a < nodeCount - 1 ? Math.max(0, price - before.price[parent[a]!]!) : 0,
  );
  soften(tree, changed, base, SOFTNESS);
  const rows = new Int32Array(gone.length + added.length);
  rows.set(gone);
  rows.set(added, gone.length);
  const regret = new Float64Array(needCount);
  if (rows.length > 0 && !improve(tree, rows, regret, shouldStop, 0, Infinity)) return undefined;
  for (const i of gone) {
    if (basic[i] !== column.length + i) return undefined;
    for (let e = rowStart[i]!; capacity !== undefined && e < rowStart[i + 1]!; e++) {
      if (column[e]! < 0) return undefined;
    }
    homeGain[i] = 0;
  }
  if (!pour(tree, network.segmentCapacity, throughRegions(network, gone, leafFlow, -1)))
    return undefined;
  for (const i of gone) leafFlow[i] = 0;
  return { tree: { ...tree, network }, changed, base };
}

/** What needs that stand at home send through each region, times `sign`. */
function throughRegions(
  { nodeCount, home, isRegion, parent }: Network,
  needs: Int32Array,
  amount: Float64Array,
  sign: number,
): Float64Array {
  const through = new Float64Array(nodeCount);
  for (const i of needs) {
    for (let a = home[i]!; isRegion[a] === 1; a = parent[a]!) through[a]! += sign * amount[i]!;
  }
  return through;
}

/** Nodes with another limit, those that lose a need, and those that new needs would choose. */
function stirredNodes(
  before: Tree,
  network: Network,
  gone: Int32Array,
  added: Int32Array,
): readonly number[] {
  const { nodeCount, parent, rowStart, column, gain } = network;
  const isStirredNode = new Uint8Array(nodeCount);
  const { price } = before;
  for (const a of changedNodes(before.network, network)) isStirredNode[a] = 1;
  const stir = (edge: number): void => {
    for (let a = column[edge]!; a < nodeCount - 1; a = parent[a]!) isStirredNode[a] = 1;
  };
  for (const edge of readRows(before, gone).edge) stir(edge);
  for (const i of added) {
    let best = 0;
    let bestEdge = -1;
    for (let e = rowStart[i]!; e < rowStart[i + 1]!; e++) {
      const r = gain[e]! - price[column[e]!]!;
      if (r <= best) continue;
      best = r;
      bestEdge = e;
    }
    if (bestEdge >= 0) stir(bestEdge);
  }
  return [...range(0, nodeCount - 1).filter((a) => isStirredNode[a] === 1)];
}

function range(from: number, to: number): Int32Array {
  return Int32Array.from({ length: to - from }, (_, k) => from + k);
}

function read(before: Tree, tree: Tree, isTouched: Uint8Array): Resolved {
  const list: number[] = [];
  for (let i = 0; i < isTouched.length; i++) if (isTouched[i] === 1) list.push(i);
  const needs = Int32Array.from(list);
  const { needCount, nodeCount } = before.network;
  return {
    needs,
    before: readRows(
      before,
      needs.filter((i) => i < needCount),
    ),
    after: readRows(tree, needs),
    segmentFlow: readSegments(tree),
    price: tree.price.slice(0, nodeCount),
    pivots: tree.pivots,
  };
}

/**
 * Prices are sums along paths of the tree; below 2^52 every sum and comparison on the way was exact.
 * Only tens of thousands of missed floors and broken caps on one path could take them further.
 */
export function arePricesExact({ price }: Tree): boolean {
  return price.every((one) => Math.abs(one) < 2 ** 52);
}
