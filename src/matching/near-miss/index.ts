import type { CompiledProduct } from '../../catalog/index.ts';
import { fieldIndex, fieldNamed, printValue } from '../../criteria/index.ts';
import { encodeNeed } from '../../eligibility/index.ts';
import type { Need } from '../../model/index.ts';
import { once } from '../../units/once.ts';
import { createTopList, rankTaken, workingList } from '../engine/index.ts';
import { compareOffers, evaluatePair, type Offer, type PairContext } from '../evaluate-pair.ts';
import { askEngine } from '../is-need.ts';
import { figuresAt, offerOf, productAt } from '../offer.ts';
import { applyChanges } from './apply.ts';
import type { FactChange } from './effort.ts';
import { type Found, planOf } from './plan.ts';

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

/**
 * The cheapest set of changes, by the efforts of the field registry, after which no condition of the
 * product fails. `undefined`: none exists among the facts that an enterprise can change (wishes move
 * between half and double of what was asked). The answer is judged again, by the rule, before it is
 * given. Exact branch and bound over the alternatives of the criteria.
 */
export function nearMiss(context: PairContext, compiled: CompiledProduct): NearMiss | undefined {
  const found = planOf(context, compiled, Number.POSITIVE_INFINITY);
  if (found === undefined) return undefined;
  const { offer } = evaluatePair(
    contextAfter(context, changedNeed(context, compiled, found)),
    compiled,
  );
  return offer === undefined ? undefined : missOf(context, { compiled, found, offer });
}

function changedNeed({ encoded }: PairContext, compiled: CompiledProduct, { plan }: Found): Need {
  return applyChanges(encoded.need, plan.changes, compiled);
}

function contextAfter(context: PairContext, changed: Need): PairContext {
  return { ...context, encoded: encodeNeed(context.catalog, changed) };
}

/** Changes that open a product, and what it then offers. */
interface Opened {
  readonly compiled: CompiledProduct;
  readonly found: Found;
  readonly offer: Offer;
}

/**
 * The near misses of the products at some places of the catalog: least effort first, then the better
 * offer.
 *
 * 1. Plans are cheap: all that can be among the cheapest are made, and no dearer ones are looked for.
 * 2. The engine judges each again and prices it. Where one is not open after all, the others may not
 *    be enough, and so many more are wanted.
 */
export function rankNearMisses(
  context: PairContext,
  places: readonly number[],
  limit: number,
): readonly NearMiss[] {
  if (limit === 0) return [];
  const judged = new Map<number, Opened | undefined>();
  const judge = ({ place, found }: Planned): Opened | undefined => {
    if (!judged.has(place)) judged.set(place, openedBy(context, place, found));
    return judged.get(place);
  };
  let wanted = limit;
  for (;;) {
    const plans = cheapestPlans(context, places, wanted);
    const opened = plans.map(judge).filter((one) => one !== undefined);
    if (opened.length >= limit || plans.length < wanted) {
      return opened
        .sort((a, b) => effortOf(a) - effortOf(b) || compareOffers(a.offer, b.offer))
        .slice(0, limit)
        .map((one) => missOf(context, one));
    }
    wanted = limit + plans.length - opened.length;
  }
}

const effortOf = ({ found }: Pick<Opened, 'found'>): number => found.plan.effort;

interface Planned {
  readonly place: number;
  readonly found: Found;
}

/** The plans of which fewer than `wanted` others take less effort. */
function cheapestPlans(
  context: PairContext,
  places: readonly number[],
  wanted: number,
): readonly Planned[] {
  const { products } = context.catalog;
  const plans: Planned[] = [];
  /** The least efforts so far, ascending. */
  const least: number[] = [];
  const ceiling = () =>
    least.length < wanted ? Number.POSITIVE_INFINITY : (least.at(-1) as number);
  for (const place of places) {
    const found = planOf(context, products[place] as CompiledProduct, ceiling());
    if (found === undefined) continue;
    plans.push({ place, found });
    least.push(found.plan.effort);
    least.sort((a, b) => a - b);
    if (least.length > wanted) least.pop();
  }
  return plans.filter((one) => effortOf(one) <= ceiling());
}

/** Where the one undetermined offer goes. */
const openOffer = createTopList(1);

/** What the engine says of one product once its changes are made; `undefined`: it fails all the same. */
function openedBy(context: PairContext, place: number, found: Found): Opened | undefined {
  const { catalog, profile, needSeed } = context;
  const compiled = catalog.products[place] as CompiledProduct;
  const need = changedNeed(context, compiled, found);
  const after = once(() => contextAfter(context, need));
  return askEngine('nearMisses', catalog, need, (engine) => {
    const offers = workingList(engine, 1);
    const { productTies } = engine;
    const draw = { need, profile, needSeed, productTies, offers, undetermined: openOffer };
    rankTaken(engine, draw, place);
    const isEligible = offers.size === 1;
    if (!isEligible && openOffer.size === 0) return undefined;
    const list = isEligible ? offers : openOffer;
    const verdict = isEligible ? 'eligible' : 'undetermined';
    const figures = figuresAt(list, draw, list.order[0] as number, verdict);
    const offer = offerOf(after, productAt(engine, place), figures, false);
    return { compiled, found, offer };
  });
}

function missOf(context: PairContext, { compiled, found, offer }: Opened): NearMiss {
  const { plan, proven } = found;
  return {
    productId: compiled.product.id,
    bankId: compiled.bank.id,
    changes: plan.changes.map((change) => describe(context, change)),
    effort: plan.effort,
    proven,
    offer,
  };
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
