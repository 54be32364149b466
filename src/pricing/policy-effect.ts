import { isLeft } from 'fp-ts/Either';
import type { Loan } from '../cashflow/index.ts';
import type { Catalog, CompiledProduct } from '../catalog/index.ts';
import type { EncodedNeed, LoanTerms } from '../eligibility/index.ts';
import {
  compilePolicies,
  judgeProgrammes,
  type PolicyPack,
  type PolicySituation,
  solveSituation,
} from '../policy/index.ts';
import type { Day } from '../units/day.ts';
import type { Money } from '../units/money.ts';
import type { Rate } from '../units/rate.ts';

/** What one programme pays on the interest of a loan, over its life. */
export interface SubsidyPart {
  readonly programmeId: string;
  readonly amount: Money;
}

/** The subsidies of a loan, and whether missing facts decide about more. */
export interface Subsidies {
  readonly parts: readonly SubsidyPart[];
  readonly isOpen: boolean;
}

const NONE: Subsidies = { parts: [], isOpen: false };

const packs = new WeakMap<Catalog, PolicyPack>();

/**
 * The programmes of a catalog, checked against each other, made once a catalog. Throws RangeError for
 * programmes that contradict each other (`parseCatalog` refuses such documents).
 */
export function policyPackOf(catalog: Catalog): PolicyPack {
  const known = packs.get(catalog);
  if (known !== undefined) return known;
  const { programmes = [], fields, benchmarks, sizeRule } = catalog.document;
  const pack = compilePolicies(programmes, {
    ...(fields === undefined ? {} : { fields }),
    ...(benchmarks === undefined ? {} : { benchmarks }),
    ...(sizeRule === undefined ? {} : { sizeRule }),
  });
  if (isLeft(pack)) {
    const faults = pack.left.map((issue) => issue.message).join('; ');
    throw new RangeError(`policyPackOf: the programmes of the catalog contradict: ${faults}`);
  }
  packs.set(catalog, pack.right);
  return pack.right;
}

/** The situation of one offer: the loan begins on the day it is wanted, and not before today. */
export function policySituation(
  catalog: Catalog,
  { product, bank }: CompiledProduct,
  { need }: EncodedNeed,
  loan: Loan,
): PolicySituation {
  const start = Math.max(need.start ?? catalog.asOf, catalog.asOf) as Day;
  return { need, product, bank, loan: { ...loan, start } };
}

/**
 * The rule by which policies enter the ranking: the best legal stack on the standard loan, which is
 * paid monthly with every month a twelfth of a year. The dated flows of an offer, with its own day
 * count, are told on demand (`offerPolicies`); they may differ by the odd days of the year.
 *
 * `optimistic` also counts programmes whose conditions are not known to fail.
 */
export function subsidiesOf(
  catalog: Catalog,
  compiled: CompiledProduct,
  encoded: EncodedNeed,
  terms: LoanTerms,
  rate: Rate,
  optimistic: boolean,
): Subsidies {
  const pack = policyPackOf(catalog);
  if (pack.programmes.length === 0 || rate <= 0) return NONE;
  const loan = standardLoan(terms, rate);
  const situation = policySituation(catalog, compiled, encoded, loan);
  const judged = judgeProgrammes(pack, situation, catalog.asOf, optimistic);
  const isOpen = judged.some((one) => one.out === 'undetermined');
  const pays = judged.some((one) => one.out === undefined && one.basis?.rate !== undefined);
  if (!pays) return { parts: [], isOpen };
  const solved = solveSituation(judged, situation);
  // Only a loan beyond 2^53 minor units has no schedule: then no subsidy is counted.
  if (isLeft(solved)) return { parts: [], isOpen };
  const { problem, solution } = solved.right;
  const { pieces } = problem;
  const parts = solution.chosen.flatMap((p): readonly SubsidyPart[] => {
    // The last cell is paid once, for the investment: no part of the cost of the loan.
    const cells = solution.paid.subarray(p * pieces, (p + 1) * pieces - 1);
    const amount = cells.reduce((sum, cell) => sum + cell, 0) as Money;
    const programmeId = problem.candidates[p]?.programme.id ?? '';
    return amount === 0 ? [] : [{ programmeId, amount }];
  });
  return { parts, isOpen };
}

/** Monthly payments, each month a twelfth of a year. The start is set by the situation. */
export function standardLoan({ amount, termMonths, repayment }: LoanTerms, rate: Rate): Loan {
  return {
    principal: amount,
    rate,
    start: 0 as Day,
    payments: termMonths,
    monthsPerPayment: 1,
    repayment: { kind: repayment },
  };
}
