import { beginPredicates, evaluate, REPAYMENT_METHODS } from '../../criteria/index.ts';
import {
  beginLimits,
  hasCurrency,
  judgeLimits,
  type LoanTerms,
  screenNeed,
} from '../../eligibility/index.ts';
import type { Need, ScoringProfile } from '../../model/index.ts';
import {
  ASK_REFERENCE,
  beginPolicies,
  beginRates,
  buildRateOf,
  grossCostOf,
  type MethodCode,
  subsidiesOf,
  subsidyBound,
  subsidyOf,
  subsidyRateOf,
} from '../../pricing/index.ts';
import { beginScores, costPoints, otherPoints, type Scores } from '../../scoring/index.ts';
import type { Money } from '../../units/money.ts';
import type { Rate } from '../../units/rate.ts';
import { type Engine, readFacts } from './engine-kernel.ts';
import { type Segment, scoresFor } from './segment.ts';
import { enterList, leastScore, type TopList } from './top-list-kernel.ts';

/** One need that is being ranked, and where its offers go. */
export interface Ranking {
  readonly need: Need;
  readonly profile: ScoringProfile;
  readonly needSeed: number;
  readonly productIds: readonly string[];
  /** The best of the eligible. */
  readonly offers: TopList;
  /** The best of the undetermined; absent: they are only counted. */
  readonly undetermined?: TopList;
}

/** Highest rate at which the static bound is used, ppm. */
const BOUNDED_RATE = 150_000;

/** The method of a loan by the methods that a product offers: the first wish among them. */
const methodFor = new Uint8Array(8);

/**
 * Judges, prices and scores all products for one need: counts in `engine.eligible` and
 * `engine.undetermined`, the best offers in the lists. Nothing is allocated for a pair.
 *
 * 1. The screen gives the products that no condition of the language turns away, 32 at a time.
 * 2. Of those, one by one: the limits on the amount, the loan that fits, the rate.
 * 3. A score needs the net cost, and that the policy stack. Before it is solved, the cost without
 *    subsidies and a bound on them give a score that cannot be passed: what cannot enter the list of
 *    the best is left there.
 */
export function rankNeed(engine: Engine, ranking: Ranking): void {
  const { need } = ranking;
  engine.eligible = 0;
  engine.undetermined = 0;
  ranking.offers.size = 0;
  if (ranking.undetermined !== undefined) ranking.undetermined.size = 0;
  if (!hasCurrency(engine.catalog, need)) return;
  readFacts(engine, need);
  const wishes = need.repayment ?? REPAYMENT_METHODS;
  for (let offered = 0; offered < 8; offered++) {
    const wish = wishes.find((one) => (offered & (1 << REPAYMENT_METHODS.indexOf(one))) !== 0);
    methodFor[offered] = wish === undefined ? 0 : REPAYMENT_METHODS.indexOf(wish);
  }
  for (const segment of engine.segments) rankSegment(engine, segment, ranking);
}

function rankSegment(engine: Engine, segment: Segment, ranking: Ranking): void {
  const { screen, limits, productOf } = segment;
  const { facts, catalog } = engine;
  const { need } = ranking;
  const scores = scoresFor(segment, ranking.profile);
  screenNeed(screen, facts, (row, condition) => {
    const compiled = catalog.products[productOf[row]!];
    return evaluate(compiled!.conditions[condition]!, facts, catalog.registry);
  });
  beginLimits(limits, need);
  beginPredicates(segment.predicates, facts);
  beginRates(segment.rates);
  beginPolicies(segment.policies, need, facts);
  beginScores(scores, need);
  const { possible, pass } = screen;
  for (let w = 0; w < possible.length; w++) {
    const passing = pass[w]!;
    for (let left = possible[w]!; left !== 0; left &= left - 1) {
      const bit = left & -left;
      const row = (w << 5) + 31 - Math.clz32(bit);
      rankRow(engine, segment, scores, ranking, row, (passing & bit) !== 0);
    }
  }
}

/** The loan of the pair at hand; one object, used again for every pair. */
const loan = { amount: 0, termMonths: 0, repayment: REPAYMENT_METHODS[0]! as string };

