/**
 * What a round left out as too dear, by how far above a floor its bound lies. A double's exponent and
 * the first two digits after it tell the bucket, so that one holds a quarter of an octave.
 */
export interface Tally {
  readonly floor: number;
  /** The ceiling of the search, less the floor. */
  above: number;
  /** How many were counted, ever. */
  total: number;
  readonly counts: Uint32Array;
  /** One number, and the same as bits: the upper half has the exponent. */
  readonly value: Float64Array;
  readonly bits: Uint32Array;
}

const SHIFT = 18;
/** The bucket of what is below two, in bits; and so many octaves more are told apart. */
const FIRST = 1024 << 2;
const BUCKETS = 4 * 64;

/** The word of a double that has its exponent: the second where the first byte is the lowest. */
const UPPER = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1 ? 1 : 0;

export function createTally(floor: number): Tally {
  const value = new Float64Array(1);
  const bits = new Uint32Array(value.buffer);
  return { floor, above: 0, total: 0, counts: new Uint32Array(BUCKETS), value, bits };
}

/** Counts one more that lies `distance` above the floor; the distance is not negative. */
export function countAt(tally: Tally, distance: number): void {
  const { counts, value, bits } = tally;
  value[0] = distance;
  tally.total++;
  const bucket = Math.min(Math.max((bits[UPPER]! >>> SHIFT) - FIRST, 0), BUCKETS - 1);
  counts[bucket] = counts[bucket]! + 1;
}

/** Counts what is dearer than the ceiling by so much. */
export function countBeyond(tally: Tally, excess: number): void {
  countAt(tally, tally.above + excess);
}

/** How far from the floor so many of them lie, or half of them where there are few; zero for none. */
export function distanceOf({ counts, value, bits }: Tally, wanted: number): number {
  let known = 0;
  for (let bucket = 0; bucket < BUCKETS; bucket++) known += counts[bucket]!;
  if (known === 0) return 0;
  const enough = Math.min(wanted, known / 2);
  let [sum, last] = [0, -1];
  while (sum < enough) sum += counts[++last]!;
  value[0] = 0;
  bits[UPPER] = (FIRST + last + 1) << SHIFT;
  return value[0]!;
}

/** How far above the floor a round looked, and how many nodes it took. */
export interface Round {
  readonly distance: number;
  readonly nodes: number;
}

/** A round is to look at so many more as the last, and as the least. */
const MORE = 2;
const LEAST_MORE = 64;
/** And at least so many times as far, where it is not known how nodes grow with the distance. */
const WIDER = 3;
/** Nodes that tell how they grow: then the next round is to take so many times as many. */
const TELLING = 50;
const GROWTH = 3;
const LEAST_WIDER = 1.1;

/**
 * How far the next round looks: to where enough of what the last left out lies; zero where it left
 * out nothing. What follows on that is not counted, so that once rounds are long their growth decides:
 * a round that goes far past the cheapest costs many times what finds it.
 */
export function nextDistance(tally: Tally, before: Round, last: Round, least: number): number {
  const known = distanceOf(tally, Math.max(LEAST_MORE, MORE * last.nodes));
  if (known === 0) return 0;
  const next = Math.max(known, WIDER * last.distance, least);
  if (last.nodes < TELLING || before.nodes === 0) return next;
  const wider = widening(last.nodes / before.nodes, last.distance / before.distance);
  return Math.max(Math.min(next, wider * last.distance), LEAST_WIDER * last.distance, least);
}

/** Binary digits of the exponent that `widening` finds. */
const DIGITS = 20;

/**
 * How many times as far takes `GROWTH` times as many nodes, where the last `farther` took `more` times
 * as many: the power of `farther` of which the same power of `more` is the growth. By square roots,
 * which every engine rounds alike, as it does not logarithms: limits decide which of equally cheap
 * syndicates is found.
 */
function widening(more: number, farther: number): number {
  if (!(more > 1)) return WIDER;
  let [nodes, distance] = [more, farther];
  while (nodes < GROWTH) {
    nodes *= nodes;
    distance *= distance;
  }
  let [grown, wider] = [1, 1];
  for (let digit = 0; digit < DIGITS; digit++) {
    nodes = Math.sqrt(nodes);
    distance = Math.sqrt(distance);
    if (grown * nodes > GROWTH) continue;
    grown *= nodes;
    wider *= distance;
  }
  return wider;
}
