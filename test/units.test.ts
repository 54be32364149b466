import * as fc from 'fast-check';
import { isRight } from 'fp-ts/Either';
import { describe, expect, test } from 'vitest';
import { mulDiv } from '../src/units/arithmetic.ts';
import { isWithin, parseCode, parseId, parseRegion } from '../src/units/code.ts';
import { addMonths, type Day, isDay, monthsBetween, parseDay, printDay } from '../src/units/day.ts';
import { canonicalJson, digest } from '../src/units/digest.ts';
import { createIssue, formatPath, shortJson } from '../src/units/issue.ts';
import {
  addSaturating,
  MONEY_MAX,
  type Money,
  parseMoney,
  printMoney,
  scaleSaturating,
} from '../src/units/money.ts';
import { parseRate, printBasisPoints, printRate, type Rate } from '../src/units/rate.ts';
import { TIE_BITS, tieLot, tieSeed } from '../src/units/tie.ts';

const right = <T>(value: T) => ({ _tag: 'Right', right: value });
const safe = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });

describe('money', () => {
  test.each([
    ['5000000', 500_000_000],
    ['5000000.5', 500_000_050],
    ['5000000.50', 500_000_050],
    [5000000, 500_000_000],
    [0.1, 10],
    ['0', 0],
    ['-0', 0],
    ['90071992547409.91', Number.MAX_SAFE_INTEGER],
  ])('reads %j', (input, minor) => {
    expect(parseMoney(input)).toEqual(right(minor));
  });

  test.each([
    ['5000000.505', 'format'],
    ['5,000,000', 'format'],
    ['1e6', 'format'],
    [1e21, 'format'],
    ['', 'format'],
    [' 5', 'format'],
    ['-1', 'range'],
    ['90071992547409.92', 'range'],
    [Number.NaN, 'format'],
    [null, 'type'],
    [true, 'type'],
  ])('refuses %j as %s', (input, code) => {
    expect(parseMoney(input)).toMatchObject({ _tag: 'Left', left: { code } });
  });

  test('reading what was printed gives the same amount', () => {
    fc.assert(
      fc.property(safe, (amount) => {
        expect(parseMoney(printMoney(amount as Money))).toEqual(right(amount));
      }),
    );
  });

  test('saturating sums and scalings are exact below the ceiling and never pass it', () => {
    fc.assert(
      fc.property(
        safe,
        safe,
        fc.nat(5_000_000),
        fc.integer({ min: 1, max: 5_000_000 }),
        (a, b, n, d) => {
          const sum = BigInt(a) + BigInt(b);
          const max = BigInt(MONEY_MAX);
          expect(BigInt(addSaturating(a as Money, b as Money))).toBe(sum > max ? max : sum);
          const scaled = (BigInt(a) * BigInt(n)) / BigInt(d);
          expect(BigInt(scaleSaturating(a as Money, n, d))).toBe(scaled > max ? max : scaled);
        },
      ),
    );
  });
});

describe('rates', () => {
  test.each([
    ['3.45%', 34_500],
    ['-15bp', -1_500],
    ['0.01bp', 1],
    ['0.0001%', 1],
    ['100%', 1_000_000],
  ])('reads %j', (input, ppm) => {
    expect(parseRate(input)).toEqual(right(ppm));
  });

  test.each([
    [3.45, 'unit'],
    ['3.45', 'unit'],
    ['0.00001%', 'format'],
    ['%', 'format'],
    ['3.45 %', 'format'],
    ['100001%', 'range'],
    [null, 'type'],
  ])('refuses %j as %s', (input, code) => {
    expect(parseRate(input)).toMatchObject({ _tag: 'Left', left: { code } });
  });

  test('reading what was printed gives the same rate', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }), (ppm) => {
        expect(parseRate(printRate(ppm as Rate))).toEqual(right(ppm));
        expect(parseRate(printBasisPoints(ppm as Rate))).toEqual(right(ppm));
      }),
    );
  });
});

