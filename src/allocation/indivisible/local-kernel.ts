import type { Columns } from './columns-kernel.ts';

/**
 * A state of the local search: each need at an edge, products possibly over capacity, at a price for
 * each unit over. The prices steer and may be fractions; what is kept is checked in whole numbers.
 */
export interface Local {
  readonly columns: Columns;
  /**
   * Edges of each need in the order of their products, for finding the partner edge of an exchange;
   * empty where edges are so few that most pairs of needs have nothing to exchange.
   */
  readonly sorted: Int32Array;
  readonly edge: Int32Array;
  readonly load: Float64Array;
  readonly penalty: Float64Array;
  /** Members of each product as a list in both directions; -1 ends it. */
  readonly head: Int32Array;
  readonly after: Int32Array;
  readonly before: Int32Array;
  readonly best: Int32Array;
  bestCost: number;
  seed: number;
}

/** Exchanges are tried where a need has at least one edge to so many products. */
const DENSE = 4;

/** Cost of a need that must be served and is not, on top of any real one. */
const UNSERVED = 2 ** 44;

export function createLocal(columns: Columns): Local {
  const { needs, products, product } = columns;
  const isDense = product.length * DENSE >= needs * products;
  return {
    columns,
    sorted: isDense ? sortedRows(columns) : new Int32Array(0),
    edge: new Int32Array(needs).fill(-1),
    load: new Float64Array(products),
    penalty: startPenalties(columns),
    head: new Int32Array(products).fill(-1),
    after: new Int32Array(needs).fill(-1),
    before: new Int32Array(needs).fill(-1),
    best: new Int32Array(needs).fill(-1),
    bestCost: Number.POSITIVE_INFINITY,
    seed: 1,
  };
}

function sortedRows({ needs, start, product }: Columns): Int32Array {
  const sorted = new Int32Array(product.length);
  for (let e = 0; e < sorted.length; e++) sorted[e] = e;
  for (let i = 0; i < needs; i++) {
    sorted.subarray(start[i]!, start[i + 1]!).sort((a, b) => product[a]! - product[b]!);
  }
  return sorted;
}

/** A unit over capacity costs at first what a unit of weight is worth on average. */
function startPenalties({ cost, weight, products }: Columns): Float64Array {
  let value = 0;
  let heavy = 0;
  for (let e = 0; e < cost.length; e++) {
    value += Math.abs(cost[e]!);
    heavy += weight[e]!;
  }
  return new Float64Array(products).fill(Math.max(1e-9, value / Math.max(1, heavy)));
}

/** Puts a need at an edge of its own, or nowhere (-1). */
export function place(local: Local, need: number, to: number): void {
  const { columns, edge, load, head, after, before } = local;
  const from = edge[need]!;
  if (from !== -1) {
    const p = columns.product[from]!;
    load[p] = load[p]! - columns.weight[from]!;
    if (before[need] === -1) head[p] = after[need]!;
    else after[before[need]!] = after[need]!;
    if (after[need] !== -1) before[after[need]!] = before[need]!;
  }
  edge[need] = to;
  if (to === -1) return;
  const p = columns.product[to]!;
  load[p] = load[p]! + columns.weight[to]!;
  after[need] = head[p]!;
  before[need] = -1;
  if (head[p] !== -1) before[head[p]!] = need;
  head[p] = need;
}

export function restore(local: Local, edges: Int32Array): void {
  for (let i = 0; i < edges.length; i++) if (local.edge[i] !== edges[i]) place(local, i, edges[i]!);
}

function costAt({ cost, mayLeave }: Columns, edge: number): number {
  if (edge !== -1) return cost[edge]!;
  return mayLeave ? 0 : UNSERVED;
}

/** What a product's excess costs more when its load changes. */
function excessChange({ load, columns, penalty }: Local, p: number, change: number): number {
  const over = load[p]! - columns.capacity[p]!;
  const later = over + change;
  return penalty[p]! * ((later > 0 ? later : 0) - (over > 0 ? over : 0));
}

function findEdge({ columns, sorted }: Local, need: number, p: number): number {
  const { start, product } = columns;
  let low = start[need]!;
  let high = start[need + 1]!;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (product[sorted[middle]!]! < p) low = middle + 1;
    else high = middle;
  }
  return low < start[need + 1]! && product[sorted[low]!] === p ? sorted[low]! : -1;
}

/** Small enough to be noise of sums of penalties. */
const NOISE = 1e-7;

/** The best single move or exchange of one need, made where it pays. */
function improve(local: Local, need: number): boolean {
  const { columns, edge, head, after, sorted } = local;
  const { start, product, weight, cost } = columns;
  const from = edge[need]!;
  const fromProduct = from === -1 ? -1 : product[from]!;
  const fromCost = costAt(columns, from);
  const leaving = from === -1 ? 0 : excessChange(local, fromProduct, -weight[from]!);
  let best = -NOISE;
  let bestEdge = -2;
  let partner = -1;
  let partnerEdge = -1;
  if (columns.mayLeave && from !== -1 && leaving - fromCost < best) {
    best = leaving - fromCost;
    bestEdge = -1;
  }
  for (let e = start[need]!; e < start[need + 1]!; e++) {
    const p = product[e]!;
    if (e === from || weight[e]! > columns.capacity[p]!) continue;
    const gain = cost[e]! - fromCost;
    const change = gain + leaving + (p === fromProduct ? 0 : excessChange(local, p, weight[e]!));
    if (change < best) [best, bestEdge, partner] = [change, e, -1];
    // An exchange pays only where one of the two gets cheaper: it is found from that one's side.
    if (gain >= 0 || p === fromProduct || sorted.length === 0) continue;
    for (let other = head[p]!; other !== -1; other = after[other]!) {
      const left = edge[other]!;
      const takes = fromProduct === -1 ? -1 : findEdge(local, other, fromProduct);
      if (takes === -1 && !columns.mayLeave) continue;
      let exchange = gain + costAt(columns, takes) - cost[left]!;
      if (exchange >= best) continue;
      exchange += excessChange(local, p, weight[e]! - weight[left]!);
      if (from !== -1) {
        const back = takes === -1 ? 0 : weight[takes]!;
        exchange += excessChange(local, fromProduct, back - weight[from]!);
      }
      if (exchange < best) [best, bestEdge, partner, partnerEdge] = [exchange, e, other, takes];
    }
  }
  if (bestEdge === -2) return false;
  place(local, need, bestEdge);
  if (partner !== -1) place(local, partner, partnerEdge);
  return true;
}

