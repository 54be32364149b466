import type { AskCriterion, Criterion, Field, FieldValue, LeafCriterion } from '../model/index.ts';
import { type Day, printDay } from '../units/day.ts';
import { printScaled } from '../units/decimal.ts';
import { type Money, printMoney } from '../units/money.ts';
import { printRate, type Rate } from '../units/rate.ts';
import type { FactList } from './facts.ts';
import { evaluate, type Verdict } from './reference.ts';
import { type FieldRegistry, fieldIndex, fieldNamed } from './registry.ts';

/**
 * One condition's verdict and the why of it. Plain JSON in border notation (amounts in major units,
 * rates with their unit, days as YYYY-MM-DD); the sentence for people is made by `reasonText`.
 */
export interface Reason {
  readonly code: string;
  readonly verdict: Verdict;
  readonly operator: Criterion['operator'];
  readonly field?: string;
  /** Range ends or the list of operands. */
  readonly required?: readonly string[] | { readonly min?: string; readonly max?: string };
  /** Absent when unknown. */
  readonly actual?: string | readonly string[];
  /** Distance to the nearer end of a range, or the labels that are missing (or too many). */
  readonly gap?: string | readonly string[];
  readonly clause?: string;
  /** The prose of an `ask`. */
  readonly text?: string;
  /** The members of a group that decide its verdict. */
  readonly parts?: readonly Reason[];
}

/** The stable code of a criterion: its own, or made of field and operator. */
export function criterionCode(criterion: Criterion): string {
  if (criterion.code !== undefined) return criterion.code;
  return 'field' in criterion ? `${criterion.field}:${criterion.operator}` : criterion.operator;
}

/** Evaluates a criterion and says why: the reason's verdict is `evaluate`'s. */
export function explainCriterion(
  criterion: Criterion,
  facts: FactList,
  registry: FieldRegistry,
): Reason {
  const common = {
    code: criterionCode(criterion),
    verdict: evaluate(criterion, facts, registry),
    operator: criterion.operator,
    ...(criterion.clause === undefined ? {} : { clause: criterion.clause }),
  };
  switch (criterion.operator) {
    case 'ask':
      return { ...common, text: (criterion as AskCriterion).text };
    case 'not':
      return { ...common, parts: [explainCriterion(criterion.criterion, facts, registry)] };
    case 'all':
    case 'any': {
      const parts = criterion.criteria.map((part) => explainCriterion(part, facts, registry));
      // The parts that share the group's verdict are the ones that decide it.
      return { ...common, parts: parts.filter((part) => part.verdict === common.verdict) };
    }
    default:
      return { ...common, ...leafDetails(criterion, facts, registry) };
  }
}

function leafDetails(leaf: LeafCriterion, facts: FactList, registry: FieldRegistry) {
  const field = fieldNamed(registry, leaf.field);
  const actual = facts[fieldIndex(registry, leaf.field)];
  const gap = actual === undefined ? undefined : leafGap(leaf, field, actual);
  return {
    field: leaf.field,
    required: requiredOf(leaf, field),
    ...(actual === undefined ? {} : { actual: printValue(field, actual) }),
    ...(gap === undefined ? {} : { gap }),
  };
}

function requiredOf(leaf: LeafCriterion, field: Field): NonNullable<Reason['required']> {
  if (leaf.operator !== 'range') return leaf.operands;
  return {
    ...(leaf.min === undefined ? {} : { min: printNumber(field, leaf.min) }),
    ...(leaf.max === undefined ? {} : { max: printNumber(field, leaf.max) }),
  };
}

function leafGap(leaf: LeafCriterion, field: Field, actual: FieldValue): Reason['gap'] | undefined {
  if (leaf.operator === 'range') {
    const value = actual as number;
    if (leaf.min !== undefined && value < leaf.min) return printGap(field, leaf.min - value);
    if (leaf.max !== undefined && value > leaf.max) return printGap(field, value - leaf.max);
    return undefined;
  }
  if (!Array.isArray(actual)) return undefined;
  const has = (operand: string) => actual.includes(operand);
  if (leaf.operator === 'hasAll') return nonEmpty(leaf.operands.filter((label) => !has(label)));
  if (leaf.operator === 'hasNone') return nonEmpty(leaf.operands.filter(has));
  return undefined;
}

function nonEmpty(labels: readonly string[]): readonly string[] | undefined {
  return labels.length === 0 ? undefined : labels;
}

/** A distance between two values of a field: days for dates, the field's own unit otherwise. */
function printGap(field: Field, distance: number): string {
  return field.type === 'date' ? `${distance}d` : printNumber(field, distance);
}

/** A number of a field in border notation. */
export function printNumber(field: Field, value: number): string {
  switch (field.type) {
    case 'money':
      return printMoney(value as Money);
    case 'rate':
      return printRate(value as Rate);
    case 'date':
      return printDay(value as Day);
    default:
      return printScaled(value, field.decimals ?? 0);
  }
}

/** A fact in border notation. */
export function printValue(field: Field, value: FieldValue): string | readonly string[] {
  if (typeof value === 'number') return printNumber(field, value);
  if (typeof value === 'string') return value;
  return typeof value === 'boolean' ? String(value) : value;
}
