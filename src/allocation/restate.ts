import type { Money } from '../units/money.ts';
import type { Compiled } from './compile.ts';
import type { Allocation, Share } from './model.ts';
import type { Resolved } from './network/resolve-kernel.ts';
import { limitPrices, unmetFloors, welfareOf } from './outcome.ts';
import type { Patched } from './patch.ts';

/** An allocation after a repair, with the needs that lost promised money, in the order of ids. */
export interface Restated {
  readonly allocation: Allocation;
  readonly moved: readonly string[];
}

/** Shares of each canonical need in an allocation that was made here. */
const countsOf = new WeakMap<Allocation, Int32Array>();

/**
 * An allocation of the patched problem from a former one and from what differs: shares of needs that
 * were not touched are the same objects. Undefined where floors are missed.
 */
export function restate(
  former: Allocation,
  known: Compiled,
  { compiled, change, former: formerRow }: Patched,
  resolved: Resolved,
): Restated | undefined {
  const { before, after, price } = resolved;
  const { network } = change;
  if (unmetFloors(compiled, network, resolved).length > 0) return undefined;
  const sumOf = (amounts: Float64Array): number => amounts.reduce((sum, one) => sum + one, 0);
  const welfare =
    BigInt(former.welfare) -
    welfareOf(known.rows.score, before.edge, before.amount) +
    welfareOf(compiled.rows.score, after.edge, after.amount);
  const certificate = { kind: 'prices', prices: limitPrices(compiled, network, price) } as const;
  const { shares, counts } = shareAnew(former, known, compiled, resolved);
  const allocation: Allocation = {
    objective: 'welfare',
    seed: former.seed,
    shares,
    amount: (former.amount - sumOf(before.amount) + sumOf(after.amount)) as Money,
    funded: former.funded + fundedMore(known, compiled, resolved),
    welfare: String(welfare),
    certificate,
    bound: String(welfare),
    gapPpm: 0,
  };
  countsOf.set(allocation, counts);
  return { allocation, moved: movedAmong(known, compiled, formerRow, resolved) };
}

/** How many more needs have at least their least useful amount. */
function fundedMore(
  known: Compiled,
  compiled: Compiled,
  { needs: touched, before, after }: Resolved,
): number {
  const gotIn = ({ start, amount }: Resolved['after'], k: number): number => {
    let got = 0;
    for (let q = start[k] ?? 0; q < (start[k + 1] ?? 0); q++) got += amount[q] as number;
    return got;
  };
  const isFunded = ({ problem, needs }: Compiled, i: number, got: number): number => {
    const need = problem.needs[needs[i] ?? -1];
    return need !== undefined && got >= (need.minimumAmount ?? need.amount) ? 1 : 0;
  };
  let more = 0;
  touched.forEach((i, k) => {
    const had = gotIn(before, k);
    const has = gotIn(after, k);
    // A need that comes or leaves counts even with nothing: nothing may be enough for it.
    if (had === has && i < known.needs.length && compiled.needs[i] !== -1) return;
    more += isFunded(compiled, i, has) - isFunded(known, i, had);
  });
  return more;
}

/** Counts of shares by canonical need; the shares stand in the order of ids. */
function countShares(allocation: Allocation, { problem, needs, byId }: Compiled): Int32Array {
  const known = countsOf.get(allocation);
  if (known !== undefined) return known;
  const counts = new Int32Array(needs.length);
  const { shares } = allocation;
  let at = 0;
  for (const i of byId) {
    const id = problem.needs[needs[i] as number]?.id;
    const first = at;
    while (shares[at]?.need === id && at < shares.length) at++;
    counts[i] = at - first;
  }
  countsOf.set(allocation, counts);
  return counts;
}

/** All shares in the order of ids: old ones as they are, new ones of the needs that were touched. */
function shareAnew(
  former: Allocation,
  known: Compiled,
  { problem, needs, products, byId, rows }: Compiled,
  { needs: touched, after }: Resolved,
): { shares: readonly Share[]; counts: Int32Array } {
  const old = countShares(former, known);
  const firstOf = new Int32Array(needs.length);
  let first = 0;
  for (const i of known.byId) {
    firstOf[i] = first;
    first += old[i] as number;
  }
  const counts = new Int32Array(needs.length);
  counts.set(old);
  const placeOf = new Int32Array(needs.length).fill(-1);
  for (let k = 0; k < touched.length; k++) {
    const i = touched[k] as number;
    placeOf[i] = k;
    counts[i] = (after.start[k + 1] as number) - (after.start[k] as number);
  }
  let size = 0;
  for (const i of byId) size += counts[i] as number;
  const shares: Share[] = new Array(size);
  let at = 0;
  for (const i of byId) {
    const k = placeOf[i] as number;
    const count = counts[i] as number;
    if (k < 0) {
      const from = firstOf[i] as number;
      for (let q = from; q < from + count; q++) shares[at++] = former.shares[q] as Share;
      continue;
    }
    const need = problem.needs[needs[i] as number]?.id ?? '';
    const from = after.start[k] as number;
    for (let q = from; q < from + count; q++) {
      const p = products[rows.product[after.edge[q] as number] as number] as number;
      const amount = after.amount[q] as Money;
      shares[at++] = { need, product: problem.products[p]?.id ?? '', amount };
    }
  }
  return { shares, counts };
}

/** Needs that have less of a product than before. */
function movedAmong(
  known: Compiled,
  { problem, needs, rows }: Compiled,
  formerRow: Int32Array,
  { needs: touched, before, after }: Resolved,
): readonly string[] {
  const placeOf = new Map(
    Array.from(formerRow, (row) => [row, row < 0 ? -1 : touched.indexOf(row)] as const),
  );
  const firstNew = needs.length - formerRow.length;
  const moved: string[] = [];
  touched.forEach((i, k) => {
    const id = problem.needs[needs[i] as number]?.id;
    const was = i < firstNew ? k : placeOf.get(formerRow[i - firstNew] as number);
    if (id === undefined || was === undefined || was + 1 >= before.start.length) return;
    for (let q = before.start[was] as number; q < (before.start[was + 1] as number); q++) {
      const p = known.rows.product[before.edge[q] as number];
      let has = 0;
      for (let r = after.start[k] as number; r < (after.start[k + 1] as number); r++) {
        if (rows.product[after.edge[r] as number] === p) has = after.amount[r] as number;
      }
      if (has >= (before.amount[q] as number)) continue;
      moved.push(id);
      return;
    }
  });
  return moved.sort();
}
