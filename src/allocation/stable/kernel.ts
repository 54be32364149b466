import {
  type Banks,
  createBanks,
  isRefusedAbove,
  noteTop,
  refuseAbove,
  worstIn,
} from './banks-kernel.ts';
import { createHolders, type Holders, popHolder, pushHolder } from './holders-kernel.ts';
import type { StableAllocation, StableProblem } from './problem.ts';
import {
  createRegions,
  enqueue,
  nextNeed,
  type Regions,
  release,
  takeRoom,
} from './regions-kernel.ts';

/** Columns of a run. `left` of a need is what it does not hold; it asks at edge `next`. */
export interface Run {
  readonly problem: StableProblem;
  /** Whether needs are served whole or not at all. */
  readonly isWhole: boolean;
  readonly left: Float64Array;
  readonly next: Int32Array;
  /** What the need has asked so far at its edge `next`. */
  readonly asked: Float64Array;
  readonly load: Float64Array;
  /** From the first refusal on, a product refuses whatever ranks below this. */
  readonly refusedRank: Float64Array;
  readonly refusedEdge: Int32Array;
  readonly holders: Holders;
  readonly banks: Banks | undefined;
  readonly regions: Regions | undefined;
  /**
   * Needs that have something to ask, in a ring, when no region decides their order. First come,
   * first served: what is cut from a need meanwhile adds up before it asks again.
   */
  readonly line: Int32Array;
  readonly isInLine: Uint8Array;
  first: number;
  length: number;
  proposals: number;
  cuts: number;
}

/**
 * Deferred acceptance one need at a time (Gale and Shapley 1962; Baiou and Balinski 2002 for
 * amounts): a need asks down its list; a product takes it in and cuts its worst holders until it is
 * within its quota, then every group around it; who was cut asks further down. The order in which
 * needs ask does not change the outcome, except under region limits, where the need whose edge the
 * region ranks highest asks first.
 * A product that has once cut a rank is full of better ones for ever, so that one comparison refuses
 * all that rank below. Amounts are integers, so it ends; with divisible amounts the number of cuts
 * is not bounded by a polynomial, but measured it is about half a cut for each edge.
 */
export function deferredAcceptance(problem: StableProblem, isWhole: boolean): StableAllocation {
  const run = createRun(problem, isWhole);
  const needs = problem.amount.length;
  if (run.regions === undefined) {
    for (let need = 0; need < needs; need++) line(run, need);
    while (run.length > 0) {
      const need = run.line[run.first]!;
      run.first = run.first + 1 === needs ? 0 : run.first + 1;
      run.length--;
      run.isInLine[need] = 0;
      ask(run, need);
    }
  } else {
    for (let need = nextNeed(run); need !== -1; need = nextNeed(run)) ask(run, need);
  }
  return collect(run);
}

function createRun(problem: StableProblem, isWhole: boolean): Run {
  const needs = problem.amount.length;
  const products = problem.quota.length;
  const next = problem.start.slice(0, needs);
  return {
    problem,
    isWhole,
    left: problem.amount.slice(),
    next,
    asked: new Float64Array(needs),
    load: new Float64Array(products),
    refusedRank: new Float64Array(products).fill(Number.POSITIVE_INFINITY),
    refusedEdge: new Int32Array(products).fill(-1),
    holders: createHolders(products, needs),
    banks: problem.banks === undefined ? undefined : createBanks(problem.banks, products),
    regions: problem.regions === undefined ? undefined : createRegions(problem, next),
    line: new Int32Array(needs),
    isInLine: new Uint8Array(needs),
    first: 0,
    length: 0,
    proposals: 0,
    cuts: 0,
  };
}

/** One need asks down its list until it holds all it wants, or its list or its region is spent. */
function ask(run: Run, need: number): void {
  const { problem, isWhole, left, next, asked, regions } = run;
  const { product, capacity } = problem;
  const whole = problem.amount[need]!;
  const end = problem.start[need + 1]!;
  while (left[need]! > 0 && next[need]! < end) {
    const edge = next[need]!;
    const to = product[edge]!;
    const isFirst = asked[need] === 0;
    const most = capacity === undefined ? whole : Math.min(whole, capacity[edge]!);
    const open = isWhole && most < whole ? 0 : most - asked[need]!;
    // Served whole, a need that is held at this edge only waits for more of its region.
    if (open === 0 || ((isFirst || !isWhole) && isRefused(run, to, edge))) {
      next[need] = edge + 1;
      asked[need] = 0;
      if (regions !== undefined) return;
      continue;
    }
    const wanted = Math.min(left[need]!, open);
    const amount = regions === undefined ? wanted : takeRoom(regions, need, edge, wanted);
    if (amount === 0) return;
    left[need] = left[need]! - amount;
    asked[need] = asked[need]! + amount;
    // Served whole, it asks for all of itself as soon as its region grants any part.
    if (!isWhole) propose(run, need, edge, to, amount);
    else if (isFirst) propose(run, need, edge, to, whole);
    // What was cut may have made room for a need that its region ranks higher.
    if (regions !== undefined) return;
  }
}

