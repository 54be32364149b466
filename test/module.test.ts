import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { openArena, takeBytes, takeFloats, takeInts } from '../src/arrays/arena.ts';
import { openModule } from '../src/arrays/module.ts';
import { MODULE } from '../src/arrays/module-bytes.ts';

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.as.ts'))
  .map((name) => `src/${name.replaceAll('\\', '/')}`)
  .sort();

/** The module as its sources say, in base64. */
function compile(): string {
  const out = join(mkdtempSync(join(tmpdir(), 'module-')), 'module.wasm');
  const flags = ['-O3', '--converge', '--noAssert', '--importMemory', '--enable', 'simd'];
  const command = fileURLToPath(import.meta.resolve('assemblyscript/bin/asc.js'));
  execFileSync('node', [command, ...sources, ...flags, '--runtime', 'stub', '-o', out]);
  return readFileSync(out).toString('base64');
}

/** The file that holds it, for `npx vitest run test/module -u` to write. */
const fileOf = (module: string) => `/**
 * The module of all \`*.as.ts\` files, in base64: \`npx vitest run test/module -u\` writes it anew.
 */
export const MODULE =
  '${module}';
`;

test('the module is what its sources say', async () => {
  await expect(fileOf(compile())).toMatchFileSnapshot('../src/arrays/module-bytes.ts');
});

test('the module is small', () => {
  expect(Buffer.from(MODULE, 'base64').length).toBeLessThan(8192);
});

test('every memory is its own, and all zero', () => {
  const one = openModule(1000);
  const other = openModule(1000);
  expect(one?.buffer.byteLength).toBeGreaterThanOrEqual(1000);
  expect(one?.buffer).not.toBe(other?.buffer);
  expect(new Uint8Array(one?.buffer ?? []).every((byte) => byte === 0)).toBe(true);
});

test('an arena does without where the runtime refuses', () => {
  const own = Object.getOwnPropertyDescriptor(globalThis, 'WebAssembly') as PropertyDescriptor;
  try {
    Object.defineProperty(globalThis, 'WebAssembly', { ...own, value: undefined });
    expect(openArena(64, false).functions).toBe(undefined);
  } finally {
    Object.defineProperty(globalThis, 'WebAssembly', own);
  }
  // More memory than there can be.
  expect(openModule(2 ** 40)).toBe(undefined);
});

test.each([true, false])(
  'arrays of an arena lie apart, on lines of the cache; plain: %s',
  (isPlain) => {
    const arena = openArena(4 * 64, isPlain);
    const arrays = [takeBytes(arena, 3), takeInts(arena, 17), takeFloats(arena, 1)];
    expect(arrays.map((array) => array.byteOffset)).toEqual([0, 64, 192]);
    arrays.forEach((array, i) => {
      array.fill(i + 1);
    });
    expect(arrays.map((array) => array.every((value, _, all) => value === all[0]))).toEqual([
      true,
      true,
      true,
    ]);
    const isFull = () => {
      for (let i = 0; i <= 65_536; i++) takeBytes(arena, 64);
    };
    expect(isFull).toThrow(RangeError);
  },
);
