import type { Part } from './part-kernel.ts';
import { nodeOfNeed, type Tree } from './tree-kernel.ts';

/**
 * Where the needs of a part stand now, by their place in the part: kept beside it while the tree is
 * mended, so that a look at an edge need not ask for the arc of its need.
 */
export interface Stands {
  /** Working node of each: of its one arc, or its own where it is split. -1: it is never looked at. */
  readonly node: Int32Array;
  /** As `Tree.basic` of each. */
  readonly arc: Int32Array;
  /** Gain on its one arc; 0 where it is split, or stays unserved. */
  readonly gain: Int32Array;
  /**
   * Needs that stand on one edge, but on another one than when the part was made, by node, linked both
   * ways: the first of each node, the next and the previous one; -1: none.
   */
  readonly first: Int32Array;
  readonly next: Int32Array;
  readonly previous: Int32Array;
  /** 1: it is linked. */
  readonly isLinked: Uint8Array;
  /** By node; 0: no need of the part stands or stood there, none has an edge to it, or its home there. */
  readonly isThere: Uint8Array;
}

/** O(needs of the part); those that have not pivoted are where they stood. */
export function createStands(tree: Tree, part: Part): Stands {
  const { ownEdge, ownGain, standStart, slack, awayNext, inStart, homeStart } = part;
  const { nodeCount } = tree.network;
  const size = part.need.length;
  const stands: Stands = {
    node: new Int32Array(size).fill(-1),
    arc: ownEdge.slice(),
    gain: ownGain.slice(),
    first: new Int32Array(nodeCount).fill(-1),
    next: new Int32Array(size),
    previous: new Int32Array(size),
    isLinked: new Uint8Array(size),
    isThere: new Uint8Array(nodeCount),
  };
  for (let a = 0; a < nodeCount; a++) {
    const here = standStart[a + 1]! - standStart[a]!;
    const listed = inStart[a + 1]! - inStart[a]! + homeStart[a + 1]! - homeStart[a]!;
    stands.isThere[a] = here + listed > 0 ? 1 : 0;
    for (let k = standStart[a]!; k < standStart[a + 1]!; k++) {
      if (slack[k] === Infinity) continue;
      if (awayNext[k] === -2) stands.node[k] = a;
      else noteStand(stands, tree, part, k);
    }
  }
  for (let k = standStart[nodeCount]!; k < size; k++) {
    if (slack[k] !== Infinity) noteStand(stands, tree, part, k);
  }
  return stands;
}

/** The k-th need has pivoted. */
export function noteStand(
  { node, arc, gain, first, next, previous, isLinked, isThere }: Stands,
  tree: Tree,
  { need, ownEdge }: Part,
  k: number,
): void {
  const { basic, network } = tree;
  const i = need[k]!;
  const own = basic[i]!;
  const isEdge = own >= 0 && own < network.column.length;
  if (isLinked[k] === 1) {
    if (previous[k]! >= 0) next[previous[k]!] = next[k]!;
    else first[node[k]!] = next[k]!;
    if (next[k]! >= 0) previous[next[k]!] = previous[k]!;
    isLinked[k] = 0;
  }
  const to = nodeOfNeed(tree, i);
  node[k] = to;
  arc[k] = own;
  gain[k] = isEdge ? network.gain[own]! : 0;
  if (!isEdge || own === ownEdge[k]) return;
  const second = first[to]!;
  isLinked[k] = 1;
  isThere[to] = 1;
  next[k] = second;
  previous[k] = -1;
  if (second >= 0) previous[second] = k;
  first[to] = k;
}
