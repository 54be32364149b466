import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
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
// A part of the sections, or small ones, are no result to keep.
const isKept = !values.ci && values.only === undefined;
const sections = await runSections(names, values.ci ? CI : FULL);
if (values.ci) checkFloors(sections, values.only === undefined);

async function runSections(wanted: readonly string[], plan: Plan): Promise<readonly Section[]> {
  const suites = wanted.map((name) => {
    const suite = SUITES[name];
    if (suite !== undefined) return { name, suite };
    throw new RangeError(`bench: no section ${name}; there are ${Object.keys(SUITES).join(', ')}`);
  });
  const done: Section[] = [];
  const start = performance.now();
  const seconds = () => Math.round((performance.now() - start) / 1000);
  // On a busy machine the clock runs on while the process waits.
  const processorSeconds = () => Math.round(process.cpuUsage().user / 1e6);
  const elapsed = () => `${seconds()} s (${processorSeconds()} s of processor time)`;
  for (const { name, suite } of suites) {
    note(`[${done.length + 1}/${suites.length}] ${name}, after ${elapsed()}`);
    const section = await suite(plan);
    process.stdout.write(textOf(section));
    done.push(section);
    // After each section: a run that is ended early leaves what it has.
    if (isKept) writeResult(done, done.length === suites.length, seconds());
  }
  note(`bench: ${done.length} sections in ${elapsed()}`);
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

function writeResult(done: readonly Section[], isWhole: boolean, seconds: number): void {
  const run = { command: 'npm run bench', isWhole, seconds, ...provenance(), plan: FULL };
  mkdirSync(dirname(RESULT_FILE), { recursive: true });
  // Beside it first, so that a run that is ended while it writes leaves the file of before.
  writeFileSync(`${RESULT_FILE}.part`, `${JSON.stringify({ ...run, sections: done }, null, 2)}\n`);
  renameSync(`${RESULT_FILE}.part`, RESULT_FILE);
  if (isWhole) note(`written: ${RESULT_FILE}`);
}
