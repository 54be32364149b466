import type { CompiledProduct } from '../catalog/index.ts';
import { REPAYMENT_METHODS } from '../criteria/index.ts';
import type { CollateralRule, Need } from '../model/index.ts';
import { mulDiv } from '../units/arithmetic.ts';
import { addSaturating, type Money, scaleSaturating } from '../units/money.ts';
import { RATE_ONE } from '../units/rate.ts';
import { clientLimit } from './limits.ts';

/**
 * What shapes the loan of a product, one record a row. A record is one line of the cache, so that a
 * product is looked at with one miss, not with one for each column:
 *
 *   0 least amount, minor units; 0 where none is stated    4 place of the collateral rule
 *   1 largest amount; infinite                             5 place of the share of the investment
 *   2 longest term, months; infinite                       6 place of the bank that limits a client
 *   3 repayment methods offered, a bit each                7 nothing
 *
 * -1 in places 4 to 6: the product sets no such limit.
 */
export interface LoansData {
  readonly records: Float64Array;
  /** The different collateral rules that ask for any cover. */
  readonly rules: readonly CollateralRule[];
  /** The different largest shares of an investment, ppm. */
  readonly investmentShares: Float64Array;
  readonly banks: readonly { readonly id: string; readonly limit: Money }[];
}

const WIDTH = 8;
const LEAST = 0;
const MOST = 1;
const MONTHS = 2;
const METHODS = 3;
const RULE = 4;
const SHARE = 5;
const BANK = 6;
const EVERY_METHOD = 7;

export function buildLoans(products: readonly CompiledProduct[]): LoansData {
  const rules = new Map<string, { place: number; rule: CollateralRule }>();
  const banks = new Map<string, { place: number; id: string; limit: Money }>();
  const investmentShares = new Map<number, number>();
  const records = new Float64Array(products.length * WIDTH);
  products.forEach(({ product, bank }, row) => {
    const { amount, termMonths, repayment, collateral, maxInvestmentShare } = product;
    const at = row * WIDTH;
    records[at + LEAST] = amount?.min ?? 0;
    records[at + MOST] = amount?.max ?? Number.POSITIVE_INFINITY;
    records[at + MONTHS] = termMonths?.max ?? Number.POSITIVE_INFINITY;
    records[at + METHODS] =
      repayment?.reduce((bits, one) => bits | (1 << REPAYMENT_METHODS.indexOf(one)), 0) ??
      EVERY_METHOD;
    records[at + RULE] = placeRule(rules, collateral);
    records[at + SHARE] = -1;
    if (maxInvestmentShare !== undefined) {
      const known = investmentShares.get(maxInvestmentShare) ?? investmentShares.size;
      investmentShares.set(maxInvestmentShare, known);
      records[at + SHARE] = known;
    }
    records[at + BANK] = -1;
    if (bank.singleClientLimit !== undefined) {
      const { id, singleClientLimit: limit } = bank;
      const known = banks.get(id) ?? { place: banks.size, id, limit };
      banks.set(id, known);
      records[at + BANK] = known.place;
    }
  });
  return {
    records,
    rules: [...rules.values()].map(({ rule }) => rule),
    investmentShares: Float64Array.from(investmentShares.keys()),
    banks: [...banks.values()].map(({ id, limit }) => ({ id, limit })),
  };
}

function placeRule(
  rules: Map<string, { place: number; rule: CollateralRule }>,
  rule: CollateralRule | undefined,
): number {
  if (rule === undefined || rule.minCoverage === 0) return -1;
  const key = `${rule.minCoverage} ${JSON.stringify(Object.entries(rule.haircuts).sort())}`;
  const known = rules.get(key) ?? { place: rules.size, rule };
  rules.set(key, known);
  return known.place;
}

/** The place of a row's collateral rule; -1: nothing must be pledged. */
export function ruleOfRow({ records }: LoansData, row: number): number {
  return records[row * WIDTH + RULE]!;
}

/** An amount that is not known. */
const UNKNOWN = -1;
/** An amount that was not computed for this need. */
const UNASKED = -2;
/** A type of collateral that a rule does not accept. */
const REFUSED = -1;
/** Pledges for which there is room at first. */
const PLEDGES_EXPECTED = 8;

/**
 * Fractions in lowest terms: most are of small numbers (7 / 10 rather than 700,000 / 1,000,000), so
 * that an amount times the numerator stays below 2^53 and one division does.
 */
