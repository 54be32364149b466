import { PRICES } from './price-kernel.ts';

/** Sums over the banks of a part, by part. */
export interface Sums {
  /** What the banks lend at least and at most. */
  least: Float64Array;
  most: Float64Array;
  /** `[part][price]`: their reduced costs. */
  cost: Float64Array;
}

export function createSums(room: number): Sums {
  return {
    least: new Float64Array(room),
    most: new Float64Array(room),
    cost: new Float64Array(room * PRICES),
  };
}

/** Parts of a half: sets of its banks, each one bank more than a part before it. */
export interface Parts {
  count: number;
  /** The part without its last bank, and the place after that bank; the first part is empty. */
  parent: Int32Array;
  next: Int32Array;
  members: Int32Array;
  readonly sums: Sums;
  /** The parts that the other half may complete, by what they lend at most, and that amount. */
  offered: number;
  order: Int32Array;
  sorted: Float64Array;
  /** What `order` and `sorted` change places with. */
  orderScratch: Int32Array;
  sortedScratch: Float64Array;
  /** By equal ranges of amounts from `low` on, `scale` of them a unit: the first in `sorted`. */
  starts: Int32Array;
  ranges: number;
  low: number;
  scale: number;
  readonly digits: Int32Array;
}

const FIRST_ROOM = 256;

export function createParts(): Parts {
  return {
    count: 0,
    parent: new Int32Array(FIRST_ROOM),
    next: new Int32Array(FIRST_ROOM),
    members: new Int32Array(FIRST_ROOM),
    sums: createSums(FIRST_ROOM),
    offered: 0,
    order: new Int32Array(FIRST_ROOM),
    sorted: new Float64Array(FIRST_ROOM),
    orderScratch: new Int32Array(FIRST_ROOM),
    sortedScratch: new Float64Array(FIRST_ROOM),
    starts: new Int32Array(FIRST_ROOM + 1),
    ranges: 0,
    low: 0,
    scale: 0,
    digits: new Int32Array(2 ** LONG_DIGIT),
  };
}

/** Twice the room; what is sorted is lost. */
export function growParts(parts: Parts): void {
  const { sums } = parts;
  const room = parts.parent.length * 2;
  const wider = <T extends Int32Array | Float64Array>(from: T, to: T): T => {
    to.set(from);
    return to;
  };
  parts.parent = wider(parts.parent, new Int32Array(room));
  parts.next = wider(parts.next, new Int32Array(room));
  parts.members = wider(parts.members, new Int32Array(room));
  parts.order = wider(parts.order, new Int32Array(room));
  sums.least = wider(sums.least, new Float64Array(room));
  sums.most = wider(sums.most, new Float64Array(room));
  sums.cost = wider(sums.cost, new Float64Array(room * PRICES));
  parts.sorted = new Float64Array(room);
  parts.orderScratch = new Int32Array(room);
  parts.sortedScratch = new Float64Array(room);
  parts.starts = new Int32Array(room + 1);
}

/** Lists of up to so many are sorted by insertion. */
const FEW = 32;
/** Bits that one pass sorts by: for short lists, and for such that are longer than their counts. */
const SHORT_DIGIT = 6;
const LONG_DIGIT = 11;

/** Sorts the offered parts by what they lend at most: digit by digit, the lowest first. */
export function sortByMost(parts: Parts): void {
  const { offered, order, sorted, digits } = parts;
  const { most } = parts.sums;
  let high = 0;
  for (let at = 0; at < offered; at++) {
    sorted[at] = most[order[at]!]!;
    high = Math.max(high, sorted[at]!);
  }
  if (offered <= FEW) {
    sortFew(parts);
    return;
  }
  const digit = offered < 512 ? SHORT_DIGIT : LONG_DIGIT;
  for (let scale = 1; high * scale >= 1; scale /= 2 ** digit) {
    sortByDigit(parts, digits, scale, 2 ** digit);
  }
}

function sortFew({ offered, order, sorted }: Parts): void {
  for (let from = 1; from < offered; from++) {
    const [part, key] = [order[from]!, sorted[from]!];
    let at = from;
    for (; at > 0 && sorted[at - 1]! > key; at--) {
      sorted[at] = sorted[at - 1]!;
      order[at] = order[at - 1]!;
    }
    sorted[at] = key;
    order[at] = part;
  }
}

/** The digit of a key is its whole part after scaling, modulo `base`: `&` cuts off the rest. */
function sortByDigit(parts: Parts, digits: Int32Array, scale: number, base: number): void {
  const { offered, order, sorted, orderScratch, sortedScratch } = parts;
  const mask = base - 1;
  digits.fill(0, 0, base);
  for (let at = 0; at < offered; at++) {
    const digit = (sorted[at]! * scale) & mask;
    digits[digit] = digits[digit]! + 1;
  }
  for (let digit = 0, start = 0; digit < base; digit++) {
    const count = digits[digit]!;
    digits[digit] = start;
    start += count;
  }
  for (let at = 0; at < offered; at++) {
    const key = sorted[at]!;
    const digit = (key * scale) & mask;
    const to = digits[digit]!;
    digits[digit] = to + 1;
    orderScratch[to] = order[at]!;
    sortedScratch[to] = key;
  }
  parts.order = orderScratch;
  parts.sorted = sortedScratch;
  parts.orderScratch = order;
  parts.sortedScratch = sorted;
}

/** Divides the sorted amounts into equal ranges, about as many as there are. */
export function indexSorted(parts: Parts): void {
  const { offered, sorted, starts } = parts;
  const low = offered > 0 ? sorted[0]! : 0;
  const width = offered > 0 ? sorted[offered - 1]! - low : 0;
  parts.ranges = Math.max(1, offered);
  parts.low = low;
  parts.scale = width > 0 ? parts.ranges / width : 0;
  let next = 0;
  for (let at = 0; at < offered; at++) {
    const range = rangeOf(parts, sorted[at]!);
    while (next <= range) starts[next++] = at;
  }
  while (next <= parts.ranges) starts[next++] = offered;
}

/** Never less for a larger amount, whatever is rounded. */
function rangeOf({ ranges, low, scale }: Parts, amount: number): number {
  const range = (amount - low) * scale;
  return range > 0 ? Math.min(Math.floor(range), ranges - 1) : 0;
}

/** The first of the sorted parts that lends so much or more. */
export function firstOf(parts: Parts, amount: number): number {
  const { sorted, starts } = parts;
  const range = rangeOf(parts, amount);
  let [from, to] = [starts[range]!, starts[range + 1]!];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (sorted[middle]! < amount) from = middle + 1;
    else to = middle;
  }
  return from;
}
