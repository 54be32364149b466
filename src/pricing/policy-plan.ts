import { createPredicates, predicateOf } from '../criteria/index.ts';
import type { Benefit, Criterion, ProgrammeVersion } from '../model/index.ts';
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
import type { Money } from '../units/money.ts';
import { RATE_LIMIT, RATE_ONE, type Rate } from '../units/rate.ts';
import { type Entry, entryOf } from './policy-entry.ts';

/**
 * The programmes that count for loans of some first days, in the order of the pack; those that pay what
 * others leave stand behind the others, as `createDesk` wants them. Days on which nothing differs share
 * one plan: so needs of many days look at the same few objects.
 */
export interface DayPlan {
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
  /** Entries, and plans, by what tells them from others. */
  readonly entriesByKey: Map<string, Entry>;
  readonly plansByKeys: Map<string, DayPlan>;
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
    entriesByKey: new Map(),
    plansByKeys: new Map(),
    desksByPlaces: new Map(),
  };
  rulesByPack.set(pack, rules);
  return rules;
}

/** Different first days that are remembered, and parts of the plan of one. */
const DAYS_REMEMBERED = 1000;
const ENTRIES_REMEMBERED = 10_000;
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
  const plan = sharedPlan(rules, entriesOn(pack, start, asOf, rules));
  plans.set(start, plan);
  return plan;
}

/** The plan of some entries: the same object for the same entries. */
function sharedPlan(
  { plansByKeys, desksByPlaces }: PolicyRules,
  entries: readonly Entry[],
): DayPlan {
  const keys = entries.map(({ key }) => key).join(' ');
  const known = plansByKeys.get(keys);
  if (known !== undefined) return known;
  if (plansByKeys.size >= DAYS_REMEMBERED) plansByKeys.clear();
  const plan = planOf(entries, desksByPlaces);
  plansByKeys.set(keys, plan);
  return plan;
}

/** The part of a plan whose entries are let in: far fewer, where many ask for much. */
export function narrowPlan(plan: DayPlan, letsIn: (entry: Entry) => boolean): DayPlan {
  const { desksByPlaces, parts } = plan;
  const entries = plan.entries.filter(letsIn);
  const key = placesOf(entries);
  const known = parts.get(key);
  if (known !== undefined) return known;
  if (parts.size >= PARTS_REMEMBERED) parts.clear();
  const part = planOf(entries, desksByPlaces);
  parts.set(key, part);
  return part;
}

function placesOf(entries: readonly Entry[]): string {
  return entries.map(({ place }) => place).join(' ');
}

function planOf(entries: readonly Entry[], desksByPlaces: DayPlan['desksByPlaces']): DayPlan {
  const isPlain = entries.length <= ENTRIES_LIMIT;
  const payingBits = entries.reduce(
    (bits, { paysInterest }, e) => bits | (paysInterest ? 1 << e : 0),
    0,
  );
  const [desks, parts] = [new Map(), new Map()];
  return { entries, payingBits, isPlain, desks, desksByPlaces, parts };
}

function entriesOn(
  pack: PolicyPack,
  start: Day,
  asOf: Day,
  { entriesByKey, placeOf }: PolicyRules,
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
    const key = `${place}:${points}`;
    let entry = entriesByKey.get(key);
    if (entry === undefined) {
      entry = entryOf(place, key, programme, version, points, pack.registry, placeOf);
      if (entriesByKey.size >= ENTRIES_REMEMBERED) entriesByKey.clear();
      entriesByKey.set(key, entry);
    }
    entries.push(entry);
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
