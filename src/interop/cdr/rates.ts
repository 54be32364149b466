import { TERM_MONTHS_MAX } from '../../model/index.ts';
import { plural } from '../../units/plural.ts';
import type { LossBook } from './loss.ts';
import { amountOf, fractionOf, type Loose, objectsOf, textOf } from './read.ts';

/** Kinds of rates that price the loan; the others discount, punish or belong to a bundle. */
const LOAN_RATES = ['FIXED', 'VARIABLE', 'MARKET_LINKED', 'FLOATING', 'CASH_ADVANCE'];

const REPAYMENT: Readonly<Record<string, string>> = {
  INTEREST_ONLY: 'bullet',
  PRINCIPAL_AND_INTEREST: 'equal-instalments',
};

/** Longest list of rates carried over from one product. */
const RATES_MAX = 200;

interface RateRow {
  readonly group: 'published-rates';
  readonly combine: 'MIN';
  readonly set: string;
  readonly when?: object;
}

/**
 * The published rates as one grid: of those whose conditions hold, the lowest. What a rate asks and
 * our facts cannot express stands in it as a question, so that the price is a range, never flattered.
 * `undefined` where the product states no usable rate: then no price, then undetermined.
 */
export function rateOf(product: Loose, book: LossBook): object | undefined {
  const listed = objectsOf(product, 'lendingRates', book);
  if (listed.length === 0) {
    book.add('missing', 'lendingRates', 'no rate is published');
    return undefined;
  }
  const rows = listed.slice(0, RATES_MAX).flatMap(([rate, path]) => rowOf(rate, path, book) ?? []);
  if (listed.length > RATES_MAX) {
    book.add('unsupported', 'lendingRates', `only the first ${RATES_MAX} rates were read`, listed);
  }
  return rows.length === 0 ? undefined : { adjustments: rows };
}

function rowOf(rate: Loose, path: string, book: LossBook): RateRow | undefined {
  const type = textOf(rate['lendingRateType'], `${path}.lendingRateType`, book);
  if (type === undefined || !LOAN_RATES.includes(type)) {
    book.add('unsupported', path, 'not the price of the loan itself', type);
    return undefined;
  }
  if (rate['rate'] === undefined || rate['rate'] === null) {
    book.add('missing', `${path}.rate`, 'the rate has no figure');
    return undefined;
  }
  const set = fractionOf(rate['rate'], `${path}.rate`, book);
  if (set === undefined) return undefined;
  const conditions = [
    ...tierConditions(rate, path, book),
    ...ownConditions(rate, type, path, book),
  ];
  const [first, ...rest] = conditions;
  const when = first === undefined ? {} : { when: rest.length === 0 ? first : { all: conditions } };
  return { group: 'published-rates', combine: 'MIN', set, ...when };
}

function ownConditions(rate: Loose, type: string, path: string, book: LossBook): readonly object[] {
  const conditions: object[] = [];
  const repayment = textOf(rate['repaymentType'], `${path}.repaymentType`, book);
  const method = repayment === undefined ? undefined : REPAYMENT[repayment];
  if (method !== undefined) conditions.push({ field: 'need.repayment', hasAny: [method] });
  else if (repayment !== undefined) {
    conditions.push(question(`repayment type ${repayment}`, `${path}.repaymentType`, book));
  }
  const loanPurpose = textOf(rate['loanPurpose'], `${path}.loanPurpose`, book);
  if (loanPurpose !== undefined) {
    conditions.push(question(`loan purpose ${loanPurpose}`, `${path}.loanPurpose`, book));
  }
  const detail = textOf(rate['additionalValue'], `${path}.additionalValue`, book);
  if (detail === undefined) return conditions;
  const months = type === 'FIXED' ? monthsOf(detail) : undefined;
  if (months !== undefined) {
    // A rate fixed for so long prices a loan that lasts no longer; what comes after is not published.
    book.add(
      'assumed',
      `${path}.additionalValue`,
      `the rate is taken for terms up to ${months} ${plural(months, 'month')}`,
      detail,
    );
    conditions.push({ field: 'need.termMonths', max: months });
  } else if (type !== 'MARKET_LINKED') {
    conditions.push(question(`rate for: ${detail}`, `${path}.additionalValue`, book));
  } else
    book.add(
      'prose',
      `${path}.additionalValue`,
      'the index or period of a market-linked rate',
      detail,
    );
  return conditions;
}

/** `P3Y`, `P18M`, "3 years", "1 Year", "18 months"; `undefined` for anything else. */
function monthsOf(text: string): number | undefined {
  const found = /^(?:P(\d{1,3})([YM])|(\d{1,3}) ?(year|month)s?)$/i.exec(text.slice(0, 40));
  if (found === null) return undefined;
  const count = Number(found[1] ?? found[3]);
  const unit = (found[2] ?? found[4] ?? '').toUpperCase();
  const months = unit.startsWith('Y') ? count * 12 : count;
  return months >= 1 && months <= TERM_MONTHS_MAX ? months : undefined;
}

function tierConditions(rate: Loose, path: string, book: LossBook): readonly object[] {
  const tiers = objectsOf(rate, 'tiers', {
    ...book,
    add: (kind, inner, note, seen) => book.add(kind, `${path}.${inner}`, note, seen),
  });
  if (tiers.length === 0) return [];
  const options = tiers.map(([tier, inner]) => tierCondition(tier, `${path}.${inner}`, book));
  const [first] = options;
  return options.length === 1 && first !== undefined ? [first] : [{ any: options }];
}

function tierCondition(tier: Loose, path: string, book: LossBook): object {
  const unit = tier['unitOfMeasure'];
  const name = textOf(tier['name'], `${path}.name`, book) ?? 'unnamed tier';
  if (isPresent(tier['applicabilityConditions'])) {
    book.add('prose', `${path}.applicabilityConditions`, 'conditions of a tier', 'an object');
  }
  if (unit === 'DOLLAR') {
    const min = amountOf(tier['minimumValue'], `${path}.minimumValue`, book);
    const max = amountOf(tier['maximumValue'], `${path}.maximumValue`, book);
    const isRange = min !== undefined && (max === undefined || Number(min) <= Number(max));
    if (isRange && max !== '0') {
      return { field: 'need.amount', min, ...(max === undefined ? {} : { max }) };
    }
  }
  if (unit === 'MONTH') {
    const [min, max] = [tier['minimumValue'], tier['maximumValue']].map((value) =>
      Number.isSafeInteger(value) ? (value as number) : undefined,
    );
    if (
      max !== undefined &&
      max >= 1 &&
      max <= TERM_MONTHS_MAX &&
      (min ?? 0) <= max &&
      (min ?? 0) >= 0
    ) {
      return { field: 'need.termMonths', ...(min === undefined ? {} : { min }), max };
    }
  }
  return question(`tier ${name} (${String(unit).slice(0, 40)})`, path, book);
}

const isPresent = (value: unknown): boolean =>
  Array.isArray(value)
    ? value.length > 0
    : typeof value === 'object' && value !== null && Object.keys(value).length > 0;

function question(ask: string, path: string, book: LossBook): object {
  book.add('prose', path, 'a condition of a rate became a question', ask);
  return { ask };
}
