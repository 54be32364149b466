import { type Either, left, right } from 'fp-ts/Either';
import { DEPTH_LIMIT, ISSUE_LIMIT } from '../model/guard.ts';
import { createIssue, type Fault, type Issue, type IssuePath } from '../units/issue.ts';

/** A fault of a JSON text, with its place in the text. */
export interface TextIssue extends Issue {
  /** Counted from 1. */
  readonly line: number;
  /** Counted from 1, in UTF-16 code units, as editors do. */
  readonly column: number;
}

/** A fault by its offset; lines are counted at the end, in one sweep. */
interface Finding {
  readonly offset: number;
  readonly fault: Fault;
  readonly path: IssuePath;
  readonly seen: string | undefined;
}

/** A list or an object that is open. */
interface Level {
  /** The keys so far; `undefined` for a list. */
  readonly keys: Set<string> | undefined;
  /** Where in it: a key or an index. */
  place: string | number;
}

/** What may come next. */
type State = 'value' | 'first-value' | 'key' | 'first-key' | 'after-value' | 'done';

interface Scan {
  readonly text: string;
  offset: number;
  state: State;
  readonly levels: Level[];
  readonly findings: Finding[];
}

/** The scan cannot go on; caught by `parseJsonText` alone. */
const HALT: unique symbol = Symbol('halt');

/** A double keeps every numeral of so many characters, sign and point included. */
const SHORT_NUMBER = 15;

/**
 * Reads a JSON text (RFC 8259). Beside the syntax it refuses what JSON.parse loses in silence: a key
 * that stands twice in one object, and a number with more digits than a double keeps. Our scanner
 * finds the faults, with line and column on every engine alike; JSON.parse then builds the value.
 * One byte order mark at the start is skipped. What is no text is an issue too. O(n), without recursion.
 */
export function parseJsonText(text: string): Either<readonly TextIssue[], unknown> {
  if (typeof text !== 'string') {
    const issue = createIssue({ code: 'type', expected: 'a text' }, [], text);
    return left([{ ...issue, line: 1, column: 1 }]);
  }
  const body = text.startsWith('\u{feff}') ? text.slice(1) : text;
  const scan: Scan = { text: body, offset: 0, state: 'value', levels: [], findings: [] };
  try {
    while (scan.state !== 'done') step(scan);
  } catch (thrown) {
    if (thrown !== HALT) throw thrown;
  }
  if (scan.findings.length > 0) return left(toTextIssues(body, scan.findings));
  return right(JSON.parse(body) as unknown);
}

function step(scan: Scan): void {
  skipSpace(scan);
  const char = scan.text[scan.offset];
  const { state } = scan;
  if (state === 'after-value') readSeparator(scan);
  else if (state === 'first-value' && char === ']') closeLevel(scan);
  else if (state === 'first-key' && char === '}') closeLevel(scan);
  else if (state === 'key' || state === 'first-key') readKey(scan);
  else readValue(scan);
}

function skipSpace(scan: Scan): void {
  while (isSpace(scan.text.charCodeAt(scan.offset))) scan.offset += 1;
}

function isSpace(unit: number): boolean {
  return unit === 0x20 || unit === 0x0a || unit === 0x0d || unit === 0x09;
}

function readValue(scan: Scan): void {
  const char = scan.text[scan.offset];
  if (char === '{' || char === '[') {
    openLevel(scan, char === '{');
    return;
  }
  if (char === '"') readText(scan);
  else if (char !== undefined && /[-0-9]/.test(char)) readNumber(scan);
  else readWord(scan, char);
  scan.state = 'after-value';
}

function readWord(scan: Scan, char: string | undefined): void {
  const isHere = (word: string) => scan.text.startsWith(word, scan.offset);
  const word = ['true', 'false', 'null'].find(isHere);
  scan.offset += word?.length ?? halt(scan, expectedValue(scan, char));
}

function expectedValue(scan: Scan, char: string | undefined): string {
  if (char === ']' || char === '}') return 'a value: JSON has no comma after the last item';
  if (char === "'") return 'a value: texts stand in double quotes';
  if (char === '/') return 'a value: JSON has no comments';
  return scan.levels.length === 0 ? 'a JSON value' : 'a value';
}

function openLevel(scan: Scan, isObject: boolean): void {
  if (scan.levels.length >= DEPTH_LIMIT) {
    halt(scan, `at most ${DEPTH_LIMIT} levels of nesting`, 'limit');
  }
  scan.levels.push(isObject ? { keys: new Set(), place: '' } : { keys: undefined, place: 0 });
  scan.offset += 1;
  scan.state = isObject ? 'first-key' : 'first-value';
}

function closeLevel(scan: Scan): void {
  scan.levels.pop();
  scan.offset += 1;
  scan.state = 'after-value';
}

function readKey(scan: Scan): void {
  const level = scan.levels.at(-1) as Level;
  const start = scan.offset;
  const char = scan.text[start];
  if (char === '}') halt(scan, 'a key: JSON has no comma after the last member');
  if (char !== '"') halt(scan, 'a key in double quotes');
  const hasEscape = readText(scan);
  const written = scan.text.slice(start, scan.offset);
  const key = hasEscape ? (JSON.parse(written) as string) : written.slice(1, -1);
  level.place = key;
  if (level.keys?.has(key)) {
    find(scan, start, { code: 'duplicate', expected: 'each key once in an object' }, key);
  }
  level.keys?.add(key);
  skipSpace(scan);
  if (scan.text[scan.offset] !== ':') halt(scan, 'a colon after the key');
  scan.offset += 1;
  scan.state = 'value';
}

