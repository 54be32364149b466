/**
 * Allocation for welfare side by side with npm peers, in one run, on the same instances; every peer
 * must reach the same optimum. Prints a table in Markdown. The peers are no dependency of the project:
 *
 *     npm install --prefix PEERS highs@1.15.3 yalps@0.6.4 min-cost-flow@2.1.0 munkres-js@1.2.2
 *     npx tsup bench/allocation/compare.ts --no-config --format esm --out-dir PEERS
 *     node PEERS/compare.js [small | all]
 */
import {
  type AllocationProblem,
  allocate,
  applyChanges,
  type EdgeColumns,
  repair,
} from '../../src/allocation/index.ts';
import type { Money } from '../../src/units/money.ts';
import { generateInstance, type InstanceShape } from './generate.ts';

type Solver = (problem: AllocationProblem) => Promise<number> | number;

// biome-ignore lint/suspicious/noExplicitAny: peers have no types here.
type Untyped = any;
const load = async (name: string): Promise<Untyped> => {
  const found: Untyped = await import(name);
  return found.default ?? found;
};

const columnsOf = (problem: AllocationProblem): EdgeColumns => problem.edges as EdgeColumns;
const amountOf = (problem: AllocationProblem, i: number): number => problem.needs[i]?.amount ?? 0;
const quotaOf = (problem: AllocationProblem, j: number): number => problem.products[j]?.quota ?? 0;

const own: Solver = (problem) => {
  const found = allocate(problem);
  if (found._tag === 'Left') throw new Error(found.left[0]?.message);
  if (found.right.gapPpm !== 0) throw new Error('not proven optimal');
  return Number(found.right.welfare);
};

const highs: Solver = async (problem) => {
  const { need, product, score } = columnsOf(problem);
  const position = Array.from({ length: need.length }, (_, e) => e);
  const rows = (
    list: readonly { id: string }[],
    ends: ArrayLike<number>,
    most: (at: number) => number,
  ) => {
    const members: number[][] = list.map(() => []);
    for (const e of position) members[ends[e] as number]?.push(e);
    return list.flatMap(({ id }, at) => {
      const inside = members[at] ?? [];
      if (inside.length === 0) return [];
      return [` ${id}: ${inside.map((e) => `x${e}`).join(' + ')} <= ${most(at)}`];
    });
  };
  const text = [
    'Maximize',
    ` obj: ${position.map((e) => `${score[e]} x${e}`).join(' + ')}`,
    'Subject To',
    ...rows(problem.needs, need, (i) => amountOf(problem, i)),
    ...rows(problem.products, product, (j) => quotaOf(problem, j)),
    'End',
  ].join('\n');
  const solver = await (await load('highs'))();
  return Math.round(solver.solve(text).ObjectiveValue);
};

const yalps: Solver = async (problem) => {
  const { need, product, score } = columnsOf(problem);
  const { solve }: Untyped = await import('yalps' as string);
  const constraints: Record<string, { max: number }> = {};
  problem.needs.forEach(({ id, amount }) => {
    constraints[id] = { max: amount };
  });
  problem.products.forEach(({ id }, j) => {
    constraints[id] = { max: quotaOf(problem, j) };
  });
  const variables = Array.from({ length: need.length }, (_, e) => [
    `x${e}`,
    {
      score: score[e] as number,
      [problem.needs[need[e] as number]?.id ?? '']: 1,
      [problem.products[product[e] as number]?.id ?? '']: 1,
    },
  ]);
  const model = { direction: 'maximize', objective: 'score', constraints, variables };
  return Math.round(solve(model, { maxIterations: Infinity }).result);
};

const minCostFlow: Solver = async (problem) => {
  const { need, product, score } = columnsOf(problem);
  const { minCostFlow: solve } = await load('min-cost-flow');
  const top = Array.from({ length: need.length }, (_, e) => score[e] as number).reduce(
    (a, b) => Math.max(a, b),
    0,
  );
  const graph = [
    ...problem.needs.flatMap(({ id, amount }) => [
      { from: 'SOURCE', to: id, capacity: amount, cost: 0 },
      { from: id, to: 'SINK', capacity: amount, cost: top },
    ]),
    ...problem.products.map(({ id }, j) => ({
      from: id,
      to: 'SINK',
      capacity: quotaOf(problem, j),
      cost: 0,
    })),
    ...Array.from({ length: need.length }, (_, e) => ({
      from: problem.needs[need[e] as number]?.id ?? '',
      to: problem.products[product[e] as number]?.id ?? '',
      capacity: amountOf(problem, need[e] as number),
      cost: top - (score[e] as number),
    })),
  ];
  const isServed = (edge: { from: string; to: string }): boolean =>
    edge.from.startsWith('n') && edge.to.startsWith('p');
  return solve(graph)
    .filter(isServed)
    .reduce(
      (sum: number, { flow, cost }: { flow: number; cost: number }) => sum + flow * (top - cost),
      0,
    );
};

const munkres: Solver = async (problem) => {
  const { need, product, score } = columnsOf(problem);
  const solve = await load('munkres-js');
  const size = problem.needs.length;
  const top = 1e6;
  const matrix = Array.from({ length: size }, () => Array<number>(size).fill(top));
  for (let e = 0; e < need.length; e++) {
    (matrix[need[e] as number] as number[])[product[e] as number] = top - (score[e] as number);
  }
  const pairs: readonly [number, number][] = solve(matrix.map((row) => [...row]));
  return pairs.reduce((sum, [i, j]) => sum + top - (matrix[i]?.[j] ?? top), 0);
};

