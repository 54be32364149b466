import type { Catalog } from '../../catalog/index.ts';
import {
  type FactContext,
  type FactReader,
  FIGURE_TYPES,
  factReader,
  fieldIndex,
} from '../../criteria/index.ts';
import { hasCurrency } from '../../eligibility/index.ts';
import type { FactSubjects } from '../../model/facts/index.ts';
import type { FieldType, FieldValue, Need } from '../../model/index.ts';

/**
 * One fact of all needs of a table. Numbers stand as they are, NaN where unknown; all else as places
 * in a list of the different values, of which the first is `undefined`: unknown.
 *
 *   numbers   need 0 | need 1 | ...          8 bytes a need
 *   codes     need 0 | need 1 | ...          4 bytes a need
 *   values    undefined | 'small' | ...      at most one a need
 */
export interface FactColumn {
  readonly numbers: Float64Array | undefined;
  readonly codes: Int32Array | undefined;
  readonly values: readonly (FieldValue | undefined)[];
}

/**
 * The facts of the needs of a table by field: what `deriveFacts` says, read once. A column is made
 * when its field is first asked for, so that there are at most as many as fields in use.
 */
export interface NeedColumns {
  readonly needs: readonly Need[];
  readonly context: FactContext;
  /** By place of the field in the registry. */
  readonly byPlace: (FactColumn | undefined)[];
  /** 1: the need is stated in the catalog's currency. */
  readonly hasCurrency: Uint8Array;
  /** What is pledged, made when first asked for. */
  pledges: PledgeColumns | undefined;
  /** Needs with a fact that cannot be read, or is of another type than its field. */
  readonly strange: Set<number>;
}

export function createColumns(catalog: Catalog, needs: readonly Need[]): NeedColumns {
  const { asOf, head } = catalog;
  const context = head.sizeRule === undefined ? { asOf } : { asOf, sizeRule: head.sizeRule };
  const strange = new Set<number>();
  const isOurs = Uint8Array.from(needs, (need, index) =>
    hold(strange, index, () => hasCurrency(catalog, need)) === true ? 1 : 0,
  );
  return { needs, context, byPlace: [], hasCurrency: isOurs, pledges: undefined, strange };
}

/** What `read` gives; a need that it cannot read is strange. */
function hold<T>(strange: Set<number>, index: number, read: () => T): T | undefined {
  try {
    return read();
  } catch {
    strange.add(index);
    return undefined;
  }
}

/** The column of a field, made when first asked for. O(needs). */
export function columnOf(columns: NeedColumns, catalog: Catalog, field: string): FactColumn {
  const { registry } = catalog;
  const place = fieldIndex(registry, field);
  const known = columns.byPlace[place];
  if (known !== undefined) return known;
  const { type } = registry.fields[place]!;
  const read = factReader(field);
  const made = FIGURE_TYPES.includes(type)
    ? readNumbers(columns, read)
    : readCodes(columns, read, type);
  columns.byPlace[place] = made;
  return made;
}

/** Calls `take` with every fact that is known. */
function eachFact(
  { needs, context, strange }: NeedColumns,
  read: FactReader,
  take: (index: number, value: FieldValue) => void,
): void {
  const subjects = {} as FactSubjects;
  const takeOne = (index: number) => {
    const need = needs[index]!;
    subjects.need = need;
    subjects.enterprise = need.enterprise;
    subjects.project = need.project;
    const value = read(subjects, context);
    if (value !== undefined) take(index, value);
  };
  // What is inside a fact may be as hard to read as the fact.
  for (let index = 0; index < needs.length; index++) hold(strange, index, () => takeOne(index));
}

function readNumbers(columns: NeedColumns, read: FactReader): FactColumn {
  const numbers = new Float64Array(columns.needs.length).fill(Number.NaN);
  eachFact(columns, read, (index, value) => {
    // A fraction is strange too: the engine's ranges are of whole numbers.
    if (Number.isInteger(value)) numbers[index] = value as number;
    else columns.strange.add(index);
  });
  return { numbers, codes: undefined, values: [] };
}

function readCodes(columns: NeedColumns, read: FactReader, type: FieldType): FactColumn {
  const codes = new Int32Array(columns.needs.length);
  const values: (FieldValue | undefined)[] = [undefined];
  const places = new Map<FieldValue, number>();
  eachFact(columns, read, (index, value) => {
    const key = keyOf(value, type);
    if (key === undefined) {
      columns.strange.add(index);
      return;
    }
    let place = places.get(key);
    if (place === undefined) {
      place = values.length;
      places.set(key, place);
      values.push(value);
    }
    codes[index] = place;
  });
  return { numbers: undefined, codes, values };
}

/** Equal for equal values of a type; `undefined` for a value of another type. */
function keyOf(value: FieldValue, type: FieldType): FieldValue | undefined {
  if (type === 'set') {
    if (!Array.isArray(value)) return undefined;
    let key = '';
    // The length before each label keeps `a, b` apart from `a,b`.
    for (const label of value as readonly unknown[]) {
      if (typeof label !== 'string') return undefined;
      key += `${label.length}:${label}`;
    }
    return key;
  }
  if (typeof value === 'string') return value;
  return typeof value === 'boolean' && type === 'boolean' ? value : undefined;
}

/** The fact of one need. */
export function valueAt(
  { numbers, codes, values }: FactColumn,
  index: number,
): FieldValue | undefined {
  if (numbers === undefined) return values[codes![index]!];
  const value = numbers[index]!;
  return Number.isNaN(value) ? undefined : value;
}

/** The pledges of all needs; those of need `i` are `starts[i]` ... `starts[i + 1] - 1`. */
export interface PledgeColumns {
  readonly starts: Int32Array;
  /** By pledge: place in `types`, and value in minor units. */
  readonly typeOf: Int32Array;
  readonly values: Float64Array;
  readonly types: readonly string[];
  /** By need: 0 where it is not known what can be pledged. */
  readonly isKnown: Uint8Array;
}

/** The pledges of all needs; read when first asked for. */
export function pledgesOf(columns: NeedColumns): PledgeColumns {
  columns.pledges ??= readPledges(columns);
  return columns.pledges;
}

function readPledges({ needs, strange }: NeedColumns): PledgeColumns {
  const starts = new Int32Array(needs.length + 1);
  const isKnown = new Uint8Array(needs.length);
  const places = new Map<string, number>();
  const typeOf: number[] = [];
  const values: number[] = [];
  for (let index = 0; index < needs.length; index++) {
    hold(strange, index, () => {
      const { collateral } = needs[index]!;
      if (collateral === undefined) return;
      for (const { type, value } of collateral) {
        // It has no place: tables of haircuts are asked about names only.
        if (typeof type !== 'string' || !Number.isSafeInteger(value)) {
          strange.add(index);
          continue;
        }
        const place = places.get(type) ?? places.size;
        places.set(type, place);
        typeOf.push(place);
        values.push(value);
      }
      isKnown[index] = 1;
    });
    starts[index + 1] = typeOf.length;
  }
  return {
    starts,
    typeOf: Int32Array.from(typeOf),
    values: Float64Array.from(values),
    types: [...places.keys()],
    isKnown,
  };
}
