import { displayWidth, oneLine, pad, truncate } from './width.ts';

/** One column of a table. */
export interface Column {
  readonly title: string;
  /** Numbers stand on the right. Absent: left. */
  readonly align?: 'left' | 'right';
  /**
   * Least width to which the column may be cut when the table is too wide; absent: never cut.
   * Figures are never cut.
   */
  readonly least?: number;
}

/** A cell of one line, or of several lines below each other. */
export type Cell = string | readonly string[];

/** How a table is drawn. */
export interface TableLook {
  /** Columns of the terminal. */
  readonly width: number;
  /** Spaces before each line. */
  readonly indent?: number;
  /** How a heading is set off; the identity where there is no colour. */
  readonly heading?: (text: string) => string;
  /** How the second and later lines of a cell are set back. */
  readonly faint?: (text: string) => string;
}

const GUTTER = '  ';
/** The narrowest that a cut column may become. */
const FLOOR = 4;

/** A table as lines: a heading, a rule, and the rows, aligned by display width. */
export function renderTable(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  look: TableLook,
): readonly string[] {
  const clean = rows.map((row) => columns.map((_, index) => toLines(row[index] ?? '')));
  const indent = ' '.repeat(look.indent ?? 0);
  const widths = fitWidths(columns, clean, look.width - indent.length);
  const heading = look.heading ?? identity;
  const faint = look.faint ?? identity;
  const rule = widths.map((width) => '─'.repeat(width)).join(GUTTER);
  const titles = columns.map((column) => column.title);
  return [
    indent + heading(joinCells(titles, columns, widths)),
    indent + faint(rule),
    ...clean.flatMap((row) => renderRow(row, columns, widths, faint).map((line) => indent + line)),
  ];
}

const identity = (text: string): string => text;

function toLines(cell: Cell): readonly string[] {
  return (typeof cell === 'string' ? [cell] : cell).map(oneLine);
}

function renderRow(
  row: readonly (readonly string[])[],
  columns: readonly Column[],
  widths: readonly number[],
  faint: (text: string) => string,
): readonly string[] {
  const height = Math.max(1, ...row.map((lines) => lines.length));
  const lines: string[] = [];
  for (let at = 0; at < height; at++) {
    const texts = row.map((cell) => cell[at] ?? '');
    const line = joinCells(texts, columns, widths);
    lines.push(at === 0 ? line : faint(line));
  }
  return lines;
}

function joinCells(
  texts: readonly string[],
  columns: readonly Column[],
  widths: readonly number[],
): string {
  const cells = columns.map((column, index) => {
    const width = widths[index] ?? 0;
    const text = texts[index] ?? '';
    const shown = column.least === undefined ? text : truncate(text, width);
    return pad(shown, width, column.align ?? 'left');
  });
  return cells.join(GUTTER).trimEnd();
}

/** Natural widths; then the widest column that may be cut gives way, one step at a time. */
function fitWidths(
  columns: readonly Column[],
  rows: readonly (readonly (readonly string[])[])[],
  total: number,
): readonly number[] {
  const widths = columns.map((column, index) =>
    rows.reduce(
      (widest, row) => (row[index] ?? []).reduce((w, text) => Math.max(w, displayWidth(text)), widest),
      displayWidth(column.title),
    ),
  );
  let excess = widths.reduce((sum, width) => sum + width + GUTTER.length, -GUTTER.length) - total;
  while (excess > 0) {
    let widest = -1;
    for (const [index, { least }] of columns.entries()) {
      const width = widths[index] ?? 0;
      if (least === undefined || width <= Math.max(least, FLOOR)) continue;
      if (width > (widths[widest] ?? 0)) widest = index;
    }
    if (widest < 0) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
    excess -= 1;
  }
  return widths;
}
