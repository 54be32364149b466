import type {
  AskCriterion,
  Criterion,
  CriterionTags,
  GroupCriterion,
  LeafCriterion,
  NotCriterion,
  RangeCriterion,
} from '../criterion.ts';
import { type Field, type FieldType, subjectOf } from '../field.ts';
import { type FieldTable, valueSchema } from './fields.ts';
import {
  choice,
  isObject,
  list,
  object,
  optional,
  partOf,
  present,
  type Report,
  reshape,
  type Schema,
  type Shape,
  schemaOf,
  typeFault,
} from './kit.ts';
import { id, onlyFalse, text } from './leaves.ts';
import { checkOrder } from './rules.ts';

/** Whose criteria they are: bank and product fields mean something only to a programme. */
export type CriterionScope = 'product' | 'programme';

type Operator = Criterion['operator'];
type ListOperator = Exclude<LeafCriterion['operator'], 'range'>;
type GroupOperator = Exclude<Operator, LeafCriterion['operator']>;
type Variant = Schema<Criterion>;

/** What a document calls the operators: a range is told by its ends. */
const LIST_OPERATORS: Readonly<Record<ListOperator, readonly FieldType[]>> = {
  within: ['code', 'region'],
  notWithin: ['code', 'region'],
  in: ['enum', 'boolean', 'code', 'region'],
  notIn: ['enum', 'boolean', 'code', 'region'],
  hasAny: ['set'],
  hasAll: ['set'],
  hasNone: ['set'],
};
const RANGE_TYPES: readonly FieldType[] = ['money', 'rate', 'number', 'date'];
const RANGE_KEYS: readonly string[] = ['min', 'max'];
const GROUP_KEYS: readonly GroupOperator[] = ['all', 'any', 'not', 'ask'];
const TAG_KEYS: readonly string[] = ['field', 'code', 'clause', 'hard'];
const OPERATOR_KEYS: readonly string[] = [
  ...Object.keys(LIST_OPERATORS),
  ...RANGE_KEYS,
  ...GROUP_KEYS,
];

const TAGS: Shape<CriterionTags> = {
  code: optional(id),
  clause: optional(text),
  hard: optional(onlyFalse),
};

const ANYTHING: Schema<unknown> = schemaOf<unknown>(
  (json) => json,
  (value) => value,
);

/** For a criterion whose operands cannot be checked: all else still is. */
const CLOSED_TAGS: Schema<unknown> = object<object>({
  ...Object.fromEntries(['field', ...OPERATOR_KEYS].map((key) => [key, optional(ANYTHING)])),
  ...TAGS,
});
/** The same where every other key was blamed already. */
const OPEN_TAGS: Schema<unknown> = partOf<CriterionTags>(TAGS);

/**
 * The schema of a criterion over the fields of a table. It looks for the operator first, so that
 * every fault is said of what the writer meant.
 */
export function criterionSchema(table: FieldTable, scope: CriterionScope): Schema<Criterion> {
  const leaves = new Map<string, Variant>();
  const leafVariant = (operator: LeafCriterion['operator'], field: Field): Variant => {
    const key = `${operator} ${field.name}`;
    const known = leaves.get(key);
    if (known !== undefined) return known;
    const made = operator === 'range' ? rangeVariant(field) : listVariant(operator, field);
    leaves.set(key, made);
    return made;
  };

  const pick = (json: unknown, report: Report): Schema<unknown> | undefined => {
    if (!isObject(json)) {
      const expected = 'a criterion: an object with a field and an operator, or all, any, not, ask';
      report(typeFault(json, expected));
      return undefined;
    }
    const operators = operatorsOf(json);
    const [operator] = operators;
    if (operator === undefined || operators.length > 1) {
      reportOperators(json, operators, report);
      if (json['field'] !== undefined) fieldOf(json, table, scope, report);
      return operator === undefined ? OPEN_TAGS : CLOSED_TAGS;
    }
    if (isGroup(operator)) return groups[operator];
    const field = fieldOf(json, table, scope, report);
    const fits = field !== undefined && checkFit(json, operator, field, report);
    return fits ? leafVariant(operator, field) : CLOSED_TAGS;
  };

  const pickForModel = (criterion: Criterion): Schema<unknown> => {
    if (!('field' in criterion)) return groups[criterion.operator];
    const field = table.byName.get(criterion.field);
    if (field === undefined) throw new TypeError(`print: no field is named ${criterion.field}`);
    return leafVariant(criterion.operator, field);
  };

  const criterion = choice<Criterion>(pick, pickForModel);
  const groups = groupVariants(criterion);
  return criterion;
}

/** The operators of a document: `min` and `max` are one. */
function operatorsOf(json: Readonly<Record<string, unknown>>): readonly Operator[] {
  const found = OPERATOR_KEYS.filter((key) => json[key] !== undefined);
  return [...new Set(found.map((key) => (RANGE_KEYS.includes(key) ? 'range' : key)))] as Operator[];
}

function isGroup(operator: Operator): operator is GroupOperator {
  return GROUP_KEYS.includes(operator as GroupOperator);
}

/** None, or more than one. A key that nobody knows was meant to be one. */
function reportOperators(
  json: Readonly<Record<string, unknown>>,
  operators: readonly Operator[],
  report: Report,
): void {
  if (operators.length > 1) {
    const seen = OPERATOR_KEYS.filter((key) => json[key] !== undefined).join(', ');
    const expected = 'exactly one operator; several criteria stand in a list under "all" or "any"';
    report({ code: 'operator', expected, seen });
    return;
  }
  const strangers = Object.keys(json).filter((key) => !TAG_KEYS.includes(key));
  const expected = `an operator: one of ${OPERATOR_KEYS.join(', ')}`;
  if (strangers.length === 0) report({ code: 'operator', expected });
  for (const key of strangers) {
    report({ code: 'operator', expected, near: OPERATOR_KEYS, isKey: true }, [key]);
  }
}

