import type { Part } from './part-kernel.ts';
import type { Shortlist } from './shortlist-kernel.ts';
import { EMPTY, FULL, type Tree } from './tree-kernel.ts';

/**
 * A subtree that is cut off a tree, and the arc outside the tree that joins the two again at the least
 * loss.
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
  /** The best arc so far (-1: none), and the need of an edge (-1: a segment). */
  arc: number;
  need: number;
  /** The node that is cut off with what hangs below it, and how much money has to pass. */
  top: number;
  excess: number;
  /** Of arcs that lose nothing: how much of the excess the best one carries, and how many are still compared. */
  carried: number;
  choices: number;
  /**
   * What an arc has to lose less than to be better than the best one (1: that one loses nothing, as
   * losses are whole); the least and the largest `move`, or 0.
   */
  readonly bound: Float64Array;
  /** How far each node has moved in price since the list was made. */
  readonly move: Float64Array;
  /** Network nodes below each: those of `a` from `belowStart[a]` to `belowStart[a + 1]`. */
  readonly belowStart: Int32Array;
  readonly below: Int32Array;
}

/**
 * Arcs that lose nothing among which the one that carries most is chosen. Where scores are tied most
 * cuts have hundreds of them, prices stand still, and what is left over goes on to the next cut: with
 * 16 choices a repair took ten times the pivots that it took with 64, with 1,024 as many as with 256.
 */
const CHOICES = 256;

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
    carried: 0,
    choices: 0,
    arc: -1,
    need: -1,
    bound: new Float64Array(3),
    move: new Float64Array(nodeCount),
    belowStart,
    below,
  };
  for (let a = 0; a < nodeCount; a++) noteMove(cut, a);
  return cut;
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
 * Cuts the subtree of `top` off and finds the arc over which money leaves it (`isOut`) or comes in at
 * the least loss: an edge, a home edge or a segment. Among some arcs that lose nothing it is the one on
 * whose way through the tree most of `excess` has room.
 */
export function cutOff(cut: Cut, top: number, isOut: boolean, excess: number): void {
  const { tree, list } = cut;
  const { nodeCount } = tree.network;
  const hasLater = list.later.need.length > 0;
  markSubtree(cut, top);
  cut.leaving = tree.arc[top]!;
  cut.isOut = isOut;
  cut.top = top;
  cut.excess = excess;
  cut.carried = -Infinity;
  cut.choices = CHOICES;
  cut.arc = -1;
  cut.need = -1;
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
    crossNode(cut, list.near, v, isRow);
    if (hasLater) crossNode(cut, list.later, v, isRow);
  }
}

