import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileCatalog, match, type Need } from '../src/index.ts';
import { type CdrFile, importCdr } from '../src/interop/cdr/index.ts';
import { parseCatalog } from '../src/schema.ts';
import type { Money } from '../src/units/money.ts';

const sample = {
  data: {
    productId: 'EQ 1',
    productCategory: 'BUSINESS_LOANS',
    name: 'Equipment loan',
    brand: 'Sample Bank',
    effectiveFrom: '2023-05-30T14:30:00.0000000Z',
    constraints: [
      { constraintType: 'MIN_LIMIT', additionalValue: '20000.00' },
      { constraintType: 'MAX_LIMIT', additionalValue: '$5,000,000.00' },
    ],
    eligibility: [
      { eligibilityType: 'MIN_TURNOVER', additionalValue: '75000.00' },
      { eligibilityType: 'OTHER', additionalInfo: 'Credit policy applies.' },
    ],
    lendingRates: [
      { lendingRateType: 'VARIABLE', rate: '0.0865' },
      { lendingRateType: 'FIXED', rate: '0.0740000000000000', additionalValue: 'P3Y' },
      { lendingRateType: 'VARIABLE', rate: '8.65' },
      { lendingRateType: 'VARIABLE', rate: '' },
      { lendingRateType: 'PENALTY', rate: '0.03' },
      {
        lendingRateType: 'VARIABLE',
        rate: '0.08',
        repaymentType: 'INTEREST_ONLY',
        tiers: [{ name: 'large', unitOfMeasure: 'DOLLAR', minimumValue: 1000000 }],
      },
    ],
    fees: [
      { name: 'Establishment Fee', feeType: 'UPFRONT', amount: '500.00' },
      { name: 'Monthly Fee', feeType: 'PERIODIC', amount: '9.00', additionalValue: 'P1M' },
      { name: 'Line fee', feeType: 'PERIODIC', balanceRate: '0.0025', additionalValue: 'P1Y' },
      { name: 'Odd fee', feeType: 'PERIODIC', amount: '-4', additionalValue: 'P3M' },
    ],
  },
};
const file = (content: unknown, name = 'brand/product.json'): CdrFile => ({
  name,
  text: JSON.stringify(content),
});
const parsedOf = (files: readonly CdrFile[]) => {
  const parsed = parseCatalog(importCdr(files).document);
  if (parsed._tag === 'Left') throw new Error(parsed.left.map((issue) => issue.message).join('\n'));
  return parsed.right;
};

