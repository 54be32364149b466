/*
 * The rows of a need chosen and intersected, in AssemblyScript: what `choosePlainly` and `meetChosen`
 * do, in one pass. TypeScript of numbers and addresses.
 */
import { intersect, unite } from '../../arrays/rows.as';

/** As in `Choices.ranges`. */
@unmanaged
class RangeRecord {
  at: i32;
  figure: i32;
  cuts: i32;
  end: i32;
  firstRow: i32;
  spacing: i32;
  missingPass: i32;
  missingPossible: i32;
  scratch: i32;
  flipsFrom: i32;
}

/** As in `Choices.tables`. */
@unmanaged
class TableRecord {
  at: i32;
  key: i32;
  shift: i32;
  mask: i32;
  pass: i32;
  possible: i32;
  missingPass: i32;
  missingPossible: i32;
}

/** As in `Choices.joints`. */
@unmanaged
class JointRecord {
  at: i32;
  from: i32;
  end: i32;
  basePass: i32;
  basePossible: i32;
  scratch: i32;
}

/** Addresses, and the numbers behind them: `openChooseModule` fills it in the same order. */
@unmanaged
class ChooseTables {
  rangesAt: usize;
  rangesEnd: usize;
  tablesAt: usize;
  tablesEnd: usize;
  jointsAt: usize;
  jointsEnd: usize;
  figuresAt: usize;
  keysAt: usize;
  cutsAt: usize;
  flipStartAt: usize;
  flipsAt: usize;
  tableRowsAt: usize;
  passRowsAt: usize;
  possibleRowsAt: usize;
  isFullAt: usize;
  startsAt: usize;
  moreStartsAt: usize;
  poolAt: usize;
  possibleAt: usize;
  passAt: usize;
  rowBytes: usize;
  slots: i32;
  fixedPossible: i32;
  fixedPass: i32;
}

/** Cuts that are counted, two at a time; more are halved first. */
const COUNTED: i32 = 16;

/**
 * How many of `count` ascending numbers are at most `value`. Behind the last one stands a number that is
 * none, so that two can be read at a time: what lies behind the part that is counted is greater than
 * `value`, or none.
 */
function rankOf(cuts: usize, count: i32, value: f64): i32 {
  let low = cuts;
  let left = count;
  while (left > COUNTED) {
    const half = left >> 1;
    const next = low + ((<usize>half) << 3);
    low = select(next, low, load<f64>(next - 8) <= value);
    left -= half;
  }
  const values = f64x2.splat(value);
  let counts = i64x2.splat(0);
  const end = low + ((<usize>left) << 3);
  for (let at = low; at < end; at += 16) {
    counts = i64x2.sub(counts, f64x2.le(v128.load(at), values));
  }
  const counted = <i32>i64x2.extract_lane(counts, 0) + <i32>i64x2.extract_lane(counts, 1);
  return <i32>((low - cuts) >> 3) + counted;
}

/** `betweenRow` of the kernel. */
function rowBetween(tables: ChooseTables, record: RangeRecord, rank: i32): i32 {
  const spacing = record.spacing;
  const kept = rank / spacing;
  const known = record.firstRow + kept;
  if (kept * spacing === rank) return known;
  const bytes = tables.rowBytes;
  const to = tables.poolAt + <usize>record.scratch * bytes;
  memory.copy(to, tables.poolAt + <usize>known * bytes, bytes);
  const starts = tables.flipStartAt + ((<usize>record.flipsFrom) << 2);
  const end = tables.flipsAt + ((<usize>load<u32>(starts + ((<usize>rank) << 2))) << 2);
  let at = tables.flipsAt + ((<usize>load<u32>(starts + ((<usize>(kept * spacing)) << 2))) << 2);
  for (; at < end; at += 4) {
    const row = load<u32>(at);
    const word = to + ((<usize>(row >> 5)) << 2);
    store<u32>(word, load<u32>(word) ^ ((<u32>1) << (row & 31)));
  }
  return record.scratch;
}

/** The union of a base row and of the rows that the arms of a joint slot chose, in a row of its own. */
function uniteRows(
  tables: ChooseTables,
  base: i32,
  chosenAt: usize,
  record: JointRecord,
  to: i32,
): void {
  const bytes = tables.rowBytes;
  const poolAt = tables.poolAt;
  const listAt = tables.startsAt;
  store<usize>(listAt, poolAt + <usize>base * bytes);
  let count = 1;
  for (let arm = record.from; arm < record.end; arm++) {
    const row = load<i32>(chosenAt + ((<usize>arm) << 2));
    store<usize>(listAt + (count << 2), poolAt + <usize>row * bytes);
    count += 1;
  }
  unite(listAt, 0, listAt, count, bytes, poolAt + <usize>to * bytes);
}

