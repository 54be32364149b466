import { type Network, segmentGain } from './network.ts';

/**
 * The working tree of a network simplex for few nodes and many needs. A spanning tree of `needs +
 * nodes` has one arc less than it has nodes and every need has at least one arc, so fewer than
 * `nodes` needs have more than one. Those, the split needs, take a slot in the working tree; every
 * other need is a leaf of which only its one arc and flow are kept.
 *
 * ```
 *   working node   0 .. nodeCount - 1   nodes of the network
 *                  nodeCount + s        the split need in slot s
 *   arc            e < edgeCount                   an edge
 *                  edgeCount + i                   the home edge of need i
 *                  edgeCount + needCount + 3a + s  segment s from node a to its parent
 * ```
 * The tree is kept strongly feasible: from every node some money more could be sent to the root
 * along the tree. The leaving arc is the last that blocks on the cycle, seen from its apex, which
 * keeps that true and excludes cycling (Cunningham 1976).
 */
export interface Tree {
  readonly network: Network;
  /** As in the network; `~node` marks an edge that is filled to its capacity outside the tree. */
  readonly column: Int32Array;
  readonly up: Int32Array;
  readonly arc: Int32Array;
  /** 1: the arc leads from the node to its parent in the tree. */
  readonly isUp: Uint8Array;
  readonly flow: Float64Array;
  /** Capacity of the arc to the parent in the tree. */
  readonly room: Float64Array;
  readonly depth: Int32Array;
  readonly price: Float64Array;
  readonly child: Int32Array;
  readonly next: Int32Array;
  readonly previous: Int32Array;
  /** Arc of a leaf need; `-1 - slot` of a split one. */
  readonly basic: Int32Array;
  readonly leafFlow: Float64Array;
  readonly slotNeed: Int32Array;
  readonly slotDegree: Int32Array;
  readonly freeSlots: Int32Array;
  /** 0 empty, 1 full, 2 in the tree, 3 absent. */
  readonly segmentState: Uint8Array;
  freeCount: number;
  pivots: number;
}

const EMPTY = 0;
const FULL = 1;
const BASIC = 2;
const ABSENT = 3;

/** All needs unserved; every node hangs from its parent by its first segment that is not full. */
export function createTree(network: Network): Tree {
  const { needCount, nodeCount } = network;
  const size = 2 * nodeCount + 1;
  const edgeCount = network.column.length;
  const tree: Tree = {
    network,
    column: network.capacity === undefined ? network.column : network.column.slice(),
    up: new Int32Array(size).fill(-1),
    arc: new Int32Array(size).fill(-1),
    isUp: new Uint8Array(size),
    flow: new Float64Array(size),
    room: new Float64Array(size),
    depth: new Int32Array(size),
    price: new Float64Array(size),
    child: new Int32Array(size).fill(-1),
    next: new Int32Array(size).fill(-1),
    previous: new Int32Array(size).fill(-1),
    basic: Int32Array.from({ length: needCount }, (_, i) => edgeCount + i),
    leafFlow: Float64Array.from(network.demand),
    slotNeed: new Int32Array(nodeCount + 1).fill(-1),
    slotDegree: new Int32Array(nodeCount + 1),
    freeSlots: Int32Array.from({ length: nodeCount + 1 }, (_, s) => nodeCount - s),
    segmentState: new Uint8Array(3 * nodeCount).fill(ABSENT),
    freeCount: nodeCount + 1,
    pivots: 0,
  };
  hangNodes(tree);
  return tree;
}

/** Unserved money through every node: its own needs' and its children's. */
function unservedThrough({ needCount, nodeCount, demand, home, parent }: Network): Float64Array {
  const through = new Float64Array(nodeCount);
  for (let i = 0; i < needCount; i++) through[home[i]!]! += demand[i]!;
  // A child stands before its parent.
  for (let a = 0; a < nodeCount - 1; a++) through[parent[a]!]! += through[a]!;
  return through;
}

