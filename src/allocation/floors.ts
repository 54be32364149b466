import { createIssue, type Issue } from '../units/issue.ts';
import type { Compiled } from './compile.ts';
import { solveNetwork } from './network/kernel.ts';
import { unmetFloors } from './outcome.ts';
import { regionParents } from './regions.ts';
import { needOfEdges } from './statement.ts';

/** A floor, with what is held towards it. */
export interface Floor {
  readonly list: 'products' | 'banks' | 'regions';
  /** Position in that list of the problem. */
  readonly index: number;
  readonly least: number;
  held: number;
}

/** All floors of a problem, and those that money on an edge counts towards. */
export interface Floors {
  readonly all: readonly Floor[];
  readonly of: (need: number, edge: number) => readonly Floor[];
}

const NONE: readonly Floor[] = [];

export function createFloors({ problem, products, rows, regionOfNeed }: Compiled): Floors {
  const { banks = [], regions = [] } = problem;
  const all: Floor[] = [];
  const add = (list: Floor['list'], index: number, least = 0): Floor[] => {
    if (least === 0) return [];
    const floor = { list, index, least, held: 0 };
    all.push(floor);
    return [floor];
  };
  const ofBank = new Map(banks.map(({ id, floor }, index) => [id, add('banks', index, floor)]));
  const ofProduct = Array.from(products, (at) => {
    const product = problem.products[at];
    return [...add('products', at, product?.floor), ...(ofBank.get(product?.bank ?? '') ?? NONE)];
  });
  const own = regions.map(({ floor }, index) => add('regions', index, floor));
  const parents = regionParents(regions);
  const ofRegion = regions.map((_, r) => {
    const chain: Floor[] = [];
    for (let at = r; at >= 0; at = parents[at] ?? -1) chain.push(...(own[at] ?? NONE));
    return chain;
  });
  const of = (need: number, edge: number): readonly Floor[] => {
    const lender = ofProduct[rows.product[edge] as number] ?? NONE;
    const region = ofRegion[regionOfNeed[need] as number] ?? NONE;
    return region.length === 0 ? lender : [...lender, ...region];
  };
  return { all, of: all.length === 0 ? () => NONE : of };
}

/** True where a problem has any floor. */
export function hasFloors({ problem: { products, banks = [], regions = [] } }: Compiled): boolean {
  return [...products, ...banks, ...regions].some((one) => (one.floor ?? 0) > 0);
}

/** The floors that no allocation meets, even with divisible amounts and without other limits than those that nest. */
export function impossibleFloors(compiled: Compiled): readonly Issue[] {
  if (!hasFloors(compiled)) return [];
  const flow = solveNetwork(compiled.network);
  return flow.isOptimal ? unmetFloors(compiled, compiled.network, flow) : [];
}

/**
 * The floors that money on edges does not meet, as issues: for answers of a search, which does not
 * prove that no allocation meets them.
 */
export function missedFloors(
  compiled: Compiled,
  edge: Int32Array,
  amount: Float64Array,
): readonly Issue[] {
  const { all, of } = createFloors(compiled);
  if (all.length === 0) return [];
  const order = Int32Array.from(edge.keys()).sort((a, b) => (edge[a] ?? 0) - (edge[b] ?? 0));
  const sorted = order.map((k) => edge[k] as number);
  const needOf = needOfEdges(compiled.rows.rowStart, sorted);
  sorted.forEach((e, k) => {
    const money = amount[order[k] as number] as number;
    for (const floor of of(needOf[k] as number, e)) floor.held += money;
  });
  return all.flatMap(({ list, index, least, held }) => {
    if (held >= least) return [];
    const expected = `a floor that the search can meet: the best it found holds ${held} minor units`;
    return [createIssue({ code: 'limit', expected }, [list, index, 'floor'], least)];
  });
}
