import { type Search, tryBanks } from './candidate-kernel.ts';
import { ENDS, extend, FITS, listedMembers, type Reach, setCeiling } from './half-kernel.ts';
import { createSums, firstOf, type Parts, type Sums } from './parts-kernel.ts';
import { PRICES } from './price-kernel.ts';

/** Covers the rounding of a few sums of amounts, which may pass 2^53. */
const WIDEN = 2 ** -48;

/** A listed part that grows bank by bank, depth first; at depth zero the part itself. */
export interface Walk {
  readonly sums: Sums;
  /** The first place that was open, and the place after the last bank that was tried, by depth. */
  readonly first: Int32Array;
  readonly next: Int32Array;
  /** What completes it may cost so much at the prices. */
  readonly rest: Float64Array;
}

/** Scratch for syndicates of so many lenders. */
export function createWalk(lenders: number): Walk {
  const depths = lenders + 1;
  return {
    sums: createSums(depths),
    first: new Int32Array(depths),
    next: new Int32Array(depths),
    rest: new Float64Array(PRICES),
  };
}

/** Parts of a half, and what is needed to find the listed parts of the other that complete them. */
interface Joint {
  readonly search: Search;
  readonly reach: Reach;
  readonly own: Parts;
  readonly other: Parts;
  /** The widest ticket of the other parts, and their least cost at the best price. */
  readonly width: number;
  readonly leastCost: number;
  readonly walk: Walk;
}

/**
 * Tries all parts of a half with the listed parts of the other that complete them below the best:
 * those that are listed themselves where `isWhole` says so, and those that grow from the largest
 * listed. The latter are not stored: they are the most, and what completes them is small.
 * False where the search has looked at as many nodes as it may.
 */
export function joinParts(
  search: Search,
  reach: Reach,
  own: Parts,
  other: Parts,
  isWhole: boolean,
  walk: Walk,
): boolean {
  const { slots } = reach.ground;
  const listed = listedMembers(reach.ground);
  const [width, leastCost] = summarize(other);
  const joint = { search, reach, own, other, width, leastCost, walk };
  for (let part = 0; part < own.count; part++) {
    const canGrow = own.members[part] === listed && listed < slots;
    if (!isWhole && !canGrow) continue;
    takePart(walk, own, part);
    if (isWhole && !join(joint, part, 0, own.members[part]!)) return false;
    if (canGrow && !grow(joint, part, listed)) return false;
  }
  return true;
}

function takePart({ sums, next }: Walk, own: Parts, part: number): void {
  next[0] = own.next[part]!;
  sums.least[0] = own.sums.least[part]!;
  sums.most[0] = own.sums.most[part]!;
  for (let g = 0; g < PRICES; g++) sums.cost[g] = own.sums.cost[part * PRICES + g]!;
}

/** Grows a listed part bank by bank, depth first, and joins what completes it. */
function grow(joint: Joint, part: number, listed: number): boolean {
  const { search, reach, walk } = joint;
  const { sums, first, next } = walk;
  const places = reach.half.banks.length;
  setCeiling(reach, search.ceiling);
  first[1] = next[0]!;
  next[1] = next[0]!;
  for (let depth = 1; depth > 0; ) {
    const [place, count] = [reach.near[next[depth]!]!, listed + depth];
    const came =
      place === places
        ? ENDS
        : extend(reach, sums, depth - 1, first[depth]!, place, count, sums, depth);
    next[depth] = place + 1;
    if (came === ENDS) depth--;
    if (came !== FITS) continue;
    if (++search.nodes >= search.maximumNodes) return false;
    if (!join(joint, part, depth, count)) return false;
    if (count === reach.ground.slots) continue;
    depth++;
    first[depth] = place + 1;
    next[depth] = place + 1;
  }
  return true;
}

/**
 * Tries a part with every other that can be a syndicate with it below the best. What the two lend at
 * most is not less than the amount, and exceeds it by little:
 * 1. what they lend at least is not more than the amount, and tickets are only so wide;
 * 2. at the best price, where it is not below the dearest rate, all lend their most; from there down
 *    to the dearest rate the reduced cost rises by the excess times the difference of the prices.
 * So the others are one run of their order.
 */
function join(joint: Joint, part: number, depth: number, count: number): boolean {
  const { search, other, walk } = joint;
  const { sums, rest } = walk;
  const { ground } = joint.reach;
  const { margin } = ground;
  const need = ground.need - sums.most[depth]!;
  const open = ground.open - sums.least[depth]!;
  const slots = ground.slots - count;
  // Any pair below the best is welcome, also above the limit: it keeps the next lists short.
  const below = search.bestCost - search.step + search.boundSlack;
  const left = below - ground.baseCost[0]! - sums.cost[depth * PRICES]! - joint.leastCost;
  let end = open + joint.width;
  if (margin > 0) end = Math.min(end, need + left / margin);
  end += Math.abs(end) * WIDEN + 1;
  const { sorted, order, members } = other;
  let to = firstOf(other, need);
  if (to === other.offered || sorted[to]! > end) return true;
  for (let g = 0; g < PRICES; g++) {
    rest[g] = below - ground.baseCost[g]! - sums.cost[depth * PRICES + g]!;
  }
  for (; to < other.offered && sorted[to]! <= end; to++) {
    const completing = order[to]!;
    if (++search.nodes >= search.maximumNodes) return false;
    if (members[completing]! > slots || other.sums.least[completing]! > open) continue;
    if (!isDear(other.sums.cost, completing, rest)) tryPair(joint, part, depth, completing);
  }
  return true;
}

/** The widest ticket of all parts that are offered, and their least cost at the best price. */
function summarize({ offered, order, sums }: Parts): readonly [number, number] {
  let [width, leastCost] = [0, Number.POSITIVE_INFINITY];
  for (let at = 0; at < offered; at++) {
    const part = order[at]!;
    width = Math.max(width, sums.most[part]! - sums.least[part]!);
    leastCost = Math.min(leastCost, sums.cost[part * PRICES]!);
  }
  return [width, leastCost];
}

function isDear(cost: Float64Array, part: number, rest: Float64Array): boolean {
  for (let g = 0; g < PRICES; g++) if (cost[part * PRICES + g]! > rest[g]!) return true;
  return false;
}

function tryPair(joint: Joint, part: number, depth: number, completing: number): void {
  const { search, reach, own, other, walk } = joint;
  const { list } = search;
  const banks = reach.half.banks;
  let count = addBanks(own, part, banks, list, search.members);
  for (let at = 1; at <= depth; at++) list[count++] = banks[walk.next[at]! - 1]!;
  count = addBanks(other, completing, reach.half.others, list, count);
  // What many banks cost takes long to tell: a node stands for about the same time everywhere.
  search.nodes += count >> 4;
  tryBanks(search, reach.ground.terms, count);
}

/** Puts the banks of a listed part behind the first `count` of a list; gives how many there are. */
function addBanks(
  { parent, next }: Parts,
  part: number,
  banks: Int32Array,
  list: Int32Array,
  count: number,
): number {
  let end = count;
  for (let at = part; at > 0; at = parent[at]!) list[end++] = banks[next[at]! - 1]!;
  return end;
}
