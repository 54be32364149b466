import { type Either, left, right } from 'fp-ts/Either';
import type { Issue } from '../units/issue.ts';
import type { Compiled } from './compile.ts';
import { improve } from './exchange.ts';
import type { AllocationOptions, LimitPrice } from './model.ts';
import { solveNetwork } from './network/kernel.ts';
import type { Network, NetworkFlow } from './network/network.ts';
import { boundless, limitPrices, type Outcome, unmetFloors, welfareOf } from './outcome.ts';
import { createPlacing } from './placing.ts';
import { createRooms, readRooms } from './rooms.ts';
import { needOfEdges } from './statement.ts';

/** Rounds of pricing where none are stated. */
const ROUNDS = 100;

/** A state of the search: what limits that cross cost, and the best that is known. */
interface Search {
  readonly compiled: Compiled;
  readonly budgets: Float64Array;
  /** Edges of crossing limits, ascending, with the limits of each. */
  readonly limitsOf: ReadonlyMap<number, readonly number[]>;
  best: { edge: Int32Array; amount: Float64Array; welfare: bigint } | undefined;
  bound: bigint | undefined;
  prices: readonly LimitPrice[];
}

/**
 * Welfare where limits cross. Each such limit gets a price that its edges pay (Lagrange relaxation);
 * what is left is a network, solved exactly, and its worth plus price x budget is a bound whatever
 * the prices. Prices rise where a budget is passed and fall where it is not used up (subgradient
 * steps after Polyak). Every few rounds the flow is cut back to the budgets, the network solved
 * again with what is left on those edges as capacities, and gaps filled: the best such allocation
 * is the answer. Optimal exactly when it meets the bound; otherwise the gap is reported.
 */
export function solveCrossing(
  compiled: Compiled,
  options: AllocationOptions,
): Either<readonly Issue[], Outcome> {
  const { crossing, network } = compiled;
  const search: Search = {
    compiled,
    budgets: Float64Array.from(crossing, ({ budget }) => budget),
    limitsOf: limitsOfEdges(compiled),
    best: undefined,
    bound: undefined,
    prices: [],
  };
  const kernelOptions = options.shouldStop === undefined ? {} : { shouldStop: options.shouldStop };
  const prices = new Float64Array(crossing.length);
  const rounds = options.maximumSteps ?? ROUNDS;
  let scale = 1;
  let idle = 0;
  let price: Float64Array | undefined;
  for (let round = 0; round < rounds; round++) {
    const priced = withPrices(search, prices);
    const flow = solveNetwork(priced, {
      ...kernelOptions,
      ...(price === undefined ? {} : { price }),
    });
    price = flow.price;
    if (round === 0) {
      const issues = unmetFloors(compiled, network, flow);
      if (issues.length > 0 && flow.isOptimal) return left(issues);
    }
    const used = usage(search, flow);
    const isBetter = flow.isOptimal && tighten(search, priced, flow, prices);
    idle = isBetter ? 0 : idle + 1;
    if (idle >= 4) {
      scale /= 2;
      idle = 0;
    }
    if (isBetter || round % 8 === 0 || search.best === undefined)
      recover(search, flow, used, options.shouldStop);
    if (search.best?.welfare === search.bound) break;
    if (options.shouldStop?.() === true) break;
    if (!step(search, prices, used, scale)) break;
  }
  const { best, bound } = search;
  const none = { edge: new Int32Array(0), amount: new Float64Array(0), welfare: 0n };
  const { edge, amount } = best ?? none;
  return right({ edge, amount, prices: search.prices, bound: bound ?? boundless(network) });
}

function limitsOfEdges({ crossing }: Compiled): Map<number, number[]> {
  const found = new Map<number, number[]>();
  crossing.forEach(({ edges }, k) => {
    for (const edge of edges) {
      const list = found.get(edge);
      if (list === undefined) found.set(edge, [k]);
      else list.push(k);
    }
  });
  return found;
}

/** The network in which edges pay for crossing limits. */
function withPrices({ compiled, limitsOf }: Search, prices: Float64Array): Network {
  const gain = compiled.network.gain.slice();
  for (const [edge, limits] of limitsOf) {
    const paid = limits.reduce((sum, k) => sum + (prices[k] as number), 0);
    // A gain below -10^8 is never taken, however far below.
    gain[edge] = Math.max(-2e8, (gain[edge] as number) - paid);
  }
  return { ...compiled.network, gain };
}

function usage({ budgets, limitsOf }: Search, flow: NetworkFlow): Float64Array {
  const used = new Float64Array(budgets.length);
  flow.shareEdge.forEach((edge, k) => {
    for (const limit of limitsOf.get(edge) ?? []) {
      used[limit] = (used[limit] as number) + (flow.shareAmount[k] as number);
    }
  });
  return used;
}

/** Takes a smaller bound; true when it is one. */
function tighten(
  search: Search,
  network: Network,
  flow: NetworkFlow,
  prices: Float64Array,
): boolean {
  const { compiled, budgets } = search;
  let bound = welfareOf(
    network.gain.map((g) => Math.max(0, g)),
    flow.shareEdge,
    flow.shareAmount,
  );
  flow.shareEdge.forEach((edge, k) => {
    const g = network.gain[edge] as number;
    if (g < 0) bound += BigInt(g) * BigInt(flow.shareAmount[k] as number);
  });
  prices.forEach((price, k) => {
    bound += BigInt(price) * BigInt(budgets[k] as number);
  });
  if (search.bound !== undefined && bound >= search.bound) return false;
  search.bound = bound;
  const crossing = compiled.crossing.flatMap(({ name }, k) =>
    prices[k] === 0 ? [] : [{ ...name, price: prices[k] as number }],
  );
  search.prices = [...limitPrices(compiled, network, flow.price), ...crossing];
  return true;
}

