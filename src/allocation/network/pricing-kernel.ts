import { pivotEdge, pivotSegment } from './pivot-kernel.ts';
import type { Tree } from './tree-kernel.ts';

/** Rows priced between two looks at the segments, and between two questions whether to stop. */
const ROWS_BETWEEN_SEGMENTS = 256;

/**
 * Pivots until no arc of these needs, nor of a limit, improves; false when stopped before. Few needs
 * pivot again and again while most never do: after each round over all, those that pivoted
 * or came near to it go round by themselves until they rest. Ends after `rounds` rounds in any case.
 * The regret of a need that pivots becomes 0.
 */
export function improve(
  tree: Tree,
  rows: Int32Array,
  regret: Float64Array,
  shouldStop: (() => boolean) | undefined,
  near: number,
  rounds: number,
): boolean {
  const { needCount } = tree.network;
  const isHot = new Uint8Array(needCount);
  const hot = new Int32Array(rows.length);
  let hotCount = 0;
  for (let round = 0; round < rounds; round++) {
    let isClean = !priceSegments(tree);
    for (let at = 0; at < rows.length; at++) {
      if (at % ROWS_BETWEEN_SEGMENTS === ROWS_BETWEEN_SEGMENTS - 1) {
        if (priceSegments(tree)) isClean = false;
        if (shouldStop?.() === true) return false;
      }
      const i = rows[at]!;
      const found = priceRow(tree, i, near);
      if (found === 0) continue;
      if (found === 2) {
        isClean = false;
        regret[i] = 0;
      }
      if (isHot[i] === 0) {
        isHot[i] = 1;
        hot[hotCount++] = i;
      }
    }
    if (isClean && !priceSegments(tree)) return true;
    if (shouldStop?.() === true) return false;
    settle(tree, hot, hotCount, regret);
  }
  return true;
}

/** Rounds over a few needs until none of them pivots. */
function settle(tree: Tree, hot: Int32Array, count: number, regret: Float64Array): void {
  let clean = 0;
  for (let at = 0; clean < count; at = at + 1 === count ? 0 : at + 1) {
    if (at % ROWS_BETWEEN_SEGMENTS === 0) priceSegments(tree);
    if (priceRow(tree, hot[at]!, 0) === 2) {
      clean = 0;
      regret[hot[at]!] = 0;
    } else clean++;
  }
}

/**
 * Pivots on the best improving edge of a need: 2. Otherwise 1 where another edge is within `near` of
 * its worth, else 0.
 */
function priceRow(tree: Tree, i: number, near: number): number {
  const { network, column, basic, price } = tree;
  const { rowStart, gain, home, homeGain, nodeCount } = network;
  const edgeCount = column.length;
  const own = basic[i]!;
  const homeWorth = (homeGain === undefined ? 0 : homeGain[i]!) - price[home[i]!]!;
  const worth =
    own < 0
      ? -price[nodeCount - 1 - own]!
      : own < edgeCount
        ? gain[own]! - price[column[own]!]!
        : homeWorth;
  const low = worth - near;
  let isNear = 0;
  let best = worth;
  let bestEdge = -1;
  if (homeWorth > low && own !== edgeCount + i) {
    isNear = 1;
    if (homeWorth > best) {
      best = homeWorth;
      bestEdge = edgeCount + i;
    }
  }
  const end = rowStart[i + 1]!;
  for (let e = rowStart[i]!; e < end; e++) {
    const a = column[e]!;
    // A full edge improves when it loses money, as much as its worth lies below the need's.
    const r = a >= 0 ? gain[e]! - price[a]! : 2 * worth - gain[e]! + price[~a]!;
    if (r <= low || e === own) continue;
    isNear = 1;
    if (r <= best) continue;
    best = r;
    bestEdge = e;
  }
  if (bestEdge < 0) return isNear;
  pivotEdge(tree, i, bestEdge);
  return 2;
}

/** Pivots on every segment whose price is wrong; true when there was one. */
export function priceSegments(tree: Tree): boolean {
  const { network, segmentState, segmentGain, price } = tree;
  const { nodeCount, parent } = network;
  let isFound = false;
  for (let a = 0; a < nodeCount - 1; a++) {
    const difference = price[a]! - price[parent[a]!]!;
    for (let s = 0; s < 3; s++) {
      const state = segmentState[3 * a + s]!;
      if (state > 1) continue;
      const gained = segmentGain[3 * a + s]! + difference;
      if (state === 0 ? gained > 0 : gained < 0) {
        pivotSegment(tree, 3 * a + s);
        isFound = true;
        break;
      }
    }
  }
  return isFound;
}
