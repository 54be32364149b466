import type { Source } from '../../model/index.ts';
import type { Weighted } from '../random.ts';

/** One marginal of the generated reserve: what, how much, and where it comes from. */
export interface ReserveAssumption {
  readonly what: string;
  readonly value: string;
  /** Nothing published was found where it says `assumption`. */
  readonly source: Source | 'assumption';
}

const HUBEI_2025: Source = {
  title: '湖北省经济和信息化厅: year 2025',
  grade: 'A',
  url: 'https://jxt.hubei.gov.cn/bmdt/gzdt/202602/t20260209_5873141.shtml',
};

const MIIT_BATCHES: Source = {
  title: 'MIIT notices on filing projects, batches 1 and 2',
  document: '工信厅规函〔2024〕148号, 工信厅规函〔2024〕348号',
  grade: 'B',
};

const HUNAN_SCREENING: Source = {
  title: 'Hunan, NDRC batch 1: 894 filed, 281 passed',
  grade: 'B',
  url: 'https://cinic.org.cn/xy/gdcj/1546026.html',
};

const DIRECTIONS_53: Source = {
  title: '推动工业领域设备更新实施方案',
  document: '工信部联规〔2024〕53号',
  grade: 'B',
};

const PROJECT_CODE: Source = {
  title: 'Form of the investment-project code, example in a public repository',
  grade: 'C',
};

/** The day on which the reserve is seen: labels and starts lie around it. */
export const RESERVE_AS_OF = '2026-06-30';

/** Absent members in a thousand. */
export const MISSING_PER_THOUSAND = 75;

/** Innovative SMEs among the small and medium firms of the reserve, in a thousand. */
export const INNOVATIVE_PER_THOUSAND = 300;

/** Published: 7,187 provincial specialised firms beside 13,314 innovative SMEs. */
export const SPECIALISED_PER_THOUSAND: number = Math.floor(
  (INNOVATIVE_PER_THOUSAND * 7187) / 13_314,
);

/** Published: 223 special-bond projects beside 4,082 on the rolling list. */
export const SPECIAL_BOND_PER_THOUSAND: number = Math.floor((223 * 1000) / 4082);

/** Published for Hunan: 281 of 894. */
export const SCREENED_PER_THOUSAND: number = Math.floor((281 * 1000) / 894);

/** Published thresholds of the national list, in 万元: batch 2 and batch 1. */
export const INVESTMENT_THRESHOLDS_WAN: readonly [batch2: number, batch1: number] = [500, 2000];

/** Prefecture-level units; illustrative, nothing published was found. */
export const REGION_WEIGHTS: Weighted<string> = [
  ['4201', 240],
  ['4202', 60],
  ['4203', 60],
  ['4205', 110],
  ['4206', 110],
  ['4207', 30],
  ['4208', 60],
  ['4209', 70],
  ['4210', 65],
  ['4211', 65],
  ['4212', 40],
  ['4213', 30],
  ['4228', 20],
  ['429004', 15],
  ['429005', 13],
  ['429006', 10],
  ['429021', 2],
];

/** Industries; illustrative. Divisions 34 and 35 lead: their investment is what Hubei reports on. */
export const INDUSTRY_WEIGHTS: Weighted<string> = [
  ['C34', 160],
  ['C35', 180],
  ['C36', 110],
  ['C38', 85],
  ['C39', 85],
  ['C26', 75],
  ['C33', 55],
  ['C30', 50],
  ['C13', 40],
  ['C27', 35],
  ['C29', 30],
  ['C17', 25],
  ['C40', 15],
  ['C15', 10],
  ['C42', 10],
  ['B10', 5],
  ['D44', 8],
  ['F51', 8],
  ['G59', 6],
  ['I65', 8],
];

/** Purposes; illustrative. */
export const PURPOSE_WEIGHTS: Weighted<string> = [
  ['equipment-renewal', 300],
  ['technical-transformation', 220],
  ['digital-transformation', 130],
  ['green-upgrade', 90],
  ['safety-upgrade', 60],
  ['factory-construction', 60],
  ['rd-innovation', 50],
  ['working-capital', 90],
];

/** Every marginal of `generateReserve`, for people who read its results. */
export const reserveAssumptions: readonly ReserveAssumption[] = [
  {
    what: 'specialised-sme to innovative-sme',
    value: '7,187 : 13,314 firms',
    source: HUBEI_2025,
  },
  {
    what: 'innovative-sme among micro to medium firms',
    value: `${INNOVATIVE_PER_THOUSAND} per thousand`,
    source: 'assumption',
  },
  {
    what: 'little-giant, high-tech, tech-sme, single-champion, chain-leader, innovation-demonstrator',
    value: 'by scale of the firm, 5 to 450 per thousand; nobody is a unicorn',
    source: 'assumption',
  },
  {
    what: 'days a label holds',
    value: 'three years from a day of 2022 to 2025, never before the firm exists',
    source: 'assumption',
  },
  {
    what: 'special-bond among projects on the rolling list',
    value: '223 of 4,082 projects',
    source: HUBEI_2025,
  },
  {
    what: 'projects on the rolling list and the white-list of Hubei',
    value: '450 and 150 per thousand',
    source: 'assumption',
  },
  {
    what: 'least investment for the national list',
    value: '20,000,000 yuan in batch 1, 5,000,000 yuan later',
    source: MIIT_BATCHES,
  },
  {
    what: 'projects that pass national screening',
    value: '281 of 894; the rate of Hunan, applied to Hubei and to each batch by assumption',
    source: HUNAN_SCREENING,
  },
  { what: 'directions', value: 'the four of the plan', source: DIRECTIONS_53 },
  {
    what: 'purposes, and directions by purpose',
    value: 'weights in PURPOSE_WEIGHTS; evenly over directions where a purpose has several',
    source: 'assumption',
  },
  {
    what: 'regions',
    value: 'weights in REGION_WEIGHTS; counties of a prefecture evenly',
    source: 'assumption',
  },
  {
    what: 'industries',
    value: 'weights in INDUSTRY_WEIGHTS; groups of divisions 34 and 35 evenly',
    source: 'assumption',
  },
  {
    what: 'revenue, staff, assets, debts, grades, investment',
    value: 'five scales of firms; larger firms invest more and are graded better',
    source: 'assumption',
  },
  {
    what: 'size classes',
    value: 'follow from industry and figures under 工信部联企业〔2011〕300号',
    source: { title: '中小企业划型标准规定', document: '工信部联企业〔2011〕300号', grade: 'C' },
  },
  {
    what: 'tiers of the reserve',
    value: 'by investment: from 100,000,000 yuan mostly province, below 20,000,000 mostly county',
    source: 'assumption',
  },
  {
    what: 'missing facts',
    value: `${MISSING_PER_THOUSAND} per thousand of each member; 300 of the size class`,
    source: 'assumption',
  },
  {
    what: 'form of the project code',
    value: 'YYMM-AAAAAA-NN-NN-NNNNNN',
    source: PROJECT_CODE,
  },
  {
    what: 'adverse records',
    value: '30 per thousand of firms have one',
    source: 'assumption',
  },
  {
    what: 'banks, collateral, permits, terms, amounts',
    value: 'ranges in the code of the generator',
    source: 'assumption',
  },
];