function hangNodes(tree: Tree): void {
  const { network, segmentState, flow, room, arc, isUp, depth, price } = tree;
  const { needCount, nodeCount, parent, segmentCapacity, penalty } = network;
  const firstSegment = network.column.length + needCount;
  const through = unservedThrough(network);
  for (let a = nodeCount - 2; a >= 0; a--) {
    let left = through[a]!;
    let isHung = false;
    for (let s = 0; s < 3; s++) {
      const capacity = segmentCapacity[3 * a + s]!;
      if (capacity === 0) continue;
      if (isHung || left >= capacity) {
        segmentState[3 * a + s] = isHung ? EMPTY : FULL;
        left -= isHung ? 0 : capacity;
        continue;
      }
      isHung = true;
      segmentState[3 * a + s] = BASIC;
      arc[a] = firstSegment + 3 * a + s;
      isUp[a] = 1;
      flow[a] = left;
      room[a] = capacity;
      depth[a] = depth[parent[a]!]! + 1;
      price[a] = price[parent[a]!]! - segmentGain(penalty, s);
      attach(tree, a, parent[a]!);
    }
  }
}

function attach({ up, child, next, previous }: Tree, node: number, to: number): void {
  const first = child[to]!;
  up[node] = to;
  next[node] = first;
  previous[node] = -1;
  if (first >= 0) previous[first] = node;
  child[to] = node;
}

function detach({ up, child, next, previous }: Tree, node: number): void {
  const before = previous[node]!;
  const after = next[node]!;
  if (before >= 0) next[before] = after;
  else child[up[node]!] = after;
  if (after >= 0) previous[after] = before;
}

/** Gives a leaf need a slot, still hanging by its one arc. */
function openSlot(tree: Tree, need: number): number {
  const { network, basic, slotNeed, slotDegree, freeSlots } = tree;
  const { home, homeGain, gain, capacity, nodeCount } = network;
  const { column } = tree;
  const arc = basic[need]!;
  const isEdge = arc < column.length;
  const to = isEdge ? column[arc]! : home[need]!;
  const slot = freeSlots[--tree.freeCount]!;
  const node = nodeCount + slot;
  slotNeed[slot] = need;
  slotDegree[slot] = 1;
  basic[need] = -1 - slot;
  tree.arc[node] = arc;
  tree.isUp[node] = 1;
  tree.flow[node] = tree.leafFlow[need]!;
  tree.room[node] = isEdge && capacity !== undefined ? capacity[arc]! : Infinity;
  tree.depth[node] = tree.depth[to]! + 1;
  tree.child[node] = -1;
  const armGain = isEdge ? gain[arc]! : homeGain === undefined ? 0 : homeGain[need]!;
  tree.price[node] = tree.price[to]! - armGain;
  attach(tree, node, to);
  return node;
}

/** A split need that is down to one arc becomes a leaf again. */
function closeSlot(tree: Tree, slot: number): void {
  const node = tree.network.nodeCount + slot;
  const need = tree.slotNeed[slot]!;
  tree.basic[need] = tree.arc[node]!;
  tree.leafFlow[need] = tree.flow[node]!;
  detach(tree, node);
  tree.slotNeed[slot] = -1;
  tree.freeSlots[tree.freeCount++] = slot;
}

/** Working node of the tail or head of an arc in the tree that hangs `node`. */
function needSlotOf(tree: Tree, node: number): number {
  const { nodeCount } = tree.network;
  const slot = node >= nodeCount ? node : tree.up[node]!;
  return slot >= nodeCount ? slot - nodeCount : -1;
}

/** Where the last cycle was blocked: filled by `ratio`, read at once. */
const blocked = { delta: 0, side: 0, node: -1, apex: -1 };
const ENTERING = 0;
const FIRST = 1;
const SECOND = 2;

/**
 * The most that can go round the cycle apex -> first -> entering arc -> second -> apex, and the last
 * arc on it that blocks. `enteringRoom` is what the entering arc can take, `limit` what stands before
 * `first` on its side (a leaf's own arc), with `node` -1.
 */
