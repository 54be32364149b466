import { type Network, segmentGain } from './network.ts';
import { raiseSegment } from './pivot-kernel.ts';
import { BASIC, EMPTY, FULL, recountPrices, shift, type Tree } from './tree-kernel.ts';

/**
 * A copy of a tree in a network that differs in the limits of products and sets of products only;
 * undefined where more differs. The flow keeps all arcs of the network full or within them:
 * - a smaller limit moves what is over it to the last segment, which is punished: where the limit
 *   stood in the tree, the last segment takes its place;
 * - a larger limit that was full takes more by one pivot.
 * Both keep the tree strongly feasible (see `Tree`), so that the pivots that follow cannot cycle.
 */
export function moveTree(from: Tree, network: Network): Tree | undefined {
  if (!isSameShape(from.network, network)) return undefined;
  const tree = copyTree(from, network);
  const { segmentCapacity } = tree;
  for (let a = 0; a < network.nodeCount - 1; a++) openLast(tree, a);
  const raised: number[] = [];
  for (let position = 0; position < segmentCapacity.length; position++) {
    const before = from.network.segmentCapacity[position]!;
    const after = network.segmentCapacity[position]!;
    if (before === after) continue;
    if (after < before) lower(tree, position, after);
    else raised.push(position);
  }
  for (const position of raised) raise(tree, position, network.segmentCapacity[position]!);
  return tree;
}

/** Nodes whose limit differs in two networks of one shape. */
export function changedNodes(from: Network, to: Network): readonly number[] {
  const changed: number[] = [];
  for (let a = 0; a < to.nodeCount - 1; a++) {
    if (from.segmentCapacity[3 * a + 1] !== to.segmentCapacity[3 * a + 1]) changed.push(a);
  }
  return changed;
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
    if (segmentState[3 * a + 1] !== 1 && base[a]! > 0) return true;
    if (segmentState[3 * a + 2] === 1) return true;
    if (segmentState[3 * a + 2] === 0) return false;
    const last = firstSegment + 3 * a + 2;
    return flow[arc[a] === last ? a : network.parent[a]!]! > 0;
  });
}

function isSameShape(from: Network, to: Network): boolean {
  const { nodeCount, parent, isRegion, segmentCapacity } = to;
  if (from.nodeCount !== nodeCount || from.penalty !== to.penalty) return false;
  if (from.column !== to.column || from.gain !== to.gain || from.demand !== to.demand) return false;
  if (from.rowStart !== to.rowStart || from.capacity !== to.capacity) return false;
  if (from.homeGain !== to.homeGain) return false;
  for (let a = 0; a < nodeCount; a++) {
    if (from.parent[a] !== parent[a] || from.isRegion[a] !== isRegion[a]) return false;
    for (let s = 0; s < 3; s++) {
      const before = from.segmentCapacity[3 * a + s]!;
      const after = segmentCapacity[3 * a + s]!;
      // Floors, regions, and limits that come, go or were boundless begin anew.
      const isMovable = s === 1 && isRegion[a] === 0 && before > 0 && after > 0;
      if (before !== after && !(isMovable && before < Infinity && after < Infinity)) return false;
    }
  }
  for (let i = 0; i < to.needCount; i++) if (from.home[i] !== to.home[i]) return false;
  return true;
}

function copyTree(from: Tree, network: Network): Tree {
  return {
    network,
    column: network.capacity === undefined ? network.column : from.column.slice(),
    up: from.up.slice(),
    arc: from.arc.slice(),
    isUp: from.isUp.slice(),
    flow: from.flow.slice(),
    room: from.room.slice(),
    depth: from.depth.slice(),
    price: from.price.slice(),
    child: from.child.slice(),
    next: from.next.slice(),
    previous: from.previous.slice(),
    basic: from.basic.slice(),
    leafFlow: from.leafFlow.slice(),
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
  if (segmentState[position] === FULL) {
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
  if (isUp[u] === 0) {
    // Money could come back along this arc as long as it carries some, and it does: `to` is above 0.
    flow[u] = to;
    if (excess > 0) fillLast(tree, last, excess);
    return;
  }
  segmentState[position] = FULL;
  segmentState[last] = BASIC;
  segmentCapacity[last] = Infinity;
  arc[u] = network.column.length + network.needCount + last;
  flow[u] = excess;
  room[u] = Infinity;
  shift(tree, u, segmentGain[position]! - segmentGain[last]!);
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
