import { type Either, isLeft, left, right } from 'fp-ts/Either';
import type { Issue } from '../units/issue.ts';
import type { Money } from '../units/money.ts';
import { recall } from './allocate.ts';
import { SCORE_MAX } from './check.ts';
import { type Compiled, compileAllocation } from './compile.ts';
import type { Allocation, AllocationProblem, LimitName } from './model.ts';
import { allocationShape } from './shape.ts';

/**
 * Why a need did not get all it asked. `room-too-small`: what is left of a limit is less than a least
 * amount, or than a need that is served whole. `passed-over`: none of the others; a search put the money
 * elsewhere.
 */
export type NeedCause =
  | 'ineligible'
  | 'outscored'
  | 'quota-full'
  | 'budget-spent'
  | 'region-full'
  | 'client-limit'
  | 'offer-spent'
  | 'below-ticket'
  | 'room-too-small'
  | 'count-full'
  | 'lenders'
  | 'not-chosen'
  | 'passed-over';

/** What would let a need have more, as far as one thing alone can. */
export type NeedChange =
  | { readonly kind: 'find-product' }
  /** A score higher by `by` on the edge to `product`. */
  | { readonly kind: 'raise-score'; readonly product: string; readonly by: number }
  | { readonly kind: 'raise-limit'; readonly limit: LimitName }
  | { readonly kind: 'lower-minimum' };

/** One need that did not get all it asked. Plain JSON. */
export interface NeedReason {
  readonly need: string;
  readonly asked: Money;
  readonly got: Money;
  readonly cause: NeedCause;
  /** The product it came closest to. */
  readonly product?: string;
  /** Score that was missing there against those who were served. */
  readonly shortBy?: number;
  /** The limit that holds it there; for `outscored` the dearest, which a search may leave room in. */
  readonly limit?: LimitName;
  readonly changes: readonly NeedChange[];
}

/** One limit that is used up, or priced. Plain JSON. */
export interface LimitReason extends LimitName {
  readonly used: Money;
  readonly cap?: Money;
  readonly floor?: Money;
  /** Score that one more minor unit of the limit adds; below 0 what a unit of a floor costs. */
  readonly price: number;
}

/** Why an allocation is as it is. */
export interface AllocationReasons {
  readonly needs: readonly NeedReason[];
  readonly limits: readonly LimitReason[];
}

/** A limit while reasons are looked for. */
interface Gauge {
  readonly name: LimitName;
  readonly cap: number;
  readonly floor: number;
  price: number;
  used: number;
  /** Where needs are counted: which are inside, and how many may be. */
  readonly count: { readonly needs: Set<number>; readonly most: number } | undefined;
}

/**
 * The causes, read from the prices and from what is used of each limit; nothing is solved again. Issues
 * where the problem is faulty or the allocation cannot be read. O(edges of needs left out + shares + limits).
 */
export function explainAllocation(
  problem: AllocationProblem,
  allocation: Allocation,
): Either<readonly Issue[], AllocationReasons> {
  const unreadable = allocationShape(allocation);
  if (unreadable.length > 0) return left(unreadable);
  const known = recall(allocation);
  const compiled =
    known?.problem === problem ? right(known) : compileAllocation(problem, allocation.seed);
  if (isLeft(compiled)) return compiled;
  const gauges = createGauges(compiled.right, allocation);
  const got = fillGauges(compiled.right, allocation, gauges);
  const needs: NeedReason[] = [];
  compiled.right.needs.forEach((at, i) => {
    const need = problem.needs[at];
    const amount = got[i] as number;
    if (need === undefined || amount === need.amount) return;
    needs.push(reasonOf(compiled.right, allocation, gauges, i, amount));
  });
  const limits = gauges.all
    .filter(({ used, cap, price }) => price !== 0 || used === cap)
    .map(({ name, used, cap, floor, price }) => ({
      ...name,
      used: used as Money,
      ...(cap === Infinity ? {} : { cap: cap as Money }),
      ...(floor === 0 ? {} : { floor: floor as Money }),
      price,
    }));
  needs.sort((a, b) => (a.need < b.need ? -1 : 1));
  return right({ needs, limits });
}

interface Gauges {
  readonly all: readonly Gauge[];
  readonly of: (need: number, edge: number) => readonly Gauge[];
}

const keyOf = ({ kind, id, bank = '' }: LimitName): string => JSON.stringify([kind, id, bank]);

