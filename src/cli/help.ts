import { COMMON_OPTIONS, type CommandSpec, type OptionSpec } from './args.ts';

const EXIT_CODES: readonly string[] = [
  'Exit code: 0 done; 1 done, with findings; 2 a wrong command line, or input that was refused.',
];

/** The help text of the program. */
export function programHelp(specs: readonly CommandSpec[]): readonly string[] {
  const widest = Math.max(...specs.map((spec) => spec.name.length));
  return [
    'fulcrum: matches financing needs with loan products; exact, explained, the same bytes each time.',
    '',
    'Usage: fulcrum COMMAND [OPTIONS]',
    '',
    ...specs.map((spec) => `  ${spec.name.padEnd(widest)}  ${spec.summary}`),
    '',
    '  fulcrum COMMAND --help   what a command takes',
    '  fulcrum --version        version of the engine',
    '',
    'To begin: fulcrum demo',
    ...EXIT_CODES,
  ];
}

/** The help text of one command. */
export function commandHelp(spec: CommandSpec): readonly string[] {
  const options = [...spec.options, ...COMMON_OPTIONS];
  const heads = options.map(optionHead);
  const widest = Math.max(...heads.map((head) => head.length));
  return [
    `fulcrum ${spec.name}: ${spec.summary}`,
    '',
    ...spec.usage.map((line, index) => `${index === 0 ? 'Usage:' : '      '} fulcrum ${line}`),
    '',
    ...options.map(({ help }, index) => `  ${(heads[index] ?? '').padEnd(widest)}  ${help}`),
    ...(spec.notes === undefined ? [] : ['', ...spec.notes]),
    '',
    ...EXIT_CODES,
  ];
}

function optionHead({ name, value, short }: OptionSpec): string {
  const long = value === undefined ? `--${name}` : `--${name} ${value}`;
  return short === undefined ? long : `-${short}, ${long}`;
}
