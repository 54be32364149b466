import { isLeft } from 'fp-ts/Either';
import { describe, expect, test } from 'vitest';
import type { Benefit, Programme, StackRule } from '../src/model/index.ts';
import { createDesk } from '../src/policy/desk-kernel.ts';
import { compilePolicies, judgeProgrammes, solveSituation } from '../src/policy/index.ts';
import type { Day } from '../src/units/day.ts';
import type { Money } from '../src/units/money.ts';
import type { Rate } from '../src/units/rate.ts';

const source = { title: 'made up', grade: 'illustrative' } as const;
const points: Benefit = { kind: 'points', rate: 1000 as Rate };
const guarantee: Benefit = { kind: 'guarantee', share: 500_000 as Rate };

const programme = (at: number, benefit: Benefit, stacking: readonly StackRule[]): Programme => ({
  id: `p${String(at).padStart(2, '0')}`,
  kind: 'interest-subsidy',
  level: at === 0 ? 'county' : 'city',
  versions: [{ id: 'v', source, validFrom: 0 as Day, benefit, stacking }],
});

/** Programmes of cities, and one of a county that stands beside none of them. */
const star = (count: number, benefit: Benefit) =>
  Array.from({ length: count }, (_, at) =>
    programme(at, benefit, at === 0 ? [{ rule: 'excludes', other: { levels: ['city'] } }] : []),
  );

const pairs = (count: number) =>
  Array.from({ length: 2 * count }, (_, at) =>
    programme(at, points, [{ rule: 'choose-one', group: `g${at >> 1}` }]),
  );

function solve(programmes: readonly Programme[]) {
  const pack = compilePolicies(programmes);
  if (isLeft(pack)) throw new Error(pack.left[0]?.message);
  const loan = {
    principal: 100_000_000 as Money,
    rate: 43_500 as Rate,
    start: 20_000 as Day,
    payments: 12,
    monthsPerPayment: 1,
    repayment: { kind: 'bullet' as const },
  };
  const enterprise = { id: 'e' };
  const need = { id: 'n', amount: loan.principal, termMonths: 12, enterprise };
  const judged = judgeProgrammes(pack.right, { need, loan }, { asOf: 20_000 as Day });
  const solved = solveSituation(judged, { need, loan });
  if (isLeft(solved)) throw new Error('no schedule');
  return solved.right;
}

describe('sets of programmes', () => {
  test('are found in steps that grow with the sets, not with all subsets', () => {
    const { problem, solution } = solve(star(30, points));
    const desk = createDesk(problem.candidates);
    // Programmes stand by tier: those of cities before that of the county.
    expect([...(desk?.sets ?? [])]).toEqual([2 ** 29, 2 ** 29 - 1]);
    expect(solution.chosen).toHaveLength(29);
  });

  test('that pay nothing are found so too, by the rule', () => {
    const { solution } = solve(star(30, guarantee));
    // Of those that pay the same, the one with fewer programmes.
    expect(solution.chosen).toEqual([29]);
  });

  test('are kept up to the limit, and not beyond it', () => {
    const entrants = (count: number) => solve(pairs(count)).problem.candidates;
    expect(createDesk(entrants(12))?.sets).toHaveLength(4096);
    expect(createDesk(entrants(13))).toBeUndefined();
  });
});
