/*
 * The points of loans, in AssemblyScript: `otherPoints`, `ceilingsOf` and the blocks of `openLargest`.
 * Every name below that ends in `At` is the address of a first entry.
 */
import { JudgeTables, judge, UNASKED as NO_VERDICT } from '../criteria/judging.as';

/** How a product scores, under one profile. */
@unmanaged
class PointRecord {
  /** Points for the days to a decision. */
  speed: i32;
  /** Bytes from the first entry: of the list of preferences, of the bank. */
  list: i32;
  bank: i32;
  /** Collateral rule: bytes to its cover; -1: nothing must be pledged. */
  cover: i32;
}

/** `openPointModule` fills it in the same order. */
@unmanaged
class PointTables {
  recordsAt: usize;
  listPointsAt: usize;
  /** By bank: the points of a client. */
  bankPointsAt: usize;
  numeratorAt: usize;
  denominatorAt: usize;
  /** Entries, and which of them are asked for. */
  rowsAt: usize;
  amountsAt: usize;
  monthsAt: usize;
  worthAt: usize;
  amongAt: usize;
  costsAt: usize;
  /** Results: points by entry, lists to judge, keys and blocks by place. */
  pointsAt: usize;
  asksAt: usize;
  keysAt: usize;
  blockKeysAt: usize;
  blockPlacesAt: usize;
  /** As in `ScoreData`: by list its first entry; by entry its part, and its criterion. */
  listStartsAt: usize;
  entryPartsAt: usize;
  entryCriteriaAt: usize;
  /** By part: points a full feature, over `FULL`. */
  partWeightsAt: usize;
  judge: JudgeTables;
}

/** Parts of a score that banks' preferences fill. */
const PARTS: i32 = 5;
const PASS: i32 = 2;

/** A `PointRecord` takes two to the power of this, in bytes. */
const RECORD_SHIFT: usize = 4;

/** A full feature, as in the rule. */
const FULL: i64 = 10000;
const UNASKED: i32 = -1;
const ASKED: i32 = -2;
const BLOCK: i32 = 16;

/** Lists of preferences of the entries that were not judged for this need: each once. */
export function askLists(tables: PointTables, count: i32): i32 {
  let asks = 0;
  for (let k = 0; k < count; k++) {
    const entry = load<i32>(tables.amongAt + (k << 2));
    const row = load<i32>(tables.rowsAt + (entry << 2));
    const list = changetype<PointRecord>(tables.recordsAt + ((<usize>row) << RECORD_SHIFT)).list;
    if (load<i32>(tables.listPointsAt + list) !== UNASKED) continue;
    store<i32>(tables.listPointsAt + list, ASKED);
    store<i32>(tables.asksAt + (asks << 2), list >> 2);
    asks += 1;
  }
  return asks;
}

/** Judges the lists that were asked for, from one on; where a mark must be told first, the place of that. */
export function judgeLists(tables: PointTables, from: i32, asks: i32): i32 {
  for (let i = from; i < asks; i++) {
    const list = load<i32>(tables.asksAt + (i << 2));
    const points = pointsOfList(tables, list);
    if (points < 0) return i;
    store<i32>(tables.listPointsAt + (list << 2), points);
  }
  return asks;
}

/** The share of the preferences that pass, by part; full where none is stated; -1: a mark is asked for. */
function pointsOfList(tables: PointTables, list: i32): i32 {
  let points = 0;
  let entry = load<i32>(tables.listStartsAt + (list << 2));
  const end = load<i32>(tables.listStartsAt + (list << 2), 4);
  for (let part = 0; part < PARTS; part++) {
    const first = entry;
    let passed = 0;
    for (; entry < end && load<u8>(tables.entryPartsAt + entry) === part; entry++) {
      const verdict = judge(tables.judge, load<i32>(tables.entryCriteriaAt + (entry << 2)));
      if (verdict === NO_VERDICT) return UNASKED;
      passed += i32(verdict === PASS);
    }
    const stated = entry - first;
    const feature = stated === 0 ? <i32>FULL : (<i32>FULL * passed) / stated;
    points += load<i32>(tables.partWeightsAt + (part << 2)) * feature;
  }
  return points;
}

