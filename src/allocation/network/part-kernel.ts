import type { Network } from './network.ts';
import type { Tree } from './tree-kernel.ts';

/**
 * Needs with some of their edges. Needs stand by the node of the one edge they stood on when the part
 * was made, those near to another edge first, so that a look at a node reads what lies together; behind
 * them come needs that stood elsewhere. The edges of the k-th need stand at `start[k]` to
 * `start[k + 1]`, end open, and so with all starts here.
 */
export interface Part {
  /** What is added to a place in `need` to give `Shortlist.place`. */
  readonly first: number;
  readonly need: Int32Array;
  readonly start: Int32Array;
  readonly edge: Int32Array;
  readonly column: Int32Array;
  readonly gain: Int32Array;
  /**
   * By how much the nearest other edge of each need is worth less; 0 once the need has pivoted.
   * Infinity: it is never looked at.
   */
  readonly slack: Float64Array;
  /** The one edge on which each need stood when the part was made, and its gain; -1: none. */
  readonly ownEdge: Int32Array;
  readonly ownGain: Int32Array;
  /** Places of needs by the node of that edge; behind the last node those without one. */
  readonly standStart: Int32Array;
  /** A bound of `slack` as it was then, which ascends within a node. */
  readonly standBound: Float64Array;
  /** Those of them that have pivoted since, linked: the first of each node; the next, -1 behind the last. */
  readonly awayFirst: Int32Array;
  /** -2: the need has not pivoted. */
  readonly awayNext: Int32Array;
  /**
   * The other edges by node, and of each what a look at it reads, side by side (`IN_BOUND` and so on):
   * in which bin it lay by how much less it was worth than the best of its need, which ascends within a
   * node; the node of that best; the place of the need; and the gain.
   */
  readonly inStart: Int32Array;
  readonly inEdge: Int32Array;
  readonly inLook: Int32Array;
  /** The width of a bin: an edge was worth less by at least as much for each bin before its own. */
  readonly width: number;
  /** The first of those bounds by node; Infinity: there is no such edge. */
  readonly inLeast: Float64Array;
  /** Home of each need; places of needs by home. */
  readonly home: Int32Array;
  readonly homeStart: Int32Array;
  readonly homeMember: Int32Array;
}

/** What is listed: needs, where their edges start, the edges, and slacks. */
export interface Listing {
  readonly need: readonly number[];
  readonly start: readonly number[];
  readonly edge: readonly number[];
  readonly slack: readonly number[];
}

export const IN_BOUND = 0;
export const IN_BEST = 1;
export const IN_OWNER = 2;
export const IN_GAIN = 3;
/** Numbers side by side for each edge. */
export const IN_SIZE = 4;

/** Bins in which the needs and edges of a node are put in order. */
const BINS = 1024;

/** Lays a listing out, at `price` and within `reach` of the shortlist. O(edges of the listing + nodes). */
export function createPart(
  { network, basic }: Tree,
  { price, reach }: { readonly price: Float64Array; readonly reach: number },
  listing: Listing,
  first: number,
): Part {
  const { nodeCount, home, column, gain } = network;
  const width = reach / BINS;
  const ownEdges = Int32Array.from(listing.need, (i) =>
    basic[i]! < column.length ? Math.max(-1, basic[i]!) : -1,
  );
  const bin = Int32Array.from(listing.slack, (one) => Math.min(BINS, Math.floor(one / width)));
  const bySlack = groupBy(bin, BINS + 1).member;
  const node = bySlack.map((k) => (ownEdges[k]! < 0 ? nodeCount : column[ownEdges[k]!]!));
  const stands = groupBy(node, nodeCount + 1);
  const order = stands.member.map((at) => bySlack[at]!);
  const row = arrange(network, listing, ownEdges, order);
  const homeOf = row.need.map((i) => home[i]!);
  const homes = groupBy(homeOf, nodeCount);
  return {
    first,
    ...row,
    slack: Float64Array.from(order, (k) => listing.slack[k]!),
    ownGain: row.ownEdge.map((e) => (e < 0 ? 0 : gain[e]!)),
    standStart: stands.start,
    standBound: Float64Array.from(order, (k) => bin[k]! * width),
    awayFirst: new Int32Array(nodeCount).fill(-1),
    awayNext: new Int32Array(order.length).fill(-2),
    ...byNode(network, price, width, row),
    width,
    home: homeOf,
    homeStart: homes.start,
    homeMember: homes.member,
  };
}

