/** Day counts, repayment schedules to the minor unit, effective rates: alone, without a catalog. */
export * from './cashflow/index.ts';
