import { styleText } from 'node:util';
import type { Language } from '../model/index.ts';
import { plural } from '../units/plural.ts';
import { type Arguments, readChoice, readInteger } from './args.ts';
import type { Refusal } from './input/refusal.ts';
import { refusalLines } from './input/refusal.ts';
import { type Io, type OutputStream, writeLines } from './io.ts';
import type { Progress } from './text/progress.ts';

/** How text looks: names of our own, so that no command knows of colours. */
export interface Style {
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly open: (text: string) => string;
}

/** The languages of names, in the order in which they are shown. */
export type Languages = readonly [Language, ...Language[]];

/** How answers are shown to people. */
export interface View {
  /** Columns that a line may take. */
  readonly width: number;
  readonly languages: Languages;
  readonly style: Style;
}

/** The forms of an answer. */
export const FORMATS = ['table', 'json', 'ndjson'] as const;
export type Format = (typeof FORMATS)[number];

const NO_TERMINAL_WIDTH = 100;
const WIDTHS = { least: 60, most: 1000 };

const LANGUAGES: Readonly<Record<'en' | 'zh' | 'both', Languages>> = {
  en: ['en'],
  zh: ['zh'],
  both: ['zh', 'en'],
};

/** The view that a command line and a terminal ask for. */
export function createView(io: Io, args: Arguments): View {
  const ofTerminal = io.stdout.isTTY === true ? io.stdout.columns : undefined;
  const absent = Math.max(WIDTHS.least, ofTerminal ?? NO_TERMINAL_WIDTH);
  return {
    width: readInteger(args, 'width', { ...WIDTHS, absent }),
    languages: LANGUAGES[readChoice(args, 'lang', ['en', 'zh', 'both'], 'both')],
    style: createStyle(io, io.stdout),
  };
}

/** The form of the answer that a command line asks for. */
export function readFormat(args: Arguments): Format {
  return readChoice(args, 'format', FORMATS, 'table');
}

/** Colour on terminals alone, and not where NO_COLOR says so (no-color.org). */
export function createStyle(io: Io, stream: OutputStream): Style {
  const isPlain = stream.isTTY !== true || (io.env['NO_COLOR'] ?? '') !== '';
  type StyleName = Parameters<typeof styleText>[0];
  const paint = (name: StyleName) => (text: string) =>
    // The stream was looked at above; Node would look at its own.
    isPlain ? text : styleText(name, text, { validateStream: false });
  return {
    strong: paint('bold'),
    faint: paint('dim'),
    good: paint('green'),
    bad: paint('red'),
    open: paint('yellow'),
  };
}

/** Counts records and says on standard error what was refused. */
export interface Tally {
  readonly read: number;
  readonly refused: number;
}

/** Says a refusal on standard error, clear of any progress bar. */
export async function reportRefusal(
  io: Io,
  view: View,
  refusal: Refusal,
  progress?: Progress,
): Promise<void> {
  progress?.clear();
  await writeLines(io.stderr, refusalLines(refusal, isChineseAlone(view)));
}

/** Whether Chinese alone is asked for: then messages are Chinese too. */
export function isChineseAlone({ languages }: View): boolean {
  return languages.every((language) => language === 'zh');
}

/** `3 of 5 needs read; 2 refused`, in one language: it goes where refusals go. */
export function tallyLine(view: View, { read, refused }: Tally): string {
  const total = read + refused;
  if (isChineseAlone(view)) return `共 ${total} 项需求，读取 ${read} 项，拒绝 ${refused} 项`;
  return `${read} of ${total} ${plural(total, 'need')} read; ${refused} refused`;
}
