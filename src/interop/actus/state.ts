import { annuityPayment, yearsBetween } from './annuity.ts';
import { type Market, observedAt } from './market.ts';
import type { Moment } from './moment.ts';
import { type PlannedEvent, redemptionDates } from './plan.ts';
import type { ActusContract } from './terms.ts';

/** Event types of the ACTUS standard that these contracts have. */
export type EventType =
  | 'IED'
  | 'PRD'
  | 'PR'
  | 'IP'
  | 'IPCI'
  | 'RR'
  | 'RRF'
  | 'PRF'
  | 'SC'
  | 'IPCB'
  | 'TD'
  | 'MD';

/** State variables of a contract; amounts carry the sign of its role. */
export interface ActusState {
  readonly at: Moment;
  readonly notional: number;
  readonly rate: number;
  readonly accrued: number;
  /** Base on which interest is counted. */
  readonly base: number;
  /** Next payment of principal (LAM) or of principal and interest (NAM, ANN), unsigned. */
  readonly payment: number;
  readonly notionalScale: number;
  readonly interestScale: number;
}

/** What events look up. */
export interface EventContext {
  readonly contract: ActusContract;
  readonly planned: readonly PlannedEvent[];
  readonly market: Market;
  readonly maturity: Moment;
}

/** The state on the status date: running where the initial exchange lies before it. */
export function initialState(contract: ActusContract, maturity: Moment): ActusState {
  const isRunning = contract.initialExchange < contract.statusDate;
  const { role, type } = contract;
  const notional = isRunning ? role * contract.notional : 0;
  const bare: ActusState = {
    at: contract.statusDate,
    notional,
    rate: isRunning ? contract.rate : 0,
    accrued: isRunning ? role * (contract.accruedInterest ?? 0) : 0,
    base: isRunning ? startBase(contract) : 0,
    payment: 0,
    notionalScale: 1,
    interestScale: 1,
  };
  return type === 'PAM' ? bare : { ...bare, payment: firstPayment(contract, maturity) };
}

function startBase({ base, baseAmount, notional, role }: ActusContract): number {
  return base === 'NT' ? role * notional : role * (baseAmount ?? notional);
}

/** The payment that is given, or the one that follows from the schedule. */
function firstPayment(contract: ActusContract, maturity: Moment): number {
  if (contract.redemptionPayment !== undefined) return contract.redemptionPayment;
  const dates = redemptionDates(contract, maturity);
  if (contract.type !== 'ANN') return contract.notional / dates.length;
  const first = dates[0] as Moment;
  const from = first < contract.initialExchange ? first : contract.initialExchange;
  const owed =
    contract.notional * (1 + contract.rate * yearsBetween(from, first, contract.dayCount));
  return annuityPayment(owed, contract.rate, dates, contract.dayCount);
}

/** Interest from the state's moment to another. */
function interestTo(state: ActusState, at: Moment, { dayCount }: ActusContract): number {
  return yearsBetween(state.at, at, dayCount) * state.rate * state.base;
}

/** Payoff and next state of one event (ACTUS technical specification, POF and STF tables). */
export function applyEvent(
  state: ActusState,
  type: EventType,
  at: Moment,
  context: EventContext,
): { readonly state: ActusState; readonly payoff: number } {
  const { contract } = context;
  const { role } = contract;
  if (type === 'IED') return exchange(state, at, contract);
  const accrued = state.accrued + interestTo(state, at, contract);
  const moved: ActusState = { ...state, at, accrued };
  switch (type) {
    case 'PR':
      return redeem(moved, contract);
    case 'IP':
      return { state: { ...moved, accrued: 0 }, payoff: state.interestScale * accrued };
    case 'IPCI':
      return { state: capitalise(moved, contract), payoff: 0 };
    case 'RR':
    case 'RRF': {
      const rate = type === 'RRF' ? (contract.reset.next as number) : resetRate(moved, context);
      return { state: { ...moved, rate }, payoff: 0 };
    }
    case 'PRF':
      return { state: fixPayment(moved, context), payoff: 0 };
    case 'SC':
      return { state: scale(moved, context), payoff: 0 };
    case 'IPCB':
      return { state: { ...moved, base: moved.notional }, payoff: 0 };
    case 'PRD': {
      const price = contract.purchase?.price ?? 0;
      return { state: moved, payoff: -role * (price + accrued) };
    }
    case 'TD': {
      const price = contract.termination?.price ?? 0;
      return { state: ended(moved), payoff: role * (price + accrued) };
    }
    case 'MD':
      return {
        state: ended(moved),
        payoff: state.notionalScale * state.notional + state.interestScale * accrued,
      };
  }
}

