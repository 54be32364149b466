import type {
  AllocationEdge,
  AllocationNeed,
  AllocationProblem,
  AllocationProduct,
  EdgeScope,
  SyndicateNeed,
  SyndicateOffer,
  SyndicateOptions,
} from '../src/allocation/index.ts';

/** HiGHS, the solver that the answers are compared with; undefined where it is not installed. */
export type OutsideSolver = (model: string) => number | 'infeasible';

export async function loadOutsideSolver(): Promise<OutsideSolver | undefined> {
  const found = await import('highs').catch(() => undefined);
  if (found === undefined) return undefined;
  // Its types are those of a CommonJS module, what is loaded is an ES module.
  const load = found.default as unknown as typeof found.default.default;
  const highs = await load();
  return (model) => {
    const options = { mip_rel_gap: 0, mip_abs_gap: 0.5e-6, output_flag: false };
    const { Status, ObjectiveValue } = highs.solve(model, options);
    if (Status === 'Infeasible') return 'infeasible';
    if (Status !== 'Optimal') throw new Error(`HiGHS: ${Status}`);
    return ObjectiveValue;
  };
}

/** What is asked of the solver, beside the problem. */
export interface OutsideQuestion {
  readonly objective: 'welfare' | 'coverage';
  readonly indivisible?: boolean;
  readonly maximumLenders?: number;
  /** Amounts in whole minor units; absent: any part of one. */
  readonly isWholeUnits?: boolean;
  /** Exact money of some regions, instead of their caps and floors. */
  readonly regionMoney?: ReadonlyMap<string, { readonly least: number; readonly most: number }>;
}

interface Limit {
  readonly holds: (need: AllocationNeed, product: AllocationProduct) => boolean;
  readonly most?: number | undefined;
  readonly least?: number | undefined;
  readonly count?: number | undefined;
}

/** All limits of a problem, read plainly. */
function limitsOf(problem: AllocationProblem, { regionMoney }: OutsideQuestion): readonly Limit[] {
  const { products, banks = [], regions = [], pools = [], guarantors = [] } = problem;
  const within = (scope: EdgeScope): Limit['holds'] => {
    return (need, product) =>
      (scope.products === undefined || scope.products.includes(product.id)) &&
      (scope.banks === undefined || scope.banks.includes(product.bank)) &&
      (scope.needs === undefined || scope.needs.includes(need.id)) &&
      (scope.regions === undefined || scope.regions.some((one) => need.region?.startsWith(one)));
  };
  const isAround = (id: string, need: AllocationNeed): boolean => {
    const inner = regions
      .filter((one) => need.region?.startsWith(one.id) === true)
      .sort((a, b) => b.id.length - a.id.length)[0];
    const above = (at: typeof inner): typeof inner => {
      if (at === undefined) return undefined;
      if (at.parent !== undefined) return regions.find((one) => one.id === at.parent);
      return regions
        .filter((one) => one.id !== at.id && at.id.startsWith(one.id))
        .sort((a, b) => b.id.length - a.id.length)[0];
    };
    for (let at = inner; at !== undefined; at = above(at)) if (at.id === id) return true;
    return false;
  };
  const clients = (['client', 'group'] as const).flatMap((kind) => {
    const share = problem.concentration?.[kind];
    const names = new Set(problem.needs.flatMap((need) => need[kind] ?? []));
    if (share === undefined) return [];
    return banks.flatMap(({ id: bank, capital }) =>
      [...names].flatMap((name): Limit[] =>
        capital === undefined
          ? []
          : [
              {
                holds: (need, product) => need[kind] === name && product.bank === bank,
                most: Math.floor((capital * share) / 1_000_000),
              },
            ],
      ),
    );
  });
  return [
    ...products.map((one) => ({
      holds: (_: AllocationNeed, product: AllocationProduct) => product.id === one.id,
      most: one.quota,
      least: one.floor,
      count: one.maximumCount,
    })),
    ...banks.map((one) => ({
      holds: (_: AllocationNeed, product: AllocationProduct) => product.bank === one.id,
      most: one.quota,
      least: one.floor,
      count: one.maximumCount,
    })),
    ...regions.map((one) => {
      const money = regionMoney?.get(one.id);
      return {
        holds: (need: AllocationNeed) => isAround(one.id, need),
        most: money === undefined ? one.cap : money.most,
        least: money === undefined ? one.floor : Math.max(money.least, one.floor ?? 0),
        count: one.maximumCount,
      };
    }),
    ...pools.map((one) => ({ holds: within(one), most: one.budget })),
    ...guarantors.map((one) => ({ holds: within(one), most: one.capital * one.multiple })),
    ...clients,
  ];
}

/**
 * A problem as a mixed integer program in the format CPLEX LP. `x`: money on an edge. `y`: 1 where
 * an edge is used. `z`: 1 where a need is funded. `w`: 1 where a need counts in a limit of number.
 */
