import {
  evaluateLeaf,
  type FactList,
  type FieldRegistry,
  fieldIndex,
  fieldNamed,
} from '../../criteria/index.ts';
import type { Criterion, Field, FieldValue, LeafCriterion } from '../../model/index.ts';
import { mulDiv } from '../../units/arithmetic.ts';
import { MONEY_MAX } from '../../units/money.ts';
import { RATE_ONE } from '../../units/rate.ts';

/** What one field must become. */
export type Literal =
  | { readonly kind: 'atLeast' | 'atMost'; readonly field: string; readonly value: number }
  | { readonly kind: 'has' | 'lacks'; readonly field: string; readonly label: string }
  | { readonly kind: 'oneOf'; readonly field: string; readonly values: readonly string[] };

/** A condition that must not fail, in negation normal form over fields that can be changed. */
export type Requirement =
  | { readonly kind: 'met' }
  | { readonly kind: 'hopeless' }
  | { readonly kind: 'and'; readonly parts: readonly Requirement[] }
  | { readonly kind: 'or'; readonly parts: readonly Requirement[] }
  | Literal;

const MET: Requirement = { kind: 'met' };
const HOPELESS: Requirement = { kind: 'hopeless' };

/**
 * Ratios are not changed themselves: their numerator is, with the other side held. The ratio is
 * half-up in ppm, and so are the bounds derived here.
 */
const LEVERS: Readonly<Record<string, { readonly part: string; readonly whole: string }>> = {
  'enterprise.debtRatio': { part: 'enterprise.liabilities', whole: 'enterprise.assets' },
  'project.capitalRatio': { part: 'project.ownFunds', whole: 'project.investment' },
};

/** Whether a field is moved by another one that can be changed. */
export function isLever(field: string): boolean {
  return Object.hasOwn(LEVERS, field);
}

/**
 * What must hold for a criterion not to fail. Unknown facts never fail a condition, so they need no
 * change; facts that cannot be changed make a leaf met or hopeless. Being in a group or under `not`
 * changes nothing of that: `all` does not fail when no part fails, `any` when one part does not,
 * `not` when its inside does not pass.
 */
export function requirementOf(
  criterion: Criterion,
  facts: FactList,
  registry: FieldRegistry,
  negated = false,
): Requirement {
  switch (criterion.operator) {
    case 'ask':
      return MET;
    case 'not':
      return requirementOf(criterion.criterion, facts, registry, !negated);
    case 'all':
    case 'any': {
      const kind = (criterion.operator === 'all') === negated ? 'or' : 'and';
      const parts = criterion.criteria.map((part) => requirementOf(part, facts, registry, negated));
      return { kind, parts };
    }
    default:
      return leafRequirement(criterion, facts, registry, negated);
  }
}

function leafRequirement(
  leaf: LeafCriterion,
  facts: FactList,
  registry: FieldRegistry,
  negated: boolean,
): Requirement {
  const value = facts[fieldIndex(registry, leaf.field)];
  const verdict = evaluateLeaf(leaf, value);
  if (value === undefined || verdict === 'unknown') return MET;
  const isMet = verdict === (negated ? 'fail' : 'pass');
  if (leaf.operator === 'range' && Object.hasOwn(LEVERS, leaf.field)) {
    return ratioRequirement(leaf.field, rangeRequirement(leaf, negated), facts, registry);
  }
  const field = fieldNamed(registry, leaf.field);
  // A changeable field stays in play where it is met: another condition may want to move it.
  if (field.effort === undefined) return isMet ? MET : HOPELESS;
  switch (leaf.operator) {
    case 'range':
      return rangeRequirement(leaf, negated);
    case 'hasAny':
    case 'hasAll':
    case 'hasNone': {
      const wantsLabels = (leaf.operator === 'hasNone') === negated;
      const isConjunction = (leaf.operator === 'hasAny') === negated;
      const parts = leaf.operands.map(
        (label): Requirement => ({ kind: wantsLabels ? 'has' : 'lacks', field: leaf.field, label }),
      );
      return { kind: isConjunction ? 'and' : 'or', parts };
    }
    default:
      return memberRequirement(leaf, field, value, isMet, negated);
  }
}

function rangeRequirement(
  leaf: LeafCriterion & { readonly operator: 'range' },
  negated: boolean,
): Requirement {
  const { field, min, max } = leaf;
  const parts: Requirement[] = [];
  // All numbers are integers, so "less than min" is "at most min - 1".
  if (min !== undefined) {
    parts.push(
      negated ? { kind: 'atMost', field, value: min - 1 } : { kind: 'atLeast', field, value: min },
    );
  }
  if (max !== undefined) {
    parts.push(
      negated ? { kind: 'atLeast', field, value: max + 1 } : { kind: 'atMost', field, value: max },
    );
  }
  return { kind: negated ? 'or' : 'and', parts };
}

/** Rewrites bounds on a ratio as bounds on its numerator. */
function ratioRequirement(
  ratio: string,
  requirement: Requirement,
  facts: FactList,
  registry: FieldRegistry,
): Requirement {
  const lever = LEVERS[ratio];
  const whole = lever === undefined ? undefined : facts[fieldIndex(registry, lever.whole)];
  if (lever === undefined || typeof whole !== 'number') return MET;
  const rewrite = (one: Requirement): Requirement => {
    if (one.kind === 'and' || one.kind === 'or') return { ...one, parts: one.parts.map(rewrite) };
    if (one.kind === 'atLeast') {
      return { ...one, field: lever.part, value: leastPart(one.value, whole) };
    }
    if (one.kind === 'atMost') {
      return { ...one, field: lever.part, value: leastPart(one.value + 1, whole) - 1 };
    }
    return one;
  };
  return rewrite(requirement);
}

/** The least numerator whose ratio to `whole`, half-up, is at least `ppm`. */
function leastPart(ppm: number, whole: number): number {
  if (ppm <= 0) return 0;
  const doubled = 2 * RATE_ONE;
  if (whole >= MONEY_MAX / (ppm / RATE_ONE) - 1) return MONEY_MAX;
  return mulDiv(whole, 2 * ppm - 1, doubled, 'up');
}

/** Enums, booleans and codes: the values that would do, the present one first where it does. */
function memberRequirement(
  leaf: LeafCriterion,
  field: Field,
  value: FieldValue,
  isMet: boolean,
  negated: boolean,
): Requirement {
  const operands = 'operands' in leaf ? leaf.operands : [];
  const wantsOperands = (leaf.operator === 'in' || leaf.operator === 'within') !== negated;
  const closed = field.type === 'boolean' ? ['true', 'false'] : (field.values ?? []);
  const others = closed.filter((one) => !operands.includes(one));
  const named = wantsOperands ? operands : others;
  const values = isMet ? [String(value), ...named] : named;
  return values.length === 0 ? HOPELESS : { kind: 'oneOf', field: leaf.field, values };
}
