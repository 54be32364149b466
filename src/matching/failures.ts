import type { Catalog } from '../catalog/index.ts';
import { fieldNamed } from '../criteria/index.ts';
import type { Need } from '../model/index.ts';
import { compareText } from '../units/digest.ts';
import { countRejections, mendableProducts } from './engine/index.ts';
import { askEngine } from './is-need.ts';
import { isLever } from './near-miss/index.ts';

/** How many products one condition turned away. */
export interface RejectionCount {
  readonly code: string;
  readonly products: number;
}

/**
 * Places of the products of which some condition fails, but for those that no change of facts can
 * open. Those that fail once stand first.
 */
export function mendable(catalog: Catalog, need: Need): readonly number[] {
  const isChangeable = (field: string) =>
    fieldNamed(catalog.registry, field).effort !== undefined || isLever(field);
  return askEngine('nearMisses', catalog, need, (engine) =>
    mendableProducts(engine, need, isChangeable),
  );
}

/** Every condition that failed, the most frequent first; two of one code turn away one product. */
export function rejectionCounts(catalog: Catalog, need: Need): readonly RejectionCount[] {
  return [...askEngine('match', catalog, need, countRejections)]
    .map(([code, products]) => ({ code, products }))
    .sort((a, b) => b.products - a.products || compareText(a.code, b.code));
}
