/**
 * Ties between equal scores fall by lot: a hash of a recorded seed with both ids. Nobody gains from
 * a name or a place in a file, and anybody can repeat the draw.
 */

/** Bits of a tie: small enough that `score x 2^22 + tie` stays a safe integer. */
export const TIE_BITS = 22;

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;
/** Two steps in one, for a unit whose high byte is zero. */
const FNV_PRIME_SQUARED: number = Math.imul(FNV_PRIME, FNV_PRIME);

/** FNV-1a over UTF-16 code units, low byte first; `hash` continues a former one. */
function fold(text: string, hash: number): number {
  let h = hash;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit <= 0xff) h = Math.imul(h ^ unit, FNV_PRIME_SQUARED);
    else {
      h = Math.imul(h ^ (unit & 0xff), FNV_PRIME);
      h = Math.imul(h ^ (unit >>> 8), FNV_PRIME);
    }
  }
  // A unit that no text can hold alone marks the end, so that ("ab", "c") is not ("a", "bc").
  return Math.imul(h ^ 0x1ff, FNV_PRIME);
}

/** Hash of a seed and the need's id: the part shared by all products. */
export function tieSeed(seed: string, needId: string): number {
  return fold(needId, fold(seed, FNV_OFFSET));
}

/** Hash of a product's id: the part shared by all needs. */
export function tieHash(productId: string): number {
  return fold(productId, FNV_OFFSET);
}

/** The lot of one pair, 0 to 2^22 - 1; the higher lot stands first. */
export function tieLot(needSeed: number, productId: string): number {
  return mixLot(needSeed, tieHash(productId));
}

/** The lot of a need and a product by their hashes. */
export function mixLot(needSeed: number, productHash: number): number {
  // The finishing mix of MurmurHash3: FNV alone leaves similar ids with similar high bits.
  let h = Math.imul(needSeed, FNV_PRIME) ^ productHash;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 0) >>> (32 - TIE_BITS);
}
