import { type Draw, lotOf, type TopList } from '../engine/index.ts';
import type { MatchTable } from '../table.ts';

/** The columns of a table that hold a row each. */
type RowColumns = Pick<
  MatchTable,
  'product' | 'score' | 'amount' | 'termMonths' | 'repayment' | 'rate' | 'netCost'
>;

function copyRow(columns: RowColumns, from: number, to: number): void {
  const { product, score, amount, termMonths, repayment, rate, netCost } = columns;
  product[to] = product[from]!;
  score[to] = score[from]!;
  amount[to] = amount[from]!;
  termMonths[to] = termMonths[from]!;
  repayment[to] = repayment[from]!;
  rate[to] = rate[from]!;
  netCost[to] = netCost[from]!;
}

/** Rows without an offer hold zeros, as in a new table. */
function clearRow(columns: RowColumns, row: number): void {
  const { product, score, amount, termMonths, repayment, rate, netCost } = columns;
  product[row] = score[row] = amount[row] = termMonths[row] = 0;
  repayment[row] = rate[row] = netCost[row] = 0;
}

/** Empties the list of a need. */
export function clearList(table: MatchTable, index: number): void {
  const { limit, offerCount } = table;
  const from = index * limit;
  for (let i = offerCount[index]! - 1; i >= 0; i--) clearRow(table, from + i);
  offerCount[index] = 0;
}

/** Takes the `i`-th offer out of the list of a need; those below move up. */
export function removeRow(table: MatchTable, index: number, i: number): void {
  const { limit, offerCount } = table;
  const from = index * limit;
  const last = offerCount[index]! - 1;
  for (let k = i; k < last; k++) copyRow(table, from + k + 1, from + k);
  clearRow(table, from + last);
  offerCount[index] = last;
}

/** Where an offer stands, as far as its rank is concerned. */
export interface Standing {
  readonly score: number;
  /** Place in `productTies` of the draw, which stand in the order of ids. */
  readonly product: number;
}

/** Whether one offer of a need ranks above another, as in `compareOffers`. */
export function ranksAbove(draw: Draw, one: Standing, other: Standing): boolean {
  if (one.score !== other.score) return one.score > other.score;
  const lot = lotOf(draw, one.product);
  const otherLot = lotOf(draw, other.product);
  return lot === otherLot ? one.product < other.product : lot > otherLot;
}

/**
 * Puts the one offer of `list` into the list of a need, at its rank; where the list is full its last
 * offer leaves, which may be the new one.
 */
export function insertRow(table: MatchTable, index: number, draw: Draw, list: TopList): void {
  const { limit, offerCount, score, product } = table;
  const from = index * limit;
  const count = offerCount[index]!;
  const own: Standing = { score: list.score[0]!, product: list.product[0]! };
  let at = count;
  while (at > 0) {
    const row = from + at - 1;
    if (!ranksAbove(draw, own, { score: score[row]!, product: product[row]! })) break;
    at -= 1;
  }
  if (at === limit) return;
  const last = Math.min(count, limit - 1);
  for (let k = last; k > at; k--) copyRow(table, from + k - 1, from + k);
  offerCount[index] = last + 1;
  const row = from + at;
  product[row] = own.product;
  score[row] = own.score;
  table.amount[row] = list.amount[0]!;
  table.termMonths[row] = list.termMonths[0]!;
  table.repayment[row] = list.method[0]!;
  table.rate[row] = list.rate[0]!;
  table.netCost[row] = list.netCost[0]!;
}