/** A unit over capacity where none is wanted: above any cost, and far from where floats lose units. */
const FORBIDDEN = 2 ** 50;

/** Goes down among states that fit only. */
export function descendWithin(local: Local, rounds: number): void {
  const { penalty } = local;
  const kept = penalty.slice();
  penalty.fill(FORBIDDEN);
  keepIfBest(local);
  descend(local, rounds);
  penalty.set(kept);
}

/** Goes down until no need can improve, at most so many rounds; keeps the result where it is best. */
export function descend(local: Local, rounds: number): void {
  const { needs } = local.columns;
  let calm = 0;
  for (let turn = 0; calm < needs && turn < rounds * needs; turn++) {
    calm = improve(local, turn % needs) ? 0 : calm + 1;
  }
  keepIfBest(local);
}

/** Keeps a state that is within all capacities and cheaper than the best. */
export function keepIfBest(local: Local): boolean {
  const { columns, edge, best } = local;
  let cost = 0;
  for (let i = 0; i < edge.length; i++) {
    if (edge[i] === -1 && !columns.mayLeave) return false;
    if (edge[i] !== -1) cost += columns.cost[edge[i]!]!;
  }
  if (cost >= local.bestCost || !isWithin(local)) return false;
  local.bestCost = cost;
  best.set(edge);
  return true;
}

export function isWithin({ load, columns }: Local): boolean {
  for (let p = 0; p < load.length; p++) if (load[p]! > columns.capacity[p]!) return false;
  return true;
}

/**
 * One round of search past a local optimum: prices of excess rise where a product is over and fall
 * where all are within, so that the search swings around the edge of what fits (strategic
 * oscillation, as in Yagiura, Ibaraki and Glover 2004).
 */
export function oscillate(local: Local): void {
  const { columns, penalty, load } = local;
  const isFitting = isWithin(local);
  for (let p = 0; p < load.length; p++) {
    if (isFitting) penalty[p] = penalty[p]! * 0.85;
    else if (load[p]! > columns.capacity[p]!) penalty[p] = penalty[p]! * 1.25;
  }
  descend(local, 20);
}

/** Moves needs by a seeded choice. */
export function kick(local: Local, kicks: number): void {
  const { columns, edge } = local;
  for (let done = 0; done < kicks; done++) {
    const need = draw(local, columns.needs);
    const size = columns.start[need + 1]! - columns.start[need]!;
    if (size === 0) continue;
    const to = columns.start[need]! + draw(local, size);
    if (to !== edge[need] && columns.weight[to]! <= columns.capacity[columns.product[to]!]!) {
      place(local, need, to);
    }
  }
}

/** A number below the limit from a fixed generator (Numerical Recipes): same input, same search. */
function draw(local: Local, limit: number): number {
  local.seed = (Math.imul(local.seed, 1_664_525) + 1_013_904_223) >>> 0;
  return Math.floor((local.seed / 2 ** 32) * limit);
}

/**
 * Makes a state fit: from overfull products the needs that lose least for their weight go where
 * there is room; needs without a place take the cheapest that fits. May leave some unserved.
 */
export function repair(local: Local): void {
  const { columns, load, head, after, edge } = local;
  for (let p = 0; p < columns.products; p++) {
    while (load[p]! > columns.capacity[p]!) {
      let least = Number.POSITIVE_INFINITY;
      let mover = -1;
      let moverEdge = -1;
      for (let i = head[p]!; i !== -1; i = after[i]!) {
        const to = cheapestFit(local, i);
        const loss = costAt(columns, to) - columns.cost[edge[i]!]!;
        const rate = loss / Math.max(1, columns.weight[edge[i]!]!);
        if (rate < least) [least, mover, moverEdge] = [rate, i, to];
      }
      if (mover === -1) break;
      place(local, mover, moverEdge);
    }
  }
  for (let i = 0; i < columns.needs; i++) {
    if (edge[i] === -1) place(local, i, cheapestFit(local, i));
  }
}

/** The cheapest edge of a need to a product with room, other than its own; -1 where none is cheaper than none. */
function cheapestFit({ columns, load, edge }: Local, need: number): number {
  const { start, product, weight, cost, capacity } = columns;
  let best = -1;
  let least = columns.mayLeave ? 0 : Number.POSITIVE_INFINITY;
  for (let e = start[need]!; e < start[need + 1]!; e++) {
    const p = product[e]!;
    if (e === edge[need] || load[p]! + weight[e]! > capacity[p]!) continue;
    if (cost[e]! < least) [least, best] = [cost[e]!, e];
  }
  return best;
}
