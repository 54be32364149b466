import { isRight } from 'fp-ts/Either';
import { parseDay } from '../../units/day.ts';
import type { LossBook } from './loss.ts';
import { amountOf, fractionOf, type Loose, objectsOf, slug, textOf } from './read.ts';

/** Longest list of fees and of conditions carried over from one product. */
const FEES_MAX = 500;
/** The first instant of 2200: files write 9999-12-31 for "no end". */
const NO_END_MS = Date.UTC(2200, 0, 1);
const CONDITIONS_MAX = 500;

/** How the conditions of a product came over. */
export interface Conditions {
  readonly criteria: readonly object[];
  readonly executable: number;
  readonly prose: number;
}

/** Eligibility entries as criteria: a turnover can be tested, all else is prose and stays a question. */
export function eligibilityOf(product: Loose, book: LossBook): Conditions {
  const entries = objectsOf(product, 'eligibility', book);
  if (entries.length > CONDITIONS_MAX) {
    book.add(
      'unsupported',
      'eligibility',
      `only the first ${CONDITIONS_MAX} entries were read`,
      entries,
    );
  }
  const criteria: object[] = [];
  let executable = 0;
  for (const [entry, path] of entries.slice(0, CONDITIONS_MAX)) {
    const type = textOf(entry['eligibilityType'], `${path}.eligibilityType`, book) ?? 'UNSTATED';
    const value = textOf(entry['additionalValue'], `${path}.additionalValue`, book);
    const code = `cdr:${slug(type.toLowerCase()) || 'unstated'}`;
    const turnover =
      type === 'MIN_TURNOVER' ? amountOf(value, `${path}.additionalValue`, book) : undefined;
    if (turnover !== undefined) {
      executable += 1;
      criteria.push({ code, clause: path, field: 'enterprise.revenue', min: turnover });
      continue;
    }
    const info = textOf(entry['additionalInfo'], `${path}.additionalInfo`, book);
    const ask = [type.replace(/_/g, ' ').toLowerCase(), value, info].filter(Boolean).join(': ');
    book.add('prose', path, 'a condition became a question', ask);
    criteria.push({ code, clause: path, ask });
  }
  const prose = criteria.length - executable;
  if (criteria.length > 0) return { criteria, executable, prose };
  book.add('missing', 'eligibility', 'no conditions are stated');
  const ask = 'The product file states no eligibility conditions; the bank decides.';
  return { criteria: [{ code: 'cdr:unstated', ask }], executable: 0, prose: 0 };
}

/** Limits as the amount range; other constraints, and what the category implies, as questions. */
export function constraintsOf(
  product: Loose,
  book: LossBook,
): { readonly amount?: object; readonly criteria: readonly object[] } {
  const amount: { min?: string; max?: string } = {};
  const criteria: object[] = [];
  for (const [entry, path] of objectsOf(product, 'constraints', book).slice(0, CONDITIONS_MAX)) {
    const type = textOf(entry['constraintType'], `${path}.constraintType`, book) ?? 'UNSTATED';
    const value = entry['additionalValue'];
    const end = type === 'MIN_LIMIT' ? 'min' : type === 'MAX_LIMIT' ? 'max' : undefined;
    const limit = end === undefined ? undefined : amountOf(value, `${path}.additionalValue`, book);
    if (end !== undefined && limit !== undefined && amount[end] === undefined) amount[end] = limit;
    else {
      const ask = `${type.replace(/_/g, ' ').toLowerCase()}: ${textOf(value, path, book) ?? 'no figure'}`;
      book.add('prose', path, 'a constraint became a question', ask);
      criteria.push({ code: `cdr:${slug(type.toLowerCase()) || 'unstated'}`, clause: path, ask });
    }
  }
  if (
    amount.min !== undefined &&
    amount.max !== undefined &&
    Number(amount.min) > Number(amount.max)
  ) {
    book.add(
      'out-of-range',
      'constraints',
      'the smallest limit is above the largest: both left out',
      `${amount.min} > ${amount.max}`,
    );
    criteria.push({
      code: 'cdr:limits',
      ask: `The limits contradict each other: ${amount.min} to ${amount.max}.`,
    });
    return { criteria };
  }
  for (const end of ['min', 'max'] as const) {
    if (amount[end] === undefined)
      book.add(
        'missing',
        'constraints',
        `no ${end === 'min' ? 'smallest' : 'largest'} limit is stated`,
      );
  }
  return Object.keys(amount).length === 0 ? { criteria } : { amount, criteria };
}

