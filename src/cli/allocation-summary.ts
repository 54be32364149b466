import { isLeft } from 'fp-ts/Either';
import {
  type Allocation,
  type AllocationProblem,
  type AllocationReasons,
  explainAllocation,
  type LimitReason,
  type NeedCause,
  type NeedReason,
  unlimitedProducts,
  type Verification,
  verifyAllocation,
  verifyStability,
} from '../allocation/index.ts';
import type { MatchTable } from '../matching/index.ts';
import type { Money } from '../units/money.ts';

/** Why a need got less than it asked: `undetermined` where facts are missing, which is not a no. */
export type Cause = NeedCause | 'undetermined';

/** Needs and money of a region, or of a bank. */
export interface Group {
  readonly id: string;
  /** Needs that lie there, or that were lent to. */
  readonly needs: number;
  readonly asked: Money;
  readonly placed: Money;
  /** Needs that got at least their least useful amount. */
  readonly funded: number;
}

/** A bank with what it lends. */
export interface BankUse {
  readonly id: string;
  readonly placed: Money;
  readonly needs: number;
  /** Absent: none is stated, and none holds. */
  readonly quota?: Money;
  /** Score of one more minor unit of its quota; absent where the objective gives no prices. */
  readonly price?: number;
}

/** What an allocation did, for people and for machines. */
export interface AllocationSummary {
  readonly allocation: Allocation;
  readonly verification: Verification;
  /** Absent where stability was not asked for. */
  readonly isStable?: boolean;
  readonly needs: number;
  readonly asked: Money;
  readonly inFull: number;
  readonly inPart: number;
  readonly regions: readonly Group[];
  readonly banks: readonly BankUse[];
  readonly causes: readonly {
    readonly cause: Cause;
    readonly needs: number;
    readonly missing: Money;
  }[];
  /** The largest missing amounts first. */
  readonly leftOut: readonly (NeedReason & { readonly reason: Cause })[];
  readonly limits: readonly LimitReason[];
  /** Products that neither a quota of their own nor one of their bank holds. */
  readonly unlimited: number;
  readonly products: number;
}

/** Adds an allocation up, explains it and checks it with the independent functions. */
export function summarize(
  table: MatchTable,
  problem: AllocationProblem,
  allocation: Allocation,
): AllocationSummary {
  const explained = explainAllocation(problem, allocation);
  // The problem was solved: what was sound then is sound now.
  if (isLeft(explained)) throw new Error(explained.left[0]?.message);
  const reasons = explained.right;
  const leftOut = reasonsOf(table, reasons);
  const got = new Map<string, number>();
  for (const { need, amount } of allocation.shares) got.set(need, (got.get(need) ?? 0) + amount);
  const inPart = leftOut.filter((one) => one.got > 0).length;
  return {
    allocation,
    verification: verifyAllocation(problem, allocation),
    ...(allocation.objective === 'stable' ? { isStable: isStable(problem, allocation) } : {}),
    needs: problem.needs.length,
    asked: sumOf(problem.needs.map((need) => need.amount)),
    inFull: problem.needs.length - leftOut.length,
    inPart,
    regions: byRegion(problem, got),
    banks: byBank(problem, allocation, reasons),
    causes: byCause(leftOut),
    leftOut,
    limits: [...reasons.limits].sort((a, b) => b.price - a.price),
    unlimited: unlimitedProducts(problem).length,
    products: problem.products.length,
  };
}

/** True where a checker finds nothing: no breach, no blocking pair. */
export function isSound({ verification, isStable = true }: AllocationSummary): boolean {
  return verification.breaches.length === 0 && isStable;
}

function isStable(problem: AllocationProblem, allocation: Allocation): boolean {
  const found = verifyStability(problem, allocation);
  if (isLeft(found)) return false;
  return found.right.blocking.length + found.right.breaches.length === 0;
}

/** Sums stay below 2^53: the border of allocation refuses needs that together pass it. */
function sumOf(amounts: readonly number[]): Money {
  return amounts.reduce((sum, amount) => sum + amount, 0) as Money;
}

function reasonsOf(
  { needs, undetermined }: MatchTable,
  reasons: AllocationReasons,
): AllocationSummary['leftOut'] {
  const open = new Set(needs.filter((_, at) => (undetermined[at] ?? 0) > 0).map((need) => need.id));
  return reasons.needs
    .map((one) => ({
      ...one,
      reason:
        one.cause === 'ineligible' && open.has(one.need) ? ('undetermined' as const) : one.cause,
    }))
    .sort((a, b) => b.asked - b.got - (a.asked - a.got) || (a.need < b.need ? -1 : 1));
}

function byCause(leftOut: AllocationSummary['leftOut']): AllocationSummary['causes'] {
  const groups = new Map<Cause, { needs: number; missing: number }>();
  for (const { reason, asked, got } of leftOut) {
    const group = groups.get(reason) ?? { needs: 0, missing: 0 };
    groups.set(reason, group);
    group.needs += 1;
    group.missing += asked - got;
  }
  return [...groups]
    .map(([cause, { needs, missing }]) => ({ cause, needs, missing: missing as Money }))
    .sort((a, b) => b.needs - a.needs || (a.cause < b.cause ? -1 : 1));
}

/** A prefecture, or a unit below the province itself, which has six digits of its own. */
function prefectureOf(code: string | undefined): string {
  if (code === undefined) return '';
  return /^\d{2}90/.test(code) ? code.slice(0, 6) : code.slice(0, 4);
}

function byRegion({ needs }: AllocationProblem, got: ReadonlyMap<string, number>): Group[] {
  const groups = new Map<
    string,
    { needs: number; asked: number; placed: number; funded: number }
  >();
  for (const { id, region, amount, minimumAmount = amount } of needs) {
    const key = prefectureOf(region);
    const group = groups.get(key) ?? { needs: 0, asked: 0, placed: 0, funded: 0 };
    groups.set(key, group);
    const own = got.get(id) ?? 0;
    group.needs += 1;
    group.asked += amount;
    group.placed += own;
    if (own >= minimumAmount) group.funded += 1;
  }
  return [...groups]
    .map(([id, { asked, placed, ...counts }]) => ({
      id,
      ...counts,
      asked: asked as Money,
      placed: placed as Money,
    }))
    .sort((a, b) => b.placed - a.placed || (a.id < b.id ? -1 : 1));
}

function byBank(
  { products, banks = [] }: AllocationProblem,
  { shares, certificate }: Allocation,
  { limits }: AllocationReasons,
): BankUse[] {
  const bankOf = new Map(products.map((product) => [product.id, product.bank]));
  const uses = new Map<string, { placed: number; needs: Set<string> }>();
  for (const bank of banks) uses.set(bank.id, { placed: 0, needs: new Set() });
  for (const { need, product, amount } of shares) {
    const use = uses.get(bankOf.get(product) ?? '');
    if (use === undefined) continue;
    use.placed += amount;
    use.needs.add(need);
  }
  const quotaOf = new Map(banks.map((bank) => [bank.id, bank.quota]));
  const priceOf = new Map(
    limits.filter((one) => one.kind === 'bank').map((one) => [one.id, one.price]),
  );
  return [...uses]
    .map(([id, { placed, needs }]): BankUse => {
      const quota = quotaOf.get(id);
      const priced =
        quota === undefined || certificate.kind !== 'prices' ? {} : { price: priceOf.get(id) ?? 0 };
      return {
        id,
        placed: placed as Money,
        needs: needs.size,
        ...(quota === undefined ? {} : { quota }),
        ...priced,
      };
    })
    .sort((a, b) => b.placed - a.placed || (a.id < b.id ? -1 : 1));
}
