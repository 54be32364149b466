import type { Arena } from '../../arrays/arena.ts';
import { type BitRows, bitRowsBytes, openBitRows } from '../../arrays/bit-rows-kernel.ts';
import { type FactList, type FieldRegistry, fieldIndex } from '../../criteria/index.ts';
import { type Choices, layChoices } from './choices-kernel.ts';
import {
  type Chooser,
  choosePlainly,
  chooserBytes,
  meetChosen,
  openChooser,
} from './choose-kernel.ts';
import {
  type ChooseModule,
  chooseModuleBytes,
  openChooseModule,
  screenByModule,
} from './choose-wasm.ts';
import type { Arm, ScreenData } from './data.ts';
import { readKeys } from './keys-kernel.ts';
import { openWalks, screenWalks, type Walks } from './walk-kernel.ts';

/** What a screen takes from an arena, and how. */
export interface ScreenPlan {
  readonly data: ScreenData;
  readonly choices: Choices;
  readonly bytes: number;
}

/** A screen that is ready to be asked, one need at a time. */
export interface Screen {
  readonly data: ScreenData;
  readonly rows: BitRows;
  /** A copy of `data.pool` to work in: some rows are made for each need. */
  readonly pool: Uint32Array;
  readonly chooser: Chooser;
  /** `undefined`: the plain way is taken. */
  readonly module: ChooseModule | undefined;
  /** By open slot, for the need of the last `screenNeed`: rows of the pool. */
  readonly passRows: Int32Array;
  readonly possibleRows: Int32Array;
  /** What no row tells. */
  readonly walks: Walks;
  /** The verdicts on the last need, after `screenNeed`. */
  readonly pass: Uint32Array;
  readonly possible: Uint32Array;
}

/** Plans a screen. `isPlain`: does without the module. O(cuts + columns). */
export function planScreen(data: ScreenData, isPlain: boolean): ScreenPlan {
  const choices = layChoices(data);
  const rows = bitRowsBytes(data.pool, data.words, longestList(data));
  const bytes = rows + chooserBytes(choices) + (isPlain ? 0 : chooseModuleBytes(data));
  return { data, choices, bytes };
}

/** Most rows that are listed at once: of all slots, of a set's labels, of a base and its arms. */
function longestList({ slots, openSlots }: ScreenData): number {
  const lengthOf = (arm: Arm) => (arm.kind === 'set' ? arm.labels.length : 0);
  return slots.reduce((most, slot) => {
    if (slot.kind === 'fixed') return most;
    if (slot.kind === 'simple') return Math.max(most, lengthOf(slot.arm));
    return Math.max(most, slot.arms.length + 1, ...slot.arms.map(lengthOf));
  }, openSlots + 1);
}

export function openScreen(plan: ScreenPlan, registry: FieldRegistry, arena: Arena): Screen {
  const { data, choices } = plan;
  const places = data.fields.map((field) => fieldIndex(registry, field));
  const chooser = openChooser(choices, places, arena);
  const rows = openBitRows(arena, data.pool, data.words, longestList(data));
  const [possible, pass] = rows.results;
  return {
    data,
    rows,
    pool: rows.pool,
    chooser,
    module: openChooseModule(arena, data, chooser, rows),
    passRows: chooser.passRows,
    possibleRows: chooser.possibleRows,
    walks: openWalks(data.walks, places, registry),
    pass,
    possible,
  };
}

/**
 * Screens all products for one need: `screen.possible` and `screen.pass` are their verdicts on all
 * conditions of the language. O(slots x words), and the conditions that no row tells.
 */
export function screenNeed(screen: Screen, facts: FactList): void {
  const { data, rows, chooser, module } = screen;
  readKeys(chooser.reader, facts, rows, chooser.tableRows);
  if (module !== undefined) screenByModule(module, chooser, rows);
  else {
    choosePlainly(chooser, rows);
    meetChosen(chooser, data, rows);
  }
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
