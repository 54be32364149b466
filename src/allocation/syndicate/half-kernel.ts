import { countBeyond, type Tally } from './limit-kernel.ts';
import { growParts, indexSorted, type Parts, type Sums, sortByMost } from './parts-kernel.ts';
import { COUNTED, type Ground, PRICES, type Terms } from './price-kernel.ts';

/**
 * One half of the banks that may take part, large tickets first, with what the rest could add to a
 * part of it.
 */
export interface Half {
  /** By place: the bank, its tickets, and by place and price its reduced cost. */
  readonly banks: Int32Array;
  /** The banks of the other half, by their places in it. */
  readonly others: Int32Array;
  readonly least: Float64Array;
  readonly most: Float64Array;
  readonly reduced: Float64Array;
  /** Places of a row of `tail` and `room`. */
  readonly width: number;
  /**
   * `[place][count][price]`: the least sum of reduced costs of at most `count` banks, of those from
   * `place` on and of the whole other half.
   */
  readonly tail: Float64Array;
  /** `[place][count]`: the most that `count` of the same banks lend. */
  readonly room: Float64Array;
  /** The nearest place before with terms at least as good in all: who is skipped skips the other. */
  readonly better: Int32Array;
}

/** Lays out a half; `other` are the banks of the other one. */
export function createHalf(
  { terms, slots, reduced }: Ground,
  own: Int32Array,
  other: Int32Array,
): Half {
  const width = Math.min(slots, COUNTED) + 1;
  const tail = new Float64Array((own.length + 1) * width * PRICES);
  const room = new Float64Array((own.length + 1) * width);
  const size = slots <= COUNTED ? slots : own.length + other.length;
  const sorted = new Float64Array(size + 1);
  // Once for each price, and once for the largest tickets: as the least of what is negative.
  for (let g = 0; g <= PRICES; g++) {
    let count = 0;
    for (let at = other.length + own.length - 1; at >= -1; at--) {
      if (at < own.length) {
        const place = at + 1;
        let sum = 0;
        for (let t = 0; t < width; t++) {
          if (g === PRICES) room[place * width + t] = -sum;
          else tail[(place * width + t) * PRICES + g] = sum;
          if (t < count) sum += sorted[t]!;
        }
        if (size > COUNTED) {
          // The last of a row stands for any number of lenders.
          let all = 0;
          for (let t = 0; t < count; t++) all += sorted[t]!;
          const last = place * width + width - 1;
          if (g === PRICES) room[last] = -all;
          else tail[last * PRICES + g] = all;
        }
      }
      if (at < 0) break;
      const bank = at < own.length ? own[at]! : other[at - own.length]!;
      const value = g === PRICES ? -terms.most[bank]! : reduced[bank * PRICES + g]!;
      if (value < 0) count = insert(sorted, count, size, value);
    }
  }
  const ownReduced = new Float64Array(own.length * PRICES);
  for (let place = 0; place < own.length; place++) {
    const at = own[place]! * PRICES;
    ownReduced.set(reduced.subarray(at, at + PRICES), place * PRICES);
  }
  return {
    banks: own,
    others: other,
    least: Float64Array.from(own, (bank) => terms.least[bank]!),
    most: Float64Array.from(own, (bank) => terms.most[bank]!),
    reduced: ownReduced,
    width,
    tail,
    room,
    better: betterPlaces(terms, own),
  };
}

/** Puts a value in its place among the least `size`; gives how many there are. */
export function insert(sorted: Float64Array, count: number, size: number, value: number): number {
  if (size === 0 || (count === size && value >= sorted[count - 1]!)) return count;
  const next = count < size ? count + 1 : count;
  let at = next - 1;
  for (; at > 0 && sorted[at - 1]! > value; at--) sorted[at] = sorted[at - 1]!;
  sorted[at] = value;
  return next;
}

function betterPlaces({ least, most, rate, fee }: Terms, banks: Int32Array): Int32Array {
  const better = new Int32Array(banks.length).fill(-1);
  for (let place = 1; place < banks.length; place++) {
    const j = banks[place]!;
    for (let before = place - 1; before >= 0 && better[place] === -1; before--) {
      const i = banks[before]!;
      const isBetter =
        rate[i]! <= rate[j]! &&
        fee[i]! <= fee[j]! &&
        least[i]! <= least[j]! &&
        most[i]! >= most[j]!;
      if (isBetter) better[place] = before;
    }
  }
  return better;
}

/** Which parts of a half are small and cheap enough. */
export interface Reach {
  readonly ground: Ground;
  readonly half: Half;
  /** By price: what the reduced costs of a part and of what may follow can sum to. */
  readonly allowed: Float64Array;
  /** By place: the first from there on that is cheap enough for any part; behind the last, the end. */
  readonly near: Int32Array;
  readonly tally: Tally;
}

/** The reach of costs up to a ceiling. */
export function createReach(ground: Ground, half: Half, tally: Tally): Reach {
  const near = new Int32Array(half.banks.length + 1);
  return { ground, half, allowed: new Float64Array(PRICES), near, tally };
}

