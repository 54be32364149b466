import { type Catalog, expectCatalog } from '../catalog/index.ts';
import type { Need, ScoringProfile } from '../model/index.ts';
import { printDay } from '../units/day.ts';
import { shortJson } from '../units/issue.ts';
import type { Money } from '../units/money.ts';
import { once } from '../units/once.ts';
import { readOptions } from '../units/unreadable.ts';
import { addedBy, chooseBanks, compareNominees, setWorth } from './choose-banks.ts';
import { type ClaimRight, claimDesk } from './claim.ts';
import type { Offer } from './evaluate-pair.ts';
import { askOf } from './is-need.ts';
import { type MatchOptions, match, pairContext, profileOf } from './match.ts';
import { type NominationWarning, warningsOf } from './nominate-warnings.ts';
import {
  type Capacity,
  type CapacityLeft,
  type NominatedOffer,
  type NomineeContext,
  nomineeOf,
} from './nominee.ts';

/** How to nominate. */
export interface NominateOptions extends Pick<MatchOptions, 'profile' | 'seed'> {
  /** Most banks that may be named, 1 to 10; absent: 3, as on the national form. */
  readonly banks?: number;
  /** What limits have left; absent or unknown there: the quotas that the catalog states. */
  readonly capacityLeft?: CapacityLeft;
  /** Whether every bank must be able to claim re-lending; absent: judged by the programmes. */
  readonly mustClaim?: boolean;
  /** Longest list of banks left out; absent: 10. */
  readonly limit?: number;
}

/** Why a bank is named, and what is still open about it. */
export type NominationReason =
  | 'eligible'
  | 'undetermined'
  | 'can-claim'
  | 'claim-unknown'
  | 'capacity-left'
  | 'capacity-unknown'
  | 'less-than-asked'
  | 'stands-apart'
  | 'alike';

/** A bank to name, with its best product. */
export interface NominatedBank {
  readonly bankId: string;
  readonly productId: string;
  readonly offer: Offer;
  /** What could be lent, within what is known to be left. */
  readonly amount: Money;
  /** The score, less for a part of the amount and for open conditions. */
  readonly weight: number;
  /** What the nomination would be worth less without it. */
  readonly adds: number;
  readonly capacity: Capacity;
  /** Where the project depends on re-lending. */
  readonly claim?: ClaimRight;
  /** Likely causes of refusal: `open:`, `preference:` and `kind:` with a code or label. */
  readonly causes: readonly string[];
  readonly reasons: readonly NominationReason[];
}

/** A bank that could have been named. */
export interface LeftOutBank {
  readonly bankId: string;
  readonly productId: string;
  readonly weight: number;
  /**
   * `outscored`: the named ones weigh more. `alike`: it weighs more than one that is named but shares
   * causes of refusal with the others. `undetermined`, `claim-unknown`: enough others are surer.
   */
  readonly reason:
    | 'outscored'
    | 'alike'
    | 'undetermined'
    | 'claim-unknown'
    | 'no-capacity'
    | 'cannot-claim';
  /** What the nomination would lose by the best exchange for it; absent where none is allowed. */
  readonly short?: number;
  /** Causes shared with named banks. */
  readonly shared: readonly string[];
}

/** The banks to name on a form. Plain JSON. */
export interface Nomination {
  readonly needId: string;
  readonly asOf: string;
  readonly catalogId: string;
  readonly profile: { readonly id: string; readonly version: string };
  readonly seed: string;
  /** Most banks that may be named. */
  readonly banks: number;
  /** Whether only banks that can claim re-lending are named. */
  readonly mustClaim: boolean;
  /** Best first. */
  readonly chosen: readonly NominatedBank[];
  /** Of the set: `1000 x banks x weights`, less for causes shared by two of them. */
  readonly value: number;
  /** `exhaustive`: no set of the same tiers is worth more. */
  readonly proof: {
    readonly method: 'exhaustive' | 'bounded';
    readonly sets: number;
    readonly bound: number;
  };
  /** The next best first. */
  readonly leftOut: readonly LeftOutBank[];
  /** About banks that the enterprise itself chose. */
  readonly warnings: readonly NominationWarning[];
}

const MOST_BANKS = 10;

/**
 * The few banks that a need should name: distinct ones, of which each can lend, has money left as far
 * as is known, and can claim re-lending where the need depends on it.
 *
 * 1. Every offer becomes a nominee with a tier, a weight and likely causes of refusal (`nominee.ts`).
 *    Undetermined offers stand behind all eligible ones: they only fill places that are left.
 * 2. The set that is worth most is found exactly: weights count in full, and two banks that share
 *    causes lose a part of the lesser weight (`choose-banks.ts`).
 * 3. Equal sets are told apart by the lots of the seed, so that the order of the document is nothing.
 *
 * Throws TypeError for what is no catalog or no need, RangeError for options out of range or an unknown
 * profile.
 */
export function nominate(catalog: Catalog, need: Need, options: NominateOptions = {}): Nomination {
  expectCatalog('nominate', catalog);
  const asked = readOptions('nominate', options);
  const { banks = 3, seed = '', limit = 10 } = asked;
  checkWhole('banks', banks, 1, MOST_BANKS);
  checkWhole('limit', limit, 0, Number.MAX_SAFE_INTEGER);
  const profile = profileOf(catalog, asked.profile);
  const full = { ...asked, banks, seed, limit, profile };
  return askOf('nominate', need, (own) => nominateBanks(catalog, own, full));
}

type FullOptions = NominateOptions & {
  readonly banks: number;
  readonly seed: string;
  readonly limit: number;
  readonly profile: ScoringProfile;
};

