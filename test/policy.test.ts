import { isLeft } from 'fp-ts/Either';
import { describe, expect, test } from 'vitest';
import type { Loan } from '../src/cashflow/index.ts';
import { HUBEI_PROGRAMMES, LPR, OTHER_PROVINCES, SUBSIDY_BANK_LABEL } from '../src/hubei/index.ts';
import type {
  Benchmark,
  Criterion,
  Need,
  Programme,
  ProgrammeVersion,
} from '../src/model/index.ts';
import { parseCatalog } from '../src/model/schema/index.ts';
import {
  compilePolicies,
  type Fate,
  type PolicySituation,
  type PolicyStack,
  stackPolicies,
} from '../src/policy/index.ts';
import { type Day, parseDay, printDay } from '../src/units/day.ts';
import type { Money } from '../src/units/money.ts';
import type { Rate } from '../src/units/rate.ts';

const day = (text: string): Day => {
  const parsed = parseDay(text);
  if (isLeft(parsed)) throw new Error(text);
  return parsed.right;
};
/** 万元 in minor units. */
const wan = (amount: number) => Math.round(amount * 1_000_000) as Money;
/** Per cent in ppm. */
const pc = (percent: number) => Math.round(percent * 10_000) as Rate;
const source = { title: 'test', grade: 'illustrative' } as const;

function programme(
  id: string,
  version: Partial<ProgrammeVersion>,
  rest: Partial<Programme> = {},
): Programme {
  const whole = { id: 'v1', source, validFrom: day('2020-01-01'), ...version };
  return { id, kind: 'interest-subsidy', level: 'province', ...rest, versions: [whole] };
}

const points = (percent: number) => ({ kind: 'points', rate: pc(percent) }) as const;

function bullet(amountWan: number, years: number, percent: number, start = '2026-01-01'): Loan {
  return {
    principal: wan(amountWan),
    rate: pc(percent),
    start: day(start),
    payments: years * 12,
    monthsPerPayment: 1,
    repayment: { kind: 'bullet' },
  };
}

const need = (facts: Partial<Need> = {}): Need => ({
  id: 'n',
  amount: wan(1),
  termMonths: 12,
  enterprise: { id: 'e' },
  ...facts,
});

function solve(
  programmes: readonly Programme[],
  loan: Loan,
  situation: Partial<PolicySituation> = {},
  asOf = '2026-06-30',
  benchmarks: readonly Benchmark[] = [],
): PolicyStack {
  const pack = compilePolicies(programmes, { benchmarks });
  if (isLeft(pack)) throw new Error(pack.left.map((issue) => issue.message).join('; '));
  const stack = stackPolicies(pack.right, { need: need(), loan, ...situation }, { asOf });
  if (isLeft(stack)) throw new Error(stack.left.map((issue) => issue.message).join('; '));
  return stack.right;
}

const fate = (stack: PolicyStack, id: string): Fate => {
  const found = stack.fates.find((one) => one.programmeId === id);
  if (found === undefined) throw new Error(`no fate for ${id}`);
  return found;
};

/** The pack of Hubei and of other provinces, read as any document is. */
const shipped: readonly Programme[] = (() => {
  const parsed = parseCatalog({
    formatVersion: 1,
    id: 'policies',
    currency: 'CNY',
    benchmarks: LPR,
    banks: [],
    products: [],
    programmes: [...HUBEI_PROGRAMMES, ...OTHER_PROVINCES],
  });
  if (isLeft(parsed)) throw new Error(parsed.left.map((issue) => issue.message).join('\n'));
  return parsed.right.programmes ?? [];
})();

const benchmarks: readonly Benchmark[] = (() => {
  const parsed = parseCatalog({
    formatVersion: 1,
    id: 'b',
    currency: 'CNY',
    benchmarks: LPR,
    banks: [],
    products: [],
  });
  if (isLeft(parsed)) throw new Error('LPR');
  return parsed.right.benchmarks ?? [];
})();

const icbc = { id: 'icbc', labels: ['relending-21', SUBSIDY_BANK_LABEL] };

/** Shipped programmes by id, and whatever they name. */
const pick = (...ids: readonly string[]) => shipped.filter((one) => ids.includes(one.id));

