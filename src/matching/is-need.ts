import type { Catalog } from '../catalog/index.ts';
import { keptNeed } from '../model/facts/index.ts';
import {
  type BankRelation,
  type Enterprise,
  type Label,
  type Need,
  type Project,
  TERM_MONTHS_MAX,
} from '../model/index.ts';
import { isDay } from '../units/day.ts';
import { createIssue, type Issue } from '../units/issue.ts';
import { type Engine, engineOf, engineWithoutGone, takeNeed } from './engine/index.ts';

/** What is said to a caller whose need is none. */
export const NEED_EXPECTED = 'a need as parseNeed returns it';

/**
 * The figures without which nothing can be computed, and of all that may be absent the parts from which
 * standard facts are made: so they can be made of whatever is a need, asked for or not. A figure or a
 * text that is there is one: what is unknown is absent, and `null` would be taken for zero.
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
    termMonths <= TERM_MONTHS_MAX &&
    Number.isSafeInteger(minimumTermMonths) &&
    isTextOrAbsent(need.currency) &&
    isTextOrAbsent(need.purpose) &&
    isDayOrAbsent(need.start) &&
    isObject(enterprise) &&
    isReadable(enterprise) &&
    isSized(enterprise) &&
    (project === undefined || (isObject(project) && isPlanned(project)))
  );
}

function isReadable(enterprise: Enterprise): boolean {
  const { region, industry, creditGrade, founded, labels, flags, banks } = enterprise;
  return (
    isTextOrAbsent(region) &&
    isTextOrAbsent(industry) &&
    isTextOrAbsent(creditGrade) &&
    isDayOrAbsent(founded) &&
    isLabels(labels) &&
    isLabels(flags) &&
    (banks === undefined || (Array.isArray(banks) && banks.every(isRelation)))
  );
}

function isSized({ size, employees, revenue, assets, liabilities }: Enterprise): boolean {
  return (
    isTextOrAbsent(size) &&
    isAmountOrAbsent(employees) &&
    isAmountOrAbsent(revenue) &&
    isAmountOrAbsent(assets) &&
    isAmountOrAbsent(liabilities)
  );
}

function isPlanned(project: Project): boolean {
  const { region, industry, tier, direction, start, investment, equipment, ownFunds } = project;
  return (
    isTextOrAbsent(region) &&
    isTextOrAbsent(industry) &&
    isTextOrAbsent(tier) &&
    isTextOrAbsent(direction) &&
    isDayOrAbsent(start) &&
    isAmountOrAbsent(investment) &&
    isAmountOrAbsent(equipment) &&
    isAmountOrAbsent(ownFunds)
  );
}

function isRelation(relation: BankRelation): boolean {
  return isObject(relation) && isAmountOrAbsent(relation.outstanding);
}

function isLabels(labels: readonly Label[] | undefined): boolean {
  return labels === undefined || (Array.isArray(labels) && labels.every(isObject));
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

function isAmount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

function isAmountOrAbsent(value: number | undefined): boolean {
  return value === undefined || isAmount(value);
}

function isDayOrAbsent(day: number | undefined): boolean {
  return day === undefined || isDay(day);
}

function isTextOrAbsent(text: string | undefined): boolean {
  return text === undefined || typeof text === 'string';
}

/** What a need cannot be without. */
const REQUIRED = ['id', 'amount', 'termMonths', 'enterprise'] as const;

/**
 * The need with nothing but its own members, as JSON and messages between threads carry it: what a need,
 * its enterprise or its project inherits is absent, whoever looks; readers of declared facts see to their
 * records. Itself where nothing can be inherited. Anything can be given.
 */
export function ownNeed(need: Need): Need {
  if (!isObject(need) || keptNeed(need) !== undefined) return need;
  const { enterprise, project } = need;
  if (isPlain(need) && isPlain(enterprise) && (project === undefined || isPlain(project))) {
    return need;
  }
  const own = { ...need };
  // Whatever is there: what is no object is copied as it stands, and refused later.
  if (isObject(own.enterprise)) own.enterprise = { ...own.enterprise };
  if (isObject(own.project)) own.project = { ...own.project } as Project;
  return own;
}

function isPlain(value: object): boolean {
  if (!isObject(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** The needs with nothing but their own members; the same list where that is what they are. */
export function ownNeeds(needs: readonly Need[]): readonly Need[] {
  const isOwn = (need: Need) => {
    try {
      return ownNeed(need) === need;
    } catch {
      // It was refused, and is never read.
      return true;
    }
  };
  return needs.every(isOwn) ? needs : needs.map((need) => (isOwn(need) ? need : ownNeed(need)));
}

/** Why something is no need: the member that is not there, or the whole. `path`: where it stands. */
export function needIssue(need: Need, path: Issue['path']): Issue {
  const absent = absentMember(need);
  const whole = { code: 'type', expected: NEED_EXPECTED } as const;
  if (absent === undefined) return createIssue(whole, path, need);
  const fault = { code: 'missing', expected: 'a member of the need itself' } as const;
  return createIssue(fault, [...path, absent]);
}

function absentMember(need: Need): string | undefined {
  try {
    // A list is no need that lacks something.
    if (!isObject(need) || Array.isArray(need)) return undefined;
    return REQUIRED.find((name) => !Object.hasOwn(need, name));
  } catch {
    // A proxy that lets nobody look.
    return undefined;
  }
}

/**
 * What the rules say of a need. Throws TypeError in the name of the caller where it is none: where a
 * part is missing, cannot be read, or is of a type that stops whoever looks at it. The cause is what was
 * thrown, or a list of issues.
 */
export function askOf<T>(caller: string, need: Need, ask: (own: Need) => T): T {
  let cause: unknown;
  try {
    const own = ownNeed(need);
    if (isNeed(own)) return ask(own);
    cause = [needIssue(need, [])];
  } catch (error) {
    cause = error;
  }
  throw new TypeError(`${caller}: expected ${NEED_EXPECTED}`, { cause });
}

/** Takes in hand what is a need, and says whether it is. What the border made is known to be one. */
export function takeIfNeed(engine: Engine, need: Need): boolean {
  const taken = takeNeed(engine, need);
  return engine.reading.kept !== undefined || isNeed(taken);
}

/** What the engine of a catalog says of a need that it took in hand. Throws as `askOf`. */
export function askEngine<T>(
  caller: string,
  catalog: Catalog,
  need: Need,
  ask: (engine: Engine, own: Need) => T,
): T {
  const engine = engineOf(catalog);
  let cause: unknown;
  try {
    const own = ownNeed(need);
    if (takeIfNeed(engine, own)) return ask(engine, own);
    cause = [needIssue(need, [])];
  } catch (error) {
    // The need may be strange only to products that are gone.
    if (engineWithoutGone(engine) !== undefined) return askEngine(caller, catalog, need, ask);
    cause = error;
  }
  throw new TypeError(`${caller}: expected ${NEED_EXPECTED}`, { cause });
}
