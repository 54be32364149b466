import {
  allOf,
  evaluate,
  explainCriterion,
  type FactList,
  type FieldRegistry,
  type Reason,
  type Verdict,
} from '../criteria/index.ts';
import type { Programme } from '../model/index.ts';
import type { Day } from '../units/day.ts';

/** Whether a loan meets a programme's conditions on a day. Its effect on the price is not computed. */
export interface ProgrammeState {
  readonly programmeId: string;
  /** `unknown` also after the rule's last day: nothing is extrapolated. */
  readonly verdict: Verdict;
  readonly state: 'in-force' | 'not-yet-known' | 'not-yet-in-force' | 'expired';
  /** The conditions that do not pass. */
  readonly reasons: readonly Reason[];
}

/** Judges a programme's conditions over the facts of one need, product and bank. */
export function programmeState(
  programme: Programme,
  facts: FactList,
  registry: FieldRegistry,
  asOf: Day,
): ProgrammeState {
  const programmeId = programme.id;
  const state = stateOn(programme, asOf);
  if (state === 'expired') return { programmeId, state, verdict: 'unknown', reasons: [] };
  if (state !== 'in-force') return { programmeId, state, verdict: 'fail', reasons: [] };
  const conditions = programme.conditions ?? [];
  const verdict = allOf(conditions.map((one) => evaluate(one, facts, registry)));
  const reasons = conditions.map((one) => explainCriterion(one, facts, registry));
  return { programmeId, state, verdict, reasons: reasons.filter((one) => one.verdict !== 'pass') };
}

function stateOn(programme: Programme, asOf: Day): ProgrammeState['state'] {
  if (asOf < (programme.knownFrom ?? programme.validFrom)) return 'not-yet-known';
  if (asOf < programme.validFrom) return 'not-yet-in-force';
  return asOf <= (programme.validTo ?? asOf) ? 'in-force' : 'expired';
}
