import type { Catalog, CompiledProduct } from '../catalog/index.ts';
import { evaluate, explainCriterion, type FactList, type Reason } from '../criteria/index.ts';
import type { Adjustment, Combine, RateRule } from '../model/index.ts';
import { printDay } from '../units/day.ts';
import type { Rate } from '../units/rate.ts';

/** A quantity that facts leave open: certain where both ends are equal. */
export interface Bounds {
  readonly low: number;
  readonly high: number;
}

/** One row of an adjustment group that applies or may apply. */
export interface TraceRow {
  readonly rate: Rate;
  readonly verdict: 'pass' | 'unknown';
  /** What is missing, where it is not known whether the row applies. */
  readonly open?: Reason;
}

/** One step of the build-up; the trace is the computation, not a second telling of it. */
export interface PriceStep {
  readonly step: 'base' | 'spread' | 'adjustment' | 'floor' | 'cap';
  /** Benchmark, group, or the step's own name. */
  readonly code: string;
  /** What the step adds, or what it sets the rate to. */
  readonly effect: 'add' | 'set';
  readonly value: Bounds;
  /** The rate after the step. */
  readonly running: Bounds;
  readonly combine?: Combine;
  readonly rows?: readonly TraceRow[];
  /** Of a benchmark: since when its value holds, and to when that is confirmed. */
  readonly from?: string;
  readonly confirmedTo?: string;
}

/** The rate of a loan, or why there is none. */
export interface RateBuildUp {
  /** Absent: no published rate applies, or a benchmark has no value on the day. */
  readonly rate?: Bounds;
  /** False where a rate is certain to apply only once open facts are known. */
  readonly certain: boolean;
  readonly trace: readonly PriceStep[];
  /** The facts that would close the bounds. */
  readonly open: readonly Reason[];
}

const UNPRICED: RateBuildUp = { certain: false, trace: [], open: [] };

/**
 * Base, spread, adjustment groups in the order of the document, floor, cap.
 * Facts that are missing widen the bounds; they never count as "does not apply".
 */
export function buildRate(
  catalog: Catalog,
  compiled: CompiledProduct,
  termMonths: number,
  facts: FactList,
): RateBuildUp {
  const rule = compiled.product.rate;
  if (rule === undefined) return UNPRICED;
  const trace: PriceStep[] = [];
  let certain = true;
  let running: Bounds | undefined;
  const push = (step: PriceStep) => {
    trace.push(step);
    running = step.running;
  };
  if (rule.base !== undefined) {
    const step = baseStep(catalog, rule, termMonths);
    if (step === undefined) return UNPRICED;
    push(step);
  }
  if (rule.spread !== undefined && running !== undefined) {
    push(addStep('spread', 'spread', point(rule.spread), running));
  }
  for (const group of groupsOf(rule.adjustments ?? [])) {
    const rows = applicable(group, facts, catalog);
    if (rows.length === 0) continue;
    const step = groupStep(group, rows, running);
    if (step === undefined) continue;
    if (running === undefined) certain = rows.some((row) => row.verdict === 'pass');
    push(step);
  }
  if (running === undefined) return UNPRICED;
  if (rule.floor !== undefined) push(clampStep('floor', rule.floor, running));
  if (rule.cap !== undefined) push(clampStep('cap', rule.cap, running));
  const open = trace.flatMap((step) => step.rows ?? []).flatMap((row) => row.open ?? []);
  return { rate: running, certain, trace, open };
}

const point = (value: number): Bounds => ({ low: value, high: value });

function addStep(step: PriceStep['step'], code: string, value: Bounds, before: Bounds): PriceStep {
  const running = { low: before.low + value.low, high: before.high + value.high };
  return { step, code, effect: 'add', value, running };
}

function clampStep(step: 'floor' | 'cap', limit: Rate, before: Bounds): PriceStep {
  const clamp = step === 'floor' ? Math.max : Math.min;
  const running = { low: clamp(before.low, limit), high: clamp(before.high, limit) };
  return { step, code: step, effect: 'set', value: point(limit), running };
}

