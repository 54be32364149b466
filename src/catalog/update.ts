import { type Either, left, right } from 'fp-ts/Either';
import { fieldsOf } from '../criteria/index.ts';
import type { Bank, Benchmark, BenchmarkValue, CatalogDocument, Product } from '../model/index.ts';
import type { Day } from '../units/day.ts';
import { createIssue, type Fault, type Issue } from '../units/issue.ts';
import type { Money } from '../units/money.ts';
import { applyEdits, type Edits, editList, findEdited } from './edits.ts';
import { termCriteria } from './terms.ts';

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

/** The names of all fields of a catalog. */
export type FieldNames = Pick<ReadonlySet<string>, 'has'>;

/** A document while changes are applied. */
interface Draft {
  readonly document: CatalogDocument;
  readonly banks: Edits<Bank>;
  readonly products: Edits<Product>;
  readonly benchmarks: Edits<Benchmark>;
  readonly fields: FieldNames;
  readonly issues: Issue[];
}

/**
 * The document after some changes, one after the other; what did not change is the same object.
 * All faults at once, each with the place of its change: then nothing is changed. The lists of the
 * document stand in the order of ids. O(n) for the copy of a list that changes.
 */
export function changeDocument(
  document: CatalogDocument,
  changes: readonly CatalogChange[],
  fields: FieldNames,
): Either<readonly Issue[], CatalogDocument> {
  const list = readList(changes);
  if (list === undefined) {
    const fault = { code: 'type', expected: 'a list of changes' } as const;
    return left([createIssue(fault, ['changes'], changes)]);
  }
  const draft: Draft = {
    document,
    banks: editList(document.banks),
    products: editList(document.products),
    benchmarks: editList(document.benchmarks ?? []),
    fields,
    issues: [],
  };
  list.forEach((change, index) => {
    const faults = draft.issues.length;
    try {
      apply(draft, change, index);
    } catch {
      // Not from the border: a part is missing, or a getter threw. What it says is one thing.
      draft.issues.length = faults;
      const fault = { code: 'type', expected: 'a change whose parts are as parsed' } as const;
      draft.issues.push(createIssue(fault, ['changes', index], change));
    }
  });
  if (draft.issues.length > 0) return left(draft.issues);
  const { benchmarks } = document;
  return right({
    ...document,
    banks: applyEdits(draft.banks),
    products: applyEdits(draft.products),
    ...(benchmarks === undefined ? {} : { benchmarks: applyEdits(draft.benchmarks) }),
  });
}

/** The changes one by one; `undefined` for what is no list, or a proxy that does not let itself be read. */
function readList(changes: readonly CatalogChange[]): readonly CatalogChange[] | undefined {
  try {
    return Array.isArray(changes) ? [...changes] : undefined;
  } catch {
    return undefined;
  }
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
      withdrawProduct(draft.products, change.product, complain);
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

type Complain = (fault: Fault, key: string, seen: unknown) => void;

function withdrawProduct(list: Edits<Product>, id: string, complain: Complain): void {
  if (findEdited(list, id) !== undefined) list.changed.set(id, undefined);
  else
    complain({ code: 'dangling', expected: 'the id of a product of the catalog' }, 'product', id);
}

function setQuota<T extends { readonly id: string; readonly quota?: Money }>(
  list: Edits<T>,
  id: string,
  quota: Money | undefined,
  key: string,
  complain: Complain,
): void {
  const before = findEdited(list, id);
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
  list.changed.set(id, (quota === undefined ? rest : { ...rest, quota }) as T);
}

function addValue(
  { benchmarks }: Draft,
  change: Extract<CatalogChange, { change: 'benchmark-value' }>,
  complain: Complain,
): void {
  const { benchmark: id, value, confirmedTo } = change;
  const before = findEdited(benchmarks, id);
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
  benchmarks.changed.set(id, {
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
  if (findEdited(draft.banks, product.bank) === undefined) {
    complain(
      { code: 'dangling', expected: 'the id of a bank of the catalog' },
      ['bank'],
      product.bank,
    );
  }
  const base = product.rate?.base;
  const choices = base?.kind === 'benchmark' ? base.choices : [];
  choices.forEach(({ benchmark }, at) => {
    if (findEdited(draft.benchmarks, benchmark) !== undefined) return;
    const expected = 'the id of a benchmark of the catalog';
    const path = ['rate', 'base', 'choices', at, 'benchmark'];
    complain({ code: 'dangling', expected }, path, benchmark);
  });
  // What the catalog makes of it.
  termCriteria(product);
  for (const field of fieldsNamed(product)) {
    if (draft.fields.has(field)) continue;
    complain({ code: 'unknown-field', expected: 'a field of the catalog' }, ['criteria'], field);
  }
  draft.products.changed.set(product.id, product);
}

function fieldsNamed({ criteria = [], rate }: Product): ReadonlySet<string> {
  const fields = new Set<string>();
  for (const criterion of criteria) fieldsOf(criterion, fields);
  for (const { when } of rate?.adjustments ?? []) if (when !== undefined) fieldsOf(when, fields);
  return fields;
}