/** The field, where it exists and may stand here; `undefined` after a report. */
function fieldOf(
  json: Readonly<Record<string, unknown>>,
  table: FieldTable,
  scope: CriterionScope,
  report: Report,
): Field | undefined {
  const name = json['field'];
  if (typeof name !== 'string') {
    report(typeFault(name, 'the name of a field, such as "enterprise.revenue"'), ['field']);
    return undefined;
  }
  const field = table.byName.get(name);
  if (field === undefined) {
    // Its declaration has faults of its own, which are reported there.
    if (table.broken.has(name)) return undefined;
    const expected = 'a standard field, or one that the catalog declares under "fields"';
    report({ code: 'unknown-field', expected, near: table.byName.keys() }, ['field']);
    return undefined;
  }
  const subject = subjectOf(name);
  if (scope === 'programme' || (subject !== 'bank' && subject !== 'product')) return field;
  const expected = 'a field of enterprise, project or need: others stand only in programmes';
  report({ code: 'unknown-field', expected }, ['field']);
  return undefined;
}

/** Does the operator say something about values of that type? */
function checkFit(
  json: Readonly<Record<string, unknown>>,
  operator: LeafCriterion['operator'],
  field: Field,
  report: Report,
): boolean {
  const types = operator === 'range' ? RANGE_TYPES : LIST_OPERATORS[operator];
  if (types.includes(field.type)) return true;
  const key = operator === 'range' ? (json['min'] === undefined ? 'max' : 'min') : operator;
  const expected = `${operatorsFor(field.type)} for ${field.name}, whose type is ${field.type}`;
  report({ code: 'operator', expected, seen: key }, [key]);
  return false;
}

function operatorsFor(type: FieldType): string {
  if (RANGE_TYPES.includes(type)) return '"min" or "max"';
  const operators = Object.entries(LIST_OPERATORS).filter(([, types]) => types.includes(type));
  return operators.map(([operator]) => `"${operator}"`).join(' or ');
}

function rangeVariant(field: Field): Variant {
  const end = valueSchema(field) as Schema<number>;
  type Document = Omit<RangeCriterion, 'operator'>;
  const document = object<Document>(
    { field: id, min: optional(end), max: optional(end), ...TAGS },
    (value, report) => checkOrder(value, 'min', 'max', report),
  );
  return reshape<Document, RangeCriterion>(
    document,
    (value) => ({ operator: 'range', ...value }),
    ({ operator: _, ...value }) => value,
  ) as Schema<unknown> as Variant;
}

function listVariant(operator: ListOperator, field: Field): Variant {
  type Leaf = Exclude<LeafCriterion, RangeCriterion>;
  type Document = CriterionTags & { readonly field: string } & {
    readonly [K in ListOperator]: readonly string[];
  };
  const operands = list(operandSchema(field), { nonEmpty: true });
  const shape = { field: id, [operator]: operands, ...TAGS };
  return reshape<Document, Leaf>(
    // One of the operators only: the key is known when the field is.
    object<object>(shape) as Schema<unknown> as Schema<Document>,
    ({ field: name, code, clause, hard, [operator]: values }) =>
      present({ operator, field: name, operands: values, code, clause, hard }) as Leaf,
    ({ operator: _, operands: values, ...tags }) =>
      ({ ...tags, [operator]: values }) as unknown as Document,
  ) as Schema<unknown> as Variant;
}

/** Operands are texts in the model, those of a boolean too. */
function operandSchema(field: Field): Schema<string> {
  if (field.type !== 'boolean') return valueSchema(field) as Schema<string>;
  return reshape<boolean, string>(
    valueSchema(field) as Schema<boolean>,
    (value) => String(value),
    (operand) => operand === 'true',
  );
}

type Tagged<T> = CriterionTags & T;
type AllDocument = Tagged<{ readonly all: readonly Criterion[] }>;
type AnyDocument = Tagged<{ readonly any: readonly Criterion[] }>;
type NotDocument = Tagged<{ readonly not: Criterion }>;
type AskDocument = Tagged<{ readonly ask: string }>;
type Groups = Readonly<Record<GroupOperator, Schema<unknown>>>;

/** The criteria without a field. */
function groupVariants(criterion: Schema<Criterion>): Groups {
  const criteria = list(criterion, { nonEmpty: true, expected: 'a list of criteria' });
  return {
    all: reshape<AllDocument, GroupCriterion>(
      object<AllDocument>({ all: criteria, ...TAGS }),
      ({ all, ...tags }) => ({ operator: 'all', criteria: all, ...tags }),
      ({ operator: _, criteria: all, ...tags }) => ({ all, ...tags }),
    ),
    any: reshape<AnyDocument, GroupCriterion>(
      object<AnyDocument>({ any: criteria, ...TAGS }),
      ({ any, ...tags }) => ({ operator: 'any', criteria: any, ...tags }),
      ({ operator: _, criteria: any, ...tags }) => ({ any, ...tags }),
    ),
    not: reshape<NotDocument, NotCriterion>(
      object<NotDocument>({ not: criterion, ...TAGS }),
      ({ not, ...tags }) => ({ operator: 'not', criterion: not, ...tags }),
      ({ operator: _, criterion: not, ...tags }) => ({ not, ...tags }),
    ),
    ask: reshape<AskDocument, AskCriterion>(
      object<AskDocument>({ ask: text, ...TAGS }),
      ({ ask, ...tags }) => ({ operator: 'ask', text: ask, ...tags }),
      ({ operator: _, text: ask, ...tags }) => ({ ask, ...tags }),
    ),
  };
}
