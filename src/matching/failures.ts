import type { Catalog, CompiledProduct } from '../catalog/index.ts';
import { conditionVerdicts, encodeNeed, judge } from '../eligibility/index.ts';
import type { Need } from '../model/index.ts';
import { compareText } from '../units/digest.ts';

/** How many products one condition turned away. */
export interface RejectionCount {
  readonly code: string;
  readonly products: number;
}

/** The products of which some condition fails, in the order of ids. */
export function failedProducts(catalog: Catalog, need: Need): readonly CompiledProduct[] {
  const encoded = encodeNeed(catalog, need);
  return catalog.products.filter(
    (compiled) => judge(conditionVerdicts(catalog, compiled, encoded)) === 'fail',
  );
}

/** Every condition that failed, the most frequent first; two of one code turn away one product. */
export function rejectionCounts(catalog: Catalog, need: Need): readonly RejectionCount[] {
  const encoded = encodeNeed(catalog, need);
  const failures = new Map<string, number>();
  for (const compiled of catalog.products) {
    const failed = conditionVerdicts(catalog, compiled, encoded).filter(
      (one) => one.verdict === 'fail',
    );
    for (const code of new Set(failed.map((one) => one.code))) {
      failures.set(code, (failures.get(code) ?? 0) + 1);
    }
  }
  return [...failures]
    .map(([code, products]) => ({ code, products }))
    .sort((a, b) => b.products - a.products || compareText(a.code, b.code));
}
