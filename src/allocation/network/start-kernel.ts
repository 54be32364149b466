import type { Network } from './network.ts';

/** Prices from which a solver starts. */
export interface Start {
  /** Price of a unit at each node, limits above it included. */
  readonly price: Float64Array;
  /** What a unit pays at each node for itself, limits above it apart. */
  readonly base: Float64Array;
  /** For each need: how much prices must move before its best column may change; 0 once it pivoted. */
  readonly regret: Float64Array;
  /** About how far the prices still are from clearing. */
  readonly error: number;
}

/** Coarse rounds, the largest step of the first as a share of the largest gain, and its decay. */
const COARSE_ROUNDS = 12;
const COARSE_SHARE = 0.25;
const DECAY = 0.75;
const FINE_ROUNDS = 6;
/** Share of the way to clearing that a fine round goes, since the other columns move too. */
const DAMPING = 0.75;
/** Needs a column that are asked in a coarse round, at least. */
const SAMPLE = 96;
/** Bins in which the common move of all prices is found. */
const BINS = 4096;
/** Keys are `value x KEY + position` so that one numeric sort orders both. */
const KEY = 2 ** 23;

/** What the needs of a round would choose. */
interface Choices {
  /** Every how many needs one is asked. */
  readonly stride: number;
  readonly count: number;
  readonly best: Int32Array;
  readonly second: Int32Array;
  /** Edges to the best two columns, by need; -1: none is known. */
  readonly bestEdge: Int32Array;
  readonly secondEdge: Int32Array;
  /** Worth of the best column at its price, home apart. */
  readonly worth: Float64Array;
  /** Worth of the best column less worth of the second. */
  readonly lead: Float64Array;
  /** Amount asked of each node. */
  readonly load: Float64Array;
}

/**
 * Prices that nearly clear every column:
 * 1. coarse rounds on a sample: each need names its best column; a column moves its price by its
 *    overload, as far as a step that shrinks from round to round; every third round all prices
 *    first move together until the needs that still gain are as large as all quotas;
 * 2. fine rounds on all needs: an overfull column rises to the lead at which enough needs leave, one
 *    with room falls to the lead at which enough of those come that rank it second.
 * Only sums, products and comparisons: the same on every engine.
 */
export function startPrices(network: Network): Start {
  const { needCount, nodeCount } = network;
  const price = new Float64Array(nodeCount);
  const quota = quotas(network);
  let largest = 0;
  for (const g of network.gain) if (g > largest) largest = g;
  let step = largest * COARSE_SHARE;
  let choices: Choices | undefined;
  for (let round = 0; round < COARSE_ROUNDS; round++, step *= DECAY) {
    // Large steps need no precise loads: the first rounds ask few needs.
    const sample = 2 * round < COARSE_ROUNDS ? SAMPLE / 12 : SAMPLE;
    const stride = Math.max(1, Math.floor(needCount / (nodeCount * sample)));
    if (choices?.stride !== stride) choices = createChoices(network, stride, choices);
    choose(network, price, choices);
    if (round % 3 === 0) moveTogether(network, price, choices, quota);
    moveByLoad(network, price, choices, quota, step);
  }
  const all = createChoices(network, 1, choices);
  let error = 0;
  for (let round = 0; round < FINE_ROUNDS; round++, step *= DECAY) {
    choose(network, price, all);
    moveTogether(network, price, all, quota);
    error = moveByLead(network, price, all, quota, 2 * step);
  }
  choose(network, price, all);
  const base = withoutLimitsAbove(network, price);
  const whole = sumsAbove(network, base);
  return { price: whole, base, regret: regrets(network, whole, all), error };
}

/** A start from node prices that are known to be near the answer. */
export function startFrom(network: Network, price: Float64Array, error: number): Start {
  const { nodeCount, parent } = network;
  const all = createChoices(network, 1);
  choose(network, price, all);
  const base = Float64Array.from(price, (p, a) =>
    a === nodeCount - 1 ? 0 : p - price[parent[a]!]!,
  );
  return { price, base, regret: regrets(network, price, all), error };
}

function createChoices(
  { needCount, nodeCount }: Network,
  stride: number,
  known?: Choices,
): Choices {
  const count = Math.floor((needCount + stride - 1) / stride);
  return {
    stride,
    count,
    best: new Int32Array(count),
    second: new Int32Array(count),
    bestEdge: known?.bestEdge ?? new Int32Array(needCount).fill(-1),
    secondEdge: known?.secondEdge ?? new Int32Array(needCount).fill(-1),
    worth: new Float64Array(count),
    lead: new Float64Array(count),
    load: new Float64Array(nodeCount),
  };
}

