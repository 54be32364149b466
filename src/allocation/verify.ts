import { formatPath, type Issue } from '../units/issue.ts';
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
import { allocationShape, problemShape } from './shape.ts';
import { boundOf, type Pair, type PlainLimit } from './verify-bound.ts';
import { checkClaims, plain } from './verify-claims.ts';
import { checkStated } from './verify-stated.ts';
import { tightenedLimits, usablePairs } from './verify-tight.ts';

/** One thing that is wrong with an allocation. */
export interface Breach {
  /**
   * `pair`: no such edge, or named twice. `edge`, `need`: more than it may carry. `limit`, `floor`,
   * `count`: a limit of `name` is passed. `ticket`: less than the product's least. `lenders`: too many.
   * `whole`: a need served in part where amounts do not divide. `least`: a need that has less than its least
   * useful amount, and under coverage should have nothing. `statement`: a figure that is not what the shares
   * say, or a bound or a gap that cannot be. `proof`: prices that a limit cannot have, another proof than
   * that of the objective, or a bound lower than what the prices prove. `unreadable`: the problem or the
   * allocation has a part that cannot be read; nothing else was looked at.
   */
  readonly code:
    | 'pair'
    | 'edge'
    | 'need'
    | 'limit'
    | 'floor'
    | 'count'
    | 'ticket'
    | 'lenders'
    | 'whole'
    | 'least'
    | 'statement'
    | 'proof'
    | 'unreadable';
  readonly name: { readonly kind: string; readonly id: string; readonly bank?: string };
  readonly value: number | string;
  readonly allowed: number | string;
}

/** What an allocation is worth and whether its certificate holds. */
export interface Verification {
  readonly breaches: readonly Breach[];
  readonly welfare: string;
  /** What the prices prove that no allocation passes; absent without prices. */
  readonly bound?: string;
  /** True: feasible, and worth as much as the bound. */
  readonly isOptimal: boolean;
  /**
   * Whether the prices prove the bound that the allocation states; absent where it states none. A search
   * over whole needs may state a lower one than any prices prove: that nobody can check from here.
   */
  readonly isBoundProven?: boolean;
  /** What the prices of a coverage certificate prove that nobody can pass, in needs. */
  readonly fundedBound?: number;
}

/**
 * Checks an allocation against its problem without the solver: every limit is added up anew from
 * the shares, to the minor unit, and the bound follows from the stated prices alone by weak duality:
 * price x limit over all limits, and for each need the most that its edges give after prices. No
 * allocation passes it, whatever the prices; equality proves the allocation optimal. What the
 * allocation states of bound and gap is held against that. It does not check stability: see
 * `verifyStability`. Never throws. O(limits x shares + edges x limits of an edge).
 */
export function verifyAllocation(problem: AllocationProblem, allocation: Allocation): Verification {
  const unreadable = [
    ...unreadableParts('problem', problemShape(problem, true)),
    ...unreadableParts('allocation', allocationShape(allocation)),
  ];
  if (unreadable.length > 0) return { breaches: unreadable, welfare: '0', isOptimal: false };
  const proven = verifyProof(problem, allocation);
  const { breaches, ...judged } = checkStated(allocation, proven);
  const isOptimal = proven.isOptimal && breaches.length === 0;
  return { ...proven, ...judged, isOptimal, breaches: [...proven.breaches, ...breaches] };
}

function unreadableParts(kind: string, issues: readonly Issue[]): readonly Breach[] {
  return issues.map(({ path, expected, seen = 'nothing' }) => {
    const name = { kind, id: formatPath(path) };
    return { code: 'unreadable', name, value: seen, allowed: expected };
  });
}

