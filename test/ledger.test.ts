import fc from 'fast-check';
import { isLeft } from 'fp-ts/Either';
import { describe, expect, test } from 'vitest';
import {
  ADVANCE_SHARE,
  BINZHOU_FILING,
  CHINA_WORKING_DAYS,
  DEADLINES,
} from '../src/hubei/index.ts';
import type { Programme } from '../src/model/index.ts';
import {
  addWorkingDays,
  applyEvent,
  balances,
  combinationRule,
  compilePolicies,
  createCalendar,
  deadlines,
  EMPTY_LEDGER,
  type FiledClaim,
  findDuplicateClaims,
  foldLedger,
  isWorkingDay,
  type LedgerEvent,
  workingDaysBetween,
} from '../src/policy.ts';
import { type Day, parseDay, printDay } from '../src/units/day.ts';
import type { Money } from '../src/units/money.ts';

const day = (text: string): Day => {
  const parsed = parseDay(text);
  if (isLeft(parsed)) throw new Error(text);
  return parsed.right;
};
const fen = (amount: number) => amount as Money;
const rules = { advanceShare: ADVANCE_SHARE };

const calendar = (() => {
  const made = createCalendar(CHINA_WORKING_DAYS);
  if (isLeft(made)) throw new Error(made.left[0]?.message);
  return made.right;
})();

describe('working days of China', () => {
  test.each([
    // Spring Festival 2026: nine days off, a Saturday worked before and after.
    ['2026-02-13', true],
    ['2026-02-14', true],
    ['2026-02-15', false],
    ['2026-02-23', false],
    ['2026-02-24', true],
    ['2026-02-28', true],
    ['2026-03-01', false],
    // National Day 2025.
    ['2025-09-28', true],
    ['2025-10-08', false],
    ['2025-10-11', true],
    ['2023-12-31', undefined],
    ['2027-01-01', undefined],
  ])('%s', (text, expected) => {
    expect(isWorkingDay(calendar, day(text))).toBe(expected);
  });

  test('ten working days from before Spring Festival', () => {
    const due = addWorkingDays(calendar, day('2026-02-12'), 10);
    // 13, 14, then 24 to 28 of February, then 2 to 4 of March.
    expect(due === undefined ? due : printDay(due)).toBe('2026-03-04');
    expect(addWorkingDays(calendar, day('2026-12-30'), 5)).toBeUndefined();
  });

  test('counting there and back agree', () => {
    const first = fc.integer({ min: day('2024-01-01'), max: day('2026-06-30') });
    fc.assert(
      fc.property(first, fc.nat(60), (from, n) => {
        const to = addWorkingDays(calendar, from as Day, n);
        if (to === undefined) throw new Error('unknown');
        expect(workingDaysBetween(calendar, from as Day, to)).toBe(n);
        expect(n === 0 || isWorkingDay(calendar, to)).toBe(true);
      }),
    );
  });

  test('a year has the days that the law leaves: 248 to 251', () => {
    for (const year of [2024, 2025, 2026]) {
      const last = day(`${year - 1}-12-31`);
      const count = workingDaysBetween(calendar, last, day(`${year}-12-31`));
      expect(count).toBeGreaterThanOrEqual(247);
      expect(count).toBeLessThanOrEqual(251);
    }
  });

  test('data that contradicts itself is refused', () => {
    const data = {
      id: 'x',
      from: day('2026-01-01'),
      to: day('2026-12-31'),
      holidays: [day('2026-05-01'), day('2026-05-01'), day('2027-01-01')],
      makeUpDays: [day('2026-05-04')],
    };
    const made = createCalendar(data);
    expect(
      isLeft(made) ? made.left.map((issue) => `${issue.code} ${issue.path.join('.')}`) : [],
    ).toEqual(['duplicate holidays.1', 'range holidays.2', 'value makeUpDays.0']);
  });
});

const loanId = 'loan';
const head = { loanId, creditCode: '91420100MA4K0000X0', projectCode: '2503-420106-89-04-869947' };
const programmeId = 'cn-equipment-subsidy';

