import { type Either, isLeft, left, right } from 'fp-ts/Either';
import { mulDiv } from '../../units/arithmetic.ts';
import { createIssue, type Fault, type Issue } from '../../units/issue.ts';
import { MONEY_MAX, type Money } from '../../units/money.ts';
import { RATE_ONE, type Rate } from '../../units/rate.ts';
import {
  type Advance,
  type Claim,
  type ClaimState,
  type ClawBack,
  type DrawDown,
  EMPTY_LEDGER,
  type InterestSettlement,
  type LedgerEvent,
  type LedgerState,
  type LoanAccount,
  type ProgrammeAccount,
  type Settlement,
} from './event.ts';

/** Figures of the procedure. */
export interface LedgerRules {
  /** Largest share of a claim that is paid ahead of the audit: 80 % under 财金〔2024〕54号. */
  readonly advanceShare: Rate;
}

/** What came of a list of events: those that could not be booked are listed, and changed nothing. */
export interface LedgerResult {
  readonly state: LedgerState;
  readonly issues: readonly Issue[];
}

/**
 * Books events one after the other. Pure: folding in two steps is folding at once. An event that
 * contradicts what is booked, or cannot be read, is an issue at its place and leaves no trace; the others
 * go on.
 */
export function foldLedger(
  events: readonly LedgerEvent[],
  rules: LedgerRules,
  start: LedgerState = EMPTY_LEDGER,
): LedgerResult {
  const issues: Issue[] = [];
  const draft = readDraft(start);
  if (draft === undefined) {
    return { state: EMPTY_LEDGER, issues: [createIssue(NO_STATE, ['start'], start)] };
  }
  if (!Array.isArray(events)) {
    const fault = { code: 'type', expected: 'a list of events' } as const;
    return { state: draft, issues: [createIssue(fault, ['events'], events)] };
  }
  events.forEach((event, index) => {
    const fault = bookInto(draft, event, rules);
    if (fault === undefined) return;
    issues.push(createIssue(fault, ['events', index, ...fault.path], fault.seenValue));
  });
  return { state: draft, issues };
}

/** Books one event; the state given stays as it is. */
export function applyEvent(
  state: LedgerState,
  event: LedgerEvent,
  rules: LedgerRules,
): Either<LedgerFault, LedgerState> {
  const draft = readDraft(state);
  if (draft === undefined) return left({ ...NO_STATE, path: ['state'], seenValue: state });
  const fault = bookInto(draft, event, rules);
  return fault === undefined ? right(draft) : left(fault);
}

/** A state while it is being built; nobody else sees it. */
interface Draft {
  readonly loans: Map<string, LoanAccount>;
  readonly claims: Map<string, ClaimState>;
  readonly eventIds: Set<string>;
}

const NO_STATE: Fault = { code: 'type', expected: 'a state as foldLedger returns it' };

/** A draft of a state; `undefined` for what is none. */
function readDraft(state: LedgerState): Draft | undefined {
  try {
    return draftOf(state);
  } catch {
    return undefined;
  }
}

function draftOf({ loans, claims, eventIds }: LedgerState): Draft {
  return { loans: new Map(loans), claims: new Map(claims), eventIds: new Set(eventIds) };
}

/** Why an event is not booked. */
export interface LedgerFault extends Fault {
  readonly path: readonly string[];
  readonly seenValue?: unknown;
}

type Booked<T> = Either<LedgerFault, T>;

function refuse(
  code: Fault['code'],
  expected: string,
  path: readonly string[],
  seenValue?: unknown,
): Booked<never> {
  return left({ code, expected, path, seenValue });
}

/** What an event changes. */
interface Change {
  readonly loan?: LoanAccount;
  readonly claim?: ClaimState;
}

/** Works out what an event changes and, if nothing speaks against it, changes it. */
function bookInto(draft: Draft, event: LedgerEvent, rules: LedgerRules): LedgerFault | undefined {
  const change = readChange(draft, event, rules);
  if (isLeft(change)) return change.left;
  const { claim } = change.right;
  const loan = change.right.loan ?? draft.loans.get(event.loanId);
  if (loan !== undefined) draft.loans.set(event.loanId, { ...loan, lastDay: event.day });
  if (claim !== undefined) draft.claims.set(claim.claim.id, claim);
  draft.eventIds.add(event.id);
  return undefined;
}

