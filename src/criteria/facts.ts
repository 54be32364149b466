import {
  type Bank,
  type BankRelation,
  classifySize,
  type Facts as DeclaredFacts,
  type Enterprise,
  type FieldValue,
  type Label,
  type Need,
  type Product,
  type Project,
  type RepaymentMethod,
} from '../model/index.ts';
import { mulDiv } from '../units/arithmetic.ts';
import { type Day, monthsBetween } from '../units/day.ts';
import { addSaturating, type Money } from '../units/money.ts';
import { RATE_LIMIT, RATE_ONE, type Rate } from '../units/rate.ts';
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

/**
 * Every fact of a need, stated and derived, in registry order: the one place where facts are
 * computed. Facts of a product or bank stay unknown here; `offerFacts` has them.
 */
export function deriveFacts(need: Need, registry: FieldRegistry, context: FactContext): FactList {
  const byName: Record<string, FieldValue | undefined> = {
    ...enterpriseFacts(need.enterprise, context),
    ...(need.project === undefined ? {} : projectFacts(need.project)),
    ...needFacts(need),
    ...declaredFacts('enterprise', need.enterprise.facts),
    ...declaredFacts('project', need.project?.facts),
    ...declaredFacts('need', need.facts),
  };
  return registry.fields.map((field) => byName[field.name]);
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

function enterpriseFacts(enterprise: Enterprise, context: FactContext) {
  const { founded, assets, liabilities } = enterprise;
  return {
    'enterprise.region': enterprise.region,
    'enterprise.industry': enterprise.industry,
    'enterprise.size':
      enterprise.size ?? (context.sizeRule === undefined ? undefined : classifySize(enterprise)),
    'enterprise.founded': founded,
    'enterprise.ageMonths':
      founded === undefined ? undefined : monthsBetween(founded, context.asOf),
    'enterprise.employees': enterprise.employees,
    'enterprise.revenue': enterprise.revenue,
    'enterprise.assets': assets,
    'enterprise.liabilities': liabilities,
    'enterprise.debtRatio': ratio(liabilities, assets),
    'enterprise.creditGrade': enterprise.creditGrade,
    'enterprise.labels': labelsInForce(enterprise.labels, context.asOf),
    'enterprise.flags': labelsInForce(enterprise.flags, context.asOf),
    'enterprise.banks': enterprise.banks?.map((relation: BankRelation) => relation.bank),
  };
}

function projectFacts(project: Project) {
  const { investment, equipment, ownFunds } = project;
  return {
    'project.region': project.region,
    'project.industry': project.industry,
    'project.tier': project.tier,
    'project.investment': investment,
    'project.equipment': equipment,
    'project.equipmentShare': ratio(equipment, investment),
    'project.ownFunds': ownFunds,
    'project.capitalRatio': ratio(ownFunds, investment),
    'project.start': project.start,
    'project.direction': project.direction,
    'project.lists': project.lists,
    'project.permits': project.permits,
  };
}

function needFacts(need: Need) {
  return {
    'need.amount': need.amount,
    'need.minimumAmount': need.minimumAmount ?? need.amount,
    'need.termMonths': need.termMonths,
    'need.minimumTermMonths': need.minimumTermMonths ?? need.termMonths,
    'need.purpose': need.purpose,
    'need.start': need.start,
    'need.repayment': need.repayment ?? REPAYMENT_METHODS,
    'need.collateralTypes': need.collateral?.map((item) => item.type),
    'need.collateralValue': need.collateral
      ?.map((item) => item.value)
      .reduce(addSaturating, 0 as Money),
  };
}

function declaredFacts(subject: string, facts: DeclaredFacts | undefined) {
  const entries = Object.entries(facts ?? {});
  return Object.fromEntries(entries.map(([key, value]) => [`${subject}.${key}`, value]));
}

/** The labels in force on a day; unknown stays unknown. */
function labelsInForce(
  labels: readonly Label[] | undefined,
  asOf: Day,
): readonly string[] | undefined {
  return labels
    ?.filter((label) => (label.from ?? asOf) <= asOf && asOf <= (label.to ?? asOf))
    .map((label) => label.id);
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
