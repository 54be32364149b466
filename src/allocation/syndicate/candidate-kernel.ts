import { type Ground, MEMBER, type Relaxation, UNDECIDED } from './bound-kernel.ts';
import type { SyndicateProblem } from './problem.ts';

/** A search for the cheapest syndicate, with the best that is known. */
export interface Search {
  readonly problem: SyndicateProblem;
  readonly ground: Ground;
  /** With a price on the number of lenders, and without: only the latter closes a node for good. */
  readonly priced: Relaxation;
  readonly plain: Relaxation;
  readonly byMost: Int32Array;
  readonly fixed: Float64Array;
  /** First offer with the same terms: of such twins the earlier takes part first. */
  readonly twin: Int32Array;
  readonly best: Uint8Array;
  readonly trial: Float64Array;
  /** The members of a node, in the order of their rates. */
  readonly list: Int32Array;
  readonly maximumNodes: number;
  /** A float bound can be off by this much; zero where all sums are safe integers. */
  readonly slack: number;
  lead: number;
  bestLead: number;
  bestCost: number;
  bestExact: bigint | undefined;
  nodes: number;
  /** Least bound of what was not searched. */
  open: number;
}

/** The banks that the relaxation uses, as a syndicate: everyone's least, then the cheapest first. */
export function tryRelaxed(search: Search): void {
  const { ground, trial, fixed } = search;
  const { banks, taken, state, least, most, rate } = ground;
  let left = ground.amount;
  let used = 0;
  let cost = 0;
  for (let j = 0; j < banks; j++) {
    const isMember = state[j] === MEMBER || taken[j]! > 0;
    trial[j] = isMember ? least[j]! : 0;
    if (!isMember) continue;
    left -= least[j]!;
    used++;
    cost += fixed[j]! + least[j]! * rate[j]!;
  }
  if (left < 0 || used > ground.maximumLenders) return;
  for (let j = 0; j < banks && left > 0; j++) {
    if (trial[j] === 0) continue;
    const more = Math.min(left, most[j]! - least[j]!);
    trial[j] = trial[j]! + more;
    left -= more;
    cost += more * rate[j]!;
  }
  if (left === 0 && cost <= search.bestCost + search.slack) keep(search);
}

/**
 * All that can follow where one bank more may join: nobody, or each of those whose ticket covers what
 * is open. Cheaper than a node for each of them, twice.
 */
export function completeByOne(search: Search, rest: number): void {
  const { ground, fixed, byMost, list } = search;
  const { banks, state, least, most, rate } = ground;
  let [count, base, open] = [0, 0, rest];
  for (let j = 0; j < banks; j++) {
    if (state[j] !== MEMBER) continue;
    list[count++] = j;
    base += fixed[j]! + least[j]! * rate[j]!;
    open -= most[j]! - least[j]!;
  }
  if (open <= 0) tryMembers(search, count, -1, base, rest);
  for (let i = 0; i < banks; i++) {
    const j = byMost[i]!;
    if (most[j]! < open) break;
    if (state[j] !== UNDECIDED || least[j]! > rest) continue;
    tryMembers(search, count, j, base + fixed[j]! + least[j]! * rate[j]!, rest - least[j]!);
  }
}

/** The members in `list` and one bank more (-1: nobody), who cost `base` before `rest` is lent. */
function tryMembers(search: Search, count: number, more: number, base: number, rest: number): void {
  const { ground, list, trial } = search;
  const { least, most, rate } = ground;
  const limit = search.bestCost + search.slack;
  let [cost, left, isIn] = [base, rest, more === -1];
  // Members stand by rate, the one more in its place among them.
  for (let k = 0; left > 0 && cost <= limit && (k < count || !isIn); ) {
    const isNext = !isIn && (k === count || more < list[k]!);
    const j = isNext ? more : list[k]!;
    if (isNext) isIn = true;
    else k++;
    const take = Math.min(left, most[j]! - least[j]!);
    cost += take * rate[j]!;
    left -= take;
  }
  if (left > 0 || cost > limit) return;
  trial.fill(0);
  for (let k = 0; k < count; k++) trial[list[k]!] = least[list[k]!]!;
  if (more !== -1) trial[more] = least[more]!;
  left = rest;
  for (let j = 0; left > 0; j++) {
    if (trial[j] === 0) continue;
    const take = Math.min(left, most[j]! - least[j]!);
    trial[j] = trial[j]! + take;
    left -= take;
  }
  keep(search);
}

/** Keeps the trial where it is cheaper; big integers decide. */
function keep(search: Search): void {
  const { problem, trial, best } = search;
  let cost = 0n;
  for (let j = 0; j < trial.length; j++) {
    if (trial[j]! === 0) continue;
    cost += BigInt(trial[j]!) * BigInt(problem.rateCost[j]!) + problem.fixedCost[j]!;
  }
  if (search.bestExact !== undefined && cost >= search.bestExact) return;
  search.bestExact = cost;
  search.bestCost = Number(cost);
  search.bestLead = search.lead;
  for (let j = 0; j < trial.length; j++) best[j] = trial[j]! > 0 ? 1 : 0;
}
