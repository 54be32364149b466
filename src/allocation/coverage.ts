import { type Either, isLeft, left, right } from 'fp-ts/Either';
import type { Issue } from '../units/issue.ts';
import { SCORE_MAX } from './check.ts';
import { type Compiled, compileAllocation } from './compile.ts';
import { coverBySearch } from './covering.ts';
import { impossibleFloors } from './floors.ts';
import type { Allocation, AllocationOptions, Certificate } from './model.ts';
import { solveNetwork } from './network/kernel.ts';
import type { Network, NetworkFlow } from './network/network.ts';
import { unmetFloors } from './outcome.ts';
import { isHard, leastOf, leastProblem, solveDivisible } from './relaxed.ts';
import { describe } from './statement.ts';
import { tightened, usableEdges } from './tighten.ts';

const ROUNDS = 100;

/**
 * As many needs as possible get at least their least useful amount, the others nothing; then welfare
 * among those chosen.
 * 1. The bound: where every unit for need `i` counts `1 / least(i)`, the optimum over divisible
 *    amounts counts every funded need once and parts of others. Weights are rounded up to whole parts
 *    of `scale`, so that the bound holds. It is part of the certificate.
 * 2. The choice: needs that this optimum serves in full; then, one at a time, the others, those that
 *    it served most of first, as far as a flow still serves all that are chosen. To choose best is
 *    NP-hard (needs that each take three products whole are a three-dimensional matching), so this
 *    may fall short of the bound, and the distance is seen.
 * 3. The money: the most welfare with the chosen needs held at their least, exact under limits that
 *    nest.
 */
export function solveCoverage(
  compiled: Compiled,
  options: AllocationOptions,
): Either<readonly Issue[], Allocation> {
  const counted = countBound(compiled, options);
  if (isLeft(counted)) return counted;
  const { least, scale, fundedBound, prices } = counted.right;
  const certificate: Certificate = { kind: 'coverage', fundedBound, countPrices: prices, scale };
  if (compiled.crossing.length > 0) {
    const issues = impossibleFloors(compiled);
    return issues.length > 0 ? left(issues) : coverBySearch(compiled, options, certificate);
  }
  const chosen = choose(counted.right.compiled, least, options);
  const network = heldNetwork(compiled.network, least, chosen);
  const flow = solveNetwork(network.network, stopOf(options));
  // A flow that was stopped may pass limits.
  if (!flow.isOptimal) return coverBySearch(compiled, options, certificate);
  const isMet = unmetFloors(compiled, compiled.network, flow).length === 0;
  if (!isMet || !holdsChosen(compiled, flow, chosen)) {
    // The needs that are chosen cannot meet the floors, or not with what they must have: others may.
    const issues = impossibleFloors(compiled);
    return issues.length > 0 ? left(issues) : coverBySearch(compiled, options, certificate);
  }
  const edge: number[] = [];
  const amount: number[] = [];
  flow.shareEdge.forEach((e, k) => {
    const own = network.edgeOf[e] as number;
    if (own < 0) return;
    edge.push(own);
    amount.push(flow.shareAmount[k] as number);
  });
  return right(
    describe(compiled, options, Int32Array.from(edge), Float64Array.from(amount), certificate),
  );
}

/** True where no chosen need goes by the unlimited home edge, which a floor may be worth. */
function holdsChosen({ demand }: Compiled, flow: NetworkFlow, chosen: Uint8Array): boolean {
  const got = gotOf(flow, demand.length);
  return chosen.every((one, i) => one === 0 || got[i] === demand[i]);
}

function stopOf({ shouldStop }: AllocationOptions): { shouldStop?: () => boolean } {
  return shouldStop === undefined ? {} : { shouldStop };
}

interface CountBound {
  /** The problem in which everybody asks for the least and counts alike. */
  readonly compiled: Compiled;
  readonly least: Float64Array;
  readonly scale: number;
  readonly fundedBound: number;
  readonly prices: Extract<Certificate, { kind: 'prices' }>['prices'];
}

/** The bound on how many needs can be funded, from the divisible problem. */
export function countBound(
  compiled: Compiled,
  options: AllocationOptions,
): Either<readonly Issue[], CountBound> {
  const { needs } = compiled;
  const least = leastOf(compiled, options);
  const smallest = least.reduce((min, one) => (one > 0 ? Math.min(min, one) : min), Infinity);
  const scale = smallest === Infinity ? 1 : Math.min(smallest * SCORE_MAX, Number.MAX_SAFE_INTEGER);
  const asked = compileAllocation(leastProblem(compiled, least), compiled.seed);
  if (isLeft(asked)) return asked;
  const plain = isHard(compiled, options)
    ? tightened(asked.right, usableEdges(compiled, options))
    : asked;
  if (isLeft(plain)) return plain;
  const { rows, network } = plain.right;
  const gain = new Int32Array(rows.product.length);
  least.forEach((one, i) => {
    const weight = one === 0 ? 0 : Math.ceil(scale / one);
    gain.fill(weight, rows.rowStart[i], rows.rowStart[i + 1]);
  });
  const weighted = {
    ...plain.right,
    rows: { ...rows, score: gain },
    network: { ...network, gain },
  };
  const outcome = solveDivisible(weighted, options);
  if (isLeft(outcome)) return outcome;
  const { bound, prices } = outcome.right;
  // Prices below zero, as a solve that was stopped may have, prove nothing where no floor counts.
  if (prices.some(({ price }) => price < 0)) {
    return right({ compiled: weighted, least, scale, fundedBound: needs.length, prices: [] });
  }
  const free = least.reduce((count, one) => (one === 0 ? count + 1 : count), 0);
  const fundedBound = Math.min(needs.length, Number(bound / BigInt(scale)) + free);
  return right({ compiled: weighted, least, scale, fundedBound, prices });
}

