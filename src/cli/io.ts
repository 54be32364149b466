/**
 * The world of the command line: the only part of the library that meets files, streams and clocks.
 * Everything comes in as an `Io`, so that tests can run a command in memory.
 */

/** Where text goes. Node's writable streams are such. */
export interface OutputStream {
  write(text: string): boolean;
  once(event: 'drain', listener: () => void): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** Where bytes come from. Node's readable streams are such. */
export interface InputStream extends AsyncIterable<Uint8Array | string> {
  readonly isTTY?: boolean;
}

/** What a command may touch. */
export interface Io {
  readonly stdin: InputStream;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  /** Relative paths start here. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds of a clock that never goes back; for progress and wall time alone. */
  now(): number;
}

/** What a process exits with. */
export const EXIT = {
  done: 0,
  /** The command did its work and found something to look at. */
  findings: 1,
  /** A wrong command line, or input of which something was refused. */
  badInput: 2,
  /** A fault of this program. */
  internal: 70,
} as const;

/** The command line is wrong: the message says how and what would be right. */
export class UsageError extends Error {}

/** An input or output as a whole cannot be used: the message names it as it was given. */
export class InputError extends Error {}

/** Writes and waits while the reader is slower than we are. */
export async function write(stream: OutputStream, text: string): Promise<void> {
  if (text === '' || stream.write(text)) return;
  await new Promise<void>((resolve) => stream.once('drain', resolve));
}

/** Writes lines, each with its end. */
export async function writeLines(stream: OutputStream, lines: readonly string[]): Promise<void> {
  await write(stream, lines.map((line) => `${line}\n`).join(''));
}
