import type { WalkData } from './walk-data.ts';

/**
 * The screen: which products of a catalog a need can pass, all products at once.
 *
 * Every product is one row number `p`, and every set of products is one bitset over row numbers, 32
 * products a word. What a product asks stands in slots; a slot holds at most one clause of each
 * product. For one need every slot chooses two bitsets from the pool, the products whose clause
 * passes and those whose clause may still pass, and the verdict on all products is
 *
 *   possible = possible(slot 0) & possible(slot 1) & ...     nothing fails
 *   pass     = pass(slot 0)     & pass(slot 1)     & ...     everything passes
 *
 * Two families are enough for three values: fail < unknown < pass is a chain, the least and greatest
 * of values on a chain commute with "is at least unknown" and "is at least pass", so each family is
 * plain Boolean logic (see `clausesOf`).
 *
 *                 32 products a word
 *   pool row r    |........|........|....   words r x words ... (r + 1) x words - 1
 *   pool row r+1  |........|........|....
 *
 * A product that has no clause in a slot passes it: its bit is set in every row of that slot.
 */

/** Row numbers of the pool. */
export type PoolRow = number;

/** What all arms have: the field they look at, and their rows for a fact that is missing. */
interface ArmCommon {
  /** Place in `ScreenData.fields`. */
  readonly field: number;
  readonly missingPass: PoolRow;
  readonly missingPossible: PoolRow;
}

/**
 * Ranges. Between two neighbouring cuts the accepting set is the same: value `v` has rank "cuts <= v".
 * Only every `spacing`-th rank has its row; the others are made from it by flipping the products whose
 * range begins or ends between.
 */
export interface NumberArm extends ArmCommon {
  readonly kind: 'number';
  /** Ascending: where some product's range begins, or the first value after its end. */
  readonly cuts: Float64Array;
  /** Products that flip at cut `i`: `flips[flipStart[i]]` ... `flips[flipStart[i + 1] - 1]`. */
  readonly flipStart: Uint32Array;
  readonly flips: Uint32Array;
  readonly spacing: number;
  /** Row of rank `k x spacing` is `firstRow + k`. */
  readonly firstRow: PoolRow;
  /** Where a row between is made. */
  readonly scratch: PoolRow;
}

/** Enums and booleans: one row for every value that is named, one for all others. */
export interface ValueArm extends ArmCommon {
  readonly kind: 'value';
  readonly values: readonly string[];
  readonly rows: Int32Array;
  readonly otherRow: PoolRow;
}

/**
 * Hierarchical codes. The nodes are all beginnings of all codes that are named, the empty one too. A
 * fact is either a node, or it leaves the nodes behind the last one it begins with: then it lies below
 * that node and above nothing.
 */
export interface CodeArm extends ArmCommon {
  readonly kind: 'code';
  readonly nodes: readonly string[];
  readonly passRows: Int32Array;
  readonly possibleRows: Int32Array;
  /** For facts that leave the nodes here; the last entry: for facts that begin like no node. */
  readonly belowRows: Int32Array;
}

/**
 * Sets of labels: `pass = base | accepts of held labels | (forbidding & ~forbids of held labels)`. For
 * a set that holds at most one of the arm's labels the row is there; for others it is made.
 */
export interface SetArm extends ArmCommon {
  readonly kind: 'set';
  readonly labels: readonly string[];
  /** Where none of the labels is held: `base | forbidding`. */
  readonly noneRow: PoolRow;
  /** By label, where only that one is held: `base | accept | (forbidding & ~forbid)`. */
  readonly onlyRows: Int32Array;
  /** By label: `base | accept`. */
  readonly acceptRows: Int32Array;
  /** By label: `forbidding & ~forbid`. None where no product forbids anything. */
  readonly spareRows: Int32Array;
  /** First of some rows that are made. */
  readonly scratch: PoolRow;
}

export type Arm = NumberArm | ValueArm | CodeArm | SetArm;

export type Slot =
  /** One field; the arm's rows are the slot's. */
  | { readonly kind: 'simple'; readonly arm: Arm }
  /** Several alternatives: the union of the base rows and the arms' rows, made in `scratch`. */
  | {
      readonly kind: 'joint';
      readonly basePass: PoolRow;
      readonly basePossible: PoolRow;
      readonly arms: readonly Arm[];
      /** Two rows: pass, then possible. */
      readonly scratch: PoolRow;
    }
  /** The same for every need: prose, and what never passes. */
  | { readonly kind: 'fixed'; readonly pass: PoolRow; readonly possible: PoolRow };

export interface ScreenData {
  /** Products. */
  readonly rows: number;
  /** Words of one bitset. */
  readonly words: number;
  readonly pool: Uint32Array;
  /** By pool row: 1 where all products are in it, so that it can be left out of an intersection. */
  readonly isFull: Uint8Array;
  /** Names of the fields that slots and walks look at. */
  readonly fields: readonly string[];
  /** Fixed slots last. */
  readonly slots: readonly Slot[];
  /** Slots that are not fixed. */
  readonly openSlots: number;
  /** The intersection of the fixed slots. */
  readonly fixedPass: PoolRow;
  readonly fixedPossible: PoolRow;
  /** By slot x rows + row: place in `CompiledProduct.conditions` plus one; 0: no clause there. */
  readonly conditionOf: Uint16Array;
  /** Conditions without slots: judged one by one on what is left. */
  readonly walks: WalkData;
}

/** Names of the fields that a slot looks at. */
export function slotFields({ fields }: ScreenData, slot: Slot): readonly string[] {
  const arms = slot.kind === 'simple' ? [slot.arm] : slot.kind === 'joint' ? slot.arms : [];
  return arms.map((arm) => fields[arm.field] as string);
}
