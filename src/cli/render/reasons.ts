import type { Catalog } from '../../catalog/index.ts';
import { type Reason, reasonTitle, type Verdict } from '../../criteria/index.ts';
import type { Criterion, Field } from '../../model/index.ts';
import { parseMoney } from '../../units/money.ts';
import type { View } from '../session.ts';
import { type Cell, type Column, renderTable } from '../text/table.ts';
import {
  fieldText,
  groupDigits,
  moneyText,
  nameText,
  termText,
  word,
  wordLines,
} from './format.ts';
import { lookOf } from './layout.ts';
import { MARKS } from './words.ts';

/** What renderers need to know of a catalog. */
export interface Terms {
  readonly catalog: Catalog;
  readonly currency: string;
  /** Titles by code of a condition. */
  readonly titles: ReadonlyMap<string, Criterion>;
}

/** Collects what renderers need, once for each catalog. */
export function termsOf(catalog: Catalog): Terms {
  const titles = new Map<string, Criterion>();
  for (const { conditions, preferences } of catalog.products) {
    for (const one of [...conditions, ...preferences]) {
      if (one.code !== undefined && !titles.has(one.code)) titles.set(one.code, one);
    }
  }
  return { catalog, currency: catalog.document.currency, titles };
}

/** The name of a programme of the catalog, or its id. */
export function programmeName(view: View, { catalog }: Terms, id: string): string {
  const programme = catalog.document.programmes?.find((one) => one.id === id);
  return nameText(view, programme?.name, id);
}

/** The title of a condition's code, on one line. */
export function codeTitle(view: View, terms: Terms, code: string): string {
  const criterion = terms.titles.get(code);
  const own = code.includes(':') ? code.slice(0, code.lastIndexOf(':')) : undefined;
  const field = criterion !== undefined && 'field' in criterion ? criterion.field : own;
  const operator = criterion?.operator ?? 'in';
  return titleText(view, terms, {
    code,
    verdict: 'fail',
    operator,
    ...(field === undefined ? {} : { field }),
  });
}

/** What a reason is about, in the languages of the view. */
export function titleText(view: View, terms: Terms, reason: Reason): string {
  return [...new Set(titleLines(view, terms, reason))].join(' ');
}

const GROUP_TITLES = {
  all: ['同时满足', 'all of'],
  any: ['满足任一', 'any of'],
  not: ['不得', 'not'],
  ask: ['需向银行咨询', 'ask the bank'],
} as const;

function titleLines(view: View, { catalog }: Terms, reason: Reason): readonly string[] {
  const { fields } = catalog.registry;
  const titles = view.languages.map((language) => reasonTitle(reason, language, fields));
  const group = Object.hasOwn(GROUP_TITLES, reason.operator)
    ? GROUP_TITLES[reason.operator as keyof typeof GROUP_TITLES]
    : undefined;
  // A group without a title of its own is named by its operator; a made-up code says nothing.
  if (group === undefined || titles[0] !== reason.code) return titles;
  const words = wordLines(view, group[0], group[1]);
  return reason.code === reason.operator ? words : [...words, `(${reason.code})`];
}

/**
 * The field that a reason is about. What a bank still lends a client is an amount, though the fact to
 * ask for is a set of banks: between two ends stand only figures.
 */
function fieldOf({ catalog }: Terms, reason: Reason): Field | undefined {
  const field = catalog.registry.fields.find((one) => one.name === reason.field);
  const isAmount = field?.type === 'set' && reason.operator === 'range';
  return isAmount ? { ...field, type: 'money' } : field;
}

/** A value in border notation, for people: amounts with their unit, digits grouped. */
export function valueText(
  view: View,
  terms: Terms,
  field: Field | undefined,
  value: string | readonly string[],
): string {
  if (typeof value !== 'string') {
    return value.length === 0 ? '–' : value.map((one) => termText(view, field, one)).join(', ');
  }
  if (field?.type === 'money') {
    const money = parseMoney(value);
    return money._tag === 'Right' ? moneyText(view, money.right, terms.currency) : value;
  }
  return field?.type === 'number' ? groupDigits(value) : termText(view, field, value);
}

const OPERATOR_WORDS: Readonly<Partial<Record<Reason['operator'], readonly [string, string]>>> = {
  within: ['属于', 'within'],
  notWithin: ['不属于', 'not within'],
  in: ['为其一', 'one of'],
  notIn: ['不为', 'none of'],
  hasAny: ['有任一', 'any of'],
  hasAll: ['有全部', 'all of'],
  hasNone: ['无', 'none of'],
};

