import type { Criterion, FieldValue, LeafCriterion } from '../model/index.ts';
import { isWithin } from '../units/code.ts';
import type { FactList } from './facts.ts';
import { type FieldRegistry, fieldIndex } from './registry.ts';

/** Kleene's three values. `unknown`: a fact is missing, so neither can be said. */
export type Verdict = 'pass' | 'fail' | 'unknown';

/**
 * The rule itself: what a criterion says of a list of facts. Every faster evaluator must agree with
 * this one. Missing facts are unknown, never zero, never false; a prose condition is always unknown.
 */
export function evaluate(criterion: Criterion, facts: FactList, registry: FieldRegistry): Verdict {
  switch (criterion.operator) {
    case 'ask':
      return 'unknown';
    case 'not':
      return negate(evaluate(criterion.criterion, facts, registry));
    case 'all':
      return allOf(criterion.criteria.map((part) => evaluate(part, facts, registry)));
    case 'any':
      return anyOf(criterion.criteria.map((part) => evaluate(part, facts, registry)));
    default:
      return evaluateLeaf(criterion, facts[fieldIndex(registry, criterion.field)]);
  }
}

/** `all`: one fail fails; otherwise one unknown leaves it unknown. Nothing at all passes. */
export function allOf(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('fail')) return 'fail';
  return verdicts.includes('unknown') ? 'unknown' : 'pass';
}

/** `any`: one pass passes; otherwise one unknown leaves it unknown. Nothing at all fails. */
export function anyOf(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('pass')) return 'pass';
  return verdicts.includes('unknown') ? 'unknown' : 'fail';
}

function negate(verdict: Verdict): Verdict {
  return verdict === 'unknown' ? 'unknown' : verdict === 'pass' ? 'fail' : 'pass';
}

function decide(passes: boolean): Verdict {
  return passes ? 'pass' : 'fail';
}

/** One field against its operands. */
export function evaluateLeaf(leaf: LeafCriterion, value: FieldValue | undefined): Verdict {
  if (value === undefined) return 'unknown';
  switch (leaf.operator) {
    case 'within':
      return withinAny(value as string, leaf.operands);
    case 'notWithin':
      return negate(withinAny(value as string, leaf.operands));
    case 'in':
      return decide(leaf.operands.includes(String(value)));
    case 'notIn':
      return decide(!leaf.operands.includes(String(value)));
    case 'range': {
      const number = value as number;
      return decide(number >= (leaf.min ?? number) && number <= (leaf.max ?? number));
    }
    case 'hasAny':
      return decide(
        leaf.operands.some((operand) => (value as readonly string[]).includes(operand)),
      );
    case 'hasAll':
      return decide(
        leaf.operands.every((operand) => (value as readonly string[]).includes(operand)),
      );
    case 'hasNone':
      return decide(
        !leaf.operands.some((operand) => (value as readonly string[]).includes(operand)),
      );
  }
}

/**
 * Is the code in one of the subtrees? A code that is known only coarsely (`C` where the rule asks
 * for C34) may lie in one: that is unknown, not a fail.
 */
function withinAny(code: string, ancestors: readonly string[]): Verdict {
  if (ancestors.some((ancestor) => isWithin(code, ancestor))) return 'pass';
  return ancestors.some((ancestor) => isWithin(ancestor, code)) ? 'unknown' : 'fail';
}
