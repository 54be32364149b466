import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';

/** Ground floor first. An import goes down, or stays in its own folder: never up, never sideways. */
const floors = [
  ['units', 'arrays'],
  ['model'],
  ['criteria', 'cashflow', 'hubei'],
  ['catalog', 'policy'],
  ['eligibility'],
  ['pricing'],
  ['scoring'],
  ['matching'],
  ['allocation'],
  ['docking', 'pipeline', 'reserve'],
  ['interop', 'report', 'node'],
  [
    ...['index', 'schema', 'reference', 'interop.ts', 'hubei.ts', 'cashflow.ts', 'policy.ts'],
    ...['node.ts', 'allocation.ts'],
  ],
  ['cli'],
];

/** Where each package may be imported. A package not listed here may not be imported at all. */
const guests: Record<string, RegExp> = {
  'fp-ts': /./,
  zod: /^model\/schema\//,
  'decimal.js': /^(units\/decimal\.ts|interop\/)/,
  'date-fns': /^units\/day\.ts$/,
  '@date-fns/utc': /^units\/day\.ts$/,
  '@noble/hashes': /^units\/digest\.ts$/,
  'lru-cache': /^matching\//,
  'get-east-asian-width': /^cli\//,
};

const strangers: Record<string, string> = { kernel: 'reference', reference: 'kernel' };
const banned = ['Math.random', 'Date.now', 'new Date()', ' as any', '@ts-ignore'];

const root = join(import.meta.dirname, '../src');
const packageOf = (source: string) => source.split('/', source.startsWith('@') ? 2 : 1).join('/');

/** The first folder of a path, or a door at the root; doors named like a room keep their ending. */
function room(path: string): string {
  const [first = '', ...rest] = relative(root, path).split('/');
  if (rest.length > 0) return first;
  const name = first.replace(/\.ts$/, '');
  const doors = ['interop', 'hubei', 'cashflow', 'policy', 'node', 'allocation'];
  return doors.includes(name) ? first : name;
}
const floorOf = (path: string) => floors.findIndex((rooms) => rooms.includes(room(path)));

const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => {
    const path = join(root, name);
    const text = readFileSync(path, 'utf8');
    const sources = [...text.matchAll(/(?:from|import) '([^']+)'/g)].map((found) => found[1] ?? '');
    const imports = sources
      .filter((one) => one.startsWith('.'))
      .map((one) => join(dirname(path), one));
    const packages = sources.filter((one) => !one.startsWith('.'));
    return { name, path, text, imports, packages };
  });

describe.each(files)('$name', ({ name, path, text, imports, packages }) => {
  test('imports only downwards', () => {
    expect(floorOf(path), 'add this folder to `floors`').not.toBe(-1);
    const wrong = imports.filter((to) => room(to) !== room(path) && floorOf(to) >= floorOf(path));
    expect(wrong.map((to) => relative(root, to))).toEqual([]);
  });

  test('lets packages in by their own door', () => {
    const isAllowed = (source: string) =>
      source.startsWith('node:')
        ? /^(cli|node)\//.test(name)
        : guests[packageOf(source)]?.test(name) === true;
    expect(packages.filter((source) => !isAllowed(source))).toEqual([]);
  });

  test('keeps kernel and reference strangers', () => {
    const own = name.split('/').at(-1)?.replace(/\.ts$/, '') ?? '';
    const other = strangers[own];
    expect(imports.filter((to) => other !== undefined && to.endsWith(`/${other}.ts`))).toEqual([]);
  });

  test('is short, and free of clocks, chance and escape hatches', () => {
    expect(text.split('\n').length).toBeLessThanOrEqual(401);
    const words = name.startsWith('cli/') ? banned : [...banned, 'console.'];
    expect(words.filter((word) => text.includes(word))).toEqual([]);
  });
});
