/**
 * `syndicate` over 50 banks, kind by kind: 1 to 10 lenders, from half full to nearly full, with and
 * without a lead. Prints a table in Markdown: quantiles over the questions of a kind, of the least
 * time of some turns each, warm.
 *
 *     npx esbuild bench/allocation/syndicate.ts --bundle --format=esm --platform=node --outfile=syndicate.mjs
 *     node syndicate.mjs [seeds] [turns]
 */
import { type Syndicate, syndicate } from '../../src/allocation/syndicate/index.ts';
import {
  drawSyndicate,
  OFFER_KINDS,
  type SyndicateCase,
  syndicateShapes,
} from './syndicate-kinds.ts';

const BANKS = 50;
const seeds = Number(process.argv[2] ?? 3);
const turns = Number(process.argv[3] ?? 5);

interface Answer {
  readonly ms: number;
  readonly nodes: number;
  /** No syndicate exists, one is proven the cheapest, or the search was cut off. */
  readonly kind: 'none' | 'proven' | 'open';
}

function ask({ need, offers, options }: SyndicateCase): Answer {
  let ms = Number.POSITIVE_INFINITY;
  let found: Syndicate | undefined;
  let isDecided = true;
  for (let turn = 0; turn < turns; turn++) {
    const start = performance.now();
    const answer = syndicate(need, offers, options);
    ms = Math.min(ms, performance.now() - start);
    if (answer._tag === 'Right') found = answer.right;
    else isDecided = answer.left[0]?.code !== 'limit';
    // What takes so long is not moved by a turn more.
    if (ms > 50) break;
  }
  if (found === undefined) return { ms, nodes: 0, kind: isDecided ? 'none' : 'open' };
  return { ms, nodes: found.nodes, kind: found.isProven ? 'proven' : 'open' };
}

function quantile(sorted: readonly number[], part: number): string {
  return (sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0).toFixed(2);
}

function row(name: string, answers: readonly Answer[]): string {
  const times = answers.map(({ ms }) => ms).sort((a, b) => a - b);
  const count = (kind: Answer['kind']): number => answers.filter((one) => one.kind === kind).length;
  const most = answers.reduce((high, { nodes }) => Math.max(high, nodes), 0);
  const cells = [0.5, 0.9, 0.99, 1].map((part) => quantile(times, part));
  return `| ${[name, answers.length, ...cells, most, count('none'), count('open')].join(' | ')} |`;
}

const asked = syndicateShapes(BANKS);
// Warm: every kind once before anything is timed.
for (const shape of asked) ask(drawSyndicate(shape, 0));
console.log('| kind | asked | p50, ms | p90 | p99 | most | most nodes | none exists | left open |');
console.log('|---|---|---|---|---|---|---|---|---|');
for (const kind of Object.keys(OFFER_KINDS)) {
  const shapes = asked.filter((shape) => shape.kind === kind);
  const answers = shapes.flatMap((shape) =>
    Array.from({ length: seeds }, (_, seed) => ({
      lenders: shape.lenders,
      ...ask(drawSyndicate(shape, 7919 * (seed + 1) + 31 * shape.lenders)),
    })),
  );
  console.log(row(kind, answers));
  if (!answers.some((one) => one.kind === 'open')) continue;
  // Where some are left open the number of lenders says which.
  for (let lenders = 1; lenders <= 10; lenders++) {
    const some = answers.filter((one) => one.lenders === lenders);
    console.log(row(`${kind}, ${lenders} lenders`, some));
  }
}
