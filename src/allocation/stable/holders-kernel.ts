/**
 * What each product holds, the worst on top: one binary heap a product, all in one pool.
 *
 *     offset[p]            + size[p]       + room[p]
 *     | rank, edge, need, amount of holders | free slots |
 *
 * A product that runs out of slots moves to the end of the pool with twice as many. The worst rank
 * stands beside its holder, so that comparing touches no memory but the heap. One edge may stand
 * more than once, where its need came back with more.
 */
export interface Holders {
  readonly products: number;
  readonly offset: Int32Array;
  readonly size: Int32Array;
  readonly room: Int32Array;
  rank: Float64Array;
  edge: Int32Array;
  need: Int32Array;
  amount: Float64Array;
  end: number;
}

const FIRST_ROOM = 16;

export function createHolders(products: number, expected: number): Holders {
  const slots = products * FIRST_ROOM + 2 * expected;
  return {
    products,
    offset: Int32Array.from({ length: products }, (_, p) => p * FIRST_ROOM),
    size: new Int32Array(products),
    room: new Int32Array(products).fill(FIRST_ROOM),
    rank: new Float64Array(slots),
    edge: new Int32Array(slots),
    need: new Int32Array(slots),
    amount: new Float64Array(slots),
    end: products * FIRST_ROOM,
  };
}

export function pushHolder(
  holders: Holders,
  product: number,
  rank: number,
  edge: number,
  need: number,
  amount: number,
): void {
  if (holders.size[product] === holders.room[product]) grow(holders, product);
  const base = holders.offset[product]!;
  let at = holders.size[product]!++;
  while (at > 0) {
    const up = (at - 1) >> 1;
    const above = holders.rank[base + up]!;
    if (above > rank || (above === rank && holders.edge[base + up]! >= edge)) break;
    copySlot(holders, base + up, base + at);
    at = up;
  }
  setSlot(holders, base + at, rank, edge, need, amount);
}

/** Takes the worst holder of a product away. */
export function popHolder(holders: Holders, product: number): void {
  const base = holders.offset[product]!;
  const size = --holders.size[product]!;
  const last = base + size;
  const rank = holders.rank[last]!;
  const edge = holders.edge[last]!;
  let at = 0;
  for (;;) {
    let down = 2 * at + 1;
    if (down >= size) break;
    if (down + 1 < size && isWorse(holders, base + down + 1, base + down)) down++;
    const below = holders.rank[base + down]!;
    if (below < rank || (below === rank && holders.edge[base + down]! <= edge)) break;
    copySlot(holders, base + down, base + at);
    at = down;
  }
  if (size > 0) setSlot(holders, base + at, rank, edge, holders.need[last]!, holders.amount[last]!);
}

/** Whether the holder in slot `a` ranks below the one in slot `b`. */
export function isWorse({ rank, edge }: Holders, a: number, b: number): boolean {
  return rank[a]! > rank[b]! || (rank[a]! === rank[b]! && edge[a]! > edge[b]!);
}

function setSlot(
  holders: Holders,
  slot: number,
  rank: number,
  edge: number,
  need: number,
  amount: number,
): void {
  holders.rank[slot] = rank;
  holders.edge[slot] = edge;
  holders.need[slot] = need;
  holders.amount[slot] = amount;
}

function copySlot(holders: Holders, from: number, to: number): void {
  setSlot(
    holders,
    to,
    holders.rank[from]!,
    holders.edge[from]!,
    holders.need[from]!,
    holders.amount[from]!,
  );
}

function grow(holders: Holders, product: number): void {
  const { offset, size, room } = holders;
  const wanted = 2 * room[product]!;
  if (holders.end + wanted > holders.rank.length) enlargePool(holders, holders.end + wanted);
  const [from, to] = [offset[product]!, holders.end];
  for (let slot = 0; slot < size[product]!; slot++) copySlot(holders, from + slot, to + slot);
  offset[product] = to;
  room[product] = wanted;
  holders.end += wanted;
}

function enlargePool(holders: Holders, least: number): void {
  const slots = Math.max(least, 2 * holders.rank.length);
  const { rank, edge, need, amount } = holders;
  holders.rank = new Float64Array(slots);
  holders.edge = new Int32Array(slots);
  holders.need = new Int32Array(slots);
  holders.amount = new Float64Array(slots);
  holders.rank.set(rank);
  holders.edge.set(edge);
  holders.need.set(need);
  holders.amount.set(amount);
}
