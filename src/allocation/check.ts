import { createIssue, type Issue, type IssuePath } from '../units/issue.ts';
import { MONEY_MAX, type Money } from '../units/money.ts';
import type { AllocationEdge, AllocationProblem, EdgeColumns, EdgeScope } from './model.ts';
import { regionOf, regionParents } from './regions.ts';
import { problemShape } from './shape.ts';

/** Largest score; the scale of `design` is 0.00 to 100.00 in a million steps each. */
export const SCORE_MAX = 100_000_000;
/** Most nodes of limits: products, banks and regions together. */
export const NODE_LIMIT = 100_000;
/** Most issues that are listed for one problem. */
const ISSUE_LIMIT = 1_000;
const DEPTH_LIMIT = 8;

/**
 * Looks at a problem before it is solved: all faults at once, none where it is sound. Of what cannot be
 * read, only that is said. Never throws.
 *
 * Why no kernel can overflow afterwards: every amount is a safe integer of 0 or more and the amounts
 * of all needs sum to at most 2^53 - 1; a flow through any limit is part of that sum. A score is at
 * most 10^8. A price is a sum of differences of scores along a path that meets each node of limits
 * once, and of penalties for floors; kernels watch that prices stay below 2^52 and do not call a flow
 * optimal otherwise. Score x amount passes 2^53 and is only ever formed in big integers.
 */
export function checkProblem(problem: AllocationProblem): readonly Issue[] {
  return check(problem, true);
}

/** The same without the edges, where they are known to be sound. */
export function checkLimits(problem: AllocationProblem): readonly Issue[] {
  return check(problem, false);
}

function check(problem: AllocationProblem, withEdges: boolean): readonly Issue[] {
  const unreadable = problemShape(problem, withEdges);
  if (unreadable.length > 0) return unreadable;
  const issues: Issue[] = [];
  const report = (code: Issue['code'], expected: string, path: IssuePath, seen?: unknown): void => {
    if (issues.length < ISSUE_LIMIT) issues.push(createIssue({ code, expected }, path, seen));
  };
  checkNeeds(problem, report);
  checkLenders(problem, report);
  checkRegions(problem, report);
  if (issues.length === 0) checkRegionFloors(problem, report);
  checkScopes(problem, report);
  if (!withEdges) return issues;
  if (Array.isArray(problem.edges)) checkEdgeList(problem, report);
  else checkEdgeColumns(problem, problem.edges as EdgeColumns, report);
  return issues;
}

type Report = (code: Issue['code'], expected: string, path: IssuePath, seen?: unknown) => void;

const isAmount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;

function checkAmount(value: number | undefined, path: IssuePath, report: Report): void {
  if (value === undefined || isAmount(value)) return;
  report('range', 'a whole number of minor units, zero or more', path, value);
}

function checkCount(value: number | undefined, path: IssuePath, report: Report): void {
  if (value === undefined || isAmount(value)) return;
  report('range', 'a whole number, zero or more', path, value);
}

function checkIds(list: readonly { readonly id: string }[], name: string, report: Report): void {
  const first = new Map<string, number>();
  // Ids in ascending order cannot repeat.
  const isAscending = list.every(({ id }, at) => at === 0 || (list[at - 1]?.id ?? '') < id);
  if (isAscending && list[0]?.id !== '') {
    list.forEach(({ id }, index) => {
      if (typeof id !== 'string') report('format', 'an id', [name, index, 'id'], id);
    });
    return;
  }
  list.forEach(({ id }, index) => {
    if (typeof id !== 'string' || id === '') report('format', 'an id', [name, index, 'id'], id);
    const before = first.get(id);
    if (before === undefined) first.set(id, index);
    else {
      const expected = `another id than ${name}[${before}], which has the same`;
      report('duplicate', expected, [name, index, 'id'], id);
    }
  });
}

function checkNeeds({ needs }: AllocationProblem, report: Report): void {
  checkIds(needs, 'needs', report);
  let total = 0n;
  needs.forEach((need, index) => {
    const path = ['needs', index] as const;
    if (!isAmount(need.amount) || need.amount === 0) {
      const expected = 'a whole number of minor units above zero';
      report('range', expected, [...path, 'amount'], need.amount);
      return;
    }
    total += BigInt(need.amount);
    if (need.minimumAmount === undefined) return;
    checkAmount(need.minimumAmount, [...path, 'minimumAmount'], report);
    if (need.minimumAmount > need.amount) {
      report('contradiction', 'at most the amount', [...path, 'minimumAmount'], need.minimumAmount);
    }
  });
  if (total > BigInt(MONEY_MAX)) {
    const expected = `amounts that sum to at most ${MONEY_MAX} minor units`;
    report('range', expected, ['needs'], String(total));
  }
}

