import type { ChangeStep, NearMiss, Offer, Question } from '../../matching/index.ts';
import { printEffort } from '../../matching/index.ts';
import { nameIn } from '../../model/index.ts';
import type { View } from '../session.ts';
import { type Cell, type Column, renderTable } from '../text/table.ts';
import { displayWidth } from '../text/width.ts';
import {
  boundsText,
  costText,
  fieldText,
  moneyText,
  nameLines,
  scoreText,
  termText,
  word,
  wordLines,
} from './format.ts';
import { lookOf } from './layout.ts';
import { codeTitle, openText, type Terms, valueText } from './reasons.ts';
import { KNOWERS, VERDICTS } from './words.ts';

/** A product's bank and name in the languages of the view, and its id. */
export function productCell(view: View, terms: Terms, productId: string): readonly string[] {
  const name = terms.catalog.productById.get(productId)?.product.name;
  return [...nameLines(view, name, productId).filter((line) => line !== productId), productId];
}

function bankCell(view: View, terms: Terms, productId: string): readonly string[] {
  const bank = terms.catalog.productById.get(productId)?.bank;
  return bank === undefined ? [] : nameLines(view, bank.name, bank.id);
}

/** Bank and product in one cell, one language a line, and the id of the product. */
export function pairCell(view: View, terms: Terms, productId: string): readonly string[] {
  const compiled = terms.catalog.productById.get(productId);
  if (compiled === undefined) return [productId];
  const { bank, product } = compiled;
  const names = view.languages.map((language) =>
    [nameIn(bank.name, language, bank.id), nameIn(product.name, language, '')]
      .filter((name) => name !== '')
      .join(' · '),
  );
  return [...new Set(names), productId];
}

const rank = (index: number): string => String(index + 1);

/** Rank, bank and product. Names may be cut; ids not, for they go into the next command. */
function productColumns(view: View, rows: readonly { readonly productId: string }[]) {
  const longestId = Math.max(0, ...rows.map((row) => displayWidth(row.productId)));
  return {
    rank: { title: '#', align: 'right' },
    bank: { title: wordLines(view, '银行', 'Bank'), least: 14 },
    product: { title: wordLines(view, '产品', 'Product'), least: Math.max(16, longestId) },
  } as const;
}

/** Offers with amount, term, price and score. */
export function offerTable(view: View, terms: Terms, offers: readonly Offer[]): readonly string[] {
  const { rank: place, bank, product } = productColumns(view, offers);
  const columns: readonly Column[] = [
    place,
    bank,
    product,
    { title: wordLines(view, '金额', 'Amount'), align: 'right' },
    { title: wordLines(view, '月', 'Months'), align: 'right' },
    { title: wordLines(view, '利率', 'Rate'), align: 'right' },
    { title: wordLines(view, '净成本', 'Net cost'), align: 'right' },
    { title: wordLines(view, '得分', 'Score'), align: 'right' },
    { title: wordLines(view, '天', 'Days'), align: 'right' },
  ];
  const rows = offers.map((offer, index): readonly Cell[] => [
    rank(index),
    bankCell(view, terms, offer.productId),
    productCell(view, terms, offer.productId),
    moneyText(view, offer.loan.amount, terms.currency),
    String(offer.loan.termMonths),
    priceText(offer, 'rate'),
    priceText(offer, 'netCost'),
    scoreText(offer.score.total),
    String(terms.catalog.productById.get(offer.productId)?.product.decisionDays ?? '–'),
  ]);
  return renderTable(columns, rows, lookOf(view));
}

/** Rate or net cost, with both ends where facts leave them open. */
export function priceText({ details: { price } }: Offer, member: 'rate' | 'netCost'): string {
  if (price === undefined) return '–';
  if (member === 'rate') return boundsText({ low: price.rateLow, high: price.rate });
  const net = boundsText({ low: price.netCostLow, high: price.netCost }, costText);
  return price.unsetFees.length === 0 ? net : `${net}+`;
}

