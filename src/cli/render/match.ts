import type { MatchResult, Question, RejectionCount } from '../../matching/index.ts';
import type { Need } from '../../model/index.ts';
import { plural } from '../../units/plural.ts';
import type { View } from '../session.ts';
import { type Column, renderTable } from '../text/table.ts';
import { countText, nameText, word, wordLines } from './format.ts';
import { heading, lookOf, paragraph, title } from './layout.ts';
import { needLines } from './need.ts';
import { missTable, offerTable, openTable, questionTable } from './offers.ts';
import { codeTitle, type Terms } from './reasons.ts';

/** Most codes that the table of rejections lists. */
const REJECTIONS_SHOWN = 8;

/** The answer to one need, for people. */
export function matchLines(
  view: View,
  terms: Terms,
  need: Need,
  result: MatchResult,
  questions: readonly Question[],
): readonly string[] {
  const { enterprise } = need;
  const name = nameText(view, enterprise.name, enterprise.id);
  return [
    ...title(view, `${word(view, '需求', 'Need')} ${need.id} · ${name}`),
    ...needLines(view, terms, need),
    ...paragraph(view, countsText(view, result)),
    ...section(
      view,
      word(view, '可申请产品', 'Offers, best first'),
      offerTable(view, terms, result.offers),
      result.offers.length,
    ),
    ...section(
      view,
      word(view, '待定产品（缺少信息）', 'Undetermined: facts are missing'),
      openTable(view, terms, result.undetermined),
      result.undetermined.length,
    ),
    ...section(
      view,
      word(view, '下一步提问', 'Next questions'),
      questionTable(view, terms, questions),
      questions.length,
    ),
    ...section(
      view,
      word(view, '差一点的产品', 'Near misses: the cheapest change that would open a product'),
      missTable(view, terms, result.nearMisses),
      result.nearMisses.length,
    ),
    ...section(
      view,
      word(view, '主要拒绝原因', 'Why products were turned away, most frequent first'),
      rejectionTable(view, terms, result.rejectedBy, result.counts.products),
      result.rejectedBy.length,
    ),
  ];
}

/** A heading and its table; nothing where the table has no rows. */
export function section(
  view: View,
  text: string,
  table: readonly string[],
  rows: number,
): readonly string[] {
  return rows === 0 ? [] : [...heading(view, text), ...table];
}

/** `146 products = 4 eligible + 20 undetermined + 122 ineligible`. */
export function countsText(view: View, { counts }: MatchResult): string {
  const { products, eligible, undetermined, ineligible } = counts;
  return [
    `${countText(products)} ${word(view, '个产品', plural(products, 'product'))} =`,
    `${countText(eligible)} ${word(view, '符合', 'eligible')} +`,
    `${countText(undetermined)} ${word(view, '待定', 'undetermined')} +`,
    `${countText(ineligible)} ${word(view, '不符合', 'ineligible')}`,
  ].join(' ');
}

/** How many products each condition turned away. */
export function rejectionTable(
  view: View,
  terms: Terms,
  counts: readonly RejectionCount[],
  products: number,
): readonly string[] {
  const columns: readonly Column[] = [
    { title: wordLines(view, '产品数', 'Products'), align: 'right' },
    { title: wordLines(view, '条件', 'Condition'), least: 20 },
    { title: wordLines(view, '代码', 'Code'), least: 12 },
  ];
  const rows = counts
    .slice(0, REJECTIONS_SHOWN)
    .map(({ code, products: turned }) => [
      `${countText(turned)}/${countText(products)}`,
      codeTitle(view, terms, code),
      code,
    ]);
  return renderTable(columns, rows, lookOf(view));
}
