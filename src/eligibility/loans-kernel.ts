import { type Arena, bytesOf, takeBytes, takeFloats } from '../arrays/arena.ts';
import { leastWanted, REPAYMENT_METHODS } from '../criteria/index.ts';
import type { Need } from '../model/index.ts';
import { RATE_ONE } from '../units/rate.ts';
import { EVERY_METHOD, type LoansData } from './loans-data.ts';
import {
  beginPledges,
  coveredBy,
  coverOfRule,
  type Fractions,
  fractionsOf,
  openPledges,
  type Pledges,
  pledgesBytes,
  scaleBy,
  worthUnder,
} from './pledges-kernel.ts';

/** Where a term is kept: above the bits of the methods. */
const METHOD_BITS = 3;

/** A row's collateral rule; -1: nothing must be pledged. */
export function ruleOfRow({ terms }: LoansData, row: number): number {
  return terms[row * 4 + 1]!;
}

/** The loans of one need; what several products share is computed once. */
export interface Loans {
  readonly data: LoansData;
  readonly pledges: Pledges;
  /**
   * By share of the investment, by bank: the largest loan; NaN where it is unknown. One more at the
   * end, infinite: for products that set no such limit.
   */
  readonly byShare: Float64Array;
  readonly byBank: Float64Array;
  readonly shares: Fractions;
  readonly bankPlaces: ReadonlyMap<string, number>;
  /** By bank: what one client may owe it. */
  readonly bankLimits: Float64Array;
  /** By the bits of the methods that a product offers: the place of the first wish among them. */
  readonly methodFor: Uint8Array;
  /** Amount asked, months asked, least amount that is useful. */
  readonly wishes: Float64Array;
  /** By entry, while loans are fitted: the largest loan that the pledges cover (`coverRows`). */
  readonly covered: Float64Array;
  /** Rows that the last `fitRows` counted and did not keep: no limit fails, something is unknown. */
  open: number;
}

/** What `openLoans` takes from an arena. */
export function loansBytes(data: LoansData): number {
  const { banks, investmentShares } = data;
  return (
    bytesOf((banks.length + 1) * 8, (investmentShares.length + 1) * 8, EVERY_METHOD + 1) +
    2 * bytesOf(investmentShares.length * 8) +
    pledgesBytes(data)
  );
}

export function openLoans(data: LoansData, arena: Arena): Loans {
  const { banks, investmentShares } = data;
  const unlimited = (places: number) =>
    takeFloats(arena, places + 1).fill(Number.POSITIVE_INFINITY, places);
  return {
    data,
    pledges: openPledges(data, arena),
    byShare: unlimited(investmentShares.length),
    byBank: unlimited(banks.length),
    shares: fractionsOf(
      Array.from(investmentShares, (share) => [share, RATE_ONE]),
      arena,
    ),
    bankPlaces: new Map(banks.map(({ id }, place) => [id, place])),
    bankLimits: Float64Array.from(banks, ({ limit }) => limit),
    methodFor: takeBytes(arena, EVERY_METHOD + 1),
    wishes: new Float64Array(3),
    covered: new Float64Array(data.amounts.length / 2),
    open: 0,
  };
}

export function beginLoans(loans: Loans, need: Need): void {
  const { wishes, byShare, pledges, methodFor } = loans;
  const { amount } = need;
  const least = leastWanted(need);
  wishes[0] = amount;
  wishes[1] = need.termMonths;
  wishes[2] = least;
  // Never less than the least that is useful, whatever a need says that was made by hand.
  beginPledges(pledges, need, Math.max(amount, least), least);
  readBanks(loans, need);
  const investment = need.project?.investment;
  const { investmentShares } = loans.data;
  for (let share = 0; share < investmentShares.length; share++) {
    byShare[share] =
      investment === undefined ? Number.NaN : scaleBy(loans.shares, share, investment);
  }
  if (need.repayment === undefined) {
    for (let bits = 0; bits <= EVERY_METHOD; bits++) methodFor[bits] = ANY_WISH[bits]!;
  } else chooseMethods(methodFor, need.repayment);
}

const METHOD_PLACES: ReadonlyMap<string, number> = new Map(
  REPAYMENT_METHODS.map((method, place) => [method, place]),
);

/** The first wish that a product fulfils, for all sets of methods that one can offer. */
function chooseMethods(methodFor: Uint8Array, repayment: readonly string[]): Uint8Array {
  for (let offered = 0; offered <= EVERY_METHOD; offered++) methodFor[offered] = 0;
  for (let wish = repayment.length - 1; wish >= 0; wish--) {
    const method = METHOD_PLACES.get(repayment[wish]!);
    if (method === undefined) continue;
    const bit = 1 << method;
    // All sets with that method: whatever it is, and with the bit.
    for (let offered = bit; offered <= EVERY_METHOD; offered = (offered + 1) | bit) {
      methodFor[offered] = method;
    }
  }
  return methodFor;
}

/** The same for who wishes none before the others. */
const ANY_WISH: Uint8Array = chooseMethods(new Uint8Array(EVERY_METHOD + 1), REPAYMENT_METHODS);

