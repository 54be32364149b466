import { readdir, readFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { type CdrFile, importCdr, type LossReport } from '../../interop/cdr/index.ts';
import { type Arguments, type CommandSpec, FORMAT_OPTION } from '../args.ts';
import type { Command } from '../command.ts';
import { decodeUtf8 } from '../input/document.ts';
import { asInputError, writeFileAt } from '../input/source.ts';
import { EXIT, InputError, type Io, UsageError, writeLines } from '../io.ts';
import { heading, lookOf } from '../render/layout.ts';
import { createView, readFormat, type View } from '../session.ts';
import { createProgress } from '../text/progress.ts';
import { renderTable } from '../text/table.ts';

/** Largest product file, in bytes; a larger one is imported as text that is no JSON: rejected. */
const FILE_BYTES = 16 * 1024 * 1024;
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
      ? [...reportLines(view, report), '', `catalog: ${out}`]
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
        const bytes = await readFile(path);
        const text = bytes.length > FILE_BYTES ? '' : (decodeUtf8(bytes) ?? '');
        return { name: relative(root, path).replaceAll('\\', '/'), text };
      }),
    );
  } catch (error) {
    throw asInputError(error, 'read', folder);
  }
}

function reportLines(view: View, report: LossReport): readonly string[] {
  const { executable, prose } = report.eligibility;
  const total = report.files.length;
  const counted = (members: Readonly<Record<string, number>>) =>
    Object.entries(members)
      .sort(([, a], [, b]) => b - a)
      .map(([name, count]) => [name, String(count)]);
  const table = (name: string, rows: readonly (readonly string[])[]) =>
    renderTable(
      [
        { title: name, least: 20 },
        { title: 'losses', align: 'right' },
      ],
      rows,
      lookOf(view),
    );
  const worst = report.files
    .map((one) => [one.file, one.status === 'imported' ? one.losses.length : 0] as const)
    .sort(([, a], [, b]) => b - a)
    .slice(0, WORST)
    .map(([file, count]) => [file, String(count)]);
  const rejected = report.files.flatMap((one) =>
    one.status === 'rejected' ? one.issues.map((issue) => `  ${one.file}: ${issue.message}`) : [],
  );
  return [
    `${report.imported} of ${total} files imported; ${report.rejected} rejected`,
    `${executable} of ${executable + prose} eligibility clauses can be tested; ${prose} are prose and became questions`,
    `${report.withoutRate} products publish no usable rate`,
    ...heading(view, 'What was lost, by kind'),
    ...table('kind', counted(report.byKind)),
    ...heading(view, 'by part of the product'),
    ...table('member', counted(report.byMember)),
    ...heading(view, 'files with most losses'),
    ...table('file', worst),
    ...(rejected.length === 0 ? [] : [...heading(view, 'rejected'), ...rejected]),
  ];
}

export const importCatalog: Command = { spec, run };
