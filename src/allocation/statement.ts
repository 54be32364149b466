import type { Money } from '../units/money.ts';
import type { Compiled } from './compile.ts';
import type { Allocation, AllocationOptions, Certificate, Share } from './model.ts';
import { welfareOf } from './outcome.ts';

/** `bound - welfare` in parts per million of the bound, rounded up. */
export function gapPpm(welfare: bigint, bound: bigint): number {
  if (bound <= welfare) return 0;
  return Number(((bound - welfare) * 1_000_000n + bound - 1n) / bound);
}

/** What an allocation states of itself, from money on canonical edges. */
export function describe(
  compiled: Compiled,
  options: AllocationOptions,
  given: Int32Array,
  amounts: Float64Array,
  certificate: Certificate,
): Allocation {
  const { problem, seed, needs, products, byId, rows } = compiled;
  const order = inOrderOfEdges(given);
  const edge = order.map((k) => given[k] ?? 0);
  const amount = Float64Array.from(order, (k) => amounts[k] ?? 0);
  const needOf = needOfEdges(rows.rowStart, edge);
  const shares: Share[] = [];
  const got = new Float64Array(needs.length);
  const first = new Int32Array(needs.length).fill(-1);
  edge.forEach((_, k) => {
    const i = needOf[k] as number;
    got[i] = (got[i] as number) + (amount[k] as number);
    if (first[i] === -1) first[i] = k;
  });
  for (const i of byId) {
    const need = problem.needs[needs[i] as number]?.id ?? '';
    for (let k = first[i] as number; k >= 0 && needOf[k] === i; k++) {
      const product =
        problem.products[products[rows.product[edge[k] as number] as number] as number];
      shares.push({ need, product: product?.id ?? '', amount: amount[k] as Money });
    }
  }
  let funded = 0;
  needs.forEach((at, i) => {
    const need = problem.needs[at];
    if (need !== undefined && (got[i] as number) >= (need.minimumAmount ?? need.amount)) funded++;
  });
  return {
    objective: options.objective ?? 'welfare',
    seed,
    shares,
    amount: amount.reduce((sum, one) => sum + one, 0) as Money,
    funded,
    welfare: String(welfareOf(rows.score, edge, amount)),
    ...(options.indivisible === true ? { indivisible: true } : {}),
    ...(options.maximumLenders === undefined ? {} : { maximumLenders: options.maximumLenders }),
    certificate,
  };
}

/** Positions in the order of edges; sorted as numbers, since a comparison each would take longer. */
function inOrderOfEdges(edge: Int32Array): Int32Array {
  const count = Math.max(1, edge.length);
  const keys = Float64Array.from(edge, (e, k) => e * count + k).sort();
  return Int32Array.from(keys, (key) => key % count);
}

/** The need of each edge in a list that ascends by need. */
export function needOfEdges(rowStart: Int32Array, edge: Int32Array): Int32Array {
  let i = 0;
  return edge.map((e) => {
    if (e < (rowStart[i] as number)) i = 0;
    while (e >= (rowStart[i + 1] as number)) i++;
    return i;
  });
}
