import { deferredAcceptance } from './kernel.ts';
import { assertStableProblem, type StableAllocation, type StableProblem } from './problem.ts';

export { blockingPairs, type StabilityBreach } from './blocking.ts';
export type { Nesting, StableAllocation, StableProblem } from './problem.ts';

/**
 * The stable allocation that is best for every need, amounts divisible. Unique, so it does not hang
 * on the order of needs or products. Throws RangeError where the problem is malformed.
 */
export function allocateStable(problem: StableProblem): StableAllocation {
  assertStableProblem(problem);
  return deferredAcceptance(problem, false);
}

/**
 * The stable assignment that is best for every need, each served whole by one product or not at all.
 * A product is overfilled by less than its last need: `blockingPairs` says by how much.
 */
export function assignStable(problem: StableProblem): StableAllocation {
  assertStableProblem(problem);
  return deferredAcceptance(problem, true);
}
