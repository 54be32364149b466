import { compileCatalog, match } from 'fulcrum-match';
import { generateReserve, illustrativeCatalog } from 'fulcrum-match/hubei';
import { parseCatalog, parseNeed } from 'fulcrum-match/schema';

const parsed = parseCatalog(illustrativeCatalog);
if (parsed._tag === 'Left') throw new Error(parsed.left[0].message);
const catalog = compileCatalog(parsed.right, { asOf: '2026-06-30' });
const need = parseNeed(generateReserve({ seed: 'smoke', count: 1 }).needs[0], { fields: parsed.right.fields });
if (need._tag === 'Left') throw new Error(need.left[0].message);
const { counts } = match(catalog, need.right);
if (counts.eligible + counts.undetermined + counts.ineligible !== counts.products) throw new Error('counts');
console.log(`Node ${process.version}, ESM: ${counts.products} products judged`);
