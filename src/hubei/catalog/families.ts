import type { AdjustmentDocument, CriterionDocument, FeeDocument } from './document.ts';
import {
  ageMonths,
  byAmount,
  byGrade,
  byList,
  byQualification,
  byTerm,
  byWeakness,
  capitalRatioAtLeast,
  debtRatioAtMost,
  direction,
  equipmentShareAtLeast,
  grade,
  industry,
  inHubei,
  investmentWan,
  labelled,
  listed,
  manufacturing,
  noDishonesty,
  noOffence,
  permits,
  preferred,
  range,
  size,
} from './parts.ts';

/** The kinds of loans. */
export type FamilyId =
  | 'equipment-renewal'
  | 'relending-equipment'
  | 'technical-transformation'
  | 'digital-transformation'
  | 'green-upgrade'
  | 'safety-upgrade'
  | 'factory-construction'
  | 'tech-innovation'
  | 'specialised'
  | 'champion'
  | 'first-loan'
  | 'existing-client'
  | 'sme-working-capital'
  | 'micro-credit'
  | 'receivables'
  | 'ip-pledge'
  | 'supply-chain'
  | 'large-project'
  | 'guaranteed'
  | 'white-list'
  | 'county';

/** What the products of one kind have in common. */
export interface Family {
  readonly zh: string;
  readonly en: string;
  readonly purposes: readonly string[];
  readonly criteria: readonly CriterionDocument[];
  readonly adjustments: readonly AdjustmentDocument[];
  readonly repayment: readonly string[];
  /** Haircuts in per cent by type of collateral, and the least coverage in per cent. */
  readonly collateral?: Pledge;
  /** Largest share of the investment, per cent. */
  readonly share?: number;
  readonly relationship?: 'existing' | 'new';
  readonly fees?: readonly FeeDocument[];
}

/** Haircuts in per cent by type of collateral, and the least coverage in per cent. */
export interface Pledge {
  readonly haircuts: Readonly<Record<string, number>>;
  readonly minCoverage: number;
}

const INSTALMENTS = ['equal-instalments', 'equal-principal'];
const ANY_REPAYMENT = ['equal-instalments', 'equal-principal', 'bullet'];

const arrangement: FeeDocument = { kind: 'arrangement', charged: 'upfront', rate: '0.10%' };
const guaranteeFee: FeeDocument = { kind: 'guarantee', charged: 'annual', rate: '0.50%' };
const appraisal: FeeDocument = { kind: 'appraisal', charged: 'event', amount: '3000' };
const accountFee: FeeDocument = { kind: 'account', charged: 'monthly', amount: '50' };
const evaluation: FeeDocument = { kind: 'ip-evaluation', charged: 'upfront', amount: '10000' };

const fixedAssets: Pledge = {
  haircuts: { 'real-estate': 30, machinery: 50, deposit: 5 },
  minCoverage: 60,
};
const machines: Pledge = { haircuts: { machinery: 40, 'real-estate': 30 }, minCoverage: 40 };
const guaranteed: Pledge = {
  haircuts: { guarantee: 0, 'real-estate': 40, machinery: 60 },
  minCoverage: 60,
};
const claims: Pledge = { haircuts: { receivables: 30, deposit: 5 }, minCoverage: 80 };
const rights: Pledge = { haircuts: { ip: 60, receivables: 40 }, minCoverage: 50 };
const stock: Pledge = { haircuts: { inventory: 50, receivables: 35 }, minCoverage: 70 };

