import { plural } from '../../units/plural.ts';
import type { Rate } from '../../units/rate.ts';
import type { Criterion } from '../criterion.ts';
import type { Adjustment, BenchmarkChoice, Combine, RateBase, RateRule } from '../product.ts';
import {
  choice,
  type Loose,
  list,
  object,
  optional,
  present,
  type Report,
  reshape,
  type Schema,
  typeFault,
} from './kit.ts';
import { id, loanRate, oneOf, rateDifference, termMonths } from './leaves.ts';
import { checkOrder } from './rules.ts';

/** How a document writes an adjustment: `add` or `set` in place of `effect` and `rate`. */
interface AdjustmentDocument {
  readonly group: string;
  readonly combine: Combine;
  readonly when?: Criterion;
  readonly add?: Rate;
  readonly set?: Rate;
}

/** How a document writes a price: `fixed` or `benchmark` in place of `base`. */
interface RateDocument {
  readonly fixed?: Rate;
  readonly benchmark?: readonly BenchmarkChoice[];
  readonly spread?: Rate;
  readonly floor?: Rate;
  readonly cap?: Rate;
  readonly adjustments?: readonly Adjustment[];
}

const combine: Schema<Combine> = oneOf<Combine>({
  SUM: true,
  MAX: true,
  MIN: true,
  OVERRIDE: true,
});

const benchmarkChoice: Schema<BenchmarkChoice> = object<BenchmarkChoice>({
  benchmark: id,
  toMonths: optional(termMonths),
});

const choices: Schema<readonly BenchmarkChoice[]> = list(benchmarkChoice, { nonEmpty: true });

const singleChoice: Schema<readonly BenchmarkChoice[]> = reshape<
  string,
  readonly BenchmarkChoice[]
>(
  id,
  (benchmark) => [{ benchmark }],
  (list) => list[0]?.benchmark ?? '',
);

/** The id of one benchmark for all terms, or a list by term. */
const benchmark: Schema<readonly BenchmarkChoice[]> = choice<readonly BenchmarkChoice[]>(
  (json, report) => {
    if (typeof json === 'string') return singleChoice;
    if (Array.isArray(json)) return choices;
    report(typeFault(json, 'the id of a benchmark, or a list of benchmarks by term'));
    return undefined;
  },
  (list) => (list.length === 1 && list[0]?.toMonths === undefined ? singleChoice : choices),
);

function adjustmentSchema(criterion: Schema<Criterion>): Schema<Adjustment> {
  const document = object<AdjustmentDocument>(
    {
      group: id,
      combine,
      when: optional(criterion),
      add: optional(rateDifference),
      set: optional(loanRate),
    },
    checkEffect,
  );
  return reshape<AdjustmentDocument, Adjustment>(
    document,
    ({ add, set, ...rest }) => {
      const effect = set === undefined ? 'add' : 'set';
      return { ...rest, effect, rate: (set ?? add) as Rate };
    },
    ({ effect, rate, ...rest }) =>
      effect === 'add' ? { ...rest, add: rate } : { ...rest, set: rate },
  );
}

function checkEffect(row: Loose<AdjustmentDocument>, report: Report): void {
  const hasAdd = 'add' in row;
  if (hasAdd !== 'set' in row) return;
  const code = hasAdd ? 'contradiction' : 'missing';
  report({ code, expected: 'either "add" or "set" with a rate' });
}

/** The price of a product. */
export function rateSchema(criterion: Schema<Criterion>): Schema<RateRule> {
  const document = object<RateDocument>(
    {
      fixed: optional(loanRate),
      benchmark: optional(benchmark),
      spread: optional(rateDifference),
      floor: optional(loanRate),
      cap: optional(loanRate),
      adjustments: optional(list(adjustmentSchema(criterion))),
    },
    checkBase,
    checkChoices,
    checkGroups,
    (value, report) => checkOrder(value, 'floor', 'cap', report),
  );
  return reshape<RateDocument, RateRule>(
    document,
    ({ fixed, benchmark: entries, spread, floor, cap, adjustments }) =>
      present<RateRule>({ base: baseOf(fixed, entries), spread, floor, cap, adjustments }),
    ({ base, ...rest }) => {
      if (base === undefined) return rest;
      return base.kind === 'fixed'
        ? { ...rest, fixed: base.rate }
        : { ...rest, benchmark: base.choices };
    },
  );
}