function nominateBanks(catalog: Catalog, need: Need, options: FullOptions): Nomination {
  const { banks, seed, limit, profile } = options;
  const pair = once(() => pairContext(catalog, need, { profile, seed }));
  const desk = claimDesk(catalog, () => pair().encoded);
  const mustClaim = options.mustClaim ?? desk.isNeeded();
  const capacityLeft = options.capacityLeft ?? (() => undefined);
  const context = { catalog, pair, desk, mustClaim, capacityLeft };
  const nominees = nomineesOf(context, need, { profile, seed }, banks);
  const free = nominees.filter((one) => one.barred === undefined);
  const { chosen, value, isProven, bound, steps } = chooseBanks(free, banks);
  return {
    needId: need.id,
    asOf: printDay(catalog.asOf),
    catalogId: catalog.head.id,
    profile: { id: profile.id, version: profile.version },
    seed,
    banks,
    mustClaim,
    chosen: chosen.map((one) => tell(one, chosen, banks)),
    value,
    proof: { method: isProven ? 'exhaustive' : 'bounded', sets: steps, bound },
    leftOut: leftOut(nominees, chosen, banks).slice(0, limit),
    warnings: warningsOf(context, need, nominees, banks),
  };
}

function checkWhole(name: string, value: number, least: number, most: number): void {
  if (Number.isSafeInteger(value) && value >= least && value <= most) return;
  throw new RangeError(
    `nominate: ${name} must be an integer of ${least} to ${most}, got ${shortJson(value)}`,
  );
}

/** All eligible offers; the undetermined ones too where too few banks are left. */
function nomineesOf(
  context: NomineeContext,
  need: Need,
  options: MatchOptions,
  banks: number,
): readonly NominatedOffer[] {
  const { catalog } = context;
  const limit = catalog.products.length;
  const result = match(catalog, need, { ...options, limit, cashFlows: false });
  const eligible = result.offers.map((offer) => nomineeOf(context, offer));
  const free = new Set(eligible.flatMap((one) => (one.barred ? [] : [one.bankId])));
  const wished = new Set(need.intendedBanks);
  const isAsked = (offer: Offer) => free.size < banks || wished.has(offer.bankId);
  const isWished = wished.size > 0 || free.size < banks;
  const open = isWished ? result.undetermined.filter(isAsked) : [];
  return [...eligible, ...open.map((offer) => nomineeOf(context, offer))];
}

function tell(
  one: NominatedOffer,
  chosen: readonly NominatedOffer[],
  banks: number,
): NominatedBank {
  const others = chosen.filter((other) => other !== one);
  const { bankId, productId, offer, amount, weight, capacity, claim, causes } = one;
  const hasCapacity = capacity.bank !== undefined && capacity.product !== undefined;
  const isAlike = sharedWith(one, others).length > 0;
  const reasons: NominationReason[] = [
    offer.verdict,
    ...(claim === undefined
      ? []
      : [claim.verdict === 'pass' ? ('can-claim' as const) : ('claim-unknown' as const)]),
    hasCapacity ? 'capacity-left' : 'capacity-unknown',
    ...(amount < offer.loan.amount ? ['less-than-asked' as const] : []),
    isAlike ? 'alike' : 'stands-apart',
  ];
  return {
    bankId,
    productId,
    offer,
    amount,
    weight,
    adds: addedBy(one, others, banks),
    capacity,
    ...(claim === undefined ? {} : { claim }),
    causes,
    reasons,
  };
}

function sharedWith(one: NominatedOffer, others: readonly NominatedOffer[]): readonly string[] {
  return one.causes.filter((cause) => others.some((other) => other.causes.includes(cause)));
}

/** One line a bank: its best nominee that is free, or else its best one that is not. */
function leftOut(
  nominees: readonly NominatedOffer[],
  chosen: readonly NominatedOffer[],
  banks: number,
): readonly LeftOutBank[] {
  const seen = new Set(chosen.map((one) => one.bankId));
  const rankOf = (one: NominatedOffer) =>
    one.barred === undefined ? 0 : one.barred === 'cannot-claim' ? 1 : 2;
  const ordered = [...nominees].sort((a, b) => rankOf(a) - rankOf(b) || compareNominees(a, b));
  const best = ordered.filter((one) => !seen.has(one.bankId) && seen.add(one.bankId));
  const rated = best.map((one) => ({ one, line: leftOutLine(one, chosen, banks) }));
  const shortOf = ({ short = Infinity }: LeftOutBank) => short;
  return rated
    .sort((a, b) => {
      const [s, t] = [shortOf(a.line), shortOf(b.line)];
      const order = s === t ? 0 : s - t;
      return rankOf(a.one) - rankOf(b.one) || order || compareNominees(a.one, b.one);
    })
    .map(({ line }) => line);
}

function leftOutLine(
  one: NominatedOffer,
  chosen: readonly NominatedOffer[],
  banks: number,
): LeftOutBank {
  const { bankId, productId, weight } = one;
  const line = { bankId, productId, weight, shared: sharedWith(one, chosen) };
  if (one.barred !== undefined) return { ...line, reason: one.barred };
  const rivals = chosen.filter((other) => other.tier === one.tier);
  if (rivals.length === 0) {
    return { ...line, reason: one.tier >= 2 ? 'undetermined' : 'claim-unknown' };
  }
  const value = setWorth(chosen, banks);
  const losses = rivals.map((rival) => {
    const swapped = [...chosen.filter((other) => other !== rival), one];
    return value - setWorth(swapped, banks);
  });
  const short = Math.min(...losses);
  const isHeavier = rivals.some((rival) => weight > rival.weight);
  return { ...line, reason: isHeavier ? 'alike' : 'outscored', short };
}
