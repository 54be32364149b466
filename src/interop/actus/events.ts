import { type Either, isLeft, left, right } from 'fp-ts/Either';
import { createIssue, type Issue } from '../../units/issue.ts';
import { type Market, observedAt, readMarket } from './market.ts';
import { type Moment, parseMoment, printMoment } from './moment.ts';
import { type EventPlan, planEvents } from './plan.ts';
import { applyEvent, type EventType, initialState } from './state.ts';
import { readActusContract } from './terms.ts';

/** One cash-flow event of a contract; amounts are decimal and not rounded. */
export interface ActusEvent {
  /** `YYYY-MM-DD`. */
  readonly date: string;
  readonly type: EventType;
  readonly payoff: number;
  readonly currency: string;
  /** After the event. */
  readonly notional: number;
  readonly rate: number;
  readonly accrued: number;
}

/** A contract with its market data, as the ACTUS test sets write it. */
export interface ActusCase {
  readonly terms: unknown;
  readonly dataObserved?: unknown;
  /** Last day of interest; absent or empty: the end of the contract. */
  readonly to?: unknown;
}

/**
 * The cash-flow events of a contract of type PAM, LAM, NAM or ANN under the ACTUS standard: initial
 * exchange, redemption, interest, capitalisation, rate resets, scaling, purchase, termination,
 * maturity. Floating point, as the standard's own reference cases are.
 *
 * Issues: terms that cannot be read or are not modelled, cycles with too many dates, market values
 * that are asked for and were not observed.
 */
export function actusEvents(input: ActusCase): Either<readonly Issue[], readonly ActusEvent[]> {
  try {
    return eventsOf(input);
  } catch {
    const fault = { code: 'type', expected: 'a contract with its market data' } as const;
    return left([createIssue(fault, [], input)]);
  }
}

function eventsOf(input: ActusCase): Either<readonly Issue[], readonly ActusEvent[]> {
  const contract = readActusContract(input.terms);
  const issues: Issue[] = isLeft(contract) ? [...contract.left] : [];
  const market = readMarket(input.dataObserved, issues);
  const to = readHorizon(input.to, issues);
  if (isLeft(contract) || issues.length > 0) return left(issues);
  const plan = planEvents(contract.right);
  if (isLeft(plan)) return plan;
  const missing = missingObservations(plan.right, market, to);
  return missing.length > 0 ? left(missing) : right(runEvents(plan.right, market, to));
}

/** Market values that events ask for and that were not observed by then. */
function missingObservations(
  { contract, planned }: EventPlan,
  market: Market,
  to: Moment | undefined,
): readonly Issue[] {
  const end = Math.min(to ?? Number.POSITIVE_INFINITY, contract.termination?.at ?? Infinity);
  return planned.flatMap(({ type, countAt }) => {
    const code = { RR: contract.reset.market, SC: contract.scaling.market }[type as 'RR' | 'SC'];
    if ((type !== 'RR' && type !== 'SC') || countAt > end) return [];
    if (code !== undefined && observedAt(market, code, countAt) !== undefined) return [];
    const expected = `a value on ${printMoment(countAt)} or before`;
    return [createIssue({ code: 'missing', expected }, ['dataObserved', code ?? ''])];
  });
}

function readHorizon(json: unknown, issues: Issue[]): Moment | undefined {
  if (json === undefined || json === null || json === '') return undefined;
  const at = typeof json === 'string' ? parseMoment(json) : undefined;
  if (at === undefined) {
    issues.push(createIssue({ code: 'format', expected: 'a date' }, ['to'], json));
  }
  return at;
}

/** Runs all events through the state; those before the status date or the purchase leave no trace. */
function runEvents(
  { contract, planned, maturity }: EventPlan,
  market: Market,
  to: Moment | undefined,
): readonly ActusEvent[] {
  const events: ActusEvent[] = [];
  let state = initialState(contract, maturity);
  const from = contract.purchase?.at ?? contract.statusDate;
  for (const { at, countAt, type } of planned) {
    if (contract.termination !== undefined && at > contract.termination.at) break;
    const step = applyEvent(state, type, countAt, { contract, planned, market, maturity });
    state = step.state;
    if (at < from || (to !== undefined && at > to)) continue;
    events.push({
      date: printMoment(at),
      type,
      payoff: step.payoff,
      currency: contract.currency,
      notional: state.notional,
      rate: state.rate,
      accrued: state.accrued,
    });
    if (type === 'TD') break;
  }
  return events;
}
