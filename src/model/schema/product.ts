import { parseId } from '../../units/code.ts';
import type { Money } from '../../units/money.ts';
import type { Criterion } from '../criterion.ts';
import type {
  Bank,
  Benchmark,
  BenchmarkValue,
  CollateralRule,
  DayCount,
  Fee,
  Product,
} from '../product.ts';
import {
  type Loose,
  list,
  object,
  optional,
  type Report,
  record,
  type Schema,
  withDefault,
} from './kit.ts';
import {
  day,
  id,
  integer,
  loanRate,
  money,
  name,
  oneOf,
  rateBetween,
  share,
  source,
  termMonths,
} from './leaves.ts';
import { repayment } from './need.ts';
import { rateSchema } from './rate.ts';
import { checkOrder } from './rules.ts';

/** Longest time to a decision, in days. */
export const DECISION_DAYS_LIMIT = 3_650;

const IDENTIFIERS = { expected: 'a list of identifiers' };

export const bank: Schema<Bank> = object<Bank>({
  id,
  name: optional(name),
  labels: optional(list(id, IDENTIFIERS)),
  quota: optional(money),
  singleClientLimit: optional(money),
  source: optional(source),
});

const benchmarkValue: Schema<BenchmarkValue> = object<BenchmarkValue>({
  from: day,
  rate: loanRate,
  source: optional(source),
});

export const benchmark: Schema<Benchmark> = object<Benchmark>(
  {
    id,
    name: optional(name),
    values: list(benchmarkValue, { expected: 'a list of values by date' }),
    confirmedTo: optional(day),
  },
  checkValues,
);

/** Each value begins later than the one before. */
function checkValues({ values = [] }: Loose<Benchmark>, report: Report): void {
  let last: number | undefined;
  for (const [index, value] of values.entries()) {
    if (value?.from === undefined) continue;
    if (last !== undefined && value.from <= last) {
      const expected = 'a later day than the value before: values stand in ascending order';
      const code = value.from === last ? 'duplicate' : 'contradiction';
      report({ code, expected }, ['values', index, 'from']);
    }
    last = value.from;
  }
}

const fee: Schema<Fee> = object<Fee>(
  {
    kind: id,
    name: optional(name),
    charged: withDefault<Fee['charged']>(
      oneOf<Fee['charged']>({ upfront: true, monthly: true, annual: true, event: true }),
      'upfront',
    ),
    rate: optional(share),
    amount: optional(money),
  },
  (value, report) => {
    if (!('rate' in value) || !('amount' in value)) return;
    report({ code: 'contradiction', expected: 'no amount beside a rate: one of both' }, ['amount']);
  },
);

const collateral: Schema<CollateralRule> = object<CollateralRule>({
  haircuts: record(parseId, share, 'an object of haircuts by type of collateral'),
  minCoverage: rateBetween(0, 1000),
});

const amountEnds = object<{ readonly min?: Money; readonly max?: Money }>(
  { min: optional(money), max: optional(money) },
  (value, report) => checkOrder(value, 'min', 'max', report),
);

const termEnds = object<{ readonly min?: number; readonly max?: number }>(
  { min: optional(termMonths), max: optional(termMonths) },
  (value, report) => checkOrder(value, 'min', 'max', report),
);

export const dayCount: Schema<DayCount> = oneOf<DayCount>({
  'ACT/360': true,
  'ACT/365F': true,
  'ACT/ACT': true,
  '30/360': true,
  '30E/360': true,
});

/** Products whose criteria are read by `criterion`. */
export function productSchema(criterion: Schema<Criterion>): Schema<Product> {
  return object<Product>(
    {
      id,
      bank: id,
      name: optional(name),
      validFrom: optional(day),
      validTo: optional(day),
      purposes: optional(list(id, { nonEmpty: true, ...IDENTIFIERS })),
      amount: optional(amountEnds),
      termMonths: optional(termEnds),
      rate: optional(rateSchema(criterion)),
      fees: optional(list(fee, { expected: 'a list of fees' })),
      dayCount: optional(dayCount),
      repayment: optional(list(repayment, { nonEmpty: true, expected: 'a list of methods' })),
      collateral: optional(collateral),
      maxInvestmentShare: optional(share),
      relationship: optional(oneOf({ existing: true, new: true })),
      criteria: optional(list(criterion, { expected: 'a list of criteria' })),
      quota: optional(money),
      decisionDays: optional(integer(0, DECISION_DAYS_LIMIT)),
      source: optional(source),
    },
    (value, report) => checkOrder(value, 'validFrom', 'validTo', report),
  );
}
