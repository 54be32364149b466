/**
 * Small worlds for the laws of matching: few values, so that ends, ties, empty sets and missing
 * facts are hit often, and so that brute force can try everything.
 */
import * as fc from 'fast-check';
import type {
  Adjustment,
  CatalogDocument,
  Criterion,
  Enterprise,
  Field,
  LeafCriterion,
  Need,
  Product,
  Project,
  RateRule,
} from '../src/index.ts';
import type { Day } from '../src/units/day.ts';
import type { Money } from '../src/units/money.ts';
import type { Rate } from '../src/units/rate.ts';

export const AS_OF: Day = 20_000 as Day;
export const LABELS = ['a', 'b', 'c'];
const CODES = ['C', 'C3', 'C34', 'C35', 'C351', 'D4'];
const BANKS = ['bank-1', 'bank-2'];
const PLEDGES = ['machinery', 'real-estate'];

/** Declared fields: one of each type that the standard ones lack or do not let change. */
export const FIELDS: readonly Field[] = [
  {
    name: 'enterprise.exportShare',
    type: 'rate',
    knownBy: 'enterprise',
    effort: { raise: 7, lower: 3 },
  },
  { name: 'enterprise.isAudited', type: 'boolean', knownBy: 'enterprise', effort: { replace: 40 } },
  {
    name: 'project.stage',
    type: 'enum',
    values: ['x', 'y', 'z'],
    knownBy: 'department',
    effort: { replace: 25 },
  },
];

const money = (max: number): fc.Arbitrary<Money> =>
  fc.integer({ min: 1, max }).map((n) => n as Money);
const rate = (min: number, max: number): fc.Arbitrary<Rate> =>
  fc.integer({ min, max }).map((n) => n as Rate);
/** A record whose members may be absent, never `undefined`. */
const maybe = <T extends object>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }) =>
  fc.record(model, { requiredKeys: [] }) as fc.Arbitrary<Partial<T>>;
const labels = fc.subarray(LABELS).map((ids) => ids.map((id) => ({ id })));

const enterprise: fc.Arbitrary<Enterprise> = maybe({
  region: fc.constantFrom('42', '4201', '420106', '4202'),
  industry: fc.constantFrom(...CODES),
  size: fc.constantFrom('micro' as const, 'small' as const),
  founded: fc.integer({ min: 19_000, max: 20_000 }).map((n) => n as Day),
  assets: money(12),
  liabilities: money(12),
  labels,
  banks: fc.subarray(BANKS).map((ids) => ids.map((bank) => ({ bank, outstanding: 3 as Money }))),
  facts: maybe({ exportShare: rate(0, 6), isAudited: fc.boolean() }),
}).map((members) => ({ id: 'e', ...members }) as Enterprise);

const project: fc.Arbitrary<Project> = maybe({
  investment: money(20),
  ownFunds: fc.integer({ min: 0, max: 8 }).map((n) => n as Money),
  lists: fc.subarray(LABELS),
  facts: maybe({ stage: fc.constantFrom('x', 'y', 'z') }),
}).map((members) => ({ id: 'p', ...members }) as Project);

export const need: fc.Arbitrary<Need> = fc
  .tuple(
    money(12),
    fc.integer({ min: 1, max: 6 }),
    enterprise,
    maybe({
      minimumAmount: money(12),
      minimumTermMonths: fc.integer({ min: 1, max: 6 }),
      purpose: fc.constantFrom('build', 'renew'),
      repayment: fc.subarray(['equal-instalments', 'bullet'] as const, { minLength: 1 }),
      collateral: fc.array(
        fc.record({ type: fc.constantFrom(...PLEDGES, 'art'), value: money(10) }),
        { maxLength: 2 },
      ),
      project,
    }),
  )
  .map(([amount, termMonths, own, members]): Need => {
    const { minimumAmount, minimumTermMonths, ...others } = members;
    return {
      id: 'n',
      amount,
      termMonths,
      enterprise: own,
      ...others,
      ...(minimumAmount === undefined
        ? {}
        : { minimumAmount: Math.min(minimumAmount, amount) as Money }),
      ...(minimumTermMonths === undefined
        ? {}
        : { minimumTermMonths: Math.min(minimumTermMonths, termMonths) }),
    } as Need;
  });

