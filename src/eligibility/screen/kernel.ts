import type { Arena } from '../../arrays/arena.ts';
import {
  type BitRows,
  bitRowsBytes,
  intersectListed,
  openBitRows,
} from '../../arrays/bit-rows-kernel.ts';
import { type FactList, type FieldRegistry, fieldIndex } from '../../criteria/index.ts';
import { type Chooser, chooseRows, openChooser } from './choose-kernel.ts';
import type { ScreenData } from './data.ts';
import { openWalks, screenWalks, type Walks } from './walk-kernel.ts';

/** Places of the two results. */
const POSSIBLE = 0;
const PASS_RESULT = 1;

/** A screen that is ready to be asked, one need at a time. */
export interface Screen {
  readonly data: ScreenData;
  readonly rows: BitRows;
  /** A copy of `data.pool` to work in: some rows are made for each need. */
  readonly pool: Uint32Array;
  readonly chooser: Chooser;
  /** By open slot, for the need of the last `screenNeed`: rows of the pool. */
  readonly passRows: Int32Array;
  readonly possibleRows: Int32Array;
  /** What no row tells. */
  readonly walks: Walks;
  /** The verdicts on the last need, after `screenNeed`. */
  readonly pass: Uint32Array;
  readonly possible: Uint32Array;
}

/** What `openScreen` takes from an arena. */
export function screenBytes({ pool, words, openSlots }: ScreenData): number {
  return bitRowsBytes(pool, words, 2, openSlots + 2);
}

export function openScreen(data: ScreenData, registry: FieldRegistry, arena: Arena): Screen {
  const places = data.fields.map((field) => fieldIndex(registry, field));
  const chooser = openChooser(data, places);
  const rows = openBitRows(arena, data.pool, data.words, 2, data.openSlots + 2);
  return {
    data,
    rows,
    pool: rows.pool,
    chooser,
    passRows: chooser.passRows,
    possibleRows: chooser.possibleRows,
    walks: openWalks(data.walks, places, registry),
    pass: rows.results[PASS_RESULT]!,
    possible: rows.results[POSSIBLE]!,
  };
}

/**
 * Screens all products for one need: `screen.possible` and `screen.pass` are their verdicts on all
 * conditions of the language. O(slots x words), and the conditions that no row tells.
 */
export function screenNeed(screen: Screen, facts: FactList): void {
  chooseRows(screen.chooser, screen.rows, facts);
  intersectRows(screen);
  screenWalks(screen.walks, facts, screen.pass, screen.possible);
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
export function intersectRows({ data, rows, passRows, possibleRows }: Screen): void {
  const { isFull, openSlots } = data;
  const { starts, poolAt } = rows;
  const rowBytes = data.words * 4;
  starts[0] = poolAt + data.fixedPossible * rowBytes;
  let count = 1;
  for (let s = 0; s < openSlots; s++) {
    const row = possibleRows[s]!;
    if (isFull[row] === 0) starts[count++] = poolAt + row * rowBytes;
  }
  intersectListed(rows, count, POSSIBLE);
  // The two families differ only where a fact is missing or known coarsely.
  starts[0] = rows.resultAt[POSSIBLE]!;
  starts[1] = poolAt + data.fixedPass * rowBytes;
  count = 2;
  for (let s = 0; s < openSlots; s++) {
    if (passRows[s] !== possibleRows[s]) starts[count++] = poolAt + passRows[s]! * rowBytes;
  }
  intersectListed(rows, count, PASS_RESULT);
}
