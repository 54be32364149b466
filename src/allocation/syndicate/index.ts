import { type Either, isLeft, left, right } from 'fp-ts/Either';
import { mulDiv } from '../../units/arithmetic.ts';
import type { Issue } from '../../units/issue.ts';
import type { Money } from '../../units/money.ts';
import { explainInfeasible } from './infeasible.ts';
import { type SyndicateSearch, searchSyndicate } from './kernel.ts';
import { shareProRata } from './pro-rata.ts';
import {
  readProblem,
  type SyndicateNeed,
  type SyndicateOffer,
  type SyndicateOptions,
  type SyndicateProblem,
  YEAR_PPM,
} from './problem.ts';
import { type Question, readQuestion } from './question.ts';
import { fillCheapest, leastOf } from './reference.ts';

export type { SyndicateNeed, SyndicateOffer, SyndicateOptions } from './problem.ts';

/** What one bank of a syndicate lends, and what it is paid. */
export interface SyndicateShare {
  readonly id: string;
  readonly amount: Money;
  /** Over the whole term, rounded half-up once. */
  readonly interest: Money;
  readonly fee: Money;
  readonly isLead: boolean;
}

/**
 * Why a bank is not in the syndicate. `minimum-ticket`: larger than the amount. `no-fit`: no syndicate
 * within the limits has it. `rate`: not below the dearest rate that is lent beyond a least share.
 * `lenders`: cheaper at the margin, but the number of lenders is reached. `fee`: cheaper at the
 * margin, but not by its fee and its least share.
 */
export type LeftOutReason = 'minimum-ticket' | 'no-fit' | 'rate' | 'lenders' | 'fee';

/** A bank that is not in the syndicate. */
export interface LeftOut {
  readonly id: string;
  readonly reason: LeftOutReason;
  /**
   * Every syndicate that it takes part in costs at least this much more; absent where there is none.
   * A bound: the exact cost is that of the same question with the bank in `including`.
   */
  readonly leastExtraCost?: Money;
}

/** One need, lent by several banks. */
export interface Syndicate {
  /** The lead first, then larger amounts first. The amounts sum to the need's. */
  readonly shares: readonly SyndicateShare[];
  readonly interest: Money;
  readonly fees: Money;
  /** Interest and fees. */
  readonly cost: Money;
  /** What the same banks cost where each lends what is cheapest: less than `cost` only pro rata. */
  readonly cheapestCost: Money;
  /**
   * No syndicate within the limits costs less, before interest is rounded bank by bank (which moves
   * the sum by less than one minor unit a bank).
   */
  readonly bound: Money;
  /** True where the search ran to its end: no cheaper syndicate exists. */
  readonly isProven: boolean;
  readonly nodes: number;
  readonly leftOut: readonly LeftOut[];
}

const MAXIMUM_NODES = 10_000_000;

/**
 * The cheapest way to lend one need by several banks, proven: minimum and maximum tickets, fees, a
 * lead with a share, a number of lenders. Costs are compared as exact integers; amounts are whole
 * minor units and sum to the need. Fails with issues on bad input, and where no syndicate exists.
 * Two lists that meet: exponential at worst, which `maximumNodes` cuts off with a bound.
 */
export function syndicate(
  need: SyndicateNeed,
  offers: readonly SyndicateOffer[],
  options: SyndicateOptions = {},
): Either<readonly Issue[], Syndicate> {
  const question = readQuestion(need, offers, options);
  return isLeft(question) ? question : answer(question.right);
}

function answer({ need, offers, options }: Question): Either<readonly Issue[], Syndicate> {
  const read = readProblem(need, offers, options);
  if (isLeft(read)) return read;
  const problem = read.right;
  const found = searchSyndicate(problem, options.maximumNodes ?? MAXIMUM_NODES);
  const filled = fillCheapest(problem, found.members, found.lead);
  if (filled === undefined || found.members.length === 0) {
    return left([explainInfeasible(problem, found.isComplete)]);
  }
  const cheapest = sharesOf(problem, need, offers, filled.amounts);
  const shares =
    options.sharing === 'pro-rata'
      ? sharesOf(problem, need, offers, proRataAmounts(problem, offers, found))
      : cheapest;
  const interest = sumOf(shares.map((share) => share.interest));
  const fees = sumOf(shares.map((share) => share.fee));
  return right({
    shares,
    interest,
    fees,
    cost: (interest + fees) as Money,
    cheapestCost: sumOf(cheapest.flatMap((share) => [share.interest, share.fee])),
    bound: minorUnits(problem, found.bound ?? filled.cost),
    isProven: found.isComplete,
    nodes: found.nodes,
    leftOut: leftOutOf(problem, offers, found, filled.amounts),
  });
}

