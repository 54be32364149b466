import type { Arm, CodeArm, NumberArm, ScreenData, SetArm, ValueArm } from './data.ts';
import { codePlace } from './value-kernel.ts';

/**
 * How the rows of all arms are found, kind by kind, as lists of records: one loop for each kind, in
 * which every turn does the same. Every fact becomes one number first. That of a range is its figure;
 * that of all other arms is a whole number, its key, which stands for a column of their tables.
 */
export interface Choices {
  /**
   * Ranges, a record of ten numbers for each:
   *
   *   0 where the two rows are written     5 ranks from one row to the next
   *   1 place of its figure                6 row of a missing fact that passes, 7 that may pass
   *   2 first cut, 3 end of the cuts       8 where a row between is made
   *   4 first row                          9 first entry of `flipStart`
   */
  readonly ranges: Int32Array;
  /** The cuts of all ranges; behind those of each stands one that is no number. */
  readonly cuts: Float64Array;
  /** By entry: where its flips begin, for the last of a range where they end. Of ranges with rows between. */
  readonly flipStart: Uint32Array;
  readonly flips: Uint32Array;
  /**
   * All other arms, a record of eight numbers for each:
   *
   *   0 where the two rows are written     4 first column of `tableRows`, of rows that pass,
   *   1 place of its key                   5 of rows that may pass
   *   2 bits to leave out, 3 bits to take  6 row of a missing fact that passes, 7 that may pass
   */
  readonly tables: Int32Array;
  /** By column: a row; -1: it is made when it is first asked for. */
  readonly tableRows: Int32Array;
  /**
   * Joint slots, a record of six numbers for each:
   *
   *   0 where the two rows are written     3 base row that passes, 4 that may pass
   *   1 first arm, 2 end of the arms       5 two rows to make unions in
   */
  readonly joints: Int32Array;
  /** By figure: its field. */
  readonly figureFields: Int32Array;
  readonly values: readonly TextKeys[];
  readonly codes: readonly TextKeys[];
  readonly sets: readonly SetKeys[];
  /** How many keys there are, and how many rows are chosen. */
  readonly keys: number;
  readonly chosen: number;
}

export const RANGE_WIDTH = 10;
export const TABLE_WIDTH = 8;
export const JOINT_WIDTH = 6;

/** The key of one field of texts: the place of its value, `count` for a value that no arm names. */
export interface TextKeys {
  readonly field: number;
  readonly key: number;
  readonly texts: readonly string[];
}

/** Keys of one field of sets: bits for the labels of some arms, and for each arm of many labels a place. */
export interface SetKeys {
  readonly field: number;
  readonly labels: readonly string[];
  /** First of its keys of bits, and how many. */
  readonly key: number;
  readonly count: number;
  /** By label and key: the bits of the label in the key. */
  readonly bits: Int32Array;
  readonly narrow: readonly SetTable[];
  readonly wide: readonly SetTable[];
}

export interface SetTable {
  readonly arm: SetArm;
  readonly key: number;
  /** Its record. */
  readonly table: number;
  /** Its first column of `tableRows`. */
  readonly rowsFrom: number;
}

/** Most labels of an arm for which every set has a column of its own. */
const LABELS_IN_TABLE = 10;
/** Bits of a key: the sign says that the fact is missing. */
const KEY_BITS = 31;
/** What takes all bits of a key. */
const ALL_BITS = 0x7fffffff;

interface Placed<A extends Arm> {
  readonly arm: A;
  readonly at: number;
}

interface Placing {
  readonly numbers: Placed<NumberArm>[];
  readonly values: Placed<ValueArm>[];
  readonly codes: Placed<CodeArm>[];
  readonly sets: Placed<SetArm>[];
}

/** What grows while arms are laid out. */
interface Growing {
  readonly tables: number[];
  readonly tableRows: number[];
  keys: number;
}

