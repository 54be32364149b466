import { dropBit, hasBit } from '../../arrays/bitset.ts';
import type { FactList, Verdict } from '../../criteria/index.ts';
import type { FieldValue } from '../../model/index.ts';
import type { Arm, CodeArm, NumberArm, ScreenData, SetArm, Slot, ValueArm } from './data.ts';
import { numberRow } from './number-kernel.ts';
import { createSetMemo, type SetMemo, setRow } from './set-kernel.ts';

/** Codes whose nodes are remembered; a reserve uses a few hundred. */
const CODES_REMEMBERED = 4096;

/** How one arm finds the row of a fact; one shape for all kinds, so that the loop stays fast. */
interface Finder {
  readonly arm: Arm;
  readonly kind: number;
  /** Place of the field in a list of facts. */
  readonly place: number;
  /** Rows of values, or places of codes. */
  readonly known: Map<string, number>;
  /** Number of nodes of a code. */
  readonly nodes: number;
  readonly memo: SetMemo | undefined;
}

const NUMBER = 0;
const VALUE = 1;
const CODE = 2;
const SET = 3;
const KINDS = { number: NUMBER, value: VALUE, code: CODE, set: SET } as const;

/** A screen that is ready to be asked, one need at a time. */
export interface Screen {
  readonly data: ScreenData;
  /** A copy of `data.pool` to work in: some rows are made for each need. */
  readonly pool: Uint32Array;
  /** By open slot: one finder for each arm. */
  readonly finders: readonly (readonly Finder[])[];
  /** By open slot, for the need of the last `chooseRows`: rows of the pool. */
  readonly passRows: Int32Array;
  readonly possibleRows: Int32Array;
  /** The verdicts on the last need, after `screenNeed`. */
  readonly pass: Uint32Array;
  readonly possible: Uint32Array;
  /** First words of the rows that have to be intersected. */
  readonly pending: Int32Array;
}

export function openScreen(data: ScreenData, placeOf: (field: string) => number): Screen {
  const places = data.fields.map(placeOf);
  return {
    data,
    pool: data.pool.slice(),
    finders: data.slots
      .slice(0, data.openSlots)
      .map((slot) => armsOf(slot).map((arm) => createFinder(arm, places[arm.field]!))),
    passRows: new Int32Array(data.openSlots),
    possibleRows: new Int32Array(data.openSlots),
    pass: new Uint32Array(data.words),
    possible: new Uint32Array(data.words),
    pending: new Int32Array(data.openSlots + 1),
  };
}

function armsOf(slot: Slot): readonly Arm[] {
  return slot.kind === 'simple' ? [slot.arm] : slot.kind === 'joint' ? slot.arms : [];
}

function createFinder(arm: Arm, place: number): Finder {
  const known = new Map<string, number>();
  if (arm.kind === 'value') arm.values.forEach((value, i) => void known.set(value, arm.rows[i]!));
  if (arm.kind === 'code') arm.nodes.forEach((node, i) => void known.set(node, i));
  return {
    arm,
    kind: KINDS[arm.kind],
    place,
    known,
    nodes: arm.kind === 'code' ? arm.nodes.length : 0,
    memo: arm.kind === 'set' ? createSetMemo(arm) : undefined,
  };
}

/** Rows that `lookUp` found last. */
let foundPass = 0;
let foundPossible = 0;

/** Finds the two rows of a fact: `foundPass` and `foundPossible`. */
function lookUp({ data, pool }: Screen, finder: Finder, facts: FactList): void {
  const { arm, kind } = finder;
  const value: FieldValue | undefined = facts[finder.place];
  if (value === undefined) {
    foundPass = arm.missingPass;
    foundPossible = arm.missingPossible;
    return;
  }
  const { words } = data;
  if (kind === NUMBER) foundPass = numberRow(arm as NumberArm, pool, words, value as number);
  else if (kind === SET) {
    foundPass = setRow(arm as SetArm, finder.memo!, pool, words, value as readonly string[]);
  } else if (kind === VALUE) {
    const row = finder.known.get(typeof value === 'string' ? value : String(value));
    foundPass = row ?? (arm as ValueArm).otherRow;
  } else {
    const place = codePlace(finder.known, finder.nodes, value as string);
    if (place < finder.nodes) {
      foundPass = (arm as CodeArm).passRows[place]!;
      foundPossible = (arm as CodeArm).possibleRows[place]!;
      return;
    }
    foundPass = (arm as CodeArm).belowRows[place - finder.nodes]!;
  }
  // What is not missing, and no code that is known only coarsely, passes or fails.
  foundPossible = foundPass;
}

/**
 * Where a code stands: `node` for a node, `nodes + node` below the last node that it begins with,
 * `nodes + nodes` for a code that begins like none. Remembered: codes repeat.
 */