const story: readonly LedgerEvent[] = [
  { kind: 'draw-down', id: '1', day: day('2026-01-05'), ...head, amount: fen(1_000_000_00) },
  {
    kind: 'interest-settlement',
    id: '2',
    day: day('2026-03-21'),
    loanId,
    from: day('2026-01-05'),
    to: day('2026-03-21'),
    interest: fen(600_000),
    subsidies: [{ programmeId, amount: fen(300_000), manner: 'deducted' }],
  },
  {
    kind: 'claim',
    id: '3',
    day: day('2026-04-08'),
    loanId,
    programmeId,
    department: 'hb-finance',
    from: day('2026-01-05'),
    to: day('2026-03-21'),
    amount: fen(300_000),
  },
  { kind: 'advance', id: '4', day: day('2026-04-20'), loanId, claimId: '3', amount: fen(240_000) },
  {
    kind: 'settlement',
    id: '5',
    day: day('2027-02-10'),
    loanId,
    claimId: '3',
    approved: fen(290_000),
    amount: fen(50_000),
  },
  {
    kind: 'claw-back',
    id: '6',
    day: day('2027-06-01'),
    loanId,
    programmeId,
    amount: fen(100_000),
    reason: 'money diverted',
  },
];

describe('the ledger', () => {
  test.each([
    [2, { accrued: 300_000, unclaimed: 300_000, pending: 0, paid: 0 }],
    [3, { accrued: 300_000, unclaimed: 0, pending: 300_000, paid: 0 }],
    [4, { pending: 60_000, paid: 240_000, rejected: 0, waiting: 'bank' }],
    [5, { pending: 0, paid: 290_000, rejected: 10_000, owedByEnterprise: 10_000 }],
    [6, { paid: 290_000, clawedBack: 100_000, owedByEnterprise: 110_000 }],
  ])('after %i events', (count, expected) => {
    const { state, issues } = foldLedger(story.slice(0, count), rules);
    expect(issues).toEqual([]);
    expect(balances(state)).toMatchObject([expected]);
  });

  test('an audit that approves less than was advanced leaves money to return', () => {
    const settled = { ...story[4], approved: fen(200_000), amount: fen(0) } as LedgerEvent;
    const { state } = foldLedger([...story.slice(0, 4), settled], rules);
    expect(balances(state)).toMatchObject([{ returnable: 40_000, rejected: 100_000, pending: 0 }]);
  });

  test.each<readonly [string, Partial<Record<string, unknown>>, number, string]>([
    ['an event twice', { id: '1' }, 1, 'duplicate events.6.id'],
    ['a loan that nobody drew', { loanId: 'x' }, 2, 'dangling events.6.loanId'],
    ['an amount below zero', { amount: -1 }, 3, 'range events.6.amount'],
    ['a day before the last one', { day: day('2020-01-01') }, 1, 'contradiction events.6.day'],
    [
      'days settled twice',
      { from: day('2026-03-20'), to: day('2026-03-25') },
      1,
      'duplicate events.6.from',
    ],
    [
      'subsidies beyond the interest',
      { from: day('2026-04-01'), to: day('2026-05-01'), interest: 1 },
      1,
      'contradiction events.6.subsidies',
    ],
    ['a claim of days claimed before', {}, 2, 'duplicate events.6.from'],
    [
      'more than was earned',
      { from: day('2026-03-21'), to: day('2026-04-01') },
      2,
      'contradiction events.6.amount',
    ],
    ['a claim of another loan', { claimId: 'x' }, 3, 'dangling events.6.claimId'],
    ['an advance after the audit', {}, 3, 'contradiction events.6.claimId'],
    ['a second settlement', {}, 4, 'duplicate events.6.claimId'],
    ['a claw-back of more than was paid', { amount: 190_001 }, 5, 'contradiction events.6.amount'],
    [
      'another enterprise on the same loan',
      { creditCode: 'y' },
      0,
      'contradiction events.6.creditCode',
    ],
  ])('refuses %s and goes on', (_, changes, index, expected) => {
    const bad = { id: 'bad', ...changes } as { id: string; day?: Day };
    const event = { ...story[index], ...bad, day: bad.day ?? day('2028-01-01') } as LedgerEvent;
    const after = { ...story[0], id: 'after', day: day('2028-02-01') } as LedgerEvent;
    const { state, issues } = foldLedger([...story, event, after], rules);
    expect(issues.map((issue) => `${issue.code} ${issue.path.join('.')}`)).toEqual([expected]);
    expect(balances(state)).toEqual(balances(foldLedger(story, rules).state));
    expect(state.loans.get(loanId)?.drawn).toBe(200_000_000);
  });

  test('more than 80 % is not paid ahead of the audit', () => {
    const more = { ...story[3], amount: fen(240_001) } as LedgerEvent;
    const { issues } = foldLedger([...story.slice(0, 3), more], rules);
    expect(issues[0]?.expected).toBe('at most 240000, ahead of the audit');
  });

  const events = fc.array(
    fc.record({
      index: fc.integer({ min: 1, max: 5 }),
      step: fc.nat(40),
      amount: fc.nat(400_000),
      approved: fc.nat(400_000),
      claimId: fc.constantFrom('3', 'e2', 'e3', 'e4'),
      from: fc.nat(300),
    }),
    { maxLength: 25 },
  );

  /** Random events after the draw-down; most are refused, which must not matter. */
  function toEvents(list: readonly { index: number; step: number; from: number }[]): LedgerEvent[] {
    let on = day('2026-01-05') as number;
    return [
      story[0] as LedgerEvent,
      ...list.map(({ index, step, from, ...rest }, at) => {
        on += step;
        const period = { from: day('2026-01-05') + from, to: day('2026-01-05') + from + 30 };
        const base = story[index] as LedgerEvent;
        const own = base.kind === 'interest-settlement' || base.kind === 'claim' ? period : {};
        return { ...base, ...rest, ...own, id: `e${at}`, day: on } as unknown as LedgerEvent;
      }),
    ];
  }

  test('loses no fen: what is earned is unclaimed, pending, paid or rejected', () => {
    fc.assert(
      fc.property(events, (list) => {
        const { state } = foldLedger(toEvents(list), rules);
        for (const one of balances(state)) {
          const { accrued, unclaimed, pending, paid, rejected, returnable, clawedBack } = one;
          expect(unclaimed + pending + paid - returnable + rejected).toBe(accrued);
          expect(Math.min(unclaimed, pending, paid, rejected, returnable)).toBeGreaterThanOrEqual(
            0,
          );
          expect(clawedBack).toBeLessThanOrEqual(paid);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('is the same folded in two steps, and event by event', () => {
    fc.assert(
      fc.property(events, fc.nat(25), (list, cut) => {
        const all = toEvents(list);
        const whole = foldLedger(all, rules).state;
        const half = foldLedger(all.slice(0, cut), rules).state;
        expect(foldLedger(all.slice(cut), rules, half).state).toEqual(whole);
        const single = all.reduce((state, event) => {
          const next = applyEvent(state, event, rules);
          return isLeft(next) ? state : next.right;
        }, EMPTY_LEDGER);
        expect(single).toEqual(whole);
      }),
    );
  });

  test('keeps pace: 20,000 loans', () => {
    const many = Array.from({ length: 20_000 }, (_, i) => {
      return { ...story[0], id: `d${i}`, loanId: `l${i}` } as LedgerEvent;
    });
    expect(foldLedger(many, rules).state.loans.size).toBe(20_000);
  });
});

describe('deadlines', () => {
  const at = (count: number, asOf: string) => {
    const { state } = foldLedger(story.slice(0, count), rules);
    return deadlines(state, [...DEADLINES, BINZHOU_FILING], calendar, day(asOf)).map((one) => {
      const due = one.due === undefined ? '?' : printDay(one.due);
      return `${one.ruleId} ${due} ${one.state}`;
    });
  };

  test('after the claim: ten working days, and the clearing of January 2029', () => {
    expect(at(3, '2026-04-10')).toEqual([
      'binzhou-filing 2026-04-10 met',
      // From Wednesday 8 April; no holiday before 22 April.
      '2026-2-payment 2026-04-22 open',
      '2026-2-clearing 2029-01-31 open',
    ]);
    expect(at(3, '2026-04-23')[1]).toBe('2026-2-payment 2026-04-22 overdue');
    expect(at(4, '2026-04-23')[1]).toBe('2026-2-payment 2026-04-22 met');
    expect(at(5, '2027-03-01')[2]).toBe('2026-2-clearing 2029-01-31 met');
  });

  test('a claim at the end of 2026 falls due on an unknown day', () => {
    const late = { ...story[2], day: day('2026-12-28') } as LedgerEvent;
    const { state } = foldLedger([...story.slice(0, 2), late], rules);
    const found = deadlines(state, DEADLINES, calendar, day('2026-12-29'));
    expect(found.map((one) => one.state)).toEqual(['open', 'unknown']);
  });
});

describe('duplicate claims', () => {
  const claim = (id: string, changes: Partial<FiledClaim>): FiledClaim => ({
    id,
    ...head,
    programmeId: 'a',
    department: 'finance',
    from: day('2026-01-01'),
    to: day('2026-04-01'),
    ...changes,
  });
  const of = (programme: string, excluded?: string): Programme => ({
    id: programme,
    kind: 'interest-subsidy',
    level: 'central',
    versions: [
      {
        id: 'v',
        source: { title: 't', grade: 'illustrative' },
        validFrom: day('2026-01-01'),
        ...(excluded === undefined
          ? {}
          : { stacking: [{ rule: 'excludes' as const, other: { programmes: [excluded] } }] }),
      },
    ],
  });
  const pack = compilePolicies([of('a'), of('b', 'a'), of('c')]);
  if (isLeft(pack)) throw new Error('pack');
  const mayCombine = combinationRule(pack.right, day('2026-06-30'));

  test('are found across schemes, departments and ways of writing a code', () => {
    const claims = [
      claim('1', {}),
      claim('2', { programmeId: 'b', creditCode: '９１420100ma4k0000x0 ', department: 'miit' }),
      claim('3', { programmeId: 'c', from: day('2026-03-01'), to: day('2026-06-01') }),
      claim('4', { from: day('2026-04-01'), to: day('2026-07-01') }),
      claim('5', { loanId: 'other' }),
      claim('6', { programmeId: 'unheard-of' }),
      claim('7', {}),
    ];
    const found = findDuplicateClaims(claims, mayCombine).map(
      (one) => `${one.first.id}-${one.second.id} ${one.relation}`,
    );
    expect(found.sort()).toEqual([
      '1-2 excluded',
      '1-3 combinable',
      '1-6 unknown',
      '1-7 same-programme',
      '2-3 combinable',
      '2-6 unknown',
      '2-7 excluded',
      '3-4 combinable',
      '6-3 unknown',
      '6-7 unknown',
      '7-3 combinable',
    ]);
  });

  test('agree with a comparison of every pair', () => {
    const any = fc.record({
      from: fc.nat(50),
      length: fc.integer({ min: 1, max: 30 }),
      loanId: fc.constantFrom('x', 'y', 'X '),
      programmeId: fc.constantFrom('a', 'b', 'c', 'd'),
    });
    fc.assert(
      fc.property(fc.array(any, { maxLength: 20 }), (list) => {
        const claims = list.map(({ length, ...rest }, index) =>
          claim(String(index), {
            ...rest,
            from: rest.from as Day,
            to: (rest.from + length) as Day,
          }),
        );
        const pairs = claims.flatMap((a, i) =>
          claims.slice(i + 1).filter((b) => {
            const isSameLoan = a.loanId.trim().toUpperCase() === b.loanId.trim().toUpperCase();
            return isSameLoan && a.from < b.to && b.from < a.to;
          }),
        );
        expect(findDuplicateClaims(claims, mayCombine)).toHaveLength(pairs.length);
      }),
    );
  });
});
