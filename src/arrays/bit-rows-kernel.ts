import { type Arena, bytesOf, takeInts, takeWords } from './arena.ts';

/** Bits that one turn of the module takes, as words of 32. */
export const WORDS_PER_TURN = 16;

/** Intersects the rows at `count` addresses, which stand from `starts` on, into `out`. */
type Intersect = (starts: number, count: number, bytes: number, out: number) => void;
/** Takes three rows into one; addresses. */
type OfThree = (a: number, b: number, c: number, bytes: number, out: number) => void;

/**
 * Rows of bits, all of the same length, in one memory:
 *
 *   starts | results | nothing | pool
 *
 * `starts` lists the rows to be intersected, as byte addresses; a result is a row, and so is nothing.
 */
export interface BitRows {
  readonly words: number;
  readonly pool: Uint32Array;
  readonly results: readonly Uint32Array[];
  readonly starts: Int32Array;
  /** All words of the memory, for the way without the module. */
  readonly all: Uint32Array;
  readonly poolAt: number;
  readonly resultAt: Int32Array;
  /** A row without a bit. */
  readonly nothingAt: number;
  /** `undefined`: the plain way is taken. */
  readonly intersect: Intersect | undefined;
  readonly joinThree: OfThree | undefined;
  readonly meetThree: OfThree | undefined;
}

/** What `openBitRows` takes from an arena. */
export function bitRowsBytes(
  pool: Uint32Array,
  words: number,
  results: number,
  most: number,
): number {
  const row = bytesOf(words * 4);
  return bytesOf(most * 4) + (results + 1) * row + bytesOf(pool.byteLength);
}

/**
 * Copies a pool of rows into an arena, with room for `results` results and for lists of `most` rows.
 * The module takes rows of whole turns; others go the plain way.
 */
export function openBitRows(
  arena: Arena,
  pool: Uint32Array,
  words: number,
  results: number,
  most: number,
): BitRows {
  const starts = takeInts(arena, most);
  const found = Array.from({ length: results }, () => takeWords(arena, words));
  const nothing = takeWords(arena, words);
  const own = takeWords(arena, pool.length);
  own.set(pool);
  const functions = words % WORDS_PER_TURN === 0 ? arena.functions : undefined;
  return {
    words,
    pool: own,
    results: found,
    starts,
    all: new Uint32Array(arena.buffer),
    poolAt: own.byteOffset,
    resultAt: Int32Array.from(found, (row) => row.byteOffset),
    nothingAt: nothing.byteOffset,
    intersect: functions?.['intersect'] as Intersect | undefined,
    joinThree: functions?.['joinThree'] as OfThree | undefined,
    meetThree: functions?.['meetThree'] as OfThree | undefined,
  };
}

/** The intersection of the first `count` rows of the list, at least one. O(count x words). */
export function intersectListed(rows: BitRows, count: number, result: number): void {
  const { intersect, words, resultAt, starts } = rows;
  if (intersect === undefined) intersectPlainly(rows, count, rows.results[result]!);
  else intersect(starts.byteOffset, count, words * 4, resultAt[result]!);
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

/** Puts the union of three rows of the pool into another, which may be one of them. O(words). */
export function joinRows(rows: BitRows, a: number, b: number, c: number, out: number): void {
  const { joinThree, pool, words } = rows;
  if (joinThree !== undefined) {
    takeThree(rows, joinThree, a, b, c, out);
    return;
  }
  const [one, two, three, to] = [a * words, b * words, c * words, out * words];
  for (let w = 0; w < words; w++) pool[to + w] = pool[one + w]! | pool[two + w]! | pool[three + w]!;
}

/** The same for the intersection. */
export function meetRows(rows: BitRows, a: number, b: number, c: number, out: number): void {
  const { meetThree, pool, words } = rows;
  if (meetThree !== undefined) {
    takeThree(rows, meetThree, a, b, c, out);
    return;
  }
  const [one, two, three, to] = [a * words, b * words, c * words, out * words];
  for (let w = 0; w < words; w++) pool[to + w] = pool[one + w]! & pool[two + w]! & pool[three + w]!;
}

/** Hands rows of the pool to the module, by their addresses. */
function takeThree(
  { words, poolAt }: BitRows,
  ofThree: OfThree,
  a: number,
  b: number,
  c: number,
  out: number,
): void {
  const bytes = words * 4;
  ofThree(poolAt + a * bytes, poolAt + b * bytes, poolAt + c * bytes, bytes, poolAt + out * bytes);
}
