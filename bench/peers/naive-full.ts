import type { Catalog, Need } from '../../src/index.ts';
import type { Criterion, RangeCriterion } from '../../src/model/index.ts';
import { encodeNeed } from '../../src/reference.ts';
import { judgeLimit, type LimitKind, limitKinds } from './naive-limits.ts';
import type { Eligible } from './peer.ts';
import { decide, FAIL, negate, PASS, type Three, UNKNOWN } from './three.ts';

type Compiled = Catalog['products'][number];
type Facts = ReturnType<typeof encodeNeed>['facts'];

/**
 * A condition as a record of one shape. A loop over such records with one `switch` is compiled to
 * machine code as a whole; with a closure for each condition, the other usual way, none of so many
 * closures ever gets hot.
 */
interface Condition {
  readonly operator: Criterion['operator'];
  /** Of the field in the list of facts. */
  readonly index: number;
  /** Of a range; numbers in every record would cost two more loads from memory each. */
  readonly range: { readonly min: number; readonly max: number } | undefined;
  readonly operands: readonly string[];
  readonly parts: readonly Condition[];
}

interface FlatProduct {
  readonly compiled: Compiled;
  readonly inForce: boolean;
  readonly conditions: readonly Condition[];
  readonly limits: readonly LimitKind[];
}

/** The hand-written loop over the whole language, three-valued, on plain objects. */
export interface NaiveLoop {
  /** Stops at the first condition that does not pass. */
  readonly eligible: (needs: readonly Need[]) => Eligible;
  /**
   * For each need a number for each product, whose bit i tells that the i-th condition failed.
   * Exact up to 53 conditions.
   */
  readonly failures: (needs: readonly Need[]) => readonly Float64Array[];
}

/** What a careful programmer writes who knows the library's rules and has no time for columns. */
export function naiveLoop(catalog: Catalog): NaiveLoop {
  const { asOf } = catalog;
  const products = catalog.products.map((compiled): FlatProduct => {
    const { validFrom, validTo } = compiled.product;
    return {
      compiled,
      inForce: (validFrom ?? asOf) <= asOf && asOf <= (validTo ?? asOf),
      conditions: compiled.conditions.map((one) => flatten(catalog, one)),
      limits: limitKinds(compiled),
    };
  });
  return {
    eligible: (needs) => needs.map((need) => eligibleOf(catalog, products, need)),
    failures: (needs) => needs.map((need) => failuresOf(catalog, products, need)),
  };
}

function flatten(catalog: Catalog, criterion: Criterion): Condition {
  return {
    operator: criterion.operator,
    index: 'field' in criterion ? (catalog.registry.indexByName.get(criterion.field) ?? -1) : -1,
    range: criterion.operator === 'range' ? rangeOf(criterion) : undefined,
    operands: 'operands' in criterion ? criterion.operands : [],
    parts: partsOf(criterion).map((part) => flatten(catalog, part)),
  };
}

function rangeOf({ min, max }: RangeCriterion): NonNullable<Condition['range']> {
  return { min: min ?? Number.NEGATIVE_INFINITY, max: max ?? Number.POSITIVE_INFINITY };
}

function partsOf(criterion: Criterion): readonly Criterion[] {
  if ('criteria' in criterion) return criterion.criteria;
  return 'criterion' in criterion ? [criterion.criterion] : [];
}

function eligibleOf(
  catalog: Catalog,
  products: readonly FlatProduct[],
  need: Need,
): readonly number[] {
  const eligible: number[] = [];
  if (!hasCurrency(catalog, need)) return eligible;
  const { facts } = encodeNeed(catalog, need);
  for (let at = 0; at < products.length; at++) {
    if (isEligible(products[at] as FlatProduct, facts, need)) eligible.push(at);
  }
  return eligible;
}

