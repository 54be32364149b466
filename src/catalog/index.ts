import { createRegistry, type FieldRegistry } from '../criteria/index.ts';
import {
  type Bank,
  type Benchmark,
  type BenchmarkValue,
  type CatalogDocument,
  type Criterion,
  type Product,
  programmeIssues,
  type ScoringProfile,
} from '../model/index.ts';
import { type Day, parseDay } from '../units/day.ts';
import { compareText, digest } from '../units/digest.ts';
import { shortJson } from '../units/issue.ts';
import { readOrThrow } from '../units/unreadable.ts';
import { termCriteria } from './terms.ts';

/** A benchmark's value on the catalog's day. */
export interface BenchmarkQuote extends BenchmarkValue {
  readonly benchmark: string;
  readonly confirmedTo?: Day;
}

/** A product, ready to be judged. */
export interface CompiledProduct {
  readonly product: Product;
  readonly bank: Bank;
  /** Its terms and hard criteria: all must pass. */
  readonly conditions: readonly Criterion[];
  /** Its soft criteria: each that fails costs points. */
  readonly preferences: readonly Criterion[];
}

/** A document without its products: what they have in common. */
export type CatalogHead = Omit<CatalogDocument, 'products'>;

/** A catalog on one day: immutable, in the order of ids whatever the order of the document. */
export interface Catalog {
  /** The document with its lists in the order of ids. */
  readonly document: CatalogDocument;
  /** The same without the products, which are by far the most of it. */
  readonly head: CatalogHead;
  readonly asOf: Day;
  /** SHA-256 of the sorted document and the day; computed when it is first read. */
  readonly digest: string;
  readonly registry: FieldRegistry;
  readonly products: readonly CompiledProduct[];
  readonly productById: ReadonlyMap<string, CompiledProduct>;
  /** Benchmarks that have a value on the day. */
  readonly quotes: ReadonlyMap<string, BenchmarkQuote>;
  readonly profiles: ReadonlyMap<string, ScoringProfile>;
}

/**
 * Prepares a parsed document for matching on a day. Throws TypeError for what is no document, RangeError
 * for a day that is none and for a document that `parseCatalog` would refuse: one that names what it does
 * not hold, or whose programmes contradict each other. Of those the error's `cause` is the list of
 * issues, each with its code and path. O(n log n) in the size of the document.
 */
export function compileCatalog(
  document: CatalogDocument,
  options: { readonly asOf: string | Day },
): Catalog {
  const asOf = dayOf(readOrThrow('compileCatalog', 'options with "asOf"', () => options?.asOf));
  const inOrder = sorted(document);
  const issues = programmeIssues(document.programmes ?? [], document.benchmarks);
  if (issues.length > 0) {
    const faults = issues.map((issue) => issue.message).join('; ');
    throw new RangeError(`compileCatalog: ${faults}`, { cause: issues });
  }
  return assembleCatalog(inOrder, asOf);
}

/** As `sortDocument`, of what may come from anywhere. */
function sorted(document: CatalogDocument): CatalogDocument {
  let cause: unknown;
  try {
    const { banks, products, benchmarks = [], programmes = [], profiles = [] } = document;
    const named = [banks, products, benchmarks, programmes, profiles];
    const isNamed = ({ id }: { readonly id: string }) => typeof id === 'string';
    if (named.every((list) => list.every(isNamed))) return sortDocument(document);
  } catch (error) {
    cause = error;
  }
  throw new TypeError('compileCatalog: expected a document as parseCatalog returns it', { cause });
}

/**
 * The catalog of a document whose lists stand in order. What is the same object in the document of
 * `former` keeps what was made of it; a product that is, and whose bank is too, keeps its compiled
 * object: so it is seen what changed.
 */
export function assembleCatalog(document: CatalogDocument, asOf: Day, former?: Catalog): Catalog {
  const products = compileProducts(document, former);
  const { benchmarks, profiles, fields } = document;
  const same = former?.asOf === asOf ? former : undefined;
  let hash: string | undefined;
  let byId: ReadonlyMap<string, CompiledProduct> | undefined;
  return {
    document,
    head: document,
    asOf,
    get digest() {
      hash ??= digestDocument(document, asOf);
      return hash;
    },
    registry:
      former !== undefined && former.head.fields === fields
        ? former.registry
        : createRegistry(fields),
    products,
    // A catalog that changes often is rarely asked for a product by its id.
    get productById() {
      byId ??= new Map(products.map((compiled) => [compiled.product.id, compiled]));
      return byId;
    },
    quotes:
      same !== undefined && same.head.benchmarks === benchmarks
        ? same.quotes
        : quoteBenchmarks(benchmarks ?? [], asOf),
    profiles:
      former !== undefined && former.head.profiles === profiles
        ? former.profiles
        : new Map((profiles ?? []).map((profile) => [profile.id, profile])),
  };
}

