import type { Catalog, CompiledProduct } from '../../catalog/index.ts';
import type { Bank, Product } from '../../model/index.ts';
import { sharePolicyPack } from '../../pricing/index.ts';
import { compareText } from '../../units/digest.ts';
import { once } from '../../units/once.ts';
import { tieHash } from '../../units/tie.ts';
import { keepParts, knownParts, type ProductNames } from './engine-kernel.ts';
import { buildSegment, openSegment, type Segment, withGaps } from './segment.ts';

/** Changed products that are kept beside the rest before all is laid out anew. */
export const CHANGED_AT_MOST = 64;

/** How the products of one catalog became those of another. */
export interface Difference {
  /** By place before: place now; `~place`: gone, or changed in what decides a match. */
  readonly placeOf: Int32Array;
  /** Places before of what is gone or changed; places now of what is new or changed; ascending. */
  readonly gone: readonly number[];
  readonly fresh: readonly number[];
}

/** Compares the products of two catalogs, side by side in the order of ids. O(n). */
export function compareProducts(former: Catalog, catalog: Catalog): Difference {
  const before = former.products;
  const after = catalog.products;
  const placeOf = new Int32Array(before.length);
  const gone: number[] = [];
  const fresh: number[] = [];
  let i = 0;
  let j = 0;
  while (i < before.length || j < after.length) {
    const one = before[i];
    const other = after[j];
    const order = orderOf(one, other);
    if (order === 0 && matchAlike(one as CompiledProduct, other as CompiledProduct)) {
      placeOf[i++] = j++;
      continue;
    }
    if (order <= 0) {
      placeOf[i] = ~i;
      gone.push(i++);
    }
    if (order >= 0) fresh.push(j++);
  }
  return { placeOf, gone, fresh };
}

/** Which of two products comes first by its id; the end of a list comes last. */
function orderOf(one: CompiledProduct | undefined, other: CompiledProduct | undefined): number {
  if (one === other) return 0;
  if (one === undefined) return 1;
  return other === undefined ? -1 : compareText(one.product.id, other.product.id);
}

/**
 * Gives a changed catalog the engine of the one it came from: the rows of products that did not
 * change stay where they are, the others are laid out in a small segment of their own when the engine
 * is first asked for. Where too much changed, nothing is carried over, and all is laid out then.
 */
export function carryEngine(former: Catalog, catalog: Catalog): void {
  if (!haveSameRules(former, catalog)) return;
  sharePolicyPack(former, catalog);
  const parts = knownParts(former);
  if (parts === undefined) return;
  const { base, names } = parts;
  const { placeOf } = compareProducts(former, catalog);
  const isCovered = new Uint8Array(catalog.products.length);
  const productOf = base.productOf.map((place) => {
    const now = place < 0 ? -1 : (placeOf[place] as number);
    if (now < 0) return -1;
    isCovered[now] = 1;
    return now;
  });
  const places: number[] = [];
  isCovered.forEach((covered, place) => {
    if (covered === 0) places.push(place);
  });
  if (places.length > CHANGED_AT_MOST) return;
  keepParts(catalog, {
    base: withGaps(base, productOf),
    changed: () => layOutSome(catalog, places),
    names: once(() => carryNames(names(), placeOf, catalog)),
  });
}

function layOutSome(catalog: Catalog, places: readonly number[]): readonly Segment[] {
  if (places.length === 0) return [];
  const products = places.map((place) => catalog.products[place] as CompiledProduct);
  return [openSegment(catalog, buildSegment(catalog, products), Int32Array.from(places))];
}

/** The names of products by their place now; only those of products that are new are looked up. */
function carryNames(names: ProductNames, placeOf: Int32Array, { products }: Catalog): ProductNames {
  const productIds = new Array<string>(products.length);
  const productTies = new Int32Array(products.length);
  const bankIds = new Array<string>(products.length);
  let next = 0;
  const nameUpTo = (end: number) => {
    for (; next < end; next++) {
      const { product, bank } = products[next] as CompiledProduct;
      productIds[next] = product.id;
      productTies[next] = tieHash(product.id);
      bankIds[next] = bank.id;
    }
  };
  for (let before = 0; before < placeOf.length; before++) {
    const now = placeOf[before] as number;
    if (now < 0) continue;
    nameUpTo(now);
    productIds[now] = names.productIds[before] as string;
    productTies[now] = names.productTies[before] as number;
    bankIds[now] = names.bankIds[before] as string;
    next = now + 1;
  }
  nameUpTo(products.length);
  return { productIds, productTies, bankIds };
}

/** Whether two catalogs differ in nothing but banks and products. */
export function haveSameRules(a: Catalog, b: Catalog): boolean {
  const { head: one } = a;
  const { head: other } = b;
  return (
    a.asOf === b.asOf &&
    one.currency === other.currency &&
    one.sizeRule === other.sizeRule &&
    one.fields === other.fields &&
    one.benchmarks === other.benchmarks &&
    one.programmes === other.programmes
  );
}

/** Whether two products match every need alike: a quota, a name or a source decides nothing here. */
function matchAlike(one: CompiledProduct, other: CompiledProduct): boolean {
  if (one === other) return true;
  return sameProduct(one.product, other.product) && sameBank(one.bank, other.bank);
}

const SILENT_MEMBERS = ['quota', 'name', 'source'];

function sameProduct(one: Product, other: Product): boolean {
  if (one === other) return true;
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  for (const key of keys) {
    if (SILENT_MEMBERS.includes(key)) continue;
    if (one[key as keyof Product] !== other[key as keyof Product]) return false;
  }
  return true;
}

function sameBank(one: Bank, other: Bank): boolean {
  return (
    one === other ||
    (one.id === other.id &&
      one.labels === other.labels &&
      one.singleClientLimit === other.singleClientLimit)
  );
}
