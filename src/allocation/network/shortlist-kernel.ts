import { copyMarks, createPart, markMoved, type Part } from './part-kernel.ts';
import { pivotEdge } from './pivot-kernel.ts';
import { priceSegments } from './pricing-kernel.ts';
import type { Tree } from './tree-kernel.ts';

/**
 * The edges that a small change of prices can bring into use. At the prices of a tree an edge is
 * listed when its worth differs by at most `reach` from that of the arc that its need stands on.
 *
 * Why the others need no look: let prices move, the least mover among all nodes by `low`, and let the
 * listed edges of a need be settled again. The need is then worth at least what the arc it stood on
 * is worth, which lost its own move. An edge that is not listed was worth less by more than `reach`
 * and gained at most `-low`: it stays behind as long as the node where the need stood has moved by at
 * most `reach + low`. With edges of limited room the same holds of every node that a need has an edge
 * to, so that full edges stay full too. Nodes that moved farther are looked for (`widenAround`).
 */
export interface Shortlist {
  /** Price of each node when the list was made. */
  readonly price: Float64Array;
  readonly reach: number;
  readonly near: Part;
  /** Needs that came later, and needs with all their edges; in `near` they are passed over. */
  readonly later: Part;
  /** Node of the arc that each need stood on. */
  readonly stand: Int32Array;
  /** 1: all edges of the need are listed. */
  readonly isWhole: Uint8Array;
  /** Where each need is listed: in `near`, or behind that in `later`; -1: nowhere. */
  readonly place: Int32Array;
}

/** One edge in this many is listed, as far as ties allow. */
const SHARE = 64;
/** Needs from which the reach is estimated. */
const SAMPLE = 1024;
/** Listed needs looked at between two looks at the segments, and between two questions whether to stop. */
const NEEDS_BETWEEN_SEGMENTS = 4096;

const NOTHING = { need: [], start: [0], edge: [], slack: [] };
const NOBODY = new Int32Array(0);

/** Lists the edges near the arcs in use of an optimal tree. O(edges). */
export function createShortlist(tree: Tree): Shortlist {
  const { network, basic, column } = tree;
  const { needCount, rowStart, home, homeGain, demand, gain, capacity } = network;
  const price = tree.price.slice(0, network.nodeCount);
  const reach = estimateReach(tree);
  const stand = new Int32Array(needCount);
  const isFree = capacity === undefined;
  const need: number[] = [];
  const start = [0];
  const edge: number[] = [];
  const slack: number[] = [];
  for (let i = 0; i < needCount; i++) {
    const own = basic[i]!;
    const worth = worthOf(tree, i);
    stand[i] = standOf(tree, i);
    if (demand[i] === 0) continue;
    let nearest = own < 0 ? 0 : Infinity;
    if (own !== column.length + i) {
      nearest = Math.min(
        nearest,
        worth - (homeGain === undefined ? 0 : homeGain[i]!) + price[home[i]!]!,
      );
    }
    const from = edge.length;
    const low = worth - reach;
    const high = isFree ? Infinity : worth + reach;
    const end = rowStart[i + 1]!;
    for (let e = rowStart[i]!; e < end; e++) {
      const r = gain[e]! - price[network.column[e]!]!;
      if (r < low || r > high) continue;
      edge.push(e);
      if (e !== own) nearest = Math.min(nearest, Math.abs(worth - r));
    }
    // Its own arc is no choice: a need without another is left out.
    if (nearest > reach) {
      edge.length = from;
      continue;
    }
    need.push(i);
    start.push(edge.length);
    slack.push(nearest);
  }
  const isWhole = new Uint8Array(needCount);
  const near = createPart(tree, { price, reach }, { need, start, edge, slack }, 0);
  const later = createPart(tree, { price, reach }, NOTHING, near.need.length);
  const place = new Int32Array(needCount).fill(-1);
  notePlaces(place, near);
  return { price, reach, near, later, stand, isWhole, place };
}

