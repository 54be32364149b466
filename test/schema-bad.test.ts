/** Bad input, one case for each way to be wrong: the code, the place, and often the exact words. */
import { describe, expect, it, test } from 'vitest';
import { parseNeed } from '../src/schema.ts';
import type { Issue } from '../src/units/issue.ts';
import {
  brief,
  CATALOG,
  catalogIssues,
  criterionIssues,
  issuesOf,
  type Json,
  NEED,
  needIssues,
  PRODUCT,
  productIssues,
  SOURCE,
} from './documents.ts';

test('the documents that the cases change are sound', () => {
  expect(needIssues({})).toEqual([]);
  expect(catalogIssues({})).toEqual([]);
});

describe('messages', () => {
  const PREFIX = 'products[0].criteria[0]';
  const OPERATORS =
    'within, notWithin, in, notIn, hasAny, hasAll, hasNone, min, max, all, any, not, ask';
  test.each<readonly [string, readonly Issue[]]>([
    [
      'id: expected an identifier of 1 to 128 letters, digits or . _ : @ / + -',
      needIssues({ id: undefined }),
    ],
    [
      'amount: expected an amount with at most 2 decimals, such as "5000000" or "5000000.50"; saw "12.345"',
      needIssues({ amount: '12.345' }),
    ],
    ['amount: expected an amount of zero or more; saw "-5"', needIssues({ amount: '-5' })],
    [
      'amount: expected an amount of more than zero; saw 0',
      needIssues({ amount: 0, minimumAmount: 0 }),
    ],
    [
      'minimumAmount: expected at most the value of "amount"; saw "13000000"',
      needIssues({ minimumAmount: '13000000' }),
    ],
    [
      'termMonths: expected a whole number between 1 and 600; saw "36"',
      needIssues({ termMonths: '36' }),
    ],
    [
      'start: expected a day that exists in the calendar; saw "2025-02-30"',
      needIssues({ start: '2025-02-30' }),
    ],
    [
      'enterprise.facts.exportShare: expected a fact that a catalog declares; pass its fields: parseNeed(json, { fields: catalog.fields }); saw "12%"',
      needIssues({ enterprise: { id: 'e', facts: { exportShare: '12%' } } }),
    ],
    [
      'products[0].rate.spread: expected a rate with its unit and at most 4 decimals of a per cent, such as "3.45%" or "-15bp"; saw -0.15',
      productIssues({ rate: { fixed: '4%', spread: -0.15 } }),
    ],
    [
      'products[0].rate.fixed: expected a rate between -5% and 100%; saw "435%"',
      productIssues({ rate: { fixed: '435%' } }),
    ],
    [
      'products[0].rate.sprad: expected one of the keys fixed, benchmark, spread, floor, cap, adjustments (did you mean "spread"?); saw "1%"',
      productIssues({ rate: { fixed: '4%', sprad: '1%' } }),
    ],
    [
      'products[0].bank: expected the id of a bank under "banks" (did you mean "ccb"?); saw "cbb"',
      productIssues({ bank: 'cbb' }),
    ],
    [
      'products[0].dayCount: expected one of "ACT/360", "ACT/365F", "ACT/ACT", "30/360", "30E/360" (did you mean "ACT/360"?); saw "act/360"',
      productIssues({ dayCount: 'act/360' }),
    ],
    [
      'products[1].id: expected another id than products[0], which has the same; saw "p"',
      catalogIssues({ products: [PRODUCT, PRODUCT] }),
    ],
    [
      'formatVersion: expected 1, the format that this version of the library reads; saw 2',
      catalogIssues({ formatVersion: 2, other: 1 }),
    ],
    [
      `${PREFIX}.withn: expected an operator: one of ${OPERATORS} (did you mean "within"?); saw a list of 1`,
      criterionIssues({ field: 'enterprise.industry', withn: ['C'] }),
    ],
    [
      `${PREFIX}.within: expected "min" or "max" for enterprise.revenue, whose type is money; saw "within"`,
      criterionIssues({ field: 'enterprise.revenue', within: ['C'] }),
    ],
    [
      `${PREFIX}.field: expected a standard field, or one that the catalog declares under "fields" (did you mean "enterprise.size"?); saw "enterprise.siz"`,
      criterionIssues({ field: 'enterprise.siz', in: ['small'] }),
    ],
    [
      `${PREFIX}.max: expected at least the value of "min"; saw "3"`,
      criterionIssues({ field: 'need.amount', min: '5', max: '3' }),
    ],
  ])('%s', (message, issues) => {
    expect(issues.map((issue) => issue.message)).toEqual([message]);
  });
});

