import { type Catalog, expectCatalog } from '../catalog/index.ts';
import { encodeNeed } from '../eligibility/index.ts';
import type { Need, ScoringProfile } from '../model/index.ts';
import { DEFAULT_PROFILE } from '../scoring/index.ts';
import { printDay } from '../units/day.ts';
import { digest } from '../units/digest.ts';
import { shortJson } from '../units/issue.ts';
import { once } from '../units/once.ts';
import { tieSeed } from '../units/tie.ts';
import { readOptions } from '../units/unreadable.ts';
import { ENGINE_VERSION } from '../units/version.ts';
import { createTopList, type Engine, engineOf, rankTaken, workingList } from './engine/index.ts';
import type { Offer, PairContext } from './evaluate-pair.ts';
import { mendable, type RejectionCount, rejectionCounts } from './failures.ts';
import { askEngine, ownNeed } from './is-need.ts';
import { type NearMiss, rankNearMisses } from './near-miss/index.ts';
import { figuresAt, offerOf, productAt } from './offer.ts';

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
  if (profile === undefined) return catalog.head.profiles?.[0] ?? DEFAULT_PROFILE;
  if (typeof profile !== 'string') return profile;
  const found = profile === DEFAULT_PROFILE.id ? DEFAULT_PROFILE : catalog.profiles.get(profile);
  if (found === undefined) throw new RangeError(`match: the catalog has no profile ${profile}`);
  return found;
}

/** What all pairs of a need share; of what is a need, it can always be made. */
export function pairContext(catalog: Catalog, need: Need, options: MatchOptions): PairContext {
  return {
    catalog,
    encoded: encodeNeed(catalog, ownNeed(need)),
    profile: profileOf(catalog, options.profile),
    needSeed: tieSeed(options.seed ?? '', need.id),
  };
}

/**
 * Judges, prices and ranks every product for one need. Pure: the same arguments give the same bytes,
 * whatever the order of the catalog's document.
 *
 * The eligible offers are ranked at once. Everything else (undetermined offers, near misses, the
 * traces of an offer, the digest) is computed when it is first read, and is the same whenever that is.
 * Throws TypeError for what is no catalog or no need, RangeError for a limit that is no count or an
 * unknown profile.
 */
export function match(catalog: Catalog, need: Need, options: MatchOptions = {}): MatchResult {
  expectCatalog('match', catalog);
  const asked = readOptions('match', options);
  const { limit = DEFAULT_LIMIT, seed = '', cashFlows = true } = asked;
  if (!Number.isSafeInteger(limit) || limit < 0) {
    const seen = shortJson(limit);
    throw new RangeError(`match: limit must be an integer of 0 or more, got ${seen}`);
  }
  const profile = profileOf(catalog, asked.profile);
  const context = once(() => pairContext(catalog, need, asked));
  const ranked = rank(context, { catalog, need, profile, seed, limit, cashFlows }, false);
  const { eligible, undetermined } = ranked;
  const products = engineOf(catalog).productIds.length;
  const counts = {
    products,
    eligible,
    undetermined,
    ineligible: products - eligible - undetermined,
  };
  const lazy = {
    undetermined: once(
      () => rank(context, { catalog, need, profile, seed, limit, cashFlows }, true).offers,
    ),
    nearMisses: once(() =>
      rankNearMisses(context(), mendable(catalog, context().encoded.need), limit),
    ),
    rejectedBy: once(() => rejectionCounts(catalog, need)),
    digest: once(() => resultDigest(catalog, need, { profile, seed, limit, cashFlows })),
  };
  return {
    needId: need.id,
    asOf: printDay(catalog.asOf),
    catalogId: catalog.head.id,
    get catalogDigest() {
      return catalog.digest;
    },
    profile: { id: profile.id, version: profile.version },
    seed,
    counts,
    offers: ranked.offers,
    get undetermined() {
      return lazy.undetermined();
    },
    get nearMisses() {
      return lazy.nearMisses();
    },
    get rejectedBy() {
      return lazy.rejectedBy();
    },
    get digest() {
      return lazy.digest();
    },
  };
}

interface RankRequest {
  readonly catalog: Catalog;
  readonly need: Need;
  readonly profile: ScoringProfile;
  readonly seed: string;
  readonly limit: number;
  readonly cashFlows: boolean;
}

/** Where offers go that nobody asks for. */
const NO_OFFERS = createTopList(0);

/** The best eligible offers, or the best undetermined ones, and how many there are of both. */
function rank(context: () => PairContext, request: RankRequest, isOpen: boolean) {
  const { catalog, need } = request;
  return askEngine('match', catalog, need, (engine, own) =>
    rankBy(engine, context, { ...request, need: own }, isOpen),
  );
}

function rankBy(
  engine: Engine,
  context: () => PairContext,
  { need, profile, seed, limit, cashFlows }: RankRequest,
  isOpen: boolean,
) {
  const list = workingList(engine, limit);
  const needSeed = tieSeed(seed, need.id);
  const draw = {
    need,
    profile,
    needSeed,
    productTies: engine.productTies,
    offers: isOpen ? NO_OFFERS : list,
    undetermined: isOpen ? list : undefined,
  };
  rankTaken(engine, draw);
  const verdict = isOpen ? 'undetermined' : 'eligible';
  const offers: Offer[] = [];
  for (let i = 0; i < list.size; i++) {
    const place = list.order[i] as number;
    const product = productAt(engine, list.product[place] as number);
    offers.push(offerOf(context, product, figuresAt(list, draw, place, verdict), cashFlows));
  }
  return { offers, eligible: engine.eligible, undetermined: engine.undetermined };
}

/** SHA-256 of all that an answer depends on. */
function resultDigest(
  catalog: Catalog,
  need: Need,
  options: Pick<RankRequest, 'profile' | 'seed' | 'limit' | 'cashFlows'>,
): string {
  return digest({ engine: ENGINE_VERSION, catalog: catalog.digest, need, ...options });
}
