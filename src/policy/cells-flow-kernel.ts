import { accrued, interest, spans } from './cells-kernel.ts';
import type { StackDesk } from './desk-kernel.ts';
import { PIECES_LIMIT, pieceYear } from './pieces-kernel.ts';

/**
 * What `maximumFlow` answers for the cells of a set whose limits are nested, over typed arrays: the same
 * nodes and edges in the same order, so that shortest paths are found in the same order and the same
 * cells are paid.
 *
 *   source -> caps of all time -> caps of years -> cells -> rooms of residual rules -> interest -> sink
 *
 * Left out is what no path can use: limits that hold no cell of the set. An edge and its opposite stand
 * at `e` and `e ^ 1`; the edges of a node are a list in the order in which they were added.
 */

const SOURCE = 0;
const SINK = 1;

/** By edge: where it leads, what can still pass, the next edge of the same node; -1 behind the last. */
let heads = new Int32Array(0);
let spaces = new Float64Array(0);
let nexts = new Int32Array(0);
/** By node: its first and last edge, the edge to its root, the edge by which a search reached it. */
let firsts = new Int32Array(0);
let lasts = new Int32Array(0);
let rootEdges = new Int32Array(0);
let reached = new Int32Array(0);
let queue = new Int32Array(0);
let nodes = 0;
let edges = 0;

/** By programme and year: the smallest cap around its cells so far. Programme `p` begins at `p * years`. */
let capAround = new Int32Array(0);
/** Caps that hold a cell, largest first: place in `desk.caps`, year or -1 for all, number of cells. */
let capPlaces = new Int32Array(0);
let capYears = new Int32Array(0);
let capSizes = new Float64Array(0);

/**
 * Moves the payments of a set to where they are the most, and fills in what each programme pays on
 * interest; answers all that is paid. `paidCells` and `paidOnce` are payments that keep all limits, by
 * cell and by programme. `pieces` is how many have cells, `allPieces` how many the loan
 * has. O(V E^2) at worst, a handful of paths mostly.
 */
export function flowOver(
  desk: StackDesk,
  set: number,
  pieces: number,
  allPieces: number,
  once: Float64Array,
  paidCells: Float64Array,
  paidOnce: Float64Array,
  paid: Float64Array,
): number {
  const { programmes, residuals } = desk;
  const years = pieceYear[allPieces - 1]! + 1;
  const limits = listCaps(desk, years, allPieces);
  const rooms = pieces * (residuals.length + 1);
  openNetwork(2 + limits + rooms, 2 * (limits + rooms + programmes * (pieces + 1)));
  addCaps(desk, limits, years);
  const firstRoom = nodes;
  const groups = addRooms(desk, pieces);
  const firstCell = edges;
  addCells(desk, set, pieces, years, firstRoom, groups, once, paidCells, paidOnce);
  while (augment()) {
    // Each path found is pushed at once.
  }
  return readCells(set, programmes, once, firstCell, paid);
}

function openNetwork(nodesLimit: number, edgesLimit: number): void {
  if (firsts.length < nodesLimit) {
    firsts = new Int32Array(nodesLimit);
    lasts = new Int32Array(nodesLimit);
    rootEdges = new Int32Array(nodesLimit);
    reached = new Int32Array(nodesLimit);
    queue = new Int32Array(nodesLimit);
  }
  if (heads.length < edgesLimit) {
    heads = new Int32Array(edgesLimit);
    spaces = new Float64Array(edgesLimit);
    nexts = new Int32Array(edgesLimit);
  }
  firsts.fill(-1, 0, nodesLimit);
  nodes = 2;
  edges = 0;
}

function addEdge(from: number, to: number, amount: number): number {
  const edge = edges;
  edges += 2;
  heads[edge] = to;
  heads[edge + 1] = from;
  spaces[edge] = amount;
  spaces[edge + 1] = 0;
  appendEdge(from, edge);
  appendEdge(to, edge + 1);
  return edge;
}

function appendEdge(node: number, edge: number): void {
  nexts[edge] = -1;
  if (firsts[node] === -1) firsts[node] = edge;
  else nexts[lasts[node]!] = edge;
  lasts[node] = edge;
}

function push(edge: number, amount: number): void {
  spaces[edge]! -= amount;
  spaces[edge ^ 1]! += amount;
}

/** Lists the caps, one for each year that the loan touches, by the number of their cells. */
function listCaps({ caps }: StackDesk, years: number, allPieces: number): number {
  const most = caps.length * years;
  if (capPlaces.length < most) {
    capPlaces = new Int32Array(most);
    capYears = new Int32Array(most);
    capSizes = new Float64Array(most);
  }
  let count = 0;
  for (let place = 0; place < caps.length; place++) {
    const { members, isYearly } = caps[place]!;
    const width = bitCount(members);
    if (!isYearly) insertCap(count++, place, -1, width * (allPieces + 1));
    let piece = 0;
    for (let year = 0; isYearly && year < years; year++) {
      const first = piece;
      while (piece < allPieces && pieceYear[piece] === year) piece += 1;
      // What is paid once counts in the first year.
      const columns = piece - first + (year === 0 ? 1 : 0);
      insertCap(count++, place, year, width * columns);
    }
  }
  return count;
}

/** Puts a cap behind those that have no fewer cells. */
function insertCap(count: number, place: number, year: number, size: number): void {
  let at = count;
  for (; at > 0 && capSizes[at - 1]! < size; at--) {
    capPlaces[at] = capPlaces[at - 1]!;
    capYears[at] = capYears[at - 1]!;
    capSizes[at] = capSizes[at - 1]!;
  }
  capPlaces[at] = place;
  capYears[at] = year;
  capSizes[at] = size;
}

