/** Cases in which the engine once differed from the rules, or could have. */
import { isLeft } from 'fp-ts/Either';
import { describe, expect, test } from 'vitest';
import {
  type Catalog,
  type CatalogChange,
  type CatalogDocument,
  catalogToBuffer,
  compileCatalog,
  explain,
  match,
  matchAll,
  NEED_DONE,
  NEED_REFUSED,
  type Need,
  offersOf,
  type Product,
  rematch,
  resultOf,
  updateCatalog,
} from '../src/index.ts';
import { engineOf } from '../src/matching/engine/index.ts';
import { parseCatalog, parseNeed } from '../src/schema.ts';

const bank = { id: 'b' };
const labelled = { id: 'b2', labels: ['L'] };
const costOnly = {
  id: 'p',
  version: '1',
  weights: { 'net-cost': 10_000 },
  netCost: { best: '0%', worst: '10%' },
  decisionDays: { best: 1, worst: 9 },
};

function catalogOf(parts: object, asOf = '2024-10-04'): Catalog {
  const parsed = parseCatalog({
    formatVersion: 1,
    id: 'c',
    currency: 'CNY',
    banks: [bank, labelled],
    products: [],
    ...parts,
  });
  if (isLeft(parsed)) throw new Error(parsed.left.map((issue) => issue.message).join('\n'));
  return compileCatalog(parsed.right, { asOf });
}

function needOf(parts: object = {}): Need {
  const base = { id: 'n', amount: 1_000_000, termMonths: 12, enterprise: { id: 'e' } };
  const parsed = parseNeed({ ...base, ...parts });
  if (isLeft(parsed)) throw new Error(parsed.left[0]?.message);
  return parsed.right;
}

const subsidy = (version: object) => ({
  id: 'g',
  kind: 'interest-subsidy',
  level: 'central',
  versions: [{ id: 'v', source: { title: 'x', grade: 'A' }, validFrom: '2024-01-01', ...version }],
});

const firstOf = (catalog: Catalog, need: Need, limit: number) =>
  match(catalog, need, { limit }).offers.map((offer) => [offer.productId, offer.score.total]);

describe('a short list is the beginning of a long one', () => {
  test.each([
    ['ACT/360', 12],
    ['ACT/365F', 1],
  ])('where a programme counts days by %s', (dayCount, termMonths) => {
    const catalog = catalogOf({
      profiles: [costOnly],
      products: [
        { id: 'plain', bank: 'b', rate: { fixed: '3%' }, repayment: ['bullet'] },
        { id: 'sub', bank: 'b2', rate: { fixed: '5.025%' }, repayment: ['bullet'] },
      ],
      programmes: [
        subsidy({
          dayCount,
          benefit: { kind: 'points', rate: '2%' },
          conditions: [{ field: 'bank.labels', hasAny: ['L'] }],
        }),
      ],
    });
    const need = needOf({ termMonths });
    expect(firstOf(catalog, need, 1)).toEqual(firstOf(catalog, need, 2).slice(0, 1));
  });

  test('where a rate is below zero and a subsidy is a share of it', () => {
    const catalog = catalogOf({
      profiles: [
        {
          ...costOnly,
          weights: { 'net-cost': 8000, speed: 2000 },
          netCost: { best: '-0.5%', worst: '0.5%' },
          decisionDays: { best: 0, worst: 10 },
        },
      ],
      products: [
        {
          id: 'A',
          bank: 'b',
          decisionDays: 0,
          rate: { fixed: '-0.01%' },
          fees: [{ kind: 'service', charged: 'annual', rate: '0.01%' }],
        },
        { id: 'B', bank: 'b', decisionDays: 10, rate: { fixed: '-0.48%' } },
      ],
      programmes: [subsidy({ benefit: { kind: 'share-of-rate', share: '100%' } })],
    });
    const need = needOf();
    expect(firstOf(catalog, need, 2)[0]).toEqual(['B', 78_400_000]);
    expect(firstOf(catalog, need, 1)).toEqual(firstOf(catalog, need, 2).slice(0, 1));
    // Without a schedule there is no member for one.
    const [offer] = match(catalog, need, { limit: 1 }).offers;
    expect(Object.keys(offer ?? {})).not.toContain('cashFlow');
  });

  test('where the least rate is zero, the rate above it, and the subsidy rounds in its favour', () => {
    const catalog = catalogOf({
      profiles: [{ ...costOnly, netCost: { best: '-1%', worst: '5%' } }],
      products: [
        { id: 'plain', bank: 'b', rate: { fixed: '-0.01%' } },
        {
          id: 'sub',
          bank: 'b2',
          rate: {
            fixed: '5%',
            floor: '0%',
            adjustments: [
              {
                group: 'size',
                combine: 'SUM',
                when: { field: 'enterprise.size', in: ['micro'] },
                add: '-6%',
              },
            ],
          },
        },
      ],
      programmes: [
        subsidy({
          benefit: { kind: 'share-of-rate', share: '100%' },
          conditions: [{ field: 'bank.labels', hasAny: ['L'] }],
        }),
      ],
    });
    // A month at 5 % of 2.02 yuan is 0.84 fen, and one fen is paid.
    const need = needOf({ amount: '2.02', termMonths: 1, enterprise: { id: 'e', size: 'small' } });
    const long = firstOf(catalog, need, 2);
    expect(long.map(([id]) => id)).toEqual(['sub', 'plain']);
    expect(firstOf(catalog, need, 1)).toEqual(long.slice(0, 1));
  });
});

