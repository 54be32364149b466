import { type Catalog, expectCatalog } from '../catalog/index.ts';
import { REPAYMENT_METHODS } from '../criteria/index.ts';
import type { Need, RepaymentMethod, ScoringProfile } from '../model/index.ts';
import { type Issue, shortJson } from '../units/issue.ts';
import type { Money } from '../units/money.ts';
import { once } from '../units/once.ts';
import { tieLot, tieSeed } from '../units/tie.ts';
import { engineOf } from './engine/index.ts';
import type { Offer } from './evaluate-pair.ts';
import { type MatchResult, match, pairContext } from './match.ts';
import { offerOf, productAt } from './offer.ts';

/** What became of one need of a batch. */
export const NEED_PENDING = 0;
export const NEED_DONE = 1;
export const NEED_REFUSED = 2;

/**
 * The best offers of many needs, in columns. The offers of need `i`, best first, are the rows
 * `i x limit` ... `i x limit + offerCount[i] - 1`; further rows of a need hold nothing.
 */
export interface MatchTable {
  readonly catalog: Catalog;
  /** The list that was given. What its needs inherit is absent for all who read them (`ownNeed`). */
  readonly needs: readonly Need[];
  readonly profile: ScoringProfile;
  readonly seed: string;
  /** Rows of one need. */
  readonly limit: number;
  /** By need: `NEED_DONE`, `NEED_REFUSED` with an issue below, or `NEED_PENDING` after an abort. */
  readonly outcome: Uint8Array;
  /** Why needs were refused; the path begins with `needs` and the place of the need. */
  readonly issues: readonly Issue[];
  /** By need: how many products are eligible, how many undetermined; the rest is ineligible. */
  readonly eligible: Int32Array;
  readonly undetermined: Int32Array;
  /** By need: rows that hold an offer. */
  readonly offerCount: Int32Array;
  /** By row: place in `catalog.products`. */
  readonly product: Int32Array;
  /** By row: 0 to 100,000,000. */
  readonly score: Int32Array;
  /** By row: what would be lent, minor units. */
  readonly amount: Float64Array;
  readonly termMonths: Int32Array;
  /** By row: place in `REPAYMENT_METHODS`. */
  readonly repayment: Uint8Array;
  /** By row: nominal rate and net cost, ppm a year; the dearer end where facts are missing. */
  readonly rate: Float64Array;
  readonly netCost: Float64Array;
}

/** Throws TypeError in the name of the caller for what is no table. */
export function expectTable(caller: string, table: MatchTable): void {
  let isTable = false;
  try {
    isTable = Array.isArray(table?.needs) && table.outcome instanceof Uint8Array;
    if (isTable) expectCatalog(caller, table.catalog);
  } catch {
    isTable = false;
  }
  if (!isTable) throw new TypeError(`${caller}: expected a table as matchAll returns it`);
}

/** What a table is about. */
export type TableSubject = Pick<MatchTable, 'catalog' | 'needs' | 'profile' | 'seed' | 'limit'>;

/** Most rows of a table: 2^27 take 4.5 GB. */
export const TABLE_ROWS_LIMIT: number = 2 ** 27;

export function createTable(subject: TableSubject, issues: readonly Issue[]): MatchTable {
  const count = subject.needs.length;
  const rows = count * subject.limit;
  return {
    ...subject,
    issues,
    outcome: new Uint8Array(count),
    eligible: new Int32Array(count),
    undetermined: new Int32Array(count),
    offerCount: new Int32Array(count),
    product: new Int32Array(rows),
    score: new Int32Array(rows),
    amount: new Float64Array(rows),
    termMonths: new Int32Array(rows),
    repayment: new Uint8Array(rows),
    rate: new Float64Array(rows),
    netCost: new Float64Array(rows),
  };
}

/**
 * The offers of one need as objects, the same that `match` gives; none for a need that was refused or
 * not reached. Throws TypeError for what is no table, RangeError for no such need.
 */
export function offersOf(table: MatchTable, index: number): readonly Offer[] {
  expectTable('offersOf', table);
  const { catalog, limit } = table;
  const need = needAt('offersOf', table, index);
  if (table.outcome[index] !== NEED_DONE) return [];
  const context = once(() => pairContext(catalog, need, optionsOf(table)));
  const engine = engineOf(catalog);
  const needSeed = tieSeed(table.seed, need.id);
  return Array.from({ length: table.offerCount[index] as number }, (_, i) => {
    const row = index * limit + i;
    const product = productAt(engine, table.product[row] as number);
    const figures = {
      verdict: 'eligible',
      loan: {
        amount: table.amount[row] as Money,
        termMonths: table.termMonths[row] as number,
        repayment: REPAYMENT_METHODS[table.repayment[row] as number] as RepaymentMethod,
      },
      rate: table.rate[row] as number,
      netCost: table.netCost[row] as number,
      total: table.score[row] as number,
      lot: tieLot(needSeed, product.productId),
    } as const;
    return offerOf(context, product, figures, true);
  });
}

/**
 * Everything about one need of a table: what `match` says of it. Throws TypeError for what is no table,
 * RangeError for no such need and for a refused one.
 */
export function resultOf(table: MatchTable, index: number): MatchResult {
  expectTable('resultOf', table);
  const need = needAt('resultOf', table, index);
  if (table.outcome[index] === NEED_REFUSED) {
    const issue = table.issues.find((one) => one.path[1] === index);
    throw new RangeError(`resultOf: the need was refused: ${issue?.message}`);
  }
  return match(table.catalog, need, optionsOf(table));
}

function optionsOf({ limit, profile, seed }: MatchTable) {
  return { limit, profile, seed };
}

function needAt(caller: string, { needs }: MatchTable, index: number): Need {
  if (!Number.isInteger(index) || index < 0 || index >= needs.length) {
    const seen = shortJson(index);
    throw new RangeError(`${caller}: no need stands at ${seen}: there are ${needs.length}`);
  }
  return needs[index] as Need;
}