const range = (field: string, max: number): fc.Arbitrary<LeafCriterion> =>
  fc
    .tuple(
      fc.integer({ min: 0, max }),
      fc.integer({ min: 0, max }),
      fc.constantFrom('min', 'max', 'both'),
    )
    .map(([a, b, ends]) => ({
      operator: 'range' as const,
      field,
      ...(ends === 'max' ? {} : { min: Math.min(a, b) }),
      ...(ends === 'min' ? {} : { max: Math.max(a, b) }),
    }));

const several = (values: readonly string[]) => fc.subarray([...values], { minLength: 1 });

/** Leaves over facts that an enterprise can change, small enough to try every change. */
export const changeableLeaf: fc.Arbitrary<LeafCriterion> = fc.oneof(
  range('need.amount', 14),
  range('need.minimumAmount', 12),
  range('need.termMonths', 7),
  range('enterprise.liabilities', 12),
  range('project.ownFunds', 10),
  fc
    .tuple(
      fc.constantFrom('hasAny' as const, 'hasAll' as const, 'hasNone' as const),
      several(LABELS),
    )
    .map(([operator, operands]) => ({ operator, field: 'project.lists', operands })),
  fc
    .constantFrom('true', 'false')
    .map((one) => ({ operator: 'in' as const, field: 'enterprise.isAudited', operands: [one] })),
  fc
    .tuple(fc.constantFrom('in' as const, 'notIn' as const), several(['x', 'y', 'z']))
    .map(([operator, operands]) => ({ operator, field: 'project.stage', operands })),
);

export const leaf: fc.Arbitrary<LeafCriterion> = fc.oneof(
  changeableLeaf,
  range('enterprise.debtRatio', 1_500_000),
  range('project.capitalRatio', 600_000),
  range('enterprise.exportShare', 6),
  range('enterprise.ageMonths', 34),
  fc
    .tuple(fc.constantFrom('within' as const, 'notWithin' as const), several(CODES))
    .map(([operator, operands]) => ({ operator, field: 'enterprise.industry', operands })),
  fc
    .tuple(fc.constantFrom('in' as const, 'notIn' as const), several(['micro', 'small', 'medium']))
    .map(([operator, operands]) => ({ operator, field: 'enterprise.size', operands })),
  fc
    .tuple(
      fc.constantFrom('hasAny' as const, 'hasAll' as const, 'hasNone' as const),
      several(LABELS),
    )
    .map(([operator, operands]) => ({ operator, field: 'enterprise.labels', operands })),
);

/** Criteria over some leaves, groups up to two deep. */
export const criterionOver = (leaves: fc.Arbitrary<LeafCriterion>): fc.Arbitrary<Criterion> => {
  const groups = (inner: fc.Arbitrary<Criterion>): fc.Arbitrary<Criterion> =>
    fc.oneof(
      { weight: 3, arbitrary: inner },
      {
        weight: 1,
        arbitrary: fc
          .tuple(
            fc.constantFrom('all' as const, 'any' as const),
            fc.array(inner, { minLength: 1, maxLength: 3 }),
          )
          .map(([operator, criteria]) => ({ operator, criteria })),
      },
      { weight: 1, arbitrary: inner.map((criterion) => ({ operator: 'not' as const, criterion })) },
    );
  const ask = fc.constant<Criterion>({ operator: 'ask', text: 'is the market sound?' });
  const single: fc.Arbitrary<Criterion> = fc.oneof(
    { weight: 9, arbitrary: leaves },
    { weight: 1, arbitrary: ask },
  );
  return groups(groups(single));
};

export const criterion: fc.Arbitrary<Criterion> = criterionOver(leaf);

const group = fc
  .tuple(
    fc.constantFrom('g1', 'g2', 'g3'),
    fc.constantFrom('SUM' as const, 'MAX' as const, 'MIN' as const, 'OVERRIDE' as const),
    fc.constantFrom('add' as const, 'set' as const),
    fc.array(fc.tuple(fc.option(criterion, { nil: undefined }), rate(-30, 30)), {
      minLength: 1,
      maxLength: 3,
    }),
  )
  .map(([name, combine, effect, rows]) =>
    rows.map(
      ([when, value]): Adjustment => ({
        group: name,
        combine: effect === 'set' && combine === 'SUM' ? 'MAX' : combine,
        effect,
        rate: value,
        ...(when === undefined ? {} : { when }),
      }),
    ),
  );

