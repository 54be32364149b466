import { powerOf } from './power.ts';

/**
 * A polynomial with few terms and large exponents: the sum of `amounts[i] x v^exponents[i]`.
 * Exponents are whole, ascend, and begin with zero; no amount is zero.
 */
export interface SparsePolynomial {
  readonly amounts: ArrayLike<number>;
  readonly exponents: ArrayLike<number>;
}

/** Roots between zero and one. */
export interface Roots {
  /** Ascending; the polynomial changes its sign at each. */
  readonly certain: readonly number[];
  /** Places where it comes so close to zero that rounding hides whether it touches: ascending. */
  readonly uncertain: readonly number[];
}

/** Most intervals that are looked at; what is left then is uncertain. */
const INTERVAL_LIMIT = 200_000;
/** Relative width below which an interval is a point. */
const NARROW = 2 ** -48;
/** Relative error of a sum of terms, with a wide margin. */
const ROUNDING = 2 ** -44;

/** The polynomial and its derivative at a point, each in its positive and negative terms. */
interface Sums {
  readonly at: number;
  readonly up: number;
  readonly down: number;
  readonly slopeUp: number;
  readonly slopeDown: number;
}

/** Changes of sign in the order of exponents: no fewer than the positive roots (Descartes). */
export function signChanges(amounts: ArrayLike<number>): number {
  let changes = 0;
  for (let i = 1; i < amounts.length; i++) {
    if ((amounts[i] as number) > 0 !== (amounts[i - 1] as number) > 0) changes += 1;
  }
  return changes;
}

/** The polynomial in 1 / v: its roots in (0, 1) are the others' beyond one. */
export function reversed({ amounts, exponents }: SparsePolynomial): SparsePolynomial {
  const n = amounts.length;
  const last = exponents[n - 1] as number;
  return {
    amounts: Array.from({ length: n }, (_, i) => amounts[n - 1 - i] as number),
    exponents: Array.from({ length: n }, (_, i) => last - (exponents[n - 1 - i] as number)),
  };
}

/**
 * Every root in (0, 1], by exclusion. Positive and negative terms each grow with v, so that their
 * values at the ends bound the polynomial between them. An interval whose bounds exclude zero holds
 * no root; one whose derivative's bounds do holds one at most; others are halved. Nothing is missed:
 * what cannot be decided is returned as uncertain.
 */
export function rootsToOne(polynomial: SparsePolynomial): Roots {
  const certain: number[] = [];
  const uncertain: number[] = [];
  const open: (readonly [Sums, Sums])[] = [];
  const low = sumsAt(polynomial, lowestRoot(polynomial));
  open.push([low, sumsAt(polynomial, 1)]);
  for (let seen = 0; open.length > 0; seen++) {
    const [a, b] = open.pop() as readonly [Sums, Sums];
    if (excludesRoot(a, b)) continue;
    if (isMonotone(a, b)) {
      const root = rootBetween(polynomial, a, b);
      if (root !== undefined) certain.push(root);
      continue;
    }
    const middle = (a.at + b.at) / 2;
    if (seen >= INTERVAL_LIMIT || b.at - a.at <= NARROW * b.at) {
      uncertain.push(middle);
      continue;
    }
    const between = sumsAt(polynomial, middle);
    open.push([a, between], [between, b]);
  }
  return { certain: sorted(certain), uncertain: merged(sorted(uncertain)) };
}

/** A point below every root: there the first term outweighs all others together. */
function lowestRoot({ amounts, exponents }: SparsePolynomial): number {
  const first = Math.abs(amounts[0] as number);
  let others = 0;
  for (let i = 1; i < amounts.length; i++) others += Math.abs(amounts[i] as number);
  let low = 1;
  const gap = exponents[1] as number;
  while (low > Number.MIN_VALUE && powerOf(low, gap) * others >= first / 2) low /= 2;
  return low;
}

function sumsAt({ amounts, exponents }: SparsePolynomial, at: number): Sums {
  let up = 0;
  let down = 0;
  let slopeUp = 0;
  let slopeDown = 0;
  let power = 1;
  let before = 0;
  for (let i = 0; i < amounts.length; i++) {
    const amount = amounts[i] as number;
    const exponent = exponents[i] as number;
    power *= powerOf(at, exponent - before);
    before = exponent;
    const term = amount * power;
    if (term > 0) {
      up += term;
      slopeUp += (term * exponent) / at;
    } else {
      down -= term;
      slopeDown -= (term * exponent) / at;
    }
  }
  return { at, up, down, slopeUp, slopeDown };
}

function excludesRoot(a: Sums, b: Sums): boolean {
  const slack = (b.up + b.down) * ROUNDING;
  return a.up - b.down > slack || b.up - a.down < -slack;
}

function isMonotone(a: Sums, b: Sums): boolean {
  const slack = (b.slopeUp + b.slopeDown) * ROUNDING;
  return a.slopeUp - b.slopeDown > slack || b.slopeUp - a.slopeDown < -slack;
}

/** The root of a monotone stretch, if its ends differ in sign. Newton inside a shrinking bracket. */
function rootBetween(polynomial: SparsePolynomial, a: Sums, b: Sums): number | undefined {
  const low = a.up - a.down;
  const high = b.up - b.down;
  if (high === 0) return b.at;
  // A zero at the lower end belongs to the stretch before; the lowest point is never one.
  if (low === 0 || low > 0 === high > 0) return undefined;
  return bracketedRoot(polynomial, a.at, b.at, high > 0);
}

/** The sign change between two points; `isRising`: the polynomial is positive at the upper one. */
export function bracketedRoot(
  polynomial: SparsePolynomial,
  from: number,
  to: number,
  isRising: boolean,
): number {
  let low = from;
  let high = to;
  // From the upper end: loans are convex there, and Newton's method falls straight to the root.
  let v = to;
  for (let step = 0; step < BRACKET_STEPS; step++) {
    const { up, down, slopeUp, slopeDown } = sumsAt(polynomial, v);
    const value = up - down;
    if (value === 0) return v;
    if (value > 0 === isRising) high = v;
    else low = v;
    const newton = v - value / (slopeUp - slopeDown);
    const next = newton > low && newton < high ? newton : (low + high) / 2;
    if (Math.abs(next - v) <= Number.EPSILON * v || !(next > low && next < high)) return next;
    v = next;
  }
  return v;
}

/** Enough halvings for any pair of doubles. */
const BRACKET_STEPS = 1200;

function sorted(values: number[]): number[] {
  return values.sort((a, b) => a - b);
}

/** Neighbouring undecided points are one place. */
function merged(places: readonly number[]): readonly number[] {
  return places.filter((place, i) => {
    const before = places[i - 1];
    return before === undefined || place - before > 2 ** -40 * place;
  });
}
