import type { Allocation, AllocationProblem } from './model.ts';
import type { Pair, PlainLimit } from './verify-bound.ts';

type Pairs = ReadonlyMap<string, readonly Pair[]>;

/**
 * The pairs that an allocation can use: every limit around has room for the ticket, and for all of the
 * need where it is served whole. Others cannot add to a bound.
 */
export function usablePairs(
  { products }: AllocationProblem,
  pairs: Pairs,
  limits: readonly PlainLimit[],
  { indivisible, maximumLenders }: Pick<Allocation, 'indivisible' | 'maximumLenders'>,
): Pairs {
  const isWhole = indivisible === true;
  const isTicketed = products.some(({ minimumTicket = 0 }) => minimumTicket > 1);
  const isCounted = limits.some(({ maximumCount }) => maximumCount !== Infinity);
  // Where amounts divide and only money is limited, prices alone say all.
  if (!isWhole && !isTicketed && !isCounted && maximumLenders === undefined) return pairs;
  const limitsOf = limitsByPair(limits);
  const usable = (pair: Pair): readonly Pair[] => {
    const { need, product } = pair;
    const around = limitsOf(pair);
    const capOf = (list: readonly PlainLimit[]): number =>
      list.reduce((least, { cap }) => Math.min(least, cap), pair.most);
    const least = Math.max(1, product.minimumTicket ?? 0, isWhole ? need.amount : 0);
    if (capOf(around) < least || around.some(({ maximumCount }) => maximumCount === 0)) return [];
    const isSingle = ({ name: { kind } }: PlainLimit) => kind === 'client' || kind === 'group';
    return [{ ...pair, most: capOf(around.filter(isSingle)) }];
  };
  return new Map([...pairs].map(([id, list]) => [id, list.flatMap(usable)]));
}

/**
 * Limits with a count hold at most what the needs can have that could be the largest in them: `k`
 * needs no more than the `k` largest.
 */
export function tightenedLimits(
  limits: readonly PlainLimit[],
  pairs: Pairs,
): readonly PlainLimit[] {
  if (!limits.some(({ maximumCount }) => maximumCount !== Infinity)) return limits;
  return limits.map((limit) => {
    if (limit.maximumCount === Infinity) return limit;
    const amounts = [...pairs.values()].map((list) => {
      const inside = list.filter(({ need, product }) => limit.holds(need, product));
      const most = inside.reduce((sum, pair) => sum + pair.most, 0);
      return Math.min(most, inside[0]?.need.amount ?? 0);
    });
    const largest = amounts.sort((a, b) => b - a).slice(0, limit.maximumCount);
    const most = largest.reduce((sum, one) => sum + one, 0);
    return { ...limit, cap: Math.min(limit.cap, Math.max(limit.floor, most)) };
  });
}

/** The limits that hold a pair; those of one product or bank are looked up at once. */
function limitsByPair(limits: readonly PlainLimit[]): (pair: Pair) => readonly PlainLimit[] {
  const ofLender = new Map<string, PlainLimit[]>();
  const others: PlainLimit[] = [];
  for (const limit of limits) {
    const { kind, id } = limit.name;
    if (kind !== 'product' && kind !== 'bank') others.push(limit);
    else ofLender.set(`${kind} ${id}`, [limit]);
  }
  return ({ need, product }) => [
    ...(ofLender.get(`product ${product.id}`) ?? []),
    ...(ofLender.get(`bank ${product.bank}`) ?? []),
    ...others.filter(({ holds }) => holds(need, product)),
  ];
}