describe('needs', () => {
  test.each<readonly [string, Json]>([
    ['type termMonths', { termMonths: null }],
    ['format termMonths', { termMonths: 12.5, minimumTermMonths: 1 }],
    ['range termMonths', { termMonths: 601 }],
    ['missing termMonths', { termMonths: undefined, minimumTermMonths: undefined }],
    ['contradiction minimumTermMonths', { minimumTermMonths: 37 }],
    ['type amount', { amount: true }],
    ['format amount', { amount: '1e6' }],
    ['format amount', { amount: '12,000' }],
    ['range amount', { amount: '90071992547409.92' }],
    ['format start', { start: '2025/02/01' }],
    ['type start', { start: 20250201 }],
    ['format currency', { currency: 'RMB¥' }],
    ['missing enterprise', { enterprise: undefined }],
    ['type enterprise', { enterprise: [] }],
    ['type enterprise', { enterprise: 'e' }],
    ['missing enterprise.id', { enterprise: {} }],
    ['range enterprise.employees', { enterprise: { id: 'e', employees: -1 } }],
    ['format enterprise.employees', { enterprise: { id: 'e', employees: 1.5 } }],
    ['format enterprise.region', { enterprise: { id: 'e', region: 'Wuhan' } }],
    ['type enterprise.region', { enterprise: { id: 'e', region: 420106 } }],
    ['value enterprise.size', { enterprise: { id: 'e', size: 'tiny' } }],
    ['type enterprise.labels[0]', { enterprise: { id: 'e', labels: [1] } }],
    ['format enterprise.labels[0]', { enterprise: { id: 'e', labels: ['a b'] } }],
    [
      'contradiction enterprise.labels[0].to',
      { enterprise: { id: 'e', labels: [{ id: 'x', from: '2025-01-02', to: '2025-01-01' }] } },
    ],
    ['empty enterprise.name', { enterprise: { id: 'e', name: {} } }],
    ['empty enterprise.name', { enterprise: { id: 'e', name: ' ' } }],
    ['type enterprise.name', { enterprise: { id: 'e', name: ['x'] } }],
    ['unknown-key enterprise.name.fr', { enterprise: { id: 'e', name: { zh: 'x', fr: 'y' } } }],
    ['unknown-key enterprise.revenu', { enterprise: { id: 'e', revenu: '1' } }],
    ['unknown-key project.base', { project: { id: 'p', base: 1 } }],
    ['range project.equipment', { project: { id: 'p', equipment: '-1' } }],
    ['empty repayment', { repayment: [] }],
    ['value repayment[1]', { repayment: ['bullet', 'baloon'] }],
    ['type collateral', { collateral: {} }],
    ['missing collateral[0].value', { collateral: [{ type: 'land' }] }],
    ['limit intendedBanks', { intendedBanks: ['a', 'b', 'c', 'd'] }],
    ['duplicate intendedBanks[1]', { intendedBanks: ['a', 'a'] }],
    ['unknown-field facts.x', { facts: { x: 1 } }],
  ])('%s', (expected, changes) => {
    expect(brief(needIssues(changes))).toEqual([expected]);
  });

  it('holds facts against their declarations', () => {
    const fields = [
      { name: 'enterprise.exportShare', type: 'rate', knownBy: 'enterprise' },
      { name: 'enterprise.stage', type: 'enum', values: ['x', 'y'], knownBy: 'enterprise' },
      { name: 'enterprise.score', type: 'number', decimals: 2, knownBy: 'bank' },
      { name: 'enterprise.licences', type: 'set', knownBy: 'department' },
    ] as const;
    const facts = {
      exportShare: 0.12,
      stage: 'z',
      score: '1.234',
      licences: 'a',
      exportShar: '1%',
    };
    const result = parseNeed({ ...NEED, enterprise: { id: 'e', facts } }, { fields });
    expect(brief(issuesOf(result))).toEqual([
      'unit enterprise.facts.exportShare',
      'value enterprise.facts.stage',
      'format enterprise.facts.score',
      'type enterprise.facts.licences',
      'unknown-field enterprise.facts.exportShar',
    ]);
    expect(issuesOf(result).at(-1)?.expected).toContain('(did you mean "exportShare"?)');
  });

  it('may hold the same collateral twice and more equipment than investment', () => {
    const land = { type: 'land', value: '1' };
    const project = { id: 'p', investment: '1', equipment: '2' };
    expect(needIssues({ collateral: [land, land], project })).toEqual([]);
  });
});

