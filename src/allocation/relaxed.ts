import { type Either, isLeft, right } from 'fp-ts/Either';
import type { Issue } from '../units/issue.ts';
import type { Compiled } from './compile.ts';
import { solveCrossing } from './crossing.ts';
import type { AllocationOptions } from './model.ts';
import type { SolveOptions } from './network/kernel.ts';
import type { Outcome } from './outcome.ts';
import { solveWelfare, withinLimits } from './welfare.ts';

/** What a former solve leaves to the next one. */
export type Known = Pick<SolveOptions, 'price'>;

/** Welfare with divisible amounts, without counts, tickets or lenders: exact, or with a bound. */
export function solveDivisible(
  compiled: Compiled,
  { shouldStop, maximumSteps }: AllocationOptions,
  known: Known = {},
): Either<readonly Issue[], Outcome> {
  const stop = shouldStop === undefined ? {} : { shouldStop };
  if (compiled.crossing.length === 0) {
    return solveWelfare(compiled, { ...stop, ...known });
  }
  const steps = maximumSteps === undefined ? {} : { maximumSteps };
  const found = solveCrossing(compiled, { ...stop, ...steps });
  if (isLeft(found) || shouldStop === undefined) return found;
  const { edge, amount } = found.right;
  return right({ ...found.right, ...withinLimits(compiled, edge, amount) });
}

/** True where counts, tickets or whole needs make a hard problem of it. */
export function isHard({ problem }: Compiled, options: AllocationOptions): boolean {
  const { products, banks = [], regions = [] } = problem;
  return (
    options.indivisible === true ||
    options.maximumLenders !== undefined ||
    products.some((one) => one.maximumCount !== undefined || (one.minimumTicket ?? 0) > 1) ||
    [...banks, ...regions].some((one) => one.maximumCount !== undefined)
  );
}

/** What each need must have to count as funded: all of it where it is served whole. */
export function leastOf(
  { problem, needs }: Compiled,
  { indivisible }: AllocationOptions,
): Float64Array {
  return Float64Array.from(needs, (at) => {
    const { amount = 0, minimumAmount = amount } = problem.needs[at] ?? {};
    return indivisible === true && minimumAmount > 0 ? amount : minimumAmount;
  });
}

/** A problem in which everybody asks for the least that counts, without floors. */
export function leastProblem(
  { problem, needs }: Compiled,
  least: Float64Array,
): Compiled['problem'] {
  const withoutFloor = <T extends { readonly floor?: unknown }>({ floor: _, ...one }: T) => one;
  const amounts = new Float64Array(needs.length);
  needs.forEach((at, i) => {
    // Nobody can be served nothing: one unit stands for it, and is worth nothing.
    amounts[at] = Math.max(1, least[i] as number);
  });
  return {
    ...problem,
    needs: problem.needs.map(({ minimumAmount: _, ...need }, at) => ({
      ...need,
      amount: amounts[at] as typeof need.amount,
    })),
    products: problem.products.map(withoutFloor),
    ...(problem.banks === undefined ? {} : { banks: problem.banks.map(withoutFloor) }),
    ...(problem.regions === undefined ? {} : { regions: problem.regions.map(withoutFloor) }),
  } as Compiled['problem'];
}
