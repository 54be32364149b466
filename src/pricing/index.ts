export { balanceMonths } from './average-balance.ts';
export type { Bounds, PriceStep, TraceRow } from './build-up.ts';
export { type OfferCashFlow, offerCashFlow } from './cash-flow.ts';
export {
  policyPackOf,
  type SubsidyPart,
  standardLoan,
  subsidiesOf,
} from './policy-effect.ts';
export { type CostPart, type Price, priceLoan } from './reference.ts';