interface Fractions {
  readonly numerator: Float64Array;
  readonly denominator: Float64Array;
}

function fractionsOf(pairs: readonly (readonly [number, number])[]): Fractions {
  const factor = (a: number, b: number): number => (b === 0 ? a : factor(b, a % b));
  return {
    numerator: Float64Array.from(pairs, ([a, b]) => a / factor(a, b)),
    denominator: Float64Array.from(pairs, ([a, b]) => b / factor(a, b)),
  };
}

/** `scaleSaturating` by a fraction. */
function scaleBy({ numerator, denominator }: Fractions, place: number, amount: number): number {
  return scaleSaturating(amount as Money, numerator[place]!, denominator[place]!);
}

/** The loans of one need; what several products share is computed when first asked for. */
export interface Loans {
  readonly data: LoansData;
  /** Types of collateral that some rule names, by place. */
  readonly typePlaces: ReadonlyMap<string, number>;
  /** The different shares of a pledge that rules lend on, as fractions in lowest terms. */
  readonly shares: Fractions;
  /** By rule x types + type: place of the share; `REFUSED` where the rule does not name the type. */
  readonly shareOf: Int32Array;
  /** By pledge x shares + share: the share of that pledge, minor units, or `UNASKED`. */
  sharesWorth: Float64Array;
  /** By rule: what the pledges are worth; `UNKNOWN` or `UNASKED`. */
  readonly covered: Float64Array;
  /** The different least covers of rules, ppm, and by rule its place among them. */
  readonly covers: Float64Array;
  /** What a pledge of one covers, by cover. */
  readonly coverage: Fractions;
  readonly coverOf: Int32Array;
  /** By cover: what pledges must be worth to cover the whole amount that is asked for. */
  readonly wholeCover: Float64Array;
  /** By rule, by share of the investment, by bank: the largest loan, `UNKNOWN` or `UNASKED`. */
  readonly byRule: Float64Array;
  readonly byShare: Float64Array;
  readonly byBank: Float64Array;
  readonly bankPlaces: ReadonlyMap<string, number>;
  /** By bank: what one client may owe it. */
  readonly bankLimits: Float64Array;
  /** Pledges of the need: places of their types, and values; -1 in `pledgeCount`: unknown. */
  pledgeTypes: Int32Array;
  pledgeValues: Float64Array;
  pledgeCount: number;
  /** By the bits of the methods that a product offers: the place of the first wish among them. */
  readonly methodFor: Uint8Array;
  /** Amount asked, months asked, least amount that is useful. */
  readonly wishes: Float64Array;
}

export function openLoans(data: LoansData): Loans {
  const { rules, banks } = data;
  const types = [...new Set(rules.flatMap((rule) => Object.keys(rule.haircuts)))];
  const shares = new Map<number, number>();
  const shareOf = new Int32Array(rules.length * types.length);
  rules.forEach(({ haircuts }, rule) => {
    types.forEach((type, place) => {
      const haircut = Object.hasOwn(haircuts, type) ? haircuts[type] : undefined;
      const share = RATE_ONE - (haircut ?? 0);
      if (haircut !== undefined && !shares.has(share)) shares.set(share, shares.size);
      shareOf[rule * types.length + place] =
        haircut === undefined ? REFUSED : (shares.get(share) as number);
    });
  });
  const covers = [...new Set(rules.map((rule) => rule.minCoverage as number))];
  return {
    data,
    typePlaces: new Map(types.map((type, place) => [type, place])),
    shares: fractionsOf([...shares.keys()].map((share) => [share, RATE_ONE])),
    shareOf,
    sharesWorth: new Float64Array(PLEDGES_EXPECTED * shares.size),
    covered: new Float64Array(rules.length),
    covers: Float64Array.from(covers),
    coverage: fractionsOf(covers.map((cover) => [RATE_ONE, cover])),
    coverOf: Int32Array.from(rules, (rule) => covers.indexOf(rule.minCoverage)),
    wholeCover: new Float64Array(covers.length),
    byRule: new Float64Array(rules.length),
    byShare: new Float64Array(data.investmentShares.length),
    byBank: new Float64Array(banks.length),
    bankPlaces: new Map(banks.map(({ id }, place) => [id, place])),
    bankLimits: Float64Array.from(banks, ({ limit }) => limit),
    pledgeTypes: new Int32Array(PLEDGES_EXPECTED),
    pledgeValues: new Float64Array(PLEDGES_EXPECTED),
    pledgeCount: 0,
    methodFor: new Uint8Array(EVERY_METHOD + 1),
    wishes: new Float64Array(3),
  };
}

