import type { Compiled } from './compile.ts';
import type { AllocationOptions } from './model.ts';
import { createRooms, type Rooms } from './rooms.ts';

/** Needs that are placed one after the other, wherever there is room. */
export interface Placing {
  readonly compiled: Compiled;
  readonly rooms: Rooms;
  /** The edges of each need, best scores first. */
  readonly order: readonly Int32Array[];
  /** A need is served whole by one product, or not at all. */
  readonly isWhole: boolean;
  /** Most products that share a need. */
  readonly lenders: number;
  /** Coverage: what each need must have or gets nothing. Absent: any amount is good. */
  readonly least: Float64Array | undefined;
  /** Coverage: 1 for needs that count when they are served. */
  readonly isCounted: Uint8Array | undefined;
}

export function createPlacing(
  compiled: Compiled,
  { indivisible, maximumLenders = Infinity }: AllocationOptions,
  coverage?: { readonly least: Float64Array; readonly isCounted: Uint8Array },
): Placing {
  const isWhole = indivisible === true;
  const rooms = createRooms(compiled, maximumLenders);
  const { demand, rows } = compiled;
  const scoreOf = (e: number): number => rows.score[e] as number;
  const order = Array.from(demand, (_, i) =>
    rowOf(compiled, i).sort((a, b) => scoreOf(b) - scoreOf(a) || a - b),
  );
  return {
    compiled,
    rooms,
    order,
    isWhole,
    lenders: maximumLenders,
    least: coverage?.least,
    isCounted: coverage?.isCounted,
  };
}

/** Places a need that holds nothing: where a floor wants it first, then where its score is best. */
export function placeNeed(placing: Placing, i: number): void {
  const { compiled, rooms, isWhole, least } = placing;
  const edges = placing.order[i] as Int32Array;
  const wanted = edges.filter((e) => rooms.wantedOf(i, e) > 0);
  const order =
    wanted.length === 0
      ? edges
      : Int32Array.of(...wanted, ...edges.filter((e) => !wanted.includes(e)));
  if (isWhole) {
    const asked = compiled.demand[i] as number;
    const found = order.find((e) => rooms.roomOf(i, e) === asked);
    if (found !== undefined) rooms.put(i, found, asked);
    return;
  }
  if (least === undefined) {
    placeAll(placing, i, order, wanted);
    return;
  }
  const missing = least[i] as number;
  if (missing > 0 && !coverNeed(rooms, i, order, missing)) {
    // Few large pieces where many small ones did not reach.
    const roomOf = new Map(Array.from(edges, (e) => [e, rooms.roomOf(i, e)]));
    const large = edges
      .slice()
      .sort((a, b) => (roomOf.get(b) ?? 0) - (roomOf.get(a) ?? 0) || a - b);
    if (!coverNeed(rooms, i, large, missing)) return;
  }
  feedFloors(rooms, i, wanted);
}

function rowOf({ rows }: Compiled, i: number): Int32Array {
  const start = rows.rowStart[i] as number;
  return Int32Array.from({ length: (rows.rowStart[i + 1] as number) - start }, (_, k) => start + k);
}

function placeAll(
  { compiled, rooms, lenders }: Placing,
  i: number,
  order: Int32Array,
  wanted: Int32Array,
): void {
  feedFloors(rooms, i, wanted);
  const { score } = compiled.rows;
  if (lenders >= order.length) {
    for (const e of order) {
      const room = rooms.roomOf(i, e);
      if (room > 0) rooms.put(i, e, room);
    }
    return;
  }
  // Places at a need are few: each goes to the edge that is worth most now.
  for (;;) {
    let best = -1;
    let most = -1;
    for (const e of order) {
      const room = rooms.roomOf(i, e);
      const worth = room === 0 ? -1 : room * (score[e] as number);
      if (worth > most) [best, most] = [e, worth];
    }
    if (best === -1) return;
    rooms.put(i, best, rooms.roomOf(i, best));
  }
}

/** Gives a need what floors still want of it. */
function feedFloors(rooms: Rooms, i: number, wanted: Int32Array): void {
  for (const e of wanted) {
    const room = rooms.roomOf(i, e);
    const isHeld = rooms.holdings[i]?.some(({ edge }) => edge === e) === true;
    // A ticket may be more than what is wanted: where there is room, it is at least the ticket.
    const least = isHeld ? 0 : rooms.ticketOf(e);
    const amount = Math.min(room, Math.max(rooms.wantedOf(i, e), least));
    if (amount > 0 && rooms.wantedOf(i, e) > 0) rooms.put(i, e, amount);
  }
}

/** Puts `missing` on a need from the edges in their order; nothing, and false, where it is not reached. */
function coverNeed(rooms: Rooms, i: number, order: Int32Array, missing: number): boolean {
  let left = missing;
  for (const e of order) {
    const room = rooms.roomOf(i, e);
    if (room === 0) continue;
    const taken = Math.max(Math.min(left, room), rooms.ticketOf(e));
    rooms.put(i, e, taken);
    left = Math.max(0, left - taken);
    if (left === 0) return true;
  }
  clearNeed(rooms, i);
  return false;
}

export function clearNeed(rooms: Rooms, i: number): void {
  for (const { edge } of [...(rooms.holdings[i] ?? [])]) rooms.clear(i, edge);
}

/**
 * Places all needs that hold nothing, those that floors want first and of them those with the fewest
 * edges: a start where floors were not met from another.
 */
export function placeWanted(placing: Placing): void {
  const { compiled, rooms, order: rows } = placing;
  const isWanted = Array.from(compiled.demand, (_, i) => isWantedAnywhere(placing, i));
  const edgesOf = (i: number): number => rows[i]?.length ?? 0;
  const order = [...compiled.demand.keys()].sort(
    (a, b) => Number(isWanted[b]) - Number(isWanted[a]) || edgesOf(a) - edgesOf(b) || a - b,
  );
  for (const i of order) if (rooms.holdings[i]?.length === 0) placeNeed(placing, i);
}

/** True where a floor still wants money on an edge of a need. */
export function isWantedAnywhere({ order, rooms }: Placing, i: number): boolean {
  return order[i]?.some((e) => rooms.wantedOf(i, e) > 0) === true;
}
