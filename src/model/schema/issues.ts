import type { core } from 'zod';
import { createIssue, type Fault, type Issue, type IssuePath } from '../../units/issue.ts';
import { ISSUE_LIMIT } from '../guard.ts';
import type { Complaint } from './kit.ts';
import { nearest } from './nearest.ts';

/**
 * The guard's issues and ours from zod's raw ones. zod's own message texts are never used: their
 * language is a global setting of the host. `json` is the document: what was seen is looked up in it.
 */
export function joinIssues(
  guarded: readonly Issue[],
  raw: readonly core.$ZodRawIssue[],
  json: unknown,
): readonly Issue[] {
  const issues = [...guarded];
  const said = new Set(guarded.map((issue) => JSON.stringify(issue.path)));
  for (const [complaint, path] of complaintsOf(raw)) {
    if (said.size > 0 && isSaid(path, said)) continue;
    if (issues.length >= ISSUE_LIMIT) {
      const expected = `at most ${ISSUE_LIMIT} faults; there are more that are not listed`;
      return [...issues, createIssue({ code: 'limit', expected }, [])];
    }
    issues.push(toIssue(complaint, path, json));
  }
  return issues;
}

/** Has the guard refused this place, or what it lies in? */
function isSaid(path: IssuePath, said: ReadonlySet<string>): boolean {
  for (let end = path.length; end >= 0; end--) {
    if (said.has(JSON.stringify(path.slice(0, end)))) return true;
  }
  return false;
}

function* complaintsOf(
  raw: readonly core.$ZodRawIssue[],
): Generator<readonly [Complaint, IssuePath]> {
  for (const one of raw) {
    const path = (one.path ?? []) as IssuePath;
    if (one.code !== 'unrecognized_keys') {
      const params = one['params'] as { readonly complaint?: Complaint } | undefined;
      yield [params?.complaint ?? ownFault(one), path];
      continue;
    }
    const known = knownKeys(one);
    const expected = `one of the keys ${known.join(', ')}`;
    for (const key of one.keys as readonly string[]) {
      yield [{ code: 'unknown-key', expected, near: known, isKey: true }, [...path, key]];
    }
  }
}

/** zod itself only says that something is no object. */
function ownFault(raw: core.$ZodRawIssue): Fault {
  return { code: raw.input === undefined ? 'missing' : 'type', expected: 'an object' };
}

function knownKeys(raw: core.$ZodRawIssue): readonly string[] {
  const def = raw.inst?._zod.def as { readonly shape?: object } | undefined;
  return Object.keys(def?.shape ?? {});
}

/** An issue; the nearest of what may have been meant joins the text. */
export function toIssue(complaint: Complaint, path: IssuePath, json: unknown): Issue {
  const place = withinText(path, json);
  const seen = complaint.seen ?? valueAt(json, place);
  const word = complaint.isKey === true ? place.at(-1) : seen;
  const guess = complaint.near === undefined ? undefined : nearest(word, complaint.near);
  const hint = guess === undefined ? '' : ` (did you mean "${guess}"?)`;
  return createIssue({ code: complaint.code, expected: complaint.expected + hint }, place, seen);
}

/** Where a short form stands for a list or an object (`"LPR-1Y"`), the place is the text itself. */
function withinText(path: IssuePath, json: unknown): IssuePath {
  for (let end = 0; end < path.length; end++) {
    const start = path.slice(0, end);
    if (typeof valueAt(json, start) === 'string') return start;
  }
  return path;
}

function valueAt(json: unknown, path: IssuePath): unknown {
  let value = json;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Readonly<Record<string | number, unknown>>)[key];
  }
  return value;
}
