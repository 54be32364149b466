import type { Catalog, CompiledProduct } from '../../catalog/index.ts';
import {
  createPredicates,
  fieldsOf,
  openPredicates,
  type PredicateBuilder,
  type Predicates,
} from '../../criteria/index.ts';
import {
  buildLoans,
  buildScreen,
  isInForce,
  type Loans,
  type LoansData,
  openLoans,
  openScreen,
  type Screen,
  type ScreenData,
} from '../../eligibility/index.ts';
import type { Criterion, ScoringProfile } from '../../model/index.ts';
import {
  buildCosts,
  buildPolicies,
  buildRates,
  type CostData,
  openPolicies,
  openRates,
  type Policies,
  type PolicyData,
  type RateData,
  type Rates,
} from '../../pricing/index.ts';
import { buildScores, openScores, type ScoreData, type Scores } from '../../scoring/index.ts';

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
  /** Whether some row is of a product that is no longer in the catalog. */
  readonly hasGaps: boolean;
  readonly screen: Screen;
  readonly loans: Loans;
  readonly rates: Rates;
  readonly policies: Policies;
  readonly predicates: Predicates;
  readonly scoresOf: Map<ScoringProfile, Scores>;
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
  for (const { criterion } of screen.openConditions) fieldsOf(criterion, fields);
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

export function openSegment(catalog: Catalog, data: SegmentData, productOf: Int32Array): Segment {
  const predicates = openPredicates(data.predicates, catalog.registry);
  return {
    data,
    productOf,
    hasGaps: false,
    screen: openScreen(data.screen, catalog.registry),
    loans: openLoans(data.loans),
    rates: openRates(data.rates, predicates),
    policies: openPolicies(data.policies, catalog),
    predicates,
    scoresOf: new Map(),
  };
}

/** Profiles whose points are kept ready. */
const PROFILES_REMEMBERED = 16;

/** The scores of a segment under a profile. */
export function scoresFor(segment: Segment, profile: ScoringProfile): Scores {
  const { scoresOf, data, predicates, loans } = segment;
  const known = scoresOf.get(profile);
  if (known !== undefined) return known;
  if (scoresOf.size >= PROFILES_REMEMBERED) scoresOf.clear();
  const scores = openScores(data.scores, predicates, loans, profile);
  scoresOf.set(profile, scores);
  return scores;
}
