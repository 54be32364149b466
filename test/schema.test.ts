/** The laws of the JSON border: what is printed is read again, and nothing makes it throw. */
import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { config } from 'zod';
import { parseJsonText } from '../src/interop/json-text.ts';
import { inspect } from '../src/model/guard.ts';
import {
  type Issue,
  parseCatalog,
  parseNeed,
  parseProject,
  printCatalog,
  printNeed,
  printProject,
} from '../src/schema.ts';
import { catalogDocument, DECLARED_FIELDS, need, project } from './arbitraries.ts';

const FIELDS = { fields: DECLARED_FIELDS };

/** The value, or a failure that shows the issues. */
function accept<T>(result: { _tag: 'Right'; right: T } | { _tag: 'Left'; left: unknown }): T {
  if (result._tag === 'Left') throw new Error(JSON.stringify(result.left, undefined, 1));
  return result.right;
}

/** To JSON text and back: what a file does to a document. */
function throughText(document: unknown): unknown {
  return accept(parseJsonText(JSON.stringify(document)));
}

describe('reading what was printed', () => {
  test('a need comes back as it was, byte for byte', () => {
    fc.assert(
      fc.property(need, (value) => {
        const printed = printNeed(value, FIELDS);
        const read = accept(parseNeed(throughText(printed), FIELDS));
        expect(read).toStrictEqual(value);
        expect(JSON.stringify(printNeed(read, FIELDS))).toBe(JSON.stringify(printed));
      }),
    );
  });

  test('so does a project', () => {
    fc.assert(
      fc.property(project, (value) => {
        const printed = printProject(value, FIELDS);
        const read = accept(parseProject(throughText(printed), FIELDS));
        expect(read).toStrictEqual(value);
        expect(JSON.stringify(printProject(read, FIELDS))).toBe(JSON.stringify(printed));
      }),
    );
  });

  test('so does a catalog', () => {
    fc.assert(
      fc.property(catalogDocument, (value) => {
        const printed = printCatalog(value);
        const read = accept(parseCatalog(throughText(printed)));
        expect(read).toStrictEqual(value);
        expect(JSON.stringify(printCatalog(read))).toBe(JSON.stringify(printed));
      }),
      { numRuns: 60 },
    );
  });

  it('does not depend on the order of the keys', () => {
    fc.assert(
      fc.property(need, (value) => {
        const printed = printNeed(value, FIELDS) as object;
        const turned = Object.fromEntries(Object.entries(printed).reverse());
        const read = accept(parseNeed(turned, FIELDS));
        expect(JSON.stringify(printNeed(read, FIELDS))).toBe(JSON.stringify(printed));
      }),
    );
  });
});

