import { type Arena, bytesOf, takeInts } from './arena.ts';

/**
 * The largest of some keys, one after the other: for the few largest of many, without sorting all.
 * Keys stand in blocks, of each of which the largest is known. Taking one looks at all blocks and at
 * its own block again: of some hundred keys that is less than a heap does, whose every step is a branch
 * that no processor can guess.
 */
export interface Largest {
  /** The keys; not negative, -1 once taken. */
  readonly keys: Int32Array;
  /** By block: its largest key, and the place of that. */
  readonly blockKeys: Int32Array;
  readonly blockPlaces: Int32Array;
  count: number;
}

/** Keys of a block: 16 are one line of the cache. */
const BLOCK_BITS = 4;
const BLOCK = 2 ** BLOCK_BITS;
const TAKEN = -1;

/** What `createLargest` takes from an arena. */
export function largestBytes(size: number): number {
  const blocks = Math.ceil(size / BLOCK);
  return bytesOf(size * 4, blocks * 4, blocks * 4);
}

/** Room for some keys. */
export function createLargest(arena: Arena, size: number): Largest {
  const blocks = Math.ceil(size / BLOCK);
  return {
    keys: takeInts(arena, size),
    blockKeys: takeInts(arena, blocks),
    blockPlaces: takeInts(arena, blocks),
    count: 0,
  };
}

/** Takes up the first `count` of the keys, which the caller has written. O(count). */
export function openLargest(largest: Largest, count: number): void {
  largest.count = count;
  for (let block = 0; block << BLOCK_BITS < count; block++) findLargest(largest, block);
}

/** Takes the largest key that is left, and returns its place; -1: none is left, or it is below `least`. */
export function takeLargest(largest: Largest, least: number): number {
  const { keys, blockKeys, blockPlaces, count } = largest;
  let most = TAKEN;
  let from = 0;
  for (let block = 0; block << BLOCK_BITS < count; block++) {
    const key = blockKeys[block]!;
    if (key > most) {
      most = key;
      from = block;
    }
  }
  if (most === TAKEN || most < least) return -1;
  const place = blockPlaces[from]!;
  keys[place] = TAKEN;
  findLargest(largest, from);
  return place;
}

function findLargest({ keys, blockKeys, blockPlaces, count }: Largest, block: number): void {
  const from = block << BLOCK_BITS;
  const end = from + BLOCK < count ? from + BLOCK : count;
  let most = TAKEN;
  let at = from;
  for (let place = from; place < end; place++) {
    const key = keys[place]!;
    if (key > most) {
      most = key;
      at = place;
    }
  }
  blockKeys[block] = most;
  blockPlaces[block] = at;
}
