import { type Arena, bytesOf, takeFloats, takeInts } from '../arrays/arena.ts';
import type { Catalog, CompiledProduct } from '../catalog/index.ts';
import {
  beginPredicates,
  type FactList,
  fieldIndex,
  fieldsOf,
  judgePredicate,
  offerFacts,
  openPredicates,
  PASS,
  type Predicates,
} from '../criteria/index.ts';
import type { FieldValue, Need } from '../model/index.ts';
import { bestStackOf, type PolicyPack } from '../policy/index.ts';
import { mulDiv } from '../units/arithmetic.ts';
import type { Day } from '../units/day.ts';
import { RATE_ONE } from '../units/rate.ts';
import { type MethodCode, subsidyRateOf } from './cost-kernel.ts';
import { policyPackOf } from './policy-effect.ts';
import {
  type DayPlan,
  deskFor,
  type Entry,
  OFFER_FIELDS,
  passesAt,
  planFor,
  pointsWith,
  policyRulesOf,
} from './policy-plan.ts';

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
const LOANS_REMEMBERED = 256;
/** Numbers that tell a remembered loan: amount, rate, term, method, class and need. */
const KEY_WIDTH = 6;
/** Terms whose bound is remembered for a class while one need is priced; a power of two. */
export const BOUNDS_REMEMBERED = 16;
/** Programmes on one desk at most. */
const PROGRAMMES_LIMIT = 30;

/** No programme was judged for the class yet. */
export const UNASKED = -1;

