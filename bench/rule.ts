import type { Catalog, Need } from '../src/index.ts';
import { compareOffers, evaluatePair, type Offer } from '../src/matching/evaluate-pair.ts';
import { pairContext } from '../src/matching/match.ts';
import { conditionVerdicts, encodeNeed, judge } from '../src/reference.ts';

/** The answers of the rule itself, pair by pair: what every faster path is compared with. */

export function eligibleByRule(catalog: Catalog, need: Need): readonly number[] {
  const encoded = encodeNeed(catalog, need);
  const eligible: number[] = [];
  for (const [at, compiled] of catalog.products.entries()) {
    if (judge(conditionVerdicts(catalog, compiled, encoded)) === 'pass') eligible.push(at);
  }
  return eligible;
}

export function failuresByRule(catalog: Catalog, need: Need): Float64Array {
  const encoded = encodeNeed(catalog, need);
  return Float64Array.from(catalog.products, (compiled) => {
    const verdicts = conditionVerdicts(catalog, compiled, encoded);
    return verdicts.reduce(
      (mask, { verdict }, bit) => mask + (verdict === 'fail' ? 2 ** bit : 0),
      0,
    );
  });
}

/** Every product judged, priced after policy and scored; then sorted. No kernel takes part. */
export function rankedByRule(catalog: Catalog, need: Need, limit: number): readonly Offer[] {
  const context = pairContext(catalog, need, {});
  const offers: Offer[] = [];
  for (const compiled of catalog.products) {
    const { verdict, offer } = evaluatePair(context, compiled);
    if (verdict === 'pass' && offer !== undefined) offers.push(offer);
  }
  return offers.sort(compareOffers).slice(0, limit);
}

/** What ranks an offer, as one text, so that lists of offers are compared in full. */
export function figuresOf({ productId, loan, price, score }: Offer): string {
  const { amount, termMonths, repayment } = loan;
  return [
    productId,
    amount,
    termMonths,
    repayment,
    price?.rate,
    price?.netCost,
    score.total,
  ].join();
}

/**
 * Reads every member of a result, and so makes it compute all that it would else compute later or
 * never. Returns how many values there were.
 */
export function readAll(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1;
  let count = 1;
  for (const member of Object.values(value)) count += readAll(member);
  return count;
}