function compileProducts(
  { banks, products }: CatalogDocument,
  former: Catalog | undefined,
): readonly CompiledProduct[] {
  const before = former?.products ?? [];
  const listed = former?.document.products ?? [];
  const isSameBanks = former !== undefined && former.head.banks === banks;
  let bankById: ReadonlyMap<string, Bank> | undefined;
  let next = 0;
  return products.map((product) => {
    // Both lists stand in the order of ids, so they are walked side by side. Where an object is the
    // same nothing of it is read: thousands of them do not fit into the caches.
    while (isBefore(listed[next], product)) next += 1;
    const known = listed[next] === product ? before[next] : undefined;
    if (known !== undefined) {
      next += 1;
      if (isSameBanks) return known;
    }
    bankById ??= new Map(banks.map((bank) => [bank.id, bank]));
    const bank = bankById.get(product.bank);
    if (bank === undefined) {
      throw new RangeError(`compileCatalog: product ${product.id} names no bank: ${product.bank}`);
    }
    return known?.bank === bank ? known : compileProduct(product, bank);
  });
}

function isBefore(one: Product | undefined, other: Product): boolean {
  return one !== undefined && one !== other && compareText(one.id, other.id) < 0;
}

const productDigests = new WeakMap<Product, string>();

/**
 * SHA-256 over the document with each product replaced by its own SHA-256, and the day: a change of
 * one product hashes one product.
 */
function digestDocument(document: CatalogDocument, asOf: Day): string {
  const products = document.products.map((product) => {
    const known = productDigests.get(product) ?? digest(product);
    productDigests.set(product, known);
    return known;
  });
  return digest({ document: { ...document, products }, asOf });
}

export function compileProduct(product: Product, bank: Bank): CompiledProduct {
  const criteria = product.criteria ?? [];
  return {
    product,
    bank,
    conditions: [...termCriteria(product), ...criteria.filter((one) => one.hard !== false)],
    preferences: criteria.filter((one) => one.hard === false),
  };
}

/** The day that an option names, as text or as a number. */
function dayOf(asOf: string | Day): Day {
  if (Number.isSafeInteger(asOf)) return asOf as Day;
  const day = parseDay(asOf);
  if (day._tag === 'Left') {
    throw new RangeError(
      `compileCatalog: asOf must be ${day.left.expected}, got ${shortJson(asOf)}`,
    );
  }
  return day.right;
}

/** The same document in one order: what is keyed by id must not depend on its place in a file. */
export function sortDocument(document: CatalogDocument): CatalogDocument {
  const byId = <T extends { readonly id: string }>(list: readonly T[]): readonly T[] =>
    [...list].sort((a, b) => compareText(a.id, b.id));
  const { benchmarks, programmes, profiles, fields } = document;
  return {
    ...document,
    banks: byId(document.banks),
    products: byId(document.products),
    ...(benchmarks === undefined ? {} : { benchmarks: byId(benchmarks) }),
    ...(programmes === undefined ? {} : { programmes: byId(programmes) }),
    ...(profiles === undefined ? {} : { profiles: byId(profiles) }),
    ...(fields === undefined
      ? {}
      : { fields: [...fields].sort((a, b) => compareText(a.name, b.name)) }),
  };
}

/** The value in force on a day: the last one that began; none after the last confirmed day. */
export function quoteBenchmarks(
  benchmarks: readonly Benchmark[],
  asOf: Day,
): ReadonlyMap<string, BenchmarkQuote> {
  const quotes = new Map<string, BenchmarkQuote>();
  for (const { id, values, confirmedTo } of benchmarks) {
    const value = values.findLast((candidate) => candidate.from <= asOf);
    if (value === undefined || (confirmedTo !== undefined && confirmedTo < asOf)) continue;
    quotes.set(id, {
      ...value,
      benchmark: id,
      ...(confirmedTo === undefined ? {} : { confirmedTo }),
    });
  }
  return quotes;
}

export { expectCatalog } from './expect.ts';
export { type CatalogChange, changeDocument } from './update.ts';