/** Worth of a unit on the arc that a need stands on. */
function worthOf({ network, basic, column, price }: Tree, i: number): number {
  const { gain, home, homeGain, nodeCount } = network;
  const own = basic[i]!;
  if (own < 0) return -price[nodeCount - 1 - own]!;
  if (own < column.length) return gain[own]! - price[column[own]!]!;
  return (homeGain === undefined ? 0 : homeGain[i]!) - price[home[i]!]!;
}

function standOf({ network, basic, column, arc }: Tree, i: number): number {
  const own = basic[i]!;
  const one = own < 0 ? arc[network.nodeCount - 1 - own]! : own;
  return one < column.length ? column[one]! : network.home[i]!;
}

function notePlaces(place: Int32Array, { need, first }: Part): void {
  for (let k = 0; k < need.length; k++) place[need[k]!] = first + k;
}

/** The reach within which about one edge in `SHARE` lies. */
function estimateReach(tree: Tree): number {
  const { needCount, rowStart, column, gain } = tree.network;
  const stride = Math.max(1, Math.floor(needCount / SAMPLE));
  const distances: number[] = [];
  for (let i = 0; i < needCount; i += stride) {
    const worth = worthOf(tree, i);
    for (let e = rowStart[i]!; e < rowStart[i + 1]!; e++) {
      if (e === tree.basic[i]!) continue;
      distances.push(Math.abs(worth - gain[e]! + tree.price[column[e]!]!));
    }
  }
  const sorted = Float64Array.from(distances).sort();
  return Math.max(1, sorted[Math.floor(sorted.length / SHARE)] ?? 1);
}

/** A list for a tree that has grown, with new needs and without those that are gone. */
export function extend(
  list: Shortlist,
  tree: Tree,
  added: Int32Array,
  gone: Int32Array,
): Shortlist {
  const { needCount } = tree.network;
  const stand = new Int32Array(needCount);
  stand.set(list.stand);
  const isWhole = new Uint8Array(needCount);
  isWhole.set(list.isWhole);
  const place = new Int32Array(needCount).fill(-1);
  place.set(list.place);
  const { price, reach, near, later } = list;
  const grown = { price, reach, near, later, stand, isWhole, place };
  return listAnew(grown, tree, added, gone, (i, edge) => addNear(tree, list, i, stand, edge));
}

/** A list in which the given needs stand with all their edges. */
function widen(list: Shortlist, tree: Tree, needs: Int32Array): Shortlist {
  return listAnew(list, tree, needs, NOBODY, () => false);
}

/** Lists some needs anew: near edges where `addEdges` gives them, all edges where it says false. */
function listAnew(
  list: Shortlist,
  tree: Tree,
  needs: Int32Array,
  gone: Int32Array,
  addEdges: (need: number, edge: number[]) => boolean,
): Shortlist {
  const { rowStart } = tree.network;
  const { price, reach, stand } = list;
  const near = copyMarks(list.near);
  const isWhole = list.isWhole.slice();
  const place = list.place.slice();
  for (const i of [...gone, ...needs]) {
    // Who is listed anew, or asks nothing any more, has no business among the others.
    if (place[i]! >= 0 && place[i]! < list.later.first) near.slack[place[i]!] = Infinity;
    place[i] = -1;
  }
  const need: number[] = [];
  const start = [0];
  const edge: number[] = [];
  const end = (i: number): void => {
    need.push(i);
    start.push(edge.length);
  };
  list.later.need.forEach((i, k) => {
    if (place[i] !== list.later.first + k) return;
    for (let q = list.later.start[k]!; q < list.later.start[k + 1]!; q++) {
      edge.push(list.later.edge[q]!);
    }
    end(i);
  });
  for (const i of needs) {
    if (!addEdges(i, edge)) {
      isWhole[i] = 1;
      for (let e = rowStart[i]!; e < rowStart[i + 1]!; e++) edge.push(e);
    }
    end(i);
  }
  const slack = Array(need.length).fill(0);
  const later = createPart(tree, list, { need, start, edge, slack }, list.later.first);
  notePlaces(place, later);
  return { price, reach, near, later, stand, isWhole, place };
}

