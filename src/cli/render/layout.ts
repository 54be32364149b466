import type { CatalogDocument } from '../../model/index.ts';
import type { View } from '../session.ts';
import type { TableLook } from '../text/table.ts';
import { oneLine, wrap } from '../text/width.ts';
import { nameLines } from './format.ts';

/** How tables look in a view. */
export function lookOf(view: View, indent = 2): TableLook {
  const { strong, faint } = view.style;
  return { width: view.width, indent, heading: strong, faint };
}

/** A heading of the first rank, with a rule below. */
export function title(view: View, text: string): readonly string[] {
  const lines = wrap(oneLine(text), view.width).map(view.style.strong);
  return ['', ...lines, '═'.repeat(view.width)];
}

/** A heading of the second rank. */
export function heading(view: View, text: string): readonly string[] {
  return ['', view.style.strong(oneLine(text))];
}

/** A paragraph, wrapped and set in. */
export function paragraph(view: View, text: string, indent = 2): readonly string[] {
  const space = ' '.repeat(indent);
  return wrap(oneLine(text), view.width - indent).map((line) => space + line);
}

/** What a catalog wants said wherever its results are shown, one language a line. */
export function noticeLines(view: View, document: CatalogDocument): readonly string[] {
  if (document.notice === undefined) return [];
  const lines = nameLines(view, document.notice, '').flatMap((text) =>
    wrap(oneLine(text), view.width - 2),
  );
  return lines.map((line, index) => view.style.open(index === 0 ? `! ${line}` : `  ${line}`));
}

/** Facts as one line of pairs, wrapped: `金额 Amount 1,150 万元 · 期限 Term 60`. */
export function facts(
  view: View,
  pairs: readonly (readonly [label: string, value: string | undefined])[],
): readonly string[] {
  const known = pairs.flatMap(([label, value]) =>
    value === undefined ? [] : [`${label} ${value}`],
  );
  return known.length === 0 ? [] : paragraph(view, known.join(' · '));
}
