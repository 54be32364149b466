import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Catalog } from '../catalog/index.ts';
import {
  catalogToBuffer,
  emptyTable,
  type MatchAllOptions,
  type MatchTable,
  matchAll,
} from '../matching/index.ts';
import type { Need } from '../model/index.ts';
import { createIssue, type Issue, shortJson } from '../units/issue.ts';
import { readOptions } from '../units/unreadable.ts';
import { NEED_COLUMNS, type NeedsMessage, type PartMessage, ROW_COLUMNS } from './messages.ts';

/** How to match many needs with several threads. */
export interface MatchAllParallelOptions extends MatchAllOptions {
  /** Threads, 1 to `THREADS_LIMIT`; absent: as many as the machine runs at once. */
  readonly threads?: number;
  /** Where the program of a thread is, if a bundler moved it; absent: beside this file. */
  readonly workerUrl?: URL;
}

/** Most threads: beyond it, copying needs to them takes longer than matching. */
export const THREADS_LIMIT = 64;
/** Needs that a thread gets at once: a few milliseconds of work. */
const NEEDS_PER_MESSAGE = 512;
/** Messages that wait at a thread, so that it never waits itself. */
const MESSAGES_AHEAD = 2;

/**
 * `matchAll` over worker threads of Node: the same table, byte for byte, in any number of threads.
 * The catalog is shared, needs are copied to the threads in parts. After an abort, needs that no
 * thread has begun stay pending. Rejects with a thread's error; throws as `matchAll` does.
 */
export async function matchAllParallel(
  catalog: Catalog,
  needs: readonly Need[],
  options: MatchAllParallelOptions = {},
): Promise<MatchTable> {
  const asked = readOptions('matchAllParallel', options);
  const { threads = availableParallelism(), workerUrl } = asked;
  if (!Number.isInteger(threads) || threads < 1 || threads > THREADS_LIMIT) {
    throw new RangeError(
      `matchAllParallel: threads must be 1 to ${THREADS_LIMIT}, got ${shortJson(threads)}`,
    );
  }
  // What is no list is for `matchAll` to refuse.
  const parts = Array.isArray(needs) ? Math.ceil(needs.length / NEEDS_PER_MESSAGE) : 0;
  if (parts <= 1) return matchAll(catalog, needs, asked);
  const issues: Issue[] = [];
  const table = emptyTable(catalog, needs, asked, issues);
  const { profile, seed, limit } = table;
  const setup = { catalog: shareBuffer(catalogToBuffer(catalog)), profile, seed, limit };
  const url = workerUrl ?? new URL('./match-worker.js', import.meta.url);
  const run: Run = { table, issues, options: asked, next: 0, done: 0 };
  const workers: Worker[] = [];
  try {
    while (workers.length < Math.min(threads, parts)) {
      workers.push(new Worker(url, { workerData: setup }));
    }
    await Promise.all(workers.map((worker) => feed(run, worker)));
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
  issues.sort((a, b) => Number(a.path[1]) - Number(b.path[1]));
  return table;
}

function shareBuffer(buffer: ArrayBuffer): SharedArrayBuffer {
  const shared = new SharedArrayBuffer(buffer.byteLength);
  new Uint8Array(shared).set(new Uint8Array(buffer));
  return shared;
}

/** A table that is being filled. */
interface Run {
  readonly table: MatchTable;
  readonly issues: Issue[];
  readonly options: MatchAllParallelOptions;
  /** First need that no thread was sent; needs whose part has come back. */
  next: number;
  done: number;
}

/** Sends parts to one thread until there are none left, and writes what comes back. */
function feed(run: Run, worker: Worker): Promise<void> {
  const { table, options } = run;
  const { needs } = table;
  return new Promise((resolve, reject) => {
    let waiting = 0;
    const send = (): void => {
      while (
        waiting < MESSAGES_AHEAD &&
        run.next < needs.length &&
        options.signal?.aborted !== true
      ) {
        const from = run.next;
        const part = needs.slice(from, from + NEEDS_PER_MESSAGE);
        run.next = from + part.length;
        if (post(worker, { from, needs: part })) waiting += 1;
        else writePart(run, matchHere(run, from, part));
      }
      if (waiting === 0) resolve();
    };
    worker.on('message', (part: PartMessage) => {
      try {
        waiting -= 1;
        writePart(run, part);
        send();
      } catch (error) {
        // A caller's progress callback may throw: that ends the run, not the process.
        reject(error);
      }
    });
    worker.on('error', reject);
    worker.on('messageerror', reject);
    worker.on('exit', (code) => reject(new Error(`a matching thread ended with code ${code}`)));
    send();
  });
}

/** `false` for needs that cannot be copied, such as one with a function or a getter that throws. */
function post(worker: Worker, message: NeedsMessage): boolean {
  try {
    worker.postMessage(message);
    return true;
  } catch {
    return false;
  }
}

/** The same part by this thread. */
function matchHere({ table }: Run, from: number, needs: readonly Need[]): PartMessage {
  const { catalog, profile, seed, limit } = table;
  const part = matchAll(catalog, needs, { profile, seed, limit });
  const columns = part as unknown as PartMessage['columns'];
  return { from, count: needs.length, issues: part.issues, columns };
}

function writePart(run: Run, { from, count, issues, columns }: PartMessage): void {
  const { table, options } = run;
  for (const name of NEED_COLUMNS) table[name].set(columns[name], from);
  for (const name of ROW_COLUMNS) table[name].set(columns[name], from * table.limit);
  for (const { path, code, expected } of issues) {
    const [, at, ...members] = path;
    const index = from + Number(at);
    const seen = members.length > 0 ? undefined : table.needs[index];
    run.issues.push(createIssue({ code, expected }, ['needs', index, ...members], seen));
  }
  run.done += count;
  options.onProgress?.(run.done, table.needs.length);
}
