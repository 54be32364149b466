import { isLeft } from 'fp-ts/Either';
import { bench, describe } from 'vitest';
import type { Loan } from '../src/cashflow/index.ts';
import { BOOK_METHODS } from '../src/cashflow/index.ts';
import type { Benefit, BenefitCap, Level, Need, Programme, StackRule } from '../src/model/index.ts';
import { createDesk } from '../src/policy/desk-kernel.ts';
import { compilePolicies, judgeProgrammes, solveSituation } from '../src/policy/index.ts';
import { bestStack } from '../src/policy/kernel.ts';
import { dayOfCivil } from '../src/units/civil.ts';
import type { Money } from '../src/units/money.ts';
import type { Rate } from '../src/units/rate.ts';

const LOANS = 10_000;
const ASKED = dayOfCivil(2026, 6, 30);
const source = { title: 'made up for the benchmark', grade: 'illustrative' } as const;

const points = (rate: number): Benefit => ({ kind: 'points', rate: rate as Rate });
const cap = (yuan: number, per: 'year' | 'life', scope: BenefitCap['scope']): BenefitCap => ({
  amount: (yuan * 100) as Money,
  per,
  scope,
});
const excludes = (...programmes: readonly string[]): StackRule => ({
  rule: 'excludes',
  other: { programmes },
});

/** Ten programmes of four tiers: re-lending that one requires, exclusions, a choice of one, caps. */
const rows: readonly (readonly [Level, Benefit, readonly BenefitCap[], readonly StackRule[]])[] = [
  [
    'central',
    {
      kind: 'relending',
      share: 600_000 as Rate,
      rate: 12_500 as Rate,
      tenorMonths: 12,
      rollovers: 2,
    },
    [],
    [],
  ],
  ['central', points(15_000), [], [{ rule: 'requires', other: { kinds: ['relending'] } }]],
  ['central', points(15_000), [cap(1_500_000, 'life', 'loan')], [excludes('p1')]],
  ['central', points(10_000), [], [excludes('p1', 'p2')]],
  [
    'province',
    points(10_000),
    [cap(5_000_000, 'life', 'project')],
    [{ rule: 'choose-one', group: 'g' }],
  ],
  ['province', points(5_000), [], [{ rule: 'choose-one', group: 'g' }]],
  ['province', { kind: 'share-of-rate', share: 100_000 as Rate }, [], []],
  [
    'city',
    points(2_500),
    [cap(50_000_000, 'year', 'enterprise')],
    [{ rule: 'replaced-by', other: { programmes: ['p1'] } }],
  ],
  ['city', points(1_000), [], []],
  ['county', points(500), [cap(1_000_000, 'life', 'loan')], []],
];

const programmes = rows.map(([level, benefit, caps, stacking], index): Programme => {
  const kind = benefit.kind === 'relending' ? 'relending' : 'interest-subsidy';
  const validFrom = dayOfCivil(2026, 1, 1);
  const version = { id: 'v', source, validFrom, benefit, maximumMonths: 24, caps, stacking };
  return { id: `p${index}`, kind, level, versions: [version] };
});

const pack = compilePolicies(programmes);
if (isLeft(pack)) throw new Error(pack.left[0]?.message);

const need: Need = { id: 'n', amount: 1 as Money, termMonths: 12, enterprise: { id: 'e' } };

/** Loans of 1 to 100 million yuan, 12 to 60 months, 3.5 to 4.4 %, a third of each method. */
const loans = Array.from({ length: LOANS }, (_, i): Loan => {
  const kind = BOOK_METHODS[i % 3] ?? 'bullet';
  return {
    principal: (100_000_000 + ((i * 7_919_111) % 9_900_000_000)) as Money,
    rate: (35_000 + (i % 91) * 100) as Rate,
    start: ASKED,
    payments: 12 + (i % 49),
    monthsPerPayment: 1,
    repayment: { kind },
  };
});

const judgedOf = (loan: Loan) =>
  judgeProgrammes(pack.right, { need, loan }, { asOf: ASKED, withReasons: false });
const entrants = loans.map((loan) => judgedOf(loan).filter((one) => one.out === undefined));
const desk = createDesk(entrants[0] ?? []);
if (desk === undefined) throw new Error('no desk');
const bases = entrants.map((list) => list.map((one) => one.basis));

describe('the best stack of ten programmes', () => {
  bench(`kernel: ${LOANS} loans`, () => {
    for (let i = 0; i < LOANS; i++) {
      const set = bestStack(desk, loans[i] as Loan, bases[i] ?? []);
      if (set < 0) throw new Error(`loan ${i} needs the cells`);
    }
  });
  bench('reference, cell by cell: 100 loans', () => {
    for (let i = 0; i < 100; i++) {
      const loan = loans[i] as Loan;
      solveSituation(judgedOf(loan), { need, loan });
    }
  });
});
