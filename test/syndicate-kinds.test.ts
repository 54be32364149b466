import fc from 'fast-check';
import { isLeft } from 'fp-ts/Either';
import { describe, expect, test } from 'vitest';
import { createRandom } from '../bench/allocation/generate.ts';
import {
  drawSyndicate,
  OFFER_KINDS,
  type QuestionShape,
  type SyndicateCase,
} from '../bench/allocation/syndicate-kinds.ts';
import { type SyndicateOptions, syndicate } from '../src/allocation/syndicate/index.ts';
import { searchSyndicate } from '../src/allocation/syndicate/kernel.ts';
import { countAt, createTally, nextDistance } from '../src/allocation/syndicate/limit-kernel.ts';
import { readProblem, type SyndicateProblem } from '../src/allocation/syndicate/problem.ts';
import { cheapestSyndicate, costOf, fillCheapest } from '../src/allocation/syndicate/reference.ts';
import type { Money } from '../src/units/money.ts';
import type { Rate } from '../src/units/rate.ts';

const kinds = Object.keys(OFFER_KINDS);

function problemOf({ need, offers, options }: SyndicateCase): SyndicateProblem {
  const read = readProblem(need, offers, options);
  if (isLeft(read)) throw new Error(JSON.stringify(read.left));
  return read.right;
}

/** Few banks, so that the rule can try every set of them. */
const shape = (most: number): fc.Arbitrary<QuestionShape> =>
  fc.record({
    kind: fc.constantFrom(...kinds),
    banks: fc.integer({ min: 1, max: most }),
    lenders: fc.integer({ min: 1, max: 6 }),
    fullness: fc.constantFrom(0.3, 0.5, 0.8, 0.95, 0.99, 0.999, 1),
    leadShare: fc.constantFrom(0, 100_000, 250_000, 400_000),
  });
const joining = fc.subarray(['bank-0', 'bank-1'], { maxLength: 2 });

function withJoining(asked: SyndicateCase, including: readonly string[]): SyndicateCase {
  const known = including.filter((id) => asked.offers.some((offer) => offer.id === id));
  return { ...asked, options: { ...asked.options, including: known } };
}

