import type { Criterion } from '../model/index.ts';
import type { FactList } from './facts.ts';
import {
  type MarkDraft,
  type MarkReader,
  markOf,
  type OperandCriterion,
  openReader,
  placeMarks,
  readMarks,
} from './marks-kernel.ts';
import { type FieldRegistry, fieldIndex } from './registry.ts';
import { FAIL, PASS, UNKNOWN } from './test-kernel.ts';

/** What the verdict of a record is made of. */
const ASK = 0;
const NOT = 1;
const ALL = 2;
const ANY = 3;
/** From here on a record looks at a fact. */
export const RANGE = 4;
/** One mark of its reader, for a text or a code; the best, and the worst, of some marks, for labels. */
const MARK = 5;
const BEST = 6;
const WORST = 7;
/** A kind takes three bits; above them stand a bit for what is turned round, and the reader. */
export const KIND_MASK = 7;
const TURNED = 8;
const READER_SHIFT = 4;

/** Numbers of a record. */
export const RECORD_WIDTH = 4;

/**
 * The different criteria of many products, in columns. Record `p` is the `p`-th criterion; records of
 * parts stand behind those of all criteria:
 *
 *   0 kind, whether it is turned round, and its reader
 *   1 place of its field in a list of facts
 *   2 least value, 3 largest, both included, of a range
 *   2 its mark, where one says all
 *   2 first, 3 end of its list in `operands`, of all others: marks, or records of parts
 *
 * Thousands of criteria as objects would lie all over the memory, and each would look up the same text
 * by itself. Here a text is looked up once a need, by the reader of its field, and what it is to a list
 * of operands is remembered.
 */
export interface Predicates {
  readonly registry: FieldRegistry;
  readonly records: Float64Array;
  readonly operands: Int32Array;
  readonly readers: readonly MarkReader[];
  /** Facts of the need at hand. */
  facts: FactList;
}

/** Records while they are laid out. */
interface Draft {
  readonly registry: FieldRegistry;
  readonly records: number[];
  readonly operands: number[];
  readonly readers: Map<string, MarkDraft>;
}

/** Lays out criteria. O(n) in what they name. */
export function openPredicates(
  criteria: readonly Criterion[],
  registry: FieldRegistry,
): Predicates {
  const draft: Draft = { registry, records: [], operands: [], readers: new Map() };
  addRecords(draft, criteria);
  return {
    registry,
    records: Float64Array.from(draft.records),
    operands: Int32Array.from(draft.operands),
    readers: Array.from(draft.readers.values(), openReader),
    facts: [],
  };
}

/** Adds records of criteria, one after the other, then those of their parts; the place of the first. */
function addRecords(draft: Draft, criteria: readonly Criterion[]): number {
  const { records } = draft;
  const first = records.length / RECORD_WIDTH;
  for (let i = 0; i < criteria.length * RECORD_WIDTH; i++) records.push(0);
  criteria.forEach((criterion, i) => {
    const at = (first + i) * RECORD_WIDTH;
    recordOf(draft, criterion).forEach((number, k) => {
      records[at + k] = number;
    });
  });
  return first;
}

function recordOf(draft: Draft, criterion: Criterion): readonly number[] {
  switch (criterion.operator) {
    case 'ask':
      return [ASK, 0, 0, 0];
    case 'not':
      return partsOf(draft, NOT, [criterion.criterion]);
    case 'all':
      return partsOf(draft, ALL, criterion.criteria);
    case 'any':
      return partsOf(draft, ANY, criterion.criteria);
    case 'range': {
      const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = criterion;
      return [RANGE, fieldIndex(draft.registry, criterion.field), min, max];
    }
    default:
      return marksOf(draft, criterion);
  }
}

function partsOf(draft: Draft, kind: number, parts: readonly Criterion[]): readonly number[] {
  const first = addRecords(draft, parts);
  const from = draft.operands.length;
  for (let i = 0; i < parts.length; i++) draft.operands.push(first + i);
  return [kind, 0, from, draft.operands.length];
}

function marksOf(draft: Draft, criterion: OperandCriterion): readonly number[] {
  const { readers, operands, registry } = draft;
  const { operator } = criterion;
  const { reader, marks } = placeMarks(readers, criterion);
  const place = fieldIndex(registry, criterion.field);
  const isTurned = operator === 'notIn' || operator === 'notWithin' || operator === 'hasNone';
  const rest = (isTurned ? TURNED : 0) + (reader << READER_SHIFT);
  switch (operator) {
    case 'hasAny':
    case 'hasAll':
    case 'hasNone': {
      const from = operands.length;
      for (const mark of marks) operands.push(mark);
      return [(operator === 'hasAll' ? WORST : BEST) + rest, place, from, operands.length];
    }
    default:
      return [MARK + rest, place, marks[0]!, 0];
  }
}

export function beginPredicates(predicates: Predicates, facts: FactList): void {
  predicates.facts = facts;
  // A list can have changed since the same need was asked about.
  const { readers } = predicates;
  for (let i = 0; i < readers.length; i++) readers[i]!.value = undefined;
}

/** The verdict on one criterion for some facts. */
export function judgeOn(predicates: Predicates, place: number, facts: FactList): number {
  const { records } = predicates;
  const at = place * RECORD_WIDTH;
  const head = records[at]! | 0;
  const kind = head & KIND_MASK;
  if (kind < RANGE) return judgeParts(predicates, kind, at, facts);
  const value = facts[records[at + 1]!];
  if (value === undefined) return UNKNOWN;
  if (kind === RANGE) {
    const isWithinEnds =
      (value as number) >= records[at + 2]! && (value as number) <= records[at + 3]!;
    return isWithinEnds ? PASS : FAIL;
  }
  const reader = predicates.readers[head >> READER_SHIFT]!;
  if (reader.value !== value) readMarks(reader, value);
  const first = records[at + 2]!;
  const verdict =
    kind === MARK
      ? markOf(reader, first)
      : joinMarks(predicates, reader.marks, kind, first, records[at + 3]!);
  return (head & TURNED) === 0 ? verdict : PASS - verdict;
}

function joinMarks(
  { operands }: Predicates,
  marks: Uint8Array,
  kind: number,
  first: number,
  end: number,
): number {
  const isBest = kind === BEST;
  for (let i = first; i < end; i++) {
    if ((marks[operands[i]!] === PASS) === isBest) return isBest ? PASS : FAIL;
  }
  return isBest ? FAIL : PASS;
}

function judgeParts(predicates: Predicates, kind: number, at: number, facts: FactList): number {
  if (kind === ASK) return UNKNOWN;
  const { records, operands } = predicates;
  const first = records[at + 2]!;
  if (kind === NOT) return PASS - judgeOn(predicates, operands[first]!, facts);
  const end = records[at + 3]!;
  const isAll = kind === ALL;
  const last = isAll ? FAIL : PASS;
  let verdict: number = isAll ? PASS : FAIL;
  for (let i = first; i < end && verdict !== last; i++) {
    const part = judgeOn(predicates, operands[i]!, facts);
    if (isAll ? part < verdict : part > verdict) verdict = part;
  }
  return verdict;
}

/** By reader: the place of its field in a list of facts. */
export function readerPlacesOf({ records, readers }: Predicates): Int32Array {
  const places = new Int32Array(readers.length);
  for (let at = 0; at < records.length; at += RECORD_WIDTH) {
    const head = records[at]! | 0;
    if ((head & KIND_MASK) > RANGE) places[head >> READER_SHIFT] = records[at + 1]!;
  }
  return places;
}
