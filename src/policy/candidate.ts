import { allOf, evaluate, explainCriterion, type Reason, type Verdict } from '../criteria/index.ts';
import type { Programme, ProgrammeVersion, UnsetFigure } from '../model/index.ts';
import { mulDiv } from '../units/arithmetic.ts';
import { civilOf } from '../units/civil.ts';
import type { Day } from '../units/day.ts';
import { RATE_ONE } from '../units/rate.ts';
import { type BasisContext, type BenefitBasis, basisOf } from './basis.ts';
import type { PolicySituation, PolicyUse } from './situation.ts';
import { usedBefore } from './usage.ts';
import { governingVersion, type LoanDays, type VersionChoice } from './version.ts';

/** Why a programme takes no part in the search for the best stack. */
export type OutState =
  | Exclude<VersionChoice['state'], 'in-force' | 'undated'>
  | 'ineligible'
  | 'undetermined'
  | 'unset'
  | 'used-up';

/** One programme for one loan. */
export interface Candidate {
  readonly programme: Programme;
  readonly version?: ProgrammeVersion;
  readonly verdict: Verdict;
  /** Absent: it takes part. */
  readonly out?: OutState;
  /** Conditions that do not pass. */
  readonly reasons: readonly Reason[];
  /** Facts and figures that are missing, by name. */
  readonly missing: readonly string[];
  readonly basis?: BenefitBasis;
}

/** What all candidates of one loan share. */
export interface CandidateContext extends BasisContext {
  readonly asOf: Day;
  /** The governing version, where it is known already. */
  readonly choices?: ReadonlyMap<Programme, VersionChoice>;
  /** `false`: only verdicts are asked for, not the figures behind them. */
  readonly withReasons: boolean;
}

/** The governing versions of programmes on the day of a loan. */
export function choicesOn(
  programmes: readonly Programme[],
  days: LoanDays,
  asOf: Day,
): ReadonlyMap<Programme, VersionChoice> {
  return new Map(programmes.map((one) => [one, governingVersion(one, days, asOf)]));
}

/** Judges one programme: version, conditions, figures, limits of number; then its basis. */
export function judgeProgramme(programme: Programme, context: CandidateContext): Candidate {
  const { situation, facts, registry, asOf } = context;
  const choice =
    context.choices?.get(programme) ?? governingVersion(programme, daysOf(situation), asOf);
  const bare = { programme, verdict: 'unknown' as Verdict, reasons: [], missing: [] };
  if (choice.state === 'not-yet-known' || choice.state === 'not-yet-in-force') {
    return { ...bare, out: choice.state };
  }
  const { version } = choice;
  if (choice.state === 'expired') return { ...bare, version, out: 'expired' };
  if (choice.state === 'undated') {
    return { ...bare, version, out: 'undetermined', missing: ['contractDay'] };
  }
  const conditions = version.conditions ?? [];
  const verdict = allOf(conditions.map((one) => evaluate(one, facts, registry)));
  const reasons = context.withReasons
    ? conditions
        .map((one) => explainCriterion(one, facts, registry))
        .filter((reason) => reason.verdict !== 'pass')
    : [];
  const judged = { programme, version, verdict, reasons, missing: [] };
  if (verdict === 'fail') return { ...judged, out: 'ineligible' };
  const unset = unsetFigures(version);
  if (unset.length > 0) return { ...judged, out: 'unset', missing: unset };
  if (verdict === 'unknown' && !context.optimistic) return { ...judged, out: 'undetermined' };
  if (isUsedUp(programme.id, version, context)) return { ...judged, out: 'used-up' };
  const result = basisOf(programme.id, version, context);
  if ('missing' in result) return { ...judged, out: 'undetermined', missing: result.missing };
  return { ...judged, basis: result.basis };
}

/** The days of a loan by which versions are chosen. */
export function daysOf({ loan, contractDay }: PolicySituation): LoanDays {
  return {
    disbursement: loan.start,
    ...(contractDay === undefined ? {} : { contract: contractDay }),
  };
}

function unsetFigures(version: ProgrammeVersion): readonly UnsetFigure[] {
  const named = version.unset ?? [];
  const isOpen = version.benefit === undefined && !named.includes('benefit');
  return isOpen ? ['benefit', ...named] : named;
}

/** Whether earlier loans have reached a limit of number, or of the principal that a pool supports. */
function isUsedUp(id: string, version: ProgrammeVersion, { situation }: CandidateContext): boolean {
  const { year } = civilOf(situation.loan.start);
  const used = (scope: PolicyUse['scope'], per: 'year' | 'life', of: 'count' | 'principal') =>
    usedBefore(situation.used, {
      programmes: [id],
      scope,
      of,
      ...(per === 'year' ? { year } : {}),
    });
  const { benefit } = version;
  const share = benefit?.kind === 'relending' ? benefit.share : RATE_ONE;
  const principal = mulDiv(situation.loan.principal, share, RATE_ONE, 'down');
  return (
    (version.counts ?? []).some((one) => used(one.scope, one.per, 'count') >= one.limit) ||
    (version.caps ?? []).some(
      (one) =>
        one.of === 'principal' && used('pool', one.per, 'principal') + principal > one.amount,
    )
  );
}
