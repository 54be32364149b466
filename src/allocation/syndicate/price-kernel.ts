/**
 * The banks of a search in columns. A price is what a fen of the amount is taken to be worth, in cost
 * units; at a price the reduced cost of a bank is what it costs, less what its money is worth:
 *
 *     reduced(j, price) = fee[j] + least over x in [least[j], most[j]] of (rate[j] - price) * x
 *
 * A syndicate costs at least `price * amount` plus the reduced costs of its banks, at every price,
 * and exactly that at the best one (duality of the shares of given banks). So does the cheapest
 * choice of at most so many banks, each by itself: the bound of Lagrange, which is also that of the
 * linear relaxation with a number of lenders.
 */
export interface Terms {
  readonly banks: number;
  readonly amount: number;
  readonly maximumLenders: number;
  readonly least: Float64Array;
  readonly most: Float64Array;
  readonly rate: Float64Array;
  readonly fee: Float64Array;
  /** By bank: `OPEN`, `MEMBER` or `OUTSIDER`. */
  readonly state: Uint8Array;
}

export const OPEN = 0;
export const MEMBER = 1;
export const OUTSIDER = 2;

/** Prices that bounds are taken at: more make fewer parts, each of which takes longer. */
export const PRICES = 4;

/** Up to so many lenders are counted one by one; where more may join, any number may. */
export const COUNTED = 16;

/** The best price is looked for up to so many doublings of the dearest, by so many tangents. */
const DOUBLINGS = 12;
const TANGENTS = 30;

/** What a bank costs, less what its money is worth at a price. */
export function reducedCost(fee: number, margin: number, least: number, most: number): number {
  return fee + margin * (margin < 0 ? most : least);
}

interface Tangent {
  readonly price: number;
  readonly bound: number;
  /** The amount less what the chosen banks lend: positive where the price is too low. */
  readonly slope: number;
}

/** The bound at a price; `chosen` is scratch for the least reduced costs. */
function boundAt(terms: Terms, price: number, chosen: Float64Array, lent: Float64Array): Tangent {
  const { banks, amount, maximumLenders, least, most, rate, fee, state } = terms;
  let [bound, slope, members, count] = [price * amount, amount, 0, 0];
  for (let j = 0; j < banks; j++) if (state[j] === MEMBER) members++;
  const slots = maximumLenders - members;
  for (let j = 0; j < banks; j++) {
    if (state[j] === OUTSIDER) continue;
    const cost = reducedCost(fee[j]!, rate[j]! - price, least[j]!, most[j]!);
    const share = rate[j]! < price ? most[j]! : least[j]!;
    if (state[j] === MEMBER) {
      bound += cost;
      slope -= share;
      continue;
    }
    if (cost >= 0 || slots === 0 || (count === slots && cost >= chosen[count - 1]!)) continue;
    let at = count < slots ? count++ : count - 1;
    for (; at > 0 && chosen[at - 1]! > cost; at--) {
      chosen[at] = chosen[at - 1]!;
      lent[at] = lent[at - 1]!;
    }
    chosen[at] = cost;
    lent[at] = share;
  }
  for (let at = 0; at < count; at++) {
    bound += chosen[at]!;
    slope -= lent[at]!;
  }
  return { price, bound, slope };
}

/** The prices of a search, the best first, and the bound there. */
export interface Prices {
  readonly values: Float64Array;
  readonly bound: number;
}

/**
 * The best prices: the bound is concave in the price and made of straight pieces; two tangents meet
 * above its peak, and the next price is where they meet (Kelley 1960 in one dimension). Where the
 * peak is flat both its ends are taken. The others lie around it, ever wider: what is open in a part
 * of a syndicate has a best price of its own. Any price gives a valid bound.
 */
