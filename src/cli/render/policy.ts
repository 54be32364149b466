import type { RateAnswer } from '../../cashflow/index.ts';
import { nameIn } from '../../model/index.ts';
import type { Cut, Fate, PolicyStack } from '../../policy/index.ts';
import type { OfferCashFlow } from '../../pricing/index.ts';
import { printDay } from '../../units/day.ts';
import { printScaled } from '../../units/decimal.ts';
import { plural } from '../../units/plural.ts';
import { printRate, type Rate } from '../../units/rate.ts';
import type { View } from '../session.ts';
import { type Cell, type Column, renderTable } from '../text/table.ts';
import { fieldText, groupDigits, rateText, word, wordLines } from './format.ts';
import { facts, heading, lookOf, paragraph } from './layout.ts';
import { failureText, programmeName, type Terms } from './reasons.ts';
import { FATES, FIGURES, LEVELS, MARKS } from './words.ts';

/** Rows of a schedule that are shown before the rest is summed. */
const ROWS_SHOWN = 12;

/** Policies for one offer: the fate of each programme, from its clause to the fen, and all sides. */
export function policyLines(
  view: View,
  terms: Terms,
  { policies, schedule }: OfferCashFlow,
): readonly string[] {
  return [
    ...heading(view, word(view, '现金流', 'Cash flow')),
    ...flowTable(view, schedule),
    ...(policies.fates.length === 0
      ? []
      : [
          ...heading(view, word(view, '政策', 'Programmes: the fate of each, and why')),
          ...fateTable(view, terms, policies.fates),
          ...traceLines(view, terms, policies),
          ...sideLines(view, terms, policies),
        ]),
  ];
}

/** An amount to the minor unit, so that points stand below each other: `721,670.23`. */
const exactText = (amount: number) => groupDigits(printScaled(amount, 2, 2));

function flowTable(view: View, { rows }: OfferCashFlow['schedule']): readonly string[] {
  const columns: readonly Column[] = [
    { title: wordLines(view, '还款日', 'Due') },
    { title: wordLines(view, '还款额', 'Payment'), align: 'right' },
    { title: wordLines(view, '利息', 'Interest'), align: 'right' },
    { title: wordLines(view, '本金', 'Principal'), align: 'right' },
    { title: wordLines(view, '余额', 'Left'), align: 'right' },
  ];
  const shown = rows.length <= ROWS_SHOWN + 1 ? rows : rows.slice(0, ROWS_SHOWN);
  const rest = rows.slice(shown.length);
  const cells = shown.map((row): readonly Cell[] => [
    printDay(row.to),
    exactText(row.payment),
    exactText(row.interest),
    exactText(row.principal),
    exactText(row.closing),
  ]);
  if (rest.length > 0) {
    const sum = (key: 'payment' | 'interest' | 'principal') =>
      exactText(rest.reduce((total, row) => total + row[key], 0));
    const last = rest.at(-1)?.to;
    cells.push([
      `${word(view, `另 ${rest.length} 期至`, `${rest.length} more, to`)} ${last === undefined ? '' : printDay(last)}`,
      sum('payment'),
      sum('interest'),
      sum('principal'),
      exactText(0),
    ]);
  }
  return renderTable(columns, cells, lookOf(view));
}

function fateTable(view: View, terms: Terms, fates: readonly Fate[]): readonly string[] {
  const columns: readonly Column[] = [
    { title: '' },
    { title: wordLines(view, '政策', 'Programme'), least: 20, wraps: true },
    { title: wordLines(view, '文号', 'Document'), least: 12, wraps: true },
    { title: wordLines(view, '结果', 'Fate'), least: 10, wraps: true },
    { title: wordLines(view, '金额', 'Amount'), align: 'right' },
    { title: wordLines(view, '原因', 'Why'), least: 24, wraps: true },
  ];
  const rows = fates.map((fate): readonly Cell[] => [
    MARKS[fate.verdict],
    programmeName(view, terms, fate.programmeId),
    sourceText(fate),
    word(view, ...FATES[fate.state]),
    fate.amount === 0 ? '' : exactText(fate.amount),
    whyLines(view, terms, fate),
  ]);
  return renderTable(columns, rows, lookOf(view));
}

function sourceText({ source, versionId }: Fate): string {
  if (source === undefined) return '';
  return `${source.document ?? versionId ?? ''} [${source.grade}]`;
}

