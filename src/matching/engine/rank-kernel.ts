import { openLargest, takeLargest } from '../../arrays/largest-kernel.ts';
import { beginJudge, PASS, REPAYMENT_METHODS, readFacts, UNKNOWN } from '../../criteria/index.ts';
import { beginLoans, hasCurrency, type LoanTerms, screenNeed } from '../../eligibility/index.ts';
import type { Need, ScoringProfile } from '../../model/index.ts';
import {
  ASK_REFERENCE,
  beginPolicies,
  beginPrices,
  beginRates,
  buildRateOf,
  grossCostOf,
  leastCosts,
  leastCostsByModule,
  type MethodCode,
  maySubsidise,
  priceByModule,
  subsidiesOf,
  subsidyBound,
  subsidyOf,
  subsidyRateOf,
} from '../../pricing/index.ts';
import {
  beginScores,
  ceilingsByModule,
  ceilingsOf,
  costPoints,
  otherPoints,
  pointsByModule,
  type Scores,
  takeByModule,
} from '../../scoring/index.ts';
import type { Money } from '../../units/money.ts';
import type { Rate } from '../../units/rate.ts';
import type { Bench } from './bench.ts';
import { type Candidates, keepThere, listCandidates } from './candidates-kernel.ts';
import { type Engine, takeNeed } from './engine-kernel.ts';
import { type Segment, scoresFor } from './segment.ts';
import { enterList, leastScore, type TopList } from './top-list-kernel.ts';

/** One need that is being ranked, and where its offers go. Written out in full, so that all look alike. */
export interface Ranking {
  readonly need: Need;
  readonly profile: ScoringProfile;
  readonly needSeed: number;
  readonly productTies: Int32Array;
  /** The best of the eligible. */
  readonly offers: TopList;
  /** The best of the undetermined; `undefined`: they are only counted. */
  readonly undetermined: TopList | undefined;
}

/**
 * Judges, prices and scores all products for one need: counts in `engine.eligible` and
 * `engine.undetermined`, the best offers in the lists. Nothing is allocated for a pair.
 *
 * Each stage runs over the candidates that the one before left, in columns of the engine's bench:
 *
 *   screen   32 products at a time   rows, verdicts     no condition of the language fails
 *   loans    one by one              amounts, months, methods   no limit on the amount fails
 *   points                           points             all of the score but the net cost
 *   ceilings                         ceilings           the most that the score can be
 *   prices   highest ceiling first   the list           until no ceiling reaches the list's end
 *
 * The last stage is the dear one: a net cost needs the policy stack. The least rate that the product
 * can have, with the fees that are sure and all subsidies, bounds the cost from below: few pairs are
 * priced.
 */
export function rankNeed(engine: Engine, ranking: Ranking): void {
  takeNeed(engine, ranking.need);
  rankTaken(engine, ranking);
}

/**
 * The same for the need that `takeNeed` took last. `only`: the place of the one product that is asked
 * about; -1: all are.
 */
export function rankTaken(engine: Engine, ranking: Ranking, only = -1): void {
  const { offers, undetermined } = ranking;
  const { need } = engine.reading.copy;
  engine.eligible = 0;
  engine.undetermined = 0;
  offers.size = 0;
  if (undetermined !== undefined) undetermined.size = 0;
  if (!hasCurrency(engine.catalog, need)) return;
  readFacts(engine.reading);
  for (const segment of engine.segments) rankSegment(engine, segment, ranking, only);
}

function rankSegment(engine: Engine, segment: Segment, ranking: Ranking, only: number): void {
  const { screen, loans, bench } = segment;
  const { facts } = engine;
  const { need } = engine.reading.copy;
  const scores = scoresFor(segment, ranking.profile);
  screenNeed(screen, facts);
  if (segment.gone !== undefined || only >= 0) keepThere(segment, only);
  beginLoans(loans, need);
  beginJudge(segment.judge, facts);
  beginRates(segment.rates);
  if (segment.modules !== undefined) beginPrices(segment.modules.prices);
  beginPolicies(segment.policies, need, facts);
  beginScores(scores, need);
  const wanted = ranking.undetermined;
  const wantsOpen = wanted !== undefined && wanted.limit > 0;
  const candidates = listCandidates(segment, wantsOpen ? UNKNOWN : PASS);
  const { eligible, others } = candidates;
  engine.work.screened += candidates.screened;
  engine.eligible += eligible;
  engine.undetermined += others + candidates.counted;
  if (ranking.offers.limit > 0) rankEligible(engine, segment, scores, ranking, candidates);
  if (!wantsOpen) return;
  countPoints(scores, bench, bench.others, others);
  for (let k = 0; k < others; k++) {
    priceEntry(engine, segment, scores, ranking, wanted, bench.others[k]!);
  }
}