function verifyProof(problem: AllocationProblem, allocation: Allocation): Verification {
  const pairs = pairsOf(problem);
  const limits = limitsOf(problem, allocation);
  const breaches: Breach[] = [];
  checkShares(allocation, pairs, breaches);
  checkLimits(allocation, pairs, limits, breaches);
  const welfare = checkStatements(problem, allocation, pairs, breaches);
  const { certificate } = allocation;
  breaches.push(...checkClaims(problem, allocation));
  const isWithin = breaches.length === 0;
  if (certificate.kind === 'prices') {
    const scoreOf = (pair: Pair): number => pair.score;
    const usable = usablePairs(problem, pairs, limits, allocation);
    const tight = tightenedLimits(limits, usable);
    const bound = boundOf(usable, tight, certificate.prices, scoreOf, breaches);
    if (bound === undefined) return { breaches, welfare: String(welfare), isOptimal: false };
    const isOptimal = isWithin && bound === welfare;
    return { breaches, welfare: String(welfare), bound: String(bound), isOptimal };
  }
  if (certificate.kind === 'coverage') {
    const { scale, countPrices } = certificate;
    if (!(Number.isSafeInteger(scale) && scale > 0)) {
      breaches.push({
        code: 'proof',
        name: { kind: 'allocation', id: 'scale' },
        value: scale,
        allowed: 1,
      });
      return { breaches, welfare: String(welfare), isOptimal: false };
    }
    const isWhole = allocation.indivisible === true;
    const scoreOf = ({ need }: Pair): number => Math.ceil(scale / need.amount);
    const usable = usablePairs(problem, pairs, limits, allocation);
    const needed = new Map(
      [...usable].map(([id, list]) => [id, list.flatMap((pair) => asLeast(pair, isWhole))]),
    );
    // Floors are met with more than the least of a need: the count is bounded without them.
    const caps = limits.map((limit) => ({ ...limit, floor: 0 }));
    const tight = tightenedLimits(caps, needed);
    const bound = boundOf(needed, tight, countPrices, scoreOf, breaches);
    const free = problem.needs.filter((need) => leastOf(need) === 0).length;
    const fundedBound =
      bound === undefined
        ? undefined
        : Math.min(problem.needs.length, Number(bound / BigInt(scale)) + free);
    const isOptimal = isWithin && fundedBound === allocation.funded;
    const stated = fundedBound === undefined ? {} : { fundedBound };
    return { breaches, welfare: String(welfare), isOptimal, ...stated };
  }
  return { breaches, welfare: String(welfare), isOptimal: false };
}

/** An amount of a share; one that is no whole number counts as nothing here and is a breach of its edge. */
const wholeOf = (amount: number): bigint => (Number.isSafeInteger(amount) ? BigInt(amount) : 0n);

const leastOf = (need: AllocationNeed): number => need.minimumAmount ?? need.amount;

/** A pair of the problem in which only what a need must have counts; none where that is nothing. */
function asLeast(pair: Pair, isWhole: boolean): readonly Pair[] {
  const least = leastOf(pair.need);
  if (least === 0) return [];
  const need = isWhole ? pair.need : { ...pair.need, amount: least as AllocationNeed['amount'] };
  return [{ ...pair, need, most: Math.min(pair.most, need.amount) }];
}

/** All edges by the id of their need. */
function pairsOf({ needs, products, edges }: AllocationProblem): Map<string, Pair[]> {
  const pairs = new Map<string, Pair[]>(needs.map((need) => [need.id, []]));
  const add = (need?: AllocationNeed, product?: AllocationProduct, score = 0, amount?: number) => {
    if (need === undefined || product === undefined) return;
    const most = Math.min(need.amount, amount ?? need.amount);
    pairs.get(need.id)?.push({ need, product, score, most });
  };
  if (Array.isArray(edges)) {
    const needOf = new Map(needs.map((need) => [need.id, need]));
    const productOf = new Map(products.map((product) => [product.id, product]));
    for (const edge of edges as readonly AllocationEdge[]) {
      add(needOf.get(edge.need), productOf.get(edge.product), edge.score, edge.amount);
    }
    return pairs;
  }
  const columns = edges as EdgeColumns;
  for (let e = 0; e < columns.need.length; e++) {
    const need = needs[columns.need[e] as number];
    add(need, products[columns.product[e] as number], columns.score[e], columns.amount?.[e]);
  }
  return pairs;
}

