import { WORDS_PER_TURN } from '../../arrays/bit-rows-kernel.ts';
import { fillBits, wordsFor } from '../../arrays/bitset.ts';
import type { PoolRow } from './data.ts';

/** Bitset rows while a screen is built; equal rows are kept once. */
export interface PoolBuilder {
  readonly rows: number;
  readonly words: number;
  pool: Uint32Array;
  count: number;
  /** Rows by their hash. */
  readonly known: Map<number, PoolRow[]>;
}

export function createPool(rows: number): PoolBuilder {
  // Whole turns of the intersection; the bits behind the last product are never set.
  const words = Math.ceil(wordsFor(rows) / WORDS_PER_TURN) * WORDS_PER_TURN;
  return { rows, words, pool: new Uint32Array(words * 64), count: 0, known: new Map() };
}

/** A new row of zeros, or a copy of another, which nobody else shares. */
export function freshRow(builder: PoolBuilder, count = 1): PoolRow {
  const row = builder.count;
  builder.count += count;
  const needed = builder.count * builder.words;
  if (needed > builder.pool.length) {
    const grown = new Uint32Array(Math.max(needed, builder.pool.length * 2));
    grown.set(builder.pool);
    builder.pool = grown;
  }
  return row;
}

/** Keeps a set; the row of an equal one where there is one. O(words). */
export function keepRow(builder: PoolBuilder, bits: Uint32Array): PoolRow {
  const { words, known } = builder;
  let hash = 0x811c9dc5;
  for (let w = 0; w < words; w++) hash = Math.imul(hash ^ bits[w]!, 0x01000193);
  const alike = known.get(hash) ?? [];
  for (const row of alike) if (equals(builder, row, bits)) return row;
  const row = freshRow(builder);
  builder.pool.set(bits, row * words);
  alike.push(row);
  known.set(hash, alike);
  return row;
}

function equals({ pool, words }: PoolBuilder, row: PoolRow, bits: Uint32Array): boolean {
  for (let w = 0; w < words; w++) if (pool[row * words + w] !== bits[w]) return false;
  return true;
}

/** A set of all products. */
export function allProducts({ rows, words }: PoolBuilder): Uint32Array {
  const bits = new Uint32Array(words);
  fillBits(bits, 0, rows);
  return bits;
}

/** Which rows hold all products. */
export function fullRows({ pool, rows, words, count }: PoolBuilder): Uint8Array {
  const full = new Uint32Array(words);
  fillBits(full, 0, rows);
  const isFull = new Uint8Array(count);
  for (let row = 0; row < count; row++) {
    let same = 1;
    for (let w = 0; w < words && same === 1; w++) {
      if (pool[row * words + w] !== full[w]) same = 0;
    }
    isFull[row] = same;
  }
  return isFull;
}