function ratio(tree: Tree, first: number, second: number, enteringRoom: number): void {
  const { up, isUp, flow, room, depth } = tree;
  let u = first;
  let v = second;
  let deltaFirst = Infinity;
  let deltaSecond = Infinity;
  let nodeFirst = -1;
  let nodeSecond = -1;
  while (u !== v) {
    const du = depth[u]!;
    const dv = depth[v]!;
    if (du >= dv) {
      const d = isUp[u] === 1 ? flow[u]! : room[u]! - flow[u]!;
      if (d < deltaFirst) {
        deltaFirst = d;
        nodeFirst = u;
      }
      u = up[u]!;
    }
    if (dv >= du) {
      const d = isUp[v] === 1 ? room[v]! - flow[v]! : flow[v]!;
      if (d <= deltaSecond) {
        deltaSecond = d;
        nodeSecond = v;
      }
      v = up[v]!;
    }
  }
  blocked.apex = u;
  if (deltaSecond <= deltaFirst && deltaSecond <= enteringRoom && nodeSecond >= 0) {
    blocked.delta = deltaSecond;
    blocked.side = SECOND;
    blocked.node = nodeSecond;
  } else if (deltaFirst < enteringRoom) {
    blocked.delta = deltaFirst;
    blocked.side = FIRST;
    blocked.node = nodeFirst;
  } else {
    blocked.delta = enteringRoom;
    blocked.side = ENTERING;
  }
}

function push(tree: Tree, first: number, second: number, delta: number): void {
  if (delta === 0) return;
  const { up, isUp, flow } = tree;
  const { apex } = blocked;
  for (let u = first; u !== apex; u = up[u]!) flow[u] = flow[u]! + (isUp[u] === 1 ? -delta : delta);
  for (let v = second; v !== apex; v = up[v]!)
    flow[v] = flow[v]! + (isUp[v] === 1 ? delta : -delta);
}

/**
 * Sends money over edge `edge` of `need` (or, when it is full, takes money from it) until something
 * blocks, and exchanges the two arcs in the tree.
 */
export function pivotEdge(tree: Tree, need: number, edge: number): void {
  const { network, column, basic, leafFlow } = tree;
  const { capacity, home } = network;
  tree.pivots++;
  const coded = edge < column.length ? column[edge]! : home[need]!;
  const isFull = coded < 0;
  const node = isFull ? ~coded : coded;
  const edgeRoom = edge < column.length && capacity !== undefined ? capacity[edge]! : Infinity;
  const own = basic[need]!;
  if (own < 0) {
    const slot = network.nodeCount - 1 - own;
    exchange(tree, slot, node, edge, edgeRoom, isFull);
    return;
  }
  const isOwnEdge = own < column.length;
  const leaf = isOwnEdge ? column[own]! : home[need]!;
  const first = isFull ? node : leaf;
  const second = isFull ? leaf : node;
  const flow = leafFlow[need]!;
  const ownRoom = isOwnEdge && capacity !== undefined ? capacity[own]! : Infinity;
  // The leaf's own arc stands next to the entering one: it blocks before the first side does, and
  // after the second side.
  const ownLimit = isFull ? ownRoom - flow : flow;
  ratio(tree, first, second, isFull ? edgeRoom : Math.min(edgeRoom, ownLimit));
  const { delta, side } = blocked;
  const isOwnBlocking = isFull
    ? ownLimit < delta || (ownLimit === delta && side !== SECOND)
    : side === ENTERING && ownLimit < edgeRoom;
  if (isOwnBlocking) {
    push(tree, first, second, ownLimit);
    if (isFull) {
      column[own] = ~leaf;
      column[edge] = node;
      leafFlow[need] = edgeRoom - ownLimit;
    }
    basic[need] = edge;
  } else if (side === ENTERING) {
    push(tree, first, second, delta);
    column[edge] = ~coded;
    leafFlow[need] = isFull ? flow + delta : flow - delta;
  } else {
    exchange(tree, openSlot(tree, need), node, edge, edgeRoom, isFull);
  }
}

/** Lets segment `s` of node `a` take more money, or less when it is full. */
export function pivotSegment(tree: Tree, position: number): void {
  const { network, segmentState } = tree;
  tree.pivots++;
  const node = Math.floor(position / 3);
  const arc = network.column.length + network.needCount + position;
  const isFull = segmentState[position] === FULL;
  const room = network.segmentCapacity[position]!;
  exchange(tree, node, network.parent[node]!, arc, room, isFull);
}