/**
 * `clientLimit` of all banks in one pass. Banks that the enterprise does not work with have their whole
 * limit left; what is unknown once, NaN, stays so.
 */
function readBanks({ byBank, bankLimits, bankPlaces }: Loans, need: Need): void {
  const { banks } = need.enterprise;
  if (banks === undefined) {
    byBank.fill(Number.NaN, 0, bankLimits.length);
    return;
  }
  byBank.set(bankLimits);
  for (let i = 0; i < banks.length; i++) {
    const { bank, outstanding = Number.NaN } = banks[i]!;
    const place = bankPlaces.get(bank);
    if (place !== undefined) byBank[place] = Math.max(0, byBank[place]! - outstanding);
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
 * limit is unknown; with 2 as the least verdict to keep, such rows are only counted, in `loans.open`.
 *
 * What the pledges cover is written out first, so that the loop over the loans calls nothing: the
 * compiler then looks up once where columns lie, and not in every turn.
 */
export function fitRows(
  loans: Loans,
  columns: LoanColumns,
  count: number,
  leastVerdict: number,
): number {
  const { rows, verdicts, amounts, months, methods } = columns;
  const { methodFor, byShare, byBank, wishes, covered } = loans;
  const { amounts: bounds, terms } = loans.data;
  const methodBits = METHOD_BITS;
  const methodMask = EVERY_METHOD;
  const unlimited = Number.POSITIVE_INFINITY;
  const asked = wishes[0]!;
  const askedMonths = wishes[1]!;
  const wanted = wishes[2]!;
  coverRows(loans, rows, count);
  let kept = 0;
  let open = 0;
  for (let i = 0; i < count; i++) {
    const row = rows[i]!;
    const at = row * 4;
    const share = byShare[terms[at + 2]!]!;
    const bank = byBank[terms[at + 3]!]!;
    let verdict = verdicts[i]!;
    let reach = covered[i]!;
    // What is neither below a limit nor not below it is NaN, which is unknown.
    if (!(reach <= unlimited)) {
      reach = unlimited;
      verdict = 1;
    }
    if (share < reach) reach = share;
    else if (!(share >= reach)) verdict = 1;
    if (bank < reach) reach = bank;
    else if (!(bank >= reach)) verdict = 1;
    const own = bounds[row * 2]!;
    // All limits are held against the same least loan, so the smallest decides for all.
    if (reach < own || reach < wanted) continue;
    if (verdict < leastVerdict) {
      open += 1;
      continue;
    }
    const most = bounds[row * 2 + 1]!;
    const largest = most < reach ? most : reach;
    const term = terms[at]!;
    const longest = term >> methodBits;
    rows[kept] = row;
    verdicts[kept] = verdict;
    amounts[kept] = largest < asked ? largest : asked;
    months[kept] = longest < askedMonths ? longest : askedMonths;
    methods[kept] = methodFor[term & methodMask]!;
    kept += 1;
  }
  loans.open = open;
  return kept;
}

/**
 * Writes what the pledges cover for each of some rows, as far as it matters: infinite where nothing must
 * be pledged or the whole amount is covered, less than nothing where the least that is useful is not,
 * NaN where it is not known what can be pledged.
 */
function coverRows(loans: Loans, rows: Int32Array, count: number): void {
  const { pledges, covered } = loans;
  const { terms } = loans.data;
  const { wholeCover, leastCover, isKnown, coverBits } = pledges;
  for (let i = 0; i < count; i++) {
    const rule = terms[rows[i]! * 4 + 1]!;
    let limit = Number.POSITIVE_INFINITY;
    if (rule >= 0 && !isKnown) limit = Number.NaN;
    else if (rule >= 0) {
      const held = worthUnder(pledges, rule >> coverBits);
      const cover = coverOfRule(pledges, rule);
      if (held < leastCover[cover]!) limit = Number.NEGATIVE_INFINITY;
      else if (held < wholeCover[cover]!) limit = coveredBy(pledges, cover, held);
    }
    covered[i] = limit;
  }
}

/**
 * Which limits of `amountLimits` fail, by row, whatever else does: bit 0 the cover, bit 1 the share of
 * the investment, bit 2 the client.
 */
export function markLimits(loans: Loans, out: Uint8Array): void {
  const { byShare, byBank, wishes, pledges } = loans;
  const { amounts, terms } = loans.data;
  const { leastCover, isKnown, coverBits } = pledges;
  const wanted = wishes[2]!;
  for (let row = 0; row < out.length; row++) {
    const own = amounts[row * 2]!;
    const least = own > wanted ? own : wanted;
    const rule = terms[row * 4 + 1]!;
    let fails = 0;
    if (rule >= 0 && isKnown) {
      const held = worthUnder(pledges, rule >> coverBits);
      const cover = coverOfRule(pledges, rule);
      if (held < leastCover[cover]! || coveredBy(pledges, cover, held) < least) fails = 1;
    }
    // An unknown limit is less than nothing.
    if (byShare[terms[row * 4 + 2]!]! < least) fails |= 2;
    if (byBank[terms[row * 4 + 3]!]! < least) fails |= 4;
    out[row] = fails;
  }
}
