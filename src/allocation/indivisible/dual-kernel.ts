import type { Columns } from './columns-kernel.ts';

export const FREE = 0;
export const IN = 1;
export const OUT = 2;
/** What `fixed` says of a need that is not decided, and of one that is left out. */
export const OPEN = -1;
export const LEFT = -2;

/**
 * The Lagrangian relaxation that lets go of "each need once": with a multiplier u for each need,
 *
 *     L(u) = sum of u + for each product the best knapsack of (cost x scale - u)
 *
 * is never above the least cost x scale (Fisher, Jaikumar and Van Wassenhove 1986 for this problem).
 * Multipliers are whole numbers of 1/scale, so every term is a whole number below 2^53 and each
 * knapsack is solved exactly by a table over its capacity: the bound holds without any tolerance,
 * and costs being whole, it may be rounded up to the next multiple of the scale.
 */
export interface Dual {
  readonly columns: Columns;
  readonly scale: number;
  readonly multiplier: Float64Array;
  readonly direction: Float64Array;
  readonly state: Uint8Array;
  readonly fixed: Int32Array;
  readonly room: Float64Array;
  fixedCost: number;
  /** What the knapsacks of the last evaluation took, and how often they serve each need. */
  readonly chosen: Uint8Array;
  readonly count: Int32Array;
  readonly knapsack: Float64Array;
  /** By edge: how much the bound rises when the edge is forced in, and when it is forced out. */
  readonly join: Float64Array;
  readonly leave: Float64Array;
  readonly items: Int32Array;
  readonly table: Float64Array;
  readonly behind: Float64Array;
  readonly took: Uint8Array;
}

/** Cells of the largest knapsack table; 0 where weights are too fine for tables. */
export function tableCells(columns: Columns): number {
  let most = 0;
  for (let p = 0; p < columns.products; p++) {
    const rows = columns.first[p + 1]! - columns.first[p]!;
    most = Math.max(most, (rows + 1) * (columns.capacity[p]! + 1));
  }
  return most;
}

/** Cells of all tables together: the work of one evaluation. */
export function dualCells({ capacity, first, products }: Columns): number {
  let sum = 0;
  for (let p = 0; p < products; p++) sum += (first[p + 1]! - first[p]! + 1) * (capacity[p]! + 1);
  return sum;
}

export function createDual(columns: Columns, scale: number): Dual {
  const edges = columns.product.length;
  const cells = tableCells(columns);
  const widest = columns.capacity.reduce((most, one) => Math.max(most, one), 0) + 1;
  const state = new Uint8Array(edges);
  for (let e = 0; e < edges; e++) {
    if (columns.weight[e]! > columns.capacity[columns.product[e]!]!) state[e] = OUT;
  }
  return {
    columns,
    scale,
    multiplier: startMultipliers(columns, scale),
    direction: new Float64Array(columns.needs),
    state,
    fixed: new Int32Array(columns.needs).fill(OPEN),
    room: columns.capacity.slice(),
    fixedCost: 0,
    chosen: new Uint8Array(edges),
    count: new Int32Array(columns.needs),
    knapsack: new Float64Array(columns.products),
    join: new Float64Array(edges),
    leave: new Float64Array(edges),
    items: new Int32Array(columns.edgeAt.length),
    table: new Float64Array(cells),
    behind: new Float64Array(widest),
    took: new Uint8Array(cells),
  };
}

/** The second least cost of each need: there about one product wants each. */
function startMultipliers({ needs, start, cost, mayLeave }: Columns, scale: number): Float64Array {
  const multiplier = new Float64Array(needs);
  for (let i = 0; i < needs; i++) {
    let least = mayLeave ? 0 : Number.POSITIVE_INFINITY;
    let second = Number.POSITIVE_INFINITY;
    for (let e = start[i]!; e < start[i + 1]!; e++) {
      if (cost[e]! < least) [least, second] = [cost[e]!, least];
      else if (cost[e]! < second) second = cost[e]!;
    }
    const chosen = Number.isFinite(second) ? second : least;
    multiplier[i] = Number.isFinite(chosen) ? chosen * scale : 0;
  }
  return multiplier;
}

/** L(u) at given multipliers; fills `chosen` and `count`. */
export function evaluate(dual: Dual, multiplier: Float64Array): number {
  const { columns, fixed, count, chosen } = dual;
  let sum = dual.fixedCost * dual.scale;
  chosen.fill(0);
  for (let i = 0; i < columns.needs; i++) {
    count[i] = 0;
    if (fixed[i] !== OPEN) continue;
    sum += multiplier[i]!;
    if (columns.mayLeave && multiplier[i]! > 0) {
      sum -= multiplier[i]!;
      count[i] = 1;
    }
  }
  for (let p = 0; p < columns.products; p++) {
    dual.knapsack[p] = packKnapsack(dual, multiplier, p);
    sum += dual.knapsack[p]!;
  }
  return sum;
}

/** Gathers the undecided edges of a product that fit and pay: their number. */
function gather(dual: Dual, multiplier: Float64Array, p: number): number {
  const { columns, state, fixed, room, items } = dual;
  const { first, edgeAt, needOf, weight, cost } = columns;
  let size = 0;
  for (let at = first[p]!; at < first[p + 1]!; at++) {
    const e = edgeAt[at]!;
    const i = needOf[e]!;
    if (state[e] !== FREE || fixed[i] !== OPEN || weight[e]! > room[p]!) continue;
    if (cost[e]! * dual.scale < multiplier[i]!) items[size++] = e;
  }
  return size;
}

