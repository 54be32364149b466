/** Three values as numbers: `all` is the least of its parts, `any` the greatest. */
export const FAIL = 0;
export const UNKNOWN = 1;
export const PASS = 2;
export type Three = typeof FAIL | typeof UNKNOWN | typeof PASS;

export function decide(holds: boolean): Three {
  return holds ? PASS : FAIL;
}

export function negate(value: Three): Three {
  return (PASS - value) as Three;
}
