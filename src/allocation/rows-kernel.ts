import { roomyDoubles, roomyInts } from './row-store-kernel.ts';

/** Edges by need, in the canonical order of needs and, within a need, of products. */
export interface Rows {
  readonly rowStart: Int32Array;
  readonly product: Int32Array;
  readonly score: Int32Array;
  /** Infinity where an edge may carry the whole need; absent: all may. */
  readonly capacity: Float64Array | undefined;
  readonly preference: Int32Array | undefined;
}

/** Rows, with the position in the input of each edge. */
export interface GroupedEdges {
  readonly rows: Rows;
  readonly source: Int32Array;
}

/** Edges as they came: positions of needs and products. */
export interface RawEdges {
  readonly need: ArrayLike<number>;
  readonly product: ArrayLike<number>;
  readonly score: ArrayLike<number>;
  readonly amount?: ArrayLike<number> | undefined;
  readonly preference?: ArrayLike<number> | undefined;
}

/**
 * Groups edges by need; edges that can carry nothing are left out. `rankOfNeed` and `rankOfProduct`
 * turn positions of the input into canonical ones. O(edges), and a sort of rows that are out of order.
 */
export function groupEdges(
  edges: RawEdges,
  demand: Float64Array,
  rankOfNeed: Int32Array,
  rankOfProduct: Int32Array,
): GroupedEdges {
  const { need, product, score, amount, preference } = edges;
  const count = need.length;
  const rowStart = new Int32Array(demand.length + 1);
  for (let e = 0; e < count; e++) {
    if (amount === undefined || amount[e]! > 0) rowStart[rankOfNeed[need[e]!]! + 1]!++;
  }
  for (let i = 0; i < demand.length; i++) rowStart[i + 1]! += rowStart[i]!;
  const size = rowStart[demand.length]!;
  if (isAscending(need)) return copyRows(edges, demand, rankOfNeed, rankOfProduct, rowStart);
  const next = rowStart.slice();
  const source = new Int32Array(size);
  const column = roomyInts(size);
  for (let e = 0; e < count; e++) {
    if (amount !== undefined && !(amount[e]! > 0)) continue;
    const at = next[rankOfNeed[need[e]!]!]!++;
    source[at] = e;
    column[at] = rankOfProduct[product[e]!]!;
  }
  return finishRows(rowStart, column, source, demand, score, amount, preference);
}

function isAscending(list: ArrayLike<number>): boolean {
  for (let e = 1; e < list.length; e++) if (list[e]! < list[e - 1]!) return false;
  return true;
}

/** The same where the edges already stand by need: each row is copied in one piece. */
function copyRows(
  { need, product, score, amount, preference }: RawEdges,
  demand: Float64Array,
  rankOfNeed: Int32Array,
  rankOfProduct: Int32Array,
  rowStart: Int32Array,
): GroupedEdges {
  const size = rowStart[demand.length]!;
  const source = new Int32Array(size);
  const column = roomyInts(size);
  let from = 0;
  while (from < need.length) {
    const at = need[from]!;
    let to = rowStart[rankOfNeed[at]!]!;
    for (; from < need.length && need[from]! === at; from++) {
      if (amount !== undefined && !(amount[from]! > 0)) continue;
      column[to] = rankOfProduct[product[from]!]!;
      source[to++] = from;
    }
  }
  return finishRows(rowStart, column, source, demand, score, amount, preference);
}

function finishRows(
  rowStart: Int32Array,
  column: Int32Array,
  source: Int32Array,
  demand: Float64Array,
  score: ArrayLike<number>,
  amount: ArrayLike<number> | undefined,
  preference: ArrayLike<number> | undefined,
): GroupedEdges {
  sortRows(rowStart, column, source);
  const rows: Rows = {
    rowStart,
    product: column,
    score: gather(score, source),
    capacity: amount === undefined ? undefined : capacities(amount, rowStart, source, demand),
    preference: preference === undefined ? undefined : gather(preference, source),
  };
  return { rows, source };
}

function gather(list: ArrayLike<number>, source: Int32Array): Int32Array {
  const gathered = roomyInts(source.length);
  for (let e = 0; e < source.length; e++) gathered[e] = list[source[e]!]!;
  return gathered;
}

function sortRows(rowStart: Int32Array, column: Int32Array, source: Int32Array): void {
  const scale = 2 ** 26;
  for (let i = 0; i + 1 < rowStart.length; i++) {
    const start = rowStart[i]!;
    const end = rowStart[i + 1]!;
    let isSorted = true;
    for (let e = start + 1; e < end && isSorted; e++) isSorted = column[e - 1]! < column[e]!;
    if (isSorted) continue;
    const keys = new Float64Array(end - start);
    for (let e = start; e < end; e++) keys[e - start] = column[e]! * scale + (e - start);
    keys.sort();
    const before = source.slice(start, end);
    for (let e = start; e < end; e++) {
      const key = keys[e - start]!;
      column[e] = Math.floor(key / scale);
      source[e] = before[key % scale]!;
    }
  }
}

function capacities(
  amount: ArrayLike<number>,
  rowStart: Int32Array,
  source: Int32Array,
  demand: Float64Array,
): Float64Array | undefined {
  const capacity = roomyDoubles(source.length).fill(Infinity);
  let isBinding = false;
  for (let i = 0; i < demand.length; i++) {
    for (let e = rowStart[i]!; e < rowStart[i + 1]!; e++) {
      const most = amount[source[e]!]!;
      if (most >= demand[i]!) continue;
      capacity[e] = most;
      isBinding = true;
    }
  }
  return isBinding ? capacity : undefined;
}

/** Position in the input of the first edge that repeats a pair; -1: none. */
export function findDuplicate({ rows: { rowStart, product }, source }: GroupedEdges): number {
  for (let i = 0; i + 1 < rowStart.length; i++) {
    for (let e = rowStart[i]! + 1; e < rowStart[i + 1]!; e++) {
      if (product[e] === product[e - 1]) return source[e]!;
    }
  }
  return -1;
}

/** Positions in the order of `hash`, which is below 2^32, then of `isBefore`. */
export function orderByHash(
  hash: Uint32Array,
  isBefore: (a: number, b: number) => boolean,
): Int32Array {
  const scale = 2 ** 21;
  if (hash.length > scale) {
    const order = Int32Array.from(hash, (_, i) => i);
    return order.sort((a, b) => hash[a]! - hash[b]! || (isBefore(a, b) ? -1 : 1));
  }
  const keys = Float64Array.from(hash, (h, i) => h * scale + i).sort();
  const order = Int32Array.from(keys, (key) => key % scale);
  for (let k = 1; k < order.length; k++) {
    // Equal hashes are rare: an insertion sort of each run.
    for (let at = k; at > 0 && hash[order[at - 1]!] === hash[order[at]!]; at--) {
      const a = order[at - 1]!;
      const b = order[at]!;
      if (isBefore(a, b)) break;
      order[at - 1] = b;
      order[at] = a;
    }
  }
  return order;
}
