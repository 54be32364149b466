import { solveAssignment } from './kernel.ts';
import {
  type AssignmentOptions,
  type AssignmentProblem,
  type AssignmentResult,
  assertAssignmentProblem,
} from './problem.ts';

export type { AssignmentOptions, AssignmentProblem, AssignmentResult } from './problem.ts';
export { boundAtPrices, overloads, totalValue } from './reference.ts';

/**
 * Serves each need whole by one product within all capacities, at the least cost or the greatest
 * value (the generalised assignment problem, which is NP-hard): the best that the budget finds, and
 * a bound that no assignment can beat. Equal input and step budget give an equal answer. Throws
 * RangeError where the problem is malformed.
 */
export function assignWhole(
  problem: AssignmentProblem,
  options: AssignmentOptions = {},
): AssignmentResult {
  assertAssignmentProblem(problem);
  return solveAssignment(problem, options);
}
