/*
 * Criteria in columns, in AssemblyScript: `judgeOn` of the kernel beside this file, over the facts of
 * one need. Every name below that ends in `At` is the address of a first entry.
 */

/** A criterion, or a part of one. */
@unmanaged
class CriterionRecord {
  /** As in `Predicates.records`. */
  head: i32;
  /** Bytes from the first number to that of its field. */
  place: i32;
  /** Its one mark; or first and end of its list in the operands. */
  first: i32;
  end: i32;
  /** Ends of a range, both included. */
  least: f64;
  most: f64;
}

/** What a fact is to all that criteria hold it against in one way. */
@unmanaged
class ReaderRecord {
  /** A byte for each mark. */
  marksAt: usize;
  state: i32;
  /** Marks of the three repayment methods, one behind the other; 0: the reader looks at no method. */
  methodsAt: usize;
  /** How many marks there are. */
  count: i32;
}

/** `openJudge` fills it in the same order. */
@unmanaged
export class JudgeTables {
  recordsAt: usize;
  operandsAt: usize;
  /** Facts that are numbers, by place of their field; NaN: unknown. */
  numbersAt: usize;
  readersAt: usize;
  /** What is asked for: a reader, and its mark, or -1 for all of them. */
  reader: i32;
  mark: i32;
  /** The repayment method of a loan; -1: what the need wishes. */
  method: i32;
}

/** Records take two to the power of these, in bytes. */
const RECORD_SHIFT: usize = 5;
const READER_SHIFT: usize = 4;

const FAIL: i32 = 0;
const UNKNOWN: i32 = 1;
const PASS: i32 = 2;
/** No verdict: `reader` and `mark` say what must be told first. A mark that was not asked for is the same. */
export const UNASKED: i32 = 255;

/** States of a reader: its fact was not read for this need, or is unknown. */
const UNREAD: i32 = 0;
const NOTHING: i32 = 1;

/** Kinds of a record, as in the kernel. */
const ASK: i32 = 0;
const NOT: i32 = 1;
const ALL: i32 = 2;
const RANGE: i32 = 4;
const MARK: i32 = 5;
const WORST: i32 = 7;
const KIND_MASK: i32 = 7;
const TURNED: i32 = 8;
const HEAD_READER_SHIFT: i32 = 4;

/** The verdict on a criterion, or `UNASKED`. */
export function judge(tables: JudgeTables, place: i32): i32 {
  const record = changetype<CriterionRecord>(tables.recordsAt + ((<usize>place) << RECORD_SHIFT));
  const head = record.head;
  const kind = head & KIND_MASK;
  if (kind === RANGE) {
    const value = load<f64>(tables.numbersAt + record.place);
    // Nothing but NaN differs from itself.
    if (value !== value) return UNKNOWN;
    return select(PASS, FAIL, i32(value >= record.least) & i32(value <= record.most));
  }
  if (kind < RANGE) return judgeParts(tables, kind, record.first, record.end);
  const at = (<usize>(head >> HEAD_READER_SHIFT)) << READER_SHIFT;
  const verdict = readMark(tables, changetype<ReaderRecord>(tables.readersAt + at), kind, record);
  if (verdict !== UNASKED) return (head & TURNED) === 0 ? verdict : PASS - verdict;
  tables.reader = head >> HEAD_READER_SHIFT;
  return UNASKED;
}

function readMark(
  tables: JudgeTables,
  reader: ReaderRecord,
  kind: i32,
  record: CriterionRecord,
): i32 {
  let marksAt = reader.marksAt;
  if (reader.methodsAt !== 0 && tables.method >= 0) {
    marksAt = reader.methodsAt + tables.method * reader.count;
  } else {
    if (reader.state === NOTHING) return UNKNOWN;
    if (reader.state === UNREAD) {
      tables.mark = -1;
      return UNASKED;
    }
  }
  if (kind === MARK) {
    const verdict = <i32>load<u8>(marksAt + record.first);
    tables.mark = record.first;
    return verdict;
  }
  const isWorst = kind === WORST;
  for (let i = record.first; i < record.end; i++) {
    const mark = <i32>load<u8>(marksAt + load<i32>(tables.operandsAt + (i << 2)));
    // Labels are held or not.
    if (isWorst ? mark === FAIL : mark === PASS) return mark;
  }
  return isWorst ? PASS : FAIL;
}

function judgeParts(tables: JudgeTables, kind: i32, first: i32, end: i32): i32 {
  if (kind === ASK) return UNKNOWN;
  if (kind === NOT) {
    const verdict = judge(tables, load<i32>(tables.operandsAt + (first << 2)));
    return verdict === UNASKED ? UNASKED : PASS - verdict;
  }
  const last = kind === ALL ? FAIL : PASS;
  let verdict = PASS - last;
  for (let i = first; i < end && verdict !== last; i++) {
    const part = judge(tables, load<i32>(tables.operandsAt + (i << 2)));
    if (part === UNASKED) return UNASKED;
    verdict = kind === ALL ? min(part, verdict) : max(part, verdict);
  }
  return verdict;
}
