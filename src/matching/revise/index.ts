import type { Catalog, CompiledProduct } from '../../catalog/index.ts';
import type { Need } from '../../model/index.ts';
import { compareText } from '../../units/digest.ts';
import type { Issue } from '../../units/issue.ts';
import { tieLot, tieSeed } from '../../units/tie.ts';
import {
  createTopList,
  type Difference,
  type Draw,
  engineOf,
  lotOf,
  type TopList,
} from '../engine/index.ts';
import { ownNeeds } from '../is-need.ts';
import { fillNeed } from '../match-all.ts';
import { type MatchTable, NEED_DONE } from '../table.ts';
import { createColumns, type NeedColumns } from './columns-kernel.ts';
import { allOf, type Judged, judgeNeeds } from './judge-kernel.ts';
import { clearList, insertRow, removeRow } from './lists-kernel.ts';
import { askSingle, type Inquiry, openSingle, type Single, shareConditions } from './single.ts';

/** What happens to the needs of a table. */
interface Revision {
  readonly before: MatchTable;
  readonly after: MatchTable;
  /** Needs whose list lost an offer. */
  readonly losers: Set<number>;
  /** Needs that are ranked from the beginning: pending or refused before, or now. */
  readonly anew: Set<number>;
}

/** The facts of the needs of tables that were made by a change or became one; see `NeedColumns`. */
const columnsOfTable = new WeakMap<MatchTable, NeedColumns>();

/** The table of a changed catalog; see `rematch`. */
export function reviseTable(
  before: MatchTable,
  catalog: Catalog,
  difference: Difference,
): MatchTable {
  const issues: Issue[] = [];
  const after = copyTable(before, catalog, difference, issues);
  const columns = columnsOfTable.get(before) ?? createColumns(catalog, ownNeeds(before.needs));
  columnsOfTable.set(before, columns);
  columnsOfTable.set(after, columns);
  const gone = difference.gone.map((place) => openSingle(before.catalog, place, columns, false));
  const fresh = difference.fresh.map((place) =>
    openSingle(catalog, place, columns, before.limit > 0),
  );
  const revision: Revision = {
    before,
    after,
    losers: new Set(),
    // What a strange fact does to a need is for the engine to say.
    anew: new Set(columns.strange),
  };
  const live = allOf(liveNeeds(revision, columns));
  const moved = isMoved(difference);
  // Old versions first: what a need lost tells what it can gain.
  const questions = pairUp(gone, fresh, live);
  for (const { single, ...question } of questions.gone) {
    const place = moved ? (difference.placeOf[single.place] as number) : single.place;
    takeOut(revision, single, place, question);
  }
  for (const { single, ...question } of questions.fresh) putIn(revision, single, question);
  const { losers, anew } = revision;
  for (const index of losers) if (isShort(revision, index)) anew.add(index);
  rankAnew(after, anew, issues);
  return after;
}

/** What is left to ask of a product. */
type Question = Pick<Inquiry, 'among' | 'conditions'>;
type Asked = Question & { readonly single: Single };

/** Judges the conditions that a product had and still has only once. */
function pairUp(
  gone: readonly Single[],
  fresh: readonly Single[],
  live: Judged,
): { readonly gone: readonly Asked[]; readonly fresh: readonly Asked[] } {
  const nowOf = new Map(fresh.map((single) => [single.compiled.product.id, single]));
  const asked = new Map<Single, Asked>();
  for (const single of [...gone, ...fresh]) {
    asked.set(single, { single, among: live, conditions: single.compiled.conditions });
  }
  for (const single of gone) {
    const now = nowOf.get(single.compiled.product.id);
    if (now === undefined) continue;
    const { shared, own, others } = shareConditions(single.compiled, now.compiled);
    const among = judgeNeeds(single.columns, single.catalog, shared, live);
    asked.set(single, { single, among, conditions: own });
    asked.set(now, { single: now, among, conditions: others });
  }
  const pick = (single: Single) => asked.get(single) as Asked;
  return { gone: gone.map(pick), fresh: fresh.map(pick) };
}

function rankAnew(table: MatchTable, needs: ReadonlySet<number>, issues: Issue[]): void {
  if (needs.size === 0) return;
  const { catalog, limit, outcome, eligible, undetermined } = table;
  const engine = engineOf(catalog);
  const list = createTopList(Math.min(limit, catalog.products.length));
  for (const index of needs) {
    outcome[index] = eligible[index] = undetermined[index] = 0;
    clearList(table, index);
    fillNeed(engine, table, index, list, issues);
  }
  issues.sort((a, b) => Number(a.path[1]) - Number(b.path[1]));
}

