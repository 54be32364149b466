import { knownFrom, type Programme, type ProgrammeVersion } from '../model/index.ts';
import type { Day } from '../units/day.ts';

/** The days of a loan by which a version is chosen. */
export interface LoanDays {
  readonly disbursement: Day;
  /** Absent: unknown. */
  readonly contract?: Day;
}

/** Which version governs a loan, as one saw it on a day. */
export type VersionChoice =
  | { readonly state: 'in-force'; readonly version: ProgrammeVersion }
  /** In force on the loan's day, and published only later than the day of the question. */
  | { readonly state: 'not-yet-known' }
  /** The loan is earlier than the first day of any version known. */
  | { readonly state: 'not-yet-in-force' }
  /** The loan is later than the last day known: nothing is extrapolated. */
  | { readonly state: 'expired'; readonly version: ProgrammeVersion }
  /** The day that decides is not known. */
  | { readonly state: 'undated'; readonly version: ProgrammeVersion };

/**
 * The version that governs a loan: of those known on `asOf` whose first day has come, the one that
 * no other of them supersedes. A successor takes over on its own first day; before it, the
 * predecessor stands. `checkProgrammes` has made sure that there is one at most.
 */
export function governingVersion(programme: Programme, days: LoanDays, asOf: Day): VersionChoice {
  const known = programme.versions.filter((version) => knownFrom(version) <= asOf);
  const begun = known.filter(
    (version) => version.validFrom <= (dayFor(version, days) ?? -Infinity),
  );
  const undated = known.find((version) => dayFor(version, days) === undefined);
  if (undated !== undefined && begun.length === 0) return { state: 'undated', version: undated };
  const replaced = new Set(begun.map((version) => version.supersedes));
  const heads = begun.filter((version) => !replaced.has(version.id));
  // Of versions one after the other, the last that began.
  const version = heads.reduce<ProgrammeVersion | undefined>(
    (last, one) => (last === undefined || one.validFrom >= last.validFrom ? one : last),
    undefined,
  );
  if (version === undefined) {
    const later = programme.versions.some((one) => covers(one, days) && knownFrom(one) > asOf);
    return { state: later ? 'not-yet-known' : 'not-yet-in-force' };
  }
  const state = covers(version, days) ? 'in-force' : 'expired';
  return { state, version };
}

function dayFor(version: ProgrammeVersion, days: LoanDays): Day | undefined {
  return version.datedBy === 'contract' ? days.contract : days.disbursement;
}

function covers(version: ProgrammeVersion, days: LoanDays): boolean {
  const day = dayFor(version, days);
  if (day === undefined) return false;
  return version.validFrom <= day && day <= (version.validTo ?? day);
}
