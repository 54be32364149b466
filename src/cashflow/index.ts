export { type Segment, type TimeCount, timeCount } from './accrual.ts';
export {
  type DayCountOptions,
  dayCountDenominator,
  type YearFraction,
  yearFraction,
} from './day-count.ts';
export {
  type Answer,
  type EffectiveRate,
  effectiveRate,
  type Flow,
  type PeriodicRate,
  periodicRate,
  type RateAnswer,
} from './effective-rate.ts';
export type { ChargedFee } from './fees.ts';
export { type FlowOptions, loanFlows } from './flows.ts';
export {
  BOOK_METHODS,
  exactQuotient,
  type LoanBook,
  type ScheduleColumns,
  scheduleBook,
} from './kernel.ts';
export { levelPayment } from './level.ts';
export {
  checkLoan,
  type Draw,
  type InterestRounding,
  LOAN_RATE_LIMIT,
  type Loan,
  type LoanFee,
  PAYMENTS_LIMIT,
  paymentDays,
  type RateReset,
  type RepaymentPlan,
  type RepaymentStep,
} from './loan.ts';
export {
  effectiveRates,
  type FlowBook,
  RATE_KINDS,
  type RateColumns,
} from './rate-kernel.ts';
export { type Schedule, type ScheduleRow, schedule } from './schedule.ts';
export { type AprAnswer, singleAdvanceApr, type UnitFlow, unitPeriodRate } from './unit-period.ts';
