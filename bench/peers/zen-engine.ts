import { createRequire } from 'node:module';
import {
  LIST_FIELDS,
  type ListField,
  type PlainProduct,
  RANGE_FIELDS,
  type Range,
} from '../workloads/plain.ts';
import type { Peer } from './peer.ts';

/** The part of the package that is used here. */
interface ZenModule {
  readonly ZenEngine: new () => {
    readonly createDecision: (content: object) => {
      readonly evaluate: (facts: object) => Promise<{ readonly result: unknown }>;
    };
    readonly dispose: () => void;
  };
}

/**
 * Loaded by name and declared here, because it is no dependency of the project: a lock file that
 * names it is refused where a registry lacks one of its many platform packages. `npm run bench:peers`
 * installs it beside the others.
 */
function loadZen(): ZenModule {
  return createRequire(import.meta.url)('@gorules/zen-engine') as ZenModule;
}

/** One decision table of the policy `collect`: a row for each product, a column for each field. */
export const zenEngine: Peer = {
  name: '@gorules/zen-engine',
  prepare: (products) => {
    const { ZenEngine } = loadZen();
    const engine = new ZenEngine();
    const decision = engine.createDecision(decisionOf(products));
    return {
      ask: async (facts) => {
        const all: (readonly number[])[] = [];
        for (const one of facts) {
          const { result } = await decision.evaluate(one);
          all.push((result as readonly { readonly product: number }[]).map((row) => row.product));
        }
        return all;
      },
      close: () => engine.dispose(),
    };
  },
};

const RANGES = Object.keys(RANGE_FIELDS) as readonly (keyof typeof RANGE_FIELDS)[];
const LISTS = Object.keys(LIST_FIELDS) as readonly ListField[];

/** Its JSON format: input, table, output, and the two edges between them. */
function decisionOf(products: readonly PlainProduct[]): object {
  const inputs = [...RANGES, ...LISTS].map((field) => ({ id: field, name: field, field }));
  const table = {
    hitPolicy: 'collect',
    inputs,
    outputs: [{ id: 'product', name: 'product', field: 'product' }],
    rules: products.map(rowOf),
  };
  return {
    nodes: [
      { id: 'in', type: 'inputNode', name: 'in' },
      { id: 'table', type: 'decisionTableNode', name: 'table', content: table },
      { id: 'out', type: 'outputNode', name: 'out' },
    ],
    edges: [
      { id: 'e1', type: 'edge', sourceId: 'in', targetId: 'table' },
      { id: 'e2', type: 'edge', sourceId: 'table', targetId: 'out' },
    ],
  };
}

/** An empty cell asks nothing. */
function rowOf({ ranges, lists }: PlainProduct, at: number): Readonly<Record<string, string>> {
  const cells = [
    ...RANGES.map((name) => [name, rangeCell(ranges[name])]),
    ...LISTS.map((name) => [name, listCell(name, lists[name])]),
  ];
  return { ...Object.fromEntries(cells), _id: `row-${at}`, product: String(at) };
}

function rangeCell(range: Range | undefined): string {
  if (range?.min !== undefined && range.max !== undefined) return `[${range.min}..${range.max}]`;
  if (range?.min !== undefined) return `>= ${range.min}`;
  return range?.max === undefined ? '' : `<= ${range.max}`;
}

function listCell(name: ListField, operands: readonly string[] | undefined): string {
  if (operands === undefined) return '';
  const texts = operands.map((operand) => JSON.stringify(operand));
  switch (LIST_FIELDS[name].operator) {
    case 'in':
      return texts.join(', ');
    case 'within':
      return texts.map((text) => `startsWith($, ${text})`).join(' or ');
    case 'hasAny':
      return `some($, # in [${texts.join(', ')}])`;
    case 'hasNone':
      return `none($, # in [${texts.join(', ')}])`;
  }
}
