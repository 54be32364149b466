/** The specification, for auditors and tests: the rules in their plainest code. */
export { allOf, anyOf, evaluate, evaluateLeaf, explainCriterion } from './criteria/index.ts';
export { conditionVerdicts, encodeNeed, findings, fitLoan, judge } from './eligibility/index.ts';
export { balanceMonths, priceLoan, standardLoan, subsidiesOf } from './pricing/index.ts';
export { scoreLoan } from './scoring/index.ts';
