import fc from 'fast-check';
import { isLeft } from 'fp-ts/Either';
import { describe, expect, test } from 'vitest';
import {
  type Syndicate,
  type SyndicateNeed,
  type SyndicateOffer,
  type SyndicateOptions,
  syndicate,
} from '../src/allocation/syndicate/index.ts';
import { searchSyndicate } from '../src/allocation/syndicate/kernel.ts';
import { shareProRata } from '../src/allocation/syndicate/pro-rata.ts';
import { readProblem, type SyndicateProblem } from '../src/allocation/syndicate/problem.ts';
import { cheapestSyndicate, costOf } from '../src/allocation/syndicate/reference.ts';
import type { Money } from '../src/units/money.ts';
import type { Rate } from '../src/units/rate.ts';

interface Question {
  readonly need: SyndicateNeed;
  readonly offers: readonly SyndicateOffer[];
  readonly options: SyndicateOptions;
}

/** Small numbers on purpose, so that ties and ends are hit; `scale` makes costs pass 2^53. */
const question = (banks: number, scale: number): fc.Arbitrary<Question> =>
  fc.record({
    need: fc.record({
      amount: fc.integer({ min: 1, max: 40 }).map((n) => (n * scale) as Money),
      termMonths: fc.constantFrom(1, 7, 12, 36),
    }),
    offers: fc.uniqueArray(
      fc
        .record({
          id: fc.constantFrom(...'abcdefghij'),
          rate: fc.constantFrom(-100, 30_000, 31_000, 31_001, 50_000) as fc.Arbitrary<Rate>,
          lot: fc.tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 20 })),
          fee: fc.integer({ min: 0, max: 4 }).map((n) => Math.ceil((n * scale) / 7) as Money),
          mayLead: fc.boolean(),
        })
        .map(({ lot: [least, more], ...rest }) => ({
          ...rest,
          minimumTicket: (least * scale) as Money,
          maximumTicket: ((least + more) * scale) as Money,
        })),
      { selector: (one) => one.id, maxLength: banks },
    ),
    options: fc.record({
      leadShare: fc.constantFrom(0, 0, 200_000, 333_333, 500_000) as fc.Arbitrary<Rate>,
      maximumLenders: fc.integer({ min: 1, max: 6 }),
      seed: fc.constantFrom('', 's'),
    }),
  });

function problemOf({ need, offers, options }: Question): SyndicateProblem {
  const read = readProblem(need, offers, options);
  if (isLeft(read)) throw new Error(JSON.stringify(read.left));
  return read.right;
}

function solved({ need, offers, options }: Question): Syndicate {
  const result = syndicate(need, offers, options);
  if (isLeft(result)) throw new Error(JSON.stringify(result.left));
  return result.right;
}

const bank = (id: string, rate: number, maximumTicket: number, rest: object = {}) =>
  ({ id, rate, maximumTicket, ...rest }) as SyndicateOffer;
const need = (amount: number, termMonths = 12): SyndicateNeed => ({
  amount: amount as Money,
  termMonths,
});

