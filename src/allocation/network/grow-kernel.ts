import type { Network } from './network.ts';
import type { Tree } from './tree-kernel.ts';

/**
 * A copy of a tree in a network with more needs and edges than it was made for. The first needs and
 * edges must be the same, and all nodes; new needs stand unserved, which no limit knows of yet.
 */
export function growTree(from: Tree, network: Network): Tree {
  const { column, needCount, demand } = network;
  const edgesBefore = from.column.length;
  const needsBefore = from.network.needCount;
  const byEdges = column.length - edgesBefore;
  const bySegments = byEdges + needCount - needsBefore;
  const basic = new Int32Array(needCount);
  const leafFlow = new Float64Array(needCount);
  leafFlow.set(from.leafFlow);
  for (let i = 0; i < needsBefore; i++) {
    const own = from.basic[i]!;
    basic[i] = own < edgesBefore ? own : own + byEdges;
  }
  for (let i = needsBefore; i < needCount; i++) {
    basic[i] = column.length + i;
    leafFlow[i] = demand[i]!;
  }
  const arc = from.arc.map((one) =>
    one < edgesBefore ? one : one < edgesBefore + needsBefore ? one + byEdges : one + bySegments,
  );
  return {
    network,
    column: network.capacity === undefined ? column : growColumn(from.column, column),
    up: from.up.slice(),
    arc,
    isUp: from.isUp.slice(),
    flow: from.flow.slice(),
    room: from.room.slice(),
    depth: from.depth.slice(),
    price: from.price.slice(),
    child: from.child.slice(),
    next: from.next.slice(),
    previous: from.previous.slice(),
    basic,
    leafFlow,
    slotNeed: from.slotNeed.slice(),
    slotDegree: from.slotDegree.slice(),
    freeSlots: from.freeSlots.slice(),
    segmentState: from.segmentState.slice(),
    segmentGain: from.segmentGain.slice(),
    segmentCapacity: from.segmentCapacity.slice(),
    freeCount: from.freeCount,
    pivots: 0,
  };
}

function growColumn(from: Int32Array, column: Int32Array): Int32Array {
  const grown = new Int32Array(column.length);
  grown.set(from);
  grown.set(column.subarray(from.length), from.length);
  return grown;
}
