/**
 * Members that are computed when they are read. They are own and enumerable, so that copying, printing
 * and cloning a record see plain data; what they are computed from stands beside them, unseen.
 *
 * All records share their accessors: of a literal with an accessor of its own, `get member() {...}`, an
 * engine cannot give each the same shape, which costs more than the accessor.
 */
export type LazyMembers<T, S> = { readonly [K in keyof T]: (state: S) => T[K] };

const STATE: unique symbol = Symbol('lazy');

/** A function that gives records these members, computed from the state that is given with each. */
export function lazyMembers<T extends object, S extends object>(
  members: LazyMembers<T, S>,
): <R extends object>(record: R, state: S) => R & T {
  const accessors = Object.entries<(state: S) => unknown>(members).map(([name, compute]) => ({
    name,
    descriptor: {
      enumerable: true,
      configurable: true,
      get(this: { readonly [STATE]: S }) {
        return compute(this[STATE]);
      },
    },
  }));
  return <R extends object>(record: R, state: S) => {
    for (const { name, descriptor } of accessors) Object.defineProperty(record, name, descriptor);
    Object.defineProperty(record, STATE, { value: state });
    return record as R & T;
  };
}
