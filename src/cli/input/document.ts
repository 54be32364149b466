import { isLeft } from 'fp-ts/Either';
import { parseJsonText } from '../../interop/json-text.ts';
import { decodeUtf8 } from '../../interop/utf8.ts';
import { createIssue, type Fault } from '../../units/issue.ts';
import { InputError, type Io } from '../io.ts';
import type { Refusal } from './refusal.ts';
import { DOCUMENT_BYTES, join, openBytes, sourceName } from './source.ts';

/** A JSON document, or why there is none. */
export type DocumentResult =
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** Reads one JSON document whole. Throws InputError when the file cannot be read. */
export async function readDocument(io: Io, path: string): Promise<DocumentResult> {
  return parseDocument(sourceName(path), openBytes(io, path));
}

/** The document in a stream of bytes. */
export async function parseDocument(
  file: string,
  chunks: AsyncIterable<Uint8Array>,
): Promise<DocumentResult> {
  const kept: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > DOCUMENT_BYTES) {
      return refuse(file, { code: 'limit', expected: `at most ${DOCUMENT_BYTES} bytes` });
    }
    kept.push(chunk);
  }
  const text = decodeUtf8(join(kept));
  if (text === undefined) {
    return refuse(file, { code: 'json-syntax', expected: 'text in UTF-8; the file is not' });
  }
  if (text.trim() === '') {
    return refuse(file, { code: 'empty', expected: 'a JSON document; the file is empty' });
  }
  const parsed = parseJsonText(text);
  if (isLeft(parsed)) {
    return { kind: 'refused', refusal: { file, issues: parsed.left } };
  }
  return { kind: 'json', value: parsed.right };
}

function refuse(file: string, fault: Fault): DocumentResult {
  return { kind: 'refused', refusal: { file, issues: [createIssue(fault, [])] } };
}

/** Throws InputError when a path that must be a document is standard input twice. */
export function requireOneStdin(paths: readonly string[]): void {
  if (paths.filter((path) => path === '-').length > 1) {
    throw new InputError('standard input can be read once: give a file for one of the two');
  }
}
