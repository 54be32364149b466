import {
  compileTest,
  createPredicates,
  type FactList,
  type FieldRegistry,
  fieldsOf,
  judgeTest,
  PASS,
  predicateOf,
  type Test,
} from '../criteria/index.ts';
import type { Benefit, Criterion, Programme, ProgrammeVersion } from '../model/index.ts';
import {
  benchmarkOn,
  type Candidate,
  choicesOn,
  createDesk,
  type PolicyPack,
  type StackDesk,
} from '../policy/index.ts';
import { mulDiv } from '../units/arithmetic.ts';
import type { Day } from '../units/day.ts';
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

/**
 * The programmes that count for loans of one first day, in the order of the pack; those that pay what
 * others leave stand behind the others, as `createDesk` wants them.
 */
export interface DayPlan {
  readonly start: Day;
  readonly entries: readonly Entry[];
  /** Bits of the entries that pay on interest: without one of them there is no subsidy. */
  readonly payingBits: number;
  /** Unset: too many entries for bits; `narrowPlan` keeps those that a need lets in. */
  readonly isPlain: boolean;
  /** Desks by the bits of the programmes that take part; `undefined`: the reference decides. */
  readonly desks: Map<number, StackDesk | undefined>;
  /** The same by the places of the versions, for all days of a pack. */
  readonly desksByPlaces: Map<string, StackDesk | undefined>;
  /** Parts of this plan, by the entries that are in. */
  readonly parts: Map<string, DayPlan>;
}

/** Most programmes in force at once. */
const ENTRIES_LIMIT = 30;

/** What all engines of one pack share: its conditions, each different one once, and its plans. */
export interface PolicyRules {
  readonly criteria: readonly Criterion[];
  readonly placeOf: (criterion: Criterion) => number;
  readonly plans: Map<Day, DayPlan>;
  readonly desksByPlaces: DayPlan['desksByPlaces'];
}

const rulesByPack = new WeakMap<PolicyPack, PolicyRules>();

export function policyRulesOf(pack: PolicyPack): PolicyRules {
  const known = rulesByPack.get(pack);
  if (known !== undefined) return known;
  const builder = createPredicates();
  for (const { versions } of pack.programmes) {
    for (const { conditions = [] } of versions) {
      for (const criterion of conditions) predicateOf(builder, criterion);
    }
  }
  const rules: PolicyRules = {
    criteria: builder.criteria,
    placeOf: (criterion) => predicateOf(builder, criterion),
    plans: new Map(),
    desksByPlaces: new Map(),
  };
  rulesByPack.set(pack, rules);
  return rules;
}

/** Different first days that are remembered, and parts of the plan of one. */
const DAYS_REMEMBERED = 1000;
const PARTS_REMEMBERED = 100;
/** Different desks that are remembered for a pack. */
const DESKS_REMEMBERED = 10_000;

/** The programmes of a pack for loans that begin on a day; made once for a pack, as known on one day. */
export function planFor(pack: PolicyPack, start: Day, asOf: Day): DayPlan {
  const rules = policyRulesOf(pack);
  const { plans } = rules;
  const known = plans.get(start);
  if (known !== undefined) return known;
  if (plans.size >= DAYS_REMEMBERED) plans.clear();
  const plan = planOf(start, entriesOn(pack, start, asOf, rules.placeOf), rules.desksByPlaces);
  plans.set(start, plan);
  return plan;
}

/** The part of a plan whose entries are let in: far fewer, where many ask for much. */
export function narrowPlan(plan: DayPlan, letsIn: (entry: Entry) => boolean): DayPlan {
  const { start, desksByPlaces, parts } = plan;
  const entries = plan.entries.filter(letsIn);
  const key = placesOf(entries);
  const known = parts.get(key);
  if (known !== undefined) return known;
  if (parts.size >= PARTS_REMEMBERED) parts.clear();
  const part = planOf(start, entries, desksByPlaces);
  parts.set(key, part);
  return part;
}

function placesOf(entries: readonly Entry[]): string {
  return entries.map(({ place }) => place).join(' ');
}

