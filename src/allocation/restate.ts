import type { Money } from '../units/money.ts';
import type { Compiled } from './compile.ts';
import type { Allocation, Share } from './model.ts';
import type { RowFlow } from './network/read-kernel.ts';
import type { Resolved } from './network/resolve-kernel.ts';
import { limitPrices, unmetFloors, welfareOf } from './outcome.ts';
import type { Patched } from './patch.ts';

/** An allocation after a repair, with the needs that lost promised money, in the order of ids. */
export interface Restated {
  readonly allocation: Allocation;
  readonly moved: readonly string[];
}

/** Where the shares of each need begin, by its place in the order of ids, and the end of the last. */
const startsOf = new WeakMap<Allocation, Int32Array>();

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
  const { shares, starts, byId } = shareAnew(former, known, compiled, resolved);
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
  startsOf.set(allocation, starts);
  return { allocation, moved: movedAmong(known, compiled, formerRow, resolved, byId) };
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

/** Starts of shares by the order of ids, in which the shares stand. */
function startShares(allocation: Allocation, { problem, needs, byId }: Compiled): Int32Array {
  const known = startsOf.get(allocation);
  if (known !== undefined) return known;
  const { shares } = allocation;
  const starts = new Int32Array(byId.length + 1);
  let at = 0;
  for (let rank = 0; rank < byId.length; rank++) {
    const id = problem.needs[needs[byId[rank] as number] as number]?.id;
    while (shares[at]?.need === id && at < shares.length) at++;
    starts[rank + 1] = at;
  }
  startsOf.set(allocation, starts);
  return starts;
}

/** What there is to say anew of all needs. */
interface SharedAnew {
  /** All shares in the order of ids. */
  readonly shares: readonly Share[];
  readonly starts: Int32Array;
  /** Places in the list of what was touched, of those who are still there, in the order of ids. */
  readonly byId: readonly number[];
}

/** All shares: old ones as they are, new ones of the needs that were touched. */
function shareAnew(
  former: Allocation,
  known: Compiled,
  { problem, needs, products, byId, rows }: Compiled,
  { needs: touched, before, after }: Resolved,
): SharedAnew {
  const old = startShares(former, known);
  const isTouched = new Uint8Array(needs.length);
  for (const i of touched) isTouched[i] = 1;
  const { shares: oldShares } = former;
  const { byId: oldById } = known;
  const size = oldShares.length - before.edge.length + after.edge.length;
  const shares: Share[] = new Array(size);
  const starts = new Int32Array(byId.length + 1);
  const touchedById: number[] = [];
  let at = 0;
  // Needs that were not touched stand in both orders, one after the other.
  let rank = 0;
  for (let to = 0; to < byId.length; to++) {
    const i = byId[to] as number;
    if (isTouched[i] === 0) {
      while (oldById[rank] !== i) rank++;
      const end = old[rank + 1] as number;
      for (let q = old[rank] as number; q < end; q++) shares[at++] = oldShares[q] as Share;
    } else {
      const k = placeIn(touched, i);
      touchedById.push(k);
      const need = problem.needs[needs[i] as number]?.id ?? '';
      for (let q = after.start[k] as number; q < (after.start[k + 1] as number); q++) {
        const p = products[rows.product[after.edge[q] as number] as number] as number;
        const amount = after.amount[q] as Money;
        shares[at++] = { need, product: problem.products[p]?.id ?? '', amount };
      }
    }
    starts[to + 1] = at;
  }
  return { shares, starts, byId: touchedById };
}

/** Place of a need in an ascending list that holds it. */
function placeIn(list: Int32Array, i: number): number {
  let low = 0;
  let high = list.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((list[middle] as number) < i) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Needs that have less of a product than before, of those in `byId` and in that order. */
function movedAmong(
  known: Compiled,
  { problem, needs, rows }: Compiled,
  formerRow: Int32Array,
  { needs: touched, before, after }: Resolved,
  byId: readonly number[],
): readonly string[] {
  const firstNew = needs.length - formerRow.length;
  const moved: string[] = [];
  for (const k of byId) {
    const i = touched[k] as number;
    const row = i < firstNew ? i : (formerRow[i - firstNew] as number);
    // Who is new had nothing that could be taken away.
    if (row < 0) continue;
    const was = i < firstNew ? k : placeIn(touched, row);
    if (hasLess(known, rows, before, was, after, k)) {
      moved.push(problem.needs[needs[i] as number]?.id ?? '');
    }
  }
  return moved;
}

/** Whether a need has less of a product in row `k` than it had in row `was`. */
function hasLess(
  known: Compiled,
  rows: Compiled['rows'],
  before: RowFlow,
  was: number,
  after: RowFlow,
  k: number,
): boolean {
  for (let q = before.start[was] as number; q < (before.start[was + 1] as number); q++) {
    const p = known.rows.product[before.edge[q] as number];
    let has = 0;
    for (let r = after.start[k] as number; r < (after.start[k + 1] as number); r++) {
      if (rows.product[after.edge[r] as number] === p) has = after.amount[r] as number;
    }
    if (has < (before.amount[q] as number)) return true;
  }
  return false;
}
