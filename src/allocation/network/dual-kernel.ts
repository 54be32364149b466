import { type Cut, createCut, cutOff, fallOf, nodeOfNeed, noteMoves } from './cut-kernel.ts';
import { markMoved } from './part-kernel.ts';
import { swap } from './pivot-kernel.ts';
import type { Shortlist } from './shortlist-kernel.ts';
import {
  ABSENT,
  BASIC,
  bestEdgeOf,
  closeSlot,
  EMPTY,
  FULL,
  needSlotOf,
  openSlot,
  type Tree,
} from './tree-kernel.ts';

/**
 * A tree of which the prices are right while arcs may hold too little or too much, because needs came
 * and left and limits moved. Nodes whose arc is to be looked at are queued by depth.
 */
export interface Dual {
  readonly tree: Tree;
  /** First node of each depth; next node of the same depth; -1: none. */
  readonly first: Int32Array;
  readonly next: Int32Array;
  readonly isQueued: Uint8Array;
  deepest: number;
}

export function createDual(tree: Tree): Dual {
  const size = tree.up.length;
  return {
    tree,
    first: new Int32Array(size).fill(-1),
    next: new Int32Array(size),
    isQueued: new Uint8Array(size),
    deepest: -1,
  };
}

/** What is wrong with the arc of a node: too much money stands below it, or too little. */
const TOO_MUCH = 1;
const TOO_LITTLE = 2;

/**
 * 0: nothing is wrong. Bounds are those of a strongly feasible tree (see `Tree`): as if every need had
 * a trifle more than it has.
 */
function faultOf({ isUp, flow, room }: Tree, u: number): number {
  const held = flow[u]!;
  if (isUp[u] === 1) return held < 0 ? TOO_LITTLE : held >= room[u]! ? TOO_MUCH : 0;
  return held <= 0 ? TOO_MUCH : held > room[u]! ? TOO_LITTLE : 0;
}

/** How much it is. */
function excessOf({ isUp, flow, room }: Tree, u: number, fault: number): number {
  const isOverRoom = (isUp[u] === 1) === (fault === TOO_MUCH);
  return isOverRoom ? flow[u]! - room[u]! : -flow[u]!;
}

function enqueue(dual: Dual, u: number): void {
  const { first, next, isQueued, tree } = dual;
  if (isQueued[u] === 1) return;
  const depth = tree.depth[u]!;
  isQueued[u] = 1;
  next[u] = first[depth]!;
  first[depth] = u;
  if (depth > dual.deepest) dual.deepest = depth;
}

/** The deepest node of the queue: what hangs below it is least, and above it faults may cancel. -1: none. */
function takeDeepest(dual: Dual): number {
  const { first, next, isQueued, tree } = dual;
  while (dual.deepest >= 0) {
    const u = first[dual.deepest]!;
    if (u < 0) {
      dual.deepest--;
      continue;
    }
    first[dual.deepest] = next[u]!;
    isQueued[u] = 0;
    if (tree.depth[u] === dual.deepest) return u;
    enqueue(dual, u);
  }
  return -1;
}

/** Puts money into the tree at a working node, or takes it; it flows to the root along the tree. */
export function inject(dual: Dual, node: number, amount: number): void {
  if (amount === 0) return;
  const { up, isUp, flow } = dual.tree;
  for (let u = node; up[u]! >= 0; u = up[u]!) {
    flow[u] = flow[u]! + (isUp[u] === 1 ? amount : -amount);
    if (faultOf(dual.tree, u) !== 0) enqueue(dual, u);
  }
}

/**
 * Limits as they are now. What is full stays full, so that the tree has to carry the difference. False
 * where that, beside what is asked and the `left` of needs that leave, could pass what is exact.
 */
export function changeLimits(dual: Dual, left: number): boolean {
  const { tree } = dual;
  const { network, segmentState, segmentCapacity, segmentGain, price, room } = tree;
  const { nodeCount, parent } = network;
  const firstSegment = tree.column.length + network.needCount;
  const asked = network.demand.reduce((sum, one) => sum + one, 0);
  let carried = asked + left;
  for (let position = 0; position < 3 * (nodeCount - 1); position++) {
    const node = Math.floor(position / 3);
    const before = segmentCapacity[position]!;
    // A last segment without room in the network was opened for a start.
    const isOpened = position % 3 === 2 && network.segmentCapacity[position] === 0;
    const after = isOpened ? before : network.segmentCapacity[position]!;
    if (before === after) continue;
    segmentCapacity[position] = after;
    const state = segmentState[position]!;
    if (state === BASIC) {
      const u = tree.arc[node] === firstSegment + position ? node : parent[node]!;
      room[u] = after;
      if (faultOf(tree, u) !== 0) enqueue(dual, u);
      continue;
    }
    const gained = segmentGain[position]! + price[node]! - price[parent[node]!]!;
    const isFull = state === FULL || (state === ABSENT && gained > 0);
    segmentState[position] = after === 0 ? ABSENT : isFull ? FULL : EMPTY;
    if (!isFull) continue;
    // More than all that is asked is as good as no limit.
    const held = Math.min(after, asked + 1);
    segmentCapacity[position] = held;
    carried += held;
    const more = state === FULL ? held - before : held;
    inject(dual, node, -more);
    inject(dual, parent[node]!, more);
  }
  return carried <= Number.MAX_SAFE_INTEGER;
}

