import type { CompiledProduct } from '../catalog/index.ts';
import { REPAYMENT_METHODS } from '../criteria/index.ts';
import type { CollateralRule } from '../model/index.ts';
import type { Money } from '../units/money.ts';

/**
 * What shapes the loan of a product. Row `p` is the `p`-th product; what is looked at together lies
 * together, so that a product costs two misses of the cache and not one for each column.
 *
 *   amounts  2 p      least amount, minor units; 0 where none is stated
 *            2 p + 1  largest amount; infinite where none is stated
 *   terms    4 p      longest term in months, times 8, and a bit for each repayment method offered
 *            4 p + 1  place of the collateral rule
 *            4 p + 2  place of the share of the investment
 *            4 p + 3  place of the bank that limits a client
 *
 * A place of -1: the product sets no such limit.
 */
export interface LoansData {
  readonly amounts: Float64Array;
  readonly terms: Int32Array;
  /** The different collateral rules that ask for any cover. */
  readonly rules: readonly CollateralRule[];
  /** The different largest shares of an investment, ppm. */
  readonly investmentShares: Float64Array;
  readonly banks: readonly { readonly id: string; readonly limit: Money }[];
}

/** A bit for each of `REPAYMENT_METHODS`. */
export const EVERY_METHOD = 7;
/** A term that no need reaches: products that state none. */
const ANY_TERM = 2 ** 24;

export function buildLoans(products: readonly CompiledProduct[]): LoansData {
  const rules = new Map<string, { place: number; rule: CollateralRule }>();
  const banks = new Map<string, { place: number; id: string; limit: Money }>();
  const investmentShares = new Map<number, number>();
  const amounts = new Float64Array(products.length * 2);
  const terms = new Int32Array(products.length * 4);
  products.forEach(({ product, bank }, row) => {
    const { amount, termMonths, repayment, collateral, maxInvestmentShare } = product;
    amounts[row * 2] = amount?.min ?? 0;
    amounts[row * 2 + 1] = amount?.max ?? Number.POSITIVE_INFINITY;
    const methods = repayment?.reduce(withMethod, 0) ?? EVERY_METHOD;
    terms[row * 4] = (termMonths?.max ?? ANY_TERM) * (EVERY_METHOD + 1) + methods;
    terms[row * 4 + 1] = placeRule(rules, collateral);
    terms[row * 4 + 2] = -1;
    if (maxInvestmentShare !== undefined) {
      const known = investmentShares.get(maxInvestmentShare) ?? investmentShares.size;
      investmentShares.set(maxInvestmentShare, known);
      terms[row * 4 + 2] = known;
    }
    terms[row * 4 + 3] = -1;
    if (bank.singleClientLimit !== undefined) {
      const { id, singleClientLimit: limit } = bank;
      const known = banks.get(id) ?? { place: banks.size, id, limit };
      banks.set(id, known);
      terms[row * 4 + 3] = known.place;
    }
  });
  return {
    amounts,
    terms,
    rules: [...rules.values()].map(({ rule }) => rule),
    investmentShares: Float64Array.from(investmentShares.keys()),
    banks: [...banks.values()].map(({ id, limit }) => ({ id, limit })),
  };
}

function withMethod(bits: number, method: (typeof REPAYMENT_METHODS)[number]): number {
  return bits | (1 << REPAYMENT_METHODS.indexOf(method));
}

function placeRule(
  rules: Map<string, { place: number; rule: CollateralRule }>,
  rule: CollateralRule | undefined,
): number {
  if (rule === undefined || rule.minCoverage === 0) return -1;
  const key = `${rule.minCoverage} ${haircutsKey(rule)}`;
  const known = rules.get(key) ?? { place: rules.size, rule };
  rules.set(key, known);
  return known.place;
}

/** The same text for the same haircuts. */
export function haircutsKey({ haircuts }: CollateralRule): string {
  return JSON.stringify(Object.entries(haircuts).sort());
}
