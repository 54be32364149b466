import { isLeft } from 'fp-ts/Either';
import {
  type AllocationOptions,
  type AllocationProblem,
  allocate,
  problemFromTable,
} from '../../allocation/index.ts';
import { type Catalog, compileCatalog } from '../../catalog/index.ts';
import { type MatchTable, matchAll } from '../../matching/index.ts';
import type { Need } from '../../model/index.ts';
import { createIssue, type Issue } from '../../units/issue.ts';
import { type Money, printMoney } from '../../units/money.ts';
import { type AllocationSummary, isSound, summarize } from '../allocation-summary.ts';
import {
  type Arguments,
  AS_OF_OPTION,
  type CommandSpec,
  readChoice,
  readInteger,
  requireAsOf,
  requireOption,
} from '../args.ts';
import type { Command } from '../command.ts';
import { readCatalog } from '../input/catalog.ts';
import { requireOneStdin } from '../input/document.ts';
import { readLimits } from '../input/limits.ts';
import { readNeeds } from '../input/needs.ts';
import type { Refusal } from '../input/refusal.ts';
import { STDIN, sourceName } from '../input/source.ts';
import { EXIT, type Io, UsageError, write, writeLines } from '../io.ts';
import { allocationLines } from '../render/allocation.ts';
import { moneyText } from '../render/format.ts';
import { noticeLines } from '../render/layout.ts';
import { createView, reportRefusal, tallyLine } from '../session.ts';
import { createProgress, type Progress } from '../text/progress.ts';
import { CATALOG_OPTION } from './match.ts';

const OBJECTIVES = ['welfare', 'coverage', 'stable'] as const;

const spec: CommandSpec = {
  name: 'allocate',
  summary: 'shares the quotas of all banks out over all needs, with a proof and with reasons',
  usage: [
    'allocate --catalog FILE --needs FILE --as-of DAY [--limits FILE] [--objective welfare]',
    'allocate --catalog FILE --as-of DAY < needs.ndjson',
  ],
  options: [
    CATALOG_OPTION,
    {
      name: 'needs',
      value: 'FILE|-',
      help: 'one need, a list, or NDJSON with one a line (default: -, the standard input)',
    },
    AS_OF_OPTION,
    {
      name: 'objective',
      value: 'welfare|coverage|stable',
      help: 'most score-weighted money, most needs, or no pair that would rather have each other',
    },
    { name: 'limits', value: 'FILE', help: 'limits beside the quotas of the catalog, JSON' },
    { name: 'indivisible', help: 'each need is served whole by one product, or not at all' },
    { name: 'max-lenders', value: 'N', help: 'most products that share one need' },
    { name: 'any-share', help: 'shares may be smaller than the least amount of a product' },
    { name: 'offers', value: 'N', help: 'offers of a need that are looked at (default: 50)' },
    { name: 'seed', value: 'S', help: 'decides between equal scores (default: empty)' },
    { name: 'format', value: 'table|json', help: 'form of the answer (default: table)' },
  ],
  notes: [
    'Limits: {"banks": [{"id": "icbc", "quota": "500000000"}], "products": [...], "regions":',
    '[{"id": "4201", "cap": "800000000"}], "pools": [{"id": "x", "budget": "1000000", "banks": [...]}],',
    '"guarantors": [...], "concentration": {"client": "10%"}}. A quota that is nowhere stated limits',
    'nothing. The exit code is 1 when some need got less than it asked.',
  ],
};

