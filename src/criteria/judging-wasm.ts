import { type Arena, bytesOf, takeBytes, takeFloats, takeInts } from '../arrays/arena.ts';
import { REPAYMENT_METHODS } from '../model/facts/index.ts';
import type { FactList } from './facts.ts';
import {
  beginPredicates,
  judgeOn,
  KIND_MASK,
  type Predicates,
  RANGE,
  RECORD_WIDTH,
  readerPlacesOf,
} from './judging-kernel.ts';
import { isOfLabels, markOf, readMarks } from './marks-kernel.ts';
import { fieldIndex } from './registry.ts';

/** Bytes of a `CriterionRecord`, numbers of a `ReaderRecord` and of `JudgeTables`: see `judging.as.ts`. */
const CRITERION = 32;
const READER = 4;
const TABLES = 7;

/** Places in `JudgeTables`. */
const ASKED_READER = 4;
const ASKED_MARK = 5;
const METHOD = 6;

/** No verdict: a mark must be told first. */
const UNASKED = 255;

/** States of a reader; see `judging.as.ts`. */
const UNREAD = 0;
const NOTHING = 1;
const READ = 2;

type JudgeOne = (tables: number, place: number) => number;

/** Judges criteria for one need at a time, by the module where it can. */
export interface Judge {
  readonly predicates: Predicates;
  /** `undefined`: the plain way is taken. */
  readonly module: JudgeModule | undefined;
}

/** The criteria in the memory of the module. */
export interface JudgeModule {
  readonly predicates: Predicates;
  readonly judgeOne: JudgeOne;
  /** Address of the tables, which stand in `header`. */
  readonly tables: number;
  readonly header: Int32Array;
  /** Facts that are numbers, and which of them are looked at. */
  readonly numbers: Float64Array;
  readonly places: Int32Array;
  /** Records of readers, four numbers each; the second is the state. */
  readonly readers: Int32Array;
  /** By reader: its marks, and the place of its field in a list of facts. */
  readonly marks: readonly Uint8Array[];
  readonly readerPlaces: Int32Array;
  /** Whether all numbers of the need at hand are numbers: else the plain way is taken. */
  isReady: boolean;
}

/** What `openJudge` takes from an arena. */
export function judgeBytes(predicates: Predicates): number {
  const { records, operands, readers, registry } = predicates;
  const marks = readers.flatMap(({ marks: { length } }) => [length, length * METHODS]);
  const tables = [(records.length / RECORD_WIDTH) * CRITERION, readers.length * READER * 4];
  return bytesOf(...tables, operands.length * 4, registry.fields.length * 8, TABLES * 4, ...marks);
}

const METHODS = REPAYMENT_METHODS.length;

export function openJudge(arena: Arena, predicates: Predicates): Judge {
  return { predicates, module: openModule(arena, predicates) };
}

/** `undefined`: there is no module, or what a loan replaces is held against texts. */
function openModule(arena: Arena, predicates: Predicates): JudgeModule | undefined {
  const { functions } = arena;
  if (functions === undefined) return undefined;
  const { registry } = predicates;
  const readerPlaces = readerPlacesOf(predicates);
  const marks = predicates.readers.map((reader) => takeBytes(arena, reader.marks.length));
  const readers = takeInts(arena, marks.length * READER);
  const repayment = fieldIndex(registry, 'need.repayment');
  const figures = ['need.amount', 'need.termMonths'].map((name) => fieldIndex(registry, name));
  for (const [r, reader] of predicates.readers.entries()) {
    const { byteOffset, length } = marks[r] as Uint8Array;
    readers.set([byteOffset, UNREAD, 0, length], r * READER);
    const place = readerPlaces[r] as number;
    if (figures.includes(place)) return undefined;
    if (place !== repayment) continue;
    if (!isOfLabels(reader)) return undefined;
    const ofMethods = takeBytes(arena, length * METHODS);
    REPAYMENT_METHODS.forEach((method, place) => {
      readMarks(reader, [method]);
      ofMethods.set(reader.marks, place * length);
    });
    readers[r * READER + 2] = ofMethods.byteOffset;
  }
  const records = layRecords(arena, predicates);
  const operands = takeInts(arena, predicates.operands.length);
  operands.set(predicates.operands);
  const numbers = takeFloats(arena, registry.fields.length);
  const header = takeInts(arena, TABLES);
  header.set([records.places, operands, numbers, readers].map((array) => array.byteOffset));
  return {
    predicates,
    judgeOne: functions['judge'] as JudgeOne,
    tables: header.byteOffset,
    header,
    numbers,
    places: Int32Array.from(records.ranges),
    readers,
    marks,
    readerPlaces,
    isReady: false,
  };
}

/** Writes all criteria, and says which fields they hold against ends. */
function layRecords(arena: Arena, { records }: Predicates) {
  const count = records.length / RECORD_WIDTH;
  const bytes = takeBytes(arena, count * CRITERION);
  const places = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  const ends = new Float64Array(bytes.buffer, bytes.byteOffset, bytes.length / 8);
  const ranges = new Set<number>();
  for (let p = 0; p < count; p++) {
    const at = p * RECORD_WIDTH;
    const [head = 0, place = 0, first = 0, second = 0] = records.subarray(at, at + RECORD_WIDTH);
    const from = (p * CRITERION) / 4;
    places[from] = head;
    if ((head & KIND_MASK) === RANGE) {
      ranges.add(place);
      places[from + 1] = place * 8;
      ends[from / 2 + 2] = first;
      ends[from / 2 + 3] = second;
    } else {
      places[from + 2] = first;
      places[from + 3] = second;
    }
  }
  return { places, ranges };
}

/** Takes up the facts of a need. */
export function beginJudge({ predicates, module }: Judge, facts: FactList): void {
  beginPredicates(predicates, facts);
  if (module !== undefined) beginModule(module, facts);
}

/** The verdict on one criterion for the need at hand. Throws as `readMarks`. */
export function judgeNeed({ predicates, module }: Judge, place: number): number {
  if (module?.isReady !== true) return judgeOn(predicates, place, predicates.facts);
  const { judgeOne, tables } = module;
  for (;;) {
    const verdict = judgeOne(tables, place);
    if (verdict !== UNASKED) return verdict;
    answerMark(module);
  }
}

function beginModule(module: JudgeModule, facts: FactList): void {
  const { numbers, places, readers, header } = module;
  let isReady = true;
  for (let i = 0; i < places.length; i++) {
    const place = places[i] as number;
    const value = facts[place];
    if (value === undefined) numbers[place] = Number.NaN;
    else if (typeof value === 'number' && !Number.isNaN(value)) numbers[place] = value;
    else isReady = false;
  }
  for (let at = 1; at < readers.length; at += READER) readers[at] = UNREAD;
  header[METHOD] = -1;
  module.isReady = isReady;
}

/** Tells the module what it asks for. Throws as `readMarks`. */
export function answerMark(module: JudgeModule): void {
  const { predicates, header, readers, marks, readerPlaces } = module;
  const asked = header[ASKED_READER] as number;
  const mark = header[ASKED_MARK] as number;
  const reader = predicates.readers[asked] as Predicates['readers'][number];
  const own = marks[asked] as Uint8Array;
  const value = predicates.facts[readerPlaces[asked] as number];
  if (value === undefined) {
    readers[asked * READER + 1] = NOTHING;
    return;
  }
  if (reader.value !== value) readMarks(reader, value);
  if (mark >= 0) {
    own[mark] = markOf(reader, mark);
    return;
  }
  own.set(reader.marks);
  readers[asked * READER + 1] = READ;
}
