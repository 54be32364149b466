/**
 * Repair beside a fresh allocation of the changed problem, turn by turn in one run, least processor
 * times of both, which other jobs disturb less than the clock; the two must reach the same welfare.
 *
 *     npx esbuild bench/allocation/repair.ts --bundle --format=esm --platform=node --outfile=repair.mjs
 *     node repair.mjs [needs] [turns]
 */
import {
  type AllocationChanges,
  type AllocationProblem,
  allocate,
  repair,
} from '../../src/allocation/index.ts';
import type { Money } from '../../src/units/money.ts';
import { createRandom, generateInstance } from './generate.ts';

const needs = Number(process.argv[2] ?? 100_000);
const turns = Number(process.argv[3] ?? 5);
const problem = generateInstance(
  {
    needs,
    products: 3_000,
    edgesPerNeed: 50,
    largestAmount: 3_000_000_000,
    largestScore: 100_000_000,
    scores: 'plain',
  },
  1,
);

/** A hundredth of the quotas, up and down in turn. */
function quotaChanges({ products }: AllocationProblem): AllocationChanges {
  const quotas = products
    .filter((_, j) => j % 100 === 0)
    .map(({ id, quota = 0 as Money }, k) => ({
      kind: 'product' as const,
      id,
      quota: Math.floor(quota * (k % 2 === 0 ? 0.9 : 1.1)) as Money,
    }));
  return { quotas };
}

/** Half a hundredth of the needs leaves, as many come, with scores like those of the others. */
function needChanges({ needs: all, products }: AllocationProblem): AllocationChanges {
  const random = createRandom(2);
  const gone = all.filter((_, i) => i % 200 === 0);
  const addNeeds = gone.map((need, k) => ({ ...need, id: `new-${k}` }));
  const addEdges = addNeeds.flatMap((need, k) =>
    Array.from({ length: 50 }, (_, e) => ({
      need: need.id,
      product: products[(k * 37 + e * 59) % products.length]?.id ?? '',
      score: Math.floor(random() * 100_000_000),
    })),
  );
  return { withdrawNeeds: gone.map((need) => need.id), addNeeds, addEdges };
}

/** Milliseconds of the processor that this process has used, all its threads together. */
function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

const base = allocate(problem);
if (base._tag === 'Left') throw new Error(base.left[0]?.message);
for (const [label, changes] of [
  ['1 % of the quotas', quotaChanges(problem)],
  ['1 % of the needs', needChanges(problem)],
] as const) {
  let own = Infinity;
  let first = Infinity;
  let fresh = Infinity;
  for (let turn = 0; turn < turns; turn++) {
    const start = processorMs();
    const repaired = repair(problem, base.right, changes);
    const middle = processorMs();
    if (repaired._tag === 'Left') throw new Error(repaired.left[0]?.message);
    // The edges of the changed problem are written out when they are read: no part of a solve.
    const changed = { ...repaired.right.problem, edges: repaired.right.problem.edges };
    const begun = processorMs();
    const again = allocate(changed);
    const end = processorMs();
    if (again._tag === 'Left' || again.right.welfare !== repaired.right.allocation.welfare) {
      throw new Error(`${label}: repair and a fresh allocation differ`);
    }
    if (turn === 0) first = middle - start;
    own = Math.min(own, middle - start);
    fresh = Math.min(fresh, end - begun);
  }
  const ratio = (own / fresh).toFixed(3);
  console.log(
    `${label}: repair ${own.toFixed(0)} ms (the first ${first.toFixed(0)}), fresh ${fresh.toFixed(0)} ms, ratio ${ratio}`,
  );
}
