import { type Choices, choose, clearChoices, createChoices, lossLimit } from './choice-kernel.ts';
import {
  IN_BEST,
  IN_BOUND,
  IN_GAIN,
  IN_OWNER,
  IN_SIZE,
  markMoved,
  type Part,
} from './part-kernel.ts';
import type { Shortlist } from './shortlist-kernel.ts';
import { createStands, noteStand, type Stands } from './stand-kernel.ts';
import { EMPTY, FULL, nodeOfNeed, type Tree } from './tree-kernel.ts';

/**
 * A subtree that is cut off a tree, and the arcs outside the tree over which money passes between the
 * two at the least loss.
 *
 * ```
 *   inside (the subtree)          outside (what holds the root)
 *     need on a column  --edge-->  column        may take money out of the subtree
 *     column  <--edge--  need on a column        may bring money in
 *     node  --segment-->  parent node            either, by where its flow stands
 * ```
 * Edges are those of a shortlist. Two bounds keep most of them unseen, where edges have all the room
 * they want: a need is worth at least what its best edge of the list is worth by now, and its other
 * edges have gained no more than the node that fell most.
 */
export interface Cut {
  readonly tree: Tree;
  readonly list: Shortlist;
  readonly isBounded: boolean;
  /** Equal to `mark`: the working node is inside. */
  readonly stamp: Int32Array;
  mark: number;
  /** Working nodes inside, of which the first `size` count. */
  readonly node: Int32Array;
  size: number;
  /** The arc of the tree that is cut, and whether money has to leave the subtree. */
  leaving: number;
  isOut: boolean;
  /** The node that is cut off with what hangs below it, and how much money has to pass. */
  top: number;
  excess: number;
  /** The best arcs so far. */
  readonly choices: Choices;
  /** Where the needs of the two parts stand. */
  readonly nearStands: Stands;
  readonly laterStands: Stands;
  /** What an arc has to lose less than to be chosen; the least and the largest `move`, or 0. */
  readonly bound: Float64Array;
  /** How far each node has moved in price since the list was made. */
  readonly move: Float64Array;
  /** Network nodes below each: those of `a` from `belowStart[a]` to `belowStart[a + 1]`. */
  readonly belowStart: Int32Array;
  readonly below: Int32Array;
}

const LOSS = 0;
const LOW = 1;
const HIGH = 2;

export function createCut(tree: Tree, list: Shortlist): Cut {
  const { nodeCount, parent, capacity } = tree.network;
  const belowStart = new Int32Array(nodeCount + 1);
  for (let a = 0; a < nodeCount - 1; a++) belowStart[parent[a]! + 1]!++;
  for (let a = 0; a < nodeCount; a++) belowStart[a + 1]! += belowStart[a]!;
  const next = belowStart.slice();
  const below = new Int32Array(nodeCount);
  for (let a = 0; a < nodeCount - 1; a++) below[next[parent[a]!]!++] = a;
  const cut: Cut = {
    tree,
    list,
    isBounded: capacity !== undefined,
    stamp: new Int32Array(tree.up.length),
    mark: 0,
    node: new Int32Array(tree.up.length),
    size: 0,
    leaving: -1,
    isOut: false,
    top: -1,
    excess: 0,
    choices: createChoices(),
    nearStands: createStands(tree, list.near),
    laterStands: createStands(tree, list.later),
    bound: new Float64Array(3),
    move: new Float64Array(nodeCount),
    belowStart,
    below,
  };
  for (let a = 0; a < nodeCount; a++) noteMove(cut, a);
  return cut;
}

/** A need has pivoted: it is listed where it stands now. */
export function noteNeed({ list, tree, nearStands, laterStands }: Cut, i: number): void {
  const { near, later, place } = list;
  const at = place[i]!;
  if (at < 0) return;
  const isNear = at < later.first;
  const part = isNear ? near : later;
  markMoved(part, tree.network, at - part.first);
  noteStand(isNear ? nearStands : laterStands, tree, part, at - part.first);
}

/** Prices inside have changed. */
export function noteMoves(cut: Cut): void {
  const { nodeCount } = cut.tree.network;
  for (let at = 0; at < cut.size; at++) {
    if (cut.node[at]! < nodeCount) noteMove(cut, cut.node[at]!);
  }
}

