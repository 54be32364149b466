import type { Compiled } from './compile.ts';
import { createFloors } from './floors.ts';
import { regionParents } from './regions.ts';

/** Money on one canonical edge. */
export interface Holding {
  readonly edge: number;
  amount: number;
}

/**
 * What is left of every limit while money is put on edges one at a time: quotas, caps, budgets,
 * counts, tickets and lenders, and what is missing of floors. For the searches that cannot be a flow.
 */
export interface Rooms {
  readonly holdings: readonly Holding[][];
  /** Most that may still be added to an edge; 0 where a count, a ticket or a limit forbids it. */
  readonly roomOf: (need: number, edge: number) => number;
  /** Least that may be put on an edge at first. */
  readonly ticketOf: (edge: number) => number;
  readonly put: (need: number, edge: number, amount: number) => void;
  /** Takes all money from an edge. */
  readonly clear: (need: number, edge: number) => void;
  /** What is missing of all floors together. */
  readonly missing: () => number;
  /** Most that money on an edge brings any floor closer to what it asks. */
  readonly wantedOf: (need: number, edge: number) => number;
  /** The limits in money that hold an edge, and those in number: equal objects are the same limit. */
  readonly limitsOf: (need: number, edge: number) => readonly Counter[];
  readonly countsOf: (need: number, edge: number) => readonly Counter[];
}

export function createRooms(compiled: Compiled, maximumLenders: number = Infinity): Rooms {
  const { demand, rows, products, problem, network } = compiled;
  const holdings: Holding[][] = Array.from(demand, () => []);
  const left = Float64Array.from(demand);
  const limits = limitsByEdge(compiled);
  const floors = createFloors(compiled);
  const counts = countsByEdge(compiled);
  const tickets = Array.from(products, (at) => problem.products[at]?.minimumTicket ?? 0);
  const ticketOf = (edge: number): number => tickets[rows.product[edge] as number] ?? 0;
  const holdingOf = (need: number, edge: number): Holding | undefined =>
    holdings[need]?.find((one) => one.edge === edge);
  const isCounted = (need: number, count: Counter): boolean =>
    holdings[need]?.some(({ edge }) => counts(need, edge).includes(count)) === true;
  const roomOf = (need: number, edge: number): number => {
    const held = holdingOf(need, edge);
    let room = Math.min(
      left[need] as number,
      (network.capacity?.[edge] ?? Infinity) - (held?.amount ?? 0),
    );
    for (const limit of limits(need, edge)) room = Math.min(room, limit.left);
    if (held !== undefined) return room;
    if ((holdings[need]?.length ?? 0) >= maximumLenders) return 0;
    if (counts(need, edge).some((count) => count.left === 0 && !isCounted(need, count))) return 0;
    return room < ticketOf(edge) ? 0 : room;
  };
  const add = (need: number, edge: number, amount: number): void => {
    left[need] = (left[need] as number) - amount;
    for (const limit of limits(need, edge)) limit.left -= amount;
    for (const floor of floors.of(need, edge)) floor.held += amount;
  };
  const put = (need: number, edge: number, amount: number): void => {
    add(need, edge, amount);
    const held = holdingOf(need, edge);
    if (held !== undefined) {
      held.amount += amount;
      return;
    }
    for (const count of counts(need, edge)) if (!isCounted(need, count)) count.left -= 1;
    holdings[need]?.push({ edge, amount });
  };
  const clear = (need: number, edge: number): void => {
    const list = holdings[need];
    const at = list?.findIndex((one) => one.edge === edge) ?? -1;
    const held = list?.[at];
    if (list === undefined || held === undefined) return;
    add(need, edge, -held.amount);
    list.splice(at, 1);
    for (const count of counts(need, edge)) if (!isCounted(need, count)) count.left += 1;
  };
  const missing = (): number =>
    floors.all.reduce((sum, { least, held }) => sum + Math.max(0, least - held), 0);
  const wantedOf = (need: number, edge: number): number =>
    floors.of(need, edge).reduce((most, { least, held }) => Math.max(most, least - held), 0);
  return {
    holdings,
    roomOf,
    ticketOf,
    put,
    clear,
    missing,
    wantedOf,
    limitsOf: limits,
    countsOf: counts,
  };
}

