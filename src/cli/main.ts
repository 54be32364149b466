#!/usr/bin/env node
import process from 'node:process';
import { EXIT } from './io.ts';
import { run } from './run.ts';

/** A reader that leaves early (`| head`) ends the work; it is no fault. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(EXIT.done);
  throw error;
});
process.stderr.on('error', () => {});

run(process.argv.slice(2), {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  cwd: process.cwd(),
  env: process.env,
  now: () => performance.now(),
}).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(`fulcrum: internal error, please report it\n${text}\n`);
    process.exitCode = EXIT.internal;
  },
);
