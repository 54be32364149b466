import { mixLot } from '../../units/tie.ts';

/**
 * The best offers of one need so far, in the order of `compareOffers`: higher score, then higher lot,
 * then earlier id. Columns by place; `order` lists the places, best first, so that an insertion moves
 * one small number and no columns.
 */
export interface TopList {
  readonly limit: number;
  size: number;
  /** No score below this one is wanted, even where there is room; -1: all are. */
  floor: number;
  /** Place of the `i`-th best. */
  readonly order: Int32Array;
  /** By place: 0 to 100,000,000. */
  readonly score: Int32Array;
  /** The lot that decides ties; -1: not drawn yet. */
  readonly lot: Int32Array;
  /** Place in `catalog.products`, which stands in the order of ids. */
  readonly product: Int32Array;
  /** Minor units. */
  readonly amount: Float64Array;
  readonly termMonths: Int32Array;
  readonly method: Uint8Array;
  /** ppm a year, the dearer end; NaN: no rate is known. */
  readonly rate: Float64Array;
  readonly netCost: Float64Array;
}

export function createTopList(limit: number): TopList {
  return {
    limit,
    size: 0,
    floor: -1,
    order: new Int32Array(limit),
    score: new Int32Array(limit),
    lot: new Int32Array(limit),
    product: new Int32Array(limit),
    amount: new Float64Array(limit),
    termMonths: new Int32Array(limit),
    method: new Uint8Array(limit),
    rate: new Float64Array(limit),
    netCost: new Float64Array(limit),
  };
}

/** Whether the list has no room left for a score below this: nothing lower can enter. */
export function leastScore(list: TopList): number {
  if (list.size < list.limit) return list.floor;
  return list.limit === 0 ? Number.POSITIVE_INFINITY : list.score[list.order[list.limit - 1]!]!;
}

/** How lots are drawn: the need's seed, and the hash of a product's id by its place. */
export interface Draw {
  readonly needSeed: number;
  readonly productTies: Int32Array;
}

/**
 * Finds room for an offer and returns its place, for the caller to fill in the other columns; -1
 * where it is not among the best. Lots are drawn only between equal scores.
 */
export function enterList(list: TopList, draw: Draw, score: number, product: number): number {
  const { order, limit, size } = list;
  if (size === limit && score < leastScore(list)) return -1;
  let lot = -1;
  let at = size;
  while (at > 0) {
    const other = order[at - 1]!;
    const otherScore = list.score[other]!;
    if (score < otherScore) break;
    if (score === otherScore) {
      if (lot < 0) lot = lotOf(draw, product);
      const otherLot = lotAt(list, draw, other);
      if (lot < otherLot || (lot === otherLot && product > list.product[other]!)) break;
    }
    at -= 1;
  }
  if (at === limit) return -1;
  const place = size === limit ? order[limit - 1]! : size;
  const last = size === limit ? limit - 1 : size;
  for (let i = last; i > at; i--) order[i] = order[i - 1]!;
  order[at] = place;
  if (size < limit) list.size = size + 1;
  list.score[place] = score;
  list.lot[place] = lot;
  list.product[place] = product;
  return place;
}

/** The lot of a product. */
export function lotOf({ needSeed, productTies }: Draw, product: number): number {
  return mixLot(needSeed, productTies[product]!);
}

/** The lot of a place, drawn when first asked for. */
export function lotAt(list: TopList, draw: Draw, place: number): number {
  if (list.lot[place]! < 0) {
    list.lot[place] = lotOf(draw, list.product[place]!);
  }
  return list.lot[place]!;
}
