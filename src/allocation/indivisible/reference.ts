import type { AssignmentProblem } from './problem.ts';

/**
 * The best assignment: the rule, by trying every edge of every need. A need takes one edge, or none
 * where it need not be served; what a product serves weighs at most its capacity. Gives the edge of
 * each need (-1 for none), or `undefined` where no assignment exists. Exponential: for tests.
 */
export function bestAssignment(problem: AssignmentProblem): readonly number[] | undefined {
  let best: readonly number[] | undefined;
  const sign = problem.sense === 'minimum' ? 1 : -1;
  const visit = (edges: readonly number[]): void => {
    const need = edges.length;
    if (need + 1 === problem.start.length) {
      const isBetter =
        best === undefined || sign * totalValue(problem, edges) < sign * totalValue(problem, best);
      if (isBetter) best = edges;
      return;
    }
    for (let edge = problem.start[need] as number; edge < (problem.start[need + 1] ?? 0); edge++) {
      const next = [...edges, edge];
      if (overloads(problem, next).length === 0) visit(next);
    }
    if (!problem.mustServe) visit([...edges, -1]);
  };
  visit([]);
  return best;
}

export function totalValue({ value }: AssignmentProblem, edges: Iterable<number>): number {
  let sum = 0;
  for (const edge of edges) if (edge !== -1) sum += value[edge] as number;
  return sum;
}

/** Products that carry more than their capacity. */
export function overloads(
  { product, weight, capacity }: AssignmentProblem,
  edges: Iterable<number>,
): readonly number[] {
  const load = new Float64Array(capacity.length);
  for (const edge of edges) {
    if (edge === -1) continue;
    const to = product[edge] as number;
    load[to] = (load[to] as number) + (weight[edge] as number);
  }
  return [...load.keys()].filter((to) => (load[to] as number) > (capacity[to] as number));
}

/**
 * What no assignment can beat, from a price for each unit of capacity (Lagrange): every need takes
 * its best edge at these prices, and the capacity is paid back. Valid for any prices that are not
 * negative. In exact arithmetic, with prices in `1 / parts`; rounded to the weaker side.
 */
export function boundAtPrices(
  problem: AssignmentProblem,
  prices: readonly bigint[],
  parts: bigint,
): bigint {
  const sign = problem.sense === 'minimum' ? 1n : -1n;
  let sum = 0n;
  for (let need = 0; need + 1 < problem.start.length; need++) {
    let least: bigint | undefined = problem.mustServe ? undefined : 0n;
    for (let edge = problem.start[need] as number; edge < (problem.start[need + 1] ?? 0); edge++) {
      const price = prices[problem.product[edge] as number] as bigint;
      const worth = sign * BigInt(problem.value[edge] as number) * parts;
      const cost = worth + price * BigInt(problem.weight[edge] as number);
      if (least === undefined || cost < least) least = cost;
    }
    sum += least ?? 0n;
  }
  problem.capacity.forEach((capacity, to) => {
    sum -= (prices[to] as bigint) * BigInt(capacity);
  });
  // Costs are whole, so the bound may be rounded up to the next whole number.
  const whole = sum >= 0n ? (sum + parts - 1n) / parts : -(-sum / parts);
  return sign * whole;
}
