import { type Either, left, right } from 'fp-ts/Either';
import { mulDiv } from '../units/arithmetic.ts';
import { compareText } from '../units/digest.ts';
import { createIssue, type Issue } from '../units/issue.ts';
import { tieSeed } from '../units/tie.ts';
import { checkLimits, checkProblem } from './check.ts';
import type {
  AllocationEdge,
  AllocationProblem,
  EdgeColumns,
  EdgeScope,
  LimitName,
} from './model.ts';
import type { Network } from './network/network.ts';
import { buildNodes } from './nodes.ts';
import { regionOf } from './regions.ts';
import { findDuplicate, groupEdges, orderByHash, type RawEdges, type Rows } from './rows-kernel.ts';

/**
 * A simple path through the tree of limits gains at most `2 x 10^8` a node. What holds a chosen need
 * weighs more than any path, a floor four times that, a cap more than all floors on a path.
 */
const FLOOR_WEIGHT = 8e8;

/** A limit that the tree of nodes cannot hold: it is priced. */
export interface CrossingLimit {
  readonly name: LimitName;
  readonly budget: number;
  /** Canonical edges that it holds, ascending. */
  readonly edges: Int32Array;
}

/** A problem in arrays, in an order that hangs on ids and seed, not on places in the input. */
export interface Compiled {
  readonly problem: AllocationProblem;
  readonly seed: string;
  /** Position in `problem.needs` of each canonical need; -1: withdrawn by a repair. */
  readonly needs: Int32Array;
  /** Position in `problem.products` of each canonical product: in the order of ids; -1: withdrawn. */
  readonly products: Int32Array;
  /** Canonical needs in the order of their ids, without those that were withdrawn. */
  readonly byId: Int32Array;
  readonly demand: Float64Array;
  readonly rows: Rows;
  /** Whether the problem states its edges one by one, not in columns. */
  readonly hasEdgeList: boolean;
  readonly network: Network;
  /** What limit each node stands for; undefined for the root. */
  readonly names: readonly (LimitName | undefined)[];
  /** Position in `problem.regions` of each need's region; -1: none. */
  readonly regionOfNeed: Int32Array;
  readonly crossing: readonly CrossingLimit[];
}

/** Checks a problem and turns it into arrays. O(edges) beside sorting ids. */
export function compileAllocation(
  problem: AllocationProblem,
  seed: string,
): Either<readonly Issue[], Compiled> {
  const issues = checkProblem(problem);
  if (issues.length > 0) return left(issues);
  const { needs, products, regions = [] } = problem;
  const hash = Uint32Array.from(needs, (need) => tieSeed(seed, need.id));
  const idOf = (at: number): string => (needs[at] as AllocationProblem['needs'][number]).id;
  const needOrder = orderByHash(hash, (a, b) => idOf(a) < idOf(b));
  const productOrder = Int32Array.from(products, (_, at) => at).sort((a, b) =>
    compareText(products[a]?.id ?? '', products[b]?.id ?? ''),
  );
  const rankOfNeed = inverse(needOrder);
  const demand = new Float64Array(needs.length);
  needs.forEach(({ amount }, at) => {
    demand[rankOfNeed[at] as number] = amount;
  });
  const raw = rawEdges(problem);
  const grouped = groupEdges(raw, demand, rankOfNeed, inverse(productOrder));
  const twice = findDuplicate(grouped);
  if (twice >= 0) {
    const fault = { code: 'duplicate', expected: 'one edge for each pair' } as const;
    return left([createIssue(fault, ['edges', twice])]);
  }
  const regionOfNeed = new Int32Array(needs.length).fill(-1);
  const find = regionOf(regions);
  if (regions.length > 0) {
    needs.forEach(({ region }, at) => {
      regionOfNeed[rankOfNeed[at] as number] = find(region);
    });
  }
  const byId = inOrderOfIds(needs, needOrder);
  const order = { needs: needOrder, products: productOrder, byId };
  const hasEdgeList = Array.isArray(problem.edges);
  const frame = { problem, seed, ...order, demand, regionOfNeed, hasEdgeList };
  return right(assemble(frame, grouped.rows));
}

/**
 * The same needs, products and edges under other limits: nothing of the edges is read again. The
 * caller vouches that only limits differ.
 */
export function recompileLimits(
  compiled: Compiled,
  problem: AllocationProblem,
): Either<readonly Issue[], Compiled> {
  const issues = checkLimits(problem);
  if (issues.length > 0) return left(issues);
  return right(assemble({ ...compiled, problem }, compiled.rows));
}

