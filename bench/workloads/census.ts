import type { Catalog, Need } from '../../src/index.ts';
import type { Criterion } from '../../src/model/index.ts';
import { conditionVerdicts, encodeNeed, judge } from '../../src/reference.ts';

/** What a workload asks, measured by the rule itself. */
export interface Census {
  readonly products: number;
  /** Fields that some hard condition reads. */
  readonly fieldsInUse: number;
  readonly fieldsPerProduct: number;
  /** With validity, currency and limits on the amount. */
  readonly conditionsPerProduct: number;
  /** Pairs looked at. */
  readonly pairs: number;
  /** Shares of these pairs, in per cent. */
  readonly eligible: number;
  readonly undetermined: number;
}

/** Judges every product for these needs. */
export function census(catalog: Catalog, needs: readonly Need[]): Census {
  const fields = catalog.products.map((one) => new Set(one.conditions.flatMap(fieldsOf)));
  const products = catalog.products.length;
  let conditions = 0;
  let passed = 0;
  let open = 0;
  for (const need of needs) {
    const encoded = encodeNeed(catalog, need);
    for (const compiled of catalog.products) {
      const verdicts = conditionVerdicts(catalog, compiled, encoded);
      const verdict = judge(verdicts);
      conditions += verdicts.length;
      if (verdict === 'pass') passed += 1;
      else if (verdict === 'unknown') open += 1;
    }
  }
  const pairs = products * needs.length;
  return {
    products,
    fieldsInUse: new Set(fields.flatMap((set) => [...set])).size,
    fieldsPerProduct: rounded(fields.reduce((sum, set) => sum + set.size, 0) / products),
    conditionsPerProduct: rounded(conditions / pairs),
    pairs,
    eligible: rounded((100 * passed) / pairs),
    undetermined: rounded((100 * open) / pairs),
  };
}

function fieldsOf(criterion: Criterion): readonly string[] {
  switch (criterion.operator) {
    case 'ask':
      return [];
    case 'not':
      return fieldsOf(criterion.criterion);
    case 'all':
    case 'any':
      return criterion.criteria.flatMap(fieldsOf);
    default:
      return [criterion.field];
  }
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
