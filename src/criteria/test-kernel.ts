import type { Criterion, FieldValue } from '../model/index.ts';
import { isWithin } from '../units/code.ts';
import type { FactList } from './facts.ts';
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
const WITHIN = 6;
const HAS_ANY = 7;
const HAS_ALL = 8;
const KINDS = {
  in: MEMBER,
  notIn: MEMBER,
  within: WITHIN,
  notWithin: WITHIN,
  hasAny: HAS_ANY,
  hasNone: HAS_ANY,
  hasAll: HAS_ALL,
} as const;

/** A criterion in one shape for all kinds, with its field looked up: what `evaluate` says of it, sooner. */
export interface Test {
  readonly kind: number;
  /** Place of the field in a list of facts. */
  readonly place: number;
  /** Ends of a range, both included. */
  readonly low: number;
  readonly high: number;
  readonly operands: readonly string[];
  /** `notIn`, `notWithin`, `hasNone`: what passes and fails is turned round. */
  readonly isNegated: boolean;
  readonly parts: readonly Test[];
}

export function compileTest(criterion: Criterion, registry: FieldRegistry): Test {
  const bare = {
    kind: ASK,
    place: 0,
    low: Number.NEGATIVE_INFINITY,
    high: Number.POSITIVE_INFINITY,
    operands: [] as readonly string[],
    isNegated: false,
    parts: [] as readonly Test[],
  };
  const compile = (one: Criterion) => compileTest(one, registry);
  switch (criterion.operator) {
    case 'ask':
      return bare;
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
  const { operator, operands } = criterion;
  const isNegated = operator === 'notIn' || operator === 'notWithin' || operator === 'hasNone';
  return { ...bare, kind: KINDS[operator], place, operands, isNegated };
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
        if (verdict === FAIL) return FAIL;
        if (verdict < least) least = verdict;
      }
      return least;
    }
    case ANY: {
      let most = FAIL;
      for (const part of test.parts) {
        const verdict = judgeTest(part, facts);
        if (verdict === PASS) return PASS;
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
  const verdict = judgeTexts(test, value);
  return test.isNegated ? PASS - verdict : verdict;
}

function judgeTexts({ kind, operands }: Test, value: FieldValue): number {
  switch (kind) {
    case MEMBER:
      return operands.includes(typeof value === 'string' ? value : String(value)) ? PASS : FAIL;
    case WITHIN:
      return judgeCode(operands, value as string);
    default:
      return judgeLabels(operands, value as readonly string[], kind === HAS_ALL);
  }
}

/** Inside one of the subtrees; above one, it may be inside. */
function judgeCode(ancestors: readonly string[], code: string): number {
  let most = FAIL;
  for (let i = 0; i < ancestors.length; i++) {
    const ancestor = ancestors[i]!;
    if (isWithin(code, ancestor)) return PASS;
    if (isWithin(ancestor, code)) most = UNKNOWN;
  }
  return most;
}

/** All labels are held, or any of them is. */
function judgeLabels(labels: readonly string[], held: readonly string[], all: boolean): number {
  for (let i = 0; i < labels.length; i++) {
    if (held.includes(labels[i]!) !== all) return all ? FAIL : PASS;
  }
  return all ? PASS : FAIL;
}