async function run(args: Arguments, io: Io): Promise<number> {
  const view = createView(io, args);
  const format = readChoice(args, 'format', ['table', 'json'], 'table');
  const catalogPath = requireOption(args, spec, 'catalog');
  const asOf = requireAsOf(args, spec.name);
  const needsPath = args.get('needs') ?? STDIN;
  const limitsPath = args.get('limits');
  if (needsPath === STDIN && io.stdin.isTTY === true) {
    throw new UsageError('no needs: give --needs FILE, or send them to the standard input');
  }
  requireOneStdin([catalogPath, needsPath, limitsPath ?? '']);
  const options = readOptions(args);
  const offers = readInteger(args, 'offers', { least: 1, most: 1000, absent: 50 });
  const document = await readCatalog(io, catalogPath);
  const limits = await readLimits(io, limitsPath);
  const report = (refusal: Refusal, progress?: Progress) =>
    reportRefusal(io, view, refusal, progress);
  const unread = [document, limits].flatMap((one) => (one.kind === 'refused' ? one.refusal : []));
  for (const refusal of unread) await report(refusal);
  if (document.kind === 'refused' || limits.kind === 'refused') return EXIT.badInput;
  const catalog = compileCatalog(document.document, { asOf });
  const { needs, refused } = await readAllNeeds(io, needsPath, catalog, report);
  const table = matchWithProgress(io, catalog, needs, offers, options.seed ?? '');
  const refuse = async (issues: readonly Issue[]) => {
    for (const issue of issues) {
      const path = issue.path[0] === 'needs' ? needsPath : (limitsPath ?? catalogPath);
      await report({ file: sourceName(path), issues: [issue] });
    }
    return EXIT.badInput;
  };
  const problem = problemFromTable(table, {
    limits: limits.limits,
    leastAmounts: hasTickets(args, options),
  });
  if (isLeft(problem)) {
    return refuse(problem.left.map((issue) => movedTo(issue, issue.path.slice(1))));
  }
  const allocation = allocate(problem.right, options);
  if (isLeft(allocation)) {
    const print = (digits: string): string =>
      moneyText(view, Number(digits) as Money, document.document.currency);
    return refuse(allocation.left.map((issue) => named(inMajorUnits(issue, print), problem.right)));
  }
  const summary = summarize(table, problem.right, allocation.right);
  if (format === 'json') {
    await write(io.stdout, `${JSON.stringify(answerOf(catalog, summary, refused), null, 1)}\n`);
  } else {
    await writeLines(io.stdout, [
      ...noticeLines(view, catalog.document),
      ...allocationLines(view, catalog.document, summary),
    ]);
  }
  const tally = { read: needs.length, refused: refused.length };
  await writeLines(io.stderr, [tallyLine(view, tally)]);
  if (!isSound(summary)) return EXIT.internal;
  if (refused.length > 0) return EXIT.badInput;
  return summary.leftOut.length > 0 ? EXIT.findings : EXIT.done;
}

function readOptions(args: Arguments): AllocationOptions {
  const objective = readChoice(args, 'objective', OBJECTIVES, 'welfare');
  const lenders = readInteger(args, 'max-lenders', { least: 1, most: 1000, absent: 0 });
  if (lenders > 0 && objective === 'stable') {
    throw new UsageError('--max-lenders has no place where the objective is stable');
  }
  return {
    objective,
    seed: args.get('seed') ?? '',
    ...(args.has('indivisible') ? { indivisible: true } : {}),
    ...(lenders === 0 ? {} : { maximumLenders: lenders }),
  };
}

/** A need that is served whole is an offer as it stands; stability has no place for tickets. */
function hasTickets(args: Arguments, { objective, indivisible }: AllocationOptions): boolean {
  return !args.has('any-share') && objective !== 'stable' && indivisible !== true;
}

async function readAllNeeds(
  io: Io,
  path: string,
  catalog: Catalog,
  report: (refusal: Refusal, progress: Progress) => Promise<void>,
): Promise<{ readonly needs: readonly Need[]; readonly refused: readonly Refusal[] }> {
  const needs: Need[] = [];
  const refused: Refusal[] = [];
  const progress = createProgress(io, 'needs');
  for await (const record of readNeeds(io, path, catalog.document.fields)) {
    if (record.kind === 'refused') {
      refused.push(record.refusal);
      await report(record.refusal, progress);
      continue;
    }
    needs.push(record.need);
    progress.update(needs.length);
  }
  progress.clear();
  return { needs, refused };
}

function matchWithProgress(
  io: Io,
  catalog: Catalog,
  needs: readonly Need[],
  limit: number,
  seed: string,
): MatchTable {
  const progress = createProgress(io, 'match');
  const table = matchAll(catalog, needs, { limit, seed, onProgress: progress.update });
  progress.clear();
  return table;
}

