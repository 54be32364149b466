import type { CompiledProduct } from '../catalog/index.ts';
import { leastWanted, type Reason, type Verdict } from '../criteria/index.ts';
import type { Collateral, CollateralRule, Need } from '../model/index.ts';
import {
  addSaturating,
  MONEY_MAX,
  type Money,
  printMoney,
  scaleSaturating,
} from '../units/money.ts';
import { RATE_ONE } from '../units/rate.ts';

/** The relations of a need and a product that bound how much can be lent. A closed set. */
export type LimitCode = 'collateral-coverage' | 'investment-share' | 'single-client';

/** One bound on the amount; it passes when at least the least useful loan fits under it. */
export interface AmountLimit {
  readonly code: LimitCode;
  readonly verdict: Verdict;
  /** The fact to ask for where the limit is unknown. */
  readonly field: string;
  /** Absent: unknown. */
  readonly limit?: Money;
}

/** The least loan that helps the enterprise and that the product makes. */
export function leastLoan(compiled: CompiledProduct, need: Need): Money {
  return Math.max(leastWanted(need), compiled.product.amount?.min ?? 0) as Money;
}

/** Every limit that the product and its bank set, known or not, in a fixed order. */
export function amountLimits(compiled: CompiledProduct, need: Need): readonly AmountLimit[] {
  const { product, bank } = compiled;
  const limits: AmountLimit[] = [];
  const least = leastLoan(compiled, need);
  const push = (code: LimitCode, field: string, limit: Money | undefined) => {
    const verdict = limit === undefined ? 'unknown' : limit >= least ? 'pass' : 'fail';
    limits.push({ code, verdict, field, ...(limit === undefined ? {} : { limit }) });
  };
  if (product.collateral !== undefined && product.collateral.minCoverage > 0) {
    push('collateral-coverage', 'need.collateralValue', coverageLimit(product.collateral, need));
  }
  if (product.maxInvestmentShare !== undefined) {
    const investment = need.project?.investment;
    const share = product.maxInvestmentShare;
    const limit =
      investment === undefined ? undefined : scaleSaturating(investment, share, RATE_ONE);
    push('investment-share', 'project.investment', limit);
  }
  if (bank.singleClientLimit !== undefined) {
    push('single-client', 'enterprise.banks', clientLimit(bank.id, bank.singleClientLimit, need));
  }
  return limits;
}

/** What pledges are worth to a product: each value less its haircut, rounded down to the minor unit. */
export function coveredValue(rule: CollateralRule, collateral: readonly Collateral[]): Money {
  let sum = 0 as Money;
  for (const { type, value } of collateral) {
    if (!Object.hasOwn(rule.haircuts, type)) continue;
    const haircut = rule.haircuts[type] ?? RATE_ONE;
    sum = addSaturating(sum, scaleSaturating(value, RATE_ONE - haircut, RATE_ONE));
  }
  return sum;
}

/** The largest loan that the pledges cover; unknown when it is not known what can be pledged. */
function coverageLimit(rule: CollateralRule, need: Need): Money | undefined {
  if (need.collateral === undefined) return undefined;
  return scaleSaturating(coveredValue(rule, need.collateral), RATE_ONE, rule.minCoverage);
}

/** What one client may still borrow from the bank; unknown when its loans there are unknown. */
function clientLimit(bank: string, limit: Money, need: Need): Money | undefined {
  const relations = need.enterprise.banks;
  if (relations === undefined) return undefined;
  let outstanding = 0 as Money;
  for (const relation of relations) {
    if (relation.bank !== bank) continue;
    if (relation.outstanding === undefined) return undefined;
    outstanding = addSaturating(outstanding, relation.outstanding);
  }
  return Math.max(0, limit - outstanding) as Money;
}

/** The limit as a reason: required is the least loan, actual what the limit allows. */
export function limitReason(limit: AmountLimit, least: Money): Reason {
  const { code, verdict, field } = limit;
  const common = { code, verdict, field, operator: 'range', required: { min: printMoney(least) } };
  if (limit.limit === undefined) return { ...common, operator: 'range' };
  const short = least - limit.limit;
  return {
    ...common,
    operator: 'range',
    actual: limit.limit === MONEY_MAX ? '>= 2^53' : printMoney(limit.limit),
    ...(short > 0 ? { gap: printMoney(short as Money) } : {}),
  };
}
