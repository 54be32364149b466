import type { RateAnswer, Schedule } from '../cashflow/index.ts';
import type { Cut, Fate, PolicyStack } from '../policy/index.ts';
import type { OfferCashFlow } from '../pricing/index.ts';
import { type Day, printDay } from '../units/day.ts';
import { printScaled } from '../units/decimal.ts';
import { type Money, printMoney } from '../units/money.ts';
import { printRate, type Rate } from '../units/rate.ts';
import { readOrThrow } from '../units/unreadable.ts';

/** Dated flows and policies in border notation: amounts in major units, rates with their unit. */
export function printCashFlow({ schedule, policies }: OfferCashFlow): object {
  return { schedule: printSchedule(schedule), policies: stackOf(policies) };
}

function printSchedule({ rows, rule, ...schedule }: Schedule): object {
  return {
    start: printDay(schedule.loan.start),
    dayCount: schedule.loan.dayCount ?? 'twelfths',
    interest: printMoney(schedule.totalInterest),
    fees: printMoney(schedule.totalFees),
    rule,
    rows: rows.map((row) => ({
      due: printDay(row.to),
      payment: printMoney(row.payment),
      interest: printMoney(row.interest),
      principal: printMoney(row.principal),
      left: printMoney(row.closing),
    })),
  };
}

/** A stack in border notation. Throws TypeError for what is none. */
export function printStack(stack: PolicyStack): object {
  return readOrThrow('printStack', 'a stack as stackPolicies returns it', () => stackOf(stack));
}

function stackOf(stack: PolicyStack): object {
  const { enterprise, bank, treasury, proof } = stack;
  return {
    asOf: printDay(stack.asOf),
    benefit: printMoney(stack.benefit),
    applied: stack.applied,
    fates: stack.fates.map(printFate),
    proof: { ...proof, bound: printMoney(proof.bound), gap: printMoney(proof.gap) },
    enterprise: {
      grossCost: printMoney(enterprise.grossCost),
      subsidy: printMoney(enterprise.subsidy),
      netCost: printSigned(enterprise.netCost),
      effectiveBefore: printAnswer(enterprise.before),
      effectiveAfter: printAnswer(enterprise.after),
      months: enterprise.months.map(({ year, month, netCost, ...sums }) => ({
        month: `${year}-${String(month).padStart(2, '0')}`,
        ...printAmounts(sums),
        netCost: printSigned(netCost),
      })),
      payments: enterprise.payments.map(printDated),
    },
    bank: {
      rate: printRate(bank.rate),
      yield: printAnswer(bank.yield),
      relending: bank.relending.map(({ share, rate, spread, advantage, claims, ...one }) => ({
        ...one,
        share: printRate(share),
        rate: printRate(rate),
        spread: printRate(spread),
        ...(advantage === undefined ? {} : { advantage: printRate(advantage) }),
        claims: claims.map(({ from, matures, outstanding, claimable, rollover }) => ({
          from: printDay(from),
          matures: printDay(matures),
          outstanding: printMoney(outstanding),
          claimable: printMoney(claimable),
          rollover,
        })),
      })),
      guarantees: bank.guarantees.map((one) => ({
        ...one,
        share: printRate(one.share),
        covered: printMoney(one.covered),
      })),
    },
    treasury: {
      total: printMoney(treasury.total),
      levels: treasury.levels.map((one) => ({ ...one, amount: printMoney(one.amount) })),
      spending: treasury.spending.map((one) => ({ ...one, amount: printMoney(one.amount) })),
      pools: treasury.pools.map(({ cap, ...pool }) => ({
        ...pool,
        cap: printMoney(cap.amount),
        ...printAmounts({ used: pool.used, spent: pool.spent, left: pool.left }),
      })),
    },
  };
}

function printFate(fate: Fate): object {
  const { trace } = fate;
  return {
    ...fate,
    amount: printMoney(fate.amount),
    ...(trace === undefined
      ? {}
      : {
          trace: {
            ...(trace.rate === undefined ? {} : { rate: printRate(trace.rate) }),
            base: printMoney(trace.base),
            from: printDay(trace.from),
            to: printDay(trace.to),
            accrued: printMoney(trace.accrued),
            steps: trace.steps.map((step) => ({
              from: printDay(step.from),
              to: printDay(step.to),
              ...printAmounts({ base: step.base, accrued: step.accrued, paid: step.paid }),
            })),
          },
        }),
    cuts: fate.cuts.map(printCut),
  };
}

function printCut({ cap, ...cut }: Cut): object {
  return {
    ...cut,
    amount: printMoney(cut.amount),
    ...(cut.used === undefined ? {} : { used: printMoney(cut.used) }),
    ...(cap === undefined ? {} : { cap: { ...cap, amount: printMoney(cap.amount) } }),
  };
}

function printDated<T extends { readonly day: Day; readonly amount: Money }>(one: T): object {
  return { ...one, day: printDay(one.day), amount: printMoney(one.amount) };
}

function printAmounts(amounts: Readonly<Record<string, Money>>): object {
  return Object.fromEntries(Object.entries(amounts).map(([key, one]) => [key, printMoney(one)]));
}

function printSigned(amount: number): string {
  return printScaled(amount, 2, amount % 100 === 0 ? 0 : 2);
}

/** The effective annual rate; more than one, or none, is said and not chosen. */
function printAnswer(answer: RateAnswer): object | string {
  if (answer.kind !== 'one') return answer;
  const { annualPpm } = answer.rate;
  return annualPpm === undefined ? answer : printRate(annualPpm as Rate);
}
