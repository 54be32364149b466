import { type Arena, bytesOf, takeFloats, takeInts } from '../arrays/arena.ts';
import type { Catalog, CompiledProduct } from '../catalog/index.ts';
import {
  type FactList,
  fieldIndex,
  fieldsOf,
  type Judge,
  judgeNeed,
  offerFacts,
  PASS,
} from '../criteria/index.ts';
import type { Criterion, FieldValue, Need } from '../model/index.ts';
import type { PolicyPack } from '../policy/index.ts';
import type { Day } from '../units/day.ts';
import { policyPackOf } from './policy-effect.ts';
import { type Entry, OFFER_FIELDS, passesAt } from './policy-entry.ts';
import { type DayPlan, narrowPlan, planFor, policyRulesOf } from './policy-plan.ts';

/** What programmes can see of a product and its bank, in columns by row. */
export interface PolicyData {
  /** Place in `classes`: products that no programme can tell apart share one. */
  readonly classOf: Int32Array;
  /** The facts of the offer that some programme looks at, by name of the field. */
  readonly classes: readonly Readonly<Record<string, FieldValue>>[];
  /** Names of all fields that some programme looks at. */
  readonly fields: readonly string[];
}

/** Groups products by what the catalog's programmes look at. */
export function buildPolicies(catalog: Catalog, products: readonly CompiledProduct[]): PolicyData {
  const seen = new Set<string>();
  for (const { versions } of catalog.head.programmes ?? []) {
    for (const { conditions = [], benefit } of versions) {
      for (const criterion of conditions) fieldsOf(criterion, seen);
      if (benefit?.kind === 'points') {
        for (const { when } of benefit.bonuses ?? []) fieldsOf(when, seen);
      }
    }
  }
  const looked = OFFER_FIELDS.filter((field) => seen.has(field));
  const classes = new Map<string, { place: number; facts: Record<string, FieldValue> }>();
  const classOf = Int32Array.from(products, ({ bank, product }) => {
    const facts: Record<string, FieldValue> = {};
    const offered = offerFacts(bank, product);
    looked.forEach((field) => {
      const value = offered[field];
      if (value !== undefined) facts[field] = value;
    });
    const key = JSON.stringify(facts);
    const known = classes.get(key) ?? { place: classes.size, facts };
    classes.set(key, known);
    return known.place;
  });
  return {
    classOf,
    classes: [...classes.values()].map(({ facts }) => facts),
    fields: [...seen],
  };
}

/** Loans whose subsidy is remembered while one need is priced; a power of two. */
export const LOANS_REMEMBERED = 256;
/** Numbers that tell a remembered loan: amount, rate, term, method, class and need. */
export const KEY_WIDTH = 6;
/** Terms whose bound is remembered for a class while one need is priced; a power of two. */
export const BOUNDS_REMEMBERED = 16;

/** No programme was judged for the class yet. */
export const UNASKED = -1;

/** Subsidies that are being computed for one need. */
export interface Policies {
  readonly data: PolicyData;
  readonly catalog: Catalog;
  readonly pack: PolicyPack;
  readonly judge: Judge;
  /** Place of the first criterion of the pack among those that are judged. */
  readonly firstCriterion: number;
  /** By plan, and of the plan at hand: by class, entries whose conditions on the offer alone pass. */
  readonly offerBitsByPlan: WeakMap<DayPlan, Int32Array>;
  offerBits: Int32Array;
  /** Facts of an offer and nothing else. */
  readonly offerOnly: (FieldValue | undefined)[];
  /** Bits of the entries whose conditions on the need pass. */
  needBits: number;
  /** By class: bits of the entries whose conditions pass, but for those that look at the loan. */
  readonly bitsOf: Int32Array;
  /** Places of the fields of an offer, in the order of `OFFER_FIELDS`, of amount and of term. */
  readonly offerPlaces: readonly number[];
  readonly amountPlace: number;
  readonly termPlace: number;
  readonly equipmentPlace: number;
  readonly investmentPlace: number;
  /** Open addressing, one probe: the loan of a place, and its subsidy in ppm. */
  readonly keys: Float64Array;
  readonly values: Float64Array;
  /**
   * By class, a few places: the term and method of a bound, its part that does not follow the rate,
   * and the share of the rate that does.
   */
  readonly boundKey: Int32Array;
  readonly boundFixed: Float64Array;
  readonly boundShare: Float64Array;
  /** Counts needs: what was remembered for another need is not taken. */
  turn: number;
  plan: DayPlan;
  /** First day of a loan for the need at hand. */
  start: Day;
  facts: FactList;
  /** The facts with those of an offer; made when first asked for, and then used again. */
  readonly offer: (FieldValue | undefined)[];
  offerTurn: number;
}

