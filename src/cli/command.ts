import type { Arguments, CommandSpec } from './args.ts';
import type { Io } from './io.ts';

/** A command: what it takes, and what it does. Answers the exit code. */
export interface Command {
  readonly spec: CommandSpec;
  readonly run: (args: Arguments, io: Io) => Promise<number>;
}