/** The fixed rate, or the benchmark of the term; `undefined` where it has no value on the day. */
function baseStep(catalog: Catalog, rule: RateRule, termMonths: number): PriceStep | undefined {
  const { base } = rule;
  if (base === undefined) return undefined;
  if (base.kind === 'fixed') {
    const value = point(base.rate);
    return { step: 'base', code: 'fixed', effect: 'set', value, running: value };
  }
  const choice = base.choices.find((one) => termMonths <= (one.toMonths ?? termMonths));
  const quote = choice === undefined ? undefined : catalog.quotes.get(choice.benchmark);
  if (quote === undefined) return undefined;
  const value = point(quote.rate);
  return {
    step: 'base',
    code: quote.benchmark,
    effect: 'set',
    value,
    running: value,
    from: printDay(quote.from),
    ...(quote.confirmedTo === undefined ? {} : { confirmedTo: printDay(quote.confirmedTo) }),
  };
}

/** Adjustments by group, groups in the order of their first rows. */
export function groupsOf(adjustments: readonly Adjustment[]): readonly (readonly Adjustment[])[] {
  const groups = new Map<string, Adjustment[]>();
  for (const adjustment of adjustments) {
    const rows = groups.get(adjustment.group);
    if (rows === undefined) groups.set(adjustment.group, [adjustment]);
    else rows.push(adjustment);
  }
  return [...groups.values()];
}

/** The rows that apply or may apply, in order. */
function applicable(
  group: readonly Adjustment[],
  facts: FactList,
  catalog: Catalog,
): readonly TraceRow[] {
  const rows: TraceRow[] = [];
  for (const { when, rate } of group) {
    const verdict = when === undefined ? 'pass' : evaluate(when, facts, catalog.registry);
    if (verdict === 'pass') rows.push({ rate, verdict });
    else if (verdict === 'unknown' && when !== undefined) {
      rows.push({ rate, verdict, open: explainCriterion(when, facts, catalog.registry) });
    }
  }
  return rows;
}

function groupStep(
  group: readonly Adjustment[],
  rows: readonly TraceRow[],
  before: Bounds | undefined,
): PriceStep | undefined {
  const [first] = group;
  if (first === undefined) return undefined;
  const { effect, combine, group: code } = first;
  const combined = combineRows(rows, combine);
  if (effect === 'add') {
    if (before === undefined) return undefined;
    // A row that may not apply may leave the rate as it is.
    const value = combined.certain ? combined : widen(combined, point(0));
    return { ...addStep('adjustment', code, bounds(value), before), combine, rows };
  }
  const value = combined.certain || before === undefined ? combined : widen(combined, before);
  const running = bounds(value);
  return { step: 'adjustment', code, effect, value: bounds(value), running, combine, rows };
}

const bounds = ({ low, high }: Bounds): Bounds => ({ low, high });

const widen = (a: Bounds, b: Bounds): Bounds => ({
  low: Math.min(a.low, b.low),
  high: Math.max(a.high, b.high),
});

/**
 * The possible results of a group over all ways the open rows may fall; `certain` when a row is sure
 * to apply (a SUM always has a result: the sum of nothing is zero).
 */
function combineRows(rows: readonly TraceRow[], combine: Combine): Bounds & { certain: boolean } {
  const sure = rows.filter((row) => row.verdict === 'pass').map((row) => row.rate);
  const maybe = rows.filter((row) => row.verdict === 'unknown').map((row) => row.rate);
  const certain = sure.length > 0;
  const all = [...sure, ...maybe];
  switch (combine) {
    case 'SUM': {
      const total = (rates: readonly number[]) => rates.reduce((sum, rate) => sum + rate, 0);
      const known = total(sure);
      return {
        low: known + total(maybe.map((rate) => Math.min(rate, 0))),
        high: known + total(maybe.map((rate) => Math.max(rate, 0))),
        certain: true,
      };
    }
    case 'MAX':
      return {
        low: certain ? Math.max(...sure) : Math.min(...maybe),
        high: Math.max(...all),
        certain,
      };
    case 'MIN':
      return {
        low: Math.min(...all),
        high: certain ? Math.min(...sure) : Math.max(...maybe),
        certain,
      };
    case 'OVERRIDE': {
      const firstSure = rows.findIndex((row) => row.verdict === 'pass');
      const reachable = rows.slice(0, firstSure < 0 ? rows.length : firstSure + 1);
      const rates = reachable.map((row) => row.rate);
      return { low: Math.min(...rates), high: Math.max(...rates), certain };
    }
  }
}