/** All of the score but the net cost. Weights are points a full feature, over `FULL`. */
export function countPoints(
  tables: PointTables,
  count: i32,
  asked: f64,
  askedMonths: i32,
  coverage: i32,
  termFit: i32,
  collateral: i32,
): void {
  const whole = coverage * <i32>FULL;
  const wholeTerm = termFit * <i32>FULL;
  const unsecured = collateral * <i32>FULL;
  for (let k = 0; k < count; k++) {
    const entry = load<i32>(tables.amongAt + (k << 2));
    const row = load<i32>(tables.rowsAt + (entry << 2));
    const record = changetype<PointRecord>(tables.recordsAt + ((<usize>row) << RECORD_SHIFT));
    const amount = load<f64>(tables.amountsAt + (entry << 3));
    const months = load<i32>(tables.monthsAt + (entry << 2));
    let total = record.speed + load<i32>(tables.listPointsAt + record.list);
    total += load<i32>(tables.bankPointsAt + record.bank);
    if (amount === asked) total += whole;
    else total += coverage * <i32>((FULL * <i64>amount) / <i64>asked);
    if (months === askedMonths) total += wholeTerm;
    else total += termFit * ((<i32>FULL * months) / askedMonths);
    if (record.cover < 0) total += unsecured;
    else if (collateral !== 0) {
      const worth = <i64>load<f64>(tables.worthAt + (entry << 3));
      const numerator = <i64>load<f64>(tables.numeratorAt + record.cover);
      const denominator = <i64>load<f64>(tables.denominatorAt + record.cover);
      // What is bound of the pledges, rounded up, and its share of them, rounded up.
      const bound = min((<i64>amount * denominator + numerator - 1) / numerator, worth);
      if (worth > 0) total += collateral * <i32>(FULL - (FULL * bound + worth - 1) / worth);
    }
    store<i32>(tables.pointsAt + (entry << 2), total);
  }
}

/** The most that whole scores can be, by place, and the largest of each block of places. */
export function countCeilings(
  tables: PointTables,
  count: i32,
  best: f64,
  worst: f64,
  weight: i32,
): void {
  const full = <f64>FULL;
  const slope = full / (worst - best);
  let most = -1;
  let at = 0;
  for (let k = 0; k < count; k++) {
    const entry = load<i32>(tables.amongAt + (k << 2));
    const feature = (worst - load<f64>(tables.costsAt + (entry << 3))) * slope + 1;
    // Above the full and below nothing it is cut off.
    const bounded = feature < full ? (feature > 0 ? <i32>feature : 0) : <i32>FULL;
    const key = load<i32>(tables.pointsAt + (entry << 2)) + weight * bounded;
    store<i32>(tables.keysAt + (k << 2), key);
    if (key > most) {
      most = key;
      at = k;
    }
    if ((k & (BLOCK - 1)) === BLOCK - 1 || k === count - 1) {
      store<i32>(tables.blockKeysAt + ((k >> 4) << 2), most);
      store<i32>(tables.blockPlacesAt + ((k >> 4) << 2), at);
      most = -1;
    }
  }
}

/** The place of the largest key that is left, which is taken; -1: none is left, or it is below `least`. */
export function takeCeiling(tables: PointTables, count: i32, least: i32): i32 {
  const blocks = (count + BLOCK - 1) >> 4;
  let most = -1;
  let block = 0;
  for (let b = 0; b < blocks; b++) {
    const key = load<i32>(tables.blockKeysAt + (b << 2));
    if (key > most) {
      most = key;
      block = b;
    }
  }
  if (most < 0 || most < least) return -1;
  const place = load<i32>(tables.blockPlacesAt + (block << 2));
  store<i32>(tables.keysAt + (place << 2), -1);
  const end = min(count, (block + 1) << 4);
  most = -1;
  let at = block << 4;
  for (let k = at; k < end; k++) {
    const key = load<i32>(tables.keysAt + (k << 2));
    if (key > most) {
      most = key;
      at = k;
    }
  }
  store<i32>(tables.blockKeysAt + (block << 2), most);
  store<i32>(tables.blockPlacesAt + (block << 2), at);
  return place;
}