/** The rows of a listing in an order. */
function arrange(
  { column, gain }: Network,
  { need, start, edge }: Listing,
  ownEdge: Int32Array,
  order: Int32Array,
): Row {
  const starts = new Int32Array(order.length + 1);
  const edges = new Int32Array(edge.length);
  let size = 0;
  for (let at = 0; at < order.length; at++) {
    const k = order[at]!;
    for (let q = start[k]!; q < start[k + 1]!; q++) edges[size++] = edge[q]!;
    starts[at + 1] = size;
  }
  return {
    need: order.map((k) => need[k]!),
    start: starts,
    edge: edges,
    column: edges.map((e) => column[e]!),
    gain: edges.map((e) => gain[e]!),
    ownEdge: order.map((k) => ownEdge[k]!),
  };
}

type Row = Pick<Part, 'need' | 'start' | 'edge' | 'column' | 'gain' | 'ownEdge'>;
type Inward = Pick<Part, 'inStart' | 'inEdge' | 'inLook' | 'inLeast'>;

/** Edges on which no need stood, by node and within a node by bins of `width`. */
function byNode(
  { nodeCount, home }: Network,
  price: Float64Array,
  width: number,
  { need, start, edge, column, gain, ownEdge }: Row,
): Inward {
  const bin = new Int32Array(edge.length);
  const owner = new Int32Array(edge.length);
  const bestNode = new Int32Array(need.length);
  for (let k = 0; k < need.length; k++) {
    let node = home[need[k]!]!;
    let best = -price[node]!;
    const end = start[k + 1]!;
    for (let q = start[k]!; q < end; q++) {
      const r = gain[q]! - price[column[q]!]!;
      if (r <= best) continue;
      best = r;
      node = column[q]!;
    }
    bestNode[k] = node;
    for (let q = start[k]!; q < end; q++) {
      const behind = Math.floor((best - gain[q]! + price[column[q]!]!) / width);
      owner[q] = k;
      bin[q] = edge[q] === ownEdge[k] ? BINS + 1 : Math.min(BINS, behind);
    }
  }
  const bins = groupBy(bin, BINS + 2);
  const others = bins.member.subarray(0, bins.start[BINS + 1]!);
  const nodes = groupBy(
    others.map((q) => column[q]!),
    nodeCount,
  );
  const order = nodes.member.map((at) => others[at]!);
  const inLeast = new Float64Array(nodeCount).fill(Infinity);
  const inLook = new Int32Array(IN_SIZE * order.length);
  for (let at = order.length - 1; at >= 0; at--) {
    const q = order[at]!;
    inLeast[column[q]!] = bin[q]! * width;
    inLook[IN_SIZE * at + IN_BOUND] = bin[q]!;
    inLook[IN_SIZE * at + IN_BEST] = bestNode[owner[q]!]!;
    inLook[IN_SIZE * at + IN_OWNER] = owner[q]!;
    inLook[IN_SIZE * at + IN_GAIN] = gain[q]!;
  }
  return { inLeast, inStart: nodes.start, inEdge: order.map((q) => edge[q]!), inLook };
}

/** Positions of a list by their values below `size`; in their order within each. */
function groupBy(
  list: Int32Array,
  size: number,
): { readonly start: Int32Array; readonly member: Int32Array } {
  const start = new Int32Array(size + 1);
  for (let q = 0; q < list.length; q++) start[list[q]! + 1]!++;
  for (let a = 0; a < size; a++) start[a + 1]! += start[a]!;
  const next = start.slice();
  const member = new Int32Array(list.length);
  for (let q = 0; q < list.length; q++) member[next[list[q]!]!++] = q;
  return { start, member };
}

/** The same part with marks of its own, so that the first keeps what it has. */
export function copyMarks(part: Part): Part {
  const slack = part.slack.slice();
  const awayFirst = part.awayFirst.slice();
  return { ...part, slack, awayFirst, awayNext: part.awayNext.slice() };
}

/** The k-th need of a part pivots: it may stand elsewhere than at first. */
export function markMoved(part: Part, { column }: Network, k: number): void {
  part.slack[k] = 0;
  if (part.awayNext[k] !== -2) return;
  const own = part.ownEdge[k]!;
  if (own < 0) return;
  part.awayNext[k] = part.awayFirst[column[own]!]!;
  part.awayFirst[column[own]!] = k;
}
