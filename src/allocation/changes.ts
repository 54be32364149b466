import { createIssue, type Issue } from '../units/issue.ts';
import type { Money } from '../units/money.ts';
import type {
  Allocation,
  AllocationEdge,
  AllocationNeed,
  AllocationProblem,
  AllocationProduct,
  EdgeColumns,
  EdgeScope,
  LimitName,
} from './model.ts';
import { changesShape, demand, problemShape } from './shape.ts';

/** What changed since an allocation was made. */
export interface AllocationChanges {
  readonly addNeeds?: readonly AllocationNeed[];
  /** Edges of new needs, or new edges of old ones, by ids. */
  readonly addEdges?: readonly AllocationEdge[];
  readonly withdrawNeeds?: readonly string[];
  readonly withdrawProducts?: readonly string[];
  /**
   * New quotas of products and banks; of regions the caps, of pools the budgets. Each names a limit
   * that the problem lists; the last of one name counts.
   */
  readonly quotas?: readonly (LimitName & { readonly quota: Money })[];
}

/** Faults of changes: names of nothing that is there, and numbers out of range. */
export function checkChanges(
  problem: AllocationProblem,
  { objective }: Allocation,
  { withdrawNeeds = [], withdrawProducts = [], quotas = [] }: AllocationChanges,
  maximumMoves: number | undefined,
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
  const isListed = quotas.length === 0 ? () => true : listedLimits(problem);
  quotas.forEach(({ kind, id, quota }, at) => {
    if (!isListed(kind, id)) {
      const expected = 'the kind and id of a listed product, bank, region or pool';
      report('dangling', expected, ['quotas', at], { kind, id });
    }
    if (!(Number.isSafeInteger(quota) && quota >= 0)) {
      report(
        'range',
        'a whole number of minor units, zero or more',
        ['quotas', at, 'quota'],
        quota,
      );
    }
  });
  return issues;
}

/** Tells whether a problem lists a limit to which changes can give another quota. */
function listedLimits({
  products,
  banks = [],
  regions = [],
  pools = [],
}: AllocationProblem): (kind: string, id: string) => boolean {
  const lists = { product: products, bank: banks, region: regions, pool: pools };
  const known = new Map(
    Object.entries(lists).map(([kind, list]) => [kind, new Set<string>(list.map(({ id }) => id))]),
  );
  return (kind, id) => known.get(kind)?.has(id) === true;
}

/**
 * The problem after the changes. Withdrawn needs and products leave with their edges, and with their
 * names in the scopes of limits; so does a bank without products that is not listed. Throws TypeError
 * where the problem or the changes cannot be read.
 */
export function applyChanges(
  problem: AllocationProblem,
  changes: AllocationChanges,
): AllocationProblem {
  demand('applyChanges', [...problemShape(problem, true), ...changesShape(changes)]);
  const { addNeeds = [], addEdges = [] } = changes;
  const goneNeeds = new Set(changes.withdrawNeeds);
  const needs = [...problem.needs.filter(({ id }) => !goneNeeds.has(id)), ...addNeeds];
  const rest = changedLimits(problem, changes);
  const isSame =
    needs.length === problem.needs.length &&
    rest.products.length === problem.products.length &&
    goneNeeds.size + addNeeds.length + addEdges.length === 0;
  const edges = isSame
    ? problem.edges
    : changedEdges(problem, goneNeeds, needs, rest.products, addEdges);
  return { needs, ...rest, edges };
}

/** All of a changed problem but needs and edges. */
export function changedLimits(
  problem: AllocationProblem,
  { withdrawNeeds, withdrawProducts, quotas = [] }: AllocationChanges,
): Omit<AllocationProblem, 'needs' | 'edges'> {
  const goneNeeds = new Set(withdrawNeeds);
  const goneProducts = new Set(withdrawProducts);
  const goneBanks = banksThatLeave(problem, goneProducts);
  const withQuota = <T extends { readonly id: string }>(
    list: readonly T[],
    kind: LimitName['kind'],
    key: string,
  ): readonly T[] => {
    const quotaOf = new Map(
      quotas.flatMap((one) => (one.kind === kind ? [[one.id, one.quota]] : [])),
    );
    if (quotaOf.size === 0) return list;
    return list.map((one) => {
      const quota = quotaOf.get(one.id);
      return quota === undefined ? one : { ...one, [key]: quota };
    });
  };
  const inScope = <T extends EdgeScope>(one: T): T => ({
    ...one,
    ...(one.needs === undefined ? {} : { needs: one.needs.filter((id) => !goneNeeds.has(id)) }),
    ...(one.products === undefined
      ? {}
      : { products: one.products.filter((id) => !goneProducts.has(id)) }),
    ...(one.banks === undefined ? {} : { banks: one.banks.filter((id) => !goneBanks.has(id)) }),
  });
  const { banks, regions, pools, guarantors, concentration } = problem;
  const products = problem.products.filter(({ id }) => !goneProducts.has(id));
  return {
    products: withQuota(products, 'product', 'quota'),
    ...(banks === undefined ? {} : { banks: withQuota(banks, 'bank', 'quota') }),
    ...(regions === undefined ? {} : { regions: withQuota(regions, 'region', 'cap') }),
    ...(pools === undefined ? {} : { pools: withQuota(pools, 'pool', 'budget').map(inScope) }),
    ...(guarantors === undefined ? {} : { guarantors: guarantors.map(inScope) }),
    ...(concentration === undefined ? {} : { concentration }),
  };
}

/** Banks that are known by their products alone, of which none is left. */
function banksThatLeave(
  { products, banks = [] }: AllocationProblem,
  goneProducts: ReadonlySet<string>,
): ReadonlySet<string> {
  if (goneProducts.size === 0) return new Set();
  const stays = new Set(banks.map(({ id }) => id));
  for (const { id, bank } of products) if (!goneProducts.has(id)) stays.add(bank);
  return new Set(products.flatMap(({ bank }) => (stays.has(bank) ? [] : [bank])));
}

function changedEdges(
  problem: AllocationProblem,
  goneNeeds: ReadonlySet<string>,
  needs: readonly AllocationNeed[],
  products: readonly AllocationProduct[],
  added: readonly AllocationEdge[],
): AllocationProblem['edges'] {
  const needAt = new Map(needs.map((need, at) => [need.id, at]));
  const productAt = new Map(products.map((product, at) => [product.id, at]));
  if (Array.isArray(problem.edges)) {
    const list = problem.edges as readonly AllocationEdge[];
    // A need may leave and come under one id: its former edges leave all the same.
    const stays = ({ need, product }: AllocationEdge): boolean =>
      needAt.has(need) && !goneNeeds.has(need) && productAt.has(product);
    return [...list.filter(stays), ...added];
  }
  const columns = problem.edges as EdgeColumns;
  const needTo = Int32Array.from(problem.needs, ({ id }) =>
    goneNeeds.has(id) ? -1 : (needAt.get(id) ?? -1),
  );
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
