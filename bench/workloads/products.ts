import type {
  AdjustmentDocument,
  CriterionDocument,
  ProductDocument,
} from '../../src/hubei/catalog/document.ts';
import { FAMILIES, type Family } from '../../src/hubei/catalog/families.ts';
import {
  ageMonths,
  capitalRatioAtLeast,
  debtRatioAtMost,
  equipmentShareAtLeast,
  grade,
  industry,
  investmentWan,
  labelled,
  listed,
  onLpr,
  permits,
  preferred,
  range,
  region,
  revenueWan,
  size,
} from '../../src/hubei/catalog/parts.ts';
import { CREDIT_GRADES } from '../../src/hubei/labels.ts';
import { between, chance, pick, pickEvenly, type Random } from '../../src/hubei/random.ts';
import { yuan } from '../../src/hubei/wan.ts';
import type { Lender } from './lenders.ts';

/** Amounts that a product sheet names, in 万元. */
const RUNGS_WAN = [
  1, 5, 10, 20, 30, 50, 80, 100, 200, 300, 500, 800, 1000, 1500, 2000, 3000, 5000, 8000, 10_000,
  20_000, 30_000, 50_000, 100_000,
];

/** One product of a lender: a kind of loan of the pack, as this house would write it. */
export function createProduct(random: Random, lender: Lender, number: number): ProductDocument {
  const familyId = pick(random, lender.families);
  const family = FAMILIES[familyId];
  const [min, max] = drawAmounts(random, lender.amountsWan);
  const longest = Math.max(12, lender.longestMonths - 12 * between(random, 0, 3));
  const months = { min: pickEvenly(random, [1, 3, 6, 6, 12, 12, 24]), max: longest };
  const spread = lender.spreadBp + between(random, -12, 12);
  return {
    id: `${lender.document.id}-${familyId}-${String(number).padStart(2, '0')}`,
    bank: lender.document.id,
    name: { zh: `${family.zh}（示例）`, en: `${family.en} (illustrative)` },
    validFrom: pickEvenly(random, ['2024-07-01', '2025-01-01', '2025-07-01', '2026-01-01']),
    ...drawEnd(random),
    purposes: drawPurposes(random, family),
    amount: { min: yuan(min), max: yuan(max) },
    termMonths: { min: Math.min(months.min, months.max), max: months.max },
    rate: onLpr(months.max, spread, drawGrid(random, family, lender)),
    ...(family.fees !== undefined && chance(random, 700) ? { fees: family.fees } : {}),
    dayCount: pickEvenly(random, ['ACT/360', 'ACT/360', 'ACT/365F', '30/360']),
    repayment: drawSome(random, family.repayment),
    ...drawCollateral(random, family, lender),
    ...(family.share === undefined ? {} : { maxInvestmentShare: `${drawShare(random, family)}%` }),
    ...(family.relationship === undefined ? {} : { relationship: family.relationship }),
    criteria: drawCriteria(random, family, lender),
    decisionDays: between(random, 1, 30),
    source: { title: 'Made up for the benchmark', grade: 'illustrative' },
  };
}

function drawAmounts(
  random: Random,
  [least, most]: Lender['amountsWan'],
): readonly [min: number, max: number] {
  const rungs = RUNGS_WAN.filter((wan) => wan >= least && wan <= most);
  const low = between(random, 0, Math.floor((rungs.length - 1) / 4));
  const high = rungs.length - 1 - between(random, 0, Math.floor((rungs.length - 1) / 4));
  return [rungs[low] ?? least, Math.max(rungs[high] ?? most, rungs[low] ?? least)];
}

/** One product in eight ends; some have ended before the day of the benchmark. */
function drawEnd(random: Random): { readonly validTo?: string } {
  if (!chance(random, 125)) return {};
  return { validTo: pickEvenly(random, ['2026-03-31', '2026-12-31', '2026-12-31', '2027-06-30']) };
}

function drawPurposes(random: Random, family: Family): readonly string[] {
  const others = ['equipment-renewal', 'technical-transformation', 'digital-transformation'];
  const more = chance(random, 600) ? [pickEvenly(random, others)] : [];
  return [...new Set([...family.purposes, ...more])];
}

/** The grid of the kind of loan at the strength of the house; now and then a group less. */
function drawGrid(random: Random, family: Family, lender: Lender): readonly AdjustmentDocument[] {
  const groups = [...new Set(family.adjustments.map((row) => row.group))];
  const kept = new Set(groups.filter(() => chance(random, 850)));
  return family.adjustments
    .filter((row) => kept.has(row.group))
    .map((row) =>
      row.add === undefined
        ? row
        : {
            ...row,
            add: `${Math.round((Number.parseInt(row.add, 10) * lender.gridPercent) / 100)}bp`,
          },
    );
}

function drawShare(random: Random, family: Family): number {
  return Math.min(90, (family.share ?? 80) + 5 * between(random, -2, 2));
}

function drawCollateral(
  random: Random,
  family: Family,
  lender: Lender,
): Pick<ProductDocument, 'collateral'> {
  const { collateral } = family;
  if (collateral === undefined || chance(random, 450)) return {};
  const haircuts = Object.entries(collateral.haircuts).map(([type, percent]) => {
    const own = percent + lender.haircutPoints + 5 * between(random, -1, 1);
    return [type, `${Math.min(90, Math.max(0, own))}%`];
  });
  const coverage = Math.max(20, collateral.minCoverage + 10 * between(random, -3, 1));
  return { collateral: { haircuts: Object.fromEntries(haircuts), minCoverage: `${coverage}%` } };
}

