import { type Ground, OPEN, PRICES, type Terms } from './price-kernel.ts';
import type { SyndicateProblem } from './problem.ts';

/** A search for the cheapest syndicate, with the best that is known. */
export interface Search {
  readonly problem: SyndicateProblem;
  readonly most: Float64Array;
  /** The banks of a candidate: those that must take part first. */
  readonly list: Int32Array;
  /** The same in the order of their rates, and what each lends. */
  readonly sorted: Int32Array;
  readonly amounts: Float64Array;
  readonly maximumNodes: number;
  /** The cost of a candidate can be off by this much; zero where all sums are safe integers. */
  readonly costSlack: number;
  /** More than any syndicate costs. */
  readonly largest: number;
  /** All costs are multiples of this. */
  readonly step: number;
  /** The same, and zero where sums of costs are not safe integers: then a limit may not be such a multiple. */
  readonly grain: number;
  /** How many of `list` must take part; who leads, -1 for nobody. */
  members: number;
  lead: number;
  /** The slack of the bounds of the root that is searched. */
  boundSlack: number;
  /** Costs up to this are looked for, and the same with the slack. */
  limit: number;
  ceiling: number;
  best: Int32Array;
  bestLead: number;
  bestCost: number;
  bestExact: bigint | undefined;
  nodes: number;
}

/** Looks for costs up to a limit, and never for one that is not a step below the best. */
export function setLimit(search: Search, limit: number): void {
  search.limit = limit;
  search.ceiling = Math.min(limit, search.bestCost - search.step) + search.boundSlack;
}

/** The first banks of `list` as a syndicate: everyone's least, then the lowest rates first. */
export function tryBanks(search: Search, terms: Terms, count: number): boolean {
  const { list, sorted, amounts, most } = search;
  const { least, rate, fee } = terms;
  for (let k = 0; k < count; k++) {
    let at = k;
    for (; at > 0 && sorted[at - 1]! > list[k]!; at--) sorted[at] = sorted[at - 1]!;
    sorted[at] = list[k]!;
  }
  let [left, cost] = [terms.amount, 0];
  for (let k = 0; k < count; k++) {
    const j = sorted[k]!;
    amounts[k] = least[j]!;
    left -= least[j]!;
    cost += fee[j]! + least[j]! * rate[j]!;
  }
  if (left < 0) return false;
  for (let k = 0; k < count && left > 0; k++) {
    const j = sorted[k]!;
    const more = Math.min(left, most[j]! - least[j]!);
    amounts[k] = amounts[k]! + more;
    left -= more;
    cost += more * rate[j]!;
  }
  return left === 0 && cost < search.bestCost + search.costSlack && keep(search, count);
}

/** Keeps the candidate where it is cheaper; big integers decide. */
function keep(search: Search, count: number): boolean {
  const { problem, sorted, amounts } = search;
  let cost = 0n;
  for (let k = 0; k < count; k++) {
    const j = sorted[k]!;
    cost += BigInt(amounts[k]!) * BigInt(problem.rateCost[j]!) + problem.fixedCost[j]!;
  }
  if (search.bestExact !== undefined && cost >= search.bestExact) return false;
  search.bestExact = cost;
  search.bestCost = Number(cost);
  search.bestLead = search.lead;
  search.best = sorted.slice(0, count);
  setLimit(search, search.limit);
  return true;
}

/** A first syndicate: banks by reduced cost while those that remain can carry the rest. */
export function tryGreedy(search: Search, ground: Ground, byCost: Int32Array): void {
  const { terms } = ground;
  const byMost = byCost.slice().sort((a, b) => terms.most[b]! - terms.most[a]!);
  let [count, slots, left] = [search.members, ground.slots, ground.need];
  for (let at = 0; at < byCost.length && slots > 0 && left > 0; at++) {
    const bank = byCost[at]!;
    let after = left - terms.most[bank]!;
    for (let to = 0, more = slots - 1; to < byMost.length && more > 0 && after > 0; to++) {
      const other = byMost[to]!;
      if (other === bank || isListed(search.list, count, other)) continue;
      after -= terms.most[other]!;
      more--;
    }
    if (after > 0) continue;
    search.list[count++] = bank;
    left -= terms.most[bank]!;
    slots--;
  }
  if (left <= 0) tryBanks(search, terms, count);
}

function isListed(list: Int32Array, count: number, bank: number): boolean {
  for (let k = 0; k < count; k++) if (list[k] === bank) return true;
  return false;
}

/**
 * Puts one bank in the place of another, adds one, or leaves one out, for as long as it is cheaper.
 * Most such changes are seen to be too dear by their reduced costs.
 */
export function improve(search: Search, ground: Ground): void {
  const { terms, reduced, slots, baseCost } = ground;
  const { list, members } = search;
  const [whole, cost] = [new Float64Array(PRICES), new Float64Array(PRICES)];
  for (let isBetter = search.bestExact !== undefined; isBetter; ) {
    isBetter = false;
    const current = search.best.filter((bank) => terms.state[bank] === OPEN);
    whole.set(baseCost);
    for (const bank of current) addReduced(whole, reduced, bank, 1);
    for (let out = 0; out <= current.length && !isBetter; out++) {
      if (out === current.length && out >= slots) break;
      cost.set(whole);
      if (out < current.length) addReduced(cost, reduced, current[out]!, -1);
      let count = members;
      for (let k = 0; k < current.length; k++) if (k !== out) list[count++] = current[k]!;
      isBetter = tryBanks(search, terms, count);
      for (let bank = 0; bank < terms.banks && !isBetter; bank++) {
        if (terms.state[bank] !== OPEN || isAboveWith(cost, reduced, bank, search.ceiling))
          continue;
        if (isListed(current, current.length, bank)) continue;
        list[count] = bank;
        isBetter = tryBanks(search, terms, count + 1);
      }
    }
  }
}

function addReduced(cost: Float64Array, reduced: Float64Array, bank: number, times: number): void {
  for (let g = 0; g < PRICES; g++) cost[g] = cost[g]! + times * reduced[bank * PRICES + g]!;
}

function isAboveWith(
  cost: Float64Array,
  reduced: Float64Array,
  bank: number,
  ceiling: number,
): boolean {
  for (let g = 0; g < PRICES; g++) {
    if (cost[g]! + reduced[bank * PRICES + g]! > ceiling) return true;
  }
  return false;
}
