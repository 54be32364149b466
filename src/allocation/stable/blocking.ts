import type { Nesting, StableAllocation, StableProblem } from './problem.ts';

/** What is wrong with an allocation; the first two are empty where it is stable. */
export interface StabilityReport {
  /** Limits that are passed, and amounts that cannot be. */
  readonly breaches: readonly StabilityBreach[];
  /** Edges that no limit refuses: both sides would rather have more of them. */
  readonly blocking: readonly number[];
  /** Money above its quota, by product: zero where amounts are divisible. */
  readonly overfill: Float64Array;
  /** The same by group of products, and by group of needs. */
  readonly bankOverfill: Float64Array;
  readonly regionOverfill: Float64Array;
}

export interface StabilityBreach {
  /** `whole`: an edge of which its need, product or a group would not take any part. */
  readonly limit: 'amount' | 'edge' | 'need' | 'product' | 'bank' | 'region' | 'whole';
  /** Index of the edge, need, product or group. */
  readonly index: number;
  readonly excess: number;
}

/**
 * Checks an allocation without the algorithm that made it, in O(edges x depth of nesting). An edge
 * that does not carry all it could is refused by a limit around it where the limit is used up, and
 * by edges that rank no lower than it: known from two facts of each limit, what it carries and the
 * lowest rank that it carries.
 * With `isWhole` needs are served whole: a limit carries of each need the part that greedy choice
 * would take of those that are served, so that only the last of a limit counts in part.
 */
export function blockingPairs(
  problem: StableProblem,
  allocation: Pick<StableAllocation, 'edge' | 'amount'>,
  isWhole = false,
): StabilityReport {
  const { product, rank, capacity, amount, quota, banks, regions } = problem;
  const needOf = ownersOf(problem);
  const breaches: StabilityBreach[] = [];
  const carried = carriedBy(allocation, product.length, breaches);
  const used = [...new Set(allocation.edge)].filter((edge) => (carried[edge] ?? 0) > 0);
  const needs = createFamily(amount, needOf, undefined, undefined);
  const counties = createFamily(amount, needOf, regions?.rank, regions);
  const products = createFamily(quota, product, rank, banks);
  for (const edge of used) record(needs, edge, carried[edge] as number);
  for (const family of [counties, products]) {
    if (isWhole) used.sort((a, b) => compareRanks(family, a, b));
    for (const edge of used) {
      const amountHeld = carried[edge] as number;
      const part = isWhole ? Math.min(amountHeld, roomFor(family, edge)) : amountHeld;
      if (part > 0) record(family, edge, part);
      else breaches.push({ limit: 'whole', index: edge, excess: amountHeld });
    }
  }
  breaches.push(...passedLimits(needs, 'need', 'need'));
  breaches.push(...passedLimits(counties, 'need', 'region'));
  breaches.push(...passedLimits(products, 'product', 'bank'));
  const blocking: number[] = [];
  for (let edge = 0; edge < product.length; edge++) {
    const size = amount[needOf[edge] as number] as number;
    const most = Math.min(size, capacity?.[edge] ?? size);
    const held = carried[edge] as number;
    if (held > most || (isWhole && held > 0 && held !== size)) {
      breaches.push({ limit: 'edge', index: edge, excess: held - most });
    }
    if (held >= most || (isWhole && most < size)) continue;
    if (refuses(needs, edge) || refuses(counties, edge) || refuses(products, edge)) continue;
    blocking.push(edge);
  }
  return { breaches, blocking, ...overfills(problem, carried, needOf, used) };
}

/** The limits of one side: single ones first, then the groups around them. */
interface Family {
  readonly members: number;
  readonly memberOf: Int32Array;
  readonly nesting: Nesting | undefined;
  /** How the side ranks edges; absent where the order of the edges is the ranking. */
  readonly rank: Float64Array | undefined;
  readonly limit: Float64Array;
  readonly load: Float64Array;
  /** The edge with the lowest rank that each limit carries; -1 where it carries none. */
  readonly lowest: Int32Array;
}