function rankRow(
  engine: Engine,
  segment: Segment,
  scores: Scores,
  ranking: Ranking,
  row: number,
  isPassed: boolean,
): void {
  const product = segment.productOf[row]!;
  if (product < 0) return;
  engine.work.screened += 1;
  const limit = judgeLimits(segment.limits, row);
  if (limit === 0) return;
  const { need } = ranking;
  const { data, limits, rates } = segment;
  const method = methodFor[data.methods[row]!]! as MethodCode;
  loan.amount = Math.min(need.amount, data.limits.mostAmount[row]!, limits.reach);
  loan.termMonths = Math.min(need.termMonths, data.mostMonths[row]!);
  loan.repayment = REPAYMENT_METHODS[method]!;
  const isOpen = !isPassed || limit !== 2;
  if (isOpen && ranking.undetermined === undefined) {
    engine.undetermined += 1;
    return;
  }
  const others = otherPoints(scores, row, loan.amount, loan.termMonths);
  if (!isOpen && cannotEnter(segment, scores, ranking.offers, row, method, others)) {
    engine.eligible += 1;
    return;
  }
  engine.work.priced += 1;
  const hasRate = buildRateOf(rates, row, loan);
  const isEligible = !isOpen && hasRate && rates.certain;
  if (isEligible) engine.eligible += 1;
  else engine.undetermined += 1;
  const list = isEligible ? ranking.offers : ranking.undetermined;
  if (list === undefined || list.limit === 0) return;
  if (!hasRate) {
    enter(list, ranking, product, others, method, Number.NaN, Number.NaN);
    return;
  }
  const { high, low } = rates;
  const gross = grossCostOf(data.costs, row, high, loan.amount, loan.termMonths, method);
  const least = leastScore(list);
  if (high === low && least >= 0) {
    const bound = subsidyBound(segment.policies, row, loan.amount, loan.termMonths, method, high);
    if (others + costPoints(scores, Math.floor(gross - bound)) < least) return;
  }
  let netCost = gross - subsidyFor(engine, segment, need, row, product, method, high);
  if (high !== low) {
    // A large upfront fee can weigh more at the lower rate, where level instalments repay sooner.
    const other =
      grossCostOf(data.costs, row, low, loan.amount, loan.termMonths, method) -
      subsidyFor(engine, segment, need, row, product, method, low);
    if (other > netCost) netCost = other;
  }
  enter(list, ranking, product, others + costPoints(scores, netCost), method, high, netCost);
}

/**
 * Whether a product that surely has a rate stays below the list even at its least rate, without fees
 * and with all subsidies. Not asked near rates where `subsidyBound` promises nothing.
 */
function cannotEnter(
  { data, policies }: Segment,
  scores: Scores,
  list: TopList,
  row: number,
  method: MethodCode,
  others: number,
): boolean {
  const rate = data.rates.leastRate[row]!;
  const least = leastScore(list);
  if (least < 0 || !(rate >= 0)) return false;
  const bound = subsidyBound(policies, row, loan.amount, loan.termMonths, method, rate);
  if (!(rate + bound <= BOUNDED_RATE)) return false;
  return others + costPoints(scores, Math.floor(rate - bound)) < least;
}

function enter(
  list: TopList,
  ranking: Ranking,
  product: number,
  score: number,
  method: number,
  rate: number,
  netCost: number,
): void {
  const place = enterList(list, ranking, score, product);
  if (place < 0) return;
  list.amount[place] = loan.amount;
  list.termMonths[place] = loan.termMonths;
  list.method[place] = method;
  list.rate[place] = rate;
  list.netCost[place] = netCost;
}

/** The subsidy by the kernel, or by the rule where cells of time must be counted. */
function subsidyFor(
  engine: Engine,
  segment: Segment,
  need: Need,
  row: number,
  product: number,
  method: MethodCode,
  rate: number,
): number {
  const { amount, termMonths } = loan;
  engine.work.stacked += 1;
  const known = subsidyOf(segment.policies, row, amount, termMonths, method, rate);
  if (known !== ASK_REFERENCE) return known;
  const { catalog, facts } = engine;
  engine.work.counted += 1;
  const terms: LoanTerms = {
    amount: amount as Money,
    termMonths,
    repayment: REPAYMENT_METHODS[method]!,
  };
  const encoded = { need, facts };
  const compiled = catalog.products[product]!;
  const { parts } = subsidiesOf(catalog, compiled, encoded, terms, rate as Rate, false);
  let total = 0;
  for (const part of parts) total += subsidyRateOf(part.amount, amount, termMonths, method, rate);
  return total;
}
