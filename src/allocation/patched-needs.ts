import type { Compiled } from './compile.ts';
import type { AllocationNeed } from './model.ts';
import { regionOf } from './regions.ts';

/** A need that gets a row: a new one, or one that was there and gets more edges. */
export interface Comer {
  readonly need: AllocationNeed;
  /** Its canonical need so far; -1: none. */
  readonly former: number;
  /** How many ids of the former needs come before its own. */
  readonly rank: number;
}

/** Needs that leave their rows: canonical, and their places in the order of ids; both ascending. */
export interface Leavers {
  readonly gone: Int32Array;
  readonly ranks: Int32Array;
}

export interface NeedFrame extends Pick<Compiled, 'needs' | 'byId' | 'demand' | 'regionOfNeed'> {
  readonly list: readonly AllocationNeed[];
  readonly former: Int32Array;
}

/** Needs in their new places: the list without those that left, with new ones behind. */
export function patchNeeds(
  known: Compiled,
  comers: readonly Comer[],
  addNeeds: readonly AllocationNeed[],
  { gone, ranks }: Leavers,
  size: number,
): NeedFrame {
  if (known.needs.length === size && gone.length === 0) {
    return { ...known, list: known.problem.needs, former: new Int32Array(0) };
  }
  const { problem } = known;
  const extended = (from: Int32Array): Int32Array => {
    const to = new Int32Array(size).fill(-1);
    to.set(from);
    return to;
  };
  const needs = extended(known.needs);
  const regionOfNeed = extended(known.regionOfNeed);
  const demand = new Float64Array(size);
  demand.set(known.demand);
  const first = size - comers.length;
  const isOut = outOfList(known, comers, gone);
  const list = withoutGone(problem.needs, isOut, addNeeds);
  closeGaps(needs, isOut);
  const find = regionOf(problem.regions ?? []);
  let behind = list.length - addNeeds.length;
  comers.forEach(({ need, former }, k) => {
    const i = first + k;
    needs[i] = former < 0 ? behind++ : (needs[former] as number);
    demand[i] = need.amount;
    regionOfNeed[i] = find(need.region);
  });
  for (const i of gone) {
    needs[i] = -1;
    demand[i] = 0;
  }
  const former = Int32Array.from(comers, (one) => one.former);
  const byId = mergeIds(known.byId, comers, ranks, first);
  return { list, needs, byId, demand, regionOfNeed, former };
}

/** 1: the need at this place of the list leaves it; those that only get more edges stay. */
function outOfList(known: Compiled, comers: readonly Comer[], gone: Int32Array): Uint8Array {
  const isOut = new Uint8Array(known.problem.needs.length);
  for (const i of gone) isOut[known.needs[i] as number] = 1;
  for (const { former } of comers) if (former >= 0) isOut[known.needs[former] as number] = 0;
  return isOut;
}

/** The needs that stay, in their order, and new ones behind them. Between two that leave they are copied as one. */
function withoutGone(
  all: readonly AllocationNeed[],
  isOut: Uint8Array,
  added: readonly AllocationNeed[],
): readonly AllocationNeed[] {
  const runs: (readonly AllocationNeed[])[] = [];
  let from = 0;
  for (let at = isOut.indexOf(1); at >= 0; at = isOut.indexOf(1, from)) {
    runs.push(all.slice(from, at));
    from = at + 1;
  }
  return ([] as readonly AllocationNeed[]).concat(...runs, all.slice(from), added);
}

/** Places in the whole list become those in the list without what is out of it. */
function closeGaps(places: Int32Array, isOut: Uint8Array): void {
  const shorter = new Int32Array(isOut.length);
  let count = 0;
  for (let at = 0; at < isOut.length; at++) {
    shorter[at] = count;
    count += 1 - (isOut[at] as number);
  }
  for (let i = 0; i < places.length; i++) {
    const at = places[i] as number;
    if (at >= 0) places[i] = shorter[at] as number;
  }
}

/** Canonical needs in the order of ids: those that stay, and those that come from `first` on. */
function mergeIds(
  before: Int32Array,
  comers: readonly Comer[],
  out: Int32Array,
  first: number,
): Int32Array {
  const came = comers.map((comer, k) => ({ id: comer.need.id, rank: comer.rank, i: first + k }));
  came.sort((a, b) => a.rank - b.rank || (a.id < b.id ? -1 : 1));
  const byId = new Int32Array(before.length - out.length + comers.length);
  let at = 0;
  let from = 0;
  let next = 0;
  // Between two ids that come or leave the order is copied as one.
  const copyTo = (end: number): void => {
    while (from < end) {
      const leaving = out[next] ?? Infinity;
      const stop = Math.min(end, leaving);
      byId.set(before.subarray(from, stop), at);
      at += stop - from;
      from = stop;
      if (from < leaving) continue;
      from++;
      next++;
    }
  };
  for (const { rank, i } of came) {
    copyTo(rank);
    byId[at++] = i;
  }
  copyTo(before.length);
  return byId;
}

/** Place in the order of ids, by halving: how many ids come before this one. */
export function placeOfId({ problem, needs, byId }: Compiled, id: string): number {
  let low = 0;
  let high = byId.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const found = problem.needs[needs[byId[middle] as number] as number]?.id ?? '';
    if (found < id) low = middle + 1;
    else high = middle;
  }
  return low;
}