/** Lays out how rows are found. O(cuts + columns). */
export function layChoices({ slots, openSlots }: ScreenData): Choices {
  const placing: Placing = { numbers: [], values: [], codes: [], sets: [] };
  const joints: number[] = [];
  let chosen = openSlots;
  for (let at = 0; at < openSlots; at++) {
    const slot = slots[at]!;
    if (slot.kind === 'simple') placeArm(placing, slot.arm, at);
    if (slot.kind !== 'joint') continue;
    const { arms, basePass, basePossible, scratch } = slot;
    joints.push(at, chosen, chosen + arms.length, basePass, basePossible, scratch);
    for (const arm of arms) placeArm(placing, arm, chosen++);
  }
  const growing: Growing = { tables: [], tableRows: [], keys: 0 };
  const values = eachField(placing.values).map((arms) => layValues(growing, arms));
  const codes = eachField(placing.codes).map((arms) => layCodes(growing, arms));
  const sets = eachField(placing.sets).map((arms) => laySets(growing, arms));
  return {
    ...layRanges(placing.numbers),
    tables: Int32Array.from(growing.tables),
    tableRows: Int32Array.from(growing.tableRows),
    joints: Int32Array.from(joints),
    values,
    codes,
    sets,
    keys: growing.keys,
    chosen,
  };
}

function placeArm({ numbers, values, codes, sets }: Placing, arm: Arm, at: number): void {
  if (arm.kind === 'number') numbers.push({ arm, at });
  else if (arm.kind === 'value') values.push({ arm, at });
  else if (arm.kind === 'code') codes.push({ arm, at });
  else sets.push({ arm, at });
}

/** Arms of the same field, together. */
function eachField<A extends Arm>(placed: readonly Placed<A>[]): readonly Placed<A>[][] {
  const groups = new Map<number, Placed<A>[]>();
  for (const one of placed) {
    const known = groups.get(one.arm.field);
    if (known === undefined) groups.set(one.arm.field, [one]);
    else known.push(one);
  }
  return [...groups.values()];
}

function layRanges(numbers: readonly Placed<NumberArm>[]) {
  const figureFields = [...new Set(numbers.map(({ arm }) => arm.field))];
  const placeOf = new Map(figureFields.map((field, place) => [field, place]));
  const ranges: number[] = [];
  const cuts = new Float64Array(numbers.reduce((sum, { arm }) => sum + arm.cuts.length + 1, 0));
  const sparse = numbers.filter(({ arm }) => arm.spacing > 1);
  const flipStart = new Uint32Array(sparse.reduce((sum, { arm }) => sum + arm.flipStart.length, 0));
  const flips = new Uint32Array(sparse.reduce((sum, { arm }) => sum + arm.flips.length, 0));
  let cutsFrom = 0;
  let flipsFrom = 0;
  let flipped = 0;
  for (const { arm, at } of numbers) {
    const { firstRow, spacing, missingPass, missingPossible, scratch } = arm;
    const end = cutsFrom + arm.cuts.length;
    ranges.push(at, placeOf.get(arm.field)!, cutsFrom, end, firstRow, spacing);
    ranges.push(missingPass, missingPossible, scratch, flipsFrom);
    cuts.set(arm.cuts, cutsFrom);
    cuts[end] = Number.NaN;
    cutsFrom = end + 1;
    if (spacing === 1) continue;
    for (let rank = 0; rank < arm.flipStart.length; rank++) {
      flipStart[flipsFrom++] = flipped + arm.flipStart[rank]!;
    }
    flips.set(arm.flips, flipped);
    flipped += arm.flips.length;
  }
  return {
    ranges: Int32Array.from(ranges),
    cuts,
    flipStart,
    flips,
    figureFields: Int32Array.from(figureFields),
  };
}

function layValues(growing: Growing, placed: readonly Placed<ValueArm>[]): TextKeys {
  const { tables, tableRows } = growing;
  const key = growing.keys++;
  const texts = [...new Set(placed.flatMap(({ arm }) => arm.values))];
  for (const { arm, at } of placed) {
    const rowOf = new Map(arm.values.map((value, i) => [value, arm.rows[i]!]));
    const from = tableRows.length;
    tables.push(at, key, 0, ALL_BITS, from, from, arm.missingPass, arm.missingPossible);
    for (const value of texts) tableRows.push(rowOf.get(value) ?? arm.otherRow);
    tableRows.push(arm.otherRow);
  }
  return { field: placed[0]!.arm.field, key, texts };
}

