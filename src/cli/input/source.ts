import { createReadStream } from 'node:fs';
import { mkdir, stat, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { InputError, type Io } from '../io.ts';

/** The name of standard input on the command line, and in messages. */
export const STDIN = '-';
export const STDIN_NAME = '(standard input)';

/** Largest document that is read whole, in bytes: 256 MiB. */
export const DOCUMENT_BYTES: number = 256 * 1024 * 1024;

/** How a source is called in messages: as it was given. */
export function sourceName(path: string): string {
  return path === STDIN ? STDIN_NAME : path;
}

/** The bytes of a file or of standard input. Throws InputError, naming the path as given. */
export async function* openBytes(io: Io, path: string): AsyncGenerator<Uint8Array> {
  try {
    if (path === STDIN) {
      for await (const chunk of io.stdin) yield typeof chunk === 'string' ? toBytes(chunk) : chunk;
      return;
    }
    const absolute = resolve(io.cwd, path);
    const stats = await stat(absolute);
    if (stats.isDirectory()) throw new InputError(`${path}: is a directory; expected a file`);
    for await (const chunk of createReadStream(absolute)) yield chunk as Uint8Array;
  } catch (error) {
    throw asInputError(error, 'read', sourceName(path));
  }
}

const encoder = new TextEncoder();

function toBytes(text: string): Uint8Array {
  return encoder.encode(text);
}

/** The start of a stream, and the whole of it. */
export interface Peeked {
  readonly head: Uint8Array;
  readonly all: AsyncIterable<Uint8Array>;
}

/** Looks at the first bytes of a stream without losing them. */
export async function peek(
  chunks: AsyncGenerator<Uint8Array>,
  wanted: (head: Uint8Array) => boolean,
): Promise<Peeked> {
  const seen: Uint8Array[] = [];
  let head: Uint8Array = new Uint8Array(0);
  while (wanted(head)) {
    const next = await chunks.next();
    if (next.done === true) break;
    seen.push(next.value);
    head = join(seen);
  }
  return { head, all: replay(seen, chunks) };
}

async function* replay(
  seen: readonly Uint8Array[],
  rest: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield* seen;
  yield* rest;
}

/** One array of many. */
export function join(chunks: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

/** Writes a file and the folders above it. Throws InputError, naming the path as given. */
export async function writeFileAt(
  io: Io,
  path: string,
  content: string | AsyncIterable<string>,
): Promise<void> {
  try {
    const absolute = resolve(io.cwd, path);
    await mkdir(dirname(absolute), { recursive: true });
    await writeFile(absolute, content, 'utf8');
  } catch (error) {
    throw asInputError(error, 'written', path);
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'is a directory',
  ENOTDIR: 'a folder of the path is a file',
  EEXIST: 'a folder of the path is a file',
  ELOOP: 'too many symbolic links',
  ENAMETOOLONG: 'the name is too long',
  ENOSPC: 'no space left',
  EROFS: 'the file system is read-only',
};

/** An error of the system in our words; all others pass through. */
export function asInputError(error: unknown, verb: 'read' | 'written', name: string): unknown {
  const code = (error as { readonly code?: unknown } | null)?.code;
  if (!(error instanceof Error) || typeof code !== 'string' || !/^E[A-Z0-9]+$/.test(code)) {
    return error;
  }
  return new InputError(`${name}: cannot be ${verb}: ${REASONS[code] ?? code}`);
}
