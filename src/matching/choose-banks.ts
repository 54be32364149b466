/** A product of a bank, as the choice of banks sees it. */
export interface Nominee {
  readonly bankId: string;
  readonly productId: string;
  /** 0 is the best; nominees of a lower tier are taken before any of a higher one. */
  readonly tier: number;
  /** 0 to 100,000,000. */
  readonly weight: number;
  readonly lot: number;
  /** Likely causes of refusal, each once. */
  readonly causes: readonly string[];
}

/** The best set, with the proof. */
export interface BankChoice<T extends Nominee> {
  readonly chosen: readonly T[];
  readonly value: number;
  /** False where the search was cut short at `CHOICE_STEPS`. */
  readonly isProven: boolean;
  /** No set is worth more. */
  readonly bound: number;
  /** Sets that were looked at, complete or not. */
  readonly steps: number;
}

/** Most steps of one search; three banks out of hundreds take far fewer. */
const CHOICE_STEPS = 1_000_000;
/** Overlaps are whole thousandths. */
const WHOLE = 1000;

/**
 * How alike two nominees are, in thousandths: `s / (s + 1)` for `s` shared causes, rounded down. A
 * further cause of one alone changes nothing, so that no bank gains by having more to refuse for.
 */
export function overlapOf(a: Nominee, b: Nominee): number {
  const shared = a.causes.filter((cause) => b.causes.includes(cause)).length;
  return Math.floor((WHOLE * shared) / (shared + 1));
}

/**
 * What a set is worth: `1000 x banks x sum of weights - sum over pairs of the lesser weight x overlap`.
 *
 * The pairs only take away, so that what a nominee adds shrinks as the set grows (submodular). In a
 * set of at most `banks` a weight is taken away from at most `banks - 1` times, each time by less
 * than a thousand: every nominee adds, and more weight is never worth less (monotone). At most
 * 10 banks x 10 weights x 10^8 x 1000, below 2^53.
 */
export function setWorth(set: readonly Nominee[], banks: number): number {
  return set.reduce((sum, one, at) => sum + addedBy(one, set.slice(0, at), banks), 0);
}

/** What a nominee adds to a set that does not hold it. */
export function addedBy(one: Nominee, set: readonly Nominee[], banks: number): number {
  let added = WHOLE * banks * one.weight;
  for (const other of set) added -= Math.min(one.weight, other.weight) * overlapOf(one, other);
  return added;
}

/** Lower tier, then more weight, then the higher lot, then id: no place in a file enters. */
export function compareNominees(a: Nominee, b: Nominee): number {
  return (
    a.tier - b.tier ||
    b.weight - a.weight ||
    b.lot - a.lot ||
    (a.productId < b.productId ? -1 : a.productId > b.productId ? 1 : 0)
  );
}

/**
 * The set of distinct banks, at most `banks`, that takes as many as it can of the lowest tier, then
 * of the next, and so on, and among those sets is worth most; of equal ones, the first in the order
 * of `compareNominees`, member by member. Exact branch and bound in that order: what a nominee adds
 * never grows, so that a set is worth at most its value so far and the largest weights still open.
 */
export function chooseBanks<T extends Nominee>(
  nominees: readonly T[],
  banks: number,
): BankChoice<T> {
  const list = undominated(nominees).sort(compareNominees);
  const places = placesByTier(list, banks);
  const found: { set: readonly T[]; value: number } = { set: [], value: -1 };
  let steps = 0;
  const visit = (from: number, tierAt: number, left: number, set: readonly T[], value: number) => {
    const place = places[tierAt];
    if (place === undefined) {
      if (value > found.value) Object.assign(found, { set, value });
      return;
    }
    if (left === 0) {
      const next = places[tierAt + 1];
      visit(next?.start ?? 0, tierAt + 1, next?.count ?? 0, set, value);
      return;
    }
    for (let at = from; at + left <= place.end && steps < CHOICE_STEPS; at++) {
      // Weights fall along a tier: what can still be added is less from here on.
      if (value + openWorth(list, places, tierAt, at, left, banks) <= found.value) return;
      const one = list[at] as T;
      if (set.some((other) => other.bankId === one.bankId)) continue;
      steps++;
      visit(at + 1, tierAt, left - 1, [...set, one], value + addedBy(one, set, banks));
    }
  };
  const [first] = places;
  visit(first?.start ?? 0, 0, first?.count ?? 0, [], 0);
  const isProven = steps < CHOICE_STEPS;
  const rootBound = first === undefined ? 0 : openWorth(list, places, 0, 0, first.count, banks);
  const value = Math.max(0, found.value);
  return { chosen: found.set, value, isProven, bound: isProven ? value : rootBound, steps };
}

/** The range of a tier in the order, and how many banks are taken of it. */
interface TierPlace {
  readonly start: number;
  readonly end: number;
  readonly count: number;
}

/** Every bank stands in its best tier only, so the tiers fill one after the other. */
function placesByTier(list: readonly Nominee[], banks: number): readonly TierPlace[] {
  const places: TierPlace[] = [];
  let left = banks;
  for (let start = 0; start < list.length && left > 0; ) {
    const { tier } = list[start] as Nominee;
    const after = list.findIndex((one) => one.tier > tier);
    const end = after < 0 ? list.length : after;
    const distinct = new Set(list.slice(start, end).map((one) => one.bankId)).size;
    const count = Math.min(left, distinct);
    places.push({ start, end, count });
    left -= count;
    start = end;
  }
  return places;
}

function openWorth(
  list: readonly Nominee[],
  places: readonly TierPlace[],
  tierAt: number,
  from: number,
  left: number,
  banks: number,
): number {
  const sum = (start: number, count: number): number => {
    let weights = 0;
    for (let at = start; at < start + count; at++) weights += list[at]?.weight ?? 0;
    return weights;
  };
  const later = places.slice(tierAt + 1).reduce((all, one) => all + sum(one.start, one.count), 0);
  return WHOLE * banks * (sum(from, left) + later);
}

/**
 * Of each bank, the nominees of its best tier; and of these, those that no other one of the bank
 * stands for: one that stands before it and has no cause that it has not. Such a one takes its place
 * in any set without loss.
 */
function undominated<T extends Nominee>(nominees: readonly T[]): T[] {
  const byBank = new Map<string, T[]>();
  for (const one of [...nominees].sort(compareNominees)) {
    const kept = byBank.get(one.bankId) ?? [];
    byBank.set(one.bankId, kept);
    const isCovered = kept.some(
      (other) => other.tier < one.tier || other.causes.every((cause) => one.causes.includes(cause)),
    );
    if (!isCovered) kept.push(one);
  }
  return [...byBank.values()].flat();
}
