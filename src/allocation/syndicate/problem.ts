import { type Either, left, right } from 'fp-ts/Either';
import { mulDiv } from '../../units/arithmetic.ts';
import { createIssue, type Issue, type IssueCode, type IssuePath } from '../../units/issue.ts';
import { MONEY_MAX, type Money } from '../../units/money.ts';
import { RATE_LIMIT, RATE_ONE, type Rate } from '../../units/rate.ts';
import { tieLot, tieSeed } from '../../units/tie.ts';

/** One large need that several banks are to lend together. */
export interface SyndicateNeed {
  /** What is borrowed, above zero. */
  readonly amount: Money;
  /** How long the whole amount is outstanding; for a loan paid in parts, its average life. */
  readonly termMonths: number;
}

/** What one bank would lend. */
export interface SyndicateOffer {
  readonly id: string;
  /** Interest a year on what this bank lends. */
  readonly rate: Rate;
  /** Least amount that this bank lends where it takes part. None stated: one fen. */
  readonly minimumTicket?: Money;
  readonly maximumTicket: Money;
  /** Arrangement fee, paid once where the bank takes part, whatever its ticket. */
  readonly fee?: Money;
  /** False where the bank takes part but does not lead. */
  readonly mayLead?: boolean;
}

export interface SyndicateOptions {
  /** The lead lender holds at least this share of the amount. None stated: zero. */
  readonly leadShare?: Rate;
  /** Most banks that take part. */
  readonly maximumLenders?: number;
  /** Banks that must take part. */
  readonly including?: readonly string[];
  /**
   * `cheapest`: each bank lends what makes the whole cheapest. `pro-rata`: the banks of the cheapest
   * syndicate share the amount in proportion to their maximum tickets, within all limits.
   */
  readonly sharing?: 'cheapest' | 'pro-rata';
  /** Orders offers that are equal in all terms. */
  readonly seed?: string;
  /** Most nodes of the search; past it the answer is the best found, with a bound. */
  readonly maximumNodes?: number;
}

/**
 * The need in integers, offers in a fixed order: by rate, fee, tickets, then by lot.
 * The cost of a syndicate is counted in one `costUnits`-th of a fen: the sum over its banks of
 * `amount x rateCost + fixedCost`, plus `amount x leastRateCost`, which is the same for all.
 */
export interface SyndicateProblem {
  readonly amount: number;
  /** What the lead lender holds at least. */
  readonly leadAmount: number;
  readonly maximumLenders: number;
  /** Position of the offer in the caller's list. */
  readonly origin: readonly number[];
  readonly minimum: readonly number[];
  /** Never above the amount. */
  readonly maximum: readonly number[];
  /** Cost of a fen lent, above the cheapest offer's. */
  readonly rateCost: readonly number[];
  readonly fixedCost: readonly bigint[];
  readonly mayLead: readonly boolean[];
  readonly mustJoin: readonly boolean[];
  readonly costUnits: number;
  readonly leastRateCost: number;
}

/** Months times parts per million in a year. */
export const YEAR_PPM: number = 12 * RATE_ONE;

/** A century. */
const TERM_LIMIT_MONTHS = 1200;

/** Checks a question and writes it in integers. */
export function readProblem(
  need: SyndicateNeed,
  offers: readonly SyndicateOffer[],
  options: SyndicateOptions,
): Either<readonly Issue[], SyndicateProblem> {
  const issues = [...needIssues(need), ...offerIssues(offers), ...optionIssues(offers, options)];
  if (issues.length > 0) return left(issues);
  const large = totalIssues(need, offers);
  return large.length > 0 ? left(large) : right(writeProblem(need, offers, options));
}

function check(
  issues: Issue[],
  base: IssuePath,
  key: string,
  value: number | undefined,
  [least, most]: readonly [number, number],
  expected: string,
): void {
  if (value === undefined) return;
  const code = typeof value !== 'number' ? 'type' : wrongNumber(value, least, most);
  if (code !== undefined) issues.push(createIssue({ code, expected }, [...base, key], value));
}

function wrongNumber(value: number, least: number, most: number): IssueCode | undefined {
  if (!Number.isInteger(value)) return 'format';
  return value < least || value > most ? 'range' : undefined;
}

const AMOUNT = 'a whole number of minor units';

function needIssues({ amount, termMonths }: SyndicateNeed): Issue[] {
  const issues: Issue[] = [];
  check(issues, ['need'], 'amount', amount, [1, MONEY_MAX], `${AMOUNT} above zero`);
  const term = `a whole number of months from 1 to ${TERM_LIMIT_MONTHS}`;
  check(issues, ['need'], 'termMonths', termMonths, [1, TERM_LIMIT_MONTHS], term);
  return issues;
}

