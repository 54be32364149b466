/*
 * The least that loans can cost, in AssemblyScript: `leastCosts` of the kernel beside this file. Every
 * name below that ends in `At` is the address of a first entry.
 */

@unmanaged
class BoundRecord {
  /** ppm a year; NaN where there is none. */
  leastRate: f64;
  mostRate: f64;
  /** As `CostData.least`: ppm a year of fees that are sure, and ppm-months. */
  fees: i32;
  feeMonths: i32;
  /** Place of the class of the product. */
  class: i32;
}

/** `openBoundModule` fills it in the same order. */
@unmanaged
class BoundTables {
  recordsAt: usize;
  /** By class: bits of the programmes that take part. */
  bitsAt: usize;
  /** By class and place of a term: what the bound was made for, and its two parts. */
  keysAt: usize;
  fixedAt: usize;
  shareAt: usize;
  /** Entries, and which of them are asked for. */
  rowsAt: usize;
  amountsAt: usize;
  monthsAt: usize;
  methodsAt: usize;
  amongAt: usize;
  costsAt: usize;
  /** Classes, or entries, whose bits or bounds are not there yet. */
  asksAt: usize;
}

/** A `BoundRecord` takes two to the power of this, in bytes. */
const RECORD_SHIFT: usize = 5;
const UNASKED: i32 = -1;
const ASKED: i32 = -2;
/** Terms whose bound is remembered for a class. */
const TERMS: i32 = 16;

/** Classes of the entries that were not judged for this need: each once. */
export function askClasses(tables: BoundTables, count: i32): i32 {
  let asks = 0;
  for (let k = 0; k < count; k++) {
    const entry = load<i32>(tables.amongAt + (k << 2));
    const row = load<i32>(tables.rowsAt + (entry << 2));
    const at = changetype<BoundRecord>(tables.recordsAt + ((<usize>row) << RECORD_SHIFT)).class;
    if (load<i32>(tables.bitsAt + (at << 2)) !== UNASKED) continue;
    store<i32>(tables.bitsAt + (at << 2), ASKED);
    store<i32>(tables.asksAt + (asks << 2), at);
    asks += 1;
  }
  return asks;
}

/** Entries whose bound is not there yet; of those with the same one, the first. */
export function askBounds(tables: BoundTables, count: i32, payingBits: i32): i32 {
  let asks = 0;
  for (let k = 0; k < count; k++) {
    const entry = load<i32>(tables.amongAt + (k << 2));
    const row = load<i32>(tables.rowsAt + (entry << 2));
    const at = changetype<BoundRecord>(tables.recordsAt + ((<usize>row) << RECORD_SHIFT)).class;
    if ((load<i32>(tables.bitsAt + (at << 2)) & payingBits) === 0) continue;
    const months = load<i32>(tables.monthsAt + (entry << 2));
    const key = months * 4 + load<u8>(tables.methodsAt + entry);
    const slot = at * TERMS + (months & (TERMS - 1));
    if (load<i32>(tables.keysAt + (slot << 2)) === key) continue;
    store<i32>(tables.keysAt + (slot << 2), key);
    store<i32>(tables.asksAt + (asks << 2), entry);
    asks += 1;
  }
  return asks;
}

/** The least costs, ppm a year, by entry; minus infinity where nothing is promised. */
export function boundCosts(
  tables: BoundTables,
  count: i32,
  payingBits: i32,
  leastAmount: f64,
  longest: i32,
  highest: f64,
): void {
  for (let k = 0; k < count; k++) {
    const entry = load<i32>(tables.amongAt + (k << 2));
    const row = load<i32>(tables.rowsAt + (entry << 2));
    const record = changetype<BoundRecord>(tables.recordsAt + ((<usize>row) << RECORD_SHIFT));
    const rate = record.leastRate;
    const months = load<i32>(tables.monthsAt + (entry << 2));
    const isLarge = i32(load<f64>(tables.amountsAt + (entry << 3)) >= leastAmount);
    let cost: f64 = -Infinity;
    if (isLarge & i32(rate >= 0) & i32(months <= longest)) {
      let from = rate;
      let bound: f64 = 0;
      if ((load<i32>(tables.bitsAt + (record.class << 2)) & payingBits) !== 0) {
        const slot = record.class * TERMS + (months & (TERMS - 1));
        const share = load<f64>(tables.shareAt + (slot << 3));
        // Where programmes pay more than the interest, the highest rate leaves the least.
        if (share > 1) from = record.mostRate;
        bound = load<f64>(tables.fixedAt + (slot << 3)) + share * from;
        // Another term or method may stand there, and nothing is promised of rates beyond.
        const key = months * 4 + load<u8>(tables.methodsAt + entry);
        const isOther = load<i32>(tables.keysAt + (slot << 2)) !== key;
        if (isOther || !(record.mostRate <= highest)) bound = Infinity;
      }
      const fees = <f64>record.fees + <f64>record.feeMonths / <f64>months;
      if (rate + bound <= highest) cost = Math.floor(from + fees - bound);
    }
    store<f64>(tables.costsAt + (entry << 3), cost);
  }
}
