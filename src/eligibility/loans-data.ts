import type { CompiledProduct } from '../catalog/index.ts';
import { REPAYMENT_METHODS } from '../criteria/index.ts';
import type { CollateralRule } from '../model/index.ts';
import type { Money } from '../units/money.ts';

/**
 * What shapes the loan of a product, one record a row. A record is one line of the cache, so that a
 * product is looked at with one miss, not with one for each column:
 *
 *   0 least amount, minor units; 0 where none is stated    4 place of the collateral rule
 *   1 largest amount; infinite                             5 place of the share of the investment
 *   2 longest term, months; infinite                       6 place of the bank that limits a client
 *   3 repayment methods offered, a bit each                7 nothing
 *
 * -1 in places 4 to 6: the product sets no such limit.
 */
export interface LoansData {
  readonly records: Float64Array;
  /** The different collateral rules that ask for any cover. */
  readonly rules: readonly CollateralRule[];
  /** The different largest shares of an investment, ppm. */
  readonly investmentShares: Float64Array;
  readonly banks: readonly { readonly id: string; readonly limit: Money }[];
}

export const WIDTH = 8;
const LEAST = 0;
const MOST = 1;
const MONTHS = 2;
const METHODS = 3;
export const RULE = 4;
const SHARE = 5;
const BANK = 6;
export const EVERY_METHOD = 7;

export function buildLoans(products: readonly CompiledProduct[]): LoansData {
  const rules = new Map<string, { place: number; rule: CollateralRule }>();
  const banks = new Map<string, { place: number; id: string; limit: Money }>();
  const investmentShares = new Map<number, number>();
  const records = new Float64Array(products.length * WIDTH);
  products.forEach(({ product, bank }, row) => {
    const { amount, termMonths, repayment, collateral, maxInvestmentShare } = product;
    const at = row * WIDTH;
    records[at + LEAST] = amount?.min ?? 0;
    records[at + MOST] = amount?.max ?? Number.POSITIVE_INFINITY;
    records[at + MONTHS] = termMonths?.max ?? Number.POSITIVE_INFINITY;
    records[at + METHODS] =
      repayment?.reduce((bits, one) => bits | (1 << REPAYMENT_METHODS.indexOf(one)), 0) ??
      EVERY_METHOD;
    records[at + RULE] = placeRule(rules, collateral);
    records[at + SHARE] = -1;
    if (maxInvestmentShare !== undefined) {
      const known = investmentShares.get(maxInvestmentShare) ?? investmentShares.size;
      investmentShares.set(maxInvestmentShare, known);
      records[at + SHARE] = known;
    }
    records[at + BANK] = -1;
    if (bank.singleClientLimit !== undefined) {
      const { id, singleClientLimit: limit } = bank;
      const known = banks.get(id) ?? { place: banks.size, id, limit };
      banks.set(id, known);
      records[at + BANK] = known.place;
    }
  });
  return {
    records,
    rules: [...rules.values()].map(({ rule }) => rule),
    investmentShares: Float64Array.from(investmentShares.keys()),
    banks: [...banks.values()].map(({ id, limit }) => ({ id, limit })),
  };
}

function placeRule(
  rules: Map<string, { place: number; rule: CollateralRule }>,
  rule: CollateralRule | undefined,
): number {
  if (rule === undefined || rule.minCoverage === 0) return -1;
  const key = `${rule.minCoverage} ${JSON.stringify(Object.entries(rule.haircuts).sort())}`;
  const known = rules.get(key) ?? { place: rules.size, rule };
  rules.set(key, known);
  return known.place;
}