function drawCriteria(
  random: Random,
  family: Family,
  lender: Lender,
): readonly CriterionDocument[] {
  const shared = family.criteria
    .filter((one) => one['code'] !== 'region')
    .map((one) => varied(random, one, lender));
  const codes = new Set(shared.map((one) => one['code']));
  const own = ownCriteria(random, lender).filter((one) => !codes.has(one['code']));
  return [region(...lender.regions), ...shared, ...own];
}

/** A criterion of the pack with this house's figures; what it does not vary stays as it is. */
function varied(random: Random, criterion: CriterionDocument, lender: Lender): CriterionDocument {
  switch (criterion['code']) {
    case 'industry':
      return lender.industries.length === 0 ? criterion : industry(...lender.industries);
    case 'grade': {
      const lowest = CREDIT_GRADES.indexOf(textsOf(criterion, 'in').at(-1) ?? 'BBB');
      const shifted = Math.min(5, Math.max(1, lowest + lender.gradeShift + between(random, -1, 1)));
      return grade(CREDIT_GRADES[shifted] ?? 'BBB');
    }
    case 'debt-ratio':
      return debtRatioAtMost(`${lender.mostDebtRatio}%`);
    case 'age':
      return ageMonths(lender.leastAgeMonths);
    case 'size':
      return chance(random, 200) ? size('micro', 'small', 'medium') : criterion;
    case 'investment':
      return investmentWan(pickEvenly(random, [200, 300, 500, 800, 1000, 2000, 5000]));
    case 'own-funds':
      return capitalRatioAtLeast(`${pickEvenly(random, [20, 20, 25, 30])}%`);
    case 'equipment-share':
      return equipmentShareAtLeast(`${pickEvenly(random, [30, 40, 50, 60])}%`);
    case 'list':
      return listed(...drawSome(random, textsOf(criterion, 'hasAny')));
    case 'qualification':
      return labelled(...drawSome(random, textsOf(criterion, 'hasAny')));
    case 'permits':
      return permits(...drawSome(random, textsOf(criterion, 'hasAll')));
    default:
      return criterion;
  }
}

/** What the house asks for whatever the kind of loan; a code of the kind's own goes first. */
function ownCriteria(random: Random, lender: Lender): readonly CriterionDocument[] {
  const { leastRevenueWan } = lender;
  const drawn: readonly (readonly [perThousand: number, () => CriterionDocument])[] = [
    [500, () => debtRatioAtMost(`${lender.mostDebtRatio}%`)],
    [500, () => ageMonths(lender.leastAgeMonths)],
    [leastRevenueWan === undefined ? 0 : 700, () => revenueWan(leastRevenueWan)],
    [80, () => revenueWan(undefined, pickEvenly(random, [10_000, 20_000, 50_000, 100_000]))],
    [100, () => range('employees', 'enterprise.employees', pickEvenly(random, [3, 5, 10, 20]))],
    [60, () => range('assets', 'enterprise.assets', yuan(pickEvenly(random, [100, 500, 1000])))],
    [40, () => ({ code: 'tier', field: 'project.tier', in: ['province', 'city'] })],
    [80, () => ({ code: 'tax-grade', field: 'enterprise.taxGrade', notIn: ['D'] })],
    [lender.readsData ? 600 : 0, () => enquiries(random)],
    [lender.readsData ? 500 : 0, () => zeroFiling(random)],
    [lender.readsData ? 300 : 0, () => debtToInvoices(random)],
    [lender.readsData ? 400 : 20, () => representative(random)],
    [80, () => ({ code: 'no-branch', field: 'enterprise.isBranch', in: [false] })],
    [150, () => preferred(range('research', 'enterprise.rdShare', '3%'))],
    [100, () => preferred(range('exports', 'enterprise.exportShare', '10%'))],
  ];
  return drawn.filter(([perThousand]) => chance(random, perThousand)).map(([, create]) => create());
}

const enquiries = (random: Random) =>
  range('enquiries-3', 'enterprise.creditEnquiries3m', undefined, between(random, 4, 8));

const zeroFiling = (random: Random) =>
  range('zero-filing', 'enterprise.zeroFilingMonths12m', undefined, between(random, 2, 6));

const debtToInvoices = (random: Random) =>
  range(
    'debt-to-invoices',
    'enterprise.debtToInvoices12m',
    undefined,
    `${between(random, 14, 22) * 5}%`,
  );

const representative = (random: Random) =>
  range('legal-rep-age', 'enterprise.legalRepAge', 18, pickEvenly(random, [60, 63, 65, 68, 70]));

function textsOf(criterion: CriterionDocument, operator: string): readonly string[] {
  return criterion[operator] as readonly string[];
}

/** At least one, mostly all, in their order. */
function drawSome<T>(random: Random, values: readonly T[]): readonly T[] {
  const kept = values.filter(() => chance(random, 800));
  return kept.length === 0 ? values.slice(0, 1) : kept;
}