/** The rows of every range. */
function chooseRanges(tables: ChooseTables): void {
  const figuresAt = tables.figuresAt;
  const cutsAt = tables.cutsAt;
  const passRowsAt = tables.passRowsAt;
  const possibleRowsAt = tables.possibleRowsAt;
  const end = tables.rangesEnd;
  for (let range = tables.rangesAt; range < end; range += offsetof<RangeRecord>()) {
    const record = changetype<RangeRecord>(range);
    const value = load<f64>(figuresAt + ((<usize>record.figure) << 3));
    // A fact that is unknown is none, and has the rank 0.
    const rank = rankOf(cutsAt + ((<usize>record.cuts) << 3), record.end - record.cuts, value);
    const row = record.spacing === 1 ? record.firstRow + rank : rowBetween(tables, record, rank);
    const at = (<usize>record.at) << 2;
    store<i32>(passRowsAt + at, select(row, record.missingPass, value === value));
    store<i32>(possibleRowsAt + at, select(row, record.missingPossible, value === value));
  }
}

/** The rows of all other arms, from a record on; the first whose row is still to be made, or -1. */
function chooseFromTables(tables: ChooseTables, from: i32): i32 {
  const keysAt = tables.keysAt;
  const rowsAt = tables.tableRowsAt;
  const passRowsAt = tables.passRowsAt;
  const possibleRowsAt = tables.possibleRowsAt;
  const end = tables.tablesEnd;
  let table = tables.tablesAt + <usize>from * offsetof<TableRecord>();
  for (; table < end; table += offsetof<TableRecord>()) {
    const record = changetype<TableRecord>(table);
    const key = load<i32>(keysAt + ((<usize>record.key) << 2));
    const isKnown = key >= 0;
    const column = select((key >>> record.shift) & record.mask, 0, isKnown);
    const pass = load<i32>(rowsAt + ((<usize>(record.pass + column)) << 2));
    const possible = load<i32>(rowsAt + ((<usize>(record.possible + column)) << 2));
    if (isKnown && pass < 0) {
      return <i32>((table - tables.tablesAt) / offsetof<TableRecord>());
    }
    const at = (<usize>record.at) << 2;
    store<i32>(passRowsAt + at, select(pass, record.missingPass, isKnown));
    store<i32>(possibleRowsAt + at, select(possible, record.missingPossible, isKnown));
  }
  return -1;
}

/** `uniteArms` of the kernel, for every joint slot. */
function uniteArms(tables: ChooseTables): void {
  const passRowsAt = tables.passRowsAt;
  const possibleRowsAt = tables.possibleRowsAt;
  const end = tables.jointsEnd;
  for (let joint = tables.jointsAt; joint < end; joint += offsetof<JointRecord>()) {
    const record = changetype<JointRecord>(joint);
    let isOpen = record.basePass !== record.basePossible;
    for (let arm = record.from; arm < record.end; arm++) {
      const at = (<usize>arm) << 2;
      if (load<i32>(passRowsAt + at) !== load<i32>(possibleRowsAt + at)) isOpen = true;
    }
    const at = (<usize>record.at) << 2;
    uniteRows(tables, record.basePass, passRowsAt, record, record.scratch);
    store<i32>(passRowsAt + at, record.scratch);
    store<i32>(possibleRowsAt + at, record.scratch);
    if (!isOpen) continue;
    uniteRows(tables, record.basePossible, possibleRowsAt, record, record.scratch + 1);
    store<i32>(possibleRowsAt + at, record.scratch + 1);
  }
}

/**
 * Chooses the rows of every open slot and intersects them. The answer is the table record whose row is
 * still to be made, from which whoever made it goes on; -1: all is done.
 */
export function screenRows(tables: ChooseTables, from: i32): i32 {
  const missing = chooseFromTables(tables, from);
  if (missing >= 0) return missing;
  chooseRanges(tables);
  uniteArms(tables);
  const passRowsAt = tables.passRowsAt;
  const possibleRowsAt = tables.possibleRowsAt;
  const isFullAt = tables.isFullAt;
  const poolAt = tables.poolAt;
  const bytes = tables.rowBytes;
  const startsAt = tables.startsAt;
  const moreStartsAt = tables.moreStartsAt;
  store<usize>(startsAt, poolAt + <usize>tables.fixedPossible * bytes);
  store<usize>(moreStartsAt, poolAt + <usize>tables.fixedPass * bytes);
  let count = 1;
  let more = 1;
  const end = tables.slots << 2;
  // Every row is written, and stays where it counts.
  for (let at = 0; at < end; at += 4) {
    const possible = load<i32>(possibleRowsAt + at);
    const pass = load<i32>(passRowsAt + at);
    store<usize>(startsAt + (count << 2), poolAt + <usize>possible * bytes);
    count += i32(load<u8>(isFullAt + possible) === 0);
    store<usize>(moreStartsAt + (more << 2), poolAt + <usize>pass * bytes);
    more += i32(pass !== possible);
  }
  intersect(startsAt, count, moreStartsAt, more, bytes, tables.possibleAt, tables.passAt);
  return -1;
}
