import { isLess } from './choice-kernel.ts';
import { type Cut, createCut, cutOff, fallOf, noteMoves, noteNeed } from './cut-kernel.ts';
import {
  carry,
  carryInjected,
  type Dual,
  excessOf,
  faultOf,
  inject,
  TOO_MUCH,
  takeWorst,
  weigh,
} from './fault-kernel.ts';
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
  nodeOfNeed,
  openSlot,
} from './tree-kernel.ts';

/**
 * Limits as they are now. What is full stays full, so that the tree has to carry the difference. False
 * where that, beside what is asked and the `left` of needs that leave, could pass what is exact.
 */
export function changeLimits(dual: Dual, left: number): boolean {
  const { tree } = dual;
  const { network, segmentState, segmentCapacity, segmentGain, price, room } = tree;
  const { nodeCount, parent } = network;
  const firstSegment = tree.column.length + network.needCount;
  const asked = sumOf(network.demand);
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

function sumOf(amounts: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < amounts.length; i++) sum += amounts[i]!;
  return sum;
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
 * arcs that can carry the difference those that lose least are filled one after the other. The first
 * that can carry what is left comes in, so that prices stay right; the others stay outside the tree.
 * Leaves a strongly feasible tree, and marks the needs that took part in `isTouched`, where they have
 * no mark. False where no arc was found, after `most` pivots (equal losses might go round for ever),
 * where a price falls too far for the list, and when stopped.
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
  carryInjected(dual);
  for (let u = takeWorst(dual); u >= 0; u = takeWorst(dual)) {
    // The need of this slot has left it.
    if (u >= nodeCount && tree.slotNeed[u - nodeCount]! < 0) continue;
    const fault = faultOf(tree, u);
    for (let isIn = false; !isIn; ) {
      cutOff(cut, u, fault === TOO_MUCH, excessOf(tree, u, fault));
      const { count } = cut.choices;
      if (count === 0) return false;
      for (let k = 0; k < count && !isIn; k++) {
        if (tree.pivots++ >= most) return false;
        if (tree.pivots % PIVOTS_BETWEEN_STOPS === 0 && shouldStop?.() === true) return false;
        const entered = pass(dual, cut, k, excessOf(tree, u, fault), isTouched);
        if (entered < 0) return false;
        isIn = entered > 0;
      }
    }
    if (hasMany && fallOf(cut) > FALL_MOST * list.reach) return false;
  }
  // Where an arc held more than it could, its need kept a working node.
  for (let slot = 0; slot <= nodeCount; slot++) {
    if (tree.slotNeed[slot]! >= 0 && tree.slotDegree[slot] === 1) closeSlot(tree, slot);
  }
  return true;
}

/**
 * Lets `excess` pass over the k-th choice: 1 when that entered the tree, 0 when it was filled and stays
 * outside, -1 when no slot is free.
 */
function pass(dual: Dual, cut: Cut, k: number, excess: number, isTouched: Uint8Array): number {
  const { tree } = dual;
  const { top, choices } = cut;
  const arc = choices.arc[k]!;
  const need = choices.need[k]!;
  const isFlipped =
    need < 0
      ? flipSegment(dual, arc, cut.isOut, excess)
      : flipEdge(dual, arc, need, cut.isOut, excess);
  if (isFlipped) {
    if (need >= 0) note(cut, isTouched, need);
    return 0;
  }
  if (need >= 0 && tree.basic[need]! >= 0 && tree.freeCount === 0) return -1;
  const slot = needSlotOf(tree, top);
  const leaver = slot < 0 ? -1 : tree.slotNeed[slot]!;
  enter(dual, arc, need, cut.isOut, top, excess);
  noteMoves(cut);
  if (need >= 0) note(cut, isTouched, need);
  if (leaver >= 0) note(cut, isTouched, leaver);
  return 1;
}

function note(cut: Cut, isTouched: Uint8Array, i: number): void {
  if (isTouched[i] === 0) isTouched[i] = 1;
  noteNeed(cut, i);
}

/** Fills or empties a segment where more than it holds is asked for; else false. */
function flipSegment(dual: Dual, arc: number, isOut: boolean, excess: number): boolean {
  const { network, segmentState, segmentCapacity, column } = dual.tree;
  const position = arc - column.length - network.needCount;
  const most = segmentCapacity[position]!;
  if (!isLess(most, excess, isOut)) return false;
  const node = Math.floor(position / 3);
  const isFull = segmentState[position] === FULL;
  segmentState[position] = isFull ? EMPTY : FULL;
  carry(dual, node, network.parent[node]!, isFull ? -most : most, 0);
  return true;
}

/** Fills or empties an edge, or moves its need as a whole, where that is not enough; else false. */
function flipEdge(dual: Dual, arc: number, need: number, isOut: boolean, excess: number): boolean {
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
    carry(dual, from, to, held, 0);
    return true;
  }
  const ownRoom =
    isLeaf && own < column.length && capacity !== undefined ? capacity[own]! : Infinity;
  if (isFull && isLeaf && held + most >= ownRoom) return false;
  const moved = isFull ? -most : most;
  column[arc] = ~column[arc]!;
  if (isLeaf) leafFlow[need] = held - moved;
  carry(dual, from, to, moved, 0);
  return true;
}

/** An arc enters the tree in the place of that of `u`. */
function enter(
  dual: Dual,
  arc: number,
  need: number,
  isOut: boolean,
  u: number,
  excess: number,
): void {
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
    tail = basic[need]! < 0 ? nodeOfNeed(tree, need) : openSlot(tree, need);
  }
  const inside = isOut !== isFull ? tail : head;
  const outside = inside === tail ? head : tail;
  turn(dual, inside, outside, u, isOut ? excess : -excess);
  swap(tree, u, arc, tail, inside, outside, isFull ? room - excess : excess, room);
  // Arcs between the two have turned round.
  for (let v = u; ; v = tree.up[v]!) {
    weigh(dual, v);
    if (v === inside) break;
  }
}

/**
 * Money goes from `inside`, below `top`, to `outside` over an arc that is about to enter, and no longer
 * along the tree; the subtree of `top` is about to hang there from `inside`.
 */
function turn(dual: Dual, inside: number, outside: number, top: number, amount: number): void {
  const { tree, size } = dual;
  const { up, isUp, flow } = tree;
  const whole = size[top]!;
  let below = 0;
  for (let v = inside; ; v = up[v]!) {
    flow[v] = flow[v]! + (isUp[v] === 1 ? -amount : amount);
    const own = size[v]!;
    size[v] = whole - below;
    below = own;
    if (v === top) break;
  }
  carry(dual, up[top]!, outside, amount, whole);
}
