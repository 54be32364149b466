/**
 * Which programmes go together best, in plain numbers: no loan and no clause here.
 *
 * Money is counted in cells: cell `p * pieces + i` is what programme `p` pays for piece `i` of the
 * loan's life. Two families of limits hold the cells down: caps (of programmes over years) and rooms
 * (the interest of a piece, below which nothing more can be paid). A stack is a set of programmes
 * that may stand together; its value is the most that its cells can pay within all limits.
 */

/** The most that a set of cells may pay together. */
export interface Limit {
  readonly cells: readonly number[];
  readonly amount: number;
}

export interface StackProblem {
  readonly programmes: number;
  readonly pieces: number;
  /** By cell, minor units: what would be paid without any limit. */
  readonly accrued: Float64Array;
  readonly caps: readonly Limit[];
  readonly rooms: readonly Limit[];
  /** Pairs that may not stand together. */
  readonly conflicts: readonly (readonly [number, number])[];
  /** By programme: each list names programmes of which at least one must stand. */
  readonly requires: readonly (readonly (readonly number[])[])[];
  /** Programmes that stand already. */
  readonly fixed: readonly number[];
  /** Breaks ties between stacks that pay the same: more of these is better. */
  readonly favoured: readonly number[];
}

/** The best stack and how it is known to be the best. */
export interface StackSolution {
  readonly chosen: readonly number[];
  /** By cell. */
  readonly paid: Float64Array;
  readonly value: number;
  /** No legal stack pays more than this; equal to `value` where the best is proved. */
  readonly bound: number;
  /** Stacks that were valued. */
  readonly stacks: number;
  readonly method: 'exhaustive' | 'bounded';
}

/** What one set of programmes pays. */
export interface Valuation {
  readonly paid: Float64Array;
  readonly value: number;
  readonly bound: number;
}

/** Most stacks that are valued before the search stops and reports its bound. */
export const STACKS_LIMIT = 4096;

/**
 * Looks at every legal stack to which nothing legal can be added; branches that cannot beat the best
 * so far are cut by what their programmes would pay alone. Exponential in the number of programmes
 * that conflict, and bounded by `STACKS_LIMIT`.
 */
export function solveStack(
  problem: StackProblem,
  valueMembers: (problem: StackProblem, members: readonly boolean[]) => Valuation,
): StackSolution {
  const foes = foesOf(problem);
  const alone = aloneOf(problem);
  const members: boolean[] = Array(problem.programmes).fill(false);
  for (const p of problem.fixed) members[p] = true;
  const search: Search = { problem, foes, alone, valueMembers, stacks: 0, openBound: 0 };
  visit(search, members, 0);
  const best = search.best ?? valueStack(search, members);
  const bound = Math.max(best.valuation.bound, search.openBound, search.closedBound ?? 0);
  return {
    chosen: indexesOf(best.members),
    paid: best.valuation.paid,
    value: best.valuation.value,
    bound,
    stacks: search.stacks,
    method: bound > best.valuation.value ? 'bounded' : 'exhaustive',
  };
}

interface Found {
  readonly members: readonly boolean[];
  readonly valuation: Valuation;
}

interface Search {
  readonly problem: StackProblem;
  readonly foes: readonly (readonly number[])[];
  readonly alone: readonly number[];
  readonly valueMembers: (problem: StackProblem, members: readonly boolean[]) => Valuation;
  best?: Found;
  stacks: number;
  /** Largest bound of a branch that was not looked at. */
  openBound: number;
  /** Largest bound of a stack whose value is not certain. */
  closedBound?: number;
}

function indexesOf(members: readonly boolean[]): readonly number[] {
  return members.flatMap((isIn, index) => (isIn ? [index] : []));
}

function foesOf({ programmes, conflicts }: StackProblem): readonly (readonly number[])[] {
  const foes: Set<number>[] = Array.from({ length: programmes }, () => new Set<number>());
  for (const [a, b] of conflicts) {
    foes[a]?.add(b);
    foes[b]?.add(a);
  }
  return foes.map((set) => [...set]);
}

/** What each programme would pay without any limit. */
function aloneOf({ programmes, pieces, accrued }: StackProblem): readonly number[] {
  return Array.from({ length: programmes }, (_, p) =>
    accrued.subarray(p * pieces, (p + 1) * pieces).reduce((sum, cell) => sum + cell, 0),
  );
}

/** Decides programme `next` and all after it. */
function visit(search: Search, members: boolean[], next: number): void {
  const { problem, foes, alone, best } = search;
  let bound = 0;
  for (let p = 0; p < problem.programmes; p++) {
    const isOpen = p >= next && !(foes[p] ?? []).some((foe) => members[foe] === true);
    if (members[p] === true || isOpen) bound += alone[p] ?? 0;
  }
  // Ties are looked at: among stacks that pay the same, the order of preference decides.
  if (best !== undefined && bound < best.valuation.value) return;
  if (isLeftOpen(search, members, next)) return;
  if (search.stacks >= STACKS_LIMIT) {
    search.openBound = Math.max(search.openBound, bound);
    return;
  }
  if (next === problem.programmes) {
    close(search, members);
    return;
  }
  const own = foes[next] ?? [];
  if (members[next] === true || own.some((foe) => members[foe] === true)) {
    visit(search, members, next + 1);
    return;
  }
  members[next] = true;
  visit(search, members, next + 1);
  members[next] = false;
  // Without a foe or a condition there is nothing to gain by leaving a programme out.
  if (own.length > 0) visit(search, members, next + 1);
}

/** Whether a programme was left out that no foe can keep apart any more: whatever follows can be added to. */
function isLeftOpen({ foes }: Search, members: readonly boolean[], next: number): boolean {
  const canStand = (p: number) => !(foes[p] ?? []).some((foe) => members[foe] === true);
  for (let p = 0; p < next; p++) {
    if (members[p] === true || !canStand(p)) continue;
    if (!(foes[p] ?? []).some((foe) => foe >= next && canStand(foe))) return true;
  }
  return false;
}

function close(search: Search, members: readonly boolean[]): void {
  const found = valueStack(search, dropUnmet(search.problem, members));
  search.closedBound = Math.max(search.closedBound ?? 0, found.valuation.bound);
  if (search.best === undefined || isBetter(search.problem, found, search.best))
    search.best = found;
}

function valueStack(search: Search, members: readonly boolean[]): Found {
  search.stacks += 1;
  return { members, valuation: search.valueMembers(search.problem, members) };
}

/** Leaves out what stands only with others that do not stand, until all is settled. */
function dropUnmet(problem: StackProblem, members: readonly boolean[]): readonly boolean[] {
  const kept = [...members];
  for (let changed = true; changed; ) {
    changed = false;
    for (let p = 0; p < problem.programmes; p++) {
      const lists = problem.requires[p] ?? [];
      if (kept[p] !== true || problem.fixed.includes(p)) continue;
      if (lists.every((list) => list.some((other) => kept[other] === true))) continue;
      kept[p] = false;
      changed = true;
    }
  }
  return kept;
}

/** More money; then more favoured programmes; then fewer programmes; then the earlier ones. */
function isBetter({ favoured }: StackProblem, a: Found, b: Found): boolean {
  const money = a.valuation.value - b.valuation.value;
  if (money !== 0) return money > 0;
  const favour = (one: Found) => favoured.filter((p) => one.members[p] === true).length;
  if (favour(a) !== favour(b)) return favour(a) > favour(b);
  const size = (one: Found) => one.members.filter(Boolean).length;
  return size(a) < size(b);
}
