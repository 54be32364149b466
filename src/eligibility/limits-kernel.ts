import type { CompiledProduct } from '../catalog/index.ts';
import type { CollateralRule, Need } from '../model/index.ts';
import { type Money, scaleSaturating } from '../units/money.ts';
import { RATE_ONE } from '../units/rate.ts';
import { clientLimit, coveredValue } from './limits.ts';

/** What bounds the amount of a loan, in columns by row; `-1` where a product sets no such bound. */
export interface LimitsData {
  /** Least loan of the product, minor units; 0 where none is stated. */
  readonly leastAmount: Float64Array;
  /** Largest loan, minor units; infinite where none is stated. */
  readonly mostAmount: Float64Array;
  /** Place in `rules`. */
  readonly ruleOf: Int32Array;
  /** The different collateral rules that ask for any cover. */
  readonly rules: readonly CollateralRule[];
  /** Largest share of the investment, ppm. */
  readonly investmentShare: Int32Array;
  /** Place in `banks`, where the bank limits what one client may owe. */
  readonly bankOf: Int32Array;
  readonly banks: readonly { readonly id: string; readonly limit: Money }[];
}

export function buildLimits(products: readonly CompiledProduct[]): LimitsData {
  const rules = new Map<string, { place: number; rule: CollateralRule }>();
  const banks = new Map<string, { place: number; id: string; limit: Money }>();
  const column = (of: (compiled: CompiledProduct) => number) => Int32Array.from(products, of);
  return {
    leastAmount: Float64Array.from(products, ({ product }) => product.amount?.min ?? 0),
    mostAmount: Float64Array.from(
      products,
      ({ product }) => product.amount?.max ?? Number.POSITIVE_INFINITY,
    ),
    ruleOf: column(({ product: { collateral: rule } }) => {
      if (rule === undefined || rule.minCoverage === 0) return -1;
      const key = `${rule.minCoverage} ${JSON.stringify(Object.entries(rule.haircuts).sort())}`;
      const known = rules.get(key) ?? { place: rules.size, rule };
      rules.set(key, known);
      return known.place;
    }),
    investmentShare: column(({ product }) => product.maxInvestmentShare ?? -1),
    bankOf: column(({ bank: { id, singleClientLimit: limit } }) => {
      if (limit === undefined) return -1;
      const known = banks.get(id) ?? { place: banks.size, id, limit };
      banks.set(id, known);
      return known.place;
    }),
    rules: [...rules.values()].map(({ rule }) => rule),
    banks: [...banks.values()].map(({ id, limit }) => ({ id, limit })),
  };
}

/** An amount that is not known. */
const UNKNOWN = -1;
/** An amount that was not computed for this need. */
const UNASKED = -2;

/** The limits of one need, computed when first asked for. */
export interface Limits {
  readonly data: LimitsData;
  /** By rule: what the pledges are worth, `UNKNOWN` or `UNASKED`. */
  readonly covered: Float64Array;
  /** By rule and by bank: the limit, `UNKNOWN` or `UNASKED`. */
  readonly byRule: Float64Array;
  readonly byBank: Float64Array;
  need: Need | undefined;
  /** The least that is useful, and the smallest known limit of the last pair that was judged. */
  wanted: number;
  reach: number;
}

export function openLimits(data: LimitsData): Limits {
  return {
    data,
    covered: new Float64Array(data.rules.length),
    byRule: new Float64Array(data.rules.length),
    byBank: new Float64Array(data.banks.length),
    need: undefined,
    wanted: 0,
    reach: 0,
  };
}

export function beginLimits(limits: Limits, need: Need): void {
  limits.need = need;
  limits.wanted = need.minimumAmount ?? need.amount;
  limits.covered.fill(UNASKED);
  limits.byRule.fill(UNASKED);
  limits.byBank.fill(UNASKED);
}

/**
 * `amountLimits` for one pair: 0 where some limit fails, 1 where some is unknown, 2 where all pass.
 * `limits.reach` is then the smallest known limit. Each different limit is computed once a need.
 */
export function judgeLimits(limits: Limits, row: number): 0 | 1 | 2 {
  const { data } = limits;
  const least = Math.max(limits.wanted, data.leastAmount[row]!);
  limits.reach = Number.POSITIVE_INFINITY;
  const rule = data.ruleOf[row]!;
  const share = data.investmentShare[row]!;
  const bank = data.bankOf[row]!;
  let verdict: 0 | 1 | 2 = 2;
  if (rule >= 0) verdict = meet(limits, verdict, coverage(limits, rule), least);
  if (share >= 0 && verdict > 0) verdict = meet(limits, verdict, shareLimit(limits, share), least);
  if (bank >= 0 && verdict > 0) verdict = meet(limits, verdict, bankLimit(limits, bank), least);
  return verdict;
}

function meet(limits: Limits, verdict: 0 | 1 | 2, limit: number, least: number): 0 | 1 | 2 {
  if (limit === UNKNOWN) return verdict === 2 ? 1 : verdict;
  if (limit < limits.reach) limits.reach = limit;
  return limit >= least ? verdict : 0;
}

/** The largest loan that the pledges cover. */
function coverage(limits: Limits, place: number): number {
  const { data, byRule } = limits;
  if (byRule[place] === UNASKED) {
    const worth = pledgesWorth(limits, place);
    const { minCoverage } = data.rules[place]!;
    byRule[place] =
      worth === UNKNOWN ? UNKNOWN : scaleSaturating(worth as Money, RATE_ONE, minCoverage);
  }
  return byRule[place]!;
}

/** What the pledges of the need are worth under a rule, minor units; below zero: unknown. */
export function pledgesWorth({ data, covered, need }: Limits, place: number): number {
  if (covered[place] === UNASKED) {
    const pledges = need!.collateral;
    covered[place] = pledges === undefined ? UNKNOWN : coveredValue(data.rules[place]!, pledges);
  }
  return covered[place]!;
}

function bankLimit({ data, byBank, need }: Limits, place: number): number {
  if (byBank[place] === UNASKED) {
    const { id, limit } = data.banks[place]!;
    byBank[place] = clientLimit(id, limit, need!) ?? UNKNOWN;
  }
  return byBank[place]!;
}

function shareLimit({ need }: Limits, share: number): number {
  const investment = need!.project?.investment;
  return investment === undefined ? UNKNOWN : scaleSaturating(investment, share, RATE_ONE);
}