function checkLenders({ products, banks = [] }: AllocationProblem, report: Report): void {
  checkIds(products, 'products', report);
  checkIds(banks, 'banks', report);
  const check = (
    one: { quota?: number; floor?: number; maximumCount?: number },
    path: IssuePath,
  ): void => {
    checkAmount(one.quota, [...path, 'quota'], report);
    checkAmount(one.floor, [...path, 'floor'], report);
    checkCount(one.maximumCount, [...path, 'maximumCount'], report);
    if (one.floor !== undefined && one.quota !== undefined && one.floor > one.quota) {
      report('contradiction', 'a floor of at most the quota', [...path, 'floor'], one.floor);
    }
  };
  const lenders = new Set(products.map((product) => product.bank));
  products.forEach((product, index) => {
    check(product, ['products', index]);
    checkAmount(product.minimumTicket, ['products', index, 'minimumTicket'], report);
  });
  banks.forEach((bank, index) => {
    check(bank, ['banks', index]);
    if ((bank.floor ?? 0) > 0 && !lenders.has(bank.id)) {
      report('contradiction', 'no floor of a bank without products', ['banks', index, 'floor']);
    }
    checkAmount(bank.capital, ['banks', index, 'capital'], report);
  });
}

function checkRegions({ regions = [], products, banks = [] }: AllocationProblem, report: Report) {
  checkIds(regions, 'regions', report);
  if (regions.length + banks.length + products.length > NODE_LIMIT) {
    report('limit', `at most ${NODE_LIMIT} products, banks and regions together`, []);
  }
  const known = new Map(regions.map((region, index) => [region.id as string, index]));
  const parents = regionParents(regions);
  regions.forEach((region, index) => {
    const path = ['regions', index] as const;
    checkAmount(region.cap, [...path, 'cap'], report);
    checkAmount(region.floor, [...path, 'floor'], report);
    checkCount(region.maximumCount, [...path, 'maximumCount'], report);
    if (region.floor !== undefined && region.cap !== undefined && region.floor > region.cap) {
      report('contradiction', 'a floor of at most the cap', [...path, 'floor'], region.floor);
    }
    if (region.parent !== undefined && !known.has(region.parent)) {
      report('dangling', 'the id of a listed region', [...path, 'parent'], region.parent);
    }
    let steps = 0;
    for (let at = index; at >= 0 && steps <= regions.length; at = parents[at] ?? -1) steps++;
    if (steps > regions.length) {
      report('contradiction', 'a region that does not lie within itself', [...path, 'parent']);
    } else if (steps > DEPTH_LIMIT) {
      report('limit', `at most ${DEPTH_LIMIT} regions within each other`, [...path, 'parent']);
    }
  });
}

/** A region cannot receive more than its needs ask, whatever is lent elsewhere. */
function checkRegionFloors({ regions = [], needs }: AllocationProblem, report: Report): void {
  if (!regions.some((region) => (region.floor ?? 0) > 0)) return;
  const asked = new Float64Array(regions.length);
  const find = regionOf(regions);
  const parents = regionParents(regions);
  for (const { region, amount } of needs) {
    for (let at = find(region); at >= 0; at = parents[at] ?? -1) {
      asked[at] = (asked[at] as number) + amount;
    }
  }
  regions.forEach(({ floor = 0 as Money }, index) => {
    const most = asked[index] as number;
    if (floor <= most) return;
    const expected = `at most the ${most} minor units that its needs ask`;
    report('contradiction', expected, ['regions', index, 'floor'], floor);
  });
}