/** A need takes `amount`, all it had, out of the tree; where it is split it stays there with nothing. */
export function withdraw(dual: Dual, i: number, amount: number): void {
  const { tree } = dual;
  const { column, basic, leafFlow, network } = tree;
  const { rowStart, capacity } = network;
  let left = amount;
  for (let e = rowStart[i]!; capacity !== undefined && e < rowStart[i + 1]!; e++) {
    if (column[e]! >= 0) continue;
    column[e] = ~column[e]!;
    left -= capacity[e]!;
    inject(dual, column[e]!, -capacity[e]!);
  }
  inject(dual, nodeOfNeed(tree, i), -left);
  if (basic[i]! < 0) return;
  basic[i] = column.length + i;
  leafFlow[i] = 0;
}

/** A new need, unserved until now, takes its best edges at the prices of the tree. */
export function enrol(dual: Dual, i: number): void {
  const { tree } = dual;
  const { column, basic, leafFlow, price } = tree;
  const { capacity } = tree.network;
  for (let e = bestEdgeOf(tree, price, i); e >= 0; e = bestEdgeOf(tree, price, i)) {
    const most = capacity === undefined ? Infinity : capacity[e]!;
    if (most > leafFlow[i]!) {
      basic[i] = e;
      break;
    }
    leafFlow[i] = leafFlow[i]! - most;
    inject(dual, column[e]!, most);
    column[e] = ~column[e]!;
  }
  inject(dual, nodeOfNeed(tree, i), leafFlow[i]!);
}

/**
 * Among many edges a price may fall so often the reach of the list: farther down it draws needs that
 * no list knows of, and to list them all would cost more than to begin anew.
 */
const FALL_MOST = 2;
const EDGES_MANY = 2 ** 18;
/** Pivots between two questions whether to stop. */
const PIVOTS_BETWEEN_STOPS = 256;

/**
 * The dual simplex: the arc of a node that holds too little or too much leaves the tree, and of the
 * arcs that can carry the difference the one that loses least comes in, so that prices stay right.
 * Needs and limits that can carry less than the difference do so first and stay outside the tree.
 * Leaves a strongly feasible tree, and marks the needs that took part in `isTouched`, where they have
 * no mark. False where no arc was found, after `most` pivots (equal losses might go round for ever), where a price falls too far
 * for the list, and when stopped.
 */
export function restoreFlow(
  dual: Dual,
  list: Shortlist,
  isTouched: Uint8Array,
  most: number,
  shouldStop: (() => boolean) | undefined,
): boolean {
  const { tree } = dual;
  const { nodeCount } = tree.network;
  const cut = createCut(tree, list);
  const hasMany = tree.column.length > EDGES_MANY;
  for (let u = takeDeepest(dual); u >= 0; u = takeDeepest(dual)) {
    if (u >= nodeCount && tree.slotNeed[u - nodeCount]! < 0) continue;
    const fault = faultOf(tree, u);
    if (fault === 0) continue;
    for (let isIn = false; !isIn; ) {
      if (tree.pivots++ >= most) return false;
      if (tree.pivots % PIVOTS_BETWEEN_STOPS === 0 && shouldStop?.() === true) return false;
      const excess = excessOf(tree, u, fault);
      cutOff(cut, u, fault === TOO_MUCH, excess);
      if (cut.arc < 0) return false;
      if (cut.need >= 0) touch(cut, isTouched, cut.need);
      if (cut.need < 0 ? flipSegment(dual, cut, excess) : flipEdge(dual, cut, excess)) continue;
      const slot = needSlotOf(tree, u);
      if (slot >= 0) touch(cut, isTouched, tree.slotNeed[slot]!);
      if (cut.need >= 0 && tree.basic[cut.need]! >= 0 && tree.freeCount === 0) return false;
      enter(dual, cut, u, excess);
      noteMoves(cut);
      if (hasMany && fallOf(cut) > FALL_MOST * list.reach) return false;
      isIn = true;
    }
  }
  // Where an arc held more than it could, its need kept a working node.
  for (let slot = 0; slot <= nodeCount; slot++) {
    if (tree.slotNeed[slot]! >= 0 && tree.slotDegree[slot] === 1) closeSlot(tree, slot);
  }
  return true;
}

