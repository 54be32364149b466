import {
  arcGain,
  attach,
  BASIC,
  closeSlot,
  EMPTY,
  FULL,
  needSlotOf,
  openSlot,
  reverse,
  setState,
  shift,
  type Tree,
} from './tree-kernel.ts';

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
  const { network, segmentState, segmentCapacity } = tree;
  tree.pivots++;
  const node = Math.floor(position / 3);
  const arc = network.column.length + network.needCount + position;
  const isFull = segmentState[position] === FULL;
  const room = segmentCapacity[position]!;
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
  const isInsideFirst = side === FIRST;
  const inside = isInsideFirst ? first : second;
  const outside = isInsideFirst ? second : first;
  swap(tree, leaving, arc, tail, inside, outside, isFull ? room - delta : delta, room);
}

/**
 * The arc of `leaving`, which is empty or full, leaves the tree; `arc`, from `tail`, enters it between
 * `inside`, below `leaving`, and `outside`.
 */
export function swap(
  tree: Tree,
  leaving: number,
  arc: number,
  tail: number,
  inside: number,
  outside: number,
  held: number,
  room: number,
): void {
  const { flow, slotDegree, network, price } = tree;
  const { nodeCount } = network;
  const leavingSlot = needSlotOf(tree, leaving);
  setState(tree, tree.arc[leaving]!, flow[leaving] === 0 ? EMPTY : FULL);
  reverse(tree, inside, leaving);
  tree.arc[inside] = arc;
  tree.isUp[inside] = inside === tail ? 1 : 0;
  flow[inside] = held;
  tree.room[inside] = room;
  attach(tree, inside, outside);
  setState(tree, arc, BASIC);
  const gain = arcGain(tree, arc);
  const wanted = inside === tail ? price[outside]! - gain : price[outside]! + gain;
  shift(tree, inside, wanted - price[inside]!);
  if (tail >= nodeCount) slotDegree[tail - nodeCount]!++;
  if (leavingSlot >= 0 && --slotDegree[leavingSlot]! === 1) closeSlot(tree, leavingSlot);
}