describe('days', () => {
  const day = fc.integer({ min: -25_567, max: 84_005 }).map((n) => n as Day);

  test('reading what was printed gives the same day', () => {
    fc.assert(
      fc.property(day, (one) => {
        expect(isDay(one)).toBe(true);
        expect(parseDay(printDay(one))).toEqual(right(one));
      }),
    );
  });

  test.each([-25_568, 84_006, 0.5, Number.NaN])('%s is no day', (value) => {
    expect(isDay(value)).toBe(false);
  });

  test.each([
    '2025-02-30',
    '2025-13-01',
    '2025-2-3',
    '20250203',
    '2025-02-03T00:00:00Z',
    'x',
    '1899-12-31',
  ])('refuses %s', (text) => {
    expect(isRight(parseDay(text))).toBe(false);
  });

  test('of all days that can be written, those are read that the calendar of the host knows', () => {
    const two = (n: number) => String(n).padStart(2, '0');
    for (const year of [1900, 1970, 1999, 2000, 2001, 2024, 2025, 2100, 2199]) {
      for (let month = 0; month <= 13; month++) {
        for (let date = 0; date <= 32; date++) {
          const text = `${year}-${two(month)}-${two(date)}`;
          const host = new Date(Date.UTC(year, month - 1, date));
          const isThere = host.toISOString().slice(0, 10) === text;
          const read = parseDay(text);
          expect(isRight(read), text).toBe(isThere);
          if (isRight(read)) expect(read.right).toBe(host.getTime() / 86_400_000);
        }
      }
    }
  });

  test('month ends: 01-31 and a month is the last of February', () => {
    const at = (text: string) => (parseDay(text) as { right: Day }).right;
    expect(printDay(addMonths(at('2025-01-31'), 1))).toBe('2025-02-28');
    expect(printDay(addMonths(at('2024-01-31'), 1))).toBe('2024-02-29');
    expect(printDay(addMonths(at('2024-02-29'), 12))).toBe('2025-02-28');
    expect(monthsBetween(at('2025-01-31'), at('2025-03-01'))).toBe(1);
    // A day that clocks in Apia never showed.
    expect(printDay(addMonths(at('2011-11-30'), 1))).toBe('2011-12-30');
  });

  test('months between undo months added, but for month ends', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 600 }), (from, months) => {
        const passed = monthsBetween(from, addMonths(from, months));
        expect(passed === months || passed === months - 1).toBe(true);
      }),
    );
  });
});

describe('codes', () => {
  test('padding zeros of divisions are no part of the code', () => {
    expect(parseRegion('420000')).toEqual(right('42'));
    expect(parseRegion('420100')).toEqual(right('4201'));
    expect(parseRegion('420106')).toEqual(right('420106'));
    expect(parseRegion('429004')).toEqual(right('429004'));
    expect(parseRegion('420106000000')).toEqual(right('420106'));
    expect(parseRegion('420106003000')).toEqual(right('420106003'));
    for (const wrong of ['4', '421', '42010', '4201061', '000000', 'C35', 42, null]) {
      expect(isRight(parseRegion(wrong))).toBe(false);
    }
  });

  test('a code lies within its prefixes and itself', () => {
    expect(isWithin('C3511', 'C35')).toBe(true);
    expect(isWithin('C35', 'C35')).toBe(true);
    expect(isWithin('C3', 'C35')).toBe(false);
    expect(isWithin('420106', '4201')).toBe(true);
  });

  test('refuses what is no code or identifier', () => {
    for (const wrong of ['', 'c35', 'C 35', 'C'.repeat(25), 35])
      expect(isRight(parseCode(wrong))).toBe(false);
    for (const wrong of ['', '-a', 'a b', 'a\n', 'x'.repeat(129), 1])
      expect(isRight(parseId(wrong))).toBe(false);
    for (const fine of ['n-1', '91420100MA4KXXXX0X', '建行/设备贷', 'a:b@c+d_e.f']) {
      expect(parseId(fine)).toEqual(right(fine));
    }
  });
});

test('what is scaled to about 2^53 is exact up to it', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1_200_000 }),
      fc.oneof(fc.constant(1_000_000), fc.nat(5_000_000)),
      fc.integer({ min: -6, max: 6 }),
      (d, n, beside) => {
        const max = BigInt(Number.MAX_SAFE_INTEGER);
        const about = n === 0 ? 0 : Number((max * BigInt(d)) / BigInt(n)) + beside;
        const amount = Math.max(0, Math.min(about, Number.MAX_SAFE_INTEGER));
        const scaled = (BigInt(amount) * BigInt(n)) / BigInt(d);
        const got = BigInt(scaleSaturating(amount as Money, n, d));
        expect(got).toBe(scaled > max ? max : scaled);
      },
    ),
    { numRuns: 2000 },
  );
});