/**
 * Codes of one field, whose nodes are those of all its arms. What begins with a node of all begins with
 * the same nodes of an arm, so that a place among all is a place among those of the arm.
 */
function layCodes(growing: Growing, placed: readonly Placed<CodeArm>[]): TextKeys {
  const { tables, tableRows } = growing;
  const key = growing.keys++;
  const texts = [...new Set(placed.flatMap(({ arm }) => arm.nodes))];
  for (const { arm, at } of placed) {
    const nodes = arm.nodes.length;
    const placeOf = new Map(arm.nodes.map((node, place) => [node, place]));
    const own = texts.map((text) => placeOf.get(text) ?? codePlace(placeOf, nodes, text));
    const below = own.map((place) => (place < nodes ? nodes + place : place));
    const places = [...own, ...below, nodes + nodes];
    const pass = tableRows.length;
    const rowAt = (rows: Int32Array, place: number) =>
      place < nodes ? rows[place]! : arm.belowRows[place - nodes]!;
    for (const place of places) tableRows.push(rowAt(arm.passRows, place));
    const possible = tableRows.length;
    for (const place of places) tableRows.push(rowAt(arm.possibleRows, place));
    tables.push(at, key, 0, ALL_BITS, pass, possible, arm.missingPass, arm.missingPossible);
  }
  return { field: placed[0]!.arm.field, key, texts };
}

/**
 * Sets of one field. Arms of few labels share keys of bits, and have a column for every set; an arm of
 * many labels has a key of its own: 0 for none of its labels, 1 + label for one, and one for more.
 */
function laySets(growing: Growing, placed: readonly Placed<SetArm>[]): SetKeys {
  const isNarrow = ({ arm }: Placed<SetArm>) => arm.labels.length <= LABELS_IN_TABLE;
  const labels = [...new Set(placed.flatMap(({ arm }) => arm.labels))];
  const key = growing.keys;
  let shift = 0;
  const bits: number[][] = labels.map(() => []);
  const narrow = placed.filter(isNarrow).map(({ arm, at }) => {
    const count = arm.labels.length;
    if (growing.keys === key || shift + count > KEY_BITS) {
      growing.keys += 1;
      shift = 0;
      for (const own of bits) own.push(0);
    }
    const own = growing.keys - 1;
    arm.labels.forEach((label, i) => {
      bits[labels.indexOf(label)]![own - key]! |= 1 << (shift + i);
    });
    const table = layTable(growing, arm, at, own, shift, 2 ** count - 1);
    for (let column = 0; column < 2 ** count; column++) {
      growing.tableRows.push(columnRow(arm, column));
    }
    shift += count;
    return table;
  });
  const count = growing.keys - key;
  const wide = placed
    .filter((one) => !isNarrow(one))
    .map(({ arm, at }) => {
      const table = layTable(growing, arm, at, growing.keys++, 0, ALL_BITS);
      growing.tableRows.push(arm.noneRow, ...arm.onlyRows, arm.scratch);
      return table;
    });
  const { field } = placed[0]!.arm;
  return { field, labels, key, count, bits: Int32Array.from(bits.flat()), narrow, wide };
}

function layTable(
  { tables, tableRows }: Growing,
  arm: SetArm,
  at: number,
  key: number,
  shift: number,
  mask: number,
): SetTable {
  const table = tables.length / TABLE_WIDTH;
  const rowsFrom = tableRows.length;
  tables.push(at, key, shift, mask, rowsFrom, rowsFrom, arm.missingPass, arm.missingPossible);
  return { arm, key, table, rowsFrom };
}

/** The row for a set, a bit for each label, where there is one from the first. */
function columnRow({ noneRow, onlyRows }: SetArm, column: number): number {
  if (column === 0) return noneRow;
  const isOnly = (column & (column - 1)) === 0;
  return isOnly ? onlyRows[31 - Math.clz32(column)]! : -1;
}