function movedTo({ code, expected, seen }: Issue, path: Issue['path']): Issue {
  const moved = createIssue({ code, expected }, path);
  if (seen === undefined) return moved;
  return { ...moved, seen, message: `${moved.message}; saw ${seen}` };
}

const AMOUNTS = [
  'amount',
  'minimumAmount',
  'minimumTicket',
  'quota',
  'floor',
  'cap',
  'capital',
  'budget',
];

/** The library counts in minor units; whoever wrote the file did not. */
function inMajorUnits(issue: Issue, print: (digits: string) => string): Issue {
  const expected = issue.expected
    .replace(/(\d+) minor units/g, (_, digits: string) => print(digits))
    .replace(/(\d+) less$/, (_, digits: string) => `${print(digits)} less`);
  const { seen, path } = issue;
  const isAmount = AMOUNTS.includes(String(path.at(-1))) || path.join() === 'needs';
  if (seen === undefined || !isAmount || !/^"?\d+"?$/.test(seen)) {
    return movedTo({ ...issue, expected }, path);
  }
  return movedTo({ ...issue, expected, seen: print(seen.replaceAll('"', '')) }, path);
}

/** Positions in the problem mean nothing to a reader of files: ids do. */
function named(issue: Issue, problem: AllocationProblem): Issue {
  const [list, at, ...rest] = issue.path;
  if (typeof at !== 'number') return issue;
  const items = { ...problem, edges: [] }[
    list as 'needs' | 'products' | 'banks' | 'regions' | 'pools' | 'guarantors'
  ];
  const id = items?.[at]?.id;
  return id === undefined ? issue : movedTo(issue, [list ?? '', id, ...rest]);
}

/** The answer for machines: amounts in border notation, everything that the table cuts off. */
function answerOf(
  { document, digest }: Catalog,
  summary: AllocationSummary,
  refused: readonly Refusal[],
): object {
  const { allocation, verification, isStable, leftOut, limits, regions, banks, causes } = summary;
  const { shares, amount, overfill, withheld, entitlements, ...rest } = allocation;
  return {
    catalog: digest,
    currency: document.currency,
    ...rest,
    asked: printMoney(summary.asked),
    placed: printMoney(amount),
    needs: summary.needs,
    inFull: summary.inFull,
    inPart: summary.inPart,
    unlimitedProducts: summary.unlimited,
    shares: shares.map((one) => ({ ...one, amount: printMoney(one.amount) })),
    ...(overfill === undefined
      ? {}
      : { overfill: overfill.map((one) => ({ ...one, amount: printMoney(one.amount) })) }),
    ...(withheld === undefined
      ? {}
      : { withheld: withheld.map((one) => ({ ...one, amount: printMoney(one.amount) })) }),
    ...(entitlements === undefined
      ? {}
      : { entitlements: entitlements.map((one) => ({ ...one, amount: printMoney(one.amount) })) }),
    regions: regions.map((one) => ({
      ...one,
      asked: printMoney(one.asked),
      placed: printMoney(one.placed),
    })),
    banks: banks.map(({ quota, ...one }) => ({
      ...one,
      placed: printMoney(one.placed),
      ...(quota === undefined ? {} : { quota: printMoney(quota) }),
    })),
    causes: causes.map((one) => ({ ...one, missing: printMoney(one.missing) })),
    leftOut: leftOut.map(({ cause: _, reason, ...one }) => ({
      ...one,
      cause: reason,
      asked: printMoney(one.asked),
      got: printMoney(one.got),
    })),
    limits: limits.map(({ used, cap, floor, ...one }) => ({
      ...one,
      used: printMoney(used),
      ...(cap === undefined ? {} : { cap: printMoney(cap) }),
      ...(floor === undefined ? {} : { floor: printMoney(floor) }),
    })),
    verification: { ...verification, ...(isStable === undefined ? {} : { isStable }) },
    refused,
    ...(document.notice === undefined ? {} : { notice: document.notice }),
  };
}

export const allocateQuotas: Command = { spec, run };
