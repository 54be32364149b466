import { countBits } from '../../arrays/bitset.ts';
import type { ScreenData } from './data.ts';
import type { Screen } from './kernel.ts';

/**
 * What failed, after `screenNeed`: the complement of the possible rows. Nothing is evaluated again;
 * a verdict and its reasons are two readings of the same bits.
 */

/** First word of the row of products whose clause in a slot may still pass. */
function possibleAt({ data, possibleRows }: Screen, slot: number): number {
  if (slot < data.openSlots) return possibleRows[slot]! * data.words;
  const fixed = data.slots[slot]!;
  return (fixed.kind === 'fixed' ? fixed.possible : data.fixedPossible) * data.words;
}

/** Products by how many of their clauses fail: in neither set none, in `once` at least one, in `more` two. */
export interface FailureCounts {
  readonly once: Uint32Array;
  readonly more: Uint32Array;
}

export function createFailureCounts({ words }: ScreenData): FailureCounts {
  return { once: new Uint32Array(words), more: new Uint32Array(words) };
}

/**
 * Counts failed clauses of all products at once, up to two: a counter whose two digits are bitsets
 * (bit-slicing, O'Neil and Quass 1997). O(slots x words).
 */
export function countFailures(screen: Screen, { once, more }: FailureCounts): void {
  const { pool } = screen;
  const { words, slots } = screen.data;
  once.fill(0);
  more.fill(0);
  for (let s = 0; s < slots.length; s++) {
    const at = possibleAt(screen, s);
    for (let w = 0; w < words; w++) {
      const failed = ~pool[at + w]!;
      more[w]! |= once[w]! & failed;
      once[w]! |= failed;
    }
  }
}

/** Adds the products that fail in one of the slots that are set in `among`, by slot, to `out`. */
export function uniteFailures(screen: Screen, among: Uint8Array, out: Uint32Array): void {
  const { pool } = screen;
  const { words, slots } = screen.data;
  for (let s = 0; s < slots.length; s++) {
    if (among[s] === 0) continue;
    const at = possibleAt(screen, s);
    for (let w = 0; w < words; w++) out[w]! |= ~pool[at + w]!;
  }
}

/** Products whose condition with one code stands in one slot. */
export interface CodePart {
  readonly slot: number;
  readonly owners: Uint32Array;
}

/** How many products some part of a condition fails for, each product once. O(parts x words). */
export function countFailed(
  screen: Screen,
  parts: readonly CodePart[],
  failed: Uint32Array,
): number {
  const { pool } = screen;
  const { words } = screen.data;
  failed.fill(0);
  for (const { slot, owners } of parts) {
    const at = possibleAt(screen, slot);
    for (let w = 0; w < words; w++) failed[w]! |= owners[w]! & ~pool[at + w]!;
  }
  let count = 0;
  for (let w = 0; w < words; w++) count += countBits(failed[w]!);
  return count;
}

/** Words of one product's mask. */
export function maskWords({ slots }: ScreenData): number {
  return (slots.length + 31) >>> 5;
}

const block = new Uint32Array(32);

/**
 * The complete mask of every product: bit `s & 31` of word `s >> 5` is set where the clause in slot
 * `s` fails; `conditionOf` names its condition. Bits are gathered 32 slots by 32 products and turned
 * around in place (Warren 2013, section 7-3), 160 steps for 1,024 verdicts.
 *
 * `out` holds `maskWords` words for each product, and room for products up to a multiple of 32.
 */
export function fillMasks(screen: Screen, out: Uint32Array): void {
  const { pool } = screen;
  const { words, slots } = screen.data;
  const perProduct = maskWords(screen.data);
  for (let group = 0; group < perProduct; group++) {
    const from = group * 32;
    const count = Math.min(32, slots.length - from);
    for (let i = 0; i < count; i++) starts[i] = possibleAt(screen, from + i);
    for (let w = 0; w < words; w++) {
      for (let i = 0; i < count; i++) block[i] = ~pool[starts[i]! + w]!;
      block.fill(0, count);
      transpose(block);
      for (let i = 0; i < 32; i++) out[((w << 5) + i) * perProduct + group] = block[i]!;
    }
  }
}

const starts = new Int32Array(32);

/** Turns a square of 32 x 32 bits: bit `j` of word `i` becomes bit `i` of word `j`. */
function transpose(a: Uint32Array): void {
  let mask = 0x0000ffff;
  for (let j = 16; j !== 0; j >>= 1, mask ^= mask << j) {
    for (let k = 0; k < 32; k = (k + j + 1) & ~j) {
      const t = ((a[k]! >>> j) ^ a[k + j]!) & mask;
      a[k + j]! ^= t;
      a[k]! ^= t << j;
    }
  }
}
