import { type Holders, isWorse } from './holders-kernel.ts';
import type { Nesting } from './problem.ts';

/**
 * Limits around products. Products stand in an order in which every group is one stretch, and a
 * tournament over that order knows the worst holder of any stretch:
 *
 *     winner[1]                     over all
 *     winner[2]     winner[3]       over halves
 *     ...
 *     winner[width + place]         the product itself, -1 where it holds nothing
 */
export interface Banks {
  readonly groupOf: Int32Array;
  readonly parent: Int32Array;
  readonly limit: Float64Array;
  readonly load: Float64Array;
  readonly refusedRank: Float64Array;
  readonly refusedEdge: Int32Array;
  /** Place of each product; the places of a group, end open. */
  readonly placeOf: Int32Array;
  readonly first: Int32Array;
  readonly last: Int32Array;
  readonly width: number;
  readonly winner: Int32Array;
}

export function createBanks({ groupOf, parent, limit }: Nesting, products: number): Banks {
  const paths = Array.from({ length: products }, (_, product) => {
    const path: number[] = [];
    for (let g = groupOf[product]!; g !== -1; g = parent[g]!) path.unshift(g);
    return path;
  });
  const order = [...paths.keys()].sort((a, b) => comparePaths(paths[a]!, paths[b]!) || a - b);
  const placeOf = new Int32Array(products);
  const first = new Int32Array(parent.length).fill(products);
  const last = new Int32Array(parent.length);
  order.forEach((product, place) => {
    placeOf[product] = place;
    for (const g of paths[product]!) {
      first[g] = Math.min(first[g]!, place);
      last[g] = Math.max(last[g]!, place + 1);
    }
  });
  let width = 1;
  while (width < products) width *= 2;
  return {
    groupOf,
    parent,
    limit,
    load: new Float64Array(parent.length),
    refusedRank: new Float64Array(parent.length).fill(Number.POSITIVE_INFINITY),
    refusedEdge: new Int32Array(parent.length).fill(-1),
    placeOf,
    first,
    last,
    width,
    winner: new Int32Array(2 * width).fill(-1),
  };
}

function comparePaths(a: readonly number[], b: readonly number[]): number {
  for (let at = 0; at < a.length && at < b.length; at++) {
    if (a[at] !== b[at]) return a[at]! - b[at]!;
  }
  return a.length - b.length;
}

/** Plays the games of a product again, after its worst holder changed. */
export function noteTop(banks: Banks, holders: Holders, product: number): void {
  const { winner, width, placeOf } = banks;
  let at = width + placeOf[product]!;
  winner[at] = holders.size[product] === 0 ? -1 : product;
  for (at >>= 1; at >= 1; at >>= 1) {
    winner[at] = worse(holders, winner[2 * at]!, winner[2 * at + 1]!);
  }
}

/** The product with the worst holder of a group. */
export function worstIn(
  { winner, width, first, last }: Banks,
  holders: Holders,
  g: number,
): number {
  let found = -1;
  let low = width + first[g]!;
  let high = width + last[g]!;
  for (; low < high; low >>= 1, high >>= 1) {
    if ((low & 1) === 1) found = worse(holders, found, winner[low++]!);
    if ((high & 1) === 1) found = worse(holders, found, winner[--high]!);
  }
  return found;
}

function worse(holders: Holders, a: number, b: number): number {
  if (a === -1 || b === -1) return a === -1 ? b : a;
  return isWorse(holders, holders.offset[a]!, holders.offset[b]!) ? a : b;
}

/** From now on the group refuses what ranks below the worst holder of this product. */
export function refuseAbove(banks: Banks, holders: Holders, g: number, product: number): void {
  banks.refusedRank[g] = holders.rank[holders.offset[product]!]!;
  banks.refusedEdge[g] = holders.edge[holders.offset[product]!]!;
}

export function isRefusedAbove(banks: Banks, product: number, rank: number, edge: number): boolean {
  const { groupOf, parent, refusedRank, refusedEdge } = banks;
  for (let g = groupOf[product]!; g !== -1; g = parent[g]!) {
    if (rank > refusedRank[g]! || (rank === refusedRank[g] && edge >= refusedEdge[g]!)) return true;
  }
  return false;
}