/** One pivot between two working nodes: `tail` and `head` of the entering arc. */
function exchange(
  tree: Tree,
  tail: number,
  head: number,
  arc: number,
  room: number,
  isFull: boolean,
): void {
  const first = isFull ? head : tail;
  const second = isFull ? tail : head;
  ratio(tree, first, second, room);
  const { delta, side, node: leaving } = blocked;
  push(tree, first, second, delta);
  if (side === ENTERING) {
    setState(tree, arc, isFull ? EMPTY : FULL);
    return;
  }
  const { flow, slotDegree, network } = tree;
  const leavingSlot = needSlotOf(tree, leaving);
  setState(tree, tree.arc[leaving]!, flow[leaving] === 0 ? EMPTY : FULL);
  const inside = side === FIRST ? first : second;
  const outside = side === FIRST ? second : first;
  reverse(tree, inside, leaving);
  tree.arc[inside] = arc;
  tree.isUp[inside] = inside === tail ? 1 : 0;
  flow[inside] = isFull ? room - delta : delta;
  tree.room[inside] = room;
  attach(tree, inside, outside);
  setState(tree, arc, BASIC);
  const gain = arcGain(tree, arc);
  const { price } = tree;
  const wanted = inside === tail ? price[outside]! - gain : price[outside]! + gain;
  shift(tree, inside, wanted - price[inside]!);
  if (tail >= network.nodeCount) slotDegree[tail - network.nodeCount]!++;
  if (leavingSlot >= 0 && --slotDegree[leavingSlot]! === 1) closeSlot(tree, leavingSlot);
}

function arcGain({ network }: Tree, arc: number): number {
  const { column, gain, needCount, homeGain, penalty } = network;
  const edgeCount = column.length;
  if (arc < edgeCount) return gain[arc]!;
  if (arc < edgeCount + needCount) return homeGain === undefined ? 0 : homeGain[arc - edgeCount]!;
  return segmentGain(penalty, (arc - edgeCount - needCount) % 3);
}

/** Records where an arc stands: edges by the sign of their column, segments by their state. */
function setState({ network, column, segmentState }: Tree, arc: number, state: number): void {
  const { needCount } = network;
  if (arc >= column.length) {
    if (arc >= column.length + needCount) segmentState[arc - column.length - needCount] = state;
    return;
  }
  const coded = column[arc]!;
  if (coded < 0 !== (state === FULL)) column[arc] = ~coded;
}

/** Cuts the subtree of `top` and makes `bottom`, a node in it, its root; `bottom` is left loose. */
function reverse(tree: Tree, bottom: number, top: number): void {
  const { up, arc, isUp, flow, room } = tree;
  let node = bottom;
  let parent = up[node]!;
  let heldArc = arc[node]!;
  let heldUp = isUp[node]!;
  let heldFlow = flow[node]!;
  let heldRoom = room[node]!;
  detach(tree, node);
  while (node !== top) {
    const above = up[parent]!;
    const nextArc = arc[parent]!;
    const nextUp = isUp[parent]!;
    const nextFlow = flow[parent]!;
    const nextRoom = room[parent]!;
    detach(tree, parent);
    attach(tree, parent, node);
    arc[parent] = heldArc;
    isUp[parent] = heldUp ^ 1;
    flow[parent] = heldFlow;
    room[parent] = heldRoom;
    node = parent;
    parent = above;
    heldArc = nextArc;
    heldUp = nextUp;
    heldFlow = nextFlow;
    heldRoom = nextRoom;
  }
}

/** Adds `by` to the prices of the subtree of `top` and counts its depths anew. */
function shift({ up, depth, price, child, next }: Tree, top: number, by: number): void {
  let node = top;
  while (true) {
    price[node] = price[node]! + by;
    depth[node] = depth[up[node]!]! + 1;
    let to = child[node]!;
    while (to < 0) {
      if (node === top) return;
      to = next[node]!;
      if (to < 0) node = up[node]!;
    }
    node = to;
  }
}
