import { type Network, segmentGain } from './network.ts';
import { raiseSegment } from './pivot-kernel.ts';
import { ABSENT, BASIC, EMPTY, FULL, recountPrices, shift, type Tree } from './tree-kernel.ts';

/**
 * A copy of a tree in a network with more needs, edges and room than it was made for. The first needs
 * and edges must be the same, and all nodes; new needs stand unserved, which `pour` has to tell to the
 * limits of regions.
 */
export function growTree(from: Tree, network: Network): Tree {
  const { column, needCount, demand } = network;
  const edgesBefore = from.column.length;
  const needsBefore = from.network.needCount;
  const byEdges = column.length - edgesBefore;
  const bySegments = byEdges + needCount - needsBefore;
  const basic = new Int32Array(needCount);
  const leafFlow = new Float64Array(needCount);
  leafFlow.set(from.leafFlow);
  for (let i = 0; i < needsBefore; i++) {
    const own = from.basic[i]!;
    basic[i] = own < edgesBefore ? own : own + byEdges;
  }
  for (let i = needsBefore; i < needCount; i++) {
    basic[i] = column.length + i;
    leafFlow[i] = demand[i]!;
  }
  const arc = from.arc.map((one) =>
    one < edgesBefore ? one : one < edgesBefore + needsBefore ? one + byEdges : one + bySegments,
  );
  return {
    network,
    column: network.capacity === undefined ? column : growColumn(from.column, column),
    up: from.up.slice(),
    arc,
    isUp: from.isUp.slice(),
    flow: from.flow.slice(),
    room: from.room.slice(),
    depth: from.depth.slice(),
    price: from.price.slice(),
    child: from.child.slice(),
    next: from.next.slice(),
    previous: from.previous.slice(),
    basic,
    leafFlow,
    slotNeed: from.slotNeed.slice(),
    slotDegree: from.slotDegree.slice(),
    freeSlots: from.freeSlots.slice(),
    segmentState: from.segmentState.slice(),
    segmentGain: from.segmentGain.slice(),
    segmentCapacity: from.segmentCapacity.slice(),
    freeCount: from.freeCount,
    pivots: 0,
  };
}

function growColumn(from: Int32Array, column: Int32Array): Int32Array {
  const grown = new Int32Array(column.length);
  grown.set(from);
  grown.set(column.subarray(from.length), from.length);
  return grown;
}

/**
 * Other limits of products and of sets of products; false, with the tree in pieces, where a limit
 * differs that cannot be moved so. The flow keeps all arcs of the network full or within them:
 * - a smaller limit moves what is over it to the last segment, which is punished: where the limit
 *   stood in the tree, the last segment takes its place;
 * - a larger limit that was full takes more by one pivot.
 * Both keep the tree strongly feasible (see `Tree`), so that the pivots that follow cannot cycle.
 */
export function moveLimits(tree: Tree, from: Network, to: Network): boolean {
  const { nodeCount, isRegion, segmentCapacity } = to;
  const raised: number[] = [];
  for (let a = 0; a < nodeCount - 1; a++) {
    if (isRegion[a] === 1) continue;
    openLast(tree, a);
    for (let position = 3 * a; position < 3 * a + 3; position++) {
      const before = from.segmentCapacity[position]!;
      const after = segmentCapacity[position]!;
      if (before === after) continue;
      if (position % 3 !== 1) return false;
      if (after < before) lower(tree, position, after);
      else raised.push(position);
    }
  }
  for (const position of raised) raise(tree, position, segmentCapacity[position]!);
  return true;
}

/** Nodes of products and sets of products whose limit differs in two networks of one shape. */
export function changedNodes(from: Network, to: Network): readonly number[] {
  const changed: number[] = [];
  for (let a = 0; a < to.nodeCount - 1; a++) {
    if (to.isRegion[a] === 1) continue;
    if (from.segmentCapacity[3 * a + 1] !== to.segmentCapacity[3 * a + 1]) changed.push(a);
  }
  return changed;
}

/**
 * Needs come to regions or leave them unserved: `more[a]` is what flows through node `a` in addition,
 * and `segmentCapacity` are the limits afterwards. What is full stays full; what stands in the tree
 * takes the rest. False, with the tree in pieces, where that is not a tree with a strongly feasible
 * flow.
 */
