import { type And, openAnd, WORDS_PER_TURN } from './and-module.ts';

/** Rows with fewer words than this are not worth a memory of their own. */
const LEAST_WORDS = 2 * WORDS_PER_TURN;

/**
 * Rows of bits, all of the same length, in one memory:
 *
 *   starts | results | pool
 *
 * `starts` lists the rows to be intersected, as byte addresses; a result is a row.
 */
export interface BitRows {
  readonly words: number;
  readonly pool: Uint32Array;
  readonly results: readonly Uint32Array[];
  readonly starts: Int32Array;
  /** All words, for the way without WebAssembly. */
  readonly all: Uint32Array;
  readonly poolAt: number;
  readonly resultAt: Int32Array;
  readonly and: And | undefined;
}

/** Bytes of a line of the cache: rows begin on one. */
const LINE = 64;

/**
 * Copies a pool of rows into a memory, with room for `results` results and for lists of `most` rows.
 * `words` is a multiple of `WORDS_PER_TURN`, or the plain way is taken; `isPlain` has it taken anyway.
 */
export function openBitRows(
  pool: Uint32Array,
  words: number,
  results: number,
  most: number,
  isPlain: boolean = words < LEAST_WORDS || words % WORDS_PER_TURN !== 0,
): BitRows {
  const rowBytes = words * 4;
  const resultsAt = Math.ceil((most * 4) / LINE) * LINE;
  const poolAt = resultsAt + results * rowBytes;
  const bytes = poolAt + pool.byteLength;
  const wasm = isPlain ? undefined : openAnd(bytes);
  const buffer = wasm?.buffer ?? new ArrayBuffer(bytes);
  const own = new Uint32Array(buffer, poolAt, pool.length);
  own.set(pool);
  const resultAt = Int32Array.from({ length: results }, (_, i) => resultsAt + i * rowBytes);
  return {
    words,
    pool: own,
    results: Array.from(resultAt, (at) => new Uint32Array(buffer, at, words)),
    starts: new Int32Array(buffer, 0, most),
    all: new Uint32Array(buffer, 0, bytes >>> 2),
    poolAt,
    resultAt,
    and: wasm?.and,
  };
}

/** The intersection of the first `count` rows of the list, at least one. O(count x words). */
export function intersectListed(rows: BitRows, count: number, result: number): void {
  const { and, words, resultAt } = rows;
  if (and === undefined) intersectPlainly(rows, count, rows.results[result]!);
  else and(0, count, words * 4, resultAt[result]!);
}

/** The same in JavaScript, four rows at a time. */
function intersectPlainly({ all, starts, words }: BitRows, count: number, out: Uint32Array): void {
  const head = count & 3;
  if (head === 0) out.fill(0xffffffff);
  else {
    const a = starts[0]! >>> 2;
    const b = head > 1 ? starts[1]! >>> 2 : a;
    const c = head > 2 ? starts[2]! >>> 2 : a;
    for (let w = 0; w < words; w++) out[w] = all[a + w]! & all[b + w]! & all[c + w]!;
  }
  for (let i = head; i < count; i += 4) {
    const a = starts[i]! >>> 2;
    const b = starts[i + 1]! >>> 2;
    const c = starts[i + 2]! >>> 2;
    const d = starts[i + 3]! >>> 2;
    for (let w = 0; w < words; w++) {
      out[w] = out[w]! & all[a + w]! & all[b + w]! & all[c + w]! & all[d + w]!;
    }
  }
}
