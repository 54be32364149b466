import { addBit, countBits, hasBit } from '../../arrays/bitset.ts';
import { criterionCode, fieldsOf, UNKNOWN } from '../../criteria/index.ts';
import {
  beginLoans,
  type CodePart,
  countFailed,
  countFailures,
  createFailureCounts,
  type FailureCounts,
  failedWalks,
  fitRows,
  hasCurrency,
  type LimitCode,
  listRows,
  markLimits,
  screenNeed,
  slotFields,
  uniteFailures,
} from '../../eligibility/index.ts';
import type { Need } from '../../model/index.ts';
import { type Engine, readNeed } from './engine-kernel.ts';
import type { Segment } from './segment.ts';

/**
 * Places of the products that fail for a need and that a change of facts may open, those that fail
 * once before the others. A product that fails for a fact that nobody can change is not among them:
 * that is most of them, and it is seen 32 at a time. `isChangeable`: by the name of a field.
 */
export function mendableProducts(
  engine: Engine,
  need: Need,
  isChangeable: (field: string) => boolean,
): readonly number[] {
  if (!hasCurrency(engine.catalog, need)) return [];
  const taken = readNeed(engine, need);
  const once: number[] = [];
  const more: number[] = [];
  for (const segment of engine.segments) {
    const { screen, loans, productOf } = segment;
    const { rows, words } = screen.data;
    screenNeed(screen, engine.facts);
    beginLoans(loans, taken);
    const { bench } = segment;
    const listed = listRows(screen, bench.rows, bench.verdicts);
    const kept = fitRows(loans, bench, listed, UNKNOWN);
    // What is out: what does not fail, and what fails for good.
    const out = new Uint32Array(words);
    for (let i = 0; i < kept; i++) addBit(out, 0, bench.rows[i]!);
    const fixed = screen.data.fixedPossible * words;
    for (let w = 0; w < words; w++) out[w]! |= ~screen.pool[fixed + w]!;
    uniteFailures(screen, unchangeableSlots(segment, isChangeable), out);
    const counts = createFailureCounts(screen.data);
    countFailures(screen, counts);
    addWalks(engine, segment, isChangeable, counts, out);
    for (let row = 0; row < rows; row++) {
      if (hasBit(out, 0, row) || productOf[row]! < 0) continue;
      (hasBit(counts.more, 0, row) ? more : once).push(productOf[row]!);
    }
  }
  return [...once, ...more];
}

/** Slots that look at nothing that can be changed. */
function unchangeableSlots(
  { screen }: Segment,
  isChangeable: (field: string) => boolean,
): Uint8Array {
  const { data } = screen;
  return Uint8Array.from(data.slots, (slot) =>
    slotFields(data, slot).some((field) => isChangeable(field)) ? 0 : 1,
  );
}

/** Counts the failures of conditions without slots, and adds those that nothing can change to `out`. */
function addWalks(
  { catalog }: Engine,
  { screen, productOf }: Segment,
  isChangeable: (field: string) => boolean,
  { once, more }: FailureCounts,
  out: Uint32Array,
): void {
  const { ownerStart, rows, conditions } = screen.data.walks;
  for (const walk of failedWalks(screen)) {
    for (let i = ownerStart[walk]!; i < ownerStart[walk + 1]!; i++) {
      const row = rows[i]!;
      const criterion = catalog.products[productOf[row]!]?.conditions[conditions[i]!];
      if (criterion === undefined || hasBit(out, 0, row)) continue;
      const canChange = [...fieldsOf(criterion)].some((field) => isChangeable(field));
      if (canChange) addBit(hasBit(once, 0, row) ? more : once, 0, row);
      else addBit(out, 0, row);
    }
  }
}

const LIMIT_CODES: readonly LimitCode[] = [
  'collateral-coverage',
  'investment-share',
  'single-client',
];

/** Where conditions stand, by code. */
type CodeBook = ReadonlyMap<string, readonly CodePart[]>;

const books = new WeakMap<Segment, CodeBook>();

/**
 * How many products fail by each code; a product that fails twice by one code counts once. The bits
 * of the screen are counted, nothing is judged again but limits and conditions beyond the screen.
 */
export function countRejections(engine: Engine, need: Need): ReadonlyMap<string, number> {
  const totals = new Map<string, number>();
  const add = (code: string, count: number) => {
    if (count > 0) totals.set(code, (totals.get(code) ?? 0) + count);
  };
  const taken = readNeed(engine, need);
  const isCurrency = hasCurrency(engine.catalog, need);
  for (const segment of engine.segments) {
    const { screen, loans, productOf } = segment;
    const { rows, words } = screen.data;
    screenNeed(screen, engine.facts);
    beginLoans(loans, taken);
    const extra = new Map<string, Uint32Array>();
    const mark = (code: string, row: number) => {
      const bits = extra.get(code) ?? new Uint32Array(words);
      extra.set(code, bits);
      addBit(bits, 0, row);
    };
    const limits = new Uint8Array(rows);
    markLimits(loans, limits);
    for (let row = 0; row < rows; row++) {
      if (productOf[row]! < 0) continue;
      if (!isCurrency) mark('currency', row);
      if (segment.data.isOffered[row] === 0) mark('validity', row);
      const fails = limits[row]!;
      for (let i = 0; i < LIMIT_CODES.length; i++) {
        if ((fails & (1 << i)) !== 0) mark(LIMIT_CODES[i]!, row);
      }
    }
    markWalks(engine, segment, mark);
    const failed = new Uint32Array(words);
    const parts = bookOf(engine, segment);
    for (const code of new Set([...parts.keys(), ...extra.keys()])) {
      countFailed(screen, parts.get(code) ?? [], failed);
      const others = extra.get(code);
      let count = 0;
      for (let w = 0; w < words; w++) count += countBits(failed[w]! | (others?.[w] ?? 0));
      add(code, count);
    }
  }
  return totals;
}

/** Conditions without slots, after `screenNeed`. */
function markWalks(
  { catalog }: Engine,
  { screen, productOf }: Segment,
  mark: (code: string, row: number) => void,
): void {
  const { ownerStart, rows, conditions } = screen.data.walks;
  for (const walk of failedWalks(screen)) {
    for (let i = ownerStart[walk]!; i < ownerStart[walk + 1]!; i++) {
      const row = rows[i]!;
      const compiled = catalog.products[productOf[row]!];
      if (compiled !== undefined) mark(criterionCode(compiled.conditions[conditions[i]!]!), row);
    }
  }
}

/** Where the conditions of each code stand; made when first asked for. Rows that are gone are left out. */
function bookOf({ catalog }: Engine, segment: Segment): CodeBook {
  const known = books.get(segment);
  if (known !== undefined) return known;
  const { conditionOf, rows, words, slots } = segment.screen.data;
  const parts = new Map<string, CodePart[]>();
  for (let slot = 0; slot < slots.length; slot++) {
    const ownersOf = new Map<string, Uint32Array>();
    for (let row = 0; row < rows; row++) {
      const condition = conditionOf[slot * rows + row]! - 1;
      const compiled = catalog.products[segment.productOf[row]!];
      if (condition < 0 || compiled === undefined) continue;
      const code = criterionCode(compiled.conditions[condition]!);
      const owners = ownersOf.get(code) ?? new Uint32Array(words);
      ownersOf.set(code, owners);
      addBit(owners, 0, row);
    }
    for (const [code, owners] of ownersOf) {
      const list = parts.get(code) ?? [];
      parts.set(code, list);
      list.push({ slot, owners });
    }
  }
  books.set(segment, parts);
  return parts;
}
