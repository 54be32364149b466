import { type Arena, bytesOf, takeInts, takeWords } from './arena.ts';

/** Bits that one turn of the module takes, as words of 32. */
export const WORDS_PER_TURN = 16;

/** Unites rows at addresses, as in `rows.as.ts`. */
type Unite = (
  starts: number,
  count: number,
  moreStarts: number,
  more: number,
  bytes: number,
  out: number,
) => void;

/**
 * Rows of bits, all of the same length, in one memory:
 *
 *   starts | more starts | results | nothing | pool
 *
 * The first two list rows to be intersected, as byte addresses; a result is a row, and so is nothing.
 */
export interface BitRows {
  readonly words: number;
  readonly pool: Uint32Array;
  /** What is in all rows of the first list, and what is in all rows of both. */
  readonly results: readonly [Uint32Array, Uint32Array];
  readonly starts: Int32Array;
  readonly moreStarts: Int32Array;
  /** All words of the memory, for the way without the module. */
  readonly all: Uint32Array;
  readonly poolAt: number;
  readonly resultAt: Int32Array;
  /** A row without a bit. */
  readonly nothingAt: number;
  /** `undefined`: the plain way is taken. */
  readonly unite: Unite | undefined;
}

/** What `openBitRows` takes from an arena. */
export function bitRowsBytes(pool: Uint32Array, words: number, most: number): number {
  const row = words * 4;
  return bytesOf(most * 4, most * 4, row, row, row, pool.byteLength);
}

/** Copies a pool of rows of whole turns into an arena, with room for lists of `most` rows. */
export function openBitRows(arena: Arena, pool: Uint32Array, words: number, most: number): BitRows {
  const starts = takeInts(arena, most);
  const moreStarts = takeInts(arena, most);
  const found = [takeWords(arena, words), takeWords(arena, words)] as const;
  const nothing = takeWords(arena, words);
  const own = takeWords(arena, pool.length);
  own.set(pool);
  const { functions } = arena;
  return {
    words,
    pool: own,
    results: found,
    starts,
    moreStarts,
    all: new Uint32Array(arena.buffer),
    poolAt: own.byteOffset,
    resultAt: Int32Array.from(found, (row) => row.byteOffset),
    nothingAt: nothing.byteOffset,
    unite: functions?.['unite'] as Unite | undefined,
  };
}

/**
 * Intersects the first `count` rows of the first list into the first result, and with it the first
 * `more` rows of the second list into the second. O(rows x words).
 */
export function intersectListed(rows: BitRows, count: number, more: number): void {
  const { all, starts, moreStarts, results } = rows;
  const [first, second] = results;
  first.fill(0xffffffff);
  meetListed(all, starts, count, first);
  second.set(first);
  meetListed(all, moreStarts, more, second);
}

/** Intersects `out` with the rows of a list, four at a time. */
function meetListed(all: Uint32Array, starts: Int32Array, count: number, out: Uint32Array): void {
  const words = out.length;
  const head = count & 3;
  if (head > 0) {
    const a = starts[0]! >>> 2;
    const b = head > 1 ? starts[1]! >>> 2 : a;
    const c = head > 2 ? starts[2]! >>> 2 : a;
    for (let w = 0; w < words; w++) out[w] = out[w]! & all[a + w]! & all[b + w]! & all[c + w]!;
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

/**
 * Unites what is in all of the first `count` rows of the first list, nothing where there are none, and
 * the first `more` rows of the second into row `out` of the pool, which is none of them. O(rows x words).
 */
export function uniteListed(rows: BitRows, count: number, more: number, out: number): void {
  const { unite, all, starts, moreStarts, poolAt, words } = rows;
  const bytes = words * 4;
  const outAt = poolAt + out * bytes;
  if (unite !== undefined) {
    unite(starts.byteOffset, count, moreStarts.byteOffset, more, bytes, outAt);
    return;
  }
  const to = outAt >>> 2;
  all.fill(count === 0 ? 0 : 0xffffffff, to, to + words);
  for (let i = 0; i < count; i++) {
    const from = starts[i]! >>> 2;
    for (let w = 0; w < words; w++) all[to + w]! &= all[from + w]!;
  }
  for (let i = 0; i < more; i++) {
    const from = moreStarts[i]! >>> 2;
    for (let w = 0; w < words; w++) all[to + w]! |= all[from + w]!;
  }
}

/** Where a row of the pool begins, as lists say it. */
export function rowAddress({ poolAt, words }: BitRows, row: number): number {
  return poolAt + row * words * 4;
}