describe('amounts near 2^53', () => {
  test.each([
    ['100%', '0%', '90071992547409.91', '90071992547409.91', 1],
    ['100%', '0%', '90071992547409.91', '90071992547409.90', 0],
    ['100%', '0%', '90071992547409.90', '90071992547409.90', 1],
    ['150%', '0%', '60047995031606.60', '90071992547409.91', 1],
    ['150%', '0%', '60047995031606.61', '90071992547409.91', 0],
    ['50%', '0%', '90071992547409.90', '45035996273704.95', 1],
    ['50%', '0%', '90071992547409.91', '45035996273704.95', 0],
    ['0.0001%', '0%', '90071992547000.00', '90071992.54', 0],
  ])('a cover of %s, less %s, of %s by %s', (minCoverage, haircut, amount, value, eligible) => {
    const catalog = catalogOf({
      products: [
        {
          id: 'x',
          bank: 'b',
          rate: { fixed: '3%' },
          repayment: ['bullet'],
          collateral: { haircuts: { machinery: haircut }, minCoverage },
        },
      ],
    });
    const need = needOf({ amount, termMonths: 1, collateral: [{ type: 'machinery', value }] });
    expect(match(catalog, need).counts.eligible).toBe(eligible);
    expect(explain(catalog, need, 'x').verdict).toBe(eligible === 1 ? 'eligible' : 'ineligible');
  });
});

describe('an empty code', () => {
  const askedBy = (...products: object[]) =>
    catalogOf({
      products: products.map((ask, index) => ({
        id: `x-${index}`,
        bank: 'b',
        rate: { fixed: '3%' },
        criteria: [{ field: 'enterprise.industry', ...ask }],
      })),
    });
  const need = needOf();
  const empty: Need = { ...need, enterprise: { ...need.enterprise, industry: '' } };

  test('says as much as none of what it lies within', () => {
    const catalog = askedBy({ within: ['C34'] });
    expect(explain(catalog, empty, 'x-0').verdict).toBe('undetermined');
    expect(match(catalog, empty).counts).toEqual(match(catalog, need).counts);
  });

  test('is none of a list, for the engine, the rule and a change alike', () => {
    const catalog = askedBy({ in: ['C34', 'D'] }, { notIn: ['C34'] });
    expect(explain(catalog, empty, 'x-0').verdict).toBe('ineligible');
    expect(explain(catalog, empty, 'x-1').verdict).toBe('eligible');
    expect(match(catalog, empty).counts).toMatchObject({ eligible: 1, ineligible: 1 });
    const put = catalog.document.products.map(
      (one): CatalogChange => ({ change: 'put-product', product: { ...one, id: `${one.id}-new` } }),
    );
    const next = rematch(matchAll(catalog, [empty]), put);
    if (isLeft(next)) throw new Error('refused');
    expect([...next.right.eligible]).toEqual([2]);
    expect([...matchAll(next.right.catalog, [empty]).eligible]).toEqual([2]);
  });
});

