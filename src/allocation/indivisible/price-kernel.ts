import type { Columns } from './columns-kernel.ts';

/**
 * The relaxation that lets go of capacities, for problems too large for knapsack tables: with a price
 * a unit of capacity, each need takes its cheapest edge, and what the capacities are worth is paid
 * back. Its best bound is that of the divisible problem, and of needs served by a few products each
 * only as many as there are products could be split there: so it is close where needs are many.
 */
export interface Prices {
  readonly price: Float64Array;
  readonly best: Float64Array;
  readonly load: Float64Array;
  readonly choice: Int32Array;
  readonly direction: Float64Array;
  bound: number;
}

/** Shaved off or added to a product of floats, so that its rounding error falls to the weak side. */
const BELOW = 1 - 2 ** -50;
const ABOVE = 1 + 2 ** -50;

export function createPrices(columns: Columns, first: Float64Array | undefined): Prices {
  return {
    price: first?.slice() ?? new Float64Array(columns.products),
    best: new Float64Array(columns.products),
    load: new Float64Array(columns.products),
    choice: new Int32Array(columns.needs),
    direction: new Float64Array(columns.products),
    bound: Number.NEGATIVE_INFINITY,
  };
}

/**
 * The bound at the current prices; fills `choice` and `load`. Prices are floats, taken as the exact
 * numbers they are: each `price x weight` is rounded down to a whole number, each worth of a
 * capacity up, so the bound is a sum of whole numbers on the weak side, exact as long as it stays
 * below 2^53; where it does not, the prices give no bound.
 */
export function priceBound({ price, load, choice }: Prices, columns: Columns): number {
  const { needs, start, product, weight, cost, capacity, mayLeave } = columns;
  load.fill(0);
  let sum = 0;
  let largest = 0;
  for (let i = 0; i < needs; i++) {
    let least = mayLeave ? 0 : Number.POSITIVE_INFINITY;
    let best = -1;
    for (let e = start[i]!; e < start[i + 1]!; e++) {
      const value = cost[e]! + Math.floor(price[product[e]!]! * weight[e]! * BELOW);
      if (value < least) {
        least = value;
        best = e;
      }
    }
    choice[i] = best;
    sum += least;
    if (Math.abs(sum) > largest) largest = Math.abs(sum);
    if (best !== -1) load[product[best]!] = load[product[best]!]! + weight[best]!;
  }
  for (let p = 0; p < capacity.length; p++) {
    sum -= Math.ceil(price[p]! * capacity[p]! * ABOVE);
    if (Math.abs(sum) > largest) largest = Math.abs(sum);
  }
  return largest <= Number.MAX_SAFE_INTEGER ? sum : Number.NEGATIVE_INFINITY;
}

/** Raises prices where products are over, lowers them where there is room; never below zero. */
export function movePrices(prices: Prices, columns: Columns, gap: number, pace: number): void {
  const { price, load, direction } = prices;
  let length = 0;
  for (let p = 0; p < price.length; p++) {
    const slope = load[p]! - columns.capacity[p]!;
    direction[p] = slope + 0.5 * direction[p]!;
    if (price[p] === 0 && direction[p]! < 0) direction[p] = 0;
    length += direction[p]! * direction[p]!;
  }
  if (length === 0) return;
  const step = (pace * gap) / length;
  for (let p = 0; p < price.length; p++) {
    price[p] = Math.max(0, price[p]! + step * direction[p]!);
  }
}
