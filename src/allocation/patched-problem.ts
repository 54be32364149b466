import type { Compiled } from './compile.ts';
import type { AllocationEdge, AllocationNeed, AllocationProblem, EdgeColumns } from './model.ts';

/**
 * A problem over a patched compilation. Its edges are written out when somebody reads them, by need and
 * then by product: a repair of it does not.
 */
export function problemOver(
  needs: readonly AllocationNeed[],
  limits: Omit<AllocationProblem, 'needs' | 'edges'>,
  compiled: () => Compiled,
): AllocationProblem {
  let edges: AllocationProblem['edges'] | undefined;
  return {
    needs,
    ...limits,
    get edges() {
      edges ??= edgesOf(compiled());
      return edges;
    },
  };
}

function edgesOf(compiled: Compiled): AllocationProblem['edges'] {
  const { problem, needs, products, byId, rows, hasEdgeList } = compiled;
  const rowAt = new Int32Array(byId.length);
  for (const i of byId) rowAt[needs[i] as number] = i;
  const need: number[] = [];
  const edge: number[] = [];
  rowAt.forEach((i, at) => {
    for (let e = rows.rowStart[i] as number; e < (rows.rowStart[i + 1] as number); e++) {
      if ((products[rows.product[e] as number] as number) < 0) continue;
      need.push(at);
      edge.push(e);
    }
  });
  const amountOf = (at: number, e: number): AllocationNeed['amount'] =>
    Math.min(rows.capacity?.[e] ?? Infinity, problem.needs[at]?.amount ?? 0) as never;
  const placeOf = (e: number): number => products[rows.product[e] as number] as number;
  const { capacity, preference } = rows;
  if (hasEdgeList) {
    return edge.map((e, k): AllocationEdge => {
      const at = need[k] as number;
      return {
        need: problem.needs[at]?.id ?? '',
        product: problem.products[placeOf(e)]?.id ?? '',
        score: rows.score[e] as number,
        ...(capacity === undefined ? {} : { amount: amountOf(at, e) }),
        ...(preference === undefined ? {} : { preference: preference[e] as number }),
      };
    });
  }
  const columns: EdgeColumns = {
    need: Int32Array.from(need),
    product: Int32Array.from(edge, placeOf),
    score: Int32Array.from(edge, (e) => rows.score[e] as number),
    ...(capacity === undefined
      ? {}
      : { amount: Float64Array.from(edge, (e, k) => amountOf(need[k] as number, e)) }),
    ...(preference === undefined
      ? {}
      : { preference: Int32Array.from(edge, (e) => preference[e] as number) }),
  };
  return columns;
}
