import { printLimitReason, printNeedReason } from '../../allocation/index.ts';
import type { CatalogDocument } from '../../model/index.ts';
import { printScaled } from '../../units/decimal.ts';
import type { Money } from '../../units/money.ts';
import { plural } from '../../units/plural.ts';
import { type AllocationSummary, type Cause, isSound } from '../allocation-summary.ts';
import type { View } from '../session.ts';
import { renderTable } from '../text/table.ts';
import {
  countText,
  moneyText,
  nameText,
  rateText,
  regionText,
  scoreText,
  word,
  wordLines,
} from './format.ts';
import { heading, lookOf, paragraph, title } from './layout.ts';

/** How many of a long list are shown; the JSON answer has all. */
const SHOWN = { limits: 5, needs: 5, banks: 12 };

/** A summary for people: what was placed, where, by whom, who is left out and why, and the proof. */
export function allocationLines(
  view: View,
  document: CatalogDocument,
  summary: AllocationSummary,
): readonly string[] {
  return [
    ...title(view, word(view, '资金分配', 'Allocation')),
    ...totalLines(view, document, summary),
    ...regionLines(view, document, summary),
    ...bankLines(view, document, summary),
    ...limitLines(view, document, summary),
    ...causeLines(view, document, summary),
    ...proofLines(view, summary),
  ];
}

/** The part of the summary that fits a demonstration. */
export function shortAllocationLines(
  view: View,
  document: CatalogDocument,
  summary: AllocationSummary,
): readonly string[] {
  return [
    ...totalLines(view, document, summary),
    ...bankLines(view, document, summary, 6),
    ...causeLines(view, document, summary, 2),
    ...proofLines(view, summary),
  ];
}

function percentText(part: number, whole: number): string {
  if (whole === 0) return '–';
  return `${printScaled(Number((BigInt(part) * 1000n) / BigInt(whole)), 1, 1)}%`;
}

function totalLines(
  view: View,
  { currency }: CatalogDocument,
  { allocation, needs, asked, inFull, inPart, unlimited, products }: AllocationSummary,
): readonly string[] {
  const { amount, funded } = allocation;
  const placed = `${moneyText(view, amount, currency)} / ${moneyText(view, asked, currency)}`;
  const open = [
    word(
      view,
      `${unlimited}/${products} 个产品未载明额度，按不限额处理，并非零额度。`,
      `${unlimited} of ${products} ${plural(products, 'product')} ${plural(unlimited, 'states', 'state')} no quota, nor does their bank: taken as unlimited, not as zero.`,
    ),
  ];
  return [
    `  ${word(view, '投放', 'Placed')}: ${placed} (${percentText(amount, asked)})`,
    `  ${word(view, '需求', 'Needs')}: ${countText(needs)}; ${word(view, '达到最低可用金额', 'with at least their least useful amount')}: ${countText(funded)}`,
    `  ${word(view, '全额', 'in full')}: ${countText(inFull)}; ${word(view, '部分', 'in part')}: ${countText(inPart)}; ${word(view, '未获', 'nothing')}: ${countText(needs - inFull - inPart)}`,
    ...(unlimited === 0 ? [] : open.flatMap((text) => paragraph(view, text))),
  ];
}

function regionLines(
  view: View,
  { currency }: CatalogDocument,
  { regions }: AllocationSummary,
): readonly string[] {
  return [
    ...heading(view, word(view, '分地区', 'By region')),
    ...renderTable(
      [
        { title: wordLines(view, '地区', 'region'), least: 14 },
        { title: wordLines(view, '需求', 'needs'), align: 'right' },
        { title: wordLines(view, '获得', 'funded'), align: 'right' },
        { title: wordLines(view, '申请', 'asked'), align: 'right' },
        { title: wordLines(view, '投放', 'placed'), align: 'right' },
        { title: '%', align: 'right' },
      ],
      regions.map(({ id, needs, funded, asked, placed }) => [
        id === '' ? word(view, '未知', 'unknown') : regionText(view, id),
        countText(needs),
        countText(funded),
        moneyText(view, asked, currency),
        moneyText(view, placed, currency),
        percentText(placed, asked),
      ]),
      lookOf(view),
    ),
  ];
}

