import { allocate, problemFromTable } from '../../allocation/index.ts';
import { type Catalog, compileCatalog } from '../../catalog/index.ts';
import { generateReserve, illustrativeCatalog, REGIONS } from '../../hubei/index.ts';
import {
  explain,
  type MatchResult,
  match,
  matchAll,
  nextQuestions,
  printMatch,
} from '../../matching/index.ts';
import type { AllocationLimits, Need } from '../../model/index.ts';
import { parseCatalog, parseNeed, printLimits } from '../../schema.ts';
import { addSaturating, type Money } from '../../units/money.ts';
import { plural } from '../../units/plural.ts';
import { summarize } from '../allocation-summary.ts';
import { type Arguments, AS_OF_OPTION, type CommandSpec, readDay, readInteger } from '../args.ts';
import type { Command } from '../command.ts';
import { writeFileAt } from '../input/source.ts';
import { EXIT, type Io, writeLines } from '../io.ts';
import { shortAllocationLines } from '../render/allocation.ts';
import { explanationLines } from '../render/explain.ts';
import { countText, moneyText, nameText, word, wordLines } from '../render/format.ts';
import { heading, lookOf, noticeLines, paragraph, title } from '../render/layout.ts';
import { matchLines } from '../render/match.ts';
import { codeTitle, termsOf } from '../render/reasons.ts';
import { createView, isChineseAlone, type View } from '../session.ts';
import { createProgress } from '../text/progress.ts';
import { renderTable } from '../text/table.ts';

/** A day on which the sourced LPR is confirmed; the engine has no clock. */
const AS_OF = '2026-06-30';
const NEEDS = { least: 1, most: 100_000, absent: 300 };

const spec: CommandSpec = {
  name: 'demo',
  summary: 'matches a generated reserve of Hubei with an illustrative catalog, start to end',
  usage: ['demo [--needs N] [--seed S] [--out DIR] [--as-of DAY]'],
  options: [
    { name: 'needs', value: 'N', help: 'size of the reserve (default: 300)' },
    { name: 'seed', value: 'S', help: 'seed of the reserve and of ties (default: hubei)' },
    { name: 'out', value: 'DIR', help: 'where the files go (default: .fulcrum/demo)' },
    AS_OF_OPTION,
  ],
};

interface Answered {
  readonly need: Need;
  readonly result: MatchResult;
}

async function run(args: Arguments, io: Io): Promise<number> {
  const view = createView(io, args);
  const seed = args.get('seed') ?? 'hubei';
  const asOf = readDay('as-of', args.get('as-of') ?? AS_OF);
  const parsed = parseCatalog(illustrativeCatalog);
  if (parsed._tag === 'Left') throw new Error(parsed.left[0]?.message);
  const catalog = compileCatalog(parsed.right, { asOf });
  const reserve = generateReserve({ seed, count: readInteger(args, 'needs', NEEDS) });
  const options = { fields: parsed.right.fields ?? [] };
  const start = io.now();
  const progress = createProgress(io, 'match');
  const answers = reserve.needs.map((json, index): Answered => {
    const need = parseNeed(json, options);
    if (need._tag === 'Left') throw new Error(need.left[0]?.message);
    progress.update(index, reserve.needs.length);
    return {
      need: need.right,
      result: match(catalog, need.right, { seed, limit: 5, cashFlows: false }),
    };
  });
  progress.clear();
  await writeLines(io.stderr, [matchedLine(view, answers.length, Math.round(io.now() - start))]);
  const out = args.get('out') ?? '.fulcrum/demo';
  const lines = (values: readonly unknown[]) =>
    values.map((one) => `${JSON.stringify(one)}\n`).join('');
  await writeFileAt(io, `${out}/catalog.json`, `${JSON.stringify(illustrativeCatalog, null, 1)}\n`);
  await writeFileAt(io, `${out}/needs.ndjson`, lines(reserve.needs));
  await writeFileAt(
    io,
    `${out}/results.ndjson`,
    lines(answers.map((one) => printMatch(one.result))),
  );
  const limits = illustrativeQuotas(catalog, answers);
  await writeFileAt(io, `${out}/limits.json`, `${JSON.stringify(printLimits(limits), null, 1)}\n`);
  await writeLines(io.stdout, [
    ...overview(view, catalog, answers),
    ...examples(view, catalog, answers, seed),
    ...sharing(view, catalog, answers, limits, seed),
    ...files(view, out, args.get('as-of') ?? AS_OF, answers, seed),
  ]);
  return EXIT.done;
}

