/**
 * The arcs over which an excess leaves a cut at the least loss, best first. An arc that carries less
 * than what is left is filled and stays outside the tree: the next best goes on from there, without
 * another search of the same cut (the long step, or bound flipping, of the dual simplex).
 */
export interface Choices {
  count: number;
  /** Whether the last one can carry what those before it leave over. */
  isEnough: boolean;
  readonly arc: Int32Array;
  /** The need of an edge, which is chosen once at most: it moves as a whole; -1: a segment. */
  readonly need: Int32Array;
  readonly loss: Float64Array;
  /** What an arc carries until it is full; Infinity: it has to be tried. */
  readonly most: Float64Array;
  /** Of an arc that loses nothing: how much of the excess the tree carries to it; else 0. */
  readonly carried: Float64Array;
  /** How many more arcs that lose nothing are compared. */
  ties: number;
}

/** Arcs that are chosen at a time; more are searched for anew. */
const CHOICES_MOST = 32;

/**
 * Arcs that lose nothing among which those that carry most are chosen. Where scores are tied most
 * cuts have hundreds of them, prices stand still, and what is left over goes on to the next cut: with
 * 16 a repair took ten times the pivots that it took with 64, with 1,024 as many as with 256.
 */
const TIES_MOST = 256;

export function createChoices(): Choices {
  const size = CHOICES_MOST + 1;
  return {
    count: 0,
    isEnough: false,
    arc: new Int32Array(size),
    need: new Int32Array(size),
    loss: new Float64Array(size),
    most: new Float64Array(size),
    carried: new Float64Array(size),
    ties: 0,
  };
}

export function clearChoices(choices: Choices): void {
  choices.count = 0;
  choices.isEnough = false;
  choices.ties = TIES_MOST;
}

/** Puts an arc in its place, and drops what is not needed any more to carry `excess`. */
export function choose(
  choices: Choices,
  arc: number,
  need: number,
  loss: number,
  most: number,
  carried: number,
  excess: number,
  isOut: boolean,
): void {
  const { loss: losses, carried: carries } = choices;
  if (loss === 0) choices.ties--;
  let count = choices.count;
  const same = need < 0 ? -1 : placeOf(choices, need);
  if (same >= 0) {
    if (isBefore(choices, same, loss, carried)) return;
    count--;
    for (let k = same; k < count; k++) copyChoice(choices, k + 1, k);
  }
  let at = count;
  for (; at > 0 && !isBefore(choices, at - 1, loss, carried); at--) copyChoice(choices, at - 1, at);
  choices.arc[at] = arc;
  choices.need[at] = need;
  losses[at] = loss;
  choices.most[at] = most;
  carries[at] = carried;
  keepEnough(choices, count + 1, excess, isOut);
}

function placeOf({ need: needs, count }: Choices, need: number): number {
  for (let k = 0; k < count; k++) if (needs[k] === need) return k;
  return -1;
}

function isBefore(
  { loss: losses, carried: carries }: Choices,
  k: number,
  loss: number,
  carried: number,
): boolean {
  return losses[k]! < loss || (losses[k] === loss && carries[k]! >= carried);
}

function copyChoice({ arc, need, loss, most, carried }: Choices, from: number, to: number): void {
  arc[to] = arc[from]!;
  need[to] = need[from]!;
  loss[to] = loss[from]!;
  most[to] = most[from]!;
  carried[to] = carried[from]!;
}

/** Drops those behind the first that can carry what is left over. */
function keepEnough(choices: Choices, count: number, excess: number, isOut: boolean): void {
  const { most } = choices;
  const size = Math.min(count, CHOICES_MOST);
  choices.count = size;
  choices.isEnough = false;
  let left = excess;
  for (let k = 0; k < size && !choices.isEnough; k++) {
    if (!isLess(most[k]!, left, isOut)) {
      choices.isEnough = true;
      choices.count = k + 1;
    }
    left -= most[k]!;
  }
}

/** Whether an arc that carries at most `most` is filled, and stays outside the tree: where not more is asked for. */
export function isLess(most: number, excess: number, isOut: boolean): boolean {
  return isOut ? most <= excess : most < excess;
}

/** What an arc has to lose less than to be chosen; as losses are whole, less than 1 is nothing. */
export function lossLimit(
  { count, isEnough, loss, carried, ties }: Choices,
  excess: number,
): number {
  if (count === 0) return Infinity;
  if (loss[0] === 0 && ties <= 0) return 0;
  if (!isEnough && count < CHOICES_MOST) return Infinity;
  const last = count - 1;
  if (loss[last]! > 0) return loss[last]!;
  return carried[last]! >= excess ? 0 : 1;
}
