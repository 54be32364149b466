import { compileCatalog } from '../../catalog/index.ts';
import { type Explanation, explain, printExplanation } from '../../matching/index.ts';
import type { CatalogDocument, Need } from '../../model/index.ts';
import { plural } from '../../units/plural.ts';
import {
  type Arguments,
  AS_OF_OPTION,
  type CommandSpec,
  FORMAT_OPTION,
  requireAsOf,
  requireOption,
} from '../args.ts';
import type { Command } from '../command.ts';
import { readCatalog } from '../input/catalog.ts';
import { requireOneStdin } from '../input/document.ts';
import { readNeeds } from '../input/needs.ts';
import type { Refusal } from '../input/refusal.ts';
import { sourceName } from '../input/source.ts';
import { EXIT, InputError, type Io, UsageError, writeLines } from '../io.ts';
import { explanationLines } from '../render/explain.ts';
import { noticeLines } from '../render/layout.ts';
import { termsOf } from '../render/reasons.ts';
import { createView, type Format, readFormat, reportRefusal } from '../session.ts';
import { CATALOG_OPTION } from './match.ts';

const spec: CommandSpec = {
  name: 'explain',
  summary:
    'shows every condition, the price step by step and the score of one product for one need',
  usage: ['explain --catalog FILE --need FILE [--need-id ID] --product ID --as-of DAY'],
  options: [
    CATALOG_OPTION,
    { name: 'need', value: 'FILE|-', help: 'the need, or a file of needs (with --need-id)' },
    { name: 'need-id', value: 'ID', help: 'which of the needs of the file' },
    { name: 'product', value: 'ID', help: 'id of a product of the catalog' },
    AS_OF_OPTION,
    FORMAT_OPTION,
  ],
};

async function run(args: Arguments, io: Io): Promise<number> {
  const view = createView(io, args);
  const format = readFormat(args);
  const catalogPath = requireOption(args, spec, 'catalog');
  const needPath = requireOption(args, spec, 'need');
  const productId = requireOption(args, spec, 'product');
  const asOf = requireAsOf(args, spec.name);
  requireOneStdin([catalogPath, needPath]);
  const result = await readCatalog(io, catalogPath);
  if (result.kind === 'refused') {
    await reportRefusal(io, view, result.refusal);
    return EXIT.badInput;
  }
  requireProduct(result.document, productId, catalogPath);
  const found = await findNeed(io, needPath, args.get('need-id'), result.document);
  for (const refusal of found.refused) await reportRefusal(io, view, refusal);
  if (found.need !== undefined) {
    const { need } = found;
    const catalog = compileCatalog(result.document, { asOf });
    const explanation = explain(catalog, need, productId);
    const lines =
      format === 'table'
        ? [
            ...noticeLines(view, catalog.document),
            ...explanationLines(view, termsOf(catalog), need, explanation),
          ]
        : [machineText(format, explanation, found.refused, result.document)];
    await writeLines(io.stdout, lines);
  }
  return found.refused.length > 0 ? EXIT.badInput : EXIT.done;
}

function requireProduct(document: CatalogDocument, productId: string, path: string): void {
  if (document.products.some((product) => product.id === productId)) return;
  const some = document.products.slice(0, 5).map((product) => product.id);
  const more = document.products.length > some.length ? ', ...' : '';
  const count = document.products.length;
  const told = count === 1 ? 'its one product is' : `its ${count} products are`;
  throw new UsageError(
    `--product: ${path} has no product ${productId}; ${told} ${some.join(', ')}${more}`,
  );
}

interface Found {
  readonly need?: Need;
  readonly refused: readonly Refusal[];
}

/** The need that is asked for; what else the file holds is read to its end, so that faults show. */
async function findNeed(
  io: Io,
  path: string,
  needId: string | undefined,
  { fields }: CatalogDocument,
): Promise<Found> {
  const refused: Refusal[] = [];
  let need: Need | undefined;
  let count = 0;
  for await (const record of readNeeds(io, path, fields)) {
    if (record.kind === 'refused') refused.push(record.refusal);
    else {
      count += 1;
      if (needId === undefined ? count === 1 : record.need.id === needId) need = record.need;
    }
  }
  if (needId === undefined && count > 1) {
    throw new UsageError(`${sourceName(path)} holds ${count} needs: say which with --need-id ID`);
  }
  if (need === undefined && refused.length === 0) {
    throw new InputError(
      `${sourceName(path)}: has no need ${needId}; it holds ${count} ${plural(count, 'need')}`,
    );
  }
  return need === undefined ? { refused } : { need, refused };
}

function machineText(
  format: Format,
  explanation: Explanation,
  refused: readonly Refusal[],
  { notice }: CatalogDocument,
): string {
  const json = {
    ...printExplanation(explanation),
    ...(notice === undefined ? {} : { notice }),
    ...(refused.length === 0 ? {} : { refused }),
  };
  return format === 'json' ? JSON.stringify(json, undefined, 2) : JSON.stringify(json);
}

export const explainPair: Command = { spec, run };