function matchedLine(view: View, needs: number, ms: number): string {
  if (isChineseAlone(view)) return `${needs} 项需求撮合用时 ${ms} 毫秒`;
  return `matched ${needs} ${plural(needs, 'need')} in ${ms} ms`;
}

function overview(view: View, catalog: Catalog, answers: readonly Answered[]): readonly string[] {
  const { document } = catalog;
  const eligible = answers.filter(({ result }) => result.counts.eligible > 0).length;
  const open = answers.filter(
    ({ result: { counts } }) => counts.eligible === 0 && counts.undetermined > 0,
  );
  const rejected = new Map<string, number>();
  for (const { result } of answers) {
    for (const { code, products } of result.rejectedBy)
      rejected.set(code, (rejected.get(code) ?? 0) + products);
  }
  const top = [...rejected].sort(([, a], [, b]) => b - a).slice(0, 8);
  const counted = (count: number, zh: string, en: string) =>
    `${count} ${word(view, zh, plural(count, en))}`;
  const terms = termsOf(catalog);
  return [
    ...title(view, word(view, '示范目录与储备', 'Illustrative catalog and reserve')),
    ...noticeLines(view, document),
    `  ${[
      counted(document.products.length, '个产品', 'product'),
      counted(document.banks.length, '家银行', 'bank'),
      counted(answers.length, '项需求', 'need'),
    ].join(', ')}`,
    ...heading(view, word(view, '储备分布', 'The reserve by prefecture')),
    ...byPrefecture(view, document.currency, answers),
    ...heading(view, word(view, '撮合结果', 'Outcome')),
    `  ${word(view, '有可申请产品', 'with an eligible product')}: ${eligible}`,
    `  ${word(view, '仅有待定产品', 'only undetermined')}: ${open.length}`,
    `  ${word(view, '暂无', 'none yet')}: ${answers.length - eligible - open.length}`,
    ...heading(view, word(view, '最常见的不符条件', 'Conditions that turned most pairs away')),
    ...renderTable(
      [
        { title: wordLines(view, '次数', 'Pairs'), align: 'right' },
        { title: wordLines(view, '条件', 'Condition'), least: 20 },
        { title: wordLines(view, '代码', 'Code'), least: 12 },
      ],
      top.map(([code, count]) => [countText(count), codeTitle(view, terms, code), code]),
      lookOf(view),
    ),
  ];
}

function byPrefecture(
  view: View,
  currency: string,
  answers: readonly Answered[],
): readonly string[] {
  const groups = new Map<string, { needs: number; amount: Money; matched: number }>();
  for (const { need, result } of answers) {
    const code = need.enterprise.region;
    // Directly administered units have six digits of their own.
    const key = code === undefined ? '?' : code.startsWith('4290') ? code : code.slice(0, 4);
    const group = groups.get(key) ?? { needs: 0, amount: 0 as Money, matched: 0 };
    group.needs += 1;
    group.amount = addSaturating(group.amount, need.amount);
    if (result.counts.eligible > 0) group.matched += 1;
    groups.set(key, group);
  }
  const nameOf = (key: string) => {
    const region = REGIONS.find((one) => one.code === key);
    if (region === undefined) return word(view, '未知', 'unknown');
    return nameText(view, region.name, key);
  };
  return renderTable(
    [
      { title: wordLines(view, '地区', 'region'), least: 20 },
      { title: wordLines(view, '需求', 'needs'), align: 'right' },
      { title: wordLines(view, '金额', 'amount'), align: 'right' },
      { title: wordLines(view, '有可申请产品', 'matched'), align: 'right' },
    ],
    [...groups]
      .sort(([, a], [, b]) => b.needs - a.needs)
      .map(([key, group]) => [
        nameOf(key),
        countText(group.needs),
        moneyText(view, group.amount, currency),
        countText(group.matched),
      ]),
    lookOf(view),
  );
}

