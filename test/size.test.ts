import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SizeClass } from '../src/model/need.ts';
import { classifySize, type SizeFigures } from '../src/model/size.ts';
import type { Money } from '../src/units/money.ts';

const WAN = 1_000_000;
const wan = (amount: number) => (amount * WAN) as Money;

interface Limits {
  readonly x?: readonly [number, number, number];
  readonly y?: readonly [number, number, number];
  readonly z?: readonly [number, number, number];
}

/** The table as the rule prints it: ceiling of SME, then floors of medium and small. Money in 万元. */
const TABLE: readonly (readonly [code: string, limits: Limits])[] = [
  ['A0111', { y: [20_000, 500, 50] }],
  ['C3511', { x: [1000, 300, 20], y: [40_000, 2000, 300] }],
  ['B06', { x: [1000, 300, 20], y: [40_000, 2000, 300] }],
  ['D44', { x: [1000, 300, 20], y: [40_000, 2000, 300] }],
  ['E47', { y: [80_000, 6000, 300], z: [80_000, 5000, 300] }],
  ['F5111', { x: [200, 20, 5], y: [40_000, 5000, 1000] }],
  ['F5211', { x: [300, 50, 10], y: [20_000, 500, 100] }],
  ['G54', { x: [1000, 300, 20], y: [30_000, 3000, 200] }],
  ['G591', { x: [1000, 300, 20], y: [30_000, 3000, 200] }],
  ['G592', { x: [200, 100, 20], y: [30_000, 1000, 100] }],
  ['G60', { x: [1000, 300, 20], y: [30_000, 2000, 100] }],
  ['H61', { x: [300, 100, 10], y: [10_000, 2000, 100] }],
  ['H62', { x: [300, 100, 10], y: [10_000, 2000, 100] }],
  ['I63', { x: [2000, 100, 10], y: [100_000, 1000, 100] }],
  ['I6513', { x: [300, 100, 10], y: [10_000, 1000, 50] }],
  ['K7010', { y: [200_000, 1000, 100], z: [10_000, 5000, 2000] }],
  ['K702', { x: [1000, 300, 100], y: [5000, 1000, 500] }],
  ['L7211', { x: [300, 100, 10], z: [120_000, 8000, 100] }],
  ['M73', { x: [300, 100, 10] }],
  ['Q85', { x: [300, 100, 10] }],
  ['K703', { x: [300, 100, 10] }],
];

/** The rule in its own words: SME below either ceiling, medium and small with all floors. */
function rule(limits: Limits, figures: { x: number; y: number; z: number }): SizeClass {
  const names = (['x', 'y', 'z'] as const).filter((name) => limits[name] !== undefined);
  const limit = (name: 'x' | 'y' | 'z', index: number) => limits[name]?.[index] ?? 0;
  if (!names.some((name) => figures[name] < limit(name, 0))) return 'large';
  if (names.every((name) => figures[name] >= limit(name, 1))) return 'medium';
  if (names.every((name) => figures[name] >= limit(name, 2))) return 'small';
  return 'micro';
}

/** Figures at the ends of the table's lines and just below them. */
const ends = [5, 10, 20, 50, 100, 200, 300, 500, 1000, 2000, 3000, 5000, 6000, 8000]
  .concat([10_000, 20_000, 30_000, 40_000, 80_000, 100_000, 120_000, 200_000])
  .flatMap((end) => [end - 1, end]);
const figure = fc.constantFrom(0, ...ends);
const money = fc.tuple(figure, fc.constantFrom(0, -1)).map(([n, d]) => Math.max(0, n * WAN + d));

describe('each line of the table', () => {
  test.each(TABLE)('%s follows the rule, ends included', (industry, limits) => {
    fc.assert(
      fc.property(figure, money, money, (employees, revenue, assets) => {
        const known = { industry, employees, revenue: revenue as Money, assets: assets as Money };
        expect(classifySize(known)).toBe(
          rule(limits, { x: employees, y: revenue / WAN, z: assets / WAN }),
        );
      }),
      { numRuns: 500 },
    );
  });
});

describe('industry, the line that matters here', () => {
  test.each<[number, number, SizeClass]>([
    [1000, 40_000, 'large'],
    [999, 40_000, 'medium'],
    [1000, 39_999, 'medium'],
    [300, 2000, 'medium'],
    [299, 2000, 'small'],
    [300, 1999, 'small'],
    [20, 300, 'small'],
    [19, 300, 'micro'],
    [20, 299, 'micro'],
    [5000, 299, 'micro'],
  ])('%d staff, revenue %d 万元: %s', (employees, revenue, size) => {
    expect(classifySize({ industry: 'C3511', employees, revenue: wan(revenue) })).toBe(size);
  });
});

describe('what is not known', () => {
  test('known figures that decide alone do so', () => {
    expect(classifySize({ industry: 'C3511', employees: 19 })).toBe('micro');
    expect(classifySize({ industry: 'C3511', revenue: wan(299) })).toBe('micro');
    expect(classifySize({ industry: 'C3511', employees: 5000 })).toBeUndefined();
    expect(classifySize({ industry: 'A01', revenue: wan(500) })).toBe('medium');
  });

  test.each([undefined, '', 'X12', '334', 'C35.11', 'c35'])('no class for code %j', (industry) => {
    const figures = { employees: 400, revenue: wan(5000), assets: wan(5000) };
    expect(classifySize(industry === undefined ? figures : { ...figures, industry })).toBe(
      undefined,
    );
  });

  test.each(['G53', 'J66', 'K704', 'P83', 'Q84', 'S', 'T97'])(
    'the rule is silent on %s',
    (code) => {
      const figures = { employees: 4, revenue: wan(1), assets: wan(1) };
      expect(classifySize({ ...figures, industry: code })).toBeUndefined();
    },
  );

  test('a short code answers only where all its lines agree', () => {
    expect(classifySize({ industry: 'F', employees: 4, revenue: wan(10) })).toBe('micro');
    expect(classifySize({ industry: 'F', employees: 60, revenue: wan(900) })).toBeUndefined();
    expect(classifySize({ industry: 'G59', employees: 150, revenue: wan(5000) })).toBeUndefined();
    expect(classifySize({ industry: 'K70', employees: 400 })).toBeUndefined();
  });

  test('learning a figure or more digits never changes an answer', () => {
    const codes = [
      'A',
      'C',
      'E',
      'F',
      'F5',
      'F51',
      'F521',
      'G',
      'G5',
      'G59',
      'G591',
      'G592',
      'G60',
    ];
    codes.push('H', 'I', 'I6', 'I63', 'I64', 'I65', 'K', 'K7', 'K70', 'K701', 'K702', 'K703', 'L');
    const full = fc.record({
      industry: fc.constantFrom(...codes, 'G53', 'J66', 'K704', 'Q84', 'Q85', 'S'),
      employees: figure,
      revenue: money.map((n) => n as Money),
      assets: money.map((n) => n as Money),
    });
    const hidden = fc.subarray(['employees', 'revenue', 'assets'] as const);
    fc.assert(
      fc.property(full, hidden, fc.nat({ max: 3 }), (known, absent, digits) => {
        const less: { -readonly [K in keyof SizeFigures]: SizeFigures[K] } = { ...known };
        for (const name of absent) delete less[name];
        less.industry = known.industry.slice(0, Math.max(1, known.industry.length - digits));
        const before = classifySize(less);
        if (before !== undefined) expect(classifySize(known)).toBe(before);
      }),
      { numRuns: 5000 },
    );
  });
});
