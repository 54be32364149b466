import { type Either, left, right } from 'fp-ts/Either';
import type { Issue } from '../units/issue.ts';
import type { Money } from '../units/money.ts';
import type { Compiled } from './compile.ts';
import { type SolveOptions, solveNetwork } from './network/kernel.ts';
import type { Network, NetworkFlow } from './network/network.ts';
import { setUnserved } from './nodes.ts';
import { boundless, limitPrices, type Outcome, unmetFloors, welfareOf } from './outcome.ts';

/**
 * The most score-weighted money under nested limits, exact. Where unused caps of regions revert, it is
 * solved twice: first with all caps; then without those that revert, each such region keeping at
 * least what it had. The prices are those of the second problem.
 */
export function solveWelfare(
  compiled: Compiled,
  options: SolveOptions,
): Either<readonly Issue[], Outcome> {
  const isKept = !isReverting(compiled);
  const first = solveNetwork(compiled.network, { ...options, isKept });
  const issues = unmetFloors(compiled, compiled.network, first);
  if (issues.length > 0 && first.isOptimal) return left(issues);
  if (isKept) return right(outcomeOf(compiled, compiled.network, first));
  const { network, entitlements } = withReversion(compiled, first);
  return right({ ...outcomeOf(compiled, network, solveNetwork(network, options)), entitlements });
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
