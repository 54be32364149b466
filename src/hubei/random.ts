/**
 * A seeded generator of integers, for made-up data only. It is no source of secrets.
 * mulberry32 with a hashed text as its seed: integer operations only, so that every runtime draws
 * the same numbers.
 */
export interface Random {
  /** An integer of 0 to `below - 1`; `below` is 1 to 2^32. */
  next(below: number): number;
}

const TWO_32 = 0x1_0000_0000;

/** A generator whose whole sequence follows from `seed`. */
export function createRandom(seed: string): Random {
  let state = hash(seed);
  const word = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return (t ^ (t >>> 14)) >>> 0;
  };
  const next = (below: number): number => {
    if (!(Number.isInteger(below) && below >= 1 && below <= TWO_32)) {
      throw new RangeError(`next: below must be an integer of 1 to 2^32, got ${below}`);
    }
    // Words past the last whole multiple are drawn again: every result is equally likely.
    const end = TWO_32 - (TWO_32 % below);
    let drawn = word();
    while (drawn >= end) drawn = word();
    return drawn % below;
  };
  return { next };
}

/** FNV-1a over UTF-16 code units, low byte first, with the finishing mix of MurmurHash3. */
function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    h = Math.imul(h ^ (unit & 0xff), 0x01000193);
    h = Math.imul(h ^ (unit >>> 8), 0x01000193);
  }
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) | 0;
}

/** An integer of `min` to `max`, both included. */
export function between(random: Random, min: number, max: number): number {
  return min + random.next(max - min + 1);
}

/** True in `perThousand` of 1,000 draws. */
export function chance(random: Random, perThousand: number): boolean {
  return random.next(1000) < perThousand;
}

/** A value with the weight it is drawn by, a positive integer. */
export type Weighted<T> = readonly (readonly [value: T, weight: number])[];

/** One of the values, by weight. */
export function pick<T>(random: Random, table: Weighted<T>): T {
  let total = 0;
  for (const [, weight] of table) total += weight;
  let rest = random.next(total);
  for (const [value, weight] of table) {
    if (rest < weight) return value;
    rest -= weight;
  }
  throw new RangeError('pick: no value has a weight');
}

/** One of the values, each equally likely. */
export function pickEvenly<T>(random: Random, values: readonly T[]): T {
  if (values.length === 0) throw new RangeError('pickEvenly: no values');
  return values[random.next(values.length)] as T;
}
