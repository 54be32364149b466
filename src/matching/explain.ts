import { type Catalog, type CompiledProduct, expectCatalog } from '../catalog/index.ts';
import { explainCriterion, type Reason, type Verdict } from '../criteria/index.ts';
import { findings } from '../eligibility/index.ts';
import type { Need } from '../model/index.ts';
import { shortJson } from '../units/issue.ts';
import { readOptions } from '../units/unreadable.ts';
import { evaluatePair, type Offer, priceReason, withCashFlow } from './evaluate-pair.ts';
import { askOf } from './is-need.ts';
import { type MatchOptions, pairContext, profileOf } from './match.ts';
import { type NearMiss, nearMiss } from './near-miss/index.ts';

/** Everything about one need and one product. */
export interface Explanation {
  readonly needId: string;
  readonly productId: string;
  readonly bankId: string;
  readonly verdict: 'eligible' | 'undetermined' | 'ineligible';
  /** Every condition, passed or not, in a fixed order. */
  readonly conditions: readonly Reason[];
  /** The bank's preferences: they never reject. */
  readonly preferences: readonly Reason[];
  /** Unless a condition fails; with its dated flows and the fate of every programme. */
  readonly offer?: Offer;
  /** When a condition fails and a change of facts that the enterprise can change would do. */
  readonly nearMiss?: NearMiss;
}

const VERDICTS: Readonly<Record<Verdict, Explanation['verdict']>> = {
  pass: 'eligible',
  unknown: 'undetermined',
  fail: 'ineligible',
};

/**
 * The whole computation for one pair. Throws TypeError for what is no catalog or no need, RangeError
 * when the catalog has no such product or profile.
 */
export function explain(
  catalog: Catalog,
  need: Need,
  productId: string,
  options: MatchOptions = {},
): Explanation {
  expectCatalog('explain', catalog);
  const compiled = catalog.productById.get(productId);
  if (compiled === undefined) {
    const shown = typeof productId === 'string' ? productId : shortJson(productId);
    throw new RangeError(`explain: the catalog has no product ${shown}`);
  }
  const asked = readOptions('explain', options);
  const known = { ...asked, profile: profileOf(catalog, asked.profile) };
  return askOf('explain', need, (own) => explainPair(catalog, own, compiled, known));
}

function explainPair(
  catalog: Catalog,
  need: Need,
  compiled: CompiledProduct,
  options: MatchOptions,
): Explanation {
  const context = pairContext(catalog, need, options);
  const { verdict, offer: bare } = evaluatePair(context, compiled);
  const offer = bare === undefined ? undefined : withCashFlow(context, compiled, bare);
  const conditions = [...findings(catalog, compiled, context.encoded)];
  if (offer !== undefined) conditions.push(priceReason(offer.details.price));
  const miss = verdict === 'fail' ? nearMiss(context, compiled) : undefined;
  const { facts } = context.encoded;
  return {
    needId: need.id,
    productId: compiled.product.id,
    bankId: compiled.bank.id,
    verdict: VERDICTS[verdict],
    conditions,
    preferences: compiled.preferences.map((one) => explainCriterion(one, facts, catalog.registry)),
    ...(offer === undefined ? {} : { offer }),
    ...(miss === undefined ? {} : { nearMiss: miss }),
  };
}

/** One product that a need does not qualify for, with every condition that failed. */
export interface Rejection {
  readonly productId: string;
  readonly bankId: string;
  readonly failed: readonly Reason[];
}

/**
 * Every product that fails, in the order of ids, with every failed condition. Throws TypeError for what
 * is no catalog or no need.
 */
export function rejections(catalog: Catalog, need: Need): readonly Rejection[] {
  expectCatalog('rejections', catalog);
  return askOf('rejections', need, (own) => rejectionsOf(catalog, own));
}

function rejectionsOf(catalog: Catalog, need: Need): readonly Rejection[] {
  const { encoded } = pairContext(catalog, need, {});
  return catalog.products.flatMap((compiled) => {
    const failed = findings(catalog, compiled, encoded).filter((one) => one.verdict === 'fail');
    if (failed.length === 0) return [];
    return [{ productId: compiled.product.id, bankId: compiled.bank.id, failed }];
  });
}
