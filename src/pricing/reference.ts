import type { Catalog, CompiledProduct } from '../catalog/index.ts';
import { type FactList, fieldIndex, type Reason } from '../criteria/index.ts';
import type { EncodedNeed, LoanTerms } from '../eligibility/index.ts';
import type { Fee, FieldValue, Product } from '../model/index.ts';
import { mulDiv } from '../units/arithmetic.ts';
import { type Money, scaleSaturating } from '../units/money.ts';
import { RATE_LIMIT, RATE_ONE, type Rate } from '../units/rate.ts';
import { balanceMonths } from './average-balance.ts';
import { type Bounds, buildRate, type PriceStep } from './build-up.ts';
import { type SubsidyPart, subsidiesOf } from './policy-effect.ts';

/** One part of the net cost: parts per million a year on the principal that is out. */
export interface CostPart {
  /** `interest`, `day-count`, `fee:` and its kind, or `subsidy:` and the id of the programme. */
  readonly code: string;
  readonly rate: Rate;
}

/**
 * The price of a loan. Where facts are missing it has two ends; `rate` and `netCost` are the dearer
 * ones, so that ranking never flatters a product.
 */
export interface Price {
  readonly rate: Rate;
  readonly rateLow: Rate;
  /** The sum of `costs`, exactly. */
  readonly netCost: Rate;
  readonly netCostLow: Rate;
  /** False where open facts decide whether any published rate applies. */
  readonly certain: boolean;
  readonly trace: readonly PriceStep[];
  readonly costs: readonly CostPart[];
  /** What programmes pay over the life of the standard loan; their rates stand in `costs`. */
  readonly subsidies: readonly SubsidyPart[];
  /** The facts that would close the gap between the ends. */
  readonly open: readonly Reason[];
  /** Kinds of fees that are charged but whose size is not stated: the net cost lacks them. */
  readonly unsetFees: readonly string[];
}

/**
 * The rule itself: what a loan costs, a year, in integer ppm.
 *
 * 1. The nominal rate is built up (`buildRate`) for the loan that would be made: its amount, term
 *    and repayment method, not the ones asked for.
 * 2. Day count: ACT/360 charges 365 days of a 360-day year; a part of its own.
 * 3. Fees become a rate on the principal outstanding: fee x 12 months / sum of monthly balances.
 *    So a fee weighs twice as much on a loan that is paid back evenly.
 * 4. Subsidies become a rate in the same way, and are taken off: the best legal stack of programmes
 *    on the standard loan (`subsidiesOf`). At the lower end, programmes count too whose conditions
 *    are not known to fail.
 *
 * Each part is rounded half-up once; the net cost is their sum. `undefined` where no rate is known.
 */
export function priceLoan(
  catalog: Catalog,
  compiled: CompiledProduct,
  encoded: EncodedNeed,
  loan: LoanTerms,
  balances: typeof balanceMonths = balanceMonths,
): Price | undefined {
  const facts = withLoan(catalog, encoded.facts, loan);
  const built = buildRate(catalog, compiled, loan.termMonths, facts);
  if (built.rate === undefined) return undefined;
  const { low, high } = built.rate as Bounds & { low: Rate; high: Rate };
  const fees = compiled.product.fees ?? [];
  const at = (rate: Rate, isOptimistic: boolean) =>
    costsAt(catalog, compiled, encoded, loan, { rate, isOptimistic, balances });
  // A large upfront fee can weigh more at the lower rate, where level instalments repay sooner.
  const dearer = high === low ? at(high, false) : dearest(at(high, false), at(low, false));
  const isSettled = high === low && !dearer.isOpen;
  const cheaper = isSettled ? dearer : cheapest(at(high, true), at(low, true));
  return {
    rate: high,
    rateLow: low,
    netCost: dearer.total,
    netCostLow: cheaper.total,
    certain: built.certain,
    trace: built.trace,
    costs: dearer.costs,
    subsidies: dearer.subsidies,
    open: built.open,
    unsetFees: fees.filter(isUnset).map((fee) => fee.kind),
  };
}

/** The costs of a loan at one rate. */
interface CostEnd {
  readonly total: Rate;
  readonly costs: readonly CostPart[];
  readonly subsidies: readonly SubsidyPart[];
  /** Whether missing facts decide about a subsidy. */
  readonly isOpen: boolean;
}

