import type { Catalog, Need } from '../../src/index.ts';
import type { Product } from '../../src/model/index.ts';
import { decide, type Three, UNKNOWN } from './three.ts';

type Compiled = Catalog['products'][number];

/** The limits on the amount that a product sets, in the library's order. */
export type LimitKind = 'collateral' | 'investment' | 'client';

export function limitKinds({ product, bank }: Compiled): readonly LimitKind[] {
  const kinds: LimitKind[] = [];
  if ((product.collateral?.minCoverage ?? 0) > 0) kinds.push('collateral');
  if (product.maxInvestmentShare !== undefined) kinds.push('investment');
  if (bank.singleClientLimit !== undefined) kinds.push('client');
  return kinds;
}

/** Does the least useful loan fit under the limit? */
export function judgeLimit(kind: LimitKind, compiled: Compiled, need: Need): Three {
  const { product } = compiled;
  const limit =
    kind === 'collateral'
      ? coverage(product, need)
      : kind === 'investment'
        ? investmentShare(product, need)
        : clientLimit(compiled, need);
  if (limit === undefined) return UNKNOWN;
  return decide(limit >= Math.max(need.minimumAmount ?? need.amount, product.amount?.min ?? 0));
}

function coverage({ collateral: rule }: Product, need: Need): number | undefined {
  if (need.collateral === undefined || rule === undefined) return undefined;
  let sum = 0;
  for (const { type, value } of need.collateral) {
    const haircut = rule.haircuts[type];
    if (haircut !== undefined) sum += scaled(value, 1_000_000 - haircut, 1_000_000);
  }
  return scaled(sum, 1_000_000, rule.minCoverage);
}

function investmentShare({ maxInvestmentShare }: Product, need: Need): number | undefined {
  const investment = need.project?.investment;
  if (investment === undefined || maxInvestmentShare === undefined) return undefined;
  return scaled(investment, maxInvestmentShare, 1_000_000);
}

function clientLimit({ bank }: Compiled, need: Need): number | undefined {
  const relations = need.enterprise.banks;
  if (relations === undefined) return undefined;
  let left = bank.singleClientLimit ?? 0;
  for (const relation of relations) {
    if (relation.bank !== bank.id) continue;
    if (relation.outstanding === undefined) return undefined;
    left -= relation.outstanding;
  }
  return Math.max(0, left);
}

/** `amount x numerator / divisor`, rounded down; large products do not fit into a double. */
function scaled(amount: number, numerator: number, divisor: number): number {
  const product = amount * numerator;
  if (product <= Number.MAX_SAFE_INTEGER) return (product - (product % divisor)) / divisor;
  return Number((BigInt(amount) * BigInt(numerator)) / BigInt(divisor));
}