function regrets(network: Network, price: Float64Array, all: Choices): Float64Array {
  const { needCount, home, homeGain } = network;
  const regret = new Float64Array(needCount);
  for (let i = 0; i < needCount; i++) {
    const homeWorth = (homeGain === undefined ? 0 : homeGain[i]!) - price[home[i]!]!;
    regret[i] = Math.min(all.lead[i]!, Math.abs(all.worth[i]! - homeWorth));
  }
  // A need with edges of limited room does not stand at its best alone: it is always looked at.
  const { capacity, rowStart } = network;
  for (let i = 0; capacity !== undefined && i < needCount; i++) {
    for (let e = rowStart[i]!; e < rowStart[i + 1]!; e++)
      if (capacity[e]! !== Infinity) regret[i] = 0;
  }
  return regret;
}

/**
 * What each column can take; Infinity: no limit. Where limits above give less than their columns
 * together, each gets its share.
 */
function quotas({ nodeCount, parent, segmentCapacity }: Network): Float64Array {
  const quota = new Float64Array(nodeCount);
  const below = new Float64Array(nodeCount);
  for (let a = 0; a < nodeCount; a++) {
    const own = segmentCapacity[3 * a]! + segmentCapacity[3 * a + 1]!;
    quota[a] =
      a === nodeCount - 1 ? Infinity : Math.min(own, below[a] === 0 ? Infinity : below[a]!);
    if (a < nodeCount - 1) below[parent[a]!]! += quota[a]!;
  }
  for (let a = nodeCount - 2; a >= 0; a--) {
    const above = parent[a]!;
    const ratio = quota[above]! / below[above]!;
    if (ratio < 1) quota[a] = quota[a]! === Infinity ? quota[above]! : quota[a]! * ratio;
  }
  return quota;
}

/** A limit that all columns below it pay for is paid once, at the node above. */
function withoutLimitsAbove({ nodeCount, parent }: Network, price: Float64Array): Float64Array {
  const least = new Float64Array(nodeCount).fill(Infinity);
  const base = price.slice();
  for (let a = 0; a < nodeCount - 1; a++) {
    if (least[a] !== Infinity) base[a] = least[a]!;
    least[parent[a]!] = Math.min(least[parent[a]!]!, base[a]!);
  }
  base[nodeCount - 1] = 0;
  for (let a = 0; a < nodeCount - 1; a++) {
    if (parent[a] !== nodeCount - 1) base[a] = base[a]! - base[parent[a]!]!;
  }
  return base;
}

function sumsAbove({ nodeCount, parent }: Network, base: Float64Array): Float64Array {
  const price = base.slice();
  for (let a = nodeCount - 2; a >= 0; a--) price[a] = price[a]! + price[parent[a]!]!;
  return price;
}

/**
 * Every need names its best two columns. Those of its last round are looked at first: they mostly
 * stand, so that the pass over its edges hardly ever has to change them.
 */
function choose(network: Network, price: Float64Array, choices: Choices): void {
  const { rowStart, column, gain, demand } = network;
  const { stride, count, best, second, worth, lead, load, bestEdge, secondEdge } = choices;
  load.fill(0);
  for (let k = 0; k < count; k++) {
    const i = k * stride;
    let firstEdge = bestEdge[i]!;
    let otherEdge = secondEdge[i]!;
    let first = firstEdge < 0 ? -Infinity : gain[firstEdge]! - price[column[firstEdge]!]!;
    let other = otherEdge < 0 ? -Infinity : gain[otherEdge]! - price[column[otherEdge]!]!;
    if (other > first) {
      [first, other] = [other, first];
      [firstEdge, otherEdge] = [otherEdge, firstEdge];
    }
    const end = rowStart[i + 1]!;
    for (let e = rowStart[i]!; e < end; e++) {
      const r = gain[e]! - price[column[e]!]!;
      if (r <= other || e === firstEdge) continue;
      if (r > first) {
        other = first;
        otherEdge = firstEdge;
        first = r;
        firstEdge = e;
      } else {
        other = r;
        otherEdge = e;
      }
    }
    bestEdge[i] = firstEdge;
    secondEdge[i] = otherEdge;
    const firstNode = firstEdge < 0 ? -1 : column[firstEdge]!;
    best[k] = firstNode;
    second[k] = otherEdge < 0 ? -1 : column[otherEdge]!;
    worth[k] = first;
    lead[k] = first - other;
    if (first > 0) load[firstNode]! += demand[i]! * stride;
  }
}

/** Moves all prices by what makes the needs that gain about as large as all quotas. */
function moveTogether(
  network: Network,
  price: Float64Array,
  choices: Choices,
  quota: Float64Array,
): void {
  const { nodeCount } = network;
  let room = 0;
  for (let a = 0; a < nodeCount - 1; a++) room += quota[a] === Infinity ? 0 : quota[a]!;
  const by = worthOfLast(network, choices, room);
  for (let a = 0; a < nodeCount; a++) {
    price[a] = quota[a] === Infinity ? 0 : Math.max(0, price[a]! + by);
  }
  if (by === -Infinity) return;
  const { count, stride, worth, best, load } = choices;
  for (let k = 0; k < count; k++) {
    if (best[k]! < 0) continue;
    const before = worth[k]!;
    const after = before - by;
    worth[k] = after;
    if (before > 0 === after > 0) continue;
    load[best[k]!]! += (after > 0 ? 1 : -1) * network.demand[k * stride]! * stride;
  }
}