describe('a need that cannot be read', () => {
  const products = [
    {
      id: 'x',
      bank: 'b',
      rate: { fixed: '3%' },
      criteria: [{ field: 'project.lists', hasNone: ['bad'] }],
    },
    { id: 'y', bank: 'b', rate: { fixed: '4%' } },
  ];
  const good = needOf({ project: { id: 'p', lists: [] } });
  const bad = { ...good, project: { id: 'p', lists: 7 } } as unknown as Need;

  test('leaves no trace in what comes after it', () => {
    const catalog = catalogOf({ products });
    const table = matchAll(catalog, [bad, good]);
    expect([...table.outcome]).toEqual([NEED_REFUSED, NEED_DONE]);
    expect(table.eligible[1]).toBe(2);
    expect(match(catalog, good).counts.eligible).toBe(2);
    expect(offersOf(table, 0)).toEqual([]);
    expect(() => resultOf(table, 0)).toThrow('the need was refused: needs[0]');
  });

  test.each([
    ['nothing', null],
    ['a text for the amount', { ...good, amount: '1000000' }],
    ['no enterprise', { ...good, enterprise: undefined }],
    ['a term of no length', { ...good, termMonths: 0 }],
  ])('is told so by match: %s', (_, wrong) => {
    const catalog = catalogOf({ products });
    const told = () => match(catalog, wrong as unknown as Need);
    expect(told).toThrow('match: expected a need as parseNeed returns it');
  });

  test('is refused by itself where a text stands for an amount', () => {
    const criteria = [{ field: 'enterprise.debtRatio', max: '50%' }];
    const catalog = catalogOf({ products: [{ ...products[1], criteria }] });
    const enterprise = { id: 'e', assets: 1_000_000, liabilities: '1,000,000' };
    const table = matchAll(catalog, [{ ...good, enterprise } as unknown as Need, good]);
    expect([...table.outcome]).toEqual([NEED_REFUSED, NEED_DONE]);
    expect(table.issues[0]?.message).toContain('needs[0]: expected a need');
  });

  test('is refused or accepted by a changed catalog as by a new one', () => {
    const plain = catalogOf({ products: products.slice(1) });
    const lists = catalogOf({ products }).document.products[0] as Product;
    const put: CatalogChange[] = [{ change: 'put-product', product: lists }];
    const away: CatalogChange[] = [{ change: 'withdraw-product', product: 'x' }];
    const before = matchAll(plain, [bad, good]);
    expect([...before.outcome]).toEqual([NEED_DONE, NEED_DONE]);
    const with_ = rematch(before, put);
    if (isLeft(with_)) throw new Error('refused');
    const anew = matchAll(with_.right.catalog, [bad, good]);
    expect({ ...with_.right, catalog: 0 }).toEqual({ ...anew, catalog: 0 });
    const without = rematch(with_.right, away);
    if (isLeft(without)) throw new Error('refused');
    expect({ ...without.right, catalog: 0 }).toEqual({ ...before, catalog: 0 });
  });

  test.each([
    ['first', 'z'],
    ['second', 'a'],
  ])('is accepted once the only product that looked at it is gone, %s in order', (_, other) => {
    const lists = [...products, { id: other, bank: 'b', rate: { fixed: '5%' } }];
    const plain = catalogOf({ products: lists.slice(1) });
    const table = matchAll(catalogOf({ products: lists }), [bad, good]);
    expect([...table.outcome]).toEqual([NEED_REFUSED, NEED_DONE]);
    const away: CatalogChange[] = [{ change: 'withdraw-product', product: 'x' }];
    const next = rematch(table, away);
    if (isLeft(next)) throw new Error('refused');
    const anew = matchAll(plain, [bad, good]);
    expect([...anew.outcome]).toEqual([NEED_DONE, NEED_DONE]);
    expect({ ...next.right, catalog: 0 }).toEqual({ ...anew, catalog: 0 });
    // Asked first, by one need alone.
    const alone = updateCatalog(catalogOf({ products: lists }), away);
    if (isLeft(alone)) throw new Error('refused');
    expect(match(alone.right, bad).offers).toEqual(match(plain, bad).offers);
    expect(match(alone.right, bad).rejectedBy).toEqual(match(plain, bad).rejectedBy);
  });

  test('is judged by a product in the place of another as by a new catalog', () => {
    const table = matchAll(catalogOf({ products }), [bad, good]);
    const product = { ...catalogOf({ products }).document.products[1], id: 'x' } as Product;
    const next = rematch(table, [{ change: 'put-product', product }]);
    if (isLeft(next)) throw new Error('refused');
    const document = { ...next.right.catalog.document };
    const anew = matchAll(compileCatalog(document, { asOf: table.catalog.asOf }), [bad, good]);
    expect([...anew.outcome]).toEqual([NEED_DONE, NEED_DONE]);
    expect({ ...next.right, catalog: 0 }).toEqual({ ...anew, catalog: 0 });
  });
});

