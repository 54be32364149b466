/**
 * Needs that are served whole by one product each (generalised assignment). Edges stand by need:
 *
 *     edges of need i: start[i], ..., start[i + 1] - 1
 */
export interface AssignmentProblem {
  readonly sense: 'minimum' | 'maximum';
  /** Whether every need must be served; otherwise one may be left out, which is worth nothing. */
  readonly mustServe: boolean;
  readonly start: Int32Array;
  readonly product: Int32Array;
  /** What the need takes of the product's capacity: whole, not negative. */
  readonly weight: Float64Array;
  /** What the edge costs or is worth: whole. The largest of each need sum below 2^50. */
  readonly value: Float64Array;
  readonly capacity: Float64Array;
}

export interface AssignmentOptions {
  /**
   * Most steps: a step is a pass over all edges, a node of the tree, or a descent of the local search.
   * More steps never give a worse answer.
   */
  readonly maximumSteps?: number;
  /** Asked between steps; ends the search where it gives true. The only way a clock comes in. */
  readonly shouldStop?: () => boolean;
  /** A first assignment: an edge for each need, or -1. It may be over capacity: it is repaired. */
  readonly first?: Int32Array;
  /** First prices of a unit of each product's capacity, as from the divisible optimum. */
  readonly prices?: Float64Array;
}

export interface AssignmentResult {
  /** `infeasible` is proven; `unknown` means that the budget ended before any assignment was found. */
  readonly status: 'found' | 'infeasible' | 'unknown';
  /** The edge of each need; -1 where it is left out. */
  readonly edge: Int32Array;
  readonly value: number;
  /** No assignment is better: never above the least cost, never below the greatest value. */
  readonly bound: number;
  /** The distance of value and bound. */
  readonly gap: number;
  readonly isProven: boolean;
  readonly steps: number;
}

/** Largest sum of values: leaves three bits for multipliers and differences below 2^53. */
const VALUE_LIMIT = 2 ** 50;

/** Throws where a problem is not what its interface says: a mistake of the calling code. */
export function assertAssignmentProblem(problem: AssignmentProblem): void {
  const { start, product, weight, value, capacity } = problem;
  const edges = product.length;
  if (start[0] !== 0 || start[start.length - 1] !== edges) {
    throw new RangeError('assignment: start must run from 0 to the number of edges');
  }
  if (weight.length !== edges || value.length !== edges) {
    throw new RangeError(`assignment: weight and value must have ${edges} entries`);
  }
  let total = 0;
  for (let need = 0; need + 1 < start.length; need++) {
    let most = 0;
    const [first, end] = [start[need] as number, start[need + 1] as number];
    if (first > end) throw new RangeError('assignment: start must ascend');
    for (let edge = first; edge < end; edge++) {
      assertEdge(problem, edge);
      most = Math.max(most, Math.abs(value[edge] as number));
    }
    total += most;
  }
  if (total > VALUE_LIMIT) throw new RangeError('assignment: the values sum past 2^50');
  for (const one of capacity) {
    if (!Number.isSafeInteger(one) || one < 0) throw new RangeError(`assignment: capacity ${one}`);
  }
}

function assertEdge({ product, weight, value, capacity }: AssignmentProblem, edge: number): void {
  const to = product[edge] as number;
  if (to < 0 || to >= capacity.length) throw new RangeError(`assignment: product ${to}`);
  const [heavy, worth] = [weight[edge] as number, value[edge] as number];
  if (!Number.isSafeInteger(heavy) || heavy < 0 || !Number.isSafeInteger(worth)) {
    throw new RangeError(`assignment: edge ${edge} has weight ${heavy} and value ${worth}`);
  }
}
