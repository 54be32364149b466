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

/** Cuts a box down by one more literal; `false` where nothing is left of it. */
export function tighten(box: Map<string, Bound>, literal: Literal): boolean {
  const before = box.get(literal.field) ?? NO_BOUND;
  const bound = cut(before, literal);
  if (bound === before) return true;
  box.set(literal.field, bound);
  return !isEmpty(bound);
}

const NO_BOUND: Bound = {};

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