/** How many needs each limit may hold, where that is limited. */
function countsOf({ products, banks = [], regions = [] }: AllocationProblem) {
  const counts = new Map<string, number>();
  for (const [kind, list] of Object.entries({ product: products, bank: banks, region: regions })) {
    for (const { id, maximumCount } of list) {
      if (maximumCount === undefined) continue;
      counts.set(keyOf({ kind: kind as LimitName['kind'], id }), maximumCount);
    }
  }
  return counts;
}

function createGauges(compiled: Compiled, { certificate }: Allocation): Gauges {
  const { problem, names, network, rows, crossing, regionOfNeed } = compiled;
  const prices = certificate.kind === 'prices' ? certificate.prices : [];
  const priceOf = new Map(prices.map((one) => [keyOf(one), one.price]));
  const regions = new Map((problem.regions ?? []).map((region) => [region.id as string, region]));
  const counts = countsOf(problem);
  const gauge = (name: LimitName, cap: number, floor: number): Gauge => {
    const most = counts.get(keyOf(name));
    const count = most === undefined ? undefined : { needs: new Set<number>(), most };
    return { name, cap, floor, price: priceOf.get(keyOf(name)) ?? 0, used: 0, count };
  };
  const ofNode = names.map((name, node) => {
    if (name === undefined) return undefined;
    const region = name.kind === 'region' ? regions.get(name.id) : undefined;
    if (region !== undefined) return gauge(name, region.cap ?? Infinity, region.floor ?? 0);
    const floor = network.segmentCapacity[3 * node] ?? 0;
    return gauge(name, floor + (network.segmentCapacity[3 * node + 1] ?? 0), floor);
  });
  const chains = names.map((_, start) => {
    const chain: Gauge[] = [];
    for (let node = start; node >= 0; node = network.parent[node] as number) {
      const one = ofNode[node];
      if (one !== undefined) chain.push(one);
    }
    return chain;
  });
  const crossings = crossing.map(({ name, budget }) => gauge(name, budget, 0));
  const ofEdge = new Map<number, Gauge[]>();
  crossing.forEach(({ edges }, k) => {
    const one = crossings[k];
    for (const e of edges) if (one !== undefined) ofEdge.set(e, [...(ofEdge.get(e) ?? []), one]);
  });
  return {
    all: [...ofNode.filter((one) => one !== undefined), ...crossings],
    of: (need, edge) => [
      ...(chains[rows.product[edge] as number] ?? []),
      ...(regionOfNeed[need] === -1 ? [] : (chains[network.home[need] as number] ?? [])),
      ...(ofEdge.get(edge) ?? []),
    ],
  };
}

/** Adds all shares up; gives what each need got. */
function fillGauges(compiled: Compiled, { shares }: Allocation, gauges: Gauges): Float64Array {
  const { problem, needs, products, rows } = compiled;
  const needAt = new Map(Array.from(needs, (at, i) => [problem.needs[at]?.id, i]));
  const productAt = new Map(Array.from(products, (at, p) => [problem.products[at]?.id, p]));
  const got = new Float64Array(needs.length);
  for (const { need, product, amount } of shares) {
    const i = needAt.get(need) ?? -1;
    const p = productAt.get(product) ?? -1;
    const start = rows.rowStart[i] ?? 0;
    const e = start + rows.product.subarray(start, rows.rowStart[i + 1]).indexOf(p);
    got[i] = (got[i] as number) + amount;
    for (const gauge of gauges.of(i, e)) {
      gauge.used += amount;
      gauge.count?.needs.add(i);
    }
  }
  // A unit is worth no more than the best score: such a price stands where nothing can flow, as under a
  // count of none, and says nothing.
  for (const gauge of gauges.all) {
    if (gauge.price > SCORE_MAX && gauge.used < gauge.cap) gauge.price = 0;
  }
  return got;
}

const CAUSES: Readonly<Record<LimitName['kind'], NeedCause>> = {
  product: 'quota-full',
  bank: 'quota-full',
  region: 'region-full',
  pool: 'budget-spent',
  guarantor: 'budget-spent',
  client: 'client-limit',
  group: 'client-limit',
};

