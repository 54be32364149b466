import { type Catalog, expectCatalog } from '../catalog/index.ts';
import type { Need } from '../model/index.ts';
import { type Issue, shortJson } from '../units/issue.ts';
import { tieSeed } from '../units/tie.ts';
import { readOptions } from '../units/unreadable.ts';
import {
  type Engine,
  engineOf,
  engineWithoutGone,
  rankTaken,
  type TopList,
  workingList,
} from './engine/index.ts';
import { needIssue, takeIfNeed } from './is-need.ts';
import { type MatchOptions, profileOf } from './match.ts';
import {
  createTable,
  type MatchTable,
  NEED_DONE,
  NEED_REFUSED,
  TABLE_ROWS_LIMIT,
} from './table.ts';

/** How to match many needs. */
export interface MatchAllOptions extends Pick<MatchOptions, 'limit' | 'profile' | 'seed'> {
  /** Called after every few hundred needs, and at the end. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Asked as often: once it is aborted, the needs that were not reached stay pending. */
  readonly signal?: AbortSignal;
}

const DEFAULT_LIMIT = 10;
/** Needs between two looks at the signal: a few milliseconds of work. */
const NEEDS_PER_CHUNK = 256;

/**
 * The best offers of every need, as `match` finds them. A need that cannot be read is refused with an
 * issue and holds up no other. Pure but for the callbacks; O(needs x products / 32) and the offers
 * that come near the best. Throws TypeError for what is no catalog or no list, RangeError for a limit
 * that is no count, or tables beyond `TABLE_ROWS_LIMIT`.
 */
export function matchAll(
  catalog: Catalog,
  needs: readonly Need[],
  options: MatchAllOptions = {},
): MatchTable {
  const { onProgress, signal, ...asked } = readOptions('matchAll', options);
  const issues: Issue[] = [];
  const table = emptyTable(catalog, needs, asked, issues);
  const { limit } = table;
  const engine = engineOf(catalog);
  const list = workingList(engine, limit);
  for (let from = 0; from < needs.length && signal?.aborted !== true; from += NEEDS_PER_CHUNK) {
    const to = Math.min(from + NEEDS_PER_CHUNK, needs.length);
    for (let index = from; index < to; index++) fillNeed(engine, table, index, list, issues);
    onProgress?.(to, needs.length);
  }
  return table;
}

/** The table of a run before it begins. Throws as `matchAll`. */
export function emptyTable(
  catalog: Catalog,
  needs: readonly Need[],
  options: MatchAllOptions,
  issues: readonly Issue[],
): MatchTable {
  expectCatalog('matchAll', catalog);
  if (!Array.isArray(needs)) throw new TypeError('matchAll: expected a list of needs');
  const { limit = DEFAULT_LIMIT, seed = '' } = options;
  if (!Number.isSafeInteger(limit) || limit < 0 || limit * needs.length > TABLE_ROWS_LIMIT) {
    const most = `at most ${TABLE_ROWS_LIMIT} rows in all`;
    throw new RangeError(
      `matchAll: limit must be an integer of 0 or more, ${most}; got ${shortJson(limit)}`,
    );
  }
  const profile = profileOf(catalog, options.profile);
  return createTable({ catalog, needs, profile, seed, limit }, issues);
}

/** Ranks one need of a table and writes its rows; a need that cannot be read is refused. */
export function fillNeed(
  engine: Engine,
  table: MatchTable,
  index: number,
  list: TopList,
  issues: Issue[],
): void {
  if (rankRead(engine, table, index, list)) return;
  // It may be strange only to products that are gone.
  const anew = engineWithoutGone(engine);
  if (anew !== undefined && rankRead(anew, table, index, list)) return;
  table.outcome[index] = NEED_REFUSED;
  issues.push(needIssue(table.needs[index] as Need, ['needs', index]));
}

/** Ranks a need and writes its rows; `false` where it cannot be read. */
function rankRead(engine: Engine, table: MatchTable, index: number, list: TopList): boolean {
  try {
    const need = table.needs[index] as Need;
    if (!takeIfNeed(engine, need)) return false;
    const { profile, seed } = table;
    const { kept, copy } = engine.reading;
    const isTold = kept !== undefined && seed === '';
    const needSeed = isTold ? kept.unseeded : tieSeed(seed, copy.need.id);
    rankTaken(engine, {
      need,
      profile,
      needSeed,
      productTies: engine.productTies,
      offers: list,
      undetermined: undefined,
    });
  } catch {
    // Whatever arithmetic, a reader or a getter throws at a need that did not come from the border.
    return false;
  }
  writeRows(engine, table, index, list);
  return true;
}

function writeRows(engine: Engine, table: MatchTable, index: number, list: TopList): void {
  table.outcome[index] = NEED_DONE;
  table.eligible[index] = engine.eligible;
  table.undetermined[index] = engine.undetermined;
  table.offerCount[index] = list.size;
  const { product, score, amount, termMonths, repayment, rate, netCost } = table;
  let row = index * table.limit;
  for (let i = 0; i < list.size; i++, row++) {
    const place = list.order[i] as number;
    product[row] = list.product[place] as number;
    score[row] = list.score[place] as number;
    amount[row] = list.amount[place] as number;
    termMonths[row] = list.termMonths[place] as number;
    repayment[row] = list.method[place] as number;
    rate[row] = list.rate[place] as number;
    netCost[row] = list.netCost[place] as number;
  }
}