describe('catalogs', () => {
  const profile = (changes: Json) => ({
    profiles: [
      {
        id: 's',
        version: '1',
        weights: { 'net-cost': 10_000 },
        netCost: { best: '2%', worst: '10%' },
        decisionDays: { best: 1, worst: 30 },
        ...changes,
      },
    ],
  });
  const programme = (changes: Json) => ({
    programmes: [
      {
        id: 'g',
        kind: 'grant',
        level: 'city',
        versions: [{ id: 'v', validFrom: '2025-01-01', source: SOURCE, ...changes }],
      },
    ],
  });
  /** Two programmes, the first with these changes to its version. */
  const pair = (changes: Json) => {
    const others = programme({}).programmes.map((one) => ({ ...one, id: 'h' }));
    return { programmes: [...programme(changes).programmes, ...others] };
  };
  const versions = (...list: object[]) => ({
    programmes: [
      {
        id: 'g',
        kind: 'grant',
        level: 'city',
        versions: list.map((one) => ({ validFrom: '2025-01-01', source: SOURCE, ...one })),
      },
    ],
  });
  const replaced = (id: string, by: string) => ({
    id,
    kind: 'grant',
    level: 'city',
    versions: [
      {
        id: 'v',
        validFrom: '2025-01-01',
        source: SOURCE,
        stacking: [{ rule: 'replaced-by', other: { programmes: [by] } }],
      },
    ],
  });
  const field = (changes: Json) => ({
    fields: [{ name: 'need.x', type: 'number', knownBy: 'bank', ...changes }],
  });
  const values = (...days: string[]) => ({
    benchmarks: [{ id: 'LPR-1Y', values: days.map((from) => ({ from, rate: '3%' })) }],
  });
  test.each<readonly [string, Json]>([
    ['missing formatVersion', { formatVersion: undefined }],
    ['version formatVersion', { formatVersion: '1' }],
    ['missing currency', { currency: undefined }],
    ['missing banks', { banks: undefined }],
    ['missing products', { products: undefined }],
    ['type products', { products: {} }],
    ['type products[1]', { products: [PRODUCT, null] }],
    ['unknown-key bank', { bank: [] }],
    ['duplicate banks[2].id', { banks: [{ id: 'ccb' }, { id: 'x' }, { id: 'ccb' }] }],
    [
      'duplicate benchmarks[1].id',
      { benchmarks: [...(CATALOG['benchmarks'] as Json[]), ...(CATALOG['benchmarks'] as Json[])] },
    ],
    ['dangling products[0].rate.benchmark', { benchmarks: [] }],
    ['duplicate benchmarks[0].values[1].from', values('2025-01-01', '2025-01-01')],
    ['contradiction benchmarks[0].values[1].from', values('2025-01-02', '2025-01-01')],
    ['duplicate fields[0].name', field({ name: 'enterprise.revenue' })],
    ['format fields[0].name', field({ name: 'bank.x' })],
    ['format fields[0].name', field({ name: 'need.constructor' })],
    ['format fields[0].name', field({ name: 'x' })],
    ['value fields[0].type', field({ type: 'text' })],
    ['missing fields[0].knownBy', field({ knownBy: undefined })],
    ['contradiction fields[0].decimals', field({ type: 'rate', decimals: 2 })],
    ['contradiction fields[0].values', field({ values: ['x'] })],
    ['range fields[0].effort.raise', field({ effort: { raise: -1 } })],
    ['contradiction profiles[0].weights', profile({ weights: { 'net-cost': 9_999 } })],
    [
      'unknown-key profiles[0].weights.price',
      profile({ weights: { 'net-cost': 10_000, price: 0 } }),
    ],
    ['format profiles[0].weights.speed', profile({ weights: { 'net-cost': 10_000, speed: 0.5 } })],
    ['contradiction profiles[0].netCost.worst', profile({ netCost: { best: '2%', worst: '2%' } })],
    [
      'contradiction profiles[0].decisionDays.worst',
      profile({ decisionDays: { best: 2, worst: 1 } }),
    ],
    ['missing programmes[0].versions[0].source', programme({ source: undefined })],
    ['missing programmes[0].versions[0].source.grade', programme({ source: { title: 'x' } })],
    [
      'format programmes[0].versions[0].source.url',
      programme({ source: { ...SOURCE, url: 'javascript:1' } }),
    ],
    ['contradiction programmes[0].versions[0].validTo', programme({ validTo: '2024-12-31' })],
    [
      'range programmes[0].versions[0].benefit.rate',
      programme({ benefit: { kind: 'points', rate: '-1%' } }),
    ],
    [
      'dangling programmes[0].versions[0].benefit.benchmark',
      programme({ benefit: { kind: 'share-of-benchmark', benchmark: 'LPR-9Y', share: '35%' } }),
    ],
    ['value programmes[0].versions[0].benefit.kind', programme({ benefit: { kind: 'gift' } })],
    ['unknown-key programmes[0].versions[0].points', programme({ points: '1%' })],
    [
      'range programmes[0].versions[0].caps[0].amount',
      programme({ caps: [{ amount: '-1', scope: 'loan', per: 'year' }] }),
    ],
    [
      'contradiction programmes[0].versions[0].caps[0].scope',
      programme({ caps: [{ amount: '1', scope: 'loan', per: 'year', of: 'principal' }] }),
    ],
    [
      'dangling programmes[0].versions[0].stacking[0].other.programmes[0]',
      programme({ stacking: [{ rule: 'excludes', other: { programmes: ['x'] } }] }),
    ],
    [
      'contradiction programmes[0].versions[0].stacking[0].other.programmes[0]',
      programme({ stacking: [{ rule: 'excludes', other: { programmes: ['g'] } }] }),
    ],
    [
      'dangling programmes[0].versions[0].caps[0].with[0]',
      pair({ caps: [{ amount: '1', scope: 'loan', per: 'year', with: ['x'] }] }),
    ],
    [
      'empty programmes[0].versions[0].stacking[0].other',
      programme({ stacking: [{ rule: 'excludes', other: {} }] }),
    ],
    [
      'contradiction programmes[0].versions[0].funding',
      programme({ funding: [{ level: 'city', share: '90%' }] }),
    ],
    ['empty programmes[0].versions', versions()],
    ['duplicate programmes[0].versions[1].id', versions({ id: 'a' }, { id: 'a' })],
    ['contradiction programmes[0].versions[1].validFrom', versions({ id: 'a' }, { id: 'b' })],
    ['dangling programmes[0].versions[0].supersedes', versions({ id: 'a', supersedes: 'b' })],
    [
      'operator programmes[0].versions[0].conditions[0].min',
      programme({ conditions: [{ field: 'bank.id', min: 1 }] }),
    ],
  ])('%s', (expected, changes) => {
    expect(brief(catalogIssues(changes))).toEqual([expected]);
  });

  it('finds programmes that give way to each other in a circle', () => {
    const programmes = [replaced('g', 'h'), replaced('h', 'k'), replaced('k', 'g')];
    const paths = [0, 1, 2].map((index) => `contradiction programmes[${index}].versions`);
    expect(brief(catalogIssues({ programmes }))).toEqual(paths);
  });

  it('lets a version take over from another', () => {
    const later = { id: 'b', supersedes: 'a', validFrom: '2025-06-01' };
    expect(catalogIssues(versions({ id: 'a' }, later))).toEqual([]);
  });

  it('lets programmes speak of banks and products', () => {
    const conditions = [
      { field: 'bank.labels', hasAny: ['x'] },
      { field: 'product.id', in: ['p'] },
    ];
    expect(catalogIssues(programme({ conditions }))).toEqual([]);
  });

  it('does not blame criteria for a field whose declaration has a fault', () => {
    const fields = [{ name: 'need.x', type: 'nummer', knownBy: 'bank' }];
    const products = [{ ...PRODUCT, criteria: [{ field: 'need.x', min: 1 }] }];
    expect(brief(catalogIssues({ fields, products }))).toEqual(['value fields[0].type']);
  });

  it('does not blame references for a definition that could not be read', () => {
    expect(brief(catalogIssues({ banks: [{ id: 'c c b' }] }))).toEqual(['format banks[0].id']);
    expect(brief(catalogIssues({ benchmarks: 'LPR' }))).toEqual(['type benchmarks']);
  });
});

