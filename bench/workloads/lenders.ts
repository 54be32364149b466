import { BANKS } from '../../src/hubei/banks.ts';
import type { FamilyId } from '../../src/hubei/catalog/families.ts';
import {
  between,
  chance,
  pick,
  pickEvenly,
  type Random,
  type Weighted,
} from '../../src/hubei/random.ts';
import { countiesOf } from '../../src/hubei/regions.ts';
import { INDUSTRY_WEIGHTS, REGION_WEIGHTS } from '../../src/hubei/reserve/assumptions.ts';
import { yuan } from '../../src/hubei/wan.ts';

/**
 * A made-up lender. Its products resemble each other more than those of another lender, as they do
 * in life: one house has one appetite for grades, debts and industries, and one price level.
 */
export interface Lender {
  readonly document: LenderDocument;
  /** Where its clients may sit. */
  readonly regions: readonly string[];
  /** Trades it knows; empty: any that the kind of loan allows. */
  readonly industries: readonly string[];
  readonly families: Weighted<FamilyId>;
  readonly products: number;
  /** Smallest and largest loan of the house, in 万元. */
  readonly amountsWan: readonly [min: number, max: number];
  readonly longestMonths: number;
  /** Steps down the list of grades: 1 accepts one grade less than the kind of loan asks for. */
  readonly gradeShift: number;
  /** Per cent. */
  readonly mostDebtRatio: number;
  readonly leastAgeMonths: number;
  /** Absent: turnover does not matter. */
  readonly leastRevenueWan?: number;
  readonly spreadBp: number;
  /** Strength of its adjustment grids against those of the pack, in per cent. */
  readonly gridPercent: number;
  /** Points of per cent on top of every haircut. */
  readonly haircutPoints: number;
  /** Asks for tax and credit data, as data-driven lenders do. */
  readonly readsData: boolean;
}

export interface LenderDocument {
  readonly id: string;
  readonly name: { readonly zh: string; readonly en: string };
  readonly labels: readonly string[];
  readonly singleClientLimit?: string;
  readonly source: { readonly title: string; readonly grade: 'illustrative' };
}

/** Lenders of one kind. */
interface Kind {
  readonly id: string;
  readonly scope: 'province' | 'city' | 'cities' | 'counties' | 'county';
  readonly products: readonly [min: number, max: number];
  readonly smallestWan: readonly number[];
  readonly largestWan: readonly number[];
  readonly months: readonly number[];
  readonly spreadBp: readonly [min: number, max: number];
  readonly isNational: boolean;
  readonly families: Weighted<FamilyId>;
}

const INVESTMENT_FAMILIES: Weighted<FamilyId> = [
  ['equipment-renewal', 8],
  ['relending-equipment', 5],
  ['technical-transformation', 6],
  ['digital-transformation', 5],
  ['green-upgrade', 4],
  ['safety-upgrade', 3],
  ['factory-construction', 3],
  ['tech-innovation', 3],
  ['specialised', 3],
  ['champion', 1],
  ['existing-client', 3],
  ['large-project', 2],
  ['guaranteed', 3],
  ['white-list', 3],
  ['sme-working-capital', 3],
];

const LOCAL_FAMILIES: Weighted<FamilyId> = [
  ['county', 5],
  ['micro-credit', 5],
  ['sme-working-capital', 4],
  ['guaranteed', 5],
  ['equipment-renewal', 6],
  ['technical-transformation', 3],
  ['digital-transformation', 3],
  ['first-loan', 2],
  ['existing-client', 3],
  ['receivables', 2],
  ['supply-chain', 2],
  ['ip-pledge', 1],
  ['safety-upgrade', 2],
  ['green-upgrade', 2],
];

