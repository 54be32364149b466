/**
 * fulcrum-match: matches enterprises' financing needs with bank loan products.
 * This door serves applications; untrusted JSON enters by `fulcrum-match/schema`.
 */
export {
  effectiveRate,
  type Flow,
  type Loan,
  type RateAnswer,
  type Schedule,
  type ScheduleRow,
  schedule,
} from './cashflow/index.ts';
export {
  type BenchmarkQuote,
  type Catalog,
  type CatalogChange,
  compileCatalog,
} from './catalog/index.ts';
export {
  type FactList,
  REPAYMENT_METHODS,
  type Reason,
  reasonText,
  reasonTitle,
  type Verdict,
} from './criteria/index.ts';
export type { LoanTerms } from './eligibility/index.ts';
export {
  type Capacity,
  type CapacityLeft,
  type ChangeStep,
  type ClaimRight,
  catalogFromBuffer,
  catalogToBuffer,
  type Explanation,
  explain,
  type LeftOutBank,
  type MatchAllOptions,
  type MatchOptions,
  type MatchResult,
  type MatchTable,
  match,
  matchAll,
  NEED_DONE,
  NEED_PENDING,
  NEED_REFUSED,
  type NearMiss,
  type NominatedBank,
  type NominateOptions,
  type Nomination,
  type NominationReason,
  type NominationWarning,
  nearMisses,
  nextQuestions,
  nominate,
  type Offer,
  offersOf,
  printBounds,
  printEffort,
  printExplanation,
  printMatch,
  printQuestion,
  printScore,
  printStack,
  type Question,
  type Rejection,
  type RejectionCount,
  rejections,
  rematch,
  resultOf,
  TABLE_ROWS_LIMIT,
  updateCatalog,
} from './matching/index.ts';
export type * from './model/index.ts';
export {
  classifySize,
  FORMAT_VERSION,
  nameIn,
  SCORE_PARTS,
  STANDARD_FIELDS,
  WEIGHT_SUM,
} from './model/index.ts';
export {
  type BankView,
  type BenefitStep,
  type BenefitTrace,
  type Cut,
  compilePolicies,
  type EnterpriseMonth,
  type EnterpriseView,
  type Fate,
  type FateState,
  type GuaranteeView,
  type PolicyContext,
  type PolicyPack,
  type PolicySituation,
  type PolicyStack,
  type PolicyUse,
  type PoolState,
  type RelendingClaim,
  type RelendingView,
  type Rival,
  type StackOptions,
  type StackProof,
  type SubsidyPayment,
  stackPolicies,
  type TreasurySpend,
  type TreasuryView,
} from './policy/index.ts';
export type {
  Bounds,
  CostPart,
  OfferCashFlow,
  Price,
  PriceStep,
  SubsidyPart,
  TraceRow,
} from './pricing/index.ts';
export { policyPackOf } from './pricing/index.ts';
export {
  DEFAULT_PROFILE,
  type PreferenceResult,
  type Score,
  type ScorePartResult,
} from './scoring/index.ts';
export { type Day, parseDay, printDay } from './units/day.ts';
export { formatPath, type Issue, type IssueCode, type IssuePath } from './units/issue.ts';
export { type Money, parseMoney, printMoney } from './units/money.ts';
export { parseRate, printRate, type Rate } from './units/rate.ts';
export { ENGINE_VERSION } from './units/version.ts';