/** The kinds of loans in the catalog. All made up; the public facts behind them stand in `index.ts`. */
export const FAMILIES: Readonly<Record<FamilyId, Family>> = {
  'equipment-renewal': {
    zh: '设备更新贷',
    en: 'Equipment renewal loan',
    purposes: ['equipment-renewal'],
    criteria: [inHubei, manufacturing, noOffence, grade('BBB'), capitalRatioAtLeast('20%')],
    adjustments: [...byGrade, ...byQualification],
    repayment: INSTALMENTS,
    collateral: machines,
    share: 80,
    fees: [arrangement],
  },
  'relending-equipment': {
    zh: '再贷款支持设备贷',
    en: 'Equipment loan under re-lending',
    purposes: ['equipment-renewal', 'technical-transformation'],
    criteria: [
      inHubei,
      manufacturing,
      noOffence,
      listed('miit-1', 'miit-2', 'miit-3', 'miit-4', 'miit-5', 'ndrc'),
      equipmentShareAtLeast('40%'),
      investmentWan(500),
    ],
    adjustments: [...byGrade, ...byList],
    repayment: ANY_REPAYMENT,
    share: 80,
  },
  'technical-transformation': {
    zh: '技术改造贷',
    en: 'Technical transformation loan',
    purposes: ['technical-transformation'],
    criteria: [
      inHubei,
      manufacturing,
      noOffence,
      grade('A'),
      permits('filing'),
      investmentWan(500),
    ],
    adjustments: [...byGrade, ...byTerm, ...byList],
    repayment: INSTALMENTS,
    collateral: fixedAssets,
    share: 75,
    fees: [arrangement, appraisal],
  },
  'digital-transformation': {
    zh: '数字化转型贷',
    en: 'Digital transformation loan',
    purposes: ['digital-transformation'],
    criteria: [
      inHubei,
      noOffence,
      grade('BBB'),
      preferred(direction('digital-transformation')),
      debtRatioAtMost('70%'),
    ],
    adjustments: [...byGrade, ...byQualification],
    repayment: ANY_REPAYMENT,
    share: 80,
  },
  'green-upgrade': {
    zh: '绿色改造贷',
    en: 'Green upgrade loan',
    purposes: ['green-upgrade'],
    criteria: [
      inHubei,
      noOffence,
      permits('filing', 'environment'),
      preferred(direction('green-equipment')),
      preferred(range('energy-saving', 'project.energySaving', '10%')),
      grade('BBB'),
    ],
    adjustments: [...byGrade, ...byTerm],
    repayment: INSTALMENTS,
    collateral: fixedAssets,
    share: 80,
  },
  'safety-upgrade': {
    zh: '安全改造贷',
    en: 'Safety upgrade loan',
    purposes: ['safety-upgrade'],
    criteria: [inHubei, noOffence, permits('filing', 'safety-review'), grade('BBB')],
    adjustments: [...byGrade, ...byWeakness],
    repayment: INSTALMENTS,
    collateral: machines,
    share: 75,
  },
  'factory-construction': {
    zh: '厂房建设贷',
    en: 'Factory construction loan',
    purposes: ['factory-construction'],
    criteria: [
      inHubei,
      manufacturing,
      noOffence,
      permits('filing', 'planning', 'land', 'environment'),
      grade('A'),
      capitalRatioAtLeast('25%'),
    ],
    adjustments: [...byGrade, ...byTerm, ...byAmount],
    repayment: INSTALMENTS,
    collateral: fixedAssets,
    share: 70,
    fees: [arrangement, appraisal],
  },
  'tech-innovation': {
    zh: '科技创新贷',
    en: 'Technology innovation loan',
    purposes: ['rd-innovation', 'technical-transformation'],
    criteria: [
      inHubei,
      noDishonesty,
      {
        code: 'technology',
        any: [
          labelled('high-tech', 'tech-sme', 'innovation-demonstrator'),
          range('research', 'enterprise.rdShare', '5%'),
        ],
      },
      size('micro', 'small', 'medium'),
      ageMonths(24),
    ],
    adjustments: [...byQualification, ...byWeakness],
    repayment: ANY_REPAYMENT,
  },
  specialised: {
    zh: '专精特新贷',
    en: 'Loan for specialised firms',
    purposes: ['equipment-renewal', 'digital-transformation', 'rd-innovation', 'working-capital'],
    criteria: [
      inHubei,
      noDishonesty,
      labelled('specialised-sme', 'little-giant'),
      size('micro', 'small', 'medium'),
      debtRatioAtMost('65%'),
    ],
    adjustments: [...byGrade, ...byQualification],
    repayment: ANY_REPAYMENT,
  },
  champion: {
    zh: '链主与冠军企业贷',
    en: 'Loan for champions and chain leaders',
    purposes: ['equipment-renewal', 'technical-transformation', 'factory-construction'],
    criteria: [
      inHubei,
      manufacturing,
      noOffence,
      labelled('single-champion', 'chain-leader', 'innovation-demonstrator'),
      size('medium', 'large'),
      grade('AA'),
    ],
    adjustments: [...byGrade, ...byAmount],
    repayment: ANY_REPAYMENT,
    share: 80,
  },
  'first-loan': {
    zh: '科技企业首贷',
    en: 'First loan for technology firms',
    purposes: ['rd-innovation', 'equipment-renewal', 'working-capital'],
    criteria: [
      inHubei,
      noDishonesty,
      labelled('tech-sme', 'innovative-sme', 'high-tech'),
      ageMonths(6, 120),
      size('micro', 'small'),
    ],
    adjustments: [...byWeakness],
    repayment: ANY_REPAYMENT,
    relationship: 'new',
  },
  'existing-client': {
    zh: '老客户设备贷',
    en: 'Equipment loan for present clients',
    purposes: ['equipment-renewal', 'technical-transformation', 'safety-upgrade'],
    criteria: [inHubei, noDishonesty, grade('BB'), debtRatioAtMost('75%')],
    adjustments: [...byGrade, ...byTerm],
    repayment: ANY_REPAYMENT,
    collateral: machines,
    relationship: 'existing',
  },
  'sme-working-capital': {
    zh: '中小企业流动资金贷',
    en: 'SME working capital loan',
    purposes: ['working-capital'],
    criteria: [inHubei, noDishonesty, size('small', 'medium'), grade('BBB'), ageMonths(24)],
    adjustments: [...byGrade, ...byWeakness],
    repayment: ['bullet', 'equal-instalments'],
    collateral: guaranteed,
    fees: [guaranteeFee],
  },
  'micro-credit': {
    zh: '小微企业信用贷',
    en: 'Unsecured loan for micro and small firms',
    purposes: ['working-capital', 'equipment-renewal'],
    criteria: [
      inHubei,
      noDishonesty,
      size('micro', 'small'),
      range('zero-filing', 'enterprise.zeroFilingMonths12m', undefined, 6),
      ageMonths(12),
    ],
    adjustments: [...byWeakness],
    repayment: ['equal-instalments', 'bullet'],
    fees: [accountFee],
  },
  receivables: {
    zh: '应收账款质押贷',
    en: 'Loan against receivables',
    purposes: ['working-capital'],
    criteria: [inHubei, noDishonesty, debtRatioAtMost('80%')],
    adjustments: [...byGrade],
    repayment: ['bullet'],
    collateral: claims,
  },
  'ip-pledge': {
    zh: '知识产权质押贷',
    en: 'Loan against intellectual property',
    purposes: ['rd-innovation', 'working-capital'],
    criteria: [inHubei, noDishonesty, labelled('high-tech', 'tech-sme', 'specialised-sme')],
    adjustments: [...byQualification],
    repayment: ANY_REPAYMENT,
    collateral: rights,
    fees: [evaluation],
  },
  'supply-chain': {
    zh: '供应链存货贷',
    en: 'Supply-chain loan against stock',
    purposes: ['working-capital'],
    criteria: [inHubei, noDishonesty, grade('BB'), size('micro', 'small', 'medium')],
    adjustments: [...byAmount],
    repayment: ['bullet', 'equal-principal'],
    collateral: stock,
  },
  'large-project': {
    zh: '制造业中长期贷款',
    en: 'Long-term manufacturing loan',
    purposes: ['technical-transformation', 'factory-construction', 'green-upgrade'],
    criteria: [
      inHubei,
      industry('B', 'C', 'D'),
      noOffence,
      permits('filing', 'environment', 'energy-review'),
      investmentWan(5000),
      capitalRatioAtLeast('25%'),
      grade('A'),
    ],
    adjustments: [...byGrade, ...byTerm, ...byAmount],
    repayment: INSTALMENTS,
    collateral: fixedAssets,
    share: 70,
    fees: [arrangement],
  },
  guaranteed: {
    zh: '担保增信设备贷',
    en: 'Equipment loan with a guarantee',
    purposes: ['equipment-renewal', 'digital-transformation', 'technical-transformation'],
    criteria: [inHubei, manufacturing, noOffence, size('micro', 'small', 'medium'), grade('BB')],
    adjustments: [...byWeakness],
    repayment: INSTALMENTS,
    collateral: guaranteed,
    share: 80,
    fees: [guaranteeFee],
  },
  'white-list': {
    zh: '技术创新专项贷',
    en: 'White-list innovation loan',
    purposes: ['technical-transformation', 'rd-innovation', 'digital-transformation'],
    criteria: [inHubei, manufacturing, noOffence, listed('hubei-white-list', 'hubei-reserve')],
    adjustments: [...byList, ...byGrade],
    repayment: ANY_REPAYMENT,
    share: 80,
  },
  county: {
    zh: '县域工业贷',
    en: 'Loan for county industry',
    purposes: ['equipment-renewal', 'technical-transformation', 'working-capital'],
    criteria: [
      noDishonesty,
      industry('C13', 'C14', 'C15', 'C17', 'C18', 'C26', 'C30', 'C33', 'C34', 'C35'),
      size('micro', 'small', 'medium'),
    ],
    adjustments: [...byGrade],
    repayment: ANY_REPAYMENT,
    collateral: guaranteed,
  },
};
