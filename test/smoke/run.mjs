// Packs the library, installs the tarball in an empty project and uses it there: ESM, CJS, TypeScript.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const here = import.meta.dirname;
const root = join(here, '../..');
const room = mkdtempSync(join(tmpdir(), 'smoke-'));
const run = (command, ...args) => execFileSync(command, args, { cwd: room, encoding: 'utf8' }).trim();

try {
  const packed = JSON.parse(run('npm', 'pack', root, '--json'));
  const [tarball] = (Array.isArray(packed) ? packed : Object.values(packed)).map((one) => one.filename);
  writeFileSync(join(room, 'package.json'), '{ "private": true, "type": "module" }');
  for (const file of ['smoke.mjs', 'smoke.cjs', 'smoke.ts']) cpSync(join(here, file), join(room, file));
  run('npm', 'install', '--no-audit', '--no-fund', join(room, tarball));
  for (const file of ['smoke.mjs', 'smoke.cjs']) console.log(run(process.execPath, file));
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  for (const module of ['nodenext', 'preserve']) {
    run(process.execPath, compiler, '--noEmit', '--strict', '--exactOptionalPropertyTypes', '--target', 'es2022',
      '--module', module, 'smoke.ts');
    console.log(`TypeScript, --module ${module}: types hold`);
  }
} finally {
  rmSync(room, { recursive: true, force: true });
}
