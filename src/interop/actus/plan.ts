import { type Either, left, right } from 'fp-ts/Either';
import { createIssue, type Issue } from '../../units/issue.ts';
import { yearsBetween } from './annuity.ts';
import { adjust, countsMoved, cycleDates, DATES_LIMIT, isTooLong, keepsMonthEnd } from './dates.ts';
import { type Cycle, type Moment, shift } from './moment.ts';
import type { EventType } from './state.ts';
import type { ActusContract, AnchoredCycle } from './terms.ts';

/** One event to come. */
export interface PlannedEvent {
  readonly at: Moment;
  /** The moment to which interest is counted. */
  readonly countAt: Moment;
  readonly type: EventType;
}

/** All events of a contract, in the order in which they happen. */
export interface EventPlan {
  readonly contract: ActusContract;
  readonly maturity: Moment;
  readonly planned: readonly PlannedEvent[];
}

/** Events of one moment happen in this order. */
const ORDER: readonly EventType[] = [
  'IED',
  'PRD',
  'PR',
  'IP',
  'IPCI',
  'RR',
  'RRF',
  'PRF',
  'SC',
  'IPCB',
  'TD',
  'MD',
];

/** The schedule of every event (ACTUS technical specification, contract event schedules). */
export function planEvents(contract: ActusContract): Either<readonly Issue[], EventPlan> {
  const maturity = maturityOf(contract);
  if (maturity === undefined) {
    const expected = `a maturity, or payments that end within ${DATES_LIMIT} periods`;
    return left([createIssue({ code: 'missing', expected }, ['terms', 'maturityDate'])]);
  }
  const issues = CYCLES.flatMap(([key, name]) => {
    const { anchor = contract.initialExchange, cycle } = contract[key];
    if (!isTooLong(anchor, maturity, cycle)) return [];
    const expected = `a cycle of at most ${DATES_LIMIT} dates to the maturity`;
    return [createIssue({ code: 'limit', expected }, ['terms', name])];
  });
  if (issues.length > 0) return left(issues);
  const planned = [...eventsOf(contract, maturity)];
  planned.sort((a, b) => a.at - b.at || ORDER.indexOf(a.type) - ORDER.indexOf(b.type));
  return right({ contract, maturity, planned });
}

const CYCLES = [
  ['interest', 'cycleOfInterestPayment'],
  ['redemption', 'cycleOfPrincipalRedemption'],
  ['reset', 'cycleOfRateReset'],
  ['scaling', 'cycleOfScalingIndex'],
  ['baseCycle', 'cycleOfInterestCalculationBase'],
] as const;

function* eventsOf(contract: ActusContract, maturity: Moment): Generator<PlannedEvent> {
  const { businessDays } = contract;
  const event = (type: EventType, at: Moment): PlannedEvent => {
    const moved = adjust(at, businessDays);
    return { type, at: moved, countAt: countsMoved(businessDays) ? moved : at };
  };
  const { initialExchange, purchase, termination, type } = contract;
  if (initialExchange >= contract.statusDate) yield event('IED', initialExchange);
  yield event('MD', maturity);
  const redemptions = type === 'PAM' ? [] : redemptionDates(contract, maturity).slice(0, -1);
  for (const at of redemptions) yield event('PR', at);
  for (const { at, isCapital } of interestDates(contract, maturity)) {
    yield event(isCapital ? 'IPCI' : 'IP', at);
  }
  const resets = resetDates(contract, maturity);
  for (const [index, at] of resets.entries()) {
    const isFixed = index === resets.findIndex((one) => one >= contract.statusDate);
    yield event(contract.reset.next !== undefined && isFixed ? 'RRF' : 'RR', at);
    if (type === 'ANN') yield event('PRF', at);
  }
  const fixing = firstFixing(contract);
  if (fixing !== undefined) yield event('PRF', fixing);
  if (contract.scaling.effect !== 'OOO') {
    for (const at of cycleBefore(contract, contract.scaling, maturity)) yield event('SC', at);
  }
  if (contract.base === 'NTL') {
    for (const at of cycleBefore(contract, contract.baseCycle, maturity)) yield event('IPCB', at);
  }
  if (purchase !== undefined) yield { type: 'PRD', at: purchase.at, countAt: purchase.at };
  if (termination !== undefined) yield { type: 'TD', at: termination.at, countAt: termination.at };
}

function datesOf(
  contract: ActusContract,
  anchor: Moment,
  end: Moment,
  cycle: Cycle | undefined,
): readonly Moment[] {
  return cycleDates(anchor, end, cycle, keepsMonthEnd(anchor, contract.endOfMonth));
}

