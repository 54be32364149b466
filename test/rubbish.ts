/** What callers without types hand over. */

/** What it is, in words, and the thing. */
export type Case = readonly [what: string, value: unknown];

const refuse = (): never => {
  throw new Error('trapped');
};

/** Of which every part throws when somebody reads it. */
const trapped = new Proxy(
  {},
  { get: refuse, has: refuse, ownKeys: refuse, getPrototypeOf: refuse },
);

const getter = Object.defineProperties(
  { id: 'x' },
  Object.fromEntries(
    ['head', 'needs', 'shares', 'addNeeds'].map((name) => [
      name,
      { enumerable: true, get: refuse },
    ]),
  ),
);

/** Things that are no need, no catalog, no table, no problem and no allocation. */
export const RUBBISH: readonly Case[] = [
  ['null', null],
  ['nothing', undefined],
  ['a number', 7],
  ['a text', 'x'],
  ['a list', []],
  ['a list of null', [null]],
  ['an empty object', {}],
  ['a trap', trapped],
  ['a getter that throws', getter],
];
