import type { Catalog, CompiledProduct } from '../catalog/index.ts';
import { criterionCode, evaluate, type Verdict } from '../criteria/index.ts';
import { coveredValue, type EncodedNeed, type LoanTerms } from '../eligibility/index.ts';
import {
  type PreferencePart,
  SCORE_PARTS,
  type ScorePart,
  type ScoringProfile,
} from '../model/index.ts';
import type { Price } from '../pricing/index.ts';
import { mulDiv } from '../units/arithmetic.ts';
import { RATE_ONE } from '../units/rate.ts';
import { partOf } from './parts.ts';

/** A full feature; a score of all full features is 10,000 x 10,000 = 100,000,000. */
export const FEATURE_MAX = 10_000;

/** One preference of the bank within a part. */
export interface PreferenceResult {
  readonly code: string;
  readonly verdict: Verdict;
}

/** One part of the score: `points = weight x feature`. */
export interface ScorePartResult {
  readonly part: ScorePart;
  readonly weight: number;
  /** 0 to 10,000. */
  readonly feature: number;
  readonly points: number;
  /** False where a missing fact holds the feature below what it might be. */
  readonly known: boolean;
  readonly preferences?: readonly PreferenceResult[];
}

/** A score and its attribution: `total` is the sum of the parts' points, 0 to 100,000,000. */
export interface Score {
  readonly total: number;
  readonly parts: readonly ScorePartResult[];
}

interface Feature {
  readonly feature: number;
  readonly known: boolean;
  readonly preferences?: readonly PreferenceResult[];
}

/** What is scored. */
export interface ScoredLoan {
  readonly compiled: CompiledProduct;
  readonly encoded: EncodedNeed;
  readonly loan: LoanTerms;
  readonly price: Price | undefined;
}

/**
 * The rule itself: both sides' interests, additive, every point attributed. A fact that is missing
 * earns nothing and says so (`known: false`), so that a score never rests on a guess.
 */
export function scoreLoan(catalog: Catalog, scored: ScoredLoan, profile: ScoringProfile): Score {
  const preferences = preferencesByPart(catalog, scored);
  const parts = SCORE_PARTS.map((part): ScorePartResult => {
    const weight = profile.weights[part] ?? 0;
    const feature = featureOf(part, scored, profile, preferences);
    return { part, weight, points: weight * feature.feature, ...feature };
  });
  return { total: parts.reduce((sum, part) => sum + part.points, 0), parts };
}

function featureOf(
  part: ScorePart,
  scored: ScoredLoan,
  profile: ScoringProfile,
  preferences: ReadonlyMap<PreferencePart, readonly PreferenceResult[]>,
): Feature {
  const { compiled, encoded, loan, price } = scored;
  switch (part) {
    case 'net-cost':
      // The dearer end of a price that is open: ranking never flatters a product.
      return falling(price?.netCost, profile.netCost);
    case 'coverage':
      return share(loan.amount, encoded.need.amount);
    case 'term-fit':
      return share(loan.termMonths, encoded.need.termMonths);
    case 'speed':
      return falling(compiled.product.decisionDays, profile.decisionDays);
    case 'collateral':
      return collateralFeature(scored);
    case 'relationship':
      return relationshipFeature(scored);
    default:
      return preferenceFeature(preferences.get(part) ?? []);
  }
}

/** Full at `best` or below, nothing at `worst` or above, straight between, half-up. */
function falling(value: number | undefined, scale: { best: number; worst: number }): Feature {
  if (value === undefined) return { feature: 0, known: false };
  if (value <= scale.best) return { feature: FEATURE_MAX, known: true };
  if (value >= scale.worst) return { feature: 0, known: true };
  const left = scale.worst - value;
  return {
    feature: mulDiv(FEATURE_MAX, left, scale.worst - scale.best, 'half-up'),
    known: true,
  };
}

/** The share that is reached, rounded down: full only for the whole. */
function share(reached: number, asked: number): Feature {
  return { feature: mulDiv(FEATURE_MAX, reached, asked, 'down'), known: true };
}

/** The part of the pledges that stays free: full for an unsecured loan. */
function collateralFeature({ compiled, encoded, loan }: ScoredLoan): Feature {
  const rule = compiled.product.collateral;
  if (rule === undefined || rule.minCoverage === 0) return { feature: FEATURE_MAX, known: true };
  const pledges = encoded.need.collateral;
  if (pledges === undefined) return { feature: 0, known: false };
  const covered = coveredValue(rule, pledges);
  if (covered === 0) return { feature: 0, known: true };
  const bound = Math.min(mulDiv(loan.amount, rule.minCoverage, RATE_ONE, 'up'), covered);
  return { feature: FEATURE_MAX - mulDiv(FEATURE_MAX, bound, covered, 'up'), known: true };
}

function relationshipFeature({ compiled, encoded }: ScoredLoan): Feature {
  const relations = encoded.need.enterprise.banks;
  if (relations === undefined) return { feature: 0, known: false };
  const isClient = relations.some((relation) => relation.bank === compiled.bank.id);
  return { feature: isClient ? FEATURE_MAX : 0, known: true };
}

/** The share of the bank's preferences that pass; full where it states none. */
function preferenceFeature(preferences: readonly PreferenceResult[]): Feature {
  if (preferences.length === 0) return { feature: FEATURE_MAX, known: true };
  const passed = preferences.filter((one) => one.verdict === 'pass').length;
  return {
    feature: mulDiv(FEATURE_MAX, passed, preferences.length, 'down'),
    known: preferences.every((one) => one.verdict !== 'unknown'),
    preferences,
  };
}

function preferencesByPart(
  catalog: Catalog,
  { compiled, encoded }: ScoredLoan,
): ReadonlyMap<PreferencePart, readonly PreferenceResult[]> {
  const byPart = new Map<PreferencePart, PreferenceResult[]>();
  for (const criterion of compiled.preferences) {
    const part = partOf(catalog, criterion);
    const verdict = evaluate(criterion, encoded.facts, catalog.registry);
    const results = byPart.get(part) ?? [];
    results.push({ code: criterionCode(criterion), verdict });
    byPart.set(part, results);
  }
  return byPart;
}