/** What `openPolicies` takes from an arena. */
export function policiesBytes({ classes }: PolicyData): number {
  const bounds = classes.length * BOUNDS_REMEMBERED;
  return bytesOf(classes.length * 4, bounds * 4, bounds * 8, bounds * 8);
}

/** What programmes ask, each different criterion once. */
export function policyCriteriaOf(catalog: Catalog): readonly Criterion[] {
  return policyRulesOf(policyPackOf(catalog)).criteria;
}

/** `firstCriterion`: the place of the first of `policyCriteriaOf` among those that are judged. */
export function openPolicies(
  data: PolicyData,
  catalog: Catalog,
  arena: Arena,
  judge: Judge,
  firstCriterion: number,
): Policies {
  const place = (field: string) => fieldIndex(catalog.registry, field);
  const pack = policyPackOf(catalog);
  const bounds = data.classes.length * BOUNDS_REMEMBERED;
  return {
    data,
    catalog,
    pack,
    judge,
    firstCriterion,
    offerBitsByPlan: new WeakMap(),
    offerBits: new Int32Array(data.classes.length).fill(UNASKED),
    offerOnly: catalog.registry.fields.map(() => undefined),
    needBits: UNASKED,
    bitsOf: takeInts(arena, data.classes.length),
    offerPlaces: OFFER_FIELDS.map(place),
    amountPlace: place('need.amount'),
    termPlace: place('need.termMonths'),
    equipmentPlace: place('project.equipment'),
    investmentPlace: place('project.investment'),
    keys: new Float64Array(LOANS_REMEMBERED * KEY_WIDTH),
    values: new Float64Array(LOANS_REMEMBERED),
    boundKey: takeInts(arena, bounds),
    boundFixed: takeFloats(arena, bounds),
    boundShare: takeFloats(arena, bounds),
    turn: 0,
    plan: planFor(pack, catalog.asOf, catalog.asOf),
    start: catalog.asOf,
    facts: [],
    offer: [],
    offerTurn: -1,
  };
}

/** The day that a loan for the need would begin on, and with it the programmes; after `beginJudge`. */
export function beginPolicies(policies: Policies, need: Need, facts: FactList): void {
  const { catalog, pack } = policies;
  const start = Math.max(need.start ?? catalog.asOf, catalog.asOf) as Day;
  policies.facts = facts;
  policies.start = start;
  let plan = planFor(pack, start, catalog.asOf);
  if (!plan.isPlain) plan = narrowPlan(plan, (entry) => passesNeed(policies, entry));
  if (plan !== policies.plan) {
    policies.plan = plan;
    policies.offerBits = offerBitsOf(policies, plan);
  }
  policies.needBits = UNASKED;
  policies.bitsOf.fill(UNASKED);
  policies.turn += 1;
  policies.boundKey.fill(UNASKED);
}

/** Whether a loan of the product may be subsidised at all, as far as need and offer tell. */
export function maySubsidise(policies: Policies, row: number): boolean {
  const { plan, data } = policies;
  if (!plan.isPlain) return true;
  return plan.payingBits !== 0 && (classBits(policies, data.classOf[row]!) & plan.payingBits) !== 0;
}

