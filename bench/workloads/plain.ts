import { chance, createRandom, pickEvenly } from '../../src/hubei/random.ts';
import type { Catalog, CatalogDocument, Need } from '../../src/index.ts';
import type { Product } from '../../src/model/index.ts';
import { encodeNeed } from '../../src/reference.ts';
import { printCatalog } from '../../src/schema.ts';
import { completeNeeds } from './needs.ts';
import { parsedCatalog, SEED, type Workload } from './workload.ts';

/** A number between two ends, both included; an absent end is open. */
export interface Range {
  readonly min?: number;
  readonly max?: number;
}

/** The twelve fields that every peer can read, and what is asked of them. */
export const RANGE_FIELDS = {
  amount: 'need.amount',
  termMonths: 'need.termMonths',
  ageMonths: 'enterprise.ageMonths',
  debtRatio: 'enterprise.debtRatio',
  revenue: 'enterprise.revenue',
} as const;

export const LIST_FIELDS = {
  purpose: { field: 'need.purpose', operator: 'in' },
  size: { field: 'enterprise.size', operator: 'in' },
  creditGrade: { field: 'enterprise.creditGrade', operator: 'in' },
  region: { field: 'enterprise.region', operator: 'within' },
  industry: { field: 'enterprise.industry', operator: 'within' },
  labels: { field: 'enterprise.labels', operator: 'hasAny' },
  flags: { field: 'enterprise.flags', operator: 'hasNone' },
} as const;

export type RangeField = keyof typeof RANGE_FIELDS;
export type ListField = keyof typeof LIST_FIELDS;

/** A product as data of any engine; a field that is absent is not asked for. */
export interface PlainProduct {
  readonly id: string;
  readonly ranges: Readonly<Partial<Record<RangeField, Range>>>;
  readonly lists: Readonly<Partial<Record<ListField, readonly string[]>>>;
}

/** A need as data of any engine: all is known. */
export type PlainFacts = Readonly<Record<RangeField, number>> &
  Readonly<Record<Exclude<ListField, 'labels' | 'flags'>, string>> & {
    readonly labels: readonly string[];
    readonly flags: readonly string[];
  };

/** The same questions twice: as a catalog of this library, and as data for the peers. */
export interface PlainWorkload extends Workload {
  /** In the order of ids, as a compiled catalog has them. */
  readonly products: readonly PlainProduct[];
}

/**
 * What of the realistic workload every peer can express: ranges, membership, code prefixes and sets
 * over twelve fields, with two values, because no fact is missing.
 */
export function plain({ document, needs }: Workload): PlainWorkload {
  const digits = String(document.products.length).length;
  const products = document.products.map((product, number) =>
    filled(plainProduct(product, `p-${String(number).padStart(digits, '0')}`)),
  );
  return {
    name: 'plain',
    what: '12 fields that every peer can read, nothing missing',
    document: documentOf(document, products),
    needs: completeNeeds(needs, document.fields ?? []),
    products,
  };
}

/** The facts that the library itself derives: the peers are asked about the same figures. */
export function plainFacts(catalog: Catalog, needs: readonly Need[]): readonly PlainFacts[] {
  const { indexByName } = catalog.registry;
  const names = [
    ...Object.entries(RANGE_FIELDS),
    ...Object.entries(LIST_FIELDS).map(([name, { field }]) => [name, field] as const),
  ];
  return needs.map((need) => {
    const { facts } = encodeNeed(catalog, need);
    const entries = names.map(([name, field]) => {
      const value = facts[indexByName.get(field) ?? -1];
      if (value === undefined) throw new Error(`plain: need ${need.id} lacks ${field}`);
      return [name, value];
    });
    return Object.fromEntries(entries) as PlainFacts;
  });
}

function plainProduct(product: Product, id: string): PlainProduct {
  const ranges: Partial<Record<RangeField, Range>> = {};
  const lists: Partial<Record<ListField, readonly string[]>> = {};
  const { amount, termMonths, purposes } = product;
  if (amount !== undefined) ranges.amount = amount;
  if (termMonths !== undefined) ranges.termMonths = termMonths;
  if (purposes !== undefined) lists.purpose = purposes;
  for (const criterion of product.criteria ?? []) {
    if (criterion.hard === false || !('field' in criterion)) continue;
    // A project's trade is that of its enterprise often enough for a benchmark.
    const field = criterion.field.replace('project.industry', 'enterprise.industry');
    if (criterion.operator === 'range') {
      const name = nameOf(RANGE_FIELDS, (one) => one === field);
      const { min, max } = criterion;
      if (name !== undefined) {
        ranges[name] = {
          ...(min === undefined ? {} : { min }),
          ...(max === undefined ? {} : { max }),
        };
      }
      continue;
    }
    const name = nameOf(
      LIST_FIELDS,
      (one) => one.field === field && one.operator === criterion.operator,
    );
    if (name !== undefined) lists[name] = criterion.operands;
  }
  return { id, ranges, lists };
}

/**
 * What was left out (collateral, own funds, questions to the bank) turned needs away: limits of the
 * usual kind take its place, so that the peers meet as many conditions and as few eligible pairs.
 */
function filled({ id, ranges, lists }: PlainProduct): PlainProduct {
  const random = createRandom(`${SEED}/plain/${id}`);
  const ageMonths = { min: pickEvenly(random, [12, 24, 36, 60]) };
  const debtRatio = { max: 10_000 * pickEvenly(random, [60, 65, 70, 75, 80]) };
  // Ten thousand yuan are a million fen.
  const revenue = { min: 1_000_000 * pickEvenly(random, [200, 300, 500, 800, 1000, 2000]) };
  return {
    id,
    ranges: {
      ...(chance(random, 800) ? { ageMonths } : {}),
      ...(chance(random, 800) ? { debtRatio } : {}),
      ...(chance(random, 800) ? { revenue } : {}),
      ...ranges,
    },
    lists: {
      ...(chance(random, 600) ? { size: ['small', 'medium'] } : {}),
      ...(chance(random, 600) ? { industry: ['B', 'C'] } : {}),
      ...(chance(random, 500) ? { creditGrade: ['AAA', 'AA', 'A', 'BBB'] } : {}),
      ...lists,
    },
  };
}

function nameOf<K extends string, T>(
  table: Readonly<Record<K, T>>,
  isWanted: (entry: T) => boolean,
): K | undefined {
  return (Object.keys(table) as K[]).find((key) => isWanted(table[key]));
}

/** The plain products as a catalog of this library. */
function documentOf(base: CatalogDocument, products: readonly PlainProduct[]): CatalogDocument {
  const bank = base.banks[0]?.id ?? '';
  const model = products.map(({ id, ranges, lists }) => ({
    id,
    bank,
    criteria: [
      ...Object.entries(ranges).map(([name, range]) => ({
        operator: 'range',
        field: RANGE_FIELDS[name as RangeField],
        ...range,
      })),
      ...Object.entries(lists).map(([name, operands]) => ({
        ...LIST_FIELDS[name as ListField],
        operands,
      })),
    ],
  })) as readonly unknown[] as readonly Product[];
  const document = { ...base, id: `bench-plain-${products.length}`, products: model };
  return parsedCatalog(printCatalog(document));
}
