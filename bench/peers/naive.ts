import type { PlainFacts, PlainProduct } from '../workloads/plain.ts';
import type { Peer } from './peer.ts';

/** A product as a careful programmer would write it for this one question: every limit is there. */
interface FlatProduct {
  readonly amountMin: number;
  readonly amountMax: number;
  readonly termMin: number;
  readonly termMax: number;
  readonly ageMin: number;
  readonly ageMax: number;
  readonly debtMin: number;
  readonly debtMax: number;
  readonly revenueMin: number;
  readonly revenueMax: number;
  readonly purposes: readonly string[] | undefined;
  readonly sizes: readonly string[] | undefined;
  readonly grades: readonly string[] | undefined;
  readonly regions: readonly string[] | undefined;
  readonly industries: readonly string[] | undefined;
  readonly labels: readonly string[] | undefined;
  readonly barred: readonly string[] | undefined;
}

/** The hand-written loop: objects of one shape, cheap tests first, stops at the first failure. */
export const naive: Peer = {
  name: 'naive loop',
  prepare: (products) => {
    const flat = products.map(flatten);
    return { ask: (facts) => facts.map((one) => eligibleOf(flat, one)) };
  },
};

function flatten({ ranges, lists }: PlainProduct): FlatProduct {
  const { amount, termMonths, ageMonths, debtRatio, revenue } = ranges;
  const most = Number.MAX_SAFE_INTEGER;
  return {
    amountMin: amount?.min ?? 0,
    amountMax: amount?.max ?? most,
    termMin: termMonths?.min ?? 0,
    termMax: termMonths?.max ?? most,
    ageMin: ageMonths?.min ?? 0,
    ageMax: ageMonths?.max ?? most,
    debtMin: debtRatio?.min ?? 0,
    debtMax: debtRatio?.max ?? most,
    revenueMin: revenue?.min ?? 0,
    revenueMax: revenue?.max ?? most,
    purposes: lists.purpose,
    sizes: lists.size,
    grades: lists.creditGrade,
    regions: lists.region,
    industries: lists.industry,
    labels: lists.labels,
    barred: lists.flags,
  };
}

function eligibleOf(products: readonly FlatProduct[], facts: PlainFacts): readonly number[] {
  const eligible: number[] = [];
  for (let at = 0; at < products.length; at++) {
    if (isEligible(products[at] as FlatProduct, facts)) eligible.push(at);
  }
  return eligible;
}

function isEligible(product: FlatProduct, facts: PlainFacts): boolean {
  const { amount, termMonths, ageMonths, debtRatio, revenue } = facts;
  if (amount < product.amountMin || amount > product.amountMax) return false;
  if (termMonths < product.termMin || termMonths > product.termMax) return false;
  if (ageMonths < product.ageMin || ageMonths > product.ageMax) return false;
  if (debtRatio < product.debtMin || debtRatio > product.debtMax) return false;
  if (revenue < product.revenueMin || revenue > product.revenueMax) return false;
  if (product.purposes !== undefined && !product.purposes.includes(facts.purpose)) return false;
  if (product.regions !== undefined && !isWithin(facts.region, product.regions)) return false;
  if (product.sizes !== undefined && !product.sizes.includes(facts.size)) return false;
  if (product.grades !== undefined && !product.grades.includes(facts.creditGrade)) return false;
  if (product.industries !== undefined && !isWithin(facts.industry, product.industries))
    return false;
  if (product.labels !== undefined && !overlaps(facts.labels, product.labels)) return false;
  return product.barred === undefined || !overlaps(facts.flags, product.barred);
}

function isWithin(code: string, ancestors: readonly string[]): boolean {
  for (const ancestor of ancestors) if (code.startsWith(ancestor)) return true;
  return false;
}

function overlaps(values: readonly string[], operands: readonly string[]): boolean {
  for (const value of values) if (operands.includes(value)) return true;
  return false;
}
