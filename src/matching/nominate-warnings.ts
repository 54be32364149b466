import type { Reason } from '../criteria/index.ts';
import { findings } from '../eligibility/index.ts';
import type { Need } from '../model/index.ts';
import type { Rejection } from './explain.ts';
import type { NominatedOffer, NomineeContext } from './nominee.ts';

/** What speaks against a bank that the enterprise itself named. */
export interface NominationWarning {
  /**
   * `unknown-bank`: the catalog does not hold it. `no-product`: it holds no product of it.
   * `cannot-lend`: a condition of every product fails. `no-capacity`: less is left than the least
   * useful loan. `cannot-claim`: no programme lets it claim re-lending, on which the need depends;
   * `claim-unknown`: that is open. `too-many`: it stands behind the last place of the form.
   */
  readonly code:
    | 'unknown-bank'
    | 'no-product'
    | 'cannot-lend'
    | 'no-capacity'
    | 'cannot-claim'
    | 'claim-unknown'
    | 'too-many';
  readonly bankId: string;
  /** With `cannot-lend`: what failed, product by product. */
  readonly rejections?: readonly Rejection[];
  /** With `cannot-claim` and `claim-unknown`: the conditions that do not pass. */
  readonly reasons?: readonly Reason[];
}

/** Warnings in the order in which the enterprise named the banks. */
export function warningsOf(
  context: NomineeContext,
  { intendedBanks = [] }: Need,
  nominees: readonly NominatedOffer[],
  banks: number,
): readonly NominationWarning[] {
  return [...new Set(intendedBanks)].flatMap((bankId, place) => {
    const warnings = bankWarnings(context, bankId, nominees);
    return place < banks ? warnings : [{ code: 'too-many' as const, bankId }, ...warnings];
  });
}

function bankWarnings(
  { catalog, pair, desk, mustClaim }: NomineeContext,
  bankId: string,
  nominees: readonly NominatedOffer[],
): readonly NominationWarning[] {
  const bank = catalog.document.banks.find((one) => one.id === bankId);
  if (bank === undefined) return [{ code: 'unknown-bank', bankId }];
  const warnings: NominationWarning[] = [];
  const products = catalog.products.filter((one) => one.bank.id === bankId);
  const own = nominees.filter((one) => one.bankId === bankId);
  if (products.length === 0) warnings.push({ code: 'no-product', bankId });
  else if (own.length === 0) {
    const rejections = products.map((compiled) => ({
      productId: compiled.product.id,
      bankId,
      failed: findings(catalog, compiled, pair().encoded).filter((one) => one.verdict === 'fail'),
    }));
    warnings.push({ code: 'cannot-lend', bankId, rejections });
  } else if (own.every((one) => one.barred === 'no-capacity')) {
    warnings.push({ code: 'no-capacity', bankId });
  }
  if (!mustClaim) return warnings;
  // Of its offers the best claim counts; without any, what the bank could claim on the wish itself.
  const claims = own.length === 0 ? [desk.of(bank)] : own.flatMap(({ claim }) => claim ?? []);
  const known = ['pass', 'unknown', 'fail'].flatMap((verdict) =>
    claims.filter((one) => one.verdict === verdict),
  );
  const [best] = known;
  if (best === undefined || best.verdict === 'pass') return warnings;
  const code = best.verdict === 'fail' ? 'cannot-claim' : 'claim-unknown';
  return [...warnings, { code, bankId, reasons: best.reasons }];
}
