import { type BitRows, joinRows } from '../../arrays/bit-rows-kernel.ts';
import type { FactList } from '../../criteria/index.ts';
import type { FieldValue } from '../../model/index.ts';
import type { Arm, CodeArm, NumberArm, ScreenData, SetArm, Slot, ValueArm } from './data.ts';
import { betweenRow, rankIn } from './number-kernel.ts';
import { chooseSets, openSets, type SetFinder } from './set-kernel.ts';

/** Codes whose nodes are remembered; a reserve uses a few hundred. */
const CODES_REMEMBERED = 4096;

/**
 * Finds the rows of ranges. Ranges are the most frequent of all, so that they are all laid out in one
 * list: a record of eight numbers for each, and the cuts of all one after the other.
 *
 *   0 where the two rows are written      4 first row
 *   1 place of the field in a list of facts   5 1: every rank has its row; 0: some are made
 *   2 first cut, 3 end of the cuts        6 row of a missing fact that passes, 7 that may pass
 */
interface NumberFinders {
  readonly records: Int32Array;
  readonly cuts: Float64Array;
  readonly arms: readonly NumberArm[];
}

const NUMBER_WIDTH = 8;

/** Finds the rows of all arms over one field, whose value is looked up once for all of them. */
interface ValueFinder {
  readonly place: number;
  /** By value that some arm names. */
  readonly placeOf: ReadonlyMap<string, number>;
  /** Values, and one more for all others. */
  readonly width: number;
  /** Where each arm writes its rows. */
  readonly at: Int32Array;
  /** By arm x width + value: its row. */
  readonly rows: Int32Array;
  readonly missingPass: Int32Array;
  readonly missingPossible: Int32Array;
}

interface CodeFinder {
  readonly arm: CodeArm;
  readonly at: number;
  readonly place: number;
  /** Where a code stands: see `codePlace`. */
  readonly placeOf: Map<string, number>;
  readonly nodes: number;
  readonly missingPass: number;
  readonly missingPossible: number;
}

interface JointFinder {
  readonly slot: Extract<Slot, { kind: 'joint' }>;
  readonly at: number;
  /** Where the rows of its arms are written. */
  readonly armsFrom: number;
}

/**
 * How the rows of all arms are found, kind by kind: one loop for each, in which every turn does the
 * same. Rows of slot `s` stand at `s`, those of the arms of joint slots behind all slots.
 */
export interface Chooser {
  readonly passRows: Int32Array;
  readonly possibleRows: Int32Array;
  readonly numbers: NumberFinders;
  readonly values: readonly ValueFinder[];
  readonly codes: readonly CodeFinder[];
  readonly sets: readonly SetFinder[];
  readonly joints: readonly JointFinder[];
}

/** `places`: by field of the screen, its place in a list of facts. */
export function openChooser(data: ScreenData, places: readonly number[]): Chooser {
  const numbers: { readonly arm: NumberArm; readonly at: number; readonly place: number }[] = [];
  const values: { readonly arm: ValueArm; readonly at: number; readonly place: number }[] = [];
  const codes: CodeFinder[] = [];
  const sets: { readonly arm: SetArm; readonly at: number; readonly place: number }[] = [];
  const joints: JointFinder[] = [];
  const add = (arm: Arm, at: number) => {
    const place = places[arm.field]!;
    if (arm.kind === 'number') numbers.push({ arm, at, place });
    else if (arm.kind === 'value') values.push({ arm, at, place });
    else if (arm.kind === 'set') sets.push({ arm, at, place });
    else codes.push({ arm, at, place, ...codePlaces(arm) });
  };
  let arms = data.openSlots;
  data.slots.slice(0, data.openSlots).forEach((slot, s) => {
    if (slot.kind === 'simple') add(slot.arm, s);
    if (slot.kind !== 'joint') return;
    joints.push({ slot, at: s, armsFrom: arms });
    for (const arm of slot.arms) add(arm, arms++);
  });
  return {
    passRows: new Int32Array(arms),
    possibleRows: new Int32Array(arms),
    numbers: layNumbers(numbers),
    values: openValues(values),
    codes,
    sets: openSets(sets),
    joints,
  };
}

