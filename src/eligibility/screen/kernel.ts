import { dropBit, hasBit } from '../../arrays/bitset.ts';
import {
  compileTest,
  FAIL,
  type FactList,
  type FieldRegistry,
  fieldIndex,
  judgeTest,
  PASS,
  type Test,
} from '../../criteria/index.ts';
import { type Chooser, chooseRows, openChooser } from './choose-kernel.ts';
import type { ScreenData } from './data.ts';

/** A screen that is ready to be asked, one need at a time. */
export interface Screen {
  readonly data: ScreenData;
  /** A copy of `data.pool` to work in: some rows are made for each need. */
  readonly pool: Uint32Array;
  readonly chooser: Chooser;
  /** By open slot, for the need of the last `screenNeed`: rows of the pool. */
  readonly passRows: Int32Array;
  readonly possibleRows: Int32Array;
  /** What no row tells, in the order of `data.openConditions`. */
  readonly openTests: readonly Test[];
  /** The verdicts on the last need, after `screenNeed`. */
  readonly pass: Uint32Array;
  readonly possible: Uint32Array;
  /** First words of the rows that have to be intersected. */
  readonly pending: Int32Array;
}

export function openScreen(data: ScreenData, registry: FieldRegistry): Screen {
  const places = data.fields.map((field) => fieldIndex(registry, field));
  const chooser = openChooser(data, places);
  return {
    data,
    pool: data.pool.slice(),
    chooser,
    passRows: chooser.passRows,
    possibleRows: chooser.possibleRows,
    openTests: data.openConditions.map(({ criterion }) => compileTest(criterion, registry)),
    pass: new Uint32Array(data.words),
    possible: new Uint32Array(data.words),
    pending: new Int32Array(data.openSlots + 1),
  };
}

/**
 * Screens all products for one need: `screen.possible` and `screen.pass` are their verdicts on all
 * conditions of the language. O(slots x words), and the conditions that no row tells.
 */
export function screenNeed(screen: Screen, facts: FactList): void {
  chooseRows(screen.chooser, screen.pool, screen.data.words, facts);
  intersectRows(screen);
  const { pass, possible, openTests } = screen;
  const { openConditions } = screen.data;
  for (let i = 0; i < openTests.length; i++) {
    const { row } = openConditions[i]!;
    if (!hasBit(possible, 0, row)) continue;
    const verdict = judgeTest(openTests[i]!, facts);
    if (verdict === PASS) continue;
    dropBit(pass, 0, row);
    if (verdict === FAIL) dropBit(possible, 0, row);
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
