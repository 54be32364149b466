import type { Need } from '../model/index.ts';

/** Longest term of a loan, months: the limit of the document format. */
const TERM_LIMIT = 600;

/** What is said to a caller whose need is none. */
export const NEED_EXPECTED = 'a need as parseNeed returns it';

/** The figures without which nothing can be computed, and lists that are lists; all may be absent else. */
export function isNeed(need: Need): boolean {
  const { id, amount, minimumAmount = 0, termMonths, minimumTermMonths = 0, enterprise } = need;
  const { collateral = [], repayment = [] } = need;
  return (
    Array.isArray(collateral) &&
    Array.isArray(repayment) &&
    typeof id === 'string' &&
    Number.isSafeInteger(amount) &&
    amount > 0 &&
    Number.isSafeInteger(minimumAmount) &&
    Number.isInteger(termMonths) &&
    termMonths > 0 &&
    termMonths <= TERM_LIMIT &&
    Number.isInteger(minimumTermMonths) &&
    typeof enterprise === 'object' &&
    enterprise !== null
  );
}
