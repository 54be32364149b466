export { balanceMonths } from './average-balance.ts';
export type { Bounds, PriceStep, TraceRow } from './build-up.ts';
export { type CostPart, type Price, priceLoan } from './reference.ts';
