import { MONEY_MAX } from '../units/money.ts';
import { type AllocationChanges, changedLimits } from './changes.ts';
import { areNumbersSound, checkLimits } from './check.ts';
import type { Compiled } from './compile.ts';
import type { AllocationEdge, AllocationNeed, AllocationProblem } from './model.ts';
import type { NetworkChange } from './network/resolve-kernel.ts';
import { setUnserved } from './nodes.ts';
import { type Comer, type NeedFrame, patchNeeds, placeOfId } from './patched-needs.ts';
import { problemOver } from './patched-problem.ts';
import { appendRows } from './row-store-kernel.ts';
import { findDuplicate, groupEdges, type Rows } from './rows-kernel.ts';

/** A compiled problem after changes, and what changed in it. */
export interface Patched {
  readonly compiled: Compiled;
  readonly change: NetworkChange;
  /** The former canonical need of each new one; -1: it was not there. By place behind the former. */
  readonly former: Int32Array;
}

/**
 * A compiled problem after changes, at the cost of what changed and of a few passes over lists of
 * needs: their edges stay where they are. Needs and products that leave keep their places, empty.
 * Undefined where the changes are faulty, or go deeper than that: limits that cross or revert, caps of
 * regions, a limit where there was none. Then the problem is compiled anew.
 */
export function patchCompiled(known: Compiled, changes: AllocationChanges): Patched | undefined {
  const { withdrawNeeds = [], addNeeds = [] } = changes;
  if (!isPatchable(known, changes)) return undefined;
  const isGone = new Uint8Array(known.needs.length);
  const outRanks: number[] = [];
  for (const id of withdrawNeeds) {
    const rank = placeOfId(known, id);
    const row = needAt(known, rank, id);
    if (row < 0) return undefined;
    if (isGone[row] === 0) outRanks.push(rank);
    isGone[row] = 1;
  }
  const edgesOf = groupById(changes.addEdges ?? []);
  const comers = comersOf(known, addNeeds, edgesOf, isGone);
  if (comers === undefined) return undefined;
  const limits = changedLimits(known.problem, changes);
  const asked = comers.map(({ need }) => need);
  const { withdrawProducts = [], quotas = [] } = changes;
  // Products and banks that are as they were have been looked at before.
  const hasScopes = limits.pools !== undefined || limits.guarantors !== undefined;
  const isSame = withdrawProducts.length + quotas.length === 0 && !hasScopes;
  const lookedAt = isSame ? { ...limits, products: [], banks: [] } : limits;
  if (checkLimits({ ...lookedAt, needs: asked, edges: [] }).length > 0) return undefined;
  const lenders = patchProducts(known, withdrawProducts);
  if (lenders === undefined) return undefined;
  const rows = addRows(known, lenders, comers, edgesOf);
  if (rows === undefined) return undefined;
  const gone = placesOf(isGone);
  for (const { former, rank } of comers) if (former >= 0) outRanks.push(rank);
  const places = { gone, ranks: Int32Array.from(outRanks).sort() };
  const frame = patchNeeds(known, comers, addNeeds, places, rows.rowStart.length - 1);
  // The solver serves what comes before it lets go of what leaves: both together must stay exact.
  const comes = Float64Array.from(asked, ({ amount }) => amount);
  if (sumOf(known.demand) + sumOf(comes) > MONEY_MAX) return undefined;
  const problem = problemOver(frame.list, limits, () => compiled);
  const network = patchNetwork(known, { ...frame, problem, rows, ...lenders }, changes);
  if (network === undefined) return undefined;
  const { needs, byId, demand, regionOfNeed, former } = frame;
  const order = { needs, products: lenders.products, byId };
  const compiled: Compiled = {
    ...known,
    ...order,
    problem,
    demand,
    regionOfNeed,
    rows,
    network,
    names: lenders.names,
  };
  const nodes = Uint8Array.from(lenders.names, (name, node) =>
    name === undefined && node < lenders.products.length ? 1 : 0,
  );
  return { compiled, change: { network, gone, isGone: nodes }, former };
}

function sumOf(amounts: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < amounts.length; at++) sum += amounts[at] as number;
  return sum;
}

/** Places of what is marked, ascending. */
function placesOf(mark: Uint8Array): Int32Array {
  const places: number[] = [];
  for (let i = mark.indexOf(1); i >= 0; i = mark.indexOf(1, i + 1)) places.push(i);
  return Int32Array.from(places);
}

/** More rows than this for each need are not carried along: what has left is dropped. */
const ROWS_MOST = 1.5;
const ROWS_SLACK = 1024;

