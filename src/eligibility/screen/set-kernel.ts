import { addBit } from '../../arrays/bitset.ts';
import type { SetArm } from './data.ts';
import type { ArmClause } from './layout.ts';
import { freshRow, keepRow, type PoolBuilder } from './pool-kernel.ts';

/** Sets of labels whose rows an arm remembers, a place for each by its hash; a power of two. */
export const SET_BITS = 4;
export const SETS_REMEMBERED: number = 2 ** SET_BITS;

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

/** Lays out labels; rows of `base` pass whatever is held. O(labels x words). */
export function buildSetArm(
  builder: PoolBuilder,
  field: number,
  clauses: readonly ArmClause[],
  base: Uint32Array,
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
  const none = new Uint32Array(words);
  const keep = (bitsAt: (w: number, label: string) => number) =>
    Int32Array.from(labels, (label) =>
      keepRow(
        builder,
        none.map((_, w) => bitsAt(w, label)),
      ),
    );
  const accepted = (w: number, label: string) => base[w]! | (accept.get(label) ?? none)[w]!;
  const spared = (w: number, label: string) => forbidding[w]! & ~(forbid.get(label) ?? none)[w]!;
  return {
    kind: 'set',
    field,
    labels,
    noneRow: keepRow(
      builder,
      forbidding.map((bits, w) => bits | base[w]!),
    ),
    onlyRows: keep((w, label) => accepted(w, label) | spared(w, label)),
    acceptRows: keep(accepted),
    spareRows: forbidding.some((bits) => bits !== 0) ? keep(spared) : new Int32Array(0),
    scratch: freshRow(builder, SETS_REMEMBERED),
  };
}
