import { improve, type Search, setLimit, tryGreedy } from './candidate-kernel.ts';
import { listParts, setCeiling } from './half-kernel.ts';
import { createWalk, joinParts, type Walk } from './join-kernel.ts';
import { countAt, createTally, distanceOf, nextDistance, type Tally } from './limit-kernel.ts';
import { createParts, type Parts } from './parts-kernel.ts';
import { createGround, MEMBER, OUTSIDER, PRICES, type Terms } from './price-kernel.ts';
import type { SyndicateProblem } from './problem.ts';
import {
  boundJoining,
  canCarry,
  listRoots,
  orderByMost,
  prepareRoot,
  type Ready,
  type Root,
  reachesOf,
  readTerms,
} from './root-kernel.ts';

/** What the search found. Costs in the problem's cost units. */
export interface SyndicateSearch {
  /** The banks of the best syndicate; empty where none exists, or none was found in time. */
  readonly members: readonly number[];
  readonly lead: number;
  readonly cost: bigint | undefined;
  /** No syndicate costs less; the cost itself where the search ran to its end. */
  readonly bound: bigint | undefined;
  readonly isComplete: boolean;
  /**
   * Parts that were listed or grown, and pairs of them that were looked at; one more for each 16
   * banks that were tried.
   */
  readonly nodes: number;
  /** By bank: no syndicate that it takes part in costs less; infinite where there is none. */
  readonly joinBounds: Float64Array;
}

/** The first limit is about where so many banks, each by itself, would take the bound. */
const FLIPS = 5;
/** A limit this near to the best known cost is not worth a round of its own. */
const NEAR_SHARE = 0.7;
/** Most parts of one half: for memory, not for time. */
const PART_LIMIT = 2 ** 18;

/**
 * The cheapest syndicate, proven, by two lists: every syndicate is a part of one half of the banks
 * and a part of the other.
 * 1. A first syndicate by reduced costs, improved bank by bank.
 * 2. For a limit on the cost, all parts of each half that the cheapest rest could complete within
 *    the limit are found, and the pairs that fit are tried. Parts of up to half of the lenders are
 *    listed; a larger one is completed by such a part of the other half, so it need not be kept.
 * 3. The limit grows from the bound to the best known cost. A round that finds a syndicate within
 *    its limit has found the cheapest; one that finds none raises the bound.
 * Horowitz and Sahni (1974) split a sum of subsets so; the bound on the rest keeps the lists short.
 */
export function searchSyndicate(problem: SyndicateProblem, maximumNodes: number): SyndicateSearch {
  const terms = readTerms(problem);
  const byMost = orderByMost(terms);
  const isHopeless = problem.mustJoin.some((must, j) => must && terms.state[j] === OUTSIDER);
  if (isHopeless || !canCarry(terms, byMost)) return answer(undefined, [], new Float64Array(0));
  const ground = createGround(terms);
  const roots = listRoots(problem, ground, byMost);
  const search = createSearch(problem, terms, maximumNodes);
  const isComplete = searchRounds(search, roots);
  return answer(search, isComplete ? [] : roots, boundJoining(ground, byMost, 0));
}

function createSearch(problem: SyndicateProblem, terms: Terms, maximumNodes: number): Search {
  const { banks, amount, rate, fee } = terms;
  const dearest = rate.reduce((most, one) => Math.max(most, one), 0);
  const largest = fee.reduce((sum, one) => sum + one, amount * dearest);
  const isSafe = largest < 2 ** 52;
  const step = stepOf(problem);
  return {
    problem,
    most: terms.most,
    list: new Int32Array(banks),
    sorted: new Int32Array(banks),
    amounts: new Float64Array(banks),
    maximumNodes,
    largest,
    step,
    grain: isSafe ? step : 0,
    costSlack: isSafe ? 0 : largest * banks * 2 ** -49,
    members: 0,
    lead: -1,
    boundSlack: 0,
    limit: Number.POSITIVE_INFINITY,
    ceiling: Number.POSITIVE_INFINITY,
    best: new Int32Array(0),
    bestLead: -1,
    bestCost: Number.POSITIVE_INFINITY,
    bestExact: undefined,
    nodes: 0,
  };
}

/**
 * What all costs are multiples of. Where a syndicate is the cheapest of its banks, and amounts and
 * tickets are multiples of a grain, all lend so: all but one their least or most.
 */
function stepOf(problem: SyndicateProblem): number {
  const { amount, leadAmount, minimum, maximum, rateCost, fixedCost } = problem;
  let grain = divisor(amount, leadAmount);
  for (let j = 0; j < minimum.length && grain > 1; j++) {
    grain = divisor(divisor(grain, minimum[j]!), maximum[j]!);
  }
  let step = 0;
  for (let j = 0; j < rateCost.length && step !== 1; j++) {
    // A product past 2^53 is off, and only the grain is then sure to divide the cost.
    const interest = rateCost[j]! * grain;
    step = divisor(step, Number.isSafeInteger(interest) ? interest : grain);
    const fee = Number(fixedCost[j]!);
    step = divisor(step, Number.isSafeInteger(fee) ? fee : 1);
  }
  return Math.max(1, step);
}

function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b);
}

/** Searches all roots; false where the number of nodes did not suffice for a proof. */
function searchRounds(search: Search, roots: readonly Root[]): boolean {
  return growLimits(search, roots) || roots.every((root) => isClosed(search, root, root.bound));
}

/** What rounds write into. */
interface Scratch {
  readonly tally: Tally;
  readonly parts: readonly [Parts, Parts];
  readonly walk: Walk;
}

