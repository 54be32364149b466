import { type Budget, mayGoOn } from './budget.ts';
import { polish } from './chain-kernel.ts';
import {
  type Dual,
  evaluate,
  FREE,
  forceEach,
  IN,
  LEFT,
  moveMultipliers,
  OPEN,
  OUT,
} from './dual-kernel.ts';
import { descend, type Local, place, repair } from './local-kernel.ts';

/** A search for the best assignment, with what it may spend. */
export interface Search {
  readonly dual: Dual;
  readonly local: Local;
  /** Prices of capacity that guide chains of moves. */
  readonly price: Float64Array;
  /** Multipliers of the best bound of the node at hand. */
  readonly peak: Float64Array;
  readonly trail: number[];
  /** Least bound of the nodes that were not searched, times the scale. */
  open: number;
  readonly budget: Budget;
}

/** Past this L(u), rounded up to whole costs, nothing cheaper than the best exists. */
function ceiling({ dual, local }: Search): number {
  return (local.bestCost - 1) * dual.scale;
}

/** Raises the bound of a node by moving multipliers; leaves the best in `peak`. */
export function climb(search: Search, rounds: number, isRoot: boolean): number {
  const { dual, peak } = search;
  dual.direction.fill(0);
  let best = Number.NEGATIVE_INFINITY;
  let pace = isRoot ? 1.5 : 0.8;
  let dull = 0;
  for (let round = 0; round < rounds; round++) {
    const value = evaluate(dual, dual.multiplier);
    if (value > best) {
      if (value > best + dual.scale / 50) dull = 0;
      best = value;
      peak.set(dual.multiplier);
    } else dull++;
    if (isRoot) {
      search.budget.steps++;
      if (round % 10 === 9) tryChosen(search);
      if (!mayGoOn(search.budget)) break;
    }
    if (best > ceiling(search)) break;
    if (dull > (isRoot ? 12 : 3)) {
      pace /= 1.6;
      dull = 0;
      dual.multiplier.set(peak);
      dual.direction.fill(0);
      evaluate(dual, dual.multiplier);
      if (pace < 0.005) break;
    }
    if (isServedOnce(dual)) {
      // All multipliers agree: what the knapsacks chose is the best assignment of this node.
      tryChosen(search);
      break;
    }
    const target = Number.isFinite(search.local.bestCost)
      ? search.local.bestCost * dual.scale
      : best + Math.abs(best) / 20;
    if (!moveMultipliers(dual, value, target, pace)) {
      if (pace < 0.02) break;
      pace /= 2;
    }
  }
  dual.multiplier.set(peak);
  return best;
}

function isServedOnce({ columns, fixed, count }: Dual): boolean {
  for (let i = 0; i < columns.needs; i++) if (fixed[i] === OPEN && count[i] !== 1) return false;
  return true;
}

/** Makes an assignment of what the knapsacks chose: the dearest copies go, the missing are placed. */
export function tryChosen({ dual, local, price }: Search): void {
  const { columns, chosen, fixed } = dual;
  for (let i = 0; i < columns.needs; i++) {
    let best = fixed[i]! >= 0 ? fixed[i]! : -1;
    for (let e = columns.start[i]!; best === -1 && e < columns.start[i + 1]!; e++) {
      if (chosen[e] === 1) best = e;
    }
    for (let e = columns.start[i]!; fixed[i] === OPEN && e < columns.start[i + 1]!; e++) {
      if (chosen[e] === 1 && columns.cost[e]! < columns.cost[best]!) best = e;
    }
    if (best !== local.edge[i]) place(local, i, best);
  }
  repair(local);
  polish(local, price);
}

/** Searches a node to its end, or until the budget is spent; its bound is at least `parentBound`. */
export function visit(search: Search, parentBound: number): void {
  const { dual } = search;
  if (!mayGoOn(search.budget)) {
    search.open = Math.min(search.open, parentBound);
    return;
  }
  search.budget.steps++;
  const mark = search.trail.length;
  const own = tighten(search);
  if (own <= ceiling(search)) branch(search, own, parentBound);
  undo(search, mark);
  dual.direction.fill(0);
}

/** Bounds a node and fixes what its bound decides, until nothing more follows. */
function tighten(search: Search): number {
  const { dual, peak } = search;
  for (let pass = 0; ; pass++) {
    const bound = climb(search, pass === 0 ? 25 : 8, false);
    if (bound > ceiling(search)) return bound;
    evaluate(dual, peak);
    if (search.budget.steps % 4 === 0) tryChosen(search);
    forceEach(dual, peak);
    const fixings = fixByBound(search, bound);
    if (fixings === -1) return Number.POSITIVE_INFINITY;
    if (fixings === 0) return bound;
    // After few fixings the multipliers are still good, and branching is worth more.
    if (fixings < 3 || pass === 3) {
      const value = evaluate(dual, peak);
      forceEach(dual, peak);
      return value;
    }
  }
}

/** What leaving all that serve a need now would add; part of every bound that moves it. */
function leaveSum({ dual, peak }: Search, i: number): number {
  const { start, mayLeave } = dual.columns;
  let sum = mayLeave && peak[i]! > 0 ? peak[i]! : 0;
  for (let e = start[i]!; e < start[i + 1]!; e++) if (dual.state[e] === FREE) sum += dual.leave[e]!;
  return sum;
}