export function pour(tree: Tree, segmentCapacity: Float64Array, more: Float64Array): boolean {
  const { network, segmentState, flow, room, isUp } = tree;
  for (let a = 0; a < network.nodeCount - 1; a++) {
    if (network.isRegion[a] === 0) continue;
    let rest = more[a]!;
    let hung = -1;
    for (let position = 3 * a; position < 3 * a + 3; position++) {
      const state = segmentState[position]!;
      const before = tree.segmentCapacity[position]!;
      // A last segment without room in the network was opened for a start.
      const after = position % 3 === 2 ? before : segmentCapacity[position]!;
      tree.segmentCapacity[position] = after;
      if (state === BASIC) {
        hung = position;
        rest += flow[hungBy(tree, position)]!;
        continue;
      }
      if (state === FULL) rest += before - after;
      if (after === 0) segmentState[position] = ABSENT;
      else if (state === ABSENT) {
        const isFirst = position % 3 === 0;
        segmentState[position] = isFirst ? FULL : EMPTY;
        if (isFirst) rest -= after;
      }
    }
    if (hung < 0) {
      if (rest !== 0) return false;
      continue;
    }
    const u = hungBy(tree, hung);
    const most = tree.segmentCapacity[hung]!;
    flow[u] = rest;
    room[u] = most;
    if (isUp[u] === 1 ? !(rest >= 0 && rest < most) : !(rest > 0 && rest <= most)) return false;
  }
  return true;
}

/** Prices of changed nodes stay within `softness` of what they were, whatever their limits. */
export function soften(
  tree: Tree,
  changed: readonly number[],
  base: Float64Array,
  softness: number,
): void {
  const { network, segmentGain: gains } = tree;
  for (const a of changed) {
    for (let position = 3 * a + 1; position < 3 * a + 3; position++) {
      const hard = segmentGain(network, position);
      gains[position] = Math.min(-base[a]! + softness, Math.max(-base[a]! - softness, hard));
    }
  }
  recountPrices(tree);
}

/** True when a changed node is over its limit, or has room left though it had a price. */
export function isStirred(tree: Tree, changed: readonly number[], base: Float64Array): boolean {
  const { network, segmentState, arc, flow } = tree;
  const firstSegment = network.column.length + network.needCount;
  return changed.some((a) => {
    const plain = segmentState[3 * a + 1]!;
    if ((plain === EMPTY || plain === BASIC) && base[a]! > 0) return true;
    if (segmentState[3 * a + 2] === FULL) return true;
    if (segmentState[3 * a + 2] !== BASIC) return false;
    const last = firstSegment + 3 * a + 2;
    return flow[arc[a] === last ? a : network.parent[a]!]! > 0;
  });
}

/** The node that hangs in the tree by a segment of node `a`: `a` itself or the one above it. */
function hungBy(tree: Tree, position: number): number {
  const { network, arc } = tree;
  const a = Math.floor(position / 3);
  return arc[a] === network.column.length + network.needCount + position ? a : network.parent[a]!;
}

/** An earlier move may have left the last segment with the room of what once was over. */
function openLast(tree: Tree, a: number): void {
  const { segmentState, segmentCapacity, room } = tree;
  const last = 3 * a + 2;
  if (segmentState[last] === FULL || segmentCapacity[last] === 0) return;
  segmentCapacity[last] = Infinity;
  if (segmentState[last] === BASIC) room[hungBy(tree, last)] = Infinity;
}

function lower(tree: Tree, position: number, to: number): void {
  const { network, segmentState, segmentCapacity, segmentGain, flow, room, arc, isUp } = tree;
  const last = position + 1;
  const before = segmentCapacity[position]!;
  segmentCapacity[position] = to;
  // A segment without room must not enter the tree, where nothing could pass it.
  if (segmentState[position] === EMPTY && to === 0) segmentState[position] = ABSENT;
  if (segmentState[position] === FULL) {
    if (to === 0) segmentState[position] = ABSENT;
    if (segmentState[last] === BASIC) {
      const u = hungBy(tree, last);
      flow[u] = flow[u]! + (before - to);
    } else fillLast(tree, last, before - to);
    return;
  }
  if (segmentState[position] !== BASIC) return;
  const u = hungBy(tree, position);
  const excess = flow[u]! - to;
  room[u] = to;
  if (excess < 0) return;
  if (isUp[u] === 0 && to > 0) {
    // Money could come back along this arc as long as it carries some, and it does.
    flow[u] = to;
    if (excess > 0) fillLast(tree, last, excess);
    return;
  }
  segmentState[position] = to === 0 ? ABSENT : FULL;
  segmentState[last] = BASIC;
  segmentCapacity[last] = Infinity;
  arc[u] = network.column.length + network.needCount + last;
  flow[u] = excess;
  room[u] = Infinity;
  const by = segmentGain[position]! - segmentGain[last]!;
  shift(tree, u, isUp[u] === 1 ? by : -by);
}

/** The last segment, empty until now, holds what is over its limit and no more. */
function fillLast({ segmentState, segmentCapacity }: Tree, last: number, excess: number): void {
  segmentState[last] = FULL;
  segmentCapacity[last] = excess;
}

function raise(tree: Tree, position: number, to: number): void {
  const { segmentState, segmentCapacity, room } = tree;
  const before = segmentCapacity[position]!;
  segmentCapacity[position] = to;
  if (segmentState[position] === BASIC) room[hungBy(tree, position)] = to;
  else if (segmentState[position] === FULL) raiseSegment(tree, position, before, to - before);
  else segmentState[position] = EMPTY;
}
