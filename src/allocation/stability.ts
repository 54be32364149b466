import type { Either } from 'fp-ts/Either';
import { isLeft, left, right } from 'fp-ts/Either';
import { createIssue, type Issue } from '../units/issue.ts';
import { MONEY_MAX } from '../units/money.ts';
import { mixLot, TIE_BITS, tieHash, tieSeed } from '../units/tie.ts';
import { type Compiled, compileAllocation } from './compile.ts';
import type { Allocation, AllocationProblem, LimitName } from './model.ts';
import { allocationShape } from './shape.ts';
import {
  blockingPairs,
  type Nesting,
  type StabilityBreach,
  type StableProblem,
} from './stable/index.ts';

/** A stable problem with the canonical edge of each of its edges. */
export interface StableView {
  readonly problem: StableProblem;
  readonly edgeOf: Int32Array;
  /** Limits by group of products and by group of needs. */
  readonly bankNames: readonly LimitName[];
  readonly regionNames: readonly LimitName[];
}

/** The edges of each need in the order of its wishes, with the ranks that banks and regions give them. */
interface Ranked {
  readonly edgeOf: Int32Array;
  readonly rank: Float64Array;
  readonly regionRank: Float64Array;
}

/** Edges of a need that are put in order one by one; a sort that asks back for each pair is slower. */
const FEW_EDGES = 64;

/** O(edges log edges). */
function rankEdges({ problem, seed, needs, products, rows }: Compiled): Ranked {
  const { rowStart, product, score } = rows;
  const size = product.length;
  const wish = rows.preference ?? score;
  const hashes = Int32Array.from(products, (at) => tieHash(problem.products[at]?.id ?? ''));
  const edgeOf = new Int32Array(size);
  const rank = new Float64Array(size);
  const regionRank = new Float64Array(size);
  const lots = new Float64Array(size);
  // Wishes are below 2^31 and lots below 2^22, so that keys are exact.
  const lotRange = 2 ** TIE_BITS;
  const key = new Float64Array(size);
  for (let i = 0; i < needs.length; i++) {
    const start = rowStart[i] as number;
    const end = rowStart[i + 1] as number;
    const needSeed = tieSeed(seed, problem.needs[needs[i] as number]?.id ?? '');
    for (let e = start; e < end; e++) {
      const lot = mixLot(needSeed, hashes[product[e] as number] as number);
      lots[e] = lot;
      key[e] = (wish[e] as number) * lotRange + lot;
      edgeOf[e] = e;
    }
    sortWishes(edgeOf, key, start, end);
    for (let k = start; k < end; k++) {
      const e = edgeOf[k] as number;
      rank[k] = -((score[e] as number) * lotRange + (lots[e] as number));
      regionRank[k] = (k - start) * lotRange + (lots[start] as number);
    }
  }
  return { edgeOf, rank, regionRank };
}

/** Orders the edges of a need: higher key first, then as they stand. */
function sortWishes(edgeOf: Int32Array, key: Float64Array, start: number, end: number): void {
  if (end - start > FEW_EDGES) {
    edgeOf.subarray(start, end).sort((a, b) => (key[b] as number) - (key[a] as number) || a - b);
    return;
  }
  for (let k = start + 1; k < end; k++) {
    const e = edgeOf[k] as number;
    const own = key[e] as number;
    let at = k;
    for (; at > start && (key[edgeOf[at - 1] as number] as number) < own; at--) {
      edgeOf[at] = edgeOf[at - 1] as number;
    }
    edgeOf[at] = e;
  }
}

/**
 * The problem in the terms of stability: needs prefer by preference, banks by score, ties of both by
 * lot; a region spends its money on first choices before second ones. Floors, tickets and limits that
 * cross have no place in it: they are issues.
 */
export function stableView(compiled: Compiled): Either<readonly Issue[], StableView> {
  const issues = unsupported(compiled);
  if (issues.length > 0) return left(issues);
  const { products, demand, rows, network } = compiled;
  const { edgeOf, rank, regionRank } = rankEdges(compiled);
  const productCount = products.length;
  const quota = new Float64Array(productCount);
  for (let p = 0; p < productCount; p++) quota[p] = capOf(network.segmentCapacity[3 * p + 1]);
  const groups = nodeGroups(compiled);
  const capacity = network.capacity;
  const view: StableProblem = {
    amount: demand,
    start: rows.rowStart,
    product: edgeOf.map((e) => rows.product[e] as number),
    rank,
    ...(capacity === undefined
      ? {}
      : { capacity: Float64Array.from(edgeOf, (e) => capOf(capacity[e])) }),
    quota,
    ...(groups.bankNames.length === 0 ? {} : { banks: groups.banks }),
    ...(groups.regionNames.length === 0
      ? {}
      : { regions: { ...groups.regions, rank: regionRank } }),
  };
  return right({
    problem: view,
    edgeOf,
    bankNames: groups.bankNames,
    regionNames: groups.regionNames,
  });
}

/** A problem whose regions have less, by group of needs. */
export function withhold(problem: StableProblem, amounts: Float64Array): StableProblem {
  const { regions } = problem;
  if (regions === undefined) return problem;
  const limit = regions.limit.map((most, g) =>
    Math.max(0, most - Math.max(0, amounts[g] as number)),
  );
  return { ...problem, regions: { ...regions, limit } };
}

const capOf = (limit: number | undefined): number =>
  limit === undefined || limit === Infinity ? MONEY_MAX : limit;

