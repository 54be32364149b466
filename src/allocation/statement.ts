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
  const { edge, amount } = inOrderOfEdges(given, amounts);
  const needOf = needOfEdges(rows.rowStart, edge);
  const shares: Share[] = [];
  const first = new Int32Array(needs.length).fill(-1);
  for (let k = edge.length - 1; k >= 0; k--) first[needOf[k] as number] = k;
  let funded = 0;
  // In the order of ids, which mostly is that of the list: a million needs lie far apart in memory.
  for (const i of byId) {
    const need = problem.needs[needs[i] as number];
    let got = 0;
    for (let k = first[i] as number; k >= 0 && needOf[k] === i; k++) {
      const product =
        problem.products[products[rows.product[edge[k] as number] as number] as number];
      got += amount[k] as number;
      shares.push({ need: need?.id ?? '', product: product?.id ?? '', amount: amount[k] as Money });
    }
    if (need !== undefined && got >= (need.minimumAmount ?? need.amount)) funded++;
  }
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

/** The same in the order of edges; sorted as numbers, since a comparison each would take longer. */
function inOrderOfEdges(
  edge: Int32Array,
  amount: Float64Array,
): { readonly edge: Int32Array; readonly amount: Float64Array } {
  // A flow is read in this order: it is the searches that put money here and there.
  if (edge.every((e, k) => k === 0 || (edge[k - 1] as number) < e)) return { edge, amount };
  const count = Math.max(1, edge.length);
  const keys = Float64Array.from(edge, (e, k) => e * count + k).sort();
  const order = Int32Array.from(keys, (key) => key % count);
  return {
    edge: order.map((k) => edge[k] ?? 0),
    amount: Float64Array.from(order, (k) => amount[k] ?? 0),
  };
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
