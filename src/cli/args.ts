import { parseArgs } from 'node:util';
import { type Day, parseDay } from '../units/day.ts';
import { UsageError } from './io.ts';

/** One option of a command. */
export interface OptionSpec {
  /** Without the dashes. */
  readonly name: string;
  /** What stands for the value in the help text; absent: the option takes none. */
  readonly value?: string;
  readonly help: string;
  readonly short?: string;
}

/** What a command understands. */
export interface CommandSpec {
  readonly name: string;
  readonly summary: string;
  /** Lines of use, without the program's name. */
  readonly usage: readonly string[];
  /** Most arguments that are no options; absent: none. */
  readonly arguments?: { readonly least: number; readonly most: number; readonly what: string };
  readonly options: readonly OptionSpec[];
  /** Further lines of the help text. */
  readonly notes?: readonly string[];
}

/** A command line that fits its command. */
export interface Arguments {
  readonly positionals: readonly string[];
  readonly has: (name: string) => boolean;
  /** The value of an option, `undefined` where it was not given. */
  readonly get: (name: string) => string | undefined;
}

/** Options that every command has. */
export const COMMON_OPTIONS: readonly OptionSpec[] = [
  { name: 'lang', value: 'en|zh|both', help: 'language of names and reasons (default: both)' },
  { name: 'width', value: 'COLUMNS', help: 'width of tables (default: the terminal, else 100)' },
  { name: 'help', short: 'h', help: 'this text' },
];

/** The option of commands whose answer machines read. */
export const FORMAT_OPTION: OptionSpec = {
  name: 'format',
  value: 'table|json|ndjson',
  help: 'form of the answer (default: table)',
};

export const AS_OF_OPTION: OptionSpec = {
  name: 'as-of',
  value: 'DAY',
  help: 'day on which everything is judged, such as 2026-06-30',
};

/** Reads a command line. Throws UsageError with what is wrong and what would be right. */
export function readArguments(spec: CommandSpec, argv: readonly string[]): Arguments {
  const known = [...spec.options, ...COMMON_OPTIONS];
  const { tokens, positionals } = parseArgs({
    args: [...argv],
    strict: false,
    tokens: true,
    allowPositionals: true,
    options: Object.fromEntries(known.map((option) => [option.name, configOf(option)])),
  });
  const values = new Map<string, string>();
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const option = known.find((one) => one.name === token.name);
    if (option === undefined) throw new UsageError(unknownOption(spec, token.rawName, known));
    if (values.has(option.name)) throw new UsageError(`--${option.name} is given twice`);
    values.set(option.name, optionValue(option, token.value, token.inlineValue === true));
  }
  if (!values.has('help')) checkCount(spec, positionals);
  return {
    positionals,
    has: (name) => values.has(name),
    get: (name) => values.get(name),
  };
}

function configOf(option: OptionSpec): { type: 'string' | 'boolean'; short?: string } {
  const type = option.value === undefined ? 'boolean' : 'string';
  return option.short === undefined ? { type } : { type, short: option.short };
}

function optionValue(option: OptionSpec, value: string | undefined, isInline: boolean): string {
  if (option.value === undefined) {
    if (value !== undefined) throw new UsageError(`--${option.name} takes no value; saw ${value}`);
    return '';
  }
  const isMissing = value === undefined || value === '';
  // `--limit --seed x`: what follows is the next option, unless it was tied on with "=".
  const isOption = !isInline && value !== undefined && /^-./.test(value) && !/^-\d/.test(value);
  if (isMissing || isOption) {
    throw new UsageError(`--${option.name} needs a value: --${option.name} ${option.value}`);
  }
  return value;
}

function unknownOption(spec: CommandSpec, seen: string, known: readonly OptionSpec[]): string {
  const names = known.map((option) => `--${option.name}`).sort();
  return `unknown option ${seen}; fulcrum ${spec.name} knows ${names.join(', ')}`;
}

function checkCount(spec: CommandSpec, positionals: readonly string[]): void {
  const { least, most, what } = spec.arguments ?? { least: 0, most: 0, what: 'no argument' };
  if (positionals.length >= least && positionals.length <= most) return;
  const extra = positionals.length > most ? `; saw also ${positionals[most]}` : '';
  throw new UsageError(`fulcrum ${spec.name} takes ${what}${extra}`);
}

/** A day on the command line. */
export function readDay(name: string, text: string): Day {
  const day = parseDay(text);
  if (day._tag === 'Right') return day.right;
  throw new UsageError(`--${name}: expected ${day.left.expected}; saw ${text}`);
}

/** The day that a command cannot do without: a library without a clock does not know today. */
export function requireAsOf(args: Arguments, command: string): Day {
  const text = args.get('as-of');
  if (text !== undefined) return readDay('as-of', text);
  throw new UsageError(
    `fulcrum ${command} needs --as-of: the engine has no clock, so that the same input gives the same answer on every day; for example --as-of 2026-06-30`,
  );
}

/** The value of an option that a command cannot do without. */
export function requireOption(args: Arguments, spec: CommandSpec, name: string): string {
  const value = args.get(name);
  if (value !== undefined) return value;
  const option = spec.options.find((one) => one.name === name);
  throw new UsageError(`fulcrum ${spec.name} needs --${name} ${option?.value ?? ''}`.trim());
}

/** A whole number within limits. */
export function readInteger(
  args: Arguments,
  name: string,
  {
    least,
    most,
    absent,
  }: { readonly least: number; readonly most: number; readonly absent: number },
): number {
  const text = args.get(name);
  if (text === undefined) return absent;
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new UsageError(`--${name}: expected a whole number of ${least} to ${most}; saw ${text}`);
}

/** One of a few words. */
export function readChoice<T extends string>(
  args: Arguments,
  name: string,
  choices: readonly T[],
  absent: T,
): T {
  const text = args.get(name);
  if (text === undefined) return absent;
  const found = choices.find((choice) => choice === text);
  if (found !== undefined) return found;
  throw new UsageError(`--${name}: expected one of ${choices.join(', ')}; saw ${text}`);
}
