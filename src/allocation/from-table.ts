import { type Either, left, right } from 'fp-ts/Either';
import { expectTable, type MatchTable, NEED_DONE, ownNeed } from '../matching/index.ts';
import type { AllocationLimits, Bank, Need, Product, ProductLimit } from '../model/index.ts';
import type { Code } from '../units/code.ts';
import { createIssue, type Issue } from '../units/issue.ts';
import type { Money } from '../units/money.ts';
import { readOptions } from '../units/unreadable.ts';
import type {
  AllocationBank,
  AllocationNeed,
  AllocationProblem,
  AllocationProduct,
  EdgeColumns,
} from './model.ts';
import { demand, problemShape } from './shape.ts';

/** How a table becomes a problem. */
export interface TableProblemOptions {
  /** Limits beside those of the catalog. What is given of a product or a bank replaces the catalog's. */
  readonly limits?: AllocationLimits;
  /**
   * The least amount of a product is its least share of a need. It is what the bank offers, and it
   * makes a hard problem, answered with a bound and a gap. Absent: shares may be smaller.
   */
  readonly leastAmounts?: boolean;
}

/**
 * The needs of a table and the products of its catalog as a problem of allocation. Every offer of the
 * table is an edge with its score and the amount that the product lends; what lies beyond the table's
 * limit of offers is none. Needs that were refused or not reached are left out: the table says why.
 * 1. A need lies where its project is built, else where its enterprise is; its client and its group
 *    are those of the enterprise.
 * 2. Quotas of products and banks are the catalog's. One that is not stated stays unlimited, which
 *    `unlimitedProducts` tells; it is never zero.
 * 3. Caps of programmes are no limits here: they hold what a programme pays for a loan, and which
 *    loans draw on it is a matter of each offer. A budget goes into `limits.pools`.
 * Issues where limits name a product or a bank that the catalog does not hold. Throws TypeError for what
 * is no table, or no options. O(rows of the table).
 */
export function problemFromTable(
  table: MatchTable,
  options: TableProblemOptions = {},
): Either<readonly Issue[], AllocationProblem> {
  expectTable('problemFromTable', table);
  const { limits = {}, leastAmounts } = readOptions('problemFromTable', options);
  const { products, banks } = table.catalog.document;
  const issues = danglingLimits(limits, products, banks);
  if (issues.length > 0) return left(issues);
  const rows = [...table.needs.keys()].filter((index) => table.outcome[index] === NEED_DONE);
  const { regions, pools, guarantors, concentration } = limits;
  return right({
    needs: rows.map((index) => needOf(ownNeed(table.needs[index] as Need))),
    products: productsOf(table, limits, leastAmounts === true),
    banks: banksOf(banks, limits),
    edges: edgesOf(table, rows),
    ...(regions === undefined ? {} : { regions }),
    ...(pools === undefined ? {} : { pools }),
    ...(guarantors === undefined ? {} : { guarantors }),
    ...(concentration === undefined ? {} : { concentration }),
  });
}

/**
 * Products that nothing limits: neither they nor their bank have a quota. In the order of ids. Throws
 * TypeError where the problem cannot be read.
 */
export function unlimitedProducts(problem: AllocationProblem): readonly string[] {
  demand('unlimitedProducts', problemShape(problem, false));
  const { products, banks = [] } = problem;
  const limited = new Set(banks.filter((bank) => bank.quota !== undefined).map((bank) => bank.id));
  return products
    .filter((product) => product.quota === undefined && !limited.has(product.bank))
    .map((product) => product.id)
    .sort();
}

function needOf({ id, amount, minimumAmount, enterprise, project }: Need): AllocationNeed {
  const region = (project?.region ?? enterprise.region) as Code | undefined;
  return {
    id,
    amount,
    ...(minimumAmount === undefined ? {} : { minimumAmount }),
    ...(region === undefined ? {} : { region }),
    client: enterprise.id,
    ...(enterprise.group === undefined ? {} : { group: enterprise.group }),
  };
}

function productsOf(
  { catalog }: MatchTable,
  limits: AllocationLimits,
  leastAmounts: boolean,
): readonly AllocationProduct[] {
  const stated = byId(limits.products);
  return catalog.products.map(({ product }) => {
    const { id, bank, quota, amount } = product;
    const ticket: Partial<ProductLimit> =
      leastAmounts && amount?.min !== undefined ? { minimumTicket: amount.min } : {};
    return { ...ticket, ...(quota === undefined ? {} : { quota }), ...stated.get(id), id, bank };
  });
}

function banksOf(banks: readonly Bank[], limits: AllocationLimits): readonly AllocationBank[] {
  const stated = byId(limits.banks);
  return banks.map(({ id, quota }) => ({
    ...(quota === undefined ? {} : { quota }),
    ...stated.get(id),
    id,
  }));
}

/** The rows that hold an offer, packed. */
function edgesOf(table: MatchTable, rows: readonly number[]): EdgeColumns {
  const count = rows.reduce((sum, index) => sum + (table.offerCount[index] as number), 0);
  const need = new Int32Array(count);
  const product = new Int32Array(count);
  const score = new Int32Array(count);
  const amount = new Float64Array(count);
  let e = 0;
  rows.forEach((index, at) => {
    const start = index * table.limit;
    const end = start + (table.offerCount[index] as number);
    need.fill(at, e, e + end - start);
    for (let row = start; row < end; row++, e++) {
      product[e] = table.product[row] as number;
      score[e] = table.score[row] as number;
      amount[e] = table.amount[row] as Money;
    }
  });
  return { need, product, score, amount };
}

function danglingLimits(
  limits: AllocationLimits,
  products: readonly Product[],
  banks: readonly Bank[],
): readonly Issue[] {
  const known = { products: byId(products), banks: byId(banks) };
  return (['products', 'banks'] as const).flatMap((list) => {
    const first = new Map<string, number>();
    return (limits[list] ?? []).flatMap(({ id }, index) => {
      const path = ['limits', list, index, 'id'];
      const before = first.get(id);
      first.set(id, before ?? index);
      if (before !== undefined) {
        const expected = `another id than ${list}[${before}], which has the same`;
        return [createIssue({ code: 'duplicate', expected }, path, id)];
      }
      if (known[list].has(id)) return [];
      const expected = `the id of one of the ${list} of the catalog`;
      return [createIssue({ code: 'dangling', expected }, path, id)];
    });
  });
}

function byId<T extends { readonly id: string }>(
  list: readonly T[] | undefined,
): ReadonlyMap<string, T> {
  return new Map((list ?? []).map((one) => [one.id, one]));
}
