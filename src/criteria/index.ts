export {
  type FactContext,
  type FactReader,
  leastWanted,
  REPAYMENT_METHODS,
} from '../model/facts/index.ts';
export {
  deriveFacts,
  type FactList,
  FIGURE_TYPES,
  factReader,
  offerFacts,
  withFacts,
} from './facts.ts';
export {
  beginPredicates,
  judgeOn,
  openPredicates,
  type Predicates,
} from './judging-kernel.ts';
export {
  answerMark,
  beginJudge,
  type Judge,
  type JudgeModule,
  judgeBytes,
  judgeNeed,
  openJudge,
} from './judging-wasm.ts';
export {
  CLAUSES_LIMIT,
  type Clause,
  clausesOf,
  LITERALS_LIMIT,
  type Literal,
} from './normal-form.ts';
export {
  createPredicates,
  fieldsOf,
  type PredicateBuilder,
  predicateOf,
} from './predicates-kernel.ts';
export { openReading, type Reading, readFacts, takeSubjects } from './reading-kernel.ts';
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
