import type { PolicyUse } from './situation.ts';

/** What was used before, in one sum. */
export interface UseQuery {
  readonly programmes: readonly string[];
  readonly scope: PolicyUse['scope'];
  readonly of: 'subsidy' | 'principal' | 'count';
  /** Absent: all years. */
  readonly year?: number;
}

/** Sums earlier use; saturates at the largest safe integer. */
export function usedBefore(uses: readonly PolicyUse[] | undefined, query: UseQuery): number {
  let sum = 0;
  for (const use of uses ?? []) {
    if (use.scope !== query.scope || !query.programmes.includes(use.programme)) continue;
    if (query.year !== undefined && use.year !== query.year) continue;
    sum = Math.min(sum + (use[query.of] ?? 0), Number.MAX_SAFE_INTEGER);
  }
  return sum;
}
