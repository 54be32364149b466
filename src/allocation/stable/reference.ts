import type { Nesting, StableProblem } from './problem.ts';

/**
 * The rule. Both sides choose among edges greedily: in their order, each edge gets as much as it is
 * offered and as every limit around it still permits. Limits of a side are nested (a product in its
 * bank; a need in its county in its city), and greedy choice under nested limits is what makes
 * deferred acceptance end in a stable allocation: an edge once refused is refused however many
 * others come (Fleiner 2003, "A fixed-point approach to stable matchings and some applications";
 * Biro, Fleiner, Irving and Manlove 2010 for common quotas that nest).
 *
 * **Stable**: every edge that is not used to its full capacity is *refused* by one of its limits, on
 * either side: the limit is used up by edges that its side ranks at least as high. An edge with
 * neither is a blocking pair: need and product would both rather have more of it.
 *
 * 1. Needs ask for what they would choose among all edges not yet refused.
 * 2. Products choose among what is asked.
 * 3. What they did not choose is refused for good. Again from 1, until nothing is refused.
 * Of all stable allocations this one is best for every need (Baiou and Balinski 2002, "The stable
 * allocation (or ordinal transportation) problem"). Returns the amount on each edge.
 */
export function stableAllocation(problem: StableProblem): Float64Array {
  const { needs, products } = sidesOf(problem);
  let offered = edgeCapacities(problem);
  for (;;) {
    const asked = choose(needs, offered);
    const held = choose(products, asked);
    if (held.every((amount, edge) => amount === asked[edge])) return held;
    offered = offered.map((most, edge) =>
      held[edge] === asked[edge] ? most : (held[edge] as number),
    );
  }
}

/**
 * The same where a need is served whole by one product, or not at all. Then a stable assignment
 * within all quotas need not exist, and whether one does is hard to tell (McDermid and Manlove
 * 2010). The rule of Dean, Goemans and Immorlica 2006 ("The unsplittable stable marriage problem"):
 * a side takes an edge whole where greedy choice would take any part of it. A product is then
 * overfilled by less than its last need; a group around it by less than one need for each product
 * and group inside it that is full. The amount on an edge is all or nothing.
 *
 * **Stable** as above, with what each side would take in part: no need prefers a product to its own
 * that would take any part of it, with the limits spent on the edges ranked higher.
 */
export function stableAssignment(problem: StableProblem): Float64Array {
  const { amount, start } = problem;
  const { needs, products } = sidesOf(problem);
  const sizes = edgeSizes(problem);
  const isRefused = sizes.map((size) => (size === 0 ? 1 : 0));
  for (;;) {
    const wanted = new Float64Array(sizes.length);
    amount.forEach((_, need) => {
      const first = isRefused.subarray(start[need], start[need + 1]).indexOf(0);
      const edge = (start[need] as number) + first;
      if (first !== -1) wanted[edge] = sizes[edge] as number;
    });
    const asked = choose(needs, wanted).map((part, edge) =>
      part > 0 ? (sizes[edge] as number) : 0,
    );
    const held = choose(products, asked);
    const refused = [...asked.keys()].filter((edge) => (asked[edge] ?? 0) > 0 && held[edge] === 0);
    if (refused.length === 0) return asked;
    for (const edge of refused) isRefused[edge] = 1;
  }
}

/** One side: its order of the edges, the limits around each edge, and how much each permits. */
export interface Side {
  readonly order: readonly number[];
  readonly limitsOf: readonly (readonly number[])[];
  readonly limit: readonly number[];
}

/** What a side chooses of an offer: greedy in its order, within all limits. */
export function choose({ order, limitsOf, limit }: Side, offered: Float64Array): Float64Array {
  const left = [...limit];
  const chosen = new Float64Array(offered.length);
  for (const edge of order) {
    const around = limitsOf[edge] ?? [];
    const amount = Math.min(offered[edge] as number, ...around.map((one) => left[one] as number));
    chosen[edge] = amount;
    for (const one of around) left[one] = (left[one] as number) - amount;
  }
  return chosen;
}

/** Both sides of a problem: single limits first (needs, products), then the groups around them. */
export function sidesOf(problem: StableProblem): { readonly needs: Side; readonly products: Side } {
  const { amount, start, product, rank, quota, banks, regions } = problem;
  const edges = [...product.keys()];
  const needOf = edges.map((edge) => start.findLastIndex((first) => first <= edge));
  const by = (key: Float64Array) => (a: number, b: number) =>
    (key[a] as number) - (key[b] as number) || a - b;
  return {
    needs: {
      order: regions === undefined ? edges : [...edges].sort(by(regions.rank)),
      limitsOf: needOf.map((need) => around(need, amount.length, regions)),
      limit: [...amount, ...(regions?.limit ?? [])],
    },
    products: {
      order: [...edges].sort(by(rank)),
      limitsOf: [...product].map((one) => around(one, quota.length, banks)),
      limit: [...quota, ...(banks?.limit ?? [])],
    },
  };
}

function around(member: number, members: number, nesting: Nesting | undefined): readonly number[] {
  const limits = [member];
  for (let at = nesting?.groupOf[member] ?? -1; at !== -1; at = nesting?.parent[at] ?? -1) {
    limits.push(members + at);
  }
  return limits;
}

/** Most on each edge: its capacity, and no more than its need asks. */
export function edgeCapacities({ amount, start, product, capacity }: StableProblem): Float64Array {
  return Float64Array.from(product, (_, edge) => {
    const need = start.findLastIndex((first) => first <= edge);
    return Math.min(amount[need] as number, capacity?.[edge] ?? Number.POSITIVE_INFINITY);
  });
}

/** The whole need on each edge, or zero where the edge cannot carry it. */
function edgeSizes({ amount, start, product, capacity }: StableProblem): Float64Array {
  return Float64Array.from(product, (_, edge) => {
    const size = amount[start.findLastIndex((first) => first <= edge)] as number;
    return (capacity?.[edge] ?? size) >= size ? size : 0;
  });
}