export function findPrices(terms: Terms): Prices {
  const { banks, rate, fee, most, state } = terms;
  const [chosen, lent] = [new Float64Array(banks + 1), new Float64Array(banks + 1)];
  const at = (price: number): Tangent => boundAt(terms, price, chosen, lent);
  let dearest = 1;
  for (let j = 0; j < banks; j++) {
    if (state[j] !== OUTSIDER) dearest = Math.max(dearest, rate[j]! + fee[j]! / most[j]!);
  }
  let [low, high] = [at(0), at(dearest)];
  for (let round = 0; round < DOUBLINGS && high.slope > 0; round++) {
    [low, high] = [high, at(high.price * 2)];
  }
  let best = low.bound > high.bound ? low : high;
  for (let round = 0; round < TANGENTS && low.slope > 0 && high.slope < 0; round++) {
    const price = meeting(low, high);
    if (!(price > low.price && price < high.price)) break;
    const next = at(price);
    if (next.bound > best.bound) best = next;
    const peak = low.bound + low.slope * (price - low.price);
    if (next.bound >= peak - Math.abs(peak) * 2 ** -40) break;
    if (next.slope > 0) low = next;
    else high = next;
  }
  const ends = [endOfPeak(at, high, best), endOfPeak(at, low, best)];
  const values = new Float64Array(PRICES);
  let step = dearest / 64;
  for (let g = 0; g < PRICES; g += 2, step *= 4) {
    values[g] = g === 0 ? ends[0]! : ends[0]! + step;
    values[g + 1] = g === 0 ? ends[1]! : Math.max(0, ends[1]! - step);
  }
  return { values, bound: best.bound };
}

function meeting(low: Tangent, high: Tangent): number {
  const rise = low.bound - high.bound + high.slope * high.price - low.slope * low.price;
  return rise / (high.slope - low.slope);
}

/** From a price beside the peak to the nearest one that is as good as the best. */
function endOfPeak(at: (price: number) => Tangent, from: Tangent, best: Tangent): number {
  let side = from;
  for (let round = 0; round < TANGENTS && side.slope !== 0; round++) {
    const price = side.price + (best.bound - side.bound) / side.slope;
    // What rounding lets pass is never beyond the best.
    if (Math.abs(price - best.price) >= Math.abs(side.price - best.price)) return best.price;
    const next = at(price);
    if (next.bound >= best.bound - Math.abs(best.bound) * 2 ** -40) return price;
    if (next.slope * side.slope <= 0) return best.price;
    side = next;
  }
  return best.price;
}

/** The terms at some prices, and what the banks that must take part come to. */
export interface Ground {
  readonly terms: Terms;
  readonly prices: Float64Array;
  /** Bounds of sums at these prices can be off by this much. */
  readonly slack: number;
  /** No syndicate costs less. */
  readonly bound: number;
  /** What a fen costs at least that a syndicate could lend beyond the amount, at the best price. */
  readonly margin: number;
  /** `[bank][price]`. */
  readonly reduced: Float64Array;
  /** How many may join the members. */
  readonly slots: number;
  /** The amount less what the members lend at least: the others' least may sum to that. */
  readonly open: number;
  /** The amount less what the members lend at most: the others' most must reach it. */
  readonly need: number;
  /** By price: the worth of the amount and the reduced costs of the members. */
  readonly baseCost: Float64Array;
}

export function createGround(terms: Terms): Ground {
  const { banks, amount, least, most, rate, fee, state } = terms;
  const { values, bound } = findPrices(terms);
  const reduced = new Float64Array(banks * PRICES);
  const baseCost = values.map((price) => price * amount);
  let dearest = 0;
  let [slots, open, need] = [terms.maximumLenders, amount, amount];
  for (let j = 0; j < banks; j++) {
    if (state[j] === OUTSIDER) continue;
    dearest = Math.max(dearest, rate[j]!);
    for (let g = 0; g < PRICES; g++) {
      reduced[j * PRICES + g] = reducedCost(fee[j]!, rate[j]! - values[g]!, least[j]!, most[j]!);
    }
    if (state[j] !== MEMBER) continue;
    slots--;
    open -= least[j]!;
    need -= most[j]!;
    for (let g = 0; g < PRICES; g++) baseCost[g] = baseCost[g]! + reduced[j * PRICES + g]!;
  }
  const slack = slackOf(terms, Math.max(...values));
  return {
    terms,
    prices: values,
    slack,
    bound: bound - slack,
    margin: values[0]! - dearest,
    reduced,
    slots,
    open,
    need,
    baseCost,
  };
}

/** Every term of a bound is rounded three times, and the sum once a term. */
export function slackOf(
  { banks, amount, maximumLenders, most, rate, fee }: Terms,
  price: number,
): number {
  const count = maximumLenders > COUNTED ? banks : maximumLenders;
  let [dearest, largest, largestFee] = [price, 0, 0];
  for (let j = 0; j < banks; j++) {
    dearest = Math.max(dearest, rate[j]!);
    largest = Math.max(largest, most[j]!);
    largestFee = Math.max(largestFee, fee[j]!);
  }
  const size = amount * price + count * (largest * dearest + largestFee);
  return size * (count + 8) * 2 ** -53;
}
