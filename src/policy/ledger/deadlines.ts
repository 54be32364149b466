import type { DeadlineRule, Name, Source } from '../../model/index.ts';
import { civilOf, dayOfCivil } from '../../units/civil.ts';
import type { Day } from '../../units/day.ts';
import { readOrThrow } from '../../units/unreadable.ts';
import { addWorkingDays, type WorkingCalendar } from '../../units/working-days.ts';
import type { ClaimState, LedgerState } from './event.ts';

/** One time limit of one claim, quarter or loan. */
export interface Deadline {
  readonly ruleId: string;
  readonly duty: Name;
  readonly owedBy: DeadlineRule['owedBy'];
  readonly loanId: string;
  readonly programmeId: string;
  readonly claimId?: string;
  /** Absent: the calendar of working days does not reach so far. */
  readonly due?: Day;
  readonly metOn?: Day;
  /** `met` in time, `late` but done, `open`, `overdue`, or `unknown` without a due day. */
  readonly state: 'met' | 'late' | 'open' | 'overdue' | 'unknown';
  readonly source: Source;
}

/** Every deadline that the ledger has brought about, by due day; those without one stand last. */
export function deadlines(
  state: LedgerState,
  rules: readonly DeadlineRule[],
  calendar: WorkingCalendar,
  asOf: Day,
): readonly Deadline[] {
  const expected = 'a state as foldLedger returns it, a list of rules, a calendar and a day';
  return readOrThrow('deadlines', expected, () => deadlinesOf(state, rules, calendar, asOf));
}

function deadlinesOf(
  state: LedgerState,
  rules: readonly DeadlineRule[],
  calendar: WorkingCalendar,
  asOf: Day,
): readonly Deadline[] {
  const found = rules.flatMap((rule) => {
    if (rule.after === 'claim') return claimDeadlines(state, rule, calendar, asOf);
    if (rule.after === 'quarter-end') return quarterDeadlines(state, rule, calendar, asOf);
    return fixedDeadlines(state, rule, calendar, asOf);
  });
  return found.sort((a, b) => (a.due ?? Infinity) - (b.due ?? Infinity));
}

interface Occasion {
  readonly loanId: string;
  readonly programmeId: string;
  readonly claimId?: string;
  readonly start: Day;
  readonly metOn?: Day;
}

function tell(
  rule: DeadlineRule,
  { start, ...occasion }: Occasion,
  calendar: WorkingCalendar,
  asOf: Day,
): Deadline {
  const due = dueDay(rule.limit, start, calendar);
  const { metOn } = occasion;
  const { id: ruleId, duty, owedBy, source } = rule;
  const rest = { ...occasion, ...(due === undefined ? {} : { due }), source };
  if (due === undefined) return { ruleId, duty, owedBy, ...rest, state: 'unknown' };
  if (metOn !== undefined) {
    return { ruleId, duty, owedBy, ...rest, state: metOn <= due ? 'met' : 'late' };
  }
  return { ruleId, duty, owedBy, ...rest, state: asOf <= due ? 'open' : 'overdue' };
}

function dueDay(limit: DeadlineRule['limit'], start: Day, calendar: WorkingCalendar) {
  if ('day' in limit) return limit.day;
  if ('calendarDays' in limit) return (start + limit.calendarDays) as Day;
  return addWorkingDays(calendar, start, limit.workingDays);
}

function applies({ programmes, validFrom, validTo }: DeadlineRule, programmeId: string, day: Day) {
  return programmes.includes(programmeId) && (validFrom ?? day) <= day && day <= (validTo ?? day);
}

function claimDeadlines(
  state: LedgerState,
  rule: DeadlineRule,
  calendar: WorkingCalendar,
  asOf: Day,
): readonly Deadline[] {
  return [...state.claims.values()]
    .filter(({ claim }) => applies(rule, claim.programmeId, claim.day))
    .map(({ claim, advancedOn, settledOn }) => {
      const metOn = advancedOn ?? settledOn;
      const { loanId, programmeId, id: claimId, day: start } = claim;
      const occasion = { loanId, programmeId, claimId, start };
      return tell(rule, metOn === undefined ? occasion : { ...occasion, metOn }, calendar, asOf);
    });
}

/** One deadline for each quarter in which interest with the programme's subsidy was settled. */
function quarterDeadlines(
  state: LedgerState,
  rule: DeadlineRule,
  calendar: WorkingCalendar,
  asOf: Day,
): readonly Deadline[] {
  return [...state.loans.values()].flatMap(({ loanId, programmes, periods }) =>
    [...programmes.values()].flatMap(({ programmeId, claimIds }) => {
      const claims = claimIds.flatMap((id) => state.claims.get(id) ?? []);
      const ends = new Set(periods.map(({ on }) => quarterEnd(on)));
      return [...ends]
        .filter((end) => applies(rule, programmeId, end))
        .map((start) => {
          const metOn = firstClaimOf(claims, start);
          const occasion = { loanId, programmeId, start };
          return tell(
            rule,
            metOn === undefined ? occasion : { ...occasion, metOn },
            calendar,
            asOf,
          );
        });
    }),
  );
}

/** The day on which days of the quarter were first claimed. */
function firstClaimOf(claims: readonly ClaimState[], end: Day): Day | undefined {
  const { year, month } = civilOf(end);
  const first = dayOfCivil(year, month - 2, 1);
  const days = claims
    .filter(({ claim }) => claim.from <= end && first < claim.to)
    .map(({ claim }) => claim.day);
  return days.length === 0 ? undefined : (Math.min(...days) as Day);
}

/** Last day of the quarter of a day. */
function quarterEnd(day: Day): Day {
  const { year, month } = civilOf(day);
  const last = Math.ceil(month / 3) * 3;
  const next = last === 12 ? dayOfCivil(year + 1, 1, 1) : dayOfCivil(year, last + 1, 1);
  return (next - 1) as Day;
}

function fixedDeadlines(
  state: LedgerState,
  rule: DeadlineRule,
  calendar: WorkingCalendar,
  asOf: Day,
): readonly Deadline[] {
  return [...state.loans.values()].flatMap(({ loanId, programmes, periods }) =>
    [...programmes.values()].flatMap(({ programmeId, claimIds }) => {
      const first = periods[0]?.from;
      if (first === undefined || !applies(rule, programmeId, first)) return [];
      const settled = claimIds.map((id) => state.claims.get(id)?.settledOn);
      const isDone = settled.length > 0 && settled.every((day) => day !== undefined);
      const occasion = { loanId, programmeId, start: first };
      const metOn = Math.max(...settled.map((day) => day ?? 0)) as Day;
      return [tell(rule, isDone ? { ...occasion, metOn } : occasion, calendar, asOf)];
    }),
  );
}
