import type { SyndicateProblem } from './problem.ts';

export const UNDECIDED = 0;
export const MEMBER = 1;
export const OUTSIDER = 2;

/**
 * The relaxation of a syndicate in which some banks are members, some outsiders, some undecided.
 * Every bank stands twice in an order of what a fen costs there, cheapest first:
 *
 *     item j      bank j as a member: its rate, on what it can lend above its least
 *     item n + j  bank j undecided: its rate and its load, spread over its whole maximum ticket
 *
 * The load is the fee plus `multiplier`: a price on the number of lenders (Lagrange), positive where
 * a maximum number binds, negative where the amount needs more banks than the relaxation would use.
 * Filling the amount in this order is the optimum of the linear relaxation (fixed-charge knapsack,
 * the argument of Dantzig 1957), so the bound is valid; each term but one is an integer, and that
 * one is rounded up, which a sum of integers permits.
 */
export interface Relaxation {
  readonly multiplier: number;
  /** Fee plus multiplier, by bank; with the same as big integers for comparisons that must decide. */
  readonly load: Float64Array;
  readonly exactLoad: readonly bigint[];
  readonly order: Int32Array;
}

/** The banks in columns, and what the last call of `relax` found. */
export interface Ground {
  readonly banks: number;
  readonly amount: number;
  readonly maximumLenders: number;
  /** Least share where a member; the lead's is raised while it leads. */
  readonly least: Float64Array;
  readonly most: Float64Array;
  readonly rate: Float64Array;
  readonly state: Uint8Array;
  /** What each bank lends in the relaxation. */
  readonly taken: Float64Array;
  /** The bank that the relaxation uses in a way that no syndicate can; -1 where there is none. */
  partial: number;
  /** The last undecided bank that the relaxation uses; -1 where there is none. */
  dearest: number;
  /** Banks used, members included, and the same with the partial one counted by its part. */
  used: number;
  usedParts: number;
  /** The fewest banks that can carry the amount, members included. */
  leastLenders: number;
  /** Banks that are members, as `restOf` counted them. */
  members: number;
}

/** Upward slack that covers the rounding of one product and one quotient. */
const SHAVE = 1 - 2 ** -50;

/** A relaxation for one price on the number of lenders; `before` is an order close to the new one. */
export function createRelaxation(
  problem: SyndicateProblem,
  multiplier: number,
  before?: Int32Array,
): Relaxation {
  const n = problem.minimum.length;
  const exactLoad = problem.fixedCost.map((fixed) => fixed + BigInt(multiplier));
  const load = new Float64Array(exactLoad.map(Number));
  const order = before === undefined ? startOrder(n) : before.slice();
  const price = new Float64Array(2 * n);
  for (let j = 0; j < n; j++) {
    price[j] = problem.rateCost[j]!;
    price[n + j] = price[j]! + Math.max(0, load[j]!) / Math.max(1, problem.maximum[j]!);
  }
  for (let i = 1; i < 2 * n; i++) {
    const item = order[i]!;
    let at = i;
    while (at > 0 && isBefore(problem, exactLoad, price, item, order[at - 1]!)) {
      order[at] = order[at - 1]!;
      at--;
    }
    order[at] = item;
  }
  return { multiplier, load, exactLoad, order };
}

/** Member and undecided form side by side: close to sorted, since offers stand by rate. */
function startOrder(n: number): Int32Array {
  const order = new Int32Array(2 * n);
  for (let j = 0; j < n; j++) {
    order[2 * j] = j;
    order[2 * j + 1] = n + j;
  }
  return order;
}

function isBefore(
  problem: SyndicateProblem,
  exactLoad: readonly bigint[],
  price: Float64Array,
  a: number,
  b: number,
): boolean {
  const difference = price[a]! - price[b]!;
  // Two quotients of floats cannot be misordered where they differ by more than this.
  if (Math.abs(difference) > 1e-14 * (price[a]! + price[b]!)) return difference < 0;
  const n = problem.minimum.length;
  if (a < n && b < n) return difference < 0;
  const [top, bottom] = exactPrice(problem, exactLoad, a);
  const [otherTop, otherBottom] = exactPrice(problem, exactLoad, b);
  return top * otherBottom < otherTop * bottom;
}

