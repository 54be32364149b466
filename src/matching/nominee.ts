import type { Catalog, CompiledProduct } from '../catalog/index.ts';
import { explainCriterion, type Reason } from '../criteria/index.ts';
import { leastLoan } from '../eligibility/index.ts';
import { mulDiv } from '../units/arithmetic.ts';
import type { Money } from '../units/money.ts';
import type { Nominee } from './choose-banks.ts';
import type { ClaimDesk, ClaimRight } from './claim.ts';
import type { Offer, PairContext } from './evaluate-pair.ts';

/** What is left of a limit, where that is known; undefined: unknown. */
export type CapacityLeft = (kind: 'bank' | 'product', id: string) => Money | undefined;

/** Money that bank and product have left; absent: unknown, which is not zero and not plenty. */
export interface Capacity {
  readonly bank?: Money;
  readonly product?: Money;
}

/** An offer that may be nominated, or why it may not. */
export interface NominatedOffer extends Nominee {
  readonly offer: Offer;
  /** What could be lent: the offer's amount, or less where less is left. */
  readonly amount: Money;
  readonly capacity: Capacity;
  /** Absent where nobody needs to claim. */
  readonly claim?: ClaimRight;
  readonly barred?: 'no-capacity' | 'cannot-claim';
}

/** What all offers of one need share. */
export interface NomineeContext {
  readonly catalog: Catalog;
  readonly pair: () => PairContext;
  readonly desk: ClaimDesk;
  readonly mustClaim: boolean;
  readonly capacityLeft: CapacityLeft;
}

/**
 * An offer with what the choice of banks asks of it.
 * - tier: 0 eligible, 2 undetermined; one more where it is unknown whether the bank can claim.
 * - weight: the score, for the part of the amount that the capacity left allows, divided by one more
 *   than the open conditions; rounded down.
 * - causes: open conditions, preferences of the bank that are not met, labels of the bank.
 */
export function nomineeOf(context: NomineeContext, offer: Offer): NominatedOffer {
  const { catalog, pair, desk, mustClaim } = context;
  const compiled = catalog.productById.get(offer.productId) as CompiledProduct;
  const { bank, product } = compiled;
  const capacity = capacityOf(context, compiled);
  const left = Math.min(capacity.bank ?? Infinity, capacity.product ?? Infinity);
  const amount = Math.min(offer.loan.amount, left) as Money;
  const claim = mustClaim ? desk.of(bank, product, offer.loan) : undefined;
  const open = offer.verdict === 'eligible' ? [] : offer.open;
  const share =
    offer.loan.amount === 0 ? 0 : mulDiv(offer.score.total, amount, offer.loan.amount, 'down');
  const barred =
    left < leastLoan(compiled, pair().encoded.need)
      ? ('no-capacity' as const)
      : claim?.verdict === 'fail'
        ? ('cannot-claim' as const)
        : undefined;
  return {
    bankId: bank.id,
    productId: product.id,
    tier: (offer.verdict === 'eligible' ? 0 : 2) + (claim?.verdict === 'unknown' ? 1 : 0),
    weight: Math.floor(share / (1 + open.length)),
    lot: offer.lot,
    causes: causesOf(context, compiled, open),
    offer,
    amount,
    capacity,
    ...(claim === undefined ? {} : { claim }),
    ...(barred === undefined ? {} : { barred }),
  };
}

/** Told from outside, or else the quota that the catalog states as left. */
function capacityOf(
  { capacityLeft }: NomineeContext,
  { bank, product }: CompiledProduct,
): Capacity {
  const ofBank = capacityLeft('bank', bank.id) ?? bank.quota;
  const ofProduct = capacityLeft('product', product.id) ?? product.quota;
  return {
    ...(ofBank === undefined ? {} : { bank: ofBank }),
    ...(ofProduct === undefined ? {} : { product: ofProduct }),
  };
}

/** Two banks that hang on the same question, dislike the same fact or are of a kind refuse together. */
function causesOf(
  { catalog, pair }: NomineeContext,
  { bank, preferences }: CompiledProduct,
  open: readonly Reason[],
): readonly string[] {
  const { facts } = pair().encoded;
  const unmet = preferences
    .map((one) => explainCriterion(one, facts, catalog.registry))
    .filter((reason) => reason.verdict !== 'pass');
  const causes = [
    ...open.map((reason) => causeOf('open', reason)),
    ...unmet.map((reason) => causeOf('preference', reason)),
    ...(bank.labels ?? []).map((label) => `kind:${label}`),
  ];
  return [...new Set(causes)].sort();
}

/** Questions in prose share the code of their kind: the text tells them apart. */
function causeOf(kind: 'open' | 'preference', { code, text }: Reason): string {
  return text === undefined ? `${kind}:${code}` : `${kind}:${code}:${text}`;
}
