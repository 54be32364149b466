import type { Catalog, CompiledProduct } from '../catalog/index.ts';
import {
  judgePredicate,
  PASS,
  type PredicateBuilder,
  type Predicates,
  predicateOf,
} from '../criteria/index.ts';
import { type Limits, pledgesWorth } from '../eligibility/index.ts';
import type { Need, PreferencePart, ScorePart, ScoringProfile } from '../model/index.ts';
import { mulDiv } from '../units/arithmetic.ts';
import { RATE_ONE } from '../units/rate.ts';
import { partOf } from './parts.ts';

/** A full feature, as in the rule. */
const FEATURE_MAX = 10_000;

const PREFERENCE_PARTS: readonly PreferencePart[] = [
  'sector',
  'region',
  'standing',
  'ticket-size',
  'programme-priority',
];

/**
 * What the score needs to know of products, in columns by row. Products share lists of preferences;
 * list `l` holds entries `listStart[l]` ... `listStart[l + 1] - 1`, those of one part together.
 */
export interface ScoreData {
  /** Days to a decision; -1: not stated. */
  readonly decisionDays: Int32Array;
  /** Place in `banks`. */
  readonly bankOf: Int32Array;
  readonly banks: readonly string[];
  readonly listOf: Int32Array;
  readonly listStart: Uint32Array;
  /** Place in `PREFERENCE_PARTS`. */
  readonly entryPart: Uint8Array;
  readonly entryPredicate: Uint32Array;
}

/** Lays out decision days, pledges, banks and preferences; row `p` is the `p`-th product. */
export function buildScores(
  catalog: Catalog,
  products: readonly CompiledProduct[],
  predicates: PredicateBuilder,
): ScoreData {
  const banks = new Map<string, number>();
  const lists = new Map<string, { place: number; entries: readonly (readonly number[])[] }>();
  const bankOf = Int32Array.from(products, ({ bank }) => {
    const known = banks.get(bank.id) ?? banks.size;
    banks.set(bank.id, known);
    return known;
  });
  const listOf = Int32Array.from(products, ({ preferences }) => {
    const entries = preferences
      .map((one) => [PREFERENCE_PARTS.indexOf(partOf(catalog, one)), predicateOf(predicates, one)])
      .sort((a, b) => a[0]! - b[0]!);
    const key = entries.join(' ');
    const known = lists.get(key) ?? { place: lists.size, entries };
    lists.set(key, known);
    return known.place;
  });
  const all = [...lists.values()];
  const listStart = new Uint32Array(all.length + 1);
  all.forEach(({ entries }, place) => {
    listStart[place + 1] = listStart[place]! + entries.length;
  });
  const entries = all.flatMap((list) => list.entries);
  return {
    decisionDays: Int32Array.from(products, ({ product }) => product.decisionDays ?? -1),
    bankOf,
    banks: [...banks.keys()],
    listOf,
    listStart,
    entryPart: Uint8Array.from(entries, (entry) => entry[0]!),
    entryPredicate: Uint32Array.from(entries, (entry) => entry[1]!),
  };
}

/** Nothing was computed for this need yet. */
const UNASKED = -1;

/** Scores under one profile, for one need at a time. */
export interface Scores {
  readonly data: ScoreData;
  readonly predicates: Predicates;
  readonly profile: ScoringProfile;
  /** Weight of each part; 0 where the profile names none. */
  readonly weights: Readonly<Record<ScorePart, number>>;
  readonly partWeights: Int32Array;
  /** By row: points for the days to a decision. */
  readonly speedPoints: Int32Array;
  /** By list: points of all preference parts, or `UNASKED`. */
  readonly listPoints: Int32Array;
  /** What the pledges are worth, computed once for limits and score. */
  readonly limits: Limits;
  /** By bank: 1 where the enterprise is its client. */
  readonly isClient: Uint8Array;
  readonly bankPlaces: ReadonlyMap<string, number>;
  need: Need | undefined;
}

