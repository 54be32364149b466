/** Arbitraries of needs and criteria; `arbitraries.ts` is the door. */
import * as fc from 'fast-check';
import type {
  BankRelation,
  Collateral,
  Criterion,
  CriterionTags,
  Enterprise,
  Field,
  FieldValue,
  Label,
  Name,
  Need,
  Project,
  RepaymentMethod,
  Source,
} from '../src/model/index.ts';
import { STANDARD_FIELDS } from '../src/model/index.ts';
import type { Day } from '../src/units/day.ts';
import type { Money } from '../src/units/money.ts';
import type { Rate } from '../src/units/rate.ts';

/** Declared fields: one of every type, `number` with and without decimals. */
export const DECLARED_FIELDS: readonly Field[] = [
  { name: 'enterprise.exportShare', type: 'rate', knownBy: 'enterprise', effort: { raise: 7 } },
  { name: 'enterprise.isAudited', type: 'boolean', knownBy: 'enterprise', effort: { replace: 40 } },
  { name: 'enterprise.licences', type: 'set', values: ['x', 'y', 'z'], knownBy: 'department' },
  { name: 'enterprise.patents', type: 'number', knownBy: 'department' },
  { name: 'project.stage', type: 'enum', values: ['x', 'y', 'z'], knownBy: 'department' },
  { name: 'project.intensity', type: 'number', decimals: 3, knownBy: 'enterprise' },
  { name: 'project.supplierRegion', type: 'region', knownBy: 'enterprise', part: 'region' },
  { name: 'project.chain', type: 'code', knownBy: 'department' },
  { name: 'need.subsidy', type: 'money', knownBy: 'department', title: { zh: '补贴' } },
  { name: 'need.decisionDate', type: 'date', knownBy: 'bank', title: 'day of the decision' },
];

/** A record whose first members are there and whose others may be absent, never `undefined`. */
export function members<T extends object>(
  required: { [K in keyof T]?: fc.Arbitrary<T[K]> },
  optional: { [K in keyof T]?: fc.Arbitrary<Exclude<T[K], undefined>> } = {},
): fc.Arbitrary<T> {
  const model = { ...required, ...optional } as Record<string, fc.Arbitrary<unknown>>;
  return fc.record(model, {
    requiredKeys: Object.keys(required),
    noNullPrototype: true,
  }) as fc.Arbitrary<unknown> as fc.Arbitrary<T>;
}

export const few = <T>(item: fc.Arbitrary<T>, minLength = 0): fc.Arbitrary<readonly T[]> =>
  fc.array(item, { minLength, maxLength: 3 });

export const money: fc.Arbitrary<Money> = fc
  .oneof(
    fc.integer({ min: 0, max: 12 }),
    fc.constantFrom(100, 150, 100_000_000, Number.MAX_SAFE_INTEGER),
  )
  .map((amount) => amount as Money);
export const rateIn = (min: number, max: number): fc.Arbitrary<Rate> =>
  fc
    .oneof(fc.integer({ min: Math.max(min, -3), max: 3 }), fc.constantFrom(min, max))
    .map((rate) => rate as Rate);
export const rate: fc.Arbitrary<Rate> = rateIn(-1_000_000_000, 1_000_000_000);
export const loanRate = rateIn(-50_000, 1_000_000);
export const share = rateIn(0, 1_000_000);
export const day: fc.Arbitrary<Day> = fc
  .oneof(fc.integer({ min: 19_998, max: 20_002 }), fc.constantFrom(-25_567, 0, 11_016, 84_005))
  .map((date) => date as Day);
export const region: fc.Arbitrary<string> = fc.constantFrom('42', '4201', '420106', '420106001');
export const industry: fc.Arbitrary<string> = fc.constantFrom('C', 'C35', 'C351', 'C3511', 'D4');
export const id: fc.Arbitrary<string> = fc.constantFrom(
  'a',
  'b',
  'c',
  'AA+',
  '高新技术企业',
  'x:y/z@1',
);
export const text = fc.constantFrom('text', '文本', '<b>"&\\\u{0}', '\u{1f600}');
export const termMonths = fc.constantFrom(1, 2, 3, 600);

