import { BANKS, RELENDING_LABEL } from '../banks.ts';
import { yuan } from '../wan.ts';
import type {
  AdjustmentDocument,
  CriterionDocument,
  FeeDocument,
  ProductDocument,
  RateDocument,
} from './document.ts';
import { FAMILIES, type FamilyId, type Pledge } from './families.ts';
import { onLpr } from './parts.ts';

/** What one product has of its own. */
export interface Variation {
  /** Told apart from another product of the same family: `ccb-equipment-renewal-large`. */
  readonly suffix?: string;
  /** Joined to the family's; one with the same code takes its place. */
  readonly criteria?: readonly CriterionDocument[];
  /** In place of the family's. */
  readonly adjustments?: readonly AdjustmentDocument[];
  /** In place of LPR and spread. */
  readonly rate?: RateDocument;
  /** In place of the family's; `null`: unsecured. */
  readonly collateral?: Pledge | null;
  /** In place of the family's, per cent. */
  readonly share?: number;
  readonly relationship?: 'existing' | 'new';
  readonly fees?: readonly FeeDocument[];
  readonly dayCount?: ProductDocument['dayCount'];
  readonly repayment?: readonly string[];
  readonly validTo?: string;
  /** Money left, in 万元. */
  readonly quotaWan?: number;
}

/** One product: family, amounts in 万元, months, spread over LPR in basis points, decision days. */
export type Row = readonly [
  family: FamilyId,
  amountWan: readonly [min: number, max: number],
  months: readonly [min: number, max: number],
  spreadBp: number,
  decisionDays: number,
  own?: Variation,
];

/** Rows by bank. */
export type BankRows = Readonly<Record<string, readonly Row[]>>;

/** First day of every product: the launch year of the programme. */
const VALID_FROM = '2025-01-01';

const SOURCE_TITLE = 'Made up to show the engine: no offer of any bank';

/** Products of the rows, in their order. Throws TypeError for a bank that the pack does not have. */
export function productsOf(rows: BankRows): readonly ProductDocument[] {
  return Object.entries(rows).flatMap(([bank, list]) => list.map((row) => productOf(bank, row)));
}

function productOf(bank: string, row: Row): ProductDocument {
  const [familyId, amountWan, months, spreadBp, decisionDays, own = {}] = row;
  const family = FAMILIES[familyId];
  checkBank(bank, familyId);
  const id = `${bank}-${familyId}${own.suffix === undefined ? '' : `-${own.suffix}`}`;
  const adjustments = own.adjustments ?? family.adjustments;
  const fees = own.fees ?? family.fees;
  const relationship = own.relationship ?? family.relationship;
  const share = own.share ?? family.share;
  return {
    id,
    bank,
    name: { zh: `${family.zh}（示例）`, en: `${family.en} (illustrative)` },
    validFrom: VALID_FROM,
    ...(own.validTo === undefined ? {} : { validTo: own.validTo }),
    purposes: family.purposes,
    amount: { min: yuan(amountWan[0]), max: yuan(amountWan[1]) },
    termMonths: { min: months[0], max: months[1] },
    rate: own.rate ?? onLpr(months[1], spreadBp, adjustments),
    ...(fees === undefined ? {} : { fees }),
    dayCount: own.dayCount ?? 'ACT/360',
    repayment: own.repayment ?? family.repayment,
    ...collateralOf(own.collateral === undefined ? family.collateral : own.collateral),
    ...(share === undefined ? {} : { maxInvestmentShare: `${share}%` }),
    ...(relationship === undefined ? {} : { relationship }),
    criteria: joined(family.criteria, own.criteria ?? []),
    ...(own.quotaWan === undefined ? {} : { quota: yuan(own.quotaWan) }),
    decisionDays,
    source: { title: SOURCE_TITLE, grade: 'illustrative' },
  };
}

/** Loans under re-lending are offered by the institutions that may claim it. */
function checkBank(bank: string, family: FamilyId): void {
  const found = BANKS.find((one) => one.id === bank);
  if (found === undefined) throw new TypeError(`productOf: no bank has the id ${bank}`);
  if (family !== 'relending-equipment' || found.labels?.includes(RELENDING_LABEL)) return;
  throw new TypeError(`productOf: ${bank} is not among the institutions that may claim re-lending`);
}

function collateralOf(pledge: Pledge | null | undefined): Pick<ProductDocument, 'collateral'> {
  if (pledge === null || pledge === undefined) return {};
  const haircuts = Object.entries(pledge.haircuts).map(([type, share]) => [type, `${share}%`]);
  return {
    collateral: {
      haircuts: Object.fromEntries(haircuts),
      minCoverage: `${pledge.minCoverage}%`,
    },
  };
}

function joined(
  shared: readonly CriterionDocument[],
  own: readonly CriterionDocument[],
): readonly CriterionDocument[] {
  const codes = new Set(own.map((one) => one['code']));
  return [...shared.filter((one) => !codes.has(one['code'])), ...own];
}
