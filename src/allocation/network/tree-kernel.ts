import { type Network, segmentGain } from './network.ts';

/**
 * The working tree of a network simplex for few nodes and many needs. A spanning tree of `needs +
 * nodes` has one arc less than it has nodes and every need has at least one arc, so fewer than
 * `nodes` needs have more than one. Those, the split needs, take a slot in the working tree; every
 * other need is a leaf of which only its one arc and flow are kept.
 *
 * ```
 *   working node   0 .. nodeCount - 1   nodes of the network
 *                  nodeCount + s        the split need in slot s
 *   arc            e < edgeCount                   an edge
 *                  edgeCount + i                   the home edge of need i
 *                  edgeCount + needCount + 3a + s  segment s from node a to its parent
 * ```
 * The tree is kept strongly feasible: from every node some money more could be sent to the root
 * along the tree. The leaving arc is the last that blocks on the cycle, seen from its apex, which
 * keeps that true and excludes cycling (Cunningham 1976).
 */
export interface Tree {
  readonly network: Network;
  /** As in the network; `~node` marks an edge that is filled to its capacity outside the tree. */
  readonly column: Int32Array;
  readonly up: Int32Array;
  readonly arc: Int32Array;
  /** 1: the arc leads from the node to its parent in the tree. */
  readonly isUp: Uint8Array;
  readonly flow: Float64Array;
  /** Capacity of the arc to the parent in the tree. */
  readonly room: Float64Array;
  readonly depth: Int32Array;
  readonly price: Float64Array;
  readonly child: Int32Array;
  readonly next: Int32Array;
  readonly previous: Int32Array;
  /** Arc of a leaf need; `-1 - slot` of a split one. */
  readonly basic: Int32Array;
  readonly leafFlow: Float64Array;
  readonly slotNeed: Int32Array;
  readonly slotDegree: Int32Array;
  readonly freeSlots: Int32Array;
  /** 0 empty, 1 full, 2 in the tree, 3 absent. */
  readonly segmentState: Uint8Array;
  /** Gain of a unit on each segment, for now: see `setGains`. */
  readonly segmentGain: Float64Array;
  /** As in the network, and with room for excess on every node while a start is improved. */
  readonly segmentCapacity: Float64Array;
  freeCount: number;
  pivots: number;
}

export const EMPTY = 0;
export const FULL = 1;
export const BASIC = 2;
export const ABSENT = 3;

/** All needs unserved; `hangNodes` then makes a tree of it. */
export function createTree(network: Network): Tree {
  const { needCount, nodeCount } = network;
  const size = 2 * nodeCount + 1;
  const edgeCount = network.column.length;
  const tree: Tree = {
    network,
    column: network.capacity === undefined ? network.column : network.column.slice(),
    up: new Int32Array(size).fill(-1),
    arc: new Int32Array(size).fill(-1),
    isUp: new Uint8Array(size),
    flow: new Float64Array(size),
    room: new Float64Array(size),
    depth: new Int32Array(size),
    price: new Float64Array(size),
    child: new Int32Array(size).fill(-1),
    next: new Int32Array(size).fill(-1),
    previous: new Int32Array(size).fill(-1),
    basic: Int32Array.from({ length: needCount }, (_, i) => edgeCount + i),
    leafFlow: Float64Array.from(network.demand),
    slotNeed: new Int32Array(nodeCount + 1).fill(-1),
    slotDegree: new Int32Array(nodeCount + 1),
    freeSlots: Int32Array.from({ length: nodeCount + 1 }, (_, s) => nodeCount - s),
    segmentState: new Uint8Array(3 * nodeCount).fill(ABSENT),
    segmentGain: new Float64Array(3 * nodeCount),
    segmentCapacity: network.segmentCapacity.slice(),
    freeCount: nodeCount + 1,
    pivots: 0,
  };
  return tree;
}

/**
 * Puts every leaf's flow through the nodes above it: on the first segments that hold it, with the
 * last one in the tree. All needs must be leaves. A node without a segment that has room gets one
 * for excess.
 */
