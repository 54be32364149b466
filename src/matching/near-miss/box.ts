import type { Literal } from './requirement.ts';

/** What one field must fulfil: a set of values that is a product of simple bounds. */
export interface Bound {
  readonly least?: number;
  readonly most?: number;
  readonly has?: readonly string[];
  readonly lacks?: readonly string[];
  readonly values?: readonly string[];
}

/** Bounds by field: fields are independent of each other, so efforts add up. */
export type Box = ReadonlyMap<string, Bound>;

/** The box cut down by one more literal; `undefined` where nothing is left. */
export function tighten(box: Box, literal: Literal): Box | undefined {
  const before = box.get(literal.field) ?? {};
  const bound = cut(before, literal);
  if (bound === before) return box;
  if (isEmpty(bound)) return undefined;
  return new Map(box).set(literal.field, bound);
}

function cut(bound: Bound, literal: Literal): Bound {
  switch (literal.kind) {
    case 'atLeast':
      return (bound.least ?? Number.NEGATIVE_INFINITY) >= literal.value
        ? bound
        : { ...bound, least: literal.value };
    case 'atMost':
      return (bound.most ?? Number.POSITIVE_INFINITY) <= literal.value
        ? bound
        : { ...bound, most: literal.value };
    case 'has':
      return { ...bound, has: withLabel(bound.has, literal.label) };
    case 'lacks':
      return { ...bound, lacks: withLabel(bound.lacks, literal.label) };
    case 'oneOf': {
      const values = bound.values?.filter((one) => literal.values.includes(one)) ?? literal.values;
      return { ...bound, values };
    }
  }
}

function withLabel(labels: readonly string[] | undefined, label: string): readonly string[] {
  return labels?.includes(label) === true ? labels : [...(labels ?? []), label];
}

function isEmpty({ least, most, has, lacks, values }: Bound): boolean {
  if (least !== undefined && most !== undefined && least > most) return true;
  if (values?.length === 0) return true;
  return has?.some((label) => lacks?.includes(label) === true) === true;
}
