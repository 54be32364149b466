import { type Arena, bytesOf, takeBytes, takeFloats, takeInts } from '../../arrays/arena.ts';
import { createLargest, type Largest, largestBytes } from '../../arrays/largest-kernel.ts';
import type { FittedColumns } from '../../eligibility/index.ts';

/**
 * Columns for the candidates of one need among the products of a segment: entry `i` of each is one
 * pair; `rows` names its product.
 */
export interface Bench extends FittedColumns {
  /** Points of all parts of the score but the net cost. */
  readonly points: Int32Array;
  /** The least net costs, ppm. */
  readonly costs: Float64Array;
  /** The most that the whole score can be, by place in `eligible`. */
  readonly ceilings: Largest;
}

/** What `openBench` takes from an arena. */
export function benchBytes(size: number): number {
  const [byte, int, float] = [size, size * 4, size * 8];
  return (
    bytesOf(byte, byte, ...[int, int, int, int, int], ...[float, float, float]) + largestBytes(size)
  );
}

/** Room for all rows of a segment. */
export function openBench(arena: Arena, size: number): Bench {
  return {
    rows: takeInts(arena, size),
    verdicts: takeBytes(arena, size),
    amounts: takeFloats(arena, size),
    months: takeInts(arena, size),
    methods: takeBytes(arena, size),
    worth: takeFloats(arena, size),
    points: takeInts(arena, size),
    costs: takeFloats(arena, size),
    ceilings: createLargest(arena, size),
    eligible: takeInts(arena, size),
    others: takeInts(arena, size),
  };
}
