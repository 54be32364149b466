import type { Day } from '../units/day.ts';
import type { Rate } from '../units/rate.ts';
import type { Name, Source } from './common.ts';
import type { Criterion } from './criterion.ts';

export type ProgrammeKind =
  | 'relending'
  | 'interest-subsidy'
  | 'guarantee'
  | 'special-loan'
  | 'grant';

export type Level = 'central' | 'province' | 'city' | 'county';

/**
 * A policy, by version: what it asks and, where a source states it, how much it gives. A figure that
 * no source states stays unset.
 */
export interface Programme {
  readonly id: string;
  readonly name?: Name;
  readonly kind: ProgrammeKind;
  readonly level: Level;
  /** Days the rule is in force, both included. After `validTo` nothing is known, nothing extrapolated. */
  readonly validFrom: Day;
  readonly validTo?: Day;
  /** Day the rule became known; absent: `validFrom`. */
  readonly knownFrom?: Day;
  /** Over enterprise, project, need, product and bank. */
  readonly conditions?: readonly Criterion[];
  /** Interest subsidy, a year, on the eligible principal; absent: unset. */
  readonly points?: Rate;
  readonly maximumMonths?: number;
  readonly source: Source;
}
