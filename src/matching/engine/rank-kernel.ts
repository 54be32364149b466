import { openLargest, takeLargest } from '../../arrays/largest-kernel.ts';
import {
  beginPredicates,
  PASS,
  REPAYMENT_METHODS,
  readFacts,
  UNKNOWN,
} from '../../criteria/index.ts';
import {
  beginLoans,
  fitRows,
  hasCurrency,
  type LoanTerms,
  listRows,
  screenNeed,
} from '../../eligibility/index.ts';
import type { Need, ScoringProfile } from '../../model/index.ts';
import {
  ASK_REFERENCE,
  addLeastFees,
  beginPolicies,
  beginRates,
  buildRateOf,
  grossCostOf,
  hasRate,
  leastCosts,
  type MethodCode,
  subsidiesOf,
  subsidyBound,
  subsidyOf,
  subsidyRateOf,
} from '../../pricing/index.ts';
import {
  beginScores,
  ceilingsOf,
  costPoints,
  otherPoints,
  type Scores,
} from '../../scoring/index.ts';
import type { Money } from '../../units/money.ts';
import type { Rate } from '../../units/rate.ts';
import { type Bench, type Engine, takeNeed } from './engine-kernel.ts';
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
 * can have, without fees and with all subsidies, bounds the cost from below: few pairs are priced.
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
  const { screen, loans } = segment;
  const { facts, bench } = engine;
  const { need } = engine.reading.copy;
  const scores = scoresFor(segment, ranking.profile);
  screenNeed(screen, facts);
  beginLoans(loans, need);
  beginPredicates(segment.predicates, facts);
  beginRates(segment.rates);
  beginPolicies(segment.policies, need, facts);
  beginScores(scores, need);
  const listed = listRows(screen, bench.rows, bench.verdicts);
  engine.work.screened += listed;
  const isPart = segment.hasGaps || only >= 0;
  const there = isPart ? keepRows(segment, bench, listed, only) : listed;
  const wanted = ranking.undetermined;
  const wantsOpen = wanted !== undefined && wanted.limit > 0;
  const count = fitRows(loans, bench, there, wantsOpen ? UNKNOWN : PASS);
  const passed = splitVerdicts(segment, bench, count);
  const open = count - passed;
  engine.eligible += passed;
  engine.undetermined += open + loans.open;
  const { eligible, undetermined } = bench;
  if (ranking.offers.limit > 0) {
    otherPoints(scores, eligible, passed, bench.rows, bench.amounts, bench.months, bench.points);
    rankEligible(engine, segment, scores, ranking, passed);
  }
  if (!wantsOpen) return;
  otherPoints(scores, undetermined, open, bench.rows, bench.amounts, bench.months, bench.points);
  for (let k = 0; k < open; k++) {
    priceEntry(engine, segment, scores, ranking, wanted, undetermined[k]!);
  }
}

/**
 * Takes out the rows of products that are no longer in the catalog, and where `only` names one all
 * others; returns how many stay.
 */
function keepRows(
  { productOf }: Segment,
  { rows, verdicts }: Bench,
  count: number,
  only: number,
): number {
  let kept = 0;
  for (let i = 0; i < count; i++) {
    const row = rows[i]!;
    const product = productOf[row]!;
    if (product < 0 || (only >= 0 && product !== only)) continue;
    rows[kept] = row;
    verdicts[kept++] = verdicts[i]!;
  }
  return kept;
}

/**
 * Lists the candidates by verdict, and returns how many are eligible; the others are undetermined. A
 * price that is not sure to exist leaves a pair undetermined; for most products it is sure, whatever
 * the facts.
 */
function splitVerdicts(segment: Segment, bench: Bench, count: number): number {
  const { rows, verdicts, eligible, undetermined } = bench;
  const { isSure } = segment.rates.data;
  let passed = 0;
  let open = 0;
  for (let i = 0; i < count; i++) {
    const isPassed =
      verdicts[i] === PASS && (isSure[rows[i]!] === 1 || isPriced(segment, bench, i));
    if (isPassed) eligible[passed++] = i;
    else undetermined[open++] = i;
  }
  return passed;
}

