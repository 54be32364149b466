export { balances, type ProgrammeBalance } from './balance.ts';
export { type Deadline, deadlines } from './deadlines.ts';
export {
  combinationRule,
  type DuplicateClaim,
  type FiledClaim,
  findDuplicateClaims,
  type MayCombine,
} from './duplicates.ts';
export {
  type Advance,
  type Claim,
  type ClaimState,
  type ClawBack,
  type DrawDown,
  EMPTY_LEDGER,
  type InterestSettlement,
  type LedgerEvent,
  type LedgerState,
  type LoanAccount,
  type ProgrammeAccount,
  type Settlement,
} from './event.ts';
export {
  applyEvent,
  foldLedger,
  type LedgerFault,
  type LedgerResult,
  type LedgerRules,
} from './fold.ts';
