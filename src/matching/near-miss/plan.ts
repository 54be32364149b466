import type { CompiledProduct } from '../../catalog/index.ts';
import { amountLimits, hasCurrency, isInForce } from '../../eligibility/index.ts';
import type { PairContext } from '../evaluate-pair.ts';
import type { Box } from './box.ts';
import { tighten } from './box.ts';
import { cheapestPlan, type Plan, type PlanContext } from './effort.ts';
import { type Requirement, requirementOf } from './requirement.ts';

/** Search steps for one pair; a catalog with deeper alternatives gets an unproven answer. */
const MAX_STEPS = 10_000;

/** The cheapest changes, and whether the search for them came to its end. */
export interface Found {
  readonly plan: Plan;
  readonly proven: boolean;
}

/**
 * The cheapest set of changes after which no condition of a product fails, by the efforts of the field
 * registry; none dearer than `ceiling` is looked for. Of what cannot be applied for at all there is none.
 */
export function planOf(
  { catalog, encoded }: PairContext,
  compiled: CompiledProduct,
  ceiling: number,
): Found | undefined {
  const { need, facts } = encoded;
  if (!isInForce(catalog, compiled) || !hasCurrency(catalog, need)) return undefined;
  const { registry } = catalog;
  const requirements = compiled.conditions.map((one) => requirementOf(one, facts, registry));
  const limits = amountLimits(compiled, need);
  return search({ registry, facts, need, compiled, limits }, requirements, ceiling);
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
  const box = new Map(before);
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
    } else if (!tighten(box, next)) return undefined;
  }
  return { box, alternatives };
}
