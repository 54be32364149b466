import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRegistry } from '../src/criteria/index.ts';
import { encodeNeed } from '../src/eligibility/index.ts';
import {
  compileCatalog,
  explain,
  match,
  type Need,
  type Price,
  type Product,
  printMatch,
  SCORE_PARTS,
} from '../src/index.ts';
import { leastFeesOf } from '../src/pricing/cost-kernel.ts';
import {
  balanceMonths,
  buildCosts,
  grossCostOf,
  type MethodCode,
  priceLoan,
} from '../src/pricing/index.ts';
import type { Money } from '../src/units/money.ts';
import type { Rate } from '../src/units/rate.ts';
import { fee } from './arbitraries.ts';
import { AS_OF, catalogDocument, catalogOf, FIELDS, need, product } from './world.ts';

const rate = (ppm: number) => ppm as Rate;
const base: Need = {
  id: 'n',
  amount: 1_200_000_000 as Money,
  termMonths: 36,
  repayment: ['equal-principal'],
  enterprise: { id: 'e', creditGrade: 'AA', labels: [{ id: 'little-giant' }] },
};

function priced(members: Partial<Product>, one: Need = base): Price {
  const catalog = compileCatalog(catalogOf([{ id: 'p', bank: 'bank-1', ...members }]), {
    asOf: AS_OF,
  });
  const price = explain(catalog, one, 'p').offer?.details.price;
  if (price === undefined) throw new Error('unpriced');
  return price;
}

