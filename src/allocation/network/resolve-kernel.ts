import { changeLimits, enrol, restoreFlow, withdraw } from './dual-kernel.ts';
import { createDual } from './fault-kernel.ts';
import { growTree } from './grow-kernel.ts';
import type { Network } from './network.ts';
import { type RowFlow, readRows, readSegments } from './read-kernel.ts';
import {
  createShortlist,
  extend,
  improveListed,
  type Shortlist,
  widenAround,
} from './shortlist-kernel.ts';
import { recountPrices, type Tree } from './tree-kernel.ts';

/**
 * Where a solve ended: the next one begins there. Never written again, but that the list of a first
 * solve is made when a repair asks for it: most allocations are never repaired.
 */
interface Rest {
  readonly tree: Tree;
  list?: Shortlist;
}

/** Kept as long as the network that was solved. */
const rests = new WeakMap<Network, Rest>();

/** Keeps an optimal tree for `resolveNetwork`. */
export function keepRest(tree: Tree): void {
  rests.set(tree.network, { tree });
}

/**
 * A network that differs from one that was solved: in limits, in new needs behind the others, and in
 * needs that ask nothing any more. All nodes, and all other needs with their edges, are the same.
 */
export interface NetworkChange {
  readonly network: Network;
  /** Needs that asked something and ask nothing now. */
  readonly gone: Int32Array;
  /** 1: a node to which no edge may lead any more. Its limit is 0. */
  readonly isGone: Uint8Array;
}

/** The flow of most gain after a change, told as what differs. */
export interface Resolved {
  /** Needs that come, leave or have another flow, ascending; with what they had and what they have. */
  readonly needs: Int32Array;
  readonly before: RowFlow;
  readonly after: RowFlow;
  readonly segmentFlow: Float64Array;
  readonly price: Float64Array;
  readonly pivots: number;
}

/** Dual pivots for each node and each need that comes or leaves, before a solve begins anew. */
const PIVOTS_MOST = 4;
/** Mark of a need that leaves: it is told even where it had nothing. */
const LEFT = 2;
/** A list is made anew when this many more of its edges were listed later than at first. */
const LONG = 65_536;

/**
 * Solves a changed network from where the former solve stopped, at the cost of what changed:
 * 1. limits move, needs that leave take their money out of the tree, and new ones take their best
 *    edges. Prices stay as they were and are right, but arcs may hold too little or too much;
 * 2. the dual simplex mends the flow over listed edges (`dual-kernel.ts`);
 * 3. the primal simplex looks whether a listed edge improves, which proves the answer among these;
 * 4. needs for which the list does not answer are listed whole, until it answers for all
 *    (`shortlist-kernel.ts`).
 * Undefined where the former tree is not known, or cannot be mended, or the search was stopped: then
 * `solveNetwork` has to begin anew.
 */
export function resolveNetwork(
  former: Network,
  change: NetworkChange,
  shouldStop?: () => boolean,
): Resolved | undefined {
  const rest = rests.get(former);
  const { network, gone, isGone } = change;
  const isFit = network.parent === former.parent && network.penalty === former.penalty;
  if (rest === undefined || !isFit || network.homeGain !== undefined) return undefined;
  const isTouched = new Uint8Array(network.needCount);
  isTouched.fill(1, former.needCount);
  const tree = growTree(rest.tree, network);
  const dual = createDual(tree);
  const left = gone.reduce((sum, i) => sum + former.demand[i]!, 0);
  if (!changeLimits(dual, left)) return undefined;
  for (const i of gone) {
    isTouched[i] = LEFT;
    withdraw(dual, i, former.demand[i]!);
  }
  const added = range(former.needCount, network.needCount).filter((i) => network.demand[i]! > 0);
  for (const i of added) enrol(dual, i);
  rest.list ??= createShortlist(rest.tree);
  let list = extend(rest.list, tree, added, gone);
  const most = PIVOTS_MOST * (network.nodeCount + gone.length + added.length);
  if (!restoreFlow(dual, list, isTouched, most, shouldStop)) return undefined;
  for (const i of gone) {
    tree.basic[i] = tree.column.length + i;
    tree.leafFlow[i] = 0;
  }
  // Prices may have been beyond exact sums on the way.
  recountPrices(tree);
  for (let before: Shortlist | undefined; before !== list; ) {
    before = list;
    if (!improveListed(tree, list, isTouched, shouldStop)) return undefined;
    list = widenAround(list, tree, isGone);
  }
  if (!arePricesExact(tree)) return undefined;
  for (const slots of [rest.tree.slotNeed, tree.slotNeed]) {
    for (const i of slots) if (i >= 0 && isTouched[i] === 0) isTouched[i] = 1;
  }
  if (isWorn(list, tree)) list = createShortlist(tree);
  rests.set(network, { tree, list });
  return read(rest.tree, tree, isTouched);
}

