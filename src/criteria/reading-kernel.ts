import {
  createNeedCopy,
  type FactContext,
  type FactReader,
  type FactSubjects,
} from '../model/facts/index.ts';
import type { Facts, FieldValue } from '../model/index.ts';
import { declaredFact, factReader, isStandardFact } from './facts.ts';
import { type FieldRegistry, fieldIndex } from './registry.ts';

/** Records of declared facts: one for each subject of a need. */
const SUBJECTS = ['need', 'enterprise', 'project'] as const;

/** The declared facts of one subject that something looks at. */
interface DeclaredReader {
  readonly subject: (typeof SUBJECTS)[number];
  /** Place in the list of facts, by name of the member. */
  readonly places: ReadonlyMap<string, number>;
  readonly placeList: Int32Array;
}

/**
 * Reads the facts of one need after another into one list: what `deriveFacts` says, of those fields
 * that something looks at; the others stay unknown.
 */
export interface Reading {
  readonly context: FactContext;
  /** The need at hand. */
  readonly copy: FactSubjects;
  /** Its facts, in registry order. */
  readonly facts: (FieldValue | undefined)[];
  readonly readers: readonly { readonly place: number; readonly read: FactReader }[];
  readonly declared: readonly DeclaredReader[];
}

export function openReading(
  registry: FieldRegistry,
  fields: Iterable<string>,
  context: FactContext,
): Reading {
  const standard: string[] = [];
  const places = { need: new Map(), enterprise: new Map(), project: new Map() };
  for (const field of new Set(fields)) {
    const { subject, member } = declaredFact(field);
    const isDeclared = subject in places && !isStandardFact(field) && !(member in Object.prototype);
    if (isDeclared) places[subject as keyof typeof places].set(member, fieldIndex(registry, field));
    else standard.push(field);
  }
  return {
    context,
    copy: createNeedCopy(),
    facts: registry.fields.map(() => undefined),
    readers: standard.map((field) => ({
      place: fieldIndex(registry, field),
      read: factReader(field),
    })),
    declared: SUBJECTS.map((subject) => ({
      subject,
      places: places[subject],
      placeList: Int32Array.from(places[subject].values()),
    })),
  };
}

/** Reads the facts of the need that was copied last. Throws TypeError where a list is none. */
export function readFacts({ copy, context, facts, readers, declared }: Reading): void {
  for (let i = 0; i < readers.length; i++) {
    const { place, read } = readers[i]!;
    facts[place] = read(copy, context);
  }
  for (let i = 0; i < declared.length; i++) {
    const { subject, places, placeList } = declared[i]!;
    for (let k = 0; k < placeList.length; k++) facts[placeList[k]!] = undefined;
    const record = copy[subject]?.facts;
    if (record !== undefined && places.size > 0) readDeclared(facts, record, places);
  }
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
