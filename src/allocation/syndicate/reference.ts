import type { SyndicateProblem } from './problem.ts';

/** Banks, what each lends, and the exact cost in the problem's cost units. */
export interface SyndicateSolution {
  /** By offer; zero where it does not take part. */
  readonly amounts: readonly number[];
  /** Who leads; -1 where nobody may. */
  readonly lead: number;
  readonly cost: bigint;
}

/**
 * The cheapest syndicate: the rule, by trying every set of banks and every lead.
 * A set `S` with lead `b` is a syndicate where
 * 1. at most `maximumLenders` banks are in `S`, and all that must join;
 * 2. every bank of `S` lends between its minimum and its maximum ticket, the sum is the amount;
 * 3. `b` may lead, and lends at least `leadAmount`.
 * It costs the interest on what each lends and the fee of each. O(2^n n^2): for tests and auditors.
 */
export function cheapestSyndicate(problem: SyndicateProblem): SyndicateSolution | undefined {
  let best: SyndicateSolution | undefined;
  const indexes = problem.minimum.map((_, index) => index);
  for (let bits = 0; bits < 2 ** indexes.length; bits++) {
    const members = indexes.filter((index) => Math.floor(bits / 2 ** index) % 2 === 1);
    if (members.length > problem.maximumLenders) continue;
    if (problem.mustJoin.some((must, index) => must && !members.includes(index))) continue;
    for (const lead of problem.leadAmount > 0 ? members : [-1]) {
      const found = fillCheapest(problem, members, lead);
      if (found !== undefined && (best === undefined || found.cost < best.cost)) best = found;
    }
  }
  return best;
}

/**
 * The cheapest shares of given banks under a given lead: everyone's least, then the rest from the
 * lowest rate up, which is exact because all shares cost in proportion once the banks are known.
 */
export function fillCheapest(
  problem: SyndicateProblem,
  members: readonly number[],
  lead: number,
): SyndicateSolution | undefined {
  if (lead !== -1 && problem.mayLead[lead] !== true) return undefined;
  const least = leastOf(problem, members, lead);
  const most = members.map((member) => problem.maximum[member] as number);
  if (members.some((_, at) => (least[at] as number) > (most[at] as number))) return undefined;
  const amounts = problem.minimum.map(() => 0);
  // Counted down, so that no sum passes the amount and all stay safe integers.
  let rest = problem.amount;
  members.forEach((member, at) => {
    amounts[member] = least[at] as number;
    rest -= least[at] as number;
  });
  if (rest < 0) return undefined;
  // Offers stand in the order of their rates.
  for (const member of [...members].sort((a, b) => a - b)) {
    const room = (problem.maximum[member] as number) - (amounts[member] as number);
    const more = Math.min(room, rest);
    amounts[member] = (amounts[member] as number) + more;
    rest -= more;
  }
  if (rest > 0) return undefined;
  return { amounts, lead, cost: costOf(problem, amounts) };
}

/** What each of the banks lends at least, the lead its share of the whole. */
export function leastOf(
  problem: SyndicateProblem,
  members: readonly number[],
  lead: number,
): readonly number[] {
  return members.map((member) => {
    const ticket = problem.minimum[member] as number;
    return member === lead ? Math.max(ticket, problem.leadAmount) : ticket;
  });
}

/** The cost in cost units, above what the whole amount would cost at the lowest rate. */
export function costOf(problem: SyndicateProblem, amounts: readonly number[]): bigint {
  return amounts.reduce((sum, amount, index) => {
    if (amount === 0) return sum;
    const interest = BigInt(amount) * BigInt(problem.rateCost[index] as number);
    return sum + interest + (problem.fixedCost[index] as bigint);
  }, BigInt(0));
}
