import { type Either, isLeft, left, right } from 'fp-ts/Either';
import { createIssue, type Issue } from '../units/issue.ts';
import type { Money } from '../units/money.ts';
import { allocateCompiled, recall } from './allocate.ts';
import { type Compiled, compileAllocation, recompileLimits } from './compile.ts';
import type {
  Allocation,
  AllocationEdge,
  AllocationNeed,
  AllocationOptions,
  AllocationProblem,
  AllocationProduct,
  EdgeColumns,
  EdgeScope,
  LimitName,
  LimitPrice,
} from './model.ts';

/** What changed since an allocation was made. */
export interface AllocationChanges {
  readonly addNeeds?: readonly AllocationNeed[];
  /** Edges of new needs, or new edges of old ones, by ids. */
  readonly addEdges?: readonly AllocationEdge[];
  readonly withdrawNeeds?: readonly string[];
  readonly withdrawProducts?: readonly string[];
  /** New quotas of products and banks; of regions the caps, of pools the budgets. */
  readonly quotas?: readonly (LimitName & { readonly quota: Money })[];
}

export interface RepairOptions extends Omit<AllocationOptions, 'objective' | 'seed'> {
  /** Most needs of which promised money may be taken away; absent: any number. */
  readonly maximumMoves?: number;
}

/** An allocation of the changed problem. */
export interface Repair {
  readonly problem: AllocationProblem;
  readonly allocation: Allocation;
  /** Needs that lost promised money, in the order of ids; those that were withdrawn do not count. */
  readonly moved: readonly string[];
  /** Welfare that unlimited moves would reach: what keeping promises costs is the difference. */
  readonly freeWelfare: string;
}

/** Steps in which the weight of a promise is found: 2^28 covers every score twice. */
const WEIGHT_MOST = 2 ** 28;

/**
 * Allocates a changed problem so that few promises are broken. Starts from the prices of the former
 * certificate; where only quotas change, from where its solver stopped: no edge is read again but to see
 * what improves. With unlimited moves it is
 * worth as much as a fresh allocation. Otherwise promised edges weigh more than their score, by the
 * least weight that keeps the moves within the limit: each weight is solved exactly, though between
 * two weights a better set of moves may hide. More moves than allowed remain where the changes
 * themselves force them. Welfare objective with divisible amounts only.
 */
export function repair(
  problem: AllocationProblem,
  allocation: Allocation,
  changes: AllocationChanges,
  options: RepairOptions = {},
): Either<readonly Issue[], Repair> {
  const issues = checkChanges(problem, allocation, changes, options);
  if (issues.length > 0) return left(issues);
  const changed = applyChanges(problem, changes);
  const known = recall(allocation);
  const isSame = known?.problem === problem && changed.edges === problem.edges;
  const compiled =
    known !== undefined && isSame
      ? recompileLimits(known, changed)
      : compileAllocation(changed, allocation.seed);
  if (isLeft(compiled)) return compiled;
  const { maximumMoves = Infinity, ...others } = options;
  const former = allocation.certificate.kind === 'prices' ? allocation.certificate.prices : [];
  const price = nodePrices(compiled.right, former);
  const free = allocateCompiled(compiled.right, others, {
    ...(price === undefined ? {} : { price }),
    ...(known !== undefined && isSame ? { former: known.network } : {}),
  });
  if (isLeft(free)) return free;
  const withdrawn = new Set(changes.withdrawNeeds);
  const finish = (found: Allocation): Repair => ({
    problem: changed,
    allocation: found,
    moved: movedNeeds(allocation, found, withdrawn),
    freeWelfare: free.right.welfare,
  });
  const unlimited = finish(free.right);
  if (unlimited.moved.length <= maximumMoves || compiled.right.crossing.length > 0) {
    return right(unlimited);
  }
  const kept = keepPromises(compiled.right, allocation, others, price, maximumMoves, finish);
  return right(kept);
}

function checkChanges(
  problem: AllocationProblem,
  { objective }: Allocation,
  { withdrawNeeds = [], withdrawProducts = [] }: AllocationChanges,
  { maximumMoves }: RepairOptions,
): readonly Issue[] {
  const issues: Issue[] = [];
  const report = (
    code: Issue['code'],
    expected: string,
    path: (string | number)[],
    seen: unknown,
  ) => issues.push(createIssue({ code, expected }, path, seen));
  if (objective !== 'welfare')
    report('contradiction', 'an allocation for welfare', ['objective'], objective);
  if (maximumMoves !== undefined && !(Number.isSafeInteger(maximumMoves) && maximumMoves >= 0)) {
    report('range', 'a whole number, zero or more', ['maximumMoves'], maximumMoves);
  }
  const idsOf = (list: readonly { readonly id: string }[], asked: readonly string[]) =>
    new Set(asked.length === 0 ? [] : list.map((one) => one.id));
  const needs = idsOf(problem.needs, withdrawNeeds);
  const products = idsOf(problem.products, withdrawProducts);
  withdrawNeeds.forEach((id, at) => {
    if (!needs.has(id)) report('dangling', 'the id of a need', ['withdrawNeeds', at], id);
  });
  withdrawProducts.forEach((id, at) => {
    if (!products.has(id)) report('dangling', 'the id of a product', ['withdrawProducts', at], id);
  });
  return issues;
}

