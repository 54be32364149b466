import { createIssue, type Fault, type Issue, type IssuePath } from '../units/issue.ts';

/** Deepest nesting of lists and objects; a catalog needs about 12. */
export const DEPTH_LIMIT = 64;
/** Most values in one document, counting every list, object and leaf. */
export const NODE_LIMIT = 5_000_000;
/** Longest string, in UTF-16 code units. */
export const STRING_LIMIT = 100_000;
/** Longest key of an object, in UTF-16 code units. */
export const KEY_LIMIT = 1_000;
/** Most keys of one object. */
export const KEYS_LIMIT = 10_000;
/** Most issues that are listed for one document. */
export const ISSUE_LIMIT = 1_000;

/** What the guard found. */
export interface GuardReport {
  readonly issues: readonly Issue[];
  /** `false`: the value is too deep or too large to be read any further. */
  readonly safe: boolean;
  /** Some member is `undefined`, which JSON would have left out. */
  readonly hasUndefined: boolean;
}

/** Keys that reach an object's prototype in careless code. */
const PROTOTYPE_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

const LONE_SURROGATE = /\p{Surrogate}/u;

/** A list or an object that is being walked. */
interface Frame {
  readonly container: object;
  /** The keys of an object; `undefined` for a list. */
  readonly keys: readonly string[] | undefined;
  readonly size: number;
  next: number;
}

/** The state of one walk. */
interface Walk {
  readonly frames: Frame[];
  readonly issues: Issue[];
  nodes: number;
  hasUndefined: boolean;
}

/**
 * Looks at a value of unknown origin before anything else reads it: is it JSON, of bounded size,
 * without keys and texts that harm later readers? Never throws and never recurses; O(n).
 */
export function inspect(value: unknown): GuardReport {
  const walk: Walk = { frames: [], issues: [], nodes: 0, hasUndefined: false };
  try {
    const safe = visit(walk, value) && visitAll(walk);
    return { issues: walk.issues, safe, hasUndefined: walk.hasUndefined };
  } catch {
    // A getter or a proxy of the caller threw: such a value is no JSON.
    complain(walk, { code: 'type', expected: 'plain JSON that can be read' });
    return { issues: walk.issues, safe: false, hasUndefined: walk.hasUndefined };
  }
}

/** Walks to the end; `false` when a limit was hit that makes it unsafe to go on. */
function visitAll(walk: Walk): boolean {
  while (true) {
    const frame = walk.frames.at(-1);
    if (frame === undefined) return true;
    if (frame.next === frame.size) {
      walk.frames.pop();
      continue;
    }
    const key = frame.keys === undefined ? frame.next : (frame.keys[frame.next] as string);
    frame.next += 1;
    const child = (frame.container as Readonly<Record<string | number, unknown>>)[key];
    if (typeof key === 'string') {
      visitKey(walk, key);
      if (child === undefined) {
        walk.hasUndefined = true;
        continue;
      }
    }
    if (!visit(walk, child)) return false;
  }
}

function visitKey(walk: Walk, key: string): void {
  if (PROTOTYPE_KEYS.has(key)) {
    complain(walk, { code: 'prototype-key', expected: 'a key other than this reserved one' });
  } else if (key.length > KEY_LIMIT) {
    complain(walk, { code: 'limit', expected: `a key of at most ${KEY_LIMIT} characters` });
  } else if (LONE_SURROGATE.test(key)) {
    complain(walk, { code: 'lone-surrogate', expected: 'a key of whole Unicode characters' });
  }
}

/** Checks one value and opens it when it holds others; `false` when the walk must stop. */
function visit(walk: Walk, value: unknown): boolean {
  walk.nodes += 1;
  if (walk.nodes > NODE_LIMIT) {
    return stop(walk, `a document of at most ${NODE_LIMIT} values`);
  }
  if (walk.issues.length >= ISSUE_LIMIT) {
    return stop(walk, `at most ${ISSUE_LIMIT} faults; nothing after this was read`);
  }
  if (typeof value === 'string') visitText(walk, value);
  else if (typeof value === 'object' && value !== null) return open(walk, value);
  else if (!isJsonLeaf(value)) complain(walk, { code: 'type', expected: 'a JSON value' }, value);
  return true;
}

function visitText(walk: Walk, text: string): void {
  if (text.length > STRING_LIMIT) {
    complain(
      walk,
      { code: 'limit', expected: `a text of at most ${STRING_LIMIT} characters` },
      text,
    );
  } else if (LONE_SURROGATE.test(text)) {
    complain(
      walk,
      { code: 'lone-surrogate', expected: 'a text of whole Unicode characters' },
      text,
    );
  }
}

function isJsonLeaf(value: unknown): boolean {
  return value === null || typeof value === 'boolean' || Number.isFinite(value);
}

function open(walk: Walk, container: object): boolean {
  const isList = Array.isArray(container);
  if (!isList && !isPlain(container)) {
    complain(walk, { code: 'type', expected: 'a plain JSON object' });
    return true;
  }
  if (walk.frames.length >= DEPTH_LIMIT) {
    return stop(walk, `at most ${DEPTH_LIMIT} levels of nesting, without cycles`);
  }
  const keys = isList ? undefined : Object.keys(container);
  const size = isList ? container.length : (keys?.length ?? 0);
  if (!isList && size > KEYS_LIMIT) return stop(walk, `an object of at most ${KEYS_LIMIT} keys`);
  walk.frames.push({ container, keys, size, next: 0 });
  return true;
}

/** Made by `{}` or JSON.parse, in this realm or another; no Date, Map or class. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === null || prototype === Object.prototype) return true;
  return (
    Object.getPrototypeOf(prototype) === null &&
    Object.hasOwn(prototype as object, 'hasOwnProperty')
  );
}

function stop(walk: Walk, expected: string): false {
  complain(walk, { code: 'limit', expected });
  return false;
}

/** Records an issue at the present place. */
function complain(walk: Walk, fault: Fault, seen?: unknown): void {
  if (walk.issues.length > ISSUE_LIMIT) return;
  walk.issues.push(createIssue(fault, placeOf(walk.frames), seen));
}

/** The path of the child that is being visited. */
function placeOf(frames: readonly Frame[]): IssuePath {
  return frames.map((frame) => {
    const index = frame.next - 1;
    return frame.keys === undefined ? index : (frame.keys[index] as string);
  });
}

/** A copy without the members that are `undefined`; only for values that the guard called safe. */
export function withoutUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutUndefined);
  // What is no plain object was reported; it is handed on untouched.
  if (typeof value !== 'object' || value === null || !isPlain(value)) return value;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(members.map(([key, member]) => [key, withoutUndefined(member)]));
}