export const name: fc.Arbitrary<Name> = fc.oneof(
  text,
  fc.constantFrom({ zh: '名' }, { en: 'name' }, { zh: '名', en: 'name' }),
);
export const source: fc.Arbitrary<Source> = members<Source>(
  { title: text, grade: fc.constantFrom('A', 'B', 'C', 'bank', 'illustrative') },
  { document: text, clause: text, url: fc.constant('https://example.org/a?b=c') },
);

/** Two ends in order, each of which may be absent. */
export function ends<T extends number, Low extends string, High extends string>(
  value: fc.Arbitrary<T>,
  low: Low,
  high: High,
  missing: 'any' | 'one' = 'any',
): fc.Arbitrary<{ [K in Low | High]?: T }> {
  const kinds = missing === 'any' ? ['both', 'low', 'high', 'none'] : ['both', 'low', 'high'];
  return fc.tuple(value, value, fc.constantFrom(...kinds)).map(([a, b, kind]) => {
    const [least, most] = a <= b ? [a, b] : [b, a];
    return {
      ...(kind === 'both' || kind === 'low' ? { [low]: least } : {}),
      ...(kind === 'both' || kind === 'high' ? { [high]: most } : {}),
    } as { [K in Low | High]?: T };
  });
}

export const label: fc.Arbitrary<Label> = fc
  .tuple(id, ends(day, 'from', 'to'))
  .map(([label, days]) => ({ id: label, ...days }));

/** A value that a field may hold. */
export function fieldValue(field: Field): fc.Arbitrary<FieldValue> {
  switch (field.type) {
    case 'money':
      return money;
    case 'rate':
      return rate;
    case 'number':
      return fc.constantFrom(-1, 0, 1, 12, 1500, Number.MAX_SAFE_INTEGER);
    case 'date':
      return day;
    case 'code':
      return industry;
    case 'region':
      return region;
    case 'boolean':
      return fc.boolean();
    case 'enum':
      return fc.constantFrom(...(field.values ?? ['a', 'b', 'c']));
    case 'set':
      return fc.subarray([...(field.values ?? ['a', 'b', 'c'])]);
  }
}

function facts(subject: string): fc.Arbitrary<Readonly<Record<string, FieldValue>>> {
  const declared = DECLARED_FIELDS.filter((field) => field.name.startsWith(`${subject}.`));
  const entries = declared.map((field) => [field.name.split('.')[1], fieldValue(field)]);
  return members<Record<string, FieldValue>>({}, Object.fromEntries(entries));
}

export const enterprise: fc.Arbitrary<Enterprise> = members<Enterprise>(
  { id },
  {
    name,
    group: id,
    region,
    industry,
    size: fc.constantFrom('micro', 'small', 'medium', 'large'),
    founded: day,
    employees: fc.constantFrom(0, 1, 299, 300, 10_000_000),
    revenue: money,
    assets: money,
    liabilities: money,
    creditGrade: fc.constantFrom('AAA', 'AA+', 'C'),
    labels: few(label),
    flags: few(label),
    banks: few(members<BankRelation>({ bank: id }, { since: day, outstanding: money })),
    facts: facts('enterprise'),
  },
);

export const project: fc.Arbitrary<Project> = members<Project>(
  { id },
  {
    name,
    region,
    industry,
    tier: fc.constantFrom('province', 'city', 'county'),
    investment: money,
    equipment: money,
    ownFunds: money,
    start: day,
    completion: day,
    direction: id,
    lists: few(id),
    permits: few(id),
    facts: facts('project'),
  },
);

