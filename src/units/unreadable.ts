/**
 * What `read` gives. Where it cannot read what a caller without types gave, a TypeError in the name of
 * the function that was called, with what would have been right.
 */
export function readOrThrow<T>(caller: string, expected: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw new TypeError(`${caller}: expected ${expected}`, { cause });
  }
}

/** A copy of options, so that each is read once. Throws as `readOrThrow` where there can be none. */
export function readOptions<T extends object>(caller: string, options: T): T {
  return readOrThrow(caller, 'options as an object', () => {
    if (typeof options !== 'object' || options === null) throw new TypeError('no object');
    return { ...options };
  });
}

/** Throws RangeError in the name of the caller for what is no number that can be printed. */
export function expectFinite(caller: string, expected: string, value: number): void {
  if (!Number.isFinite(value)) throw new RangeError(`${caller}: expected ${expected}`);
}