function bankLines(
  view: View,
  document: CatalogDocument,
  { banks }: AllocationSummary,
  most: number = SHOWN.banks,
): readonly string[] {
  const { currency } = document;
  const names = new Map(document.banks.map((bank) => [bank.id, bank.name]));
  const active = banks.filter(({ placed }) => placed > 0);
  const hasPrices = banks.some(({ price }) => price !== undefined);
  const unlimited = word(view, '未载明', 'not stated');
  const rest = banks.length - Math.min(most, active.length);
  const restPlaced = active.slice(most).reduce((sum, one) => sum + one.placed, 0) as Money;
  return [
    ...heading(view, word(view, '分银行', 'By bank')),
    ...(active.length === 0
      ? []
      : renderTable(
          [
            { title: wordLines(view, '银行', 'bank'), least: 14 },
            { title: wordLines(view, '需求', 'needs'), align: 'right' },
            { title: wordLines(view, '投放', 'placed'), align: 'right' },
            { title: wordLines(view, '额度', 'quota'), align: 'right' },
            { title: wordLines(view, '已用', 'used'), align: 'right' },
            ...(hasPrices
              ? [{ title: wordLines(view, '增额价值', 'worth of more'), align: 'right' as const }]
              : []),
          ],
          active
            .slice(0, most)
            .map(({ id, needs, placed, quota, price }) => [
              nameText(view, names.get(id), id),
              countText(needs),
              moneyText(view, placed, currency),
              quota === undefined ? unlimited : moneyText(view, quota, currency),
              quota === undefined ? '–' : percentText(placed, quota),
              ...(price === undefined ? [] : [scoreText(Math.max(0, price))]),
            ]),
          lookOf(view),
        )),
    ...(rest === 0
      ? []
      : paragraph(view, restText(view, rest, restPlaced, currency, active.length > 0))),
  ];
}

/** What the banks that are not listed placed. */
function restText(
  view: View,
  rest: number,
  placed: Money,
  currency: string,
  hasOthers: boolean,
): string {
  const banks = `${rest} ${hasOthers ? 'further ' : ''}${plural(rest, 'bank')}`;
  const zh = hasOthers ? `另有 ${rest} 家银行` : `${rest} 家银行`;
  if (placed === 0) return word(view, `${zh}没有投放。`, `${banks} placed nothing.`);
  const amount = moneyText(view, placed, currency);
  const together = rest === 1 ? '' : ' together';
  return word(view, `${zh}，共投放 ${amount}。`, `${banks} placed ${amount}${together}.`);
}

/** What one more million would bring, in sentences: banks, products, regions, pools alike. */
function limitLines(
  view: View,
  { currency }: CatalogDocument,
  { limits }: AllocationSummary,
): readonly string[] {
  const shown = limits.filter(({ price }) => price !== 0);
  if (shown.length === 0) return [];
  return [
    ...heading(view, word(view, '最紧的额度', 'The scarcest limits')),
    ...shown
      .slice(0, SHOWN.limits)
      .flatMap((one) =>
        view.languages.flatMap((language) =>
          paragraph(view, printLimitReason(one, language === 'zh' ? 'zh-CN' : 'en', currency)),
        ),
      ),
    ...more(view, shown.length - SHOWN.limits),
  ];
}

function causeLines(
  view: View,
  { currency }: CatalogDocument,
  { causes, leftOut }: AllocationSummary,
  most: number = SHOWN.needs,
): readonly string[] {
  if (causes.length === 0) return [];
  // Those that only quotas keep out say more than those for whom nothing fits.
  const told = leftOut.filter(({ cause }) => cause !== 'ineligible');
  return [
    ...heading(view, word(view, '未全额获得的需求及原因', 'Needs that got less than they asked')),
    ...renderTable(
      [
        { title: wordLines(view, '原因', 'cause'), least: 24, wraps: true },
        { title: wordLines(view, '需求', 'needs'), align: 'right' },
        { title: wordLines(view, '缺口', 'missing'), align: 'right' },
      ],
      causes.map(({ cause, needs, missing }) => [
        wordLines(view, ...CAUSES[cause]),
        countText(needs),
        moneyText(view, missing, currency),
      ]),
      lookOf(view),
    ),
    ...told
      .slice(0, most)
      .flatMap((one) =>
        view.languages.flatMap((language) =>
          paragraph(view, printNeedReason(one, language === 'zh' ? 'zh-CN' : 'en', currency)),
        ),
      ),
    ...more(view, told.length - most),
  ];
}