export function openScores(
  data: ScoreData,
  predicates: Predicates,
  limits: Limits,
  profile: ScoringProfile,
): Scores {
  const weightOf = (part: ScorePart) => profile.weights[part] ?? 0;
  const weights = {
    'net-cost': weightOf('net-cost'),
    coverage: weightOf('coverage'),
    'term-fit': weightOf('term-fit'),
    speed: weightOf('speed'),
    collateral: weightOf('collateral'),
    sector: weightOf('sector'),
    region: weightOf('region'),
    standing: weightOf('standing'),
    'ticket-size': weightOf('ticket-size'),
    relationship: weightOf('relationship'),
    'programme-priority': weightOf('programme-priority'),
  };
  const { best, worst } = profile.decisionDays;
  return {
    data,
    predicates,
    profile,
    weights,
    partWeights: Int32Array.from(PREFERENCE_PARTS, weightOf),
    speedPoints: Int32Array.from(data.decisionDays, (days) =>
      days < 0 ? 0 : weights.speed * fallingFeature(days, best, worst),
    ),
    listPoints: new Int32Array(data.listStart.length - 1),
    limits,
    isClient: new Uint8Array(data.banks.length),
    bankPlaces: new Map(data.banks.map((bank, place) => [bank, place])),
    need: undefined,
  };
}

export function beginScores(scores: Scores, need: Need): void {
  const { bankPlaces, isClient } = scores;
  scores.need = need;
  scores.listPoints.fill(UNASKED);
  isClient.fill(0);
  for (const { bank } of need.enterprise.banks ?? []) {
    const place = bankPlaces.get(bank);
    if (place !== undefined) isClient[place] = 1;
  }
}

/** Full at `best` or below, nothing at `worst` or above, straight between, half-up. */
function fallingFeature(value: number, best: number, worst: number): number {
  if (value <= best) return FEATURE_MAX;
  if (value >= worst) return 0;
  return mulDiv(FEATURE_MAX, worst - value, worst - best, 'half-up');
}

/** The points of a net cost; it falls as the cost rises, so a bound on one bounds the other. */
export function costPoints({ profile, weights }: Scores, netCost: number): number {
  const { best, worst } = profile.netCost;
  return weights['net-cost'] * fallingFeature(netCost, best, worst);
}

/** The points of all other parts of `scoreLoan`. */
export function otherPoints(
  scores: Scores,
  row: number,
  amount: number,
  termMonths: number,
): number {
  const { data, weights, isClient } = scores;
  const need = scores.need!;
  const coverage =
    amount === need.amount ? FEATURE_MAX : mulDiv(FEATURE_MAX, amount, need.amount, 'down');
  const termFit =
    termMonths === need.termMonths
      ? FEATURE_MAX
      : mulDiv(FEATURE_MAX, termMonths, need.termMonths, 'down');
  return (
    weights.coverage * coverage +
    weights['term-fit'] * termFit +
    scores.speedPoints[row]! +
    weights.collateral * collateralFeature(scores, row, amount) +
    weights.relationship * FEATURE_MAX * isClient[data.bankOf[row]!]! +
    preferencePoints(scores, data.listOf[row]!)
  );
}

/** The part of the pledges that stays free: full for an unsecured loan. */
function collateralFeature({ limits }: Scores, row: number, amount: number): number {
  const at = limits.data.ruleOf[row]!;
  if (at < 0) return FEATURE_MAX;
  const worth = pledgesWorth(limits, at);
  if (worth <= 0) return 0;
  const { minCoverage } = limits.data.rules[at]!;
  const bound = Math.min(mulDiv(amount, minCoverage, RATE_ONE, 'up'), worth);
  return FEATURE_MAX - mulDiv(FEATURE_MAX, bound, worth, 'up');
}

/** The share of the bank's preferences that pass, by part; full where it states none. */
function preferencePoints(scores: Scores, list: number): number {
  const { data, listPoints, partWeights, predicates } = scores;
  if (listPoints[list] !== UNASKED) return listPoints[list]!;
  let points = 0;
  let entry = data.listStart[list]!;
  const end = data.listStart[list + 1]!;
  for (let part = 0; part < partWeights.length; part++) {
    const first = entry;
    let passed = 0;
    while (entry < end && data.entryPart[entry] === part) {
      if (judgePredicate(predicates, data.entryPredicate[entry]!) === PASS) passed += 1;
      entry += 1;
    }
    const stated = entry - first;
    const feature = stated === 0 ? FEATURE_MAX : mulDiv(FEATURE_MAX, passed, stated, 'down');
    points += partWeights[part]! * feature;
  }
  listPoints[list] = points;
  return points;
}
