import { CREDIT_GRADES, FLAGS, illustrativeCatalog, PURPOSES } from '../../src/hubei/index.ts';
import { between, createRandom, pickEvenly, type Random } from '../../src/hubei/random.ts';
import { yuan } from '../../src/hubei/wan.ts';
import { completeNeeds, reserveNeeds } from './needs.ts';
import { parsedCatalog, SEED, type Size, type Workload } from './workload.ts';

type Json = Readonly<Record<string, unknown>>;

const FIELDS = illustrativeCatalog.fields;

const range = (field: string, min?: unknown, max?: unknown): Json => ({
  field,
  ...(min === undefined ? {} : { min }),
  ...(max === undefined ? {} : { max }),
});

/** A catalog of the pack's banks with other products. */
function catalogOf(id: string, products: readonly Json[]) {
  return parsedCatalog({ ...illustrativeCatalog, id: `bench-${id}-${products.length}`, products });
}

function productOf(random: Random, id: string, number: number, criteria: readonly Json[]): Json {
  return {
    id: `${id}-${String(number).padStart(6, '0')}`,
    bank: pickEvenly(random, illustrativeCatalog.banks).id,
    rate: { benchmark: 'LPR-1Y', spread: `${between(random, -40, 80)}bp` },
    criteria,
  };
}

/** Fourteen conditions that every complete need meets; limits differ between products. */
function metByAll(random: Random): readonly Json[] {
  const flags = FLAGS.map((one) => one.id);
  return [
    range('need.amount', undefined, yuan(between(random, 1_000_000, 9_000_000))),
    range('need.termMonths', 1, between(random, 200, 360)),
    { field: 'need.purpose', in: PURPOSES.map((one) => one.id) },
    { field: 'enterprise.region', within: ['420000'] },
    { field: 'enterprise.industry', within: ['B', 'C', 'D', 'F', 'G', 'I'] },
    { field: 'enterprise.size', in: ['micro', 'small', 'medium', 'large'] },
    { field: 'enterprise.creditGrade', in: CREDIT_GRADES },
    range(
      'enterprise.revenue',
      yuan(between(random, 0, 50)),
      yuan(between(random, 1, 9) * 1_000_000),
    ),
    range('enterprise.ageMonths', between(random, 0, 6)),
    range('enterprise.debtRatio', undefined, `${between(random, 100, 400)}%`),
    range('enterprise.employees', between(random, 0, 2)),
    range('project.investment', yuan(between(random, 0, 5))),
    { field: 'project.tier', in: ['province', 'city', 'county'] },
    { not: { field: 'enterprise.flags', hasAll: flags } },
  ];
}

/** Conditions that no need meets, each over another field. */
function metByNone(number: number): Json {
  const conditions: readonly Json[] = [
    range('need.amount', yuan(100_000_000)),
    range('need.termMonths', 500),
    { field: 'need.purpose', in: ['never'] },
    { field: 'enterprise.region', within: ['110000'] },
    { field: 'enterprise.industry', within: ['Z'] },
    range('enterprise.revenue', yuan(100_000_000)),
    range('enterprise.ageMonths', 2000),
    { field: 'enterprise.labels', hasAny: ['never'] },
    range('project.investment', yuan(100_000_000)),
    { field: 'project.permits', hasAll: ['filing', 'never'] },
  ];
  return conditions[number % conditions.length] ?? {};
}

/** No pair can be ruled out early, and every answer is as long as the catalog. */
export function everything({ products, needs }: Size): Workload {
  const random = createRandom(`${SEED}/everything`);
  const list = Array.from({ length: products }, (_, at) =>
    productOf(random, 'all', at, metByAll(random)),
  );
  return {
    name: 'everything eligible',
    what: '14 conditions a product, all met by all',
    document: catalogOf('everything', list),
    needs: completeNeeds(reserveNeeds(FIELDS, needs), FIELDS),
  };
}

/** The last of 15 conditions turns everybody away: the most work for a loop that stops early. */
export function nothing({ products, needs }: Size): Workload {
  const random = createRandom(`${SEED}/nothing`);
  const list = Array.from({ length: products }, (_, at) =>
    productOf(random, 'none', at, [...metByAll(random), metByNone(at)]),
  );
  return {
    name: 'nothing eligible',
    what: '15 conditions a product, only the last of them fails, over ten fields',
    document: catalogOf('nothing', list),
    needs: completeNeeds(reserveNeeds(FIELDS, needs), FIELDS),
  };
}

/** Levels of a tree of conditions. */
const DEPTH = 6;

/** Trees of `all`, `any` and `not`, six levels deep, over needs with gaps. */
export function nested({ products, needs }: Size): Workload {
  const random = createRandom(`${SEED}/nested`);
  const list = Array.from({ length: products }, (_, at) =>
    productOf(random, 'tree', at, [tree(random, DEPTH), tree(random, DEPTH)]),
  );
  return {
    name: 'nested',
    what: `two trees of all, any and not a product, ${DEPTH} levels deep; needs with gaps`,
    document: catalogOf('nested', list),
    needs: reserveNeeds(FIELDS, needs),
  };
}

function tree(random: Random, depth: number): Json {
  if (depth === 1) return leaf(random);
  const kind = random.next(5);
  if (kind === 0) return { not: tree(random, depth - 1) };
  const parts = Array.from({ length: between(random, 2, 3) }, () => tree(random, depth - 1));
  return kind < 3 ? { all: parts } : { any: parts };
}

function leaf(random: Random): Json {
  const leaves: readonly (() => Json)[] = [
    () => range('need.amount', yuan(between(random, 10, 3000))),
    () => range('need.minimumAmount', undefined, yuan(between(random, 100, 9000))),
    () => range('need.termMonths', between(random, 6, 48)),
    () => range('enterprise.revenue', yuan(between(random, 100, 20_000))),
    () => range('enterprise.ageMonths', between(random, 12, 240)),
    () => range('enterprise.debtRatio', undefined, `${between(random, 40, 80)}%`),
    () => range('enterprise.employees', between(random, 5, 200)),
    () => range('project.equipmentShare', `${between(random, 30, 80)}%`),
    () => ({ field: 'need.purpose', in: PURPOSES.slice(random.next(4)).map((one) => one.id) }),
    () => ({ field: 'enterprise.region', within: [pickEvenly(random, ['4201', '4205', '4206'])] }),
    () => ({ field: 'enterprise.industry', within: [pickEvenly(random, ['C34', 'C35', 'C'])] }),
    () => ({ field: 'enterprise.size', notIn: [pickEvenly(random, ['micro', 'large'])] }),
    () => ({ field: 'enterprise.creditGrade', in: CREDIT_GRADES.slice(0, between(random, 1, 5)) }),
    () => ({ field: 'enterprise.labels', hasAny: ['high-tech', 'specialised-sme'] }),
    () => ({ field: 'enterprise.flags', hasNone: FLAGS.map((one) => one.id) }),
    () => ({ field: 'project.lists', hasAny: ['hubei-reserve', 'miit-2'] }),
  ];
  return pickEvenly(random, leaves)();
}