export function hangNodes(tree: Tree): void {
  const { network, column, basic, leafFlow, child, segmentState, segmentCapacity } = tree;
  const { needCount, nodeCount, parent, home, capacity, rowStart } = network;
  const edgeCount = column.length;
  const through = new Float64Array(nodeCount);
  for (let i = 0; i < needCount; i++) {
    const own = basic[i]!;
    through[own < edgeCount ? column[own]! : home[i]!]! += leafFlow[i]!;
    if (capacity === undefined) continue;
    for (let e = rowStart[i]!; e < rowStart[i + 1]!; e++) {
      if (column[e]! < 0) through[~column[e]!]! += capacity[e]!;
    }
  }
  // A child stands before its parent.
  for (let a = 0; a < nodeCount - 1; a++) through[parent[a]!]! += through[a]!;
  child.fill(-1);
  for (let a = nodeCount - 2; a >= 0; a--) {
    let left = through[a]!;
    let isHung = false;
    for (let s = 0; s < 3; s++) {
      const room = segmentCapacity[3 * a + s]!;
      if (room === 0) continue;
      if (isHung || left >= room) {
        segmentState[3 * a + s] = isHung ? EMPTY : FULL;
        left -= isHung ? 0 : room;
        continue;
      }
      isHung = true;
      hangNode(tree, a, s, left);
    }
    if (!isHung) {
      segmentCapacity[3 * a + 2] = Infinity;
      hangNode(tree, a, 2, left);
    }
  }
}

function hangNode(tree: Tree, a: number, s: number, flow: number): void {
  const { network, segmentState, segmentCapacity, depth, price, arc, isUp, room } = tree;
  const to = network.parent[a]!;
  const position = 3 * a + s;
  segmentState[position] = BASIC;
  arc[a] = tree.column.length + network.needCount + position;
  isUp[a] = 1;
  tree.flow[a] = flow;
  room[a] = segmentCapacity[position]!;
  depth[a] = depth[to]! + 1;
  price[a] = price[to]! - tree.segmentGain[position]!;
  attach(tree, a, to);
}

export function attach({ up, child, next, previous }: Tree, node: number, to: number): void {
  const first = child[to]!;
  up[node] = to;
  next[node] = first;
  previous[node] = -1;
  if (first >= 0) previous[first] = node;
  child[to] = node;
}

function detach({ up, child, next, previous }: Tree, node: number): void {
  const before = previous[node]!;
  const after = next[node]!;
  if (before >= 0) next[before] = after;
  else child[up[node]!] = after;
  if (after >= 0) previous[after] = before;
}

/** Where a need stands: the node of its one arc, or its own working node where it is split. */
export function nodeOfNeed({ network, basic, column }: Tree, i: number): number {
  const own = basic[i]!;
  if (own < 0) return network.nodeCount - 1 - own;
  return own < column.length ? column[own]! : network.home[i]!;
}

/** The unfilled edge on which a need gains most at some prices; -1: it gains no less at home. */
export function bestEdgeOf({ network, column }: Tree, price: Float64Array, i: number): number {
  const { rowStart, gain, home, homeGain } = network;
  let best = (homeGain === undefined ? 0 : homeGain[i]!) - price[home[i]!]!;
  let bestEdge = -1;
  const end = rowStart[i + 1]!;
  for (let e = rowStart[i]!; e < end; e++) {
    const a = column[e]!;
    if (a < 0) continue;
    const r = gain[e]! - price[a]!;
    if (r <= best) continue;
    best = r;
    bestEdge = e;
  }
  return bestEdge;
}

/** Gives a leaf need a slot, still hanging by its one arc. */
export function openSlot(tree: Tree, need: number): number {
  const { network, basic, slotNeed, slotDegree, freeSlots } = tree;
  const { home, homeGain, gain, capacity, nodeCount } = network;
  const { column } = tree;
  const arc = basic[need]!;
  const isEdge = arc < column.length;
  const to = isEdge ? column[arc]! : home[need]!;
  const slot = freeSlots[--tree.freeCount]!;
  const node = nodeCount + slot;
  slotNeed[slot] = need;
  slotDegree[slot] = 1;
  basic[need] = -1 - slot;
  tree.arc[node] = arc;
  tree.isUp[node] = 1;
  tree.flow[node] = tree.leafFlow[need]!;
  tree.room[node] = isEdge && capacity !== undefined ? capacity[arc]! : Infinity;
  tree.depth[node] = tree.depth[to]! + 1;
  tree.child[node] = -1;
  const armGain = isEdge ? gain[arc]! : homeGain === undefined ? 0 : homeGain[need]!;
  tree.price[node] = tree.price[to]! - armGain;
  attach(tree, node, to);
  return node;
}