function isPatchable(known: Compiled, { quotas = [] }: AllocationChanges): boolean {
  const { problem, crossing, network, rows, needs, byId } = known;
  return (
    crossing.length === 0 &&
    problem.concentration === undefined &&
    network.capacity === rows.capacity &&
    network.homeGain === undefined &&
    needs.length <= ROWS_MOST * byId.length + ROWS_SLACK &&
    !quotas.some((one) => one.kind === 'region') &&
    !(problem.regions ?? []).some((region) => region.reverts === true)
  );
}

/** Canonical need at a place in the order of ids, where it has this id; -1: none. */
function needAt(known: Compiled, rank: number, id: string): number {
  const row = known.byId[rank] ?? -1;
  return known.problem.needs[known.needs[row] ?? -1]?.id === id ? row : -1;
}

function groupById(edges: readonly AllocationEdge[]): Map<string, AllocationEdge[]> {
  const found = new Map<string, AllocationEdge[]>();
  for (const edge of edges) {
    const list = found.get(edge.need);
    if (list === undefined) found.set(edge.need, [edge]);
    else list.push(edge);
  }
  return found;
}

/** Needs that get a row; those that had one are marked as gone from it. */
function comersOf(
  known: Compiled,
  addNeeds: readonly AllocationNeed[],
  edgesOf: ReadonlyMap<string, readonly AllocationEdge[]>,
  isGone: Uint8Array,
): readonly Comer[] | undefined {
  const comers: Comer[] = [];
  for (const need of addNeeds) {
    if (typeof need.id !== 'string') return undefined;
    const rank = placeOfId(known, need.id);
    const row = needAt(known, rank, need.id);
    if (row >= 0 && isGone[row] === 0) return undefined;
    comers.push({ need, former: -1, rank });
  }
  const added = new Set(addNeeds.map((need) => need.id));
  for (const id of edgesOf.keys()) {
    if (added.has(id)) continue;
    const rank = placeOfId(known, id);
    const former = needAt(known, rank, id);
    const need = known.problem.needs[known.needs[former] ?? -1];
    if (need === undefined || isGone[former] === 1) return undefined;
    isGone[former] = 1;
    comers.push({ need, former, rank });
  }
  return comers;
}

type Lenders = Pick<Compiled, 'products' | 'names'>;

/** Products at their places in the shorter list; undefined where an id is unknown. */
function patchProducts(known: Compiled, withdrawn: readonly string[]): Lenders | undefined {
  const { products, names, problem } = known;
  if (withdrawn.length === 0) return { products, names };
  const gone = new Set(withdrawn);
  const place = new Int32Array(problem.products.length).fill(-1);
  let count = 0;
  problem.products.forEach(({ id }, at) => {
    if (!gone.has(id)) place[at] = count++;
  });
  if (problem.products.length - count !== gone.size) return undefined;
  const patched = products.map((at) => (at < 0 ? -1 : (place[at] as number)));
  const kept = names.map((name, node) => ((patched[node] ?? 0) < 0 ? undefined : name));
  return { products: patched, names: kept };
}

/** The rows with those of comers behind them; undefined where an edge is there twice. */
function addRows(
  known: Compiled,
  { products, names }: Lenders,
  comers: readonly Comer[],
  edgesOf: ReadonlyMap<string, readonly AllocationEdge[]>,
): Rows | undefined {
  const { rows } = known;
  if (comers.length === 0) return rows;
  const placeOf = new Map(
    Array.from(products, (at, p) => [at < 0 ? undefined : names[p]?.id, p] as const),
  );
  const raw = roomForRows(rows, comers, edgesOf);
  let size = 0;
  const add = (k: number, p: number, score: number, most: number, wish: number): void => {
    raw.need[size] = k;
    raw.product[size] = p;
    raw.score[size] = score;
    raw.amount[size] = most;
    raw.preference[size++] = wish;
  };
  for (let k = 0; k < comers.length; k++) {
    const { former, need } = comers[k] as Comer;
    const begin = size;
    const end = former < 0 ? -1 : (rows.rowStart[former + 1] as number);
    for (let e = rows.rowStart[former] ?? 0; e < end; e++) {
      const p = rows.product[e] as number;
      const s = rows.score[e] as number;
      if ((products[p] as number) < 0) continue;
      add(k, p, s, rows.capacity?.[e] ?? Infinity, rows.preference?.[e] ?? s);
    }
    const listed = edgesOf.get(need.id) ?? [];
    for (const edge of listed) {
      const { product, score, amount, preference } = edge;
      const p = placeOf.get(product);
      // A fault is for the check of the whole to tell.
      if (p === undefined || !areNumbersSound(edge)) return undefined;
      if (preference !== undefined && rows.preference === undefined) return undefined;
      add(k, p, score, amount ?? Infinity, preference ?? score);
    }
    // Edges of nothing are left out of rows, so that they are compared here.
    if (!listed.some(({ amount }) => amount === 0)) continue;
    if (new Set(raw.product.subarray(begin, size)).size < size - begin) return undefined;
  }
  const demand = Float64Array.from(comers, (one) => one.need.amount);
  const ranks = [demand.keys(), products.keys()].map((keys) => Int32Array.from(keys));
  const [ofNeed = new Int32Array(0), ofProduct = new Int32Array(0)] = ranks;
  const grouped = groupEdges(upTo(raw, size), demand, ofNeed, ofProduct);
  if (findDuplicate(grouped) >= 0) return undefined;
  if (grouped.rows.capacity !== undefined && rows.capacity === undefined) return undefined;
  return appendRows(rows, grouped.rows);
}

