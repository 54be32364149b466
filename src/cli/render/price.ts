import type { Price, PriceStep } from '../../pricing/index.ts';
import type { Score } from '../../scoring/index.ts';
import { printScaled } from '../../units/decimal.ts';
import type { View } from '../session.ts';
import { type Cell, type Column, renderTable } from '../text/table.ts';
import { boundsText, costText, rateText, signedRateText, word, wordLines } from './format.ts';
import { lookOf, paragraph } from './layout.ts';
import { openText, programmeName, type Terms } from './reasons.ts';
import { MARKS, SCORE_PART_WORDS } from './words.ts';

const STEPS: Readonly<Record<PriceStep['step'], readonly [string, string]>> = {
  base: ['基准', 'base'],
  spread: ['加点', 'spread'],
  adjustment: ['调整', 'adjustment'],
  floor: ['下限', 'floor'],
  cap: ['上限', 'cap'],
};

/** The build-up of a rate, step by step: each line can be added to the one above by hand. */
export function traceTable(view: View, terms: Terms, price: Price): readonly string[] {
  const columns: readonly Column[] = [
    { title: wordLines(view, '步骤', 'Step') },
    { title: wordLines(view, '依据', 'What'), least: 24, wraps: true },
    { title: wordLines(view, '数值', 'Value'), align: 'right' },
    { title: wordLines(view, '累计', 'Running'), align: 'right' },
  ];
  const rows = price.trace.flatMap((step) => stepRows(view, terms, step));
  return renderTable(columns, rows, lookOf(view));
}

function stepRows(view: View, terms: Terms, step: PriceStep): readonly (readonly Cell[])[] {
  const isAdded = step.effect === 'add';
  const running = `= ${boundsText(step.running)}`;
  const value = boundsText(step.value, isAdded ? signedRateText : rateText);
  const name = word(view, ...STEPS[step.step]);
  const rows = (step.rows ?? []).map((row): readonly Cell[] => [
    '',
    `· ${MARKS[row.verdict]} ${rowText(view, terms, row.open)}`,
    isAdded ? signedRateText(row.rate) : rateText(row.rate),
    '',
  ]);
  return [[name, stepText(view, step), value, running], ...rows];
}

/** Where the number of a step comes from. */
function stepText(view: View, step: PriceStep): string {
  switch (step.step) {
    case 'base': {
      if (step.from === undefined) return word(view, '固定利率', 'fixed rate');
      const since = `${step.code}, ${word(view, '自', 'since')} ${step.from}`;
      if (step.confirmedTo === undefined) return since;
      return `${since}, ${word(view, '确认至', 'confirmed to')} ${step.confirmedTo}`;
    }
    case 'adjustment': {
      const effect = step.effect === 'add' ? ['加', 'add'] : ['取代', 'set'];
      return `${step.code}: ${step.combine}, ${word(view, effect[0] ?? '', effect[1] ?? '')}`;
    }
    case 'floor':
      return word(view, '不低于', 'at least');
    case 'cap':
      return word(view, '不高于', 'at most');
    case 'spread':
      return '';
  }
}

function rowText(view: View, terms: Terms, open: Parameters<typeof openText>[2][0] | undefined) {
  if (open === undefined) return word(view, '适用', 'applies');
  const names = openText(view, terms, [open]);
  return `${word(view, '是否适用取决于', 'applies or not, depending on')}: ${names}`;
}

/** The parts of the net cost; they add up. */
export function costTable(view: View, terms: Terms, price: Price): readonly string[] {
  const columns: readonly Column[] = [
    { title: wordLines(view, '成本构成', 'Cost, a year'), least: 16, wraps: true },
    { title: wordLines(view, '年化', 'Rate'), align: 'right' },
  ];
  const rows: (readonly Cell[])[] = price.costs.map(({ code, rate }) => [
    costName(view, terms, code),
    costText(rate),
  ]);
  rows.push([word(view, '净成本', 'net cost (sum)'), `= ${costText(price.netCost)}`]);
  return [
    ...renderTable(columns, rows, lookOf(view)),
    ...(price.netCostLow === price.netCost
      ? []
      : paragraph(
          view,
          `${word(view, '信息齐全后最低可至', 'once open facts are known, as low as')} ${costText(price.netCostLow)}`,
        )),
    ...(price.unsetFees.length === 0
      ? []
      : paragraph(
          view,
          `${word(view, '未公布金额、未计入的费用', 'charged but of unstated size, so not in the sum')}: ${price.unsetFees.join(', ')}`,
        )),
  ];
}

function costName(view: View, terms: Terms, code: string): string {
  if (code === 'interest') return word(view, '利息', 'interest');
  if (code === 'day-count') return word(view, '计息天数 365/360', 'day count 365/360');
  if (code.startsWith('subsidy:')) {
    const name = programmeName(view, terms, code.slice('subsidy:'.length));
    return `${word(view, '贴息', 'subsidy')}: ${name}`;
  }
  return code.replace(/^fee:/, `${word(view, '费用', 'fee')}: `);
}

/** The parts of a score: weight x feature = points; the points add up. */
export function scoreTable(view: View, score: Score): readonly string[] {
  const columns: readonly Column[] = [
    { title: wordLines(view, '得分构成', 'Part'), least: 16 },
    { title: wordLines(view, '权重', 'Weight'), align: 'right' },
    { title: wordLines(view, '程度', 'x Feature'), align: 'right' },
    { title: wordLines(view, '得分', '= Points'), align: 'right' },
    { title: wordLines(view, '说明', 'Note'), least: 12, wraps: true },
  ];
  const rows = score.parts.map((part): readonly Cell[] => [
    word(view, ...SCORE_PART_WORDS[part.part]),
    printScaled(part.weight, 2, 2),
    printScaled(part.feature, 4, 4),
    printScaled(part.points, 6, 6),
    [
      ...(part.known ? [] : [word(view, '缺信息', 'a fact is missing')]),
      ...(part.preferences ?? []).map((one) => `${MARKS[one.verdict]} ${one.code}`),
    ].join(', '),
  ]);
  const weights = score.parts.reduce((sum, part) => sum + part.weight, 0);
  rows.push([
    word(view, '合计', 'sum'),
    printScaled(weights, 2, 2),
    '',
    printScaled(score.total, 6, 6),
    '',
  ]);
  return renderTable(columns, rows, lookOf(view));
}