/** Worth of the need that fills `room` when needs come in the order of worth, to within a bin. */
function worthOfLast({ demand }: Network, choices: Choices, room: number): number {
  const { count, stride, worth, best } = choices;
  let low = Infinity;
  let high = -Infinity;
  for (let k = 0; k < count; k++) {
    if (best[k]! < 0) continue;
    if (worth[k]! < low) low = worth[k]!;
    if (worth[k]! > high) high = worth[k]!;
  }
  const width = Math.floor((high - low) / BINS) + 1;
  const bins = new Float64Array(BINS + 1);
  for (let k = 0; k < count; k++) {
    if (best[k]! >= 0) bins[Math.floor((worth[k]! - low) / width)]! += demand[k * stride]! * stride;
  }
  let left = room;
  for (let bin = BINS; bin >= 0; bin--) {
    left -= bins[bin]!;
    if (left < 0) return low + bin * width;
  }
  return -Infinity;
}

/** Moves each price by the overload of its column, at most by `step`. */
function moveByLoad(
  { nodeCount }: Network,
  price: Float64Array,
  { load }: Choices,
  quota: Float64Array,
  step: number,
): void {
  for (let a = 0; a < nodeCount; a++) {
    const most = quota[a]!;
    if (most === Infinity) continue;
    const overload = most > 0 ? Math.min(1, load[a]! / most - 1) : 1;
    price[a] = Math.max(0, price[a]! + Math.round(step * overload));
  }
}

/** Moves each price most of the way to where its column clears; gives the mean move. */
function moveByLead(
  network: Network,
  price: Float64Array,
  choices: Choices,
  quota: Float64Array,
  most: number,
): number {
  const { nodeCount, demand } = network;
  const { load, stride } = choices;
  const { start, member } = movable(network, price, choices, quota);
  let moved = 0;
  for (let a = 0; a < nodeCount - 1; a++) {
    const isOver = load[a]! > quota[a]!;
    let gap = Math.abs(load[a]! - quota[a]!);
    if (gap === 0 || gap === Infinity || (!isOver && price[a] === 0)) continue;
    const keys = member.subarray(start[a]!, start[a + 1]!).sort();
    let step = 0;
    for (let q = 0; q < keys.length && gap > 0; q++) {
      step = Math.floor(keys[q]! / KEY);
      gap -= demand[(keys[q]! % KEY) * stride]! * stride;
    }
    if (gap > 0) step = most;
    step = Math.round(Math.min(step, most) * DAMPING);
    moved += step;
    price[a] = Math.max(0, isOver ? price[a]! + step : price[a]! - step);
  }
  return moved / nodeCount;
}

/**
 * By column, the needs that its price may move, with the move that it takes: those that would leave
 * an overfull one, those that would come to one with room.
 */
function movable(
  network: Network,
  price: Float64Array,
  { best, second, worth, lead, load, count }: Choices,
  quota: Float64Array,
): { start: Int32Array; member: Float64Array } {
  const { nodeCount } = network;
  const start = new Int32Array(nodeCount + 1);
  const isOver = new Uint8Array(nodeCount);
  const isLow = new Uint8Array(nodeCount);
  for (let a = 0; a < nodeCount; a++) {
    if (load[a]! > quota[a]!) isOver[a] = 1;
    else if (price[a]! > 0) isLow[a] = 1;
  }
  for (let k = 0; k < count; k++) {
    const first = best[k]!;
    const next = worth[k]! > 0 ? second[k]! : first;
    if (first >= 0 && worth[k]! > 0 && isOver[first] === 1) start[first + 1]!++;
    if (next >= 0 && isLow[next] === 1) start[next + 1]!++;
  }
  for (let a = 0; a < nodeCount; a++) start[a + 1]! += start[a]!;
  const at = start.slice();
  const member = new Float64Array(start[nodeCount]!);
  for (let k = 0; k < count; k++) {
    const first = best[k]!;
    const isServed = worth[k]! > 0;
    const next = isServed ? second[k]! : first;
    if (first >= 0 && isServed && isOver[first] === 1) {
      member[at[first]!++] = Math.min(lead[k]!, worth[k]!) * KEY + k;
    }
    if (next >= 0 && isLow[next] === 1) {
      member[at[next]!++] = (isServed ? lead[k]! : -worth[k]!) * KEY + k;
    }
  }
  return { start, member };
}
