import type { Criterion, FieldValue, LeafCriterion } from '../model/index.ts';
import { isWithin } from '../units/code.ts';
import { FAIL, PASS, UNKNOWN } from './test-kernel.ts';

/** How a fact is held against operands: as one text, as a code, as a list of labels. */
const TEXT = 0;
const CODE = 1;
const LABELS = 2;
const WAYS = {
  in: TEXT,
  notIn: TEXT,
  within: CODE,
  notWithin: CODE,
  hasAny: LABELS,
  hasAll: LABELS,
  hasNone: LABELS,
} as const;

/** A criterion that holds a fact against operands. */
export type OperandCriterion = Exclude<LeafCriterion, { readonly operator: 'range' }>;

/** Codes whose marks are remembered; a reserve uses a few hundred. */
const CODES_REMEMBERED = 1024;

/** All operands that criteria hold one fact against in one way; theirs are the marks `from` to `end`. */
export interface MarkReader {
  readonly way: number;
  readonly from: number;
  readonly end: number;
  /** Places of operands among all marks, in their order. */
  readonly markOf: ReadonlyMap<string, number>;
  /** Marks of codes that were read before: codes repeat, and beginnings are slow to compare. */
  readonly known: Map<string, Uint8Array>;
}

/** Readers for criteria, and by the key of `readerKey` the place of each. */
export interface MarkReaders {
  readonly readers: readonly MarkReader[];
  readonly places: ReadonlyMap<string, number>;
  /** Marks of all readers together. */
  readonly size: number;
}

/** What criteria with the same reader have in common. */
export function readerKey({ field, operator }: OperandCriterion): string {
  return `${WAYS[operator]} ${field}`;
}

/** Finds the different operands of criteria, field by field. O(n) in what they name. */
export function openMarks(criteria: readonly Criterion[]): MarkReaders {
  const operands = new Map<string, Set<string>>();
  const waits: Criterion[] = [...criteria];
  for (let i = 0; i < waits.length; i++) {
    const one = waits[i]!;
    if (one.operator === 'not') waits.push(one.criterion);
    else if ('criteria' in one) for (const part of one.criteria) waits.push(part);
    else if ('operands' in one) {
      const key = readerKey(one);
      const own = operands.get(key) ?? new Set();
      for (const operand of one.operands) own.add(operand);
      operands.set(key, own);
    }
  }
  let size = 0;
  const readers = [...operands].map(([key, own]) => {
    const from = size;
    size += own.size;
    const markOf = new Map([...own].map((operand, i) => [operand, from + i]));
    return { way: Number.parseInt(key, 10), from, end: size, markOf, known: new Map() };
  });
  return { readers, places: new Map([...operands.keys()].map((key, i) => [key, i])), size };
}

/**
 * Writes what a fact is to each operand: 2 it is it, holds it or lies within it, 1 it is known too
 * coarsely to tell, 0 none of it. Throws TypeError for what is no code or no list.
 */
export function readMarks(reader: MarkReader, marks: Uint8Array, value: FieldValue): void {
  const { way, from, end, markOf } = reader;
  if (way === CODE) {
    marks.set(codeMarks(reader, value as string), from);
    return;
  }
  marks.fill(FAIL, from, end);
  if (way === TEXT) {
    const mark = markOf.get(typeof value === 'string' ? value : String(value));
    if (mark !== undefined) marks[mark] = PASS;
    return;
  }
  if (!Array.isArray(value)) throw new TypeError('readMarks: a set of labels is a list');
  for (let i = 0; i < value.length; i++) {
    const mark = markOf.get(value[i]!);
    if (mark !== undefined) marks[mark] = PASS;
  }
}

/** Inside the subtree of an operand; above it, it may be inside. */
function codeMarks({ known, markOf }: MarkReader, code: string): Uint8Array {
  const before = known.get(code);
  if (before !== undefined) return before;
  const marks = Uint8Array.from(markOf.keys(), (operand) =>
    isWithin(code, operand) ? PASS : isWithin(operand, code) ? UNKNOWN : FAIL,
  );
  if (known.size >= CODES_REMEMBERED) known.clear();
  known.set(code, marks);
  return marks;
}