export function setCeiling({ ground, allowed, tally }: Reach, ceiling: number): void {
  for (let g = 0; g < PRICES; g++) allowed[g] = ceiling - ground.baseCost[g]!;
  tally.above = ceiling - tally.floor;
}

/** What came of adding a bank: a part more, none, or none with any bank after it either. */
export const FITS = 0;
export const SKIPS = 1;
export const ENDS = 2;

/**
 * Adds the bank at a place to a part, which then has `count` banks, where the sum is cheap and large
 * enough with what may follow; `first` is the first place that was open to the part.
 */
export function extend(
  reach: Reach,
  from: Sums,
  part: number,
  first: number,
  place: number,
  count: number,
  to: Sums,
  child: number,
): number {
  const { ground, half, allowed, tally } = reach;
  const { width, tail, room, reduced } = half;
  const after = (place + 1) * width + Math.min(ground.slots - count, width - 1);
  const most = from.most[part]! + half.most[place]!;
  // What stands behind has smaller tickets and can only add less: once it does not do, it never will.
  if (most + room[after]! < ground.need) return ENDS;
  const now = place * width + Math.min(ground.slots - count + 1, width - 1);
  const excess = from.cost[part * PRICES]! + tail[now * PRICES]! - allowed[0]!;
  if (excess > 0) {
    countBeyond(tally, excess);
    return ENDS;
  }
  const least = from.least[part]! + half.least[place]!;
  if (least > ground.open || half.better[place]! >= first) return SKIPS;
  // At the best price all lend their most, and what that is beyond the amount costs the margin.
  let beyond = Math.max(0, most - ground.need) * Math.max(0, ground.margin);
  for (let g = 0; g < PRICES; g++) {
    const sum = from.cost[part * PRICES + g]! + reduced[place * PRICES + g]!;
    const over = sum + tail[after * PRICES + g]! + beyond - allowed[g]!;
    beyond = 0;
    if (over > 0) {
      countBeyond(tally, over);
      return SKIPS;
    }
    to.cost[child * PRICES + g] = sum;
  }
  to.least[child] = least;
  to.most[child] = most;
  return FITS;
}

/** How many banks a part has that is listed; larger ones are grown from those as they are met. */
export function listedMembers({ slots }: Ground): number {
  return slots >> 1;
}

/**
 * Lists all parts of at most `listedMembers` banks that can belong to a syndicate within reach, and
 * offers those that banks of the other half alone may complete, sorted by what they lend at most.
 * False where it stopped at `limit` parts.
 */
export function listParts(reach: Reach, limit: number, parts: Parts): boolean {
  const { ground, half } = reach;
  const { banks, width, room } = half;
  const { sums, members } = parts;
  findNear(reach);
  const largest = listedMembers(ground);
  parts.count = 1;
  parts.offered = 0;
  parts.parent[0] = -1;
  parts.next[0] = 0;
  members[0] = 0;
  sums.least[0] = 0;
  sums.most[0] = 0;
  sums.cost.fill(0, 0, PRICES);
  for (let part = 0; part < parts.count; part++) {
    const count = parts.members[part]!;
    const end = banks.length * width + Math.min(ground.slots - count, width - 1);
    if (sums.most[part]! + room[end]! >= ground.need && isWithin(reach, sums.cost, part, end)) {
      parts.order[parts.offered++] = part;
    }
    if (count >= largest || parts.count > limit) continue;
    while (parts.count + banks.length > parts.parent.length) growParts(parts);
    addParts(reach, part, count + 1, parts);
  }
  sortByMost(parts);
  indexSorted(parts);
  return parts.count <= limit;
}

/**
 * Passes over the banks that are too dear with the cheapest of all others: of thousands of offers most
 * are, and each would be looked at anew for every part.
 */
function findNear(reach: Reach): void {
  const { ground, half, near } = reach;
  const others = Math.max(0, Math.min(ground.slots, half.width) - 1);
  near[half.banks.length] = half.banks.length;
  for (let place = half.banks.length - 1; place >= 0; place--) {
    const isNear = isWithin(reach, half.reduced, place, others);
    near[place] = isNear ? place : near[place + 1]!;
  }
}

/** Whether costs at the prices, with the least that may follow, are within reach. */
function isWithin(reach: Reach, cost: Float64Array, part: number, from: number): boolean {
  const { half, allowed, tally } = reach;
  for (let g = 0; g < PRICES; g++) {
    const over = cost[part * PRICES + g]! + half.tail[from * PRICES + g]! - allowed[g]!;
    if (over > 0) {
      countBeyond(tally, over);
      return false;
    }
  }
  return true;
}

/** Adds the parts of one bank more. */
function addParts(reach: Reach, part: number, count: number, parts: Parts): void {
  const { parent, next, members, sums } = parts;
  const { near } = reach;
  const places = reach.half.banks.length;
  const first = next[part]!;
  let added = parts.count;
  for (let place = near[first]!; place < places; place = near[place + 1]!) {
    const came = extend(reach, sums, part, first, place, count, sums, added);
    if (came === ENDS) break;
    if (came === SKIPS) continue;
    parent[added] = part;
    next[added] = place + 1;
    members[added] = count;
    added++;
  }
  parts.count = added;
}