function bitCount(bits: number): number {
  let count = 0;
  for (let left = bits; left !== 0; left &= left - 1) count += 1;
  return count;
}

/** One node a cap, joined to the smallest cap around it, or to the source. */
function addCaps({ programmes, caps }: StackDesk, limits: number, years: number): void {
  if (capAround.length < programmes * years) capAround = new Int32Array(programmes * years);
  capAround.fill(SOURCE, 0, programmes * years);
  for (let k = 0; k < limits; k++) {
    const { members, amount } = caps[capPlaces[k]!]!;
    const year = capYears[k]!;
    const from = year < 0 ? 0 : year;
    const to = year < 0 ? years : year + 1;
    const node = nodes++;
    const first = 31 - Math.clz32(members & -members);
    rootEdges[node] = addEdge(capAround[first * years + from]!, node, amount);
    for (let left = members; left !== 0; left &= left - 1) {
      const p = 31 - Math.clz32(left & -left);
      capAround.fill(node, p * years + from, p * years + to);
    }
  }
}

/** Members of the residual rules, the most first: the order of their rooms. */
function byWidth({ residuals }: StackDesk): readonly number[] {
  return [...residuals].sort((a, b) => bitCount(b) - bitCount(a));
}

/** One node for the interest of a piece, and one for each residual rule inside it. */
function addRooms(desk: StackDesk, pieces: number): readonly number[] {
  const groups = byWidth(desk);
  const firstRoom = nodes;
  for (let piece = 0; piece < pieces; piece++) {
    const node = nodes++;
    rootEdges[node] = addEdge(node, SINK, interest[piece]!);
  }
  groups.forEach((members, g) => {
    const around = lastAround(groups, g, members & -members);
    for (let piece = 0; piece < pieces; piece++) {
      const node = nodes++;
      rootEdges[node] = addEdge(node, firstRoom + around * pieces + piece, interest[piece]!);
    }
  });
  return groups;
}

/** The last of the first groups that holds a programme, counted from 1; 0: only the interest does. */
function lastAround(groups: readonly number[], count: number, bit: number): number {
  let g = count;
  while (g > 0 && (groups[g - 1]! & bit) === 0) g -= 1;
  return g;
}

/** An edge for each cell that accrues, and the payments that stand, up to the source and the sink. */
function addCells(
  { programmes }: StackDesk,
  set: number,
  pieces: number,
  years: number,
  firstRoom: number,
  groups: readonly number[],
  once: Float64Array,
  paidCells: Float64Array,
  paidOnce: Float64Array,
): void {
  for (let p = 0; p < programmes; p++) {
    if ((set & (1 << p)) === 0) continue;
    const rooms = firstRoom + lastAround(groups, groups.length, 1 << p) * pieces;
    const cells = p * PIECES_LIMIT;
    for (let piece = 0; piece < spans[p]!; piece++) {
      const amount = accrued[cells + piece]!;
      if (amount === 0) continue;
      const from = capAround[p * years + pieceYear[piece]!]!;
      preload(addEdge(from, rooms + piece, amount), paidCells[cells + piece]!);
    }
    if (once[p] !== 0) preload(addEdge(capAround[p * years]!, SINK, once[p]!), paidOnce[p]!);
  }
}

function preload(edge: number, amount: number): void {
  push(edge, amount);
  for (let node = heads[edge]!; node !== SINK; node = heads[rootEdges[node]!]!) {
    push(rootEdges[node]!, amount);
  }
  for (let node = heads[edge ^ 1]!; node !== SOURCE; node = heads[rootEdges[node]! ^ 1]!) {
    push(rootEdges[node]!, amount);
  }
}

/** Finds one shortest path with space to the sink and fills it. */
function augment(): boolean {
  reached.fill(-1, 0, nodes);
  queue[0] = SOURCE;
  let end = 1;
  for (let at = 0; at < end && reached[SINK] === -1; at++) {
    for (let edge = firsts[queue[at]!]!; edge !== -1; edge = nexts[edge]!) {
      const to = heads[edge]!;
      if (to === SOURCE || reached[to] !== -1 || spaces[edge] === 0) continue;
      reached[to] = edge;
      queue[end++] = to;
    }
  }
  if (reached[SINK] === -1) return false;
  let amount = Number.POSITIVE_INFINITY;
  for (let node = SINK; node !== SOURCE; node = heads[reached[node]! ^ 1]!) {
    if (spaces[reached[node]!]! < amount) amount = spaces[reached[node]!]!;
  }
  for (let node = SINK; node !== SOURCE; node = heads[reached[node]! ^ 1]!) {
    push(reached[node]!, amount);
  }
  return true;
}

/** Sums up what passes through the cells, in the order in which they were added. */
function readCells(
  set: number,
  programmes: number,
  once: Float64Array,
  firstCell: number,
  paid: Float64Array,
): number {
  let edge = firstCell;
  let total = 0;
  for (let p = 0; p < programmes; p++) {
    paid[p] = 0;
    if ((set & (1 << p)) === 0) continue;
    for (let piece = 0; piece < spans[p]!; piece++) {
      if (accrued[p * PIECES_LIMIT + piece] === 0) continue;
      paid[p]! += spaces[edge + 1]!;
      edge += 2;
    }
    total += paid[p]!;
    if (once[p] === 0) continue;
    total += spaces[edge + 1]!;
    edge += 2;
  }
  return total;
}
