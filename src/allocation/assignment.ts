import type { Compiled } from './compile.ts';
import { hasFloors } from './floors.ts';
import { type AssignmentProblem, assignWhole } from './indivisible/index.ts';
import type { AllocationOptions } from './model.ts';
import type { Outcome } from './outcome.ts';

/** Largest sum of values that the assignment search takes, with a bit to spare. */
const VALUE_SUM = 2n ** 49n;
/** Most edges for which the search is tried. */
const EDGE_LIMIT = 500_000;

/** True where whole needs meet quotas of products only: a generalised assignment problem. */
export function isAssignment(compiled: Compiled): boolean {
  const { problem, names, network, products, crossing, rows } = compiled;
  const { banks = [], regions = [] } = problem;
  const isCounted = [...problem.products, ...banks, ...regions].some(
    (one) => one.maximumCount !== undefined,
  );
  const isNested = names.some((name, node) => {
    if (name === undefined || node < products.length) return false;
    const at = 3 * node;
    const rest = (network.segmentCapacity[at] ?? 0) + (network.segmentCapacity[at + 1] ?? 0);
    return name.kind === 'region' ? network.segmentCapacity[at] !== 0 : rest !== Infinity;
  });
  if (isCounted || isNested || crossing.length > 0 || hasFloors(compiled)) return false;
  return rows.product.length <= EDGE_LIMIT;
}

/** What the search for whole needs finds, with its bound; undefined where it found nothing in time. */
export function solveAssignmentOf(
  compiled: Compiled,
  { maximumSteps, shouldStop }: AllocationOptions,
): Pick<Outcome, 'edge' | 'amount' | 'bound'> | undefined {
  const { demand, rows, network, products, problem } = compiled;
  const edges: number[] = [];
  const start = new Int32Array(demand.length + 1);
  let sum = 0n;
  demand.forEach((asked, i) => {
    let most = 0;
    for (let e = rows.rowStart[i] as number; e < (rows.rowStart[i + 1] as number); e++) {
      const ticket =
        problem.products[products[rows.product[e] as number] as number]?.minimumTicket ?? 0;
      if ((network.capacity?.[e] ?? Infinity) < asked || ticket > asked) continue;
      edges.push(e);
      most = Math.max(most, rows.score[e] as number);
    }
    sum += BigInt(most) * BigInt(asked);
    start[i + 1] = edges.length;
  });
  // Values too large to sum are counted in whole multiples of `unit`, rounded down.
  const unit = sum / VALUE_SUM + 1n;
  const needOf = new Int32Array(edges.length);
  for (let i = 0; i < demand.length; i++) needOf.fill(i, start[i], start[i + 1]);
  const weight = Float64Array.from(needOf, (i) => demand[i] as number);
  const total = demand.reduce((all, one) => all + one, 0);
  const assignment: AssignmentProblem = {
    sense: 'maximum',
    mustServe: false,
    start,
    product: Int32Array.from(edges, (e) => rows.product[e] as number),
    weight,
    value: Float64Array.from(edges, (e, k) =>
      Number((BigInt(rows.score[e] as number) * BigInt(weight[k] as number)) / unit),
    ),
    capacity: Float64Array.from(products, (_, p) =>
      Math.min(network.segmentCapacity[3 * p + 1] as number, total),
    ),
  };
  const found = assignWhole(assignment, {
    ...(maximumSteps === undefined ? {} : { maximumSteps }),
    ...(shouldStop === undefined ? {} : { shouldStop }),
  });
  if (found.status !== 'found') return undefined;
  const used = Array.from(found.edge).filter((k) => k >= 0);
  const lost = unit === 1n ? 0n : BigInt(demand.length);
  return {
    edge: Int32Array.from(used, (k) => edges[k] as number),
    amount: Float64Array.from(used, (k) => weight[k] as number),
    bound: (BigInt(Math.floor(found.bound)) + lost) * unit,
  };
}