describe('changes', () => {
  const catalog = catalogOf({
    products: [
      { id: 'x', bank: 'b', rate: { fixed: '3%' } },
      { id: 'y', bank: 'b', rate: { fixed: '4%' } },
    ],
  });

  test('are read anew where the list was filled anew', () => {
    const changes: CatalogChange[] = [{ change: 'withdraw-product', product: 'x' }];
    const one = updateCatalog(catalog, changes);
    changes[0] = { change: 'withdraw-product', product: 'y' };
    const other = updateCatalog(catalog, changes);
    if (isLeft(one) || isLeft(other)) throw new Error('refused');
    expect(one.right.products.map(({ product }) => product.id)).toEqual(['y']);
    expect(other.right.products.map(({ product }) => product.id)).toEqual(['x']);
  });

  test('that take a product away leave no row of it in the buffer', () => {
    matchAll(catalog, [needOf()]);
    const next = updateCatalog(catalog, [{ change: 'withdraw-product', product: 'x' }]);
    if (isLeft(next)) throw new Error('refused');
    const whole = compileCatalog(next.right.document, { asOf: catalog.asOf });
    expect(new Uint8Array(catalogToBuffer(next.right))).toEqual(
      new Uint8Array(catalogToBuffer(whole)),
    );
  });

  test('rank needs anew that are strange only to the price of what is gone', () => {
    const when = { field: 'enterprise.stars', in: ['3'] };
    const graded = { group: 'g', combine: 'OVERRIDE', when, set: '3%' };
    const priced = catalogOf({
      fields: [{ name: 'enterprise.stars', type: 'enum', values: ['3'], knownBy: 'bank' }],
      products: [
        { id: 'x', bank: 'b', rate: { adjustments: [graded] } },
        { id: 'y', bank: 'b', rate: { fixed: '4%' } },
      ],
    });
    const need = needOf();
    const numbered = { ...need, enterprise: { ...need.enterprise, facts: { stars: 3 } } };
    const table = matchAll(priced, [numbered as unknown as Need]);
    expect(table.eligible[0]).toBe(2);
    const next = rematch(table, [{ change: 'withdraw-product', product: 'x' }]);
    if (isLeft(next)) throw new Error('refused');
    expect([next.right.eligible[0], next.right.undetermined[0]]).toEqual([1, 0]);
  });

  test('finish a table that an abort left unfinished', () => {
    const needs = Array.from({ length: 600 }, (_, i) => needOf({ id: `n-${i}` }));
    const control = new AbortController();
    const part = matchAll(catalog, needs, {
      signal: control.signal,
      onProgress: () => control.abort(),
    });
    expect(part.outcome.at(-1)).not.toBe(NEED_DONE);
    const next = rematch(part, [{ change: 'withdraw-product', product: 'x' }]);
    if (isLeft(next)) throw new Error('refused');
    const anew = matchAll(next.right.catalog, needs);
    expect({ ...next.right, catalog: 0 }).toEqual({ ...anew, catalog: 0 });
  });
});

test('a least amount above the amount asked, made by hand, does not open a product', () => {
  const document: CatalogDocument = catalogOf({
    products: [
      {
        id: 'x',
        bank: 'b',
        rate: { fixed: '3%' },
        collateral: { haircuts: { machinery: '0%' }, minCoverage: '100%' },
      },
    ],
  }).document;
  const catalog = compileCatalog(document, { asOf: '2024-10-04' });
  const need = needOf({ amount: 100, collateral: [{ type: 'machinery', value: 150 }] });
  const wide = { ...need, minimumAmount: 20_000 as NonNullable<Need['minimumAmount']> };
  expect(match(catalog, need).counts.eligible).toBe(1);
  expect(match(catalog, wide).counts.eligible).toBe(0);
});

