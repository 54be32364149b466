import type { Catalog } from './index.ts';

/** Throws TypeError in the name of the caller for what is no catalog, such as a document of one. */
export function expectCatalog(caller: string, catalog: Catalog): void {
  let isCatalog = false;
  try {
    isCatalog = catalog?.registry?.indexByName instanceof Map && Number.isInteger(catalog.asOf);
  } catch {
    // A getter of the caller threw: nothing that was compiled does.
  }
  if (!isCatalog) {
    throw new TypeError(`${caller}: expected a catalog as compileCatalog returns it`);
  }
}
