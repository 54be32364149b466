import {
  compileTest,
  type FactList,
  type FieldRegistry,
  fieldsOf,
  judgeTest,
  PASS,
  type Test,
} from '../criteria/index.ts';
import type { Benefit, Criterion, Programme, ProgrammeVersion } from '../model/index.ts';
import { mulDiv } from '../units/arithmetic.ts';
import { MONEY_MAX, type Money } from '../units/money.ts';
import { RATE_LIMIT, RATE_ONE, type Rate } from '../units/rate.ts';

/** What programmes may see of the offer, beside the need itself. */
export const OFFER_FIELDS: readonly string[] = [
  'bank.id',
  'bank.labels',
  'product.id',
  'product.purposes',
];
/** What the loan itself replaces while programmes are judged. */
const LOAN_FIELDS = ['need.amount', 'need.termMonths'];

/** What must be known before a condition can be judged: `offer` is the offer alone, `both` with the need. */
export type Reach = 'need' | 'offer' | 'both' | 'loan';

interface Condition {
  readonly reach: Reach;
  readonly predicate: number;
  readonly test: Test;
}

/** What a condition adds to points. */
interface Bonus {
  readonly reach: Reach;
  readonly test: Test;
  readonly share: Rate;
}

/** One programme in force, as far as the ranking counts it. */
export interface Entry {
  /** Tells the version from all others of the pack. */
  readonly place: string;
  /** The same with its points, which benchmarks of different days may change. */
  readonly key: string;
  readonly programme: Programme;
  readonly version: ProgrammeVersion;
  /** The nearest first. */
  readonly conditions: readonly Condition[];
  /** Whether some condition looks at the need and the offer. */
  readonly looksAtBoth: boolean;
  /** Places of the conditions that look at the need alone. */
  readonly needPredicates: Int32Array;
  /** The furthest that some condition or cap looks. */
  readonly reach: Reach;
  /** Caps on the principal that a pool supports, and the share of a loan that counts there. */
  readonly principalCaps: readonly Money[];
  readonly principalShare: Rate;
  /** Only the part of the loan that buys equipment counts. */
  readonly isForEquipment: boolean;
  /** The share of a base that is paid once; zero where nothing is. */
  readonly grantShare: Rate;
  /** Paid once of this field, not of the loan; the need must state it. */
  readonly grantField?: 'project.investment' | 'project.equipment';
  readonly baseCap: number;
  /** Points a year before bonuses, ppm; NaN: a share of the loan's own rate. */
  readonly points: number;
  /** Each that applies adds its share of `points`. */
  readonly bonuses: readonly Bonus[];
  readonly shareOfRate: number;
  readonly paysInterest: boolean;
  readonly months: number;
}

const ORDER: Readonly<Record<Reach, number>> = { need: 0, offer: 1, both: 2, loan: 3 };

/** `points`: a year on the day, before bonuses; `key`: as the entry says. */
export function entryOf(
  place: string,
  key: string,
  programme: Programme,
  version: ProgrammeVersion,
  points: number,
  registry: FieldRegistry,
  placeOf: (criterion: Criterion) => number,
): Entry {
  const { benefit, base, caps = [] } = version;
  const conditions = (version.conditions ?? [])
    .map((criterion) => ({
      reach: reachOf(criterion),
      predicate: placeOf(criterion),
      test: compileTest(criterion, registry),
    }))
    .sort((a, b) => ORDER[a.reach] - ORDER[b.reach]);
  const principalCaps = caps.filter((cap) => cap.of === 'principal').map((cap) => cap.amount);
  const furthest = conditions.at(-1)?.reach ?? 'need';
  const isGrant = benefit?.kind === 'grant';
  const grantField =
    isGrant && (base?.part === 'investment' || base?.part === 'equipment')
      ? (`project.${base.part}` as const)
      : undefined;
  return {
    place,
    key,
    programme,
    version,
    conditions,
    looksAtBoth: conditions.some(({ reach }) => reach === 'both'),
    needPredicates: Int32Array.from(
      conditions.filter(({ reach }) => reach === 'need'),
      ({ predicate }) => predicate,
    ),
    reach: principalCaps.length > 0 ? 'loan' : furthest,
    principalCaps,
    principalShare: benefit?.kind === 'relending' ? benefit.share : RATE_ONE,
    isForEquipment: base?.part === 'equipment-loan',
    grantShare: benefit?.kind === 'grant' ? benefit.share : (0 as Rate),
    ...(grantField === undefined ? {} : { grantField }),
    baseCap: base?.cap?.amount ?? MONEY_MAX,
    points,
    bonuses: bonusesOf(benefit, registry),
    shareOfRate: benefit?.kind === 'share-of-rate' ? benefit.share : 0,
    paysInterest:
      benefit?.kind === 'points' ||
      benefit?.kind === 'share-of-rate' ||
      benefit?.kind === 'share-of-benchmark',
    months: version.maximumMonths ?? Number.POSITIVE_INFINITY,
  };
}

function bonusesOf(benefit: Benefit | undefined, registry: FieldRegistry): readonly Bonus[] {
  if (benefit?.kind !== 'points') return [];
  return (benefit.bonuses ?? []).map(({ when, share }) => ({
    reach: reachOf(when),
    test: compileTest(when, registry),
    share,
  }));
}

/**
 * Points a year with the bonuses that apply, as `basisOf` counts them; zero where an entry has none.
 * `facts`: of need, offer and loan.
 */
export function pointsWith({ points, bonuses }: Entry, facts: FactList): number {
  let share: number = RATE_ONE;
  for (const { test, share: own } of bonuses) if (judgeTest(test, facts) === PASS) share += own;
  return withShare(points || 0, share);
}

/** No fewer than `pointsWith`, whatever the loan. `facts`: of need and offer. */
export function mostPoints({ points, bonuses }: Entry, facts: FactList): number {
  let share: number = RATE_ONE;
  for (const { reach, test, share: own } of bonuses) {
    const applies = reach === 'loan' ? own > 0 : judgeTest(test, facts) === PASS;
    if (applies) share += own;
  }
  return withShare(points || 0, share);
}

function withShare(points: number, share: number): number {
  return Math.min(mulDiv(points, share, RATE_ONE, 'down'), RATE_LIMIT);
}

function reachOf(criterion: Criterion): Reach {
  const fields = fieldsOf(criterion);
  if (LOAN_FIELDS.some((field) => fields.has(field))) return 'loan';
  const ofOffer = OFFER_FIELDS.filter((field) => fields.has(field)).length;
  if (ofOffer === 0) return 'need';
  return ofOffer === fields.size ? 'offer' : 'both';
}

/** Whether the conditions of an entry that look at an offer or a loan, just so far, all pass. */
export function passesAt(
  { conditions }: Entry,
  reach: Exclude<Reach, 'need'>,
  facts: FactList,
): boolean {
  for (const condition of conditions) {
    if (condition.reach === reach && judgeTest(condition.test, facts) !== PASS) return false;
  }
  return true;
}
