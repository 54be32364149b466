import type { Report } from './kit.ts';

/** Rules between members that several parts of a document share. */

/** What may be wrong with a list of things that have names. */
export interface NamedList {
  /** The member of the document that holds the list: `products`. */
  readonly list: string;
  /** The member that must differ: `id`. */
  readonly key: string;
}

/** The first of two members may not lie above the second. Values that are no numbers are no matter. */
export function checkOrder<Low extends string, High extends string>(
  value: { readonly [K in Low | High]?: unknown },
  low: Low,
  high: High,
  report: Report,
): void {
  const from = value[low];
  const to = value[high];
  if (typeof from !== 'number' || typeof to !== 'number' || from <= to) return;
  report({ code: 'contradiction', expected: `at least the value of "${low}"` }, [high]);
}

/** No two of a list may have the same name; answers the names. */
export function checkDistinct<T>(
  items: readonly (T | undefined)[] | undefined,
  nameOf: (item: T) => string | undefined,
  { list, key }: NamedList,
  report: Report,
): ReadonlySet<string> {
  const firstIndex = new Map<string, number>();
  for (const [index, item] of (items ?? []).entries()) {
    const name = item === undefined ? undefined : nameOf(item);
    if (name === undefined) continue;
    const first = firstIndex.get(name);
    if (first === undefined) firstIndex.set(name, index);
    else {
      const expected = `another ${key} than ${list}[${first}], which has the same`;
      report({ code: 'duplicate', expected }, [list, index, key]);
    }
  }
  return new Set(firstIndex.keys());
}
