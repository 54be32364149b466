import type { Day } from '../units/day.ts';
import { flowOver } from './cells-flow-kernel.ts';
import { accrued, fillCells, interest, spans } from './cells-kernel.ts';
import {
  CEILINGS_LIMIT,
  PROGRAMMES_LIMIT,
  RESIDUALS_LIMIT,
  SETS_LIMIT,
  type StackDesk,
} from './desk-kernel.ts';
import {
  firstPiece,
  isInOneYear,
  layPieces,
  PIECES_LIMIT,
  pieceYear,
  YEARS_LIMIT,
} from './pieces-kernel.ts';

/** Which limits hold payments, as bits. */
const CAPS = 1;
const ROOMS = 2;
const BOTH = 3;

/** Which limits cut a payment of the set that was looked at last, as bits. */
let cuts = 0;

/** By place in the desk's sets: no set pays more than this; minus one where it was looked at. */
const bounds = new Float64Array(SETS_LIMIT);
/** By programme and calendar year: what its cells can be paid by the interest; by year: the interest. */
const ofYear = new Float64Array(PROGRAMMES_LIMIT * YEARS_LIMIT);
const interestOfYear = new Float64Array(YEARS_LIMIT);
/** By programme: no set pays it more. */
const single = new Float64Array(PROGRAMMES_LIMIT);
/** Members of the set at hand. */
const members = new Int32Array(PROGRAMMES_LIMIT);
/** What is left of caps: by programme its own, by place the ceilings, and these of the first year. */
const ownLeft = new Float64Array(PROGRAMMES_LIMIT);
const ceilingLeft = new Float64Array(CEILINGS_LIMIT);
const firstYearLeft = new Float64Array(CEILINGS_LIMIT);
/** What is left of the rooms of a piece inside its interest, by place in the desk's residuals. */
const roomLeft = new Float64Array(RESIDUALS_LIMIT);
/** What was paid on interest, by programme, to the set that was looked at last. */
const paidNow = new Float64Array(PROGRAMMES_LIMIT);
const paidKept = new Float64Array(PROGRAMMES_LIMIT);
/** Payments within both limits: by cell, and by programme what is paid once. */
const paidCells = new Float64Array(PROGRAMMES_LIMIT * PIECES_LIMIT);
const paidOnce = new Float64Array(PROGRAMMES_LIMIT);

/**
 * The best stack of a desk for one standard loan whose caps may bind, or whose subsidies come near its
 * interest: the bits of the chosen programmes, and what each of them pays on interest in `paid`. What
 * `solveStack` with `valueMembers` answers for the same cells; -1 where `fillCells` says so.
 *
 * Sets are looked at from the highest bound down, until no bound reaches the best value: of those that
 * pay the same the first counts. O(cells) for a set that is looked at; mostly one is.
 */
export function countedStackOf(
  desk: StackDesk,
  start: Day,
  principal: number,
  rate: number,
  payments: number,
  method: number,
  rates: Float64Array,
  eligible: Float64Array,
  baseCaps: Float64Array,
  once: Float64Array,
  paid: Float64Array,
): number {
  const pieces = fillCells(
    desk,
    start,
    principal,
    rate,
    payments,
    method,
    rates,
    eligible,
    baseCaps,
    once,
  );
  if (pieces < 0) return -1;
  const { sets } = desk;
  const isNested = isInOneYear(start, payments) ? desk.isNestedInYear : desk.isNested;
  layPieces(start, payments);
  const allPieces = firstPiece[payments]!;
  if (sets.length > 1) boundSets(desk, pieces, once, isNested);
  else bounds[0] = 0;
  let isSharp = sets.length === 1;
  let best = -1;
  let value = -1;
  for (;;) {
    const at = highestBound(sets.length);
    // A set behind the best one has to pay more, one before it as much.
    if (bounds[at]! < value || (bounds[at] === value && at > best)) return sets[best]!;
    if (!isSharp && sharpBound(desk, sets[at]!, pieces, once, isNested) < bounds[at]!) {
      sharpenBounds(desk, pieces, once, isNested, value);
      isSharp = true;
      continue;
    }
    bounds[at] = -1;
    const least = at > best ? value + 1 : value;
    const found = payOf(desk, sets[at]!, pieces, allPieces, once, isNested, least);
    if (found < value || (found === value && at > best)) continue;
    value = found;
    best = at;
    for (let p = 0; p < desk.programmes; p++) paid[p] = paidNow[p]!;
  }
}

/**
 * Bounds all sets: none pays its members more than they would get alone, nor more than all programmes
 * would get together, if they could.
 */
function boundSets(desk: StackDesk, pieces: number, once: Float64Array, isNested: boolean): void {
  const { programmes, sets } = desk;
  sumYears(programmes, pieces);
  const years = yearsOf(pieces);
  for (let p = 0; p < programmes; p++) single[p] = payYears(desk, 1 << p, years, once);
  const most = sharpBound(desk, 2 ** programmes - 1, pieces, once, isNested);
  for (let s = 0; s < sets.length; s++) {
    let bound = 0;
    for (let left = sets[s]!; left !== 0; left &= left - 1) {
      bound += single[31 - Math.clz32(left & -left)]!;
    }
    bounds[s] = bound < most ? bound : most;
  }
}