function createFamily(
  single: Float64Array,
  memberOf: Int32Array,
  rank: Float64Array | undefined,
  nesting: Nesting | undefined,
): Family {
  const limit = Float64Array.from([...single, ...(nesting?.limit ?? [])]);
  return {
    members: single.length,
    memberOf,
    nesting,
    rank,
    limit,
    load: new Float64Array(limit.length),
    lowest: new Int32Array(limit.length).fill(-1),
  };
}

/** The limit around a limit; -1 at the outermost. */
function outer({ members, nesting }: Family, at: number): number {
  const list = at < members ? nesting?.groupOf : nesting?.parent;
  const group = list?.[at < members ? at : at - members] ?? -1;
  return group === -1 ? -1 : members + group;
}

/** Negative where edge `a` ranks above edge `b`. */
function compareRanks({ rank }: Family, a: number, b: number): number {
  const difference = rank === undefined ? 0 : (rank[a] as number) - (rank[b] as number);
  return difference === 0 ? a - b : difference;
}

function record(family: Family, edge: number, amount: number): void {
  const { load, lowest, memberOf } = family;
  for (let at = memberOf[edge] as number; at !== -1; at = outer(family, at)) {
    load[at] = (load[at] as number) + amount;
    const before = lowest[at] as number;
    if (before === -1 || compareRanks(family, before, edge) < 0) lowest[at] = edge;
  }
}

function roomFor(family: Family, edge: number): number {
  const { load, limit, memberOf } = family;
  let room = Number.POSITIVE_INFINITY;
  for (let at = memberOf[edge] as number; at !== -1; at = outer(family, at)) {
    room = Math.min(room, (limit[at] as number) - (load[at] as number));
  }
  return room;
}

function refuses(family: Family, edge: number): boolean {
  const { load, limit, lowest, memberOf } = family;
  for (let at = memberOf[edge] as number; at !== -1; at = outer(family, at)) {
    if ((load[at] as number) < (limit[at] as number)) continue;
    const last = lowest[at] as number;
    if (last === -1 || compareRanks(family, last, edge) <= 0) return true;
  }
  return false;
}

function passedLimits(
  { load, limit, members }: Family,
  single: StabilityBreach['limit'],
  group: StabilityBreach['limit'],
): readonly StabilityBreach[] {
  const passed = [...load.keys()].filter((at) => (load[at] as number) > (limit[at] as number));
  return passed.map((at) => ({
    limit: at < members ? single : group,
    index: at < members ? at : at - members,
    excess: (load[at] as number) - (limit[at] as number),
  }));
}

function ownersOf({ start, product, amount }: StableProblem): Int32Array {
  const needOf = new Int32Array(product.length);
  amount.forEach((_, need) => {
    needOf.fill(need, start[need], start[need + 1]);
  });
  return needOf;
}

function carriedBy(
  { edge, amount }: Pick<StableAllocation, 'edge' | 'amount'>,
  edges: number,
  breaches: StabilityBreach[],
): Float64Array {
  const carried = new Float64Array(edges);
  edge.forEach((one, at) => {
    const more = amount[at] ?? Number.NaN;
    const isRight = Number.isSafeInteger(more) && more > 0 && one >= 0 && one < edges;
    if (isRight) carried[one] = (carried[one] as number) + more;
    else breaches.push({ limit: 'amount', index: one, excess: more });
  });
  return carried;
}

function overfills(
  { product, quota, banks, amount, regions }: StableProblem,
  carried: Float64Array,
  needOf: Int32Array,
  used: readonly number[],
): Pick<StabilityReport, 'overfill' | 'bankOverfill' | 'regionOverfill'> {
  const byProduct = createFamily(quota, product, undefined, banks);
  const byNeed = createFamily(amount, needOf, undefined, regions);
  for (const family of [byProduct, byNeed]) {
    for (const edge of used) record(family, edge, carried[edge] as number);
  }
  const above = ({ load, limit }: Family) =>
    load.map((one, at) => Math.max(0, one - (limit[at] as number)));
  return {
    overfill: above(byProduct).subarray(0, quota.length),
    bankOverfill: above(byProduct).subarray(quota.length),
    regionOverfill: above(byNeed).subarray(amount.length),
  };
}
