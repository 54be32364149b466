import type { Rows } from './rows-kernel.ts';

/** Elements that an array of edges has room for beyond its end, so that a repair can add to it. */
const spare = (size: number): number => (size >> 4) + 1024;

export function roomyInts(size: number): Int32Array {
  return new Int32Array(new ArrayBuffer(4 * (size + spare(size))), 0, size);
}

export function roomyDoubles(size: number): Float64Array {
  return new Float64Array(new ArrayBuffer(8 * (size + spare(size))), 0, size);
}

/** Where the next rows begin in the buffer of `Rows.product`, once rows were added to it. */
const ends = new WeakMap<ArrayBufferLike, number>();

/**
 * Rows with more rows behind them. What was there is shared, not copied, as long as there is room:
 * nothing that an older `Rows` can see is ever written again. Where rows were added to an older
 * `Rows` before, what they take is skipped by one row that belongs to nobody.
 *
 * ```
 *   rows      | row 0 | row 1 |
 *   once      | row 0 | row 1 | row 2 |
 *   again     | row 0 | row 1 | (nobody's) | row 3 |
 * ```
 */
export function appendRows(rows: Rows, more: Rows): Rows {
  const size = rows.product.length;
  const added = more.product.length;
  const begin = ends.get(rows.product.buffer) ?? size;
  const isRoomy = begin + added <= rows.product.buffer.byteLength / 4;
  const at = isRoomy ? begin : size;
  const ints = (from: Int32Array, tail: Int32Array): Int32Array => {
    const to = isRoomy ? new Int32Array(from.buffer, 0, at + added) : roomyInts(at + added);
    if (!isRoomy) to.set(from);
    to.set(tail, at);
    return to;
  };
  const doubles = (from: Float64Array, tail: Float64Array | undefined): Float64Array => {
    const to = isRoomy ? new Float64Array(from.buffer, 0, at + added) : roomyDoubles(at + added);
    if (!isRoomy) to.set(from);
    if (tail === undefined) to.fill(Infinity, at);
    else to.set(tail, at);
    return to;
  };
  const { preference } = rows;
  const product = ints(rows.product, more.product);
  ends.set(product.buffer, at + added);
  return {
    rowStart: joinStarts(rows.rowStart, more.rowStart, at),
    product,
    score: ints(rows.score, more.score),
    capacity: rows.capacity === undefined ? undefined : doubles(rows.capacity, more.capacity),
    preference:
      preference === undefined ? undefined : ints(preference, more.preference ?? more.score),
  };
}

/** Starts of both, those of `more` behind `at`; one more row between them where there is a gap. */
function joinStarts(first: Int32Array, more: Int32Array, at: number): Int32Array {
  const last = first.length - 1;
  const gap = at > first[last]! ? 1 : 0;
  const joined = new Int32Array(first.length + gap + more.length - 1);
  joined.set(first);
  for (let k = 0; k < more.length; k++) joined[last + gap + k] = at + more[k]!;
  return joined;
}
