import { type Catalog, compileCatalog } from '../../catalog/index.ts';
import {
  type MatchOptions,
  type MatchResult,
  match,
  nextQuestions,
  printMatch,
  printQuestion,
} from '../../matching/index.ts';
import type { Need } from '../../model/index.ts';
import { DEFAULT_PROFILE } from '../../scoring/index.ts';
import {
  type Arguments,
  AS_OF_OPTION,
  type CommandSpec,
  FORMAT_OPTION,
  readInteger,
  requireAsOf,
  requireOption,
} from '../args.ts';
import type { Command } from '../command.ts';
import { readCatalog } from '../input/catalog.ts';
import { requireOneStdin } from '../input/document.ts';
import { readNeeds } from '../input/needs.ts';
import type { Refusal } from '../input/refusal.ts';
import { STDIN } from '../input/source.ts';
import { EXIT, type Io, UsageError, write, writeLines } from '../io.ts';
import { noticeLines } from '../render/layout.ts';
import { matchLines } from '../render/match.ts';
import { type Terms, termsOf } from '../render/reasons.ts';
import {
  createView,
  type Format,
  isChineseAlone,
  readFormat,
  reportRefusal,
  tallyLine,
  type View,
} from '../session.ts';
import { createProgress, type Progress } from '../text/progress.ts';

export const CATALOG_OPTION = {
  name: 'catalog',
  value: 'FILE',
  help: 'the catalog, one JSON document',
} as const;

const LIMITS = { least: 0, most: 1000 };

const spec: CommandSpec = {
  name: 'match',
  summary: 'ranks the products of a catalog for each need, with prices and reasons',
  usage: [
    'match --catalog FILE --needs FILE --as-of DAY [--limit N] [--seed S] [--profile ID]',
    'match --catalog FILE --as-of DAY < needs.ndjson',
  ],
  options: [
    CATALOG_OPTION,
    {
      name: 'needs',
      value: 'FILE|-',
      help: 'one need, a list, or NDJSON with one a line (default: -, the standard input)',
    },
    AS_OF_OPTION,
    { name: 'limit', value: 'N', help: 'longest list of offers and of near misses (default: 10)' },
    { name: 'seed', value: 'S', help: 'decides between equal scores (default: empty)' },
    {
      name: 'profile',
      value: 'ID',
      help: "scoring profile (default: the catalog's first, else default)",
    },
    {
      name: 'cash-flows',
      help: 'with the dated payments and the policies of every offer, for JSON and NDJSON',
    },
    FORMAT_OPTION,
  ],
  notes: [
    'Answers stand in the order of the needs. What is refused goes to standard error as',
    '"file:line: path: expected ...; saw ...", and into the JSON and NDJSON answer as "refused".',
    'The exit code is 1 when some need has no eligible offer.',
    'In tables a "+" behind a net cost says that a fee of unstated size is not in it.',
  ],
};

/** What a run has seen so far. */
interface Totals {
  read: number;
  refused: number;
  withoutOffer: number;
}

async function run(args: Arguments, io: Io): Promise<number> {
  const view = createView(io, args);
  const format = readFormat(args);
  const catalogPath = requireOption(args, spec, 'catalog');
  const asOf = requireAsOf(args, spec.name);
  const needsPath = args.get('needs') ?? STDIN;
  if (needsPath === STDIN && io.stdin.isTTY === true) {
    throw new UsageError('no needs: give --needs FILE, or send them to the standard input');
  }
  requireOneStdin([catalogPath, needsPath]);
  const limit = readInteger(args, 'limit', { ...LIMITS, absent: 10 });
  const result = await readCatalog(io, catalogPath);
  if (result.kind === 'refused') {
    await reportRefusal(io, view, result.refusal);
    return EXIT.badInput;
  }
  const catalog = compileCatalog(result.document, { asOf });
  const options = readOptions(args, catalog, limit);
  const sink = createSink(format, { io, view, terms: termsOf(catalog), options });
  const report = (refusal: Refusal, progress: Progress) =>
    reportRefusal(io, view, refusal, progress);
  const totals = await matchAll(io, sink, needsPath, catalog, report);
  const without = isChineseAlone(view)
    ? `，${totals.withoutOffer} 项没有可申请产品`
    : `; ${totals.withoutOffer} without an eligible offer`;
  await writeLines(io.stderr, [`${tallyLine(view, totals)}${without}`]);
  if (totals.refused > 0) return EXIT.badInput;
  return totals.withoutOffer > 0 ? EXIT.findings : EXIT.done;
}

