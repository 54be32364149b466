import fc from 'fast-check';
import type { AllocationProblem } from '../src/allocation/index.ts';
import type { Code } from '../src/units/code.ts';
import type { Money } from '../src/units/money.ts';

const money = (amount: number): Money => amount as Money;
export const code = (text: string): Code => text as Code;

const BANKS = ['ash', 'birch'] as const;
const REGIONS = ['42', '4201', '420106', '4202'] as const;

interface Shape {
  readonly hasRegions?: boolean;
  readonly hasFloors?: boolean;
  readonly hasEdgeAmounts?: boolean;
  readonly hasPools?: boolean;
}

/** Problems small enough to try every allocation, and tight enough that limits bind. */
export function smallProblem(shape: Shape = {}): fc.Arbitrary<AllocationProblem> {
  const amount = (max: number) => fc.integer({ min: 0, max }).map(money);
  const maybe = <T>(arb: fc.Arbitrary<T>, isOn = true) =>
    isOn ? fc.option(arb, { nil: undefined }) : fc.constant(undefined);
  const need = fc.record({
    amount: fc.integer({ min: 1, max: 4 }).map(money),
    region: maybe(fc.constantFrom(...REGIONS).map(code), shape.hasRegions === true),
    minimum: maybe(fc.integer({ min: 0, max: 4 })),
  });
  const product = fc.record({
    bank: fc.constantFrom(...BANKS),
    quota: maybe(amount(6)),
    floor: maybe(amount(2), shape.hasFloors === true),
  });
  const edge = fc.record({
    isIn: fc.boolean(),
    score: fc.oneof(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 100_000_000 })),
    amount: maybe(amount(3), shape.hasEdgeAmounts === true),
  });
  const limits = fc.record({
    quota: maybe(amount(8)),
    cap: fc.array(maybe(amount(6)), { minLength: 4, maxLength: 4 }),
  });
  return fc
    .record({
      needs: fc.array(need, { minLength: 1, maxLength: 4 }),
      products: fc.array(product, { minLength: 1, maxLength: 3 }),
      edges: fc.array(edge, { minLength: 12, maxLength: 12 }),
      limits,
      pools: fc.array(
        fc.record({
          budget: amount(5),
          members: fc.array(fc.boolean(), { minLength: 7, maxLength: 7 }),
        }),
        { maxLength: shape.hasPools === true ? 2 : 0 },
      ),
    })
    .map(({ needs, products, edges, limits: { quota, cap }, pools }) => ({
      needs: needs.map(({ amount: asked, region, minimum }, i) => ({
        id: `n${i}`,
        amount: asked,
        ...(region === undefined ? {} : { region }),
        ...(minimum === undefined ? {} : { minimumAmount: money(Math.min(minimum, asked)) }),
      })),
      products: products.map(({ bank, quota: own, floor }, j) => ({
        id: `p${j}`,
        bank,
        ...(own === undefined ? {} : { quota: own }),
        ...(floor === undefined ? {} : { floor: money(Math.min(floor, own ?? floor)) }),
      })),
      banks: [{ id: 'ash', ...(quota === undefined ? {} : { quota }) }],
      ...(shape.hasRegions === true
        ? {
            regions: REGIONS.map((id, r) => {
              const most = cap[r];
              return { id: code(id), ...(most === undefined ? {} : { cap: most }) };
            }),
          }
        : {}),
      pools: pools.map(({ budget, members }, k) => ({
        id: `pool${k}`,
        budget,
        needs: needs.flatMap((_, i) => (members[i] === true ? [`n${i}`] : [])),
        products: products.flatMap((_, j) => (members[4 + j] === true ? [`p${j}`] : [])),
      })),
      edges: needs.flatMap((_, i) =>
        products.flatMap((_one, j) => {
          const one = edges[3 * i + j];
          if (one === undefined || !one.isIn) return [];
          const { score, amount: most } = one;
          return [
            {
              need: `n${i}`,
              product: `p${j}`,
              score,
              ...(most === undefined ? {} : { amount: most }),
            },
          ];
        }),
      ),
    }));
}

/** The best of all allocations in whole units, by trying every one; -1: floors cannot be met. */
export function bruteForce(
  problem: AllocationProblem,
  worthOf: (got: ReadonlyMap<string, number>, welfare: number) => number,
  isAllowed: (amount: number, asked: number) => boolean = () => true,
): number {
  const edges = problem.edges as readonly {
    need: string;
    product: string;
    score: number;
    amount?: number;
  }[];
  const productOf = new Map(problem.products.map((one) => [one.id, one]));
  const needOf = new Map(problem.needs.map((one) => [one.id, one]));
  const limits: { cap: number; floor: number; used: number; holds: (e: number) => boolean }[] = [];
  const add = (cap: number | undefined, floor: number | undefined, holds: (e: number) => boolean) =>
    limits.push({ cap: cap ?? Infinity, floor: floor ?? 0, used: 0, holds });
  for (const p of problem.products) add(p.quota, p.floor, (e) => edges[e]?.product === p.id);
  for (const b of problem.banks ?? []) {
    add(b.quota, b.floor, (e) => productOf.get(edges[e]?.product ?? '')?.bank === b.id);
  }
  for (const r of problem.regions ?? []) {
    add(r.cap, r.floor, (e) => needOf.get(edges[e]?.need ?? '')?.region?.startsWith(r.id) === true);
  }
  for (const pool of problem.pools ?? []) {
    add(pool.budget, 0, (e) => {
      const { need = '', product = '' } = edges[e] ?? {};
      return pool.needs?.includes(need) !== false && pool.products?.includes(product) !== false;
    });
  }
  const left = new Map(problem.needs.map((one) => [one.id, one.amount as number]));
  const got = new Map<string, number>();
  let best = -1;
  const visit = (e: number, welfare: number): void => {
    const edge = edges[e];
    if (edge === undefined) {
      if (limits.some(({ floor, used }) => used < floor)) return;
      best = Math.max(best, worthOf(got, welfare));
      return;
    }
    const own = limits.filter(({ holds }) => holds(e));
    const asked = needOf.get(edge.need)?.amount ?? 0;
    const room = Math.min(
      left.get(edge.need) ?? 0,
      edge.amount ?? Infinity,
      ...own.map((one) => one.cap - one.used),
    );
    for (let x = 0; x <= room; x++) {
      if (!isAllowed(x, asked)) continue;
      for (const one of own) one.used += x;
      left.set(edge.need, (left.get(edge.need) ?? 0) - x);
      got.set(edge.need, (got.get(edge.need) ?? 0) + x);
      visit(e + 1, welfare + x * edge.score);
      got.set(edge.need, (got.get(edge.need) ?? 0) - x);
      left.set(edge.need, (left.get(edge.need) ?? 0) + x);
      for (const one of own) one.used -= x;
    }
  };
  visit(0, 0);
  return best;
}
