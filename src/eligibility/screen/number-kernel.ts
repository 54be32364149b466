import { addBit, flipBit } from '../../arrays/bitset.ts';
import type { Literal } from '../../criteria/index.ts';
import type { NumberArm } from './data.ts';
import type { ArmClause } from './layout.ts';
import { freshRow, keepRow, type PoolBuilder } from './pool-kernel.ts';

/** Most rows that one arm keeps; between them products are flipped one by one. */
const ROWS_KEPT = 512;

/** Values that pass, both ends included. */
interface Interval {
  readonly from: number;
  readonly to: number;
}

/**
 * Lays out the ranges of one field.
 *
 * 1. The alternatives of a clause become intervals that do not touch.
 * 2. Each interval flips its product at its first value and at the first value after its last.
 * 3. One sweep over the flips in ascending order writes a row at every `spacing`-th rank.
 *
 * O(n log n) in the number of clauses, plus the rows.
 */
export function buildNumberArm(
  builder: PoolBuilder,
  field: number,
  clauses: readonly ArmClause[],
  base: Uint32Array,
): Omit<NumberArm, 'missingPass' | 'missingPossible'> {
  const current = base.slice();
  const flipsAt = new Map<number, number[]>();
  const flip = (cut: number, row: number) => {
    const known = flipsAt.get(cut);
    if (known === undefined) flipsAt.set(cut, [row]);
    else known.push(row);
  };
  clauses.forEach(({ row, literals }) => {
    intervalsOf(literals).forEach(({ from, to }) => {
      // Below every cut the product passes: it is in the first row and only ever flips out.
      if (from === Number.NEGATIVE_INFINITY) flipBit(current, 0, row);
      else flip(from, row);
      // `to` is at most 2^53 - 1, so that the next value is exact.
      if (to !== Number.POSITIVE_INFINITY) flip(to + 1, row);
    });
  });
  const cuts = Float64Array.from(flipsAt.keys()).sort();
  const flipRows: number[] = [];
  const flipStart = new Uint32Array(cuts.length + 1);
  const spacing = Math.max(1, Math.ceil((cuts.length + 1) / ROWS_KEPT));
  const firstRow = freshRow(builder, Math.floor(cuts.length / spacing) + 1);
  builder.pool.set(current, firstRow * builder.words);
  for (let rank = 1; rank <= cuts.length; rank++) {
    flipsAt.get(cuts[rank - 1]!)!.forEach((row) => {
      flipBit(current, 0, row);
      flipRows.push(row);
    });
    flipStart[rank] = flipRows.length;
    if (rank % spacing === 0) {
      builder.pool.set(current, (firstRow + rank / spacing) * builder.words);
    }
  }
  const flips = Uint32Array.from(flipRows);
  const scratch = spacing === 1 ? firstRow : freshRow(builder);
  return { kind: 'number', field, cuts, flipStart, flips, spacing, firstRow, scratch };
}

/** The values that pass a clause, as ascending intervals with gaps between them. */
function intervalsOf(literals: readonly Literal[]): readonly Interval[] {
  if (literals.length === 1) return intervalsOfLiteral(literals[0]!);
  const all = literals.flatMap(intervalsOfLiteral).sort((a, b) => a.from - b.from);
  const joined: Interval[] = [];
  for (const interval of all) {
    const last = joined.at(-1);
    // Values are whole numbers, so [1, 2] and [3, 4] are one interval.
    if (last !== undefined && interval.from <= last.to + 1) {
      joined[joined.length - 1] = { from: last.from, to: Math.max(last.to, interval.to) };
    } else joined.push(interval);
  }
  return joined;
}

function intervalsOfLiteral({ leaf, negated }: Literal): readonly Interval[] {
  if (leaf.operator !== 'range') return [];
  const from = leaf.min ?? Number.NEGATIVE_INFINITY;
  const to = leaf.max ?? Number.POSITIVE_INFINITY;
  const isEmpty = from > to;
  if (!negated) return isEmpty ? [] : [{ from, to }];
  const everything = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };
  if (isEmpty) return [everything];
  const outside: Interval[] = [];
  if (leaf.min !== undefined) outside.push({ from: Number.NEGATIVE_INFINITY, to: from - 1 });
  if (leaf.max !== undefined) outside.push({ from: to + 1, to: Number.POSITIVE_INFINITY });
  return outside;
}

/** Cuts that are counted one by one: a count has no branch that could be guessed wrongly. */
const COUNTED = 16;

/** How many of the cuts `from` to `end` are at most `value`: the rank. O(log cuts). */
export function rankIn(cuts: Float64Array, from: number, end: number, value: number): number {
  let low = from;
  let high = end;
  while (high - low > COUNTED) {
    const middle = (low + high) >>> 1;
    if (cuts[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  let rank = low - from;
  for (let i = low; i < high; i++) rank += +(cuts[i]! <= value);
  return rank;
}

/** Rows for a missing fact; `base` passes without looking. */
export function missingRows(
  builder: PoolBuilder,
  clauses: readonly ArmClause[],
  base: Uint32Array,
): { missingPass: number; missingPossible: number } {
  const possible = base.slice();
  clauses.forEach(({ row }) => {
    addBit(possible, 0, row);
  });
  return { missingPass: keepRow(builder, base), missingPossible: keepRow(builder, possible) };
}
