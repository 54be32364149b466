import type { Criterion } from '../model/index.ts';

/** The different criteria of many products, each judged once a need. */
export interface PredicateBuilder {
  readonly criteria: Criterion[];
  readonly places: Map<string, number>;
}

export function createPredicates(): PredicateBuilder {
  return { criteria: [], places: new Map() };
}

/** The place of a criterion; equal tests share one, whatever their codes and clauses. */
export function predicateOf({ criteria, places }: PredicateBuilder, criterion: Criterion): number {
  const key = criterionKey(criterion);
  const known = places.get(key);
  if (known !== undefined) return known;
  places.set(key, criteria.length);
  criteria.push(criterion);
  return criteria.length - 1;
}

/** What a criterion tests, without its tags: equal keys have equal verdicts. */
export function criterionKey(criterion: Criterion): string {
  switch (criterion.operator) {
    case 'ask':
      return 'ask';
    case 'not':
      return `not(${criterionKey(criterion.criterion)})`;
    case 'all':
    case 'any':
      return `${criterion.operator}(${criterion.criteria.map(criterionKey).join()})`;
    case 'range':
      return `${criterion.field} ${criterion.min ?? ''}..${criterion.max ?? ''}`;
    default:
      return `${criterion.field} ${criterion.operator} ${joinOperands(criterion.operands)}`;
  }
}

/** Operands as one text; the length before each keeps `a, b` apart from `a,b`. */
function joinOperands(operands: readonly string[]): string {
  let text = '';
  for (const operand of operands) text += `${operand.length}:${operand}`;
  return text;
}

/** Names of the fields that criteria look at. */
export function fieldsOf(criterion: Criterion, into: Set<string> = new Set()): Set<string> {
  switch (criterion.operator) {
    case 'ask':
      return into;
    case 'not':
      return fieldsOf(criterion.criterion, into);
    case 'all':
    case 'any':
      for (const part of criterion.criteria) fieldsOf(part, into);
      return into;
    default:
      return into.add(criterion.field);
  }
}