/** The problem after the changes. Withdrawn needs and products leave with their edges. */
export function applyChanges(
  problem: AllocationProblem,
  changes: AllocationChanges,
): AllocationProblem {
  const { addNeeds = [], addEdges = [], quotas = [] } = changes;
  const goneNeeds = new Set(changes.withdrawNeeds);
  const goneProducts = new Set(changes.withdrawProducts);
  const quotaOf = (kind: LimitName['kind'], id: string): Money | undefined =>
    quotas.findLast((one) => one.kind === kind && one.id === id)?.quota;
  const withQuota = <T extends { readonly id: string }>(
    list: readonly T[] | undefined,
    kind: LimitName['kind'],
    key: string,
  ): readonly T[] | undefined =>
    list?.map((one) => {
      const quota = quotaOf(kind, one.id);
      return quota === undefined ? one : { ...one, [key]: quota };
    });
  const needs = [...problem.needs.filter(({ id }) => !goneNeeds.has(id)), ...addNeeds];
  const products = problem.products.filter(({ id }) => !goneProducts.has(id));
  const isSame =
    needs.length === problem.needs.length &&
    products.length === problem.products.length &&
    goneNeeds.size + goneProducts.size + addNeeds.length + addEdges.length === 0;
  const edges = isSame ? problem.edges : changedEdges(problem, needs, products, addEdges);
  const banks = withQuota(problem.banks, 'bank', 'quota');
  const regions = withQuota(problem.regions, 'region', 'cap');
  const inScope = <T extends EdgeScope>(one: T): T => ({
    ...one,
    ...(one.needs === undefined ? {} : { needs: one.needs.filter((id) => !goneNeeds.has(id)) }),
    ...(one.products === undefined
      ? {}
      : { products: one.products.filter((id) => !goneProducts.has(id)) }),
  });
  const pools = withQuota(problem.pools, 'pool', 'budget')?.map(inScope);
  const guarantors = problem.guarantors?.map(inScope);
  return {
    ...problem,
    needs,
    products: withQuota(products, 'product', 'quota') ?? products,
    edges,
    ...(banks === undefined ? {} : { banks }),
    ...(regions === undefined ? {} : { regions }),
    ...(pools === undefined ? {} : { pools }),
    ...(guarantors === undefined ? {} : { guarantors }),
  };
}

function changedEdges(
  problem: AllocationProblem,
  needs: readonly AllocationNeed[],
  products: readonly AllocationProduct[],
  added: readonly AllocationEdge[],
): AllocationProblem['edges'] {
  const needAt = new Map(needs.map((need, at) => [need.id, at]));
  const productAt = new Map(products.map((product, at) => [product.id, at]));
  if (Array.isArray(problem.edges)) {
    const list = problem.edges as readonly AllocationEdge[];
    return [...list.filter((e) => needAt.has(e.need) && productAt.has(e.product)), ...added];
  }
  const columns = problem.edges as EdgeColumns;
  const needTo = Int32Array.from(problem.needs, ({ id }) => needAt.get(id) ?? -1);
  const productTo = Int32Array.from(problem.products, ({ id }) => productAt.get(id) ?? -1);
  return joinColumns(columns, needTo, productTo, added, needAt, productAt);
}

function joinColumns(
  { need, product, score, amount, preference }: EdgeColumns,
  needTo: Int32Array,
  productTo: Int32Array,
  added: readonly AllocationEdge[],
  needAt: ReadonlyMap<string, number>,
  productAt: ReadonlyMap<string, number>,
): EdgeColumns {
  const size = need.length + added.length;
  const hasAmount = amount !== undefined || added.some((edge) => edge.amount !== undefined);
  const hasWish = preference !== undefined || added.some((edge) => edge.preference !== undefined);
  const columns = {
    need: new Int32Array(size),
    product: new Int32Array(size),
    score: new Int32Array(size),
    amount: new Float64Array(hasAmount ? size : 0),
    preference: new Int32Array(hasWish ? size : 0),
  };
  let count = 0;
  const add = (i: number, p: number, s: number, most: number, wish: number): void => {
    columns.need[count] = i;
    columns.product[count] = p;
    columns.score[count] = s;
    if (hasAmount) columns.amount[count] = most;
    if (hasWish) columns.preference[count] = wish;
    count++;
  };
  for (let e = 0; e < need.length; e++) {
    const i = needTo[need[e] as number] as number;
    const p = productTo[product[e] as number] as number;
    if (i < 0 || p < 0) continue;
    const s = score[e] as number;
    add(i, p, s, amount?.[e] ?? Number.MAX_SAFE_INTEGER, preference?.[e] ?? s);
  }
  for (const edge of added) {
    // An unknown id becomes a position that the check refuses.
    const i = needAt.get(edge.need) ?? -1;
    const p = productAt.get(edge.product) ?? -1;
    add(i, p, edge.score, edge.amount ?? Number.MAX_SAFE_INTEGER, edge.preference ?? edge.score);
  }
  return {
    need: columns.need.subarray(0, count),
    product: columns.product.subarray(0, count),
    score: columns.score.subarray(0, count),
    ...(hasAmount ? { amount: columns.amount.subarray(0, count) } : {}),
    ...(hasWish ? { preference: columns.preference.subarray(0, count) } : {}),
  };
}

