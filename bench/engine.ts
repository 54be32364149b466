import type { FactList } from '../src/criteria/index.ts';
import {
  type Catalog,
  catalogFromBuffer,
  catalogToBuffer,
  compileCatalog,
  type MatchTable,
  match,
  matchAll,
  type Need,
  offersOf,
  rematch,
  updateCatalog,
} from '../src/index.ts';
import type { CatalogDocument } from '../src/model/index.ts';
import type { Money } from '../src/units/money.ts';
import type { Eligible } from './peers/index.ts';
import { eligibleByRule, failuresByRule, figuresOf, rankedByRule, readAll } from './rule.ts';
import { createScreening, type Screening } from './screen.ts';
import { AS_OF, type Workload } from './workloads/index.ts';

/**
 * The measured paths of this library: to measure another one, add an entry to a list. A path of the
 * first three lists is timed on every workload of its kind, and its answers are compared with those
 * of the first path in the list, which is the rule.
 *
 * The library is lazy: it lays out a catalog when the first need comes, computes traces, near
 * misses and digests when they are read, and remembers what it made for an object. An entry must
 * read what its name promises, and take a new object where an old one would be remembered.
 */
export interface Path<Answers> {
  readonly name: string;
  /**
   * Slow paths are asked about the first needs only (rates are per pair, so they still compare);
   * `Number.POSITIVE_INFINITY` for all.
   */
  readonly mostNeeds: number;
  /** What is done once for a catalog: not timed. */
  readonly prepare: (catalog: Catalog) => PreparedPath<Answers>;
}

export interface PreparedPath<Answers> {
  /** What is timed: from parsed needs to the path's own form of an answer. */
  readonly run: (needs: readonly Need[], lap?: () => void) => unknown;
  /** The same in the common form of its list: for the comparison, not timed. */
  readonly answers: (needs: readonly Need[]) => Answers;
}

/** What the rule can answer in about a second. */
const RULE_NEEDS = 50;
/** Pricing every open pair takes the rule longer. */
const RANKED_RULE_NEEDS = 20;
/** Offers of one need. */
const LIMIT = 10;

/** A path that answers need by need. */
function byNeed<Answer, Common>(
  name: string,
  mostNeeds: number,
  answer: (catalog: Catalog, need: Need) => Answer,
  common: (answer: Answer) => Common,
): Path<readonly Common[]> {
  return {
    name,
    mostNeeds,
    prepare: (catalog) => ({
      run: (needs) => needs.map((need) => answer(catalog, need)),
      answers: (needs) => needs.map((need) => common(answer(catalog, need))),
    }),
  };
}

const same = <T>(value: T): T => value;

/** Who is eligible: for each need the places of the products that pass, ascending. */
export const VERDICT_PATHS: readonly Path<Eligible>[] = [
  byNeed('reference', RULE_NEEDS, eligibleByRule, same),
  screened('screen and limits', (own) => own.eligible),
  screened('screen only: bitsets from parsed needs', (own) => own.screen),
  {
    name: 'screen only: bitsets from facts',
    mostNeeds: Number.POSITIVE_INFINITY,
    prepare: (catalog) => {
      const own = createScreening(catalog);
      // Facts are derived before the clock runs.
      const factsOf = new WeakMap<readonly Need[], readonly FactList[]>();
      return {
        run: (needs) => {
          const facts = factsOf.get(needs) ?? needs.map(own.facts);
          factsOf.set(needs, facts);
          for (const one of facts) own.screenFacts(one);
        },
        answers: (needs) => needs.map(own.eligible),
      };
    },
  },
];

/** A stage of the engine; the limits are added for the comparison where the stage has none. */
function screened(
  name: string,
  stage: (own: Screening) => (need: Need) => unknown,
): Path<Eligible> {
  return {
    name,
    mostNeeds: Number.POSITIVE_INFINITY,
    prepare: (catalog) => {
      const own = createScreening(catalog);
      const ask = stage(own);
      return {
        run: (needs) => {
          for (const need of needs) ask(need);
        },
        answers: (needs) => needs.map(own.eligible),
      };
    },
  };
}

/**
 * Everything that failed, of all pairs: for each need a number for each product, whose bit i tells
 * that the i-th condition of `conditionVerdicts` failed.
 */
export const FAILURE_PATHS: readonly Path<readonly Float64Array[]>[] = [
  byNeed('reference', RULE_NEEDS, failuresByRule, same),
  {
    name: 'masks',
    mostNeeds: Number.POSITIVE_INFINITY,
    prepare: (catalog) => {
      const own = createScreening(catalog);
      return {
        run: (needs) => {
          for (const need of needs) own.masks(need);
        },
        answers: (needs) => needs.map(own.failures),
      };
    },
  },
];

/** The best ten offers of each need, with the figures that rank them: price, policy and score. */
export const RANKING_PATHS: readonly Path<readonly (readonly string[])[]>[] = [
  byNeed(
    'reference',
    RANKED_RULE_NEEDS,
    (catalog, need) => rankedByRule(catalog, need, LIMIT),
    (offers) => offers.map(figuresOf),
  ),
  byNeed(
    'match, need by need',
    1000,
    (catalog, need) => match(catalog, need, { limit: LIMIT, cashFlows: false }).offers,
    (offers) => offers.map(figuresOf),
  ),
  {
    name: 'matchAll',
    mostNeeds: Number.POSITIVE_INFINITY,
    prepare: (catalog) => ({
      // It reports its progress every few milliseconds.
      run: (needs, lap = () => undefined) =>
        matchAll(catalog, needs, { limit: LIMIT, onProgress: lap }),
      answers: (needs) => {
        const table = matchAll(catalog, needs, { limit: LIMIT });
        return needs.map((_, index) => offersOf(table, index).map(figuresOf));
      },
    }),
  },
];

