import type { Catalog, CompiledProduct } from '../catalog/index.ts';
import { hasCurrency } from '../eligibility/index.ts';
import type { Need } from '../model/index.ts';
import { compareText } from '../units/digest.ts';
import type { Issue } from '../units/issue.ts';
import { tieLot, tieSeed } from '../units/tie.ts';
import { possibleNeeds } from './eligible-needs.ts';
import {
  createTopList,
  type Engine,
  engineOf,
  engineOver,
  matchAlike,
  rankNeed,
  type TopList,
} from './engine/index.ts';
import { fillNeed, isRefusal } from './match-all.ts';
import { type MatchTable, NEED_DONE } from './table.ts';

/** How the products of one catalog became those of another. */
export interface Difference {
  /** By place before: place now; -1: gone, or changed in what decides a match. */
  readonly placeOf: Int32Array;
  /** Places before of what is gone or changed; places now of what is new or changed. */
  readonly gone: readonly number[];
  readonly fresh: readonly number[];
}

export function compareProducts(former: Catalog, catalog: Catalog): Difference {
  const places = new Map(catalog.products.map(({ product }, place) => [product.id, place]));
  const isKept = new Uint8Array(catalog.products.length);
  const placeOf = new Int32Array(former.products.length);
  const gone: number[] = [];
  former.products.forEach((before, place) => {
    const now = places.get(before.product.id) ?? -1;
    const kept = now >= 0 && matchAlike(before, catalog.products[now] as CompiledProduct);
    placeOf[place] = kept ? now : -1;
    if (kept) isKept[now] = 1;
    else gone.push(place);
  });
  const fresh: number[] = [];
  isKept.forEach((kept, place) => {
    if (kept === 0) fresh.push(place);
  });
  return { placeOf, gone, fresh };
}

/** One offer of a list, as far as its place in the list and its row are concerned. */
interface Row {
  readonly product: number;
  readonly id: string;
  readonly score: number;
  readonly lot: number;
  readonly amount: number;
  readonly termMonths: number;
  readonly repayment: number;
  readonly rate: number;
  readonly netCost: number;
}

/** What happens to the needs of a table. */
interface Revision {
  readonly before: MatchTable;
  readonly after: MatchTable;
  readonly difference: Difference;
  /** Needs whose list lost an offer. */
  readonly losers: Set<number>;
  /** Needs that are ranked from the beginning: pending or refused before, or now. */
  readonly anew: Set<number>;
  /** New offers by need. */
  readonly gains: Map<number, Row[]>;
}

/** The table of a changed catalog; see `rematch`. */
export function reviseTable(
  before: MatchTable,
  catalog: Catalog,
  difference: Difference,
): MatchTable {
  const issues: Issue[] = [];
  const after = copyTable(before, catalog, difference, issues);
  const revision: Revision = {
    before,
    after,
    difference,
    losers: new Set(),
    anew: new Set(),
    gains: new Map(),
  };
  before.outcome.forEach((outcome, index) => {
    if (outcome !== NEED_DONE) revision.anew.add(index);
  });
  const live = liveNeeds(before);
  for (const place of difference.gone) takeOut(revision, place, live);
  for (const place of difference.fresh) putIn(revision, place, live);
  const engine = engineOf(catalog);
  const list = createTopList(Math.min(after.limit, catalog.products.length));
  const { losers, gains, anew } = revision;
  for (const index of new Set([...losers, ...gains.keys(), ...anew])) {
    if (!anew.has(index) && mergeList(revision, index)) continue;
    clearNeed(after, index);
    fillNeed(engine, after, index, list, issues);
  }
  issues.sort((a, b) => Number(a.path[1]) - Number(b.path[1]));
  return after;
}

/** Needs that were matched and that products of the catalog can be offered to. */
function liveNeeds({ catalog, needs, outcome }: MatchTable): Int32Array {
  const live = new Int32Array(needs.length);
  let count = 0;
  needs.forEach((need, index) => {
    if (outcome[index] === NEED_DONE && hasCurrency(catalog, need)) live[count++] = index;
  });
  return live.subarray(0, count);
}

function copyTable(
  before: MatchTable,
  catalog: Catalog,
  { placeOf }: Difference,
  issues: Issue[],
): MatchTable {
  const { needs, profile, seed, limit } = before;
  const isMoved = placeOf.some((place, index) => place !== index && place >= 0);
  const product = before.product.slice();
  // A row of a product that is gone is written anew below: its need is among the losers.
  if (isMoved) {
    before.offerCount.forEach((count, index) => {
      for (let row = index * limit; row < index * limit + count; row++) {
        product[row] = placeOf[product[row] as number] as number;
      }
    });
  }
  return {
    catalog,
    needs,
    profile,
    seed,
    limit,
    issues,
    outcome: before.outcome.slice(),
    eligible: before.eligible.slice(),
    undetermined: before.undetermined.slice(),
    offerCount: before.offerCount.slice(),
    product,
    score: before.score.slice(),
    amount: before.amount.slice(),
    termMonths: before.termMonths.slice(),
    repayment: before.repayment.slice(),
    rate: before.rate.slice(),
    netCost: before.netCost.slice(),
  };
}