function limitsOf(problem: AllocationProblem, allocation: Allocation): readonly PlainLimit[] {
  const { products, banks = [], regions = [], pools = [], guarantors = [] } = problem;
  const limits: PlainLimit[] = [];
  const add = (
    name: LimitName,
    holds: PlainLimit['holds'],
    cap = Infinity,
    floor = 0,
    maximumCount = Infinity,
  ) => limits.push({ name, holds, cap, floor, maximumCount });
  for (const { id, quota, floor, maximumCount } of products) {
    add({ kind: 'product', id }, (_, product) => product.id === id, quota, floor, maximumCount);
  }
  for (const { id, quota, floor, maximumCount } of banks) {
    add({ kind: 'bank', id }, (_, product) => product.bank === id, quota, floor, maximumCount);
  }
  const chains = chainOf(problem);
  const entitlementOf = (id: string, cap: number): number | undefined =>
    allocation.entitlements?.find(
      ({ region, amount }) => region === id && Number.isSafeInteger(amount) && amount <= cap,
    )?.amount;
  for (const { id, cap, floor, maximumCount, reverts } of regions) {
    const entitled = reverts === true && cap !== undefined ? entitlementOf(id, cap) : undefined;
    const isIn = (need: AllocationNeed): boolean => chains(need).includes(id);
    // A cap reverts where the claims that go before it are stated; else it is a plain limit.
    const hard = entitled === undefined ? cap : undefined;
    add({ kind: 'region', id }, isIn, hard, Math.max(floor ?? 0, entitled ?? 0), maximumCount);
  }
  for (const pool of pools) add({ kind: 'pool', id: pool.id }, scopeOf(pool), pool.budget);
  for (const one of guarantors) {
    add({ kind: 'guarantor', id: one.id }, scopeOf(one), one.capital * one.multiple);
  }
  for (const kind of ['client', 'group'] as const) {
    const share = problem.concentration?.[kind];
    if (share === undefined) continue;
    const ids = new Set(problem.needs.flatMap((need) => need[kind] ?? []));
    for (const { id: bank, capital } of banks) {
      if (capital === undefined) continue;
      const cap = Number((BigInt(capital) * BigInt(share)) / 1_000_000n);
      for (const id of ids) {
        add({ kind, id, bank }, (need, product) => product.bank === bank && need[kind] === id, cap);
      }
    }
  }
  return limits;
}

function scopeOf(scope: EdgeScope): PlainLimit['holds'] {
  return (need, product) =>
    (scope.products?.includes(product.id) ?? true) &&
    (scope.banks?.includes(product.bank) ?? true) &&
    (scope.needs?.includes(need.id) ?? true) &&
    (scope.regions?.some((code) => need.region?.startsWith(code) === true) ?? true);
}

/** The ids of all listed regions that hold a need. */
function chainOf({ regions = [] }: AllocationProblem): (need: AllocationNeed) => readonly string[] {
  const prefixOf = (code: string, isProper: boolean): string | undefined =>
    regions
      .map((region) => region.id as string)
      .filter((id) => code.startsWith(id) && !(isProper && id === code))
      .sort((a, b) => b.length - a.length)[0];
  const known = new Map<string, readonly string[]>();
  return ({ region }) => {
    if (region === undefined) return [];
    const before = known.get(region);
    if (before !== undefined) return before;
    const chain: string[] = [];
    let at = prefixOf(region, false);
    while (at !== undefined && !chain.includes(at)) {
      chain.push(at);
      const stated = regions.find((one) => one.id === at)?.parent as string | undefined;
      at = stated ?? prefixOf(at, true);
    }
    known.set(region, chain);
    return chain;
  };
}

function checkShares(
  { shares, objective, indivisible, maximumLenders = Infinity }: Allocation,
  pairs: ReadonlyMap<string, readonly Pair[]>,
  breaches: Breach[],
): void {
  const got = new Map<string, { amount: bigint; lenders: Set<string> }>();
  for (const { need: id, product, amount } of shares) {
    const pair = pairs.get(id)?.find((one) => one.product.id === product);
    const name = { kind: 'edge', id: `${id} ${product}` };
    const sum = got.get(id) ?? { amount: 0n, lenders: new Set<string>() };
    got.set(id, sum);
    if (pair === undefined || sum.lenders.has(product)) {
      breaches.push({ code: 'pair', name, value: amount, allowed: 0 });
      continue;
    }
    sum.lenders.add(product);
    sum.amount += wholeOf(amount);
    const isWhole = Number.isSafeInteger(amount) && amount > 0;
    if (!isWhole || amount > pair.most) {
      breaches.push({ code: 'edge', name, value: amount, allowed: pair.most });
    }
    const ticket = pair.product.minimumTicket ?? 0;
    if (isWhole && amount < ticket)
      breaches.push({ code: 'ticket', name, value: amount, allowed: ticket });
  }
  for (const [id, { amount, lenders }] of got) {
    const need = pairs.get(id)?.[0]?.need;
    const asked = need?.amount ?? 0;
    const name = { kind: 'need', id };
    if (amount > BigInt(asked)) {
      breaches.push({ code: 'need', name, value: String(amount), allowed: asked });
    }
    if (indivisible === true && (lenders.size > 1 || amount !== BigInt(asked))) {
      breaches.push({ code: 'whole', name, value: String(amount), allowed: asked });
    }
    const least = objective === 'coverage' && need !== undefined ? leastOf(need) : 0;
    if (amount < BigInt(least)) {
      breaches.push({ code: 'least', name, value: String(amount), allowed: least });
    }
    if (lenders.size > maximumLenders) {
      breaches.push({ code: 'lenders', name, value: lenders.size, allowed: maximumLenders });
    }
  }
}