/** A need with good offers, one that waits for answers, one that is turned away. */
function examples(
  view: View,
  catalog: Catalog,
  answers: readonly Answered[],
  seed: string,
): readonly string[] {
  const by = (rank: (result: MatchResult) => number) =>
    [...answers].sort((a, b) => rank(b.result) - rank(a.result))[0];
  const good = by(({ counts }) => counts.eligible);
  const open = by(({ counts }) => (counts.eligible === 0 ? counts.undetermined : -1));
  const none = by(({ counts, nearMisses }) =>
    counts.eligible + counts.undetermined === 0 ? nearMisses.length : -1,
  );
  const terms = termsOf(catalog);
  return [good, open, none].flatMap((one, index) => {
    if (one === undefined) return [];
    const { need, result } = one;
    const questions = nextQuestions(catalog, need, { seed, limit: 5 });
    const best = index === 0 ? result.offers[0] : undefined;
    return [
      ...matchLines(view, terms, need, result, questions),
      ...(best === undefined
        ? []
        : explanationLines(view, terms, need, explain(catalog, need, best.productId, { seed }))),
    ];
  });
}

/** Share of what matched needs ask that all made-up quotas together reach, per cent. */
const QUOTA_PERCENT = 40;

/** The catalog says what few products have left and no bank: the demonstration makes quotas up. */
function illustrativeQuotas(catalog: Catalog, answers: readonly Answered[]): AllocationLimits {
  const asked = answers
    .filter(({ result }) => result.counts.eligible > 0)
    .reduce((sum, { need }) => addSaturating(sum, need.amount), 0 as Money);
  const lenders = new Set(catalog.document.products.map((product) => product.bank));
  // Whole amounts of 10,000 yuan, 1,000,000 fen.
  const each = Math.floor((asked / 100 / lenders.size / 1_000_000) * QUOTA_PERCENT) * 1_000_000;
  return { banks: [...lenders].sort().map((id) => ({ id, quota: each as Money })) };
}

/** All needs at once under the quotas. */
function sharing(
  view: View,
  catalog: Catalog,
  answers: readonly Answered[],
  limits: AllocationLimits,
  seed: string,
): readonly string[] {
  const { document } = catalog;
  const needs = answers.map((one) => one.need);
  const table = matchAll(catalog, needs, { limit: 50, seed });
  const problem = problemFromTable(table, { limits, leastAmounts: true });
  if (problem._tag === 'Left') throw new Error(problem.left[0]?.message);
  const allocation = allocate(problem.right, { seed });
  if (allocation._tag === 'Left') throw new Error(allocation.left[0]?.message);
  const { banks = [] } = limits;
  const each = moneyText(view, banks[0]?.quota ?? (0 as Money), document.currency);
  const told = word(
    view,
    `演示额度，并非任何银行的实际额度：${banks.length} 家银行各 ${each}，合计约为有合格产品需求的 ${QUOTA_PERCENT}%。`,
    `Quotas made up for this demonstration, no bank's own: ${each} for each of ${banks.length} banks, together about ${QUOTA_PERCENT} % of what needs with an eligible product ask.`,
  );
  return [
    ...title(view, word(view, '资金分配', 'All needs at once, under illustrative quotas')),
    ...paragraph(view, told),
    ...shortAllocationLines(view, document, summarize(table, problem.right, allocation.right)),
  ];
}

function files(
  view: View,
  out: string,
  asOf: string,
  answers: readonly Answered[],
  seed: string,
): readonly string[] {
  const best = answers.find(({ result }) => result.offers.length > 0);
  const product = best?.result.offers[0]?.productId;
  // A seed that a shell would read otherwise is left to the reader.
  const draw = /^[\w-]+$/.test(seed) ? ` --seed ${seed}` : '';
  const common = `--catalog ${out}/catalog.json`;
  return [
    ...heading(view, word(view, '文件', 'Files')),
    `  ${out}/catalog.json  ${out}/needs.ndjson  ${out}/results.ndjson  ${out}/limits.json`,
    ...heading(view, word(view, '下一步', 'Go on')),
    `  fulcrum match ${common} --needs ${out}/needs.ndjson --as-of ${asOf}`,
    `  fulcrum allocate ${common} --needs ${out}/needs.ndjson --limits ${out}/limits.json --as-of ${asOf}${draw}`,
    ...(product === undefined
      ? []
      : [
          `  fulcrum explain ${common} --need ${out}/needs.ndjson --need-id ${best?.need.id} --product ${product} --as-of ${asOf}`,
        ]),
  ];
}

export const demo: Command = { spec, run };