/** Subsidies that are being computed for one need. */
export interface Policies {
  readonly data: PolicyData;
  readonly catalog: Catalog;
  readonly pack: PolicyPack;
  readonly predicates: Predicates;
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

export function openPolicies(data: PolicyData, catalog: Catalog, arena: Arena): Policies {
  const place = (field: string) => fieldIndex(catalog.registry, field);
  const pack = policyPackOf(catalog);
  const bounds = data.classes.length * BOUNDS_REMEMBERED;
  return {
    data,
    catalog,
    pack,
    predicates: openPredicates(policyRulesOf(pack).criteria, catalog.registry),
    offerBitsByPlan: new WeakMap(),
    offerBits: new Int32Array(0),
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
    plan: { entries: [], payingBits: 0, isPlain: true, desks: new Map() },
    facts: [],
    offer: [],
    offerTurn: -1,
  };
}

/** The day that a loan for the need would begin on, and with it the programmes. */
export function beginPolicies(policies: Policies, need: Need, facts: FactList): void {
  const { catalog, pack, predicates } = policies;
  const start = Math.max(need.start ?? catalog.asOf, catalog.asOf) as Day;
  const plan = planFor(pack, start, catalog.asOf);
  if (plan !== policies.plan) {
    policies.plan = plan;
    policies.offerBits = offerBitsOf(policies, plan);
  }
  beginPredicates(predicates, facts);
  policies.facts = facts;
  policies.needBits = UNASKED;
  policies.bitsOf.fill(UNASKED);
  policies.turn += 1;
  policies.boundKey.fill(UNASKED);
}

/** Entries that may take part for products of a class, whatever the loan. */
export function classBits(policies: Policies, at: number): number {
  const { bitsOf, plan } = policies;
  if (bitsOf[at] !== UNASKED) return bitsOf[at]!;
  const { entries } = plan;
  if (policies.needBits === UNASKED) policies.needBits = judgeNeed(policies);
  let bits = policies.needBits;
  if (bits !== 0) bits &= policies.offerBits[at]!;
  for (let left = bits; left !== 0; left &= left - 1) {
    const e = 31 - Math.clz32(left & -left);
    const entry = entries[e]!;
    if (entry.looksAtBoth && !passesAt(entry, 'both', withOffer(policies, at))) bits &= ~(1 << e);
  }
  bitsOf[at] = bits;
  return bits;
}

/** By class: entries whose conditions on the offer alone pass. The same for every need of a day. */
function offerBitsOf(policies: Policies, plan: DayPlan): Int32Array {
  const { offerBitsByPlan, data, offerOnly } = policies;
  const known = offerBitsByPlan.get(plan);
  if (known !== undefined) return known;
  const bits = new Int32Array(data.classes.length);
  for (let at = 0; at < bits.length; at++) {
    putOffer(policies, at, offerOnly);
    for (let e = 0; e < plan.entries.length; e++) {
      if (passesAt(plan.entries[e]!, 'offer', offerOnly)) bits[at]! |= 1 << e;
    }
  }
  offerBitsByPlan.set(plan, bits);
  return bits;
}

/**
 * Entries that may take part as far as the need itself tells. Where none of them pays on interest,
 * there is nothing to stack, and the others need not be looked at.
 */
function judgeNeed(policies: Policies): number {
  const { payingBits, entries } = policies.plan;
  const paying = judgeEntries(policies, payingBits);
  if (paying === 0) return 0;
  return paying | judgeEntries(policies, ~payingBits & (2 ** entries.length - 1));
}

function judgeEntries(policies: Policies, among: number): number {
  const { plan, predicates } = policies;
  let bits = among;
  for (let left = among; left !== 0; left &= left - 1) {
    const e = 31 - Math.clz32(left & -left);
    const entry = plan.entries[e]!;
    const { needPredicates } = entry;
    let passes = hasFigures(policies, entry);
    for (let i = 0; passes && i < needPredicates.length; i++) {
      passes = judgePredicate(predicates, needPredicates[i]!) === PASS;
    }
    if (!passes) bits &= ~(1 << e);
  }
  return bits;
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

/**
 * The same with those of a loan. They stay in the list: what is asked of `withOffer` looks at no loan.
 */
function withLoan(
  policies: Policies,
  at: number,
  amount: number,
  termMonths: number,
): (FieldValue | undefined)[] {
  const facts = withOffer(policies, at);
  facts[policies.amountPlace] = amount;
  facts[policies.termPlace] = termMonths;
  return facts;
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

/** Takes out what fails for the loan itself. */
function loanBits(
  policies: Policies,
  at: number,
  among: number,
  amount: number,
  termMonths: number,
): number {
  const { entries } = policies.plan;
  let bits = among;
  for (let e = 0; e < entries.length; e++) {
    const entry = entries[e]!;
    if ((bits & (1 << e)) === 0 || entry.reach !== 'loan') continue;
    const supported = mulDiv(amount, entry.principalShare, RATE_ONE, 'down');
    let stays = entry.principalCaps.every((cap) => supported <= cap);
    if (stays && entry.conditions.at(-1)?.reach === 'loan') {
      stays = passesAt(entry, 'loan', withLoan(policies, at, amount, termMonths));
    }
    if (!stays) bits &= ~(1 << e);
  }
  return bits;
}

/** No subsidy can be told without the cells of time: the reference must be asked. */
export const ASK_REFERENCE = -1;

const rates = new Float64Array(PROGRAMMES_LIMIT);
const eligible = new Float64Array(PROGRAMMES_LIMIT);
const baseCaps = new Float64Array(PROGRAMMES_LIMIT);
const paid = new Float64Array(PROGRAMMES_LIMIT);

/**
 * What the best stack takes off the cost of a loan, ppm a year on the principal outstanding, as
 * `subsidiesOf` and `priceLoan` count it; or `ASK_REFERENCE`.
 */
export function subsidyOf(
  policies: Policies,
  row: number,
  amount: number,
  termMonths: number,
  method: MethodCode,
  rate: number,
): number {
  const { plan, keys, values, data } = policies;
  if (plan.entries.length === 0 || rate <= 0) return 0;
  if (!plan.isPlain) return ASK_REFERENCE;
  const at = data.classOf[row]!;
  if ((classBits(policies, at) & plan.payingBits) === 0) return 0;
  const mixed =
    Math.imul(rate ^ (termMonths << 20) ^ (at << 10) ^ (method << 30), 0x9e3779b1) ^ amount;
  const slot = (mixed ^ (mixed >>> 13)) & (LOANS_REMEMBERED - 1);
  const key = slot * KEY_WIDTH;
  if (
    keys[key] === amount &&
    keys[key + 1] === rate &&
    keys[key + 2] === termMonths &&
    keys[key + 3] === method &&
    keys[key + 4] === at &&
    keys[key + 5] === policies.turn
  ) {
    return values[slot]!;
  }
  const found = solveOn(policies, at, amount, termMonths, method, rate);
  keys[key] = amount;
  keys[key + 1] = rate;
  keys[key + 2] = termMonths;
  keys[key + 3] = method;
  keys[key + 4] = at;
  keys[key + 5] = policies.turn;
  values[slot] = found;
  return found;
}

function solveOn(
  policies: Policies,
  at: number,
  amount: number,
  termMonths: number,
  method: MethodCode,
  rate: number,
): number {
  const plan = policies.plan;
  const { entries } = plan;
  const bits = loanBits(policies, at, classBits(policies, at), amount, termMonths);
  let pays = false;
  let count = 0;
  for (let e = 0; e < entries.length; e++) {
    if ((bits & (1 << e)) === 0) continue;
    const entry = entries[e]!;
    if (entry.paysInterest) pays = true;
    if (entry.shareOfRate !== 0) rates[count] = mulDiv(rate, entry.shareOfRate, RATE_ONE, 'down');
    else if (entry.bonuses.length === 0) rates[count] = entry.points || 0;
    else rates[count] = pointsWith(entry, withLoan(policies, at, amount, termMonths));
    eligible[count] = entry.isForEquipment
      ? Math.min(policies.facts[policies.equipmentPlace] as number, amount)
      : amount;
    baseCaps[count] = entry.baseCap;
    count += 1;
  }
  if (!pays) return 0;
  const desk = deskFor(plan, bits);
  if (desk === undefined) return ASK_REFERENCE;
  const set = bestStackOf(desk, amount, rate, termMonths, method, rates, eligible, baseCaps, paid);
  if (set < 0) return ASK_REFERENCE;
  let total = 0;
  for (let p = 0; p < count; p++) {
    if ((set & (1 << p)) === 0 || paid[p] === 0) continue;
    total += subsidyRateOf(paid[p]!, amount, termMonths, method, rate);
  }
  return total;
}
