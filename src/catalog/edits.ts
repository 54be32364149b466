import { compareText } from '../units/digest.ts';

/** What is looked up by an id. */
interface Named {
  readonly id: string;
}

/**
 * Changes to a list that stands in the order of ids. The list is searched by halves, so that a few
 * changes to a long one cost little more than a copy of it.
 */
export interface Edits<T extends Named> {
  readonly list: readonly T[];
  /** By id what stands there now; `undefined`: nothing. */
  readonly changed: Map<string, T | undefined>;
}

export function editList<T extends Named>(list: readonly T[]): Edits<T> {
  return { list, changed: new Map() };
}

/** What stands at an id after the changes so far. O(log n). */
export function findEdited<T extends Named>(
  { list, changed }: Edits<T>,
  id: string,
): T | undefined {
  if (changed.has(id)) return changed.get(id);
  const found = list[firstNotBefore(list, id)];
  return found?.id === id ? found : undefined;
}

/** The place of the first entry whose id does not come before `id`; the length where there is none. */
function firstNotBefore(list: readonly Named[], id: string): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareText((list[middle] as Named).id, id) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The list after the changes, in the order of ids; the same object where nothing differs. O(n). */
export function applyEdits<T extends Named>({ list, changed }: Edits<T>): readonly T[] {
  const result: T[] = [];
  let isSame = true;
  let next = 0;
  for (const [id, value] of [...changed].sort(([a], [b]) => compareText(a, b))) {
    const place = firstNotBefore(list, id);
    while (next < place) result.push(list[next++] as T);
    const before = list[place]?.id === id ? list[place] : undefined;
    isSame &&= before === value;
    if (before !== undefined) next = place + 1;
    if (value !== undefined) result.push(value);
  }
  if (isSame) return list;
  while (next < list.length) result.push(list[next++] as T);
  return result;
}