describe('many loans at one bank', () => {
  const catalog = catalogOf({
    banks: [{ id: 'b', singleClientLimit: '1000' }],
    products: [{ id: 'x', bank: 'b', rate: { fixed: '3%' } }],
  });
  const owing = (banks: readonly object[]) =>
    ({ ...needOf({ amount: 100 }), enterprise: { id: 'e', banks } }) as unknown as Need;

  test.each([
    [[100_00, 800_00], 'eligible'],
    [[100_00, 800_01], 'ineligible'],
    [[Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER], 'ineligible'],
    [[undefined, 900_00], 'undetermined'],
    [[Number.MAX_SAFE_INTEGER, undefined], 'undetermined'],
  ])('of %j leave a product %s', (amounts, verdict) => {
    const need = owing(amounts.map((outstanding) => ({ bank: 'b', outstanding })));
    expect(explain(catalog, need, 'x').verdict).toBe(verdict);
    expect(match(catalog, need).counts).toMatchObject({ [verdict]: 1 });
  });

  test('are read a few times each, however many there are', () => {
    const count = 2000;
    let reads = 0;
    const loan = {
      bank: 'b',
      get outstanding() {
        reads += 1;
        return 1;
      },
    };
    const need = owing(Array.from({ length: count }, () => loan));
    expect(match(catalog, need).counts.eligible).toBe(1);
    expect(reads).toBeLessThan(count * 5);
  });
});

test('a declared fact that is null is unknown, and no zero', () => {
  const catalog = catalogOf({
    fields: [{ name: 'enterprise.patents', type: 'number', knownBy: 'enterprise' }],
    products: ['min', 'max'].map((end) => ({
      id: end,
      bank: 'b',
      rate: { fixed: '3%' },
      criteria: [{ field: 'enterprise.patents', [end]: 0 }],
    })),
  });
  const need = needOf();
  const facts = { patents: null };
  const open = { ...need, enterprise: { ...need.enterprise, facts } } as unknown as Need;
  expect(match(catalog, open).counts.undetermined).toBe(2);
  expect(explain(catalog, open, 'max').verdict).toBe('undetermined');
  const table = matchAll(catalog, [open]);
  const { product } = catalog.products[0] as Catalog['products'][number];
  const next = rematch(table, [{ change: 'put-product', product: { ...product, id: 'more' } }]);
  if (isLeft(next)) throw new Error('refused');
  expect([table.undetermined[0], next.right.undetermined[0]]).toEqual([2, 3]);
});

test('a declared figure that is no whole number is refused by the engine and the rule alike', () => {
  const catalog = catalogOf({
    fields: [{ name: 'enterprise.patents', type: 'number', knownBy: 'enterprise' }],
    products: ['min', 'max'].map((end) => ({
      id: end,
      bank: 'b',
      rate: { fixed: '3%' },
      criteria: [{ field: 'enterprise.patents', [end]: 10 }],
    })),
  });
  const need = needOf();
  const strange = [Number.NaN, Number.POSITIVE_INFINITY, 10.5, 'many', '7', true, ['7']];
  const made = strange.map((patents) => {
    const facts = { patents } as NonNullable<Need['facts']>;
    return { ...need, enterprise: { ...need.enterprise, facts } };
  });
  for (const one of made) {
    expect(() => match(catalog, one)).toThrow(TypeError);
    expect(() => explain(catalog, one, 'max')).toThrow(TypeError);
  }
  const table = matchAll(catalog, [...made, need]);
  expect(table.issues.map(({ path }) => path[1])).toEqual(made.map((_, index) => index));
  expect(table.undetermined.at(-1)).toBe(2);
});

describe('a need that takes any amount', () => {
  const catalog = catalogOf({
    banks: [bank, { id: 'full', singleClientLimit: '0' }],
    products: [
      { collateral: { haircuts: { machinery: '0%' }, minCoverage: '100%' } },
      { maxInvestmentShare: '0%' },
      { bank: 'full' },
      { amount: { max: '0' } },
      { amount: { max: '0.01' } },
    ].map((terms, place) => ({ id: `p-${place}`, bank: 'b', rate: { fixed: '3%' }, ...terms })),
    programmes: [subsidy({ benefit: { kind: 'points', rate: '1%' } })],
  });
  const enterprise = { id: 'e', banks: [] };
  const project = { id: 'p', investment: '100' };
  const need = needOf({ amount: 100, minimumAmount: 0, collateral: [], enterprise, project });

  test('is offered no loan of nothing', () => {
    const { counts, offers, rejectedBy } = match(catalog, need);
    expect(offers.map(({ productId, loan }) => [productId, loan.amount])).toEqual([['p-4', 1]]);
    expect(counts).toEqual({ products: 5, eligible: 1, undetermined: 0, ineligible: 4 });
    expect(rejectedBy.map((one) => one.code).sort()).toEqual([
      'amount-max',
      'collateral-coverage',
      'investment-share',
      'single-client',
    ]);
    expect(explain(catalog, need, 'p-0').verdict).toBe('ineligible');
  });

  test('nor after a change', () => {
    const { product } = catalog.products[0] as Catalog['products'][number];
    const put: CatalogChange = { change: 'put-product', product: { ...product, id: 'q' } };
    const next = rematch(matchAll(catalog, [need]), [put]);
    if (isLeft(next)) throw new Error('refused');
    expect(next.right.eligible[0]).toBe(1);
  });
});

