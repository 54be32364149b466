import { isLeft } from 'fp-ts/Either';
import { type Loan, type LoanFee, type Schedule, schedule } from '../cashflow/index.ts';
import type { Catalog, CompiledProduct } from '../catalog/index.ts';
import type { EncodedNeed, LoanTerms } from '../eligibility/index.ts';
import type { Fee } from '../model/index.ts';
import { type PolicyStack, stackPolicies } from '../policy/index.ts';
import type { Rate } from '../units/rate.ts';
import { policyPackOf, policySituation, standardLoan } from './policy-effect.ts';

/** The exact dated flows of an offer, and what policies do to them. */
export interface OfferCashFlow {
  readonly schedule: Schedule;
  readonly policies: PolicyStack;
}

/**
 * The flows of a loan on the day it is wanted, in the day count and with the fees of its product.
 * `undefined` for a loan that has no schedule: beyond 2^53 minor units, or at a rate below zero.
 */
export function offerCashFlow(
  catalog: Catalog,
  compiled: CompiledProduct,
  encoded: EncodedNeed,
  terms: LoanTerms,
  rate: Rate,
): OfferCashFlow | undefined {
  const { dayCount, fees } = compiled.product;
  const loan: Loan = {
    ...standardLoan(terms, rate),
    fees: (fees ?? []).flatMap(toLoanFee),
    ...(dayCount === undefined ? {} : { dayCount }),
  };
  const situation = policySituation(catalog, compiled, encoded, loan);
  const planned = schedule(situation.loan);
  if (isLeft(planned)) return undefined;
  const stack = stackPolicies(policyPackOf(catalog), situation, { asOf: catalog.asOf });
  return isLeft(stack) ? undefined : { schedule: planned.right, policies: stack.right };
}

/** Fees on events are not planned, fees of unstated size cannot be. */
function toLoanFee({ kind, charged, rate, amount }: Fee): readonly LoanFee[] {
  if (charged === 'event') return [];
  if (rate !== undefined) return [{ kind, charged, rate }];
  return amount === undefined ? [] : [{ kind, charged, amount }];
}
