import { type Arena, bytesOf, takeFloats, takeInts, takeWords } from '../../arrays/arena.ts';
import {
  type BitRows,
  intersectListed,
  rowAddress,
  uniteListed,
} from '../../arrays/bit-rows-kernel.ts';
import { flipBit } from '../../arrays/bitset.ts';
import { type Choices, JOINT_WIDTH, RANGE_WIDTH, TABLE_WIDTH } from './choices-kernel.ts';
import type { ScreenData } from './data.ts';
import { type KeyReader, openKeys } from './keys-kernel.ts';
import { rankIn } from './number-kernel.ts';
import { makeColumn, type NarrowSet, openNarrow } from './set-rows-kernel.ts';

/** What `Choices` say, in an arena, and what is chosen for the need at hand. */
export interface Chooser {
  readonly reader: KeyReader;
  readonly ranges: Int32Array;
  readonly cuts: Float64Array;
  readonly flipStart: Uint32Array;
  readonly flips: Uint32Array;
  readonly tables: Int32Array;
  /** Rows that are made come and go. */
  readonly tableRows: Int32Array;
  readonly joints: Int32Array;
  /** Arms whose rows may have to be made, by their table. */
  readonly narrow: ReadonlyMap<number, NarrowSet>;
  /** Rows of slot `s` stand at `s`, those of the arms of joint slots behind all slots. */
  readonly passRows: Int32Array;
  readonly possibleRows: Int32Array;
}

/** What `openChooser` takes from an arena. */
export function chooserBytes(choices: Choices): number {
  const { ranges, cuts, flipStart, flips, tables, tableRows, joints } = choices;
  const { figureFields, keys, chosen } = choices;
  const columns = [ranges, cuts, flipStart, flips, tables, tableRows, joints];
  return (
    columns.reduce((sum, { byteLength }) => sum + bytesOf(byteLength), 0) +
    bytesOf(figureFields.length * 8, keys * 4, chosen * 4, chosen * 4)
  );
}

/** `places`: by field of the screen, its place in a list of facts. */
export function openChooser(choices: Choices, places: readonly number[], arena: Arena): Chooser {
  const keepInts = (from: Int32Array) => {
    const own = takeInts(arena, from.length);
    own.set(from);
    return own;
  };
  const keepWords = (from: Uint32Array) => {
    const own = takeWords(arena, from.length);
    own.set(from);
    return own;
  };
  // What every need looks at stands together.
  const figures = takeFloats(arena, choices.figureFields.length);
  const keys = takeInts(arena, choices.keys);
  const passRows = takeInts(arena, choices.chosen);
  const possibleRows = takeInts(arena, choices.chosen);
  const ranges = keepInts(choices.ranges);
  const tables = keepInts(choices.tables);
  const joints = keepInts(choices.joints);
  const cuts = takeFloats(arena, choices.cuts.length);
  cuts.set(choices.cuts);
  const narrow = choices.sets.flatMap((set) => set.narrow);
  return {
    reader: openKeys(choices, places, figures, keys),
    ranges,
    cuts,
    flipStart: keepWords(choices.flipStart),
    flips: keepWords(choices.flips),
    tables,
    tableRows: keepInts(choices.tableRows),
    joints,
    narrow: new Map(narrow.map((set) => [set.table, openNarrow(set)])),
    passRows,
    possibleRows,
  };
}

/** Makes the row that a table lacks for the need at hand. */
export function makeMissing(
  { reader, tables, tableRows, narrow }: Chooser,
  table: number,
  rows: BitRows,
): void {
  const record = table * TABLE_WIDTH;
  const key = reader.keys[tables[record + 1]!]!;
  const column = (key >>> tables[record + 2]!) & tables[record + 3]!;
  makeColumn(narrow.get(table)!, column, rows, tableRows);
}

/** Chooses the rows of every open slot for the figures and keys that were read. O(slots), and rows that are made. */
export function choosePlainly(chooser: Chooser, rows: BitRows): void {
  let missing = chooseFromTables(chooser, 0);
  while (missing >= 0) {
    makeMissing(chooser, missing, rows);
    missing = chooseFromTables(chooser, missing);
  }
  chooseRanges(chooser, rows);
  const { joints } = chooser;
  for (let joint = 0; joint < joints.length; joint += JOINT_WIDTH) {
    uniteArms(chooser, joint, rows);
  }
}