const rateRule: fc.Arbitrary<RateRule> = maybe<RateRule>({
  base: fc.oneof(
    rate(20_000, 60_000).map((fixed) => ({ kind: 'fixed' as const, rate: fixed })),
    fc.constantFrom('LPR', 'GONE').map((benchmark) => ({
      kind: 'benchmark' as const,
      choices: [{ benchmark, toMonths: 3 }, { benchmark: 'LPR-5Y' }],
    })),
  ),
  spread: rate(-100, 100),
  floor: rate(20_000, 30_000),
  cap: rate(40_000, 50_000),
  adjustments: fc
    .uniqueArray(group, { maxLength: 3, selector: (rows) => rows[0]?.group })
    .map((groups) => groups.flat()),
}) as fc.Arbitrary<RateRule>;

const fee = fc
  .tuple(
    fc.constantFrom('upfront' as const, 'monthly' as const, 'annual' as const, 'event' as const),
    fc.constantFrom('rate', 'amount', 'unset'),
    fc.integer({ min: 0, max: 5_000 }),
  )
  .map(([charged, size, value]) => ({
    kind: `${charged}-${size}`,
    charged,
    ...(size === 'rate'
      ? { rate: value as Rate }
      : size === 'amount'
        ? { amount: value as Money }
        : {}),
  }));

const bounds = <T extends number>(max: number) =>
  fc.tuple(fc.integer({ min: 1, max }), fc.integer({ min: 1, max })).map(([a, b]) => ({
    min: Math.min(a, b) as T,
    max: Math.max(a, b) as T,
  }));

const collateralRule = fc.record({
  haircuts: fc.dictionary(
    fc.constantFrom(...PLEDGES),
    fc.constantFrom(0, 300_000, 500_000, 1_000_000) as fc.Arbitrary<Rate>,
    {
      noNullPrototype: true,
    },
  ),
  minCoverage: fc.constantFrom(0, 500_000, 1_000_000, 1_500_000) as fc.Arbitrary<Rate>,
});

export const productOver = (criteria: fc.Arbitrary<Criterion>): fc.Arbitrary<Product> =>
  fc
    .tuple(
      fc.constantFrom(...BANKS),
      fc.array(fc.tuple(criteria, fc.boolean()), { maxLength: 3 }),
      maybe({
        validFrom: fc.constantFrom(19_999, 20_000, 20_001) as fc.Arbitrary<Day>,
        validTo: fc.constantFrom(20_000, 20_001) as fc.Arbitrary<Day>,
        purposes: several(['build', 'renew']),
        amount: bounds<Money>(14),
        termMonths: bounds<number>(7),
        rate: rateRule,
        fees: fc.array(fee, { maxLength: 3 }),
        dayCount: fc.constantFrom('ACT/360' as const, '30/360' as const),
        repayment: fc.subarray(['equal-instalments', 'equal-principal', 'bullet'] as const, {
          minLength: 1,
        }),
        collateral: collateralRule,
        maxInvestmentShare: fc.constantFrom(300_000, 800_000) as fc.Arbitrary<Rate>,
        relationship: fc.constantFrom('existing' as const, 'new' as const),
        decisionDays: fc.integer({ min: 0, max: 60 }),
      }),
    )
    .map(([bank, rules, members]) => {
      const all = rules.map(([rule, isHard]) =>
        isHard ? rule : { ...rule, hard: false as const },
      );
      return { id: 'x', bank, ...members, criteria: all } as Product;
    });

export const product: fc.Arbitrary<Product> = productOver(criterion);

/** A parsed catalog of some products, ids by place. */
export function catalogOf(
  products: readonly Product[],
  singleClientLimit?: Money,
): CatalogDocument {
  return {
    formatVersion: 1,
    id: 'world',
    currency: 'CNY',
    fields: FIELDS,
    benchmarks: [
      {
        id: 'LPR',
        values: [
          { from: 19_000 as Day, rate: 30_000 as Rate },
          { from: 20_001 as Day, rate: 1 as Rate },
        ],
      },
      { id: 'LPR-5Y', values: [{ from: 19_000 as Day, rate: 35_000 as Rate }] },
      {
        id: 'GONE',
        confirmedTo: 19_999 as Day,
        values: [{ from: 19_000 as Day, rate: 30_000 as Rate }],
      },
    ],
    banks: BANKS.map((id) => ({
      id,
      ...(singleClientLimit === undefined ? {} : { singleClientLimit }),
    })),
    products: products.map((one, index) => ({
      ...one,
      id: one.id === 'x' ? `p-${index}` : one.id,
    })),
  };
}

export const catalogDocument: fc.Arbitrary<CatalogDocument> = fc
  .tuple(fc.array(product, { maxLength: 6 }), fc.option(money(12), { nil: undefined }))
  .map(([products, limit]) => catalogOf(products, limit));
