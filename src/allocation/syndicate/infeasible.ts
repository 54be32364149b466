import { createIssue, type Issue, type IssuePath } from '../../units/issue.ts';
import type { SyndicateProblem } from './problem.ts';

/** Why no syndicate exists, and by how much: the first of these that holds. */
export function explainInfeasible(problem: SyndicateProblem, isComplete: boolean): Issue {
  const { amount, minimum, maximum, mustJoin, maximumLenders } = problem;
  const indexes = minimum.map((_, index) => index);
  const usable = indexes.filter((j) => (minimum[j] as number) <= (maximum[j] as number));
  const joining = indexes.filter((j) => mustJoin[j] === true);
  const stuck = joining.find((j) => !usable.includes(j));
  if (stuck !== undefined) {
    const path = ['offers', problem.origin[stuck] as number, 'minimumTicket'];
    return refuse(path, `tickets that the amount of ${amount} permits`, minimum[stuck]);
  }
  if (joining.length > maximumLenders) {
    return refuse(
      ['maximumLenders'],
      `at least the ${joining.length} that must join`,
      maximumLenders,
    );
  }
  const overfull = shortfall(-amount, joining, minimum, -1);
  if (overfull > 0) {
    return refuse(['including'], `minimum tickets of at most ${amount} in sum, ${overfull} less`);
  }
  if (usable.length === 0) return refuse(['offers'], `an offer whose tickets permit ${amount}`);
  const others = usable
    .filter((j) => !joining.includes(j))
    .sort((a, b) => (maximum[b] as number) - (maximum[a] as number));
  const largest = [...joining, ...others].slice(0, maximumLenders);
  const missing = shortfall(amount, largest, maximum, 1);
  if (missing > 0) {
    const who =
      largest.length < usable.length ? `the ${maximumLenders} largest maximum` : 'maximum';
    return refuse(['offers'], `${who} tickets that sum to ${amount}; they are ${missing} short`);
  }
  return explainLead(problem, usable) ?? explainFit(problem, isComplete);
}

function explainLead(problem: SyndicateProblem, usable: readonly number[]): Issue | undefined {
  const { leadAmount, mayLead, maximum } = problem;
  if (leadAmount === 0) return undefined;
  const leads = usable.filter((j) => mayLead[j] === true);
  const most = leads.reduce((high, j) => Math.max(high, maximum[j] as number), 0);
  if (most >= leadAmount) return undefined;
  const expected = `a bank that may lead with ${leadAmount}; the largest is ${leadAmount - most} short`;
  return refuse(['leadShare'], expected, most);
}

function explainFit({ amount }: SyndicateProblem, isComplete: boolean): Issue {
  if (isComplete) return refuse(['offers'], `a set of banks whose tickets fit ${amount} together`);
  const expected = 'a number of nodes that decides whether any syndicate exists';
  return createIssue({ code: 'limit', expected }, ['maximumNodes']);
}

/** `amount` less the sum of what banks carry, counted down so that it stays a safe integer. */
function shortfall(
  amount: number,
  banks: readonly number[],
  carried: readonly number[],
  sign: number,
): number {
  let left = amount;
  for (const bank of banks) {
    left -= sign * (carried[bank] as number);
    if (sign > 0 && left <= 0) return 0;
  }
  return left;
}

function refuse(path: IssuePath, expected: string, seen?: unknown): Issue {
  return createIssue({ code: 'contradiction', expected }, path, seen);
}
