import type { BitRows } from '../../arrays/bit-rows-kernel.ts';
import type { FactList } from '../../criteria/index.ts';
import type { FieldValue } from '../../model/index.ts';
import type { Choices, TextKeys } from './choices-kernel.ts';
import { openSets, readSets, type SetReader } from './set-rows-kernel.ts';
import { codePlace } from './value-kernel.ts';

/** Codes whose places are remembered; a reserve uses a few hundred. */
const CODES_REMEMBERED = 4096;

/** Reads facts into figures and keys: every field is looked at once, whatever its arms. */
export interface KeyReader {
  /** Facts of ranges; NaN: unknown. */
  readonly figures: Float64Array;
  /** Facts of all other arms; -1: unknown. */
  readonly keys: Int32Array;
  /** By figure: place in a list of facts. */
  readonly figurePlaces: Int32Array;
  readonly values: readonly TextReader[];
  readonly codes: readonly TextReader[];
  readonly sets: readonly SetReader[];
}

interface TextReader {
  /** Place in a list of facts. */
  readonly place: number;
  readonly key: number;
  readonly placeOf: Map<string, number>;
  readonly count: number;
}

/** `places`: by field, its place in a list of facts. */
export function openKeys(
  { figureFields, values, codes, sets }: Choices,
  places: readonly number[],
  figures: Float64Array,
  keys: Int32Array,
): KeyReader {
  const openText = ({ field, key, texts }: TextKeys): TextReader => ({
    place: places[field]!,
    key,
    placeOf: new Map(texts.map((text, place) => [text, place])),
    count: texts.length,
  });
  return {
    figures,
    keys,
    figurePlaces: figureFields.map((field) => places[field]!),
    values: values.map(openText),
    codes: codes.map(openText),
    sets: openSets(sets, places),
  };
}

/** Reads the facts of a need. Throws TypeError where a set of labels is no list. O(fields + labels). */
export function readKeys(
  reader: KeyReader,
  facts: FactList,
  rows: BitRows,
  tableRows: Int32Array,
): void {
  const { figures, keys, figurePlaces, values, codes, sets } = reader;
  for (let i = 0; i < figurePlaces.length; i++) {
    const value: FieldValue | undefined = facts[figurePlaces[i]!];
    figures[i] = value === undefined ? Number.NaN : (value as number);
  }
  for (let i = 0; i < values.length; i++) {
    const { place, key, placeOf, count } = values[i]!;
    const value: FieldValue | undefined = facts[place];
    if (value === undefined) keys[key] = -1;
    else {
      const known = placeOf.get(textOf(value));
      keys[key] = known === undefined ? count : known;
    }
  }
  for (let i = 0; i < codes.length; i++) {
    const { place, key, placeOf, count } = codes[i]!;
    const value: FieldValue | undefined = facts[place];
    if (value === undefined) keys[key] = -1;
    else {
      const known = placeOf.get(value as string);
      keys[key] = known === undefined ? rememberCode(placeOf, count, value as string) : known;
    }
  }
  readSets(sets, facts, keys, rows, tableRows);
}

/** As `String` writes it, which is slow for the two values that are common. */
function textOf(value: FieldValue): string {
  if (typeof value === 'string') return value;
  return value === true ? 'true' : value === false ? 'false' : String(value);
}

/** Codes repeat. */
function rememberCode(placeOf: Map<string, number>, nodes: number, code: string): number {
  const place = codePlace(placeOf, nodes, code);
  if (placeOf.size >= nodes + CODES_REMEMBERED) {
    for (const [key, at] of placeOf) if (at >= nodes) placeOf.delete(key);
  }
  placeOf.set(code, place);
  return place;
}
