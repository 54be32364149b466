import { paymentDays } from '../cashflow/index.ts';
import { evaluate, type FactList, type FieldRegistry, fieldIndex } from '../criteria/index.ts';
import type { Benchmark, Benefit, BenefitBase, ProgrammeVersion } from '../model/index.ts';
import { mulDiv } from '../units/arithmetic.ts';
import { addCivilMonths } from '../units/civil.ts';
import type { Day } from '../units/day.ts';
import { MONEY_MAX, type Money } from '../units/money.ts';
import { RATE_LIMIT, RATE_ONE, type Rate } from '../units/rate.ts';
import type { PolicySituation } from './situation.ts';
import { usedBefore } from './usage.ts';

/** What a benefit comes to for one loan, before caps. */
export interface BenefitBasis {
  /** Subsidy a year on the eligible principal, on the first day. Absent: no interest subsidy. */
  readonly rate?: Rate;
  /** The subsidy follows the loan's own rate, by this share. */
  readonly shareOfRate?: Rate;
  /** The eligible part of the balance: `balance x eligible / principal`, at most `baseCap`. */
  readonly eligible: Money;
  readonly principal: Money;
  readonly baseCap: Money;
  /** Days that count, the last excluded. */
  readonly from: Day;
  readonly to: Day;
  /** Paid once. */
  readonly once?: Money;
}

/** What the basis of a benefit depends on. */
export interface BasisContext {
  readonly situation: PolicySituation;
  readonly facts: FactList;
  readonly registry: FieldRegistry;
  readonly benchmarks: readonly Benchmark[];
  /** Counts what is not known as given: for the other end of a price. */
  readonly optimistic: boolean;
}

/** The basis, or the names of what is missing. */
export type BasisResult =
  | { readonly basis: BenefitBasis }
  | { readonly missing: readonly string[] };

/** Applies a version's figures to a loan. Shares of rates are rounded down to whole ppm: "at most". */
export function basisOf(
  programme: string,
  version: ProgrammeVersion,
  context: BasisContext,
): BasisResult {
  const { situation, benchmarks } = context;
  const { loan } = situation;
  const { benefit, base } = version;
  const missing: string[] = [];
  const need = <T>(name: string, value: T | undefined): T | undefined => {
    if (value === undefined) missing.push(name);
    return value;
  };
  const from = need(
    'supplierPaymentDay',
    version.clock === 'supplier-payment' ? situation.supplierPaymentDay : loan.start,
  );
  const points = benefit === undefined ? undefined : pointsOf(benefit, context);
  if (benefit?.kind === 'share-of-benchmark' && points === undefined) {
    const known = benchmarks.some((one) => one.id === benefit.benchmark);
    missing.push(known ? `${benefit.benchmark} on the loan's day` : benefit.benchmark);
  }
  const eligible = need('project.equipment', eligiblePrincipal(base, context));
  const once = benefit?.kind === 'grant' ? grantOf(benefit, base, context) : undefined;
  if (benefit?.kind === 'grant' && once === undefined) missing.push(`project.${base?.part ?? ''}`);
  if (from === undefined || eligible === undefined || missing.length > 0) return { missing };
  return {
    basis: {
      eligible,
      principal: loan.principal,
      baseCap: baseCap(programme, base, context),
      from,
      to: lastDay(version, from, context),
      ...(points === undefined ? {} : { rate: points }),
      ...(benefit?.kind === 'share-of-rate' ? { shareOfRate: benefit.share } : {}),
      ...(once === undefined ? {} : { once }),
    },
  };
}

function lastDay(version: ProgrammeVersion, from: Day, { situation }: BasisContext): Day {
  const end = paymentDays(situation.loan).at(-1) ?? situation.loan.start;
  if (version.maximumMonths === undefined) return end;
  return Math.min(addCivilMonths(from, version.maximumMonths), end) as Day;
}

/** Percentage points a year; `undefined` where the benefit has none or they are not known. */
function pointsOf(benefit: Benefit, context: BasisContext): Rate | undefined {
  const { loan } = context.situation;
  switch (benefit.kind) {
    case 'points': {
      const bonuses = (benefit.bonuses ?? []).filter(({ when }) => {
        const verdict = evaluate(when, context.facts, context.registry);
        return verdict === 'pass' || (context.optimistic && verdict === 'unknown');
      });
      const share = bonuses.reduce((sum, bonus) => sum + bonus.share, RATE_ONE as number);
      return Math.min(mulDiv(benefit.rate, share, RATE_ONE, 'down'), RATE_LIMIT) as Rate;
    }
    case 'share-of-rate':
      return mulDiv(loan.rate, benefit.share, RATE_ONE, 'down') as Rate;
    case 'share-of-benchmark': {
      const value = benchmarkOn(context.benchmarks, benefit.benchmark, loan.start);
      return value === undefined
        ? undefined
        : (Math.max(mulDiv(value, benefit.share, RATE_ONE, 'down'), 0) as Rate);
    }
    default:
      return undefined;
  }
}

/** The value of a benchmark on a day; unknown before its first and after its last confirmed day. */
export function benchmarkOn(
  benchmarks: readonly Benchmark[],
  id: string,
  day: Day,
): Rate | undefined {
  const benchmark = benchmarks.find((one) => one.id === id);
  if (benchmark === undefined || (benchmark.confirmedTo ?? day) < day) return undefined;
  return benchmark.values.findLast((value) => value.from <= day)?.rate;
}

function eligiblePrincipal(
  base: BenefitBase | undefined,
  context: BasisContext,
): Money | undefined {
  const { principal } = context.situation.loan;
  if (base?.part !== 'equipment-loan') return principal;
  const equipment = moneyFact('project.equipment', context);
  return equipment === undefined ? undefined : (Math.min(equipment, principal) as Money);
}

function grantOf(
  benefit: Extract<Benefit, { kind: 'grant' }>,
  base: BenefitBase | undefined,
  context: BasisContext,
): Money | undefined {
  const of =
    base?.part === 'investment' || base?.part === 'equipment'
      ? moneyFact(`project.${base.part}`, context)
      : context.situation.loan.principal;
  if (of === undefined) return undefined;
  const counted = Math.min(of, base?.cap?.amount ?? MONEY_MAX);
  return mulDiv(counted, benefit.share, RATE_ONE, 'down') as Money;
}

function baseCap(programme: string, base: BenefitBase | undefined, context: BasisContext): Money {
  const cap = base?.cap;
  if (cap === undefined) return MONEY_MAX;
  if (cap.scope === 'loan') return cap.amount;
  const query = { programmes: [programme], scope: 'enterprise', of: 'principal' } as const;
  return Math.max(cap.amount - usedBefore(context.situation.used, query), 0) as Money;
}

function moneyFact(name: string, { facts, registry }: BasisContext): Money | undefined {
  return facts[fieldIndex(registry, name)] as Money | undefined;
}
