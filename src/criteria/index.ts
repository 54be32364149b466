export { deriveFacts, type FactList, offerFacts, REPAYMENT_METHODS, withFacts } from './facts.ts';
export {
  criterionCode,
  explainCriterion,
  printValue,
  type Reason,
} from './reason.ts';
export { allOf, anyOf, evaluate, evaluateLeaf, type Verdict } from './reference.ts';
export { createRegistry, type FieldRegistry, fieldIndex, fieldNamed } from './registry.ts';
export { reasonText, reasonTitle } from './text.ts';