function checkScopes(problem: AllocationProblem, report: Report): void {
  const { pools = [], guarantors = [], concentration, banks = [] } = problem;
  checkShares(concentration, report);
  if (pools.length + guarantors.length === 0) return;
  const known = {
    products: new Set(problem.products.map((one) => one.id)),
    // A bank that is listed may have lost its last product, or have none yet.
    banks: new Set([...problem.products.map((one) => one.bank), ...banks.map((one) => one.id)]),
    needs: new Set(problem.needs.map((one) => one.id)),
  };
  const checkScope = (scope: EdgeScope, path: IssuePath): void => {
    for (const key of ['products', 'banks', 'needs'] as const) {
      scope[key]?.forEach((id, at) => {
        if (!known[key].has(id))
          report('dangling', `the id of one of the ${key}`, [...path, key, at], id);
      });
    }
  };
  checkIds(pools, 'pools', report);
  checkIds(guarantors, 'guarantors', report);
  pools.forEach((pool, index) => {
    checkAmount(pool.budget, ['pools', index, 'budget'], report);
    checkScope(pool, ['pools', index]);
  });
  guarantors.forEach((one, index) => {
    checkAmount(one.capital, ['guarantors', index, 'capital'], report);
    checkCount(one.multiple, ['guarantors', index, 'multiple'], report);
    if (!Number.isSafeInteger(one.capital * one.multiple)) {
      report('range', 'a capital whose multiple is below 2^53', ['guarantors', index]);
    }
    checkScope(one, ['guarantors', index]);
  });
}

function checkShares(concentration: AllocationProblem['concentration'], report: Report): void {
  for (const key of ['client', 'group'] as const) {
    const share = concentration?.[key];
    if (share === undefined || (isAmount(share) && share <= 1_000_000)) continue;
    report('range', 'parts per million, 0 to 1,000,000', ['concentration', key], share);
  }
}

function checkEdgeList({ needs, products, edges }: AllocationProblem, report: Report): void {
  const needIds = new Map(needs.map((one, index) => [one.id, index]));
  const productIds = new Map(products.map((one, index) => [one.id, index]));
  const seen = new Set<number>();
  (edges as readonly AllocationEdge[]).forEach((edge, index) => {
    const need = needIds.get(edge.need);
    const product = productIds.get(edge.product);
    if (need === undefined)
      report('dangling', 'the id of a need', ['edges', index, 'need'], edge.need);
    if (product === undefined) {
      report('dangling', 'the id of a product', ['edges', index, 'product'], edge.product);
    }
    if (!areNumbersSound(edge)) {
      checkScore(edge.score, ['edges', index, 'score'], report);
      checkScore(edge.preference ?? 0, ['edges', index, 'preference'], report);
      checkAmount(edge.amount, ['edges', index, 'amount'], report);
    }
    if (need === undefined || product === undefined) return;
    const key = need * products.length + product;
    if (seen.has(key)) report('duplicate', 'one edge for each pair', ['edges', index]);
    seen.add(key);
  });
}

const isScore = (score: number): boolean => isAmount(score) && score <= SCORE_MAX;

/** Whether score, preference and amount of an edge are in range. */
export function areNumbersSound({ score, preference, amount }: AllocationEdge): boolean {
  const isWished = preference === undefined || isScore(preference);
  return isScore(score) && isWished && (amount === undefined || isAmount(amount));
}

function checkScore(score: number, path: IssuePath, report: Report): void {
  if (isScore(score)) return;
  report('range', `a whole score from 0 to ${SCORE_MAX}`, path, score);
}

function checkEdgeColumns(
  { needs, products }: AllocationProblem,
  { need, product, score, amount, preference }: EdgeColumns,
  report: Report,
): void {
  const count = need.length;
  for (const [key, column] of Object.entries({ product, score, amount, preference })) {
    if (column === undefined || column.length === count) continue;
    report('contradiction', `${count} entries, as in "need"`, ['edges', key], column.length);
    return;
  }
  const isPosition = (at: number | undefined, size: number): boolean =>
    Number.isInteger(at) && (at as number) >= 0 && (at as number) < size;
  for (let e = 0; e < count; e++) {
    const isKnown = isPosition(need[e], needs.length) && isPosition(product[e], products.length);
    if (!isKnown) report('dangling', 'a position in "needs" and "products"', ['edges', e]);
    const s = score[e] as number;
    if (!(s >= 0 && s <= SCORE_MAX && Number.isInteger(s)))
      checkScore(s, ['edges', 'score', e], report);
    if (preference !== undefined)
      checkScore(preference[e] as number, ['edges', 'preference', e], report);
    if (amount !== undefined) checkAmount(amount[e] as number, ['edges', 'amount', e], report);
  }
}