function unsupported({ problem, crossing }: Compiled): readonly Issue[] {
  const issues: Issue[] = [];
  for (const list of ['products', 'banks', 'regions'] as const) {
    problem[list]?.forEach((one, index) => {
      if (one.maximumCount !== undefined) {
        const expected = 'no most number of needs where the objective is "stable"';
        const path = [list, index, 'maximumCount'];
        issues.push(createIssue({ code: 'contradiction', expected }, path, one.maximumCount));
      }
      if ((one.floor ?? 0) === 0) return;
      const expected = 'no floor where the objective is "stable"';
      issues.push(
        createIssue({ code: 'contradiction', expected }, [list, index, 'floor'], one.floor),
      );
    });
  }
  problem.products.forEach(({ minimumTicket = 0 }, index) => {
    if (minimumTicket <= 1) return;
    const expected = 'no least ticket where the objective is "stable"';
    const path = ['products', index, 'minimumTicket'];
    issues.push(createIssue({ code: 'contradiction', expected }, path, minimumTicket));
  });
  for (const { name } of crossing) {
    const expected = 'limits that nest where the objective is "stable"';
    issues.push(createIssue({ code: 'contradiction', expected }, [`${name.kind}s`], name.id));
  }
  return issues;
}

/** The inner nodes of the tree as groups of products and groups of needs. */
function nodeGroups({ problem, names, network, products, regionOfNeed }: Compiled): {
  banks: Nesting;
  regions: Nesting;
  bankNames: readonly LimitName[];
  regionNames: readonly LimitName[];
} {
  const { regions = [] } = problem;
  const bankNodes: number[] = [];
  const regionNodes: number[] = [];
  names.forEach((name, node) => {
    if (name === undefined || node < products.length) return;
    (name.kind === 'region' ? regionNodes : bankNodes).push(node);
  });
  const groupIn = (nodes: readonly number[]): ((node: number) => number) => {
    const rank = new Map(nodes.map((node, k) => [node, k]));
    return (node) => rank.get(node) ?? -1;
  };
  const bankGroup = groupIn(bankNodes);
  const regionGroup = groupIn(regionNodes);
  const parentOf = (node: number): number => network.parent[node] as number;
  const nameOf = (node: number): LimitName => names[node] as LimitName;
  return {
    banks: {
      groupOf: Int32Array.from(products, (_, p) => bankGroup(parentOf(p))),
      parent: Int32Array.from(bankNodes, (node) => bankGroup(parentOf(node))),
      limit: Float64Array.from(bankNodes, (node) => capOf(network.segmentCapacity[3 * node + 1])),
    },
    regions: {
      groupOf: Int32Array.from(regionOfNeed, (r, i) =>
        r < 0 ? -1 : regionGroup(network.home[i] as number),
      ),
      parent: Int32Array.from(regionNodes, (node) => regionGroup(parentOf(node))),
      limit: Float64Array.from(regionNodes, (node) => {
        const id = nameOf(node).id;
        return capOf(regions.find((region) => region.id === id)?.cap);
      }),
    },
    bankNames: bankNodes.map(nameOf),
    regionNames: regionNodes.map(nameOf),
  };
}

/** What `verifyStability` found: stable when both are empty. */
export interface StabilityVerification {
  /** Pairs that would both rather have more of each other than what they got. */
  readonly blocking: readonly { readonly need: string; readonly product: string }[];
  /** Limits that are passed. */
  readonly breaches: readonly StabilityBreach[];
}

/**
 * Checks that no need and product would both rather have more of each other, by a pass over all edges
 * that knows nothing of the algorithm. What is withheld of a region counts as spent. O(edges x depth of limits), beside compiling the problem.
 */
export function verifyStability(
  problem: AllocationProblem,
  allocation: Allocation,
): Either<readonly Issue[], StabilityVerification> {
  const unreadable = allocationShape(allocation);
  if (unreadable.length > 0) return left(unreadable);
  const compiled = compileAllocation(problem, allocation.seed);
  if (isLeft(compiled)) return compiled;
  const view = stableView(compiled.right);
  if (isLeft(view)) return view;
  const pairs = pairsOf(compiled.right, view.right);
  const amountOf = new Map(
    allocation.shares.map((share) => [JSON.stringify([share.need, share.product]), share.amount]),
  );
  const held = pairs.map(({ need, product }) => amountOf.get(JSON.stringify([need, product])) ?? 0);
  const edge = Int32Array.from(held.keys()).filter((k) => (held[k] ?? 0) > 0);
  const amount = Float64Array.from(edge, (k) => held[k] ?? 0);
  const isWhole = allocation.indivisible === true;
  const withheld = Float64Array.from(
    view.right.regionNames,
    ({ id }) => allocation.withheld?.find(({ region }) => region === id)?.amount ?? 0,
  );
  const report = blockingPairs(withhold(view.right.problem, withheld), { edge, amount }, isWhole);
  return right({
    blocking: report.blocking.flatMap((k) => pairs[k] ?? []),
    breaches: report.breaches,
  });
}

/** The ids of the two sides of each edge of the stable problem. */
function pairsOf(
  { problem, needs, products, rows }: Compiled,
  view: StableView,
): readonly { readonly need: string; readonly product: string }[] {
  return Array.from(needs).flatMap((at, i) => {
    const need = problem.needs[at]?.id ?? '';
    return Array.from(
      view.problem.product.subarray(rows.rowStart[i], rows.rowStart[i + 1]),
      (p) => ({
        need,
        product: problem.products[products[p] as number]?.id ?? '',
      }),
    );
  });
}
