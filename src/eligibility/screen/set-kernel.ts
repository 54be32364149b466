import { type BitRows, joinRows, meetRows } from '../../arrays/bit-rows-kernel.ts';
import { addBit } from '../../arrays/bitset.ts';
import type { FactList } from '../../criteria/index.ts';
import type { FieldValue } from '../../model/index.ts';
import type { SetArm } from './data.ts';
import type { ArmClause } from './layout.ts';
import { freshRow, keepRow, type PoolBuilder } from './pool-kernel.ts';

/** Sets of labels whose rows an arm remembers, a place for each by its hash; a power of two. */
const SET_BITS = 4;
const SETS_REMEMBERED = 2 ** SET_BITS;
/** Labels that fit the number by which a set is remembered. */
const LABELS_IN_KEY = 31;

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

/** Finds the rows of all arms over one field, whose labels are looked up once for all of them. */
export interface SetFinder {
  /** Place of the field in a list of facts. */
  readonly place: number;
  readonly arms: readonly SetArmFinder[];
  /** Labels that some arm names. */
  readonly labelOf: ReadonlyMap<string, number>;
  /** Those that are held, of the need at hand. */
  readonly held: Int32Array;
  /** By label, the turn in which it was held last; and turns. */
  readonly heldIn: Float64Array;
  turn: number;
}

interface SetArmFinder {
  readonly arm: SetArm;
  /** Where its rows are written. */
  readonly at: number;
  /** By label of the finder, its place among those of the arm; -1: the arm does not name it. */
  readonly ownOf: Int32Array;
  /** Those that are held. */
  readonly own: Int32Array;
  /** The set that each row of `scratch` was made for: a bit for each label; 0: none. */
  readonly keys: Int32Array;
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
        ownOf: Int32Array.from(labels, (label) => arm.labels.indexOf(label)),
        own: new Int32Array(arm.labels.length),
        keys: new Int32Array(SETS_REMEMBERED),
      })),
      labelOf: new Map(labels.map((label, i) => [label, i])),
      held: new Int32Array(labels.length),
      heldIn: new Float64Array(labels.length),
      turn: 0,
    };
  });
}

/** Chooses the rows of all arms that look at sets of labels. */
export function chooseSets(
  finders: readonly SetFinder[],
  rows: BitRows,
  facts: FactList,
  passRows: Int32Array,
  possibleRows: Int32Array,
): void {
  for (let i = 0; i < finders.length; i++) {
    const finder = finders[i]!;
    const { arms, held } = finder;
    const value: FieldValue | undefined = facts[finder.place];
    if (value === undefined) {
      for (let k = 0; k < arms.length; k++) {
        const { at, arm } = arms[k]!;
        passRows[at] = arm.missingPass;
        possibleRows[at] = arm.missingPossible;
      }
      continue;
    }
    if (!Array.isArray(value)) throw new TypeError('chooseSets: a set of labels is a list');
    const count = findLabels(finder, value);
    for (let k = 0; k < arms.length; k++) {
      const finding = arms[k]!;
      const row = rowFor(finding, held, count, rows);
      passRows[finding.at] = row;
      possibleRows[finding.at] = row;
    }
  }
}

/** Writes the labels that are held and that some arm names, each once, and returns how many. */
function findLabels(finder: SetFinder, value: readonly string[]): number {
  const { labelOf, held, heldIn } = finder;
  finder.turn += 1;
  const { turn } = finder;
  let count = 0;
  for (let i = 0; i < value.length; i++) {
    const label = labelOf.get(value[i]!);
    if (label === undefined || heldIn[label] === turn) continue;
    heldIn[label] = turn;
    held[count++] = label;
  }
  return count;
}

/** The row of an arm for the labels that are held: there it is, or it is made. */
function rowFor(
  { arm, ownOf, own, keys }: SetArmFinder,
  held: Int32Array,
  count: number,
  rows: BitRows,
): number {
  let owned = 0;
  let key = 0;
  for (let i = 0; i < count; i++) {
    const label = ownOf[held[i]!]!;
    if (label < 0) continue;
    own[owned++] = label;
    key |= 1 << label;
  }
  if (owned === 0) return arm.noneRow;
  if (owned === 1) return arm.onlyRows[own[0]!]!;
  let row = arm.scratch;
  if (arm.labels.length <= LABELS_IN_KEY) {
    const place = Math.imul(key, 0x9e3779b1) >>> (32 - SET_BITS);
    row += place;
    if (keys[place] === key) return row;
    keys[place] = key;
  }
  makeRow(arm, own, owned, rows, row);
  return row;
}

/** Makes the row of an arm for two labels or more; the first turn takes one row twice. */
function makeRow(
  { acceptRows, spareRows }: SetArm,
  own: Int32Array,
  owned: number,
  rows: BitRows,
  row: number,
): void {
  const forbids = spareRows.length > 0;
  for (let i = 0; forbids && i < owned; i += 2) {
    const one = spareRows[own[i]!]!;
    const other = spareRows[own[i + 1 < owned ? i + 1 : i]!]!;
    meetRows(rows, one, other, i > 0 ? row : one, row);
  }
  for (let i = 0; i < owned; i += 2) {
    const one = acceptRows[own[i]!]!;
    const other = acceptRows[own[i + 1 < owned ? i + 1 : i]!]!;
    joinRows(rows, one, other, forbids || i > 0 ? row : one, row);
  }
}