/** An unknown condition rules out as surely as a failed one: the question is who passes. */
function isEligible(product: FlatProduct, facts: Facts, need: Need): boolean {
  if (!product.inForce) return false;
  for (const condition of product.conditions) if (judge(condition, facts) !== PASS) return false;
  for (const kind of product.limits) {
    if (judgeLimit(kind, product.compiled, need) !== PASS) return false;
  }
  return true;
}

/** Bits in the order of `conditionVerdicts`: validity, currency, conditions, limits. */
function failuresOf(catalog: Catalog, products: readonly FlatProduct[], need: Need): Float64Array {
  const masks = new Float64Array(products.length);
  const { facts } = encodeNeed(catalog, need);
  const foreign = hasCurrency(catalog, need) ? 0 : 2;
  for (let at = 0; at < products.length; at++) {
    const { inForce, conditions, limits, compiled } = products[at] as FlatProduct;
    let mask = (inForce ? 0 : 1) + foreign;
    let bit = 4;
    for (const condition of conditions) {
      if (judge(condition, facts) === FAIL) mask += bit;
      bit *= 2;
    }
    for (const kind of limits) {
      if (judgeLimit(kind, compiled, need) === FAIL) mask += bit;
      bit *= 2;
    }
    masks[at] = mask;
  }
  return masks;
}

function hasCurrency(catalog: Catalog, need: Need): boolean {
  return need.currency === undefined || need.currency === catalog.document.currency;
}

function judge(condition: Condition, facts: Facts): Three {
  switch (condition.operator) {
    case 'ask':
      return UNKNOWN;
    case 'not':
      return negate(judge(condition.parts[0] as Condition, facts));
    case 'all':
      return extreme(condition.parts, facts, FAIL);
    case 'any':
      return extreme(condition.parts, facts, PASS);
    default: {
      const value = facts[condition.index];
      return value === undefined ? UNKNOWN : judgeLeaf(condition, value);
    }
  }
}

/** `all` ends at the first fail, `any` at the first pass; one unknown part else leaves it open. */
function extreme(parts: readonly Condition[], facts: Facts, end: typeof FAIL | typeof PASS): Three {
  let verdict: Three = end === FAIL ? PASS : FAIL;
  for (const part of parts) {
    const one = judge(part, facts);
    if (one === end) return end;
    if (one === UNKNOWN) verdict = UNKNOWN;
  }
  return verdict;
}

function judgeLeaf(leaf: Condition, value: NonNullable<Facts[number]>): Three {
  const { operator, range, operands } = leaf;
  if (range !== undefined) {
    return decide((value as number) >= range.min && (value as number) <= range.max);
  }
  switch (operator) {
    case 'in':
      return decide(isMember(operands, String(value)));
    case 'notIn':
      return decide(!isMember(operands, String(value)));
    case 'within':
      return within(value as string, operands);
    case 'notWithin':
      return negate(within(value as string, operands));
    case 'hasAny':
      return decide(overlaps(value as readonly string[], operands));
    case 'hasNone':
      return decide(!overlaps(value as readonly string[], operands));
    default:
      return decide(contains(value as readonly string[], operands));
  }
}

/** A code that is known only coarsely may lie below an operand: unknown. */
function within(code: string, ancestors: readonly string[]): Three {
  let verdict: Three = FAIL;
  for (const ancestor of ancestors) {
    if (ancestor.length <= code.length) {
      if (code.startsWith(ancestor)) return PASS;
    } else if (ancestor.startsWith(code)) verdict = UNKNOWN;
  }
  return verdict;
}

/** Most firms have few labels and hardly any has a record, so the need's side is walked. */
function overlaps(set: readonly string[], operands: readonly string[]): boolean {
  for (const value of set) if (isMember(operands, value)) return true;
  return false;
}

function contains(set: readonly string[], operands: readonly string[]): boolean {
  for (const operand of operands) if (!isMember(set, operand)) return false;
  return true;
}

function isMember(list: readonly string[], text: string): boolean {
  for (let i = 0; i < list.length; i++) if (list[i] === text) return true;
  return false;
}
