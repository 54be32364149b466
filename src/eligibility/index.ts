export {
  type AmountLimit,
  amountLimits,
  coveredValue,
  leastLoan,
} from './limits.ts';
export {
  type ConditionVerdict,
  conditionVerdicts,
  type EncodedNeed,
  encodeNeed,
  findings,
  fitLoan,
  judge,
  type LoanTerms,
} from './reference.ts';