describe('all kinds of offers', () => {
  test('cost what the rule says, and belong to a syndicate that costs that', () => {
    fc.assert(
      fc.property(shape(9), fc.nat(), joining, (asked, seed, including) => {
        const problem = problemOf(withJoining(drawSyndicate(asked, seed), including));
        const rule = cheapestSyndicate(problem);
        const found = searchSyndicate(problem, 1e6);
        expect(found.isComplete).toBe(true);
        expect(found.cost).toBe(rule?.cost);
        expect(found.bound).toBe(rule?.cost);
        if (rule === undefined) return;
        const filled = fillCheapest(problem, found.members, found.lead);
        expect(filled?.cost).toBe(rule.cost);
        expect(costOf(problem, filled?.amounts ?? [])).toBe(rule.cost);
      }),
      { numRuns: 1500 },
    );
  });

  test('a search that is cut off brackets the optimum', () => {
    fc.assert(
      fc.property(shape(9), fc.nat(), fc.integer({ min: 1, max: 60 }), (asked, seed, nodes) => {
        const problem = problemOf(drawSyndicate(asked, seed));
        const rule = cheapestSyndicate(problem);
        const found = searchSyndicate(problem, nodes);
        if (found.isComplete) expect(found.cost).toBe(rule?.cost);
        if (rule === undefined) return;
        if (found.bound !== undefined) expect(found.bound <= rule.cost).toBe(true);
        if (found.cost !== undefined) expect(found.cost >= rule.cost).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  test('no bank is said to cost more than it does to take it in', () => {
    fc.assert(
      fc.property(shape(7), fc.nat(), (asked, seed) => {
        const drawn = drawSyndicate(asked, seed);
        const found = searchSyndicate(problemOf(drawn), 1e6);
        for (const { id } of drawn.offers) {
          const problem = problemOf(withJoining(drawn, [id]));
          const rule = cheapestSyndicate(problem);
          if (rule === undefined) continue;
          const bank = problem.mustJoin.indexOf(true);
          expect(found.joinBounds[bank]).toBeLessThanOrEqual(Number(rule.cost));
        }
      }),
      { numRuns: 300 },
    );
  });
});

/**
 * The least cost by a table over amounts, for small amounts: by number of lenders, amount lent and
 * whether somebody leads. No idea in common with the search.
 */
function cheapestByAmounts(problem: SyndicateProblem): number {
  const { amount, leadAmount, minimum, maximum, rateCost, fixedCost, mayLead } = problem;
  const row = 2 * (amount + 1);
  const table = new Float64Array((problem.maximumLenders + 1) * row).fill(Number.POSITIVE_INFINITY);
  table[leadAmount === 0 ? 1 : 0] = 0;
  minimum.forEach((least, j) => {
    for (let lenders = problem.maximumLenders - 1; lenders >= 0; lenders--) {
      for (let at = 0; at < row; at++) {
        const before = table[lenders * row + at] ?? 0;
        if (before === Number.POSITIVE_INFINITY) continue;
        const most = Math.min(maximum[j] ?? 0, amount - (at >> 1));
        for (let share = least; share <= most; share++) {
          const leads = mayLead[j] === true && share >= leadAmount ? 1 : 0;
          const to = (lenders + 1) * row + 2 * ((at >> 1) + share) + ((at & 1) | leads);
          const cost = before + share * (rateCost[j] ?? 0) + Number(fixedCost[j]);
          table[to] = Math.min(table[to] ?? 0, cost);
        }
      }
    }
  });
  const ends = Array.from(
    { length: problem.maximumLenders + 1 },
    (_, lenders) => table[lenders * row + 2 * amount + 1] ?? 0,
  );
  return Math.min(...ends);
}

test('fifty banks with small amounts cost what a table over all amounts says', () => {
  const options = fc.record({
    maximumLenders: fc.constantFrom(2, 5, 8, 16, 17, 30, 50),
    leadShare: fc.constantFrom(0, 0, 150_000, 400_000) as fc.Arbitrary<Rate>,
  });
  const feeLevel = fc.constantFrom(0, 3, 40);
  fc.assert(
    fc.property(
      fc.nat(),
      fc.integer({ min: 20, max: 160 }),
      options,
      feeLevel,
      (seed, amount, rest, fees) => {
        const random = createRandom(seed);
        const below = (limit: number): number => Math.floor(random() * limit);
        const offers = Array.from({ length: 50 }, (_, index) => {
          const least = 1 + below(8);
          return {
            id: `b${index}`,
            rate: (300_000 + 10_000 * below(9)) as Rate,
            minimumTicket: least as Money,
            maximumTicket: (least + below(12)) as Money,
            fee: below(fees + 1) as Money,
            mayLead: below(2) === 0,
          };
        });
        const problem = problemOf({
          need: { amount: amount as Money, termMonths: 12 },
          offers,
          options: rest as SyndicateOptions,
        });
        const found = searchSyndicate(problem, 1e6);
        const table = cheapestByAmounts(problem);
        expect(found.isComplete).toBe(true);
        expect(found.cost === undefined ? Number.POSITIVE_INFINITY : Number(found.cost)).toBe(
          table,
        );
      },
    ),
    { numRuns: 60 },
  );
});

/** Kinds where the cheapest is a question of which large numbers happen to sum to another. */
const sums = ['alike to the fen', 'a sum of subsets'];

test.each(kinds.filter((kind) => !sums.includes(kind)))(
  'fifty banks take few nodes: %s',
  (kind) => {
    for (const lenders of [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]) {
      for (const fullness of [0.5, 0.8, 0.95, 0.999]) {
        for (const leadShare of [0, 250_000]) {
          const drawn = drawSyndicate({ kind, banks: 50, lenders, fullness, leadShare }, lenders);
          const found = syndicate(drawn.need, drawn.offers, drawn.options);
          if (isLeft(found)) expect(found.left[0]?.code).toBe('contradiction');
          else {
            expect(found.right.isProven).toBe(true);
            expect(found.right.nodes).toBeLessThan(20_000);
          }
        }
      }
    }
  },
);

test.each(sums)('fifty banks are decided, though many sums come near: %s', (kind) => {
  for (const lenders of [3, 5, 7, 8]) {
    for (const leadShare of [0, 150_000]) {
      const shape = { kind, banks: 50, lenders, fullness: 0.5, leadShare };
      const drawn = drawSyndicate(shape, lenders);
      const found = syndicate(drawn.need, drawn.offers, drawn.options);
      if (isLeft(found)) expect(found.left[0]?.code).toBe('contradiction');
      else expect(found.right.isProven).toBe(true);
    }
  }
});

test('rounds widen so that nodes grow threefold, if they go on as they did', () => {
  const grown = fc.record({
    more: fc.double({ min: 1.01, max: 1e6, noNaN: true }),
    farther: fc.double({ min: 1.1, max: 50, noNaN: true }),
  });
  fc.assert(
    fc.property(grown, ({ more, farther }) => {
      // What was left out lies so far away that growth decides.
      const tally = createTally(0);
      countAt(tally, 1e18);
      const before = { distance: 1000, nodes: 100 };
      const last = { distance: 1000 * farther, nodes: 100 * more };
      const wider = nextDistance(tally, before, last, 0) / last.distance;
      const power = Math.log(more) / Math.log(farther);
      const plain = Math.max(1.1, 3 ** (1 / power));
      if (plain < 1e6) expect(Math.abs(wider / plain - 1)).toBeLessThan(1e-4);
    }),
  );
});
