import type { Catalog } from '../../catalog/index.ts';
import {
  type FactContext,
  type FactReader,
  type FieldRegistry,
  fieldIndex,
  openReading,
  type Reading,
  readFacts,
  takeSubjects,
} from '../../criteria/index.ts';
import type { FieldValue, Need } from '../../model/index.ts';
import { once } from '../../units/once.ts';
import { tieHash } from '../../units/tie.ts';
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
  /** Hashes of those ids, which decide ties. */
  readonly productTies: Int32Array;
  /** Ids of their banks. */
  readonly bankIds: readonly string[];
  readonly reading: Reading;
  /** Facts of the need at hand, in registry order: those of `reading`. */
  readonly facts: (FieldValue | undefined)[];
  /** Lists to work in, by their limit. */
  readonly lists: Map<number, TopList>;
  /** Products that are eligible, and those that are undetermined, for the need at hand. */
  eligible: number;
  undetermined: number;
  /** Counted work since the catalog was laid out: what costs time, on any machine. */
  readonly work: Work;
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

/** What names the products of a catalog, by their place. */
export type ProductNames = Pick<Engine, 'productIds' | 'productTies' | 'bankIds'>;

/** What the engine of a catalog is made of when it is first asked for. */
export interface EngineParts {
  readonly base: Segment;
  /** Lays out what changed since the base was. */
  readonly changed: () => readonly Segment[];
  readonly names: () => ProductNames;
}

const partsOf = new WeakMap<Catalog, EngineParts>();
const engines = new WeakMap<Catalog, Engine>();

/** The parts of a catalog's engine, where they are known. */
export function knownParts(catalog: Catalog): EngineParts | undefined {
  return partsOf.get(catalog);
}

export function keepParts(catalog: Catalog, parts: EngineParts): void {
  partsOf.set(catalog, parts);
}

/** The engine of a catalog, laid out when first asked for. */
export function engineOf(catalog: Catalog): Engine {
  const known = engines.get(catalog);
  if (known !== undefined) return known;
  const { base, changed, names } = knownParts(catalog) ?? layOutAll(catalog);
  const engine = createEngine(catalog, [base, ...changed()], names(), openReading);
  engines.set(catalog, engine);
  return engine;
}

/**
 * The engine of the same catalog, laid out without the products that are gone from it: their rows may
 * look at facts that nothing else looks at. `undefined` where it holds none. Made once, and kept.
 */
export function engineWithoutGone(engine: Engine): Engine | undefined {
  const { catalog, segments } = engine;
  const now = engines.get(catalog);
  if (now !== undefined && now !== engine) return now;
  if (!segments.some(({ gone }) => gone !== undefined)) return undefined;
  partsOf.delete(catalog);
  engines.delete(catalog);
  return engineOf(catalog);
}

function layOutAll(catalog: Catalog): EngineParts {
  const { products } = catalog;
  const data = buildSegment(catalog, products);
  const productOf = Int32Array.from(products, (_, place) => place);
  const parts: EngineParts = {
    base: openSegment(catalog, data, productOf),
    changed: () => [],
    names: once(() => ({
      productIds: products.map(({ product }) => product.id),
      productTies: Int32Array.from(products, ({ product }) => tieHash(product.id)),
      bankIds: products.map(({ bank }) => bank.id),
    })),
  };
  keepParts(catalog, parts);
  return parts;
}

/**
 * Whether a product has a rate whatever the term and the facts, as its engine's data say. `undefined`:
 * the product was laid out apart from the others.
 */
export function isSurelyPriced(catalog: Catalog, place: number): boolean | undefined {
  const base = knownParts(catalog)?.base;
  const row = base?.productOf.indexOf(place) ?? -1;
  return row < 0 ? undefined : base!.data.rates.isSure[row] === 1;
}

/**
 * An engine over one product, which nobody else knows of. It takes it that all conditions of the
 * language pass: whoever asks has judged them. `readerOf`: how the facts of the need at hand are read.
 */
export function engineOver(
  catalog: Catalog,
  place: number,
  readerOf: (field: string) => FactReader,
): Engine {
  const compiled = catalog.products[place]!;
  const data = buildSegment(catalog, [{ ...compiled, conditions: [] }]);
  const { names } = knownParts(catalog) ?? layOutAll(catalog);
  return createEngine(
    catalog,
    [openSegment(catalog, data, Int32Array.of(place))],
    names(),
    // Facts come from elsewhere: nothing of the need itself is read.
    (registry, fields, context) => ({
      ...openReading(registry, [], context),
      keptReading: undefined,
      readers: [...new Set(fields)].map((field) => ({
        place: fieldIndex(registry, field),
        read: readerOf(field),
      })),
    }),
  );
}

function createEngine(
  catalog: Catalog,
  segments: readonly Segment[],
  names: ProductNames,
  open: (registry: FieldRegistry, fields: readonly string[], context: FactContext) => Reading,
): Engine {
  const { asOf, registry, head } = catalog;
  const context = head.sizeRule === undefined ? { asOf } : { asOf, sizeRule: head.sizeRule };
  const fields = segments.flatMap((segment) => segment.data.fields);
  const reading = open(registry, fields, context);
  return {
    catalog,
    segments,
    ...names,
    reading,
    facts: reading.facts,
    lists: new Map(),
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
  takeSubjects(reading, need);
  return reading.copy.need;
}

/** Takes a need in hand and reads its facts. */
export function readNeed(engine: Engine, need: Need): Need {
  const taken = takeNeed(engine, need);
  readFacts(engine.reading);
  return taken;
}
