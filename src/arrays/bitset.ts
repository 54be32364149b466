/**
 * Sets of small whole numbers as bits of 32-bit words: number `i` is bit `i & 31` of word `i >> 5`.
 * Several sets of one universe stand one after the other in one array; `at` is the first word of one.
 */

/** Words that a set over `size` numbers takes. */
export function wordsFor(size: number): number {
  return (size + 31) >>> 5;
}

export function addBit(words: Uint32Array, at: number, bit: number): void {
  words[at + (bit >>> 5)]! |= 1 << (bit & 31);
}

export function dropBit(words: Uint32Array, at: number, bit: number): void {
  words[at + (bit >>> 5)]! &= ~(1 << (bit & 31));
}

export function flipBit(words: Uint32Array, at: number, bit: number): void {
  words[at + (bit >>> 5)]! ^= 1 << (bit & 31);
}

export function hasBit(words: Uint32Array, at: number, bit: number): boolean {
  return (words[at + (bit >>> 5)]! & (1 << (bit & 31))) !== 0;
}

/** Sets the first `size` bits and clears the rest of the last word. */
export function fillBits(words: Uint32Array, at: number, size: number): void {
  const whole = size >>> 5;
  words.fill(0xffffffff, at, at + whole);
  if ((size & 31) !== 0) words[at + whole] = 2 ** (size & 31) - 1;
}

/** How many bits of a word are set (Warren 2013, section 5-1). */
export function countBits(word: number): number {
  let x = word - ((word >>> 1) & 0x55555555);
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
  return (((x + (x >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}

/** How many numbers a set holds. */
export function sizeOf(words: Uint32Array, at: number, count: number): number {
  let size = 0;
  for (let w = at; w < at + count; w++) size += countBits(words[w]!);
  return size;
}

/** The numbers of a set, ascending. */
export function listBits(words: Uint32Array, at: number, count: number): number[] {
  const found: number[] = [];
  for (let w = 0; w < count; w++) {
    for (let left = words[at + w]!; left !== 0; left &= left - 1) {
      found.push((w << 5) + 31 - Math.clz32(left & -left));
    }
  }
  return found;
}
