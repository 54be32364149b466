import { CLAUSES_LIMIT, clausesOf, criterionCode, LITERALS_LIMIT } from '../../criteria/index.ts';
import type { CatalogDocument, Field } from '../../model/index.ts';
import type { Arguments, CommandSpec } from '../args.ts';
import type { Command } from '../command.ts';
import { isCatalogLike, toCatalog } from '../input/catalog.ts';
import { createNeedReader, readRecords } from '../input/needs.ts';
import type { Refusal } from '../input/refusal.ts';
import { EXIT, type Io, writeLines } from '../io.ts';
import { lookOf } from '../render/layout.ts';
import { createView, reportRefusal } from '../session.ts';
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
  readonly kind: string;
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
    const tally = { file, kind: 'needs', accepted: 0, refused: 0 };
    const refuse = async (refusal: Refusal) => {
      tally.refused += 1;
      await reportRefusal(io, refusal);
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
          findings.push(...undecidable(result.document).map((line) => `${file}: ${line}`));
          notes.push(...remarks(result.document).map((line) => `${file}: ${line}`));
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
    one.kind,
    String(one.accepted),
    String(one.refused),
  ]);
  const columns = [
    { title: 'file', least: 20 },
    { title: 'holds' },
    { title: 'accepted', align: 'right' },
    { title: 'refused', align: 'right' },
  ] as const;
  await writeLines(io.stdout, [...renderTable(columns, rows, lookOf(view)), ...findings, ...notes]);
  if (tallies.some((one) => one.refused > 0)) return EXIT.badInput;
  return findings.length > 0 ? EXIT.findings : EXIT.done;
}

/** Products that no need can be eligible for: the bank must always be asked. */
function undecidable(document: CatalogDocument): readonly string[] {
  const count = (what: string, ids: readonly string[]) =>
    ids.length === 0 ? [] : [`${ids.length} products ${what}, such as ${ids[0]}`];
  const { products } = document;
  const asking = products.filter((one) =>
    one.criteria?.some((rule) => rule.operator === 'ask' && rule.hard !== false),
  );
  return [
    ...count(
      'hold a condition in prose and stay undetermined',
      asking.map((one) => one.id),
    ),
    ...count(
      'publish no rate and stay undetermined',
      products.filter((one) => one.rate === undefined).map((one) => one.id),
    ),
  ];
}

/**
 * Conditions whose groups are too deep to be laid out: they are judged exactly, but one by one. No
 * finding: nothing is wrong with them but their speed.
 */
function remarks(document: CatalogDocument): readonly string[] {
  const deep = document.products.flatMap(({ id, criteria = [] }) =>
    criteria
      .filter((one) => one.hard !== false && clausesOf(one) === undefined)
      .map((one) => `${id}: ${criterionCode(one)}`),
  );
  if (deep.length === 0) return [];
  const limits = `${CLAUSES_LIMIT} clauses of ${LITERALS_LIMIT} tests`;
  return [
    `${deep.length} conditions have more than ${limits} and are judged one by one, such as ${deep[0]}`,
  ];
}

export const check: Command = { spec, run };
