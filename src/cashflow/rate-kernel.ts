import type { Day } from '../units/day.ts';
import { readOrThrow } from '../units/unreadable.ts';
import { effectiveRate, type Flow } from './effective-rate.ts';

/** Kinds of answers by their number in a column. */
export const RATE_KINDS = ['one', 'several', 'none', 'uncertain'] as const;

/** Flows of many loans in columns: loan `i` has those from `start[i]` to `start[i + 1]`, by day. */
export interface FlowBook {
  readonly count: number;
  readonly start: Int32Array;
  /** Ascending within a loan. */
  readonly day: Int32Array;
  /** Minor units, received positive. */
  readonly amount: Float64Array;
}

/** One row a loan. */
export interface RateColumns {
  /** NaN where there is no single answer. */
  readonly annual: Float64Array;
  /** Index into `RATE_KINDS`. */
  readonly kind: Uint8Array;
}

/** Different gaps between days that are remembered; a loan of monthly payments has four. */
const GAPS = 16;
const STEPS = 60;
/** A step of Newton's method below this is the last. */
const CLOSE = 1e-10;

/** Scratch space of one loan: powers of the discount factor by gap. */
interface Scratch {
  readonly gaps: Int32Array;
  readonly powers: Float64Array;
  /** Place of the gap before each flow. */
  readonly place: Uint8Array;
}

/**
 * `effectiveRate` of many loans without an object a loan. Loans with one change of sign and few
 * different gaps between their days are solved here; all others by the reference.
 * O(flows) a step, about five steps.
 */
export function effectiveRates(book: FlowBook): RateColumns {
  return readOrThrow('effectiveRates', 'a book of flows in columns', () => ratesOf(book));
}

function ratesOf(book: FlowBook): RateColumns {
  if (!Number.isSafeInteger(book.count)) throw new TypeError('no count');
  const annual = new Float64Array(book.count).fill(Number.NaN);
  const kind = new Uint8Array(book.count);
  let longest = 0;
  for (let i = 0; i < book.count; i++) {
    longest = Math.max(longest, book.start[i + 1]! - book.start[i]!);
  }
  const scratch: Scratch = {
    gaps: new Int32Array(GAPS),
    powers: new Float64Array(GAPS),
    place: new Uint8Array(longest),
  };
  for (let i = 0; i < book.count; i++) {
    const rate = solveLoan(book, scratch, book.start[i]!, book.start[i + 1]!);
    // Also what is too large for a double: the reference says so.
    if (!Number.isFinite(rate)) byReference(book, i, annual, kind);
    else annual[i] = rate;
  }
  return { annual, kind };
}

function byReference(book: FlowBook, i: number, annual: Float64Array, kind: Uint8Array): void {
  const flows: Flow[] = [];
  for (let k = book.start[i]!; k < book.start[i + 1]!; k++) {
    flows.push({ day: book.day[k]! as Day, amount: book.amount[k]! });
  }
  const answer = effectiveRate(flows);
  kind[i] = RATE_KINDS.indexOf(answer.kind);
  if (answer.kind === 'one') annual[i] = answer.rate.annual;
}

/**
 * The rate of a loan whose flows pay first and receive later, or the other way round, at a rate of
 * zero or more; NaN: not this case. Newton from a discount factor of one, inside a bracket.
 */
function solveLoan(book: FlowBook, scratch: Scratch, from: number, to: number): number {
  const { day, amount } = book;
  const gaps = indexGaps(book, scratch, from, to);
  if (gaps < 0) return Number.NaN;
  // One change of sign, and a sum on the side of the later flows: the factor lies below one.
  let changes = 0;
  let sum = amount[from]!;
  let moment = 0;
  let spread = 0;
  const first = day[from]!;
  for (let k = from + 1; k < to; k++) {
    const own = amount[k]!;
    const days = day[k]! - first;
    if (own > 0 !== amount[k - 1]! > 0) changes += 1;
    sum += own;
    moment += own * days;
    spread += own * days * days;
  }
  if (changes !== 1 || sum === 0 || sum > 0 === amount[from]! > 0) return Number.NaN;
  const isRising = amount[from]! < 0;
  const { powers, place } = scratch;
  let low = 0;
  let high = 1;
  let v = startAt(sum, moment, spread);
  for (let step = 0; step < STEPS; step++) {
    for (let g = 0; g < gaps; g++) powers[g] = power(v, scratch.gaps[g]!);
    let value = amount[from]!;
    let slope = 0;
    let discount = 1;
    for (let k = from + 1; k < to; k++) {
      discount *= powers[place[k - from]!]!;
      const term = amount[k]! * discount;
      value += term;
      slope += term * (day[k]! - first);
    }
    if (value === 0) return power(1 / v, 365) - 1;
    if (value > 0 === isRising) high = v;
    else low = v;
    const newton = v - (value * v) / slope;
    const isInside = newton > low && newton < high;
    // Newton doubles the digits with each step: the next one would change nothing that a double holds.
    if (isInside && Math.abs(newton - v) <= CLOSE) return power(1 / newton, 365) - 1;
    const next = isInside ? newton : (low + high) / 2;
    if (!(next > low && next < high)) return power(1 / next, 365) - 1;
    v = next;
  }
  return Number.NaN;
}

/**
 * A first guess without a single power: the present value as a parabola in x, the logarithm of the
 * factor, around zero; and the factor as 1 + x + x^2 / 2.
 */
function startAt(sum: number, moment: number, spread: number): number {
  const straight = -sum / moment;
  const x = straight - (spread * straight * straight) / (2 * moment);
  const v = 1 + x + (x * x) / 2;
  return v > 0.5 && v < 1 ? v : 1;
}

/** Numbers the different gaps between flows; -1 where they are too many, or a flow is no number. */
function indexGaps({ day, amount }: FlowBook, scratch: Scratch, from: number, to: number): number {
  const { gaps, place } = scratch;
  let count = 0;
  for (let k = from; k < to; k++) {
    if (amount[k] === 0 || !Number.isFinite(amount[k]!)) return -1;
    if (k === from) continue;
    const gap = day[k]! - day[k - 1]!;
    if (gap <= 0) return -1;
    let at = 0;
    while (at < count && gaps[at] !== gap) at += 1;
    if (at === count) {
      if (count === GAPS) return -1;
      gaps[count] = gap;
      count += 1;
    }
    place[k - from] = at;
  }
  return to - from < 2 ? -1 : count;
}

function power(base: number, exponent: number): number {
  let result = 1;
  let square = base;
  for (let left = exponent; left > 0; left >>= 1) {
    if ((left & 1) === 1) result *= square;
    square *= square;
  }
  return result;
}
