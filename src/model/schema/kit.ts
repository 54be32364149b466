import type { Either } from 'fp-ts/Either';
import {
  type core,
  type ZodOptional,
  type ZodRawShape,
  type ZodType,
  any as zodAny,
  codec as zodCodec,
  object as zodObject,
  strictObject as zodStrictObject,
} from 'zod';
import type { Fault, IssuePath } from '../../units/issue.ts';
import { ISSUE_LIMIT } from '../guard.ts';

/**
 * The few building blocks of our schemas. Every one reads and prints: zod runs the same definition
 * forward (JSON to model) and backward. Only this file and `issues.ts` know zod.
 *
 * One convention holds everything together: what could not be read becomes `undefined`, whatever it
 * was. So rules between members run even when other members are faulty, and all faults are found at
 * once.
 */

/** Reads JSON into `T`, and prints it back. */
export type Schema<T> = ZodType<T>;

/** A member that may be absent. */
export type OptionalSchema<T> = ZodOptional<Schema<T>>;

/** One schema for each member: a member too many, too few or of another type does not compile. */
export type Shape<T> = {
  readonly [K in keyof T]-?: Record<never, never> extends Pick<T, K>
    ? OptionalSchema<Required<T>[K]>
    : Schema<T[K]>;
};

/** A value of which parts may have been unreadable. */
export type Loose<T> = T extends string | number | boolean | undefined
  ? T
  : T extends readonly (infer Item)[]
    ? readonly (Loose<Item> | undefined)[]
    : { readonly [K in keyof T]?: Loose<T[K]> | undefined };

/** A fault with what helps to say it well. */
export interface Complaint extends Fault {
  /** What the writer may have meant: the nearest is suggested. */
  readonly near?: Iterable<string>;
  /** The key was meant to be one of those, not the value. */
  readonly isKey?: true;
  /** Shown in place of the value at the path. */
  readonly seen?: string;
}

/** Records a fault; the path starts at the value that is being read. */
export type Report = (complaint: Complaint, path?: IssuePath) => void;

/** A condition between the members of one value. */
export type Rule<T> = (value: Loose<T>, report: Report) => void;

type Payload = core.ParsePayload;

const FORWARD: core.ParseContextInternal = { async: false };
// Values of the model need no second check, and zod's check before printing doubles at every level.
const BACKWARD: core.ParseContextInternal = {
  async: false,
  direction: 'backward',
  skipChecks: true,
};

/** Reads a value that the guard has seen. Issues are zod's raw ones: `toIssues` makes them ours. */
export function run(schema: Schema<unknown>, json: unknown): Payload {
  // The internal call leaves out zod's messages, which depend on the host's language setting.
  return schema._zod.run({ value: json, issues: [] }, FORWARD) as Payload;
}

/** Prints a value of the model. Throws TypeError for what is no such value. */
export function print<T>(schema: Schema<T>, value: T): unknown {
  const payload = schema._zod.run({ value, issues: [] }, BACKWARD) as Payload;
  const [issue] = payload.issues;
  if (issue !== undefined) {
    throw new TypeError(`not a value of the model at ${(issue.path ?? []).join('.')}`);
  }
  return payload.value;
}

/** A schema of two functions. `read` reports its faults and answers `undefined`, or what it could. */
export function schemaOf<T>(
  read: (json: unknown, report: Report, payload: Payload) => unknown,
  write: (value: T) => unknown,
): Schema<T> {
  const decode = (json: unknown, payload: Payload): unknown => {
    payload.value = read(json, reporter(payload), payload);
    return payload.value;
  };
  return zodCodec(zodAny(), zodAny(), { decode, encode: write }) as unknown as Schema<T>;
}

/** One text, number or boolean. An absent one is `missing`. */
export function leaf<T>(
  read: (json: unknown) => Either<Complaint, T>,
  write: (value: T) => unknown,
): Schema<T> {
  const decode = (json: unknown, payload: Payload): unknown => {
    const result = read(json);
    if (result._tag === 'Right') return result.right;
    const { left } = result;
    complain(payload, json === undefined ? { code: 'missing', expected: left.expected } : left, []);
    payload.value = undefined;
    return undefined;
  };
  return zodCodec(zodAny(), zodAny(), { decode, encode: write }) as unknown as Schema<T>;
}

/** The member may be absent. */
export function optional<T>(schema: Schema<T>): OptionalSchema<T> {
  return schema.optional();
}

/** The member may be absent, which means `value`; it is always printed. */
export function withDefault<T extends string>(schema: Schema<T>, value: T): Schema<T> {
  return (schema as ZodType<string>).default(value) as unknown as Schema<T>;
}

/** An object with exactly these members; then the rules between them. */
export function object<T extends object>(shape: Shape<T>, ...rules: readonly Rule<T>[]): Schema<T> {
  const bare = zodStrictObject(shape as unknown as ZodRawShape);
  return bare.check(alwaysCheck(rules)) as unknown as Schema<T>;
}

/** Some members of an object; the others are not looked at. */
export function partOf<T extends object>(shape: Shape<T>): Schema<T> {
  const bare = zodObject(shape as unknown as ZodRawShape);
  return bare.check(alwaysCheck([])) as unknown as Schema<T>;
}