/** A need of a province for equipment on a national list. */
function equipmentNeed(region: string, more: Partial<Need> = {}): Need {
  return need({
    purpose: 'equipment-renewal',
    enterprise: { id: 'e', region, industry: 'C3511', size: 'medium', labels: [], flags: [] },
    project: { id: 'p', lists: ['miit-1'], equipment: wan(10_000_000) },
    ...more,
  });
}

/** Conditions that ask a question are answered with yes: the vectors take them for granted. */
function answered(programmes: readonly Programme[]): readonly Programme[] {
  const isQuestion = (one: Criterion): boolean =>
    one.operator === 'ask' || ('criteria' in one && one.criteria.some(isQuestion));
  return programmes.map((one) => ({
    ...one,
    versions: one.versions.map((version) => ({
      ...version,
      conditions: (version.conditions ?? []).filter((condition) => !isQuestion(condition)),
    })),
  }));
}

describe('the eight vectors of the fact sheet', () => {
  test('1. 2024: on the list, re-lent, 10m for two years at 1.5 points: 300,000', () => {
    const programmes = pick('cn-equipment-subsidy', 'cn-tech-relending');
    const situation = {
      need: equipmentNeed('42'),
      bank: icbc,
      contractDay: day('2024-06-01'),
      supplierPaymentDay: day('2024-07-01'),
    };
    const stack = solve(programmes, bullet(1000, 3, 3, '2024-07-01'), situation, '2024-08-01');
    expect(stack.benefit).toBe(wan(30));
    expect(fate(stack, 'cn-equipment-subsidy').versionId).toBe('2024-1104');
    expect(stack.applied).toEqual(['cn-equipment-subsidy', 'cn-tech-relending']);
  });

  test('2. SME scheme: 60m under a cap of 50m: 1.5m; from August 2026 under 75m: 1.8m', () => {
    const programmes = answered(pick('cn-sme-subsidy'));
    const situation = { need: equipmentNeed('42') };
    const early = solve(programmes, bullet(6000, 2, 3, '2026-02-01'), situation, '2026-11-01');
    expect(early.benefit).toBe(wan(150));
    const late = solve(programmes, bullet(6000, 2, 3, '2026-09-01'), situation, '2026-11-01');
    expect(late.benefit).toBe(wan(180));
  });

  test('3. Jiangsu: 2m a year; 2026 8m a year cut to 6m; with a central subsidy 2.5 points', () => {
    const programmes = pick('js-equipment-province', 'js-equipment-city', 'js-leasing');
    const situation = { need: equipmentNeed('32') };
    const small = solve(programmes, bullet(10_000, 1, 3, '2025-01-01'), situation, '2025-02-01');
    expect(small.benefit).toBe(wan(200));
    const large = solve(programmes, bullet(40_000, 1, 3, '2026-01-01'), situation);
    expect(large.benefit).toBe(wan(600));
    // Both are paid month by month until the common cap is full.
    const cuts = ['js-equipment-province', 'js-equipment-city'].flatMap(
      (id) => fate(large, id).cuts,
    );
    expect(cuts).toMatchObject([
      { cause: 'cap', amount: wan(100), year: 2026 },
      { cause: 'cap', amount: wan(100), year: 2026 },
    ]);
    const central = answered(pick('cn-equipment-subsidy', 'cn-tech-relending'));
    const both = solve([...programmes, ...central], bullet(10_000, 1, 3, '2026-01-01'), {
      ...situation,
      bank: icbc,
    });
    expect(both.benefit).toBe(wan(250));
    expect(fate(both, 'js-equipment-city')).toMatchObject({
      state: 'replaced',
      amount: 0,
      rivals: [{ programmeId: 'cn-equipment-subsidy', rule: 'replaced-by' }],
    });
  });

  test('4. Hunan: 50m, digital and on the guide path: 650,000; 500m: 6.5m cut to 5m', () => {
    const programmes = pick('hn-technical-transformation');
    const situation = {
      need: equipmentNeed('43', {
        project: { id: 'p', direction: 'digital-transformation', lists: ['miit-guide-path'] },
      }),
    };
    const loan = (amount: number) => bullet(amount, 2, 3, '2024-02-01');
    expect(solve(programmes, loan(5000), situation).benefit).toBe(wan(65));
    const large = solve(programmes, loan(50_000), situation);
    expect(large.benefit).toBe(wan(500));
    expect(fate(large, 'hn-technical-transformation')).toMatchObject({
      trace: { rate: pc(1.3), accrued: wan(650) },
      cuts: [{ amount: wan(150) }],
    });
  });

  test('5. Shandong: 35 % of an LPR of 3.65 %: 1,277,500 a year; 2025 none beside the national', () => {
    const programmes = pick(
      'sd-technical-transformation',
      'cn-equipment-subsidy',
      'cn-tech-relending',
    );
    const situation = { need: equipmentNeed('37'), bank: icbc };
    const args = [situation, '2026-06-30', benchmarks] as const;
    const stack = solve(programmes, bullet(10_000, 1, 4, '2023-02-01'), ...args);
    expect(fate(stack, 'sd-technical-transformation').amount).toBe(wan(127.75));
    const national = solve(
      programmes,
      bullet(10_000, 1, 4, '2025-02-01'),
      { ...situation, supplierPaymentDay: day('2025-02-01'), obtained: ['cn-equipment-subsidy'] },
      '2026-06-30',
      benchmarks,
    );
    expect(fate(national, 'sd-technical-transformation')).toMatchObject({
      state: 'excluded',
      amount: 0,
      rivals: [{ programmeId: 'cn-equipment-subsidy', rule: 'excludes' }],
    });
  });

  test('6. Guangdong: 35 % of 3.20 % on 100m for one year: 1.12m; one scheme of two', () => {
    const programmes = pick('gd-manufacturing', 'gd-high-tech');
    const enterprise = { id: 'e', region: '44', industry: 'C35', labels: [{ id: 'high-tech' }] };
    const loan = bullet(10_000, 2, 3.2, '2026-01-01');
    const stack = solve(programmes, loan, { need: need({ enterprise }) });
    expect(stack.benefit).toBe(wan(112));
    expect(stack.applied).toHaveLength(1);
    const other = stack.fates.find((one) => one.state === 'excluded');
    expect(other?.rivals[0]?.rule).toBe('choose-one');
  });

  test('7. service scheme: 3.0 % less a local 2.5 points leaves 0.5: 5,000 yuan', () => {
    const local = programme('local', { benefit: points(2.5) }, { level: 'city' });
    const programmes = [...answered(pick('cn-service-subsidy')), local];
    const situation = { need: need({ enterprise: { id: 'e', industry: 'H6210' } }) };
    const stack = solve(programmes, bullet(100, 1, 3, '2025-09-01'), situation);
    expect(fate(stack, 'local').amount).toBe(wan(2.5));
    expect(fate(stack, 'cn-service-subsidy')).toMatchObject({
      state: 'capped',
      amount: wan(0.5),
      cuts: [{ cause: 'residual', amount: wan(0.5) }],
    });
    expect(stack.treasury.levels).toEqual([
      { level: 'central', amount: wan(0.45) },
      { level: 'province', amount: wan(0.05) },
      { level: 'city', amount: wan(2.5) },
    ]);
  });

  test('8. Sichuan: 400m at 1.5 %: 6m cut to 5m, paid back to who paid first', () => {
    const stack = solve(pick('sc-equipment'), bullet(40_000, 1, 3, '2024-02-01'), {
      need: equipmentNeed('51'),
    });
    expect(stack.benefit).toBe(wan(500));
    expect(stack.enterprise.payments.every((one) => one.timing === 'assumed')).toBe(true);
  });
});