function exactPrice(
  { minimum, maximum, rateCost }: SyndicateProblem,
  exactLoad: readonly bigint[],
  item: number,
): readonly [bigint, bigint] {
  const n = minimum.length;
  const j = item < n ? item : item - n;
  const rate = BigInt(rateCost[j]!);
  const load = exactLoad[j]!;
  if (item < n || load <= 0n) return [rate, 1n];
  const most = BigInt(Math.max(1, maximum[j]!));
  return [rate * most + load, most];
}

/** What members do not lend by their least; -1 where no syndicate has these members. Sets `members` and `leastLenders`. */
export function restOf(ground: Ground, byMost: Int32Array): number {
  const { banks, least, most, state, maximumLenders } = ground;
  let rest = ground.amount;
  let members = 0;
  for (let j = 0; j < banks; j++) {
    if (state[j] !== MEMBER) continue;
    rest -= least[j]!;
    members++;
  }
  ground.members = members;
  if (rest < 0 || members > maximumLenders) return -1;
  let open = rest;
  for (let j = 0; j < banks; j++) if (state[j] === MEMBER) open -= most[j]! - least[j]!;
  let slots = maximumLenders - members;
  for (let i = 0; i < banks && open > 0 && slots > 0; i++) {
    const j = byMost[i]!;
    if (state[j] !== UNDECIDED || least[j]! > rest) continue;
    open -= most[j]!;
    slots--;
  }
  ground.leastLenders = maximumLenders - slots;
  return open > 0 ? -1 : rest;
}

/** The bound of a node, where `restOf` gave the rest; fills what `ground` says of the relaxation. */
export function relax(ground: Ground, relaxation: Relaxation, rest: number): number {
  const { banks, least, most, rate, state, taken } = ground;
  const { order, load, multiplier } = relaxation;
  taken.fill(0);
  ground.partial = -1;
  ground.dearest = -1;
  let bound = -multiplier * (multiplier > 0 ? ground.maximumLenders : ground.leastLenders);
  let [used, parts, left] = [0, 0, rest];
  for (let j = 0; j < banks; j++) {
    if (state[j] === OUTSIDER) continue;
    if (state[j] === MEMBER) {
      bound += load[j]! + least[j]! * rate[j]!;
      taken[j] = least[j]!;
      used++;
      parts++;
    } else if (load[j]! < 0) {
      bound += load[j]!;
      parts++;
    }
  }
  for (let i = 0; left > 0 && i < order.length; i++) {
    const item = order[i]!;
    const j = item < banks ? item : item - banks;
    if (item < banks) {
      if (state[j] !== MEMBER) continue;
      const take = Math.min(left, most[j]! - least[j]!);
      bound += take * rate[j]!;
      taken[j] = taken[j]! + take;
      left -= take;
      continue;
    }
    if (state[j] !== UNDECIDED || least[j]! > rest) continue;
    const take = Math.min(left, most[j]!);
    bound += take * rate[j]!;
    if (load[j]! > 0) {
      bound += take === most[j]! ? load[j]! : Math.ceil(load[j]! * (take / most[j]!) * SHAVE);
      parts += take / most[j]!;
    }
    if (take < least[j]! || (take < most[j]! && load[j]! > 0)) ground.partial = j;
    ground.dearest = j;
    taken[j] = take;
    left -= take;
    used++;
  }
  ground.used = used;
  ground.usedParts = parts;
  return bound;
}

/** The same bound in big integers, from what `relax` just took: for costs that pass 2^53. */
export function exactBound(
  ground: Ground,
  problem: SyndicateProblem,
  relaxation: Relaxation,
): bigint {
  const { banks, most, state, taken } = ground;
  const lenders = relaxation.multiplier > 0 ? ground.maximumLenders : ground.leastLenders;
  let bound = -BigInt(relaxation.multiplier) * BigInt(lenders);
  for (let j = 0; j < banks; j++) {
    const load = relaxation.exactLoad[j]!;
    if (state[j] === OUTSIDER) continue;
    bound += BigInt(taken[j]!) * BigInt(problem.rateCost[j]!);
    if (state[j] === MEMBER || load < 0n) bound += load;
    else bound += (load * BigInt(taken[j]!) + BigInt(most[j]!) - 1n) / BigInt(most[j]! || 1);
  }
  return bound;
}