function checkLimits(
  { shares, objective, indivisible, overfill = [] }: Allocation,
  pairs: ReadonlyMap<string, readonly Pair[]>,
  limits: readonly PlainLimit[],
  breaches: Breach[],
): void {
  const used = shares.flatMap(({ need, product, amount }) => {
    const pair = pairs.get(need)?.find((one) => one.product.id === product);
    return pair === undefined ? [] : [{ ...pair, amount }];
  });
  const candidates = groupUsed(used);
  const mayPass = objective === 'stable' && indivisible === true;
  for (const { name, cap, floor, maximumCount, holds } of limits) {
    const inside = candidates(name).filter(({ need, product }) => holds(need, product));
    const sum = inside.reduce((total, { amount }) => total + wholeOf(amount), 0n);
    const value = String(sum);
    const over = overfill.find((one) => one.kind === name.kind && one.id === name.id)?.amount;
    const allowance = mayPass && over !== undefined ? wholeOf(over) : 0n;
    const passed = cap === Infinity ? 0 : Math.max(0, Number(sum) - cap);
    if (mayPass && over !== undefined && (over !== passed || passed === 0)) {
      const stated = { kind: 'overfill', id: name.id };
      breaches.push({ code: 'statement', name: stated, value: plain(over), allowed: passed });
    }
    if (cap !== Infinity && sum > BigInt(cap) + allowance) {
      breaches.push({ code: 'limit', name, value, allowed: cap });
    }
    if (sum < BigInt(floor)) breaches.push({ code: 'floor', name, value, allowed: floor });
    const count = new Set(inside.map(({ need }) => need.id)).size;
    if (count > maximumCount) {
      breaches.push({ code: 'count', name, value: count, allowed: maximumCount });
    }
  }
}

/** The pairs that a limit could hold, by what it is named after: saves looking at all of them. */
function groupUsed<T extends Pair>(used: readonly T[]): (name: LimitName) => readonly T[] {
  const groups = new Map<string, T[]>();
  for (const pair of used) {
    const { need, product } = pair;
    const keys = [`product ${product.id}`, `bank ${product.bank}`];
    if (need.client !== undefined) keys.push(`client ${need.client}`);
    if (need.group !== undefined) keys.push(`group ${need.group}`);
    for (const key of keys) {
      const list = groups.get(key);
      if (list === undefined) groups.set(key, [pair]);
      else list.push(pair);
    }
  }
  const isKey = new Set(['product', 'bank', 'client', 'group']);
  return ({ kind, id }) => (isKey.has(kind) ? (groups.get(`${kind} ${id}`) ?? []) : used);
}

function checkStatements(
  problem: AllocationProblem,
  allocation: Allocation,
  pairs: ReadonlyMap<string, readonly Pair[]>,
  breaches: Breach[],
): bigint {
  const got = new Map<string, number>();
  let welfare = 0n;
  let amount = 0n;
  for (const share of allocation.shares) {
    const pair = pairs.get(share.need)?.find((one) => one.product.id === share.product);
    welfare += BigInt(pair?.score ?? 0) * wholeOf(share.amount);
    amount += wholeOf(share.amount);
    got.set(share.need, (got.get(share.need) ?? 0) + Number(wholeOf(share.amount)));
  }
  const funded = problem.needs.filter((need) => (got.get(need.id) ?? 0) >= leastOf(need)).length;
  const state = (id: string, value: number | string, allowed: number | string): void => {
    if (value === allowed) return;
    const name = { kind: 'allocation', id };
    breaches.push({ code: 'statement', name, value: plain(value), allowed });
  };
  state('welfare', allocation.welfare, String(welfare));
  state('amount', allocation.amount, Number(amount));
  state('funded', allocation.funded, funded);
  return welfare;
}
