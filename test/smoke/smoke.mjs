import { readdirSync, readFileSync } from 'node:fs';
import { compileCatalog, match, matchAll } from 'fulcrum-match';
import { generateReserve, illustrativeCatalog } from 'fulcrum-match/hubei';
import { matchAllParallel } from 'fulcrum-match/node';
import { parseCatalog, parseNeed } from 'fulcrum-match/schema';

const parsed = parseCatalog(illustrativeCatalog);
if (parsed._tag === 'Left') throw new Error(parsed.left[0].message);
const catalog = compileCatalog(parsed.right, { asOf: '2026-06-30' });
const need = parseNeed(generateReserve({ seed: 'smoke', count: 1 }).needs[0], { fields: parsed.right.fields });
if (need._tag === 'Left') throw new Error(need.left[0].message);
const { counts } = match(catalog, need.right);
if (counts.eligible + counts.undetermined + counts.ineligible !== counts.products) throw new Error('counts');
console.log(`Node ${process.version}, ESM: ${counts.products} products judged`);

// Worker threads give the table of one thread, byte for byte, whatever their number.
const needs = generateReserve({ seed: 'smoke', count: 1500 }).needs.map(
  (one) => parseNeed(one, { fields: parsed.right.fields }).right,
);
needs[700] = null;
needs[1200] = { ...needs[1200], uncopied: () => 0 };
const alone = matchAll(catalog, needs);
const bytesOf = ({ catalog: _, needs: __, ...table }) =>
  JSON.stringify(Object.entries(table).map(([key, value]) => [key, ArrayBuffer.isView(value) ? [...value] : value]));
for (const threads of [1, 3]) {
  const table = await matchAllParallel(catalog, needs, { threads });
  if (bytesOf(table) !== bytesOf(alone)) throw new Error(`${threads} threads: another table`);
}
const stopped = await matchAllParallel(catalog, needs, { threads: 2, signal: AbortSignal.abort() });
if (stopped.outcome.some((one) => one !== 0)) throw new Error('an aborted run matched');
console.log(`worker threads: ${needs.length} needs, the same bytes`);

// The core is for browsers and edge runtimes too: only the door to Node may ask for Node.
const dist = new URL('./node_modules/fulcrum-match/dist/', import.meta.url);
const asking = readdirSync(dist).filter(
  (name) => /\.(js|cjs)$/.test(name) && /["']node:/.test(readFileSync(new URL(name, dist), 'utf8')),
);
const allowed = ['match-worker.cjs', 'match-worker.js', 'node.cjs', 'node.js'];
if (asking.some((name) => !allowed.includes(name))) throw new Error(`asks for Node: ${asking}`);