const dearest = (a: CostEnd, b: CostEnd) => (a.total >= b.total ? a : b);
const cheapest = (a: CostEnd, b: CostEnd) => (a.total <= b.total ? a : b);

interface EndOptions {
  readonly rate: Rate;
  readonly isOptimistic: boolean;
  readonly balances: typeof balanceMonths;
}

function costsAt(
  catalog: Catalog,
  compiled: CompiledProduct,
  encoded: EncodedNeed,
  loan: LoanTerms,
  { rate, isOptimistic, balances }: EndOptions,
): CostEnd {
  const { parts, isOpen } = subsidiesOf(catalog, compiled, encoded, loan, rate, isOptimistic);
  const costs = [
    ...costParts(rate, loan, compiled.product, balances),
    ...subsidyParts(rate, parts, loan, balances),
  ];
  return { total: sumParts(costs), costs, subsidies: parts, isOpen };
}

/** The facts with the loan's own amount, term and method in place of the wishes. */
function withLoan(catalog: Catalog, facts: FactList, loan: LoanTerms): FactList {
  const own: (FieldValue | undefined)[] = [...facts];
  const set = (name: string, value: FieldValue) => {
    own[fieldIndex(catalog.registry, name)] = value;
  };
  set('need.amount', loan.amount);
  set('need.termMonths', loan.termMonths);
  set('need.repayment', [loan.repayment]);
  return own;
}

function sumParts(parts: readonly CostPart[]): Rate {
  return parts.reduce((sum, part) => sum + part.rate, 0) as Rate;
}

function costParts(
  rate: Rate,
  loan: LoanTerms,
  product: Product,
  balances: typeof balanceMonths,
): readonly CostPart[] {
  const parts: CostPart[] = [{ code: 'interest', rate }];
  if (product.dayCount === 'ACT/360') {
    const charged = mulDiv(rate, 365, 360, 'half-up');
    parts.push({ code: 'day-count', rate: (charged - rate) as Rate });
  }
  const outstanding = balances(loan.repayment, loan.termMonths, rate);
  for (const fee of product.fees ?? []) {
    if (fee.charged === 'event' || isUnset(fee)) continue;
    parts.push({ code: `fee:${fee.kind}`, rate: feeRate(fee, loan, outstanding) });
  }
  return parts;
}

/** Each programme's money as a rate a year on the principal outstanding, negative. */
function subsidyParts(
  rate: Rate,
  granted: readonly SubsidyPart[],
  loan: LoanTerms,
  balances: typeof balanceMonths,
): readonly CostPart[] {
  if (granted.length === 0) return [];
  const divisor = BigInt(loan.amount) * BigInt(balances(loan.repayment, loan.termMonths, rate));
  const scale = 12n * BigInt(RATE_ONE) * BigInt(RATE_ONE);
  return granted.map(({ programmeId, amount }) => {
    const taken = Number((2n * BigInt(amount) * scale + divisor) / (2n * divisor));
    return { code: `subsidy:${programmeId}`, rate: -taken as Rate };
  });
}

function isUnset(fee: Fee): boolean {
  return fee.charged !== 'event' && fee.rate === undefined && fee.amount === undefined;
}

/** A fee as a rate a year on the principal outstanding; `outstanding` in ppm-months. */
function feeRate(fee: Fee, loan: LoanTerms, outstanding: number): Rate {
  // A yearly rate on the outstanding principal is already one.
  if (fee.charged === 'annual' && fee.rate !== undefined) return fee.rate;
  const ofAmount = fee.rate ?? shareOfLoan(fee.amount ?? (0 as Money), loan.amount);
  // How often it is charged in the life of the loan, times the 12 months of a year.
  const timesTwelve =
    fee.charged === 'upfront'
      ? 12
      : fee.charged === 'monthly'
        ? 12 * loan.termMonths
        : loan.termMonths;
  return mulDiv(ofAmount, timesTwelve * RATE_ONE, outstanding, 'half-up') as Rate;
}

/** A charge as a share of the loan; saturates, so that a fee on a tiny loan cannot overflow. */
function shareOfLoan(charge: Money, amount: Money): Rate {
  return Math.min(scaleSaturating(charge, RATE_ONE, amount), RATE_LIMIT) as Rate;
}
