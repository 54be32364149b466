import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { breaches, readFloors, unguarded } from './floors.ts';
import { provenance } from './machine.ts';
import { note } from './progress.ts';
import { type Section, textOf } from './report.ts';
import { CI, FULL, GUARDED, type Plan, SUITES } from './suites/index.ts';

const RESULT_FILE = 'bench/results/full.json';

const { values } = parseArgs({
  options: {
    /** Small sizes, and exit code 1 for a ratio below its floor. */
    ci: { type: 'boolean', default: false },
    /** Sections to run, with commas between them; writes no result and checks only their floors. */
    only: { type: 'string' },
  },
});

const all = values.ci ? GUARDED : Object.keys(SUITES);
const names = values.only?.split(',') ?? all;
const sections = await runSections(names, values.ci ? CI : FULL);
if (values.ci) checkFloors(sections, values.only === undefined);
else if (values.only === undefined) writeResult(sections);

async function runSections(wanted: readonly string[], plan: Plan): Promise<readonly Section[]> {
  const done: Section[] = [];
  for (const name of wanted) {
    const suite = SUITES[name];
    if (suite === undefined) {
      throw new RangeError(
        `bench: no section ${name}; there are ${Object.keys(SUITES).join(', ')}`,
      );
    }
    const section = await suite(plan);
    process.stdout.write(textOf(section));
    done.push(section);
  }
  return done;
}

/** A regression is a ratio of this run below the committed one: a slow machine slows both sides. */
function checkFloors(done: readonly Section[], isWhole: boolean): void {
  const ratios = done.flatMap((section) => section.ratios);
  const all = Object.entries(readFloors());
  const floors = Object.fromEntries(
    all.filter(([name]) => isWhole || done.some(({ id }) => name.startsWith(`${id}: `))),
  );
  for (const name of unguarded(floors, ratios)) note(`no floor for "${name}"`);
  const found = breaches(floors, ratios);
  for (const breach of found) note(`REGRESSION: ${breach}`);
  if (found.length > 0) process.exitCode = 1;
  else note(`bench:ci: ${Object.keys(floors).length} ratios stand on their floors`);
}

function writeResult(done: readonly Section[]): void {
  const result = { command: 'npm run bench', ...provenance(), plan: FULL, sections: done };
  mkdirSync(dirname(RESULT_FILE), { recursive: true });
  writeFileSync(RESULT_FILE, `${JSON.stringify(result, null, 2)}\n`);
  note(`written: ${RESULT_FILE}`);
}
