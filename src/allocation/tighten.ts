import { type Either, isLeft, right } from 'fp-ts/Either';
import type { Issue } from '../units/issue.ts';
import type { Money } from '../units/money.ts';
import { type Compiled, recompileLimits } from './compile.ts';
import type { AllocationOptions } from './model.ts';
import { regionParents } from './regions.ts';
import { createRooms } from './rooms.ts';

/** 1 for edges that some allocation can use: wide enough for the ticket, and for a whole need. */
export function usableEdges(compiled: Compiled, { indivisible }: AllocationOptions): Uint8Array {
  const { demand, rows } = compiled;
  const rooms = createRooms(compiled);
  const isUsable = new Uint8Array(rows.product.length);
  for (let i = 0; i < demand.length; i++) {
    for (let e = rows.rowStart[i] as number; e < (rows.rowStart[i + 1] as number); e++) {
      const room = rooms.roomOf(i, e);
      isUsable[e] = (indivisible === true ? room === demand[i] : room > 0) ? 1 : 0;
    }
  }
  return isUsable;
}

/**
 * The problem whose divisible optimum bounds whole needs, counts and tickets more tightly: edges that
 * cannot be used carry nothing, and a limit with a count holds no more money than the needs that
 * could be the largest in it can have.
 */
export function tightened(
  compiled: Compiled,
  isUsable: Uint8Array,
): Either<readonly Issue[], Compiled> {
  const { network } = compiled;
  const capacity = Float64Array.from(isUsable, (one, e) =>
    one === 0 ? 0 : (network.capacity?.[e] ?? Infinity),
  );
  const counted = countedProblem(compiled, capacity);
  const again = counted === undefined ? right(compiled) : recompileLimits(compiled, counted);
  if (isLeft(again)) return again;
  return right({ ...again.right, network: { ...again.right.network, capacity } });
}

/** Quotas and caps no larger than what the largest needs that may be counted can have together. */
function countedProblem(
  compiled: Compiled,
  capacity: Float64Array,
): Compiled['problem'] | undefined {
  const { problem, demand, rows, products, regionOfNeed } = compiled;
  const { banks = [], regions = [] } = problem;
  const isCounted = (one: { readonly maximumCount?: number }) => one.maximumCount !== undefined;
  if (![...problem.products, ...banks, ...regions].some(isCounted)) return undefined;
  const parents = regionParents(regions);
  const inside = new Map<string, number[]>();
  for (let i = 0; i < demand.length; i++) {
    const own = new Map<string, number>();
    const add = (key: string, amount: number): void => {
      own.set(key, (own.get(key) ?? 0) + amount);
    };
    for (let e = rows.rowStart[i] as number; e < (rows.rowStart[i + 1] as number); e++) {
      const most = Math.min(demand[i] as number, capacity[e] as number);
      const product = problem.products[products[rows.product[e] as number] as number];
      add(`product ${product?.id}`, most);
      add(`bank ${product?.bank}`, most);
      for (let r = regionOfNeed[i] as number; r >= 0; r = parents[r] ?? -1) {
        add(`region ${regions[r]?.id}`, most);
      }
    }
    for (const [key, amount] of own) {
      const most = Math.min(amount, demand[i] as number);
      const list = inside.get(key);
      if (list === undefined) inside.set(key, [most]);
      else list.push(most);
    }
  }
  const capOf = (key: string, count: number): Money => {
    const amounts = (inside.get(key) ?? []).sort((a, b) => b - a).slice(0, count);
    return amounts.reduce((sum, one) => sum + one, 0) as Money;
  };
  const limited = <T extends LimitOfCount>(kind: string, one: T, cap: Money | undefined) => {
    if (one.maximumCount === undefined) return cap;
    const most = Math.max(one.floor ?? 0, capOf(`${kind} ${one.id}`, one.maximumCount));
    return Math.min(most, cap ?? Infinity) as Money;
  };
  const withQuota = <T extends LimitOfCount & { quota?: Money }>(kind: string, one: T): T => {
    const quota = limited(kind, one, one.quota);
    return quota === undefined ? one : { ...one, quota };
  };
  return {
    ...problem,
    products: problem.products.map((one) => withQuota('product', one)),
    banks: banks.map((one) => withQuota('bank', one)),
    regions: regions.map((one) => {
      const cap = limited('region', one, one.cap);
      if (cap === undefined || one.maximumCount === undefined) return one;
      // What a count leaves unused reverts to nobody.
      const { reverts: _, ...plain } = one;
      return { ...plain, cap };
    }),
  };
}

interface LimitOfCount {
  readonly id: string;
  readonly floor?: Money;
  readonly maximumCount?: number;
}
