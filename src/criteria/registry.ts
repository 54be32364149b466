import { type Field, STANDARD_FIELDS } from '../model/index.ts';

/** The fields of a catalog, standard ones first; a field's index is its place in every fact list. */
export interface FieldRegistry {
  readonly fields: readonly Field[];
  readonly indexByName: ReadonlyMap<string, number>;
}

/** The standard fields and those a catalog declares; parsed documents have no clash of names. */
export function createRegistry(declared: readonly Field[] = []): FieldRegistry {
  const fields = [...STANDARD_FIELDS, ...declared];
  return { fields, indexByName: new Map(fields.map((field, index) => [field.name, index])) };
}

/** The index of a field that a parsed document named. Throws RangeError for a stranger. */
export function fieldIndex(registry: FieldRegistry, name: string): number {
  const index = registry.indexByName.get(name);
  if (index === undefined) throw new RangeError(`fieldIndex: no field is named ${name}`);
  return index;
}

/** The field of that name. Throws RangeError for a stranger. */
export function fieldNamed(registry: FieldRegistry, name: string): Field {
  return registry.fields[fieldIndex(registry, name)] as Field;
}