/** What a reason requires, such as `>= 800 万元` or `任一 any of miit-1, miit-2`. */
export function requiredText(view: View, terms: Terms, reason: Reason): string {
  if (reason.operator === 'ask') return reason.text ?? '';
  const { required } = reason;
  if (required === undefined) return '';
  const field = fieldOf(terms, reason);
  if (isList(required)) {
    const operator = OPERATOR_WORDS[reason.operator];
    const words = operator === undefined ? '' : `${word(view, operator[0], operator[1])} `;
    return words + valueText(view, terms, field, required);
  }
  const ends = required as { readonly min?: string; readonly max?: string };
  const min = ends.min === undefined ? undefined : valueText(view, terms, field, ends.min);
  const max = ends.max === undefined ? undefined : valueText(view, terms, field, ends.max);
  if (min !== undefined && max !== undefined) return `${min} .. ${max}`;
  if (min !== undefined) return `>= ${min}`;
  return max === undefined ? word(view, '任何', 'any') : `<= ${max}`;
}

function isList(required: NonNullable<Reason['required']>): required is readonly string[] {
  return Array.isArray(required);
}

function actualText(view: View, terms: Terms, reason: Reason): string {
  if (reason.actual !== undefined) {
    const field = fieldOf(terms, reason);
    const value = valueText(view, terms, field, reason.actual);
    // The most that a product lends is held against the least that the need accepts: say so.
    const isLeast = field?.name.startsWith('need.minimum') === true;
    return isLeast ? `${value} (${fieldText(view, field)})` : value;
  }
  const isFigure = reason.required !== undefined;
  return isFigure ? word(view, '未知', 'unknown') : '';
}

function gapText(view: View, terms: Terms, reason: Reason): string {
  return reason.gap === undefined ? '' : valueText(view, terms, fieldOf(terms, reason), reason.gap);
}

/** A reason and what it is made of, flat, with their depth. */
function flatten(reason: Reason, depth: number): readonly (readonly [Reason, number])[] {
  const parts = reason.parts ?? [];
  return [[reason, depth], ...parts.flatMap((part) => flatten(part, depth + 1))];
}

/** The columns of a table of reasons; the caller may put others in front. */
function reasonColumns(view: View, hasClause: boolean): readonly Column[] {
  return [
    { title: '' },
    { title: wordLines(view, '条件', 'Condition'), least: 18, wraps: true },
    { title: wordLines(view, '要求', 'Required'), least: 18, wraps: true },
    { title: wordLines(view, '实际', 'Actual'), least: 12, wraps: true },
    { title: wordLines(view, '差距', 'Gap'), least: 8, wraps: true },
    ...(hasClause ? [{ title: wordLines(view, '条款', 'Clause'), least: 10, wraps: true }] : []),
  ];
}

function reasonCells(
  view: View,
  terms: Terms,
  [reason, depth]: readonly [Reason, number],
  hasClause: boolean,
): readonly Cell[] {
  return [
    MARKS[reason.verdict],
    `${'· '.repeat(depth)}${titleText(view, terms, reason)}`,
    requiredText(view, terms, reason),
    actualText(view, terms, reason),
    gapText(view, terms, reason),
    ...(hasClause ? [reason.clause ?? ''] : []),
  ];
}

/** Conditions with verdict, required, actual, gap and clause; groups with their parts below. */
export function reasonTable(
  view: View,
  terms: Terms,
  reasons: readonly Reason[],
): readonly string[] {
  const flat = reasons.flatMap((reason) => flatten(reason, 0));
  const hasClause = flat.some(([reason]) => reason.clause !== undefined);
  const rows = flat.map((entry) => reasonCells(view, terms, entry, hasClause));
  return renderTable(reasonColumns(view, hasClause), rows, lookOf(view));
}

/** The open or failed leaves under some reasons, each once, in order. */
export function leavesOf(reasons: readonly Reason[], verdict: Verdict): readonly Reason[] {
  const leaves = new Map<string, Reason>();
  for (const [reason] of reasons.flatMap((one) => flatten(one, 0))) {
    if (reason.verdict !== verdict || reason.parts !== undefined) continue;
    const key = reason.operator === 'ask' ? (reason.text ?? reason.code) : reason.code;
    if (!leaves.has(key)) leaves.set(key, reason);
  }
  return [...leaves.values()];
}

/** What is open, in short: the names of the facts, the words of the prose. */
export function openText(view: View, terms: Terms, reasons: readonly Reason[]): string {
  const names = leavesOf(reasons, 'unknown').map((reason) => {
    if (reason.operator === 'ask') return reason.text ?? reason.code;
    const field = fieldOf(terms, reason);
    return field === undefined ? titleText(view, terms, reason) : fieldText(view, field);
  });
  return [...new Set(names)].join('; ');
}

/** Failed conditions in one line each: title, required, actual. */
export function failureText(view: View, terms: Terms, reason: Reason): string {
  const leaves = leavesOf([reason], reason.verdict);
  const shown = leaves.length === 0 ? [reason] : leaves;
  return shown
    .map((leaf) => {
      const required = requiredText(view, terms, leaf);
      const actual = actualText(view, terms, leaf);
      const figures = actual === '' ? required : `${required} ← ${actual}`;
      return `${titleText(view, terms, leaf)}: ${figures}`;
    })
    .join('; ');
}
