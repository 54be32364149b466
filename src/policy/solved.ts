import type { Schedule } from '../cashflow/index.ts';
import type { Candidate } from './candidate.ts';
import type { Grid } from './grid.ts';
import type { NamedProblem } from './problem.ts';
import type { StackSolution } from './solve.ts';

/** What the search found, before it is told to anybody. */
export interface SolvedStack {
  readonly schedule: Schedule;
  readonly grid: Grid;
  /** Every programme of the pack, in its order. */
  readonly judged: readonly Candidate[];
  readonly problem: NamedProblem;
  readonly solution: StackSolution;
}
