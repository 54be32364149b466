import { compareText } from '../../units/digest.ts';

/**
 * Plain data with columns in it, taken apart for a container: all columns of one kind stand one after
 * the other in one section, the rest is JSON in which a column is `{ "column": [kind, first, count] }`.
 */

type Column = Uint8Array | Uint16Array | Int32Array | Uint32Array | Float64Array;

/** Kinds of columns, by the names of their sections. */
const KINDS = ['Uint8Array', 'Uint16Array', 'Int32Array', 'Uint32Array', 'Float64Array'] as const;
type Kind = (typeof KINDS)[number];

const MAKERS = { Uint8Array, Uint16Array, Int32Array, Uint32Array, Float64Array } as const;

/** A tree taken apart: what is left of it is JSON. */
export interface PackedTree {
  readonly rest: unknown;
  readonly columns: Readonly<Record<Kind, Column>>;
}

interface Packing {
  readonly parts: Readonly<Record<Kind, Column[]>>;
  readonly counts: Record<Kind, number>;
}

export function packTree(tree: unknown): PackedTree {
  const packing: Packing = {
    parts: { Uint8Array: [], Uint16Array: [], Int32Array: [], Uint32Array: [], Float64Array: [] },
    counts: { Uint8Array: 0, Uint16Array: 0, Int32Array: 0, Uint32Array: 0, Float64Array: 0 },
  };
  const rest = takeApart(tree, packing);
  const { parts, counts } = packing;
  return {
    rest,
    columns: {
      Uint8Array: join(Uint8Array, parts.Uint8Array, counts.Uint8Array),
      Uint16Array: join(Uint16Array, parts.Uint16Array, counts.Uint16Array),
      Int32Array: join(Int32Array, parts.Int32Array, counts.Int32Array),
      Uint32Array: join(Uint32Array, parts.Uint32Array, counts.Uint32Array),
      Float64Array: join(Float64Array, parts.Float64Array, counts.Float64Array),
    },
  };
}

function takeApart(value: unknown, packing: Packing): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => takeApart(item, packing));
  if (!ArrayBuffer.isView(value)) {
    // In the order of keys, so that columns stand in one order however the data came to be.
    const members = Object.entries(value).sort(([a], [b]) => compareText(a, b));
    return Object.fromEntries(members.map(([key, one]) => [key, takeApart(one, packing)]));
  }
  const column = value as Column;
  const kind = kindOf(column);
  const first = packing.counts[kind];
  packing.parts[kind].push(column);
  packing.counts[kind] += column.length;
  return { column: [kind, first, column.length] };
}

function kindOf(column: Column): Kind {
  const kind = KINDS.find((name) => column[Symbol.toStringTag] === name);
  if (kind === undefined) throw new TypeError('packTree: a column of a kind that is not packed');
  return kind;
}

function join<T extends Column>(
  Maker: new (length: number) => T,
  parts: readonly Column[],
  count: number,
): T {
  const joined = new Maker(count);
  let at = 0;
  for (const part of parts) {
    joined.set(part as never, at);
    at += part.length;
  }
  return joined;
}

/** Finds the column of a kind. */
type ColumnOf = (kind: Kind) => Column | undefined;

/**
 * Puts a tree together again; its columns are views. `undefined` where the JSON names a column that
 * is not there or has a key that reaches a prototype.
 */
export function unpackTree(json: string, columnOf: ColumnOf): unknown | undefined {
  try {
    const whole = { tree: JSON.parse(json) as unknown };
    return putTogether(whole, columnOf) ? whole.tree : undefined;
  } catch {
    return undefined;
  }
}

/** Puts columns where the members of a value name them; `false` where one cannot be. */
function putTogether(value: object, columnOf: ColumnOf): boolean {
  const members = value as Record<string, unknown>;
  for (const key in members) {
    const member = members[key];
    if (typeof member !== 'object' || member === null) continue;
    if (key === '__proto__') return false;
    const place = placeOf(member);
    if (place === undefined) {
      if (!putTogether(member, columnOf)) return false;
      continue;
    }
    const [kind, first, count] = place;
    const column = columnOf(kind);
    if (!(column instanceof MAKERS[kind]) || first + count > column.length) return false;
    members[key] = column.subarray(first, first + count);
  }
  return true;
}

/** Which column a value stands for, if it stands for one. */
function placeOf(value: object): readonly [Kind, number, number] | undefined {
  if (!Object.hasOwn(value, 'column')) return undefined;
  const place = (value as { column: unknown }).column;
  if (!Array.isArray(place) || place.length !== 3) return undefined;
  const [kind, first, count] = place as [unknown, unknown, unknown];
  const isPlace = isCount(first) && isCount(count) && KINDS.includes(kind as Kind);
  return isPlace ? [kind as Kind, first, count] : undefined;
}

const isCount = (value: unknown): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 0;