function createScratch({ problem }: Search, floor: number): Scratch {
  return {
    tally: createTally(floor),
    parts: [createParts(), createParts()],
    walk: createWalk(problem.maximumLenders),
  };
}

/** Rounds under growing limits; false where one was cut off. */
function growLimits(search: Search, roots: readonly Root[]): boolean {
  startFrom(search, roots);
  const floor = roots.reduce(
    (least, { bound }) => Math.min(least, bound),
    Number.POSITIVE_INFINITY,
  );
  const { grain } = search;
  const scratch = createScratch(search, floor);
  const { tally } = scratch;
  countFlips(tally, roots);
  let before = { distance: 0, nodes: 0 };
  let distance = distanceOf(tally, FLIPS);
  for (let last = Number.NEGATIVE_INFINITY; ; ) {
    const limit = limitAt(search, floor, distance, last);
    const start = search.nodes;
    tally.counts.fill(0);
    for (const root of roots) {
      if (root.bound > limit) countAt(tally, root.bound - floor);
      if (!searchRoot(search, root, limit, scratch)) return false;
    }
    if (search.bestCost <= limit + grain) return true;
    const round = { distance: limit - floor, nodes: search.nodes - start };
    distance = nextDistance(tally, before, round, search.largest * 2 ** -48);
    before = round;
    last = limit;
  }
}

/** Counts by how much each bank alone moves the bound: sums of these are the first costs above it. */
function countFlips(tally: Tally, roots: readonly Root[]): void {
  const ready = roots.find((root) => root.ready !== undefined)?.ready;
  if (ready === undefined) return;
  for (const bank of ready.byCost) countAt(tally, Math.abs(ready.ground.reduced[bank * PRICES]!));
}

/**
 * The limit at a distance from the floor, a multiple of the grain and above the last; infinite where
 * nothing is known to be dearer, or where the best known cost is not far.
 */
function limitAt(
  { grain, bestCost }: Search,
  floor: number,
  distance: number,
  last: number,
): number {
  if (distance === 0 || distance >= NEAR_SHARE * (bestCost - floor)) {
    return Number.POSITIVE_INFINITY;
  }
  if (grain === 0) return floor + distance;
  const least = Math.max(Math.ceil(floor / grain) * grain, last + grain);
  return Math.max(Math.floor((floor + distance) / grain) * grain, least);
}

/** The first syndicate, of the first root that has one. */
function startFrom(search: Search, roots: readonly Root[]): void {
  for (const root of roots) {
    if (root.ready === undefined && !prepareRoot(root)) continue;
    const { ground, byCost } = enter(search, root, Number.POSITIVE_INFINITY);
    tryGreedy(search, ground, byCost);
    if (search.bestExact !== undefined) improve(search, ground);
    return;
  }
}

/** Makes a root that is ready the one that candidates belong to. */
function enter(search: Search, root: Root, limit: number): Ready {
  const ready = root.ready as Ready;
  search.lead = root.lead;
  search.members = 0;
  const { banks, state } = ready.ground.terms;
  for (let j = 0; j < banks; j++) if (state[j] === MEMBER) search.list[search.members++] = j;
  search.boundSlack = ready.ground.slack;
  setLimit(search, limit);
  return ready;
}

/** Whether a root holds nothing up to the limit that is better than the best. */
function isClosed(search: Search, root: Root, limit: number): boolean {
  const isDone = root.bound === Number.POSITIVE_INFINITY;
  return isDone || root.bound > Math.min(limit, search.bestCost - search.step);
}

/** One round of a root, where its bound is not above the limit. */
function searchRoot(search: Search, root: Root, limit: number, scratch: Scratch): boolean {
  if (isClosed(search, root, limit)) return true;
  if (root.ready === undefined && !prepareRoot(root)) return true;
  if (isClosed(search, root, limit)) return true;
  const ready = enter(search, root, limit);
  const { tally, parts, walk } = scratch;
  const counted = tally.total;
  const [left, right] = reachesOf(ready, tally);
  let isWhole = true;
  for (let half = 0; half < 2; half++) {
    const reach = half === 0 ? left : right;
    // Some nodes are left for the pairs: of lists that are cut off some may still be a syndicate.
    const room = Math.min(PART_LIMIT, (search.maximumNodes - search.nodes) / 3);
    setCeiling(reach, search.ceiling);
    isWhole = listParts(reach, room, parts[half]!) && isWhole;
    search.nodes += parts[half]!.count;
  }
  const isJoined =
    joinParts(search, left, parts[0], parts[1], true, walk) &&
    joinParts(search, right, parts[1], parts[0], false, walk);
  if (!isJoined || !isWhole) return false;
  // Costs are multiples of the grain, as limits are: the next is that much above the limit.
  const next = Math.min(limit + search.grain, search.bestCost);
  root.bound = tally.total === counted ? Number.POSITIVE_INFINITY : Math.max(root.bound, next);
  return true;
}

function answer(
  search: Search | undefined,
  open: readonly Root[],
  joinBounds: Float64Array,
): SyndicateSearch {
  const nothing = { members: [], lead: -1, cost: undefined, bound: undefined };
  if (search === undefined) return { ...nothing, isComplete: true, nodes: 0, joinBounds };
  const { best, bestLead, bestExact, nodes } = search;
  const isComplete = open.length === 0;
  const least = open.reduce((low, { bound }) => Math.min(low, bound), Number.POSITIVE_INFINITY);
  const isBelow = !isComplete && (bestExact === undefined || least < search.bestCost);
  return {
    members: [...best],
    lead: bestLead,
    cost: bestExact,
    bound: isBelow ? BigInt(Math.floor(least)) : bestExact,
    isComplete,
    nodes,
    joinBounds,
  };
}