function layNumbers(
  numbers: readonly { readonly arm: NumberArm; readonly at: number; readonly place: number }[],
): NumberFinders {
  const cuts = numbers.flatMap(({ arm }) => [...arm.cuts]);
  let from = 0;
  const records = numbers.flatMap(({ arm, at, place }) => {
    const end = from + arm.cuts.length;
    const { firstRow, spacing, missingPass, missingPossible } = arm;
    const isDense = spacing === 1 ? 1 : 0;
    const record = [at, place, from, end, firstRow, isDense, missingPass, missingPossible];
    from = end;
    return record;
  });
  return {
    records: Int32Array.from(records),
    cuts: Float64Array.from(cuts),
    arms: numbers.map(({ arm }) => arm),
  };
}

function codePlaces({ nodes, missingPass, missingPossible }: CodeArm) {
  const placeOf = new Map(nodes.map((node, place) => [node, place]));
  return { placeOf, nodes: nodes.length, missingPass, missingPossible };
}

/** Groups arms by their field. */
function openValues(
  arms: readonly { readonly arm: ValueArm; readonly at: number; readonly place: number }[],
): readonly ValueFinder[] {
  return [...new Set(arms.map((one) => one.place))].map((place) => {
    const own = arms.filter((one) => one.place === place);
    const values = [...new Set(own.flatMap(({ arm }) => arm.values))];
    const rows = own.flatMap(({ arm }) => {
      const rowOf = new Map(arm.values.map((value, i) => [value, arm.rows[i]!]));
      return [...values.map((value) => rowOf.get(value) ?? arm.otherRow), arm.otherRow];
    });
    return {
      place,
      placeOf: new Map(values.map((value, i) => [value, i])),
      width: values.length + 1,
      at: Int32Array.from(own, ({ at }) => at),
      rows: Int32Array.from(rows),
      missingPass: Int32Array.from(own, ({ arm }) => arm.missingPass),
      missingPossible: Int32Array.from(own, ({ arm }) => arm.missingPossible),
    };
  });
}

/** Chooses the rows of every open slot for the facts of a need. O(slots), and rows that are made. */
export function chooseRows(chooser: Chooser, rows: BitRows, facts: FactList): void {
  const { passRows, possibleRows, joints } = chooser;
  chooseNumbers(chooser, rows, facts);
  chooseValues(chooser, facts);
  chooseCodes(chooser, facts);
  chooseSets(chooser.sets, rows, facts, passRows, possibleRows);
  for (let i = 0; i < joints.length; i++) uniteArms(chooser, joints[i]!, rows);
}

function chooseNumbers(
  { numbers, passRows, possibleRows }: Chooser,
  { pool, words }: BitRows,
  facts: FactList,
): void {
  const { records, cuts, arms } = numbers;
  for (let r = 0; r < records.length; r += NUMBER_WIDTH) {
    const at = records[r]!;
    const value: FieldValue | undefined = facts[records[r + 1]!];
    if (value === undefined) {
      passRows[at] = records[r + 6]!;
      possibleRows[at] = records[r + 7]!;
      continue;
    }
    const rank = rankIn(cuts, records[r + 2]!, records[r + 3]!, value as number);
    const row =
      records[r + 5] === 1
        ? records[r + 4]! + rank
        : betweenRow(arms[r / NUMBER_WIDTH]!, pool, words, rank);
    passRows[at] = row;
    possibleRows[at] = row;
  }
}

