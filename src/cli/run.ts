import { ENGINE_VERSION } from '../units/version.ts';
import { readArguments } from './args.ts';
import type { Command } from './command.ts';
import { allocateQuotas } from './commands/allocate.ts';
import { check } from './commands/check.ts';
import { demo } from './commands/demo.ts';
import { explainPair } from './commands/explain.ts';
import { importCatalog } from './commands/import.ts';
import { matchNeeds } from './commands/match.ts';
import { commandHelp, programHelp } from './help.ts';
import { EXIT, InputError, type Io, UsageError, writeLines } from './io.ts';
import { oneLine } from './text/width.ts';

const COMMANDS: readonly Command[] = [
  demo,
  check,
  matchNeeds,
  explainPair,
  allocateQuotas,
  importCatalog,
];

/**
 * Runs a command line (without the program's own name) and answers the exit code: 0 done, 1 done with
 * findings, 2 a wrong command line or input that was refused. Touches nothing but `io` and the files
 * that the command line names.
 */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  try {
    return await dispatch(argv, io);
  } catch (error) {
    if (error instanceof UsageError) {
      const name = commandOf(argv)?.spec.name;
      const help = name === undefined ? 'fulcrum --help' : `fulcrum ${name} --help`;
      await writeLines(io.stderr, [`fulcrum: ${oneLine(error.message)}`, `See: ${help}`]);
      return EXIT.badInput;
    }
    if (error instanceof InputError) {
      await writeLines(io.stderr, [`fulcrum: ${oneLine(error.message)}`]);
      return EXIT.badInput;
    }
    throw error;
  }
}

async function dispatch(argv: readonly string[], io: Io): Promise<number> {
  const [first, ...rest] = argv;
  if (first === '--version' || first === '-V') {
    await writeLines(io.stdout, [ENGINE_VERSION]);
    return EXIT.done;
  }
  if (first === '--help' || first === '-h' || first === 'help') {
    const asked = first === 'help' ? commandOf(rest) : undefined;
    await writeLines(io.stdout, asked === undefined ? wholeHelp() : commandHelp(asked.spec));
    return EXIT.done;
  }
  if (first === undefined) {
    await writeLines(io.stderr, wholeHelp());
    return EXIT.badInput;
  }
  const command = commandOf(argv);
  if (command === undefined) {
    const names = COMMANDS.map(({ spec }) => spec.name).join(', ');
    throw new UsageError(`unknown command ${first}; there are ${names}`);
  }
  const args = readArguments(command.spec, rest);
  if (args.has('help')) {
    await writeLines(io.stdout, commandHelp(command.spec));
    return EXIT.done;
  }
  return command.run(args, io);
}

function commandOf(argv: readonly string[]): Command | undefined {
  return COMMANDS.find(({ spec }) => spec.name === argv[0]);
}

function wholeHelp(): readonly string[] {
  return programHelp(COMMANDS.map(({ spec }) => spec));
}