function touch({ list, tree }: Cut, isTouched: Uint8Array, i: number): void {
  if (isTouched[i] === 0) isTouched[i] = 1;
  const { near, later, place } = list;
  const at = place[i]!;
  if (at < 0) return;
  if (at < later.first) markMoved(near, tree.network, at);
  else markMoved(later, tree.network, at - later.first);
}

/** Whether an arc stays outside the tree when it carries `amount`: where not more is asked for. */
function isLess(amount: number, excess: number, isOut: boolean): boolean {
  return isOut ? amount <= excess : amount < excess;
}

/** Fills or empties the segment of a cut where more than it holds is asked for; else false. */
function flipSegment(dual: Dual, { arc, isOut }: Cut, excess: number): boolean {
  const { network, segmentState, segmentCapacity, column } = dual.tree;
  const position = arc - column.length - network.needCount;
  const most = segmentCapacity[position]!;
  if (!isLess(most, excess, isOut)) return false;
  const node = Math.floor(position / 3);
  const isFull = segmentState[position] === FULL;
  segmentState[position] = isFull ? EMPTY : FULL;
  inject(dual, node, isFull ? most : -most);
  inject(dual, network.parent[node]!, isFull ? -most : most);
  return true;
}

/** Fills or empties the edge of a cut, or moves its need as a whole, where that is not enough; else false. */
function flipEdge(dual: Dual, { arc, need, isOut }: Cut, excess: number): boolean {
  const { tree } = dual;
  const { network, column, basic, leafFlow } = tree;
  const { capacity, home } = network;
  const isEdge = arc < column.length;
  const isFull = isEdge && column[arc]! < 0;
  const to = isEdge ? (isFull ? ~column[arc]! : column[arc]!) : home[need]!;
  const most = isEdge && capacity !== undefined ? capacity[arc]! : Infinity;
  const from = nodeOfNeed(tree, need);
  const own = basic[need]!;
  const isLeaf = own >= 0;
  const held = isLeaf ? leafFlow[need]! : Infinity;
  if (!isLess(isFull ? most : Math.min(most, held), excess, isOut)) return false;
  if (!isFull && held < most) {
    basic[need] = arc;
    inject(dual, from, -held);
    inject(dual, to, held);
    return true;
  }
  const ownRoom =
    isLeaf && own < column.length && capacity !== undefined ? capacity[own]! : Infinity;
  if (isFull && isLeaf && held + most >= ownRoom) return false;
  const moved = isFull ? -most : most;
  column[arc] = ~column[arc]!;
  if (isLeaf) leafFlow[need] = held - moved;
  inject(dual, from, -moved);
  inject(dual, to, moved);
  return true;
}

/** The arc of a cut enters the tree in the place of that of `u`. */
function enter(dual: Dual, { arc, need, isOut, stamp }: Cut, u: number, excess: number): void {
  const { tree } = dual;
  const { network, column, segmentState, segmentCapacity, basic } = tree;
  const { capacity, home, needCount, parent } = network;
  const position = arc - column.length - needCount;
  const isEdge = arc < column.length;
  let isFull = false;
  let room = Infinity;
  let tail = Math.floor(position / 3);
  let head = -1;
  if (need < 0) {
    isFull = segmentState[position] === FULL;
    room = segmentCapacity[position]!;
    head = parent[tail]!;
  } else {
    isFull = isEdge && column[arc]! < 0;
    if (isEdge && capacity !== undefined) room = capacity[arc]!;
    head = isEdge ? (isFull ? ~column[arc]! : column[arc]!) : home[need]!;
    const from = nodeOfNeed(tree, need);
    tail = basic[need]! < 0 ? from : openSlot(tree, need);
    stamp[tail] = stamp[from]!;
  }
  const inside = isOut !== isFull ? tail : head;
  const outside = inside === tail ? head : tail;
  inject(dual, inside, isOut ? -excess : excess);
  inject(dual, outside, isOut ? excess : -excess);
  swap(tree, u, arc, tail, inside, outside, isFull ? room - excess : excess, room);
  // Arcs between the two have turned round.
  for (let v = u; ; v = tree.up[v]!) {
    if (faultOf(tree, v) !== 0) enqueue(dual, v);
    if (v === inside) break;
  }
}