/** Which needs are funded: 1 for each that a flow can serve with all the others chosen. */
function choose(counted: Compiled, least: Float64Array, options: AllocationOptions): Uint8Array {
  const { network } = counted;
  const chosen = new Uint8Array(least.length);
  const banned = new Uint8Array(least.length);
  const rounds = options.maximumSteps ?? ROUNDS;
  let price: Float64Array | undefined;
  let trial = -1;
  for (let round = 0; ; round++) {
    const gain = network.gain.slice();
    const homeGain = new Float64Array(least.length);
    least.forEach((_, i) => {
      if (banned[i] === 1) gain.fill(-1, network.rowStart[i], network.rowStart[i + 1]);
      if (chosen[i] === 1 || i === trial) homeGain[i] = -network.penalty / 4;
    });
    const flow = solveNetwork({ ...network, gain, homeGain }, price === undefined ? {} : { price });
    price = flow.price;
    const got = gotOf(flow, least.length);
    const isMet = chosen.every((one, i) => one === 0 || got[i] === least[i]);
    if (trial >= 0 && isMet && got[trial] === least[trial]) chosen[trial] = 1;
    else if (trial >= 0) banned[trial] = 1;
    if (trial < 0 || chosen[trial] === 1) {
      got.forEach((one, i) => {
        if (one > 0 && one === least[i]) chosen[i] = 1;
      });
    }
    trial = nextTrial(got, least, chosen, banned);
    if (trial < 0) break;
    if (round >= rounds || options.shouldStop?.() === true) break;
  }
  return chosen;
}

function gotOf(flow: NetworkFlow, count: number): Float64Array {
  const got = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    for (let k = flow.shareStart[i] as number; k < (flow.shareStart[i + 1] as number); k++) {
      got[i] = (got[i] as number) + (flow.shareAmount[k] as number);
    }
  }
  return got;
}

/** The need, neither chosen nor banned, that was served most of its least amount; -1: none. */
function nextTrial(
  got: Float64Array,
  least: Float64Array,
  chosen: Uint8Array,
  banned: Uint8Array,
): number {
  let best = -1;
  let share = 0;
  got.forEach((one, i) => {
    if (chosen[i] === 1 || banned[i] === 1 || one === 0) return;
    const part = one / (least[i] as number);
    if (part > share) {
      share = part;
      best = i;
    }
  });
  return best;
}

/**
 * The network in which chosen needs hold at least their least amount and others stay unserved: a
 * home edge of limited room stands among the edges of a chosen need, and the unlimited one costs more
 * than any path gains, though less than a floor.
 */
function heldNetwork(
  network: Network,
  least: Float64Array,
  chosen: Uint8Array,
): { network: Network; edgeOf: Int32Array } {
  const { needCount, rowStart, column, gain, capacity, demand, home } = network;
  const edgeOf: number[] = [];
  const columns: number[] = [];
  const starts = new Int32Array(needCount + 1);
  const rooms: number[] = [];
  const homeGain = new Float64Array(needCount);
  for (let i = 0; i < needCount; i++) {
    const isFree = least[i] === 0;
    const isIn = chosen[i] === 1 || isFree;
    for (let e = rowStart[i] as number; isIn && e < (rowStart[i + 1] as number); e++) {
      edgeOf.push(e);
      columns.push(column[e] as number);
      rooms.push(capacity?.[e] ?? Infinity);
    }
    const spare = (demand[i] as number) - (least[i] as number);
    if (chosen[i] === 1) {
      homeGain[i] = -network.penalty / 4;
      if (spare > 0) {
        edgeOf.push(-1);
        columns.push(home[i] as number);
        rooms.push(spare);
      }
    }
    starts[i + 1] = edgeOf.length;
  }
  return {
    edgeOf: Int32Array.from(edgeOf),
    network: {
      ...network,
      homeGain,
      rowStart: starts,
      column: Int32Array.from(columns),
      gain: Int32Array.from(edgeOf, (e) => (e < 0 ? 0 : (gain[e] as number))),
      capacity: Float64Array.from(rooms),
    },
  };
}