function isRefused(run: Run, to: number, edge: number): boolean {
  const { refusedRank, refusedEdge, banks } = run;
  const rank = run.problem.rank[edge]!;
  const limit = refusedRank[to]!;
  if (rank > limit || (rank === limit && edge >= refusedEdge[to]!)) return true;
  return banks !== undefined && isRefusedAbove(banks, to, rank, edge);
}

/** A product takes an edge in and cuts the worst until all limits around it are kept. */
function propose(run: Run, need: number, edge: number, to: number, amount: number): void {
  const { holders, load, banks } = run;
  const quota = run.problem.quota[to]!;
  run.proposals++;
  pushHolder(holders, to, run.problem.rank[edge]!, edge, need, amount);
  load[to] = load[to]! + amount;
  if (banks === undefined) {
    while (load[to]! > quota) cutWorst(run, to, load[to]! - quota);
    return;
  }
  noteTop(banks, holders, to);
  for (let g = banks.groupOf[to]!; g !== -1; g = banks.parent[g]!) {
    banks.load[g] = banks.load[g]! + amount;
  }
  while (load[to]! > quota) cutWorst(run, to, load[to]! - quota);
  for (let g = banks.groupOf[to]!; g !== -1; g = banks.parent[g]!) {
    while (banks.load[g]! > banks.limit[g]!) {
      const from = worstIn(banks, holders, g);
      refuseAbove(banks, holders, g, from);
      cutWorst(run, from, banks.load[g]! - banks.limit[g]!);
    }
  }
}

/** Cuts the worst holder of a product by at most an amount, and sends its need on. */
function cutWorst(run: Run, from: number, most: number): void {
  const { holders, load, banks, left, next, asked, isWhole, problem, regions } = run;
  const slot = holders.offset[from]!;
  const edge = holders.edge[slot]!;
  const need = holders.need[slot]!;
  const amount = Math.min(most, holders.amount[slot]!);
  const rest = holders.amount[slot]! - amount;
  run.cuts++;
  run.refusedRank[from] = holders.rank[slot]!;
  run.refusedEdge[from] = edge;
  holders.amount[slot] = rest;
  load[from] = load[from]! - amount;
  if (rest === 0) popHolder(holders, from);
  if (banks !== undefined) {
    if (rest === 0) noteTop(banks, holders, from);
    for (let g = banks.groupOf[from]!; g !== -1; g = banks.parent[g]!) {
      banks.load[g] = banks.load[g]! - amount;
    }
  }
  // Served whole, a need stays while any part of it would.
  if (isWhole && rest > 0) return;
  const freed = isWhole ? asked[need]! : amount;
  left[need] = isWhole ? problem.amount[need]! : left[need]! + amount;
  if (next[need] === edge) {
    next[need] = edge + 1;
    asked[need] = 0;
  }
  if (regions !== undefined) {
    release(regions, need, freed);
    enqueue(run, regions, need);
  } else line(run, need);
}

/** Puts a need at the end of the line, unless it stands in it. */
function line(run: Run, need: number): void {
  if (run.isInLine[need] === 1) return;
  run.isInLine[need] = 1;
  const at = run.first + run.length++;
  run.line[at < run.line.length ? at : at - run.line.length] = need;
}

/** Gathers what is held, by need, each need's edges in ascending order. */
function collect({ holders, problem, isWhole, proposals, cuts }: Run): StableAllocation {
  const needs = problem.amount.length;
  const head = new Int32Array(needs).fill(-1);
  const behind = new Int32Array(holders.end);
  let count = 0;
  for (let p = 0; p < holders.products; p++) {
    const base = holders.offset[p]!;
    for (let slot = base; slot < base + holders.size[p]!; slot++) {
      behind[slot] = head[holders.need[slot]!]!;
      head[holders.need[slot]!] = slot;
      count++;
    }
  }
  const edges = new Int32Array(count);
  const amounts = new Float64Array(count);
  let end = 0;
  for (let need = 0; need < needs; need++) {
    const first = end;
    for (let slot = head[need]!; slot !== -1; slot = behind[slot]!) {
      const edge = holders.edge[slot]!;
      let at = end;
      while (at > first && edges[at - 1]! > edge) at--;
      if (at > first && edges[at - 1] === edge) {
        amounts[at - 1] = amounts[at - 1]! + holders.amount[slot]!;
        continue;
      }
      edges.copyWithin(at + 1, at, end);
      amounts.copyWithin(at + 1, at, end);
      edges[at] = edge;
      amounts[at] = isWhole ? problem.amount[need]! : holders.amount[slot]!;
      end++;
    }
  }
  return { edge: edges.slice(0, end), amount: amounts.slice(0, end), proposals, cuts };
}