describe('mulDiv', () => {
  const integer = fc.maxSafeInteger();

  test('is the exact quotient with one named rounding', () => {
    fc.assert(
      fc.property(
        integer,
        fc.integer({ min: -2_000_000, max: 2_000_000 }),
        fc.integer({ min: 2_000_000, max: 9_000_000 }),
        expectExact,
      ),
    );
  });

  test('is as exact for the share of one large amount in another', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2 ** 53 - 1 }),
        fc.constantFrom(10_000, 999_999, 1_000_000, 2 ** 20 - 1, 2 ** 20),
        fc.oneof(
          fc.integer({ min: 2 ** 32, max: 2 ** 41 + 2 }),
          fc.integer({ min: 2 ** 41 - 2, max: 2 ** 41 + 2 }),
        ),
        (a, b, d) => {
          // Parts near the whole and near its halves too, where roundings differ.
          for (const part of [a, a % d, d - 1, d, d + 1, Math.floor(d / 2), Math.ceil(d / 2)]) {
            if ((part / d) * b < 2 ** 53 - 4) expectExact(part, b, d);
          }
        },
      ),
      { numRuns: 1000 },
    );
  });

  function expectExact(a: number, b: number, d: number) {
    const [product, by] = [BigInt(a) * BigInt(b), BigInt(d)];
    const floor = product / by - (product % by < 0n ? 1n : 0n);
    const ceiling = product % by === 0n ? floor : floor + 1n;
    const twice = 2n * (product < 0n ? -product : product) + by;
    const half = (product < 0n ? -1n : 1n) * (twice / (2n * by));
    expect(BigInt(mulDiv(a, b, d, 'down'))).toBe(floor);
    expect(BigInt(mulDiv(a, b, d, 'up'))).toBe(ceiling);
    expect(BigInt(mulDiv(a, b, d, 'half-up'))).toBe(half);
  }

  test('throws where the result is unsafe or the divisor is not positive', () => {
    expect(() => mulDiv(Number.MAX_SAFE_INTEGER, 2, 1, 'down')).toThrow(RangeError);
    expect(() => mulDiv(1, 1, 0, 'down')).toThrow(RangeError);
    expect(() => mulDiv('x' as unknown as number, 1, 3, 'down')).toThrow('of whole numbers');
    expect(() => mulDiv(Number.NaN, 1, 3, 'down')).toThrow('of whole numbers');
  });
});

describe('lots', () => {
  test('are repeatable, within 22 bits, and differ by seed and id', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (seed, need, product) => {
        const lot = tieLot(tieSeed(seed, need), product);
        expect(lot).toBe(tieLot(tieSeed(seed, need), product));
        expect(lot >= 0 && lot < 2 ** TIE_BITS).toBe(true);
      }),
    );
    expect(tieSeed('ab', 'c')).not.toBe(tieSeed('a', 'bc'));
  });

  test('favour nobody: among 1,000 needs each of 4 similar ids wins about a quarter', () => {
    const wins = [0, 0, 0, 0];
    for (let need = 0; need < 1000; need++) {
      const seed = tieSeed('2026', `n-${need}`);
      const lots = ['p-1', 'p-2', 'p-3', 'p-4'].map((id) => tieLot(seed, id));
      const winner = lots.indexOf(Math.max(...lots));
      wins[winner] = (wins[winner] ?? 0) + 1;
    }
    // Four standard deviations of a fair draw: 4 x sqrt(1000 x 1/4 x 3/4) = 55.
    for (const count of wins) expect(Math.abs(count - 250)).toBeLessThanOrEqual(55);
  });
});

describe('digest', () => {
  test('has one text for one value, whatever the order of members', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.integer()), (members) => {
        const turned = Object.fromEntries(Object.entries(members).reverse());
        expect(canonicalJson(turned)).toBe(canonicalJson(members));
        expect(JSON.parse(canonicalJson(members))).toEqual(members);
      }),
    );
    expect(canonicalJson({ b: [1, null, true], a: undefined, c: 'x' })).toBe(
      '{"b":[1,null,true],"c":"x"}',
    );
  });

  test('is SHA-256: the digest of "{}" is known', () => {
    expect(digest({})).toBe('44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a');
  });

  test('refuses what has no one text', () => {
    expect(() => canonicalJson(0.5)).toThrow(TypeError);
    expect(() => canonicalJson(() => 1)).toThrow(TypeError);
  });
});

describe('issues', () => {
  test('say where, what was expected and what was seen', () => {
    const fault = { code: 'unit', expected: 'a rate with its unit' } as const;
    const issue = createIssue(fault, ['products', 3, 'rate', 'spread'], -0.15);
    expect(issue.message).toBe('products[3].rate.spread: expected a rate with its unit; saw -0.15');
    expect(createIssue(fault, []).message).toBe('(document): expected a rate with its unit');
  });

  test('never repeat a long or broken value whole', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expect(shortJson(value).length).toBeLessThanOrEqual(400);
        expect(/\p{Surrogate}/u.test(shortJson(value))).toBe(false);
      }),
    );
    expect(formatPath(['a b', 0, 'c'])).toBe('["a b"][0].c');
  });
});
