export { allocate } from './allocate.ts';
export { checkProblem } from './check.ts';
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
export { type Breach, type Verification, verifyAllocation } from './verify.ts';