/** The network of rows under the limits of a problem. */
function assemble(frame: Frame, rows: Rows): Compiled {
  const scoped = scopedLimits(frame, rows);
  const tree = buildNodes(frame, scoped.nested);
  const network: Network = {
    needCount: frame.needs.length,
    demand: frame.demand,
    homeGain: undefined,
    rowStart: rows.rowStart,
    column: rows.product,
    gain: rows.score,
    capacity: withSingleLimits(rows, frame.demand, scoped.single),
    penalty: FLOOR_WEIGHT * (tree.nodeCount + 2),
    ...tree.nodes,
  };
  return { ...frame, rows, network, names: tree.names, crossing: scoped.crossing };
}

function inverse(order: Int32Array): Int32Array {
  const rank = new Int32Array(order.length);
  order.forEach((at, k) => {
    rank[at] = k;
  });
  return rank;
}

/** Canonical needs in the order of their ids. */
function inOrderOfIds(list: AllocationProblem['needs'], needs: Int32Array): Int32Array {
  const rank = inverse(needs);
  const isSorted = list.every((one, at) => at === 0 || (list[at - 1]?.id ?? '') < one.id);
  if (isSorted) return rank;
  return rank.sort((a, b) =>
    compareText(list[needs[a] as number]?.id ?? '', list[needs[b] as number]?.id ?? ''),
  );
}

function rawEdges({ needs, products, edges }: AllocationProblem): RawEdges {
  if (!Array.isArray(edges)) return edges as EdgeColumns;
  const list = edges as readonly AllocationEdge[];
  const needAt = new Map(needs.map((one, index) => [one.id, index]));
  const productAt = new Map(products.map((one, index) => [one.id, index]));
  const hasAmount = list.some((edge) => edge.amount !== undefined);
  const hasPreference = list.some((edge) => edge.preference !== undefined);
  return {
    need: Int32Array.from(list, (edge) => needAt.get(edge.need) ?? 0),
    product: Int32Array.from(list, (edge) => productAt.get(edge.product) ?? 0),
    score: Int32Array.from(list, (edge) => edge.score),
    amount: hasAmount
      ? Float64Array.from(list, (edge) => edge.amount ?? Number.MAX_SAFE_INTEGER)
      : undefined,
    preference: hasPreference
      ? Int32Array.from(list, (edge) => edge.preference ?? edge.score)
      : undefined,
  };
}

/** What a part of the compilation knows of the problem. */
export type Frame = Pick<
  Compiled,
  'problem' | 'seed' | 'needs' | 'products' | 'byId' | 'demand' | 'regionOfNeed' | 'hasEdgeList'
>;

/** A limit that holds whole products: a candidate for the tree. */
export interface NestedLimit {
  readonly name: LimitName;
  readonly budget: number;
  /** Canonical products, ascending. */
  readonly products: readonly number[];
}

interface ScopedLimits {
  readonly nested: readonly NestedLimit[];
  readonly crossing: readonly CrossingLimit[];
  /** The smallest limit on a client or group, by edge. */
  readonly single: ReadonlyMap<number, number>;
}

/** Sorts limits with a scope: whole products nest, one edge is a capacity, the rest crosses. */
function scopedLimits(frame: Frame, rows: Rows): ScopedLimits {
  const { pools = [], guarantors = [] } = frame.problem;
  const nested: NestedLimit[] = [];
  const crossing: CrossingLimit[] = [];
  const single = new Map<number, number>();
  const add = (name: LimitName, budget: number, scope: EdgeScope): void => {
    if (scope.needs === undefined && scope.regions === undefined) {
      const isIn = productFilter(frame, scope);
      const products = [...frame.products.keys()].filter(isIn);
      nested.push({ name, budget, products });
    } else crossing.push({ name, budget, edges: edgesWithin(frame, rows, scope) });
  };
  for (const pool of pools) add({ kind: 'pool', id: pool.id }, pool.budget, pool);
  for (const one of guarantors) {
    add({ kind: 'guarantor', id: one.id }, one.capital * one.multiple, one);
  }
  for (const limit of concentrationLimits(frame, rows)) {
    // No edge carries more than a limit that holds it: said of each edge, prices settle sooner.
    for (const edge of limit.edges) {
      single.set(edge, Math.min(limit.budget, single.get(edge) ?? Infinity));
    }
    if (limit.edges.length > 1) crossing.push(limit);
  }
  const kept = laminar(frame, nested);
  for (const { name, budget, products } of nested.filter((one) => !kept.includes(one))) {
    const isIn = new Set(products);
    const edges = Int32Array.from(rows.product.keys()).filter((e) =>
      isIn.has(rows.product[e] as number),
    );
    crossing.push({ name, budget, edges });
  }
  return { nested: kept, crossing, single };
}

function productFilter({ problem, products }: Frame, scope: EdgeScope): (at: number) => boolean {
  const ids = scope.products === undefined ? undefined : new Set(scope.products);
  const banks = scope.banks === undefined ? undefined : new Set(scope.banks);
  return (at) => {
    const product = problem.products[products[at] as number];
    if (product === undefined) return false;
    return (ids?.has(product.id) ?? true) && (banks?.has(product.bank) ?? true);
  };
}

