import { openModule } from './module.ts';

/** Bytes of a line of the cache: arrays begin on one. */
const LINE = 64;

/**
 * One stretch of memory out of which arrays are taken, one behind the other, so that the functions of
 * the module can work on all of them. Where there is no module, it is plain memory.
 */
export interface Arena {
  readonly buffer: ArrayBuffer;
  /** The functions of the module over this memory; `undefined`: the plain way is taken. */
  readonly functions: Readonly<Record<string, unknown>> | undefined;
  /** Bytes that are taken. */
  taken: number;
}

/** `isPlain`: does without the module, whatever the runtime has. */
export function openArena(bytes: number, isPlain: boolean): Arena {
  const module = isPlain ? undefined : openModule(bytes);
  return {
    buffer: module?.buffer ?? new ArrayBuffer(bytes),
    functions: module?.functions,
    taken: 0,
  };
}

/** Bytes that arrays of such sizes take. */
export function bytesOf(...sizes: readonly number[]): number {
  return sizes.reduce((sum, size) => sum + lines(size), 0);
}

const lines = (bytes: number) => Math.ceil(bytes / LINE) * LINE;

/** Takes bytes and returns where they begin. Throws RangeError where the arena is too small for them. */
function take(arena: Arena, bytes: number): number {
  const at = arena.taken;
  arena.taken = at + lines(bytes);
  if (arena.taken > arena.buffer.byteLength) throw new RangeError('the arena is full');
  return at;
}

export function takeFloats(arena: Arena, count: number): Float64Array {
  return new Float64Array(arena.buffer, take(arena, count * 8), count);
}

export function takeInts(arena: Arena, count: number): Int32Array {
  return new Int32Array(arena.buffer, take(arena, count * 4), count);
}

export function takeWords(arena: Arena, count: number): Uint32Array {
  return new Uint32Array(arena.buffer, take(arena, count * 4), count);
}

export function takeBytes(arena: Arena, count: number): Uint8Array {
  return new Uint8Array(arena.buffer, take(arena, count), count);
}
