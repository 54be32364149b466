import type { CompiledProduct } from '../../catalog/index.ts';
import { type FactList, type FieldRegistry, fieldIndex, fieldNamed } from '../../criteria/index.ts';
import type { AmountLimit } from '../../eligibility/index.ts';
import { coveredValue, leastLoan } from '../../eligibility/index.ts';
import {
  type Effort,
  type Field,
  type FieldValue,
  type Need,
  TERM_MONTHS_MAX,
} from '../../model/index.ts';
import { mulDiv } from '../../units/arithmetic.ts';
import { isDay } from '../../units/day.ts';
import { addSaturating, MONEY_MAX, type Money, scaleSaturating } from '../../units/money.ts';
import { RATE_LIMIT, RATE_ONE } from '../../units/rate.ts';
import type { Bound, Box } from './box.ts';

/** One fact that changes; `undefined` before: a wish that was not stated. */
export interface FactChange {
  readonly field: string;
  readonly to: FieldValue;
  /** Hundredths of an effort point. */
  readonly effort: number;
}

/** The cheapest point of a box. */
export interface Plan {
  readonly changes: readonly FactChange[];
  readonly effort: number;
}

/** What a plan is made for. */
export interface PlanContext {
  readonly registry: FieldRegistry;
  readonly facts: FactList;
  readonly need: Need;
  readonly compiled: CompiledProduct;
  readonly limits: readonly AmountLimit[];
}

/** Beyond half or double of what was asked it is another project, not a near miss. */
const WISH_FACTOR = 2;

/** Ceiling of a relative change, a hundred million per cent: keeps sums of efforts safe integers. */
const EFFORT_MAX = 10_000_000_000;

const AMOUNT = 'need.amount';
const LEAST_AMOUNT = 'need.minimumAmount';
const TERM = 'need.termMonths';
const LEAST_TERM = 'need.minimumTermMonths';
export const COLLATERAL = 'need.collateralValue';

const COUPLED = [AMOUNT, LEAST_AMOUNT, TERM, LEAST_TERM, COLLATERAL];

/**
 * The cheapest facts inside a box, or `undefined` where none can be reached. Fields are independent
 * but for three couples: what is asked bounds what is accepted (amount and term), and the amount
 * accepted trades against collateral. The trade is linear on both sides, so its best point is an end.
 */
export function cheapestPlan(context: PlanContext, box: Box): Plan | undefined {
  const changes: FactChange[] = [];
  for (const [field, bound] of box) {
    if (COUPLED.includes(field)) continue;
    const change = changeOne(context, field, bound);
    if (change === undefined) return undefined;
    if (change !== 'none') changes.push(change);
  }
  const term = changeWish(context, box, TERM, LEAST_TERM, Number.MAX_SAFE_INTEGER);
  const loan = changeLoan(context, box);
  if (term === undefined || loan === undefined) return undefined;
  const all = [...changes, ...term, ...loan];
  return { changes: all, effort: totalEffort(all) };
}

function totalEffort(changes: readonly FactChange[]): number {
  return changes.reduce((sum, change) => sum + change.effort, 0);
}

/** A field that stands alone: `'none'` where it already fits. */
function changeOne(
  { registry, facts }: PlanContext,
  field: string,
  bound: Bound,
): FactChange | 'none' | undefined {
  const value = facts[fieldIndex(registry, field)];
  const named = fieldNamed(registry, field);
  const { effort = {} } = named;
  if (typeof value === 'number') return moveNumber(named, value, bound, effort);
  if (Array.isArray(value)) return changeLabels(field, value, bound, effort);
  if (bound.values?.includes(String(value)) === true) return 'none';
  const [to] = bound.values ?? [];
  if (to === undefined || effort.replace === undefined) return undefined;
  return {
    field,
    to: typeof value === 'boolean' ? to === 'true' : to,
    effort: effort.replace * 100,
  };
}

/** To the nearer end, at points for each per cent of the present value. */
function moveNumber(
  field: Field,
  from: number,
  bound: Bound,
  effort: Effort,
): FactChange | 'none' | undefined {
  const to = clamp(from, bound);
  if (to === from) return 'none';
  const points = to > from ? effort.raise : effort.lower;
  if (points === undefined || !canBeFiled(field, to)) return undefined;
  return { field: field.name, to, effort: relativeEffort(points, Math.abs(to - from), from) };
}