/** The dates of a cycle before the maturity. */
function cycleBefore(
  contract: ActusContract,
  { anchor, cycle }: AnchoredCycle,
  maturity: Moment,
): readonly Moment[] {
  const first = anchor ?? (cycle === undefined ? undefined : afterExchange(contract, cycle));
  if (first === undefined) return [];
  return datesOf(contract, first, maturity, cycle).filter((at) => at < maturity);
}

function afterExchange(contract: ActusContract, { period }: Cycle): Moment {
  const { initialExchange } = contract;
  return shift(initialExchange, period, 1, keepsMonthEnd(initialExchange, contract.endOfMonth));
}

function resetDates(contract: ActusContract, maturity: Moment): readonly Moment[] {
  return cycleBefore(contract, contract.reset, maturity);
}

/** First date of redemption. */
function redemptionAnchor(contract: ActusContract): Moment | undefined {
  const { anchor, cycle } = contract.redemption;
  if (anchor !== undefined) return anchor;
  return cycle === undefined ? undefined : afterExchange(contract, cycle);
}

/** Dates of redemption, the maturity last. */
export function redemptionDates(contract: ActusContract, maturity: Moment): readonly Moment[] {
  const anchor = redemptionAnchor(contract);
  if (anchor === undefined) return [maturity];
  return datesOf(contract, anchor, maturity, contract.redemption.cycle);
}

/** Dates on which interest is paid or, until the end of capitalisation, added to the principal. */
function interestDates(
  contract: ActusContract,
  maturity: Moment,
): readonly { readonly at: Moment; readonly isCapital: boolean }[] {
  const { interest, capitalizationEnd: end, type } = contract;
  const own =
    interest.anchor === undefined && interest.cycle === undefined
      ? []
      : datesOf(
          contract,
          interest.anchor ?? afterExchange(contract, interest.cycle as Cycle),
          maturity,
          interest.cycle,
        );
  const dates = new Set(own);
  if (type !== 'PAM') {
    const redemptions = redemptionDates(contract, maturity);
    const first = redemptions[0] as Moment;
    // An annuity pays its interest with its principal, from the first redemption on.
    if (type !== 'LAM' || own.length === 0) {
      for (const at of own) if (at >= first) dates.delete(at);
      for (const at of redemptions) dates.add(at);
    }
  }
  dates.add(maturity);
  if (end !== undefined) dates.add(end);
  return [...dates]
    .filter((at) => at <= maturity)
    .sort((a, b) => a - b)
    .map((at) => ({ at, isCapital: end !== undefined && at <= end }));
}

/** An annuity whose payment is not given fixes it on the day before its first redemption. */
function firstFixing(contract: ActusContract): Moment | undefined {
  if (contract.type !== 'ANN' || contract.redemptionPayment !== undefined) return undefined;
  const anchor = redemptionAnchor(contract);
  if (anchor === undefined || anchor - 1 < contract.initialExchange) return undefined;
  return (anchor - 1) as Moment;
}

/** The maturity, given or following from the payments. */
function maturityOf(contract: ActusContract): Moment | undefined {
  const { maturity, amortization, redemptionPayment: payment } = contract;
  if (maturity !== undefined) return maturity;
  if (contract.type === 'PAM') return undefined;
  if (amortization !== undefined) return amortization;
  const anchor = redemptionAnchor(contract);
  const { cycle } = contract.redemption;
  if (anchor === undefined || cycle === undefined || payment === undefined) return undefined;
  const periods = periodsOf(contract, anchor, cycle, payment);
  if (periods === undefined || periods > DATES_LIMIT) return undefined;
  return shift(anchor, cycle.period, periods - 1, keepsMonthEnd(anchor, contract.endOfMonth));
}

/** Payments until nothing is left; `undefined` where they never cover the interest. */
function periodsOf(
  contract: ActusContract,
  anchor: Moment,
  cycle: Cycle,
  payment: number,
): number | undefined {
  const { notional, rate, dayCount, type } = contract;
  if (type === 'LAM') return Math.max(Math.ceil(notional / payment), 1);
  const before = shift(anchor, cycle.period, -1, keepsMonthEnd(anchor, contract.endOfMonth));
  const year = yearsBetween(before, anchor, dayCount);
  if (type === 'NAM') {
    const redeemed = payment - notional * year * rate;
    return redeemed > 0 ? Math.max(Math.ceil(notional / redeemed), 1) : undefined;
  }
  let left = notional;
  for (let periods = 1; periods <= DATES_LIMIT; periods++) {
    const next = left * (1 + rate * year) - payment;
    if (next <= 0) return periods;
    if (next >= left) return undefined;
    left = next;
  }
  return undefined;
}