/** A split need that is down to one arc becomes a leaf again, unless the arc holds what it cannot. */
export function closeSlot(tree: Tree, slot: number): void {
  const node = tree.network.nodeCount + slot;
  if (tree.flow[node]! < 0 || tree.flow[node]! >= tree.room[node]!) return;
  const need = tree.slotNeed[slot]!;
  tree.basic[need] = tree.arc[node]!;
  tree.leafFlow[need] = tree.flow[node]!;
  detach(tree, node);
  tree.slotNeed[slot] = -1;
  tree.freeSlots[tree.freeCount++] = slot;
}

/** Working node of the tail or head of an arc in the tree that hangs `node`. */
export function needSlotOf(tree: Tree, node: number): number {
  const { nodeCount } = tree.network;
  const slot = node >= nodeCount ? node : tree.up[node]!;
  return slot >= nodeCount ? slot - nodeCount : -1;
}

export function arcGain({ network, segmentGain }: Tree, arc: number): number {
  const { column, gain, needCount, homeGain } = network;
  const edgeCount = column.length;
  if (arc < edgeCount) return gain[arc]!;
  if (arc < edgeCount + needCount) return homeGain === undefined ? 0 : homeGain[arc - edgeCount]!;
  return segmentGain[arc - edgeCount - needCount]!;
}

/**
 * Records where an arc stands: edges by the sign of their column, segments by their state. A segment
 * that has lost its room is gone when it leaves the tree.
 */
export function setState(
  { network, column, segmentState, segmentCapacity }: Tree,
  arc: number,
  state: number,
): void {
  const { needCount } = network;
  if (arc >= column.length) {
    const position = arc - column.length - needCount;
    if (position >= 0) segmentState[position] = segmentCapacity[position] === 0 ? ABSENT : state;
    return;
  }
  const coded = column[arc]!;
  if (coded < 0 !== (state === FULL)) column[arc] = ~coded;
}

/** Cuts the subtree of `top` and makes `bottom`, a node in it, its root; `bottom` is left loose. */
export function reverse(tree: Tree, bottom: number, top: number): void {
  const { up, arc, isUp, flow, room } = tree;
  let node = bottom;
  let parent = up[node]!;
  let heldArc = arc[node]!;
  let heldUp = isUp[node]!;
  let heldFlow = flow[node]!;
  let heldRoom = room[node]!;
  detach(tree, node);
  while (node !== top) {
    const above = up[parent]!;
    const nextArc = arc[parent]!;
    const nextUp = isUp[parent]!;
    const nextFlow = flow[parent]!;
    const nextRoom = room[parent]!;
    detach(tree, parent);
    attach(tree, parent, node);
    arc[parent] = heldArc;
    isUp[parent] = heldUp ^ 1;
    flow[parent] = heldFlow;
    room[parent] = heldRoom;
    node = parent;
    parent = above;
    heldArc = nextArc;
    heldUp = nextUp;
    heldFlow = nextFlow;
    heldRoom = nextRoom;
  }
}

/** Adds `by` to the prices of the subtree of `top` and counts its depths anew. */
export function shift({ up, depth, price, child, next }: Tree, top: number, by: number): void {
  let node = top;
  while (true) {
    price[node] = price[node]! + by;
    depth[node] = depth[up[node]!]! + 1;
    let to = child[node]!;
    while (to < 0) {
      if (node === top) return;
      to = next[node]!;
      if (to < 0) node = up[node]!;
    }
    node = to;
  }
}

/** Sets the gains of segments, each held between `base - softness` and `base + softness` */
export function setGains(tree: Tree, base: Float64Array, softness: number): void {
  const { network, segmentGain: gains } = tree;
  for (let a = 0; a < network.nodeCount - 1; a++) {
    const low = -base[a]! - softness;
    const high = -base[a]! + softness;
    for (let s = 0; s < 3; s++) {
      gains[3 * a + s] = Math.min(high, Math.max(low, segmentGain(network, 3 * a + s)));
    }
  }
  recountPrices(tree);
}

/** Counts all prices anew from the gains along the tree. */
export function recountPrices(tree: Tree): void {
  const { up, isUp, price, child, next, arc, network } = tree;
  const root = network.nodeCount - 1;
  let node = child[root]!;
  while (node >= 0) {
    const gain = arcGain(tree, arc[node]!);
    price[node] = price[up[node]!]! + (isUp[node] === 1 ? -gain : gain);
    let to = child[node]!;
    while (to < 0 && node !== root) {
      to = next[node]!;
      if (to < 0) node = up[node]!;
    }
    node = to;
  }
}
