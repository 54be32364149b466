import { type Either, isLeft, right } from 'fp-ts/Either';
import {
  assembleCatalog,
  type Catalog,
  type CatalogChange,
  changeDocument,
  expectCatalog,
} from '../catalog/index.ts';
import type { Issue } from '../units/issue.ts';
import { CHANGED_AT_MOST, carryEngine, compareProducts, haveSameRules } from './engine/index.ts';
import { matchAll } from './match-all.ts';
import { reviseTable } from './revise/index.ts';
import { expectTable, type MatchTable } from './table.ts';

/** The catalog that a list of changes made last, so that asking twice compiles once. */
const updated = new WeakMap<
  readonly CatalogChange[],
  { readonly from: Catalog; readonly to: Catalog; readonly changes: readonly CatalogChange[] }
>();

/**
 * The catalog after some changes, on the same day: what compiling the changed document would give.
 * Products that did not change are the same objects, and what was laid out for them is used again.
 * Issues, all at once: changes that name what is not there or that contradict themselves. Throws
 * TypeError for what is no catalog.
 */
export function updateCatalog(
  catalog: Catalog,
  changes: readonly CatalogChange[],
): Either<readonly Issue[], Catalog> {
  expectCatalog('updateCatalog', catalog);
  const known = updated.get(changes);
  // The list may have been filled anew since.
  const isSame =
    known?.from === catalog &&
    known.changes.length === changes.length &&
    known.changes.every((change, index) => change === changes[index]);
  if (isSame) return right(known.to);
  const document = changeDocument(catalog.document, changes, catalog.registry.indexByName);
  if (isLeft(document)) return document;
  const to = assembleCatalog(document.right, catalog.asOf, catalog);
  carryEngine(catalog, to);
  updated.set(changes, { from: catalog, to, changes: [...changes] });
  return right(to);
}

/**
 * The table that `matchAll` would make with the changed catalog, exactly, at the cost of what changed.
 *
 * 1. Products that are gone or changed are taken out of the counts and lists of the needs that they
 *    were open to; new and changed ones are put in.
 * 2. A list that lost an offer may owe a place to a product below its end, which it does not hold:
 *    such a need is ranked anew, unless a changed product came back above that end.
 *
 * Where programmes or benchmarks changed, or many products, everything is matched again. Needs that
 * were refused are tried again, and needs that an abort left pending are matched. Throws TypeError for
 * what is no table.
 */
export function rematch(
  table: MatchTable,
  changes: readonly CatalogChange[],
): Either<readonly Issue[], MatchTable> {
  expectTable('rematch', table);
  const next = updateCatalog(table.catalog, changes);
  if (isLeft(next)) return next;
  const catalog = next.right;
  const { needs, limit, profile, seed } = table;
  const diff = compareProducts(table.catalog, catalog);
  if (
    !haveSameRules(table.catalog, catalog) ||
    Math.max(diff.gone.length, diff.fresh.length) > CHANGED_AT_MOST
  ) {
    return right(matchAll(catalog, needs, { limit, profile, seed }));
  }
  return right(reviseTable(table, catalog, diff));
}
