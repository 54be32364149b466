import {
  createRelaxation,
  exactBound,
  type Ground,
  MEMBER,
  OUTSIDER,
  type Relaxation,
  relax,
  restOf,
  UNDECIDED,
} from './bound-kernel.ts';
import { completeByOne, type Search, tryRelaxed } from './candidate-kernel.ts';
import type { SyndicateProblem } from './problem.ts';

/** What the search found. Costs in the problem's cost units. */
export interface SyndicateSearch {
  /** The banks of the best syndicate; empty where none exists, or none was found in time. */
  readonly members: readonly number[];
  readonly lead: number;
  readonly cost: bigint | undefined;
  /** No syndicate costs less; the cost itself where the search ran to its end. */
  readonly bound: bigint | undefined;
  readonly isComplete: boolean;
  readonly nodes: number;
  /** By bank: no syndicate that it takes part in costs less; infinite where there is none. */
  readonly joinBounds: Float64Array;
}

/** Rounds of the search for the best price on the number of lenders. */
const MULTIPLIER_ROUNDS = 10;

/**
 * The cheapest syndicate by branch and bound, and the proof: the tree was searched to its end.
 * 1. A price on the number of lenders is sought at the root.
 * 2. Each possible lead is a root with that bank a member; roots in the order of their bounds.
 * 3. A node is bounded by filling in the order of the relaxation, and split on the bank that the
 *    relaxation uses in part: in first, then out.
 * 4. Each relaxed set, taken whole, is a candidate. Where one bank more may join, all are tried at once.
 */
export function searchSyndicate(problem: SyndicateProblem, maximumNodes: number): SyndicateSearch {
  const search = createSearch(problem, maximumNodes);
  if (search === undefined) return answer(undefined, new Float64Array(0));
  const joinBounds = boundJoining(search);
  const { ground } = search;
  const roots: { readonly lead: number; readonly bound: number }[] = [];
  for (let lead = 0; lead < ground.banks; lead++) {
    if (problem.leadAmount === 0 && lead > 0) break;
    const isTwin = search.twin[lead]! < lead && problem.leadAmount > 0;
    if (isTwin || !enter(search, lead)) continue;
    const rest = restOf(ground, search.byMost);
    if (rest >= 0) roots.push({ lead, bound: relax(ground, search.priced, rest) });
    leave(search, lead);
  }
  roots.sort((a, b) => a.bound - b.bound || a.lead - b.lead);
  for (const { lead, bound } of roots) {
    enter(search, lead);
    visit(search, bound);
    leave(search, lead);
  }
  return answer(search, joinBounds);
}

/** The bound at the root with each bank a member in turn, less what a float sum can be off. */
function boundJoining(search: Search): Float64Array {
  const { ground, priced, byMost, slack } = search;
  const bounds = new Float64Array(ground.banks).fill(Number.POSITIVE_INFINITY);
  for (let j = 0; j < ground.banks; j++) {
    const before = ground.state[j]!;
    if (before === OUTSIDER) continue;
    ground.state[j] = MEMBER;
    const rest = restOf(ground, byMost);
    if (rest >= 0) bounds[j] = relax(ground, priced, rest) - slack;
    ground.state[j] = before;
  }
  return bounds;
}

/** Makes a bank the lead; without a lead share there is one root without a lead. */
function enter(search: Search, lead: number): boolean {
  const { ground, problem } = search;
  search.lead = problem.leadAmount > 0 ? lead : -1;
  if (search.lead === -1) return true;
  if (problem.mayLead[lead] !== true || problem.leadAmount > ground.most[lead]!) return false;
  if (ground.state[lead] === OUTSIDER) return false;
  ground.state[lead] = MEMBER;
  ground.least[lead] = Math.max(ground.least[lead]!, problem.leadAmount);
  return true;
}

function leave({ ground, problem, lead }: Search, root: number): void {
  if (lead === -1) return;
  ground.least[root] = problem.minimum[root]!;
  ground.state[root] = problem.mustJoin[root] === true ? MEMBER : UNDECIDED;
}