function more(view: View, count: number): readonly string[] {
  if (count <= 0) return [];
  return [`  ${word(view, `另有 ${count} 条，见 JSON。`, `${count} more: see the JSON answer.`)}`];
}

function proofLines(view: View, summary: AllocationSummary): readonly string[] {
  const { verification, allocation } = summary;
  const { style } = view;
  const isPassed = (allocation.overfill ?? []).length > 0;
  const check = isSound(summary)
    ? style.good(
        word(
          view,
          `独立复核通过：${isPassed ? '除上述超出外，其余额度均未突破' : '各项额度均未突破'}`,
          `Checked independently: every ${isPassed ? 'other limit' : 'limit'} is kept`,
        ),
      )
    : style.bad(word(view, '独立复核未通过', 'The independent check failed'));
  return [
    ...heading(view, word(view, '证明', 'Proof')),
    ...paragraph(view, proofText(view, summary)),
    `  ${check}`,
    ...verification.breaches
      .slice(0, SHOWN.limits)
      .map(({ code, name }) => `  ${code} ${name.kind} ${name.id}`),
  ];
}

function proofText(view: View, { allocation, isStable }: AllocationSummary): string {
  const { objective, gapPpm, funded, certificate, overfill = [] } = allocation;
  if (objective === 'stable') {
    if (isStable !== true) return word(view, '不稳定', 'Not stable');
    const over = overfill.length;
    const passed =
      over === 0
        ? ['', '']
        : [
            `整笔分配使 ${over} 项产品或银行额度略有超出，地区上限均未超出。`,
            ` Quotas of products and banks that whole needs pass: ${over}; caps of regions: none.`,
          ];
    return word(
      view,
      `稳定：没有需求与产品都更愿意选择对方。${passed[0]}`,
      `Stable: no need and product would both rather have more of each other.${passed[1]}`,
    );
  }
  if (certificate.kind === 'coverage') {
    return word(
      view,
      `满足 ${funded} 项需求；已证明任何分配至多满足 ${certificate.fundedBound} 项。`,
      `${funded} ${plural(funded, 'need is', 'needs are')} funded; it is proven that no allocation funds more than ${certificate.fundedBound}.`,
    );
  }
  if (gapPpm === 0) {
    return word(
      view,
      '按评分加权的投放金额已证明为最优（对偶价格）。',
      'Proven optimal: no allocation places more score-weighted money (dual prices).',
    );
  }
  return word(
    view,
    `与已证明的上界相差 ${rateText(gapPpm ?? 0)}。`,
    `Within ${rateText(gapPpm ?? 0)} of a proven bound on score-weighted money.`,
  );
}

const CAUSES: Readonly<Record<Cause, readonly [zh: string, en: string]>> = {
  ineligible: ['无符合条件的产品', 'no eligible product'],
  undetermined: ['仅有待定产品，缺少信息', 'only undetermined products: facts are missing'],
  outscored: ['额度有限，其他需求评分更高', 'others score higher for limited quotas'],
  'quota-full': ['额度已用完', 'quotas are used up'],
  'budget-spent': ['专项资金已用完', 'a budget is spent'],
  'region-full': ['地区已达上限', 'a limit of the region is reached'],
  'client-limit': ['已达单一客户或集团上限', 'a limit on the client or group is reached'],
  'offer-spent': ['产品无法提供更多', 'its products lend no more to it'],
  'below-ticket': ['剩余金额低于起贷金额', 'the rest is below a least amount'],
  'room-too-small': ['剩余额度不足以受理', 'what is left of a limit is too little'],
  'count-full': ['户数已满', 'no place is left'],
  lenders: ['参与银行数已达上限', 'no more lenders may share it'],
  'not-chosen': ['让位于更多需求', 'more needs are funded without it'],
  'passed-over': ['求解将资金安排给其他需求', 'the search put the money elsewhere'],
};
