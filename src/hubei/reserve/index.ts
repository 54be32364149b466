import { shortJson } from '../../units/issue.ts';
import { readOptions } from '../../units/unreadable.ts';
import { BANKS } from '../banks.ts';
import { between, chance, createRandom, pick, pickEvenly, type Random } from '../random.ts';
import { yuan } from '../wan.ts';
import { PURPOSE_WEIGHTS } from './assumptions.ts';
import type { NeedDocument, ProjectDocument } from './document.ts';
import { dayOfMonth, forget, percentOf, roundedWan } from './draw.ts';
import { createFirm, type Firm } from './enterprise.ts';
import { createProject, type Undertaking } from './project.ts';

export {
  RESERVE_AS_OF,
  type ReserveAssumption,
  reserveAssumptions,
} from './assumptions.ts';
export type {
  EnterpriseDocument,
  LabelDocument,
  NeedDocument,
  ProjectDocument,
} from './document.ts';

/** What to generate. */
export interface ReserveOptions {
  /** Any text; the same text gives the same reserve. */
  readonly seed: string;
  /** Number of needs, 0 to 1,000,000: the project code has six digits to tell them apart. */
  readonly count: number;
}

/** A reserve in document form: `needs` carry their projects inline, `projects` lists them alone. */
export interface Reserve {
  readonly projects: readonly ProjectDocument[];
  readonly needs: readonly NeedDocument[];
}

const COUNT_LIMIT = 1_000_000;

/** Needs in a thousand that come from the same enterprise as the need before. */
const SAME_FIRM_PER_THOUSAND = 80;

/** Months since January 2000. */
const JULY_2026 = 26 * 12 + 6;

/** Shortest and longest term in half-years by purpose. */
const HALF_YEARS: Readonly<Record<string, readonly [min: number, max: number]>> = {
  'factory-construction': [6, 20],
  'green-upgrade': [4, 12],
  'rd-innovation': [2, 8],
  'technical-transformation': [3, 11],
  'working-capital': [1, 3],
};

/**
 * A made-up reserve of projects with their financing needs: the same seed gives the same bytes, and
 * a longer reserve begins with the shorter one. No enterprise in it exists.
 *
 * From published figures: provincial specialised firms to innovative SMEs (7,187 to 13,314) and
 * special-bond projects to the rolling list (223 to 4,082), both Hubei 2025; the investment
 * thresholds of the national list (5 and 20 million yuan); its four directions; the share that passes
 * national screening (281 of 894, Hunan); the size classes of 2011. All else is assumption: regions,
 * industries, purposes, scales, grades, gaps. `reserveAssumptions` lists every one.
 *
 * Throws RangeError for a count outside 0 to 1,000,000, TypeError for what is no seed.
 */
export function generateReserve(options: ReserveOptions): Reserve {
  const { seed, count } = readOptions('generateReserve', options);
  if (typeof seed !== 'string') throw new TypeError('generateReserve: expected a seed, a text');
  if (!(Number.isInteger(count) && count >= 0 && count <= COUNT_LIMIT)) {
    const seen = shortJson(count);
    throw new RangeError(`generateReserve: count must be 0 to ${COUNT_LIMIT}, got ${seen}`);
  }
  const needs: NeedDocument[] = [];
  let firm: Firm | undefined;
  for (let number = 0; number < count; number++) {
    const random = createRandom(`${seed}/need/${number}`);
    const isSameFirm = chance(random, SAME_FIRM_PER_THOUSAND);
    if (firm === undefined || !isSameFirm) firm = createFirm(seed, number);
    needs.push(createNeed(random, seed, number, firm));
  }
  const projects = needs.flatMap((need) => (need.project === undefined ? [] : [need.project]));
  return { projects, needs };
}

function createNeed(random: Random, seed: string, number: number, firm: Firm): NeedDocument {
  const purpose = pick(random, PURPOSE_WEIGHTS);
  const undertaking =
    purpose === 'working-capital' ? undefined : createProject(seed, number, firm, purpose);
  const amountWan = roundedWan(drawAmount(random, firm, undertaking));
  const [shortest, longest] = HALF_YEARS[purpose] ?? [3, 9];
  const termMonths = between(random, shortest, longest) * 6;
  const intended = drawIntendedBanks(random, firm);
  const complete: NeedDocument = {
    id: `hb-n-${String(number).padStart(6, '0')}`,
    currency: 'CNY',
    amount: yuan(amountWan),
    ...(chance(random, 700)
      ? { minimumAmount: yuan(percentOf(amountWan, between(random, 45, 85))) }
      : {}),
    termMonths,
    ...(chance(random, 600) ? { minimumTermMonths: termMonths / 2 } : {}),
    purpose,
    start: dayOfMonth(random, JULY_2026 + between(random, 0, 5)),
    ...(chance(random, 500) ? { repayment: drawRepayment(random) } : {}),
    collateral: drawCollateral(random, amountWan),
    enterprise: firm.document,
    ...(undertaking === undefined ? {} : { project: undertaking.document }),
    ...(intended.length === 0 ? {} : { intendedBanks: intended }),
  };
  return forget(random, complete, ['start', 'collateral']);
}

/** In 万元: most of what own funds leave open, or some weeks of turnover. */
function drawAmount(random: Random, firm: Firm, undertaking: Undertaking | undefined): number {
  return undertaking === undefined
    ? percentOf(firm.revenueWan, between(random, 5, 25))
    : percentOf(undertaking.gapWan, between(random, 50, 95));
}

function drawRepayment(random: Random): NonNullable<NeedDocument['repayment']> {
  return pick(random, [
    [['equal-instalments'], 3],
    [['equal-principal'], 2],
    [['equal-instalments', 'equal-principal'], 4],
    [['bullet'], 1],
    [['bullet', 'equal-principal'], 1],
  ]);
}

/** Up to three pledges; one need in 15 has nothing to pledge. */
function drawCollateral(
  random: Random,
  amountWan: number,
): NonNullable<NeedDocument['collateral']> {
  if (chance(random, 65)) return [];
  const types = new Set<string>();
  for (let left = between(random, 1, 3); left > 0; left--) {
    types.add(
      pick(random, [
        ['machinery', 8],
        ['real-estate', 8],
        ['receivables', 5],
        ['guarantee', 4],
        ['inventory', 3],
        ['ip', 2],
        ['deposit', 1],
      ]),
    );
  }
  return [...types].map((type) => ({
    type,
    value: yuan(percentOf(amountWan, between(random, 45, 200))),
  }));
}

/** At most three, as on the national form; a house bank first. */
function drawIntendedBanks(random: Random, firm: Firm): readonly string[] {
  if (chance(random, 350)) return [];
  const named = new Set(firm.banks.slice(0, between(random, 0, 2)));
  for (let left = between(random, 1, 3); left > 0; left--) named.add(pickEvenly(random, BANKS).id);
  return [...named].slice(0, 3);
}
