import { firstDescent, firstNaN, firstNoAmount, firstOutside } from './check-kernel.ts';

/** Limits on groups that contain groups: each group lies in at most one other. */
export interface Nesting {
  /** The group of each product (or need); -1 where it is in none. */
  readonly groupOf: Int32Array;
  /** The group around each group; -1 at the outermost. */
  readonly parent: Int32Array;
  /** Most that the members of each group carry together, in minor units. */
  readonly limit: Float64Array;
}

/**
 * Needs and products that rank each other. Edges stand by need, in the order in which the need
 * prefers them:
 *
 *     edges of need i: start[i], ..., start[i + 1] - 1, best first
 *
 * Amounts are whole minor units; all amounts of needs sum to a safe integer.
 */
export interface StableProblem {
  /** What each need asks. */
  readonly amount: Float64Array;
  readonly start: Int32Array;
  readonly product: Int32Array;
  /**
   * How the lending side orders edges, lower first: compared within a product, and within an
   * outermost group of products. Equal ranks fall to the earlier edge, so callers that want ties by
   * lot put the lot into the rank.
   */
  readonly rank: Float64Array;
  /** Most on each edge; absent where only needs and quotas limit. */
  readonly capacity?: Float64Array;
  /** Most that each product lends. */
  readonly quota: Float64Array;
  /** Products within banks, banks within whatever holds them together. */
  readonly banks?: Nesting;
  /**
   * Needs within counties, cities, provinces, and the order in which a region spends its limit:
   * by edge, lower first, ascending within each need.
   */
  readonly regions?: Nesting & { readonly rank: Float64Array };
}

/** Money on edges: only those that carry any, in ascending order of edges. */
export interface StableAllocation {
  readonly edge: Int32Array;
  readonly amount: Float64Array;
  /** Proposals that reached a product, and times that a held amount was cut: the work done. */
  readonly proposals: number;
  readonly cuts: number;
}

/** Throws where a problem is not what its interface says: a mistake of the calling code. */
export function assertStableProblem(problem: StableProblem): void {
  const { amount, start, product, rank, capacity, quota, banks, regions } = problem;
  const edges = product.length;
  assertLength('start', start, amount.length + 1);
  if (
    start[0] !== 0 ||
    start[amount.length] !== edges ||
    firstDescent(start, 0, start.length) !== -1
  ) {
    throw new RangeError('stable: start must ascend from 0 to the number of edges');
  }
  assertLength('rank', rank, edges);
  if (firstNaN(rank) !== -1) throw new RangeError('stable: rank holds NaN');
  if (firstOutside(product, 0, quota.length) !== -1) {
    throw new RangeError('stable: product holds an index of no product');
  }
  assertAmounts('amount', amount);
  assertAmounts('quota', quota);
  if (!Number.isSafeInteger(amount.reduce((sum, one) => sum + one, 0))) {
    throw new RangeError('stable: the amounts of the needs sum past 2^53');
  }
  if (capacity !== undefined) {
    assertLength('capacity', capacity, edges);
    assertAmounts('capacity', capacity);
  }
  if (banks !== undefined) assertNesting('banks', banks, quota.length);
  if (regions === undefined) return;
  assertNesting('regions', regions, amount.length);
  assertLength('regions.rank', regions.rank, edges);
  for (let need = 0; need < amount.length; need++) {
    const wrong = firstDescent(regions.rank, start[need] as number, start[need + 1] as number);
    if (wrong !== -1) throw new RangeError(`stable: regions.rank of need ${need}`);
  }
}

function assertLength(name: string, list: { readonly length: number }, length: number): void {
  if (list.length === length) return;
  throw new RangeError(`stable: ${name} must have ${length} entries, got ${list.length}`);
}

function assertAmounts(name: string, amounts: Float64Array): void {
  const wrong = firstNoAmount(amounts);
  if (wrong !== -1) throw new RangeError(`stable: ${name} holds ${amounts[wrong]}`);
}

function assertNesting(name: string, nesting: Nesting, members: number): void {
  const { groupOf, parent, limit } = nesting;
  assertLength(`${name}.groupOf`, groupOf, members);
  assertLength(`${name}.limit`, limit, parent.length);
  assertAmounts(`${name}.limit`, limit);
  if (firstOutside(groupOf, -1, parent.length) + firstOutside(parent, -1, parent.length) !== -2) {
    throw new RangeError(`stable: ${name} names a group that does not exist`);
  }
  parent.forEach((_, group) => {
    let steps = 0;
    for (let at = group; at !== -1; at = parent[at] as number) {
      if (steps++ > parent.length) throw new RangeError(`stable: ${name} has a cycle at ${group}`);
    }
  });
}
