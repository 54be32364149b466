import { bench, describe } from 'vitest';
import { generateReserve, illustrativeCatalog } from '../src/hubei/index.ts';
import { type Catalog, compileCatalog, match, type Need } from '../src/index.ts';
import { parseCatalog, parseNeed } from '../src/schema.ts';
import { readAll } from './rule.ts';

const parsed = parseCatalog(illustrativeCatalog);
if (parsed._tag === 'Left') throw new Error(parsed.left[0]?.message);
const document = parsed.right;
const catalog: Catalog = compileCatalog(document, { asOf: '2026-06-30' });
const options = document.fields === undefined ? {} : { fields: document.fields };
const json = generateReserve({ seed: 'bench', count: 200 }).needs;
const needs: readonly Need[] = json.map((one) => {
  const need = parseNeed(one, options);
  if (need._tag === 'Left') throw new Error(need.left[0]?.message);
  return need.right;
});
let turn = 0;
const next = <T>(list: readonly T[]): T => list[turn++ % list.length] as T;

describe('one need against the illustrative catalog of Hubei', () => {
  bench('match, ranked offers', () => {
    match(catalog, next(needs));
  });

  // Near misses, traces and digests are computed when they are read.
  bench('match, everything read', () => {
    readAll(match(catalog, next(needs)));
  });

  bench('parse a need', () => {
    parseNeed(next(json), options);
  });
});

describe('the catalog', () => {
  bench('parse', () => {
    parseCatalog(illustrativeCatalog);
  });

  bench('compile, before the first need', () => {
    compileCatalog(document, { asOf: '2026-06-30' });
  });
});
