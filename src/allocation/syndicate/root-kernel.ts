import { createHalf, createReach, insert, type Reach } from './half-kernel.ts';
import type { Tally } from './limit-kernel.ts';
import {
  createGround,
  type Ground,
  MEMBER,
  OPEN,
  OUTSIDER,
  PRICES,
  reducedCost,
  slackOf,
  type Terms,
} from './price-kernel.ts';
import type { SyndicateProblem } from './problem.ts';

/**
 * One way to meet the lead share: the lead lends at least that much, those that were leads before it
 * in the list less. So every syndicate belongs to one root. Without a lead share there is one root.
 */
export interface Root {
  readonly lead: number;
  /** Made when the root is searched: most leads never are, and terms are as long as the offers. */
  readonly terms: () => Terms;
  /** No syndicate of this root costs less; a round of the search can raise it. */
  bound: number;
  ready: Ready | undefined;
}

/** What the rounds of a root share. */
export interface Ready {
  readonly ground: Ground;
  /** Banks that may take part, by reduced cost at the best price. */
  readonly byCost: Int32Array;
  /** Made when a round needs them. */
  reaches: readonly [Reach, Reach] | undefined;
}

export function readTerms(problem: SyndicateProblem): Terms {
  const banks = problem.minimum.length;
  const terms: Terms = {
    banks,
    amount: problem.amount,
    maximumLenders: problem.maximumLenders,
    least: new Float64Array(problem.minimum),
    most: new Float64Array(problem.maximum),
    rate: new Float64Array(problem.rateCost),
    fee: new Float64Array(problem.fixedCost.map(Number)),
    state: new Uint8Array(banks),
  };
  for (let j = 0; j < banks; j++) {
    if (problem.mustJoin[j] === true) terms.state[j] = MEMBER;
    if (terms.least[j]! > terms.most[j]!) terms.state[j] = OUTSIDER;
  }
  return terms;
}

/** Whether the members and the largest that may join can carry the amount; `more` joins too. */
export function canCarry(terms: Terms, byMost: Int32Array, more = -1): boolean {
  const { banks, amount, maximumLenders, least, most, state } = terms;
  const isMember = (j: number): boolean => state[j] === MEMBER || j === more;
  // Counted down, so that no sum passes the amount and all stay safe integers.
  let [open, need, slots] = [amount, amount, maximumLenders];
  for (let j = 0; j < banks; j++) {
    if (!isMember(j)) continue;
    open -= least[j]!;
    need -= most[j]!;
    slots--;
  }
  if (open < 0 || slots < 0) return false;
  for (let at = 0; at < banks && need > 0 && slots > 0; at++) {
    const j = byMost[at]!;
    if (state[j] !== OPEN || j === more || least[j]! > open) continue;
    need -= most[j]!;
    slots--;
  }
  return need <= 0;
}

export function orderByMost({ banks, most }: Terms): Int32Array {
  const order = Int32Array.from({ length: banks }, (_, j) => j);
  return order.sort((a, b) => most[b]! - most[a]! || a - b);
}

/** So many prices more, where a bank that must take part moves the best one. */
const JOIN_PRICES = 12;

/** Prices of banks at a full ticket, evenly by rank: about where the best price can be. */
function rankedPrices({ least, most, rate, fee }: Terms): Float64Array {
  const prices = rate
    .map((one, j) => one + fee[j]! / most[j]!)
    .filter((_, j) => least[j]! <= most[j]!);
  prices.sort();
  const step = Math.max(1, prices.length / JOIN_PRICES);
  return prices.filter((_, at) => Math.floor(at / step) !== Math.floor((at - 1) / step));
}

/**
 * By bank: a bound on every syndicate in which it lends `share` or more, and not less than its least
 * ticket; infinite where there is none.
 */
export function boundJoining(ground: Ground, byMost: Int32Array, share: number): Float64Array {
  const { terms, slots } = ground;
  const { banks, least, most, rate, fee, state } = terms;
  const bounds = new Float64Array(banks).fill(Number.POSITIVE_INFINITY);
  for (let j = 0; j < banks; j++) {
    if (state[j] === OUTSIDER || share > most[j]! || !canCarry(terms, byMost, j)) continue;
    bounds[j] = Number.NEGATIVE_INFINITY;
  }
  const own = new Float64Array(banks);
  const sorted = new Float64Array(slots + 1);
  const prices = [...ground.prices, ...rankedPrices(terms)];
  for (const price of prices) {
    let [base, count, best] = [price * terms.amount, 0, 0];
    for (let j = 0; j < banks; j++) {
      if (state[j] === OUTSIDER) continue;
      own[j] = reducedCost(fee[j]!, rate[j]! - price, least[j]!, most[j]!);
      if (state[j] === MEMBER) base += own[j]!;
      else if (own[j]! < 0) count = insert(sorted, count, slots, own[j]!);
    }
    for (let at = 0; at < count; at++) best += sorted[at]!;
    // With all places taken, the last of them makes way for the bank that must take part.
    const fewer = best - (count === slots && slots > 0 ? sorted[count - 1]! : 0);
    for (let j = 0; j < banks; j++) {
      if (bounds[j] === Number.POSITIVE_INFINITY) continue;
      const low = Math.max(share, least[j]!);
      const cost = base + reducedCost(fee[j]!, rate[j]! - price, low, most[j]!);
      const rest =
        state[j] === MEMBER ? best - own[j]! : Math.max(fewer, best - Math.min(0, own[j]!));
      bounds[j] = Math.max(bounds[j]!, cost + rest);
    }
  }
  const slack = slackOf(
    terms,
    prices.reduce((high, price) => Math.max(high, price), 0),
  );
  return bounds.map((bound) => bound - slack);
}

