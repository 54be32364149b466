import type { Name } from './common.ts';

/** Whose property a field is. */
export type Subject = 'enterprise' | 'project' | 'need' | 'bank' | 'product';

/**
 * What a field holds, and so which operators fit it:
 * `money` (minor units), `rate` (ppm), `number` (scaled by `decimals`) and `date` (days) take `min`
 * and `max`; `code` and `region` (hierarchical) take `within`; `enum` and `boolean` take `in`; `set`
 * takes `hasAny`, `hasAll`, `hasNone`.
 */
export type FieldType =
  | 'money'
  | 'rate'
  | 'number'
  | 'date'
  | 'code'
  | 'region'
  | 'enum'
  | 'boolean'
  | 'set';

/** A fact in the engine: integers for what is measured, texts for codes, a list for a set. */
export type FieldValue = number | string | boolean | readonly string[];

/** Who can say what the value is: the one to ask when it is missing. */
export type Knower = 'enterprise' | 'bank' | 'department';

/**
 * What it costs the enterprise to change a fact, in effort points: for numbers a point is one per
 * cent of the present value, for a set it is a point for each label, for an enum for a switch. A
 * direction that is absent cannot be gone. The points are judgement, not measurement: a catalog may
 * set its own.
 */
export interface Effort {
  /** A higher number, or one more label. */
  readonly raise?: number;
  /** A lower number, or one label less. */
  readonly lower?: number;
  /** Another value of an enum, a boolean. */
  readonly replace?: number;
}

/** The parts of the score that a preference can feed. */
export type PreferencePart =
  | 'sector'
  | 'region'
  | 'standing'
  | 'ticket-size'
  | 'programme-priority';

/** One entry of the field registry. */
export interface Field {
  /** `enterprise.revenue`: the subject, a dot, the member. */
  readonly name: string;
  readonly type: FieldType;
  /** Decimals of a `number`; it is kept as an integer of that scale. Absent is 0. */
  readonly decimals?: number;
  /** The closed list of values of an `enum`; open where absent. */
  readonly values?: readonly string[];
  readonly title?: Name;
  readonly knownBy: Knower;
  /** Absent: the enterprise cannot change it. */
  readonly effort?: Effort;
  /** Which score part a preference on this field feeds; absent is `standing`. */
  readonly part?: PreferencePart;
}

/** The subject of a field name. */
export function subjectOf(fieldName: string): Subject {
  return fieldName.slice(0, fieldName.indexOf('.')) as Subject;
}
