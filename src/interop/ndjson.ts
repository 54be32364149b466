import { type Either, isLeft, left } from 'fp-ts/Either';
import { createIssue, type Issue } from '../units/issue.ts';
import { parseJsonText } from './json-text.ts';
import { decodeUtf8 } from './utf8.ts';

/** Longest line that is read, in bytes, unless the caller says otherwise: 8 MiB. */
export const NDJSON_LINE_BYTES: number = 8 * 1024 * 1024;

/** One line that holds something: its value, or why it has none. */
export interface NdjsonRecord {
  /** Counted from 1; blank lines count, though they are no records. */
  readonly line: number;
  readonly result: Either<readonly Issue[], unknown>;
}

/** Limits of the reader. */
export interface NdjsonOptions {
  /** Longest line in bytes; a longer one is refused and its bytes are not kept. */
  readonly lineBytes?: number;
}

const LINE_FEED = 0x0a;

/** One line of bytes; `bytes` is absent where the line was longer than allowed. */
interface ByteLine {
  readonly number: number;
  readonly bytes?: Uint8Array;
}

/**
 * Reads newline-delimited JSON from chunks of UTF-8 as they come: one record for each line that is
 * not blank, in order; LF or CRLF; a last line without an end counts. A line that is too long, no
 * UTF-8 or no JSON is a record with issues, and reading goes on behind it. A byte order mark is
 * skipped. Holds one line and one chunk at a time; O(n).
 */
export async function* readNdjson(
  chunks: AsyncIterable<Uint8Array>,
  options: NdjsonOptions = {},
): AsyncGenerator<NdjsonRecord> {
  const limit = options.lineBytes ?? NDJSON_LINE_BYTES;
  for await (const { number, bytes } of splitLines(chunks, limit)) {
    if (bytes === undefined) {
      const expected = `a line of at most ${limit} bytes; this one was not read`;
      yield { line: number, result: refuse({ code: 'limit', expected }) };
      continue;
    }
    const text = decodeUtf8(bytes);
    if (text === undefined) {
      const expected = 'text in UTF-8; this line holds other bytes';
      yield { line: number, result: refuse({ code: 'json-syntax', expected }) };
    } else if (text.trim() !== '') {
      yield { line: number, result: parseLine(text, number) };
    }
  }
}

function refuse(fault: Parameters<typeof createIssue>[0]): Either<readonly Issue[], unknown> {
  return left([createIssue(fault, [])]);
}

/** The value of a line; its issues name the line of the file, not that of the text. */
function parseLine(text: string, line: number): Either<readonly Issue[], unknown> {
  const parsed = parseJsonText(text);
  if (!isLeft(parsed)) return parsed;
  return left(
    parsed.left.map((issue) => {
      const saw = issue.seen ?? 'the end of the line';
      const at = `line ${line}, column ${issue.column}`;
      return { ...issue, line, message: `${at}: expected ${issue.expected}; saw ${saw}` };
    }),
  );
}

/** Cuts chunks at line feeds. What is too long is counted, not kept. */
async function* splitLines(
  chunks: AsyncIterable<Uint8Array>,
  limit: number,
): AsyncGenerator<ByteLine> {
  let number = 1;
  let pieces: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    let start = 0;
    while (start < chunk.length) {
      const end = chunk.indexOf(LINE_FEED, start);
      const piece = chunk.subarray(start, end < 0 ? chunk.length : end);
      size += piece.length;
      if (size > limit) pieces = [];
      else pieces.push(piece);
      if (end < 0) break;
      yield finishLine(number, pieces, size, limit);
      number += 1;
      pieces = [];
      size = 0;
      start = end + 1;
    }
  }
  if (size > 0) yield finishLine(number, pieces, size, limit);
}

function finishLine(
  number: number,
  pieces: readonly Uint8Array[],
  size: number,
  limit: number,
): ByteLine {
  if (size > limit) return { number };
  const [first] = pieces;
  if (pieces.length === 1 && first !== undefined) return { number, bytes: first };
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return { number, bytes };
}