function chooseValues({ values, passRows, possibleRows }: Chooser, facts: FactList): void {
  for (let i = 0; i < values.length; i++) {
    const { place, placeOf, width, at, rows, missingPass, missingPossible } = values[i]!;
    const value: FieldValue | undefined = facts[place];
    if (value === undefined) {
      for (let arm = 0; arm < at.length; arm++) {
        passRows[at[arm]!] = missingPass[arm]!;
        possibleRows[at[arm]!] = missingPossible[arm]!;
      }
      continue;
    }
    const known = placeOf.get(textOf(value));
    const column = known === undefined ? width - 1 : known;
    for (let arm = 0; arm < at.length; arm++) {
      const row = rows[arm * width + column]!;
      passRows[at[arm]!] = row;
      possibleRows[at[arm]!] = row;
    }
  }
}

/** As `String` writes it, which is slow for the two values that are common. */
function textOf(value: FieldValue): string {
  if (typeof value === 'string') return value;
  return value === true ? 'true' : value === false ? 'false' : String(value);
}

function chooseCodes({ codes, passRows, possibleRows }: Chooser, facts: FactList): void {
  for (let i = 0; i < codes.length; i++) {
    const finder = codes[i]!;
    const { at, arm, placeOf, nodes } = finder;
    const value: FieldValue | undefined = facts[finder.place];
    if (value === undefined) {
      passRows[at] = finder.missingPass;
      possibleRows[at] = finder.missingPossible;
      continue;
    }
    const known = placeOf.get(value as string);
    const node = known === undefined ? codePlace(placeOf, nodes, value as string) : known;
    if (node < nodes) {
      passRows[at] = arm.passRows[node]!;
      possibleRows[at] = arm.possibleRows[node]!;
    } else {
      passRows[at] = arm.belowRows[node - nodes]!;
      possibleRows[at] = arm.belowRows[node - nodes]!;
    }
  }
}

/**
 * Where a code stands: `node` for a node, `nodes + node` below the last node that it begins with,
 * `nodes + nodes` for a code that begins like none. Remembered: codes repeat.
 */
function codePlace(placeOf: Map<string, number>, nodes: number, code: string): number {
  let place = nodes + nodes;
  for (let end = code.length - 1; end > 0; end--) {
    const above = placeOf.get(code.slice(0, end));
    if (above === undefined) continue;
    place = above < nodes ? nodes + above : above;
    break;
  }
  if (placeOf.size >= nodes + CODES_REMEMBERED) {
    for (const [key, at] of placeOf) if (at >= nodes) placeOf.delete(key);
  }
  placeOf.set(code, place);
  return place;
}

/**
 * The rows of a joint slot: the union of its base and of the rows that its arms chose. Where no arm
 * leaves anything open, the two are one.
 */
function uniteArms(
  { passRows, possibleRows }: Chooser,
  { slot, at, armsFrom }: JointFinder,
  rows: BitRows,
): void {
  const end = armsFrom + slot.arms.length;
  let isOpen = slot.basePass !== slot.basePossible;
  for (let arm = armsFrom; arm < end; arm++) isOpen ||= passRows[arm] !== possibleRows[arm];
  uniteRows(rows, slot.scratch, slot.basePass, passRows, armsFrom, end);
  passRows[at] = slot.scratch;
  possibleRows[at] = slot.scratch;
  if (!isOpen) return;
  uniteRows(rows, slot.scratch + 1, slot.basePossible, possibleRows, armsFrom, end);
  possibleRows[at] = slot.scratch + 1;
}

/** Row `to` becomes the union of row `base` and of the chosen rows `from` to `end`. */
function uniteRows(
  rows: BitRows,
  to: number,
  base: number,
  chosen: Int32Array,
  from: number,
  end: number,
): void {
  let union = base;
  // Two rows a turn: most slots have two alternatives, and the union is then written once.
  for (let i = from; i < end; i += 2) {
    joinRows(rows, union, chosen[i]!, chosen[i + 1 < end ? i + 1 : i]!, to);
    union = to;
  }
}