describe('the search and the rule', () => {
  test.each([
    ['small amounts', 1],
    ['costs past 2^53', 30_000_000_001],
  ])('find the same cost: %s', (_, scale) => {
    fc.assert(
      fc.property(question(8, scale), (asked) => {
        const problem = problemOf(asked);
        const rule = cheapestSyndicate(problem);
        const found = searchSyndicate(problem, 1e6);
        expect(found.isComplete).toBe(true);
        expect(found.cost).toBe(rule?.cost);
        expect(found.bound).toBe(rule?.cost);
      }),
      { numRuns: 1500 },
    );
  });

  test('find the same cost where floats cannot tell two syndicates apart', () => {
    const unit = 2 ** 50;
    const small = fc.integer({ min: -2, max: 2 });
    const near = fc.record({
      amount: fc.tuple(fc.integer({ min: 2, max: 5 }), small),
      termMonths: fc.constantFrom(7, 11),
      offers: fc.array(
        fc.record({
          rate: fc.constantFrom(30_000, 30_001, 30_003, 30_011),
          most: fc.tuple(fc.integer({ min: 1, max: 2 }), small),
          least: fc.constantFrom(1, unit / 2, unit / 2 + 1),
          fee: fc.nat(2),
        }),
        { minLength: 3, maxLength: 6 },
      ),
      maximumLenders: fc.integer({ min: 2, max: 5 }),
    });
    fc.assert(
      fc.property(near, ({ amount: [units, more], termMonths, offers, maximumLenders }) => {
        const problem = problemOf({
          need: need(units * unit + more, termMonths),
          offers: offers.map(({ rate, most, least, fee }, at) =>
            bank(`${at}`, rate, most[0] * unit + most[1], { minimumTicket: least, fee }),
          ),
          options: { maximumLenders },
        });
        const rule = cheapestSyndicate(problem);
        const found = searchSyndicate(problem, 1e6);
        expect(found.cost).toBe(rule?.cost);
        expect(found.bound).toBe(rule?.cost);
      }),
      { numRuns: 1500 },
    );
  });

  test('a search that is cut off gives a bound below the optimum', () => {
    fc.assert(
      fc.property(question(8, 1), fc.integer({ min: 1, max: 4 }), (asked, nodes) => {
        const problem = problemOf(asked);
        const rule = cheapestSyndicate(problem);
        const found = searchSyndicate(problem, nodes);
        if (rule === undefined) return;
        if (found.bound !== undefined) expect(found.bound <= rule.cost).toBe(true);
        if (found.cost !== undefined) expect(found.cost >= rule.cost).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  test('what it costs at least to take a bank in is never too much', () => {
    fc.assert(
      fc.property(question(6, 1), (asked) => {
        const found = syndicate(asked.need, asked.offers, asked.options);
        if (isLeft(found)) return;
        for (const { id, leastExtraCost } of found.right.leftOut) {
          const forced = { ...asked, options: { ...asked.options, including: [id] } };
          const rule = cheapestSyndicate(problemOf(forced));
          expect(rule === undefined).toBe(leastExtraCost === undefined || rule === undefined);
          const best = cheapestSyndicate(problemOf(asked));
          if (rule === undefined || best === undefined || leastExtraCost === undefined) continue;
          const units = BigInt(problemOf(asked).costUnits);
          expect(BigInt(leastExtraCost) * units <= rule.cost - best.cost).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('every syndicate', () => {
  test('keeps all limits, sums to the fen and does not hang on the order of the offers', () => {
    const sharing = fc.constantFrom('cheapest', 'pro-rata') as fc.Arbitrary<'cheapest'>;
    fc.assert(
      fc.property(question(8, 7), sharing, fc.infiniteStream(fc.nat()), (asked, how, stream) => {
        const options = { ...asked.options, sharing: how };
        const found = syndicate(asked.need, asked.offers, options);
        const lots = new Map(asked.offers.map((offer) => [offer.id, stream.next().value]));
        const shuffled = [...asked.offers].sort(
          (a, b) => (lots.get(a.id) ?? 0) - (lots.get(b.id) ?? 0),
        );
        const again = syndicate(asked.need, shuffled, options);
        if (isLeft(found)) expect(isLeft(again)).toBe(true);
        else expect(again).toEqual(found);
        if (isLeft(found)) return;
        const { shares, interest, fees, cost, cheapestCost, bound, isProven } = found.right;
        const by = new Map(asked.offers.map((offer) => [offer.id, offer]));
        expect(shares.reduce((sum, share) => sum + share.amount, 0)).toBe(asked.need.amount);
        expect(shares.length).toBeLessThanOrEqual(options.maximumLenders ?? 9);
        for (const share of shares) {
          expect(share.amount).toBeGreaterThan(0);
          expect(share.amount).toBeGreaterThanOrEqual(by.get(share.id)?.minimumTicket ?? 0);
          expect(share.amount).toBeLessThanOrEqual(by.get(share.id)?.maximumTicket ?? 0);
        }
        const lead = shares.find((share) => share.isLead);
        const floor = (asked.need.amount * (options.leadShare ?? 0)) / 1e6;
        if (floor > 0) expect(lead?.amount).toBeGreaterThanOrEqual(floor);
        if (lead !== undefined) expect(by.get(lead.id)?.mayLead).toBe(true);
        expect(cost).toBe(interest + fees);
        expect(cheapestCost).toBeLessThanOrEqual(cost + shares.length);
        expect(isProven).toBe(true);
        expect(Math.abs(cheapestCost - bound)).toBeLessThanOrEqual(shares.length);
      }),
      { numRuns: 1000 },
    );
  });

  test('a higher ticket, one more lender or a lower fee never makes it dearer', () => {
    fc.assert(
      fc.property(question(7, 1), fc.nat(6), fc.nat(3), (asked, at, kind) => {
        const before = searchSyndicate(problemOf(asked), 1e6).cost;
        const offers = asked.offers.map((offer, index) => {
          if (index !== at) return offer;
          if (kind === 0) return { ...offer, maximumTicket: (offer.maximumTicket + 3) as Money };
          if (kind === 1) return { ...offer, fee: 0 as Money };
          return kind === 2 ? { ...offer, minimumTicket: 0 as Money } : offer;
        });
        const more = kind === 3 ? 1 : 0;
        const maximumLenders = (asked.options.maximumLenders ?? 1) + more;
        const after = searchSyndicate(
          problemOf({ ...asked, offers, options: { ...asked.options, maximumLenders } }),
          1e6,
        ).cost;
        if (before === undefined) return;
        expect(after !== undefined && after <= before).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('pro rata', () => {
  test('splits by weight, by largest remainder, within bounds', () => {
    expect(shareProRata(10, [1, 1, 1], [0, 0, 0], [10, 10, 10])).toEqual([4, 3, 3]);
    expect(shareProRata(10, [5, 3, 3], [0, 0, 0], [5, 3, 3])).toEqual([4, 3, 3]);
    expect(shareProRata(100, [50, 30, 20], [0, 0, 0], [50, 30, 20])).toEqual([50, 30, 20]);
    expect(shareProRata(50, [50, 30, 20], [40, 1, 1], [50, 30, 20])).toEqual([40, 6, 4]);
    expect(shareProRata(60, [80, 40], [1, 1], [30, 40])).toEqual([30, 30]);
  });

  test('is even: nobody within its bounds has more per weight than another could have', () => {
    const bounds = fc.array(fc.tuple(fc.nat(5), fc.nat(9), fc.nat(9)), { minLength: 1 });
    fc.assert(
      fc.property(bounds, fc.nat(1000), (banks, part) => {
        const least = banks.map(([low]) => low);
        const most = banks.map(([low, more]) => low + more);
        const weights = banks.map(([low, more, extra]) => low + more + extra + 1);
        const [low, high] = [least, most].map((list) => list.reduce((a, b) => a + b, 0));
        const amount = (low ?? 0) + Math.floor((part * ((high ?? 0) - (low ?? 0))) / 1000);
        const shares = shareProRata(amount, weights, least, most);
        expect(shares.reduce((a, b) => a + b, 0)).toBe(amount);
        shares.forEach((share, i) => {
          expect(share).toBeGreaterThanOrEqual(least[i] ?? 0);
          expect(share).toBeLessThanOrEqual(most[i] ?? 0);
          shares.forEach((other, j) => {
            if (share <= (least[i] ?? 0) || other >= (most[j] ?? 0)) return;
            // One unit is the rounding of either.
            const level = (share - 1) * (weights[j] ?? 1);
            expect(level).toBeLessThanOrEqual((other + 1) * (weights[i] ?? 1));
          });
        });
      }),
    );
  });
});

describe('cases', () => {
  test('a fee can outweigh a lower rate', () => {
    const offers = [
      bank('low', 30_000, 1_000_000, { fee: 2_000 }),
      bank('high', 31_000, 1_000_000),
    ];
    const result = solved({ need: need(1_000_000), offers, options: {} });
    expect(result.shares.map((share) => share.id)).toEqual(['high']);
    expect(result.cost).toBe(31_000);
    expect(result.leftOut).toEqual([{ id: 'low', reason: 'fee', leastExtraCost: 1000 }]);
  });

  test('the lead takes its share though another is cheaper', () => {
    const offers = [
      bank('cheap', 30_000, 1_000_000, { mayLead: false }),
      bank('lead', 40_000, 1_000_000),
    ];
    const options = { leadShare: 250_000 as Rate };
    const { shares, cost } = solved({ need: need(1_000_000), offers, options });
    expect(shares.map(({ id, amount, isLead }) => [id, amount, isLead])).toEqual([
      ['lead', 250_000, true],
      ['cheap', 750_000, false],
    ]);
    expect(cost).toBe(32_500);
  });

  test('the same banks share pro rata', () => {
    const offers = [bank('a', 30_000, 600), bank('b', 30_000, 400, { minimumTicket: 390 })];
    const asked = { need: need(700), offers, options: { sharing: 'pro-rata' } as const };
    expect(solved(asked).shares.map((share) => share.amount)).toEqual([390, 310]);
  });

  test.each<[string, readonly SyndicateOffer[], SyndicateOptions, string]>([
    [
      'tickets too small',
      [bank('a', 1, 300), bank('b', 1, 400)],
      {},
      'offers: expected maximum tickets that sum to 1000; they are 300 short',
    ],
    [
      'lenders too few',
      [bank('a', 1, 500), bank('b', 1, 500), bank('c', 1, 400)],
      { maximumLenders: 1 },
      'offers: expected the 1 largest maximum tickets that sum to 1000; they are 500 short',
    ],
    [
      'nobody may lead',
      [bank('a', 1, 500), bank('b', 1, 600, { mayLead: false })],
      { leadShare: 600_000 as Rate },
      'leadShare: expected a bank that may lead with 600; the largest is 100 short; saw 500',
    ],
    [
      'tickets do not fit',
      [bank('a', 1, 700, { minimumTicket: 700 }), bank('b', 1, 700, { minimumTicket: 700 })],
      {},
      'offers: expected a set of banks whose tickets fit 1000 together',
    ],
    [
      'everybody too large',
      [bank('a', 1, 9000, { minimumTicket: 2000 })],
      {},
      'offers: expected an offer whose tickets permit 1000',
    ],
    ['nobody', [], {}, 'offers: expected an offer whose tickets permit 1000'],
  ])('no syndicate: %s', (_, offers, options, message) => {
    const result = syndicate(need(1000), offers, options);
    expect(isLeft(result) && result.left.map((issue) => issue.message)).toEqual([message]);
  });

  test('bad input is refused with every fault', () => {
    const offers = [
      bank('a', 1.5, -1),
      bank('a', 1, 5, { minimumTicket: 9, fee: 0.5 }),
      bank('b', 1, Number.MAX_SAFE_INTEGER, { fee: Number.NaN }),
    ];
    const result = syndicate(need(0, 0.5), offers, {
      leadShare: 2_000_000 as Rate,
      maximumLenders: 0,
      including: ['z'],
    });
    const codes = isLeft(result) ? result.left.map(({ code, path }) => [code, path.join('.')]) : [];
    expect(codes).toEqual([
      ['range', 'need.amount'],
      ['format', 'need.termMonths'],
      ['format', 'offers.0.rate'],
      ['range', 'offers.0.maximumTicket'],
      ['contradiction', 'offers.0.minimumTicket'],
      ['duplicate', 'offers.1.id'],
      ['format', 'offers.1.fee'],
      ['contradiction', 'offers.1.minimumTicket'],
      ['format', 'offers.2.fee'],
      ['range', 'leadShare'],
      ['range', 'maximumLenders'],
      ['dangling', 'including.0'],
    ]);
    const large = syndicate(need(2 ** 53 - 1, 1200), [bank('a', 1_000_000_000, 2 ** 53 - 1)]);
    expect(isLeft(large) && large.left[0]?.code).toBe('limit');
  });
});

/** Offers of many banks by a fixed generator, so that counts can be compared between runs. */
function many(seed: number, kind: number): Question {
  let state = seed;
  const next = (limit: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  const offers = Array.from({ length: 50 }, (_, index) => {
    const minimumTicket = (1 + next(10)) * 100_000_000;
    return bank(
      `bank-${index}`,
      kind === 1 ? 35_000 : 30_000 + next(200) * 100,
      minimumTicket * (kind === 2 ? 1 : 2 + next(5)),
      { minimumTicket, fee: kind === 3 ? 0 : next(50) * 1_000_000, mayLead: next(3) > 0 },
    );
  });
  const options = { leadShare: 200_000 as Rate, maximumLenders: 8 };
  return { need: need(kind === 2 ? 3_000_000_000 : 8_000_000_000, 60), offers, options };
}

test.each([
  ['rates and fees', 0],
  ['one rate', 1],
  ['all or nothing', 2],
  ['no fees', 3],
])('fifty banks are decided in few nodes: %s', (_, kind) => {
  for (let seed = 1; seed <= 20; seed++) {
    const asked = many(seed, kind);
    const result = solved(asked);
    expect(result.isProven).toBe(true);
    expect(result.nodes).toBeLessThan(20_000);
    const problem = problemOf(asked);
    const amounts = problem.origin.map((index) => {
      const id = asked.offers[index]?.id;
      return result.shares.find((share) => share.id === id)?.amount ?? 0;
    });
    expect(costOf(problem, amounts)).toBe(searchSyndicate(problem, 1e6).cost);
  }
});

test('three of fifty banks of like price take nodes for few of the triples', () => {
  for (let seed = 1; seed <= 20; seed++) {
    const { offers } = many(seed, 0);
    // The dearer the fee, the lower the rate: a full ticket costs the same anywhere, but for a little.
    const alike = offers.map((offer, index) => {
      const maximumTicket = 1_500_000_000 + ((offer.maximumTicket * 7) % 3_000_000_001);
      const fee = Math.floor((maximumTicket * 3 * (40_000 - offer.rate * 0.5)) / 1e6) + 97 * index;
      return { ...offer, rate: (offer.rate * 0.5) as Rate, maximumTicket, fee } as SyndicateOffer;
    });
    const asked = { need: need(10_000_000_000, 36), offers: alike, options: { maximumLenders: 3 } };
    const result = solved(asked);
    expect(result.isProven).toBe(true);
    // A node is a part of one or two banks, or a pair of parts: a triple that was looked at.
    expect(result.nodes).toBeLessThan((50 * 49 * 48) / 6 / 3);
  }
});
