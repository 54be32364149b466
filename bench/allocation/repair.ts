/**
 * Repair beside a fresh allocation of the changed problem, turn by turn in one run, least times of
 * both; the two must reach the same welfare. By the clock, which is what a caller waits, and by the
 * processor, all threads together, which other jobs disturb less.
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

/** What has passed since the process began, milliseconds. */
interface Passed {
  readonly clock: number;
  readonly processor: number;
}

function now(): Passed {
  const { user, system } = process.cpuUsage();
  return { clock: performance.now(), processor: (user + system) / 1000 };
}

const least = (before: Passed, from: Passed, to: Passed): Passed => ({
  clock: Math.min(before.clock, to.clock - from.clock),
  processor: Math.min(before.processor, to.processor - from.processor),
});

const FOREVER: Passed = { clock: Infinity, processor: Infinity };

const base = allocate(problem);
if (base._tag === 'Left') throw new Error(base.left[0]?.message);
for (const [label, changes] of [
  ['1 % of the quotas', quotaChanges(problem)],
  ['1 % of the needs', needChanges(problem)],
] as const) {
  let own = FOREVER;
  let first = FOREVER;
  let fresh = FOREVER;
  for (let turn = 0; turn < turns; turn++) {
    const start = now();
    const repaired = repair(problem, base.right, changes);
    const middle = now();
    if (repaired._tag === 'Left') throw new Error(repaired.left[0]?.message);
    // The edges of the changed problem are written out when they are read: no part of a solve.
    const changed = { ...repaired.right.problem, edges: repaired.right.problem.edges };
    const begun = now();
    const again = allocate(changed);
    const end = now();
    if (again._tag === 'Left' || again.right.welfare !== repaired.right.allocation.welfare) {
      throw new Error(`${label}: repair and a fresh allocation differ`);
    }
    if (turn === 0) first = least(FOREVER, start, middle);
    own = least(own, start, middle);
    fresh = least(fresh, begun, end);
  }
  for (const by of ['clock', 'processor'] as const) {
    const ratio = (own[by] / fresh[by]).toFixed(3);
    console.log(
      `${label}, by the ${by}: repair ${own[by].toFixed(0)} ms (the first ${first[by].toFixed(0)}), fresh ${fresh[by].toFixed(0)} ms, ratio ${ratio}`,
    );
  }
}
