export {
  deriveFacts,
  type FactContext,
  type FactList,
  type FactReader,
  factReader,
  offerFacts,
  REPAYMENT_METHODS,
  withFacts,
} from './facts.ts';
export {
  CLAUSES_LIMIT,
  type Clause,
  clausesOf,
  LITERALS_LIMIT,
  type Literal,
} from './normal-form.ts';
export {
  beginPredicates,
  createPredicates,
  FAIL,
  fieldsOf,
  judgeCriterion,
  judgePredicate,
  openPredicates,
  PASS,
  type PredicateBuilder,
  type Predicates,
  predicateOf,
  UNKNOWN,
} from './predicates-kernel.ts';
export {
  criterionCode,
  explainCriterion,
  printValue,
  type Reason,
} from './reason.ts';
export { allOf, anyOf, evaluate, evaluateLeaf, type Verdict } from './reference.ts';
export { createRegistry, type FieldRegistry, fieldIndex, fieldNamed } from './registry.ts';
export { reasonText, reasonTitle } from './text.ts';