/**
 * The edges of a new need that lie near its best at the prices of the list, on which it may as well
 * have stood; false where that does not answer for it: where edges have limited room, or where it
 * stands elsewhere by now.
 */
function addNear(
  { network, basic, column }: Tree,
  { price, reach }: Shortlist,
  i: number,
  stand: Int32Array,
  edge: number[],
): boolean {
  const { rowStart, home, gain, capacity } = network;
  const own = basic[i]!;
  if (capacity !== undefined || own < 0) return false;
  let best = -price[home[i]!]!;
  stand[i] = home[i]!;
  for (let e = rowStart[i]!; e < rowStart[i + 1]!; e++) {
    const r = gain[e]! - price[column[e]!]!;
    if (r <= best) continue;
    best = r;
    stand[i] = column[e]!;
  }
  const isListed = own >= column.length || gain[own]! - price[column[own]!]! >= best - reach;
  if (!isListed) return false;
  for (let e = rowStart[i]!; e < rowStart[i + 1]!; e++) {
    if (gain[e]! - price[column[e]!]! >= best - reach) edge.push(e);
  }
  return true;
}

/**
 * The list with all edges of those needs that the reach of the list does not answer for at the prices
 * of the tree; the same list where there are none. Nodes in `isGone` are no limit any more: nothing
 * can be said of their prices, nor need it be.
 */
export function widenAround(list: Shortlist, tree: Tree, isGone: Uint8Array): Shortlist {
  const { nodeCount, needCount, rowStart, column, home, demand, capacity } = tree.network;
  let low = 0;
  for (let a = 0; a < nodeCount; a++) {
    if (isGone[a] === 0) low = Math.min(low, tree.price[a]! - list.price[a]!);
  }
  const isFar = new Uint8Array(nodeCount);
  let isAnyFar = false;
  for (let a = 0; a < nodeCount; a++) {
    if (tree.price[a]! - list.price[a]! <= list.reach + low) continue;
    isFar[a] = 1;
    isAnyFar = true;
  }
  if (!isAnyFar) return list;
  const whole: number[] = [];
  for (let i = 0; i < needCount; i++) {
    if (list.isWhole[i] === 1 || demand[i] === 0) continue;
    let isTouched = isFar[list.stand[i]!] === 1 || isFar[home[i]!] === 1;
    const end = capacity === undefined ? 0 : rowStart[i + 1]!;
    for (let e = rowStart[i]!; e < end && !isTouched; e++) isTouched = isFar[column[e]!] === 1;
    if (isTouched) whole.push(i);
  }
  return whole.length === 0 ? list : widen(list, tree, Int32Array.from(whole));
}

/**
 * Pivots until no listed edge, nor a limit, improves; false when stopped before. Marks the needs that
 * pivoted in `isTouched`.
 */
export function improveListed(
  tree: Tree,
  list: Shortlist,
  isTouched: Uint8Array,
  shouldStop: (() => boolean) | undefined,
): boolean {
  const { near, later } = list;
  const nearCount = near.need.length;
  const isHot = new Uint8Array(nearCount + later.need.length);
  const hot: number[] = [];
  const priceAt = (k: number): boolean =>
    k < nearCount ? priceListed(tree, near, k) : priceListed(tree, later, k - nearCount);
  while (true) {
    let isClean = !priceSegments(tree);
    const looked = atRisk(tree, list);
    for (let at = 0; at < looked.length; at++) {
      const k = looked[at]!;
      if (at % NEEDS_BETWEEN_SEGMENTS === NEEDS_BETWEEN_SEGMENTS - 1) {
        if (priceSegments(tree)) isClean = false;
        if (shouldStop?.() === true) return false;
      }
      if (!priceAt(k)) continue;
      isClean = false;
      isTouched[k < nearCount ? near.need[k]! : later.need[k - nearCount]!] = 1;
      if (isHot[k] === 1) continue;
      isHot[k] = 1;
      hot.push(k);
    }
    if (isClean && !priceSegments(tree)) return true;
    if (shouldStop?.() === true) return false;
    // Few needs pivot again and again: they go round by themselves until they rest.
    let clean = 0;
    for (let turn = 0; clean < hot.length; turn++) {
      if (turn % NEEDS_BETWEEN_SEGMENTS === 0) priceSegments(tree);
      clean = priceAt(hot[turn % hot.length]!) ? 0 : clean + 1;
    }
  }
}

