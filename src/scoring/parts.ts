import type { Catalog } from '../catalog/index.ts';
import { fieldNamed } from '../criteria/index.ts';
import type { Criterion, PreferencePart } from '../model/index.ts';

/** The part that a preference feeds: that of the first field it names. */
export function partOf(catalog: Catalog, criterion: Criterion): PreferencePart {
  const name = firstField(criterion);
  if (name === undefined) return 'standing';
  return fieldNamed(catalog.registry, name).part ?? 'standing';
}

function firstField(criterion: Criterion): string | undefined {
  switch (criterion.operator) {
    case 'ask':
      return undefined;
    case 'not':
      return firstField(criterion.criterion);
    case 'all':
    case 'any':
      return criterion.criteria.map(firstField).find((name) => name !== undefined);
    default:
      return criterion.field;
  }
}
