import { dayCountDenominator, type TimeCount, yearFraction } from '../cashflow/index.ts';
import { type BenefitCap, type ProgrammeVersion, type StackRule, selects } from '../model/index.ts';
import { mulDiv } from '../units/arithmetic.ts';
import { civilOf } from '../units/civil.ts';
import { RATE_ONE, type Rate } from '../units/rate.ts';
import type { BenefitBasis } from './basis.ts';
import type { Candidate } from './candidate.ts';
import type { Grid, Piece } from './grid.ts';
import type { PolicySituation } from './situation.ts';
import type { Limit, StackProblem } from './solve.ts';
import { usedBefore } from './usage.ts';

/** Where a limit comes from. */
export type LimitOrigin =
  | {
      readonly cause: 'cap';
      readonly programme: number;
      readonly cap: BenefitCap;
      readonly year?: number;
      /** Used up before this loan. */
      readonly used: number;
    }
  /** The interest itself: 财办金〔2020〕13号, never to a negative rate. */
  | { readonly cause: 'floor' }
  /** The interest that other programmes leave. */
  | { readonly cause: 'residual'; readonly programme: number; readonly clause?: string };

export interface NamedLimit extends Limit {
  readonly origin: LimitOrigin;
}

/** The plain numbers of one loan's candidates, and the way back to their names. */
export interface NamedProblem extends StackProblem {
  readonly candidates: readonly Candidate[];
  readonly caps: readonly NamedLimit[];
  readonly rooms: readonly NamedLimit[];
}

/**
 * Lays the candidates of a loan out in cells. The last column of a programme's row is what it pays
 * once; the others are the pieces of the grid.
 */
export function createProblem(
  candidates: readonly Candidate[],
  grid: Grid,
  situation: PolicySituation,
): NamedProblem {
  const pieces = grid.pieces.length + 1;
  const accrued = new Float64Array(candidates.length * pieces);
  candidates.forEach(({ basis, version }, p) => {
    if (basis === undefined || version === undefined) return;
    accrued.set(accrue(basis, version, grid), p * pieces);
    accrued[(p + 1) * pieces - 1] = basis.once ?? 0;
  });
  const obtained = situation.obtained ?? [];
  const fixed = candidates.flatMap((one, p) => (obtained.includes(one.programme.id) ? [p] : []));
  const favoured = candidates.flatMap((one, p) => (one.programme.kind === 'relending' ? [p] : []));
  return {
    candidates,
    programmes: candidates.length,
    pieces,
    accrued,
    caps: capLimits(candidates, grid, situation),
    rooms: roomLimits(candidates, grid),
    conflicts: conflictsOf(candidates),
    requires: candidates.map((one) => requiresOf(one, candidates)),
    fixed,
    favoured,
  };
}

/**
 * Subsidy by piece: eligible balance x rate x time, the running total rounded half-up, so that two
 * years of monthly parts are what two years at once would be.
 */
function accrue(basis: BenefitBasis, version: ProgrammeVersion, grid: Grid): Float64Array {
  const time = timeOf(version, grid);
  const divisor = BigInt(RATE_ONE * time.denominator);
  const amounts = new Float64Array(grid.pieces.length);
  let numerator = 0n;
  let before = 0;
  grid.pieces.forEach((piece, index) => {
    if (basis.rate === undefined || piece.from < basis.from || piece.to > basis.to) return;
    const days = Math.max(time.between(piece.from, piece.to), 0);
    numerator += BigInt(eligibleBalance(basis, piece)) * BigInt(rateOf(basis, piece) * days);
    const sum = Number((2n * numerator + divisor) / (2n * divisor));
    amounts[index] = sum - before;
    before = sum;
  });
  return amounts;
}

function timeOf({ dayCount }: ProgrammeVersion, grid: Grid): TimeCount {
  if (dayCount === undefined) return grid.months;
  return {
    denominator: dayCountDenominator(dayCount),
    between: (from, to) => yearFraction(dayCount, from, to).numerator,
  };
}

/** The part of a piece's balance that the benefit is counted on, rounded down. */
export function eligibleBalance(basis: BenefitBasis, piece: Piece): number {
  const share =
    basis.eligible === basis.principal
      ? piece.balance
      : mulDiv(piece.balance, basis.eligible, basis.principal, 'down');
  return Math.min(share, basis.baseCap);
}

function rateOf(basis: BenefitBasis, piece: Piece): Rate {
  if (basis.shareOfRate === undefined) return basis.rate ?? (0 as Rate);
  return mulDiv(piece.rate, basis.shareOfRate, RATE_ONE, 'down') as Rate;
}