/** One question at a time, as a web page asks; half of the calls and 99 in 100 take at most ... */
export interface Call {
  readonly name: string;
  readonly unit: 'us' | 'ms';
  readonly prepare: (workload: Workload, catalog: Catalog) => PreparedCall;
}

export interface PreparedCall {
  /** Makes the question of a turn; not timed. */
  readonly question: (turn: number) => unknown;
  readonly answer: (question: never) => unknown;
}

const needOf =
  ({ needs }: Workload) =>
  (turn: number) =>
    needs[turn % needs.length];

export const CALLS: readonly Call[] = [
  {
    name: 'match, offers with their figures',
    unit: 'us',
    prepare: (workload, catalog) => ({
      question: needOf(workload),
      answer: (need: Need) => match(catalog, need).offers,
    }),
  },
  {
    name: 'match, everything read: traces, flows, near misses, digest',
    unit: 'us',
    prepare: (workload, catalog) => ({
      question: needOf(workload),
      answer: (need: Need) => readAll(match(catalog, need)),
    }),
  },
  {
    name: 'one product changed, rematch of all needs',
    unit: 'ms',
    prepare: ({ needs }, catalog) => {
      const table = matchAll(catalog, needs, { limit: LIMIT });
      checkRematch(table, productChange(catalog, 0));
      return {
        // A new list each turn: the library remembers what became of a list of changes.
        question: (turn) => productChange(catalog, turn),
        answer: (changes: Changes) => rematch(table, changes),
      };
    },
  },
];

type Changes = Parameters<typeof rematch>[1];

/** Another product each turn, spread over the catalog: it lends half as much again, for less. */
function productChange(catalog: Catalog, turn: number): Changes {
  const { length } = catalog.products;
  const product = catalog.products[(turn * 7919 + 13) % length]?.product;
  if (product === undefined) throw new RangeError('productChange: the catalog is empty');
  const { rate, amount } = product;
  const max = amount?.max === undefined ? {} : { max: Math.floor(amount.max * 1.5) as Money };
  const cheaper =
    rate?.floor === undefined ? {} : { floor: (rate.floor - 100) as typeof rate.floor };
  return [
    {
      change: 'put-product',
      product: {
        ...product,
        amount: { ...amount, ...max },
        ...(rate === undefined ? {} : { rate: { ...rate, ...cheaper } }),
      },
    },
  ];
}

/** The table after a change is the one that matching everything anew gives. */
function checkRematch(table: MatchTable, changes: Changes): void {
  const next = rematch(table, changes);
  const catalog = updateCatalog(table.catalog, [...changes]);
  if (next._tag === 'Left' || catalog._tag === 'Left') throw new Error('rematch: change refused');
  const { document, asOf } = catalog.right;
  const anew = matchAll(compileCatalog(document, { asOf }), table.needs, { limit: table.limit });
  for (const column of ['eligible', 'undetermined', 'offerCount', 'product', 'score'] as const) {
    const difference = anew[column].findIndex((value, at) => value !== next.right[column][at]);
    if (difference >= 0) throw new Error(`rematch: ${column} ${difference} differs from matchAll`);
  }
}

/** Work that is done once in a while, in milliseconds. */
export interface Chore {
  readonly name: string;
  readonly prepare: (workload: Workload) => {
    /** Makes what a run takes; not timed. */
    readonly fresh: () => unknown;
    readonly run: (made: never) => unknown;
  };
}

export const CHORES: readonly Chore[] = [
  {
    name: 'compile the catalog, to the first answer',
    prepare: ({ document, needs: [need] }) => ({
      fresh: () => structuredClone(document),
      run: (copy: CatalogDocument) => ready(copy, need),
    }),
  },
  {
    name: 'load the catalog from its buffer',
    prepare: ({ document }) => {
      const buffer = catalogToBuffer(compileCatalog(document, { asOf: AS_OF }));
      return { fresh: () => buffer, run: (bytes: ArrayBuffer) => catalogFromBuffer(bytes) };
    },
  },
  {
    name: 'digest of the catalog',
    prepare: ({ document }) => ({
      fresh: () => compileCatalog(structuredClone(document), { asOf: AS_OF }),
      run: (catalog: Catalog) => catalog.digest,
    }),
  },
];

/** What stays in memory beside the parsed document, in megabytes. */
export interface Holding {
  readonly name: string;
  readonly create: (workload: Workload) => unknown;
}

export const HOLDINGS: readonly Holding[] = [
  {
    name: 'the compiled catalog with its engine',
    create: ({ document, needs: [need] }) => ready(document, need),
  },
];

/** A catalog that has answered: what it lays out for its first need is there. */
function ready(document: CatalogDocument, need: Need | undefined): Catalog {
  if (need === undefined) throw new RangeError('ready: no need');
  const catalog = compileCatalog(document, { asOf: AS_OF });
  match(catalog, need, { limit: 1, cashFlows: false });
  return catalog;
}
