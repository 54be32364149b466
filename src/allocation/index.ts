export { allocate } from './allocate.ts';
export { type AllocationChanges, applyChanges } from './changes.ts';
export { checkProblem } from './check.ts';
export {
  type AllocationReasons,
  explainAllocation,
  type LimitReason,
  type NeedCause,
  type NeedChange,
  type NeedReason,
} from './explain.ts';
export { problemFromTable, type TableProblemOptions, unlimitedProducts } from './from-table.ts';
export type {
  Allocation,
  AllocationBank,
  AllocationEdge,
  AllocationGuarantor,
  AllocationNeed,
  AllocationObjective,
  AllocationOptions,
  AllocationPool,
  AllocationProblem,
  AllocationProduct,
  AllocationRegion,
  Certificate,
  ConcentrationLimit,
  EdgeColumns,
  EdgeScope,
  LimitKind,
  LimitName,
  LimitPrice,
  Share,
} from './model.ts';
export { type Repair, type RepairOptions, repair } from './repair.ts';
export { type StabilityVerification, verifyStability } from './stability.ts';
export type { StabilityBreach } from './stable/index.ts';
export {
  type LeftOut,
  type LeftOutReason,
  type Syndicate,
  type SyndicateNeed,
  type SyndicateOffer,
  type SyndicateOptions,
  type SyndicateShare,
  syndicate,
} from './syndicate/index.ts';
export { printLimitReason, printNeedReason, type ReasonLanguage } from './texts.ts';
export { type Breach, type Verification, verifyAllocation } from './verify.ts';
