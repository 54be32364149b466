import type { Need, ScoringProfile } from '../model/index.ts';
import type { Issue } from '../units/issue.ts';

/** What a thread is told once. */
export interface ThreadSetup {
  /** A catalog's snapshot in memory that all threads share. */
  readonly catalog: SharedArrayBuffer;
  readonly profile: ScoringProfile;
  readonly seed: string;
  readonly limit: number;
}

/** Some neighbouring needs, the first of which stands at `from`. */
export interface NeedsMessage {
  readonly from: number;
  readonly needs: readonly Need[];
}

/** Columns of a table that have one number for each need, and those that have `limit` of them. */
export const NEED_COLUMNS = ['outcome', 'eligible', 'undetermined', 'offerCount'] as const;
export const ROW_COLUMNS = [
  'product',
  'score',
  'amount',
  'termMonths',
  'repayment',
  'rate',
  'netCost',
] as const;

type ColumnName = (typeof NEED_COLUMNS)[number] | (typeof ROW_COLUMNS)[number];

/** The part of the table that the needs from `from` on fill; paths of issues count from there. */
export interface PartMessage {
  readonly from: number;
  readonly count: number;
  readonly issues: readonly Issue[];
  readonly columns: Readonly<Record<ColumnName, Uint8Array | Int32Array | Float64Array>>;
}
