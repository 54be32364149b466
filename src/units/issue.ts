/** Why an input was refused. A closed list: callers may switch on it. */
export type IssueCode =
  | 'json-syntax'
  | 'limit'
  | 'prototype-key'
  | 'lone-surrogate'
  | 'type'
  | 'missing'
  | 'unknown-key'
  | 'unknown-field'
  | 'operator'
  | 'unit'
  | 'format'
  | 'range'
  | 'empty'
  | 'value'
  | 'duplicate'
  | 'dangling'
  | 'contradiction'
  | 'version';

/** Where in a document: keys and array positions from the root. */
export type IssuePath = readonly (string | number)[];

/** What a border reader says of one value; the caller knows the path. */
export interface Fault {
  readonly code: IssueCode;
  /** What would have been right, as a noun phrase: `a rate with its unit, such as "3.45%"`. */
  readonly expected: string;
}

/** One fault of an input, with its place. Plain JSON. */
export interface Issue extends Fault {
  readonly path: IssuePath;
  /** The value that was seen, as short JSON; absent when nothing was there. */
  readonly seen?: string;
  /** One English sentence made of the other members. */
  readonly message: string;
}

/** Longest piece of an input that an issue repeats, in characters. */
const SEEN_CHARACTERS = 60;

/** `products[3].rate.spread`; the root is `(document)`. Odd keys are quoted. */
export function formatPath(path: IssuePath): string {
  if (!Array.isArray(path))
    throw new TypeError('formatPath: expected a list of keys and positions');
  let text = '';
  for (const key of path as IssuePath) {
    if (typeof key !== 'string' && typeof key !== 'number') text += `[${shortJson(key)}]`;
    else if (typeof key === 'number') text += `[${key}]`;
    else if (!/^[A-Za-z_$][\w$-]{0,79}$/.test(key)) text += `[${shortJson(key)}]`;
    else text += text === '' ? key : `.${key}`;
  }
  return text === '' ? '(document)' : text;
}

/** A value as JSON, cut to a length that fits a message; control characters stay escaped. */
export function shortJson(value: unknown): string {
  if (typeof value === 'function') return 'a function';
  if (value === undefined) return 'nothing';
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  if (typeof value === 'object' && value !== null) return shortObject(value);
  if (typeof value === 'string') {
    const cut = value.slice(0, SEEN_CHARACTERS).replace(/\p{Surrogate}/gu, '\u{fffd}');
    return JSON.stringify(cut) + (value.length > SEEN_CHARACTERS ? '…' : '');
  }
  return String(value);
}

/** A list by its length; a proxy may refuse to tell even that. */
function shortObject(value: object): string {
  try {
    if (!Array.isArray(value)) return 'an object';
    return value.length === 0 ? '[]' : `a list of ${value.length}`;
  } catch {
    return 'an object';
  }
}

/** Builds an issue; `seen` is given as the raw value and shortened here. */
export function createIssue(fault: Fault, path: IssuePath, seen?: unknown): Issue {
  const shown = seen === undefined ? undefined : shortJson(seen);
  const message =
    `${formatPath(path)}: expected ${fault.expected}` +
    (shown === undefined ? '' : `; saw ${shown}`);
  return {
    code: fault.code,
    path,
    expected: fault.expected,
    ...(shown === undefined ? {} : { seen: shown }),
    message,
  };
}
