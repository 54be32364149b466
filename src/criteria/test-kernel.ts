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
  readonly operandSet: ReadonlySet<string>;
  /** Verdicts on codes that were judged before: codes repeat, and beginnings are slow to compare. */
  readonly codeVerdicts: Map<string, number>;
  /** `notIn`, `notWithin`, `hasNone`: what passes and fails is turned round. */
  readonly isNegated: boolean;
  readonly parts: readonly Test[];
}

const NO_OPERANDS: ReadonlySet<string> = new Set();
const NO_CODES: Map<string, number> = new Map();
/** Codes whose verdict a test remembers. */
const CODES_REMEMBERED = 4096;

export function compileTest(criterion: Criterion, registry: FieldRegistry): Test {
  const bare = {
    kind: ASK,
    place: 0,
    low: Number.NEGATIVE_INFINITY,
    high: Number.POSITIVE_INFINITY,
    operands: [] as readonly string[],
    operandSet: NO_OPERANDS,
    codeVerdicts: NO_CODES,
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
  return {
    ...bare,
    kind: KINDS[operator],
    place,
    operands,
    operandSet: new Set(operands),
    codeVerdicts: new Map(),
    isNegated,
  };
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

function judgeTexts(test: Test, value: FieldValue): number {
  switch (test.kind) {
    case MEMBER:
      return test.operandSet.has(typeof value === 'string' ? value : String(value)) ? PASS : FAIL;
    case WITHIN:
      return judgeCode(test, value as string);
    case HAS_ALL:
      return holdsAll(test.operands, value as readonly string[]) ? PASS : FAIL;
    default:
      return holdsAny(test.operandSet, value as readonly string[]) ? PASS : FAIL;
  }
}

function judgeCode({ operands, codeVerdicts }: Test, code: string): number {
  const known = codeVerdicts.get(code);
  if (known !== undefined) return known;
  const verdict = compareCode(operands, code);
  if (codeVerdicts.size >= CODES_REMEMBERED) codeVerdicts.clear();
  codeVerdicts.set(code, verdict);
  return verdict;
}

/** Inside one of the subtrees; above one, it may be inside. */
export function compareCode(ancestors: readonly string[], code: string): number {
  let most = FAIL;
  for (let i = 0; i < ancestors.length; i++) {
    const ancestor = ancestors[i]!;
    if (isWithin(code, ancestor)) return PASS;
    if (isWithin(ancestor, code)) most = UNKNOWN;
  }
  return most;
}

function holdsAll(labels: readonly string[], held: readonly string[]): boolean {
  for (let i = 0; i < labels.length; i++) if (!held.includes(labels[i]!)) return false;
  return true;
}

/** Most enterprises hold few labels, so that what is held is looked up in what is asked. */
function holdsAny(labels: ReadonlySet<string>, held: readonly string[]): boolean {
  for (let i = 0; i < held.length; i++) if (labels.has(held[i]!)) return true;
  return false;
}