function baseOf(
  fixed: Rate | undefined,
  entries: readonly BenchmarkChoice[] | undefined,
): RateBase | undefined {
  if (fixed !== undefined) return { kind: 'fixed', rate: fixed };
  return entries === undefined ? undefined : { kind: 'benchmark', choices: entries };
}

/** One base, or rows that set the whole rate. */
function checkBase(document: Loose<RateDocument>, report: Report): void {
  const hasFixed = 'fixed' in document;
  const hasBenchmark = 'benchmark' in document;
  if (hasFixed && hasBenchmark) {
    const expected = 'no benchmark beside a fixed rate: one base only';
    report({ code: 'contradiction', expected }, ['benchmark']);
  }
  if (hasFixed || hasBenchmark) return;
  const rows = document.adjustments ?? [];
  const isUnread = 'adjustments' in document && document.adjustments === undefined;
  // A row that could not be read may have been the one that sets.
  if (isUnread || rows.some((row) => row === undefined || row.effect === 'set')) return;
  report({ code: 'missing', expected: 'a base: "fixed" or "benchmark", or adjustments that set' });
}

/** Terms ascend, and only the last entry is open: otherwise an entry could never be reached. */
function checkChoices({ benchmark: entries = [] }: Loose<RateDocument>, report: Report): void {
  let longest: number | undefined;
  for (const [index, entry] of entries.entries()) {
    const toMonths = entry?.toMonths;
    const path = ['benchmark', index, 'toMonths'];
    if (entry !== undefined && !('toMonths' in entry) && index < entries.length - 1) {
      const expected = 'the longest term in months: only the last entry may be open';
      report({ code: 'missing', expected }, path);
    }
    if (toMonths === undefined) continue;
    if (longest !== undefined && toMonths <= longest) {
      const expected = `more than ${longest} ${plural(longest, 'month')}: entries stand in ascending order`;
      report({ code: toMonths === longest ? 'duplicate' : 'contradiction', expected }, path);
    }
    longest = toMonths;
  }
}

/** All rows of a group are combined in one way and have one effect. */
function checkGroups({ adjustments = [] }: Loose<RateDocument>, report: Report): void {
  const firstOf = new Map<string, Loose<Adjustment>>();
  for (const [index, row] of adjustments.entries()) {
    if (row?.group === undefined) continue;
    if (row.combine === 'SUM' && row.effect === 'set') {
      const expected = '"MAX", "MIN" or "OVERRIDE": rates that are set cannot be added up';
      report({ code: 'contradiction', expected }, ['adjustments', index, 'combine']);
    }
    const first = firstOf.get(row.group);
    if (first === undefined) {
      firstOf.set(row.group, row);
      continue;
    }
    const as = `as in the first row of group "${row.group}"`;
    if (differ(row.combine, first.combine)) {
      const expected = `"${first.combine}", ${as}`;
      report({ code: 'contradiction', expected }, ['adjustments', index, 'combine']);
    }
    // Rates that could not be read leave the effect open.
    if (row.rate !== undefined && first.rate !== undefined && differ(row.effect, first.effect)) {
      const expected = `"${first.effect}" and no "${row.effect}", ${as}`;
      report({ code: 'contradiction', expected }, ['adjustments', index, row.effect ?? 'add']);
    }
  }
}

function differ(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && a !== b;
}

/** The benchmarks that a price names, with their places in the document. */
export function benchmarksOf(
  rule: Loose<RateRule> | undefined,
): readonly { readonly id: string; readonly path: readonly (string | number)[] }[] {
  const base = rule?.base as Loose<Extract<RateBase, { kind: 'benchmark' }>> | undefined;
  return (base?.choices ?? []).flatMap((entry, index) =>
    entry?.benchmark === undefined
      ? []
      : [{ id: entry.benchmark, path: ['benchmark', index, 'benchmark'] }],
  );
}
