import { type Network, segmentGain } from './network.ts';

interface Arc {
  readonly to: number;
  readonly gain: number;
  room: number;
  /** Position of the opposite arc in the list of `to`. */
  readonly back: number;
}

/**
 * The rule: a flow of most gain, by cancelling cycles of positive gain (Klein 1967) from the start
 * where all stays unserved. Plain and slow: O(arcs x nodes) a cycle. Returns the flow on each edge,
 * then on each segment.
 */
export function referenceFlow(network: Network): { edges: number[]; segments: number[] } {
  const { needCount, nodeCount, demand, home, rowStart, column } = network;
  const size = needCount + nodeCount;
  const arcs: Arc[][] = Array.from({ length: size + 1 }, () => []);
  const add = (from: number, to: number, gain: number, room: number): [number, number] => {
    const out = arcs[from] as Arc[];
    const back = arcs[to] as Arc[];
    out.push({ to, gain, room, back: back.length });
    back.push({ to: from, gain: -gain, room: 0, back: out.length - 1 });
    return [to, back.length - 1];
  };
  // A unit that enters the root has left a source: both are one node, so that flows are circulations.
  const root = needCount + nodeCount - 1;
  const edgeBacks: [number, number][] = [];
  const total = demand.reduce((sum, d) => sum + d, 0);
  const reward = 64 * (network.penalty + 1e9) * (nodeCount + 2);
  for (let i = 0; i < needCount; i++) {
    // Every need must send its whole amount; the reward makes sure that it does.
    add(root, i, reward, demand[i] as number);
    for (let e = rowStart[i] as number; e < (rowStart[i + 1] as number); e++) {
      const room = network.capacity?.[e] ?? total;
      edgeBacks.push(
        add(i, needCount + (column[e] as number), network.gain[e] as number, Math.min(room, total)),
      );
    }
    add(i, needCount + (home[i] as number), network.homeGain?.[i] ?? 0, total);
  }
  const segmentBacks: [number, number][] = [];
  for (let a = 0; a < nodeCount; a++) {
    for (let s = 0; s < 3; s++) {
      const room = a === nodeCount - 1 ? 0 : (network.segmentCapacity[3 * a + s] as number);
      const parent = a === nodeCount - 1 ? root : needCount + (network.parent[a] as number);
      const gain = segmentGain(network, 3 * a + s);
      segmentBacks.push(add(needCount + a, parent, gain, Math.min(room, total)));
    }
  }
  while (cancelCycle(arcs)) {
    // Each cycle found is filled at once.
  }
  const flowOf = ([node, position]: [number, number]) => arcs[node]?.[position]?.room ?? 0;
  return { edges: edgeBacks.map(flowOf), segments: segmentBacks.map(flowOf) };
}

/** Finds one cycle of positive gain (Bellman-Ford) and fills it. */
function cancelCycle(arcs: Arc[][]): boolean {
  const size = arcs.length;
  const best: number[] = Array(size).fill(0);
  const via: ([number, number] | undefined)[] = Array(size).fill(undefined);
  let last = -1;
  for (let round = 0; round < size && (round === 0 || last >= 0); round++) {
    last = -1;
    arcs.forEach((list, from) => {
      list.forEach((arc, position) => {
        const value = (best[from] as number) + arc.gain;
        if (arc.room > 0 && value > (best[arc.to] as number)) {
          best[arc.to] = value;
          via[arc.to] = [from, position];
          last = arc.to;
        }
      });
    });
  }
  if (last < 0) return false;
  for (let step = 0; step < size; step++) last = via[last]?.[0] ?? last;
  const cycle: [number, number][] = [];
  let node = last;
  do {
    const step = via[node] as [number, number];
    cycle.push(step);
    node = step[0];
  } while (node !== last);
  const arcOf = ([from, position]: [number, number]) => arcs[from]?.[position] as Arc;
  const amount = Math.min(...cycle.map((step) => arcOf(step).room));
  for (const step of cycle) {
    const arc = arcOf(step);
    arc.room -= amount;
    (arcs[arc.to]?.[arc.back] as Arc).room += amount;
  }
  return true;
}
