import type { LeafCriterion } from '../../model/index.ts';

/**
 * Conditions without slots, as walks over tests.
 *
 * A walk is a list of steps. A step looks at the verdict on one literal and tells where to go on, after
 * a fail and after a pass; the first step beyond the list is the verdict on the condition. Negations
 * have moved down to the literals, so that every step is monotone: whether a condition may still pass
 * is told by the walk that takes unknown for pass, whether it passes by the one that takes it for fail
 * (see `ScreenData`: two families are enough for three values).
 *
 *   all(any(a, b), not c)        step   literal    on fail    on pass
 *                                0      a          1          2
 *                                1      b          FAILED     2
 *                                2      not c      FAILED     PASSED
 *
 * Equal literals of all conditions share one verdict, equal conditions share one walk. A range with two
 * ends is two literals, so that all ranges of one field are cuts in a list, and a list of verdicts is
 * told by the rank of one number.
 */
export interface WalkData {
  /**
   * How many different literals there are: `UNTOLD`, `SETTLED`, then the cuts, then the leaves. Literal
   * `l` stands in column `l` as it is, and negated in column `l + literals`.
   */
  readonly literals: number;
  readonly cutLists: readonly CutList[];
  /** Literals over texts, codes and labels: the last ones, in their order. */
  readonly leaves: readonly LeafCriterion[];
  /** `STEP_WIDTH` numbers a step: its column, and the addresses of the next after fail and pass. */
  readonly steps: Int32Array;
  /** By walk, short ones first: the address of its first step. */
  readonly entries: Int32Array;
  /** By walk, and one more: its first place in `rows` and `conditions`. */
  readonly ownerStart: Int32Array;
  /** Row of a product, and the place of the condition in `CompiledProduct.conditions`. */
  readonly rows: Int32Array;
  readonly conditions: Int32Array;
}

/** Literals that compare the number of one field with one end. */
export interface CutList {
  /** Place in `ScreenData.fields`. */
  readonly field: number;
  /** Least values pass what is at least as much; else most values, turned round as the fact is. */
  readonly isLeast: boolean;
  /** Ascending. A literal passes where its cut is at most the fact. */
  readonly cuts: Float64Array;
  /** Literal of the first cut. */
  readonly first: number;
}

/** The literal of prose, which is always unknown. */
export const UNTOLD = 0;
/** The literal that always passes: where a group is empty. */
export const SETTLED = 1;
/** Literals that look at no fact. */
export const CONSTANTS = 2;

/** Numbers of a step; addresses count in numbers. */
export const STEP_WIDTH = 3;
/** Addresses beyond a walk. */
export const PASSED: number = -1;
export const FAILED: number = -2;