describe('products', () => {
  const row = (changes: Json) => ({ group: 'g', combine: 'MAX', add: '1%', ...changes });
  const rated = (changes: Json) => ({ rate: { fixed: '4%', ...changes } });
  test.each<readonly [string, Json]>([
    ['missing id', { id: undefined }],
    ['contradiction validTo', { validFrom: '2025-01-02', validTo: '2025-01-01' }],
    ['empty purposes', { purposes: [] }],
    ['contradiction amount.max', { amount: { min: '2', max: '1' } }],
    ['range amount.min', { amount: { min: '-2' } }],
    ['range termMonths.min', { termMonths: { min: 0 } }],
    ['contradiction termMonths.max', { termMonths: { min: 12, max: 6 } }],
    ['missing rate', { rate: {} }],
    ['missing rate', { rate: { adjustments: [row({})] } }],
    ['unknown-key rate.base', rated({ base: {} })],
    ['contradiction rate.benchmark', { rate: { fixed: '1%', benchmark: 'LPR-1Y' } }],
    ['unit rate.fixed', { rate: { fixed: '0.0435' } }],
    ['range rate.fixed', { rate: { fixed: '-6%' } }],
    ['contradiction rate.cap', rated({ floor: '3%', cap: '2%' })],
    ['dangling rate.benchmark', { rate: { benchmark: 'SHIBOR' } }],
    ['dangling rate.benchmark[0].benchmark', { rate: { benchmark: [{ benchmark: 'SHIBOR' }] } }],
    ['empty rate.benchmark', { rate: { benchmark: [] } }],
    ['type rate.benchmark', { rate: { benchmark: 1 } }],
    [
      'missing rate.benchmark[0].toMonths',
      { rate: { benchmark: [{ benchmark: 'LPR-1Y' }, { benchmark: 'LPR-1Y', toMonths: 12 }] } },
    ],
    [
      'contradiction rate.benchmark[1].toMonths',
      {
        rate: {
          benchmark: [
            { benchmark: 'LPR-1Y', toMonths: 60 },
            { benchmark: 'LPR-1Y', toMonths: 12 },
          ],
        },
      },
    ],
    ['contradiction rate.adjustments[0]', rated({ adjustments: [row({ set: '1%' })] })],
    ['missing rate.adjustments[0]', rated({ adjustments: [row({ add: undefined })] })],
    ['value rate.adjustments[0].combine', rated({ adjustments: [row({ combine: 'sum' })] })],
    [
      'contradiction rate.adjustments[0].combine',
      rated({ adjustments: [{ group: 'g', combine: 'SUM', set: '1%' }] }),
    ],
    [
      'contradiction rate.adjustments[1].combine',
      rated({ adjustments: [row({}), row({ combine: 'MIN' })] }),
    ],
    [
      'contradiction rate.adjustments[1].set',
      rated({ adjustments: [row({}), { group: 'g', combine: 'MAX', set: '1%' }] }),
    ],
    ['contradiction fees[0].amount', { fees: [{ kind: 'x', rate: '1%', amount: '5' }] }],
    ['range fees[0].rate', { fees: [{ kind: 'x', rate: '-1%' }] }],
    ['value fees[0].charged', { fees: [{ kind: 'x', charged: 'daily' }] }],
    [
      'range collateral.haircuts.land',
      { collateral: { haircuts: { land: '101%' }, minCoverage: '1%' } },
    ],
    [
      'format collateral.haircuts["a b"]',
      { collateral: { haircuts: { 'a b': '1%' }, minCoverage: '1%' } },
    ],
    ['range collateral.minCoverage', { collateral: { haircuts: {}, minCoverage: '1001%' } }],
    ['range maxInvestmentShare', { maxInvestmentShare: '101%' }],
    ['range decisionDays', { decisionDays: -1 }],
  ])('%s', (expected, changes) => {
    const [code, path] = expected.split(' ', 1).concat(expected.slice(expected.indexOf(' ') + 1));
    expect(brief(productIssues(changes))).toEqual([`${code} products[0].${path}`]);
  });
});

test('all issues of a document come at once', () => {
  const products = [
    { ...PRODUCT, amount: { min: 'x', max: '1' }, stray: 1 },
    { ...PRODUCT, bank: 'nobody', rate: { fixed: 4 } },
  ];
  expect(brief(catalogIssues({ currency: 'yuan', products }))).toEqual([
    'format currency',
    'format products[0].amount.min',
    'unknown-key products[0].stray',
    'unit products[1].rate.fixed',
    'duplicate products[1].id',
    'dangling products[1].bank',
  ]);
});
