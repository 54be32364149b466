import type { AllocationOptions } from './model.ts';
import { clearNeed, isWantedAnywhere, type Placing, placeNeed } from './placing.ts';
import type { Counter, Holding } from './rooms.ts';

/** Steps of a search where none are stated, and tries that one step stands for. */
const STEPS = 100;
const TRIES_PER_STEP = 1_000;

/**
 * Exchanges in pairs, while they are better: a need that lacks something is placed before one that
 * stands in its way. Better is less missing of floors, then, under coverage, more needs served, then
 * more worth; all compared exactly. Ends where no pair is better, with the steps, or when stopped.
 */
export function improve(placing: Placing, options: AllocationOptions): void {
  const { compiled, rooms } = placing;
  let tries = (options.maximumSteps ?? STEPS) * TRIES_PER_STEP;
  const isStopped = (): boolean => {
    tries--;
    return tries < 0 || (tries % 64 === 0 && options.shouldStop?.() === true);
  };
  const count = compiled.demand.length;
  for (let isBetter = true; isBetter; ) {
    isBetter = false;
    const holders = holdersOf(placing);
    for (let i = 0; i < count; i++) {
      const isWanted = rooms.missing() > 0 && isWantedAnywhere(placing, i);
      if (!isWanted && !lacks(placing, i)) continue;
      if (isStopped()) return;
      if (exchange(placing, i, -1)) isBetter = true;
      for (const k of isWanted ? compiled.demand.keys() : inTheWay(placing, holders, i)) {
        if (k === i || (rooms.holdings[k]?.length ?? 0) === 0) continue;
        if (isStopped()) return;
        if (!exchange(placing, i, k)) continue;
        isBetter = true;
        break;
      }
    }
  }
}

/** True where a need could have more: money, or, where it is served in part or whole, a better score. */
function lacks(placing: Placing, i: number): boolean {
  const { rooms, least } = placing;
  if (least !== undefined) return rooms.holdings[i]?.length === 0;
  return worthOf(placing, [i]) < bestOf(placing, i);
}

/** What a need is worth where its best edge carries all of it. */
function bestOf({ compiled, order }: Placing, i: number): bigint {
  const best = order[i]?.[0];
  if (best === undefined) return 0n;
  return BigInt(compiled.rows.score[best] as number) * BigInt(compiled.demand[i] as number);
}

/** Who holds money under each limit. */
function holdersOf({ rooms }: Placing): ReadonlyMap<Counter, ReadonlySet<number>> {
  const holders = new Map<Counter, Set<number>>();
  rooms.holdings.forEach((list, i) => {
    for (const { edge } of list) {
      for (const limit of [...rooms.limitsOf(i, edge), ...rooms.countsOf(i, edge)]) {
        const others = holders.get(limit);
        if (others === undefined) holders.set(limit, new Set([i]));
        else others.add(i);
      }
    }
  });
  return holders;
}

/**
 * Who could make room for a need: for each of its edges the holders of the limit that leaves it
 * least; of whole needs only those that are large enough.
 */
function inTheWay(
  { compiled, rooms, order, isWhole }: Placing,
  holders: ReadonlyMap<Counter, ReadonlySet<number>>,
  i: number,
): ReadonlySet<number> {
  const found = new Set<number>();
  const asked = compiled.demand[i] as number;
  for (const e of order[i] ?? []) {
    let fullest = rooms.countsOf(i, e).find(({ left }) => left === 0);
    const isCount = fullest !== undefined;
    if (!isCount) {
      for (const limit of rooms.limitsOf(i, e)) {
        if (fullest === undefined || limit.left < fullest.left) fullest = limit;
      }
    }
    if (fullest === undefined) continue;
    const least = isWhole && !isCount ? asked - fullest.left : 0;
    for (const k of holders.get(fullest) ?? []) {
      if ((compiled.demand[k] as number) >= least) found.add(k);
    }
  }
  return found;
}

/**
 * Places a need before another (-1: none) and keeps that where it is better; true where it is. A whole
 * need is tried on each of its edges, since the best one may be what the other needs too.
 */
function exchange(placing: Placing, i: number, k: number): boolean {
  const { compiled, rooms, isWhole, least } = placing;
  const both = k < 0 ? [i] : [i, k];
  const missing = rooms.missing();
  const worth = worthOf(placing, both);
  const isForWorth = missing === 0 && least === undefined;
  if (isForWorth && both.reduce((sum, one) => sum + bestOf(placing, one), 0n) <= worth)
    return false;
  const served = countServed(placing, both);
  const before = both.map((one) => (rooms.holdings[one] ?? []).map((held) => ({ ...held })));
  const asked = compiled.demand[i] as number;
  for (const one of both) clearNeed(rooms, one);
  for (const first of isWhole && k >= 0 ? (placing.order[i] ?? []) : [-1]) {
    if (first === -1) placeNeed(placing, i);
    else if (rooms.roomOf(i, first) < asked) continue;
    else rooms.put(i, first, asked);
    if (k >= 0) placeNeed(placing, k);
    const less = missing - rooms.missing();
    const more = countServed(placing, both) - served;
    if (less > 0) return true;
    if (less === 0 && (more > 0 || (more === 0 && worthOf(placing, both) > worth))) return true;
    for (const one of both) clearNeed(rooms, one);
  }
  both.forEach((one, at) => {
    for (const { edge, amount } of before[at] as readonly Holding[]) rooms.put(one, edge, amount);
  });
  return false;
}

/** How many of some needs are served and count; 0 where only worth does. */
function countServed({ rooms, isCounted }: Placing, needs: readonly number[]): number {
  if (isCounted === undefined) return 0;
  return needs.reduce(
    (sum, i) => sum + ((rooms.holdings[i]?.length ?? 0) > 0 ? (isCounted[i] as number) : 0),
    0,
  );
}

function worthOf({ compiled, rooms }: Placing, needs: readonly number[]): bigint {
  let sum = 0n;
  for (const i of needs) {
    for (const { edge, amount } of rooms.holdings[i] ?? []) {
      sum += BigInt(compiled.rows.score[edge] as number) * BigInt(amount);
    }
  }
  return sum;
}
