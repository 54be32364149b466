import type { CompiledProduct } from '../catalog/index.ts';
import { REPAYMENT_METHODS } from '../criteria/index.ts';
import type { LoanTerms } from '../eligibility/index.ts';
import type { RepaymentMethod } from '../model/index.ts';
import { lazyMembers } from '../units/lazy.ts';
import type { Money } from '../units/money.ts';
import { once } from '../units/once.ts';
import type { Rate } from '../units/rate.ts';
import { type Draw, type Engine, lotAt, type TopList } from './engine/index.ts';
import { evaluatePair, type Offer, type PairContext, withCashFlow } from './evaluate-pair.ts';

/** What is offered; the compiled product is only asked for when a detail is read. */
export interface OfferedProduct {
  readonly productId: string;
  readonly bankId: string;
  readonly compiled: () => CompiledProduct;
}

/** The product at a place of an engine's catalog. */
export function productAt(engine: Engine, place: number): OfferedProduct {
  return {
    productId: engine.productIds[place] as string,
    bankId: engine.bankIds[place] as string,
    compiled: () => engine.catalog.products[place] as CompiledProduct,
  };
}

/** What ranked an offer. */
export interface OfferFigures {
  readonly verdict: Offer['verdict'];
  readonly loan: LoanTerms;
  /** The dearer end, ppm; NaN: no rate is known. */
  readonly rate: number;
  readonly netCost: number;
  readonly total: number;
  readonly lot: number;
}

/** The figures of a place in a list. */
export function figuresAt(
  list: TopList,
  draw: Draw,
  place: number,
  verdict: Offer['verdict'],
): OfferFigures {
  return {
    verdict,
    loan: {
      amount: list.amount[place] as Money,
      termMonths: list.termMonths[place] as number,
      repayment: REPAYMENT_METHODS[list.method[place] as number] as RepaymentMethod,
    },
    rate: list.rate[place] as number,
    netCost: list.netCost[place] as number,
    total: list.score[place] as number,
    lot: lotAt(list, draw, place),
  };
}

/** The offer by the rule, computed once. */
interface Whole {
  readonly offer: () => Offer;
}

const withDetails = lazyMembers<Pick<Offer, 'details'>, Whole>({
  details: ({ offer }) => offer().details,
});
const withOpenDetails = lazyMembers<Pick<Offer, 'open' | 'details'>, Whole>({
  open: ({ offer }) => offer().open,
  details: ({ offer }) => offer().details,
});

/**
 * The offer with these figures. The details, and what an undetermined offer hangs on, are computed by
 * the rule when they are read: most callers look at a few.
 */
export function offerOf(
  context: () => PairContext,
  product: OfferedProduct,
  figures: OfferFigures,
  withFlows: boolean,
): Offer {
  const { productId, bankId } = product;
  const { verdict, loan, rate, netCost, total, lot } = figures;
  const whole = { offer: once(() => evaluateOffer(context(), product, withFlows)) };
  const price = { rate: rate as Rate, netCost: netCost as Rate };
  const score = { total };
  if (verdict === 'eligible') {
    const known = { productId, bankId, verdict, loan, price, score, open: [], lot };
    return withDetails(known, whole);
  }
  const known = { productId, bankId, verdict, loan, score, lot };
  return withOpenDetails(Number.isNaN(rate) ? known : { ...known, price }, whole);
}

/** The offer by the rule, with its flows where they are wanted and there is a schedule. */
function evaluateOffer(context: PairContext, product: OfferedProduct, withFlows: boolean): Offer {
  const compiled = product.compiled();
  const { offer } = evaluatePair(context, compiled);
  if (offer === undefined) throw new RangeError(`no offer of ${product.productId}`);
  return withFlows ? withCashFlow(context, compiled, offer) : offer;
}
