import { isLeft } from 'fp-ts/Either';
import type { CatalogDocument } from '../../model/index.ts';
import { parseCatalog } from '../../schema.ts';
import type { Io } from '../io.ts';
import { readDocument } from './document.ts';
import type { Refusal } from './refusal.ts';
import { sourceName } from './source.ts';

/** A catalog, or why there is none. */
export type CatalogResult =
  | { readonly kind: 'catalog'; readonly document: CatalogDocument }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** Reads a catalog. Throws InputError when the file cannot be read. */
export async function readCatalog(io: Io, path: string): Promise<CatalogResult> {
  const document = await readDocument(io, path);
  return document.kind === 'refused' ? document : toCatalog(sourceName(path), document.value);
}

/** A JSON value as a catalog. */
export function toCatalog(file: string, value: unknown): CatalogResult {
  const parsed = parseCatalog(value);
  if (isLeft(parsed)) return { kind: 'refused', refusal: { file, issues: parsed.left } };
  return { kind: 'catalog', document: parsed.right };
}

/** Has the value the shape of a catalog, whether or not it is a sound one? */
export function isCatalogLike(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.hasOwn(value, 'formatVersion') || Object.hasOwn(value, 'products');
}