describe('two axes of time', () => {
  const programmes = pick('cn-equipment-subsidy', 'cn-tech-relending');
  const loan = bullet(1000, 3, 3, '2024-07-01');
  const situation = {
    need: equipmentNeed('42'),
    bank: icbc,
    contractDay: day('2024-06-01'),
    supplierPaymentDay: day('2024-07-01'),
  };
  test.each([
    ['2024-03-31', 'not-yet-known', 0, undefined],
    ['2024-07-01', 'applied', 20, '2024-54'],
    ['2024-08-01', 'applied', 30, '2024-1104'],
    ['2025-06-30', 'applied', 30, '2024-155'],
    // The rule of 2026 governs loans of 2026, not this one.
    ['2026-06-30', 'applied', 30, '2024-155'],
  ])('as known on %s', (asOf, state, amountWan, versionId) => {
    const stack = solve(programmes, loan, situation, asOf);
    expect(fate(stack, 'cn-equipment-subsidy')).toMatchObject({ state, amount: wan(amountWan) });
    expect(fate(stack, 'cn-equipment-subsidy').versionId).toBe(versionId);
  });

  test('a contract of before the window counts since the rule of December 2024', () => {
    const early = { ...situation, contractDay: day('2024-02-01') };
    const states = ['2024-08-01', '2025-01-31'].map(
      (asOf) => fate(solve(programmes, loan, early, asOf), 'cn-equipment-subsidy').state,
    );
    expect(states).toEqual(['not-yet-known', 'applied']);
  });

  test('after 31 December 2026 the answer is unknown', () => {
    const late = { need: equipmentNeed('42'), bank: icbc };
    const stack = solve(
      answered(shipped),
      bullet(1000, 2, 3, '2027-01-04'),
      late,
      '2026-11-24',
      benchmarks,
    );
    for (const id of ['cn-equipment-subsidy', 'cn-sme-subsidy', 'cn-service-subsidy']) {
      expect(fate(stack, id)).toMatchObject({ state: 'expired', verdict: 'unknown', amount: 0 });
    }
  });

  test('re-lending by the date of the loan: share and rate of each version', () => {
    const terms = ['2024-06-01', '2025-06-01', '2026-06-01', '2026-10-08'].map((start) => {
      const stack = solve(programmes, bullet(1000, 3, 3, start), situation, '2026-11-24');
      const [one] = stack.bank.relending;
      return [one?.share, one?.rate];
    });
    expect(terms).toEqual([
      [pc(60), pc(1.75)],
      [pc(60), pc(1.5)],
      [pc(60), pc(1.25)],
      [pc(100), pc(1.25)],
    ]);
  });

  test('an unset figure pays nothing and says which', () => {
    const stack = solve(
      pick('hb-equipment-top-up'),
      loan,
      { need: equipmentNeed('4201') },
      '2026-06-30',
    );
    const later = solve(
      pick('hb-equipment-top-up'),
      bullet(1000, 2, 3),
      { need: equipmentNeed('4201') },
      '2026-06-30',
    );
    expect(fate(stack, 'hb-equipment-top-up').state).toBe('not-yet-in-force');
    expect(fate(later, 'hb-equipment-top-up')).toMatchObject({
      state: 'unset',
      amount: 0,
      missing: ['benefit', 'base', 'maximumMonths', 'caps', 'conditions'],
    });
  });
});

