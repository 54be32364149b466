import { isLeft } from 'fp-ts/Either';
import { parseJsonText } from '../../interop/json-text.ts';
import { readNdjson } from '../../interop/ndjson.ts';
import type { Field, Need } from '../../model/index.ts';
import { parseNeed } from '../../schema.ts';
import { createIssue, type Fault, type Issue } from '../../units/issue.ts';
import type { Io } from '../io.ts';
import { parseDocument } from './document.ts';
import type { Refusal } from './refusal.ts';
import { openBytes, peek, sourceName } from './source.ts';

/** One need as it stands in an input, read or refused. */
export type NeedRecord =
  | { readonly kind: 'need'; readonly need: Need }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** A record before it is parsed: its value and its place. */
export interface RawRecord {
  readonly place: Pick<Refusal, 'file' | 'line' | 'index'>;
  readonly value: unknown;
}

export type RawResult =
  | { readonly kind: 'raw'; readonly record: RawRecord }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** How many bytes decide whether an input is one document or lines. */
const SNIFFED_BYTES = 65_536;

/**
 * The needs of a file or of standard input, in order: one object, a list, or NDJSON. What is refused
 * stands in its place. An id that was there before is refused. Throws InputError when the input
 * cannot be read. Holds one line at a time for NDJSON, and the ids.
 */
export async function* readNeeds(
  io: Io,
  path: string,
  fields: readonly Field[] | undefined,
): AsyncGenerator<NeedRecord> {
  const reader = createNeedReader(fields);
  for await (const raw of readRecords(io, path)) {
    yield raw.kind === 'refused' ? raw : reader(raw.record);
  }
}

/** Parses records one by one and refuses an id that it has met before. */
export function createNeedReader(
  fields: readonly Field[] | undefined,
): (record: RawRecord) => NeedRecord {
  const firstPlaces = new Map<string, string>();
  const options = fields === undefined ? {} : { fields };
  return ({ place, value }) => {
    const parsed = parseNeed(value, options);
    if (isLeft(parsed)) {
      const id = idOf(value);
      const issues = parsed.left.map((issue) => underIndex(issue, place.index));
      const named = id === undefined ? {} : { id };
      return { kind: 'refused', refusal: { ...place, ...named, issues } };
    }
    const need = parsed.right;
    const first = firstPlaces.get(need.id);
    if (first === undefined) {
      firstPlaces.set(need.id, placeText(place));
      return { kind: 'need', need };
    }
    const expected = `an id that no other need has; ${first} has it`;
    const issue = createIssue({ code: 'duplicate', expected }, ['id'], need.id);
    const issues = [underIndex(issue, place.index)];
    return { kind: 'refused', refusal: { ...place, id: need.id, issues } };
  };
}

function placeText({ file, line, index }: RawRecord['place']): string {
  if (line !== undefined) return `${file}:${line}`;
  return index === undefined ? file : `${file}: [${index}]`;
}

function idOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, 'id')) return undefined;
  const { id } = value as { readonly id: unknown };
  return typeof id === 'string' ? id.slice(0, 128) : undefined;
}

/** A path inside a record of a list begins with the record's index. */
function underIndex(issue: Issue, index: number | undefined): Issue {
  if (index === undefined) return issue;
  const { code, expected, seen } = issue;
  const moved = createIssue({ code, expected }, [index, ...issue.path]);
  if (seen === undefined) return moved;
  return { ...moved, seen, message: `${moved.message}; saw ${seen}` };
}

/** The raw records of an input, in order, before any schema. */
export async function* readRecords(io: Io, path: string): AsyncGenerator<RawResult> {
  const file = sourceName(path);
  const { head, all } = await peek(openBytes(io, path), wantsMore);
  const isLines = looksLikeLines(path, head);
  let count = 0;
  for await (const result of isLines ? recordsOfLines(file, all) : recordsOfDocument(file, all)) {
    count += 1;
    yield result;
  }
  if (count === 0) yield refuse({ file }, { code: 'empty', expected: 'at least one record' });
}

async function* recordsOfLines(
  file: string,
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<RawResult> {
  for await (const { line, result } of readNdjson(chunks)) {
    const place = { file, line };
    if (isLeft(result)) yield { kind: 'refused', refusal: { ...place, issues: result.left } };
    else yield { kind: 'raw', record: { place, value: result.right } };
  }
}

async function* recordsOfDocument(
  file: string,
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<RawResult> {
  const document = await parseDocument(file, chunks);
  if (document.kind === 'refused') {
    yield document;
    return;
  }
  const { value } = document;
  if (!Array.isArray(value)) {
    yield { kind: 'raw', record: { place: { file }, value } };
    return;
  }
  for (const [index, item] of value.entries()) {
    yield { kind: 'raw', record: { place: { file, index }, value: item } };
  }
}

function refuse(place: RawRecord['place'], fault: Fault): RawResult {
  return { kind: 'refused', refusal: { ...place, issues: [createIssue(fault, [])] } };
}

/** Until a full line of something was seen, or enough. */
function wantsMore(head: Uint8Array): boolean {
  if (head.length >= SNIFFED_BYTES) return false;
  return contentLines(head).length < 3;
}

/** The first lines that are not blank; a line that goes on behind the bytes is one of them. */
function contentLines(head: Uint8Array): readonly string[] {
  const text = new TextDecoder('utf-8').decode(head.subarray(0, SNIFFED_BYTES));
  return text
    .split('\n', 64)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .slice(0, 3);
}

/**
 * Lines, or one document? The name of the file decides, where it is .ndjson or .jsonl. Otherwise:
 * lines where the first line is a whole JSON value or the second begins an object, too; a document
 * where the first begins a list, or an object that goes on.
 */
function looksLikeLines(path: string, head: Uint8Array): boolean {
  const name = path.toLowerCase();
  if (name.endsWith('.ndjson') || name.endsWith('.jsonl')) return true;
  const [first, second] = contentLines(head);
  if (first === undefined || first.startsWith('[')) return false;
  // A catalog on one line is longer than a line of records may be.
  if (first.includes('"formatVersion"')) return false;
  if (second === undefined) return first.length > SNIFFED_BYTES / 2;
  return second.startsWith('{') || !isLeft(parseJsonText(first));
}