/** Moves the prices along the subgradient; false when none can move. */
function step(
  { budgets, best, bound }: Search,
  prices: Float64Array,
  used: Float64Array,
  scale: number,
) {
  const distance = Number((bound ?? 0n) - (best?.welfare ?? 0n));
  let norm = 0;
  const slope = used.map((one, k) => {
    const excess = one - (budgets[k] as number);
    return excess < 0 && prices[k] === 0 ? 0 : excess;
  });
  for (const one of slope) norm += one * one;
  if (norm === 0) return false;
  let isMoved = false;
  slope.forEach((one, k) => {
    const before = prices[k] as number;
    const after = Math.min(1e8, Math.max(0, Math.round(before + (scale * distance * one) / norm)));
    prices[k] = after;
    if (after !== before) isMoved = true;
  });
  return isMoved;
}

/** Cuts a flow back to all budgets, solves again within what is left, fills gaps, keeps the best. */
function recover(
  search: Search,
  flow: NetworkFlow,
  used: Float64Array,
  shouldStop: AllocationOptions['shouldStop'],
): void {
  const { compiled, budgets, limitsOf } = search;
  const { network, rows } = compiled;
  let { shareEdge: edge, shareAmount: amount } = flow;
  if (used.some((one, k) => one > (budgets[k] as number))) {
    const capacity =
      network.capacity?.slice() ?? new Float64Array(edgeCount(network)).fill(Infinity);
    const left = budgets.slice();
    for (const e of limitsOf.keys()) capacity[e] = 0;
    const order = [...edge.keys()].sort(
      (a, b) =>
        (rows.score[edge[b] as number] as number) - (rows.score[edge[a] as number] as number) ||
        a - b,
    );
    for (const k of order) {
      const e = edge[k] as number;
      const limits = limitsOf.get(e);
      if (limits === undefined) continue;
      const most = limits.reduce(
        (least, l) => Math.min(least, left[l] as number),
        amount[k] as number,
      );
      for (const l of limits) left[l] = (left[l] as number) - most;
      capacity[e] = most;
    }
    const cut = solveNetwork({ ...network, capacity }, { price: flow.price });
    if (!cut.isOptimal) return;
    ({ shareEdge: edge, shareAmount: amount } = cut);
    if (unmetFloors(compiled, network, cut).length > 0) {
      if (search.best === undefined) recoverFloors(search, edge, amount, shouldStop);
      return;
    }
  }
  const filled = fillGaps(compiled, edge, amount);
  const welfare = welfareOf(rows.score, filled.edge, filled.amount);
  if (search.best === undefined || welfare > search.best.welfare)
    search.best = { ...filled, welfare };
}

/**
 * Meets floors that a flow misses after it was cut back, by exchanges; kept where all are met. One
 * step of them only: with other prices it is tried again.
 */
function recoverFloors(
  search: Search,
  edge: Int32Array,
  amount: Float64Array,
  shouldStop: AllocationOptions['shouldStop'],
): void {
  const { compiled } = search;
  const placing = createPlacing(compiled, {});
  const needOf = needOfEdges(compiled.rows.rowStart, edge);
  edge.forEach((e, k) => {
    placing.rooms.put(needOf[k] as number, e, amount[k] as number);
  });
  improve(placing, { maximumSteps: 1, ...(shouldStop === undefined ? {} : { shouldStop }) });
  if (placing.rooms.missing() > 0) return;
  const met = readRooms(placing.rooms.holdings);
  search.best = { ...met, welfare: welfareOf(compiled.rows.score, met.edge, met.amount) };
}

const edgeCount = (network: Network): number => network.column.length;

/** Adds money wherever all limits leave room, the best edges first. */
export function fillGaps(
  compiled: Compiled,
  edge: Int32Array,
  amount: Float64Array,
): { edge: Int32Array; amount: Float64Array } {
  const { rows, demand } = compiled;
  const rooms = createRooms(compiled);
  const got = new Float64Array(demand.length);
  const needOf = needOfEdges(rows.rowStart, edge);
  edge.forEach((e, k) => {
    const i = needOf[k] as number;
    rooms.put(i, e, amount[k] as number);
    got[i] = (got[i] as number) + (amount[k] as number);
  });
  const open: { need: number; edge: number }[] = [];
  demand.forEach((asked, i) => {
    if ((got[i] as number) === asked) return;
    for (let e = rows.rowStart[i] as number; e < (rows.rowStart[i + 1] as number); e++) {
      open.push({ need: i, edge: e });
    }
  });
  const scoreOf = (e: number): number => rows.score[e] as number;
  open.sort((a, b) => scoreOf(b.edge) - scoreOf(a.edge) || a.edge - b.edge);
  for (const { need, edge: e } of open) {
    const room = rooms.roomOf(need, e);
    if (room > 0) rooms.put(need, e, room);
  }
  return readRooms(rooms.holdings);
}
