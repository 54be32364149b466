import type { Either } from 'fp-ts/Either';
import type { Issue } from '../units/issue.ts';
import type { Compiled } from './compile.ts';
import { solveCrossing } from './crossing.ts';
import type { AllocationOptions } from './model.ts';
import type { SolveOptions } from './network/kernel.ts';
import type { Outcome } from './outcome.ts';
import { solveWelfare } from './welfare.ts';

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
  return solveCrossing(compiled, { ...stop, ...steps });
}

/** A compiled problem in which everybody asks for the least that is still useful, without floors. */
export function leastProblem(compiled: Compiled): Compiled['problem'] {
  const { problem } = compiled;
  const withoutFloor = <T extends { readonly floor?: unknown }>({ floor: _, ...one }: T) => one;
  return {
    ...problem,
    needs: problem.needs.map((need) => {
      const least = need.minimumAmount ?? need.amount;
      const { minimumAmount: _, ...rest } = need;
      // Nobody can be served nothing: one unit stands for it, and is worth nothing.
      return { ...rest, amount: (least === 0 ? 1 : least) as typeof need.amount };
    }),
    products: problem.products.map(withoutFloor),
    ...(problem.banks === undefined ? {} : { banks: problem.banks.map(withoutFloor) }),
    ...(problem.regions === undefined ? {} : { regions: problem.regions.map(withoutFloor) }),
  } as Compiled['problem'];
}