/** All holdings in the order of edges. */
export function readRooms(holdings: Rooms['holdings']): { edge: Int32Array; amount: Float64Array } {
  const all = holdings.flat().sort((a, b) => a.edge - b.edge);
  return {
    edge: Int32Array.from(all, (one) => one.edge),
    amount: Float64Array.from(all, (one) => one.amount),
  };
}

/** What is left of a limit. */
export interface Counter {
  left: number;
}

/** All limits in money that hold an edge. */
function limitsByEdge({
  problem,
  products,
  rows,
  network,
  names,
  crossing,
  regionOfNeed,
}: Compiled): (need: number, edge: number) => readonly Counter[] {
  const caps = new Map((problem.regions ?? []).map((region) => [region.id as string, region.cap]));
  const counters = names.map((name, node): Counter | undefined => {
    if (name === undefined) return undefined;
    const at = 3 * node;
    const served = (network.segmentCapacity[at] ?? 0) + (network.segmentCapacity[at + 1] ?? 0);
    const left = name.kind === 'region' ? (caps.get(name.id) ?? Infinity) : served;
    return left === Infinity ? undefined : { left };
  });
  const chainFrom = (start: number): readonly Counter[] => {
    const chain: Counter[] = [];
    for (let node = start; node >= 0; node = network.parent[node] as number) {
      const counter = counters[node];
      if (counter !== undefined) chain.push(counter);
    }
    return chain;
  };
  const ofProduct = Array.from(products, (_, p) => chainFrom(p));
  const ofHome = Array.from(names, (name, node) =>
    name?.kind === 'region' ? chainFrom(node) : [],
  );
  const ofEdge = new Map<number, Counter[]>();
  for (const { budget, edges } of crossing) {
    const counter = { left: budget };
    for (const edge of edges) {
      const list = ofEdge.get(edge);
      if (list === undefined) ofEdge.set(edge, [counter]);
      else list.push(counter);
    }
  }
  return (need, edge) => {
    const own = ofProduct[rows.product[edge] as number] ?? [];
    const region = regionOfNeed[need] === -1 ? [] : (ofHome[network.home[need] as number] ?? []);
    const cross = ofEdge.get(edge) ?? [];
    return region.length + cross.length === 0 ? own : [...own, ...region, ...cross];
  };
}

/** All limits in number that hold an edge. */
function countsByEdge({
  problem,
  products,
  rows,
  regionOfNeed,
}: Compiled): (need: number, edge: number) => readonly Counter[] {
  const { banks = [], regions = [] } = problem;
  const counter = (maximumCount: number | undefined): Counter[] =>
    maximumCount === undefined ? [] : [{ left: maximumCount }];
  const ofBank = new Map(banks.map((bank) => [bank.id, counter(bank.maximumCount)]));
  const ofProduct = Array.from(products, (at) => {
    const product = problem.products[at];
    return [...counter(product?.maximumCount), ...(ofBank.get(product?.bank ?? '') ?? [])];
  });
  const own = regions.map((region) => counter(region.maximumCount));
  const parents = regionParents(regions);
  const ofRegion = regions.map((_, r) => {
    const chain: Counter[] = [];
    for (let at = r; at >= 0; at = parents[at] ?? -1) chain.push(...(own[at] ?? []));
    return chain;
  });
  return (need, edge) => {
    const lender = ofProduct[rows.product[edge] as number] ?? [];
    const region = ofRegion[regionOfNeed[need] as number] ?? [];
    return region.length === 0 ? lender : lender.length === 0 ? region : [...lender, ...region];
  };
}