function createSearch(problem: SyndicateProblem, maximumNodes: number): Search | undefined {
  const n = problem.minimum.length;
  const ground: Ground = {
    banks: n,
    amount: problem.amount,
    maximumLenders: problem.maximumLenders,
    least: new Float64Array(problem.minimum),
    most: new Float64Array(problem.maximum),
    rate: new Float64Array(problem.rateCost),
    state: new Uint8Array(n),
    taken: new Float64Array(n),
    partial: -1,
    dearest: -1,
    used: 0,
    usedParts: 0,
    leastLenders: 0,
    members: 0,
  };
  for (let j = 0; j < n; j++) {
    if (problem.mustJoin[j] === true) ground.state[j] = MEMBER;
    if (problem.minimum[j]! <= problem.maximum[j]!) continue;
    if (problem.mustJoin[j] === true) return undefined;
    ground.state[j] = OUTSIDER;
  }
  const byMost = new Int32Array(n);
  for (let j = 0; j < n; j++) byMost[j] = j;
  byMost.sort((a, b) => ground.most[b]! - ground.most[a]! || a - b);
  const plain = createRelaxation(problem, 0);
  const rest = restOf(ground, byMost);
  if (rest < 0) return undefined;
  const priced = priceLenders(problem, ground, plain, rest);
  const fixed = new Float64Array(problem.fixedCost.map(Number));
  const dearest = problem.rateCost.reduce((most, rate) => Math.max(most, rate), 0);
  const fees = fixed.reduce((sum, fee) => sum + fee, 0);
  const size = problem.amount * dearest + fees + Math.abs(priced.multiplier) * 2 * n;
  return {
    problem,
    ground,
    priced,
    plain,
    byMost,
    fixed,
    twin: twinsOf(problem),
    best: new Uint8Array(n),
    trial: new Float64Array(n),
    list: new Int32Array(n),
    maximumNodes,
    slack: size < 2 ** 52 ? 0 : size * n * 2 ** -49,
    lead: -1,
    bestLead: -1,
    bestCost: Number.POSITIVE_INFINITY,
    bestExact: undefined,
    nodes: 0,
    open: Number.POSITIVE_INFINITY,
  };
}

function twinsOf(problem: SyndicateProblem): Int32Array {
  const { minimum, maximum, rateCost, fixedCost, mayLead, mustJoin } = problem;
  const twin = new Int32Array(minimum.length);
  for (let j = 1; j < twin.length; j++) {
    const isSame =
      minimum[j] === minimum[j - 1] &&
      maximum[j] === maximum[j - 1] &&
      rateCost[j] === rateCost[j - 1] &&
      fixedCost[j] === fixedCost[j - 1] &&
      mayLead[j] === mayLead[j - 1] &&
      mustJoin[j] !== true &&
      mustJoin[j - 1] !== true;
    twin[j] = isSame ? twin[j - 1]! : j;
  }
  return twin;
}

/**
 * The price on the number of lenders with the best bound at the root. The bound is concave in the
 * price and made of straight pieces; two tangents meet above its peak, and the next price is where
 * they meet (Kelley 1960 in one dimension). Any price gives a valid bound.
 */
function priceLenders(
  problem: SyndicateProblem,
  ground: Ground,
  plain: Relaxation,
  rest: number,
): Relaxation {
  let low = tangent(ground, plain, rest, ground.maximumLenders);
  const isTooMany = low.slope > 0;
  const target = isTooMany ? ground.maximumLenders : ground.leastLenders;
  if (!isTooMany) low = tangent(ground, plain, rest, target);
  if (isTooMany ? low.slope <= 0 : low.slope >= 0) return plain;
  let best = plain;
  let bestBound = low.bound;
  const fees = problem.fixedCost.reduce((sum, fee) => (fee > sum ? fee : sum), 0n);
  const scale = Number(fees) + problem.amount * Math.max(1, ...problem.rateCost);
  // Past this price only the number of lenders counts, so that the far tangent bounds the peak.
  let next = Math.floor(Math.min(2 ** 52, scale)) * (isTooMany ? 1 : -1);
  let high: Tangent | undefined;
  for (let round = 0; round < MULTIPLIER_ROUNDS && next !== best.multiplier; round++) {
    const relaxation = createRelaxation(problem, next, best.order);
    const found = tangent(ground, relaxation, rest, target);
    if (found.bound > bestBound) [best, bestBound] = [relaxation, found.bound];
    if (isTooMany ? found.slope > 0 : found.slope < 0) low = found;
    else high = found;
    if (high === undefined || high.slope === low.slope) break;
    const meet = low.bound - high.bound + high.slope * high.at - low.slope * low.at;
    next = Math.trunc(meet / (high.slope - low.slope));
    if (next === low.at || next === high.at) break;
  }
  return best;
}

