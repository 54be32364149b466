import type { AssignmentProblem } from './problem.ts';

/**
 * A problem as the kernels see it: costs to be made small, weights without their common divisor, and
 * edges also by product:
 *
 *     edges of product p: edgeAt[first[p]], ..., edgeAt[first[p + 1] - 1], in ascending order
 */
export interface Columns {
  readonly needs: number;
  readonly products: number;
  readonly start: Int32Array;
  readonly product: Int32Array;
  readonly needOf: Int32Array;
  readonly weight: Float64Array;
  readonly cost: Float64Array;
  readonly capacity: Float64Array;
  readonly first: Int32Array;
  readonly edgeAt: Int32Array;
  /** Whether a need may be left out, at cost zero. */
  readonly mayLeave: boolean;
}

export function createColumns(problem: AssignmentProblem): Columns {
  const { start, product, weight, value, capacity } = problem;
  const needs = start.length - 1;
  const edges = product.length;
  let shared = 0;
  for (let e = 0; e < edges && shared !== 1; e++) shared = divisor(shared, weight[e]!);
  if (shared === 0) shared = 1;
  const sign = problem.sense === 'minimum' ? 1 : -1;
  const needOf = new Int32Array(edges);
  for (let i = 0; i < needs; i++) needOf.fill(i, start[i]!, start[i + 1]!);
  const first = new Int32Array(capacity.length + 1);
  for (let e = 0; e < edges; e++) first[product[e]! + 1]!++;
  for (let p = 0; p < capacity.length; p++) first[p + 1]! += first[p]!;
  const at = first.slice();
  const edgeAt = new Int32Array(edges);
  for (let e = 0; e < edges; e++) edgeAt[at[product[e]!]!++] = e;
  return {
    needs,
    products: capacity.length,
    start,
    product,
    needOf,
    weight: weight.map((one) => one / shared),
    cost: value.map((one) => sign * one + 0),
    capacity: capacity.map((one) => Math.floor(one / shared)),
    first,
    edgeAt,
    mayLeave: !problem.mustServe,
  };
}

function divisor(a: number, b: number): number {
  while (b !== 0) [a, b] = [b, a % b];
  return a;
}
