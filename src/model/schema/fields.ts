import { left, right } from 'fp-ts/Either';
import {
  type Effort,
  type Field,
  type FieldType,
  type FieldValue,
  type Knower,
  type PreferencePart,
  type Subject,
  subjectOf,
} from '../field.ts';
import type { Facts } from '../need.ts';
import { STANDARD_FIELDS } from '../standard-fields.ts';
import {
  type Complaint,
  dictionary,
  isObject,
  type Loose,
  leaf,
  list,
  object,
  optional,
  type Report,
  run,
  type Schema,
} from './kit.ts';
import {
  boolean,
  code,
  day,
  id,
  integer,
  memberOf,
  money,
  name,
  oneOf,
  rate,
  region,
  scaled,
} from './leaves.ts';

/** Most decimals of a `number` field. */
const DECIMALS_LIMIT = 9;
/** Most effort points for one step. */
const EFFORT_LIMIT = 1_000_000;

const FIELD_NAME = /^(enterprise|project|need)\.[A-Za-z][A-Za-z0-9_-]{0,62}$/;

/** Fields by name, as the criteria of a document may use them. */
export interface FieldTable {
  readonly byName: ReadonlyMap<string, Field>;
  /** Declared, but with faults: criteria over them cannot be checked, and are not blamed. */
  readonly broken: ReadonlySet<string>;
}

const fieldName: Schema<string> = leaf((json) => {
  const expected =
    'a field name such as "enterprise.exportShare": enterprise, project or need first';
  if (typeof json !== 'string') return left({ code: 'type', expected });
  const isReserved = json.endsWith('.constructor') || json.endsWith('.prototype');
  return FIELD_NAME.test(json) && !isReserved ? right(json) : left({ code: 'format', expected });
}, String);

const fieldType: Schema<FieldType> = oneOf<FieldType>({
  money: true,
  rate: true,
  number: true,
  date: true,
  code: true,
  region: true,
  enum: true,
  boolean: true,
  set: true,
});

const points = integer(0, EFFORT_LIMIT);

const effort: Schema<Effort> = object<Effort>({
  raise: optional(points),
  lower: optional(points),
  replace: optional(points),
});

export const field: Schema<Field> = object<Field>(
  {
    name: fieldName,
    type: fieldType,
    decimals: optional(integer(0, DECIMALS_LIMIT)),
    values: optional(list(id, { nonEmpty: true, expected: 'a list of identifiers' })),
    title: optional(name),
    knownBy: oneOf<Knower>({ enterprise: true, bank: true, department: true }),
    effort: optional(effort),
    part: optional(
      oneOf<PreferencePart>({
        sector: true,
        region: true,
        standing: true,
        'ticket-size': true,
        'programme-priority': true,
      }),
    ),
  },
  checkExtras,
);

/** Members that say nothing about a field of that type would be lost in silence. */
function checkExtras(declared: Loose<Field>, report: Report): void {
  const { type, decimals, values } = declared;
  if (type === undefined) return;
  if (decimals !== undefined && type !== 'number') {
    report({ code: 'contradiction', expected: 'no decimals: only a number has them' }, [
      'decimals',
    ]);
  }
  if (values !== undefined && type !== 'enum' && type !== 'set') {
    report({ code: 'contradiction', expected: 'no values: only an enum or a set has them' }, [
      'values',
    ]);
  }
}

const STANDARD: ReadonlyMap<string, Field> = new Map(STANDARD_FIELDS.map((one) => [one.name, one]));

/** True for a name that the library itself defines. */
export function isStandardField(fieldName: string): boolean {
  return STANDARD.has(fieldName);
}

/** The standard fields and declared ones. */
export function tableOf(declared: readonly Field[]): FieldTable {
  const byName = new Map(STANDARD);
  for (const one of declared) if (!STANDARD.has(one.name)) byName.set(one.name, one);
  return { byName, broken: new Set() };
}

/** The table for a document that is still JSON: what can be read of its declarations. */
export function tableOfJson(declared: unknown): FieldTable {
  const sound: Field[] = [];
  const broken = new Set<string>();
  for (const json of Array.isArray(declared) ? declared : []) {
    const result = run(field, json);
    if (result.issues.length === 0) sound.push(result.value as Field);
    else if (isObject(json) && typeof json['name'] === 'string') broken.add(json['name']);
  }
  return { ...tableOf(sound), broken };
}

/** What one value of a field looks like; of a set, one member. */
export function valueSchema(declared: Field): Schema<string> | Schema<number> | Schema<boolean> {
  switch (declared.type) {
    case 'money':
      return money;
    case 'rate':
      return rate;
    case 'number':
      return scaled(declared.decimals ?? 0);
    case 'date':
      return day;
    case 'code':
      return code;
    case 'region':
      return region;
    case 'boolean':
      return boolean;
    case 'enum':
    case 'set':
      return declared.values === undefined ? id : memberOf(declared.values);
  }
}

/** The `facts` of one subject: the declared fields, by the last part of their names. */
export function factsSchema(declared: readonly Field[], subject: Subject): Schema<Facts> {
  const shape: Record<string, Schema<FieldValue>> = {};
  for (const one of declared) {
    if (subjectOf(one.name) !== subject) continue;
    const value = valueSchema(one) as Schema<FieldValue>;
    shape[one.name.slice(subject.length + 1)] =
      one.type === 'set' ? (list(value) as unknown as Schema<FieldValue>) : value;
  }
  return dictionary(shape, strangerFact);
}

function strangerFact(known: readonly string[]): Complaint {
  const expected =
    known.length === 0
      ? 'a fact that a catalog declares; pass its fields: parseNeed(json, { fields: catalog.fields })'
      : `a fact that the catalog's fields declare: ${known.join(', ')}`;
  return { code: 'unknown-field', expected, near: known, isKey: true };
}