/** Fees with their time of charge; what happens only in some event is shown and never costed. */
export function feesOf(product: Loose, book: LossBook): readonly object[] {
  const entries = objectsOf(product, 'fees', book);
  if (entries.length > FEES_MAX) {
    book.add('unsupported', 'fees', `only the first ${FEES_MAX} fees were read`, entries);
  }
  return entries.slice(0, FEES_MAX).map(([fee, path]) => feeOf(fee, path, book));
}

function feeOf(fee: Loose, path: string, book: LossBook): object {
  const type = textOf(fee['feeType'], `${path}.feeType`, book) ?? 'UNSTATED';
  const name = textOf(fee['name'], `${path}.name`, book);
  const period = textOf(fee['additionalValue'], `${path}.additionalValue`, book);
  const currency = textOf(fee['currency'], `${path}.currency`, book);
  const charged = chargedOf(type, period, path, book);
  const isForeign = currency !== undefined && currency !== 'AUD';
  if (isForeign)
    book.add(
      'unsupported',
      `${path}.currency`,
      'a fee in another currency has no figure',
      currency,
    );
  const amount = isForeign ? undefined : amountOf(fee['amount'], `${path}.amount`, book);
  const rates = ['balanceRate', 'transactionRate', 'accruedRate'].map((member) =>
    fractionOf(fee[member] === '' ? undefined : fee[member], `${path}.${member}`, book),
  );
  const rate = rates.find((one) => one !== undefined);
  if (amount !== undefined && rate !== undefined) {
    book.add('unsupported', path, 'a fee with an amount and a rate: the rate was left out', rate);
  }
  if (amount === undefined && rate === undefined && charged !== 'event') {
    book.add('missing', path, 'the fee has no figure', name);
  }
  const size = amount !== undefined ? { amount } : rate !== undefined ? { rate } : {};
  return {
    kind: slug(name ?? type) || 'fee',
    ...(name === undefined ? {} : { name }),
    charged,
    ...size,
  };
}

function chargedOf(type: string, period: string | undefined, path: string, book: LossBook): string {
  if (type === 'UPFRONT') return 'upfront';
  if (type !== 'PERIODIC') return 'event';
  if (period === 'P1M') return 'monthly';
  if (period === 'P1Y' || period === 'P12M') return 'annual';
  book.add(
    'unsupported',
    `${path}.additionalValue`,
    'a period that is neither a month nor a year: not costed',
    period ?? 'nothing',
  );
  return 'event';
}

/** First and last day, as the UTC day of the instant that the file states. */
export function validityOf(
  product: Loose,
  book: LossBook,
): { readonly validFrom?: string; readonly validTo?: string } {
  const dayOf = (member: string): string | undefined => {
    const text = textOf(product[member], member, book);
    if (text === undefined) return undefined;
    const time = Date.parse(text.slice(0, 40));
    const day = Number.isNaN(time) ? '' : new Date(time).toISOString().slice(0, 10);
    if (isRight(parseDay(day))) return day;
    if (member === 'effectiveTo' && time > NO_END_MS) {
      book.add('assumed', member, 'a day after 2199 is taken for no end', text);
    } else book.add('malformed', member, 'expected a date and time', text);
    return undefined;
  };
  const [validFrom, validTo] = [dayOf('effectiveFrom'), dayOf('effectiveTo')];
  if (validFrom !== undefined && validTo !== undefined && validTo < validFrom) {
    book.add(
      'out-of-range',
      'effectiveTo',
      'ends before it begins: both left out',
      `${validFrom} .. ${validTo}`,
    );
    return {};
  }
  return {
    ...(validFrom === undefined ? {} : { validFrom }),
    ...(validTo === undefined ? {} : { validTo }),
  };
}