/** After a value: a comma, the end of the level, or the end of the text. */
function readSeparator(scan: Scan): void {
  const level = scan.levels.at(-1);
  const char = scan.text[scan.offset];
  if (level === undefined) {
    if (char !== undefined) halt(scan, 'the end of the text: one value is complete');
    scan.state = 'done';
    return;
  }
  const close = level.keys === undefined ? ']' : '}';
  if (char === close) {
    closeLevel(scan);
    return;
  }
  if (char !== ',') halt(scan, `a comma or "${close}"`);
  scan.offset += 1;
  if (typeof level.place === 'number') level.place += 1;
  scan.state = level.keys === undefined ? 'value' : 'key';
}

/** Walks over a text in quotes; answers whether it holds an escape. */
function readText(scan: Scan): boolean {
  const { text } = scan;
  let at = scan.offset + 1;
  let hasEscape = false;
  while (true) {
    const unit = text.charCodeAt(at);
    if (unit === 0x22) break;
    if (unit === 0x5c) {
      hasEscape = true;
      at += escapeLength(scan, at);
    } else if (unit >= 0x20) at += 1;
    else {
      scan.offset = Math.min(at, text.length);
      halt(
        scan,
        at < text.length ? 'an escape such as \\n for a control character' : 'a closing quote',
      );
    }
  }
  scan.offset = at + 1;
  return hasEscape;
}

function escapeLength(scan: Scan, at: number): number {
  const letter = scan.text[at + 1];
  if (letter !== undefined && '"\\/bfnrt'.includes(letter)) return 2;
  if (letter === 'u' && /^[0-9a-fA-F]{4}$/.test(scan.text.slice(at + 2, at + 6))) return 6;
  scan.offset = at;
  return halt(
    scan,
    'an escape that JSON knows: \\" \\\\ \\/ \\b \\f \\n \\r \\t or \\u with 4 digits',
  );
}

function readNumber(scan: Scan): void {
  const start = scan.offset;
  const numeral = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
  numeral.lastIndex = start;
  const literal = numeral.exec(scan.text)?.[0] ?? halt(scan, 'a number: digits after the minus');
  scan.offset += literal.length;
  if (isKept(literal)) return;
  const expected = `a number of at most ${SHORT_NUMBER} digits; write a longer one as a text`;
  find(scan, start, { code: 'range', expected }, literal);
}

/** Does a double keep every digit? The texts that JSON.stringify itself writes always pass. */
function isKept(literal: string): boolean {
  const value = Number(literal);
  if (!Number.isFinite(value)) return false;
  if (literal.length <= SHORT_NUMBER) return true;
  let end = literal.length;
  if (/^[^eE]*\.[^eE]*$/.test(literal)) {
    while (literal[end - 1] === '0') end -= 1;
    if (literal[end - 1] === '.') end -= 1;
  }
  return String(value) === literal.slice(0, end);
}

/** Records a fault that leaves the rest readable. */
function find(scan: Scan, offset: number, fault: Fault, seen: string): void {
  scan.findings.push({ offset, fault, path: placesOf(scan.levels), seen });
  if (scan.findings.length === ISSUE_LIMIT) {
    halt(scan, `at most ${ISSUE_LIMIT} faults; nothing after this was read`, 'limit');
  }
}

/** Records a fault at the present offset and ends the scan. */
function halt(scan: Scan, expected: string, code: Fault['code'] = 'json-syntax'): never {
  const { text, offset, state, levels } = scan;
  // An escape, a word, or one whole character: half of a surrogate pair would be unreadable.
  const token = /\\.|[\w.+-]{1,20}|./suy;
  token.lastIndex = offset;
  const seen = token.exec(text)?.[0];
  // Where a key should be, the last one is past.
  const isAtKey = state === 'key' || state === 'first-key';
  const path = placesOf(isAtKey ? levels.slice(0, -1) : levels);
  scan.findings.push({ offset, fault: { code, expected }, path, seen });
  throw HALT;
}

function placesOf(levels: readonly Level[]): IssuePath {
  return levels.map((level) => level.place);
}

/** Findings stand in the order of the text, so that one sweep counts the lines. */
function toTextIssues(text: string, findings: readonly Finding[]): readonly TextIssue[] {
  let line = 1;
  let lineStart = 0;
  let at = 0;
  return findings.map(({ offset, fault, path, seen }) => {
    for (; at < offset; at++) {
      const char = text[at];
      if (char !== '\n' && (char !== '\r' || text[at + 1] === '\n')) continue;
      line += 1;
      lineStart = at + 1;
    }
    const column = offset - lineStart + 1;
    const issue = createIssue(fault, path, seen);
    const saw = issue.seen ?? 'the end of the text';
    const message = `line ${line}, column ${column}: expected ${fault.expected}; saw ${saw}`;
    return { ...issue, message, line, column };
  });
}
