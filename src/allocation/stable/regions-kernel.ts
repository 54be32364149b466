import type { Run } from './kernel.ts';
import type { StableProblem } from './problem.ts';

/**
 * Limits around needs. A need whose region is spent waits there; the one whose next edge the region
 * ranks highest is woken first. A need stands in at most one queue: `ready`, or that of the group it
 * waits for. Keys only grow, so a key that is out of date is put right when it comes to the top.
 */
export interface Regions {
  readonly groupOf: Int32Array;
  readonly parent: Int32Array;
  readonly rank: Float64Array;
  readonly room: Float64Array;
  readonly ready: Queue;
  readonly waiting: readonly Queue[];
  readonly isQueued: Uint8Array;
  /** Groups that may have room for one that waits. */
  readonly stirred: number[];
  readonly isStirred: Uint8Array;
  /** The need that asked last; -1 before the first. */
  current: number;
}

/** A binary heap of needs by the rank of the edge they ask at next, ties to the earlier edge. */
interface Queue {
  readonly edge: number[];
  readonly need: number[];
}

export function createRegions(problem: StableProblem, next: Int32Array): Regions {
  const { amount, start, regions } = problem;
  if (regions === undefined) throw new TypeError('createRegions: no regions');
  const made: Regions = {
    groupOf: regions.groupOf,
    parent: regions.parent,
    rank: regions.rank,
    room: regions.limit.slice(),
    ready: { edge: [], need: [] },
    waiting: Array.from(regions.parent, () => ({ edge: [], need: [] })),
    isQueued: new Uint8Array(amount.length),
    stirred: [],
    isStirred: new Uint8Array(regions.parent.length),
    current: -1,
  };
  for (let need = 0; need < amount.length; need++) {
    if (next[need]! >= start[need + 1]! || amount[need] === 0) continue;
    made.isQueued[need] = 1;
    push(made.rank, made.ready, next[need]!, need);
  }
  return made;
}

/** Takes as much room as all groups around a need still have; with none, the need waits at `edge`. */
export function takeRoom(regions: Regions, need: number, edge: number, wanted: number): number {
  const { groupOf, parent, room } = regions;
  let amount = wanted;
  let spent = -1;
  for (let g = groupOf[need]!; g !== -1; g = parent[g]!) {
    if (room[g]! < amount) amount = room[g]!;
    if (room[g] === 0) spent = g;
  }
  if (amount === 0) {
    regions.isQueued[need] = 1;
    push(regions.rank, regions.waiting[spent]!, edge, need);
    return 0;
  }
  for (let g = groupOf[need]!; g !== -1; g = parent[g]!) room[g] = room[g]! - amount;
  return amount;
}

export function release(regions: Regions, need: number, amount: number): void {
  const { groupOf, parent, room } = regions;
  for (let g = groupOf[need]!; g !== -1; g = parent[g]!) {
    room[g] = room[g]! + amount;
    stir(regions, g);
  }
}

function stir({ stirred, isStirred }: Regions, g: number): void {
  if (isStirred[g] === 1) return;
  isStirred[g] = 1;
  stirred.push(g);
}

/** Puts a need that wants more into the queue of those ready to ask, unless it stands in one. */
export function enqueue({ next, left, problem }: Run, regions: Regions, need: number): void {
  if (regions.isQueued[need] === 1 || left[need] === 0) return;
  if (next[need]! >= problem.start[need + 1]!) return;
  regions.isQueued[need] = 1;
  push(regions.rank, regions.ready, next[need]!, need);
}

/** The need that asks next; -1 where none is left. Wakes those for whom there is room again. */
export function nextNeed(run: Run): number {
  const { regions } = run;
  if (regions === undefined) return -1;
  const { groupOf, parent, room, waiting, stirred, isStirred } = regions;
  if (regions.current !== -1) {
    enqueue(run, regions, regions.current);
    for (let g = groupOf[regions.current]!; g !== -1; g = parent[g]!) stir(regions, g);
  }
  for (let g = stirred.pop(); g !== undefined; g = stirred.pop()) {
    isStirred[g] = 0;
    if (room[g] === 0) continue;
    const woken = pop(run, regions, waiting[g]!);
    if (woken !== -1) push(regions.rank, regions.ready, run.next[woken]!, woken);
  }
  const need = pop(run, regions, regions.ready);
  if (need !== -1) regions.isQueued[need] = 0;
  regions.current = need;
  return need;
}

/** Takes the first need off a queue; needs whose lists are spent fall out. */
function pop({ next, problem }: Run, regions: Regions, queue: Queue): number {
  while (queue.need.length > 0) {
    const need = queue.need[0]!;
    const edge = queue.edge[0]!;
    removeFirst(regions.rank, queue);
    if (next[need] === edge) return need;
    if (next[need]! < problem.start[need + 1]!) push(regions.rank, queue, next[need]!, need);
    else regions.isQueued[need] = 0;
  }
  return -1;
}

function isBefore(rank: Float64Array, a: number, b: number): boolean {
  return rank[a]! < rank[b]! || (rank[a] === rank[b] && a < b);
}

function push(rank: Float64Array, queue: Queue, edge: number, need: number): void {
  let at = queue.edge.length;
  queue.edge.push(edge);
  queue.need.push(need);
  while (at > 0) {
    const up = (at - 1) >> 1;
    if (!isBefore(rank, edge, queue.edge[up]!)) break;
    queue.edge[at] = queue.edge[up]!;
    queue.need[at] = queue.need[up]!;
    at = up;
  }
  queue.edge[at] = edge;
  queue.need[at] = need;
}

function removeFirst(rank: Float64Array, queue: Queue): void {
  const edge = queue.edge.pop()!;
  const need = queue.need.pop()!;
  const size = queue.edge.length;
  if (size === 0) return;
  let at = 0;
  for (;;) {
    let down = 2 * at + 1;
    if (down >= size) break;
    if (down + 1 < size && isBefore(rank, queue.edge[down + 1]!, queue.edge[down]!)) down++;
    if (!isBefore(rank, queue.edge[down]!, edge)) break;
    queue.edge[at] = queue.edge[down]!;
    queue.need[at] = queue.need[down]!;
    at = down;
  }
  queue.edge[at] = edge;
  queue.need[at] = need;
}
