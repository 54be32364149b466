import type { Day } from '../units/day.ts';
import type { Name, Source } from './common.ts';

/** A time limit of a procedure. */
export interface DeadlineRule {
  readonly id: string;
  /** What has to be done, and by whom. */
  readonly duty: Name;
  readonly owedBy: 'bank' | 'province' | 'city' | 'enterprise';
  /** Programmes to which it applies. */
  readonly programmes: readonly string[];
  /** Claims, or days of interest, on which it applies. */
  readonly validFrom?: Day;
  readonly validTo?: Day;
  /**
   * What starts the clock: a claim (met by a payment), the end of a quarter in which subsidy was
   * earned (met by a claim), or a fixed day (met when every claim is settled).
   */
  readonly after: 'claim' | 'quarter-end' | 'fixed';
  readonly limit:
    | { readonly workingDays: number }
    | { readonly calendarDays: number }
    | { readonly day: Day };
  readonly source: Source;
}
