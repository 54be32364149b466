import { between, createRandom, type Random } from '../../src/hubei/random.ts';
import type { CatalogDocument, Day, Money, Need } from '../../src/index.ts';
import type { Criterion, Product, RangeCriterion } from '../../src/model/index.ts';
import { printCatalog } from '../../src/schema.ts';
import { parsedCatalog, SEED, type Workload } from './workload.ts';

/** Fields that count something small: a limit of 12.7 months is none. */
const COUNTED: ReadonlySet<string> = new Set([
  'enterprise.ageMonths',
  'enterprise.legalRepAge',
  'enterprise.creditEnquiries3m',
  'enterprise.creditEnquiries6m',
  'enterprise.zeroFilingMonths12m',
]);

/** 2018-01-01 and 2025-12-31 as days since 1970. */
const FIRST_FOUNDED = 17_532;
const LAST_FOUNDED = 20_453;

/**
 * Another workload with every limit off the round figures: amounts to the fen, rates to the ppm,
 * founding limits to the day. Hardly two products share a limit, so that little is gained by
 * keeping one list of the limits that occur.
 */
export function unrounded({ document, needs }: Workload): Workload {
  const products = document.products.map((product, number) =>
    unroundedProduct(createRandom(`${SEED}/unrounded/${number}`), product),
  );
  const changed: CatalogDocument = {
    ...document,
    id: `bench-unrounded-${products.length}`,
    products,
  };
  return {
    name: 'unrounded',
    what: 'the same with random limits: fen, ppm and days, hardly two alike',
    document: parsedCatalog(printCatalog(changed)),
    needs: needs.map((need, number) =>
      unroundedNeed(createRandom(`${SEED}/unrounded-need/${number}`), need),
    ),
  };
}

function unroundedProduct(random: Random, product: Product): Product {
  const { amount } = product;
  const least = amount?.min === undefined ? undefined : (near(random, amount.min) as Money);
  const most = amount?.max === undefined ? undefined : (near(random, amount.max) as Money);
  const ends = {
    ...(least === undefined ? {} : { min: Math.min(least, most ?? least) as Money }),
    ...(most === undefined ? {} : { max: Math.max(most, least ?? most) as Money }),
  };
  const founded: RangeCriterion = {
    code: 'founded',
    operator: 'range',
    field: 'enterprise.founded',
    max: between(random, FIRST_FOUNDED, LAST_FOUNDED),
  };
  const criteria = (product.criteria ?? []).map((one) => unroundedCriterion(random, one));
  return { ...product, amount: ends, criteria: [...criteria, founded] };
}

function unroundedCriterion(random: Random, criterion: Criterion): Criterion {
  switch (criterion.operator) {
    case 'all':
    case 'any':
      return {
        ...criterion,
        criteria: criterion.criteria.map((part) => unroundedCriterion(random, part)),
      };
    case 'not':
      return { ...criterion, criterion: unroundedCriterion(random, criterion.criterion) };
    case 'range':
      return COUNTED.has(criterion.field) ? criterion : unroundedRange(random, criterion);
    default:
      return criterion;
  }
}

function unroundedRange(random: Random, range: RangeCriterion): RangeCriterion {
  const min = range.min === undefined ? undefined : near(random, range.min);
  const max = range.max === undefined ? undefined : near(random, range.max);
  return {
    ...range,
    ...(min === undefined ? {} : { min: Math.min(min, max ?? min) }),
    ...(max === undefined ? {} : { max: Math.max(max, min ?? max) }),
  };
}

/** Widest change to a figure: the generator draws below 2^32. */
const SPAN_LIMIT = 2 ** 31 - 1;

/** Within a tenth of the figure, to its last digit. */
function near(random: Random, figure: number): number {
  const span = Math.min(SPAN_LIMIT, Math.floor(Math.abs(figure) / 10));
  return span === 0 ? figure : figure + between(random, -span, span);
}

function unroundedNeed(random: Random, need: Need): Need {
  const { enterprise } = need;
  const amount = near(random, need.amount) as Money;
  const { revenue, founded } = enterprise;
  return {
    ...need,
    amount,
    ...(need.minimumAmount === undefined
      ? {}
      : { minimumAmount: Math.min(amount, near(random, need.minimumAmount)) as Money }),
    enterprise: {
      ...enterprise,
      ...(revenue === undefined ? {} : { revenue: near(random, revenue) as Money }),
      ...(founded === undefined ? {} : { founded: (founded + between(random, 0, 200)) as Day }),
    },
  };
}
