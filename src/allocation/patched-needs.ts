import type { Compiled } from './compile.ts';
import type { AllocationNeed } from './model.ts';
import { regionOf } from './regions.ts';

/** A need that gets a row: a new one, or one that was there and gets more edges. */
export interface Comer {
  readonly need: AllocationNeed;
  /** Its canonical need so far; -1: none. */
  readonly former: number;
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
  gone: Int32Array,
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
  const list = withoutGone(problem.needs, needs, outOfList(known, comers, gone));
  const find = regionOf(problem.regions ?? []);
  let behind = list.length;
  for (const need of addNeeds) list.push(need);
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
  return { list, needs, byId: mergeIds(known, comers, gone, first), demand, regionOfNeed, former };
}

/** 1: the need at this place of the list leaves it; those that only get more edges stay. */
function outOfList(known: Compiled, comers: readonly Comer[], gone: Int32Array): Uint8Array {
  const isOut = new Uint8Array(known.problem.needs.length);
  for (const i of gone) isOut[known.needs[i] as number] = 1;
  for (const { former } of comers) if (former >= 0) isOut[known.needs[former] as number] = 0;
  return isOut;
}

/** The needs that stay, in their order; places in `needs` become those of the shorter list. */
function withoutGone(
  all: readonly AllocationNeed[],
  needs: Int32Array,
  isOut: Uint8Array,
): AllocationNeed[] {
  const list: AllocationNeed[] = [];
  const place = new Int32Array(all.length);
  for (let at = 0; at < all.length; at++) {
    place[at] = list.length;
    if (isOut[at] === 0) list.push(all[at] as AllocationNeed);
  }
  for (let i = 0; i < needs.length; i++) {
    const at = needs[i] as number;
    if (at >= 0) needs[i] = place[at] as number;
  }
  return list;
}

/** Canonical needs in the order of ids: those that stay, and those that come from `first` on. */
function mergeIds(
  known: Compiled,
  comers: readonly Comer[],
  gone: Int32Array,
  first: number,
): Int32Array {
  const came = [...comers.keys()].sort((a, b) =>
    (comers[a]?.need.id ?? '') < (comers[b]?.need.id ?? '') ? -1 : 1,
  );
  const isGone = new Uint8Array(known.needs.length);
  for (const i of gone) isGone[i] = 1;
  const byId = new Int32Array(known.byId.length - gone.length + comers.length);
  let at = 0;
  let from = 0;
  const copyTo = (end: number): void => {
    for (; from < end; from++) {
      const i = known.byId[from] as number;
      if (isGone[i] === 0) byId[at++] = i;
    }
  };
  for (const k of came) {
    copyTo(placeOfId(known, comers[k]?.need.id ?? ''));
    byId[at++] = first + k;
  }
  copyTo(known.byId.length);
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
