import { maximumFlow } from './flow.ts';
import type { Limit, StackProblem, Valuation } from './solve.ts';

/**
 * The most that a set of programmes pays within caps and rooms.
 *
 * 1. Pay in order: earlier pieces first, within a piece the earlier programme, each cell as much as
 *    its limits leave. That is how a bank deducts and a treasury pays.
 * 2. If that reaches what caps alone, or rooms alone, would allow, no order can pay more.
 * 3. Otherwise an early payment may have used up a cap that a later piece needed: a maximum flow
 *    from the caps to the rooms, started from the payments of step 1, moves as little as it must.
 *
 * Step 3 is exact where caps nest or do not meet (each is inside another, or shares no cell with it),
 * and likewise rooms. Where they cross, the flow leaves the crossing ones out, so that it is a bound,
 * and the payments of step 1 stand.
 */
export function valueMembers(problem: StackProblem, members: readonly boolean[]): Valuation {
  const { caps, rooms } = problem;
  const accrued = accruedOf(problem, members);
  const paid = payInOrder(problem, accrued, [...caps, ...rooms]);
  const value = total(paid);
  if (value === total(accrued)) return { paid, value, bound: value };
  const capTree = nestedLimits(caps);
  const roomTree = nestedLimits(rooms);
  const exact = capTree.length === caps.length && roomTree.length === rooms.length;
  const bound = Math.min(
    total(payInOrder(problem, accrued, capTree)),
    total(payInOrder(problem, accrued, roomTree)),
  );
  if (value >= bound) return { paid, value, bound: value };
  const start = exact ? paid : new Float64Array(paid.length);
  const flow = maximumFlow(accrued, capTree, roomTree, start);
  const best = total(flow);
  return exact ? { paid: flow, value: best, bound: best } : { paid, value, bound: best };
}

function total(cells: Float64Array): number {
  return cells.reduce((sum, cell) => sum + cell, 0);
}

/** What the members would pay without any limit. */
function accruedOf(problem: StackProblem, members: readonly boolean[]): Float64Array {
  const { pieces } = problem;
  return problem.accrued.map((cell, index) =>
    members[Math.floor(index / pieces)] === true ? cell : 0,
  );
}

/** Earlier pieces first, within a piece the earlier programme. */
function payInOrder(
  problem: StackProblem,
  accrued: Float64Array,
  limits: readonly Limit[],
): Float64Array {
  const left = limits.map((limit) => limit.amount);
  const limitsOf = limitsByCell(accrued.length, limits);
  const paid = new Float64Array(accrued.length);
  for (let piece = 0; piece < problem.pieces; piece++) {
    for (let p = 0; p < problem.programmes; p++) {
      const cell = p * problem.pieces + piece;
      const own = limitsOf[cell] as readonly number[];
      const amount = Math.min(accrued[cell] as number, ...own.map((at) => left[at] as number));
      paid[cell] = amount;
      for (const at of own) left[at] = (left[at] as number) - amount;
    }
  }
  return paid;
}

/** Which limits hold each cell. */
export function limitsByCell(
  cells: number,
  limits: readonly Limit[],
): readonly (readonly number[])[] {
  const byCell: number[][] = Array.from({ length: cells }, () => []);
  limits.forEach((limit, index) => {
    for (const cell of limit.cells) byCell[cell]?.push(index);
  });
  return byCell;
}

/** The limits, largest first, without those that cross one that is kept. */
function nestedLimits(limits: readonly Limit[]): readonly Limit[] {
  const kept: { limit: Limit; cells: ReadonlySet<number> }[] = [];
  const bySize = [...limits].sort((a, b) => b.cells.length - a.cells.length);
  for (const limit of bySize) {
    const fits = kept.every(({ cells }) => {
      const shared = limit.cells.filter((cell) => cells.has(cell)).length;
      return shared === 0 || shared === limit.cells.length;
    });
    if (fits) kept.push({ limit, cells: new Set(limit.cells) });
  }
  return kept.map(({ limit }) => limit);
}