function packKnapsack(dual: Dual, multiplier: Float64Array, p: number): number {
  const { columns, items, table, took, chosen, count, scale } = dual;
  const { weight, cost, needOf } = columns;
  const room = dual.room[p]!;
  const size = gather(dual, multiplier, p);
  let heavy = 0;
  let sum = 0;
  for (let k = 0; k < size; k++) {
    heavy += weight[items[k]!]!;
    sum += cost[items[k]!]! * scale - multiplier[needOf[items[k]!]!]!;
  }
  if (heavy <= room) {
    for (let k = 0; k < size; k++) {
      chosen[items[k]!] = 1;
      count[needOf[items[k]!]!]!++;
    }
    return sum;
  }
  const width = room + 1;
  table.fill(0, 0, width);
  for (let k = 0; k < size; k++) {
    const e = items[k]!;
    fillRow(table, took, k * width, room, weight[e]!, cost[e]! * scale - multiplier[needOf[e]!]!);
  }
  let left = room;
  for (let k = size - 1; k >= 0; k--) {
    if (took[k * width + left] === 0) continue;
    const e = items[k]!;
    chosen[e] = 1;
    count[needOf[e]!]!++;
    left -= weight[e]!;
  }
  return table[room]!;
}

/** One item of a knapsack, over all capacities at once, largest first. */
function fillRow(
  table: Float64Array,
  took: Uint8Array,
  row: number,
  room: number,
  weight: number,
  gain: number,
): void {
  for (let w = room; w >= weight; w--) {
    const value = table[w - weight]! + gain;
    const isBetter = value < table[w]!;
    if (isBetter) table[w] = value;
    took[row + w] = isBetter ? 1 : 0;
  }
  took.fill(0, row, row + weight);
}

/**
 * Fills `join` and `leave` after `evaluate` at the same multipliers. Forward and backward tables give
 * each knapsack without one of its items in one pass (Posta, Ferland and Michelon 2012, "An exact
 * method with variable fixing for solving the generalized assignment problem").
 */
export function forceEach(dual: Dual, multiplier: Float64Array): void {
  const { columns, state, fixed, room, join, leave, chosen, knapsack, table, scale } = dual;
  const { first, edgeAt, needOf, weight, cost } = columns;
  for (let p = 0; p < columns.products; p++) {
    const size = gather(dual, multiplier, p);
    const width = room[p]! + 1;
    forwardTables(dual, multiplier, size, width);
    for (let at = first[p]!; at < first[p + 1]!; at++) {
      const e = edgeAt[at]!;
      const i = needOf[e]!;
      leave[e] = 0;
      join[e] = Number.POSITIVE_INFINITY;
      if (state[e] !== FREE || fixed[i] !== OPEN || weight[e]! > room[p]!) continue;
      const gain = cost[e]! * scale - multiplier[i]!;
      join[e] =
        chosen[e] === 1 ? 0 : gain + table[size * width + room[p]! - weight[e]!]! - knapsack[p]!;
    }
    backwardPass(dual, multiplier, p, size, width);
  }
}

/** Row k holds the best of the first k items for each capacity. */
function forwardTables(dual: Dual, multiplier: Float64Array, size: number, width: number): void {
  const { columns, items, table, scale } = dual;
  table.fill(0, 0, width);
  for (let k = 0; k < size; k++) {
    const e = items[k]!;
    const heavy = columns.weight[e]!;
    const gain = columns.cost[e]! * scale - multiplier[columns.needOf[e]!]!;
    const from = k * width;
    const to = from + width;
    table.copyWithin(to, from, from + Math.min(width, heavy));
    for (let w = heavy; w < width; w++) {
      const without = table[from + w]!;
      const value = table[from + w - heavy]! + gain;
      table[to + w] = value < without ? value : without;
    }
  }
}

function backwardPass(
  dual: Dual,
  multiplier: Float64Array,
  p: number,
  size: number,
  width: number,
): void {
  const { columns, items, table, behind, chosen, join, leave, knapsack, scale } = dual;
  behind.fill(0, 0, width);
  for (let k = size - 1; k >= 0; k--) {
    const e = items[k]!;
    const heavy = columns.weight[e]!;
    const gain = columns.cost[e]! * scale - multiplier[columns.needOf[e]!]!;
    const isChosen = chosen[e] === 1;
    const most = isChosen ? width - 1 : width - 1 - heavy;
    const from = k * width;
    let best = 0;
    for (let w = 0; w <= most; w++) {
      const value = table[from + w]! + behind[most - w]!;
      if (value < best) best = value;
    }
    if (isChosen) leave[e] = best - knapsack[p]!;
    else join[e] = gain + best - knapsack[p]!;
    for (let w = width - 1; w >= heavy; w--) {
      const value = behind[w - heavy]! + gain;
      if (value < behind[w]!) behind[w] = value;
    }
  }
}

/**
 * Moves the multipliers up where a need is not served and down where it is served twice; the step
 * is what would close the gap to `target` (Held and Karp; the last direction is kept in part, as
 * Camerini, Fratta and Maffioli 1975). Rounded to whole numbers: any multipliers are valid.
 */
export function moveMultipliers(dual: Dual, value: number, target: number, pace: number): boolean {
  const { columns, fixed, count, direction, multiplier } = dual;
  let length = 0;
  for (let i = 0; i < columns.needs; i++) {
    if (fixed[i] !== OPEN) continue;
    const slope = 1 - count[i]!;
    direction[i] = slope + 0.5 * direction[i]!;
    length += direction[i]! * direction[i]!;
  }
  if (length === 0) return false;
  const step = (pace * Math.max(target - value, dual.scale / 2)) / length;
  let isMoved = false;
  for (let i = 0; i < columns.needs; i++) {
    if (fixed[i] !== OPEN) continue;
    const change = Math.round(step * direction[i]!);
    if (change !== 0) isMoved = true;
    multiplier[i] = multiplier[i]! + change;
  }
  return isMoved;
}
