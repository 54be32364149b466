import { classifySize, type SizeClass } from '../../model/index.ts';
import type { Money } from '../../units/money.ts';
import { INDUSTRIES } from '../industries.ts';
import { FLAGS } from '../labels.ts';
import {
  between,
  chance,
  createRandom,
  pick,
  pickEvenly,
  type Random,
  type Weighted,
} from '../random.ts';
import { countiesOf } from '../regions.ts';
import { yuan } from '../wan.ts';
import {
  INDUSTRY_WEIGHTS,
  INNOVATIVE_PER_THOUSAND,
  REGION_WEIGHTS,
  SPECIALISED_PER_THOUSAND,
} from './assumptions.ts';
import type { EnterpriseDocument, LabelDocument } from './document.ts';
import { dayBetweenYears, forget, percentOf, yearsLater } from './draw.ts';

/** A firm as the generator knows it, before any fact is forgotten. */
export interface Firm {
  readonly document: EnterpriseDocument;
  readonly scale: Scale;
  readonly region: string;
  readonly industry: string;
  readonly revenueWan: number;
  readonly banks: readonly string[];
}

/** Firms of like turnover. Larger ones are graded better and invest more. */
export interface Scale {
  /** Revenue in 万元. */
  readonly revenue: readonly [min: number, max: number];
  readonly grades: Weighted<string>;
  /** Investment in 万元, around the thresholds of the national list. */
  readonly investment: Weighted<readonly [min: number, max: number]>;
  /** Labels in a thousand. */
  readonly labels: Readonly<Record<string, number>>;
}

const SCALES: Weighted<Scale> = [
  [
    {
      revenue: [80, 800],
      grades: [
        ['A', 1],
        ['BBB', 4],
        ['BB', 4],
        ['B', 3],
        ['CCC', 1],
      ],
      investment: [
        [[150, 499], 8],
        [[500, 1999], 2],
      ],
      labels: { 'high-tech': 80, 'tech-sme': 250 },
    },
    220,
  ],
  [
    {
      revenue: [800, 3000],
      grades: [
        ['AA', 1],
        ['A', 4],
        ['BBB', 8],
        ['BB', 4],
        ['B', 2],
      ],
      investment: [
        [[200, 499], 5],
        [[500, 1999], 4],
        [[2000, 5000], 1],
      ],
      labels: { 'high-tech': 250, 'tech-sme': 300, 'little-giant': 10 },
    },
    270,
  ],
  [
    {
      revenue: [3000, 12_000],
      grades: [
        ['AAA', 1],
        ['AA', 4],
        ['A', 8],
        ['BBB', 6],
        ['BB', 2],
        ['B', 1],
      ],
      investment: [
        [[200, 499], 2],
        [[500, 1999], 5],
        [[2000, 9999], 3],
      ],
      labels: { 'high-tech': 400, 'tech-sme': 200, 'little-giant': 60, 'single-champion': 5 },
    },
    270,
  ],
  [
    {
      revenue: [12_000, 60_000],
      grades: [
        ['AAA', 2],
        ['AA', 6],
        ['A', 6],
        ['BBB', 3],
        ['BB', 1],
      ],
      investment: [
        [[500, 1999], 3],
        [[2000, 9999], 5],
        [[10_000, 40_000], 2],
      ],
      labels: {
        'high-tech': 450,
        'little-giant': 120,
        'single-champion': 30,
        'chain-leader': 20,
        'innovation-demonstrator': 20,
      },
    },
    170,
  ],
  [
    {
      revenue: [60_000, 600_000],
      grades: [
        ['AAA', 5],
        ['AA', 6],
        ['A', 3],
        ['BBB', 1],
      ],
      investment: [
        [[2000, 9999], 4],
        [[10_000, 50_000], 5],
        [[50_000, 200_000], 1],
      ],
      labels: {
        'high-tech': 450,
        'single-champion': 90,
        'chain-leader': 150,
        'innovation-demonstrator': 80,
      },
    },
    70,
  ],
];

/** Codes of the groups below a division. */
const GROUPS: ReadonlyMap<string, readonly string[]> = new Map(
  INDUSTRY_WEIGHTS.map(([division]) => [
    division,
    INDUSTRIES.filter((one) => one.parent === division).map((one) => one.code),
  ]),
);

/** Banks that firms work with; illustrative weights. */
const HOUSE_BANKS: Weighted<string> = [
  ['ccb', 12],
  ['icbc', 12],
  ['abc', 12],
  ['boc', 8],
  ['bocom', 5],
  ['psbc', 5],
  ['cmb', 5],
  ['hubei-bank', 8],
  ['hankou-bank', 5],
  ['whrcb', 3],
  ['hbrcc', 6],
  ['spdb', 3],
  ['citic', 3],
  ['ceb', 2],
  ['cib', 3],
  ['cmbc', 2],
];