interface RawRows {
  readonly need: Int32Array;
  readonly product: Int32Array;
  readonly score: Int32Array;
  readonly amount: Float64Array;
  readonly preference: Int32Array;
}

/** Room for all edges of comers: those of their former rows and those that come. */
function roomForRows(
  { rowStart }: Rows,
  comers: readonly Comer[],
  edgesOf: ReadonlyMap<string, readonly AllocationEdge[]>,
): RawRows {
  let size = 0;
  for (const { former, need } of comers) {
    if (former >= 0) size += (rowStart[former + 1] as number) - (rowStart[former] as number);
    size += edgesOf.get(need.id)?.length ?? 0;
  }
  return {
    need: new Int32Array(size),
    product: new Int32Array(size),
    score: new Int32Array(size),
    amount: new Float64Array(size),
    preference: new Int32Array(size),
  };
}

function upTo({ need, product, score, amount, preference }: RawRows, size: number): RawRows {
  return {
    need: need.subarray(0, size),
    product: product.subarray(0, size),
    score: score.subarray(0, size),
    amount: amount.subarray(0, size),
    preference: preference.subarray(0, size),
  };
}

interface NetworkFrame extends NeedFrame, Lenders {
  readonly problem: AllocationProblem;
  readonly rows: Rows;
}

/** The network over the new rows; undefined where a quota is for no node of it. */
function patchNetwork(
  known: Compiled,
  frame: NetworkFrame,
  { quotas = [] }: AllocationChanges,
): Compiled['network'] | undefined {
  const { network } = known;
  const { rows, demand, names, products, problem, regionOfNeed } = frame;
  const segmentCapacity = network.segmentCapacity.slice();
  products.forEach((at, p) => {
    if (at < 0) segmentCapacity.fill(0, 3 * p, 3 * p + 3);
  });
  const nodeOf = new Map<string, number>();
  const keyOf = ({ kind, id }: { kind: string; id: string }): string => `${kind} ${id}`;
  if (quotas.length > 0) {
    names.forEach((name, node) => {
      if (name !== undefined) nodeOf.set(keyOf(name), node);
    });
  }
  for (const one of quotas) {
    const node = nodeOf.get(keyOf(one));
    if (node === undefined) return undefined;
    segmentCapacity[3 * node + 1] = one.quota - (segmentCapacity[3 * node] as number);
  }
  const home = new Int32Array(demand.length).fill(network.nodeCount - 1);
  home.set(network.home);
  const firstRegion = network.isRegion.indexOf(1);
  const regionNode = new Map(names.map((name, node) => [name?.kind === 'region' && name.id, node]));
  for (let i = network.needCount; i < home.length; i++) {
    const region = problem.regions?.[regionOfNeed[i] as number];
    if (region !== undefined) home[i] = regionNode.get(region.id) as number;
  }
  const changed = {
    ...network,
    needCount: demand.length,
    demand,
    home,
    rowStart: rows.rowStart,
    column: rows.product,
    gain: rows.score,
    capacity: rows.capacity,
    segmentCapacity,
  };
  if (firstRegion < 0) return changed;
  return { ...changed, segmentCapacity: regionCapacities(changed, frame) };
}

/** Segment capacities in which those of regions follow from what is asked. */
function regionCapacities(
  { nodeCount, parent, isRegion, segmentCapacity, home, demand }: Compiled['network'],
  { names, problem }: NetworkFrame,
): Float64Array {
  const capacities = segmentCapacity.slice();
  const regions = new Map((problem.regions ?? []).map((region) => [region.id as string, region]));
  const through = new Float64Array(nodeCount);
  home.forEach((node, i) => {
    through[node] = (through[node] as number) + (demand[i] as number);
  });
  for (let node = 0; node < nodeCount - 1; node++) {
    if (isRegion[node] === 0) continue;
    const total = through[node] as number;
    const up = parent[node] as number;
    through[up] = (through[up] as number) + total;
    const region = regions.get(names[node]?.id ?? '');
    setUnserved(capacities, node, total, region?.cap ?? Infinity, region?.floor ?? 0);
  }
  return capacities;
}