/** How far the price has fallen that fell most. */
export function fallOf({ bound }: Cut): number {
  return -bound[LOW]!;
}

function noteMove({ tree, list, move, bound }: Cut, a: number): void {
  const by = tree.price[a]! - list.price[a]!;
  move[a] = by;
  if (by < bound[LOW]!) bound[LOW] = by;
  if (by > bound[HIGH]!) bound[HIGH] = by;
}

/**
 * Cuts the subtree of `top` off and finds the arcs over which `excess` leaves it (`isOut`) or comes in at
 * the least loss: edges, home edges or segments. Among some arcs that lose nothing those come first on
 * whose way through the tree most of it has room.
 */
export function cutOff(cut: Cut, top: number, isOut: boolean, excess: number): void {
  const { tree, list, laterStands } = cut;
  const { nodeCount } = tree.network;
  markSubtree(cut, top);
  cut.leaving = tree.arc[top]!;
  cut.isOut = isOut;
  cut.top = top;
  cut.excess = excess;
  clearChoices(cut.choices);
  cut.bound[LOSS] = Infinity;
  const isRow = isOut || cut.isBounded;
  // Nothing loses less than nothing.
  for (let at = 0; at < cut.size && cut.bound[LOSS] !== 0; at++) {
    const v = cut.node[at]!;
    if (v >= nodeCount) {
      if (isRow) leaveSlot(cut, v - nodeCount);
      continue;
    }
    crossSegments(cut, v);
    crossNode(cut, list.near, cut.nearStands, v, isRow);
    if (laterStands.isThere[v] === 1) crossNode(cut, list.later, laterStands, v, isRow);
  }
}

function crossNode(cut: Cut, part: Part, stands: Stands, v: number, isRow: boolean): void {
  const { isOut, isBounded, bound, move } = cut;
  if (isRow) leaveColumn(cut, part, stands, v);
  const least = part.inLeast[v]! + move[v]! - bound[HIGH]!;
  if (isBounded) crossColumn(cut, part, stands, v);
  else if (isOut) leaveArrived(cut, part, stands, v);
  else if (least < bound[LOSS]!) enterColumn(cut, part, stands, v);
  if (part.awayFirst[v]! >= 0 && (isBounded || !isOut)) crossAway(cut, part, stands, v);
  if (cut.tree.network.isRegion[v] === 1) crossHome(cut, part, v);
}

function markSubtree(cut: Cut, top: number): void {
  const { stamp, node, tree } = cut;
  const { child, next, up } = tree;
  const mark = ++cut.mark;
  let size = 0;
  let v = top;
  while (true) {
    stamp[v] = mark;
    node[size++] = v;
    let to = child[v]!;
    while (to < 0) {
      if (v === top) {
        cut.size = size;
        return;
      }
      to = next[v]!;
      if (to < 0) v = up[v]!;
    }
    v = to;
  }
}

function propose(cut: Cut, arc: number, need: number, loss: number): void {
  const { bound, choices, excess, isOut, tree } = cut;
  if (loss >= bound[LOSS]!) return;
  const carried = loss === 0 ? carriedBy(cut, arc, need) : 0;
  let most = Infinity;
  if (need < 0) most = tree.segmentCapacity[arc - tree.column.length - tree.network.needCount]!;
  // Where its edges are bounded, a need may move in part, and then by another edge.
  else if (!cut.isBounded && tree.basic[need]! >= 0) most = tree.leafFlow[need]!;
  choose(choices, arc, need, loss, most, carried, excess, isOut);
  bound[LOSS] = lossLimit(choices, excess);
}

/**
 * How much more money the tree can move between the ends of an arc in place of the arc that is cut:
 * down to its end inside, and from its end outside round to the top.
 */
function carriedBy({ tree, isOut, top, excess }: Cut, arc: number, need: number): number {
  const { up, depth, network, column, segmentState } = tree;
  const position = arc - column.length - network.needCount;
  const isEdge = arc < column.length;
  const isFull = need < 0 ? segmentState[position] === FULL : isEdge && column[arc]! < 0;
  let tail = Math.floor(position / 3);
  let head = -1;
  if (need < 0) head = network.parent[tail]!;
  else {
    tail = nodeOfNeed(tree, need);
    head = isEdge ? (isFull ? ~column[arc]! : column[arc]!) : network.home[need]!;
  }
  const isFromTail = isOut !== isFull;
  let least = excess;
  for (let v = isFromTail ? tail : head; v !== top; v = up[v]!) {
    least = Math.min(least, spareOn(tree, v, !isOut));
  }
  let outside = isFromTail ? head : tail;
  let above = up[top]!;
  while (outside !== above) {
    if (depth[outside]! >= depth[above]!) {
      least = Math.min(least, spareOn(tree, outside, isOut));
      outside = up[outside]!;
    } else {
      least = Math.min(least, spareOn(tree, above, !isOut));
      above = up[above]!;
    }
  }
  return least;
}

