import { REPAYMENT_METHODS } from '../criteria/index.ts';
import type { Need } from '../model/index.ts';
import { type Money, scaleSaturating } from '../units/money.ts';
import { RATE_ONE } from '../units/rate.ts';
import { clientLimit } from './limits.ts';
import { EVERY_METHOD, type LoansData } from './loans-data.ts';
import {
  beginPledges,
  coverAll,
  coverRules,
  openPledges,
  type Pledges,
  UNASKED,
  UNKNOWN,
} from './pledges-kernel.ts';

/** Where a term is kept: above the bits of the methods. */
const METHOD_BITS = 3;

/** The place of a row's collateral rule; -1: nothing must be pledged. */
export function ruleOfRow({ terms }: LoansData, row: number): number {
  return terms[row * 4 + 1]!;
}

/** The loans of one need; what several products share is computed once. */
export interface Loans {
  readonly data: LoansData;
  readonly pledges: Pledges;
  /** By share of the investment, by bank: the largest loan, or `UNKNOWN`. */
  readonly byShare: Float64Array;
  readonly byBank: Float64Array;
  readonly bankPlaces: ReadonlyMap<string, number>;
  /** By bank: what one client may owe it. */
  readonly bankLimits: Float64Array;
  /** By the bits of the methods that a product offers: the place of the first wish among them. */
  readonly methodFor: Uint8Array;
  /** Amount asked, months asked, least amount that is useful. */
  readonly wishes: Float64Array;
}

export function openLoans(data: LoansData): Loans {
  const { rules, banks } = data;
  return {
    data,
    pledges: openPledges(rules),
    byShare: new Float64Array(data.investmentShares.length),
    byBank: new Float64Array(banks.length),
    bankPlaces: new Map(banks.map(({ id }, place) => [id, place])),
    bankLimits: Float64Array.from(banks, ({ limit }) => limit),
    methodFor: new Uint8Array(EVERY_METHOD + 1),
    wishes: new Float64Array(3),
  };
}

export function beginLoans(loans: Loans, need: Need): void {
  const { wishes, byShare, pledges } = loans;
  const { amount, minimumAmount = amount } = need;
  wishes[0] = amount;
  wishes[1] = need.termMonths;
  wishes[2] = minimumAmount;
  // Never less than the least that is useful, whatever a need says that was made by hand.
  beginPledges(pledges, need, Math.max(amount, minimumAmount), minimumAmount);
  readBanks(loans, need);
  const investment = need.project?.investment;
  const { investmentShares } = loans.data;
  for (let share = 0; share < byShare.length; share++) {
    byShare[share] =
      investment === undefined
        ? UNKNOWN
        : scaleSaturating(investment, investmentShares[share]!, RATE_ONE);
  }
  chooseMethods(loans, need.repayment ?? REPAYMENT_METHODS);
}

/** The first wish that a product fulfils, for all sets of methods that one can offer. */
function chooseMethods({ methodFor }: Loans, repayment: readonly string[]): void {
  for (let offered = 0; offered <= EVERY_METHOD; offered++) methodFor[offered] = 0;
  for (let wish = repayment.length - 1; wish >= 0; wish--) {
    const method = (REPAYMENT_METHODS as readonly string[]).indexOf(repayment[wish]!);
    for (let offered = 0; offered <= EVERY_METHOD; offered++) {
      if ((offered & (1 << method)) !== 0) methodFor[offered] = method;
    }
  }
}

/** Banks that the enterprise does not work with have their whole limit left. */
function readBanks({ byBank, bankLimits, bankPlaces }: Loans, need: Need): void {
  const { banks } = need.enterprise;
  if (banks === undefined) {
    byBank.fill(UNKNOWN);
    return;
  }
  byBank.set(bankLimits);
  for (let i = 0; i < banks.length; i++) {
    const { bank } = banks[i]!;
    const place = bankPlaces.get(bank);
    if (place === undefined) continue;
    byBank[place] = clientLimit(bank, bankLimits[place]! as Money, need) ?? UNKNOWN;
  }
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
 * limit is unknown. The rules of all rows are asked first, so that the loop over the rows calls nothing.
 */
export function fitRows(loans: Loans, columns: LoanColumns, count: number): number {
  const { rows, verdicts, months, methods } = columns;
  const { methodFor, byShare, byBank, wishes } = loans;
  const { amounts: bounds, terms } = loans.data;
  const { reach: byRule } = loans.pledges;
  // Names of the module are looked up again in every turn; names of the function are not.
  const unknown = UNKNOWN;
  const asked = wishes[0]!;
  const askedMonths = wishes[1]!;
  const wanted = wishes[2]!;
  askRules(loans, rows, count);
  let kept = 0;
  for (let i = 0; i < count; i++) {
    const row = rows[i]!;
    const at = row * 4;
    const rule = terms[at + 1]!;
    const share = terms[at + 2]!;
    const bank = terms[at + 3]!;
    let reach = Number.POSITIVE_INFINITY;
    let verdict = verdicts[i]!;
    if (rule >= 0) {
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
    const own = bounds[row * 2]!;
    if (reach < (own > wanted ? own : wanted)) continue;
    const most = bounds[row * 2 + 1]!;
    const largest = most < reach ? most : reach;
    const term = terms[at]!;
    const longest = term >> METHOD_BITS;
    rows[kept] = row;
    verdicts[kept] = verdict;
    columns.amounts[kept] = largest < asked ? largest : asked;
    months[kept] = longest < askedMonths ? longest : askedMonths;
    methods[kept] = methodFor[term & EVERY_METHOD]!;
    kept += 1;
  }
  return kept;
}

/** Has every collateral rule of some rows computed. */
function askRules({ data, pledges }: Loans, rows: Int32Array, count: number): void {
  const { terms } = data;
  const { reach, askedRules } = pledges;
  const unasked = UNASKED;
  const first = pledges.rulesAsked;
  let asked = first;
  for (let i = 0; i < count; i++) {
    const rule = terms[rows[i]! * 4 + 1]!;
    if (rule < 0 || reach[rule] !== unasked) continue;
    // Whatever comes to stand here, the rule is on the list.
    reach[rule] = Number.POSITIVE_INFINITY;
    askedRules[asked++] = rule;
  }
  coverRules(pledges, first, asked);
}

/**
 * Which limits of `amountLimits` fail, by row, whatever else does: bit 0 the cover, bit 1 the share of
 * the investment, bit 2 the client.
 */
export function markLimits(loans: Loans, out: Uint8Array): void {
  const { byShare, byBank, wishes } = loans;
  const { amounts, terms } = loans.data;
  const unknown = UNKNOWN;
  const wanted = wishes[2]!;
  const exact = coverAll(loans.pledges);
  for (let row = 0; row < out.length; row++) {
    const own = amounts[row * 2]!;
    const least = own > wanted ? own : wanted;
    const rule = terms[row * 4 + 1]!;
    const share = terms[row * 4 + 2]!;
    const bank = terms[row * 4 + 3]!;
    let fails = 0;
    if (rule >= 0 && exact[rule] !== unknown && exact[rule]! < least) fails = 1;
    if (share >= 0 && byShare[share] !== unknown && byShare[share]! < least) fails |= 2;
    if (bank >= 0 && byBank[bank] !== unknown && byBank[bank]! < least) fails |= 4;
    out[row] = fails;
  }
}
