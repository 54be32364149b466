export { balanceMonths } from './average-balance.ts';
export {
  type BoundModule,
  boundModuleBytes,
  leastCostsByModule,
  openBoundModule,
} from './bounds-wasm.ts';
export type { Bounds, PriceStep, TraceRow } from './build-up.ts';
export { type OfferCashFlow, offerCashFlow } from './cash-flow.ts';
export {
  buildCosts,
  type CostData,
  grossCostOf,
  type MethodCode,
  subsidyRateOf,
} from './cost-kernel.ts';
export { leastCosts, subsidyBound } from './policy-bound-kernel.ts';
export {
  policyPackOf,
  type SubsidyPart,
  sharePolicyPack,
  standardLoan,
  subsidiesOf,
} from './policy-effect.ts';
export {
  beginPolicies,
  buildPolicies,
  maySubsidise,
  openPolicies,
  type Policies,
  type PolicyData,
  policiesBytes,
  policyCriteriaOf,
} from './policy-kernel.ts';
export {
  beginPrices,
  openPrices,
  type PriceModule,
  priceByModule,
  priceModuleBytes,
} from './prices-wasm.ts';
export { buildRates, type RateData } from './rate-data-kernel.ts';
export { beginRates, buildRateOf, hasRate, openRates, type Rates } from './rate-kernel.ts';
export { type CostPart, type Price, priceLoan } from './reference.ts';
export { ASK_REFERENCE, subsidyOf } from './subsidy-kernel.ts';