/** What the arc of a node can still take of money that goes to the root, or comes from it. */
function spareOn({ isUp, flow, room }: Tree, v: number, isToRoot: boolean): number {
  return (isUp[v] === 1) === isToRoot ? room[v]! - flow[v]! : flow[v]!;
}

/** Segments from a node inside to its parent outside, and from nodes below it that are outside. */
function crossSegments(cut: Cut, v: number): void {
  const { stamp, mark, below, belowStart, isOut } = cut;
  const end = belowStart[v + 1]!;
  if (stamp[cut.tree.network.parent[v]!] !== mark) proposeSegments(cut, v, isOut ? EMPTY : FULL);
  for (let q = belowStart[v]!; q < end; q++) {
    if (stamp[below[q]!] !== mark) proposeSegments(cut, below[q]!, isOut ? FULL : EMPTY);
  }
}

function proposeSegments(cut: Cut, a: number, wanted: number): void {
  const { network, segmentState, segmentGain, price, column } = cut.tree;
  const firstSegment = column.length + network.needCount;
  const step = price[a]! - price[network.parent[a]!]!;
  for (let position = 3 * a; position < 3 * a + 3; position++) {
    if (segmentState[position] !== wanted || firstSegment + position === cut.leaving) continue;
    const gained = segmentGain[position]! + step;
    propose(cut, firstSegment + position, -1, wanted === EMPTY ? -gained : gained);
  }
}

/** Other edges of the needs that stood on column `v` inside and still do. */
function leaveColumn(cut: Cut, part: Part, { arc }: Stands, v: number): void {
  const { tree, bound, isBounded, move } = cut;
  const { standStart, standBound, ownEdge, ownGain, slack, awayNext } = part;
  const price = tree.price[v]!;
  const nearer = isBounded ? -Infinity : bound[LOW]! - move[v]!;
  const end = standStart[v + 1]!;
  for (let k = standStart[v]!; k < end; k++) {
    if (standBound[k]! + nearer >= bound[LOSS]!) break;
    if (awayNext[k] !== -2 || slack[k] === Infinity) continue;
    leaveRow(cut, part, k, ownEdge[k]!, ownGain[k]! - price);
  }
  for (let k = part.awayFirst[v]!; k >= 0; k = awayNext[k]!) {
    if (arc[k] !== ownEdge[k] || slack[k] === Infinity) continue;
    leaveRow(cut, part, k, ownEdge[k]!, ownGain[k]! - price);
  }
}

/** Other edges of the needs that came to column `v` inside. */
function leaveArrived(cut: Cut, part: Part, { first, next, arc, gain }: Stands, v: number): void {
  const { price } = cut.tree;
  for (let k = first[v]!; k >= 0; k = next[k]!) {
    leaveRow(cut, part, k, arc[k]!, gain[k]! - price[v]!);
  }
}

/** Edges without bounds to column `v` inside from needs outside. */
function enterColumn(cut: Cut, part: Part, { node, gain }: Stands, v: number): void {
  const { tree, bound, move, stamp, mark } = cut;
  const { inEdge, inLook, inStart, width } = part;
  const { price } = tree;
  const by = move[v]!;
  const least = by - bound[HIGH]!;
  const end = inStart[v + 1]!;
  for (let q = inStart[v]!; q < end; q++) {
    const at = IN_SIZE * q;
    const limit = bound[LOSS]!;
    const behind = inLook[at + IN_BOUND]! * width;
    if (behind + least >= limit) break;
    if (behind + by - move[inLook[at + IN_BEST]!]! >= limit) continue;
    const k = inLook[at + IN_OWNER]!;
    const from = node[k]!;
    if (from < 0 || stamp[from] === mark || inEdge[q] === cut.leaving) continue;
    const loss = gain[k]! - price[from]! - inLook[at + IN_GAIN]! + price[v]!;
    if (loss < limit) propose(cut, inEdge[q]!, part.need[k]!, loss);
  }
}