/** As `changeOf`, of what may come from anywhere. */
function readChange(state: LedgerState, event: LedgerEvent, rules: LedgerRules): Booked<Change> {
  try {
    return changeOf(state, event, rules);
  } catch {
    return refuse('type', 'an event whose parts can be read', [], event);
  }
}

function changeOf(state: LedgerState, event: LedgerEvent, rules: LedgerRules): Booked<Change> {
  if (state.eventIds.has(event.id)) {
    return refuse('duplicate', 'an event that is not booked yet', ['id'], event.id);
  }
  const fault = checkAmounts(event);
  if (fault !== undefined) return left(fault);
  const loan = state.loans.get(event.loanId);
  if (loan !== undefined && event.day < loan.lastDay) {
    return refuse('contradiction', 'a day on or after the last event of the loan', ['day']);
  }
  if (event.kind === 'draw-down') return drawDown(loan, event);
  if (loan === undefined) {
    return refuse('dangling', 'a loan that was drawn', ['loanId'], event.loanId);
  }
  switch (event.kind) {
    case 'interest-settlement':
      return settleInterest(loan, event);
    case 'claim':
      return fileClaim(state, loan, event);
    case 'advance':
      return payAdvance(state, event, rules);
    case 'settlement':
      return settleClaim(state, event);
    case 'claw-back':
      return clawBack(state, loan, event);
  }
}

/** Every amount is a whole number of minor units, none below zero. */
function checkAmounts(event: LedgerEvent): LedgerFault | undefined {
  const amounts: [string, number][] = [];
  if ('amount' in event) amounts.push(['amount', event.amount]);
  if ('interest' in event) amounts.push(['interest', event.interest]);
  if ('approved' in event) amounts.push(['approved', event.approved]);
  if ('subsidies' in event) {
    for (const one of event.subsidies) amounts.push(['subsidies', one.amount]);
  }
  const wrong = amounts.find(([, amount]) => !(Number.isSafeInteger(amount) && amount >= 0));
  if (wrong === undefined) return undefined;
  const expected = `an amount from 0 to ${MONEY_MAX} minor units`;
  return { code: 'range', expected, path: [wrong[0]], seenValue: wrong[1] };
}

function drawDown(loan: LoanAccount | undefined, event: DrawDown): Booked<Change> {
  if (loan === undefined) {
    const { loanId, creditCode, projectCode, amount, day } = event;
    const fresh = { periods: [], programmes: new Map(), interest: 0 as Money, lastDay: day };
    return right({ loan: { loanId, creditCode, projectCode, drawn: amount, ...fresh } });
  }
  for (const key of ['creditCode', 'projectCode'] as const) {
    if (loan[key] !== event[key]) {
      return refuse('contradiction', `"${loan[key]}", as booked`, [key], event[key]);
    }
  }
  return add(loan.drawn, event.amount, (drawn) => ({ loan: { ...loan, drawn } }));
}

function settleInterest(loan: LoanAccount, event: InterestSettlement): Booked<Change> {
  const { from, to, interest, subsidies } = event;
  if (!(from < to)) return refuse('contradiction', 'a day after "from"', ['to'], to);
  if (loan.periods.some((one) => from < one.to && one.from < to)) {
    return refuse('duplicate', 'days whose interest is not settled yet', ['from'], from);
  }
  const total = subsidies.reduce((sum, one) => sum + one.amount, 0);
  if (total > interest) {
    return refuse('contradiction', 'subsidies of at most the interest', ['subsidies'], total);
  }
  const programmes = new Map(loan.programmes);
  for (const { programmeId, amount, manner } of subsidies) {
    const account = programmes.get(programmeId) ?? emptyAccount(programmeId);
    const key = manner === 'deducted' ? 'deducted' : 'paidFirst';
    programmes.set(programmeId, { ...account, [key]: account[key] + amount });
  }
  const periods = [...loan.periods, { from, to, on: event.day }];
  return add(loan.interest, interest, (sum) => ({
    loan: { ...loan, interest: sum, periods, programmes },
  }));
}

function emptyAccount(programmeId: string): ProgrammeAccount {
  const zero = 0 as Money;
  return { programmeId, deducted: zero, paidFirst: zero, clawedBack: zero, claimIds: [] };
}

function add<T>(a: Money, b: Money, make: (sum: Money) => T): Booked<T> {
  if (a > MONEY_MAX - b) return refuse('range', 'a sum below 2^53 minor units', ['amount'], b);
  return right(make((a + b) as Money));
}