/** True where a list is long by now, or some price has fallen so far that it answers for few needs. */
function isWorn({ near, later, price, reach }: Shortlist, tree: Tree): boolean {
  const isLow = price.some((before, a) => tree.price[a]! - before < -reach);
  return isLow || later.edge.length > near.edge.length + LONG;
}

function range(from: number, to: number): Int32Array {
  return Int32Array.from({ length: to - from }, (_, k) => from + k);
}

function read(before: Tree, tree: Tree, isTouched: Uint8Array): Resolved {
  const { needCount, nodeCount } = before.network;
  let count = 0;
  for (let i = 0; i < isTouched.length; i++) if (isTouched[i] !== 0) count++;
  const touched = new Int32Array(count);
  for (let i = isTouched.length - 1; count > 0; i--) if (isTouched[i] !== 0) touched[--count] = i;
  const had = readRows(
    before,
    touched.filter((i) => i < needCount),
  );
  const has = readRows(tree, touched);
  // Most of them have what they had: split needs are touched by every path that crosses them.
  const isTold = touched.map((i, k) =>
    i >= needCount || isTouched[i] === LEFT || !isSameRow(had, has, k) ? 1 : 0,
  );
  return {
    needs: touched.filter((_, k) => isTold[k] === 1),
    before: pickRows(had, isTold),
    after: pickRows(has, isTold),
    segmentFlow: readSegments(tree),
    price: tree.price.slice(0, nodeCount),
    pivots: tree.pivots,
  };
}

/** The rows that are marked. */
function pickRows({ start, edge, amount }: RowFlow, mark: Int32Array): RowFlow {
  const starts = [0];
  const edges: number[] = [];
  const amounts: number[] = [];
  for (let k = 0; k + 1 < start.length; k++) {
    if (mark[k] === 0) continue;
    for (let q = start[k]!; q < start[k + 1]!; q++) {
      edges.push(edge[q]!);
      amounts.push(amount[q]!);
    }
    starts.push(edges.length);
  }
  return {
    start: Int32Array.from(starts),
    edge: Int32Array.from(edges),
    amount: Float64Array.from(amounts),
  };
}

function isSameRow(one: RowFlow, other: RowFlow, k: number): boolean {
  const size = one.start[k + 1]! - one.start[k]!;
  if (other.start[k + 1]! - other.start[k]! !== size) return false;
  for (let q = 0; q < size; q++) {
    const at = one.start[k]! + q;
    const to = other.start[k]! + q;
    if (one.edge[at] !== other.edge[to] || one.amount[at] !== other.amount[to]) return false;
  }
  return true;
}

/**
 * Prices are sums along paths of the tree; below 2^52 every sum and comparison on the way was exact.
 * Only tens of thousands of missed floors and broken caps on one path could take them further.
 */
export function arePricesExact({ price }: Tree): boolean {
  return price.every((one) => Math.abs(one) < 2 ** 52);
}