describe('the stacking rules by clause', () => {
  const jiangsuFirm = (industry: string) =>
    equipmentNeed('32', { enterprise: { id: 'e', region: '32', industry, size: 'medium' } });
  const central = () => answered(pick('cn-equipment-subsidy', 'cn-tech-relending'));

  test('S1 firm cap: what an earlier project took counts', () => {
    const programmes = pick('js-equipment-province', 'js-equipment-city', 'js-leasing');
    const situation = {
      need: equipmentNeed('32'),
      used: [
        { programme: 'js-equipment-city', scope: 'enterprise', year: 2025, subsidy: wan(1900) },
        { programme: 'js-equipment-city', scope: 'enterprise', year: 2024, subsidy: wan(1900) },
      ],
    } as const;
    const stack = solve(programmes, bullet(10_000, 1, 3, '2025-01-01'), situation, '2025-02-01');
    // 2 million a year, and 1 million left of the 20 million of 2025.
    expect(stack.benefit).toBe(wan(100));
  });

  test('S3 national and provincial add up', () => {
    const programmes = [...pick('js-transport'), ...central()];
    const situation = { need: jiangsuFirm('G5431'), bank: icbc };
    const stack = solve(programmes, bullet(1000, 2, 4), situation);
    expect(stack.benefit).toBe(wan(30 + 30));
  });

  test('S5 Hunan from 2025: 1.2 %, two years, two projects a year', () => {
    const programmes = pick('hn-technical-transformation');
    const project = { id: 'p', investment: wan(20_000) };
    const loan = bullet(5000, 3, 3, '2025-03-01');
    const situation = { need: equipmentNeed('43', { project }) };
    expect(solve(programmes, loan, situation).benefit).toBe(wan(120));
    const third = solve(programmes, loan, {
      ...situation,
      used: [
        { programme: 'hn-technical-transformation', scope: 'enterprise', year: 2025, count: 2 },
      ],
    });
    expect(fate(third, 'hn-technical-transformation').state).toBe('used-up');
  });

  test('S8 the pool is empty: first come, first served', () => {
    const enterprise = { id: 'e', region: '44', industry: 'C35', labels: [] };
    const pool = wan(20_000_000);
    const stack = solve(pick('gd-manufacturing', 'gd-high-tech'), bullet(100, 1, 3.2), {
      need: need({ enterprise }),
      used: [
        {
          programme: 'gd-manufacturing',
          scope: 'pool',
          year: 2026,
          principal: (pool - 1) as Money,
        },
      ],
    });
    expect(fate(stack, 'gd-manufacturing').state).toBe('used-up');
  });

  test('S11 one central subsidy on one loan: the one that pays more', () => {
    const programmes = [...central(), ...answered(pick('cn-sme-subsidy'))];
    const situation = { need: equipmentNeed('42'), bank: icbc };
    const stack = solve(programmes, bullet(6000, 2, 3, '2026-02-01'), situation);
    expect(stack.applied).toContain('cn-equipment-subsidy');
    expect(stack.benefit).toBe(wan(180));
    expect(fate(stack, 'cn-sme-subsidy')).toMatchObject({
      state: 'excluded',
      rivals: [{ programmeId: 'cn-equipment-subsidy', rule: 'excludes' }],
    });
  });

  test('S12 never a negative rate: the later tier is cut', () => {
    const programmes = [
      programme('wide', { benefit: points(2) }, { level: 'central' }),
      programme('near', { benefit: points(2) }, { level: 'county' }),
    ];
    const stack = solve(programmes, bullet(1000, 1, 3));
    expect(stack.benefit).toBe(wan(30));
    expect(stack.enterprise.netCost).toBe(0);
    expect(fate(stack, 'near')).toMatchObject({
      amount: wan(10),
      cuts: [{ cause: 'floor', amount: wan(10) }],
    });
  });
});