/** What was claimed under a programme so far. */
function claimedBy(state: LedgerState, account: ProgrammeAccount): number {
  return account.claimIds.reduce((sum, id) => sum + (state.claims.get(id)?.claim.amount ?? 0), 0);
}

function fileClaim(state: LedgerState, loan: LoanAccount, claim: Claim): Booked<Change> {
  const account = loan.programmes.get(claim.programmeId);
  if (account === undefined) {
    return refuse('dangling', 'a programme that was earned', ['programmeId'], claim.programmeId);
  }
  if (!(claim.from < claim.to)) return refuse('contradiction', 'a day after "from"', ['to']);
  const overlaps = account.claimIds.some((id) => {
    const other = state.claims.get(id)?.claim;
    return other !== undefined && claim.from < other.to && other.from < claim.to;
  });
  if (overlaps) return refuse('duplicate', 'days that are not claimed yet', ['from'], claim.from);
  const open = account.deducted + account.paidFirst - claimedBy(state, account);
  if (claim.amount > open) {
    return refuse(
      'contradiction',
      `at most ${open}, earned and not claimed`,
      ['amount'],
      claim.amount,
    );
  }
  const claimIds = [...account.claimIds, claim.id];
  const programmes = new Map(loan.programmes).set(claim.programmeId, { ...account, claimIds });
  const fresh = { claim, advanced: 0 as Money, settled: 0 as Money };
  return right({ loan: { ...loan, programmes }, claim: fresh });
}

/** The claim that an event speaks of, on its own loan. */
function claimOf(
  state: LedgerState,
  { claimId, loanId }: { readonly claimId: string; readonly loanId: string },
): Booked<ClaimState> {
  const own = state.claims.get(claimId);
  if (own !== undefined && own.claim.loanId === loanId) return right(own);
  return refuse('dangling', 'a claim of this loan', ['claimId'], claimId);
}

function payAdvance(
  state: LedgerState,
  event: Advance,
  { advanceShare }: LedgerRules,
): Booked<Change> {
  const found = claimOf(state, event);
  if (isLeft(found)) return found;
  const own = found.right;
  if (own.approved !== undefined) {
    return refuse('contradiction', 'a claim that is not settled yet', ['claimId'], event.claimId);
  }
  const most = mulDiv(own.claim.amount, advanceShare, RATE_ONE, 'down') - own.advanced;
  if (event.amount > most) {
    return refuse('contradiction', `at most ${most}, ahead of the audit`, ['amount'], event.amount);
  }
  const advanced = (own.advanced + event.amount) as Money;
  return right({ claim: { ...own, advanced, advancedOn: own.advancedOn ?? event.day } });
}

function settleClaim(state: LedgerState, event: Settlement): Booked<Change> {
  const found = claimOf(state, event);
  if (isLeft(found)) return found;
  const own = found.right;
  const { approved, amount, day } = event;
  if (own.approved !== undefined) {
    return refuse('duplicate', 'a claim that is not settled yet', ['claimId'], event.claimId);
  }
  if (approved > own.claim.amount) {
    return refuse('contradiction', `at most ${own.claim.amount}, claimed`, ['approved'], approved);
  }
  const open = Math.max(approved - own.advanced, 0);
  if (amount > open) {
    return refuse('contradiction', `at most ${open}, approved and not paid`, ['amount'], amount);
  }
  return right({ claim: { ...own, approved, settled: amount, settledOn: day } });
}

function clawBack(state: LedgerState, loan: LoanAccount, event: ClawBack): Booked<Change> {
  const account = loan.programmes.get(event.programmeId);
  if (account === undefined) {
    return refuse('dangling', 'a programme that was earned', ['programmeId'], event.programmeId);
  }
  const paid = account.claimIds.reduce((sum, id) => {
    const own = state.claims.get(id);
    return sum + (own === undefined ? 0 : own.advanced + own.settled);
  }, 0);
  const most = paid - account.clawedBack;
  if (event.amount > most) {
    return refuse('contradiction', `at most ${most}, paid and kept`, ['amount'], event.amount);
  }
  const clawedBack = (account.clawedBack + event.amount) as Money;
  const programmes = new Map(loan.programmes).set(event.programmeId, { ...account, clawedBack });
  return right({ loan: { ...loan, programmes } });
}