/** Options of the engine; a profile that the catalog does not hold is a wrong command line. */
function readOptions(args: Arguments, catalog: Catalog, limit: number): MatchOptions {
  const profile = args.get('profile');
  const known = [...catalog.profiles.keys(), DEFAULT_PROFILE.id];
  if (profile !== undefined && !known.includes(profile)) {
    throw new UsageError(`--profile: expected one of ${known.join(', ')}; saw ${profile}`);
  }
  const seed = args.get('seed');
  return {
    limit,
    // Ten schedules a need are more than a table shows; `explain` always has them.
    cashFlows: args.has('cash-flows'),
    ...(profile === undefined ? {} : { profile }),
    ...(seed === undefined ? {} : { seed }),
  };
}

async function matchAll(
  io: Io,
  sink: Sink,
  needsPath: string,
  catalog: Catalog,
  report: (refusal: Refusal, progress: Progress) => Promise<void>,
): Promise<Totals> {
  const totals: Totals = { read: 0, refused: 0, withoutOffer: 0 };
  const progress = createProgress(io, 'needs');
  await sink.begin();
  for await (const record of readNeeds(io, needsPath, catalog.document.fields)) {
    if (record.kind === 'refused') {
      totals.refused += 1;
      await report(record.refusal, progress);
      await sink.refuse(record.refusal);
      continue;
    }
    totals.read += 1;
    // On a terminal the answers themselves show how far the work is.
    if (io.stdout.isTTY === true) progress.clear();
    else progress.update(totals.read);
    const hasOffer = await sink.answer(record.need);
    if (!hasOffer) totals.withoutOffer += 1;
  }
  progress.clear();
  await sink.end(totals);
  return totals;
}

/** Where answers go. `answer` says whether the need has an eligible offer. */
interface Sink {
  begin(): Promise<void>;
  answer(need: Need): Promise<boolean>;
  refuse(refusal: Refusal): Promise<void>;
  end(totals: Totals): Promise<void>;
}

interface SinkContext {
  readonly io: Io;
  readonly view: View;
  readonly terms: Terms;
  readonly options: MatchOptions;
}

function createSink(format: Format, context: SinkContext): Sink {
  if (format === 'table') return tableSink(context);
  return format === 'json' ? jsonSink(context) : ndjsonSink(context);
}

function tableSink({ io, view, terms, options }: SinkContext): Sink {
  const { catalog } = terms;
  return {
    begin: () => writeLines(io.stdout, noticeLines(view, catalog.document)),
    async answer(need) {
      const result = match(catalog, need, options);
      const questions = nextQuestions(catalog, need, options);
      await writeLines(io.stdout, matchLines(view, terms, need, result, questions));
      return result.counts.eligible > 0;
    },
    refuse: async () => {},
    end: async () => {},
  };
}

/** An answer for machines, in border notation. */
export function answerOf(
  catalog: Catalog,
  need: Need,
  options: MatchOptions,
): { readonly result: MatchResult; readonly json: object } {
  const result = match(catalog, need, options);
  const { notice } = catalog.document;
  const json = {
    ...printMatch(result),
    questions: nextQuestions(catalog, need, options).map(printQuestion),
    ...(notice === undefined ? {} : { notice }),
  };
  return { result, json };
}

function ndjsonSink({ io, terms, options }: SinkContext): Sink {
  const line = (value: unknown) => write(io.stdout, `${JSON.stringify(value)}\n`);
  return {
    begin: async () => {},
    async answer(need) {
      const { result, json } = answerOf(terms.catalog, need, options);
      await line(json);
      return result.counts.eligible > 0;
    },
    refuse: (refusal) => line({ refused: refusal }),
    end: async () => {},
  };
}

/** One document, written as it grows: the needs may be many. */
function jsonSink({ io, terms, options }: SinkContext): Sink {
  const refused: Refusal[] = [];
  let count = 0;
  return {
    begin: () => write(io.stdout, '{"results":['),
    async answer(need) {
      const { result, json } = answerOf(terms.catalog, need, options);
      await write(io.stdout, `${count === 0 ? '' : ','}\n${JSON.stringify(json)}`);
      count += 1;
      return result.counts.eligible > 0;
    },
    refuse: async (refusal) => {
      refused.push(refusal);
    },
    end: (totals) =>
      write(
        io.stdout,
        `\n],\n"refused":${JSON.stringify(refused)},\n"needs":${JSON.stringify(totals)}}\n`,
      ),
  };
}

export const matchNeeds: Command = { spec, run };