function whyLines(view: View, terms: Terms, fate: Fate): readonly string[] {
  return [
    ...fate.reasons.map((reason) => failureText(view, terms, reason)),
    ...(fate.missing.length === 0
      ? []
      : [
          `${word(view, '缺', 'missing')}: ${fate.missing.map((name) => figureText(view, terms, name)).join(', ')}`,
        ]),
    ...fate.rivals.map(({ programmeId, rule, clause }) => {
      const name = programmeName(view, terms, programmeId);
      return `${RULES[rule][view.languages[0] === 'zh' ? 0 : 1]}: ${name}${clause === undefined ? '' : ` (${clause})`}`;
    }),
    ...fate.cuts.map((cut) => cutText(view, cut)),
  ];
}

function figureText(view: View, { catalog }: Terms, name: string): string {
  const field = catalog.registry.fields.find((one) => one.name === name);
  if (field !== undefined) return fieldText(view, field);
  const figure = Object.hasOwn(FIGURES, name) ? FIGURES[name] : undefined;
  return figure === undefined ? name : word(view, ...figure);
}

const RULES: Readonly<Record<Fate['rivals'][number]['rule'], readonly [string, string]>> = {
  excludes: ['不可并享', 'not beside'],
  'choose-one': ['择一', 'choose one with'],
  'replaced-by': ['让位于', 'gives way to'],
  residual: ['以剩余利率为限', 'what is left by'],
  requires: ['须先获得', 'requires'],
};

function cutText(view: View, { cause, amount, cap, year, clause }: Cut): string {
  const less = `-${exactText(amount)}`;
  const note = clause === undefined ? '' : ` (${clause})`;
  if (cause === 'floor') {
    return `${less}: ${word(view, '净利率不得为负', 'never below a net rate of zero')}${note}`;
  }
  if (cause === 'residual') {
    return `${less}: ${word(view, '以地方贴息后的实际利率为限', 'no more than other subsidies leave')}${note}`;
  }
  const when = year === undefined ? '' : ` ${year}`;
  const limit = cap === undefined ? '' : ` ${exactText(cap.amount)}`;
  const scope = cap === undefined ? '' : word(view, ...SCOPES[cap.scope]);
  return `${less}: ${word(view, '限额', 'cap')} ${scope}${when}${limit}${note}`;
}

const SCOPES: Readonly<
  Record<'loan' | 'project' | 'enterprise' | 'pool', readonly [string, string]>
> = {
  loan: ['单笔贷款', 'a loan'],
  project: ['单个项目', 'a project'],
  enterprise: ['单个企业', 'an enterprise'],
  pool: ['资金池', 'the pool'],
};

/** From clause to fen: base x rate x time = accrued; less the cuts = paid. */
function traceLines(view: View, terms: Terms, { fates }: PolicyStack): readonly string[] {
  const paying = fates.filter((fate) => fate.amount > 0 && fate.trace !== undefined);
  if (paying.length === 0) return [];
  const columns: readonly Column[] = [
    { title: wordLines(view, '计算', 'How the amount comes about'), least: 20, wraps: true },
    { title: wordLines(view, '基数', 'Base'), align: 'right' },
    { title: wordLines(view, '比例', 'x Rate'), align: 'right' },
    { title: wordLines(view, '期间', 'x Days'), least: 12, wraps: true },
    { title: wordLines(view, '应计', '= Accrued'), align: 'right' },
    { title: wordLines(view, '扣减', '- Cuts'), align: 'right' },
    { title: wordLines(view, '实付', '= Paid'), align: 'right' },
  ];
  const rows = paying.map(({ programmeId, trace, cuts, amount }): readonly Cell[] => [
    programmeName(view, terms, programmeId),
    exactText(trace?.base ?? 0),
    trace?.rate === undefined ? '' : rateText(trace.rate),
    trace === undefined ? '' : `${printDay(trace.from)} .. ${printDay(trace.to)}`,
    exactText(trace?.accrued ?? 0),
    exactText(cuts.reduce((sum, cut) => sum + cut.amount, 0)),
    exactText(amount),
  ]);
  return [
    '',
    ...renderTable(columns, rows, lookOf(view)),
    ...paying.flatMap((fate) => stepTable(view, terms, fate)),
  ];
}