describe('a bonus on points', () => {
  const benefit = {
    kind: 'points',
    rate: '1%',
    bonuses: [
      { when: { field: 'enterprise.labels', hasAny: ['green'] }, share: '10%' },
      { when: { field: 'bank.labels', hasAny: ['L'] }, share: '20%' },
      { when: { field: 'need.amount', min: 600_000 }, share: '0%' },
      { when: { field: 'need.amount', max: 600_000 }, share: '40%' },
    ],
  };
  const plain = { bank: 'b', repayment: ['bullet'], rate: { fixed: '5%' } };
  const catalog = catalogOf({
    products: [
      { ...plain, id: 'p' },
      { ...plain, id: 'labelled', bank: 'b2' },
      { ...plain, id: 'small', amount: { max: 500_000 } },
    ],
    programmes: [subsidy({ benefit })],
    profiles: [costOnly],
  });
  const enterprise = { id: 'e', labels: ['green'] };

  test('is told without the cells of time, by need, offer and loan', () => {
    const need = needOf({ enterprise, minimumAmount: 1 });
    const costs = match(catalog, need).offers.map((one) => [one.productId, one.price?.netCost]);
    // 5 % less 1 % x (1 + 10 % + 20 % where the bank is labelled + 40 % where the loan is small).
    expect(new Map(costs as [string, number][])).toEqual(
      new Map([
        ['small', 35_000],
        ['labelled', 37_000],
        ['p', 39_000],
      ]),
    );
    expect(engineOf(catalog).work.counted).toBe(0);
    for (const offer of match(catalog, need).offers) {
      expect(explain(catalog, need, offer.productId).offer?.price).toEqual(offer.price);
    }
  });
});

describe('what resists being read', () => {
  const covered = { haircuts: { house: '10%' }, minCoverage: '50%' };
  const products = [
    { id: 'p', bank: 'b', rate: { fixed: '5%' } },
    { id: 'q', bank: 'b', rate: { fixed: '5%' }, repayment: ['bullet'], collateral: covered },
  ];
  const catalog = catalogOf({ products: products.slice(0, 1) });
  const whole = catalogOf({ products });
  const changes: CatalogChange[] = [
    { change: 'put-product', product: whole.productById.get('q')?.product as Product },
  ];
  const hostile = () => {
    throw new Error('hostile');
  };

  test.each([
    ['a kind of collateral', { collateral: [{ type: { toString: hostile }, value: 1 }] }],
    ['a list', { repayment: Object.defineProperty([], 0, { get: hostile, enumerable: true }) }],
  ])('%s inside a need is judged after a change as by a new catalog', (_, parts) => {
    const needs = [needOf(), { ...needOf(), id: 'm', ...parts } as unknown as Need];
    const revised = rematch(matchAll(catalog, needs), changes);
    if (isLeft(revised)) throw new Error('refused');
    const fresh = matchAll(whole, needs);
    expect(revised.right.outcome).toEqual(fresh.outcome);
    expect(revised.right.eligible).toEqual(fresh.eligible);
    expect(revised.right.undetermined).toEqual(fresh.undetermined);
  });

  test('a list of changes is an issue', () => {
    const list = new Proxy(changes, { get: hostile });
    expect(updateCatalog(catalog, list)).toMatchObject({ left: [{ code: 'type' }] });
  });

  test('a list in the place of a need holds up no other', () => {
    const needs = [new Proxy([], { get: hostile }) as unknown as Need, needOf()];
    const table = matchAll(catalog, needs);
    expect([...table.outcome]).toEqual([NEED_REFUSED, NEED_DONE]);
    expect(table.issues).toMatchObject([{ code: 'type', path: ['needs', 0] }]);
  });

  test('a least term beyond all integers is no need', () => {
    const need = { ...needOf(), minimumTermMonths: 2 ** 53 };
    expect(() => match(catalog, need)).toThrow(TypeError);
  });
});