function edgesWithin(frame: Frame, rows: Rows, scope: EdgeScope): Int32Array {
  const { problem, needs } = frame;
  const isProductIn = productFilter(frame, scope);
  const productIn = Array.from(frame.products, (_, at) => isProductIn(at));
  const ids = scope.needs === undefined ? undefined : new Set(scope.needs);
  const edges: number[] = [];
  needs.forEach((at, i) => {
    const need = problem.needs[at];
    if (need === undefined || ids?.has(need.id) === false) return;
    const isInside = scope.regions?.some((code) => need.region?.startsWith(code) === true) ?? true;
    if (!isInside) return;
    for (let e = rows.rowStart[i] as number; e < (rows.rowStart[i + 1] as number); e++) {
      if (productIn[rows.product[e] as number] === true) edges.push(e);
    }
  });
  return Int32Array.from(edges);
}

/** Limits of a bank on one client or one group, as far as their edges could pass them. */
function concentrationLimits(frame: Frame, rows: Rows): readonly CrossingLimit[] {
  const { problem, needs, products, demand } = frame;
  const { concentration, banks = [] } = problem;
  if (concentration === undefined) return [];
  const capital = new Map(banks.map((bank) => [bank.id, bank.capital]));
  const found = new Map<
    string,
    { name: LimitName; budget: number; edges: number[]; most: number }
  >();
  for (const kind of ['client', 'group'] as const) {
    const share = concentration[kind];
    if (share === undefined) continue;
    needs.forEach((at, i) => {
      const id = problem.needs[at]?.[kind];
      if (id === undefined) return;
      for (let e = rows.rowStart[i] as number; e < (rows.rowStart[i + 1] as number); e++) {
        const bank = problem.products[products[rows.product[e] as number] as number]?.bank ?? '';
        const base = capital.get(bank);
        if (base === undefined) continue;
        const key = JSON.stringify([kind, bank, id]);
        const limit = found.get(key) ?? {
          name: { kind, id, bank },
          budget: mulDiv(base, share, 1_000_000, 'down'),
          edges: [],
          most: 0,
        };
        limit.edges.push(e);
        limit.most += Math.min(demand[i] as number, rows.capacity?.[e] ?? Infinity);
        found.set(key, limit);
      }
    });
  }
  return [...found.values()]
    .filter((limit) => limit.most > limit.budget)
    .map(({ name, budget, edges }) => ({ name, budget, edges: Int32Array.from(edges) }));
}

/** The limits over whole products that nest with banks and with each other; larger sets first. */
function laminar({ problem, products }: Frame, limits: readonly NestedLimit[]): NestedLimit[] {
  const bankOf = Array.from(products, (at) => problem.products[at]?.bank ?? '');
  const sizeOfBank = new Map<string, number>();
  for (const bank of bankOf) sizeOfBank.set(bank, (sizeOfBank.get(bank) ?? 0) + 1);
  const nestsWithBanks = (limit: NestedLimit): boolean => {
    const inside = new Map<string, number>();
    for (const p of limit.products) {
      const bank = bankOf[p] ?? '';
      inside.set(bank, (inside.get(bank) ?? 0) + 1);
    }
    if (inside.size <= 1) return true;
    return [...inside].every(([bank, count]) => sizeOfBank.get(bank) === count);
  };
  const innermost: number[] = Array(products.length).fill(-1);
  const kept: NestedLimit[] = [];
  const ordered = limits
    .filter((limit) => limit.products.length > 0 && nestsWithBanks(limit))
    .sort((a, b) => b.products.length - a.products.length || compareText(a.name.id, b.name.id));
  for (const limit of ordered) {
    const around = innermost[limit.products[0] ?? 0];
    if (limit.products.some((p) => innermost[p] !== around)) continue;
    for (const p of limit.products) innermost[p] = kept.length;
    kept.push(limit);
  }
  return kept;
}

function withSingleLimits(
  rows: Rows,
  demand: Float64Array,
  single: ReadonlyMap<number, number>,
): Float64Array | undefined {
  if (single.size === 0) return rows.capacity;
  const capacity = rows.capacity?.slice() ?? new Float64Array(rows.product.length).fill(Infinity);
  const needOf = new Int32Array(rows.product.length);
  for (let i = 0; i < demand.length; i++) {
    needOf.fill(i, rows.rowStart[i], rows.rowStart[i + 1]);
  }
  for (const [edge, most] of single) {
    if (most < (demand[needOf[edge] as number] as number)) {
      capacity[edge] = Math.min(capacity[edge] as number, most);
    }
  }
  return capacity;
}
