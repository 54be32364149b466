export {
  deriveFacts,
  type FactContext,
  type FactList,
  type FactReader,
  type FactSubjects,
  factReader,
  offerFacts,
  REPAYMENT_METHODS,
  subjectsOf,
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
  fieldsOf,
  judgePredicate,
  openPredicates,
  type PredicateBuilder,
  type Predicates,
  predicateOf,
} from './predicates-kernel.ts';
export {
  criterionCode,
  explainCriterion,
  printValue,
  type Reason,
} from './reason.ts';
export { allOf, anyOf, evaluate, evaluateLeaf, type Verdict } from './reference.ts';
export { createRegistry, type FieldRegistry, fieldIndex, fieldNamed } from './registry.ts';
export { compileTest, FAIL, judgeTest, PASS, type Test, UNKNOWN } from './test-kernel.ts';
export { reasonText, reasonTitle } from './text.ts';