describe('the rate build-up', () => {
  const grade = (operands: string[]) => ({
    operator: 'in' as const,
    field: 'enterprise.creditGrade',
    operands,
  });
  const has = (label: string) => ({
    operator: 'hasAny' as const,
    field: 'enterprise.labels',
    operands: [label],
  });
  const row = (
    group: string,
    combine: 'SUM' | 'MAX' | 'MIN' | 'OVERRIDE',
    ppm: number,
    when?: ReturnType<typeof grade> | ReturnType<typeof has>,
  ) => ({
    group,
    combine,
    effect: 'add' as const,
    rate: rate(ppm),
    ...(when === undefined ? {} : { when }),
  });
  const rule = {
    base: {
      kind: 'benchmark' as const,
      choices: [{ benchmark: 'LPR', toMonths: 60 }, { benchmark: 'LPR-5Y' }],
    },
    spread: rate(-1_500),
    adjustments: [
      row('grade', 'SUM', -1_000, grade(['AAA', 'AA'])),
      row('grade', 'SUM', 500),
      row('label', 'MIN', -2_000, has('little-giant')),
      row('label', 'MIN', -900),
      row('special', 'OVERRIDE', 300, has('nobody')),
      row('special', 'OVERRIDE', -100),
      row('special', 'OVERRIDE', -9_999),
    ],
  };

  test('can be re-added by hand: 3.00 - 0.15 - 0.05 - 0.20 - 0.01 = 2.59 per cent', () => {
    const { trace, rate: final, open } = priced({ rate: rule });
    expect(trace.map(({ code, value, running }) => [code, value.high, running.high])).toEqual([
      ['LPR', 30_000, 30_000],
      ['spread', -1_500, 28_500],
      ['grade', -500, 28_000],
      ['label', -2_000, 26_000],
      ['special', -100, 25_900],
    ]);
    expect(final).toBe(25_900);
    expect(open).toEqual([]);
  });

  test('floor and cap come last; a term beyond the first tenor takes the next', () => {
    expect(priced({ rate: { ...rule, floor: rate(27_000) } }).rate).toBe(27_000);
    expect(priced({ rate: { ...rule, cap: rate(20_000) } }).rate).toBe(20_000);
    expect(priced({ rate: rule }, { ...base, termMonths: 61 }).trace[0]?.code).toBe('LPR-5Y');
  });

  test('a missing grade opens the price; the dearer end counts', () => {
    const {
      rate: high,
      rateLow,
      netCost,
      netCostLow,
      open,
    } = priced({ rate: rule }, { ...base, enterprise: { id: 'e', labels: [] } });
    expect([rateLow, high]).toEqual([26_900 + 100 - 1_000 + 1_000, 28_000]);
    expect(netCost).toBeGreaterThan(netCostLow);
    expect(open.map((reason) => reason.field)).toEqual(['enterprise.creditGrade']);
  });

  test('bounds hold whatever the missing facts turn out to be', () => {
    const registry = createRegistry(FIELDS);
    fc.assert(
      fc.property(
        product,
        need,
        need,
        fc.infiniteStream(fc.boolean()),
        (one, loanNeed, other, coin) => {
          const catalog = compileCatalog(catalogOf([{ ...one, id: 'p' }]), { asOf: AS_OF });
          const [compiled] = catalog.products;
          if (compiled === undefined) throw new Error('no product');
          const loan = {
            amount: loanNeed.amount,
            termMonths: loanNeed.termMonths,
            repayment: 'bullet' as const,
          };
          const known = encodeNeed(catalog, loanNeed);
          const more = encodeNeed(catalog, other).facts;
          const full = known.facts.map((fact, index) => fact ?? more[index]);
          const part = full.map((fact, index) =>
            registry.fields[index]?.name.startsWith('need.') === true || coin.next().value
              ? fact
              : undefined,
          );
          const wide = priceLoan(catalog, compiled, { need: loanNeed, facts: part }, loan);
          const narrow = priceLoan(catalog, compiled, { need: loanNeed, facts: full }, loan);
          if (wide?.certain !== true) return;
          expect(narrow?.rate ?? Number.NaN).toBeLessThanOrEqual(wide.rate);
          expect(narrow?.rateLow ?? Number.NaN).toBeGreaterThanOrEqual(wide.rateLow);
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe('net cost', () => {
  const fixed = { base: { kind: 'fixed' as const, rate: rate(36_000) } };

  test('parts add up: 0.6 per cent upfront on 36 months of equal principal is 0.3892 a year', () => {
    const price = priced({
      rate: fixed,
      dayCount: 'ACT/360',
      fees: [
        { kind: 'arrangement', charged: 'upfront', rate: rate(6_000) },
        { kind: 'account', charged: 'monthly', amount: 10_000 as Money },
        { kind: 'guarantee', charged: 'annual', rate: rate(5_000) },
        { kind: 'late', charged: 'event', amount: 99 as Money },
        { kind: 'legal', charged: 'upfront' },
      ],
    });
    // 36 months of equal principal keep 37 / 2 months of the whole amount outstanding.
    expect(price.costs).toEqual([
      { code: 'interest', rate: 36_000 },
      { code: 'day-count', rate: 500 },
      { code: 'fee:arrangement', rate: Math.round((6_000 * 12) / 18.5) },
      { code: 'fee:account', rate: Math.round((8 * 36 * 12) / 18.5) },
      { code: 'fee:guarantee', rate: 5_000 },
    ]);
    expect(price.unsetFees).toEqual(['legal']);
    expect(price.netCost).toBe(price.costs.reduce((sum, part) => sum + part.rate, 0));
  });

  test('a huge fee on level instalments weighs more at the lower end: the dearer end still ranks', () => {
    const when = { operator: 'hasAny' as const, field: 'enterprise.labels', operands: ['c'] };
    const adjustment = {
      group: 'g',
      combine: 'SUM' as const,
      effect: 'add' as const,
      rate: rate(6),
      when,
    };
    const price = priced(
      {
        rate: { ...fixed, adjustments: [adjustment] },
        fees: [{ kind: 'upfront', charged: 'upfront', amount: 3 as Money }],
      },
      { id: 'n', amount: 1 as Money, termMonths: 3, enterprise: { id: 'e' } },
    );
    expect(price.rateLow).toBeLessThan(price.rate);
    expect(price.netCostLow).toBeLessThan(price.netCost);
    expect(price.costs.reduce((sum, part) => sum + part.rate, 0)).toBe(price.netCost);
  });

  test('balances of level instalments equal those of the schedule', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 360 }),
        fc.integer({ min: 1, max: 240_000 }),
        (months, ppm) => {
          const i = ppm / 12_000_000;
          const payment = i / (1 - (1 + i) ** -months);
          let [balance, sum] = [1, 0];
          for (let month = 0; month < months; month++) {
            sum += balance;
            balance = balance * (1 + i) - payment;
          }
          // The schedule is in floats here: its own error is far below one ppm-month in a thousand.
          expect(
            Math.abs(balanceMonths('equal-instalments', months, rate(ppm)) - sum * 1_000_000),
          ).toBeLessThan(0.5 + months * 0.01);
        },
      ),
    );
  });

  test('always is the sum of its parts, on every offer', () => {
    fc.assert(
      fc.property(catalogDocument, need, (document, one) => {
        const catalog = compileCatalog(document, { asOf: AS_OF });
        const { offers, undetermined } = match(catalog, one, { limit: 100 });
        for (const { price: figures, details } of [...offers, ...undetermined]) {
          const { price } = details;
          expect(figures).toEqual(price && { rate: price.rate, netCost: price.netCost });
          if (price === undefined) continue;
          expect(price.costs.reduce((sum, part) => sum + part.rate, 0)).toBe(price.netCost);
          expect(price.trace.at(-1)?.running).toEqual({ low: price.rateLow, high: price.rate });
          expect(price.netCostLow).toBeLessThanOrEqual(price.netCost);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('score', () => {
  test('parts sum to the score, each weight times feature, all within range', () => {
    fc.assert(
      fc.property(catalogDocument, need, (document, one) => {
        const catalog = compileCatalog(document, { asOf: AS_OF });
        const { offers, undetermined } = match(catalog, one, { limit: 100 });
        for (const { score: figures, details } of [...offers, ...undetermined]) {
          const { score } = details;
          expect(figures).toEqual({ total: score.total });
          expect(score.parts.map((part) => part.part)).toEqual([...SCORE_PARTS]);
          for (const part of score.parts) {
            expect(part.points).toBe(part.weight * part.feature);
            expect(part.feature >= 0 && part.feature <= 10_000).toBe(true);
          }
          expect(score.parts.reduce((sum, part) => sum + part.points, 0)).toBe(score.total);
          expect(score.total).toBeLessThanOrEqual(100_000_000);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('a dearer loan never scores more', () => {
    const total = (ppm: number) => {
      const document = catalogOf([
        { id: 'p', bank: 'bank-1', rate: { base: { kind: 'fixed', rate: rate(ppm) } } },
      ]);
      return (
        match(compileCatalog(document, { asOf: AS_OF }), base).offers[0]?.score.total ?? Number.NaN
      );
    };
    fc.assert(
      fc.property(fc.nat(200_000), fc.nat(200_000), (a, b) => {
        expect(total(Math.min(a, b))).toBeGreaterThanOrEqual(total(Math.max(a, b)));
      }),
    );
  });
});

test('golden: one result keeps its bytes; a change here is a change of results', () => {
  const document = catalogOf([
    {
      id: 'a',
      bank: 'bank-1',
      rate: { base: { kind: 'fixed', rate: rate(31_000) } },
      decisionDays: 10,
    },
    {
      id: 'b',
      bank: 'bank-2',
      rate: { base: { kind: 'fixed', rate: rate(31_000) } },
      decisionDays: 10,
    },
    { id: 'c', bank: 'bank-2', amount: { max: 1_000_000_000 as Money } },
  ]);
  const result = match(compileCatalog(document, { asOf: AS_OF }), base, { seed: '2026' });
  expect(result.digest).toMatchInlineSnapshot(
    `"923d97e0ea2aebeddf2b264e773047ba760e97bc0d8df4ff8cf1d2a84b45d53d"`,
  );
  expect(printMatch(result)).toMatchObject({ counts: { eligible: 2, ineligible: 1 } });
});

test('least fees are never more than a loan costs beside its rate', () => {
  const rates = fc.integer({ min: -20_000, max: 300_000 });
  const loan = fc.tuple(fc.integer({ min: 1, max: 2 ** 45 }), fc.integer({ min: 1, max: 600 }));
  fc.assert(
    fc.property(
      product,
      fc.array(fee, { maxLength: 4 }),
      rates,
      rates,
      loan,
      (one, fees, a, b, of) => {
        const catalog = compileCatalog(catalogOf([{ ...one, fees }]), { asOf: AS_OF });
        const leastRate = Float64Array.of(Math.min(a, b));
        const costs = buildCosts(catalog.products, leastRate);
        const [amount, termMonths] = of;
        for (const method of [0, 1, 2] as MethodCode[]) {
          const high = Math.max(a, b);
          const gross = grossCostOf(costs, 0, high, amount, termMonths, method);
          expect(leastFeesOf(costs, 0, termMonths)).toBeLessThanOrEqual(gross - high);
        }
      },
    ),
    { numRuns: 1000 },
  );
});
