import { openArena } from '../../arrays/arena.ts';
import { addBit } from '../../arrays/bitset.ts';
import type { Catalog, CompiledProduct } from '../../catalog/index.ts';
import {
  createPredicates,
  fieldsOf,
  type Judge,
  judgeBytes,
  openJudge,
  openPredicates,
  type PredicateBuilder,
  type Predicates,
} from '../../criteria/index.ts';
import {
  buildLoans,
  buildScreen,
  isInForce,
  type LoanModule,
  type Loans,
  type LoansData,
  loanModuleBytes,
  loansBytes,
  openLoanModule,
  openLoans,
  openScreen,
  planScreen,
  type Screen,
  type ScreenData,
} from '../../eligibility/index.ts';
import type { Criterion, ScoringProfile } from '../../model/index.ts';
import {
  type BoundModule,
  boundModuleBytes,
  buildCosts,
  buildPolicies,
  buildRates,
  type CostData,
  openBoundModule,
  openPolicies,
  openPrices,
  openRates,
  type Policies,
  type PolicyData,
  type PriceModule,
  policiesBytes,
  policyCriteriaOf,
  priceModuleBytes,
  type RateData,
  type Rates,
} from '../../pricing/index.ts';
import {
  buildScores,
  openPointModule,
  openScoreRoom,
  openScores,
  type PointModule,
  pointModuleBytes,
  type ScoreData,
  type ScoreRoom,
  type Scores,
  scoreRoomBytes,
} from '../../scoring/index.ts';
import { type Bench, benchBytes, openBench } from './bench.ts';

/** What the engine keeps of some products of a catalog: plain data, a row for each product. */
export interface SegmentData {
  readonly screen: ScreenData;
  /** By row: 1 where the product can be applied for on the catalog's day. */
  readonly isOffered: Uint8Array;
  readonly loans: LoansData;
  readonly rates: RateData;
  readonly costs: CostData;
  readonly policies: PolicyData;
  readonly scores: ScoreData;
  /** The different criteria of prices, preferences and programmes. */
  readonly predicates: readonly Criterion[];
  /** Names of all fields that anything looks at. */
  readonly fields: readonly string[];
}

/** A segment that is ready to be asked. Works in its own arrays: one need at a time. */
export interface Segment {
  readonly data: SegmentData;
  /** By row: place in `catalog.products`; -1: no longer in the catalog. */
  readonly productOf: Int32Array;
  /** Bits of the rows whose product is no longer in the catalog; `undefined`: none is gone. */
  readonly gone: Uint32Array | undefined;
  readonly bench: Bench;
  readonly screen: Screen;
  readonly loans: Loans;
  readonly rates: Rates;
  readonly policies: Policies;
  readonly judge: Judge;
  readonly scoreRoom: ScoreRoom;
  readonly scoresOf: Map<ScoringProfile, Scores>;
  /** The stages by the module; `undefined`: the plain way is taken. */
  readonly modules: StageModules | undefined;
}

interface StageModules {
  readonly loans: LoanModule;
  readonly bounds: BoundModule;
  readonly points: PointModule;
  readonly prices: PriceModule;
}

/** Facts that stages read by themselves, whether a criterion names them or not. */
const READ_ALWAYS = ['project.equipment', 'project.investment', 'need.amount', 'need.termMonths'];

/** Lays out products for the engine. O(n log n) in the size of their documents. */
export function buildSegment(catalog: Catalog, products: readonly CompiledProduct[]): SegmentData {
  const predicates: PredicateBuilder = createPredicates();
  const screen = buildScreen(products, catalog.registry, (one) => isInForce(catalog, one));
  const rates = buildRates(catalog, products, predicates);
  const policies = buildPolicies(catalog, products);
  const scores = buildScores(catalog, products, predicates);
  const fields = new Set([...READ_ALWAYS, ...screen.fields, ...policies.fields]);
  for (const criterion of predicates.criteria) fieldsOf(criterion, fields);
  return {
    screen,
    isOffered: Uint8Array.from(products, (one) => (isInForce(catalog, one) ? 1 : 0)),
    loans: buildLoans(products),
    rates,
    costs: buildCosts(products, rates.leastRate),
    policies,
    scores,
    predicates: predicates.criteria,
    fields: [...fields],
  };
}

/** Catalogs with fewer products than this are not worth a memory of their own. */
const LEAST_ROWS = 513;

/** `isPlain`: does without the module. */
export function openSegment(
  catalog: Catalog,
  data: SegmentData,
  productOf: Int32Array,
  isPlain: boolean = productOf.length < LEAST_ROWS,
): Segment {
  const { rows } = data.screen;
  const criteria = [...data.predicates, ...policyCriteriaOf(catalog)];
  const predicates = openPredicates(criteria, catalog.registry);
  const modules = isPlain ? 0 : modulesBytes(data, predicates);
  const plan = planScreen(data.screen, isPlain);
  const stages = plan.bytes + loansBytes(data.loans) + policiesBytes(data.policies);
  const own = benchBytes(rows) + scoreRoomBytes(data.scores);
  const arena = openArena(stages + own + modules, isPlain);
  const judge = openJudge(arena, predicates);
  const bench = openBench(arena, rows);
  const loans = openLoans(data.loans, arena);
  const policies = openPolicies(data.policies, catalog, arena, judge, data.predicates.length);
  const scoreRoom = openScoreRoom(data.scores, arena);
  const { isSure } = data.rates;
  const loanModule = openLoanModule(arena, loans, bench, isSure);
  const bounds = openBoundModule(arena, policies, data.rates, data.costs, bench);
  const points = openPointModule(arena, data.scores, scoreRoom, judge, loans, bench);
  const rates = openRates(data.rates, predicates);
  const prices = openPrices(arena, rates, data.costs, judge);
  return {
    data,
    productOf,
    gone: undefined,
    bench,
    screen: openScreen(plan, catalog.registry, arena),
    loans,
    rates,
    policies,
    judge,
    scoreRoom,
    scoresOf: new Map(),
    modules:
      loanModule && bounds && points && prices
        ? { loans: loanModule, bounds, points, prices }
        : undefined,
  };
}

function modulesBytes(data: SegmentData, predicates: Predicates): number {
  const { rows } = data.screen;
  return (
    loanModuleBytes(rows) +
    boundModuleBytes(rows) +
    pointModuleBytes(data.scores) +
    judgeBytes(predicates) +
    priceModuleBytes(data.rates, data.costs)
  );
}

/** The same segment for another catalog, where some of its products are gone: -1 in `productOf`. */
export function withGaps(segment: Segment, productOf: Int32Array): Segment {
  const gone = new Uint32Array(segment.screen.data.words);
  productOf.forEach((place, row) => {
    if (place < 0) addBit(gone, 0, row);
  });
  return { ...segment, productOf, gone: productOf.includes(-1) ? gone : undefined };
}

/** Profiles whose points are kept ready. */
const PROFILES_REMEMBERED = 16;

/** The scores of a segment under a profile. */
export function scoresFor(segment: Segment, profile: ScoringProfile): Scores {
  const { scoresOf, data, judge, loans, scoreRoom } = segment;
  const known = scoresOf.get(profile);
  if (known !== undefined) return known;
  if (scoresOf.size >= PROFILES_REMEMBERED) scoresOf.clear();
  const scores = openScores(data.scores, judge, loans, profile, scoreRoom);
  scoresOf.set(profile, scores);
  return scores;
}