/** Each stretch of days: eligible balance x rate x days. A month of a full period is 1/12 of a year. */
function stepTable(view: View, terms: Terms, { programmeId, trace }: Fate): readonly string[] {
  const steps = trace?.steps ?? [];
  const shown = steps.length <= ROWS_SHOWN + 1 ? steps : steps.slice(0, ROWS_SHOWN);
  const rest = steps.slice(shown.length);
  const columns: readonly Column[] = [
    { title: programmeName(view, terms, programmeId), least: 24, wraps: true },
    { title: wordLines(view, '计贴本金', 'Eligible balance'), align: 'right' },
    { title: wordLines(view, '应计', 'Accrued'), align: 'right' },
    { title: wordLines(view, '实付', 'Paid'), align: 'right' },
  ];
  const rows = shown.map((step): readonly Cell[] => [
    `${printDay(step.from)} .. ${printDay(step.to)}`,
    exactText(step.base),
    exactText(step.accrued),
    exactText(step.paid),
  ]);
  if (rest.length > 0) {
    const sum = (key: 'accrued' | 'paid') =>
      exactText(rest.reduce((total, step) => total + step[key], 0));
    const until = rest.at(-1)?.to;
    const text = word(view, `另 ${rest.length} 段至`, `${rest.length} more, to`);
    const end = until === undefined ? '' : printDay(until);
    rows.push([`${text} ${end}`, '', sum('accrued'), sum('paid')]);
  }
  return ['', ...renderTable(columns, rows, lookOf(view))];
}

/** What enterprise, bank and treasury see. */
function sideLines(view: View, terms: Terms, stack: PolicyStack): readonly string[] {
  const { enterprise, bank, treasury, proof } = stack;
  const relending = bank.relending.map((one) => {
    const claimable = exactText(one.claims[0]?.claimable ?? 0);
    const share = printRate(one.share);
    const text = word(
      view,
      `可申领 ${claimable}（本金的 ${share}），利率 ${printRate(one.rate)}，利差 ${printRate(one.spread)}，期限 ${one.tenorMonths} 个月，可展期 ${one.rollovers} 次`,
      `${claimable} can be claimed (${share} of principal) at ${printRate(one.rate)}, spread ${printRate(one.spread)}, ${one.tenorMonths} ${plural(one.tenorMonths, 'month')}, ${one.rollovers} ${plural(one.rollovers, 'rollover')}`,
    );
    return [word(view, '再贷款', 're-lending'), text] as const;
  });
  const quarters = treasury.spending.map(({ level, programmeId, year, quarter, amount }) => [
    word(view, ...LEVELS[level]),
    nameIn(
      terms.catalog.document.programmes?.find((one) => one.id === programmeId)?.name,
      view.languages[0] ?? 'zh',
      programmeId,
    ),
    `${year} Q${quarter}`,
    exactText(amount),
  ]);
  return [
    ...heading(view, word(view, '各方', 'What each side sees')),
    ...facts(view, [
      [word(view, '企业利息与费用', 'enterprise pays'), exactText(enterprise.grossCost)],
      [word(view, '贴息', 'subsidies'), exactText(enterprise.subsidy)],
      [word(view, '企业净成本', 'net cost'), exactText(Math.max(enterprise.netCost, 0))],
      [
        word(view, '实际年利率（贴息前）', 'effective rate before'),
        answerText(view, enterprise.before),
      ],
      [
        word(view, '实际年利率（贴息后）', 'effective rate after'),
        answerText(view, enterprise.after),
      ],
      [word(view, '银行收益率', 'yield of the bank'), answerText(view, bank.yield)],
      ...relending,
    ]),
    ...(quarters.length === 0
      ? []
      : renderTable(
          [
            { title: wordLines(view, '财政', 'Treasury') },
            { title: wordLines(view, '政策', 'Programme'), least: 16, wraps: true },
            { title: wordLines(view, '季度', 'Quarter') },
            { title: wordLines(view, '支出', 'Spend'), align: 'right' },
          ],
          [...quarters, [word(view, '合计', 'sum'), '', '', exactText(treasury.total)]],
          lookOf(view),
        )),
    ...paragraph(
      view,
      proof.gap === 0
        ? word(
            view,
            `最优组合已证明：比较了 ${proof.stacks} 个合法组合。`,
            `Proved best: ${proof.stacks} legal ${plural(proof.stacks, 'stack was', 'stacks were')} valued, no other pays more.`,
          )
        : word(
            view,
            `未证明最优：任何合法组合不超过 ${exactText(proof.bound)}。`,
            `Not proved best: no legal stack pays more than ${exactText(proof.bound)}.`,
          ),
    ),
  ];
}

function answerText(view: View, answer: RateAnswer): string {
  if (answer.kind === 'one' && answer.rate.annualPpm !== undefined) {
    return rateText(answer.rate.annualPpm as Rate);
  }
  return word(view, '无唯一答案', 'no single answer');
}