/** The firm of a number; the same for the same seed. */
export function createFirm(seed: string, number: number): Firm {
  const random = createRandom(`${seed}/enterprise/${number}`);
  const scale = pick(random, SCALES);
  const region = drawRegion(random);
  const industry = drawIndustry(random);
  const [least, most] = scale.revenue;
  const revenueWan = between(random, least, most);
  // 35 to 130 万元 of turnover a head.
  const employees = Math.max(2, Math.floor(revenueWan / between(random, 35, 130)));
  const assetsWan = percentOf(revenueWan, between(random, 60, 180));
  const size = sizeOf(industry, employees, revenueWan, assetsWan);
  const banks = drawBanks(random);
  const founded = dayBetweenYears(random, 1993, 2023);
  const yearAfter = Number(founded.slice(0, 4)) + 1;
  const digits = String(number).padStart(6, '0');
  const complete: EnterpriseDocument = {
    id: `hb-e-${digits}`,
    name: { zh: `示例企业${digits}`, en: `Example enterprise ${digits}` },
    ...(chance(random, 50) ? { group: `hb-g-${between(random, 1, 200)}` } : {}),
    region,
    industry,
    ...(size === undefined ? {} : { size }),
    founded,
    employees,
    revenue: yuan(revenueWan),
    assets: yuan(assetsWan),
    liabilities: yuan(percentOf(assetsWan, between(random, 25, 82))),
    creditGrade: pick(random, scale.grades),
    labels: drawLabels(random, scale, size, Math.max(2022, yearAfter)),
    flags: chance(random, 30) ? [{ id: pickEvenly(random, FLAGS).id }] : [],
    banks: banks.map((bank) => ({
      bank,
      since: dayBetweenYears(random, Math.max(2010, yearAfter), 2025),
      outstanding: yuan(percentOf(revenueWan, between(random, 1, 15))),
    })),
    facts: drawFacts(random),
  };
  return { document: withGaps(random, complete), scale, region, industry, revenueWan, banks };
}

/** The document with some facts unknown. */
function withGaps(random: Random, complete: EnterpriseDocument): EnterpriseDocument {
  const gaps = forget(random, complete, [
    'region',
    'industry',
    'founded',
    'employees',
    'revenue',
    'assets',
    'liabilities',
    'creditGrade',
    'labels',
    'flags',
    'banks',
  ]);
  return forget(random, gaps, ['size'], 300);
}

function drawRegion(random: Random): string {
  const unit = pick(random, REGION_WEIGHTS);
  const counties = countiesOf(unit);
  return counties.length === 0 ? unit : pickEvenly(random, counties).code;
}

/** A division; of 34 and 35 a group below it. One in 20 of the former makes industrial robots. */
export function drawIndustry(random: Random): string {
  const division = pick(random, INDUSTRY_WEIGHTS);
  const groups = GROUPS.get(division) ?? [];
  if (groups.length === 0) return division;
  if (division === 'C34' && chance(random, 50)) return 'C3491';
  return pickEvenly(random, groups);
}

/** The class under the rule of 2011, from complete figures. */
function sizeOf(
  industry: string,
  employees: number,
  revenueWan: number,
  assetsWan: number,
): SizeClass | undefined {
  const revenue = (revenueWan * 1_000_000) as Money;
  return classifySize({ industry, employees, revenue, assets: (assetsWan * 1_000_000) as Money });
}

function drawLabels(
  random: Random,
  scale: Scale,
  size: SizeClass | undefined,
  firstYear: number,
): readonly LabelDocument[] {
  const isSme = size !== 'large';
  const ids = Object.entries(scale.labels)
    .filter(([, perThousand]) => chance(random, perThousand))
    .map(([id]) => id);
  const isInnovative = chance(random, INNOVATIVE_PER_THOUSAND);
  const isSpecialised = chance(random, SPECIALISED_PER_THOUSAND);
  if (isSme && isInnovative) ids.push('innovative-sme');
  // Little giants are chosen from the provincial firms.
  if (isSme && (isSpecialised || ids.includes('little-giant'))) ids.push('specialised-sme');
  return ids.map((id) => {
    const from = dayBetweenYears(random, firstYear, 2025);
    return { id, from, to: yearsLater(from, 3) };
  });
}

/** Two house banks on average; a tenth of the firms has none. */
function drawBanks(random: Random): readonly string[] {
  if (chance(random, 100)) return [];
  const drawn = new Set<string>();
  for (let left = between(random, 1, 3); left > 0; left--) drawn.add(pick(random, HOUSE_BANKS));
  return [...drawn];
}

/** Facts of the catalog's declared fields. */
function drawFacts(random: Random): NonNullable<EnterpriseDocument['facts']> {
  const enquiries = between(random, 0, 6);
  const facts: { -readonly [K in FactName]?: string | number | boolean } = {
    legalRepAge: between(random, 26, 68),
    legalRepShare: `${between(random, 0, 100)}%`,
    legalRepMonths: between(random, 1, 180),
    taxGrade: pick(random, [
      ['A', 30],
      ['B', 45],
      ['M', 15],
      ['C', 7],
      ['D', 3],
    ] as const),
    longestInvoicingGapDays: between(random, 5, 220),
    zeroFilingMonths12m: chance(random, 800) ? 0 : between(random, 1, 7),
    debtToInvoices12m: `${between(random, 10, 110)}%`,
    creditEnquiries3m: enquiries,
    creditEnquiries6m: enquiries + between(random, 0, 5),
    isBranch: chance(random, 15),
    rdShare: `${between(random, 0, 12)}%`,
    exportShare: `${chance(random, 650) ? 0 : between(random, 1, 70)}%`,
  };
  return forget(random, facts, Object.keys(facts) as FactName[]) as NonNullable<
    EnterpriseDocument['facts']
  >;
}

type FactName =
  | 'legalRepAge'
  | 'legalRepShare'
  | 'legalRepMonths'
  | 'taxGrade'
  | 'longestInvoicingGapDays'
  | 'zeroFilingMonths12m'
  | 'debtToInvoices12m'
  | 'creditEnquiries3m'
  | 'creditEnquiries6m'
  | 'isBranch'
  | 'rdShare'
  | 'exportShare';
