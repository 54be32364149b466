import {
  type Bank,
  classifySize,
  type Facts as DeclaredFacts,
  type FieldValue,
  type Label,
  type Need,
  type Product,
  type RepaymentMethod,
  subjectOf,
} from '../model/index.ts';
import { mulDiv } from '../units/arithmetic.ts';
import { type Day, monthsBetween } from '../units/day.ts';
import { addSaturating, type Money } from '../units/money.ts';
import { RATE_LIMIT, RATE_ONE, type Rate } from '../units/rate.ts';
import type { FactSubjects } from './need-copy.ts';
import { type FieldRegistry, fieldIndex } from './registry.ts';

/** What is known of one need, by field index; `undefined` is unknown. */
export type FactList = readonly (FieldValue | undefined)[];

/** How facts are derived. */
export interface FactContext {
  readonly asOf: Day;
  readonly sizeRule?: 'CN-2011';
}

/** What a wish for any repayment method means. */
export const REPAYMENT_METHODS: readonly RepaymentMethod[] = [
  'equal-instalments',
  'equal-principal',
  'bullet',
];

/** Reads one fact of a need; `undefined` is unknown. */
export type FactReader = (subjects: FactSubjects, context: FactContext) => FieldValue | undefined;

/**
 * Every fact of a need, stated and derived, in registry order: the one place where facts are
 * computed. Facts of a product or bank stay unknown here; `offerFacts` has them.
 */
export function deriveFacts(need: Need, registry: FieldRegistry, context: FactContext): FactList {
  const subjects = { need, enterprise: need.enterprise, project: need.project };
  return registry.fields.map((field) => factReader(field.name)(subjects, context));
}

/** How the fact of a field is read: a standard one by its rule, a declared one from its record. */
export function factReader(fieldName: string): FactReader {
  const standard = STANDARD_READERS.get(fieldName);
  if (standard !== undefined) return standard;
  const { subject, member } = declaredFact(fieldName);
  // What a record inherits is absent, be it of its class or a method of all objects.
  const own = (facts: DeclaredFacts | undefined) =>
    facts === undefined || !Object.hasOwn(facts, member) ? undefined : (facts[member] ?? undefined);
  if (subject === 'enterprise') return ({ enterprise }) => own(enterprise.facts);
  if (subject === 'project') return ({ project }) => own(project?.facts);
  return subject === 'need' ? ({ need }) => own(need.facts) : () => undefined;
}

/** Whether a field is read by a rule, and not from a record of declared facts. */
export function isStandardFact(fieldName: string): boolean {
  return STANDARD_READERS.has(fieldName);
}

/** Where a declared fact stands: in the record of which subject, under which name. */
export function declaredFact(fieldName: string): {
  readonly subject: ReturnType<typeof subjectOf>;
  readonly member: string;
} {
  const subject = subjectOf(fieldName);
  return { subject, member: fieldName.slice(subject.length + 1) };
}

/** The same facts with others in place of some, by the name of the field. */
export function withFacts(
  registry: FieldRegistry,
  facts: FactList,
  others: Readonly<Record<string, FieldValue | undefined>>,
): FactList {
  const own = [...facts];
  for (const [name, value] of Object.entries(others)) own[fieldIndex(registry, name)] = value;
  return own;
}

/** What programmes may ask of a bank and its product; absent: unknown. */
export function offerFacts(
  bank: Bank | undefined,
  product: Product | undefined,
): Readonly<Record<string, FieldValue | undefined>> {
  return {
    'bank.id': bank?.id,
    'bank.labels': bank?.labels,
    'product.id': product?.id,
    'product.purposes': product?.purposes,
  };
}

