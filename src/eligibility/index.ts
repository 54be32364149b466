export {
  type AmountLimit,
  amountLimits,
  coveredValue,
  type LimitCode,
  leastLoan,
} from './limits.ts';
export { buildLoans, type LoansData } from './loans-data.ts';
export {
  beginLoans,
  fitRows,
  type Loans,
  loansBytes,
  markLimits,
  openLoans,
  ruleOfRow,
} from './loans-kernel.ts';
export {
  canFit,
  type FittedColumns,
  fitByModule,
  type LoanModule,
  loanModuleBytes,
  openLoanModule,
} from './loans-wasm.ts';
export { coverOfLoan, pledgesWorth } from './pledges-kernel.ts';
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
  failedWalks,
  fillMasks,
  listRows,
  maskWords,
  openScreen,
  planScreen,
  type Screen,
  type ScreenData,
  screenNeed,
  slotFields,
  uniteFailures,
} from './screen/index.ts';
