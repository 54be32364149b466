import { compareText } from '../units/digest.ts';
import type { Frame, NestedLimit } from './compile.ts';
import type { AllocationRegion, LimitName } from './model.ts';
import type { Network } from './network/network.ts';
import { regionParents } from './regions.ts';

interface Nodes {
  readonly nodeCount: number;
  readonly names: readonly (LimitName | undefined)[];
  readonly nodes: Pick<Network, 'nodeCount' | 'parent' | 'home' | 'segmentCapacity' | 'isRegion'>;
}

/** A node before it has its place: the limits of one set of products. */
interface Draft {
  readonly name: LimitName;
  readonly cap: number;
  readonly floor: number;
  readonly products: readonly number[];
}

/**
 * The tree of limits: products, then what holds sets of products with the smaller sets first, then
 * regions with the inner ones first, then the root.
 */
export function buildNodes(frame: Frame, nested: readonly NestedLimit[]): Nodes {
  const { problem, products, demand, regionOfNeed } = frame;
  const { regions = [] } = problem;
  const drafts = [...bankDrafts(frame), ...nested.map(poolDraft)].sort(
    (a, b) => a.products.length - b.products.length,
  );
  const productCount = products.length;
  const regionCount = regions.length;
  const nodeCount = productCount + drafts.length + regionCount + 1;
  const root = nodeCount - 1;
  const parent = new Int32Array(nodeCount).fill(root);
  parent[root] = -1;
  const segmentCapacity = new Float64Array(3 * nodeCount);
  const names: (LimitName | undefined)[] = [];
  products.forEach((at, p) => {
    const product = problem.products[at];
    names.push({ kind: 'product', id: product?.id ?? '' });
    setLimits(segmentCapacity, p, product?.quota ?? Infinity, product?.floor ?? 0);
  });
  const outermost = Int32Array.from(products.keys());
  drafts.forEach((draft, d) => {
    const node = productCount + d;
    names.push(draft.name);
    setLimits(segmentCapacity, node, draft.cap, draft.floor);
    for (const p of draft.products) {
      const below = outermost[p] as number;
      if (below !== node) parent[below] = node;
      outermost[p] = node;
    }
  });
  const firstRegion = productCount + drafts.length;
  const place = regionPlaces(regions);
  const through = new Float64Array(nodeCount);
  const home = Int32Array.from(regionOfNeed, (r) =>
    r < 0 ? root : firstRegion + (place.rank[r] as number),
  );
  home.forEach((node, i) => {
    through[node] = (through[node] as number) + (demand[i] as number);
  });
  place.order.forEach((r, k) => {
    const region = regions[r];
    const node = firstRegion + k;
    const around = place.parents[r] as number;
    const up = around < 0 ? root : firstRegion + (place.rank[around] as number);
    parent[node] = up;
    names.push({ kind: 'region', id: region?.id ?? '' });
    const total = through[node] as number;
    through[up] = (through[up] as number) + total;
    setUnserved(segmentCapacity, node, total, region?.cap ?? Infinity, region?.floor ?? 0);
  });
  names.push(undefined);
  const isRegion = new Uint8Array(nodeCount).fill(1, firstRegion, root);
  return { nodeCount, names, nodes: { nodeCount, parent, home, segmentCapacity, isRegion } };
}

/** Segments of a node through which served money flows. */
function setLimits(segmentCapacity: Float64Array, node: number, cap: number, floor: number): void {
  segmentCapacity[3 * node] = floor;
  segmentCapacity[3 * node + 1] = cap - floor;
}

/**
 * Segments of a region, through which what stays unserved of `total` flows: a cap on what it
 * receives is a floor here, and a floor there a cap here, which may be broken at a penalty.
 */
export function setUnserved(
  segmentCapacity: Float64Array,
  node: number,
  total: number,
  cap: number,
  floor: number,
): void {
  const least = Math.max(0, total - cap);
  segmentCapacity[3 * node] = least;
  segmentCapacity[3 * node + 1] = floor === 0 ? Infinity : Math.max(0, total - floor - least);
  segmentCapacity[3 * node + 2] = floor === 0 ? 0 : Infinity;
}

function bankDrafts({ problem, products }: Frame): readonly Draft[] {
  const members = new Map<string, number[]>();
  products.forEach((at, p) => {
    const bank = problem.products[at]?.bank ?? '';
    const list = members.get(bank);
    if (list === undefined) members.set(bank, [p]);
    else list.push(p);
  });
  return (problem.banks ?? []).flatMap(({ id, quota = Infinity, floor = 0 }) => {
    const inside = members.get(id);
    if (inside === undefined || (quota === Infinity && floor === 0)) return [];
    return [{ name: { kind: 'bank', id } as const, cap: quota, floor, products: inside }];
  });
}

function poolDraft({ name, budget, products }: NestedLimit): Draft {
  return { name, cap: budget, floor: 0, products };
}

/** Regions with the inner ones first. */
function regionPlaces(regions: readonly AllocationRegion[]): {
  readonly parents: Int32Array;
  readonly order: Int32Array;
  readonly rank: Int32Array;
} {
  const parents = regionParents(regions);
  const depth = Int32Array.from(parents, (_, r) => {
    let steps = 0;
    for (let at = parents[r] as number; at >= 0; at = parents[at] as number) steps++;
    return steps;
  });
  const order = Int32Array.from(parents.keys()).sort(
    (a, b) =>
      (depth[b] as number) - (depth[a] as number) ||
      compareText(regions[a]?.id ?? '', regions[b]?.id ?? ''),
  );
  const rank = new Int32Array(parents.length);
  order.forEach((r, k) => {
    rank[r] = k;
  });
  return { parents, order, rank };
}
