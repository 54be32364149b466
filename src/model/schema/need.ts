import { type FactLayout, layoutOf } from '../facts/index.ts';
import type { Field } from '../field.ts';
import type {
  BankRelation,
  Collateral,
  Enterprise,
  Label,
  Need,
  Project,
  RepaymentMethod,
  SizeClass,
  Tier,
} from '../need.ts';
import { factsSchema } from './fields.ts';
import {
  choice,
  isObject,
  type Loose,
  list,
  object,
  optional,
  type Report,
  reshape,
  type Schema,
  typeFault,
} from './kit.ts';
import {
  code,
  currency,
  day,
  id,
  integer,
  money,
  name,
  oneOf,
  positiveMoney,
  region,
  termMonths,
} from './leaves.ts';
import { checkOrder } from './rules.ts';

/** Most people that one enterprise employs. */
const EMPLOYEES_LIMIT = 10_000_000;
/** Most banks that an enterprise may name (工信部 national form). */
const INTENDED_BANKS_LIMIT = 3;

const IDENTIFIERS = { expected: 'a list of identifiers' };

export const repayment: Schema<RepaymentMethod> = oneOf<RepaymentMethod>({
  'equal-instalments': true,
  'equal-principal': true,
  bullet: true,
});

const size: Schema<SizeClass> = oneOf<SizeClass>({
  micro: true,
  small: true,
  medium: true,
  large: true,
});

const tier: Schema<Tier> = oneOf<Tier>({ province: true, city: true, county: true });

const datedLabel: Schema<Label> = object<Label>(
  { id, from: optional(day), to: optional(day) },
  (value, report) => checkOrder(value, 'from', 'to', report),
);

const bareLabel: Schema<Label> = reshape<string, Label>(
  id,
  (value) => ({ id: value }),
  (value) => value.id,
);

/** A bare id is a label without days. */
const label: Schema<Label> = choice<Label>(
  (json, report) => {
    if (typeof json === 'string') return bareLabel;
    if (isObject(json)) return datedLabel;
    report(typeFault(json, 'a label: its id, or an object with "id", "from" and "to"'));
    return undefined;
  },
  (value) => (value.from === undefined && value.to === undefined ? bareLabel : datedLabel),
);

const labels: Schema<readonly Label[]> = list(label, { expected: 'a list of labels' });

const relation: Schema<BankRelation> = object<BankRelation>({
  bank: id,
  since: optional(day),
  outstanding: optional(money),
});

const collateral: Schema<Collateral> = object<Collateral>({ type: id, value: money });

function enterpriseSchema(fields: readonly Field[]): Schema<Enterprise> {
  return object<Enterprise>({
    id,
    name: optional(name),
    group: optional(id),
    region: optional(region),
    industry: optional(code),
    size: optional(size),
    founded: optional(day),
    employees: optional(integer(0, EMPLOYEES_LIMIT)),
    revenue: optional(money),
    assets: optional(money),
    liabilities: optional(money),
    creditGrade: optional(id),
    labels: optional(labels),
    flags: optional(labels),
    banks: optional(list(relation, { expected: 'a list of relations to banks' })),
    facts: optional(factsSchema(fields, 'enterprise')),
  });
}

function projectSchema(fields: readonly Field[]): Schema<Project> {
  return object<Project>({
    id,
    name: optional(name),
    region: optional(region),
    industry: optional(code),
    tier: optional(tier),
    investment: optional(money),
    equipment: optional(money),
    ownFunds: optional(money),
    start: optional(day),
    completion: optional(day),
    direction: optional(id),
    lists: optional(list(id, IDENTIFIERS)),
    permits: optional(list(id, IDENTIFIERS)),
    facts: optional(factsSchema(fields, 'project')),
  });
}

function needSchema(fields: readonly Field[], project: Schema<Project>): Schema<Need> {
  return object<Need>(
    {
      id,
      currency: optional(currency),
      amount: positiveMoney,
      minimumAmount: optional(money),
      termMonths,
      minimumTermMonths: optional(termMonths),
      purpose: optional(id),
      start: optional(day),
      repayment: optional(list(repayment, { nonEmpty: true, expected: 'a list of methods' })),
      collateral: optional(list(collateral, { expected: 'a list of collateral' })),
      enterprise: enterpriseSchema(fields),
      project: optional(project),
      intendedBanks: optional(list(id, IDENTIFIERS)),
      facts: optional(factsSchema(fields, 'need')),
    },
    checkNeed,
  );
}

function checkNeed(need: Loose<Need>, report: Report): void {
  const { amount, minimumAmount, minimumTermMonths, intendedBanks = [] } = need;
  if (amount !== undefined && minimumAmount !== undefined && minimumAmount > amount) {
    report({ code: 'contradiction', expected: 'at most the value of "amount"' }, ['minimumAmount']);
  }
  const term = need.termMonths;
  if (term !== undefined && minimumTermMonths !== undefined && minimumTermMonths > term) {
    const expected = 'at most the value of "termMonths"';
    report({ code: 'contradiction', expected }, ['minimumTermMonths']);
  }
  if (intendedBanks.length > INTENDED_BANKS_LIMIT) {
    const expected = `at most ${INTENDED_BANKS_LIMIT} banks`;
    report({ code: 'limit', expected }, ['intendedBanks']);
  }
  for (const [index, bank] of intendedBanks.entries()) {
    const first = intendedBanks.indexOf(bank);
    if (bank === undefined || first === index) continue;
    const expected = `another bank than intendedBanks[${first}], which is the same`;
    report({ code: 'duplicate', expected }, ['intendedBanks', index]);
    // A longer list was refused already; comparing all of it would take quadratic time.
    if (index > INTENDED_BANKS_LIMIT) break;
  }
}

/** What a catalog's declared fields make of needs and projects. */
export interface NeedSchemas {
  readonly need: Schema<Need>;
  readonly project: Schema<Project>;
  /** Where their facts stand. */
  readonly layout: FactLayout;
}

function createSchemas(fields: readonly Field[]): NeedSchemas {
  const project = projectSchema(fields);
  return { project, need: needSchema(fields, project), layout: layoutOf(fields) };
}

const NO_FIELDS: readonly Field[] = [];
/** Building a schema takes longer than reading a thousand needs. */
const schemasByFields = new WeakMap<readonly Field[], NeedSchemas>();

/** The schemas for a list of declared fields, made once for each list. */
export function needSchemas(fields: readonly Field[] = NO_FIELDS): NeedSchemas {
  const known = schemasByFields.get(fields);
  if (known !== undefined) return known;
  const made = createSchemas(fields);
  schemasByFields.set(fields, made);
  return made;
}
