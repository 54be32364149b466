import type { AllocationRegion } from './model.ts';

/** Position of the region around each region; -1: none is listed. Unknown parents count as none. */
export function regionParents(regions: readonly AllocationRegion[]): Int32Array {
  const byId = new Map(regions.map((region, index) => [region.id as string, index]));
  return Int32Array.from(regions, ({ id, parent }) =>
    parent !== undefined ? (byId.get(parent) ?? -1) : longestPrefix(byId, id, id.length - 1),
  );
}

/** Position of the listed region that holds a code: its own or the longest prefix; -1: none. */
export function regionOf(
  regions: readonly AllocationRegion[],
): (code: string | undefined) => number {
  const byId = new Map(regions.map((region, index) => [region.id as string, index]));
  return (code) => (code === undefined ? -1 : longestPrefix(byId, code, code.length));
}

function longestPrefix(byId: ReadonlyMap<string, number>, code: string, length: number): number {
  for (let end = length; end > 0; end--) {
    const found = byId.get(code.slice(0, end));
    if (found !== undefined) return found;
  }
  return -1;
}