/** Whether a need can state such a number: what the border refuses is no way out. */
function canBeFiled({ name, type }: Field, value: number): boolean {
  if (!Number.isSafeInteger(value)) return false;
  if (name === TERM) return value <= TERM_MONTHS_MAX;
  if (type === 'money') return value >= 0;
  if (type === 'rate') return Math.abs(value) <= RATE_LIMIT;
  return type !== 'date' || isDay(value);
}

function clamp(value: number, bound: Bound): number {
  return Math.min(Math.max(value, bound.least ?? value), bound.most ?? Number.POSITIVE_INFINITY);
}

/** Points x distance in hundredths of a per cent of the base, rounded up; a base of zero counts whole. */
function relativeEffort(points: number, distance: number, base: number): number {
  if (base === 0) return points * 10_000;
  return points * Math.min(mulDivUpOrMax(distance, 10_000, Math.abs(base)), EFFORT_MAX);
}

function changeLabels(
  field: string,
  labels: readonly string[],
  bound: Bound,
  effort: Effort,
): FactChange | 'none' | undefined {
  const added = (bound.has ?? []).filter((label) => !labels.includes(label));
  const removed = (bound.lacks ?? []).filter((label) => labels.includes(label));
  if (added.length === 0 && removed.length === 0) return 'none';
  if (added.length > 0 && effort.raise === undefined) return undefined;
  if (removed.length > 0 && effort.lower === undefined) return undefined;
  const points = added.length * (effort.raise ?? 0) + removed.length * (effort.lower ?? 0);
  const to = [...labels.filter((label) => !removed.includes(label)), ...added];
  return { field, to, effort: points * 100 };
}

/**
 * What is asked and the least that is accepted. The least is never more than what is asked; where it
 * is not stated it follows what is asked. `ceiling`: what else bounds the least.
 */
function changeWish(
  { registry, facts, need }: PlanContext,
  box: Box,
  asked: string,
  accepted: string,
  ceiling: number,
): readonly FactChange[] | undefined {
  const from = facts[fieldIndex(registry, asked)] as number;
  const isStated = (asked === AMOUNT ? need.minimumAmount : need.minimumTermMonths) !== undefined;
  const changes: FactChange[] = [];
  const leastBound = box.get(accepted) ?? {};
  const bound = isStated ? box.get(asked) : raised(box.get(asked), leastBound.least);
  const move =
    bound === undefined ? 'none' : changeOne({ registry, facts } as PlanContext, asked, bound);
  if (move === undefined) return undefined;
  if (move !== 'none') changes.push(move);
  const target = move === 'none' ? from : (move.to as number);
  if (target > from * WISH_FACTOR || target * WISH_FACTOR < from) return undefined;

  const acceptedNow = facts[fieldIndex(registry, accepted)] as number;
  const leastFrom = isStated ? acceptedNow : target;
  const leastTo = Math.min(leastFrom, target, ceiling, leastBound.most ?? leastFrom);
  if (leastTo < (leastBound.least ?? leastTo)) return undefined;
  if (leastTo < leastFrom) {
    const points = fieldNamed(registry, accepted).effort?.lower;
    if (points === undefined || leastTo * WISH_FACTOR < acceptedNow) return undefined;
    const effort = relativeEffort(points, leastFrom - leastTo, leastFrom);
    changes.push({ field: accepted, to: leastTo, effort });
  }
  return changes;
}

/** What is asked must reach what the least must be, where that follows it. */
function raised(bound: Bound | undefined, least: number | undefined): Bound | undefined {
  if (least === undefined) return bound;
  return { ...bound, least: Math.max(bound?.least ?? least, least) };
}

/** Amount, least amount and collateral together, under the limits of the product and its bank. */
function changeLoan(context: PlanContext, box: Box): readonly FactChange[] | undefined {
  const { limits, compiled } = context;
  const productLeast = compiled.product.amount?.min ?? 0;
  const fixed = limits.filter(
    (one) => one.code !== 'collateral-coverage' && one.limit !== undefined,
  );
  const ceiling = Math.min(MONEY_MAX, ...fixed.map((one) => one.limit as number));
  if (ceiling < productLeast) return undefined;
  const coverage = limits.find((one) => one.code === 'collateral-coverage')?.limit;
  // Accept as much as now and pledge for it, or accept as little as makes sense and pledge the rest.
  const halfOfNow = Math.ceil((context.need.minimumAmount ?? context.need.amount) / WISH_FACTOR);
  const ends =
    coverage === undefined
      ? [ceiling]
      : [ceiling, Math.min(ceiling, Math.max(coverage, productLeast, halfOfNow))];
  const plans = ends.flatMap((end) => planLoan(context, box, end));
  const cheapest = Math.min(...plans.map(totalEffort));
  return plans.find((plan) => totalEffort(plan) === cheapest);
}