function chooseRanges(chooser: Chooser, rows: BitRows): void {
  const { reader, ranges, cuts, passRows, possibleRows } = chooser;
  const { figures } = reader;
  for (let r = 0; r < ranges.length; r += RANGE_WIDTH) {
    const at = ranges[r]!;
    const value = figures[ranges[r + 1]!]!;
    if (Number.isNaN(value)) {
      passRows[at] = ranges[r + 6]!;
      possibleRows[at] = ranges[r + 7]!;
      continue;
    }
    const rank = rankIn(cuts, ranges[r + 2]!, ranges[r + 3]!, value);
    const row = ranges[r + 5] === 1 ? ranges[r + 4]! + rank : betweenRow(chooser, r, rows, rank);
    passRows[at] = row;
    possibleRows[at] = row;
  }
}

/** The row of a rank where not every rank has one: it may have to be made, in the scratch row. */
function betweenRow(
  { ranges, flipStart, flips }: Chooser,
  range: number,
  { pool, words }: BitRows,
  rank: number,
): number {
  const spacing = ranges[range + 5]!;
  const kept = Math.floor(rank / spacing);
  const known = ranges[range + 4]! + kept;
  if (kept * spacing === rank) return known;
  const scratch = ranges[range + 8]!;
  const flipsFrom = ranges[range + 9]!;
  const to = scratch * words;
  pool.copyWithin(to, known * words, (known + 1) * words);
  const end = flipStart[flipsFrom + rank]!;
  for (let i = flipStart[flipsFrom + kept * spacing]!; i < end; i++) flipBit(pool, to, flips[i]!);
  return scratch;
}

/** The rows of all other arms, from a table on; the first whose row is still to be made, or -1. */
function chooseFromTables(
  { reader, tables, tableRows, passRows, possibleRows }: Chooser,
  from: number,
): number {
  const { keys } = reader;
  for (let t = from * TABLE_WIDTH; t < tables.length; t += TABLE_WIDTH) {
    const at = tables[t]!;
    const key = keys[tables[t + 1]!]!;
    if (key < 0) {
      passRows[at] = tables[t + 6]!;
      possibleRows[at] = tables[t + 7]!;
      continue;
    }
    const column = (key >>> tables[t + 2]!) & tables[t + 3]!;
    const pass = tableRows[tables[t + 4]! + column]!;
    if (pass < 0) return t / TABLE_WIDTH;
    passRows[at] = pass;
    possibleRows[at] = tableRows[tables[t + 5]! + column]!;
  }
  return -1;
}

/**
 * The rows of a joint slot: the union of its base and of the rows that its arms chose. Where no arm
 * leaves anything open, the two are one.
 */
function uniteArms(
  { joints, passRows, possibleRows }: Chooser,
  joint: number,
  rows: BitRows,
): void {
  const at = joints[joint]!;
  const from = joints[joint + 1]!;
  const end = joints[joint + 2]!;
  const basePass = joints[joint + 3]!;
  const basePossible = joints[joint + 4]!;
  const scratch = joints[joint + 5]!;
  let isOpen = basePass !== basePossible;
  for (let arm = from; arm < end; arm++) isOpen ||= passRows[arm] !== possibleRows[arm];
  uniteRows(rows, scratch, basePass, passRows, from, end);
  passRows[at] = scratch;
  possibleRows[at] = scratch;
  if (!isOpen) return;
  uniteRows(rows, scratch + 1, basePossible, possibleRows, from, end);
  possibleRows[at] = scratch + 1;
}

/** Row `to` becomes the union of row `base` and of the chosen rows `from` to `end`. */
function uniteRows(
  rows: BitRows,
  to: number,
  base: number,
  chosen: Int32Array,
  from: number,
  end: number,
): void {
  const { moreStarts } = rows;
  moreStarts[0] = rowAddress(rows, base);
  for (let i = from; i < end; i++) moreStarts[i - from + 1] = rowAddress(rows, chosen[i]!);
  uniteListed(rows, 0, end - from + 1, to);
}

/**
 * Intersects the chosen rows: the first result holds the products of which no screened condition
 * fails, the second those of which all pass. O(slots x words).
 */
export function meetChosen(
  { passRows, possibleRows }: Chooser,
  { isFull, openSlots, fixedPossible, fixedPass }: ScreenData,
  rows: BitRows,
): void {
  const { starts, moreStarts } = rows;
  starts[0] = rowAddress(rows, fixedPossible);
  moreStarts[0] = rowAddress(rows, fixedPass);
  let count = 1;
  let more = 1;
  for (let s = 0; s < openSlots; s++) {
    const pass = passRows[s]!;
    const possible = possibleRows[s]!;
    if (isFull[possible] === 0) starts[count++] = rowAddress(rows, possible);
    // The two families differ only where a fact is missing or known coarsely.
    if (pass !== possible) moreStarts[more++] = rowAddress(rows, pass);
  }
  intersectListed(rows, count, more);
}