/** Edges with bounds to column `v` inside, of needs inside and outside. */
function crossColumn(cut: Cut, part: Part, stands: Stands, v: number): void {
  const { inEdge, inLook, inStart } = part;
  for (let q = inStart[v]!; q < inStart[v + 1]!; q++) {
    const at = IN_SIZE * q;
    crossEdge(cut, part, stands, inLook[at + IN_OWNER]!, v, inEdge[q]!, inLook[at + IN_GAIN]!);
  }
}

/** Edges to column `v` inside from the needs that stood there and have gone elsewhere. */
function crossAway(cut: Cut, part: Part, stands: Stands, v: number): void {
  const { awayFirst, awayNext, ownEdge, ownGain } = part;
  for (let k = awayFirst[v]!; k >= 0; k = awayNext[k]!) {
    if (stands.arc[k] === ownEdge[k]) continue;
    crossEdge(cut, part, stands, k, v, ownEdge[k]!, ownGain[k]!);
  }
}

/** Edge `e` of the k-th need of a part to column `v` inside. */
function crossEdge(
  cut: Cut,
  part: Part,
  { node, arc, gain: gains }: Stands,
  k: number,
  v: number,
  e: number,
  gain: number,
): void {
  const { tree, stamp, mark, isOut, isBounded, leaving } = cut;
  const { price, column } = tree;
  const from = node[k]!;
  if (from < 0 || e === leaving) return;
  if (arc[k] === e) {
    leaveRow(cut, part, k, e, gain - price[v]!);
    return;
  }
  const isFull = isBounded && column[e]! < 0;
  if (stamp[from] === mark || isFull !== isOut) return;
  const behind = gains[k]! - price[from]! - gain + price[v]!;
  propose(cut, e, part.need[k]!, isFull ? -behind : behind);
}

/** Home edges to node `v` inside: from needs outside, and edges of the needs that stay unserved there. */
function crossHome(cut: Cut, part: Part, v: number): void {
  const { tree, stamp, mark, isOut } = cut;
  const { basic, column, price, network } = tree;
  for (let at = part.homeStart[v]!; at < part.homeStart[v + 1]!; at++) {
    const k = part.homeMember[at]!;
    const i = part.need[k]!;
    const arc = column.length + i;
    const own = basic[i]!;
    if (part.slack[k] === Infinity) continue;
    if (own === arc) leaveRow(cut, part, k, own, -price[v]!);
    else if (!isOut && arc !== cut.leaving) {
      const node = nodeOfNeed(tree, i);
      const gain = own < 0 ? 0 : network.gain[own]!;
      if (stamp[node] !== mark) propose(cut, arc, i, gain - price[node]! + price[v]!);
    }
  }
}

function leaveSlot(cut: Cut, slot: number): void {
  const { near, later, place } = cut.list;
  const { slotNeed, price, network } = cut.tree;
  const at = place[slotNeed[slot]!]!;
  if (at < 0) return;
  const worth = -price[network.nodeCount + slot]!;
  if (at < later.first) leaveRow(cut, near, at, -1 - slot, worth);
  else leaveRow(cut, later, at - later.first, -1 - slot, worth);
}

/** Edges of a need inside to nodes outside: empty ones take money out, full ones give it back. */
function leaveRow(cut: Cut, part: Part, k: number, own: number, worth: number): void {
  const { tree, stamp, mark, leaving, isOut, isBounded } = cut;
  const { column, price } = tree;
  const i = part.need[k]!;
  const end = part.start[k + 1]!;
  for (let q = part.start[k]!; q < end; q++) {
    const to = part.column[q]!;
    const e = part.edge[q]!;
    if (stamp[to] === mark || e === leaving || e === own) continue;
    if (isBounded ? column[e]! < 0 === isOut : !isOut) continue;
    const behind = worth - part.gain[q]! + price[to]!;
    propose(cut, e, i, isOut ? behind : -behind);
  }
  const home = part.home[k]!;
  const homeArc = column.length + i;
  if (!isOut || stamp[home] === mark || homeArc === leaving || homeArc === own) return;
  propose(cut, homeArc, i, worth + price[home]!);
}
