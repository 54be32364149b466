import { addBit } from '../../arrays/bitset.ts';
import type { FactList } from '../../criteria/index.ts';
import type { FieldValue } from '../../model/index.ts';
import type { SetArm } from './data.ts';
import type { ArmClause } from './layout.ts';
import { freshRow, keepRow, type PoolBuilder } from './pool-kernel.ts';

/** Sets of labels whose rows are remembered; beyond that the oldest is made anew. */
const SETS_REMEMBERED = 64;
/** Labels that fit the number by which a set is remembered. */
const LABELS_IN_KEY = 52;

/** Whether a literal wants a label to be there; the others want labels to be away. */
const accepts = (operator: string, negated: boolean) => (operator === 'hasAny') !== negated;

function bitsOf(known: Map<string, Uint32Array>, label: string, words: number): Uint32Array {
  let bits = known.get(label);
  if (bits === undefined) {
    bits = new Uint32Array(words);
    known.set(label, bits);
  }
  return bits;
}

/** Lays out labels. O(operands x words). */
export function buildSetArm(
  builder: PoolBuilder,
  field: number,
  clauses: readonly ArmClause[],
): Omit<SetArm, 'missingPass' | 'missingPossible'> {
  const { words } = builder;
  const accept = new Map<string, Uint32Array>();
  const forbid = new Map<string, Uint32Array>();
  const forbidding = new Uint32Array(words);
  clauses.forEach(({ row, literals }) => {
    literals.forEach(({ leaf, negated }) => {
      const isAccepting = accepts(leaf.operator, negated);
      if (!isAccepting) addBit(forbidding, 0, row);
      const byLabel = isAccepting ? accept : forbid;
      if (!('operands' in leaf)) return;
      leaf.operands.forEach((label) => {
        addBit(bitsOf(byLabel, label, words), 0, row);
      });
    });
  });
  const labels = [...new Set([...accept.keys(), ...forbid.keys()])];
  const rowOf = (bits: Uint32Array | undefined) =>
    bits === undefined ? -1 : keepRow(builder, bits);
  const memoRows = labels.length > LABELS_IN_KEY ? 1 : SETS_REMEMBERED;
  return {
    kind: 'set',
    field,
    labels,
    acceptRows: Int32Array.from(labels, (label) => rowOf(accept.get(label))),
    forbidRows: Int32Array.from(labels, (label) => rowOf(forbid.get(label))),
    forbidding: keepRow(builder, forbidding),
    memoRow: freshRow(builder, memoRows),
    memoRows,
  };
}

/**
 * Finds the rows of all arms over one field, whose labels are counted once for all of them. The rows
 * of the last few sets of labels are remembered, in the same place of every arm.
 */
export interface SetFinder {
  /** Place of the field in a list of facts. */
  readonly place: number;
  readonly arms: readonly SetArmFinder[];
  /** Labels that some arm names. */
  readonly labelOf: ReadonlyMap<string, number>;
  /** By set, as a number of a bit for each label; empty where there are too many labels for that. */
  readonly memo: Map<number, number>;
  readonly isKeyed: boolean;
  next: number;
}

interface SetArmFinder {
  readonly arm: SetArm;
  /** Where its rows are written. */
  readonly at: number;
  readonly memoRow: number;
  readonly missingPass: number;
  readonly missingPossible: number;
  readonly labelOf: ReadonlyMap<string, number>;
}

/** Groups arms by their field. */
export function openSets(
  arms: readonly { readonly arm: SetArm; readonly at: number; readonly place: number }[],
): readonly SetFinder[] {
  return [...new Set(arms.map((one) => one.place))].map((place) => {
    const own = arms.filter((one) => one.place === place);
    const labels = [...new Set(own.flatMap(({ arm }) => arm.labels))];
    return {
      place,
      arms: own.map(({ arm, at }) => ({
        arm,
        at,
        memoRow: arm.memoRow,
        missingPass: arm.missingPass,
        missingPossible: arm.missingPossible,
        labelOf: new Map(arm.labels.map((label, i) => [label, i])),
      })),
      labelOf: new Map(labels.map((label, i) => [label, i])),
      memo: new Map(),
      isKeyed: labels.length <= LABELS_IN_KEY,
      next: 0,
    };
  });
}

