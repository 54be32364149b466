import { type Search, tryBanks } from './candidate-kernel.ts';
import type { Parts } from './half-kernel.ts';
import { type Ground, OUTSIDER, PRICES } from './price-kernel.ts';

/** Covers the rounding of a few sums of amounts, which may pass 2^53. */
const WIDEN = 2 ** -48;

/**
 * Tries every pair of parts, one of each half, that can be a syndicate below the best.
 * What a pair lends at most is not less than the amount, and exceeds it by little:
 * 1. what it lends at least is not more than the amount, and tickets are only so wide;
 * 2. at the best price, where it is not below the dearest rate, all lend their most; from there down
 *    to the dearest rate the reduced cost rises by the excess times the difference of the prices.
 * So for each part of one half those of the other are one run of their order.
 * False where the search has looked at as many nodes as it may.
 */
export function joinParts(search: Search, ground: Ground, left: Parts, right: Parts): boolean {
  const margin = ground.prices[0]! - dearestRate(ground);
  const [width, leastCost] = summarize(right);
  const rest = new Float64Array(PRICES);
  let from = 0;
  // What the left part lends falls from one to the next, so the run of the right only moves on.
  for (let at = left.offered - 1; at >= 0; at--) {
    const part = left.order[at]!;
    const need = ground.need - left.most[part]!;
    const slots = ground.slots - left.members[part]!;
    const open = ground.open - left.least[part]!;
    for (let g = 0; g < PRICES; g++) {
      rest[g] = allowed(search) - ground.baseCost[g]! - left.cost[part * PRICES + g]!;
    }
    let end = open + width;
    if (margin > 0) end = Math.min(end, need + (rest[0]! - leastCost) / margin);
    end += Math.abs(end) * WIDEN + 1;
    while (from < right.offered && right.most[right.order[from]!]! < need) from++;
    for (let to = from; to < right.offered; to++) {
      const other = right.order[to]!;
      if (right.most[other]! > end) break;
      if (++search.nodes >= search.maximumNodes) return false;
      if (right.members[other]! > slots || right.least[other]! > open) continue;
      if (!isDear(right.cost, other, rest)) tryPair(search, ground, left, part, right, other);
    }
  }
  return true;
}

/** Any pair below the best is welcome, also above the limit: it keeps the next lists short. */
function allowed(search: Search): number {
  return search.bestCost - search.step + search.boundSlack;
}

function dearestRate({ terms: { banks, rate, state } }: Ground): number {
  let dearest = 0;
  for (let j = 0; j < banks; j++) {
    if (state[j] !== OUTSIDER) dearest = Math.max(dearest, rate[j]!);
  }
  return dearest;
}

/** The widest ticket of all parts that are offered, and their least cost at the best price. */
function summarize({ offered, order, least, most, cost }: Parts): readonly [number, number] {
  let [width, leastCost] = [0, Number.POSITIVE_INFINITY];
  for (let at = 0; at < offered; at++) {
    const part = order[at]!;
    width = Math.max(width, most[part]! - least[part]!);
    leastCost = Math.min(leastCost, cost[part * PRICES]!);
  }
  return [width, leastCost];
}

function isDear(cost: Float64Array, part: number, rest: Float64Array): boolean {
  for (let g = 0; g < PRICES; g++) if (cost[part * PRICES + g]! > rest[g]!) return true;
  return false;
}

function tryPair(
  search: Search,
  ground: Ground,
  left: Parts,
  part: number,
  right: Parts,
  other: number,
): void {
  const { list } = search;
  let count = search.members;
  for (let at = part; at > 0; at = left.parent[at]!) list[count++] = left.bank[at]!;
  for (let at = other; at > 0; at = right.parent[at]!) list[count++] = right.bank[at]!;
  // What many banks cost takes long to tell: a node stands for about the same time everywhere.
  search.nodes += count >> 4;
  tryBanks(search, ground.terms, count);
}
