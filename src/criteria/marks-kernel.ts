import type { FieldValue, LeafCriterion } from '../model/index.ts';
import { compareCode, FAIL, PASS } from './test-kernel.ts';

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

/** Marks that a reader remembers, at one byte each; texts and codes repeat from need to need. */
const MARKS_REMEMBERED = 2 ** 18;

/** A verdict that was not asked for yet. */
const UNASKED = 255;

/**
 * What one fact is to all that criteria hold it against in one way. Of a text or a code there is a mark
 * for each different list of operands: the verdict on it, or `UNASKED`. Of a list of labels there is a
 * mark for each label that criteria name: whether it is held.
 */
export interface MarkReader {
  readonly way: number;
  /** The different lists of operands, by mark; none for labels. */
  readonly lists: readonly (readonly string[])[];
  /** By label its mark. */
  readonly labels: ReadonlyMap<string, number>;
  /** Marks of texts and codes that were read before. */
  readonly known: Map<string, Uint8Array>;
  /** The fact that the marks are of; `undefined`: of none. */
  value: FieldValue | undefined;
  marks: Uint8Array;
}

/** A reader while criteria are laid out. */
export interface MarkDraft {
  readonly place: number;
  readonly way: number;
  /** By text of a list, or by label, its mark. */
  readonly markOf: Map<string, number>;
  readonly lists: (readonly string[])[];
}

/** Places of the marks of a criterion, and of its reader; the same reader for the same way and field. */
export function placeMarks(
  drafts: Map<string, MarkDraft>,
  { field, operator, operands }: OperandCriterion,
): { readonly reader: number; readonly marks: readonly number[] } {
  const way = WAYS[operator];
  const key = `${way} ${field}`;
  const draft = drafts.get(key) ?? { place: drafts.size, way, markOf: new Map(), lists: [] };
  drafts.set(key, draft);
  const { markOf, lists } = draft;
  const placeOf = (text: string): number => {
    const mark = markOf.get(text) ?? markOf.size;
    markOf.set(text, mark);
    return mark;
  };
  if (way === LABELS) return { reader: draft.place, marks: operands.map(placeOf) };
  const mark = placeOf(JSON.stringify(operands));
  lists[mark] = operands;
  return { reader: draft.place, marks: [mark] };
}

/** A reader that is ready to be asked. */
export function openReader({ way, markOf, lists }: MarkDraft): MarkReader {
  return {
    way,
    lists,
    labels: way === LABELS ? markOf : new Map(),
    known: new Map(),
    value: undefined,
    marks: new Uint8Array(markOf.size),
  };
}

/** Whether a mark is of a label, and not of a list of operands. */
export function isOfLabels({ way }: MarkReader): boolean {
  return way === LABELS;
}

/** Takes up the fact that marks are asked of. Throws TypeError for what is no code or no list of labels. */
export function readMarks(reader: MarkReader, value: FieldValue): void {
  const { way } = reader;
  // Of none until it is read: what is of another type leaves nothing behind.
  reader.value = undefined;
  if (way !== LABELS) {
    const isText = typeof value === 'string';
    if (way === CODE && !isText) throw new TypeError('readMarks: a code is a text');
    reader.marks = marksOf(reader, isText ? value : String(value));
    reader.value = value;
    return;
  }
  if (!Array.isArray(value)) throw new TypeError('readMarks: a set of labels is a list');
  const { marks, labels } = reader;
  for (let mark = 0; mark < marks.length; mark++) marks[mark] = FAIL;
  for (let i = 0; i < value.length; i++) {
    const mark = labels.get(value[i]!);
    if (mark !== undefined) marks[mark] = PASS;
  }
  reader.value = value;
}

function marksOf({ known, lists }: MarkReader, text: string): Uint8Array {
  const before = known.get(text);
  if (before !== undefined) return before;
  const marks = new Uint8Array(lists.length).fill(UNASKED);
  if (known.size * lists.length >= MARKS_REMEMBERED) known.clear();
  known.set(text, marks);
  return marks;
}

/** The mark of a list of operands for the text or code that was read last; compared when first asked. */
export function markOf(reader: MarkReader, list: number): number {
  const before = reader.marks[list]!;
  if (before !== UNASKED) return before;
  const { way, lists, value, marks } = reader;
  const operands = lists[list]!;
  const verdict =
    way === CODE
      ? compareCode(operands, value as string)
      : operands.includes(String(value))
        ? PASS
        : FAIL;
  marks[list] = verdict;
  return verdict;
}
