/**
 * Powers by multiplication alone: Math.pow and its kin may differ between engines in the last digit,
 * products and quotients may not.
 */

/** `base` to a whole power of zero or more, by repeated squaring. */
export function powerOf(base: number, exponent: number): number {
  let result = 1;
  let square = base;
  for (let left = exponent; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result *= square;
    square *= square;
  }
  return result;
}

/** The positive n-th root of a positive number, by Newton's method from above. */
export function rootOf(value: number, n: number): number {
  if (value === 0) return 0;
  // (1 + x / n)^n >= 1 + x: the start lies above the root, from where the steps only fall.
  let root = Math.max(1 + (value - 1) / n, value < 1 ? value : 1);
  for (let step = 0; step < ROOT_STEPS; step++) {
    const next = root - (root - value / powerOf(root, n - 1)) / n;
    if (!(next < root)) return root;
    root = next;
  }
  return root;
}

const ROOT_STEPS = 2000;
