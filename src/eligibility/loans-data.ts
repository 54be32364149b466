import type { CompiledProduct } from '../catalog/index.ts';
import { REPAYMENT_METHODS } from '../criteria/index.ts';
import type { CollateralRule } from '../model/index.ts';
import type { Money } from '../units/money.ts';
import type { Rate } from '../units/rate.ts';

/**
 * What shapes the loan of a product. Row `p` is the `p`-th product; what is looked at together lies
 * together, so that a product costs two misses of the cache and not one for each column.
 *
 *   amounts  2 p      least amount, minor units; 0 where none is stated
 *            2 p + 1  largest amount; infinite where none is stated
 *   terms    4 p      longest term in months, times 8, and a bit for each repayment method offered
 *            4 p + 1  collateral rule: the place of its table, times 2^`coverBits`, and of its cover;
 *                     -1: nothing must be pledged
 *            4 p + 2  place of the share of the investment
 *            4 p + 3  place of the bank that limits a client
 *
 * A share or a bank behind the last one: the product sets no such limit.
 */
export interface LoansData {
  readonly amounts: Float64Array;
  readonly terms: Int32Array;
  /** The different tables of haircuts, ppm by type of collateral. */
  readonly tables: readonly Readonly<Record<string, Rate>>[];
  /** The different least covers, ppm. */
  readonly covers: Float64Array;
  readonly coverBits: number;
  /** The different largest shares of an investment, ppm. */
  readonly investmentShares: Float64Array;
  readonly banks: readonly { readonly id: string; readonly limit: Money }[];
}

/** A bit for each of `REPAYMENT_METHODS`. */
export const EVERY_METHOD = 7;
/** A term that no need reaches: products that state none. */
const ANY_TERM = 2 ** 24;

/** Different things, each with its place in order of first sight. */
interface Places<T> {
  readonly list: T[];
  readonly placeOf: (key: string | number, thing: T) => number;
}

function createPlaces<T>(): Places<T> {
  const list: T[] = [];
  const places = new Map<string | number, number>();
  return {
    list,
    placeOf: (key, thing) => {
      const known = places.get(key);
      if (known !== undefined) return known;
      places.set(key, list.length);
      list.push(thing);
      return list.length - 1;
    },
  };
}

export function buildLoans(products: readonly CompiledProduct[]): LoansData {
  const tables = createPlaces<CollateralRule['haircuts']>();
  const covers = createPlaces<number>();
  const shares = createPlaces<number>();
  const banks = createPlaces<{ readonly id: string; readonly limit: Money }>();
  const amounts = new Float64Array(products.length * 2);
  const drafts = products.map(({ product, bank }, row) => {
    const { amount, termMonths, repayment, collateral, maxInvestmentShare: share } = product;
    amounts[row * 2] = amount?.min ?? 0;
    amounts[row * 2 + 1] = amount?.max ?? Number.POSITIVE_INFINITY;
    const methods = repayment?.reduce(withMethod, 0) ?? EVERY_METHOD;
    const { id, singleClientLimit: limit } = bank;
    const isCovered = collateral !== undefined && collateral.minCoverage > 0;
    return {
      term: (termMonths?.max ?? ANY_TERM) * (EVERY_METHOD + 1) + methods,
      table: isCovered ? tables.placeOf(haircutsKey(collateral), collateral.haircuts) : -1,
      cover: isCovered ? covers.placeOf(collateral.minCoverage, collateral.minCoverage) : 0,
      share: share === undefined ? undefined : shares.placeOf(share, share),
      bank: limit === undefined ? undefined : banks.placeOf(id, { id, limit }),
    };
  });
  const coverBits = 32 - Math.clz32(Math.max(1, covers.list.length) - 1);
  const terms = drafts.flatMap(({ term, table, cover, share, bank }) => [
    term,
    table < 0 ? -1 : table * 2 ** coverBits + cover,
    share ?? shares.list.length,
    bank ?? banks.list.length,
  ]);
  return {
    amounts,
    terms: Int32Array.from(terms),
    tables: tables.list,
    covers: Float64Array.from(covers.list),
    coverBits,
    investmentShares: Float64Array.from(shares.list),
    banks: banks.list,
  };
}

function withMethod(bits: number, method: (typeof REPAYMENT_METHODS)[number]): number {
  return bits | (1 << REPAYMENT_METHODS.indexOf(method));
}

/** The same text for the same haircuts. */
function haircutsKey({ haircuts }: CollateralRule): string {
  return JSON.stringify(Object.entries(haircuts).sort());
}