function reasonOf(
  compiled: Compiled,
  allocation: Allocation,
  gauges: Gauges,
  i: number,
  got: number,
): NeedReason {
  const { problem, needs, products, rows } = compiled;
  const need = problem.needs[needs[i] as number];
  const base = {
    need: need?.id ?? '',
    asked: (need?.amount ?? 0) as Money,
    got: got as Money,
  };
  let closest = -1;
  let shortBy = Infinity;
  for (let e = rows.rowStart[i] as number; e < (rows.rowStart[i + 1] as number); e++) {
    const price = gauges.of(i, e).reduce((sum, one) => sum + one.price, 0);
    const short = price - (rows.score[e] as number);
    if (short >= shortBy) continue;
    shortBy = short;
    closest = e;
  }
  if (closest < 0) return { ...base, cause: 'ineligible', changes: [{ kind: 'find-product' }] };
  const product = problem.products[products[rows.product[closest] as number] as number];
  const holders = gauges.of(i, closest);
  const named = { ...base, product: product?.id ?? '' };
  const held = (cause: NeedCause, { name: limit }: Gauge): NeedReason => ({
    ...named,
    limit,
    cause,
    changes: [{ kind: 'raise-limit', limit }],
  });
  const byPrice = [...holders].sort((a, b) => b.price - a.price);
  const full = byPrice.filter(({ used, cap }) => used >= cap);
  // No score helps a need past what its own client may have.
  const own = full.find(({ name: { kind } }) => kind === 'client' || kind === 'group');
  if (own !== undefined) return held('client-limit', own);
  const [dearest] = byPrice;
  if (dearest !== undefined && dearest.price > 0 && shortBy > 0) {
    const reason = { ...held('outscored', dearest), shortBy };
    // Prices of a bound that is not met do not say what a search would do with another score.
    if (allocation.gapPpm !== 0) return reason;
    const change = { kind: 'raise-score', product: named.product, by: shortBy + 1 } as const;
    return { ...reason, changes: [...reason.changes, change] };
  }
  const [first] = full;
  if (first !== undefined) return held(CAUSES[first.name.kind], first);
  if (isOfferSpent(compiled, allocation, i, got)) {
    return { ...named, cause: 'offer-spent', changes: [{ kind: 'find-product' }] };
  }
  return { ...named, ...otherCause(allocation, product?.minimumTicket ?? 0, base, holders, i) };
}

/** Has a need all that its products lend to it; or, where it must be served whole, can none do so? */
function isOfferSpent(
  { rows, network: { capacity }, demand }: Compiled,
  { indivisible }: Allocation,
  i: number,
  got: number,
): boolean {
  if (capacity === undefined) return false;
  const offered = capacity.subarray(rows.rowStart[i], rows.rowStart[i + 1]);
  const asked = demand[i] as number;
  if (indivisible === true) return offered.every((one) => one < asked);
  return offered.reduce((sum, one) => sum + Math.min(one, asked), 0) <= got;
}

/** Causes beside full limits: the least useful amount, tickets, lenders, counts, too little room. */
function otherCause(
  { objective, indivisible, maximumLenders, shares, withheld = [] }: Allocation,
  ticket: number,
  { need, asked, got }: { readonly need: string; readonly asked: number; readonly got: number },
  holders: readonly Gauge[],
  i: number,
): Pick<NeedReason, 'cause' | 'changes' | 'limit'> {
  if (asked - got < ticket) return { cause: 'below-ticket', changes: [] };
  const lenders = shares.filter((share) => share.need === need).length;
  if (maximumLenders !== undefined && lenders >= maximumLenders)
    return { cause: 'lenders', changes: [] };
  if (objective === 'coverage') {
    return { cause: 'not-chosen', changes: [{ kind: 'lower-minimum' }] };
  }
  const by = (cause: NeedCause, { name: limit }: Gauge) =>
    ({ cause, limit, changes: [{ kind: 'raise-limit', limit }] }) as const;
  const counted = holders.find(
    ({ count }) => count !== undefined && count.needs.size >= count.most && !count.needs.has(i),
  );
  if (counted !== undefined) return { cause: 'count-full', limit: counted.name, changes: [] };
  const least = indivisible === true ? asked : Math.max(1, ticket);
  const heldBack = ({ kind, id }: LimitName): number =>
    kind === 'region' ? (withheld.find(({ region }) => region === id)?.amount ?? 0) : 0;
  const tight = holders.find(({ name, cap, used }) => cap - used - heldBack(name) < least);
  if (tight !== undefined) return by('room-too-small', tight);
  return { cause: 'passed-over', changes: [] };
}
