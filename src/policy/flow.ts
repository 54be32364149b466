import type { Limit } from './solve.ts';

/** An edge of the network and its opposite stand at positions `e` and `e ^ 1`. */
interface Network {
  readonly heads: number[];
  /** What can still pass. */
  readonly room: number[];
  readonly edgesOf: number[][];
}

const SOURCE = 0;
const SINK = 1;

/**
 * The most money that cells can carry at once when two families of nested limits hold them: from the
 * source down the tree of `caps` to each cell, and from the cell up the tree of `rooms` to the sink.
 * Limits stand with the larger first. Starts from payments that keep all limits, and changes them
 * along shortest augmenting paths only (Edmonds and Karp 1972). Exact in integers; O(V E^2) at worst,
 * a handful of paths here.
 */
export function maximumFlow(
  accrued: Float64Array,
  caps: readonly Limit[],
  rooms: readonly Limit[],
  start: Float64Array,
): Float64Array {
  const network: Network = { heads: [], room: [], edgesOf: [[], []] };
  const capNodes = addTree(network, caps, SOURCE, true);
  const roomNodes = addTree(network, rooms, SINK, false);
  const cells: { cell: number; edge: number }[] = [];
  accrued.forEach((amount, cell) => {
    if (amount === 0) return;
    const from = innermost(caps, capNodes, cell, SOURCE);
    const to = innermost(rooms, roomNodes, cell, SINK);
    cells.push({ cell, edge: addEdge(network, from, to, amount) });
  });
  preload(network, caps, capNodes, start);
  preload(network, rooms, roomNodes, start);
  for (const { cell, edge } of cells) push(network, edge, start[cell] as number);
  while (augment(network)) {
    // Each path found is pushed at once.
  }
  const paid = new Float64Array(accrued.length);
  for (const { cell, edge } of cells) paid[cell] = network.room[edge ^ 1] as number;
  return paid;
}

function addNode({ edgesOf }: Network): number {
  edgesOf.push([]);
  return edgesOf.length - 1;
}

function addEdge({ heads, room, edgesOf }: Network, from: number, to: number, amount: number) {
  const edge = heads.length;
  heads.push(to, from);
  room.push(amount, 0);
  edgesOf[from]?.push(edge);
  edgesOf[to]?.push(edge + 1);
  return edge;
}

function push({ room }: Network, edge: number, amount: number): void {
  room[edge] = (room[edge] as number) - amount;
  room[edge ^ 1] = (room[edge ^ 1] as number) + amount;
}

interface TreeNode {
  readonly node: number;
  readonly edge: number;
}

/** One node a limit, joined to the smallest limit around it, or to the root. */
function addTree(
  network: Network,
  limits: readonly Limit[],
  root: number,
  isDownward: boolean,
): readonly TreeNode[] {
  const nodes: TreeNode[] = [];
  limits.forEach((limit, index) => {
    const node = addNode(network);
    const around = limits.slice(0, index);
    const parent = innermost(around, nodes, limit.cells[0] ?? -1, root);
    const edge = isDownward
      ? addEdge(network, parent, node, limit.amount)
      : addEdge(network, node, parent, limit.amount);
    nodes.push({ node, edge });
  });
  return nodes;
}

/** The node of the last, so smallest, limit that holds a cell. */
function innermost(
  limits: readonly Limit[],
  nodes: readonly TreeNode[],
  cell: number,
  root: number,
): number {
  for (let index = limits.length - 1; index >= 0; index--) {
    if (limits[index]?.cells.includes(cell) === true) return nodes[index]?.node ?? root;
  }
  return root;
}

function preload(
  network: Network,
  limits: readonly Limit[],
  nodes: readonly TreeNode[],
  start: Float64Array,
): void {
  limits.forEach((limit, index) => {
    const used = limit.cells.reduce((sum, cell) => sum + (start[cell] as number), 0);
    push(network, (nodes[index] as TreeNode).edge, used);
  });
}

/** Finds one shortest path with room to the sink and fills it. */
function augment(network: Network): boolean {
  const { heads, room, edgesOf } = network;
  const reached: number[] = Array(edgesOf.length).fill(-1);
  const queue = [SOURCE];
  for (let at = 0; at < queue.length && reached[SINK] === -1; at++) {
    for (const edge of edgesOf[queue[at] as number] ?? []) {
      const to = heads[edge] as number;
      if (to === SOURCE || reached[to] !== -1 || room[edge] === 0) continue;
      reached[to] = edge;
      queue.push(to);
    }
  }
  if (reached[SINK] === -1) return false;
  const path: number[] = [];
  for (let node = SINK; node !== SOURCE; node = heads[(path.at(-1) as number) ^ 1] as number) {
    path.push(reached[node] as number);
  }
  const amount = Math.min(...path.map((edge) => room[edge] as number));
  for (const edge of path) push(network, edge, amount);
  return true;
}
