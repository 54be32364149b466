import type { CompiledProduct } from '../catalog/index.ts';
import { REPAYMENT_METHODS } from '../criteria/index.ts';
import type { LoanTerms } from '../eligibility/index.ts';
import type { RepaymentMethod } from '../model/index.ts';
import type { OfferCashFlow, Price } from '../pricing/index.ts';
import type { Score } from '../scoring/index.ts';
import type { Money } from '../units/money.ts';
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

/** What is behind the figures of an offer, computed by the rule when it is first asked for. */
class OfferDetails {
  readonly #context: () => PairContext;
  readonly #product: OfferedProduct;
  #offer: Offer | undefined;
  #flows: { readonly cashFlow: OfferCashFlow | undefined } | undefined;

  constructor(context: () => PairContext, product: OfferedProduct) {
    this.#context = context;
    this.#product = product;
  }

  get offer(): Offer {
    this.#offer ??= evaluatePair(this.#context(), this.#product.compiled()).offer;
    if (this.#offer === undefined) throw new RangeError(`no offer of ${this.#product.productId}`);
    return this.#offer;
  }

  get price(): Price {
    return this.offer.price as Price;
  }

  get cashFlow(): OfferCashFlow | undefined {
    this.#flows ??= {
      cashFlow: withCashFlow(this.#context(), this.#product.compiled(), this.offer).cashFlow,
    };
    return this.#flows.cashFlow;
  }
}

/**
 * The offer with these figures. The traces, parts, reasons and flows behind them are computed by the
 * rule when they are read: most callers look at a few. Reading, copying and printing see one plain
 * object, the same as if all had been there from the beginning.
 */
export function offerOf(
  context: () => PairContext,
  product: OfferedProduct,
  figures: OfferFigures,
  withFlows: boolean,
): Offer {
  const { productId, bankId } = product;
  const { verdict, loan, rate, total, lot } = figures;
  const details = new OfferDetails(context, product);
  const score = lazyScore(total, details);
  // A loan at a rate below zero has no schedule, and so no member for one.
  const hasFlows = rate >= 0 && withFlows;
  if (verdict === 'eligible' && hasFlows) {
    const price = lazyPrice(figures, details);
    return {
      productId,
      bankId,
      verdict,
      loan,
      price,
      score,
      open: [],
      lot,
      get cashFlow() {
        return details.cashFlow as OfferCashFlow;
      },
    };
  }
  const priced = Number.isNaN(rate) ? {} : { price: lazyPrice(figures, details) };
  const offer = {
    productId,
    bankId,
    verdict,
    loan,
    ...priced,
    score,
    open: [] as Offer['open'],
    lot,
  };
  if (verdict === 'undetermined') defineLazy(offer, 'open', () => details.offer.open);
  if (hasFlows) defineLazy(offer as Pick<Offer, 'cashFlow'>, 'cashFlow', () => details.cashFlow);
  return offer;
}

function lazyScore(total: number, details: OfferDetails): Score {
  return {
    total,
    get parts() {
      return details.offer.score.parts;
    },
  };
}

function lazyPrice({ rate, netCost }: OfferFigures, details: OfferDetails): Price {
  return {
    rate: rate as Rate,
    get rateLow() {
      return details.price.rateLow;
    },
    netCost: netCost as Rate,
    get netCostLow() {
      return details.price.netCostLow;
    },
    get certain() {
      return details.price.certain;
    },
    get trace() {
      return details.price.trace;
    },
    get costs() {
      return details.price.costs;
    },
    get subsidies() {
      return details.price.subsidies;
    },
    get open() {
      return details.price.open;
    },
    get unsetFees() {
      return details.price.unsetFees;
    },
  };
}

function defineLazy<T extends object, K extends keyof T>(record: T, key: K, get: () => T[K]): void {
  Object.defineProperty(record, key, { get, enumerable: true, configurable: true });
}
