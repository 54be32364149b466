import { readdir, readFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { type CdrFile, importCdr, type LossReport } from '../../interop/cdr/index.ts';
import { plural } from '../../units/plural.ts';
import { type Arguments, type CommandSpec, FORMAT_OPTION } from '../args.ts';
import type { Command } from '../command.ts';
import { refusalLines } from '../input/refusal.ts';
import { asInputError, writeFileAt } from '../input/source.ts';
import { EXIT, InputError, type Io, UsageError, writeLines } from '../io.ts';
import { countText, word, wordLines } from '../render/format.ts';
import { heading, lookOf } from '../render/layout.ts';
import { createView, isChineseAlone, readFormat, type View } from '../session.ts';
import { createProgress } from '../text/progress.ts';
import { renderTable } from '../text/table.ts';

/** Files with most losses that the table lists. */
const WORST = 10;

const spec: CommandSpec = {
  name: 'import',
  summary: 'turns product files of others into a catalog and says what was lost',
  usage: ['import cdr DIR [--out FILE] [--report FILE]'],
  arguments: { least: 2, most: 2, what: 'a format (cdr) and a folder' },
  options: [
    { name: 'out', value: 'FILE', help: 'where the catalog goes (default: catalog.cdr.json)' },
    { name: 'report', value: 'FILE', help: 'where the whole loss report goes, as JSON' },
    FORMAT_OPTION,
  ],
};

async function run(args: Arguments, io: Io): Promise<number> {
  const [format, folder = ''] = args.positionals;
  if (format !== 'cdr') throw new UsageError(`import knows the format cdr; saw ${format}`);
  const view = createView(io, args);
  const files = await readFolder(io, folder);
  if (files.length === 0) throw new InputError(`${folder}: holds no .json file`);
  const progress = createProgress(io, 'import');
  const { document, report } = importCdr(files, { onFile: progress.update });
  progress.clear();
  const out = args.get('out') ?? 'catalog.cdr.json';
  await writeFileAt(io, out, `${JSON.stringify(document, null, 1)}\n`);
  const reportPath = args.get('report');
  if (reportPath !== undefined) {
    await writeFileAt(io, reportPath, `${JSON.stringify(report, null, 1)}\n`);
  }
  const lines =
    readFormat(args) === 'table'
      ? [...reportLines(view, report), '', `${word(view, '目录', 'catalog')}: ${out}`]
      : [JSON.stringify(report)];
  await writeLines(io.stdout, lines);
  return report.rejected > 0 ? EXIT.badInput : EXIT.done;
}

/** Every .json file below a folder; links are not followed. */
async function readFolder(io: Io, folder: string): Promise<readonly CdrFile[]> {
  const root = resolve(io.cwd, folder);
  try {
    const entries = await readdir(root, { recursive: true, withFileTypes: true });
    const paths = entries
      .filter((entry) => entry.isFile() && entry.name.endsWith('.json'))
      .map((entry) => join(entry.parentPath, entry.name));
    return await Promise.all(
      paths.map(async (path) => {
        const text = await readFile(path);
        return { name: relative(root, path).replaceAll('\\', '/'), text };
      }),
    );
  } catch (error) {
    throw asInputError(error, 'read', folder);
  }
}

function reportLines(view: View, report: LossReport): readonly string[] {
  const counted = (members: Readonly<Record<string, number>>) =>
    Object.entries(members)
      .sort(([, a], [, b]) => b - a)
      .map(([name, count]) => [name, countText(count)]);
  const table = (zh: string, en: string, rows: readonly (readonly string[])[]) =>
    renderTable(
      [
        { title: wordLines(view, zh, en), least: 20 },
        { title: wordLines(view, '损失', 'losses'), align: 'right' },
      ],
      rows,
      lookOf(view),
    );
  const worst = report.files
    .map((one) => [one.file, one.status === 'imported' ? one.losses.length : 0] as const)
    .sort(([, a], [, b]) => b - a)
    .slice(0, WORST)
    .map(([file, count]) => [file, countText(count)]);
  const rejected = report.files.flatMap((one) =>
    one.status === 'rejected'
      ? refusalLines(one, isChineseAlone(view)).map((line) => `  ${line}`)
      : [],
  );
  return [
    ...summaryLines(view, report),
    ...heading(view, word(view, '损失，按类型', 'What was lost, by kind')),
    ...table('类型', 'kind', counted(report.byKind)),
    ...heading(view, word(view, '按产品的组成部分', 'by part of the product')),
    ...table('部分', 'member', counted(report.byMember)),
    ...heading(view, word(view, '损失最多的文件', 'files with most losses')),
    ...table('文件', 'file', worst),
    ...(rejected.length === 0
      ? []
      : [...heading(view, word(view, '被拒绝', 'rejected')), ...rejected]),
  ];
}

/** How many files and clauses came through: one sentence a line, in each language of the view. */
function summaryLines(view: View, report: LossReport): readonly string[] {
  const { imported, rejected, withoutRate } = report;
  const { executable, prose } = report.eligibility;
  const files = report.files.length;
  const clauses = executable + prose;
  return [
    ...wordLines(
      view,
      `共 ${files} 个文件，导入 ${imported} 个，拒绝 ${rejected} 个`,
      `${imported} of ${files} ${plural(files, 'file')} imported; ${rejected} rejected`,
    ),
    ...wordLines(
      view,
      `${clauses} 条准入条款中 ${executable} 条可以检验，${prose} 条是文字，成为提问`,
      `${executable} of ${clauses} eligibility ${plural(clauses, 'clause')} can be tested; ${prose} ${plural(prose, 'is prose and became a question', 'are prose and became questions')}`,
    ),
    ...wordLines(
      view,
      `${withoutRate} 个产品没有可用的公布利率`,
      `${withoutRate} ${plural(withoutRate, 'product publishes', 'products publish')} no usable rate`,
    ),
  ];
}

export const importCatalog: Command = { spec, run };
