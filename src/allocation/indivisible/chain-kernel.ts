import { descendWithin, isWithin, type Local, place } from './local-kernel.ts';

/** Longest chain of needs that push each other on. */
const DEPTH = 6;
const POLISH_ROUNDS = 20;

/** The moves of a chain, so that one that does not pay can be taken back. */
interface Chain {
  readonly need: Int32Array;
  readonly from: Int32Array;
  length: number;
  /** Cost so far, and the link found last. */
  cost: number;
  mover: number;
  target: number;
}

/**
 * Ejection chains (Yagiura, Ibaraki and Glover 2006) for many needs with few edges each: a need goes
 * to an edge that is better at the prices of capacity; while the product is over, one of its members
 * goes on, to room where that pays, else to where the prices say it loses least. A chain that ends
 * within all capacities and cheaper than before is kept, others are undone. States stay within
 * capacities, so the cost only falls. Gives the number of chains kept among needs `first` to `end`.
 */
export function improveByChains(
  local: Local,
  price: Float64Array,
  first: number,
  end: number,
): number {
  const { columns, edge } = local;
  const chain: Chain = {
    need: new Int32Array(DEPTH + 1),
    from: new Int32Array(DEPTH + 1),
    length: 0,
    cost: 0,
    mover: -1,
    target: -1,
  };
  let kept = 0;
  for (let need = first; need < end; need++) {
    const now = reducedCost(local, price, edge[need]!);
    for (let e = columns.start[need]!; e < columns.start[need + 1]!; e++) {
      if (e === edge[need] || reducedCost(local, price, e) >= now) continue;
      if (columns.weight[e]! > columns.capacity[columns.product[e]!]!) continue;
      if (!follow(local, price, chain, need, e)) continue;
      kept++;
      break;
    }
  }
  return kept;
}

/** Within capacities to a state that neither moves, exchanges nor chains improve. */
export function polish(local: Local, price: Float64Array): void {
  const { needs } = local.columns;
  if (!isWithin(local)) return;
  do descendWithin(local, POLISH_ROUNDS);
  while (improveByChains(local, price, 0, needs) > 0);
}

function costOf({ columns }: Local, e: number): number {
  if (e !== -1) return columns.cost[e]!;
  return columns.mayLeave ? 0 : Number.POSITIVE_INFINITY;
}

function reducedCost(local: Local, price: Float64Array, e: number): number {
  const { product, weight } = local.columns;
  return e === -1 ? costOf(local, e) : costOf(local, e) + price[product[e]!]! * weight[e]!;
}

/** Makes the chain that starts with one move; true where it is kept. */
function follow(local: Local, price: Float64Array, chain: Chain, need: number, e: number): boolean {
  const { columns, load } = local;
  chain.length = 0;
  chain.cost = 0;
  link(local, chain, need, e);
  while (chain.length <= DEPTH) {
    const last = local.edge[chain.need[chain.length - 1]!]!;
    const p = last === -1 ? -1 : columns.product[last]!;
    if (p === -1 || load[p]! <= columns.capacity[p]!) {
      if (chain.cost < 0) return true;
      break;
    }
    if (chain.length === DEPTH || !findLink(local, price, chain, p)) break;
    link(local, chain, chain.mover, chain.target);
  }
  while (chain.length > 0) {
    chain.length--;
    place(local, chain.need[chain.length]!, chain.from[chain.length]!);
  }
  return false;
}

function link(local: Local, chain: Chain, need: number, e: number): void {
  const from = local.edge[need]!;
  chain.need[chain.length] = need;
  chain.from[chain.length] = from;
  chain.length++;
  const before = costOf(local, from);
  // A need that had no place is a gain whatever it costs.
  chain.cost += Number.isFinite(before) ? costOf(local, e) - before : -(2 ** 52);
  place(local, need, e);
}

/**
 * The member of an overfull product that goes on. Where its leaving makes the product fit, and it
 * finds room, and all together pays, the cheapest such end; otherwise the least loss at the prices.
 */
function findLink(local: Local, price: Float64Array, chain: Chain, p: number): boolean {
  const { columns, load, edge, head, after } = local;
  const { start, product, weight, cost, capacity } = columns;
  const over = load[p]! - capacity[p]!;
  let bestEnd = -chain.cost;
  let bestLoss = Number.POSITIVE_INFINITY;
  let isEnd = false;
  for (let i = head[p]!; i !== -1; i = after[i]!) {
    const from = edge[i]!;
    if (weight[from]! < over || isLinked(chain, i)) continue;
    const base = cost[from]! + price[p]! * weight[from]!;
    if (columns.mayLeave && -cost[from]! < bestEnd) {
      [bestEnd, chain.mover, chain.target, isEnd] = [-cost[from]!, i, -1, true];
    }
    for (let e = start[i]!; e < start[i + 1]!; e++) {
      const q = product[e]!;
      if (q === p || weight[e]! > capacity[q]!) continue;
      if (load[q]! + weight[e]! <= capacity[q]!) {
        const change = cost[e]! - cost[from]!;
        if (change < bestEnd) [bestEnd, chain.mover, chain.target, isEnd] = [change, i, e, true];
      } else if (!isEnd) {
        const loss = cost[e]! + price[q]! * weight[e]! - base;
        if (loss < bestLoss) [bestLoss, chain.mover, chain.target] = [loss, i, e];
      }
    }
  }
  return isEnd || bestLoss < Number.POSITIVE_INFINITY;
}

function isLinked({ need, length }: Chain, i: number): boolean {
  for (let at = 0; at < length; at++) if (need[at] === i) return true;
  return false;
}
