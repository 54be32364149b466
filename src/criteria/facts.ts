import { type FactContext, type FactReader, STANDARD_FACTS } from '../model/facts/index.ts';
import {
  type Bank,
  type Facts,
  type FieldType,
  type FieldValue,
  type Need,
  type Product,
  subjectOf,
} from '../model/index.ts';
import { type FieldRegistry, fieldIndex } from './registry.ts';

/** What is known of one need, by field index; `undefined` is unknown. */
export type FactList = readonly (FieldValue | undefined)[];

/**
 * Every fact of a need, stated and derived, in registry order: the one place where facts are
 * computed. Facts of a product or bank stay unknown here; `offerFacts` has them. Throws TypeError where
 * a declared figure is no whole number.
 */
export function deriveFacts(need: Need, registry: FieldRegistry, context: FactContext): FactList {
  const subjects = { need, enterprise: need.enterprise, project: need.project };
  return registry.fields.map(({ name, type }) => {
    const value = factReader(name)(subjects, context);
    if (FIGURE_TYPES.includes(type) && !isStandardFact(name)) expectFigure(value);
    return value;
  });
}

/** The types whose values are whole numbers. */
export const FIGURE_TYPES: readonly FieldType[] = ['money', 'rate', 'number', 'date'];

/**
 * Throws TypeError for what is known and no whole number: only a need that was made by hand can say it,
 * and the ends of ranges, which are whole numbers, do not tell where it lies.
 */
export function expectFigure(value: FieldValue | undefined): void {
  if (value !== undefined && !Number.isInteger(value)) {
    throw new TypeError('expectFigure: a figure is a whole number');
  }
}

/** How the fact of a field is read: a standard one by its rule, a declared one from its record. */
export function factReader(fieldName: string): FactReader {
  const standard = STANDARD_FACTS.get(fieldName);
  if (standard !== undefined) return standard;
  const { subject, member } = declaredFact(fieldName);
  // What a record inherits is absent, be it of its class or a method of all objects.
  const own = (facts: Facts | undefined) =>
    facts === undefined || !Object.hasOwn(facts, member) ? undefined : (facts[member] ?? undefined);
  if (subject === 'enterprise') return ({ enterprise }) => own(enterprise.facts);
  if (subject === 'project') return ({ project }) => own(project?.facts);
  return subject === 'need' ? ({ need }) => own(need.facts) : () => undefined;
}

/** Whether a field is read by a rule, and not from a record of declared facts. */
export function isStandardFact(fieldName: string): boolean {
  return STANDARD_FACTS.has(fieldName);
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