/** Undetermined offers with what they hang on. */
export function openTable(view: View, terms: Terms, offers: readonly Offer[]): readonly string[] {
  const { rank: place, product } = productColumns(view, offers);
  const columns: readonly Column[] = [
    place,
    product,
    { title: wordLines(view, '净成本', 'Net cost'), align: 'right' },
    { title: wordLines(view, '得分', 'Score'), align: 'right' },
    { title: wordLines(view, '待明确', 'Open'), least: 24, wraps: true },
  ];
  const rows = offers.map((offer, index): readonly Cell[] => [
    rank(index),
    pairCell(view, terms, offer.productId),
    priceText(offer, 'netCost'),
    scoreText(offer.score.total),
    openText(view, terms, offer.open),
  ]);
  return renderTable(columns, rows, lookOf(view));
}

/** Near misses: what to change, how hard that is, and what the loan would then cost. */
export function missTable(
  view: View,
  terms: Terms,
  misses: readonly NearMiss[],
): readonly string[] {
  const { rank: place, product } = productColumns(view, misses);
  const columns: readonly Column[] = [
    place,
    product,
    { title: wordLines(view, '需改变', 'What to change'), least: 26, wraps: true },
    { title: wordLines(view, '难度', 'Effort'), align: 'right' },
    { title: wordLines(view, '净成本', 'Net cost'), align: 'right' },
    { title: wordLines(view, '届时', 'Then'), least: 12, wraps: true },
  ];
  const rows = misses.map((miss, index): readonly Cell[] => [
    rank(index),
    pairCell(view, terms, miss.productId),
    miss.changes.map((change) => changeText(view, terms, change)),
    `${printEffort(miss.effort)}${miss.proven ? '' : ' (?)'}`,
    priceText(miss.offer, 'netCost'),
    wordLines(view, ...VERDICTS[miss.offer.verdict]),
  ]);
  return renderTable(columns, rows, lookOf(view));
}

/** One change of a fact: numbers from and to, labels gained and lost. */
export function changeText(view: View, terms: Terms, change: ChangeStep): string {
  const field = terms.catalog.registry.fields.find((one) => one.name === change.field);
  const name = field === undefined ? change.field : fieldText(view, field);
  const { from = [], to } = change;
  if (typeof to !== 'string') {
    const before = typeof from === 'string' ? [from] : from;
    const shown = (label: string) => termText(view, field, label);
    const gained = to
      .filter((label) => !before.includes(label))
      .map((label) => `+ ${shown(label)}`);
    const lost = before.filter((label) => !to.includes(label)).map((label) => `− ${shown(label)}`);
    return `${name}: ${[...gained, ...lost].join(', ')}`;
  }
  const after = valueText(view, terms, field, to);
  const before = change.from === undefined ? '–' : valueText(view, terms, field, change.from);
  return `${name}: ${before} → ${after}`;
}

/** The questions that settle most. */
export function questionTable(
  view: View,
  terms: Terms,
  questions: readonly Question[],
): readonly string[] {
  const columns: readonly Column[] = [
    { title: '#', align: 'right' },
    { title: wordLines(view, '问题', 'Question'), least: 24, wraps: true },
    { title: wordLines(view, '问谁', 'Ask'), least: 10, wraps: true },
    { title: wordLines(view, '可定', 'Decides'), align: 'right' },
    { title: wordLines(view, '涉及', 'Touches'), align: 'right' },
    { title: wordLines(view, '定价', 'Prices'), align: 'right' },
    { title: wordLines(view, '最优产品', 'Best at stake'), least: 20 },
    { title: wordLines(view, '得分', 'Score'), align: 'right' },
  ];
  const rows = questions.map((question, index): readonly Cell[] => {
    const field = terms.catalog.registry.fields.find((one) => one.name === question.field);
    return [
      rank(index),
      field === undefined ? codeTitle(view, terms, question.ask ?? '') : fieldText(view, field),
      word(view, ...KNOWERS[question.askOf]),
      String(question.decides),
      String(question.touches),
      String(question.prices),
      question.best.productId,
      scoreText(question.best.score),
    ];
  });
  return renderTable(columns, rows, lookOf(view));
}
