/** The program of one thread: opens the shared catalog and matches what it is sent. */
import { parentPort, workerData } from 'node:worker_threads';
import { isLeft } from 'fp-ts/Either';
import { catalogFromBuffer, type MatchTable, matchAll } from '../matching/index.ts';
import {
  NEED_COLUMNS,
  type NeedsMessage,
  type PartMessage,
  ROW_COLUMNS,
  type ThreadSetup,
} from './messages.ts';

const { catalog: buffer, profile, seed, limit } = workerData as ThreadSetup;
const catalog = catalogFromBuffer(buffer);
// The thread that packed the buffer runs the same build; anything else is a fault of memory.
if (isLeft(catalog)) throw new Error(catalog.left[0]?.message);

parentPort?.on('message', ({ from, needs }: NeedsMessage) => {
  const part = partOf(matchAll(catalog.right, needs, { profile, seed, limit }), from);
  const buffers = Object.values(part.columns).map((column) => column.buffer as ArrayBuffer);
  parentPort?.postMessage(part, buffers);
});

function partOf(table: MatchTable, from: number): PartMessage {
  const columns = Object.fromEntries(
    [...NEED_COLUMNS, ...ROW_COLUMNS].map((name) => [name, table[name]]),
  ) as PartMessage['columns'];
  return { from, count: table.needs.length, issues: table.issues, columns };
}