describe('the three views', () => {
  const programmes = answered(pick('cn-equipment-subsidy', 'cn-tech-relending'));
  const situation = { need: equipmentNeed('42'), bank: icbc, fundingRate: pc(1.85) };
  const loan: Loan = {
    ...bullet(1000, 3, 3, '2026-02-01'),
    repayment: { kind: 'equal-principal' },
  };
  const stack = solve(programmes, loan, situation);

  test('bank: claims for three years, each on what is out', () => {
    const [one] = stack.bank.relending;
    expect(one).toMatchObject({
      share: pc(60),
      rate: pc(1.25),
      spread: pc(1.75),
      advantage: pc(0.36),
    });
    expect(one?.claims.map((claim) => [printDay(claim.from), claim.claimable])).toEqual([
      ['2026-02-01', wan(600)],
      // 24 and 12 of 36 parts are left; the parts are rounded down, the last takes the rest.
      ['2027-02-01', 400_000_005],
      ['2028-02-01', 200_000_011],
    ]);
  });

  test('treasury: by quarter, summing to the subsidy', () => {
    const quarters = stack.treasury.spending.map((one) => `${one.year} Q${one.quarter}`);
    expect([quarters[0], quarters.at(-1), quarters.length]).toEqual(['2026 Q1', '2028 Q1', 9]);
    expect(stack.treasury.total).toBe(stack.benefit);
  });

  test('enterprise: the effective rate falls by about the points while they last', () => {
    const { before, after, months, grossCost, netCost } = stack.enterprise;
    if (before.kind !== 'one' || after.kind !== 'one') throw new Error('no rate');
    expect(before.rate.annual).toBeCloseTo(0.0304, 3);
    expect(after.rate.annual).toBeLessThan(before.rate.annual - 0.01);
    expect(months.reduce((sum, month) => sum + month.netCost, 0)).toBe(netCost);
    expect(grossCost - netCost).toBe(stack.benefit);
  });
});
