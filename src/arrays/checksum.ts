/**
 * A checksum against accidents, not against forgers: four lanes of 32 bits, in the manner of xxHash.
 *
 *   word 0   4   8 ...  -> lane 0
 *   word 1   5   9 ...  -> lane 1
 *   word 2   6  10 ...  -> lane 2
 *   word 3   7  11 ...  -> lane 3
 *
 * A step takes a word into its lane: lane = rotate(lane + word x B, 13) x A, modulo 2^32, A and B
 * odd. For a given lane, different words give different lanes, and for a given word, different lanes
 * do. So a change inside one word always changes its lane, and no later word can undo it: because all
 * four lanes are kept, every change within four bytes is found. Any other passes once in 2^32 or less.
 */

/** Numbers of 32 bits in a checksum. */
export const LANES = 4;

const A = 0x9e3779b1 | 0;
const B = 0x85ebca77 | 0;

/** The lanes before the first word: different, so that no lane does what another does. */
const SEEDS = [0x24235428, 0x85ebca77, 0x61c8864f, 0xc2b2ae3d];

/** Lanes that have taken no word. */
export function createLanes(): Int32Array {
  return Int32Array.from(SEEDS, (seed) => seed | 0);
}

/** Words of a block; a multiple of `LANES`. */
const BLOCK = 8192;

/**
 * Takes the words from one index up to another into the lanes; the first goes to lane 0. In blocks:
 * engines compile a function that is called often better than a loop that is entered once.
 */
export function takeWords(lanes: Int32Array, words: Int32Array, from: number, to: number): void {
  let next = from;
  for (; next + BLOCK <= to; next += BLOCK) takeBlock(lanes, words, next, next + BLOCK);
  const whole = to - ((to - next) % LANES);
  takeBlock(lanes, words, next, whole);
  for (let i = whole; i < to; i++) {
    const sum = lanes[i - whole]! + Math.imul(words[i]!, B);
    lanes[i - whole] = Math.imul((sum << 13) | (sum >>> 19), A);
  }
}

/** Takes a multiple of `LANES` words. */
function takeBlock(lanes: Int32Array, words: Int32Array, from: number, to: number): void {
  const last = A;
  const first = B;
  let a = lanes[0]!;
  let b = lanes[1]!;
  let c = lanes[2]!;
  let d = lanes[3]!;
  for (let i = from; i < to; i += 4) {
    a = (a + Math.imul(words[i]!, first)) | 0;
    b = (b + Math.imul(words[i + 1]!, first)) | 0;
    c = (c + Math.imul(words[i + 2]!, first)) | 0;
    d = (d + Math.imul(words[i + 3]!, first)) | 0;
    a = Math.imul((a << 13) | (a >>> 19), last);
    b = Math.imul((b << 13) | (b >>> 19), last);
    c = Math.imul((c << 13) | (c >>> 19), last);
    d = Math.imul((d << 13) | (d >>> 19), last);
  }
  lanes[0] = a;
  lanes[1] = b;
  lanes[2] = c;
  lanes[3] = d;
}
