import { type BitRows, rowAddress, uniteListed } from '../../arrays/bit-rows-kernel.ts';
import type { FactList } from '../../criteria/index.ts';
import type { FieldValue } from '../../model/index.ts';
import type { SetKeys, SetTable } from './choices-kernel.ts';
import type { SetArm } from './data.ts';
import { SET_BITS, SETS_REMEMBERED } from './set-kernel.ts';

/** Labels that fit the number by which a set of an arm of many labels is remembered. */
const LABELS_IN_KEY = 31;

/** Reads the keys of one field, whose labels are looked up once for all arms. */
export interface SetReader {
  /** Place of the field in a list of facts. */
  readonly place: number;
  /** Its keys of bits, and behind them one for each arm of many labels. */
  readonly key: number;
  readonly count: number;
  /** Labels that some arm names. */
  readonly labelOf: ReadonlyMap<string, number>;
  /** By label and key of bits: the bits of the label. */
  readonly bits: Int32Array;
  readonly wide: readonly WideSet[];
  /** For those: labels that are held, of the need at hand. */
  readonly held: Int32Array;
  /** By label, the turn in which it was held last; and turns. */
  readonly heldIn: Float64Array;
  turn: number;
}

/** An arm of many labels. */
interface WideSet extends SetTable {
  /** By label of the field, its place among those of the arm; -1: the arm does not name it. */
  readonly ownOf: Int32Array;
  /** Those that are held. */
  readonly own: Int32Array;
  /** The set that each row of `scratch` was made for: a bit for each label; 0: none. */
  readonly sets: Int32Array;
}

export function openSets(
  sets: readonly SetKeys[],
  places: readonly number[],
): readonly SetReader[] {
  return sets.map(({ field, labels, key, count, bits, wide }) => ({
    place: places[field]!,
    key,
    count,
    labelOf: new Map(labels.map((label, i) => [label, i])),
    bits,
    wide: wide.map((one) => ({
      ...one,
      ownOf: Int32Array.from(labels, (label) => one.arm.labels.indexOf(label)),
      own: new Int32Array(one.arm.labels.length),
      sets: new Int32Array(SETS_REMEMBERED),
    })),
    held: new Int32Array(labels.length),
    heldIn: new Float64Array(labels.length),
    turn: 0,
  }));
}

/** Reads all fields of sets, and makes the rows of arms of many labels. */
export function readSets(
  readers: readonly SetReader[],
  facts: FactList,
  keys: Int32Array,
  rows: BitRows,
  tableRows: Int32Array,
): void {
  for (let i = 0; i < readers.length; i++) {
    const reader = readers[i]!;
    const { key, count, labelOf, bits, wide } = reader;
    const value: FieldValue | undefined = facts[reader.place];
    const end = key + count;
    if (value === undefined) {
      for (let k = key; k < end + wide.length; k++) keys[k] = -1;
      continue;
    }
    if (!Array.isArray(value)) throw new TypeError('readSets: a set of labels is a list');
    for (let k = key; k < end; k++) keys[k] = 0;
    const isHeld = wide.length > 0;
    if (isHeld) reader.turn += 1;
    let found = 0;
    for (let j = 0; j < value.length; j++) {
      const label = labelOf.get(value[j]!);
      if (label === undefined) continue;
      for (let k = 0; k < count; k++) keys[key + k]! |= bits[label * count + k]!;
      if (isHeld) found = holdLabel(reader, label, found);
    }
    for (let w = 0; w < wide.length; w++) {
      const one = wide[w]!;
      keys[one.key] = wideKey(one, reader.held, found, rows, tableRows);
    }
  }
}

/** Adds a label to those that are held, once; returns how many they are. */
function holdLabel({ held, heldIn, turn }: SetReader, label: number, found: number): number {
  if (heldIn[label] === turn) return found;
  heldIn[label] = turn;
  held[found] = label;
  return found + 1;
}

/** The key of an arm of many labels; where more than one of them is held, their row is made. */
function wideKey(
  { arm, ownOf, own, sets, rowsFrom }: WideSet,
  held: Int32Array,
  found: number,
  rows: BitRows,
  tableRows: Int32Array,
): number {
  let owned = 0;
  let set = 0;
  for (let i = 0; i < found; i++) {
    const label = ownOf[held[i]!]!;
    if (label < 0) continue;
    own[owned++] = label;
    set |= 1 << label;
  }
  if (owned === 0) return 0;
  if (owned === 1) return 1 + own[0]!;
  let row = arm.scratch;
  const key = 1 + arm.labels.length;
  if (arm.labels.length <= LABELS_IN_KEY) {
    const place = Math.imul(set, 0x9e3779b1) >>> (32 - SET_BITS);
    row += place;
    tableRows[rowsFrom + key] = row;
    if (sets[place] === set) return key;
    sets[place] = set;
  }
  makeRow(arm, own, owned, rows, row);
  return key;
}

/** An arm of few labels: its rows for sets of two labels or more are made when they are asked for. */
export interface NarrowSet extends SetTable {
  /** By row of `scratch`: the column it was made for; -1: none. */
  readonly columns: Int32Array;
  readonly own: Int32Array;
  /** The row that is made next. */
  next: number;
}

export function openNarrow(table: SetTable): NarrowSet {
  return {
    ...table,
    columns: new Int32Array(SETS_REMEMBERED).fill(-1),
    own: new Int32Array(table.arm.labels.length),
    next: 0,
  };
}

/** Makes the row of a column: in place of the one that was made longest ago. */
export function makeColumn(
  set: NarrowSet,
  column: number,
  rows: BitRows,
  tableRows: Int32Array,
): void {
  const { arm, columns, own, rowsFrom, next } = set;
  set.next = (next + 1) % SETS_REMEMBERED;
  const former = columns[next]!;
  if (former >= 0) tableRows[rowsFrom + former] = -1;
  columns[next] = column;
  let owned = 0;
  for (let left = column; left !== 0; left &= left - 1)
    own[owned++] = 31 - Math.clz32(left & -left);
  makeRow(arm, own, owned, rows, arm.scratch + next);
  tableRows[rowsFrom + column] = arm.scratch + next;
}

/** Makes the row of an arm for some of its labels. */
function makeRow(
  { acceptRows, spareRows }: SetArm,
  own: Int32Array,
  owned: number,
  rows: BitRows,
  row: number,
): void {
  const { starts, moreStarts } = rows;
  const spared = spareRows.length > 0 ? owned : 0;
  for (let i = 0; i < spared; i++) starts[i] = rowAddress(rows, spareRows[own[i]!]!);
  for (let i = 0; i < owned; i++) moreStarts[i] = rowAddress(rows, acceptRows[own[i]!]!);
  uniteListed(rows, spared, owned, row);
}
