import type { CompiledProduct } from '../catalog/index.ts';
import { REPAYMENT_METHODS } from '../criteria/index.ts';
import type { LoanTerms } from '../eligibility/index.ts';
import type { RepaymentMethod } from '../model/index.ts';
import type { OfferCashFlow, Price } from '../pricing/index.ts';
import type { Score } from '../scoring/index.ts';
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

/**
 * The offer with these figures. The traces, parts, reasons and flows behind them are computed by the
 * rule when they are read: most callers look at a few. Reading, copying and printing see one plain
 * object, the same as if all had been there from the beginning.
 */
export function offerOf(
  context: () => PairContext,
  { productId, bankId, compiled }: OfferedProduct,
  { verdict, loan, rate, netCost, total, lot }: OfferFigures,
  withFlows: boolean,
): Offer {
  const told = once(() => {
    const { offer } = evaluatePair(context(), compiled());
    if (offer === undefined) throw new RangeError(`offerOf: no offer of ${productId}`);
    return offer;
  });
  const flows = once(() => withCashFlow(context(), compiled(), told()).cashFlow);
  const isPriced = !Number.isNaN(rate);
  const offer = {
    productId,
    bankId,
    verdict,
    loan,
    ...(isPriced ? { price: lazyPrice(rate as Rate, netCost as Rate, told) } : {}),
    score: lazyScore(total, told),
    open: [] as Offer['open'],
    lot,
  };
  if (verdict === 'undetermined') defineLazy(offer, 'open', () => told().open);
  // A loan at a rate below zero has no schedule, and so no member for one.
  if (isPriced && rate >= 0 && withFlows) {
    defineLazy(offer as { cashFlow?: OfferCashFlow | undefined }, 'cashFlow', flows);
  }
  return offer;
}

function lazyScore(total: number, told: () => Offer): Score {
  return {
    total,
    get parts() {
      return told().score.parts;
    },
  };
}

function lazyPrice(rate: Rate, netCost: Rate, told: () => Offer): Price {
  const price = () => told().price as Price;
  return {
    rate,
    get rateLow() {
      return price().rateLow;
    },
    netCost,
    get netCostLow() {
      return price().netCostLow;
    },
    get certain() {
      return price().certain;
    },
    get trace() {
      return price().trace;
    },
    get costs() {
      return price().costs;
    },
    get subsidies() {
      return price().subsidies;
    },
    get open() {
      return price().open;
    },
    get unsetFees() {
      return price().unsetFees;
    },
  };
}

function defineLazy<T extends object, K extends keyof T>(record: T, key: K, get: () => T[K]): void {
  Object.defineProperty(record, key, { get, enumerable: true, configurable: true });
}
