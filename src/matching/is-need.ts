import type { Catalog } from '../catalog/index.ts';
import type { Enterprise, Label, Need, Project } from '../model/index.ts';
import { type Engine, engineOf, engineWithoutGone, takeNeed } from './engine/index.ts';

/** Longest term of a loan, months: the limit of the document format. */
const TERM_LIMIT = 600;

/** What is said to a caller whose need is none. */
export const NEED_EXPECTED = 'a need as parseNeed returns it';

/**
 * The figures without which nothing can be computed, and of all that may be absent the parts from which
 * standard facts are made: so they can be made of whatever is a need, asked for or not.
 */
export function isNeed(need: Need): boolean {
  const { id, amount, minimumAmount = 0, termMonths, minimumTermMonths = 0 } = need;
  const { collateral = [], repayment = [], enterprise, project } = need;
  return (
    Array.isArray(collateral) &&
    collateral.every((item) => isObject(item) && isAmount(item.value)) &&
    Array.isArray(repayment) &&
    typeof id === 'string' &&
    Number.isSafeInteger(amount) &&
    amount > 0 &&
    Number.isSafeInteger(minimumAmount) &&
    Number.isInteger(termMonths) &&
    termMonths > 0 &&
    termMonths <= TERM_LIMIT &&
    Number.isInteger(minimumTermMonths) &&
    isObject(enterprise) &&
    isReadable(enterprise) &&
    (isAbsent(project) || (isObject(project) && isBudgeted(project)))
  );
}

function isReadable({ assets, liabilities, labels, flags, banks }: Enterprise): boolean {
  return (
    isAmountOrAbsent(assets) &&
    isAmountOrAbsent(liabilities) &&
    isLabels(labels) &&
    isLabels(flags) &&
    (isAbsent(banks) || (Array.isArray(banks) && banks.every(isObject)))
  );
}

function isBudgeted({ investment, equipment, ownFunds }: Project): boolean {
  return isAmountOrAbsent(investment) && isAmountOrAbsent(equipment) && isAmountOrAbsent(ownFunds);
}

function isLabels(labels: readonly Label[] | undefined): boolean {
  return isAbsent(labels) || (Array.isArray(labels) && labels.every(isObject));
}

/** A need that was made by hand may say `null` for what is unknown. */
function isAbsent(value: unknown): value is undefined {
  return value === undefined || value === null;
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

function isAmount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

function isAmountOrAbsent(value: number | undefined): boolean {
  return isAbsent(value) || isAmount(value);
}

/**
 * What the rules say of a need. Throws TypeError in the name of the caller where it is none: where a
 * part is missing, cannot be read, or is of a type that stops whoever looks at it.
 */
export function askOf<T>(caller: string, need: Need, ask: () => T): T {
  let cause: unknown;
  try {
    if (isNeed(need)) return ask();
  } catch (error) {
    cause = error;
  }
  throw new TypeError(`${caller}: expected ${NEED_EXPECTED}`, { cause });
}

/** What the engine of a catalog says of a need that it took in hand. Throws as `askOf`. */
export function askEngine<T>(
  caller: string,
  catalog: Catalog,
  need: Need,
  ask: (engine: Engine) => T,
): T {
  const engine = engineOf(catalog);
  let cause: unknown;
  try {
    if (isNeed(takeNeed(engine, need))) return ask(engine);
  } catch (error) {
    // The need may be strange only to products that are gone.
    if (engineWithoutGone(engine) !== undefined) return askEngine(caller, catalog, need, ask);
    cause = error;
  }
  throw new TypeError(`${caller}: expected ${NEED_EXPECTED}`, { cause });
}