describe('the CDR importer', () => {
  test('reads amounts, rates with their unit, tiers, terms and fees', () => {
    const [product] = parsedOf([file(sample)]).products;
    expect(product).toMatchObject({
      id: 'brand:EQ-1',
      bank: 'brand',
      amount: { min: 2_000_000, max: 500_000_000 },
      rate: {
        adjustments: [
          { combine: 'MIN', effect: 'set', rate: 86_500 },
          { rate: 74_000, when: { field: 'need.termMonths', max: 36 } },
          { rate: 80_000, when: { operator: 'all' } },
        ],
      },
      fees: [
        { kind: 'Establishment-Fee', charged: 'upfront', amount: 50_000 },
        { charged: 'monthly', amount: 900 },
        { charged: 'annual', rate: 2_500 },
        { kind: 'Odd-fee', charged: 'event' },
      ],
      criteria: [
        { field: 'enterprise.revenue', min: 7_500_000 },
        { operator: 'ask', code: 'cdr:other', text: 'other: Credit policy applies.' },
      ],
    });
  });

  test('records every loss with its place and kind', () => {
    const { report } = importCdr([file(sample)]);
    const [only] = report.files;
    const losses = only?.status === 'imported' ? only.losses : [];
    expect(losses.map(({ kind, path }) => `${kind} ${path}`).sort()).toEqual([
      'assumed constraints[1].additionalValue',
      'assumed lendingRates[1].additionalValue',
      'malformed lendingRates[3].rate',
      'missing additionalInformation',
      'out-of-range fees[3].amount',
      'out-of-range lendingRates[2].rate',
      'prose eligibility[1]',
      'unsupported fees[3].additionalValue',
      'unsupported lendingRates[4]',
    ]);
    expect(report.eligibility).toEqual({ executable: 1, prose: 1 });
  });

  test('rejects what is no product, with the reason, and goes on', () => {
    const broken: CdrFile[] = [
      { name: 'a/cut.json', text: '{"data": {' },
      { name: 'a/list.json', text: '[]' },
      file({ data: {} }, 'a/empty.json'),
      file(sample, 'a/fine.json'),
    ];
    const { report } = importCdr(broken);
    expect(report.files.map((one) => [one.file, one.status])).toEqual([
      ['a/cut.json', 'rejected'],
      ['a/empty.json', 'rejected'],
      ['a/fine.json', 'imported'],
      ['a/list.json', 'rejected'],
    ]);
    for (const one of report.files) {
      if (one.status === 'rejected') expect(one.issues[0]?.message).toMatch(/expected/);
    }
  });

  test('a prose condition never makes a product eligible by omission', () => {
    const catalog = compileCatalog(parsedOf([file(sample)]), { asOf: '2024-08-01' });
    const need = {
      id: 'n',
      amount: 5_000_000 as Money,
      termMonths: 36,
      enterprise: { id: 'e', revenue: 9_000_000 as Money },
    } as Need;
    expect(match(catalog, need).counts).toMatchObject({ eligible: 0, undetermined: 1 });
  });

  test('accounts for every file and parses, whatever a file holds', () => {
    const members = Object.keys(sample.data);
    const mutated = fc
      .tuple(fc.constantFrom(...members), fc.jsonValue(), fc.nat(2_000))
      .chain(([member, value, cut]) => {
        const text = JSON.stringify({ data: { ...sample.data, [member]: value } });
        return fc.constantFrom(text, text.slice(0, cut));
      });
    const entries = fc
      .constantFrom('constraints', 'eligibility', 'lendingRates', 'fees')
      .chain((member) =>
        fc
          .array(
            fc.dictionary(
              fc.constantFrom(
                'rate',
                'amount',
                'additionalValue',
                'tiers',
                'feeType',
                'lendingRateType',
                'constraintType',
                'eligibilityType',
                'name',
                'minimumValue',
              ),
              fc.oneof(
                fc.jsonValue(),
                fc.constantFrom(
                  'FIXED',
                  'VARIABLE',
                  'PERIODIC',
                  'MIN_LIMIT',
                  'MIN_TURNOVER',
                  '0.07',
                  '5000',
                ),
              ),
            ),
            { maxLength: 4 },
          )
          .map((value) => JSON.stringify({ data: { ...sample.data, [member]: value } })),
      );
    fc.assert(
      fc.property(fc.array(fc.oneof(mutated, entries), { maxLength: 4 }), (texts) => {
        const files = texts.map((text, index) => ({ name: `b/${index}.json`, text }));
        const { report } = importCdr(files);
        expect(report.imported + report.rejected).toBe(files.length);
        expect(parsedOf(files).products.length).toBe(report.imported);
        expect(JSON.stringify(importCdr([...files].reverse()))).toBe(
          JSON.stringify(importCdr(files)),
        );
      }),
      { numRuns: 300 },
    );
  });
});

const folder = join(
  process.env['FULCRUM_REFERENCE_DATA'] ?? join(import.meta.dirname, '../../shared/data'),
  'cdr',
);

describe.skipIf(!existsSync(folder))(
  'real product files (skipped where the reference data is absent)',
  () => {
    const names = existsSync(folder)
      ? readdirSync(folder, { recursive: true, encoding: 'utf8' })
      : [];
    const files = names
      .filter((name) => name.endsWith('.json'))
      .map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));

    test('every file goes through and the catalog parses', () => {
      const { report } = importCdr(files);
      expect(report.imported).toBe(files.length);
      expect(parsedOf(files).products.length).toBe(files.length);
    });

    test('so does any part of them', () => {
      fc.assert(
        fc.property(fc.subarray(files, { minLength: 1, maxLength: 20 }), (some) => {
          expect(parsedOf(some).products.length).toBe(some.length);
        }),
        { numRuns: 30 },
      );
    });
  },
);
