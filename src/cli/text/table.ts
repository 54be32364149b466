import { displayWidth, oneLine, pad, truncate, wrap } from './width.ts';

/** One column of a table. */
export interface Column {
  readonly title: Cell;
  /** Numbers stand on the right. Absent: left. */
  readonly align?: 'left' | 'right';
  /**
   * Least width to which the column may shrink when the table is too wide; absent: it keeps its
   * width. Figures never shrink.
   */
  readonly least?: number;
  /** What does not fit goes on in the next line; absent: it is cut, with an ellipsis. */
  readonly wraps?: boolean;
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
  const titles = columns.map((column) => toLines(column.title));
  const clean = rows.map((row) => columns.map((_, index) => toLines(row[index] ?? '')));
  const indent = ' '.repeat(look.indent ?? 0);
  const widths = fitWidths(columns, [titles, ...clean], look.width - indent.length);
  const heading = look.heading ?? identity;
  const faint = look.faint ?? identity;
  const rule = widths.map((width) => '─'.repeat(width)).join(GUTTER);
  const lines = [
    ...renderRow(titles, columns, widths).map(heading),
    faint(rule),
    ...clean.flatMap((row) => {
      const [first = '', ...others] = renderRow(row, columns, widths);
      return [first, ...others.map(faint)];
    }),
  ];
  return lines.map((line) => indent + line);
}

const identity = (text: string): string => text;

function toLines(cell: Cell): readonly string[] {
  return (typeof cell === 'string' ? [cell] : cell).map(oneLine);
}

function renderRow(
  row: readonly (readonly string[])[],
  columns: readonly Column[],
  widths: readonly number[],
): readonly string[] {
  const cells = row.map((lines, index) => {
    const width = widths[index] ?? 0;
    const { wraps, least } = columns[index] ?? {};
    if (wraps === true) return lines.flatMap((line) => wrap(line, width));
    return least === undefined ? lines : lines.map((line) => truncate(line, width));
  });
  const height = Math.max(1, ...cells.map((lines) => lines.length));
  return Array.from({ length: height }, (_, at) => {
    const texts = columns.map((column, index) =>
      pad(cells[index]?.[at] ?? '', widths[index] ?? 0, column.align ?? 'left'),
    );
    return texts.join(GUTTER).trimEnd();
  });
}

/** Natural widths; then the widest column that may be cut gives way, one step at a time. */
function fitWidths(
  columns: readonly Column[],
  rows: readonly (readonly (readonly string[])[])[],
  total: number,
): readonly number[] {
  const widths = columns.map((_, index) =>
    rows.reduce(
      (widest, row) =>
        (row[index] ?? []).reduce((w, text) => Math.max(w, displayWidth(text)), widest),
      0,
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
