import { createIssue, type Issue } from '../units/issue.ts';
import type { Money } from '../units/money.ts';
import type { Compiled } from './compile.ts';
import type { LimitPrice } from './model.ts';
import type { Network, NetworkFlow } from './network/network.ts';

/** Money on canonical edges, with what is known of its worth. */
export interface Outcome {
  readonly edge: Int32Array;
  readonly amount: Float64Array;
  readonly prices: readonly LimitPrice[];
  /** No allocation has more welfare. */
  readonly bound: bigint;
  /** What each region with a reverting cap had by its own cap. */
  readonly entitlements?: readonly { readonly region: string; readonly amount: Money }[];
}

/** Sum of score x amount, exact. */
export function welfareOf(score: Int32Array, edge: Int32Array, amount: Float64Array): bigint {
  // Amounts in two limbs of 2^20: with scores below 2^27 a product stays below 2^47, and sums move to a
  // big integer, which is slow, when they pass 2^52: all are exact.
  let total = 0n;
  let low = 0;
  let high = 0;
  edge.forEach((e, k) => {
    const s = score[e] as number;
    const x = amount[k] as number;
    const lower = x % 2 ** 20;
    const upper = (x - lower) / 2 ** 20;
    if (upper >= 2 ** 20) {
      total += BigInt(s) * BigInt(x);
      return;
    }
    low += s * lower;
    high += s * upper;
    if (low < 2 ** 52 && high < 2 ** 52) return;
    total += BigInt(low) + (BigInt(high) << 20n);
    low = 0;
    high = 0;
  });
  return total + BigInt(low) + (BigInt(high) << 20n);
}

/** Floors that no allocation can meet together, each with what is missing where least is in all. */
export function unmetFloors(
  { problem, names }: Compiled,
  network: Network,
  flow: Pick<NetworkFlow, 'segmentFlow'>,
): readonly Issue[] {
  const issues: Issue[] = [];
  names.forEach((name, node) => {
    if (name === undefined) return;
    const held = (s: number): number => flow.segmentFlow[3 * node + s] as number;
    const isRegion = name.kind === 'region';
    const capacity = network.segmentCapacity[3 * node] as number;
    const missing = isRegion ? held(2) : capacity - held(0);
    if (missing <= 0) return;
    const list = isRegion ? 'regions' : name.kind === 'bank' ? 'banks' : 'products';
    const index = (problem[list] ?? []).findIndex((one) => one.id === name.id);
    const floor = problem[list]?.[index]?.floor ?? 0;
    const expected = `a floor that can be met: at most ${floor - missing} minor units beside the others, ${missing} less`;
    issues.push(createIssue({ code: 'contradiction', expected }, [list, index, 'floor'], floor));
  });
  return issues;
}

/** Prices of limits from prices of nodes; those that a limit cannot have are left out. */
export function limitPrices(
  { names }: Compiled,
  network: Network,
  price: Float64Array,
): readonly LimitPrice[] {
  const prices: LimitPrice[] = [];
  names.forEach((name, node) => {
    if (name === undefined) return;
    const step = (price[node] as number) - (price[network.parent[node] as number] as number);
    // Through a region flows what stays unserved, so its price has the opposite sign.
    const value = name.kind === 'region' ? -step : step;
    if (value !== 0) prices.push({ ...name, price: value });
  });
  return prices;
}

/** Every need at its best edge, whatever the limits. */
export function boundless({ needCount, demand, rowStart, gain }: Network): bigint {
  let bound = 0n;
  for (let i = 0; i < needCount; i++) {
    let best = 0;
    for (let e = rowStart[i] as number; e < (rowStart[i + 1] as number); e++) {
      best = Math.max(best, gain[e] as number);
    }
    bound += BigInt(best) * BigInt(demand[i] as number);
  }
  return bound;
}
