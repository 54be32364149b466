import { COUNTED, type Ground, PRICES, type Terms } from './price-kernel.ts';

/**
 * One half of the banks that may take part, large tickets first, with what the rest could add to a
 * part of it.
 */
export interface Half {
  /** By place: the bank, its tickets, and by place and price its reduced cost. */
  readonly banks: Int32Array;
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

/** Parts of a half: sets of its banks, each one bank more than a part before it. */
export interface Parts {
  count: number;
  /** The last bank of a part, and the part without it; the first part is empty. */
  bank: Int32Array;
  parent: Int32Array;
  members: Int32Array;
  /** The first place that a bank more may have. */
  next: Int32Array;
  /** What the banks lend at least and at most. */
  least: Float64Array;
  most: Float64Array;
  /** `[part][price]`: sum of the reduced costs. */
  cost: Float64Array;
  /** The parts that the other half may complete, by what they lend at most. */
  offered: number;
  order: Int32Array;
  scratch: Int32Array;
}

export function createParts(): Parts {
  const room = 64;
  return {
    count: 0,
    bank: new Int32Array(room),
    parent: new Int32Array(room),
    members: new Int32Array(room),
    next: new Int32Array(room),
    least: new Float64Array(room),
    most: new Float64Array(room),
    cost: new Float64Array(room * PRICES),
    offered: 0,
    order: new Int32Array(room),
    scratch: new Int32Array(room),
  };
}

function growParts(parts: Parts): void {
  const room = parts.bank.length * 2;
  const wider = <T extends Int32Array | Float64Array>(from: T, to: T): T => {
    to.set(from);
    return to;
  };
  parts.bank = wider(parts.bank, new Int32Array(room));
  parts.parent = wider(parts.parent, new Int32Array(room));
  parts.members = wider(parts.members, new Int32Array(room));
  parts.next = wider(parts.next, new Int32Array(room));
  parts.least = wider(parts.least, new Float64Array(room));
  parts.most = wider(parts.most, new Float64Array(room));
  parts.cost = wider(parts.cost, new Float64Array(room * PRICES));
  parts.order = wider(parts.order, new Int32Array(room));
  parts.scratch = new Int32Array(room);
}

/**
 * Lists all parts of a half that can belong to a syndicate with a cost up to `ceiling`, and offers
 * those that banks of the other half alone may complete. False where it stopped at `limit` parts.
 */
export function listParts(
  ground: Ground,
  half: Half,
  ceiling: number,
  limit: number,
  parts: Parts,
): boolean {
  const { banks, width, tail, room } = half;
  const allowed = ground.baseCost.map((cost) => ceiling - cost);
  startParts(parts);
  for (let part = 0; part < parts.count; part++) {
    const slots = ground.slots - parts.members[part]!;
    const end = banks.length * width + Math.min(slots, width - 1);
    if (parts.most[part]! + room[end]! >= ground.need && fits(parts, part, tail, end, allowed)) {
      parts.order[parts.offered++] = part;
    }
    if (slots === 0 || parts.count > limit) continue;
    while (parts.count + banks.length > parts.bank.length) growParts(parts);
    addParts(ground, half, part, allowed, parts);
  }
  sortByMost(parts);
  return parts.count <= limit;
}

function startParts(parts: Parts): void {
  parts.count = 1;
  parts.offered = 0;
  parts.bank[0] = -1;
  parts.parent[0] = -1;
  parts.members[0] = 0;
  parts.next[0] = 0;
  parts.least[0] = 0;
  parts.most[0] = 0;
  parts.cost.fill(0, 0, PRICES);
}

function fits(
  { cost }: Parts,
  part: number,
  tail: Float64Array,
  from: number,
  allowed: Float64Array,
): boolean {
  for (let g = 0; g < PRICES; g++) {
    if (cost[part * PRICES + g]! + tail[from * PRICES + g]! > allowed[g]!) return false;
  }
  return true;
}

/** Adds the parts of one bank more that are cheap and large enough with what may follow. */
function addParts(
  { slots, open, need }: Ground,
  half: Half,
  part: number,
  allowed: Float64Array,
  parts: Parts,
): void {
  const { banks, width, tail, room, better } = half;
  const { bank, parent, members, next, least, most, cost } = parts;
  const [first, count] = [next[part]!, members[part]! + 1];
  const [partLeast, partMost, partCost] = [least[part]!, most[part]!, cost[part * PRICES]!];
  const row = Math.min(slots - count + 1, width - 1);
  const fewer = Math.min(slots - count, width - 1);
  let added = parts.count;
  for (let place = first; place < banks.length; place++) {
    const after = (place + 1) * width + fewer;
    const sumMost = partMost + half.most[place]!;
    // What stands behind has smaller tickets and can only add less: once it does not do, it never will.
    if (sumMost + room[after]! < need) break;
    if (partCost + tail[(place * width + row) * PRICES]! > allowed[0]!) break;
    const sumLeast = partLeast + half.least[place]!;
    if (sumLeast > open || better[place]! >= first) continue;
    let g = 0;
    for (; g < PRICES; g++) {
      const sum = cost[part * PRICES + g]! + half.reduced[place * PRICES + g]!;
      if (sum + tail[after * PRICES + g]! > allowed[g]!) break;
      cost[added * PRICES + g] = sum;
    }
    if (g < PRICES) continue;
    bank[added] = banks[place]!;
    parent[added] = part;
    members[added] = count;
    next[added] = place + 1;
    least[added] = sumLeast;
    most[added] = sumMost;
    added++;
  }
  parts.count = added;
}

/** Sorts the offered parts by what they lend at most, by merging runs of twice the length. */
function sortByMost(parts: Parts): void {
  const { offered, most } = parts;
  for (let run = 1; run < offered; run *= 2) {
    const { order, scratch } = parts;
    for (let from = 0; from < offered; from += 2 * run) {
      const middle = Math.min(from + run, offered);
      const end = Math.min(middle + run, offered);
      let [a, b] = [from, middle];
      for (let at = from; at < end; at++) {
        const isFirst = a < middle && (b === end || most[order[a]!]! <= most[order[b]!]!);
        scratch[at] = isFirst ? order[a++]! : order[b++]!;
      }
    }
    parts.order = scratch;
    parts.scratch = order;
  }
}