/** The plan that accepts `end` at the least, and the one that accepts what its pledge covers. */
function planLoan(context: PlanContext, box: Box, end: number): readonly (readonly FactChange[])[] {
  const wish = changeWish(context, box, AMOUNT, LEAST_AMOUNT, end);
  const pledge = wish === undefined ? undefined : changePledge(context, box, wish);
  if (wish === undefined || pledge === undefined) return [];
  const plan = [...wish, ...pledge];
  const covered = coverageAfter(context, pledge);
  if (covered === undefined || covered <= end) return [plan];
  // Pledges are whole minor units, so they may cover a little more than was accepted.
  const fixed = context.limits.filter((one) => one.code !== 'collateral-coverage');
  const most = Math.min(covered, ...fixed.map((one) => one.limit ?? MONEY_MAX));
  const better = changeWish(context, box, AMOUNT, LEAST_AMOUNT, most);
  return better === undefined ? [plan] : [plan, [...better, ...pledge]];
}

/** The loan that is covered once a pledge is added. */
function coverageAfter(
  { need, compiled }: PlanContext,
  pledge: readonly FactChange[],
): number | undefined {
  const rule = compiled.product.collateral;
  const best = bestPledge(compiled);
  const [change] = pledge;
  if (rule === undefined || rule.minCoverage === 0 || best === undefined) return undefined;
  if (change === undefined || need.collateral === undefined) return undefined;
  const before = need.collateral.reduce((sum, one) => addSaturating(sum, one.value), 0 as Money);
  const added = { type: best.type, value: ((change.to as number) - before) as Money };
  return scaleSaturating(
    coveredValue(rule, [...need.collateral, added]),
    RATE_ONE,
    rule.minCoverage,
  );
}

/** The pledge that the changed wish still needs. */
function changePledge(
  { registry, facts, need, compiled }: PlanContext,
  box: Box,
  wish: readonly FactChange[],
): readonly FactChange[] | undefined {
  const value = facts[fieldIndex(registry, COLLATERAL)] as number | undefined;
  const bound = box.get(COLLATERAL) ?? {};
  // What can be pledged is unknown: nothing fails for it.
  if (value === undefined || need.collateral === undefined) return [];
  const rule = compiled.product.collateral;
  let least = bound.least ?? 0;
  if (rule !== undefined && rule.minCoverage > 0) {
    const loan = leastLoan(compiled, withWish(need, wish));
    const needed = mulDivUpOrMax(loan, rule.minCoverage, RATE_ONE);
    const missing = needed - coveredValue(rule, need.collateral);
    if (missing > 0) {
      const lendable = RATE_ONE - (bestPledge(compiled)?.haircut ?? RATE_ONE);
      if (lendable <= 0) return undefined;
      least = Math.max(least, value + mulDivUpOrMax(missing, RATE_ONE, lendable));
    }
  }
  if (value < least && bestPledge(compiled) === undefined) return undefined;
  const to = Math.max(value, least);
  if (to > (bound.most ?? to) || to > MONEY_MAX) return undefined;
  if (to === value) return [];
  const points = fieldNamed(registry, COLLATERAL).effort?.raise;
  if (points === undefined) return undefined;
  // Against the amount asked: what is pledged may be nothing yet.
  return [{ field: COLLATERAL, to, effort: relativeEffort(points, to - value, need.amount) }];
}

function mulDivUpOrMax(value: number, numerator: number, divisor: number): number {
  const down = scaleSaturating(value as Money, numerator, divisor);
  return down === MONEY_MAX ? MONEY_MAX : mulDiv(value, numerator, divisor, 'up');
}

/** The need with a changed amount and least amount. */
function withWish(need: Need, wish: readonly FactChange[]): Need {
  const to = (field: string) => wish.find((one) => one.field === field)?.to as Money | undefined;
  const amount = to(AMOUNT) ?? need.amount;
  return { ...need, amount, minimumAmount: to(LEAST_AMOUNT) ?? need.minimumAmount ?? amount };
}

/** The kind of collateral of which the least is needed: the lowest haircut, then the first name. */
export function bestPledge(
  compiled: CompiledProduct,
): { readonly type: string; readonly haircut: number } | undefined {
  const entries = Object.entries(compiled.product.collateral?.haircuts ?? {});
  const [best] = entries
    .map(([type, haircut]) => ({ type, haircut }))
    .sort((a, b) => a.haircut - b.haircut || (a.type < b.type ? -1 : 1));
  return best;
}