function offerIssues(offers: readonly SyndicateOffer[]): Issue[] {
  const issues: Issue[] = [];
  const first = new Map<string, number>();
  offers.forEach((offer, index) => {
    const path = ['offers', index];
    const before = first.get(offer.id);
    if (before === undefined) first.set(offer.id, index);
    else {
      const expected = `an id of its own, offers[${before}] has this one`;
      issues.push(createIssue({ code: 'duplicate', expected }, [...path, 'id'], offer.id));
    }
    const rates = [-RATE_LIMIT, RATE_LIMIT] as const;
    check(issues, path, 'rate', offer.rate, rates, 'whole parts per million a year');
    check(issues, path, 'minimumTicket', offer.minimumTicket, [0, MONEY_MAX], AMOUNT);
    check(issues, path, 'maximumTicket', offer.maximumTicket, [0, MONEY_MAX], AMOUNT);
    check(issues, path, 'fee', offer.fee, [0, MONEY_MAX], AMOUNT);
    if ((offer.minimumTicket ?? 0) > offer.maximumTicket) {
      const expected = `at most the maximum ticket, ${offer.maximumTicket}`;
      const at = [...path, 'minimumTicket'];
      issues.push(createIssue({ code: 'contradiction', expected }, at, offer.minimumTicket));
    }
  });
  return issues;
}

function optionIssues(offers: readonly SyndicateOffer[], options: SyndicateOptions): Issue[] {
  const issues: Issue[] = [];
  const share = [0, RATE_ONE] as const;
  check(issues, [], 'leadShare', options.leadShare, share, `parts per million up to ${RATE_ONE}`);
  const count = [1, Number.MAX_SAFE_INTEGER] as const;
  check(issues, [], 'maximumLenders', options.maximumLenders, count, 'a whole number above zero');
  check(issues, [], 'maximumNodes', options.maximumNodes, count, 'a whole number above zero');
  const known = new Set(offers.map((offer) => offer.id));
  options.including?.forEach((id, index) => {
    if (known.has(id)) return;
    const fault = { code: 'dangling', expected: 'the id of an offer' } as const;
    issues.push(createIssue(fault, ['including', index], id));
  });
  return issues;
}

/** All that could be paid must stay a safe integer, so that no later sum or product can pass it. */
function totalIssues({ amount, termMonths }: SyndicateNeed, offers: readonly SyndicateOffer[]) {
  const dearest = offers.reduce((most, { rate }) => Math.max(most, Math.abs(rate)), 0);
  const interest = (BigInt(amount) * BigInt(dearest) * BigInt(termMonths)) / BigInt(YEAR_PPM) + 1n;
  const total = offers.reduce((sum, { fee }) => sum + BigInt(fee ?? 0), interest + BigInt(amount));
  if (total + BigInt(offers.length) <= BigInt(MONEY_MAX)) return [];
  const expected = `amount, interest and fees that sum to at most ${MONEY_MAX} minor units`;
  return [createIssue({ code: 'limit', expected }, ['need', 'amount'], amount)];
}

function writeProblem(
  { amount, termMonths }: SyndicateNeed,
  offers: readonly SyndicateOffer[],
  options: SyndicateOptions,
): SyndicateProblem {
  const origin = orderOffers(offers, options.seed ?? '');
  const sorted = origin.map((index) => offers[index] as SyndicateOffer);
  // Dividing all by what they share keeps costs small: with rates in basis points and terms in
  // years a fen has 10,000 cost units, not 12 million.
  const shared = sorted.reduce((g, { rate }) => divisor(g, Math.abs(rate) * termMonths), YEAR_PPM);
  const costUnits = YEAR_PPM / shared;
  const costs = sorted.map(({ rate }) => (rate * termMonths) / shared);
  const leastRateCost = costs[0] ?? 0;
  const including = new Set(options.including);
  return {
    amount,
    leadAmount: mulDiv(amount, options.leadShare ?? 0, RATE_ONE, 'up'),
    maximumLenders: Math.min(options.maximumLenders ?? offers.length, offers.length),
    origin,
    minimum: sorted.map((offer) => Math.max(1, offer.minimumTicket ?? 1)),
    maximum: sorted.map((offer) => Math.min(amount, offer.maximumTicket)),
    rateCost: costs.map((cost) => cost - leastRateCost),
    fixedCost: sorted.map(({ fee }) => BigInt(fee ?? 0) * BigInt(costUnits)),
    mayLead: sorted.map((offer) => offer.mayLead !== false),
    mustJoin: sorted.map((offer) => including.has(offer.id)),
    costUnits,
    leastRateCost,
  };
}

function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b);
}

function orderOffers(offers: readonly SyndicateOffer[], seed: string): readonly number[] {
  const base = tieSeed(seed, '');
  const lots = offers.map(({ id }) => tieLot(base, id));
  const compare = (a: number, b: number): number => {
    const [one, other] = [offers[a] as SyndicateOffer, offers[b] as SyndicateOffer];
    const difference =
      one.rate - other.rate ||
      (one.fee ?? 0) - (other.fee ?? 0) ||
      (one.minimumTicket ?? 0) - (other.minimumTicket ?? 0) ||
      one.maximumTicket - other.maximumTicket ||
      Number(one.mayLead === false) - Number(other.mayLead === false) ||
      (lots[b] as number) - (lots[a] as number);
    if (difference !== 0) return difference;
    return one.id < other.id ? -1 : 1;
  };
  return offers.map((_, index) => index).sort(compare);
}