function ended(state: ActusState): ActusState {
  return { ...state, notional: 0, accrued: 0, base: 0 };
}

function exchange(state: ActusState, at: Moment, contract: ActusContract) {
  const { role, notional, premiumDiscount, interest, rate, dayCount } = contract;
  const { anchor } = interest;
  const given = contract.accruedInterest;
  // Interest that ran before the exchange, from an earlier anchor.
  const earlier =
    anchor !== undefined && anchor < at ? yearsBetween(anchor, at, dayCount) * notional * rate : 0;
  return {
    state: {
      ...state,
      at,
      notional: role * notional,
      rate,
      accrued: role * (given ?? earlier),
      base: startBase(contract),
    },
    payoff: -role * (notional + premiumDiscount),
  };
}

function redeem(state: ActusState, contract: ActusContract) {
  const { role } = contract;
  const owed = role * state.notional;
  const paysInterest = contract.type !== 'LAM';
  const wanted = paysInterest ? state.payment - role * state.accrued : state.payment;
  const redeemed = role * Math.min(wanted, owed);
  const notional = state.notional - redeemed;
  const base = contract.base === 'NT' ? notional : state.base;
  return { state: { ...state, notional, base }, payoff: state.notionalScale * redeemed };
}

function capitalise(state: ActusState, contract: ActusContract): ActusState {
  const notional = state.notional + state.accrued;
  const base = contract.base === 'NT' ? notional : state.base;
  return { ...state, notional, base, accrued: 0 };
}

/** Observed value x multiplier + spread, within the limits of one reset and of the life. */
function resetRate(state: ActusState, { contract, market }: EventContext): number {
  const { reset } = contract;
  const code = reset.market ?? '';
  // `missingObservations` has made sure that there is one.
  const observed = observedAt(market, code, state.at) ?? 0;
  const { lifeCap = Infinity, lifeFloor = -Infinity } = reset;
  const { periodCap = Infinity, periodFloor = -Infinity } = reset;
  const wanted = observed * reset.multiplier + reset.spread - state.rate;
  const rate = state.rate + Math.min(Math.max(wanted, periodFloor), periodCap);
  return Math.min(Math.max(rate, lifeFloor), lifeCap);
}

/** The level payment from the next redemption on, for what is owed then. */
function fixPayment(state: ActusState, { contract, maturity }: EventContext): ActusState {
  const dates = redemptionDates(contract, maturity).filter((date) => date > state.at);
  const first = dates[0];
  if (first === undefined) return state;
  const owed = state.notional + state.accrued + interestTo(state, first, contract);
  const payment = annuityPayment(contract.role * owed, state.rate, dates, contract.dayCount);
  return { ...state, payment };
}

function scale(state: ActusState, { contract, market }: EventContext): ActusState {
  const { scaling } = contract;
  const code = scaling.market ?? '';
  const index = observedAt(market, code, state.at) ?? 0;
  const ratio = index / scaling.indexAtStatus;
  return {
    ...state,
    interestScale:
      scaling.effect[0] === 'I' ? scaling.interestMultiplier * ratio : state.interestScale,
    notionalScale:
      scaling.effect[1] === 'N' ? scaling.notionalMultiplier * ratio : state.notionalScale,
  };
}