export const repayment: fc.Arbitrary<readonly RepaymentMethod[]> = fc.subarray(
  ['equal-instalments', 'equal-principal', 'bullet'],
  { minLength: 1 },
);
const collateral: fc.Arbitrary<Collateral> = members<Collateral>({ type: id, value: money });
const positiveMoney = money.map((amount) => Math.max(1, amount) as Money);

/** Both amounts and both terms in order. */
const wishes = fc.tuple(
  ends(positiveMoney, 'minimumAmount', 'amount'),
  ends(termMonths, 'minimumTermMonths', 'termMonths'),
);

/** A need; its facts are those of `DECLARED_FIELDS`. */
export const need: fc.Arbitrary<Need> = fc
  .tuple(
    wishes,
    members<Need>(
      { id, enterprise },
      {
        currency: fc.constantFrom('CNY', 'EUR'),
        purpose: id,
        start: day,
        repayment,
        collateral: few(collateral),
        project,
        intendedBanks: fc.subarray(['a', 'b', 'c']),
        facts: facts('need'),
      },
    ),
  )
  .map(([[amounts, terms], rest]) => ({
    ...rest,
    ...amounts,
    amount: amounts.amount ?? (Number.MAX_SAFE_INTEGER as Money),
    ...terms,
    termMonths: terms.termMonths ?? 600,
  }));

const tags: fc.Arbitrary<CriterionTags> = members<CriterionTags>(
  {},
  { code: id, clause: text, hard: fc.constant(false as const) },
);

const OPERATORS = {
  code: ['within', 'notWithin', 'in', 'notIn'],
  region: ['within', 'notWithin', 'in', 'notIn'],
  enum: ['in', 'notIn'],
  boolean: ['in', 'notIn'],
  set: ['hasAny', 'hasAll', 'hasNone'],
} as const;

function leafCriterion(field: Field): fc.Arbitrary<Criterion> {
  const { type } = field;
  if (type === 'money' || type === 'rate' || type === 'number' || type === 'date') {
    const range = ends(fieldValue(field) as fc.Arbitrary<number>, 'min', 'max', 'one');
    return range.map((values) => ({ operator: 'range', field: field.name, ...values }));
  }
  const single = (type === 'set' ? { ...field, type: 'enum' } : field) as Field;
  const operands = few(fieldValue(single).map(String), 1);
  return fc
    .tuple(fc.constantFrom(...OPERATORS[type]), operands)
    .map(([operator, values]) => ({ operator, field: field.name, operands: values }) as Criterion);
}

/** A criterion over some of the fields, groups up to three levels deep. */
export function criterionOver(fields: readonly Field[]): fc.Arbitrary<Criterion> {
  const { tree } = fc.letrec<{ tree: Criterion; bare: Criterion }>((tie) => ({
    bare: fc.oneof(
      { maxDepth: 2, withCrossShrink: true },
      { weight: 6, arbitrary: fc.constantFrom(...fields).chain(leafCriterion) },
      { weight: 1, arbitrary: text.map((ask) => ({ operator: 'ask' as const, text: ask })) },
      {
        weight: 1,
        arbitrary: fc
          .tuple(fc.constantFrom('all' as const, 'any' as const), few(tie('tree'), 1))
          .map(([operator, criteria]) => ({ operator, criteria })),
      },
      {
        weight: 1,
        arbitrary: tie('tree').map((criterion) => ({ operator: 'not' as const, criterion })),
      },
    ),
    tree: fc.tuple(tie('bare'), tags).map(([bare, own]) => ({ ...bare, ...own })),
  }));
  return tree;
}

const ALL_FIELDS = [...STANDARD_FIELDS, ...DECLARED_FIELDS];
/** A criterion of a product: over the enterprise, the project and the need. */
export const criterion: fc.Arbitrary<Criterion> = criterionOver(
  ALL_FIELDS.filter(({ name: field }) => !/^(bank|product)\./.test(field)),
);
/** A criterion of a programme: over banks and products too. */
export const programmeCriterion: fc.Arbitrary<Criterion> = criterionOver(ALL_FIELDS);
