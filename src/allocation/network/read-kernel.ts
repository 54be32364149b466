import type { NetworkFlow } from './network.ts';
import { FULL, type Tree } from './tree-kernel.ts';

/** The shares of all needs, by edge; what flows through limits, and the prices. */
export function readFlow(tree: Tree, isOptimal: boolean): NetworkFlow {
  const { network, column, basic, leafFlow, flow, arc, child, next } = tree;
  const { needCount, nodeCount, rowStart, capacity } = network;
  const edgeCount = column.length;
  const shareStart = new Int32Array(needCount + 1);
  let size = needCount + nodeCount;
  for (let e = 0; capacity !== undefined && e < edgeCount; e++) if (column[e]! < 0) size++;
  const shareEdge = new Int32Array(size);
  const shareAmount = new Float64Array(size);
  let count = 0;
  let first = 0;
  const add = (e: number, amount: number) => {
    if (e >= edgeCount || amount === 0) return;
    let at = count++;
    for (; at > first && shareEdge[at - 1]! > e; at--) {
      shareEdge[at] = shareEdge[at - 1]!;
      shareAmount[at] = shareAmount[at - 1]!;
    }
    shareEdge[at] = e;
    shareAmount[at] = amount;
  };
  for (let i = 0; i < needCount; i++) {
    first = count;
    shareStart[i] = count;
    const own = basic[i]!;
    if (own >= 0) add(own, leafFlow[i]!);
    else {
      const node = nodeCount - 1 - own;
      add(arc[node]!, flow[node]!);
      for (let a = child[node]!; a >= 0; a = next[a]!) add(arc[a]!, flow[a]!);
    }
    if (capacity === undefined) continue;
    for (let e = rowStart[i]!; e < rowStart[i + 1]!; e++) if (column[e]! < 0) add(e, capacity[e]!);
  }
  shareStart[needCount] = count;
  return {
    shareStart,
    shareEdge: shareEdge.slice(0, count),
    shareAmount: shareAmount.slice(0, count),
    segmentFlow: readSegments(tree),
    price: tree.price.slice(0, nodeCount),
    isOptimal,
    pivots: tree.pivots,
  };
}

/** What flows on each segment of each node. */
export function readSegments({ network, column, segmentState, flow, arc }: Tree): Float64Array {
  const { needCount, nodeCount, segmentCapacity } = network;
  const segmentFlow = new Float64Array(3 * nodeCount);
  for (let k = 0; k < 3 * nodeCount; k++)
    if (segmentState[k] === FULL) segmentFlow[k] = segmentCapacity[k]!;
  const firstSegment = column.length + needCount;
  for (let u = 0; u < nodeCount - 1; u++) {
    if (arc[u]! >= firstSegment) segmentFlow[arc[u]! - firstSegment] = flow[u]!;
  }
  return segmentFlow;
}

/** What some needs have: edges ascending within each, positions `start[k]` to `start[k + 1]`. */
export interface RowFlow {
  readonly start: Int32Array;
  readonly edge: Int32Array;
  readonly amount: Float64Array;
}

/** The shares of some needs only. */
export function readRows(tree: Tree, rows: Int32Array): RowFlow {
  const { network, column, basic, leafFlow, flow, arc, child, next } = tree;
  const { nodeCount, rowStart, capacity } = network;
  const start = new Int32Array(rows.length + 1);
  const edges: number[] = [];
  const amounts: number[] = [];
  const add = (e: number, amount: number, first: number): void => {
    if (e >= column.length || amount === 0) return;
    let at = edges.length;
    for (; at > first && edges[at - 1]! > e; at--) {
      edges[at] = edges[at - 1]!;
      amounts[at] = amounts[at - 1]!;
    }
    edges[at] = e;
    amounts[at] = amount;
  };
  for (let k = 0; k < rows.length; k++) {
    const i = rows[k]!;
    const first = edges.length;
    const own = basic[i]!;
    if (own >= 0) add(own, leafFlow[i]!, first);
    else {
      const node = nodeCount - 1 - own;
      add(arc[node]!, flow[node]!, first);
      for (let a = child[node]!; a >= 0; a = next[a]!) add(arc[a]!, flow[a]!, first);
    }
    for (let e = rowStart[i]!; capacity !== undefined && e < rowStart[i + 1]!; e++) {
      if (column[e]! < 0) add(e, capacity[e]!, first);
    }
    start[k + 1] = edges.length;
  }
  return { start, edge: Int32Array.from(edges), amount: Float64Array.from(amounts) };
}