/** An object whose members are known only at run time, all optional; `stranger` greets all others. */
export function dictionary<V>(
  shape: Readonly<Record<string, Schema<V>>>,
  stranger: (keys: readonly string[]) => Complaint,
): Schema<Readonly<Record<string, V>>> {
  const keys = Object.keys(shape);
  const members = Object.fromEntries(keys.map((key) => [key, shape[key]?.optional() ?? zodAny()]));
  const refuse = schemaOf<never>(
    (_json, report) => report(stranger(keys)),
    (value) => value,
  );
  const open = zodObject(members).catchall(refuse);
  const checked = open.check(alwaysCheck([])) as unknown as Schema<Readonly<Record<string, V>>>;
  if (!keys.some((key) => key in Object.prototype)) return checked;
  // Such a member would be found in every object, absent or not.
  return schemaOf(
    (json, _report, payload) => runInto(checked, withoutPrototype(json), payload, []),
    (model) => print(checked, withoutPrototype(model) as typeof model),
  );
}

function withoutPrototype(value: unknown): unknown {
  return isObject(value) ? Object.assign(Object.create(null), value) : value;
}

/** An object from keys of one kind to values of one kind. */
export function record<V>(
  readKey: (key: string) => Either<Fault, string>,
  value: Schema<V>,
  expected: string,
): Schema<Readonly<Record<string, V>>> {
  const read = (json: unknown, report: Report, payload: Payload) => {
    if (!isObject(json)) return report(typeFault(json, expected));
    const entries: [string, unknown][] = [];
    for (const [key, member] of Object.entries(json)) {
      const checked = readKey(key);
      if (checked._tag === 'Left') report({ ...checked.left, seen: key }, [key]);
      entries.push([key, runInto(value, member, payload, [key])]);
      if (isFull(payload, report)) break;
    }
    return Object.fromEntries(entries);
  };
  return schemaOf(read, (model) =>
    Object.fromEntries(Object.entries(model).map(([key, member]) => [key, print(value, member)])),
  );
}

/** How long a list may be, and what it is called in messages. */
export interface ListOptions {
  readonly expected?: string;
  readonly nonEmpty?: boolean;
}

/** A list of values of one kind. Own loop: it stops at a bounded number of faults. */
export function list<T>(item: Schema<T>, options: ListOptions = {}): Schema<readonly T[]> {
  const expected = options.expected ?? 'a list';
  const read = (json: unknown, report: Report, payload: Payload) => {
    if (!Array.isArray(json)) return report(typeFault(json, expected));
    if (options.nonEmpty === true && json.length === 0) {
      return report({ code: 'empty', expected: `${expected} of at least one item` });
    }
    const items: unknown[] = [];
    for (let i = 0; i < json.length; i++) {
      items.push(runInto(item, json[i], payload, [i]));
      if (isFull(payload, report)) break;
    }
    // A list that grew keeps room for more: needs are many, and their lists short.
    return items.slice();
  };
  return schemaOf(read, (model) => model.map((member) => print(item, member)));
}

/** One of several schemas, by looking at the value: so a fault is said of the right one. */
export function choice<T>(
  forJson: (json: unknown, report: Report) => Schema<unknown> | undefined,
  forModel: (value: T) => Schema<unknown>,
): Schema<T> {
  const read = (json: unknown, report: Report, payload: Payload) => {
    const schema = forJson(json, report);
    return schema === undefined ? undefined : runInto(schema, json, payload, []);
  };
  return schemaOf(read, (value) => print(forModel(value), value));
}

/**
 * A model whose document form has other members. `toModel` also gets documents of which parts were
 * unreadable, so it may only move members; its answer is then used by rules alone.
 */
export function reshape<Document, Model>(
  document: Schema<Document>,
  toModel: (document: Document) => Model,
  toDocument: (model: Model) => Document,
): Schema<Model> {
  const read = (json: unknown, _report: Report, payload: Payload) => {
    const value = runInto(document, json, payload, []);
    return value === undefined ? undefined : toModel(value as Document);
  };
  return schemaOf(read, (model) => print(document, toDocument(model)));
}

/** The members that are not `undefined`. */
export function present<T extends object>(
  members: {
    readonly [K in keyof T]: T[K] | undefined;
  },
): T {
  const entries = Object.entries(members).filter(([, member]) => member !== undefined);
  return Object.fromEntries(entries) as T;
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `missing` for what is absent, `type` for the rest. */
export function typeFault(json: unknown, expected: string): Fault {
  return { code: json === undefined ? 'missing' : 'type', expected };
}

/** Runs a schema on a child and hands its issues up; answers what could be read. */
function runInto(
  schema: Schema<unknown>,
  json: unknown,
  payload: Payload,
  path: IssuePath,
): unknown {
  const result = run(schema, json);
  for (const issue of result.issues) {
    payload.issues.push(
      path.length === 0 ? issue : { ...issue, path: [...path, ...(issue.path ?? [])] },
    );
  }
  return result.value;
}

/** So many faults that reading on helps nobody; says so. */
function isFull(payload: Payload, report: Report): boolean {
  if (payload.issues.length < ISSUE_LIMIT) return false;
  report({ code: 'limit', expected: `at most ${ISSUE_LIMIT} faults; the rest was not read` });
  return true;
}

/** A zod check that runs whatever was found before, and keeps our convention for what is no object. */
function alwaysCheck<T>(rules: readonly Rule<T>[]): core.$ZodCheck<unknown> {
  const check = (payload: Payload): void => {
    if (!isObject(payload.value)) payload.value = undefined;
    else for (const rule of rules) rule(payload.value as Loose<T>, reporter(payload));
  };
  return { _zod: { def: { check: 'custom', when: () => true }, onattach: [], check } };
}

function reporter(payload: Payload): Report {
  return (complaint, path = []) => complain(payload, complaint, path);
}

function complain(payload: Payload, complaint: Complaint, path: IssuePath): void {
  if (payload.issues.length > ISSUE_LIMIT) return;
  payload.issues.push({ code: 'custom', path: [...path], input: undefined, params: { complaint } });
}
