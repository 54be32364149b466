import { LRUCache } from 'lru-cache';
import type { Catalog, CompiledProduct } from '../catalog/index.ts';
import type { Reason, Verdict } from '../criteria/index.ts';
import {
  type ConditionVerdict,
  conditionVerdicts,
  type EncodedNeed,
  findings,
  fitLoan,
  judge,
  type LoanTerms,
} from '../eligibility/index.ts';
import type { ScoringProfile } from '../model/index.ts';
import {
  balanceMonths,
  type OfferCashFlow,
  offerCashFlow,
  type Price,
  priceLoan,
} from '../pricing/index.ts';
import { type Score, scoreLoan } from '../scoring/index.ts';
import { tieLot } from '../units/tie.ts';

/** A priced and scored loan of one product for one need: the figures that rank it. */
export interface Offer {
  readonly productId: string;
  readonly bankId: string;
  readonly verdict: 'eligible' | 'undetermined';
  readonly loan: LoanTerms;
  /** Absent: no rate is known; then the verdict is `undetermined`. */
  readonly price?: Pick<Price, 'rate' | 'netCost'>;
  readonly score: Pick<Score, 'total'>;
  /** What an undetermined offer hangs on; empty for an eligible one. */
  readonly open: readonly Reason[];
  /** The lot that decides between equal scores; the higher stands first. */
  readonly lot: number;
  /** How the figures come about. `match` computes it for an offer when it is first read. */
  readonly details: OfferDetails;
}

/** What is behind the figures of an offer. */
export interface OfferDetails {
  /** The whole price: both ends, build-up, cost parts, subsidies. */
  readonly price?: Price;
  /** The whole score: every part with its weight and feature. */
  readonly score: Score;
  /** Dated flows and policies; on the offers that `match` returns, unless asked not to. */
  readonly cashFlow?: OfferCashFlow;
}

/** What is the same for all products of one need. */
export interface PairContext {
  readonly catalog: Catalog;
  readonly encoded: EncodedNeed;
  readonly profile: ScoringProfile;
  readonly needSeed: number;
}

/** How many balance sums are remembered: terms times rates of a large catalog. */
const BALANCES_REMEMBERED = 20_000;

const balances = new LRUCache<string, number>({ max: BALANCES_REMEMBERED });

/** `balanceMonths` costs thousands of digits of arithmetic and takes few different arguments. */
const rememberedBalances: typeof balanceMonths = (method, termMonths, rate) => {
  if (method !== 'equal-instalments') return balanceMonths(method, termMonths, rate);
  const key = `${termMonths}:${rate}`;
  const known = balances.get(key);
  if (known !== undefined) return known;
  const sum = balanceMonths(method, termMonths, rate);
  balances.set(key, sum);
  return sum;
};

/** The verdict on a pair, and the offer unless a condition fails. */
export interface PairResult {
  readonly verdict: Verdict;
  readonly conditions: readonly ConditionVerdict[];
  readonly offer?: Offer;
}

/** Verdict, then loan, price and score: the stages below, once, for one pair. */
export function evaluatePair(context: PairContext, compiled: CompiledProduct): PairResult {
  const { catalog, encoded } = context;
  const conditions = conditionVerdicts(catalog, compiled, encoded);
  const judged = judge(conditions);
  if (judged === 'fail') return { verdict: 'fail', conditions };
  const loan = fitLoan(compiled, encoded.need);
  const price = priceLoan(catalog, compiled, encoded, loan, rememberedBalances);
  // A loan whose price nobody states is no offer: unknown, like any other missing fact.
  const verdict = judged === 'pass' && price?.certain === true ? 'pass' : 'unknown';
  const score = scoreLoan(catalog, { compiled, encoded, loan, price }, context.profile);
  const offer: Offer = {
    productId: compiled.product.id,
    bankId: compiled.bank.id,
    verdict: verdict === 'pass' ? 'eligible' : 'undetermined',
    loan,
    ...(price === undefined ? {} : { price: { rate: price.rate, netCost: price.netCost } }),
    score: { total: score.total },
    open: verdict === 'pass' ? [] : openReasons(context, compiled, price),
    lot: tieLot(context.needSeed, compiled.product.id),
    details: { ...(price === undefined ? {} : { price }), score },
  };
  return { verdict, conditions, offer };
}

/** The offer with its dated flows, at its dearer rate. */
export function withCashFlow(
  { catalog, encoded }: PairContext,
  compiled: CompiledProduct,
  offer: Offer,
): Offer {
  const { loan, price } = offer;
  if (price === undefined) return offer;
  const cashFlow = offerCashFlow(catalog, compiled, encoded, loan, price.rate);
  if (cashFlow === undefined) return offer;
  return { ...offer, details: { ...offer.details, cashFlow } };
}

/** The unknown conditions, and the price where it is open whether there is one. */
function openReasons(
  { catalog, encoded }: PairContext,
  compiled: CompiledProduct,
  price: Price | undefined,
): readonly Reason[] {
  const unknown = findings(catalog, compiled, encoded).filter((one) => one.verdict === 'unknown');
  if (price?.certain === true) return unknown;
  return [...unknown, priceReason(price)];
}

/** The condition that a rate is published for such a loan. */
export function priceReason(price: Price | undefined): Reason {
  const verdict = price?.certain === true ? 'pass' : 'unknown';
  const parts = verdict === 'pass' ? [] : (price?.open ?? []);
  return { code: 'price', verdict, operator: 'any', ...(parts.length === 0 ? {} : { parts }) };
}

/** Higher score first, then higher lot, then id: a total order that no file position enters. */
export function compareOffers(a: Offer, b: Offer): number {
  if (a.score.total !== b.score.total) return b.score.total - a.score.total;
  if (a.lot !== b.lot) return b.lot - a.lot;
  return a.productId < b.productId ? -1 : a.productId > b.productId ? 1 : 0;
}
