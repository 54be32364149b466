import { left, right } from 'fp-ts/Either';
import { type CatalogDocument, FORMAT_VERSION } from '../catalog.ts';
import type { Field } from '../field.ts';
import type { Product } from '../product.ts';
import { criterionSchema } from './criterion.ts';
import { type FieldTable, field, isStandardField, tableOf, tableOfJson } from './fields.ts';
import {
  type Complaint,
  isObject,
  type Loose,
  leaf,
  list,
  object,
  optional,
  type Report,
  type Schema,
} from './kit.ts';
import { currency, id, name, oneOf, source } from './leaves.ts';
import { bank, benchmark, productSchema } from './product.ts';
import { profile } from './profile.ts';
import { checkPolicies, programmeSchema } from './programme.ts';
import { benchmarksOf } from './rate.ts';
import { checkDistinct } from './rules.ts';

type Version = typeof FORMAT_VERSION;

/** What is said of a document in another format. */
export const VERSION_COMPLAINT: Complaint = {
  code: 'version',
  expected: `${FORMAT_VERSION}, the format that this version of the library reads`,
};

const formatVersion: Schema<Version> = leaf(
  (json) => (json === FORMAT_VERSION ? right(json) : left(VERSION_COMPLAINT)),
  (version) => version,
);

const NO_FIELDS: readonly Field[] = [];
/** Building a schema takes longer than reading a small catalog. */
const schemasByFields = new WeakMap<readonly Field[], Schema<CatalogDocument>>();

/** The schema of catalogs with these declared fields, made once for each list. */
export function catalogSchema(fields: readonly Field[] = NO_FIELDS): Schema<CatalogDocument> {
  const known = schemasByFields.get(fields);
  if (known !== undefined) return known;
  const made = createSchema(tableOf(fields));
  schemasByFields.set(fields, made);
  return made;
}

/** The schema of one product that stands alone; what it names is checked where it is put. */
export function productSchemaFor(fields: readonly Field[] = NO_FIELDS): Schema<Product> {
  return productSchema(criterionSchema(tableOf(fields), 'product'));
}

/** The schema for a document that is still JSON, with the fields that it declares itself. */
export function catalogSchemaFor(json: unknown): Schema<CatalogDocument> {
  const fields = isObject(json) ? json['fields'] : undefined;
  return fields === undefined ? catalogSchema() : createSchema(tableOfJson(fields));
}

/** Catalogs whose criteria speak of the fields of a table. */
function createSchema(table: FieldTable): Schema<CatalogDocument> {
  return object<CatalogDocument>(
    {
      formatVersion,
      id,
      name: optional(name),
      currency,
      source: optional(source),
      notice: optional(name),
      sizeRule: optional(oneOf({ 'CN-2011': true })),
      fields: optional(list(field, { expected: 'a list of fields' })),
      benchmarks: optional(list(benchmark, { expected: 'a list of benchmarks' })),
      banks: list(bank, { expected: 'a list of banks' }),
      products: list(productSchema(criterionSchema(table, 'product')), {
        expected: 'a list of products',
      }),
      programmes: optional(
        list(programmeSchema(criterionSchema(table, 'programme')), {
          expected: 'a list of programmes',
        }),
      ),
      profiles: optional(list(profile, { expected: 'a list of profiles' })),
    },
    checkNames,
    checkFields,
    checkReferences,
    (document, report) => checkPolicies(document.programmes, report),
  );
}

/** Nothing is found by name if two things share it. */
function checkNames(document: Loose<CatalogDocument>, report: Report): void {
  for (const list of ['products', 'programmes', 'profiles'] as const) {
    const items: readonly (Loose<{ readonly id: string }> | undefined)[] = document[list] ?? [];
    checkDistinct(items, (item) => item.id, { list, key: 'id' }, report);
  }
}

function checkFields({ fields = [] }: Loose<CatalogDocument>, report: Report): void {
  const nameOf = (one: Loose<Field>) => one.name;
  checkDistinct(fields, nameOf, { list: 'fields', key: 'name' }, report);
  for (const [index, declared] of fields.entries()) {
    if (declared?.name === undefined || !isStandardField(declared.name)) continue;
    const expected = 'a name that is not one of the standard fields';
    report({ code: 'duplicate', expected }, ['fields', index, 'name']);
  }
}

/** What a product names must be there. */
function checkReferences(document: Loose<CatalogDocument>, report: Report): void {
  const { banks, benchmarks, products = [] } = document;
  const bankIds = checkDistinct(banks, (one) => one.id, { list: 'banks', key: 'id' }, report);
  const benchmarkIds = checkDistinct(
    benchmarks,
    (one) => one.id,
    { list: 'benchmarks', key: 'id' },
    report,
  );
  // A list or an id that could not be read may have held the name: blame only what is certain.
  const hasAllBanks = banks?.every((one) => one?.id !== undefined) ?? false;
  const hasAllBenchmarks =
    !('benchmarks' in document && benchmarks === undefined) &&
    (benchmarks ?? []).every((one) => one?.id !== undefined);
  for (const [index, product] of products.entries()) {
    if (product === undefined) continue;
    if (hasAllBanks) checkBank(product, index, bankIds, report);
    if (hasAllBenchmarks) checkBenchmarks(product, index, benchmarkIds, report);
  }
  if (hasAllBenchmarks) checkProgrammeBenchmarks(document.programmes, benchmarkIds, report);
}

function checkProgrammeBenchmarks(
  programmes: Loose<CatalogDocument>['programmes'],
  benchmarkIds: ReadonlySet<string>,
  report: Report,
): void {
  for (const [index, programme] of (programmes ?? []).entries()) {
    for (const [at, version] of (programme?.versions ?? []).entries()) {
      const benefit = version?.benefit;
      if (benefit?.kind !== 'share-of-benchmark' || !('benchmark' in benefit)) continue;
      const named = benefit.benchmark;
      if (named === undefined || benchmarkIds.has(named)) continue;
      const expected = 'the id of a benchmark under "benchmarks"';
      const place = ['programmes', index, 'versions', at, 'benefit', 'benchmark'];
      report({ code: 'dangling', expected, near: benchmarkIds }, place);
    }
  }
}

function checkBank(
  product: Loose<Product>,
  index: number,
  bankIds: ReadonlySet<string>,
  report: Report,
): void {
  if (product.bank === undefined || bankIds.has(product.bank)) return;
  const expected = 'the id of a bank under "banks"';
  report({ code: 'dangling', expected, near: bankIds }, ['products', index, 'bank']);
}

function checkBenchmarks(
  product: Loose<Product>,
  index: number,
  benchmarkIds: ReadonlySet<string>,
  report: Report,
): void {
  for (const { id: named, path } of benchmarksOf(product.rate)) {
    if (benchmarkIds.has(named)) continue;
    const expected = 'the id of a benchmark under "benchmarks"';
    const place = ['products', index, 'rate', ...path];
    report({ code: 'dangling', expected, near: benchmarkIds }, place);
  }
}
