import type { AllocationNeed, AllocationProduct, LimitName, LimitPrice } from './model.ts';
import type { Breach } from './verify.ts';

/** An edge with both its ends. */
export interface Pair {
  readonly need: AllocationNeed;
  readonly product: AllocationProduct;
  readonly score: number;
  readonly most: number;
}

/** A limit in its plainest form: who is inside, and how much may be. */
export interface PlainLimit {
  readonly name: LimitName;
  readonly cap: number;
  readonly floor: number;
  readonly maximumCount: number;
  readonly holds: (need: AllocationNeed, product: AllocationProduct) => boolean;
}

/** The bound that prices prove; undefined, with a breach, where a limit cannot have its price. */
export function boundOf(
  pairs: ReadonlyMap<string, readonly Pair[]>,
  limits: readonly PlainLimit[],
  prices: readonly LimitPrice[],
  scoreOf: (pair: Pair) => number,
  breaches: Breach[],
): bigint | undefined {
  const keyOf = ({ kind, id, bank = '' }: LimitName): string => JSON.stringify([kind, id, bank]);
  const byKey = new Map(limits.map((limit) => [keyOf(limit.name), limit]));
  const priced: { limit: PlainLimit; price: number }[] = [];
  // A second price of one limit would count in the bound and not for the pairs that the limit holds.
  const seen = new Set<PlainLimit>();
  let bound = 0n;
  for (const { price, ...name } of prices) {
    const limit = byKey.get(keyOf(name));
    const held = price > 0 ? limit?.cap : limit?.floor;
    const isSound = Number.isSafeInteger(price) && Number.isSafeInteger(held);
    if (limit === undefined || held === undefined || !isSound || seen.has(limit)) {
      breaches.push({ code: 'proof', name, value: price, allowed: 0 });
      return undefined;
    }
    seen.add(limit);
    bound += BigInt(price) * BigInt(held);
    priced.push({ limit, price });
  }
  const ceilings = groupCeilings(limits);
  const priceOf = createPricing(priced);
  let isExact = true;
  for (const list of pairs.values()) {
    const worth = list.map((pair) => {
      // No edge carries more than the smallest limit on a client that holds it.
      const most = ceilings(pair.need).reduce(
        (least, { cap, holds }) => (holds(pair.need, pair.product) ? Math.min(least, cap) : least),
        pair.most,
      );
      const own = scoreOf(pair) - priceOf(pair);
      isExact &&= Number.isSafeInteger(own);
      return { worth: own, most };
    });
    if (!isExact) {
      const name = { kind: 'need', id: list[0]?.need.id ?? '' };
      const expected = 'prices that sum to whole numbers below 2^53';
      breaches.push({ code: 'proof', name, value: 'prices', allowed: expected });
      return undefined;
    }
    worth.sort((a, b) => b.worth - a.worth);
    let left = list[0]?.need.amount ?? 0;
    for (const one of worth) {
      if (one.worth <= 0 || left <= 0) break;
      const taken = Math.min(left, one.most);
      bound += BigInt(one.worth) * BigInt(taken);
      left = (left - taken) as typeof left;
    }
  }
  return bound;
}

/** The limits on single clients and groups that could hold a need. */
function groupCeilings(
  limits: readonly PlainLimit[],
): (need: AllocationNeed) => readonly PlainLimit[] {
  const byId = new Map<string, PlainLimit[]>();
  for (const limit of limits) {
    const { kind, id } = limit.name;
    if (kind !== 'client' && kind !== 'group') continue;
    const key = `${kind} ${id}`;
    byId.set(key, [...(byId.get(key) ?? []), limit]);
  }
  const none: readonly PlainLimit[] = [];
  if (byId.size === 0) return () => none;
  return ({ client, group }) => [
    ...(byId.get(`client ${client}`) ?? none),
    ...(byId.get(`group ${group}`) ?? none),
  ];
}

/**
 * Sum of the prices of all limits that hold a pair; those of one product are looked up at once. NaN
 * where a sum on the way is not exact.
 */
function createPricing(
  priced: readonly { readonly limit: PlainLimit; readonly price: number }[],
): (pair: Pair) => number {
  const ofProduct = new Map<string, number>();
  const ofBank = new Map<string, number>();
  const others: (typeof priced)[number][] = [];
  for (const one of priced) {
    const { kind, id } = one.limit.name;
    if (kind === 'product') ofProduct.set(id, one.price);
    else if (kind === 'bank') ofBank.set(id, one.price);
    else others.push(one);
  }
  return ({ need, product }) => {
    let sum = (ofProduct.get(product.id) ?? 0) + (ofBank.get(product.bank) ?? 0);
    for (const { limit, price } of others) {
      if (!Number.isSafeInteger(sum)) return Number.NaN;
      if (limit.holds(need, product)) sum += price;
    }
    return Number.isSafeInteger(sum) ? sum : Number.NaN;
  };
}