export function modelOf(problem: AllocationProblem, question: OutsideQuestion): string {
  const edges = (problem.edges as readonly AllocationEdge[]).map((edge) => {
    const need = problem.needs.find((one) => one.id === edge.need) as AllocationNeed;
    const product = problem.products.find((one) => one.id === edge.product) as AllocationProduct;
    const most = Math.min(need.amount, edge.amount ?? need.amount);
    return { need, product, score: edge.score, most };
  });
  const rows: string[] = [];
  const sumOf = (terms: readonly string[]): string =>
    terms.length === 0 ? '0 one' : terms.join(' + ');
  const among = (holds: Limit['holds'], name: string): string[] =>
    edges.flatMap(({ need, product }, e) => (holds(need, product) ? [`${name}${e}`] : []));
  const isUsed =
    question.indivisible === true ||
    question.maximumLenders !== undefined ||
    problem.products.some((one) => (one.minimumTicket ?? 0) > 1);
  const binaries: string[] = [];
  edges.forEach(({ need, product, most }, e) => {
    rows.push(`x${e} <= ${most}`);
    if (!isUsed) return;
    binaries.push(`y${e}`);
    rows.push(`x${e} - ${most} y${e} <= 0`);
    rows.push(`x${e} - ${product.minimumTicket ?? 0} y${e} >= 0`);
    if (question.indivisible === true) rows.push(`x${e} - ${need.amount} y${e} = 0`);
  });
  problem.needs.forEach((need, i) => {
    const own = among((one) => one === need, 'x');
    rows.push(`${sumOf(own)} <= ${need.amount}`);
    const lenders = question.indivisible === true ? 1 : question.maximumLenders;
    if (lenders !== undefined)
      rows.push(`${sumOf(among((one) => one === need, 'y'))} <= ${lenders}`);
    if (question.objective !== 'coverage') return;
    binaries.push(`z${i}`);
    rows.push(`${sumOf(own)} - ${need.minimumAmount ?? need.amount} z${i} >= 0`);
    rows.push(`${sumOf(own)} - ${need.amount} z${i} <= 0`);
  });
  limitsOf(problem, question).forEach(({ holds, most, least = 0, count }, k) => {
    const inside = among(holds, 'x');
    if (most !== undefined && most !== Infinity) rows.push(`${sumOf(inside)} <= ${most}`);
    if (least > 0) rows.push(`${sumOf(inside)} >= ${least}`);
    if (count === undefined) return;
    const counted: string[] = [];
    problem.needs.forEach((need, i) => {
      const own = among((one, product) => one === need && holds(one, product), 'x');
      if (own.length === 0) return;
      counted.push(`w${k}_${i}`);
      rows.push(`${sumOf(own)} - ${need.amount} w${k}_${i} <= 0`);
    });
    binaries.push(...counted);
    rows.push(`${sumOf(counted)} <= ${count}`);
  });
  const goal =
    question.objective === 'coverage'
      ? problem.needs.map((_, i) => `z${i}`)
      : edges.map(({ score }, e) => `${score} x${e}`);
  return print('Maximize', goal, rows, binaries, question.isWholeUnits === true ? edges.length : 0);
}

function print(
  sense: string,
  goal: readonly string[],
  rows: readonly string[],
  binaries: readonly string[],
  whole: number,
): string {
  const integers = Array.from({ length: whole }, (_, e) => ` x${e}`);
  return [
    sense,
    ` obj: ${[...goal, '0 one'].join(' + ')}`,
    'Subject To',
    ...rows.map((row, k) => ` r${k}: ${row}`),
    ' last: one = 1',
    ...(integers.length === 0 ? [] : ['General', ...integers]),
    ...(binaries.length === 0 ? [] : ['Binary', ...binaries.map((name) => ` ${name}`)]),
    'End',
  ].join('\n');
}

/**
 * The cheapest syndicate as a mixed integer program, in thousandths of a fen: only for rates in
 * whole thousands of parts per million and a term of one year, so that all costs are whole.
 */
export function syndicateModelOf(
  { amount }: SyndicateNeed,
  offers: readonly SyndicateOffer[],
  { leadShare, maximumLenders, including = [] }: SyndicateOptions,
): string {
  const join = (name: string, which: readonly number[]): string =>
    which.length === 0 ? '0 one' : which.map((j) => `${name}${j}`).join(' + ');
  const banks = [...offers.keys()];
  const rows = [`${join('x', banks)} = ${amount}`];
  if (maximumLenders !== undefined) rows.push(`${join('y', banks)} <= ${maximumLenders}`);
  const leadAmount = Math.ceil((amount * (leadShare ?? 0)) / 1_000_000);
  const leads = banks.filter((j) => offers[j]?.mayLead !== false);
  const binaries = banks.map((j) => `y${j}`);
  if (leadAmount > 0) {
    rows.push(`${join('z', leads)} = 1`);
    binaries.push(...leads.map((j) => `z${j}`));
    for (const j of leads) rows.push(`x${j} - ${leadAmount} z${j} >= 0`);
  }
  offers.forEach(({ id, minimumTicket, maximumTicket }, j) => {
    rows.push(`x${j} - ${Math.min(amount, maximumTicket)} y${j} <= 0`);
    rows.push(`x${j} - ${Math.max(1, minimumTicket ?? 0)} y${j} >= 0`);
    if (including.includes(id)) rows.push(`y${j} = 1`);
  });
  const goal = offers.flatMap(({ rate, fee }, j) => [
    `${rate / 1000} x${j}`,
    `${1000 * (fee ?? 0)} y${j}`,
  ]);
  return print('Minimize', goal, rows, binaries, 0);
}