/** How much the bound rises where need i takes edge e, all other edges of i forced out. */
function riseAt({ dual }: Search, e: number, leaving: number): number {
  return dual.join[e]! + leaving - dual.leave[e]!;
}

/** How much the bound rises where need i is left out; infinite where it may not be. */
function riseLeft({ dual, peak }: Search, i: number, leaving: number): number {
  if (!dual.columns.mayLeave) return Number.POSITIVE_INFINITY;
  return leaving - peak[i]!;
}

/** Forces out every edge whose bound is past the best; the number of needs decided, -1 for none left. */
function fixByBound(search: Search, bound: number): number {
  const { dual } = search;
  const { columns, state, fixed } = dual;
  const room = ceiling(search) - bound;
  let decided = 0;
  for (let i = 0; i < columns.needs; i++) {
    if (fixed[i] !== OPEN) continue;
    const leaving = leaveSum(search, i);
    let options = 0;
    let only = LEFT;
    if (columns.mayLeave && riseLeft(search, i, leaving) <= room) options++;
    for (let e = columns.start[i]!; e < columns.start[i + 1]!; e++) {
      if (state[e] !== FREE) continue;
      const rise = riseAt(search, e, leaving);
      if (rise > room || rise === Number.POSITIVE_INFINITY) decide(search, e, OUT);
      else {
        options++;
        only = e;
      }
    }
    if (options === 0) return -1;
    if (options > 1) continue;
    // Rooms were enough for each alone; several fixed at once may still pass one.
    if (only !== LEFT && columns.weight[only]! > dual.room[columns.product[only]!]!) return -1;
    fixNeed(search, i, only);
    decided++;
  }
  return decided;
}

function decide({ dual, trail }: Search, e: number, state: number): void {
  dual.state[e] = state;
  trail.push(e);
}

/** Decides a need; the trail remembers it as a number below zero. */
function fixNeed(search: Search, i: number, e: number): void {
  const { dual } = search;
  dual.fixed[i] = e;
  search.trail.push(-1 - i);
  if (e === LEFT) return;
  const p = dual.columns.product[e]!;
  dual.room[p] = dual.room[p]! - dual.columns.weight[e]!;
  dual.fixedCost += dual.columns.cost[e]!;
  decide(search, e, IN);
}

function undo({ dual, trail }: Search, mark: number): void {
  while (trail.length > mark) {
    const one = trail.pop()!;
    if (one >= 0) {
      dual.state[one] = FREE;
      continue;
    }
    const i = -1 - one;
    const e = dual.fixed[i]!;
    dual.fixed[i] = OPEN;
    if (e === LEFT) continue;
    const p = dual.columns.product[e]!;
    dual.room[p] = dual.room[p]! + dual.columns.weight[e]!;
    dual.fixedCost -= dual.columns.cost[e]!;
  }
}

/** Splits on one need: a child for each edge that is left to it, the most promising first. */
function branch(search: Search, own: number, parentBound: number): void {
  const { dual, local } = search;
  const { columns, state } = dual;
  const need = splitNeed(search, own);
  if (need === -1) {
    // Every need is decided: this is an assignment, and the bound is its cost.
    for (let i = 0; i < columns.needs; i++) {
      const e = dual.fixed[i]! >= 0 ? dual.fixed[i]! : -1;
      if (local.edge[i] !== e) place(local, i, e);
    }
    repair(local);
    descend(local, 20);
    return;
  }
  const leaving = leaveSum(search, need);
  const children: { readonly edge: number; readonly bound: number }[] = [];
  const left = riseLeft(search, need, leaving);
  if (left < Number.POSITIVE_INFINITY)
    children.push({ edge: LEFT, bound: Math.max(parentBound, own + left) });
  for (let e = columns.start[need]!; e < columns.start[need + 1]!; e++) {
    if (state[e] !== FREE) continue;
    const p = columns.product[e]!;
    if (columns.weight[e]! > dual.room[p]!) continue;
    const bound = Math.max(parentBound, own + riseAt(search, e, leaving));
    children.push({ edge: e, bound });
  }
  children.sort((a, b) => a.bound - b.bound || a.edge - b.edge);
  const multipliers = search.peak.slice();
  for (const child of children) {
    if (child.bound > ceiling(search)) continue;
    const mark = search.trail.length;
    fixNeed(search, need, child.edge);
    dual.multiplier.set(multipliers);
    visit(search, child.bound);
    undo(search, mark);
  }
}

/** The need whose edges raise the bound the most, the best two counted. */
function splitNeed(search: Search, bound: number): number {
  const { dual } = search;
  const { columns, state, fixed } = dual;
  const room = ceiling(search) - bound;
  let split = -1;
  let bestRise = 0;
  for (let i = 0; i < columns.needs; i++) {
    if (fixed[i] !== OPEN) continue;
    const leaving = leaveSum(search, i);
    let least = Number.POSITIVE_INFINITY;
    let second = Number.POSITIVE_INFINITY;
    for (let e = columns.start[i]! - 1; e < columns.start[i + 1]!; e++) {
      const isLeft = e < columns.start[i]!;
      if (!isLeft && state[e] !== FREE) continue;
      const rise = isLeft ? riseLeft(search, i, leaving) : riseAt(search, e, leaving);
      if (rise > room) continue;
      if (rise < least) [least, second] = [rise, least];
      else if (rise < second) second = rise;
    }
    const rise = Math.min(second, room) + least;
    if (split === -1 || rise > bestRise) [split, bestRise] = [i, rise];
  }
  return split;
}
