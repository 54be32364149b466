import type { Criterion, LeafCriterion } from '../model/index.ts';

/** One test of one field, or its negation. */
export interface Literal {
  readonly leaf: LeafCriterion;
  /** Kleene's negation: unknown stays unknown. */
  readonly negated: boolean;
}

/**
 * Alternatives, of which the best decides: its verdict is the greatest of its literals' in the order
 * fail < unknown < pass. No literal at all fails.
 */
export interface Clause {
  readonly literals: readonly Literal[];
  /** A prose condition is among the alternatives: the clause never falls below unknown. */
  readonly asks: boolean;
}

/** Most clauses that one criterion may become. */
export const CLAUSES_LIMIT = 16;
/** Most literals in one clause. */
export const LITERALS_LIMIT = 32;

/**
 * A criterion as a conjunction of clauses: its verdict is the least of theirs.
 *
 * Kleene's values form a chain, `all` takes the least, `any` the greatest, and `not` turns the chain
 * around. So De Morgan's and the distributive laws hold without loss (Kleene 1952, section 64), and
 * three values survive the rewriting; laws of excluded middle, which do not hold, are not used.
 *
 * 1. Negations move down to the leaves.
 * 2. `hasAll` of several labels is taken apart, so that every literal looks at labels one by one.
 * 3. `any` over conjunctions is multiplied out, as long as the limits above allow it.
 *
 * `undefined` beyond the limits: such a criterion is judged by `evaluate` itself.
 */
export function clausesOf(criterion: Criterion): readonly Clause[] | undefined {
  return normalize(criterion, false);
}

function normalize(criterion: Criterion, negated: boolean): readonly Clause[] | undefined {
  switch (criterion.operator) {
    case 'ask':
      return [{ literals: [], asks: true }];
    case 'not':
      return normalize(criterion.criterion, !negated);
    case 'all':
    case 'any': {
      const parts: (readonly Clause[])[] = [];
      for (const part of criterion.criteria) {
        const clauses = normalize(part, negated);
        if (clauses === undefined) return undefined;
        parts.push(clauses);
      }
      return (criterion.operator === 'all') === negated ? joinParts(parts) : meetParts(parts);
    }
    default:
      return leafClauses(criterion, negated);
  }
}

/** All clauses of all parts. */
function meetParts(parts: readonly (readonly Clause[])[]): readonly Clause[] | undefined {
  const clauses = parts.flat();
  return clauses.length > CLAUSES_LIMIT ? undefined : clauses;
}

/** One clause of every part, in every combination. */
function joinParts(parts: readonly (readonly Clause[])[]): readonly Clause[] | undefined {
  let joined: readonly Clause[] = [{ literals: [], asks: false }];
  for (const part of parts) {
    if (joined.length * part.length > CLAUSES_LIMIT) return undefined;
    joined = joined.flatMap((a) =>
      part.map((b) => ({ literals: [...a.literals, ...b.literals], asks: a.asks || b.asks })),
    );
  }
  return joined.some((clause) => clause.literals.length > LITERALS_LIMIT) ? undefined : joined;
}

function leafClauses(leaf: LeafCriterion, negated: boolean): readonly Clause[] | undefined {
  if (leaf.operator !== 'hasAll') return [{ literals: [{ leaf, negated }], asks: false }];
  const { field, operands } = leaf;
  if (operands.length > CLAUSES_LIMIT) return undefined;
  // Nothing to hold: only a missing fact keeps it from passing, as with `hasNone` of nothing.
  const singles: readonly LeafCriterion[] =
    operands.length === 0
      ? [{ operator: 'hasNone', field, operands: [] }]
      : operands.map((label) => ({ operator: 'hasAny', field, operands: [label] }));
  const literals = singles.map((single): Literal => ({ leaf: single, negated }));
  return negated
    ? [{ literals, asks: false }]
    : literals.map((literal) => ({ literals: [literal], asks: false }));
}
