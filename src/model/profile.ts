import type { Rate } from '../units/rate.ts';
import type { Name } from './common.ts';

/** Parts of the enterprise's interest, then of the bank's. */
export const SCORE_PARTS = [
  'net-cost',
  'coverage',
  'term-fit',
  'speed',
  'collateral',
  'sector',
  'region',
  'standing',
  'ticket-size',
  'relationship',
  'programme-priority',
] as const;

export type ScorePart = (typeof SCORE_PARTS)[number];

/** Weights are shares of this. */
export const WEIGHT_SUM = 10_000;

/** What counts how much. Versioned: a change of a profile changes results. */
export interface ScoringProfile {
  readonly id: string;
  readonly version: string;
  readonly name?: Name;
  /** Integers of 0 to 10,000 that sum to 10,000; a part that is absent weighs nothing. */
  readonly weights: Readonly<Partial<Record<ScorePart, number>>>;
  /** Net cost that earns all points, and the one that earns none. */
  readonly netCost: { readonly best: Rate; readonly worst: Rate };
  /** Days to a decision that earn all points, and none. */
  readonly decisionDays: { readonly best: number; readonly worst: number };
}