/**
 * Bounds a set by sums over calendar years: what the interest alone lets through, and what caps alone
 * do. Where caps lie inside one another or apart, the order of payments does not change their sum;
 * where they cross it may, and the interest alone is taken.
 */
function sharpBound(
  desk: StackDesk,
  set: number,
  pieces: number,
  once: Float64Array,
  isNested: boolean,
): number {
  const years = yearsOf(pieces);
  const byInterest = mostByInterest(set, years, once);
  if (!isNested || !desk.isShared) return byInterest;
  const byCaps = payYears(desk, set, years, once);
  return byCaps < byInterest ? byCaps : byInterest;
}

/** Holds all sets that may be looked at yet to the sharper bound. */
function sharpenBounds(
  desk: StackDesk,
  pieces: number,
  once: Float64Array,
  isNested: boolean,
  value: number,
): void {
  const { sets } = desk;
  for (let s = 0; s < sets.length; s++) {
    if (bounds[s]! < value || bounds[s] === -1) continue;
    const sharp = sharpBound(desk, sets[s]!, pieces, once, isNested);
    if (sharp < bounds[s]!) bounds[s] = sharp;
  }
}

/** Calendar years that have a cell. */
function yearsOf(pieces: number): number {
  return pieces === 0 ? 0 : pieceYear[pieces - 1]! + 1;
}

/** Fills in the sums of calendar years. */
function sumYears(programmes: number, pieces: number): void {
  const years = yearsOf(pieces);
  interestOfYear.fill(0, 0, years);
  for (let piece = 0; piece < pieces; piece++) {
    interestOfYear[pieceYear[piece]!]! += interest[piece]!;
  }
  for (let p = 0; p < programmes; p++) {
    const sums = p * YEARS_LIMIT;
    ofYear.fill(0, sums, sums + years);
    for (let piece = 0; piece < spans[p]!; piece++) {
      const amount = accrued[p * PIECES_LIMIT + piece]!;
      const room = interest[piece]!;
      ofYear[sums + pieceYear[piece]!]! += amount < room ? amount : room;
    }
  }
}

/** What caps alone let through of the sums of years, and of what is paid once. */
function payYears(desk: StackDesk, set: number, years: number, once: Float64Array): number {
  const count = openPayments(desk, set, true);
  let sum = 0;
  for (let year = 0; year < years; year++) {
    for (let m = 0; m < count; m++) {
      const p = members[m]!;
      sum += takeCaps(desk, p, ofYear[p * YEARS_LIMIT + year]!);
    }
    closeYear(desk, year);
  }
  if (years === 0) closeYear(desk, 0);
  for (let m = 0; m < count; m++) sum += takeOnce(desk, members[m]!, once[members[m]!]!);
  return sum;
}

/** What the interest alone lets through. */
function mostByInterest(set: number, years: number, once: Float64Array): number {
  let sum = 0;
  for (let left = set; left !== 0; left &= left - 1) sum += once[31 - Math.clz32(left & -left)]!;
  for (let year = 0; year < years; year++) {
    let wanted = 0;
    for (let left = set; left !== 0; left &= left - 1) {
      wanted += ofYear[(31 - Math.clz32(left & -left)) * YEARS_LIMIT + year]!;
    }
    sum += wanted < interestOfYear[year]! ? wanted : interestOfYear[year]!;
  }
  return sum;
}

/** The first of the sets with the highest bound. */
function highestBound(sets: number): number {
  let at = 0;
  for (let s = 1; s < sets; s++) if (bounds[s]! > bounds[at]!) at = s;
  return at;
}

/**
 * What a set pays, with `paidNow`: the three steps of `valueMembers`. Where it cannot pay `least`, that
 * is all that is said: the answer is below it.
 */
function payOf(
  desk: StackDesk,
  set: number,
  pieces: number,
  allPieces: number,
  once: Float64Array,
  isNested: boolean,
  least: number,
): number {
  const value = payInOrder(desk, set, pieces, once, BOTH);
  // Where limits of one kind alone cut, no order pays more; where limits cross, the rule lets this stand.
  if (cuts !== BOTH || !isNested) return value;
  paidKept.set(paidNow);
  let most = payInOrder(desk, set, pieces, once, ROOMS);
  if (value < most) most = Math.min(most, payInOrder(desk, set, pieces, once, CAPS));
  paidNow.set(paidKept);
  if (value >= most || most < least) return value;
  return flowOver(desk, set, pieces, allPieces, once, paidCells, paidOnce, paidNow);
}

/**
 * Pays a set in order within some limits: earlier pieces first, within a piece the earlier programme,
 * at last what is paid once; answers the sum, and fills `paidNow` without what is paid once, and `cuts`.
 */