describe('hostile input', () => {
  const anything = fc.anything({
    maxDepth: 4,
    withBigInt: true,
    withBoxedValues: true,
    withDate: true,
    withMap: true,
    withNullPrototype: true,
    withObjectString: true,
    withSet: true,
    withSparseArray: true,
    withTypedArray: true,
    stringUnit: 'binary',
  });

  it('never makes the guard throw', () => {
    fc.assert(
      fc.property(anything, (value) => {
        for (const issue of inspect(value).issues) expectSound(issue);
      }),
      { numRuns: 500 },
    );
  });

  it('never makes a parser throw', () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), anything), (value) => {
        for (const parse of [parseNeed, parseCatalog, parseProject]) {
          const result = parse(value);
          expect(result._tag).toBe('Left');
          if (result._tag === 'Left') result.left.forEach(expectSound);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('is no document even where a caller wraps it in a document', () => {
    fc.assert(
      fc.property(anything, fc.constantFrom('amount', 'enterprise', 'collateral'), (value, key) => {
        const result = parseNeed({ ...MINIMAL_NEED, [key]: value });
        if (result._tag === 'Left') result.left.forEach(expectSound);
      }),
      { numRuns: 500 },
    );
  });

  it('may change while it is read, or refuse to be read', () => {
    const trap = new Proxy({}, { ownKeys: () => fail() });
    const getter = {
      get id() {
        return fail();
      },
    };
    for (const value of [trap, getter, { banks: [trap] }]) {
      const result = parseCatalog(value);
      expect(result._tag).toBe('Left');
    }
    function fail(): never {
      throw new Error('out of reach');
    }
  });
});

/** Plain JSON, without raw control characters or halves of characters in what people read. */
function expectSound(issue: Issue): void {
  expect(JSON.parse(JSON.stringify(issue))).toEqual(issue);
  expect(issue.message).toContain(`expected ${issue.expected}`);
}

const MINIMAL_NEED = { id: 'n', amount: 1, termMonths: 1, enterprise: { id: 'e' } };

describe('a mutated document', () => {
  test('is read, or the issues point at the change', () => {
    const documents = fc.oneof(
      need.map((value) => ({ json: printNeed(value, FIELDS), parse: parseDeclared })),
      catalogDocument.map((value) => ({ json: printCatalog(value), parse: parseCatalog })),
    );
    const changes = fc.record({
      pick: fc.nat(),
      kind: fc.constantFrom('delete', 'replace', 'rename'),
      value: fc.oneof(
        fc.constantFrom(null, true, -1, 0, 1.5, 1e300, '', 'x', '5%', '2025-02-30', [], {}),
        fc.jsonValue({ maxDepth: 2 }),
      ),
    });
    fc.assert(
      fc.property(documents, changes, ({ json, parse }, change) => {
        const mutated = structuredClone(json);
        const place = mutate(mutated, change);
        const result = parse(mutated);
        if (result._tag === 'Right') return;
        for (const issue of result.left) {
          expectSound(issue);
          expect(isNear(issue.path, place), `${place.join('.')}: ${issue.message}`).toBe(true);
        }
      }),
      { numRuns: 400 },
    );
  });
});

function parseDeclared(json: unknown) {
  return parseNeed(json, FIELDS);
}

type Path = readonly (string | number)[];
type Change = { readonly pick: number; readonly kind: string; readonly value: unknown };

/** Deletes, replaces or renames one member of an object or a list; answers where. */
function mutate(document: unknown, { pick, kind, value }: Change): Path {
  const places: (readonly [object, string | number, Path])[] = [];
  const visit = (node: unknown, path: Path): void => {
    if (typeof node !== 'object' || node === null) return;
    for (const key of Object.keys(node)) {
      const own = Array.isArray(node) ? Number(key) : key;
      places.push([node, own, [...path, own]]);
      visit((node as Record<string, unknown>)[key], [...path, own]);
    }
  };
  visit(document, []);
  const [parent, key, path] = places[pick % places.length] as (typeof places)[number];
  const members = parent as Record<string | number, unknown>;
  if (kind === 'replace') members[key] = value;
  else if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else {
    if (kind === 'rename') members[`${key}X`] = members[key];
    delete members[key];
  }
  return path;
}

/**
 * Near: in what was changed, around it, or a neighbour in the same object, for rules between members.
 * What others refer to by name may be missed anywhere.
 */
function isNear(issue: Path, change: Path): boolean {
  if (['banks', 'benchmarks', 'fields'].includes(String(change[0]))) return true;
  const shared = change.findIndex((key, index) => key !== issue[index]);
  const isAround = shared === -1 || shared === issue.length;
  return isAround || (shared === change.length - 1 && issue.length === change.length);
}

describe('the border', () => {
  it('takes the members that are undefined for absent', () => {
    const read = parseNeed({ ...MINIMAL_NEED, project: undefined, facts: { a: undefined } });
    expect(accept(read)).toStrictEqual({
      id: 'n',
      amount: 100,
      termMonths: 1,
      enterprise: { id: 'e' },
      facts: {},
    });
  });

  it('takes a fact that is named like a method of all objects for absent where it is', () => {
    const fields = [
      { name: 'enterprise.toString', type: 'money', knownBy: 'enterprise' },
      { name: 'enterprise.valueOf', type: 'boolean', knownBy: 'enterprise' },
    ] as const;
    const json = { ...MINIMAL_NEED, enterprise: { id: 'e', facts: { valueOf: true } } };
    const need = accept(parseNeed(json, { fields }));
    expect(need.enterprise.facts).toStrictEqual({ valueOf: true });
    expect(printNeed(need, { fields })).toMatchObject({ enterprise: { facts: { valueOf: true } } });
    const wrong = { ...MINIMAL_NEED, enterprise: { id: 'e', facts: { hasOwnProperty: 1 } } };
    expect(parseNeed(wrong, { fields })).toMatchObject({
      left: [{ code: 'unknown-field', path: ['enterprise', 'facts', 'hasOwnProperty'] }],
    });
  });

  it('reads the short forms', () => {
    const catalog = {
      formatVersion: 1,
      id: 'c',
      currency: 'CNY',
      benchmarks: [{ id: 'LPR-1Y', values: [{ from: '1970-01-02', rate: '3.45%' }] }],
      banks: [{ id: 'b', name: '银行' }],
      products: [
        {
          id: 'p',
          bank: 'b',
          rate: { benchmark: 'LPR-1Y', spread: '-15bp' },
          fees: [{ kind: 'arrangement' }],
          criteria: [
            { field: 'project.region', within: ['420100'] },
            { field: 'enterprise.size', in: ['small'], hard: false },
            { field: 'need.amount', min: 5000000.5, max: '6000000' },
          ],
        },
      ],
    };
    const [product] = accept(parseCatalog(catalog)).products;
    expect(product).toEqual({
      id: 'p',
      bank: 'b',
      rate: { base: { kind: 'benchmark', choices: [{ benchmark: 'LPR-1Y' }] }, spread: -1500 },
      fees: [{ kind: 'arrangement', charged: 'upfront' }],
      criteria: [
        { operator: 'within', field: 'project.region', operands: ['4201'] },
        { operator: 'in', field: 'enterprise.size', operands: ['small'], hard: false },
        { operator: 'range', field: 'need.amount', min: 500_000_050, max: 600_000_000 },
      ],
    });
  });

  it('does not depend on the language and the messages of zod', () => {
    const before = parseNeed({ amount: '1', enterprise: [], x: 1 });
    config({ localeError: () => ({ message: 'trop petit' }), customError: () => 'anders' });
    const after = parseNeed({ amount: '1', enterprise: [], x: 1 });
    config({ localeError: undefined, customError: undefined });
    expect(after).toEqual(before);
  });

  it('refuses to print what is no value of the model', () => {
    expect(() => printNeed({ ...MINIMAL_NEED, stray: 1 } as never)).toThrow(TypeError);
  });
});
