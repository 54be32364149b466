/**
 * Instances of the literature and the stable allocation of a large problem, one after the other. Prints
 * tables in Markdown. The instances are no part of the project; the folder holds `assign` and `gap`.
 *
 *     npx esbuild bench/allocation/instances.ts --bundle --format=esm --platform=node --outfile=instances.mjs
 *     node instances.mjs FOLDER
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AllocationProblem, allocate } from '../../src/allocation/index.ts';
import { type AssignmentProblem, assignWhole } from '../../src/allocation/indivisible/index.ts';
import type { Money } from '../../src/units/money.ts';
import { generateInstance } from './generate.ts';

const folder = process.argv[2] ?? '';
const print = (cells: readonly (string | number)[]): void =>
  console.log(`| ${cells.join(' | ')} |`);
const numbersOf = (file: string): readonly number[] =>
  readFileSync(join(folder, file), 'utf8').trim().split(/\s+/).map(Number);

/** Seconds that a search may take; class D and the largest of class E twice as long. */
const BUDGET_SECONDS = 5;
const isLong = (name: string): boolean => name === 'd05100' || name === 'e10100';

function timeStable(): void {
  const problem = generateInstance(
    {
      needs: 100_000,
      products: 3_000,
      edgesPerNeed: 50,
      largestAmount: 3_000_000_000,
      largestScore: 100_000_000,
      scores: 'plain',
    },
    1,
  );
  let least = Infinity;
  for (let turn = 0; turn < 3; turn++) {
    const start = performance.now();
    const found = allocate(problem, { objective: 'stable' });
    if (found._tag === 'Left') throw new Error(found.left[0]?.message);
    least = Math.min(least, performance.now() - start);
  }
  console.log(`stable, 100,000 x 3,000 x 50: ${least.toFixed(0)} ms, least of three\n`);
}

function timeAssignment(size: number, optimum: number | undefined): void {
  const [count = 0, ...costs] = numbersOf(join('assign', `assign${size}.txt`));
  const cells = Array.from({ length: count * count }, (_, e) => e);
  const one = 1 as Money;
  const problem: AllocationProblem = {
    needs: Array.from({ length: count }, (_, i) => ({ id: `n${i}`, amount: one })),
    products: Array.from({ length: count }, (_, j) => ({ id: `p${j}`, bank: 'bank', quota: one })),
    edges: {
      need: cells.map((e) => Math.floor(e / count)),
      product: cells.map((e) => e % count),
      score: cells.map((e) => 100_000 - (costs[e] ?? 0)),
    },
  };
  const start = performance.now();
  const found = allocate(problem);
  const ms = performance.now() - start;
  if (found._tag === 'Left') throw new Error(found.left[0]?.message);
  const cost = 100_000 * count - Number(found.right.welfare);
  print([`assign${size}`, ms.toFixed(1), cost, optimum ?? '', found.right.gapPpm ?? '']);
}

/** Agents and jobs, costs and weights by agent, capacities. */
function readGap(name: string, sense: AssignmentProblem['sense']): AssignmentProblem {
  const numbers = numbersOf(join('gap', name));
  const [agents = 0, jobs = 0] = numbers;
  const cells = Array.from({ length: agents * jobs }, (_, e) => e);
  const at = (block: number) => (e: number) =>
    numbers[2 + block * agents * jobs + (e % agents) * jobs + Math.floor(e / agents)] ?? Number.NaN;
  return {
    sense,
    mustServe: true,
    start: Int32Array.from({ length: jobs + 1 }, (_, job) => job * agents),
    product: Int32Array.from(cells, (e) => e % agents),
    value: Float64Array.from(cells, at(0)),
    weight: Float64Array.from(cells, at(1)),
    capacity: Float64Array.from(numbers.slice(2 + 2 * agents * jobs)),
  };
}

function timeGap(label: string, lower: string, upper: string): void {
  const [name = '', kind] = label.split(/_(?=M)/);
  const problem = readGap(name, kind === 'Min' ? 'minimum' : 'maximum');
  const seconds = isLong(name) ? 2 * BUDGET_SECONDS : BUDGET_SECONDS;
  const start = performance.now();
  const end = start + seconds * 1000;
  const { value, bound, gap } = assignWhole(problem, { shouldStop: () => performance.now() > end });
  const ms = performance.now() - start;
  const known = lower === upper ? lower : `${lower} to ${upper}`;
  print([label, (ms / 1000).toFixed(2), value, bound, ((100 * gap) / value).toFixed(3), known]);
}

timeStable();
if (existsSync(join(folder, 'assign'))) {
  const optima: Record<string, number> = JSON.parse(
    readFileSync(join(folder, 'assign', 'optima.json'), 'utf8'),
  );
  print(['assignment', 'ms', 'cost', 'optimum', 'gap, ppm']);
  print(['---', '---', '---', '---', '---']);
  for (const size of [100, 200, 400]) timeAssignment(size, optima[`assign${size}`]);
  console.log();
}
if (existsSync(join(folder, 'gap'))) {
  print(['generalised assignment', 's', 'value', 'bound', 'gap, %', 'known']);
  print(['---', '---', '---', '---', '---', '---']);
  const lines = readFileSync(join(folder, 'gap', 'bounds.txt'), 'utf8')
    .trim()
    .split('\n');
  for (const line of lines) {
    const [label = '', lower = '', upper = ''] = line.split(/\s+/);
    timeGap(label, lower, upper);
  }
} else console.log(`no instances in "${folder}"`);
