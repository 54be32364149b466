import { type Arena, bytesOf, takeInts } from '../arrays/arena.ts';
import type { Catalog, CompiledProduct } from '../catalog/index.ts';
import {
  type Judge,
  judgeNeed,
  PASS,
  type PredicateBuilder,
  predicateOf,
} from '../criteria/index.ts';
import { coverOfLoan, type Loans, pledgesWorth, ruleOfRow } from '../eligibility/index.ts';
import type { Need, PreferencePart, ScorePart, ScoringProfile } from '../model/index.ts';
import { mulDiv } from '../units/arithmetic.ts';
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
  readonly judge: Judge;
  readonly profile: ScoringProfile;
  /** Weight of each part; 0 where the profile names none. */
  readonly weights: Readonly<Record<ScorePart, number>>;
  readonly partWeights: Int32Array;
  /** By row: points for the days to a decision. */
  readonly speedPoints: Int32Array;
  /** By list: points of all preference parts, or `UNASKED`; by bank: points where it knows the client. */
  readonly listPoints: Int32Array;
  readonly bankPoints: Int32Array;
  /** What the pledges are worth, computed once for loans and scores. */
  readonly loans: Loans;
  readonly bankPlaces: ReadonlyMap<string, number>;
  /** Amount and months asked. */
  readonly wishes: Float64Array;
}

/** Points of the need at hand that several products share: of one profile at a time. */
export interface ScoreRoom {
  readonly listPoints: Int32Array;
  readonly bankPoints: Int32Array;
}

/** What `openScoreRoom` takes from an arena. */
export function scoreRoomBytes({ listStart, banks }: ScoreData): number {
  return bytesOf((listStart.length - 1) * 4, banks.length * 4);
}

export function openScoreRoom({ listStart, banks }: ScoreData, arena: Arena): ScoreRoom {
  return {
    listPoints: takeInts(arena, listStart.length - 1),
    bankPoints: takeInts(arena, banks.length),
  };
}

export function openScores(
  data: ScoreData,
  judge: Judge,
  loans: Loans,
  profile: ScoringProfile,
  { listPoints, bankPoints }: ScoreRoom,
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
    judge,
    profile,
    weights,
    partWeights: Int32Array.from(PREFERENCE_PARTS, weightOf),
    speedPoints: Int32Array.from(data.decisionDays, (days) =>
      days < 0 ? 0 : weights.speed * fallingFeature(days, best, worst),
    ),
    listPoints,
    bankPoints,
    loans,
    bankPlaces: new Map(data.banks.map((bank, place) => [bank, place])),
    wishes: new Float64Array(2),
  };
}

export function beginScores(scores: Scores, need: Need): void {
  const { bankPlaces, bankPoints, weights } = scores;
  scores.wishes[0] = need.amount;
  scores.wishes[1] = need.termMonths;
  scores.listPoints.fill(UNASKED);
  bankPoints.fill(0);
  for (const { bank } of need.enterprise.banks ?? []) {
    const place = bankPlaces.get(bank);
    if (place !== undefined) bankPoints[place] = weights.relationship * FEATURE_MAX;
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

/**
 * The most that whole scores can be, entry by entry of `among`: points of the other parts, and those
 * of the least net costs. These are taken a unit of the feature too high rather than divided exactly.
 */
export function ceilingsOf(
  { profile, weights }: Scores,
  among: Int32Array,
  count: number,
  points: Int32Array,
  costs: Float64Array,
  ceilings: Int32Array,
): void {
  const { best, worst } = profile.netCost;
  const weight = weights['net-cost'];
  const full = FEATURE_MAX;
  const slope = full / (worst - best);
  for (let k = 0; k < count; k++) {
    const entry = among[k]!;
    const feature = (worst - costs[entry]!) * slope + 1;
    const bounded = feature < full ? (feature > 0 ? Math.floor(feature) : 0) : full;
    ceilings[k] = points[entry]! + weight * bounded;
  }
}

/**
 * The points of all other parts of `scoreLoan`, for the rows and loans of one need. `among` names the
 * entries that are asked for.
 */
export function otherPoints(
  scores: Scores,
  among: Int32Array,
  count: number,
  rows: Int32Array,
  amounts: Float64Array,
  terms: Int32Array,
  points: Int32Array,
): void {
  const { data, weights, bankPoints, speedPoints, loans, listPoints } = scores;
  const { bankOf, listOf } = data;
  const asked = scores.wishes[0]!;
  const askedMonths = scores.wishes[1]!;
  const whole = weights.coverage * FEATURE_MAX;
  const wholeTerm = weights['term-fit'] * FEATURE_MAX;
  const unsecured = weights.collateral * FEATURE_MAX;
  const unasked = UNASKED;
  for (let k = 0; k < count; k++) {
    const i = among[k]!;
    const row = rows[i]!;
    const amount = amounts[i]!;
    const months = terms[i]!;
    const list = listOf[row]!;
    if (listPoints[list] === unasked) judgeList(scores, list);
    let total = speedPoints[row]! + listPoints[list]! + bankPoints[bankOf[row]!]!;
    total +=
      amount === asked ? whole : weights.coverage * mulDiv(FEATURE_MAX, amount, asked, 'down');
    total +=
      months === askedMonths
        ? wholeTerm
        : weights['term-fit'] * mulDiv(FEATURE_MAX, months, askedMonths, 'down');
    const rule = ruleOfRow(loans.data, row);
    total += rule < 0 ? unsecured : weights.collateral * collateralFeature(loans, rule, amount);
    points[i] = total;
  }
}

/** The part of the pledges that stays free under a rule. */
function collateralFeature(loans: Loans, rule: number, amount: number): number {
  const { pledges } = loans;
  const worth = pledgesWorth(pledges, rule);
  if (worth <= 0) return 0;
  const bound = Math.min(coverOfLoan(pledges, rule, amount), worth);
  return FEATURE_MAX - mulDiv(FEATURE_MAX, bound, worth, 'up');
}

/** The share of the bank's preferences that pass, by part; full where it states none. */
export function judgeList(scores: Scores, list: number): void {
  const { data, listPoints, partWeights, judge } = scores;
  let points = 0;
  let entry = data.listStart[list]!;
  const end = data.listStart[list + 1]!;
  for (let part = 0; part < partWeights.length; part++) {
    const first = entry;
    let passed = 0;
    while (entry < end && data.entryPart[entry] === part) {
      if (judgeNeed(judge, data.entryPredicate[entry]!) === PASS) passed += 1;
      entry += 1;
    }
    const stated = entry - first;
    const feature = stated === 0 ? FEATURE_MAX : mulDiv(FEATURE_MAX, passed, stated, 'down');
    points += partWeights[part]! * feature;
  }
  listPoints[list] = points;
}
