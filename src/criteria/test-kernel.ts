import type { Criterion } from '../model/index.ts';
import type { FactList } from './facts.ts';
import { evaluateLeaf } from './reference.ts';
import { type FieldRegistry, fieldIndex } from './registry.ts';

/** Verdicts as numbers, in Kleene's order. */
export const FAIL = 0;
export const UNKNOWN = 1;
export const PASS = 2;

const ASK = 0;
const NOT = 1;
const ALL = 2;
const ANY = 3;
const RANGE = 4;
const MEMBER = 5;
const LEAF = 6;

/** A criterion in one shape for all kinds, with its field looked up: what `evaluate` says of it, sooner. */
export interface Test {
  readonly kind: number;
  /** Place of the field in a list of facts. */
  readonly place: number;
  /** Ends of a range, both included. */
  readonly low: number;
  readonly high: number;
  /** Texts that pass; for `notIn`, that fail. */
  readonly operands: readonly string[];
  readonly isNegated: boolean;
  readonly parts: readonly Test[];
  readonly criterion: Criterion;
}

export function compileTest(criterion: Criterion, registry: FieldRegistry): Test {
  const bare = {
    kind: LEAF,
    place: 0,
    low: Number.NEGATIVE_INFINITY,
    high: Number.POSITIVE_INFINITY,
    operands: [] as readonly string[],
    isNegated: false,
    parts: [] as readonly Test[],
    criterion,
  };
  const compile = (one: Criterion) => compileTest(one, registry);
  switch (criterion.operator) {
    case 'ask':
      return { ...bare, kind: ASK };
    case 'not':
      return { ...bare, kind: NOT, parts: [compile(criterion.criterion)] };
    case 'all':
      return { ...bare, kind: ALL, parts: criterion.criteria.map(compile) };
    case 'any':
      return { ...bare, kind: ANY, parts: criterion.criteria.map(compile) };
  }
  const place = fieldIndex(registry, criterion.field);
  if (criterion.operator === 'range') {
    const { min = bare.low, max = bare.high } = criterion;
    return { ...bare, kind: RANGE, place, low: min, high: max };
  }
  const { operands } = criterion;
  if (criterion.operator !== 'in' && criterion.operator !== 'notIn') {
    return { ...bare, place, operands };
  }
  return { ...bare, kind: MEMBER, place, operands, isNegated: criterion.operator === 'notIn' };
}

/** The verdict of a test on a list of facts. */
export function judgeTest(test: Test, facts: FactList): number {
  switch (test.kind) {
    case ASK:
      return UNKNOWN;
    case NOT:
      return PASS - judgeTest(test.parts[0]!, facts);
    case ALL: {
      let least = PASS;
      for (const part of test.parts) {
        const verdict = judgeTest(part, facts);
        if (verdict < least) least = verdict;
      }
      return least;
    }
    case ANY: {
      let most = FAIL;
      for (const part of test.parts) {
        const verdict = judgeTest(part, facts);
        if (verdict > most) most = verdict;
      }
      return most;
    }
  }
  const value = facts[test.place];
  if (value === undefined) return UNKNOWN;
  if (test.kind === RANGE) {
    return (value as number) >= test.low && (value as number) <= test.high ? PASS : FAIL;
  }
  if (test.kind === MEMBER) {
    const isIn = test.operands.includes(typeof value === 'string' ? value : String(value));
    return isIn !== test.isNegated ? PASS : FAIL;
  }
  const verdict = evaluateLeaf(test.criterion as Parameters<typeof evaluateLeaf>[0], value);
  return verdict === 'pass' ? PASS : verdict === 'fail' ? FAIL : UNKNOWN;
}