const STANDARD_READERS: ReadonlyMap<string, FactReader> = new Map<string, FactReader>([
  ['enterprise.region', ({ enterprise }) => enterprise.region],
  ['enterprise.industry', ({ enterprise }) => enterprise.industry],
  [
    'enterprise.size',
    ({ enterprise }, { sizeRule }) =>
      enterprise.size ?? (sizeRule === undefined ? undefined : classifySize(enterprise)),
  ],
  ['enterprise.founded', ({ enterprise }) => enterprise.founded],
  [
    'enterprise.ageMonths',
    ({ enterprise: { founded } }, { asOf }) =>
      founded === undefined ? undefined : monthsBetween(founded, asOf),
  ],
  ['enterprise.employees', ({ enterprise }) => enterprise.employees],
  ['enterprise.revenue', ({ enterprise }) => enterprise.revenue],
  ['enterprise.assets', ({ enterprise }) => enterprise.assets],
  ['enterprise.liabilities', ({ enterprise }) => enterprise.liabilities],
  ['enterprise.debtRatio', ({ enterprise }) => ratio(enterprise.liabilities, enterprise.assets)],
  ['enterprise.creditGrade', ({ enterprise }) => enterprise.creditGrade],
  ['enterprise.labels', ({ enterprise }, { asOf }) => labelsInForce(enterprise.labels, asOf)],
  ['enterprise.flags', ({ enterprise }, { asOf }) => labelsInForce(enterprise.flags, asOf)],
  ['enterprise.banks', ({ enterprise }) => enterprise.banks?.map((relation) => relation.bank)],
  ['project.region', ({ project }) => project?.region],
  ['project.industry', ({ project }) => project?.industry],
  ['project.tier', ({ project }) => project?.tier],
  ['project.investment', ({ project }) => project?.investment],
  ['project.equipment', ({ project }) => project?.equipment],
  ['project.equipmentShare', ({ project }) => ratio(project?.equipment, project?.investment)],
  ['project.ownFunds', ({ project }) => project?.ownFunds],
  ['project.capitalRatio', ({ project }) => ratio(project?.ownFunds, project?.investment)],
  ['project.start', ({ project }) => project?.start],
  ['project.direction', ({ project }) => project?.direction],
  ['project.lists', ({ project }) => project?.lists],
  ['project.permits', ({ project }) => project?.permits],
  ['need.amount', ({ need }) => need.amount],
  ['need.minimumAmount', ({ need }) => leastWanted(need)],
  ['need.termMonths', ({ need }) => need.termMonths],
  ['need.minimumTermMonths', ({ need }) => need.minimumTermMonths ?? need.termMonths],
  ['need.purpose', ({ need }) => need.purpose],
  ['need.start', ({ need }) => need.start],
  ['need.repayment', ({ need }) => need.repayment ?? REPAYMENT_METHODS],
  ['need.collateralTypes', ({ need }) => need.collateral?.map((item) => item.type)],
  [
    'need.collateralValue',
    ({ need }) => need.collateral?.map((item) => item.value).reduce(addSaturating, 0 as Money),
  ],
]);

/**
 * The least loan that is useful. One minor unit where a need says that any amount is: a loan of nothing
 * is none.
 */
export function leastWanted(need: Need): Money {
  return Math.max(need.minimumAmount ?? need.amount, 1) as Money;
}

/** The labels in force on a day; unknown stays unknown. One loop: it runs for every need there is. */
function labelsInForce(
  labels: readonly Label[] | undefined,
  asOf: Day,
): readonly string[] | undefined {
  if (labels === undefined) return undefined;
  const held: string[] = [];
  for (const label of labels) {
    // A list that was made by hand may have holes.
    if (label === undefined) continue;
    const { id, from, to } = label;
    if ((from ?? asOf) <= asOf && asOf <= (to ?? asOf)) held.push(id);
  }
  return held;
}

/**
 * `part / whole` in ppm, half-up; unknown where a side is unknown or the whole is zero. Saturates at
 * `RATE_LIMIT`, so that no figure of a real firm can overflow.
 */
function ratio(part: Money | undefined, whole: Money | undefined): Rate | undefined {
  if (part === undefined || whole === undefined || whole === 0) return undefined;
  if (part / whole >= RATE_LIMIT / RATE_ONE) return RATE_LIMIT;
  return mulDiv(part, RATE_ONE, whole, 'half-up') as Rate;
}
