import type { Catalog } from '../../catalog/index.ts';
import {
  type Clause,
  clausesOf,
  compileTest,
  evaluateLeaf,
  FAIL,
  fieldIndex,
  fieldsOf,
  judgeTest,
  type Literal,
  PASS,
} from '../../criteria/index.ts';
import type { Criterion, FieldValue, LeafCriterion } from '../../model/index.ts';
import { columnOf, type FactColumn, type NeedColumns, valueAt } from './columns-kernel.ts';

/** Needs of which no condition of a product fails, ascending, with the verdict on all conditions. */
export interface Judged {
  readonly needs: Int32Array;
  /** 1 unknown, 2 pass. */
  readonly verdicts: Uint8Array;
}

/** A verdict that was not asked for yet. */
const UNASKED = 255;
const UNKNOWN = 1;

/** Needs that nothing was asked of yet. */
export function allOf(needs: Int32Array): Judged {
  return { needs, verdicts: new Uint8Array(needs.length).fill(PASS) };
}

/**
 * What some conditions say of needs that were judged on others: what `screenNeed` says of one need
 * and all products, from the other side. Clause by clause over the needs that are left, in columns of
 * facts; what a clause says of a value it is asked once. O(needs x clauses) at worst.
 */
export function judgeNeeds(
  columns: NeedColumns,
  catalog: Catalog,
  conditions: readonly Criterion[],
  among: Judged,
): Judged {
  const left = among.needs.slice();
  const verdicts = among.verdicts.slice();
  let count = left.length;
  for (const criterion of conditions) {
    const clauses = clausesOf(criterion);
    if (clauses === undefined) {
      count = keepByTest(columns, catalog, criterion, left, verdicts, count);
      continue;
    }
    for (const clause of clauses) {
      count = keepByClause(columns, catalog, clause, left, verdicts, count);
    }
  }
  return { needs: left.subarray(0, count), verdicts: verdicts.subarray(0, count) };
}

function keepByClause(
  columns: NeedColumns,
  catalog: Catalog,
  { literals, asks }: Clause,
  left: Int32Array,
  verdicts: Uint8Array,
  count: number,
): number {
  const sides = literals.map((literal) => sideOf(columns, catalog, literal));
  const [only] = sides;
  if (sides.length === 1 && !asks && only !== undefined) {
    return only.numbers === undefined
      ? keepByCodes(only, left, verdicts, count)
      : keepByNumbers(only, left, verdicts, count);
  }
  let kept = 0;
  for (let i = 0; i < count; i++) {
    const at = left[i]!;
    let best = asks ? UNKNOWN : FAIL;
    for (let s = 0; s < sides.length && best < PASS; s++) {
      const verdict = judgeSide(sides[s]!, at);
      if (verdict > best) best = verdict;
    }
    if (best === FAIL) continue;
    left[kept] = at;
    verdicts[kept++] = Math.min(verdicts[i]!, best);
  }
  return kept;
}

/** A literal beside the column that it looks at. */
interface Side {
  readonly leaf: LeafCriterion;
  readonly isNegated: boolean;
  readonly numbers: Float64Array | undefined;
  /** Ends of a range, both included; the whole line for other tests of a number. */
  readonly low: number;
  readonly high: number;
  readonly codes: Int32Array;
  readonly values: readonly (FieldValue | undefined)[];
  /** By code: the verdict, or `UNASKED`. */
  readonly known: Uint8Array;
}

const NO_CODES = new Int32Array(0);

function sideOf(columns: NeedColumns, catalog: Catalog, { leaf, negated }: Literal): Side {
  const column = columnOf(columns, catalog, leaf.field);
  const { numbers, codes = NO_CODES, values } = column;
  // Numbers have ranges and nothing else: the readers of documents see to it.
  const { min, max } = leaf.operator === 'range' ? leaf : { min: undefined, max: undefined };
  return {
    leaf,
    isNegated: negated,
    numbers,
    low: min ?? Number.NEGATIVE_INFINITY,
    high: max ?? Number.POSITIVE_INFINITY,
    codes,
    values,
    known: new Uint8Array(values.length).fill(UNASKED),
  };
}

/** The verdict of a literal on one need. */
function judgeSide(side: Side, at: number): number {
  if (side.numbers === undefined) return judgeCode(side, side.codes[at]!);
  const value = side.numbers[at]!;
  if (Number.isNaN(value)) return UNKNOWN;
  return (value >= side.low && value <= side.high) !== side.isNegated ? PASS : FAIL;
}

function judgeCode({ known, values, leaf, isNegated }: Side, code: number): number {
  const before = known[code]!;
  if (before !== UNASKED) return before;
  const verdict = evaluateLeaf(leaf, values[code]);
  const passes = (verdict === 'pass') !== isNegated;
  const found = verdict === 'unknown' ? UNKNOWN : passes ? PASS : FAIL;
  known[code] = found;
  return found;
}

function keepByCodes(side: Side, left: Int32Array, verdicts: Uint8Array, count: number): number {
  const { codes, known } = side;
  const unasked = UNASKED;
  let kept = 0;
  for (let i = 0; i < count; i++) {
    const at = left[i]!;
    const code = codes[at]!;
    let verdict = known[code]!;
    if (verdict === unasked) verdict = judgeCode(side, code);
    if (verdict === 0) continue;
    left[kept] = at;
    const before = verdicts[i]!;
    verdicts[kept++] = verdict < before ? verdict : before;
  }
  return kept;
}

function keepByNumbers(
  { numbers, low, high, isNegated }: Side,
  left: Int32Array,
  verdicts: Uint8Array,
  count: number,
): number {
  let kept = 0;
  for (let i = 0; i < count; i++) {
    const at = left[i]!;
    const value = numbers![at]!;
    const isMissing = Number.isNaN(value);
    if (!isMissing && (value >= low && value <= high) === isNegated) continue;
    left[kept] = at;
    verdicts[kept++] = isMissing ? 1 : verdicts[i]!;
  }
  return kept;
}

/** A condition beyond the bounds of the normal form, need by need. */
function keepByTest(
  columns: NeedColumns,
  catalog: Catalog,
  criterion: Criterion,
  left: Int32Array,
  verdicts: Uint8Array,
  count: number,
): number {
  const { registry } = catalog;
  const test = compileTest(criterion, registry);
  const facts: (FieldValue | undefined)[] = registry.fields.map(() => undefined);
  const read: { readonly place: number; readonly column: FactColumn }[] = [];
  for (const field of fieldsOf(criterion)) {
    read.push({ place: fieldIndex(registry, field), column: columnOf(columns, catalog, field) });
  }
  let kept = 0;
  for (let i = 0; i < count; i++) {
    const at = left[i]!;
    for (const { place, column } of read) facts[place] = valueAt(column, at);
    const verdict = judgeTest(test, facts);
    if (verdict === FAIL) continue;
    left[kept] = at;
    verdicts[kept++] = Math.min(verdicts[i]!, verdict);
  }
  return kept;
}
