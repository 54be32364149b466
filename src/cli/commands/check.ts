import { CLAUSES_LIMIT, clausesOf, criterionCode, LITERALS_LIMIT } from '../../criteria/index.ts';
import type { CatalogDocument, Field } from '../../model/index.ts';
import { plural } from '../../units/plural.ts';
import type { Arguments, CommandSpec } from '../args.ts';
import type { Command } from '../command.ts';
import { isCatalogLike, toCatalog } from '../input/catalog.ts';
import { createNeedReader, readRecords } from '../input/needs.ts';
import type { Refusal } from '../input/refusal.ts';
import { EXIT, type Io, writeLines } from '../io.ts';
import { word, wordLines } from '../render/format.ts';
import { lookOf } from '../render/layout.ts';
import type { Word } from '../render/words.ts';
import { createView, isChineseAlone, reportRefusal, type View } from '../session.ts';
import { renderTable } from '../text/table.ts';

const spec: CommandSpec = {
  name: 'check',
  summary: 'reads catalogs and needs and reports every issue',
  usage: ['check FILE...'],
  arguments: { least: 1, most: 1000, what: 'one or more files' },
  options: [],
  notes: [
    'Name the catalog before the needs: its declared fields are then known to their facts.',
    'The exit code is 2 when a record was refused, 1 when a product can never be decided.',
  ],
};

interface Tally {
  readonly file: string;
  readonly kind: 'needs' | 'catalog';
  readonly accepted: number;
  readonly refused: number;
}

async function run(args: Arguments, io: Io): Promise<number> {
  const view = createView(io, args);
  const tallies: Tally[] = [];
  const findings: string[] = [];
  const notes: string[] = [];
  let fields: readonly Field[] | undefined;
  for (const file of args.positionals) {
    const reader = createNeedReader(fields);
    const tally = { file, kind: 'needs' as Tally['kind'], accepted: 0, refused: 0 };
    const refuse = async (refusal: Refusal) => {
      tally.refused += 1;
      await reportRefusal(io, view, refusal);
    };
    for await (const raw of readRecords(io, file)) {
      if (raw.kind === 'refused') await refuse(raw.refusal);
      else if (isCatalogLike(raw.record.value)) {
        tally.kind = 'catalog';
        const result = toCatalog(file, raw.record.value);
        if (result.kind === 'refused') await refuse(result.refusal);
        else {
          tally.accepted += 1;
          fields = result.document.fields ?? [];
          findings.push(...undecidable(view, result.document).map((line) => `${file}: ${line}`));
          notes.push(...remarks(view, result.document).map((line) => `${file}: ${line}`));
        }
      } else {
        const need = reader(raw.record);
        if (need.kind === 'refused') await refuse(need.refusal);
        else tally.accepted += 1;
      }
    }
    tallies.push(tally);
  }
  const rows = tallies.map((one) => [
    one.file,
    word(view, ...KINDS[one.kind]),
    String(one.accepted),
    String(one.refused),
  ]);
  const columns = [
    { title: wordLines(view, '文件', 'file'), least: 20 },
    { title: wordLines(view, '内容', 'holds') },
    { title: wordLines(view, '接受', 'accepted'), align: 'right' },
    { title: wordLines(view, '拒绝', 'refused'), align: 'right' },
  ] as const;
  await writeLines(io.stdout, [...renderTable(columns, rows, lookOf(view)), ...findings, ...notes]);
  if (tallies.some((one) => one.refused > 0)) return EXIT.badInput;
  return findings.length > 0 ? EXIT.findings : EXIT.done;
}

const KINDS: Readonly<Record<Tally['kind'], Word>> = {
  needs: ['需求', 'needs'],
  catalog: ['目录', 'catalog'],
};

/** Products that no need can be eligible for: the bank must always be asked. */
function undecidable(view: View, { products }: CatalogDocument): readonly string[] {
  const isChinese = isChineseAlone(view);
  const told = (
    list: readonly { readonly id: string }[],
    zh: string,
    en: readonly [string, string],
  ) => {
    const [first] = list;
    if (first === undefined) return [];
    if (isChinese) return [`${list.length} 个产品${zh}，如 ${first.id}`];
    const verb = plural(list.length, ...en);
    return [
      `${list.length} ${plural(list.length, 'product')} ${verb} undetermined, such as ${first.id}`,
    ];
  };
  const asking = products.filter((one) =>
    one.criteria?.some((rule) => rule.operator === 'ask' && rule.hard !== false),
  );
  const unpriced = products.filter((one) => one.rate === undefined);
  return [
    ...told(asking, '含有文字条件，始终待定', [
      'holds a condition in prose and stays',
      'hold a condition in prose and stay',
    ]),
    ...told(unpriced, '未公布利率，始终待定', [
      'publishes no rate and stays',
      'publish no rate and stay',
    ]),
  ];
}

/**
 * Conditions whose groups are too deep to be laid out: they are judged exactly, but one by one. No
 * finding: nothing is wrong with them but their speed.
 */
function remarks(view: View, document: CatalogDocument): readonly string[] {
  const deep = document.products.flatMap(({ id, criteria = [] }) =>
    criteria
      .filter((one) => one.hard !== false && clausesOf(one) === undefined)
      .map((one) => `${id}: ${criterionCode(one)}`),
  );
  const [first] = deep;
  if (first === undefined) return [];
  if (isChineseAlone(view)) {
    return [
      `${deep.length} 个条件超过 ${CLAUSES_LIMIT} 个子句、每句 ${LITERALS_LIMIT} 项，逐一判断，如 ${first}`,
    ];
  }
  const limits = `${CLAUSES_LIMIT} clauses of ${LITERALS_LIMIT} tests`;
  const told = plural(deep.length, 'condition has', 'conditions have');
  const judged = plural(deep.length, 'is judged by itself', 'are judged one by one');
  return [`${deep.length} ${told} more than ${limits} and ${judged}, such as ${first}`];
}

export const check: Command = { spec, run };
