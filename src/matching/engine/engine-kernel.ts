import type { Catalog, CompiledProduct } from '../../catalog/index.ts';
import { copyNeed, openReading, type Reading, readFacts } from '../../criteria/index.ts';
import type { LoanColumns } from '../../eligibility/index.ts';
import type { FieldValue, Need } from '../../model/index.ts';
import { buildSegment, openSegment, type Segment } from './segment.ts';
import { createTopList, type TopList } from './top-list-kernel.ts';

/**
 * A catalog, laid out for speed. It belongs to one catalog, stands beside it and is never seen by a
 * caller; all it says is what the rules say (`evaluatePair`), which the tests hold it to.
 */
export interface Engine {
  readonly catalog: Catalog;
  readonly segments: readonly Segment[];
  /** Ids of `catalog.products`, in their order. */
  readonly productIds: readonly string[];
  /** Ids of their banks. */
  readonly bankIds: readonly string[];
  readonly reading: Reading;
  /** Facts of the need at hand, in registry order: those of `reading`. */
  readonly facts: (FieldValue | undefined)[];
  readonly bench: Bench;
  /** Lists to work in, by their limit. */
  readonly lists: Map<number, TopList>;
  /** Products that are eligible, and those that are undetermined, for the need at hand. */
  eligible: number;
  undetermined: number;
  /** Counted work since the catalog was laid out: what costs time, on any machine. */
  readonly work: Work;
}

/** Columns for the candidates of one need: entry `i` of each is one pair; `rows` names its product. */
export interface Bench extends LoanColumns {
  /** Points of all parts of the score but the net cost; and the most that the whole can be. */
  readonly points: Int32Array;
  readonly ceilings: Int32Array;
  /** The least net costs, ppm. */
  readonly costs: Float64Array;
  /** Entries by verdict. */
  readonly eligible: Int32Array;
  readonly undetermined: Int32Array;
}

function createBench(size: number): Bench {
  return {
    rows: new Int32Array(size),
    verdicts: new Uint8Array(size),
    amounts: new Float64Array(size),
    months: new Int32Array(size),
    methods: new Uint8Array(size),
    points: new Int32Array(size),
    ceilings: new Int32Array(size),
    costs: new Float64Array(size),
    eligible: new Int32Array(size),
    undetermined: new Int32Array(size),
  };
}

/** How often the engine did what costs most. */
export interface Work {
  /** Pairs that no condition of the language turned away. */
  screened: number;
  /** Pairs whose rate was built. */
  priced: number;
  /** Policy stacks that were asked for, and those of them that only the rule could tell. */
  stacked: number;
  counted: number;
}

const engines = new WeakMap<Catalog, Engine>();

/** The engine of a catalog that has one. */
export function knownEngine(catalog: Catalog): Engine | undefined {
  return engines.get(catalog);
}

/** The engine of a catalog, laid out when first asked for. */
export function engineOf(catalog: Catalog): Engine {
  const known = engines.get(catalog);
  if (known !== undefined) return known;
  const data = buildSegment(catalog, catalog.products);
  const productOf = Int32Array.from(catalog.products, (_, place) => place);
  return keepEngine(catalog, [openSegment(catalog, data, productOf)]);
}

/** What names the products of a catalog, by their place. */
export type ProductNames = Pick<Engine, 'productIds' | 'bankIds'>;

/** Makes segments the engine of a catalog. */
export function keepEngine(
  catalog: Catalog,
  segments: readonly Segment[],
  names: ProductNames = namesOf(catalog),
): Engine {
  const engine = createEngine(catalog, segments, names);
  engines.set(catalog, engine);
  return engine;
}

function namesOf({ products }: Catalog): ProductNames {
  return {
    productIds: products.map(({ product }) => product.id),
    bankIds: products.map(({ bank }) => bank.id),
  };
}

/** An engine over some of a catalog's products, which nobody else knows of. */
export function engineOver(catalog: Catalog, places: readonly number[]): Engine {
  const products = places.map((place) => catalog.products[place] as CompiledProduct);
  const data = buildSegment(catalog, products);
  return createEngine(
    catalog,
    [openSegment(catalog, data, Int32Array.from(places))],
    namesOf(catalog),
  );
}

function createEngine(catalog: Catalog, segments: readonly Segment[], names: ProductNames): Engine {
  const { asOf, registry, head } = catalog;
  const context = head.sizeRule === undefined ? { asOf } : { asOf, sizeRule: head.sizeRule };
  const fields = segments.flatMap((segment) => segment.data.fields);
  const reading = openReading(registry, fields, context);
  return {
    catalog,
    segments,
    ...names,
    reading,
    facts: reading.facts,
    lists: new Map(),
    bench: createBench(Math.max(0, ...segments.map(({ data }) => data.screen.rows))),
    eligible: 0,
    undetermined: 0,
    work: { screened: 0, priced: 0, stacked: 0, counted: 0 },
  };
}

/** Different limits whose list is kept. */
const LISTS_KEPT = 8;

/** A list to work in, for offers of this engine; good until the next one is asked for. */
export function workingList({ lists, productIds }: Engine, limit: number): TopList {
  const size = Math.min(limit, productIds.length);
  const known = lists.get(size);
  if (known !== undefined) return known;
  if (lists.size >= LISTS_KEPT) lists.clear();
  const list = createTopList(size);
  lists.set(size, list);
  return list;
}

/**
 * Takes a need in hand and returns the engine's copy of it, which stages read instead: the shape of
 * the copy is known to them.
 */
export function takeNeed({ reading }: Engine, need: Need): Need {
  copyNeed(reading.copy, need);
  return reading.copy.need;
}

/** Takes a need in hand and reads its facts. */
export function readNeed(engine: Engine, need: Need): Need {
  const taken = takeNeed(engine, need);
  readFacts(engine.reading);
  return taken;
}
