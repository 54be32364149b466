import type { Criterion, Product } from '../model/index.ts';

/**
 * A product's own terms as criteria of the language, so that one evaluator judges both. A need that
 * accepts part of the amount (or of the term) is held against the part.
 */
export function termCriteria(product: Product): readonly Criterion[] {
  const { purposes, amount, termMonths, repayment, relationship, bank } = product;
  const criteria: Criterion[] = [];
  if (purposes !== undefined) {
    criteria.push({ code: 'purpose', operator: 'in', field: 'need.purpose', operands: purposes });
  }
  if (amount?.min !== undefined) {
    criteria.push({ code: 'amount-min', operator: 'range', field: 'need.amount', min: amount.min });
  }
  if (amount?.max !== undefined) {
    const field = 'need.minimumAmount';
    criteria.push({ code: 'amount-max', operator: 'range', field, max: amount.max });
  }
  if (termMonths?.min !== undefined) {
    const field = 'need.termMonths';
    criteria.push({ code: 'term-min', operator: 'range', field, min: termMonths.min });
  }
  if (termMonths?.max !== undefined) {
    const field = 'need.minimumTermMonths';
    criteria.push({ code: 'term-max', operator: 'range', field, max: termMonths.max });
  }
  if (repayment !== undefined) {
    const field = 'need.repayment';
    criteria.push({ code: 'repayment', operator: 'hasAny', field, operands: repayment });
  }
  if (relationship !== undefined) {
    const operator = relationship === 'existing' ? 'hasAny' : 'hasNone';
    const field = 'enterprise.banks';
    criteria.push({ code: 'relationship', operator, field, operands: [bank] });
  }
  return criteria;
}