/** Needs that were matched and that products of the catalog can be offered to. */
function liveNeeds({ before: { outcome }, anew }: Revision, columns: NeedColumns): Int32Array {
  const live = new Int32Array(outcome.length);
  let count = 0;
  outcome.forEach((what, index) => {
    if (what !== NEED_DONE) anew.add(index);
    else if (columns.hasCurrency[index] === 1 && !anew.has(index)) live[count++] = index;
  });
  return live.subarray(0, count);
}

/** Whether a product that stays has another place now. */
function isMoved({ placeOf }: Difference): boolean {
  for (let place = 0; place < placeOf.length; place++) {
    const now = placeOf[place] as number;
    if (now >= 0 && now !== place) return true;
  }
  return false;
}

/** The table as it was, with the places of now; offers that are gone are still in it. */
function copyTable(
  before: MatchTable,
  catalog: Catalog,
  difference: Difference,
  issues: Issue[],
): MatchTable {
  const { needs, profile, seed, limit } = before;
  const product = before.product.slice();
  if (isMoved(difference)) {
    before.offerCount.forEach((count, index) => {
      for (let row = index * limit; row < index * limit + count; row++) {
        product[row] = difference.placeOf[product[row] as number] as number;
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

/**
 * Takes a product out of the lists and counts of the needs that it was open to. `place`: what stands
 * for it in the new table.
 */
function takeOut(revision: Revision, single: Single, place: number, question: Question): void {
  const { before, after, losers, anew } = revision;
  const { limit, product, offerCount } = after;
  askSingle(single, {
    ...question,
    profile: before.profile,
    refuse: (index) => anew.add(index),
    visit: (index, verdict) => {
      after[verdict][index] = (after[verdict][index] as number) - 1;
      if (verdict !== 'eligible') return;
      const from = index * limit;
      const end = from + (offerCount[index] as number);
      const row = product.subarray(from, end).indexOf(place);
      if (row < 0) return;
      removeRow(after, index, row);
      losers.add(index);
    },
  });
}

/** Puts a product into the lists and counts of the needs that it is open to. */
function putIn(revision: Revision, single: Single, question: Question): void {
  const { before, after, anew } = revision;
  askSingle(single, {
    ...question,
    profile: before.profile,
    refuse: (index) => anew.add(index),
    ...(before.limit === 0 ? {} : { floorOf: (index: number) => floorOf(revision, index) }),
    visit: (index, verdict, list) => {
      after[verdict][index] = (after[verdict][index] as number) + 1;
      if (verdict !== 'eligible' || list.size === 0) return;
      if ((list.score[0] as number) < list.floor) return;
      const needSeed = tieSeed(before.seed, (before.needs[index] as Need).id);
      const draw: Draw = { needSeed, productTies: single.engine().productTies };
      if (!isBelowEnd(before, index, draw, list, single.compiled.product.id))
        insertRow(after, index, draw, list);
    },
  });
}

/**
 * Whether a list was cut and an offer ranks below its old end: there stand offers that the list does
 * not hold, so that the offer's own rank is not known.
 */
function isBelowEnd(
  before: MatchTable,
  index: number,
  draw: Draw,
  list: TopList,
  ownId: string,
): boolean {
  if (!isCut(before, index)) return false;
  const { catalog, product, score } = before;
  const end = index * before.limit + before.limit - 1;
  const own = list.score[0] as number;
  if (own !== score[end]) return own < (score[end] as number);
  const { id } = (catalog.products[product[end] as number] as CompiledProduct).product;
  const lot = lotOf(draw, list.product[0] as number);
  const otherLot = tieLot(draw.needSeed, id);
  return lot === otherLot ? compareText(ownId, id) > 0 : lot < otherLot;
}

/** Whether a list lost an offer and has a place for one that it did not hold. */
function isShort({ before, after }: Revision, index: number): boolean {
  return isCut(before, index) && (after.offerCount[index] as number) < after.limit;
}

/** Whether more products were eligible than the list holds: they rank below its end. */
function isCut({ eligible, offerCount }: MatchTable, index: number): boolean {
  return (eligible[index] as number) > (offerCount[index] as number);
}

/** The least score that can enter the list of a need; -1: any can. */
function floorOf({ before, losers }: Revision, index: number): number {
  const { limit, offerCount, eligible, score } = before;
  const count = offerCount[index] as number;
  if (count < limit) return -1;
  // A list that held all there was has room for more once it lost one.
  if (eligible[index] === count && losers.has(index)) return -1;
  return score[index * limit + count - 1] as number;
}
