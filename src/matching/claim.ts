import type { Catalog } from '../catalog/index.ts';
import { allOf, anyOf, REPAYMENT_METHODS, type Reason, type Verdict } from '../criteria/index.ts';
import type { EncodedNeed, LoanTerms } from '../eligibility/index.ts';
import type { Bank, Product } from '../model/index.ts';
import { type Candidate, judgeProgrammes, type PolicyPack } from '../policy/index.ts';
import { policyPackOf, standardLoan } from '../pricing/index.ts';
import type { Day } from '../units/day.ts';
import { once } from '../units/once.ts';
import type { Rate } from '../units/rate.ts';

/** Whether a bank could claim re-lending for a loan, by the programmes of the catalog. */
export interface ClaimRight {
  readonly verdict: Verdict;
  /** Programmes under which it could claim; of an unknown verdict, those that are open. */
  readonly programmes: readonly string[];
  /** Conditions of re-lending programmes that do not pass; empty where one passes. */
  readonly reasons: readonly Reason[];
}

/** Judges claims of one need. */
export interface ClaimDesk {
  /** The need depends on re-lending: at some bank of the catalog a programme is known to apply. */
  readonly isNeeded: () => boolean;
  /** Of a bank on the wish itself, or of an offer of it. */
  readonly of: (bank: Bank, product?: Product, terms?: LoanTerms) => ClaimRight;
}

/** A bank without any programme to claim under. */
const NO_CLAIM: ClaimRight = { verdict: 'fail', programmes: [], reasons: [] };

/**
 * The re-lending programmes of a catalog, asked about one need. What gives the right to claim is
 * data: whatever conditions a programme has on bank, product, project and loan, they are judged.
 */
export function claimDesk(catalog: Catalog, encoded: () => EncodedNeed): ClaimDesk {
  const whole = policyPackOf(catalog);
  const programmes = whole.programmes.filter((one) => one.kind === 'relending');
  const pack: PolicyPack = { ...whole, programmes };
  const of: ClaimDesk['of'] = (bank, product, terms) => {
    if (programmes.length === 0) return NO_CLAIM;
    const { need, facts } = encoded();
    const [repayment = 'equal-instalments'] = need.repayment ?? REPAYMENT_METHODS;
    const wish: LoanTerms = { amount: need.amount, termMonths: need.termMonths, repayment };
    // No condition speaks of the rate, so that any will do.
    const loan = {
      ...standardLoan(terms ?? wish, 0 as Rate),
      start: Math.max(need.start ?? catalog.asOf, catalog.asOf) as Day,
    };
    const situation = { need, bank, loan, ...(product === undefined ? {} : { product }) };
    return claimOf(judgeProgrammes(pack, situation, { asOf: catalog.asOf, facts }));
  };
  const isNeeded = once(() => {
    if (programmes.length === 0) return false;
    const verdicts = new Map(catalog.document.banks.map((bank) => [bank, of(bank).verdict]));
    if ([...verdicts.values()].includes('pass')) return true;
    // What is open for the bank alone may hang on the product.
    return catalog.products.some(
      ({ bank, product }) =>
        verdicts.get(bank) === 'unknown' && of(bank, product).verdict === 'pass',
    );
  });
  return { isNeeded, of };
}

function claimOf(judged: readonly Candidate[]): ClaimRight {
  const rated = judged.map((candidate) => ({ candidate, verdict: claimVerdict(candidate) }));
  const verdict = anyOf(rated.map((one) => one.verdict));
  const deciding = rated.filter((one) => one.verdict === verdict);
  return {
    verdict,
    programmes: verdict === 'fail' ? [] : deciding.map(({ candidate }) => candidate.programme.id),
    reasons: verdict === 'pass' ? [] : deciding.flatMap(({ candidate }) => candidate.reasons),
  };
}

/** A programme out of force or used up lets nobody claim; figures that are unset do not matter. */
function claimVerdict({ out, verdict, missing }: Candidate): Verdict {
  switch (out) {
    case 'not-yet-known':
    case 'not-yet-in-force':
    case 'expired':
    case 'used-up':
      return 'fail';
    case 'unset':
      return missing.includes('conditions') ? allOf([verdict, 'unknown']) : verdict;
    default:
      return verdict;
  }
}
