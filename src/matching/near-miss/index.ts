import type { CompiledProduct } from '../../catalog/index.ts';
import { fieldIndex, fieldNamed, printValue } from '../../criteria/index.ts';
import { amountLimits, conditionVerdicts, encodeNeed } from '../../eligibility/index.ts';
import { compareOffers, evaluatePair, type Offer, type PairContext } from '../evaluate-pair.ts';
import { applyChanges } from './apply.ts';
import type { Box } from './box.ts';
import { tighten } from './box.ts';
import { cheapestPlan, type FactChange, type Plan, type PlanContext } from './effort.ts';
import { type Requirement, requirementOf } from './requirement.ts';

export { isLever } from './requirement.ts';

/** One fact to change, in border notation. */
export interface ChangeStep {
  readonly field: string;
  /** Absent: a wish that was not stated. */
  readonly from?: string | readonly string[];
  readonly to: string | readonly string[];
  /** Hundredths of an effort point. */
  readonly effort: number;
}

/** The cheapest change that opens a product which now fails. */
export interface NearMiss {
  readonly productId: string;
  readonly bankId: string;
  readonly changes: readonly ChangeStep[];
  /** Sum of the steps, in hundredths of an effort point. */
  readonly effort: number;
  /** False where the search was cut short: there may be a cheaper change. */
  readonly proven: boolean;
  /** The offer after the change: `undetermined` where other facts are still open. */
  readonly offer: Offer;
}

/** Search steps for one pair; a catalog with deeper alternatives gets an unproven answer. */
const MAX_STEPS = 10_000;

/** Conditions that no change of the need can meet. */
const FIXED_CODES = ['validity', 'currency'];

/**
 * The cheapest set of changes, by the efforts of the field registry, after which no condition of the
 * product fails. `undefined`: none exists among the facts that an enterprise can change (wishes move
 * between half and double of what was asked). The answer is judged again before it is given.
 * Exact branch and bound over the alternatives of the criteria. `ceiling`: dearer changes are not asked
 * for.
 */
export function nearMiss(
  context: PairContext,
  compiled: CompiledProduct,
  ceiling: number = Number.POSITIVE_INFINITY,
): NearMiss | undefined {
  const { catalog, encoded } = context;
  const verdicts = conditionVerdicts(catalog, compiled, encoded);
  if (verdicts.some((one) => one.verdict === 'fail' && FIXED_CODES.includes(one.code))) {
    return undefined;
  }
  const { need, facts } = encoded;
  const { registry } = catalog;
  const requirements = compiled.conditions.map((one) => requirementOf(one, facts, registry));
  const limits = amountLimits(compiled, need);
  const found = search({ registry, facts, need, compiled, limits }, requirements, ceiling);
  if (found === undefined) return undefined;
  const changed = applyChanges(need, found.plan.changes, compiled);
  const after = evaluatePair({ ...context, encoded: encodeNeed(catalog, changed) }, compiled);
  if (after.offer === undefined) return undefined;
  return {
    productId: compiled.product.id,
    bankId: compiled.bank.id,
    changes: found.plan.changes.map((change) => describe(context, change)),
    effort: found.plan.effort,
    proven: found.proven,
    offer: after.offer,
  };
}

/**
 * The near misses of several products: least effort first, then the better offer. Once there are
 * enough, no dearer change than the last of them is looked for.
 */
export function rankNearMisses(
  context: PairContext,
  products: readonly CompiledProduct[],
  limit: number,
): readonly NearMiss[] {
  const best: NearMiss[] = [];
  if (limit === 0) return best;
  for (const compiled of products) {
    const last = best.length < limit ? undefined : best.at(-1);
    const found = nearMiss(context, compiled, last?.effort);
    if (found === undefined) continue;
    best.push(found);
    best.sort((a, b) => a.effort - b.effort || compareOffers(a.offer, b.offer));
    if (best.length > limit) best.pop();
  }
  return best;
}

interface Found {
  readonly plan: Plan;
  readonly proven: boolean;
}

/**
 * 1. Conjunctions and literals cut the box; an empty box ends the branch.
 * 2. The cheapest plan of the box bounds every plan below it: a branch that cannot win is left.
 * 3. Otherwise the first alternative left open is tried part by part.
 */
function search(
  context: PlanContext,
  requirements: readonly Requirement[],
  ceiling: number,
): Found | undefined {
  let best: Plan | undefined;
  let steps = 0;
  const walk = (pending: readonly Requirement[], before: Box): void => {
    steps += 1;
    if (steps > MAX_STEPS) return;
    const settled = settle(pending, before);
    if (settled === undefined) return;
    const plan = cheapestPlan(context, settled.box);
    if (plan === undefined || plan.effort > ceiling) return;
    if (best !== undefined && plan.effort >= best.effort) return;
    const [branch, ...rest] = settled.alternatives;
    if (branch === undefined) {
      best = plan;
      return;
    }
    for (const part of branch) walk([part, ...rest.map(toAlternative)], settled.box);
  };
  walk(requirements, new Map());
  return best === undefined ? undefined : { plan: best, proven: steps <= MAX_STEPS };
}

const toAlternative = (parts: readonly Requirement[]): Requirement => ({ kind: 'or', parts });

interface Settled {
  readonly box: Box;
  readonly alternatives: readonly (readonly Requirement[])[];
}

/** Everything that leaves no choice, done; `undefined` where it cannot be. */
function settle(pending: readonly Requirement[], before: Box): Settled | undefined {
  let box: Box | undefined = before;
  const alternatives: (readonly Requirement[])[] = [];
  const queue = [...pending];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    if (next.kind === 'met') continue;
    if (next.kind === 'hopeless') return undefined;
    if (next.kind === 'and') queue.unshift(...next.parts);
    else if (next.kind === 'or') {
      const open: readonly Requirement[] = next.parts.filter((part) => part.kind !== 'hopeless');
      if (open.length === 0) return undefined;
      if (open.some((part) => part.kind === 'met')) continue;
      alternatives.push(open);
    } else {
      box = tighten(box, next);
      if (box === undefined) return undefined;
    }
  }
  return { box, alternatives };
}

function describe({ catalog, encoded }: PairContext, change: FactChange): ChangeStep {
  const { registry } = catalog;
  const field = fieldNamed(registry, change.field);
  const from = encoded.facts[fieldIndex(registry, change.field)];
  return {
    field: change.field,
    ...(from === undefined ? {} : { from: printValue(field, from) }),
    to: printValue(field, change.to),
    effort: change.effort,
  };
}