export function beginLoans(loans: Loans, need: Need): void {
  const { covers, methodFor, wishes, byShare } = loans;
  const { amount, repayment = REPAYMENT_METHODS } = need;
  wishes[0] = amount;
  wishes[1] = need.termMonths;
  wishes[2] = need.minimumAmount ?? amount;
  readPledges(loans, need);
  readBanks(loans, need);
  for (let c = 0; c < covers.length; c++) loans.wholeCover[c] = coverNeeded(amount, covers[c]!);
  const investment = need.project?.investment;
  const { investmentShares } = loans.data;
  for (let share = 0; share < byShare.length; share++) {
    byShare[share] =
      investment === undefined
        ? UNKNOWN
        : scaleSaturating(investment, investmentShares[share]!, RATE_ONE);
  }
  for (let offered = 0; offered <= EVERY_METHOD; offered++) {
    methodFor[offered] = 0;
    for (let wish = repayment.length - 1; wish >= 0; wish--) {
      const method = REPAYMENT_METHODS.indexOf(repayment[wish]!);
      if ((offered & (1 << method)) !== 0) methodFor[offered] = method;
    }
  }
}

function readPledges(loans: Loans, { collateral }: Need): void {
  const { typePlaces } = loans;
  loans.covered.fill(UNASKED);
  loans.byRule.fill(UNASKED);
  loans.sharesWorth.fill(UNASKED);
  if (collateral === undefined) {
    loans.pledgeCount = -1;
    return;
  }
  let count = 0;
  for (const { type, value } of collateral) {
    const place = typePlaces.get(type);
    if (place === undefined) continue;
    if (count === loans.pledgeTypes.length) growPledges(loans);
    loans.pledgeTypes[count] = place;
    loans.pledgeValues[count] = value;
    count += 1;
  }
  loans.pledgeCount = count;
}

/** Twice the room for pledges; shares that were not computed yet stay so. */
function growPledges(loans: Loans): void {
  const { pledgeTypes, pledgeValues, sharesWorth } = loans;
  loans.pledgeTypes = new Int32Array(pledgeTypes.length * 2);
  loans.pledgeTypes.set(pledgeTypes);
  loans.pledgeValues = new Float64Array(pledgeValues.length * 2);
  loans.pledgeValues.set(pledgeValues);
  loans.sharesWorth = new Float64Array(sharesWorth.length * 2).fill(UNASKED);
}

/** Banks that the enterprise does not work with have their whole limit left. */
function readBanks({ byBank, bankLimits, bankPlaces }: Loans, need: Need): void {
  const { banks } = need.enterprise;
  if (banks === undefined) {
    byBank.fill(UNKNOWN);
    return;
  }
  byBank.set(bankLimits);
  for (const { bank } of banks) {
    const place = bankPlaces.get(bank);
    if (place === undefined) continue;
    byBank[place] = clientLimit(bank, bankLimits[place]! as Money, need) ?? UNKNOWN;
  }
}

/** The least worth of pledges that covers an amount; infinite where that passes 2^53. */
function coverNeeded(amount: number, minCoverage: number): number {
  if (amount >= Number.MAX_SAFE_INTEGER / (minCoverage / RATE_ONE) - 1) {
    return Number.POSITIVE_INFINITY;
  }
  return mulDiv(amount, minCoverage, RATE_ONE, 'up');
}

/** Where the loans that fit are written, by entry. */
export interface LoanColumns {
  readonly rows: Int32Array;
  /** 1 unknown, 2 pass. */
  readonly verdicts: Uint8Array;
  /** Minor units. */
  readonly amounts: Float64Array;
  readonly months: Int32Array;
  /** Places in `REPAYMENT_METHODS`. */
  readonly methods: Uint8Array;
}

/**
 * `amountLimits` and `fitLoan` for many rows: keeps those of which no limit fails, at the front of the
 * columns in their order, with the loan that fits, and returns how many. A verdict falls to 1 where a
 * limit is unknown.
 */
