import type { Catalog, CompiledProduct } from '../../catalog/index.ts';
import type { Bank, Product } from '../../model/index.ts';
import { sharePolicyPack } from '../../pricing/index.ts';
import { keepEngine, knownEngine } from './engine-kernel.ts';
import { buildSegment, openSegment, type Segment } from './segment.ts';

/** Changed products that are kept beside the rest before all is laid out anew. */
export const CHANGED_AT_MOST = 64;

/**
 * Gives a changed catalog the engine of the one it came from: the rows of products that did not
 * change stay where they are, the others stand in a small segment of their own. Where too much
 * changed, nothing is carried over, and the engine is laid out when it is first asked for.
 */
export function carryEngine(former: Catalog, catalog: Catalog): void {
  const engine = knownEngine(former);
  const [base] = engine?.segments ?? [];
  if (!haveSameRules(former, catalog)) return;
  sharePolicyPack(former, catalog);
  if (base === undefined) return;
  const places = new Map(catalog.products.map(({ product }, place) => [product.id, place]));
  const isCovered = new Uint8Array(catalog.products.length);
  const productOf = base.productOf.map((place) => {
    const before = former.products[place];
    if (before === undefined) return -1;
    const now = places.get(before.product.id);
    if (now === undefined || !matchAlike(before, catalog.products[now] as CompiledProduct))
      return -1;
    isCovered[now] = 1;
    return now;
  });
  const changed: number[] = [];
  isCovered.forEach((covered, place) => {
    if (covered === 0) changed.push(place);
  });
  if (changed.length > CHANGED_AT_MOST) return;
  const segments: Segment[] = [{ ...base, productOf }];
  if (changed.length > 0) {
    const products = changed.map((place) => catalog.products[place] as CompiledProduct);
    const data = buildSegment(catalog, products);
    segments.push(openSegment(catalog, data, Int32Array.from(changed)));
  }
  keepEngine(catalog, segments);
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
export function matchAlike(one: CompiledProduct, other: CompiledProduct): boolean {
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
