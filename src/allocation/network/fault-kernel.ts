import type { Tree } from './tree-kernel.ts';

/**
 * A tree of which the prices are right while arcs may hold too little or too much, because needs came
 * and left and limits moved. Nodes with such an arc wait in a heap: first the one with most excess for
 * the square of what its search costs (`SEARCH`). The excess is what the answer comes nearer by a unit
 * of price.
 *
 * Searches and nodes visited by them in a repair in which 500 of 100,000 needs leave: 2,923 and 88,000; by the excess for
 * each node below 3,340 and 100,000; by the excess for the root of their number, as in dual steepest
 * edge (Forrest and Goldfarb 1992), 1,986 and 180,000; from the deepest node on 5,337 and 178,000.
 * Where scores are tied small cuts should come first, as faults cancel above them: the fewest pivots
 * were those from the deepest node on, and the square comes nearer to it than the plain cost does.
 */
export interface Dual {
  readonly tree: Tree;
  /** Money that came to each working node, or left it, and has not flowed to the root yet. */
  readonly injected: Float64Array;
  /** Network nodes of the subtree of each working node. */
  readonly size: Int32Array;
  readonly heap: Int32Array;
  /** Place of each node in the heap; -1: it is not there. */
  readonly place: Int32Array;
  /**
   * What nodes are ordered by: at least what they weigh now. Rounded as IEEE 754 says, so the same on
   * every engine; and it orders the work, the proof of the answer does not rest on it.
   */
  readonly weight: Float64Array;
  count: number;
}

/** What a search and a pivot cost beside the visits, in network nodes below the arc. */
const SEARCH = 20;

export function createDual(tree: Tree): Dual {
  const length = tree.up.length;
  return {
    tree,
    injected: new Float64Array(length),
    size: new Int32Array(length),
    heap: new Int32Array(length),
    place: new Int32Array(length).fill(-1),
    weight: new Float64Array(length),
    count: 0,
  };
}

/** What is wrong with the arc of a node: too much money stands below it, or too little. */
export const TOO_MUCH = 1;
const TOO_LITTLE = 2;

/**
 * 0: nothing is wrong. Bounds are those of a strongly feasible tree (see `Tree`): as if every need had
 * a trifle more than it has.
 */
export function faultOf({ isUp, flow, room }: Tree, u: number): number {
  const held = flow[u]!;
  if (isUp[u] === 1) return held < 0 ? TOO_LITTLE : held >= room[u]! ? TOO_MUCH : 0;
  return held <= 0 ? TOO_MUCH : held > room[u]! ? TOO_LITTLE : 0;
}

/** How much it is. */
export function excessOf({ isUp, flow, room }: Tree, u: number, fault: number): number {
  const isOverRoom = (isUp[u] === 1) === (fault === TOO_MUCH);
  return isOverRoom ? flow[u]! - room[u]! : -flow[u]!;
}

/** The flow of an arc, or what hangs below it, has changed. */
export function weigh(dual: Dual, u: number): void {
  const { tree, heap, place, weight } = dual;
  const fault = faultOf(tree, u);
  if (fault === 0) return;
  const own = weightOf(dual, u, fault);
  let at = place[u]!;
  // Who weighs less than before sinks when it is taken: it may weigh more again by then.
  if (at >= 0 && own <= weight[u]!) return;
  if (at < 0) at = dual.count++;
  weight[u] = own;
  while (at > 0) {
    const above = heap[(at - 1) >> 1]!;
    if (weight[above]! >= own) break;
    heap[at] = above;
    place[above] = at;
    at = (at - 1) >> 1;
  }
  heap[at] = u;
  place[u] = at;
}

/** A fault of nothing is one, as bounds are those of a strongly feasible tree. */
function weightOf({ tree, size }: Dual, u: number, fault: number): number {
  const cost = SEARCH + size[u]!;
  return (1 + excessOf(tree, u, fault)) / (cost * cost);
}

/** The first node that has a fault, taken out of the heap; -1: none. */
export function takeWorst(dual: Dual): number {
  const { tree, heap, place, weight } = dual;
  while (dual.count > 0) {
    const u = heap[0]!;
    const fault = faultOf(tree, u);
    const own = fault === 0 ? 0 : weightOf(dual, u, fault);
    if (own > 0 && own < weight[u]!) {
      weight[u] = own;
      sink(dual, u);
      if (heap[0] !== u) continue;
    }
    const last = heap[--dual.count]!;
    place[u] = -1;
    if (dual.count > 0) sink(dual, last);
    if (fault !== 0) return u;
  }
  return -1;
}

/** Puts a node into the heap at the top or below it. */
function sink({ heap, place, weight, count }: Dual, u: number): void {
  const own = weight[u]!;
  let at = 0;
  for (let below = 2 * at + 1; below < count; below = 2 * at + 1) {
    if (below + 1 < count && weight[heap[below + 1]!]! > weight[heap[below]!]!) below++;
    const next = heap[below]!;
    if (weight[next]! <= own) break;
    heap[at] = next;
    place[next] = at;
    at = below;
  }
  heap[at] = u;
  place[u] = at;
}

/** Puts money into the tree at a working node, or takes it, until `carryInjected`. */
export function inject({ injected }: Dual, node: number, amount: number): void {
  injected[node] = injected[node]! + amount;
}

/** Lets what was injected flow to the root along the tree, and looks for faults for the first time. */
export function carryInjected(dual: Dual): void {
  const { tree, injected, size } = dual;
  const { network, up, isUp, flow, child, next } = tree;
  const root = network.nodeCount - 1;
  const order = new Int32Array(up.length);
  let count = 0;
  for (let u = root; ; ) {
    order[count++] = u;
    let to = child[u]!;
    while (to < 0 && u !== root) {
      to = next[u]!;
      if (to < 0) u = up[u]!;
    }
    if (to < 0) break;
    u = to;
  }
  // Who hangs below a node stands behind it.
  for (let k = count - 1; k > 0; k--) {
    const u = order[k]!;
    const amount = injected[u]!;
    size[u]! += u < root ? 1 : 0;
    size[up[u]!]! += size[u]!;
    flow[u] = flow[u]! + (isUp[u] === 1 ? amount : -amount);
    injected[up[u]!] = injected[up[u]!]! + amount;
    weigh(dual, u);
  }
}

/**
 * Moves money from a working node to another along the tree, and `size` more network nodes below the
 * way from the second up to where the two ways meet, less below that of the first.
 */
export function carry(dual: Dual, from: number, to: number, amount: number, size: number): void {
  const { tree, size: sizes } = dual;
  const { up, isUp, flow, depth } = tree;
  let less = from;
  let more = to;
  while (less !== more) {
    if (depth[less]! >= depth[more]!) {
      flow[less] = flow[less]! + (isUp[less] === 1 ? -amount : amount);
      sizes[less]! -= size;
      weigh(dual, less);
      less = up[less]!;
    } else {
      flow[more] = flow[more]! + (isUp[more] === 1 ? amount : -amount);
      sizes[more]! += size;
      weigh(dual, more);
      more = up[more]!;
    }
  }
}
