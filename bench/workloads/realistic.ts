import { illustrativeCatalog } from '../../src/hubei/index.ts';
import { createRandom } from '../../src/hubei/random.ts';
import type { CatalogDocument } from '../../src/index.ts';
import { createLender, type LenderDocument } from './lenders.ts';
import { reserveNeeds } from './needs.ts';
import { createProduct } from './products.ts';
import { parsedCatalog, SEED, type Size, type Workload } from './workload.ts';

/**
 * The illustrative catalog of Hubei, then made-up lenders until there are enough products. A lender
 * lends where it sits and has one appetite for all its products, so that conditions are correlated
 * within a house and differ between houses. The programmes are the real ones.
 */
export function realisticCatalog(products: number): CatalogDocument {
  const own = illustrativeCatalog.products.slice(0, products);
  const all: unknown[] = [...own];
  const lenders: LenderDocument[] = [];
  for (let number = 0; all.length < products; number++) {
    const random = createRandom(`${SEED}/lender/${number}`);
    const lender = createLender(random, number);
    lenders.push(lender.document);
    const wanted = Math.min(lender.products, products - all.length);
    for (let at = 0; at < wanted; at++) all.push(createProduct(random, lender, at));
  }
  return parsedCatalog({
    ...illustrativeCatalog,
    id: `bench-realistic-${products}`,
    banks: [...illustrativeCatalog.banks, ...lenders],
    products: all,
  });
}

export function realistic({ products, needs }: Size): Workload {
  const document = realisticCatalog(products);
  return {
    name: 'realistic',
    what: `${products} correlated products on the pack of Hubei, needs with gaps`,
    document,
    needs: reserveNeeds(document.fields ?? [], needs),
  };
}
