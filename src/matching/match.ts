import type { Catalog } from '../catalog/index.ts';
import { encodeNeed } from '../eligibility/index.ts';
import type { Need, ScoringProfile } from '../model/index.ts';
import { DEFAULT_PROFILE } from '../scoring/index.ts';
import { type Day, printDay } from '../units/day.ts';
import { compareText, digest } from '../units/digest.ts';
import { tieSeed } from '../units/tie.ts';
import { ENGINE_VERSION } from '../units/version.ts';
import {
  compareOffers,
  evaluatePair,
  type Offer,
  type PairContext,
  withCashFlow,
} from './evaluate-pair.ts';
import { type NearMiss, rankNearMisses } from './near-miss/index.ts';

/** How to match. */
export interface MatchOptions {
  /** Longest list of offers, of undetermined offers and of near misses; absent: 10. */
  readonly limit?: number;
  /** A profile, or the id of one in the catalog; absent: the catalog's first, else the default. */
  readonly profile?: string | ScoringProfile;
  /** Decides between equal scores; recorded in the result. Absent: the empty seed. */
  readonly seed?: string;
  /** `false`: offers without dated flows, where only the ranking matters. */
  readonly cashFlows?: boolean;
}

/** How many products one condition turned away. */
export interface RejectionCount {
  readonly code: string;
  readonly products: number;
}

/** The answer to one need. Plain JSON; amounts in minor units, rates in ppm. */
export interface MatchResult {
  readonly needId: string;
  readonly asOf: string;
  readonly catalogId: string;
  readonly catalogDigest: string;
  readonly profile: { readonly id: string; readonly version: string };
  readonly seed: string;
  /** Of all products: they add up. */
  readonly counts: {
    readonly products: number;
    readonly eligible: number;
    readonly undetermined: number;
    readonly ineligible: number;
  };
  /** Eligible, best first. */
  readonly offers: readonly Offer[];
  /** Nothing fails, something is unknown: best first, as if all that is open came true. */
  readonly undetermined: readonly Offer[];
  /** The cheapest changes that would open a product, cheapest first. */
  readonly nearMisses: readonly NearMiss[];
  /** Every condition that failed, the most frequent first. A product may fail several. */
  readonly rejectedBy: readonly RejectionCount[];
  /** SHA-256 of engine version, catalog, need and options: the same digest, the same answer. */
  readonly digest: string;
}

const DEFAULT_LIMIT = 10;

/** The profile that an option names. Throws RangeError for an id that the catalog does not hold. */
export function profileOf(catalog: Catalog, profile: MatchOptions['profile']): ScoringProfile {
  if (profile === undefined) return catalog.document.profiles?.[0] ?? DEFAULT_PROFILE;
  if (typeof profile !== 'string') return profile;
  const found = profile === DEFAULT_PROFILE.id ? DEFAULT_PROFILE : catalog.profiles.get(profile);
  if (found === undefined) throw new RangeError(`match: the catalog has no profile ${profile}`);
  return found;
}

/** What all pairs of a need share. */
export function pairContext(catalog: Catalog, need: Need, options: MatchOptions): PairContext {
  return {
    catalog,
    encoded: encodeNeed(catalog, need),
    profile: profileOf(catalog, options.profile),
    needSeed: tieSeed(options.seed ?? '', need.id),
  };
}

/**
 * Judges, prices and ranks every product for one need. Pure: the same arguments give the same bytes,
 * whatever the order of the catalog's document.
 * O(products x conditions), and a search among the products that failed.
 */
export function match(catalog: Catalog, need: Need, options: MatchOptions = {}): MatchResult {
  const limit = options.limit ?? DEFAULT_LIMIT;
  if (!Number.isSafeInteger(limit) || limit < 0) {
    throw new RangeError(`match: limit must be an integer of 0 or more, got ${limit}`);
  }
  const context = pairContext(catalog, need, options);
  const offers: Offer[] = [];
  const undetermined: Offer[] = [];
  const failures = new Map<string, number>();
  const failed = [];
  for (const compiled of catalog.products) {
    const { verdict, conditions, offer } = evaluatePair(context, compiled);
    if (offer !== undefined) (verdict === 'pass' ? offers : undetermined).push(offer);
    else {
      failed.push(compiled);
      // Two failed conditions of one code turn away one product.
      const codes = conditions.filter((one) => one.verdict === 'fail').map((one) => one.code);
      for (const code of new Set(codes)) failures.set(code, (failures.get(code) ?? 0) + 1);
    }
  }
  const { profile } = context;
  return {
    needId: need.id,
    asOf: printDay(catalog.asOf as Day),
    catalogId: catalog.document.id,
    catalogDigest: catalog.digest,
    profile: { id: profile.id, version: profile.version },
    seed: options.seed ?? '',
    counts: {
      products: catalog.products.length,
      eligible: offers.length,
      undetermined: undetermined.length,
      ineligible: failed.length,
    },
    offers: best(context, offers, options),
    undetermined: best(context, undetermined, options),
    nearMisses: rankNearMisses(context, failed, limit),
    rejectedBy: [...failures]
      .map(([code, products]) => ({ code, products }))
      .sort((a, b) => b.products - a.products || compareText(a.code, b.code)),
    digest: digest({
      engine: ENGINE_VERSION,
      catalog: catalog.digest,
      need,
      profile,
      seed: options.seed ?? '',
      limit,
      cashFlows: options.cashFlows ?? true,
    }),
  };
}

/** The best of a list, with their flows. */
function best(
  context: PairContext,
  offers: readonly Offer[],
  { limit = DEFAULT_LIMIT, cashFlows }: MatchOptions,
): readonly Offer[] {
  const chosen = [...offers].sort(compareOffers).slice(0, limit);
  if (cashFlows === false) return chosen;
  return chosen.map((offer) => {
    const compiled = context.catalog.productById.get(offer.productId);
    return compiled === undefined ? offer : withCashFlow(context, compiled, offer);
  });
}