function payInOrder(
  desk: StackDesk,
  set: number,
  pieces: number,
  once: Float64Array,
  limits: number,
): number {
  const { residuals } = desk;
  const isCapped = (limits & CAPS) !== 0;
  const hasRooms = (limits & ROOMS) !== 0;
  const isShared = hasRooms && residuals.length > 0;
  const count = openPayments(desk, set, isCapped);
  cuts = 0;
  let year = 0;
  for (let piece = 0; piece < pieces; piece++) {
    if (pieceYear[piece] !== year) {
      if (isCapped) closeYear(desk, year);
      year = pieceYear[piece]!;
    }
    let room = hasRooms ? interest[piece]! : Number.POSITIVE_INFINITY;
    if (isShared) roomLeft.fill(room, 0, residuals.length);
    for (let m = 0; m < count; m++) {
      const p = members[m]!;
      if (piece >= spans[p]!) continue;
      const wanted = accrued[p * PIECES_LIMIT + piece]!;
      let fitting = wanted < room ? wanted : room;
      if (isShared) fitting = withinRooms(residuals, p, fitting);
      const amount = isCapped ? takeCaps(desk, p, fitting) : fitting;
      if (isShared) takeRooms(residuals, p, amount);
      if (fitting < wanted) cuts |= ROOMS;
      if (amount < fitting) cuts |= CAPS;
      room -= amount;
      paidNow[p]! += amount;
      if (limits === BOTH) paidCells[p * PIECES_LIMIT + piece] = amount;
    }
  }
  if (isCapped) closeYear(desk, year);
  let sum = 0;
  for (let m = 0; m < count; m++) {
    const p = members[m]!;
    const single = isCapped ? takeOnce(desk, p, once[p]!) : once[p]!;
    if (single < once[p]!) cuts |= CAPS;
    sum += paidNow[p]! + single;
    if (limits === BOTH) paidOnce[p] = single;
  }
  return sum;
}

/** Lists the members of a set, with nothing paid and all caps open; answers how many they are. */
function openPayments({ cap, ceilings }: StackDesk, set: number, isCapped: boolean): number {
  let count = 0;
  paidNow.fill(0);
  for (let left = set; left !== 0; left &= left - 1) {
    const p = 31 - Math.clz32(left & -left);
    members[count++] = p;
    ownLeft[p] = cap[p]!;
  }
  if (isCapped) {
    for (let at = 0; at < ceilings.length; at++) ceilingLeft[at] = ceilings[at]!.amount;
  }
  return count;
}

/** Opens the caps of a year anew, and remembers what the first year left. */
function closeYear({ ceilings }: StackDesk, year: number): void {
  for (let at = 0; at < ceilings.length; at++) {
    if (year === 0) firstYearLeft[at] = ceilingLeft[at]!;
    if (ceilings[at]!.isYearly) ceilingLeft[at] = ceilings[at]!.amount;
  }
}

/** As much of an amount as a programme's caps leave; takes it off them. */
function takeCaps(desk: StackDesk, p: number, wanted: number): number {
  const { ceilingStart, ceilingsOf } = desk;
  const end = ceilingStart[p + 1]!;
  let amount = wanted < ownLeft[p]! ? wanted : ownLeft[p]!;
  for (let k = ceilingStart[p]!; k < end; k++) {
    const left = ceilingLeft[ceilingsOf[k]!]!;
    if (left < amount) amount = left;
  }
  ownLeft[p]! -= amount;
  for (let k = ceilingStart[p]!; k < end; k++) ceilingLeft[ceilingsOf[k]!]! -= amount;
  return amount;
}

/** The same for what is paid once: it counts in the first year, when everything else is paid. */
function takeOnce(desk: StackDesk, p: number, wanted: number): number {
  const { ceilings, ceilingStart, ceilingsOf } = desk;
  const end = ceilingStart[p + 1]!;
  let amount = wanted < ownLeft[p]! ? wanted : ownLeft[p]!;
  for (let k = ceilingStart[p]!; k < end; k++) {
    const at = ceilingsOf[k]!;
    const left = ceilings[at]!.isYearly ? firstYearLeft[at]! : ceilingLeft[at]!;
    if (left < amount) amount = left;
  }
  for (let k = ceilingStart[p]!; k < end; k++) {
    ceilingLeft[ceilingsOf[k]!]! -= amount;
    firstYearLeft[ceilingsOf[k]!]! -= amount;
  }
  return amount;
}

/** As much of an amount as the residual rules over a programme leave in the piece at hand. */
function withinRooms(residuals: Int32Array, p: number, wanted: number): number {
  let amount = wanted;
  for (let g = 0; g < residuals.length; g++) {
    if ((residuals[g]! & (1 << p)) !== 0 && roomLeft[g]! < amount) amount = roomLeft[g]!;
  }
  return amount;
}

function takeRooms(residuals: Int32Array, p: number, amount: number): void {
  for (let g = 0; g < residuals.length; g++) {
    if ((residuals[g]! & (1 << p)) !== 0) roomLeft[g]! -= amount;
  }
}
