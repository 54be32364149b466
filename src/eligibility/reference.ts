import type { Catalog, CompiledProduct } from '../catalog/index.ts';
import {
  allOf,
  criterionCode,
  deriveFacts,
  evaluate,
  explainCriterion,
  type FactList,
  REPAYMENT_METHODS,
  type Reason,
  type Verdict,
} from '../criteria/index.ts';
import type { Need, RepaymentMethod } from '../model/index.ts';
import { printDay } from '../units/day.ts';
import type { Money } from '../units/money.ts';
import { type AmountLimit, amountLimits, leastLoan, limitReason } from './limits.ts';

/** A need with all its facts, stated and derived, as one catalog sees them. */
export interface EncodedNeed {
  readonly need: Need;
  readonly facts: FactList;
}

/** What would be lent: never more than asked, never less than the need accepts. */
export interface LoanTerms {
  readonly amount: Money;
  readonly termMonths: number;
  readonly repayment: RepaymentMethod;
}

/** The verdict on one condition. */
export interface ConditionVerdict {
  readonly code: string;
  readonly verdict: Verdict;
}

/** Derives the facts of a need on the catalog's day. */
export function encodeNeed(catalog: Catalog, need: Need): EncodedNeed {
  const { asOf, registry, head } = catalog;
  const context = head.sizeRule === undefined ? { asOf } : { asOf, sizeRule: head.sizeRule };
  return { need, facts: deriveFacts(need, registry, context) };
}

/**
 * The rule itself: the verdict on every condition of a product, in the order of `findings`.
 * Validity and currency, the product's terms, its hard criteria, then the limits on the amount.
 */
export function conditionVerdicts(
  catalog: Catalog,
  compiled: CompiledProduct,
  encoded: EncodedNeed,
): readonly ConditionVerdict[] {
  return [
    { code: 'validity', verdict: isInForce(catalog, compiled) ? 'pass' : 'fail' },
    { code: 'currency', verdict: hasCurrency(catalog, encoded.need) ? 'pass' : 'fail' },
    ...compiled.conditions.map((criterion) => ({
      code: criterionCode(criterion),
      verdict: evaluate(criterion, encoded.facts, catalog.registry),
    })),
    ...amountLimits(compiled, encoded.need),
  ];
}

/** Eligible (`pass`), ineligible (`fail`) or undetermined (`unknown`): all conditions together. */
export function judge(verdicts: readonly ConditionVerdict[]): Verdict {
  return allOf(verdicts.map((one) => one.verdict));
}

/** Every condition with its verdict and the figures behind it. */
export function findings(
  catalog: Catalog,
  compiled: CompiledProduct,
  encoded: EncodedNeed,
): readonly Reason[] {
  const least = leastLoan(compiled, encoded.need);
  return [
    validityReason(catalog, compiled),
    currencyReason(catalog, encoded.need),
    ...compiled.conditions.map((one) => explainCriterion(one, encoded.facts, catalog.registry)),
    ...amountLimits(compiled, encoded.need).map((limit) => limitReason(limit, least)),
  ];
}

/** The loan that a product would make: as much as asked, as far as its terms and known limits reach. */
export function fitLoan(
  compiled: CompiledProduct,
  need: Need,
  limits: readonly AmountLimit[] = amountLimits(compiled, need),
): LoanTerms {
  const { product } = compiled;
  const bounds = limits.map((limit) => limit.limit ?? need.amount);
  const amount = Math.min(need.amount, product.amount?.max ?? need.amount, ...bounds);
  const termMonths = Math.min(need.termMonths, product.termMonths?.max ?? need.termMonths);
  const wishes = need.repayment ?? REPAYMENT_METHODS;
  const offered = product.repayment ?? REPAYMENT_METHODS;
  const repayment = wishes.find((method) => offered.includes(method)) ?? 'equal-instalments';
  return { amount: amount as Money, termMonths, repayment };
}

/** Whether a product can be applied for on the catalog's day. */
export function isInForce(catalog: Catalog, { product }: CompiledProduct): boolean {
  const { asOf } = catalog;
  return (product.validFrom ?? asOf) <= asOf && asOf <= (product.validTo ?? asOf);
}

function validityReason(catalog: Catalog, compiled: CompiledProduct): Reason {
  const { validFrom, validTo } = compiled.product;
  return {
    code: 'validity',
    verdict: isInForce(catalog, compiled) ? 'pass' : 'fail',
    operator: 'range',
    required: {
      ...(validFrom === undefined ? {} : { min: printDay(validFrom) }),
      ...(validTo === undefined ? {} : { max: printDay(validTo) }),
    },
    actual: printDay(catalog.asOf),
  };
}

/** Whether a need is stated in the currency of the catalog. */
export function hasCurrency(catalog: Catalog, need: Need): boolean {
  return need.currency === undefined || need.currency === catalog.head.currency;
}

function currencyReason(catalog: Catalog, need: Need): Reason {
  return {
    code: 'currency',
    verdict: hasCurrency(catalog, need) ? 'pass' : 'fail',
    operator: 'in',
    required: [catalog.head.currency],
    actual: need.currency ?? catalog.head.currency,
  };
}