export function fitRows(loans: Loans, columns: LoanColumns, count: number): number {
  const { rows, verdicts, amounts, months, methods } = columns;
  const { methodFor, byRule, byShare, byBank, wishes } = loans;
  const { records } = loans.data;
  // Names of the module are looked up again in every turn; names of the function are not.
  const width = WIDTH;
  const unknown = UNKNOWN;
  const unasked = UNASKED;
  const asked = wishes[0]!;
  const askedMonths = wishes[1]!;
  const wanted = wishes[2]!;
  let kept = 0;
  for (let i = 0; i < count; i++) {
    const row = rows[i]!;
    const at = row * width;
    const rule = records[at + 4]!;
    const share = records[at + 5]!;
    const bank = records[at + 6]!;
    let reach = Number.POSITIVE_INFINITY;
    let verdict = verdicts[i]!;
    if (rule >= 0) {
      if (byRule[rule] === unasked) coverRule(loans, rule);
      const limit = byRule[rule]!;
      if (limit === unknown) verdict = 1;
      else reach = limit;
    }
    if (share >= 0) {
      const limit = byShare[share]!;
      if (limit === unknown) verdict = 1;
      else if (limit < reach) reach = limit;
    }
    if (bank >= 0) {
      const limit = byBank[bank]!;
      if (limit === unknown) verdict = 1;
      else if (limit < reach) reach = limit;
    }
    // All limits are held against the same least loan, so the smallest decides for all.
    const own = records[at]!;
    if (reach < (own > wanted ? own : wanted)) continue;
    const most = records[at + 1]!;
    const least = most < reach ? most : reach;
    const longest = records[at + 2]!;
    rows[kept] = row;
    verdicts[kept] = verdict;
    amounts[kept] = least < asked ? least : asked;
    months[kept] = longest < askedMonths ? longest : askedMonths;
    methods[kept] = methodFor[records[at + 3]!]!;
    kept += 1;
  }
  return kept;
}

/**
 * Which limits of `amountLimits` fail for a row, whatever else does: bit 0 the cover, bit 1 the share
 * of the investment, bit 2 the client.
 */
export function limitFails(loans: Loans, row: number): number {
  const { records } = loans.data;
  const at = row * WIDTH;
  const least = Math.max(records[at + LEAST]!, loans.wishes[2]!);
  const rule = records[at + RULE]!;
  const share = records[at + SHARE]!;
  const bank = records[at + BANK]!;
  const isBelow = (limit: number) => limit !== UNKNOWN && limit < least;
  let fails = 0;
  if (rule >= 0) {
    const worth = pledgesWorth(loans, rule);
    const limit =
      worth === UNKNOWN ? UNKNOWN : scaleBy(loans.coverage, loans.coverOf[rule]!, worth);
    if (isBelow(limit)) fails |= 1;
  }
  if (share >= 0 && isBelow(loans.byShare[share]!)) fails |= 2;
  if (bank >= 0 && isBelow(loans.byBank[bank]!)) fails |= 4;
  return fails;
}

/**
 * Computes the largest loan that the pledges cover under a rule, as far as it matters: infinite where
 * it is no less than the amount asked for. A product lends no more than that, and one whose least loan
 * is larger fails by its least amount already.
 */
function coverRule(loans: Loans, rule: number): void {
  const worth = pledgesWorth(loans, rule);
  const cover = loans.coverOf[rule]!;
  loans.byRule[rule] =
    worth === UNKNOWN
      ? UNKNOWN
      : worth >= loans.wholeCover[cover]!
        ? Number.POSITIVE_INFINITY
        : scaleBy(loans.coverage, cover, worth);
}

/** `coveredValue` of a rule for the need's pledges, minor units; below zero: unknown. */
export function pledgesWorth(loans: Loans, rule: number): number {
  const { covered, shareOf, typePlaces, pledgeTypes, pledgeCount } = loans;
  if (covered[rule] !== UNASKED) return covered[rule]!;
  let worth: number = pledgeCount < 0 ? UNKNOWN : 0;
  for (let i = 0; i < pledgeCount; i++) {
    const share = shareOf[rule * typePlaces.size + pledgeTypes[i]!]!;
    if (share === REFUSED) continue;
    worth = addSaturating(worth as Money, shareWorth(loans, i, share) as Money);
  }
  covered[rule] = worth;
  return worth;
}

/** A share of one pledge, rounded down; rules differ in many ways, their shares in few. */
function shareWorth({ shares, sharesWorth, pledgeValues }: Loans, pledge: number, share: number) {
  const at = pledge * shares.numerator.length + share;
  if (sharesWorth[at] === UNASKED) {
    sharesWorth[at] = scaleBy(shares, share, pledgeValues[pledge]!);
  }
  return sharesWorth[at]!;
}
