import type { Catalog, CompiledProduct } from '../../catalog/index.ts';
import { fieldsOf } from '../../criteria/index.ts';
import { isInForce } from '../../eligibility/index.ts';
import type { Criterion, Need, ScoringProfile } from '../../model/index.ts';
import { once } from '../../units/once.ts';
import {
  createTopList,
  type Engine,
  engineOver,
  isSurelyPriced,
  rankNeed,
  type TopList,
} from '../engine/index.ts';
import { columnOf, type NeedColumns, valueAt } from './columns-kernel.ts';
import { type Judged, judgeNeeds } from './judge-kernel.ts';
import { judgeLimits, type Limits, openLimits } from './limits-kernel.ts';

/** One product of a catalog by itself, ready to be held against the needs of a table. */
export interface Single {
  readonly catalog: Catalog;
  readonly place: number;
  readonly compiled: CompiledProduct;
  readonly columns: NeedColumns;
  readonly limits: Limits;
  /** A rate is sure to exist, whatever the facts: so it is for most products. */
  readonly isSure: boolean;
  /** Takes it that the conditions of the product pass, and reads the facts of `cursor.index`. */
  readonly engine: () => Engine;
  readonly cursor: { index: number };
}

/**
 * Opens a product. `isPriced`: its offers will be asked for, not only its verdicts. Afterwards all
 * facts that it looks at stand in `columns`.
 */
export function openSingle(
  catalog: Catalog,
  place: number,
  columns: NeedColumns,
  isPriced: boolean,
): Single {
  const compiled = catalog.products[place] as CompiledProduct;
  for (const criterion of compiled.conditions) {
    for (const field of fieldsOf(criterion)) columnOf(columns, catalog, field);
  }
  const cursor = { index: 0 };
  const engine = once(() =>
    engineOver(catalog, place, (field) => {
      const column = columnOf(columns, catalog, field);
      return () => valueAt(column, cursor.index);
    }),
  );
  const known = isPriced ? undefined : isSurelyPriced(catalog, place);
  const isSure = known ?? engine().segments[0]?.data.rates.isSure[0] === 1;
  // An engine that will be asked is made now: what it reads tells which needs are strange.
  if (!isSure) engine();
  const limits = openLimits(columns, catalog, compiled);
  return { catalog, place, compiled, columns, limits, isSure, engine, cursor };
}

/** What is asked of a product, and what is done with the answers. */
export interface Inquiry {
  readonly profile: ScoringProfile;
  /** Needs to ask about, with the verdict on the conditions that are asked no more. */
  readonly among: Judged;
  /** The conditions that are left to ask. */
  readonly conditions: readonly Criterion[];
  /** The least score that matters to a need; absent: no price is asked for. */
  readonly floorOf?: (index: number) => number;
  /** Called for every need that the product is open to; `list` holds its offer, if it is good enough. */
  readonly visit: (index: number, verdict: 'eligible' | 'undetermined', list: TopList) => void;
  /** Called for a need that cannot be read. */
  readonly refuse: (index: number) => void;
}

const UNKNOWN = 1;
const PASS = 2;

/**
 * Holds a product against many needs, as `rankNeed` holds a need against many products: conditions
 * and limits in columns, then the price, each for the needs that are left.
 */
export function askSingle(single: Single, inquiry: Inquiry): void {
  const { catalog, compiled, columns } = single;
  if (!isInForce(catalog, compiled)) return;
  const { among, conditions } = inquiry;
  const { needs, verdicts } = judgeNeeds(columns, catalog, conditions, among);
  const list = createTopList(inquiry.floorOf === undefined ? 0 : 1);
  needs.forEach((index, i) => {
    try {
      const verdict = judgePair(single, inquiry, index, verdicts[i] as number, list);
      if (verdict === 0) return;
      inquiry.visit(index, verdict === PASS ? 'eligible' : 'undetermined', list);
    } catch {
      inquiry.refuse(index);
    }
  });
}

/** The verdict on the whole pair: 0 fail, 1 unknown, 2 pass; and its price in the list. */
function judgePair(
  { engine, columns, limits, isSure, cursor }: Single,
  { profile, floorOf }: Inquiry,
  index: number,
  before: number,
  list: TopList,
): number {
  list.size = 0;
  const verdict = Math.min(before, judgeLimits(limits, index));
  if (verdict < PASS || (isSure && floorOf === undefined)) return verdict;
  const need = columns.needs[index] as Need;
  list.floor = floorOf?.(index) ?? -1;
  cursor.index = index;
  // One offer draws no lot, so that its seed does not matter.
  const own = engine();
  const { productTies } = own;
  rankNeed(own, {
    need,
    profile,
    needSeed: 0,
    productTies,
    offers: list,
    undetermined: undefined,
  });
  return own.eligible === 1 ? PASS : UNKNOWN;
}

/** The conditions that two products have in common, and what is left of each. */
export interface SharedConditions {
  readonly shared: readonly Criterion[];
  readonly own: readonly Criterion[];
  readonly others: readonly Criterion[];
}

/** Compares conditions by what they test: a new version of a product has most of those of the old. */
export function shareConditions(one: CompiledProduct, other: CompiledProduct): SharedConditions {
  const texts = new Map(other.conditions.map((condition) => [textOf(condition), condition]));
  const shared: Criterion[] = [];
  const own: Criterion[] = [];
  for (const condition of one.conditions) {
    const isShared = texts.delete(textOf(condition));
    (isShared ? shared : own).push(condition);
  }
  return { shared, own, others: [...texts.values()] };
}

const textOf = (condition: Criterion): string => JSON.stringify(condition);