/** Node prices from the prices of limits; undefined where there are none to start from. */
function nodePrices(
  { names, network }: Compiled,
  prices: readonly LimitPrice[],
): Float64Array | undefined {
  if (prices.length === 0) return undefined;
  const keyOf = ({ kind, id, bank = '' }: LimitName): string => JSON.stringify([kind, id, bank]);
  const known = new Map(prices.map((one) => [keyOf(one), one.price]));
  const price = new Float64Array(network.nodeCount);
  for (let node = network.nodeCount - 2; node >= 0; node--) {
    const name = names[node];
    const own = name === undefined ? 0 : (known.get(keyOf(name)) ?? 0);
    const above = price[network.parent[node] as number] as number;
    price[node] = above + (name?.kind === 'region' ? -own : own);
  }
  return price;
}

/** Needs that have less of a product than they were promised. */
function movedNeeds(
  before: Allocation,
  after: Allocation,
  withdrawn: ReadonlySet<string>,
): readonly string[] {
  // The shares of one need stand together: the first is enough to find all.
  const { shares } = after;
  const firstOf = new Map<string, number>();
  for (let at = shares.length - 1; at >= 0; at--) firstOf.set(shares[at]?.need ?? '', at);
  const has = (need: string, product: string): number => {
    for (let at = firstOf.get(need) ?? shares.length; shares[at]?.need === need; at++) {
      if (shares[at]?.product === product) return shares[at]?.amount ?? 0;
    }
    return 0;
  };
  const moved = new Set<string>();
  for (const { need, product, amount } of before.shares) {
    if (!withdrawn.has(need) && has(need, product) < amount) moved.add(need);
  }
  return [...moved];
}

/** The smallest weight of promises under which few enough are broken, by halving. */
function keepPromises(
  compiled: Compiled,
  allocation: Allocation,
  options: AllocationOptions,
  price: Float64Array | undefined,
  maximumMoves: number,
  finish: (found: Allocation) => Repair,
): Repair {
  const promised = promisedEdges(compiled, allocation);
  const attempt = (weight: number): Repair => {
    const gain = compiled.network.gain.slice();
    for (const e of promised) gain[e] = (gain[e] as number) + weight;
    const penalty = 4 * compiled.network.penalty;
    const weighted = { ...compiled, network: { ...compiled.network, gain, penalty } };
    const found = allocateCompiled(weighted, options, price === undefined ? {} : { price });
    if (isLeft(found)) throw new RangeError('repair: a feasible problem became infeasible');
    const { certificate: _, bound: __, gapPpm: ___, ...statement } = found.right;
    return finish({ ...statement, certificate: { kind: 'bound' } });
  };
  let best = attempt(WEIGHT_MOST);
  if (best.moved.length > maximumMoves) return best;
  let low = 0;
  let high = WEIGHT_MOST;
  // Weights finer than a hundredth of a point are not told apart.
  while (high - low > 10_000 && options.shouldStop?.() !== true) {
    const middle = Math.floor((low + high) / 2);
    const found = attempt(middle);
    if (found.moved.length <= maximumMoves) {
      high = middle;
      if (BigInt(found.allocation.welfare) >= BigInt(best.allocation.welfare)) best = found;
    } else low = middle;
  }
  return best;
}

function promisedEdges(
  { problem, needs, products, rows }: Compiled,
  { shares }: Allocation,
): readonly number[] {
  const needAt = new Map(Array.from(needs, (at, i) => [problem.needs[at]?.id, i]));
  const productAt = new Map(Array.from(products, (at, p) => [problem.products[at]?.id, p]));
  return shares.flatMap(({ need, product }) => {
    const i = needAt.get(need);
    const p = productAt.get(product);
    if (i === undefined || p === undefined) return [];
    const start = rows.rowStart[i] as number;
    const at = rows.product.subarray(start, rows.rowStart[i + 1]).indexOf(p);
    return at < 0 ? [] : [start + at];
  });
}
