import { mulDiv } from '../../units/arithmetic.ts';
import { type Day, monthsBetween } from '../../units/day.ts';
import { addSaturating, type Money } from '../../units/money.ts';
import { RATE_LIMIT, RATE_ONE, type Rate } from '../../units/rate.ts';
import type { FieldValue } from '../field.ts';
import type { Label, Need, RepaymentMethod } from '../need.ts';
import { classifySize } from '../size.ts';
import type { FactSubjects } from './need-copy.ts';

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

/** The standard facts that a need has by itself, by the name of the field. */
export const LASTING_FACTS: ReadonlyMap<string, FactReader> = new Map<string, FactReader>([
  ['enterprise.region', ({ enterprise }) => enterprise.region],
  ['enterprise.industry', ({ enterprise }) => enterprise.industry],
  ['enterprise.founded', ({ enterprise }) => enterprise.founded],
  ['enterprise.employees', ({ enterprise }) => enterprise.employees],
  ['enterprise.revenue', ({ enterprise }) => enterprise.revenue],
  ['enterprise.assets', ({ enterprise }) => enterprise.assets],
  ['enterprise.liabilities', ({ enterprise }) => enterprise.liabilities],
  ['enterprise.debtRatio', ({ enterprise }) => ratio(enterprise.liabilities, enterprise.assets)],
  ['enterprise.creditGrade', ({ enterprise }) => enterprise.creditGrade],
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

/** Those that hang on the day, or on a rule of the catalog. */
const DATED_FACTS: readonly (readonly [string, FactReader])[] = [
  [
    'enterprise.size',
    ({ enterprise }, { sizeRule }) =>
      enterprise.size ?? (sizeRule === undefined ? undefined : classifySize(enterprise)),
  ],
  [
    'enterprise.ageMonths',
    ({ enterprise: { founded } }, { asOf }) =>
      founded === undefined ? undefined : monthsBetween(founded, asOf),
  ],
  [
    'enterprise.labels',
    ({ enterprise: { labels } }, { asOf }) =>
      labels === undefined ? undefined : labelsInForce(labels, asOf),
  ],
  [
    'enterprise.flags',
    ({ enterprise: { flags } }, { asOf }) =>
      flags === undefined ? undefined : labelsInForce(flags, asOf),
  ],
];

/** How each standard fact is computed: a reader for every one of `STANDARD_FIELDS`. */
export const STANDARD_FACTS: ReadonlyMap<string, FactReader> = new Map([
  ...LASTING_FACTS,
  ...DATED_FACTS,
]);

/**
 * The least loan that is useful. One minor unit where a need says that any amount is: a loan of nothing
 * is none.
 */
export function leastWanted(need: Need): Money {
  return Math.max(need.minimumAmount ?? need.amount, 1) as Money;
}

/** The labels in force on a day. One loop: it runs for every need there is. */
export function labelsInForce(labels: readonly Label[], asOf: Day): readonly string[] {
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
