import type { BenefitCap, FundingShare, Level } from '../model/index.ts';
import { mulDiv } from '../units/arithmetic.ts';
import { civilOf } from '../units/civil.ts';
import type { Money } from '../units/money.ts';
import { RATE_ONE } from '../units/rate.ts';
import type { SolvedStack } from './solved.ts';

/** What one tier pays under one programme for one calendar quarter. */
export interface TreasurySpend {
  readonly level: Level;
  readonly programmeId: string;
  readonly year: number;
  /** 1 to 4. */
  readonly quarter: number;
  readonly amount: Money;
}

/** A pool budget and what this loan takes from it. */
export interface PoolState {
  readonly programmeId: string;
  readonly cap: BenefitCap;
  readonly year?: number;
  /** By earlier loans. */
  readonly used: Money;
  readonly spent: Money;
  readonly left: Money;
}

/** What the treasuries see: by tier, programme, year and quarter; and what is left of the pools. */
export interface TreasuryView {
  readonly spending: readonly TreasurySpend[];
  /** By tier, in the order central to county; tiers that pay nothing are not listed. */
  readonly levels: readonly { readonly level: Level; readonly amount: Money }[];
  readonly total: Money;
  readonly pools: readonly PoolState[];
}

const LEVELS: readonly Level[] = ['central', 'province', 'city', 'county'];

/** Spending by the quarter in which it is earned. The parts sum to the whole, to the minor unit. */
export function treasuryView(solved: SolvedStack): TreasuryView {
  const { problem, solution, grid, schedule } = solved;
  const { pieces } = problem;
  const first = civilOf(schedule.loan.start);
  const spending = new Map<string, TreasurySpend>();
  for (const p of solution.chosen) {
    const candidate = problem.candidates[p];
    if (candidate === undefined) continue;
    const programmeId = candidate.programme.id;
    const funding = candidate.version?.funding ?? [
      { level: candidate.programme.level, share: RATE_ONE },
    ];
    let paid = 0;
    for (let i = 0; i < pieces; i++) {
      const cell = solution.paid[p * pieces + i] as number;
      if (cell === 0) continue;
      const { year, quarter } = grid.pieces[i] ?? {
        year: first.year,
        quarter: Math.ceil(first.month / 3),
      };
      const before = splitByFunding(paid, funding);
      const after = splitByFunding(paid + cell, funding);
      paid += cell;
      funding.forEach(({ level }, index) => {
        const amount = (after[index] as number) - (before[index] as number);
        const key = `${LEVELS.indexOf(level)} ${programmeId} ${year} ${quarter}`;
        const sum = ((spending.get(key)?.amount ?? 0) + amount) as Money;
        spending.set(key, { level, programmeId, year, quarter, amount: sum });
      });
    }
  }
  const rows = [...spending.values()].sort(byTier);
  const levels = LEVELS.map((level) => ({
    level,
    amount: total(rows.filter((row) => row.level === level)),
  })).filter(({ amount }) => amount > 0);
  return { spending: rows, levels, total: total(rows), pools: poolsOf(solved) };
}

const total = (rows: readonly { readonly amount: number }[]) =>
  rows.reduce((sum, row) => sum + row.amount, 0) as Money;

function byTier(a: TreasurySpend, b: TreasurySpend): number {
  return (
    LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level) || a.year - b.year || a.quarter - b.quarter
  );
}

/** Shares of a running total, each rounded down; the last tier takes the rest. */
function splitByFunding(amount: number, funding: readonly FundingShare[]): readonly number[] {
  let left = amount;
  return funding.map(({ share }, index) => {
    const part = index === funding.length - 1 ? left : mulDiv(amount, share, RATE_ONE, 'down');
    left -= part;
    return part;
  });
}

function poolsOf({ problem, solution }: SolvedStack): readonly PoolState[] {
  return problem.caps.flatMap(({ cells, amount, origin }): readonly PoolState[] => {
    if (origin.cause !== 'cap' || origin.cap.scope !== 'pool') return [];
    const spent = cells.reduce((sum, cell) => sum + (solution.paid[cell] as number), 0);
    return [
      {
        programmeId: problem.candidates[origin.programme]?.programme.id ?? '',
        cap: origin.cap,
        ...(origin.year === undefined ? {} : { year: origin.year }),
        used: origin.used as Money,
        spent: spent as Money,
        left: (amount - spent) as Money,
      },
    ];
  });
}
