import { isLeft } from 'fp-ts/Either';
import type { Loan } from '../cashflow/index.ts';
import { type Catalog, type CompiledProduct, expectCatalog } from '../catalog/index.ts';
import type { EncodedNeed, LoanTerms } from '../eligibility/index.ts';
import {
  choicesOn,
  compilePolicies,
  judgeProgrammes,
  type PolicyPack,
  type PolicySituation,
  solveSituation,
  standardSubsidies,
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
 * The programmes of a catalog, checked against each other, made once a catalog. Throws TypeError for
 * what is no catalog, RangeError for programmes that contradict each other: only a buffer that was forged
 * holds such, since `compileCatalog` refuses them.
 */
export function policyPackOf(catalog: Catalog): PolicyPack {
  const known = packs.get(catalog);
  if (known !== undefined) return known;
  expectCatalog('policyPackOf', catalog);
  const { programmes = [], fields, benchmarks, sizeRule } = catalog.head;
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

/** Lets a catalog with the same programmes, fields and benchmarks use the pack of another. */
export function sharePolicyPack(former: Catalog, catalog: Catalog): void {
  const pack = packs.get(former);
  if (pack !== undefined) packs.set(catalog, pack);
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
  const { start } = situation.loan;
  const judged = judgeProgrammes(pack, situation, {
    asOf: catalog.asOf,
    optimistic,
    facts: encoded.facts,
    choices: choicesFor(pack, start, catalog.asOf),
    withReasons: false,
  });
  const isOpen = judged.some((one) => one.out === 'undetermined');
  const pays = judged.some((one) => one.out === undefined && one.basis?.rate !== undefined);
  if (!pays) return { parts: [], isOpen };
  const totals = standardSubsidies(judged, situation) ?? countedSubsidies(judged, situation);
  const parts = [...totals].map(([programmeId, amount]) => ({
    programmeId,
    amount: amount as Money,
  }));
  return { parts, isOpen };
}

/** Governing versions by the loan's first day; the day of the question is the catalog's. */
const choices = new WeakMap<PolicyPack, Map<Day, ReturnType<typeof choicesOn>>>();
/** Different first days that are remembered for one catalog. */
const DAYS_REMEMBERED = 1000;

function choicesFor(pack: PolicyPack, start: Day, asOf: Day): ReturnType<typeof choicesOn> {
  const byDay = choices.get(pack) ?? new Map<Day, ReturnType<typeof choicesOn>>();
  choices.set(pack, byDay);
  const known = byDay.get(start);
  if (known !== undefined) return known;
  if (byDay.size >= DAYS_REMEMBERED) byDay.clear();
  const made = choicesOn(pack.programmes, { disbursement: start }, asOf);
  byDay.set(start, made);
  return made;
}

/** By the cells of time; nothing for a loan beyond 2^53 minor units, which has no schedule. */
function countedSubsidies(
  judged: ReturnType<typeof judgeProgrammes>,
  situation: PolicySituation,
): ReadonlyMap<string, number> {
  const solved = solveSituation(judged, situation);
  if (isLeft(solved)) return new Map();
  const { problem, solution } = solved.right;
  const { pieces } = problem;
  const amounts = solution.chosen.map((p): readonly [string, number] => {
    // The last cell is paid once, for the investment: no part of the cost of the loan.
    const cells = solution.paid.subarray(p * pieces, (p + 1) * pieces - 1);
    const id = problem.candidates[p]?.programme.id ?? '';
    return [id, cells.reduce((sum, cell) => sum + cell, 0)];
  });
  return new Map(amounts.filter(([, amount]) => amount > 0));
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