/** Entries that may take part for products of a class, whatever the loan. */
export function classBits(policies: Policies, at: number): number {
  const { bitsOf, plan } = policies;
  if (bitsOf[at] !== UNASKED) return bitsOf[at]!;
  const { entries } = plan;
  if (policies.needBits === UNASKED) policies.needBits = judgeAll(policies);
  let bits = policies.needBits;
  if (bits !== 0) bits &= offerBitsAt(policies, at);
  for (let left = bits; left !== 0; left &= left - 1) {
    const e = 31 - Math.clz32(left & -left);
    const entry = entries[e]!;
    if (entry.looksAtBoth && !passesAt(entry, 'both', withOffer(policies, at))) bits &= ~(1 << e);
  }
  bitsOf[at] = bits;
  return bits;
}

/** By class: entries whose conditions on the offer alone pass, where it was asked. The same for every need. */
function offerBitsOf({ offerBitsByPlan, data }: Policies, plan: DayPlan): Int32Array {
  const known = offerBitsByPlan.get(plan);
  if (known !== undefined) return known;
  const bits = new Int32Array(data.classes.length).fill(UNASKED);
  offerBitsByPlan.set(plan, bits);
  return bits;
}

function offerBitsAt(policies: Policies, at: number): number {
  const { offerBits, offerOnly, plan } = policies;
  if (offerBits[at] !== UNASKED) return offerBits[at]!;
  let bits = 0;
  putOffer(policies, at, offerOnly);
  for (let e = 0; e < plan.entries.length; e++) {
    if (passesAt(plan.entries[e]!, 'offer', offerOnly)) bits |= 1 << e;
  }
  offerBits[at] = bits;
  return bits;
}

/**
 * Entries that may take part as far as the need itself tells. Where none of them pays on interest,
 * there is nothing to stack, and the others need not be looked at.
 */
function judgeAll(policies: Policies): number {
  const { payingBits, entries } = policies.plan;
  const paying = judgeEntries(policies, payingBits);
  if (paying === 0) return 0;
  return paying | judgeEntries(policies, ~payingBits & (2 ** entries.length - 1));
}

function judgeEntries(policies: Policies, among: number): number {
  const { entries } = policies.plan;
  let bits = among;
  for (let left = among; left !== 0; left &= left - 1) {
    const e = 31 - Math.clz32(left & -left);
    if (!passesNeed(policies, entries[e]!)) bits &= ~(1 << e);
  }
  return bits;
}

/** Whether the conditions of an entry on the need alone pass. */
function passesNeed(policies: Policies, entry: Entry): boolean {
  const { judge, firstCriterion } = policies;
  const { needPredicates } = entry;
  let passes = hasFigures(policies, entry);
  for (let i = 0; passes && i < needPredicates.length; i++) {
    passes = judgeNeed(judge, firstCriterion + needPredicates[i]!) === PASS;
  }
  return passes;
}

/** Whether the need states what the benefit is counted on. */
function hasFigures({ facts, equipmentPlace, investmentPlace }: Policies, entry: Entry): boolean {
  if (entry.isForEquipment && facts[equipmentPlace] === undefined) return false;
  if (entry.grantField === undefined) return true;
  const place = entry.grantField === 'project.equipment' ? equipmentPlace : investmentPlace;
  return facts[place] !== undefined;
}

/** The facts with those of a class of offers; one list, made anew for each need. */
export function withOffer(policies: Policies, at: number): (FieldValue | undefined)[] {
  const { facts, offer, turn } = policies;
  if (policies.offerTurn !== turn) {
    for (let place = 0; place < facts.length; place++) offer[place] = facts[place];
    policies.offerTurn = turn;
  }
  putOffer(policies, at, offer);
  return offer;
}

/** Writes the facts of a class of offers into a list. */
function putOffer(
  { data, offerPlaces }: Policies,
  at: number,
  facts: (FieldValue | undefined)[],
): void {
  const known = data.classes[at]!;
  for (let i = 0; i < offerPlaces.length; i++) {
    facts[offerPlaces[i]!] = known[OFFER_FIELDS[i]!];
  }
}
