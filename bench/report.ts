import { renderTable } from '../src/cli/text/table.ts';
import type { Timing } from './harness.ts';
import type { Census } from './workloads/index.ts';

/** What one workload gave. */
export interface Section {
  /** Begins the names of its ratios: `plain: reference / naive loop`. */
  readonly id: string;
  readonly title: string;
  /** Of the workload, by the rule itself, on a sample of its needs. */
  readonly census?: Census;
  readonly measures: readonly Measure[];
  readonly ratios: readonly Ratio[];
}

export interface Measure {
  readonly name: string;
  readonly value: number;
  readonly unit: 'pairs/s' | 'us' | 'ms' | 'MB';
  /** Needs that a run asked about. */
  readonly needs?: number;
  /** Calls that were timed one by one. */
  readonly calls?: number;
  /** The middle round over the best: 1.0 on a quiet machine. */
  readonly spread?: number;
}

/** How many times as many pairs in a second one contestant answers as another, in one race. */
export interface Ratio {
  readonly name: string;
  /** In a second of processor time: other programs disturb it less, so this one is guarded. */
  readonly value: number;
  /** In a second on the clock. */
  readonly onTheClock: number;
}

/** A race over pairs as measures. */
export function rates(timings: readonly Timing[], products: number): readonly Measure[] {
  return timings.flatMap(({ name, units, unitsPerSecond, spread, lapSeconds }): Measure[] => {
    const needs = units / products;
    const unit = 'pairs/s' as const;
    const whole = { name, value: digits(unitsPerSecond), unit, needs, spread: digits(spread) };
    if (lapSeconds === undefined) return [whole];
    return [
      whole,
      { name: `${name}: each part at its fastest`, value: digits(units / lapSeconds), unit, needs },
    ];
  });
}

/** Each of our paths over each rival, and over the first path, which is the rule. */
export function ratiosOf(
  id: string,
  timings: readonly Timing[],
  paths: readonly { readonly name: string }[],
): readonly Ratio[] {
  const names = paths.map((path) => path.name);
  const ours = timings.filter((one) => names.includes(one.name));
  const theirs = timings.filter((one) => one.name === names[0] || !names.includes(one.name));
  return ours.flatMap((path) =>
    theirs
      .filter((rival) => rival !== path)
      .map((rival) => ({
        name: `${id}: ${path.name} / ${rival.name}`,
        value: digits(path.units / path.cpuSeconds / (rival.units / rival.cpuSeconds)),
        onTheClock: digits(path.unitsPerSecond / rival.unitsPerSecond),
      })),
  );
}

/** Four digits are more than a clock gives, and keep small changes of a file readable. */
export function digits(value: number): number {
  return Number(value.toPrecision(4));
}

const WIDTH = 110;

/** The section as text: heading, what was asked, figures, ratios. */
export function textOf(section: Section): string {
  const { title, census, measures, ratios } = section;
  const lines = ['', title];
  if (census !== undefined) lines.push(`  ${sentenceOf(census)}`);
  lines.push('', ...measureTable(measures));
  if (ratios.length > 0) lines.push('', ...ratioTable(ratios));
  return `${lines.join('\n')}\n`;
}

function sentenceOf(census: Census): string {
  const { products, fieldsInUse, fieldsPerProduct, conditionsPerProduct } = census;
  return [
    `${products} products`,
    `${fieldsInUse} fields in use (${fieldsPerProduct} a product)`,
    `${conditionsPerProduct} conditions a product`,
    `${census.eligible} % of pairs eligible`,
    `${census.undetermined} % undetermined`,
  ].join(', ');
}

function measureTable(measures: readonly Measure[]): readonly string[] {
  const columns = [
    { title: '' },
    { title: 'value', align: 'right' as const },
    { title: 'unit' },
    { title: 'needs or calls', align: 'right' as const },
    { title: 'spread', align: 'right' as const },
  ];
  const rows = measures.map(({ name, value, unit, needs, calls, spread }) => [
    name,
    grouped(value),
    unit,
    needs === undefined && calls === undefined ? '' : grouped(needs ?? calls ?? 0),
    spread === undefined ? '' : spread.toFixed(2),
  ]);
  return renderTable(columns, rows, { width: WIDTH, indent: 2 });
}

function ratioTable(ratios: readonly Ratio[]): readonly string[] {
  const columns = [
    { title: 'ratio' },
    { title: 'by processor time', align: 'right' as const },
    { title: 'by the clock', align: 'right' as const },
  ];
  const rows = ratios.map(({ name, value, onTheClock }) => [
    name,
    grouped(value),
    grouped(onTheClock),
  ]);
  return renderTable(columns, rows, { width: WIDTH, indent: 2 });
}

/** 1234567 as 1,234,567; small figures with their four digits. */
function grouped(value: number): string {
  if (Math.abs(value) < 1000) return String(value);
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ',');
}