/**
 * Places of the listed needs that may have lost against another edge: of each node those whose slack is
 * below what its price has done, all that have pivoted, and all that were listed later. Complete in a
 * round in which nothing pivots, which is what a search ends with.
 */
function atRisk(tree: Tree, list: Shortlist): Int32Array {
  const { near, later, stand } = list;
  const { need, standStart, standBound, awayFirst, awayNext, slack } = near;
  const { nodeCount } = tree.network;
  const risk = risks(tree, list);
  const looked = new Int32Array(need.length + later.need.length);
  let count = 0;
  for (let a = 0; a < nodeCount; a++) {
    for (let k = standStart[a]!; k < standStart[a + 1]! && standBound[k]! < risk[a]!; k++) {
      if (awayNext[k] === -2 && slack[k] !== Infinity) looked[count++] = k;
    }
    for (let k = awayFirst[a]!; k >= 0; k = awayNext[k]!) {
      if (slack[k] !== Infinity) looked[count++] = k;
    }
  }
  for (let k = standStart[nodeCount]!; k < need.length; k++) {
    if (slack[k]! < risk[stand[need[k]!]!]!) looked[count++] = k;
  }
  for (let k = 0; k < later.need.length; k++) looked[count++] = need.length + k;
  return looked.subarray(0, count);
}

/**
 * By node: how much a need that still stands there may have lost against another edge, and 1, so that
 * one that has pivoted is always looked at. Exact in a round in which nothing pivots, which is what a
 * search ends with.
 */
function risks({ network, price }: Tree, list: Shortlist): Float64Array {
  const move = list.price.map((before, a) => price[a]! - before);
  let low = 0;
  let high = 0;
  for (const one of move) {
    if (one < low) low = one;
    if (one > high) high = one;
  }
  return network.capacity === undefined
    ? move.map((one) => one - low + 1)
    : move.fill(high - low + 1);
}

/** Pivots on the best improving listed edge of the k-th need of a part; false where there is none. */
function priceListed(tree: Tree, part: Part, k: number): boolean {
  const { network, basic, column, price } = tree;
  const { home, homeGain, capacity } = network;
  const i = part.need[k]!;
  const own = basic[i]!;
  const homeArc = column.length + i;
  let best = (homeGain === undefined ? 0 : homeGain[i]!) - price[home[i]!]!;
  let bestEdge = homeArc;
  // The edge on which a need stands is listed, so that it need not be looked up among all.
  let worth = own < 0 ? -price[network.nodeCount - 1 - own]! : own === homeArc ? best : -Infinity;
  const end = part.start[k + 1]!;
  if (capacity !== undefined) worth = worthOf(tree, i);
  for (let q = part.start[k]!; q < end; q++) {
    const e = part.edge[q]!;
    let r = part.gain[q]! - price[part.column[q]!]!;
    if (e === own) worth = r;
    // A full edge improves when it loses money, as much as its worth lies below the need's.
    else if (capacity !== undefined && column[e]! < 0) r = 2 * worth - r;
    if (r <= best) continue;
    best = r;
    bestEdge = e;
  }
  if (best <= worth) return false;
  markMoved(part, network, k);
  pivotEdge(tree, i, bestEdge);
  return true;
}