/** Chooses the rows of all arms that look at sets of labels. */
export function chooseSets(
  finders: readonly SetFinder[],
  pool: Uint32Array,
  words: number,
  facts: FactList,
  passRows: Int32Array,
  possibleRows: Int32Array,
): void {
  for (let i = 0; i < finders.length; i++) {
    const finder = finders[i]!;
    const { arms } = finder;
    const held: FieldValue | undefined = facts[finder.place];
    if (held === undefined) {
      for (let k = 0; k < arms.length; k++) {
        const { at, missingPass, missingPossible } = arms[k]!;
        passRows[at] = missingPass;
        possibleRows[at] = missingPossible;
      }
      continue;
    }
    // A fact that is no list is refused before it can leave a trace in what is remembered.
    if (!Array.isArray(held)) throw new TypeError('chooseSets: a set of labels is a list');
    const memo = memoFor(finder, pool, words, held);
    for (let k = 0; k < arms.length; k++) {
      const { at, memoRow } = arms[k]!;
      passRows[at] = memoRow + memo;
      possibleRows[at] = memoRow + memo;
    }
  }
}

/** The place of a set of labels among those that are remembered; its rows are made where it is new. */
function memoFor(
  finder: SetFinder,
  pool: Uint32Array,
  words: number,
  held: readonly string[],
): number {
  const { memo, isKeyed, arms } = finder;
  const key = isKeyed ? keyOf(finder.labelOf, held) : 0;
  const known = isKeyed ? memo.get(key) : undefined;
  if (known !== undefined) return known;
  const place = finder.next;
  for (const { arm, memoRow, labelOf } of arms) {
    makeSetRow(arm, labelOf, pool, words, held, (memoRow + place) * words);
  }
  if (!isKeyed) return place;
  finder.next = (place + 1) % SETS_REMEMBERED;
  if (finder.next === 0) memo.clear();
  memo.set(key, place);
  return place;
}

/** A bit for each label that is held and that some arm names: a whole number below 2^52. */
function keyOf(labelOf: ReadonlyMap<string, number>, held: readonly string[]): number {
  let low = 0;
  let high = 0;
  for (let i = 0; i < held.length; i++) {
    const label = labelOf.get(held[i]!);
    if (label === undefined) continue;
    if (label < 32) low |= 1 << label;
    else high |= 1 << (label - 32);
  }
  return high * 2 ** 32 + (low >>> 0);
}

/** `base | accepts | (forbidding & ~forbids)` */
function makeSetRow(
  arm: SetArm,
  labelOf: ReadonlyMap<string, number>,
  pool: Uint32Array,
  words: number,
  held: readonly string[],
  to: number,
): void {
  const { acceptRows, forbidRows } = arm;
  const base = arm.missingPass * words;
  const forbidding = arm.forbidding * words;
  for (let w = 0; w < words; w++) pool[to + w] = pool[forbidding + w]!;
  for (let i = 0; i < held.length; i++) {
    const label = labelOf.get(held[i]!);
    const forbid = label === undefined ? -1 : forbidRows[label]! * words;
    if (forbid < 0) continue;
    for (let w = 0; w < words; w++) pool[to + w]! &= ~pool[forbid + w]!;
  }
  for (let w = 0; w < words; w++) pool[to + w]! |= pool[base + w]!;
  for (let i = 0; i < held.length; i++) {
    const label = labelOf.get(held[i]!);
    const accept = label === undefined ? -1 : acceptRows[label]! * words;
    if (accept < 0) continue;
    for (let w = 0; w < words; w++) pool[to + w]! |= pool[accept + w]!;
  }
}
