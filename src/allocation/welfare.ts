import { type Either, left, right } from 'fp-ts/Either';
import type { Issue } from '../units/issue.ts';
import type { Money } from '../units/money.ts';
import type { Compiled } from './compile.ts';
import { type SolveOptions, solveNetwork } from './network/kernel.ts';
import type { Network, NetworkFlow } from './network/network.ts';
import { setUnserved } from './nodes.ts';
import { boundless, limitPrices, type Outcome, unmetFloors, welfareOf } from './outcome.ts';
import { createRooms, readRooms } from './rooms.ts';
import { needOfEdges } from './statement.ts';

/**
 * The most score-weighted money under nested limits, exact. Where unused caps of regions revert, it is
 * solved twice: first with all caps; then without those that revert, each such region keeping at
 * least what it had. The prices are those of the second problem. A search that is stopped gives what it
 * reached, as far as all limits allow it: floors may then be missed.
 */
export function solveWelfare(
  compiled: Compiled,
  options: SolveOptions,
): Either<readonly Issue[], Outcome> {
  const isKept = !isReverting(compiled);
  const first = solveNetwork(compiled.network, { ...options, isKept });
  if (!first.isOptimal) {
    const reached = withinLimits(compiled, first.shareEdge, first.shareAmount);
    return right({ ...reached, prices: [], bound: boundless(compiled.network) });
  }
  const issues = unmetFloors(compiled, compiled.network, first);
  if (issues.length > 0) return left(issues);
  const plain = outcomeOf(compiled, compiled.network, first);
  if (isKept) return right(plain);
  const { network, entitlements } = withReversion(compiled, first);
  const second = solveNetwork(network, options);
  // Stopped in the second round: the first keeps the caps as plain limits, and proves no more.
  if (!second.isOptimal) return right({ ...plain, prices: [], bound: boundless(network) });
  return right({ ...outcomeOf(compiled, network, second), entitlements });
}

/**
 * Money on edges as far as all limits allow it, in the order given: what a stopped search reached may
 * be over them, since limits are soft on the way.
 */
export function withinLimits(
  compiled: Compiled,
  given: Int32Array,
  amounts: Float64Array,
): Pick<Outcome, 'edge' | 'amount'> {
  const rooms = createRooms(compiled);
  const needOf = needOfEdges(compiled.rows.rowStart, given);
  given.forEach((e, k) => {
    const i = needOf[k] as number;
    const amount = Math.min(amounts[k] as number, rooms.roomOf(i, e));
    if (amount > 0) rooms.put(i, e, amount);
  });
  return readRooms(rooms.holdings);
}

export function outcomeOf(compiled: Compiled, network: Network, flow: NetworkFlow): Outcome {
  const prices = limitPrices(compiled, network, flow.price);
  const { shareEdge: edge, shareAmount: amount } = flow;
  const welfare = welfareOf(network.gain, edge, amount);
  // Strong duality: at an optimal flow the bound of the prices is the welfare itself.
  const bound = flow.isOptimal ? welfare : boundless(network);
  return { edge, amount, prices: flow.isOptimal ? prices : [], bound };
}

function isReverting({ problem: { regions = [] } }: Compiled): boolean {
  return regions.some((region) => region.reverts === true && region.cap !== undefined);
}

/** The network of the second round. */
function withReversion(
  { problem, names, network, demand }: Compiled,
  flow: NetworkFlow,
): { network: Network; entitlements: NonNullable<Outcome['entitlements']> } {
  const { regions = [] } = problem;
  const segmentCapacity = network.segmentCapacity.slice();
  const entitlements: { region: string; amount: Money }[] = [];
  const total = new Float64Array(network.nodeCount);
  network.home.forEach((node, i) => {
    total[node] = (total[node] as number) + (demand[i] as number);
  });
  names.forEach((name, node) => {
    const up = network.parent[node] as number;
    if (up >= 0) total[up] = (total[up] as number) + (total[node] as number);
    if (name?.kind !== 'region') return;
    const region = regions.find((one) => one.id === name.id);
    if (region?.reverts !== true || region.cap === undefined) return;
    const at = 3 * node;
    const unserved = [0, 1, 2].reduce((sum, s) => sum + (flow.segmentFlow[at + s] as number), 0);
    const served = (total[node] as number) - unserved;
    const least = Math.max(served, region.floor ?? 0);
    setUnserved(segmentCapacity, node, total[node] as number, Infinity, least);
    entitlements.push({ region: region.id, amount: least as Money });
  });
  return { network: { ...network, segmentCapacity }, entitlements };
}
