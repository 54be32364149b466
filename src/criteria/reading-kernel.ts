import {
  copyNeed,
  createNeedCopy,
  type FactContext,
  type FactLayout,
  type FactReader,
  type FactSubjects,
  type KeptNeed,
  keptNeed,
  PASSING_FACTS,
  type PassingReader,
  placeInLayout,
} from '../model/facts/index.ts';
import type { Facts, FieldValue, Need } from '../model/index.ts';
import { declaredFact, expectFigure, FIGURE_TYPES, factReader, isStandardFact } from './facts.ts';
import { type FieldRegistry, fieldIndex } from './registry.ts';

/** Records of declared facts: one for each subject of a need. */
const SUBJECTS = ['need', 'enterprise', 'project'] as const;

/** The declared facts of one subject that something looks at. */
interface DeclaredReader {
  readonly subject: (typeof SUBJECTS)[number];
  /** Place in the list of facts, by name of the member. */
  readonly places: ReadonlyMap<string, number>;
  readonly placeList: Int32Array;
  /** Those of them that are figures. */
  readonly figureList: Int32Array;
}

/**
 * Reads the facts of one need after another into one list: what `deriveFacts` says, of those fields
 * that something looks at; the others stay unknown.
 */
export interface Reading {
  readonly context: FactContext;
  /** The need at hand; its enterprise and project where nothing is kept of it. */
  readonly copy: FactSubjects;
  /** What is kept of it, laid out as the catalog has its fields. */
  kept: KeptNeed | undefined;
  /** Its facts, in registry order. */
  readonly facts: (FieldValue | undefined)[];
  readonly readers: readonly { readonly place: number; readonly read: FactReader }[];
  readonly declared: readonly DeclaredReader[];
  /** How what is kept of a need is read; `undefined`: it is not, facts come from elsewhere. */
  readonly keptReading: KeptReading | undefined;
}

/** Reads the facts of needs of which they are kept. */
interface KeptReading {
  /** The fields that something looks at, and their places. */
  readonly names: readonly string[];
  readonly placeList: Int32Array;
  readonly passing: readonly { readonly place: number; readonly read: PassingReader }[];
  /** The layout that was met last, and by field its place there. */
  layout: FactLayout | undefined;
  readonly keptPlaces: Int32Array;
}

export function openReading(
  registry: FieldRegistry,
  fields: Iterable<string>,
  context: FactContext,
): Reading {
  const standard: string[] = [];
  const names = [...new Set(fields)];
  const places = { need: new Map(), enterprise: new Map(), project: new Map() };
  for (const field of names) {
    const { subject, member } = declaredFact(field);
    const isDeclared = subject in places && !isStandardFact(field) && !(member in Object.prototype);
    if (isDeclared) places[subject as keyof typeof places].set(member, fieldIndex(registry, field));
    else standard.push(field);
  }
  return {
    context,
    copy: createNeedCopy(),
    kept: undefined,
    facts: registry.fields.map(() => undefined),
    readers: standard.map((field) => ({
      place: fieldIndex(registry, field),
      read: factReader(field),
    })),
    declared: SUBJECTS.map((subject) => ({
      subject,
      places: places[subject],
      placeList: Int32Array.from(places[subject].values()),
      figureList: Int32Array.from(places[subject].values()).filter((place) =>
        FIGURE_TYPES.includes(registry.fields[place]!.type),
      ),
    })),
    keptReading: openKept(registry, names),
  };
}

function openKept(registry: FieldRegistry, names: readonly string[]): KeptReading {
  return {
    names,
    placeList: Int32Array.from(names, (name) => fieldIndex(registry, name)),
    passing: names.flatMap((name) => {
      const read = PASSING_FACTS.get(name);
      return read === undefined ? [] : [{ place: fieldIndex(registry, name), read }];
    }),
    layout: undefined,
    keptPlaces: new Int32Array(names.length),
  };
}

/** Takes a need in hand: stages read the copy that is made, or was kept, of it. Anything can be given. */
export function takeSubjects(reading: Reading, need: Need): void {
  const { copy } = reading;
  const kept = reading.keptReading === undefined ? undefined : keptNeed(need);
  reading.kept = kept;
  if (kept === undefined) copyNeed(copy, need);
  else copy.need = kept;
}

/** Reads the facts of the need that was taken last. Throws TypeError where a list or a figure is none. */
export function readFacts(reading: Reading): void {
  const { copy, context, facts, readers, declared, kept, keptReading } = reading;
  if (kept !== undefined && keptReading !== undefined) {
    readKept(keptReading, facts, kept, context);
    return;
  }
  for (let i = 0; i < readers.length; i++) {
    const { place, read } = readers[i]!;
    facts[place] = read(copy, context);
  }
  for (let i = 0; i < declared.length; i++) {
    const { subject, places, placeList, figureList } = declared[i]!;
    for (let k = 0; k < placeList.length; k++) facts[placeList[k]!] = undefined;
    const record = copy[subject]?.facts;
    if (record === undefined || places.size === 0) continue;
    readDeclared(facts, record, places);
    for (let k = 0; k < figureList.length; k++) expectFigure(facts[figureList[k]!]);
  }
}

/** The facts of a kept need: what hangs on no catalog was computed when the need was made. */
function readKept(
  reading: KeptReading,
  facts: (FieldValue | undefined)[],
  kept: KeptNeed,
  context: FactContext,
): void {
  const { placeList, keptPlaces, passing } = reading;
  if (reading.layout !== kept.layout) takeLayout(reading, kept.layout);
  const { lasting } = kept;
  for (let i = 0; i < placeList.length; i++) facts[placeList[i]!] = lasting[keptPlaces[i]!];
  for (let i = 0; i < passing.length; i++) {
    const { place, read } = passing[i]!;
    facts[place] = read(kept, context);
  }
}

function takeLayout(reading: KeptReading, layout: FactLayout): void {
  const { names, keptPlaces } = reading;
  for (let i = 0; i < names.length; i++) keptPlaces[i] = placeInLayout(layout, names[i]!);
  reading.layout = layout;
}

/**
 * One loop over what is there: records differ in their shapes, as needs do. In an object of a class
 * the loop would find what it inherits, and so each member is asked for.
 */
function readDeclared(
  facts: (FieldValue | undefined)[],
  record: Facts,
  places: ReadonlyMap<string, number>,
): void {
  const prototype: unknown = Object.getPrototypeOf(record);
  if (prototype !== Object.prototype && prototype !== null) {
    for (const [member, place] of places) {
      if (Object.hasOwn(record, member)) facts[place] = record[member] ?? undefined;
    }
    return;
  }
  for (const member in record) {
    const value = record[member];
    const place = places.get(member);
    // What was made by hand may say null for what is unknown.
    if (place !== undefined) facts[place] = value ?? undefined;
  }
}
