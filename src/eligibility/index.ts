export {
  type AmountLimit,
  amountLimits,
  coveredValue,
  leastLoan,
} from './limits.ts';
export {
  beginLimits,
  buildLimits,
  judgeLimits,
  type Limits,
  type LimitsData,
  openLimits,
  pledgesWorth,
} from './limits-kernel.ts';
export {
  type ConditionVerdict,
  conditionVerdicts,
  type EncodedNeed,
  encodeNeed,
  findings,
  fitLoan,
  hasCurrency,
  isInForce,
  judge,
  type LoanTerms,
} from './reference.ts';
export {
  buildScreen,
  type CodePart,
  countFailed,
  countFailures,
  createFailureCounts,
  type FailureCounts,
  fillMasks,
  maskWords,
  openScreen,
  type Screen,
  type ScreenData,
  screenNeed,
  uniteFailures,
} from './screen/index.ts';
