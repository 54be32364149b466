import { eastAsianWidth } from 'get-east-asian-width';

/** Control characters and marks of direction: what would move a terminal's cursor or its text. */
const UNPRINTABLE =
  /[\p{Cc}\p{Zl}\p{Zp}\u{200e}\u{200f}\u{202a}-\u{202e}\u{2066}-\u{2069}\p{Cs}]/gu;

/** Characters that take no room of their own. */
const ZERO_WIDTH = /^[\p{Mn}\p{Me}\p{Cf}]$/u;

const PLAIN = /^[\u{20}-\u{7e}]*$/u;

const ELLIPSIS = '…';

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** The text with all that a terminal would obey shown as a replacement character. */
export function oneLine(text: string): string {
  return text.replace(UNPRINTABLE, '\u{fffd}');
}

/** Columns that a text without control characters takes on a terminal; CJK takes two each. */
export function displayWidth(text: string): number {
  if (PLAIN.test(text)) return text.length;
  let width = 0;
  for (const { segment } of graphemes.segment(text)) width += graphemeWidth(segment);
  return width;
}

/** A character with its marks is as wide as the widest of them. */
function graphemeWidth(segment: string): number {
  let width = 0;
  for (const character of segment) {
    if (ZERO_WIDTH.test(character)) continue;
    width = Math.max(width, eastAsianWidth(character.codePointAt(0) ?? 0));
  }
  return width;
}

/** The text cut to a width, with an ellipsis where something is missing. Never splits a character. */
export function truncate(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  if (width < 1) return '';
  let kept = '';
  let used = 0;
  for (const { segment } of graphemes.segment(text)) {
    const own = graphemeWidth(segment);
    if (used + own > width - 1) break;
    kept += segment;
    used += own;
  }
  return `${kept.trimEnd()}${ELLIPSIS}`;
}

/** Spaces that fill a text up to a width, behind it or in front. */
export function pad(text: string, width: number, align: 'left' | 'right'): string {
  const space = ' '.repeat(Math.max(0, width - displayWidth(text)));
  return align === 'left' ? text + space : space + text;
}

/** A text in lines of at most a width; breaks at spaces, and anywhere beside wide characters. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of piecesOf(text, width)) {
    if (line !== '' && displayWidth(line + word.trimEnd()) > width) {
      lines.push(line.trimEnd());
      line = '';
    }
    line += word;
  }
  lines.push(line.trimEnd());
  return lines;
}

/** Closing punctuation that may not begin a line. */
const CLOSING = /^[，。；：、！？）】》”,.;:!?)\]]/u;

/** What may not be broken: words with the space behind them, single wide characters. */
function piecesOf(text: string, width: number): readonly string[] {
  const pieces: string[] = [];
  let word = '';
  const flush = () => {
    if (word !== '') pieces.push(word);
    word = '';
  };
  for (const { segment } of graphemes.segment(text)) {
    const isWide = graphemeWidth(segment) > 1;
    if (isWide && !CLOSING.test(segment)) flush();
    else if (displayWidth(word) + 1 > width) flush();
    word += segment;
    if (segment === ' ') flush();
  }
  flush();
  return pieces;
}
