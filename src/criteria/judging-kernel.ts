import type { Criterion, FieldValue } from '../model/index.ts';
import type { FactList } from './facts.ts';
import {
  type MarkReader,
  type MarkReaders,
  type OperandCriterion,
  openMarks,
  readerKey,
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
const RANGE = 4;
/** The best, and the worst, of the marks of some operands. */
const BEST = 5;
const WORST = 6;
/** A kind takes three bits; above them stand a bit for what is turned round, and the reader. */
const KIND_MASK = 7;
const TURNED = 8;
const READER_SHIFT = 4;

/** Numbers of a record. */
const WIDTH = 4;

/**
 * The different criteria of many products, in columns. Record `p` is the `p`-th criterion; records of
 * parts stand behind those of all criteria:
 *
 *   0 kind, whether it is turned round, and its reader
 *   1 place of its field in a list of facts
 *   2 least value, 3 largest, both included, of a range
 *   2 first, 3 end of its list in `operands`, of all others: places of marks, or of parts
 *
 * Thousands of criteria as objects would lie all over the memory, and each would look up the same text
 * by itself. Here a text is looked up once a need: `readMarks` writes for all operands that criteria
 * name what the fact is to them, and a criterion takes the marks of its own.
 */
export interface Predicates {
  readonly registry: FieldRegistry;
  readonly records: Float64Array;
  readonly operands: Int32Array;
  /** By operand: the verdict on the fact that its reader read last. */
  readonly marks: Uint8Array;
  readonly readers: readonly MarkReader[];
  /** By reader: the fact that its marks are of; `undefined`: of none. */
  readonly marked: (FieldValue | undefined)[];
  /** Facts of the need at hand. */
  facts: FactList;
}

/** Records while they are laid out. */
interface Draft extends MarkReaders {
  readonly registry: FieldRegistry;
  readonly records: number[];
  readonly operands: number[];
}

/** Lays out criteria. O(n) in what they name. */
export function openPredicates(
  criteria: readonly Criterion[],
  registry: FieldRegistry,
): Predicates {
  const draft: Draft = { ...openMarks(criteria), registry, records: [], operands: [] };
  addRecords(draft, criteria);
  const { readers, size } = draft;
  return {
    registry,
    records: Float64Array.from(draft.records),
    operands: Int32Array.from(draft.operands),
    marks: new Uint8Array(size),
    readers,
    marked: readers.map(() => undefined),
    facts: [],
  };
}

/** Adds records of criteria, one after the other, then those of their parts; the place of the first. */
function addRecords(draft: Draft, criteria: readonly Criterion[]): number {
  const { records } = draft;
  const first = records.length / WIDTH;
  for (let i = 0; i < criteria.length * WIDTH; i++) records.push(0);
  criteria.forEach((criterion, i) => {
    const at = (first + i) * WIDTH;
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
  const { readers, places, operands, registry } = draft;
  const { operator } = criterion;
  const place = places.get(readerKey(criterion))!;
  const from = operands.length;
  for (const operand of criterion.operands) operands.push(readers[place]!.markOf.get(operand)!);
  const isTurned = operator === 'notIn' || operator === 'notWithin' || operator === 'hasNone';
  const kind = operator === 'hasAll' ? WORST : BEST;
  const head = kind + (isTurned ? TURNED : 0) + (place << READER_SHIFT);
  return [head, fieldIndex(registry, criterion.field), from, operands.length];
}

export function beginPredicates(predicates: Predicates, facts: FactList): void {
  predicates.facts = facts;
  // A list can have changed since the same need was asked about.
  const { marked } = predicates;
  for (let reader = 0; reader < marked.length; reader++) marked[reader] = undefined;
}

/** The verdict on one criterion for the facts of the need at hand. */
export function judgePredicate(predicates: Predicates, place: number): number {
  return judgeOn(predicates, place, predicates.facts);
}

/** The verdict on one criterion for some facts. */
export function judgeOn(predicates: Predicates, place: number, facts: FactList): number {
  const { records } = predicates;
  const at = place * WIDTH;
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
  const { operands, marks, marked } = predicates;
  const reader = head >> READER_SHIFT;
  if (marked[reader] !== value) {
    // Of none until all are read: a value of another type may throw.
    marked[reader] = undefined;
    readMarks(predicates.readers[reader]!, marks, value);
    marked[reader] = value;
  }
  const end = records[at + 3]!;
  let verdict: number = kind === BEST ? FAIL : PASS;
  for (let i = records[at + 2]!; i < end; i++) {
    const mark = marks[operands[i]!]!;
    if (kind === BEST ? mark > verdict : mark < verdict) verdict = mark;
  }
  return (head & TURNED) === 0 ? verdict : PASS - verdict;
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
