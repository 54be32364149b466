import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { run } from '../src/cli/run.ts';

/** A folder of its own in which the command line runs; what it says is caught. */
export interface CliRoom {
  readonly folder: string;
  /** Writes a file: text as it is, anything else as JSON. */
  readonly put: (name: string, value: unknown) => void;
  readonly fulcrum: (
    argv: readonly string[],
    stdin?: string | Iterable<Uint8Array>,
  ) => Promise<{ readonly code: number; readonly out: string; readonly err: string }>;
  readonly remove: () => void;
}

export function openCliRoom(): CliRoom {
  const folder = mkdtempSync(join(tmpdir(), 'fulcrum-'));
  return {
    folder,
    put: (name, value) =>
      writeFileSync(join(folder, name), typeof value === 'string' ? value : JSON.stringify(value)),
    fulcrum: async (argv, stdin = '') => {
      const out: string[] = [];
      const err: string[] = [];
      const sink = (lines: string[]) => ({
        write: (text: string) => lines.push(text) > 0,
        once: () => undefined,
      });
      const code = await run(argv, {
        stdin: Readable.from(typeof stdin === 'string' ? [Buffer.from(stdin)] : stdin),
        stdout: sink(out),
        stderr: sink(err),
        cwd: folder,
        env: {},
        now: () => 0,
      });
      return { code, out: out.join(''), err: err.join('') };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
