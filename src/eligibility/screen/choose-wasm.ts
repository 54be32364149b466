import { type Arena, bytesOf, takeBytes, takeInts } from '../../arrays/arena.ts';
import type { BitRows } from '../../arrays/bit-rows-kernel.ts';
import { type Chooser, makeMissing } from './choose-kernel.ts';
import type { ScreenData } from './data.ts';

/** Numbers of a `ChooseTables`, as they stand in `choose.as.ts`. */
const NUMBERS = 24;

type ScreenRows = (tables: number, from: number) => number;

/** The rows of one need chosen and intersected by the module. */
export interface ChooseModule {
  readonly screenRows: ScreenRows;
  readonly tables: number;
}

/** What `openChooseModule` takes from an arena. */
export function chooseModuleBytes({ isFull }: ScreenData): number {
  return bytesOf(NUMBERS * 4, isFull.length);
}

/** `undefined`: there is no module. */
export function openChooseModule(
  arena: Arena,
  data: ScreenData,
  chooser: Chooser,
  rows: BitRows,
): ChooseModule | undefined {
  const screenRows = arena.functions?.['screenRows'] as ScreenRows | undefined;
  if (screenRows === undefined) return undefined;
  const isFull = takeBytes(arena, data.isFull.length);
  isFull.set(data.isFull);
  const { reader, ranges, tables, joints, passRows, possibleRows } = chooser;
  const endOf = (list: Int32Array) => list.byteOffset + list.byteLength;
  const [possible = 0, pass = 0] = rows.resultAt;
  const record = takeInts(arena, NUMBERS);
  record.set([
    ...[ranges.byteOffset, endOf(ranges), tables.byteOffset, endOf(tables)],
    ...[joints.byteOffset, endOf(joints), reader.figures.byteOffset, reader.keys.byteOffset],
    ...[chooser.cuts, chooser.flipStart, chooser.flips].map((list) => list.byteOffset),
    ...[chooser.tableRows, passRows, possibleRows, isFull].map((list) => list.byteOffset),
    ...[rows.starts.byteOffset, rows.moreStarts.byteOffset, rows.poolAt, possible, pass],
    ...[rows.words * 4, data.openSlots, data.fixedPossible, data.fixedPass],
  ]);
  return { screenRows, tables: record.byteOffset };
}

/** `choosePlainly` and `meetChosen` by the module. */
export function screenByModule(
  { screenRows, tables }: ChooseModule,
  chooser: Chooser,
  rows: BitRows,
): void {
  let missing = screenRows(tables, 0);
  while (missing >= 0) {
    makeMissing(chooser, missing, rows);
    missing = screenRows(tables, missing);
  }
}
