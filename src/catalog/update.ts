import { type Either, left, right } from 'fp-ts/Either';
import { fieldsOf } from '../criteria/index.ts';
import type { Bank, Benchmark, BenchmarkValue, CatalogDocument, Product } from '../model/index.ts';
import type { Day } from '../units/day.ts';
import { compareText } from '../units/digest.ts';
import { createIssue, type Fault, type Issue } from '../units/issue.ts';
import type { Money } from '../units/money.ts';

/** One event that changes a catalog between two publications of it. */
export type CatalogChange =
  /** A product that is new, or that takes the place of the one with its id. */
  | { readonly change: 'put-product'; readonly product: Product }
  | { readonly change: 'withdraw-product'; readonly product: string }
  /** A value that holds from a day after that of the last one; and how long it is confirmed now. */
  | {
      readonly change: 'benchmark-value';
      readonly benchmark: string;
      readonly value: BenchmarkValue;
      readonly confirmedTo?: Day;
    }
  /** What a bank or a product has left; absent: no quota. */
  | { readonly change: 'bank-quota'; readonly bank: string; readonly quota?: Money }
  | { readonly change: 'product-quota'; readonly product: string; readonly quota?: Money };

/** A document while changes are applied. */
interface Draft {
  readonly document: CatalogDocument;
  readonly banks: Map<string, Bank>;
  readonly products: Map<string, Product>;
  readonly benchmarks: Map<string, Benchmark>;
  readonly fields: ReadonlySet<string>;
  readonly issues: Issue[];
}

/**
 * The document after some changes, one after the other; what did not change is the same object.
 * All faults at once, each with the place of its change: then nothing is changed. O(n log n).
 */
export function changeDocument(
  document: CatalogDocument,
  changes: readonly CatalogChange[],
  fields: ReadonlySet<string>,
): Either<readonly Issue[], CatalogDocument> {
  const draft: Draft = {
    document,
    banks: byId(document.banks),
    products: byId(document.products),
    benchmarks: byId(document.benchmarks ?? []),
    fields,
    issues: [],
  };
  changes.forEach((change, index) => {
    apply(draft, change, index);
  });
  if (draft.issues.length > 0) return left(draft.issues);
  const { benchmarks } = document;
  return right({
    ...document,
    banks: sameOr(document.banks, draft.banks),
    products: sameOr(document.products, draft.products),
    ...(benchmarks === undefined ? {} : { benchmarks: sameOr(benchmarks, draft.benchmarks) }),
  });
}

const byId = <T extends { readonly id: string }>(list: readonly T[]) =>
  new Map(list.map((one) => [one.id, one]));

/** The list as it was where nothing changed, otherwise the new one in the order of ids. */
function sameOr<T extends { readonly id: string }>(
  before: readonly T[],
  after: ReadonlyMap<string, T>,
): readonly T[] {
  const isSame = before.length === after.size && before.every((one) => after.get(one.id) === one);
  return isSame ? before : [...after.values()].sort((a, b) => compareText(a.id, b.id));
}

function apply(draft: Draft, change: CatalogChange, index: number): void {
  const complain = (fault: Fault, key: string, seen: unknown) => {
    draft.issues.push(createIssue(fault, ['changes', index, key], seen));
  };
  switch (change?.change) {
    case 'put-product':
      putProduct(draft, change.product, index);
      break;
    case 'withdraw-product':
      if (!draft.products.delete(change.product)) {
        complain(MISSING_PRODUCT, 'product', change.product);
      }
      break;
    case 'benchmark-value':
      addValue(draft, change, complain);
      break;
    case 'bank-quota':
      setQuota(draft.banks, change.bank, change.quota, 'bank', complain);
      break;
    case 'product-quota':
      setQuota(draft.products, change.product, change.quota, 'product', complain);
      break;
    default:
      complain(
        { code: 'value', expected: 'the kind of a change, such as "put-product"' },
        'change',
        (change as { change?: unknown } | null)?.change,
      );
  }
}

const MISSING_PRODUCT: Fault = { code: 'dangling', expected: 'the id of a product of the catalog' };

type Complain = (fault: Fault, key: string, seen: unknown) => void;

function setQuota<T extends { readonly id: string; readonly quota?: Money }>(
  list: Map<string, T>,
  id: string,
  quota: Money | undefined,
  key: string,
  complain: Complain,
): void {
  const before = list.get(id);
  if (before === undefined) {
    complain({ code: 'dangling', expected: `the id of a ${key} of the catalog` }, key, id);
    return;
  }
  if (quota !== undefined && !(Number.isSafeInteger(quota) && quota >= 0)) {
    complain(
      { code: 'range', expected: 'an amount of zero or more, in minor units' },
      'quota',
      quota,
    );
    return;
  }
  const { quota: _, ...rest } = before;
  list.set(id, (quota === undefined ? rest : { ...rest, quota }) as T);
}

function addValue(
  { benchmarks }: Draft,
  change: Extract<CatalogChange, { change: 'benchmark-value' }>,
  complain: Complain,
): void {
  const { benchmark: id, value, confirmedTo } = change;
  const before = benchmarks.get(id);
  if (before === undefined) {
    complain(
      { code: 'dangling', expected: 'the id of a benchmark of the catalog' },
      'benchmark',
      id,
    );
    return;
  }
  const last = before.values.at(-1)?.from ?? Number.NEGATIVE_INFINITY;
  if (!Number.isSafeInteger(value?.from) || value.from <= last) {
    complain(
      { code: 'range', expected: 'a value from a day after the last one' },
      'value',
      value?.from,
    );
    return;
  }
  if (!Number.isSafeInteger(value.rate)) {
    complain({ code: 'type', expected: 'a rate in ppm' }, 'value', value.rate);
    return;
  }
  const { confirmedTo: _, ...rest } = before;
  benchmarks.set(id, {
    ...rest,
    values: [...before.values, value],
    ...(confirmedTo === undefined ? {} : { confirmedTo }),
  });
}

/** A product is complete in itself but for what it names: bank, benchmarks and fields. */
function putProduct(draft: Draft, product: Product, index: number): void {
  const complain = (fault: Fault, path: readonly (string | number)[], seen: unknown) => {
    draft.issues.push(createIssue(fault, ['changes', index, 'product', ...path], seen));
  };
  if (typeof product?.id !== 'string') {
    complain({ code: 'type', expected: 'a product as parseProduct returns it' }, [], product);
    return;
  }
  if (!draft.banks.has(product.bank)) {
    complain(
      { code: 'dangling', expected: 'the id of a bank of the catalog' },
      ['bank'],
      product.bank,
    );
  }
  const base = product.rate?.base;
  const choices = base?.kind === 'benchmark' ? base.choices : [];
  choices.forEach(({ benchmark }, at) => {
    if (draft.benchmarks.has(benchmark)) return;
    const expected = 'the id of a benchmark of the catalog';
    const path = ['rate', 'base', 'choices', at, 'benchmark'];
    complain({ code: 'dangling', expected }, path, benchmark);
  });
  for (const field of fieldsNamed(product)) {
    if (draft.fields.has(field)) continue;
    complain({ code: 'unknown-field', expected: 'a field of the catalog' }, ['criteria'], field);
  }
  draft.products.set(product.id, product);
}

function fieldsNamed({ criteria = [], rate }: Product): ReadonlySet<string> {
  const fields = new Set<string>();
  for (const criterion of criteria) fieldsOf(criterion, fields);
  for (const { when } of rate?.adjustments ?? []) if (when !== undefined) fieldsOf(when, fields);
  return fields;
}