const KINDS: Weighted<Kind> = [
  [
    {
      id: 'unit',
      scope: 'province',
      products: [10, 26],
      smallestWan: [50, 100, 200, 300, 500],
      largestWan: [5000, 8000, 10_000, 20_000, 30_000, 50_000, 100_000],
      months: [60, 72, 84, 96, 120, 144],
      spreadBp: [-50, 5],
      isNational: true,
      families: INVESTMENT_FAMILIES,
    },
    48,
  ],
  [
    {
      id: 'branch',
      scope: 'city',
      products: [8, 22],
      smallestWan: [20, 50, 100, 200],
      largestWan: [1000, 2000, 3000, 5000, 8000, 10_000],
      months: [48, 60, 72, 96, 120],
      spreadBp: [-35, 20],
      isNational: true,
      families: INVESTMENT_FAMILIES,
    },
    18,
  ],
  [
    {
      id: 'city-bank',
      scope: 'cities',
      products: [10, 24],
      smallestWan: [10, 20, 30, 50],
      largestWan: [500, 1000, 2000, 3000, 5000],
      months: [36, 48, 60, 84],
      spreadBp: [-10, 45],
      isNational: false,
      families: [
        ...INVESTMENT_FAMILIES.filter(([id]) => id !== 'relending-equipment'),
        ['county', 4],
      ],
    },
    20,
  ],
  [
    {
      id: 'rural-bank',
      scope: 'counties',
      products: [6, 16],
      smallestWan: [5, 10, 20],
      largestWan: [200, 300, 500, 800, 1000, 1500],
      months: [24, 36, 48, 60],
      spreadBp: [10, 80],
      isNational: false,
      families: LOCAL_FAMILIES,
    },
    9,
  ],
  [
    {
      id: 'village-bank',
      scope: 'county',
      products: [4, 10],
      smallestWan: [1, 5, 10],
      largestWan: [100, 200, 300, 500],
      months: [12, 24, 36],
      spreadBp: [40, 120],
      isNational: false,
      families: LOCAL_FAMILIES,
    },
    5,
  ],
];

/** The lender of a number. */
export function createLender(random: Random, number: number): Lender {
  const kind = pick(random, KINDS);
  const digits = String(number).padStart(5, '0');
  const id = `${kind.id}-${digits}`;
  const largest = pickEvenly(random, kind.largestWan);
  const parent = kind.isNational ? pickEvenly(random, BANKS) : undefined;
  return {
    document: {
      id,
      name: { zh: `示例机构${digits}`, en: `Example lender ${digits}` },
      labels: parent?.labels ?? [],
      ...(chance(random, 250) ? { singleClientLimit: yuan(largest * between(random, 1, 3)) } : {}),
      source: { title: 'Made up for the benchmark', grade: 'illustrative' },
    },
    regions: regionsOf(random, kind.scope),
    industries: chance(random, 300) ? drawIndustries(random) : [],
    families: kind.families,
    products: between(random, ...kind.products),
    amountsWan: [pickEvenly(random, kind.smallestWan), largest],
    longestMonths: pickEvenly(random, kind.months),
    gradeShift: between(random, 0, 3),
    mostDebtRatio: between(random, 13, 18) * 5,
    leastAgeMonths: pickEvenly(random, [6, 12, 12, 24, 36]),
    ...(chance(random, 500)
      ? { leastRevenueWan: pickEvenly(random, [100, 200, 300, 500, 800, 1000, 2000]) }
      : {}),
    spreadBp: between(random, ...kind.spreadBp),
    gridPercent: between(random, 8, 16) * 10,
    haircutPoints: between(random, -3, 2) * 5,
    readsData: chance(random, 250),
  };
}

/** Codes under which the clients of a lender sit; more lenders where there are more firms. */
function regionsOf(random: Random, scope: Kind['scope']): readonly string[] {
  if (scope === 'province') return ['420000'];
  const home = pick(random, REGION_WEIGHTS);
  if (scope === 'city') return [home];
  if (scope === 'cities') {
    const cities = new Set([home]);
    for (let left = between(random, 3, 6); left > 0; left--)
      cities.add(pick(random, REGION_WEIGHTS));
    return [...cities];
  }
  const counties = countiesOf(home).map((one) => one.code);
  if (counties.length === 0) return [home];
  const chosen = new Set<string>();
  const wanted = scope === 'county' ? 1 : between(random, 2, 4);
  for (let left = wanted; left > 0; left--) chosen.add(pickEvenly(random, counties));
  return [...chosen];
}

function drawIndustries(random: Random): readonly string[] {
  const divisions = new Set<string>();
  for (let left = between(random, 4, 9); left > 0; left--) {
    divisions.add(pick(random, INDUSTRY_WEIGHTS));
  }
  return [...divisions];
}
