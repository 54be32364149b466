/**
 * Arbitraries of *model* values that the JSON border can print and read again. Ranges are small on
 * purpose, so that ends, ties, empty lists and missing members are hit often. Every document is
 * valid: `parseCatalog(printCatalog(x))` is `x`.
 */
import * as fc from 'fast-check';
import {
  type Adjustment,
  type Bank,
  type Benchmark,
  type BenchmarkChoice,
  type CatalogDocument,
  type Fee,
  type Product,
  type RateRule,
  SCORE_PARTS,
  type ScorePart,
  type ScoringProfile,
} from '../src/model/index.ts';
import type { Day } from '../src/units/day.ts';
import type { Rate } from '../src/units/rate.ts';
import {
  criterion,
  DECLARED_FIELDS,
  day,
  ends,
  few,
  id,
  loanRate,
  members,
  money,
  name,
  rateIn,
  repayment,
  share,
  source,
  termMonths,
} from './arbitraries-need.ts';
import { programme } from './arbitraries-policy.ts';

export * from './arbitraries-need.ts';

const BANKS = ['bank-1', 'bank-2'];
const BENCHMARKS = ['LPR-1Y', 'LPR-5Y'];

const choices: fc.Arbitrary<readonly BenchmarkChoice[]> = fc
  .tuple(
    fc.subarray([1, 12, 60, 600], { minLength: 1 }),
    fc.array(fc.constantFrom(...BENCHMARKS), { minLength: 4, maxLength: 4 }),
    fc.boolean(),
  )
  .map(([terms, ids, isOpen]) =>
    terms.map((toMonths, index) => ({
      benchmark: ids[index] as string,
      ...(isOpen && index === terms.length - 1 ? {} : { toMonths }),
    })),
  );

/** One way of combining and one effect for each group. */
const KINDS = [
  { group: 'a', combine: 'SUM', effect: 'add' },
  { group: 'b', combine: 'MAX', effect: 'set' },
  { group: 'c', combine: 'MIN', effect: 'add' },
  { group: 'd', combine: 'OVERRIDE', effect: 'set' },
] as const;
const adjustment: fc.Arbitrary<Adjustment> = fc
  .tuple(
    fc.constantFrom(...KINDS),
    rateIn(-50_000, 1_000_000),
    fc.option(criterion, { nil: undefined }),
  )
  .map(([kind, own, when]) => ({ ...kind, rate: own, ...(when === undefined ? {} : { when }) }));

export const rateRule: fc.Arbitrary<RateRule> = fc
  .tuple(
    fc.oneof(
      loanRate.map((fixed) => ({ kind: 'fixed' as const, rate: fixed })),
      choices.map((list) => ({ kind: 'benchmark' as const, choices: list })),
    ),
    ends(loanRate, 'floor', 'cap'),
    members<RateRule>({}, { spread: rateIn(-1_000_000, 1_000_000), adjustments: few(adjustment) }),
    fc.boolean(),
  )
  .map(([base, bounds, rest, hasBase]) => {
    const sets = rest.adjustments?.some((row) => row.effect === 'set') ?? false;
    return { ...(hasBase || !sets ? { base } : {}), ...bounds, ...rest };
  });

const feeSize = fc.oneof(
  fc.constant({}),
  share.map((size) => ({ rate: size })),
  money.map((size) => ({ amount: size })),
);
export const fee: fc.Arbitrary<Fee> = fc
  .tuple(
    members<Fee>(
      { kind: id, charged: fc.constantFrom('upfront', 'monthly', 'annual', 'event') },
      { name },
    ),
    feeSize,
  )
  .map(([bare, size]) => ({ ...bare, ...size }));

export const bank: fc.Arbitrary<Bank> = members<Bank>(
  { id },
  { name, labels: few(id), quota: money, singleClientLimit: money, source },
);

const benchmark: fc.Arbitrary<Benchmark> = fc
  .tuple(
    fc.subarray([19_999, 20_000, 20_001]),
    fc.array(loanRate, { minLength: 3, maxLength: 3 }),
    members<Benchmark>({ id }, { name, confirmedTo: day }),
  )
  .map(([days, rates, rest]) => ({
    ...rest,
    values: days.map((from, index) => ({ from: from as Day, rate: rates[index] as Rate })),
  }));

const haircuts = fc.dictionary(fc.constantFrom('machinery', '7', 'real-estate'), share, {
  noNullPrototype: true,
});

/** A product of one of two banks, priced by one of two benchmarks. */
export const product: fc.Arbitrary<Product> = fc
  .tuple(
    ends(day, 'validFrom', 'validTo'),
    members<Product>(
      { id, bank: fc.constantFrom(...BANKS) },
      {
        name,
        purposes: few(id, 1),
        amount: ends(money, 'min', 'max'),
        termMonths: ends(termMonths, 'min', 'max'),
        rate: rateRule,
        fees: few(fee),
        dayCount: fc.constantFrom('ACT/360', 'ACT/365F', '30/360'),
        repayment,
        collateral: members({ haircuts, minCoverage: rateIn(0, 10_000_000) }),
        maxInvestmentShare: share,
        relationship: fc.constantFrom('existing', 'new'),
        criteria: few(criterion),
        quota: money,
        decisionDays: fc.constantFrom(0, 1, 3650),
        source,
      },
    ),
  )
  .map(([days, rest]) => ({ ...rest, ...days }));

export const profile: fc.Arbitrary<ScoringProfile> = fc
  .tuple(
    fc.subarray([...SCORE_PARTS], { minLength: 1 }),
    members<ScoringProfile>(
      {
        id,
        version: id,
        netCost: fc.constantFrom(
          { best: 0 as Rate, worst: 1 as Rate },
          { best: 20_000 as Rate, worst: 100_000 as Rate },
        ),
        decisionDays: fc.constantFrom({ best: 0, worst: 1 }, { best: 3, worst: 30 }),
      },
      { name },
    ),
  )
  .map(([parts, rest]) => {
    const shares = parts.map((part: ScorePart, index) => {
      const even = Math.floor(10_000 / parts.length);
      return [part, index === 0 ? 10_000 - even * (parts.length - 1) : even];
    });
    return { ...rest, weights: Object.fromEntries(shares) };
  });

/** The same things under ids of their own. */
function numbered<T>(
  item: fc.Arbitrary<T>,
  ids: readonly string[],
  minLength = 0,
): fc.Arbitrary<readonly T[]> {
  return fc
    .array(item, { minLength, maxLength: ids.length })
    .map((items) => items.map((one, index) => ({ ...one, id: ids[index] as string })));
}

/** A whole catalog that declares `DECLARED_FIELDS`. */
export const catalogDocument: fc.Arbitrary<CatalogDocument> = members<CatalogDocument>(
  {
    formatVersion: fc.constant(1 as const),
    id,
    currency: fc.constantFrom('CNY', 'EUR'),
    fields: fc.constant(DECLARED_FIELDS),
    benchmarks: numbered(benchmark, BENCHMARKS, BENCHMARKS.length),
    banks: numbered(bank, BANKS, BANKS.length),
    products: numbered(product, ['p-1', 'p-2', 'p-3']),
  },
  {
    name,
    source,
    notice: name,
    sizeRule: fc.constant('CN-2011' as const),
    programmes: numbered(programme, ['g-1', 'g-2']),
    profiles: numbered(profile, ['s-1', 's-2']),
  },
);
