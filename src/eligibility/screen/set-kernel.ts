import { addBit } from '../../arrays/bitset.ts';
import type { SetArm } from './data.ts';
import type { ArmClause } from './layout.ts';
import { freshRow, keepRow, type PoolBuilder } from './pool-kernel.ts';

/** Sets of labels whose rows are remembered; beyond that the oldest is made anew. */
const SETS_REMEMBERED = 64;
/** Labels that fit the number by which a set is remembered. */
const LABELS_IN_KEY = 52;

/** 1, 2, 4 ...: a sum of different ones is a set. */
const POWERS = Float64Array.from({ length: LABELS_IN_KEY }, (_, place) => 2 ** place);

/** Whether a literal wants a label to be there; the others want labels to be away. */
const accepts = (operator: string, negated: boolean) => (operator === 'hasAny') !== negated;

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
  for (const { row, literals } of clauses) {
    for (const { leaf, negated } of literals) {
      const isAccepting = accepts(leaf.operator, negated);
      if (!isAccepting) addBit(forbidding, 0, row);
      const byLabel = isAccepting ? accept : forbid;
      for (const label of 'operands' in leaf ? leaf.operands : []) {
        const bits = byLabel.get(label) ?? new Uint32Array(words);
        byLabel.set(label, bits);
        addBit(bits, 0, row);
      }
    }
  }
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

/** What an arm remembers while needs pass by. */
export interface SetMemo {
  readonly placeOf: ReadonlyMap<string, number>;
  readonly rowOf: Map<number, number>;
  next: number;
}

export function createSetMemo({ labels }: SetArm): SetMemo {
  return {
    placeOf: new Map(labels.map((label, place) => [label, place])),
    rowOf: new Map(),
    next: 0,
  };
}

/** The row of a set of labels, remembered from last time or made. `base` passes without looking. */
export function setRow(
  arm: SetArm,
  memo: SetMemo,
  pool: Uint32Array,
  words: number,
  held: readonly string[],
): number {
  const { placeOf, rowOf } = memo;
  let key = 0;
  for (let i = 0; i < held.length; i++) {
    const place = placeOf.get(held[i]!);
    // A label that is held twice must count once.
    if (place !== undefined && held.indexOf(held[i]!) === i) key += POWERS[place % LABELS_IN_KEY]!;
  }
  const isKeyed = arm.memoRows > 1;
  const known = isKeyed ? rowOf.get(key) : undefined;
  if (known !== undefined) return known;
  const row = arm.memoRow + memo.next;
  memo.next = (memo.next + 1) % arm.memoRows;
  if (isKeyed) {
    if (memo.next === 0) rowOf.clear();
    rowOf.set(key, row);
  }
  makeSetRow(arm, memo, pool, words, held, row * words);
  return row;
}

/** `base | accepts | (forbidding & ~forbids)` */
function makeSetRow(
  arm: SetArm,
  { placeOf }: SetMemo,
  pool: Uint32Array,
  words: number,
  held: readonly string[],
  to: number,
): void {
  const base = arm.missingPass * words;
  const forbidding = arm.forbidding * words;
  pool.fill(0, to, to + words);
  for (const label of held) {
    const forbid = arm.forbidRows[placeOf.get(label) ?? -1] ?? -1;
    if (forbid < 0) continue;
    for (let w = 0; w < words; w++) pool[to + w]! |= pool[forbid * words + w]!;
  }
  for (let w = 0; w < words; w++) {
    pool[to + w] = pool[base + w]! | (pool[forbidding + w]! & ~pool[to + w]!);
  }
  for (const label of held) {
    const accept = arm.acceptRows[placeOf.get(label) ?? -1] ?? -1;
    if (accept < 0) continue;
    for (let w = 0; w < words; w++) pool[to + w]! |= pool[accept * words + w]!;
  }
}
