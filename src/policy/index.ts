export { benchmarkOn } from './basis.ts';
export { type Candidate, choicesOn, type OutState } from './candidate.ts';
export { countedStackOf } from './counted-kernel.ts';
export { createDesk, type StackDesk } from './desk-kernel.ts';
export type { BenefitStep, BenefitTrace, Cut, Fate, FateState, Rival } from './fate.ts';
export { bestStackOf, standardSubsidies } from './kernel.ts';
export {
  type Advance,
  applyEvent,
  balances,
  type Claim,
  type ClaimState,
  type ClawBack,
  combinationRule,
  type Deadline,
  type DrawDown,
  type DuplicateClaim,
  deadlines,
  EMPTY_LEDGER,
  type FiledClaim,
  findDuplicateClaims,
  foldLedger,
  type InterestSettlement,
  type LedgerEvent,
  type LedgerFault,
  type LedgerResult,
  type LedgerRules,
  type LedgerState,
  type LoanAccount,
  type MayCombine,
  type ProgrammeAccount,
  type ProgrammeBalance,
  type Settlement,
} from './ledger/index.ts';
export { compilePolicies, type PolicyContext, type PolicyPack } from './pack.ts';
export type { PolicySituation, PolicyUse } from './situation.ts';
export type { SolvedStack } from './solved.ts';
export {
  judgeProgrammes,
  type PolicyStack,
  type StackOptions,
  type StackProof,
  solveSituation,
  stackPolicies,
} from './stack.ts';
export type { BankView, GuaranteeView, RelendingClaim, RelendingView } from './view-bank.ts';
export type { EnterpriseMonth, EnterpriseView, SubsidyPayment } from './view-enterprise.ts';
export type { PoolState, TreasurySpend, TreasuryView } from './view-treasury.ts';