/** Prices eligible entries, highest ceiling first, until none can enter the list. */
function rankEligible(
  engine: Engine,
  segment: Segment,
  scores: Scores,
  ranking: Ranking,
  { eligible: count, isByModule }: Candidates,
): void {
  const { bench, policies, modules } = segment;
  const { rates, costs } = segment.data;
  const { eligible, ceilings } = bench;
  const { offers } = ranking;
  const least = leastScore(offers) - costPoints(scores, NOTHING);
  if (isByModule && modules !== undefined) {
    const { points, bounds } = modules;
    pointsByModule(points, scores, count);
    const near = keepNear(bench, count, least);
    leastCostsByModule(bounds, policies, bench, near);
    ceilingsByModule(points, scores, near);
    for (;;) {
      const k = takeByModule(points, near, leastScore(offers));
      if (k < 0) return;
      priceEntry(engine, segment, scores, ranking, offers, eligible[k]!);
    }
  }
  countPoints(scores, bench, eligible, count);
  const near = keepNear(bench, count, least);
  leastCosts(policies, rates, costs, bench, eligible, near, bench.costs);
  ceilingsOf(scores, eligible, near, bench.points, bench.costs, ceilings.keys);
  openLargest(ceilings, near);
  for (;;) {
    const k = takeLargest(ceilings, leastScore(offers));
    if (k < 0) return;
    priceEntry(engine, segment, scores, ranking, offers, eligible[k]!);
  }
}

function countPoints(scores: Scores, bench: Bench, among: Int32Array, count: number): void {
  const { rows, amounts, months, points } = bench;
  otherPoints(scores, among, count, rows, amounts, months, points);
}

/** No cost is lower, and no programme pays a borrower. */
const NOTHING = Number.NEGATIVE_INFINITY;

/** Takes out eligible entries that no net cost could lift to a list that is full already. */
function keepNear({ eligible, points }: Bench, count: number, least: number): number {
  if (least <= 0) return count;
  let kept = 0;
  for (let k = 0; k < count; k++) {
    const entry = eligible[k]!;
    if (points[entry]! >= least) eligible[kept++] = entry;
  }
  return kept;
}

/** The loan of the entry at hand; one object, used again for every pair. A half keeps the field a float. */
const loan = { amount: 0.5, termMonths: 0, method: 0 as MethodCode };

/** What it costs: places in `price`. Low and high of its rate, its costs at both, ppm a year. */
const price = new Float64Array(4);
const LOW = 0;
const HIGH = 1;
const COST = 2;
const LOW_COST = 3;

/** The rate and net cost of an entry, and its place in the list if it has one. */
function priceEntry(
  engine: Engine,
  segment: Segment,
  scores: Scores,
  ranking: Ranking,
  list: TopList,
  entry: number,
): void {
  const { bench, policies } = segment;
  const row = bench.rows[entry]!;
  const others = bench.points[entry]!;
  const product = segment.productOf[row]!;
  loan.amount = bench.amounts[entry]!;
  loan.termMonths = bench.months[entry]!;
  loan.method = bench.methods[entry]! as MethodCode;
  engine.work.priced += 1;
  if (!findPrice(segment, row)) {
    price[HIGH] = Number.NaN;
    price[COST] = Number.NaN;
    enter(list, ranking, product, others);
    return;
  }
  const isCertain = price[LOW] === price[HIGH];
  if (maySubsidise(policies, row)) {
    const { amount, termMonths, method } = loan;
    if (isCertain) {
      const bound = subsidyBound(policies, row, amount, termMonths, method, price[HIGH]!);
      if (others + costPoints(scores, Math.floor(price[COST]! - bound)) < leastScore(list)) return;
    }
    price[COST]! -= subsidyFor(engine, segment, ranking.need, row, product, price[HIGH]!);
    if (!isCertain) {
      price[LOW_COST]! -= subsidyFor(engine, segment, ranking.need, row, product, price[LOW]!);
    }
  }
  // A large upfront fee can weigh more at the lower rate, where level instalments repay sooner.
  if (!isCertain && price[LOW_COST]! > price[COST]!) price[COST] = price[LOW_COST]!;
  enter(list, ranking, product, others + costPoints(scores, price[COST]!));
}

/** Finds the price of the loan at hand before subsidies; `false` where no published rate applies. */
function findPrice({ data, rates, modules }: Segment, row: number): boolean {
  const { amount, termMonths, method } = loan;
  if (modules?.prices.judge.isReady === true) {
    const { results } = modules.prices;
    const isFound = priceByModule(modules.prices, row, amount, termMonths, method);
    if (isFound !== undefined) {
      for (let i = 0; i < price.length; i++) price[i] = results[i]!;
      return isFound;
    }
  }
  if (!buildRateOf(rates, row, amount, termMonths, method)) return false;
  const [low, high] = [rates.ends[0]!, rates.ends[1]!];
  price[LOW] = low;
  price[HIGH] = high;
  price[COST] = grossCostOf(data.costs, row, high, amount, termMonths, method);
  if (low !== high) {
    price[LOW_COST] = grossCostOf(data.costs, row, low, amount, termMonths, method);
  }
  return true;
}

/** The loan at hand and its price, where its score has a place in a list. */
function enter(list: TopList, ranking: Ranking, product: number, score: number): void {
  const place = enterList(list, ranking, score | 0, product);
  if (place < 0) return;
  list.amount[place] = loan.amount;
  list.termMonths[place] = loan.termMonths;
  list.method[place] = loan.method;
  list.rate[place] = price[HIGH]!;
  list.netCost[place] = price[COST]!;
}

/** The subsidy of the loan at hand by the kernel, or by the rule where cells of time must be counted. */
function subsidyFor(
  engine: Engine,
  segment: Segment,
  need: Need,
  row: number,
  product: number,
  rate: number,
): number {
  const { amount, termMonths, method } = loan;
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
