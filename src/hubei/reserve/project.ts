import type { Tier } from '../../model/index.ts';
import { PERMITS } from '../labels.ts';
import {
  between,
  chance,
  createRandom,
  pick,
  pickEvenly,
  type Random,
  type Weighted,
} from '../random.ts';
import { yuan } from '../wan.ts';
import {
  INVESTMENT_THRESHOLDS_WAN,
  SCREENED_PER_THOUSAND,
  SPECIAL_BOND_PER_THOUSAND,
} from './assumptions.ts';
import type { ProjectDocument } from './document.ts';
import { dayOfMonth, forget, percentOf, roundedWan } from './draw.ts';
import { drawIndustry, type Firm } from './enterprise.ts';

/** A project as the generator knows it, before any fact is forgotten. */
export interface Undertaking {
  readonly document: ProjectDocument;
  readonly investmentWan: number;
  /** Part of the investment that is not own funds: what the need asks for, at most. */
  readonly gapWan: number;
}

/** Directions that a purpose serves; a factory and pure research serve none. */
const DIRECTIONS_BY_PURPOSE: Readonly<Record<string, readonly string[]>> = {
  'equipment-renewal': ['advanced-equipment'],
  'technical-transformation': ['advanced-equipment', 'digital-transformation', 'green-equipment'],
  'digital-transformation': ['digital-transformation'],
  'green-upgrade': ['green-equipment'],
  'safety-upgrade': ['intrinsic-safety'],
};

/** Months since January 2000. */
const OCTOBER_2025 = 25 * 12 + 9;
const DECEMBER_2026 = 26 * 12 + 11;

/** The project of a number, for a firm and a purpose; the same for the same seed. */
export function createProject(
  seed: string,
  number: number,
  firm: Firm,
  purpose: string,
): Undertaking {
  const random = createRandom(`${seed}/project/${number}`);
  const [least, most] = pick(random, firm.scale.investment);
  const investmentWan = roundedWan(between(random, least, most));
  const ownWan = percentOf(investmentWan, between(random, 18, 50));
  const startMonth = between(random, OCTOBER_2025, DECEMBER_2026);
  const directions = DIRECTIONS_BY_PURPOSE[purpose] ?? [];
  const digits = String(number).padStart(6, '0');
  const complete: ProjectDocument = {
    id: projectCode(random, startMonth, firm.region, digits),
    name: { zh: `示例项目${digits}`, en: `Example project ${digits}` },
    region: firm.region,
    // One project in twelve leads its firm into another trade.
    industry: chance(random, 80) ? drawIndustry(random) : firm.industry,
    tier: pick(random, tiersFor(investmentWan)),
    investment: yuan(investmentWan),
    equipment: yuan(percentOf(investmentWan, equipmentPercent(random, purpose))),
    ownFunds: yuan(ownWan),
    start: dayOfMonth(random, startMonth),
    completion: dayOfMonth(random, startMonth + between(random, 6, 30)),
    ...(directions.length === 0 ? {} : { direction: pickEvenly(random, directions) }),
    lists: drawLists(random, investmentWan, purpose),
    permits: drawPermits(random),
    ...(chance(random, 600) ? { facts: { energySaving: `${between(random, 0, 30)}%` } } : {}),
  };
  const document = forget(random, complete, [
    'region',
    'industry',
    'tier',
    'investment',
    'equipment',
    'ownFunds',
    'start',
    'completion',
    'direction',
    'lists',
    'permits',
    'facts',
  ]);
  return { document, investmentWan, gapWan: investmentWan - ownWan };
}

/** YYMM-AAAAAA-NN-NN-NNNNNN: filed up to 18 months before the start, in the firm's division. */
function projectCode(random: Random, startMonth: number, region: string, digits: string): string {
  const month = startMonth - between(random, 1, 18);
  const yymm = String(Math.floor(month / 12) * 100 + (month % 12) + 1).padStart(4, '0');
  return `${yymm}-${region}-89-0${between(random, 1, 5)}-${digits}`;
}

function tiersFor(investmentWan: number): Weighted<Tier> {
  if (investmentWan >= 10_000)
    return [
      ['province', 6],
      ['city', 3],
      ['county', 1],
    ];
  if (investmentWan >= 2000)
    return [
      ['province', 2],
      ['city', 5],
      ['county', 3],
    ];
  return [
    ['province', 1],
    ['city', 3],
    ['county', 6],
  ];
}

function equipmentPercent(random: Random, purpose: string): number {
  return purpose === 'factory-construction' ? between(random, 5, 45) : between(random, 35, 92);
}

/** National lists from their thresholds on and after screening; provincial lists by assumption. */
function drawLists(random: Random, investmentWan: number, purpose: string): readonly string[] {
  const [batch2, batch1] = INVESTMENT_THRESHOLDS_WAN;
  const lists: string[] = [];
  if (investmentWan >= batch2 && chance(random, SCREENED_PER_THOUSAND)) {
    const later = ['miit-2', 'miit-3', 'miit-4', 'miit-5'];
    lists.push(pickEvenly(random, investmentWan >= batch1 ? ['miit-1', ...later] : later));
  }
  // A project may stand on the lists of both ministries.
  if (investmentWan >= batch1 && chance(random, SCREENED_PER_THOUSAND)) lists.push('ndrc');
  if (chance(random, 450)) {
    lists.push('hubei-reserve');
    if (chance(random, SPECIAL_BOND_PER_THOUSAND)) lists.push('special-bond');
  }
  const isResearch = purpose === 'rd-innovation' || purpose === 'technical-transformation';
  if (chance(random, isResearch ? 250 : 120)) lists.push('hubei-white-list');
  return lists;
}

/** The filing comes first; without it no other permit is there. */
function drawPermits(random: Random): readonly string[] {
  const others = PERMITS.filter((permit) => permit.id !== 'filing' && chance(random, 880));
  return chance(random, 920) ? ['filing', ...others.map((permit) => permit.id)] : [];
}
