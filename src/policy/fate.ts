import type { Reason, Verdict } from '../criteria/index.ts';
import type { BenefitCap, Source, StackRule } from '../model/index.ts';
import type { Day } from '../units/day.ts';
import type { Money } from '../units/money.ts';
import type { Rate } from '../units/rate.ts';
import type { BenefitBasis } from './basis.ts';
import type { Candidate, OutState } from './candidate.ts';
import {
  barrierBetween,
  eligibleBalance,
  type LimitOrigin,
  type NamedLimit,
  requiresOf,
} from './problem.ts';
import type { SolvedStack } from './solved.ts';

/** What became of a programme. */
export type FateState = 'applied' | 'capped' | 'replaced' | 'excluded' | OutState;

/** Why a programme pays less than it would alone. */
export interface Cut {
  readonly cause: LimitOrigin['cause'];
  readonly amount: Money;
  /** Of a cap. */
  readonly cap?: BenefitCap;
  /** Whose cap it is. */
  readonly programmeId?: string;
  readonly year?: number;
  /** What earlier loans had used up of the cap. */
  readonly used?: Money;
  readonly clause?: string;
}

/** A programme that stands in another's way. */
export interface Rival {
  readonly programmeId: string;
  readonly rule: StackRule['rule'];
  readonly clause?: string;
}

/** How an amount came about, from the figures of the version to what was accrued. */
export interface BenefitTrace {
  /** A year, on the eligible principal; absent: a one-off or no money at all. */
  readonly rate?: Rate;
  /** Largest eligible principal. */
  readonly base: Money;
  readonly from: Day;
  /** First day that no longer counts. */
  readonly to: Day;
  /** Before caps. */
  readonly accrued: Money;
  /** The days that count, in stretches of one balance: their amounts sum to `accrued` and `paid`. */
  readonly steps: readonly BenefitStep[];
}

/** One stretch of days of a benefit. */
export interface BenefitStep {
  readonly from: Day;
  readonly to: Day;
  /** Eligible principal. */
  readonly base: Money;
  readonly accrued: Money;
  /** After caps and the floor; nothing where the programme does not stand. */
  readonly paid: Money;
}

/** One programme's part in the stack, or why it has none. */
export interface Fate {
  readonly programmeId: string;
  readonly versionId?: string;
  readonly source?: Source;
  readonly state: FateState;
  /** Of the conditions. */
  readonly verdict: Verdict;
  /** What it pays over the life of the loan. */
  readonly amount: Money;
  readonly trace?: BenefitTrace;
  readonly cuts: readonly Cut[];
  readonly rivals: readonly Rival[];
  /** Conditions that do not pass. */
  readonly reasons: readonly Reason[];
  /** Facts and figures without which nothing can be said. */
  readonly missing: readonly string[];
}

/** The fate of every programme, in the order of the pack. */
export function fatesOf(solved: SolvedStack): readonly Fate[] {
  return solved.judged.map((candidate) => fateOf(candidate, solved));
}

function fateOf(candidate: Candidate, solved: SolvedStack): Fate {
  const { problem, solution } = solved;
  const { programme, version, verdict, reasons, missing } = candidate;
  const head = {
    programmeId: programme.id,
    ...(version === undefined ? {} : { versionId: version.id, source: version.source }),
    verdict,
    reasons,
    missing,
  };
  const nothing = { amount: 0 as Money, cuts: [], rivals: [] };
  const p = problem.candidates.indexOf(candidate);
  if (p < 0) return { ...head, ...nothing, state: candidate.out ?? 'ineligible' };
  const trace = traceOf(candidate, p, solved);
  if (!solution.chosen.includes(p)) {
    const rivals = rivalsOf(candidate, solved);
    const isReplaced = rivals.some((rival) => rival.rule === 'replaced-by');
    return { ...head, ...nothing, ...trace, rivals, state: isReplaced ? 'replaced' : 'excluded' };
  }
  const { pieces } = problem;
  const amount = sum(solution.paid.subarray(p * pieces, (p + 1) * pieces)) as Money;
  const cuts = cutsOf(p, solved);
  const state = cuts.length > 0 ? 'capped' : 'applied';
  return { ...head, ...trace, state, amount, cuts, rivals: [] };
}

const sum = (cells: Float64Array) => cells.reduce((total, cell) => total + cell, 0);