function isPriced({ rates }: Segment, bench: Bench, entry: number): boolean {
  const method = bench.methods[entry]! as MethodCode;
  const { rows, amounts, months } = bench;
  return hasRate(rates, rows[entry]!, amounts[entry]!, months[entry]!, method);
}

/** Prices eligible entries, highest ceiling first, until none can enter the list. */
function rankEligible(
  engine: Engine,
  segment: Segment,
  scores: Scores,
  ranking: Ranking,
  count: number,
): void {
  const { bench } = engine;
  const { eligible, ceilings } = bench;
  const { offers } = ranking;
  const { costs, rates } = segment.data;
  const { isPlain, payingBits } = segment.policies.plan;
  const near = keepNear(bench, count, leastScore(offers) - costPoints(scores, NOTHING));
  leastCosts(segment.policies, rates.leastRate, bench, eligible, near, bench.costs);
  // Where no programme pays, nothing is taken off, however small or long the loan.
  const isSubsidised = !isPlain || payingBits !== 0;
  addLeastFees(costs, bench, eligible, near, isSubsidised ? undefined : rates.leastRate);
  ceilingsOf(scores, eligible, near, bench.points, bench.costs, ceilings.keys);
  openLargest(ceilings, near);
  for (;;) {
    const k = takeLargest(ceilings, leastScore(offers));
    if (k < 0) return;
    priceEntry(engine, segment, scores, ranking, offers, eligible[k]!);
  }
}

/** No cost is lower, and no programme pays a borrower. */
const NOTHING = Number.NEGATIVE_INFINITY;

/** Takes out eligible entries that no net cost could lift to a list that is full already. */
function keepNear({ eligible, points }: Bench, count: number, least: number): number {
  let kept = 0;
  for (let k = 0; k < count; k++) {
    const entry = eligible[k]!;
    if (points[entry]! >= least) eligible[kept++] = entry;
  }
  return kept;
}

/** The loan of the entry at hand; one object, used again for every pair. A half keeps the field a float. */
const loan = { amount: 0.5, termMonths: 0 };

function readLoan(bench: Bench, entry: number): void {
  loan.amount = bench.amounts[entry]!;
  loan.termMonths = bench.months[entry]!;
}

/** The rate and net cost of an entry, and its place in the list if it has one. */
function priceEntry(
  engine: Engine,
  segment: Segment,
  scores: Scores,
  ranking: Ranking,
  list: TopList,
  entry: number,
): void {
  const { bench } = engine;
  const { data, rates } = segment;
  const row = bench.rows[entry]!;
  const method = bench.methods[entry]! as MethodCode;
  const others = bench.points[entry]!;
  const product = segment.productOf[row]!;
  readLoan(bench, entry);
  engine.work.priced += 1;
  if (!buildRateOf(rates, row, loan.amount, loan.termMonths, method)) {
    enter(list, ranking, product, others, method, Number.NaN, Number.NaN);
    return;
  }
  const low = rates.ends[0]!;
  const high = rates.ends[1]!;
  const { amount, termMonths } = loan;
  const gross = grossCostOf(data.costs, row, high, amount, termMonths, method);
  if (high === low) {
    const bound = subsidyBound(segment.policies, row, amount, termMonths, method, high);
    if (others + costPoints(scores, Math.floor(gross - bound)) < leastScore(list)) return;
  }
  let netCost = gross - subsidyFor(engine, segment, ranking.need, row, product, method, high);
  if (high !== low) {
    // A large upfront fee can weigh more at the lower rate, where level instalments repay sooner.
    const other =
      grossCostOf(data.costs, row, low, amount, termMonths, method) -
      subsidyFor(engine, segment, ranking.need, row, product, method, low);
    if (other > netCost) netCost = other;
  }
  enter(list, ranking, product, others + costPoints(scores, netCost), method, high, netCost);
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