function codePlace(placeOf: Map<string, number>, nodes: number, code: string): number {
  const known = placeOf.get(code);
  if (known !== undefined) return known;
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

/** Judges the conditions that no row tells: place of the product, place of its condition. */
export type JudgeOpen = (row: number, condition: number) => Verdict;

/**
 * Screens all products for one need: `screen.possible` and `screen.pass` are their verdicts on all
 * conditions of the language. O(slots x words).
 */
export function screenNeed(screen: Screen, facts: FactList, judgeOpen: JudgeOpen): void {
  chooseRows(screen, facts);
  intersectRows(screen);
  const { pass, possible, data } = screen;
  for (const { row, condition } of data.openConditions) {
    if (!hasBit(possible, 0, row)) continue;
    const verdict = judgeOpen(row, condition);
    if (verdict === 'pass') continue;
    dropBit(pass, 0, row);
    if (verdict === 'fail') dropBit(possible, 0, row);
  }
}

/**
 * Lists the products of which nothing fails, ascending, with their verdicts (1 unknown, 2 pass), and
 * returns how many. O(words + products listed).
 */
export function listRows(screen: Screen, rows: Int32Array, verdicts: Uint8Array): number {
  const { pass, possible } = screen;
  let count = 0;
  for (let w = 0; w < possible.length; w++) {
    const passing = pass[w]!;
    for (let left = possible[w]!; left !== 0; left &= left - 1) {
      const bit = left & -left;
      rows[count] = (w << 5) + 31 - Math.clz32(bit);
      verdicts[count] = (passing & bit) === 0 ? 1 : 2;
      count += 1;
    }
  }
  return count;
}

/** Chooses the rows of every open slot for the facts of a need. O(slots), and rows that are made. */
export function chooseRows(screen: Screen, facts: FactList): void {
  const { data, finders, passRows, possibleRows } = screen;
  for (let s = 0; s < data.openSlots; s++) {
    const slot = data.slots[s]!;
    if (slot.kind === 'joint') {
      uniteArms(screen, slot, finders[s]!, facts);
      passRows[s] = slot.scratch;
      possibleRows[s] = slot.scratch + 1;
    } else {
      lookUp(screen, finders[s]![0]!, facts);
      passRows[s] = foundPass;
      possibleRows[s] = foundPossible;
    }
  }
}

function uniteArms(
  screen: Screen,
  slot: Extract<Slot, { kind: 'joint' }>,
  finders: readonly Finder[],
  facts: FactList,
): void {
  const { pool } = screen;
  const { words } = screen.data;
  const pass = slot.scratch * words;
  const possible = pass + words;
  pool.copyWithin(pass, slot.basePass * words, (slot.basePass + 1) * words);
  pool.copyWithin(possible, slot.basePossible * words, (slot.basePossible + 1) * words);
  for (const finder of finders) {
    lookUp(screen, finder, facts);
    const armPass = foundPass * words;
    const armPossible = foundPossible * words;
    for (let w = 0; w < words; w++) {
      pool[pass + w]! |= pool[armPass + w]!;
      pool[possible + w]! |= pool[armPossible + w]!;
    }
  }
}

/**
 * Intersects the chosen rows: `screen.possible` holds the products of which no screened condition
 * fails, `screen.pass` those of which all pass. O(slots x words).
 */
export function intersectRows(screen: Screen): void {
  const { data, pool, passRows, possibleRows, pass, possible, pending } = screen;
  const { words, isFull, openSlots } = data;
  let count = 0;
  pending[count++] = data.fixedPossible * words;
  for (let s = 0; s < openSlots; s++) {
    const row = possibleRows[s]!;
    if (isFull[row] === 0) pending[count++] = row * words;
  }
  intersect(pool, pending, count, words, possible);
  // The two families differ only where a fact is missing or known coarsely.
  count = 0;
  pending[count++] = data.fixedPass * words;
  for (let s = 0; s < openSlots; s++) {
    if (passRows[s] !== possibleRows[s]) pending[count++] = passRows[s]! * words;
  }
  intersect(pool, pending, count, words, pass);
  for (let w = 0; w < words; w++) pass[w]! &= possible[w]!;
}

/** The intersection of `count` rows that begin at words `starts`, four at a time. */
function intersect(
  pool: Uint32Array,
  starts: Int32Array,
  count: number,
  words: number,
  out: Uint32Array,
): void {
  const head = count & 3;
  if (head === 0) out.fill(0xffffffff);
  else {
    const a = starts[0]!;
    const b = head > 1 ? starts[1]! : a;
    const c = head > 2 ? starts[2]! : a;
    for (let w = 0; w < words; w++) out[w] = pool[a + w]! & pool[b + w]! & pool[c + w]!;
  }
  for (let i = head; i < count; i += 4) {
    const a = starts[i]!;
    const b = starts[i + 1]!;
    const c = starts[i + 2]!;
    const d = starts[i + 3]!;
    for (let w = 0; w < words; w++) {
      out[w] = out[w]! & pool[a + w]! & pool[b + w]! & pool[c + w]! & pool[d + w]!;
    }
  }
}