/** Assignment: one unit each, every pair an edge. */
function dense(size: number): AllocationProblem {
  const shape = { needs: size, products: size, edgesPerNeed: size, scores: 'plain' } as const;
  const problem = generateInstance({ ...shape, largestAmount: 1, largestScore: 1000 }, 7);
  const products = problem.products.map((one) => ({ ...one, quota: 1 as never }));
  return { ...problem, products };
}

interface Row {
  readonly label: string;
  readonly problem: () => AllocationProblem;
  readonly repeats: number;
  readonly peers: readonly (readonly [string, Solver])[];
}

const sized = (needs: number, products: number, edgesPerNeed: number): InstanceShape => ({
  needs,
  products,
  edgesPerNeed,
  scores: 'plain',
  largestAmount: 100,
  largestScore: 1000,
});
const money = { largestAmount: 3_000_000_000, largestScore: 100_000_000 };
const instance = (shape: InstanceShape) => () => generateInstance(shape, 1);

const small: readonly Row[] = [
  {
    label: '100 x 20 x 10',
    problem: instance(sized(100, 20, 10)),
    repeats: 5,
    peers: [
      ['highs', highs],
      ['yalps', yalps],
      ['min-cost-flow', minCostFlow],
    ],
  },
  {
    label: '300 x 50 x 10',
    problem: instance(sized(300, 50, 10)),
    repeats: 5,
    peers: [
      ['highs', highs],
      ['yalps', yalps],
      ['min-cost-flow', minCostFlow],
    ],
  },
  {
    label: '2,000 x 50 x 10',
    problem: instance(sized(2000, 50, 10)),
    repeats: 5,
    peers: [
      ['highs', highs],
      ['min-cost-flow', minCostFlow],
    ],
  },
  {
    label: 'assignment 100',
    problem: () => dense(100),
    repeats: 3,
    peers: [['munkres-js', munkres]],
  },
  {
    label: 'assignment 200',
    problem: () => dense(200),
    repeats: 3,
    peers: [['munkres-js', munkres]],
  },
];

const large: readonly Row[] = [
  {
    label: '100,000 x 3,000 x 50',
    problem: instance({ ...sized(100_000, 3_000, 50), ...money }),
    repeats: 3,
    peers: [],
  },
  {
    label: 'same, scores by product',
    problem: instance({ ...sized(100_000, 3_000, 50), ...money, scores: 'product' }),
    repeats: 3,
    peers: [],
  },
  {
    label: 'same, ten levels of score',
    problem: instance({ ...sized(100_000, 3_000, 50), ...money, scores: 'levels' }),
    repeats: 3,
    peers: [],
  },
  {
    label: '1,000,000 x 3,000 x 10',
    problem: instance({ ...sized(1_000_000, 3_000, 10), ...money }),
    repeats: 1,
    peers: [],
  },
];

/** Least of some times in milliseconds, by the wall and by the processor, with the value reached. */
async function time(solver: Solver, problem: AllocationProblem, repeats: number) {
  let least = Infinity;
  let processor = Infinity;
  let value = 0;
  for (let turn = 0; turn < repeats; turn++) {
    const start = performance.now();
    const before = process.cpuUsage();
    value = await solver(problem);
    least = Math.min(least, performance.now() - start);
    const { user, system } = process.cpuUsage(before);
    processor = Math.min(processor, (user + system) / 1000);
  }
  return { least, processor, value };
}

const columns = ['highs', 'yalps', 'min-cost-flow', 'munkres-js'];
console.log(
  `| needs x products x edges | allocate, ms | of the processor | ${columns.join(' | ')} |`,
);
console.log(`|---|---|---|${columns.map(() => '---|').join('')}`);
for (const { label, problem, repeats, peers } of process.argv[2] === 'all'
  ? [...small, ...large]
  : small) {
  const drawn = problem();
  const mine = await time(own, drawn, repeats);
  const cells = new Map<string, string>();
  for (const [name, solver] of peers) {
    const theirs = await time(solver, drawn, 1);
    const isSame = theirs.value === mine.value;
    cells.set(name, isSame ? theirs.least.toFixed(0) : `${theirs.least.toFixed(0)}, other value`);
    if (!isSame) process.exitCode = 1;
  }
  const others = columns.map((name) => cells.get(name) ?? '').join(' | ');
  console.log(`| ${label} | ${mine.least.toFixed(1)} | ${mine.processor.toFixed(1)} | ${others} |`);
}

/** A hundredth of the quotas changes: `repair` beside a fresh allocation of the changed problem. */
async function compareRepair(shape: InstanceShape): Promise<void> {
  const problem = generateInstance(shape, 1);
  const found = allocate(problem);
  if (found._tag === 'Left') throw new Error(found.left[0]?.message);
  const quotas = problem.products
    .filter((_, j) => j % 100 === 0)
    .map(({ id, quota = 0 }, k) => ({
      kind: 'product' as const,
      id,
      quota: Math.floor(quota * (k % 2 === 0 ? 0.9 : 1.1)) as Money,
    }));
  const changed = applyChanges(problem, { quotas });
  const repaired = await time(
    () => {
      const answer = repair(problem, found.right, { quotas });
      return answer._tag === 'Right' ? Number(answer.right.allocation.welfare) : -1;
    },
    changed,
    3,
  );
  const fresh = await time(own, changed, 3);
  if (fresh.value !== repaired.value) process.exitCode = 1;
  const show = ({ least, processor }: typeof fresh) =>
    `${least.toFixed(0)} ms (processor ${processor.toFixed(0)})`;
  console.log(
    `\nRepair after 1 % of the quotas changed: ${show(repaired)}; fresh: ${show(fresh)}.`,
  );
}
if (process.argv[2] === 'all') await compareRepair({ ...sized(100_000, 3_000, 50), ...money });