function sumOf(amounts: readonly Money[]): Money {
  return amounts.reduce<number>((sum, amount) => sum + amount, 0) as Money;
}

/** Cost units to minor units, rounded down, with the interest at the lowest rate added back. */
function minorUnits({ amount, costUnits, leastRateCost }: SyndicateProblem, cost: bigint): Money {
  const exact = cost + BigInt(amount) * BigInt(leastRateCost);
  const units = BigInt(costUnits);
  const quotient = exact / units;
  return Number(exact < 0n && exact % units !== 0n ? quotient - 1n : quotient) as Money;
}

function proRataAmounts(
  problem: SyndicateProblem,
  offers: readonly SyndicateOffer[],
  { members, lead }: SyndicateSearch,
): readonly number[] {
  const most = members.map((member) => problem.maximum[member] as number);
  const weights = members.map((member) => offerAt(problem, offers, member).maximumTicket);
  const least = leastOf(problem, members, lead);
  const shared = shareProRata(problem.amount, weights, least, most);
  const amounts = problem.minimum.map(() => 0);
  members.forEach((member, at) => {
    amounts[member] = shared[at] as number;
  });
  return amounts;
}

function offerAt(
  problem: SyndicateProblem,
  offers: readonly SyndicateOffer[],
  index: number,
): SyndicateOffer {
  return offers[problem.origin[index] as number] as SyndicateOffer;
}

function sharesOf(
  problem: SyndicateProblem,
  { termMonths }: SyndicateNeed,
  offers: readonly SyndicateOffer[],
  amounts: readonly number[],
): readonly SyndicateShare[] {
  const members = [...amounts.keys()]
    .filter((index) => (amounts[index] as number) > 0)
    .sort((a, b) => (amounts[b] as number) - (amounts[a] as number) || a - b);
  // The largest that may lead holds the lead share where any bank does.
  const lead = members.find((member) => problem.mayLead[member] === true);
  const ordered = members.filter((member) => member !== lead);
  return (lead === undefined ? ordered : [lead, ...ordered]).map((member) => {
    const { id, rate, fee } = offerAt(problem, offers, member);
    const amount = amounts[member] as Money;
    const interest = mulDiv(amount, rate * termMonths, YEAR_PPM, 'half-up') as Money;
    return { id, amount, interest, fee: fee ?? (0 as Money), isLead: member === lead };
  });
}

function leftOutOf(
  problem: SyndicateProblem,
  offers: readonly SyndicateOffer[],
  found: SyndicateSearch,
  amounts: readonly number[],
): readonly LeftOut[] {
  const least = leastOf(problem, found.members, found.lead);
  const beyond = found.members.filter(
    (member, at) => (amounts[member] as number) > (least[at] ?? 0),
  );
  const margin = (beyond.length > 0 ? beyond : found.members).reduce(
    (most, member) => Math.max(most, problem.rateCost[member] as number),
    0,
  );
  const isFull = found.members.length === problem.maximumLenders;
  const best = found.cost ?? 0n;
  const outside = [...amounts.keys()].filter((index) => !found.members.includes(index));
  return outside.map((index) => {
    const { id } = offerAt(problem, offers, index);
    const joinBound = found.joinBounds[index] as number;
    if (joinBound === Number.POSITIVE_INFINITY) {
      const isTooLarge = (problem.minimum[index] as number) > (problem.maximum[index] as number);
      return { id, reason: isTooLarge ? 'minimum-ticket' : 'no-fit' } as const;
    }
    // Costs are whole: what is not below the bound is not below the next whole number either.
    const extra = BigInt(Math.ceil(joinBound)) - best;
    const leastExtraCost = Number(extra > 0n ? extra / BigInt(problem.costUnits) : 0n) as Money;
    const isDearer = (problem.rateCost[index] as number) >= margin;
    const reason = isDearer ? 'rate' : isFull ? 'lenders' : 'fee';
    return { id, reason, leastExtraCost } as const;
  });
}