/** Caps on subsidy money, less what was used before; one limit for each year that the loan touches. */
function capLimits(
  candidates: readonly Candidate[],
  grid: Grid,
  situation: PolicySituation,
): readonly NamedLimit[] {
  // What is paid once counts in the year in which the loan begins.
  const onceYear = civilOf(situation.loan.start).year;
  const years = [...grid.pieces.map((piece) => piece.year), onceYear];
  const pieces = years.length;
  const limitOf = (cap: BenefitCap, programme: number, year: number | undefined) => {
    const own = candidates[programme]?.programme.id ?? '';
    const ids = [own, ...(cap.with ?? [])];
    const members = candidates.flatMap((one, p) => (ids.includes(one.programme.id) ? [p] : []));
    const cells = members.flatMap((p) =>
      years.flatMap((one, i) => (year === undefined || one === year ? [p * pieces + i] : [])),
    );
    const used =
      cap.scope === 'loan'
        ? 0
        : usedBefore(situation.used, {
            programmes: ids,
            scope: cap.scope,
            of: 'subsidy',
            ...(year === undefined ? {} : { year }),
          });
    const origin = { cause: 'cap', programme, cap, used } as const;
    const amount = Math.max(cap.amount - used, 0);
    return { cells, amount, origin: year === undefined ? origin : { ...origin, year } };
  };
  return candidates.flatMap(({ version, basis }, programme) =>
    (basis === undefined ? [] : (version?.caps ?? [])).flatMap((cap): readonly NamedLimit[] => {
      if (cap.of === 'principal') return [];
      if (cap.per === 'life') return [limitOf(cap, programme, undefined)];
      return [...new Set(years)].map((year) => limitOf(cap, programme, year));
    }),
  );
}

/** Nothing is paid beyond the interest of a piece, nor beyond what a residual rule leaves of it. */
function roomLimits(candidates: readonly Candidate[], grid: Grid): readonly NamedLimit[] {
  const pieces = grid.pieces.length + 1;
  const all = candidates.map((_, p) => p);
  const groups: { members: readonly number[]; origin: LimitOrigin }[] = [
    { members: all, origin: { cause: 'floor' } },
  ];
  candidates.forEach((candidate, programme) => {
    for (const rule of rulesOf(candidate, 'residual')) {
      const members = all.filter((p) => p === programme || selectsCandidate(rule, candidates[p]));
      const clause = rule.clause === undefined ? {} : { clause: rule.clause };
      groups.push({ members, origin: { cause: 'residual', programme, ...clause } });
    }
  });
  return groups.flatMap(({ members, origin }) =>
    grid.pieces.map((piece, i) => ({
      cells: members.map((p) => p * pieces + i),
      amount: piece.interest,
      origin,
    })),
  );
}

type OtherRule = Exclude<StackRule, { readonly rule: 'choose-one' }>;

function rulesOf({ version }: Candidate, name: OtherRule['rule']): readonly OtherRule[] {
  return (version?.stacking ?? []).filter((rule): rule is OtherRule => rule.rule === name);
}

function selectsCandidate(rule: OtherRule, candidate: Candidate | undefined): boolean {
  return candidate !== undefined && selects(rule.other, candidate.programme);
}

/** A rule that keeps two programmes apart, from the side of the first. */
export interface Barrier {
  readonly rule: StackRule['rule'];
  readonly clause?: string;
}

/** What keeps `one` from standing beside `other`, in the words of either. */
export function barrierBetween(one: Candidate, other: Candidate): Barrier | undefined {
  if (one.programme.id === other.programme.id) return undefined;
  for (const rule of one.version?.stacking ?? []) {
    if (rule.rule === 'choose-one' && groupsOf(other).includes(rule.group)) return barrier(rule);
    const isApart = rule.rule === 'replaced-by' || rule.rule === 'excludes';
    if (isApart && selectsCandidate(rule, other)) return barrier(rule);
  }
  const mirrored = [...rulesOf(other, 'excludes'), ...rulesOf(other, 'replaced-by')];
  const found = mirrored.find((rule) => selectsCandidate(rule, one));
  return found === undefined ? undefined : { ...barrier(found), rule: 'excludes' };
}

function barrier({ rule, clause }: StackRule): Barrier {
  return clause === undefined ? { rule } : { rule, clause };
}

function groupsOf({ version }: Candidate): readonly string[] {
  return (version?.stacking ?? []).flatMap((rule) =>
    rule.rule === 'choose-one' ? [rule.group] : [],
  );
}

/** Pairs of candidates that may not stand together. */
export function conflictsOf(
  candidates: readonly Candidate[],
): readonly (readonly [number, number])[] {
  const pairs: (readonly [number, number])[] = [];
  candidates.forEach((one, a) => {
    candidates.slice(0, a).forEach((other, b) => {
      if (barrierBetween(one, other) !== undefined) pairs.push([b, a]);
    });
  });
  return pairs;
}

/** For each rule, the candidates of which one must stand. */
export function requiresOf(
  candidate: Candidate,
  candidates: readonly Candidate[],
): readonly (readonly number[])[] {
  return rulesOf(candidate, 'requires').map((rule) =>
    candidates.flatMap((other, p) =>
      other.programme.id !== candidate.programme.id && selectsCandidate(rule, other) ? [p] : [],
    ),
  );
}
