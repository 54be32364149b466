/** Loops over millions of entries behind `assertStableProblem`: each gives the first that is wrong, or -1. */

export function firstNoAmount(amounts: Float64Array): number {
  for (let at = 0; at < amounts.length; at++) {
    const amount = amounts[at]!;
    // Floor and the bound together are `Number.isSafeInteger`, without its call.
    if (!(amount >= 0 && amount <= Number.MAX_SAFE_INTEGER && Math.floor(amount) === amount))
      return at;
  }
  return -1;
}

export function firstOutside(indexes: Int32Array, least: number, end: number): number {
  for (let at = 0; at < indexes.length; at++) {
    const index = indexes[at]!;
    if (index < least || index >= end) return at;
  }
  return -1;
}

export function firstNaN(values: Float64Array): number {
  for (let at = 0; at < values.length; at++) {
    if (Number.isNaN(values[at]!)) return at;
  }
  return -1;
}

/** The first entry of a stretch, end open, that is below the one before it. */
export function firstDescent(
  values: Int32Array | Float64Array,
  first: number,
  end: number,
): number {
  for (let at = first + 1; at < end; at++) if (values[at]! < values[at - 1]!) return at;
  return -1;
}
