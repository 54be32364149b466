import { type Either, left, right } from 'fp-ts/Either';
import { type Column, packSections, sectionText, unpackSections } from '../arrays/container.ts';
import {
  assembleCatalog,
  type Catalog,
  type CatalogHead,
  expectCatalog,
  quoteBenchmarks,
} from '../catalog/index.ts';
import { createRegistry } from '../criteria/index.ts';
import type { CatalogDocument, Product } from '../model/index.ts';
import type { Day } from '../units/day.ts';
import { canonicalJson } from '../units/digest.ts';
import { packFragments, unpackFragments } from '../units/fragments.ts';
import { createIssue, type Fault, type Issue } from '../units/issue.ts';
import { once } from '../units/once.ts';
import { tieHash } from '../units/tie.ts';
import { ENGINE_VERSION } from '../units/version.ts';
import { engineOf, keepParts, openSegment, type SegmentData } from './engine/index.ts';
import { packTree, unpackTree } from './engine/tree.ts';

/** First bytes of a snapshot. */
const MAGIC = 'fulcrum';
/** Version of what the sections hold; another one is laid out anew from its document. */
const SNAPSHOT_VERSION = 5;

/**
 * What is read at once. Ids are read with the first need, products when somebody looks at one: they
 * are most of the text, and many a thread never looks.
 */
interface SnapshotHead {
  readonly engine: string;
  readonly asOf: Day;
  readonly digest: string;
  readonly head: CatalogHead;
}

/**
 * A compiled catalog as one buffer: versioned, with a checksum, to be written to a file or handed to
 * another thread. Equal catalogs give equal bytes, however they were made. O(n) in the document. Throws
 * TypeError for what is no catalog.
 */
export function catalogToBuffer(catalog: Catalog): ArrayBuffer {
  expectCatalog('catalogToBuffer', catalog);
  const { document, asOf, digest } = catalog;
  const { products, ...head } = document;
  const bankPlaces = new Map(head.banks.map((bank, place) => [bank.id, place]));
  // What stands in segments of their own since a change is laid out with the rest again.
  const [base, ...changed] = engineOf(catalog).segments;
  const isWhole =
    changed.length === 0 && base?.productOf.every((place, row) => place === row) === true;
  const engine = engineOf(isWhole ? catalog : assembleCatalog(document, asOf));
  const [segment] = engine.segments;
  const start: SnapshotHead = {
    engine: ENGINE_VERSION,
    asOf,
    digest,
    head,
  };
  const { rest, columns } = packTree({ productOf: segment?.productOf, data: segment?.data });
  return packSections(MAGIC, SNAPSHOT_VERSION, {
    head: canonicalJson(start),
    ids: canonicalJson(products.map((product) => product.id)),
    // By product the place of its bank in `head.banks`.
    bankOf: Int32Array.from(products, (product) => bankPlaces.get(product.bank) as number),
    products: packFragments(products),
    tree: canonicalJson(rest),
    ...columns,
  });
}

/**
 * The catalog that was packed, ready to match: nothing is laid out again, and the columns are views on
 * the buffer, which must not be changed afterwards. The issue, where it is none of ours, of another
 * version, damaged or cut short. O(bytes) for the checksum, once.
 */
export function catalogFromBuffer(
  buffer: ArrayBuffer | SharedArrayBuffer,
): Either<readonly Issue[], Catalog> {
  if (!isBuffer(buffer)) return refuse('type', 'the buffer of a catalog', buffer);
  const unpacked = unpackSections(buffer, MAGIC, SNAPSHOT_VERSION);
  if (!unpacked.ok) {
    const code = unpacked.code === 'version' ? 'version' : 'format';
    return refuse(code, `the buffer of a catalog, with ${unpacked.expected}`, unpacked.seen);
  }
  const { sections } = unpacked;
  const start = readJson<SnapshotHead>(sections.get('head'));
  const products = sections.get('products');
  const ids = sections.get('ids');
  const bankOf = sections.get('bankOf');
  const tree = readTree(sections);
  const isWhole = products !== undefined && ids !== undefined && bankOf !== undefined;
  if (start === undefined || tree === undefined || !isWhole) {
    return refuse('format', 'all sections of a catalog', undefined);
  }
  if (start.engine !== ENGINE_VERSION) {
    return refuse('version', `a buffer made by version ${ENGINE_VERSION}`, start.engine);
  }
  const catalog = lazyCatalog(start, () => readProducts(products));
  const { banks } = start.head;
  try {
    const segment = openSegment(catalog, tree.data, tree.productOf);
    keepParts(catalog, {
      base: segment,
      changed: () => [],
      names: once(() => {
        const productIds = readJson<readonly string[]>(ids) ?? [];
        return {
          productIds,
          productTies: Int32Array.from(productIds, tieHash),
          bankIds: Array.from(bankOf, (place) => banks[place]?.id ?? ''),
        };
      }),
    });
  } catch (error) {
    // The checksum tells damage, not intent: a buffer that was forged may hold another tree.
    if (!(error instanceof TypeError || error instanceof RangeError)) throw error;
    return refuse('format', 'the columns of a catalog', undefined);
  }
  return right(catalog);
}

function isBuffer(value: unknown): boolean {
  try {
    return Object.prototype.toString.call(value).endsWith('ArrayBuffer]');
  } catch {
    // A proxy that lets nobody look.
    return false;
  }
}

function refuse(code: Fault['code'], expected: string, seen: unknown) {
  return left([createIssue({ code, expected }, [], seen)]);
}

interface SnapshotTree {
  readonly productOf: Int32Array;
  readonly data: SegmentData;
}

function readTree(sections: ReadonlyMap<string, Column>): SnapshotTree | undefined {
  const json = textOf(sections.get('tree'));
  if (json === undefined) return undefined;
  return unpackTree(json, (kind) => sections.get(kind)) as SnapshotTree | undefined;
}

function readProducts(bytes: Column): readonly Product[] {
  const text = textOf(bytes);
  const products = text === undefined ? undefined : unpackFragments(text);
  return Array.isArray(products) ? (products as readonly Product[]) : [];
}

function readJson<T>(bytes: Column | undefined): T | undefined {
  const json = textOf(bytes);
  try {
    return json === undefined ? undefined : (JSON.parse(json) as T);
  } catch {
    return undefined;
  }
}

function textOf(bytes: Column | undefined): string | undefined {
  return bytes instanceof Uint8Array ? sectionText(bytes) : undefined;
}

/** A catalog whose products are read and compiled when somebody asks for one. */
function lazyCatalog(start: SnapshotHead, readProducts: () => readonly Product[]): Catalog {
  const { head, asOf, digest } = start;
  const whole = once(() => {
    const document: CatalogDocument = { ...head, products: readProducts() };
    return assembleCatalog(document, asOf);
  });
  return {
    head,
    asOf,
    digest,
    registry: createRegistry(head.fields),
    quotes: quoteBenchmarks(head.benchmarks ?? [], asOf),
    profiles: new Map((head.profiles ?? []).map((profile) => [profile.id, profile])),
    get document() {
      return whole().document;
    },
    get products() {
      return whole().products;
    },
    get productById() {
      return whole().productById;
    },
  };
}