function traceOf({ basis }: Candidate, p: number, solved: SolvedStack): { trace?: BenefitTrace } {
  if (basis === undefined) return {};
  const { pieces, accrued } = solved.problem;
  return {
    trace: {
      ...(basis.rate === undefined ? {} : { rate: basis.rate }),
      base: largestBase(basis, solved),
      from: basis.from,
      to: basis.to,
      accrued: sum(accrued.subarray(p * pieces, (p + 1) * pieces)) as Money,
      steps: stepsOf(basis, p, solved),
    },
  };
}

function stepsOf(basis: BenefitBasis, p: number, solved: SolvedStack): readonly BenefitStep[] {
  const { problem, solution, grid } = solved;
  const stands = solution.chosen.includes(p);
  return grid.pieces.flatMap((piece, i): readonly BenefitStep[] => {
    const cell = p * problem.pieces + i;
    const accrued = problem.accrued[cell] as Money;
    if (accrued === 0) return [];
    const paid = (stands ? solution.paid[cell] : 0) as Money;
    const base = eligibleBalance(basis, piece) as Money;
    return [{ from: piece.from, to: piece.to, base, accrued, paid }];
  });
}

function largestBase(basis: BenefitBasis, { grid }: SolvedStack): Money {
  return Math.max(0, ...grid.pieces.map((piece) => eligibleBalance(basis, piece))) as Money;
}

/** The chosen programmes beside which one may not stand, or those that it lacks. */
function rivalsOf(candidate: Candidate, { problem, solution }: SolvedStack): readonly Rival[] {
  const rivals = solution.chosen.flatMap((index): readonly Rival[] => {
    const other = problem.candidates[index] as Candidate;
    const barrier = barrierBetween(candidate, other);
    return barrier === undefined ? [] : [{ programmeId: other.programme.id, ...barrier }];
  });
  if (rivals.length > 0) return rivals;
  const lists = requiresOf(candidate, problem.candidates);
  const rules = candidate.version?.stacking?.filter((rule) => rule.rule === 'requires') ?? [];
  return lists.flatMap((list, index): readonly Rival[] => {
    if (list.some((other) => solution.chosen.includes(other))) return [];
    const rule = rules[index];
    if (rule === undefined || rule.rule === 'choose-one') return [];
    const clause = rule.clause === undefined ? {} : { clause: rule.clause };
    const named = rule.other.programmes ?? [rule.other.kinds, rule.other.levels].flat().join(' ');
    return [named].flat().map((id) => ({ programmeId: id ?? '', rule: 'requires', ...clause }));
  });
}

/** Which full limits hold a programme's cells down, each named once. */
function cutsOf(p: number, { problem, solution }: SolvedStack): readonly Cut[] {
  const { pieces, accrued } = problem;
  const { paid } = solution;
  // The narrower reason first: what others leave, before the floor that holds for all.
  const rooms = problem.rooms.toSorted(
    (a, b) => Number(a.origin.cause === 'floor') - Number(b.origin.cause === 'floor'),
  );
  const full = [...problem.caps, ...rooms].filter(
    (limit) =>
      limit.cells.reduce((total, cell) => total + (paid[cell] as number), 0) >= limit.amount,
  );
  const cuts = new Map<string, { origin: LimitOrigin; amount: number }>();
  for (let cell = p * pieces; cell < (p + 1) * pieces; cell++) {
    const amount = (accrued[cell] as number) - (paid[cell] as number);
    if (amount === 0) continue;
    const limit = full.find((one: NamedLimit) => one.cells.includes(cell));
    if (limit === undefined) continue;
    const key = keyOf(limit.origin);
    const before = cuts.get(key)?.amount ?? 0;
    cuts.set(key, { origin: limit.origin, amount: before + amount });
  }
  return [...cuts.values()].map(({ origin, amount }) => tellCut(origin, amount, problem));
}

function keyOf(origin: LimitOrigin): string {
  if (origin.cause !== 'cap') return origin.cause;
  const { programme, cap, year } = origin;
  return `${programme} ${cap.scope} ${cap.per} ${cap.amount} ${year ?? ''}`;
}

function tellCut(origin: LimitOrigin, amount: number, { candidates }: SolvedStack['problem']): Cut {
  const cut = { cause: origin.cause, amount: amount as Money };
  if (origin.cause === 'floor') return cut;
  if (origin.cause === 'residual') {
    return origin.clause === undefined ? cut : { ...cut, clause: origin.clause };
  }
  const { cap, programme, year, used } = origin;
  return {
    ...cut,
    cap,
    programmeId: candidates[programme]?.programme.id ?? '',
    ...(year === undefined ? {} : { year }),
    ...(used === 0 ? {} : { used: used as Money }),
    ...(cap.clause === undefined ? {} : { clause: cap.clause }),
  };
}