function crossNode(cut: Cut, part: Part, v: number, isRow: boolean): void {
  const { isOut, isBounded, bound, move } = cut;
  if (isRow) leaveColumn(cut, part, v);
  const least = part.inLeast[v]! + move[v]! - bound[HIGH]!;
  if (isBounded || least < (isOut ? 1 : bound[LOSS]!)) crossColumn(cut, part, v);
  if (part.awayFirst[v]! >= 0 && (isBounded || !isOut)) crossAway(cut, part, v);
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
  if (loss >= cut.bound[LOSS]!) return;
  if (loss === 0) {
    const carried = carriedBy(cut, arc, need);
    cut.choices--;
    cut.bound[LOSS] = cut.choices === 0 || carried >= cut.excess ? 0 : 1;
    if (carried <= cut.carried) return;
    cut.carried = carried;
  } else cut.bound[LOSS] = loss;
  cut.arc = arc;
  cut.need = need;
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

/** Where a need stands: the node of its one arc, or its own working node where it is split. */
export function nodeOfNeed({ network, basic, column }: Tree, i: number): number {
  const own = basic[i]!;
  if (own < 0) return network.nodeCount - 1 - own;
  return own < column.length ? column[own]! : network.home[i]!;
}

/** Other edges of the needs that stood on column `v` inside and still do. */
function leaveColumn(cut: Cut, part: Part, v: number): void {
  const { tree, bound, isBounded, move } = cut;
  const { standStart, standBound, ownEdge, ownGain, need, slack, awayNext } = part;
  const price = tree.price[v]!;
  const nearer = isBounded ? -Infinity : bound[LOW]! - move[v]!;
  const end = standStart[v + 1]!;
  for (let k = standStart[v]!; k < end; k++) {
    if (standBound[k]! + nearer >= bound[LOSS]!) break;
    if (awayNext[k] !== -2 || slack[k] === Infinity) continue;
    leaveRow(cut, part, k, ownEdge[k]!, ownGain[k]! - price);
  }
  for (let k = part.awayFirst[v]!; k >= 0; k = awayNext[k]!) {
    if (tree.basic[need[k]!] !== ownEdge[k] || slack[k] === Infinity) continue;
    leaveRow(cut, part, k, ownEdge[k]!, ownGain[k]! - price);
  }
}

/** Edges to column `v` inside from needs outside, and other edges of the needs that came to it. */
function crossColumn(cut: Cut, part: Part, v: number): void {
  const { bound, isOut, isBounded, move } = cut;
  const { inEdge, inGain, inOwner, inBound, inBest, inStart } = part;
  const end = inStart[v + 1]!;
  const by = isBounded ? -Infinity : move[v]!;
  const least = by - bound[HIGH]!;
  for (let at = inStart[v]!; at < end; at++) {
    // A need that came stands on its best edge: it loses nothing.
    const limit = isOut ? 1 : bound[LOSS]!;
    if (inBound[at]! + least >= limit) break;
    if (inBound[at]! + by - move[inBest[at]!]! >= limit) continue;
    crossEdge(cut, part, inOwner[at]!, v, inEdge[at]!, inGain[at]!);
  }
}

/** Edges to column `v` inside from the needs that stood there and have gone elsewhere. */
function crossAway(cut: Cut, part: Part, v: number): void {
  const { tree } = cut;
  const { awayNext, ownEdge, ownGain, need } = part;
  for (let k = part.awayFirst[v]!; k >= 0; k = awayNext[k]!) {
    if (tree.basic[need[k]!] !== ownEdge[k]) crossEdge(cut, part, k, v, ownEdge[k]!, ownGain[k]!);
  }
}

/** Edge `e` of the k-th need of a part to column `v` inside. */
function crossEdge(cut: Cut, part: Part, k: number, v: number, e: number, gain: number): void {
  const { tree, isOut, isBounded } = cut;
  const { basic, column, price, network } = tree;
  const i = part.need[k]!;
  const own = basic[i]!;
  if (own === e ? !isOut && !isBounded : isOut && !isBounded) return;
  if (e === cut.leaving || part.slack[k] === Infinity) return;
  if (own === e) {
    leaveRow(cut, part, k, own, gain - price[v]!);
    return;
  }
  let node = network.nodeCount - 1 - own;
  let worth = 0;
  if (own >= column.length) node = network.home[i]!;
  else if (own >= 0) {
    const q = findIn(part, k, own);
    node = q < 0 ? column[own]! : part.column[q]!;
    worth = q < 0 ? network.gain[own]! : part.gain[q]!;
  }
  const isFull = isBounded && column[e]! < 0;
  if (cut.stamp[node] === cut.mark || isFull !== isOut) return;
  const behind = worth - price[node]! - gain + price[v]!;
  propose(cut, e, i, isFull ? -behind : behind);
}

/** Position of an edge in the row of a listed need; -1: it is not listed. Nearer than all edges. */
function findIn({ start, edge }: Part, k: number, e: number): number {
  const end = start[k + 1]!;
  for (let q = start[k]!; q < end; q++) if (edge[q] === e) return q;
  return -1;
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
  const { column, price, network } = tree;
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
  const home = network.home[i]!;
  const homeArc = column.length + i;
  if (!isOut || stamp[home] === mark || homeArc === leaving || homeArc === own) return;
  propose(cut, homeArc, i, worth + price[home]!);
}
