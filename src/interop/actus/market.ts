import { createIssue, type Issue } from '../../units/issue.ts';
import { type Moment, parseMoment } from './moment.ts';

/** Observed values of market objects by their code, in order of time. */
export type Market = ReadonlyMap<string, readonly (readonly [Moment, number])[]>;

/** Reads `dataObserved`: series of `{ timestamp, value }` by code. Faults are added to `issues`. */
export function readMarket(json: unknown, issues: Issue[]): Market {
  const market = new Map<string, readonly (readonly [Moment, number])[]>();
  if (json === undefined || json === null) return market;
  if (typeof json !== 'object' || Array.isArray(json)) {
    issues.push(
      createIssue({ code: 'type', expected: 'an object of series' }, ['dataObserved'], json),
    );
    return market;
  }
  for (const [code, series] of Object.entries(json)) {
    const data: unknown = (series as { readonly data?: unknown } | null)?.data;
    const points: (readonly [Moment, number])[] = [];
    for (const [index, point] of (Array.isArray(data) ? data : []).entries()) {
      const { timestamp, value } = (point ?? {}) as { timestamp?: unknown; value?: unknown };
      const at = typeof timestamp === 'string' ? parseMoment(timestamp) : undefined;
      const number = typeof value === 'string' || typeof value === 'number' ? Number(value) : NaN;
      if (at !== undefined && Number.isFinite(number)) points.push([at, number]);
      else {
        const fault = { code: 'format', expected: 'a timestamp and a value' } as const;
        issues.push(createIssue(fault, ['dataObserved', code, 'data', index]));
      }
    }
    market.set(
      code,
      points.sort(([a], [b]) => a - b),
    );
  }
  return market;
}

/** The last value seen by a moment; `undefined` where there is none. */
export function observedAt(market: Market, code: string, at: Moment): number | undefined {
  return market.get(code)?.findLast(([seen]) => seen <= at)?.[1];
}