function planOf(
  start: Day,
  entries: readonly Entry[],
  desksByPlaces: DayPlan['desksByPlaces'],
): DayPlan {
  const isPlain = entries.length <= ENTRIES_LIMIT;
  const payingBits = entries.reduce(
    (bits, { paysInterest }, e) => bits | (paysInterest ? 1 << e : 0),
    0,
  );
  const [desks, parts] = [new Map(), new Map()];
  return { start, entries, payingBits, isPlain, desks, desksByPlaces, parts };
}

function entriesOn(
  pack: PolicyPack,
  start: Day,
  asOf: Day,
  placeOf: (criterion: Criterion) => number,
): readonly Entry[] {
  const entries: Entry[] = [];
  let number = 0;
  for (const [programme, choice] of choicesOn(pack.programmes, { disbursement: start }, asOf)) {
    number += 1;
    if (choice.state !== 'in-force') continue;
    const { version } = choice;
    if (!canPay(version, pack, start)) continue;
    const place = `${number}.${programme.versions.indexOf(version)}`;
    const points = pointsOf(version.benefit, pack, start);
    entries.push(entryOf(place, programme, version, points, pack.registry, placeOf));
  }
  return entries.sort((a, b) => Number(isResidual(a)) - Number(isResidual(b)));
}

function isResidual({ version }: Entry): boolean {
  return version.stacking?.some((rule) => rule.rule === 'residual') === true;
}

/** Whether a loan of this first day can get anything: no figure is unset, no limit is zero. */
function canPay(version: ProgrammeVersion, { benchmarks }: PolicyPack, start: Day): boolean {
  const { benefit, unset = [], counts = [], clock } = version;
  if (benefit === undefined || unset.length > 0) return false;
  // The ranking knows no day of a payment to the supplier, and no earlier use.
  if (clock === 'supplier-payment' || counts.some((one) => one.limit <= 0)) return false;
  if (benefit.kind !== 'share-of-benchmark') return true;
  return benchmarkOn(benchmarks, benefit.benchmark, start) !== undefined;
}

function pointsOf(benefit: Benefit | undefined, { benchmarks }: PolicyPack, start: Day): number {
  switch (benefit?.kind) {
    case 'points':
      return Math.min(benefit.rate, RATE_LIMIT);
    case 'share-of-benchmark': {
      const value = benchmarkOn(benchmarks, benefit.benchmark, start) ?? (0 as Rate);
      return Math.max(mulDiv(value, benefit.share, RATE_ONE, 'down'), 0);
    }
    case 'share-of-rate':
      return Number.NaN;
    default:
      return 0;
  }
}

const ORDER: Readonly<Record<Reach, number>> = { need: 0, offer: 1, both: 2, loan: 3 };

function entryOf(
  place: string,
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

/** The desk of the entries whose bits are set; made once for all days on which the versions meet. */
export function deskFor(plan: DayPlan, bits: number): StackDesk | undefined {
  const { desks, desksByPlaces } = plan;
  if (desks.has(bits)) return desks.get(bits);
  const entries = plan.entries.filter((_, e) => (bits & (1 << e)) !== 0);
  const key = placesOf(entries);
  const isKnown = desksByPlaces.has(key);
  const desk = isKnown ? desksByPlaces.get(key) : createDesk(entries.map(asCandidate));
  if (!isKnown && desksByPlaces.size >= DESKS_REMEMBERED) desksByPlaces.clear();
  desksByPlaces.set(key, desk);
  desks.set(bits, desk);
  return desk;
}

/** What `createDesk` looks at: whether money is paid once, not how much. */
function asCandidate({ programme, version }: Entry): Candidate {
  const zero = 0 as Money;
  const day = 0 as Day;
  const isOnce = version.benefit?.kind === 'grant';
  return {
    programme,
    version,
    verdict: 'pass',
    reasons: [],
    missing: [],
    basis: {
      eligible: zero,
      principal: zero,
      baseCap: zero,
      from: day,
      to: day,
      ...(isOnce ? { once: zero } : {}),
    },
  };
}