/** Ranks one product for the needs that it may be open to. */
function rankAlone(
  { before: { needs, profile, seed }, anew }: Revision,
  catalog: Catalog,
  place: number,
  live: Int32Array,
  visit: (index: number, engine: Engine, list: TopList) => void,
): void {
  const compiled = catalog.products[place] as CompiledProduct;
  const engine = engineOver(catalog, [place]);
  const { productIds } = engine;
  const list = createTopList(1);
  for (const index of possibleNeeds(catalog, compiled, needs, live)) {
    const need = needs[index] as Need;
    const needSeed = tieSeed(seed, need.id);
    try {
      rankNeed(engine, { need, profile, needSeed, productIds, offers: list });
    } catch (error) {
      if (!isRefusal(error)) throw error;
      anew.add(index);
      continue;
    }
    visit(index, engine, list);
  }
}

function takeOut(revision: Revision, place: number, live: Int32Array): void {
  const { before, after, losers } = revision;
  const { limit, product, offerCount, catalog } = before;
  rankAlone(revision, catalog, place, live, (index, engine) => {
    after.eligible[index] = (after.eligible[index] as number) - engine.eligible;
    after.undetermined[index] = (after.undetermined[index] as number) - engine.undetermined;
    if (engine.eligible === 0) return;
    const start = index * limit;
    const end = start + (offerCount[index] as number);
    for (let row = start; row < end; row++) if (product[row] === place) losers.add(index);
  });
}

function putIn(revision: Revision, place: number, live: Int32Array): void {
  const { after, gains } = revision;
  const { catalog, needs, seed, limit } = after;
  const { id } = (catalog.products[place] as CompiledProduct).product;
  rankAlone(revision, catalog, place, live, (index, engine, list) => {
    after.eligible[index] = (after.eligible[index] as number) + engine.eligible;
    after.undetermined[index] = (after.undetermined[index] as number) + engine.undetermined;
    if (engine.eligible === 0 || limit === 0) return;
    const rows = gains.get(index) ?? [];
    gains.set(index, rows);
    rows.push({
      product: place,
      id,
      score: list.score[0] as number,
      lot: tieLot(tieSeed(seed, (needs[index] as Need).id), id),
      amount: list.amount[0] as number,
      termMonths: list.termMonths[0] as number,
      repayment: list.method[0] as number,
      rate: list.rate[0] as number,
      netCost: list.netCost[0] as number,
    });
  });
}

/** The order of offers, as in `compareOffers`. */
function compareRows(a: Row, b: Row): number {
  return b.score - a.score || b.lot - a.lot || compareText(a.id, b.id);
}

/**
 * Writes the list of a need from what it kept and what it gained; `false` where that does not tell:
 * below the end of a list that was cut stand products that it does not hold, so only what ranks no
 * lower than that end is certain.
 */
function mergeList({ before, after, difference, gains }: Revision, index: number): boolean {
  const { limit } = before;
  const count = before.offerCount[index] as number;
  const rows = Array.from({ length: count }, (_, i) => rowAt(before, index, index * limit + i));
  const kept = rows.flatMap((row) => {
    const product = difference.placeOf[row.product] as number;
    return product < 0 ? [] : [{ ...row, product }];
  });
  const merged = [...kept, ...(gains.get(index) ?? [])].sort(compareRows);
  const last = rows.at(-1);
  const isCut = (before.eligible[index] as number) > count;
  const certain =
    isCut && last !== undefined
      ? merged.filter((row) => compareRows(row, last) < 0 || kept.includes(row))
      : merged;
  if (isCut && certain.length < limit) return false;
  const best = certain.slice(0, limit);
  after.offerCount[index] = best.length;
  clearRows(after, index);
  best.forEach((row, i) => {
    writeRow(after, index * limit + i, row);
  });
  return true;
}

/** A need as in a new table. */
function clearNeed(table: MatchTable, index: number): void {
  const { outcome, eligible, undetermined, offerCount } = table;
  for (const column of [outcome, eligible, undetermined, offerCount]) column[index] = 0;
  clearRows(table, index);
}

/** Rows without an offer hold zeros, as in a new table. */
function clearRows(table: MatchTable, index: number): void {
  const { product, score, amount, termMonths, repayment, rate, netCost, limit } = table;
  const from = index * limit;
  for (const column of [product, score, amount, termMonths, repayment, rate, netCost]) {
    column.fill(0, from, from + limit);
  }
}

function rowAt(table: MatchTable, index: number, row: number): Row {
  const { catalog, needs, seed } = table;
  const product = table.product[row] as number;
  const { id } = (catalog.products[product] as CompiledProduct).product;
  return {
    product,
    id,
    score: table.score[row] as number,
    lot: tieLot(tieSeed(seed, (needs[index] as Need).id), id),
    amount: table.amount[row] as number,
    termMonths: table.termMonths[row] as number,
    repayment: table.repayment[row] as number,
    rate: table.rate[row] as number,
    netCost: table.netCost[row] as number,
  };
}

function writeRow(table: MatchTable, at: number, row: Row): void {
  table.product[at] = row.product;
  table.score[at] = row.score;
  table.amount[at] = row.amount;
  table.termMonths[at] = row.termMonths;
  table.repayment[at] = row.repayment;
  table.rate[at] = row.rate;
  table.netCost[at] = row.netCost;
}