/** The roots of a search, the cheapest bound first; `ground` is that of the terms themselves. */
export function listRoots(problem: SyndicateProblem, ground: Ground, byMost: Int32Array): Root[] {
  const { terms } = ground;
  const { leadAmount, mayLead } = problem;
  if (leadAmount === 0) {
    return [{ lead: -1, terms: () => terms, bound: ground.bound, ready: prepare(ground) }];
  }
  const bounds = boundJoining(ground, byMost, leadAmount);
  const leads = [...bounds.keys()]
    .filter((j) => mayLead[j] === true && bounds[j]! < Number.POSITIVE_INFINITY)
    .sort((a, b) => bounds[a]! - bounds[b]! || a - b);
  const chosen = leads.filter((lead) => !leads.some((one) => canLeadInstead(problem, one, lead)));
  return chosen.map((lead, at) => ({
    lead,
    terms: () => termsOfLead(terms, chosen.slice(0, at), lead, leadAmount),
    bound: bounds[lead]!,
    ready: undefined,
  }));
}

/** The terms where one bank leads and those before it lend less than a lead must. */
function termsOfLead(
  terms: Terms,
  before: readonly number[],
  lead: number,
  leadAmount: number,
): Terms {
  const [least, most, state] = [terms.least.slice(), terms.most.slice(), terms.state.slice()];
  for (const other of before) {
    most[other] = leadAmount - 1;
    // One that must take part and cannot lend less stays a member: then no later root has a syndicate.
    if (least[other]! >= leadAmount && state[other] === OPEN) state[other] = OUTSIDER;
  }
  least[lead] = Math.max(least[lead]!, leadAmount);
  state[lead] = MEMBER;
  return { ...terms, least, most, state };
}

/**
 * Whether a syndicate that `lead` leads can be led by `other` at no more cost: in its place, or where
 * both take part with their amounts exchanged.
 */
function canLeadInstead(problem: SyndicateProblem, other: number, lead: number): boolean {
  const { minimum, maximum, rateCost, fixedCost, mustJoin } = problem;
  if (other === lead || mustJoin[lead] === true || minimum[other] !== minimum[lead]) return false;
  const [rate, fee, most] = [
    rateCost[lead]! - rateCost[other]!,
    fixedCost[lead]! - fixedCost[other]!,
    maximum[other]! - maximum[lead]!,
  ];
  if (rate < 0 || fee < 0n || most < 0) return false;
  return rate > 0 || fee > 0n || most > 0 || other < lead;
}

/** Makes a root ready to be searched; false where what must be lent already is too much. */
export function prepareRoot(root: Root): boolean {
  const terms = root.terms();
  const { least, most, state } = terms;
  const ground = createGround(terms);
  const isStuck = least.some((low, j) => state[j] === MEMBER && low > most[j]!);
  if (isStuck || ground.slots < 0 || ground.open < 0) {
    root.bound = Number.POSITIVE_INFINITY;
    return false;
  }
  root.ready = prepare(ground);
  root.bound = Math.max(root.bound, ground.bound);
  return true;
}

function prepare(ground: Ground): Ready {
  const { terms, reduced, open } = ground;
  const { banks, least, most, rate, fee, state } = terms;
  const byCost = Int32Array.from({ length: banks }, (_, j) => j)
    .filter((j) => state[j] === OPEN && least[j]! <= open)
    .sort(
      (a, b) =>
        reduced[a * PRICES]! - reduced[b * PRICES]! ||
        rate[a]! - rate[b]! ||
        fee[a]! - fee[b]! ||
        least[a]! - least[b]! ||
        most[b]! - most[a]! ||
        a - b,
    );
  return { ground, byCost, reaches: undefined };
}

/**
 * The halves of a root: each bank by reduced cost goes where fewer are, so that both lists stay
 * short, but stays with banks of the same terms, of which then only so many first take part. Within
 * a half large tickets come first, so that a part that stays too small is soon left.
 */
export function reachesOf(ready: Ready, tally: Tally): readonly [Reach, Reach] {
  const { ground, byCost, reaches } = ready;
  if (reaches !== undefined) return reaches;
  const { least, most, rate, fee } = ground.terms;
  const isSame = (a: number, b: number): boolean =>
    least[a] === least[b] && most[a] === most[b] && rate[a] === rate[b] && fee[a] === fee[b];
  const sides: [number[], number[]] = [[], []];
  let side = sides[0];
  byCost.forEach((bank, at) => {
    const isTwin = at > 0 && isSame(bank, byCost[at - 1]!);
    if (!isTwin) side = sides[0].length <= sides[1].length ? sides[0] : sides[1];
    side.push(bank);
  });
  const [one, other] = sides.map((banks) =>
    Int32Array.from(banks).sort((a, b) => most[b]! - most[a]!),
  ) as [Int32Array, Int32Array];
  const [left, right] = [createHalf(ground, one, other), createHalf(ground, other, one)];
  ready.reaches = [createReach(ground, left, tally), createReach(ground, right, tally)];
  return ready.reaches;
}