interface Tangent {
  readonly at: number;
  readonly bound: number;
  readonly slope: number;
}

function tangent(ground: Ground, relaxation: Relaxation, rest: number, target: number): Tangent {
  const bound = relax(ground, relaxation, rest);
  return { at: relaxation.multiplier, bound, slope: ground.usedParts - target };
}

/** Whether a node with this float bound can hold nothing better than the best. */
function isClosed(search: Search, relaxation: Relaxation, bound: number): boolean {
  if (search.bestExact === undefined) return false;
  const distance = bound - search.bestCost;
  if (search.slack === 0 || Math.abs(distance) > search.slack) return distance >= 0;
  return exactBound(search.ground, search.problem, relaxation) >= search.bestExact;
}

function visit(search: Search, parentBound: number): void {
  if (search.nodes >= search.maximumNodes) {
    search.open = Math.min(search.open, parentBound);
    return;
  }
  search.nodes++;
  const { ground, priced, plain } = search;
  const rest = restOf(ground, search.byMost);
  if (rest < 0) return;
  let bound = relax(ground, priced, rest);
  if (isClosed(search, priced, bound)) return;
  tryRelaxed(search);
  let split = splitOf(ground);
  if (isClosed(search, priced, bound)) return;
  if (ground.members === ground.maximumLenders - 1) {
    completeByOne(search, rest);
    return;
  }
  if (split === -1) {
    if (priced === plain) return;
    const plainBound = relax(ground, plain, rest);
    if (isClosed(search, plain, plainBound)) return;
    bound = Math.max(bound, plainBound);
    tryRelaxed(search);
    split = splitOf(ground);
    if (split === -1) return;
  }
  bound = Math.max(bound, parentBound);
  const first = search.twin[split]!;
  branch(search, first, split, MEMBER, bound);
  branch(search, split, lastTwin(search, split), OUTSIDER, bound);
}

/** The bank to decide next; -1 where the relaxation is a syndicate. */
function splitOf(ground: Ground): number {
  if (ground.partial !== -1) return ground.partial;
  return ground.used > ground.maximumLenders ? ground.dearest : -1;
}

function lastTwin({ twin }: Search, j: number): number {
  let last = j;
  while (last + 1 < twin.length && twin[last + 1] === twin[j]) last++;
  return last;
}

/** Decides the undecided among the twins from `first` to `last`, visits the node, takes it back. */
function branch(search: Search, first: number, last: number, as: number, bound: number): void {
  const { state } = search.ground;
  const decided: number[] = [];
  for (let j = first; j <= last; j++) {
    if (state[j] !== UNDECIDED) continue;
    state[j] = as;
    decided.push(j);
  }
  visit(search, bound);
  for (const j of decided) state[j] = UNDECIDED;
}

function answer(search: Search | undefined, joinBounds: Float64Array): SyndicateSearch {
  const nothing = { members: [], lead: -1, cost: undefined, bound: undefined };
  if (search === undefined) return { ...nothing, isComplete: true, nodes: 0, joinBounds };
  const { best, bestLead, bestExact, nodes, open, slack } = search;
  const members = [...best.keys()].filter((j) => best[j] === 1);
  const isComplete = open === Number.POSITIVE_INFINITY;
  const floor = isComplete ? bestExact : BigInt(Math.floor(open - slack));
  const bound = floor !== undefined && bestExact !== undefined && floor > bestExact;
  return {
    members,
    lead: bestLead,
    cost: bestExact,
    bound: bound ? bestExact : floor,
    isComplete,
    nodes,
    joinBounds,
  };
}
