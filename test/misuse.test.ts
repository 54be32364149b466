import { isLeft, isRight } from 'fp-ts/Either';
import { describe, expect, test } from 'vitest';
import { problemFromTable } from '../src/allocation.ts';
import {
  type Catalog,
  catalogToBuffer,
  compileCatalog,
  compilePolicies,
  effectiveRate,
  explain,
  type Issue,
  type Loan,
  type MatchTable,
  match,
  matchAll,
  type Need,
  nearMisses,
  nextQuestions,
  nominate,
  offersOf,
  type Programme,
  policyPackOf,
  rejections,
  rematch,
  resultOf,
  schedule,
  updateCatalog,
} from '../src/index.ts';
import { parseJsonText } from '../src/interop.ts';
import { EMPTY_LEDGER, foldLedger, type LedgerRules } from '../src/policy.ts';
import { parseCatalog, parseNeed } from '../src/schema.ts';
import { brief, CATALOG, issuesOf, type Json, NEED } from './documents.ts';
import { type Case, RUBBISH } from './rubbish.ts';

/** Rubbish, and more that is wrong in one place. */
const rubbishAnd = (...more: Case[]): readonly Case[] => [...RUBBISH, ...more];

function parsed<T>(result: { _tag: string; right?: T }): T {
  if (result.right === undefined) throw new Error('refused');
  return result.right;
}

const document = parsed(parseCatalog(CATALOG));
const catalog = compileCatalog(document, { asOf: '2025-09-01' });
const need: Need = parsed(parseNeed(NEED));
const table = matchAll(catalog, [need]);
const withEnterprise = (changes: Json) => ({
  ...need,
  enterprise: { ...need.enterprise, ...changes },
});

describe.each<[string, (catalog: Catalog, need: Need) => unknown]>([
  ['match', match],
  ['explain', (one, other) => explain(one, other, 'p')],
  ['nearMisses', nearMisses],
  ['nextQuestions', nextQuestions],
  ['nominate', nominate],
  ['rejections', rejections],
])('%s', (name, ask) => {
  test.each(
    rubbishAnd(
      ['raw JSON', NEED],
      ['an enterprise that is none', { ...need, enterprise: 7 }],
      ['labels that are no list', withEnterprise({ labels: 5 })],
      ['labels of nothing', withEnterprise({ labels: [null] })],
      ['a text for an amount', withEnterprise({ assets: 100, liabilities: '70' })],
      ['a negative amount', withEnterprise({ assets: -100, liabilities: 70 })],
      ['a pledge of nothing', { ...need, collateral: [null] }],
      ['a project that is a text', { ...need, project: 'p' }],
      ['a project that is null', { ...need, project: null }],
      ['a purpose that is null', { ...need, purpose: null }],
      ['a day beyond all calendars', { ...need, start: 1e9 }],
      ['a text for a day', { ...need, start: '2025-09-01' }],
      ['assets that are null', withEnterprise({ assets: null, liabilities: 70 })],
      ['a turnover that is null', withEnterprise({ revenue: null })],
      ['half a person', withEnterprise({ employees: 4.5 })],
      ['a grade that is null', withEnterprise({ creditGrade: null })],
      ['a number for a region', withEnterprise({ region: 42 })],
      ['debts of null', withEnterprise({ banks: [{ bank: 'b', outstanding: null }] })],
      ['debts of NaN', withEnterprise({ banks: [{ bank: 'b', outstanding: Number.NaN }] })],
      ['an investment that is null', { ...need, project: { id: 'p', investment: null } }],
    ),
  )('says of %s that it is no need', (_, wrong) => {
    expect(() => ask(catalog, wrong as Need)).toThrow(
      new TypeError(`${name}: expected a need as parseNeed returns it`),
    );
    expect([...matchAll(catalog, [wrong as Need, need]).outcome]).toEqual([2, 1]);
  });

  test.each(rubbishAnd(['a document', document]))(
    'says of %s that it is no catalog',
    (_, wrong) => {
      expect(() => ask(wrong as Catalog, need)).toThrow(
        new TypeError(`${name}: expected a catalog as compileCatalog returns it`),
      );
    },
  );
});

describe('what a need inherits is absent, for all who read it', () => {
  const asks: readonly ((need: Need) => unknown)[] = [
    (one) => JSON.stringify(match(catalog, one)),
    (one) => explain(catalog, one, 'p'),
    (one) => nearMisses(catalog, one),
    (one) => nextQuestions(catalog, one),
    (one) => nominate(catalog, one),
    (one) => rejections(catalog, one),
  ];
  const inheriting = (name: keyof Need): Need => {
    const { [name]: value, ...others } = need;
    return Object.assign(Object.create({ [name]: value }), others);
  };

  test.each(['id', 'amount', 'termMonths', 'enterprise'] as const)(
    'without %s of its own it is none',
    (name) => {
      for (const ask of asks) {
        let thrown: unknown;
        try {
          ask(inheriting(name));
        } catch (error) {
          thrown = error;
        }
        expect(thrown).toBeInstanceOf(TypeError);
        expect((thrown as Error).cause).toMatchObject([{ code: 'missing', path: [name] }]);
      }
      const { outcome, issues } = matchAll(catalog, [need, inheriting(name)]);
      expect([...outcome]).toEqual([1, 2]);
      expect(issues).toMatchObject([{ code: 'missing', path: ['needs', 1, name] }]);
    },
  );

  test('what may be absent is unknown', () => {
    const { purpose: _, ...purposeless } = need;
    const { region: __, ...nowhere } = need.enterprise;
    const pairs: readonly (readonly [Need, Need])[] = [
      [inheriting('purpose'), purposeless],
      [
        {
          ...need,
          enterprise: Object.create(need.enterprise, Object.getOwnPropertyDescriptors(nowhere)),
        },
        { ...need, enterprise: nowhere },
      ],
      [
        { ...need, project: Object.create({ id: 'p' }) },
        { ...need, project: {} as never },
      ],
    ];
    for (const [inherits, lacks] of pairs) {
      for (const ask of asks) expect(ask(inherits)).toEqual(ask(lacks));
      const [left, right] = [matchAll(catalog, [inherits]), matchAll(catalog, [lacks])];
      expect(left.eligible).toEqual(right.eligible);
      expect(offersOf(left, 0)).toEqual(offersOf(right, 0));
      expect(problemFromTable(left)).toEqual(problemFromTable(right));
    }
  });

  test('what is asked for least is what is asked for in an allocation too', () => {
    const { minimumAmount: _, ...whole } = need;
    const inherits = Object.assign(Object.create({ minimumAmount: 1 }), whole) as Need;
    const problems = [inherits, whole].map((one) => problemFromTable(matchAll(catalog, [one])));
    expect(problems[0]).toEqual(problems[1]);
  });
});

test.each(rubbishAnd(['a document', document]))('%s is no catalog', (_, wrong) => {
  const said = 'expected a catalog as compileCatalog returns it';
  const given = wrong as Catalog;
  expect(() => matchAll(given, [])).toThrow(new TypeError(`matchAll: ${said}`));
  expect(() => updateCatalog(given, [])).toThrow(new TypeError(`updateCatalog: ${said}`));
  expect(() => policyPackOf(given)).toThrow(new TypeError(`policyPackOf: ${said}`));
  expect(() => catalogToBuffer(given)).toThrow(new TypeError(`catalogToBuffer: ${said}`));
});

test.each(rubbishAnd(['a catalog', catalog]))('%s is no table', (_, wrong) => {
  const said = 'expected a table as matchAll returns it';
  const given = wrong as MatchTable;
  expect(() => offersOf(given, 0)).toThrow(new TypeError(`offersOf: ${said}`));
  expect(() => resultOf(given, 0)).toThrow(new TypeError(`resultOf: ${said}`));
  expect(() => rematch(given, [])).toThrow(new TypeError(`rematch: ${said}`));
  expect(() => problemFromTable(given)).toThrow(new TypeError(`problemFromTable: ${said}`));
});

test.each(rubbishAnd(['raw JSON of a product', { ...CATALOG, banks: undefined }]))(
  '%s is no document',
  (_, wrong) => {
    const said = 'compileCatalog: expected a document as parseCatalog returns it';
    expect(() => compileCatalog(wrong as typeof document, { asOf: '2025-09-01' })).toThrow(
      new TypeError(said),
    );
  },
);

describe('programmes that contradict each other', () => {
  const version = {
    id: 'v',
    validFrom: 20_000,
    knownFrom: 20_000,
    source: { title: 's', grade: 'A' },
  };
  const programme = (id: string, ...versions: Json[]) => ({
    id,
    kind: 'subsidy',
    level: 'city',
    versions: versions.map((one) => ({ ...version, ...one })),
  });
  const programmes = [
    programme('z', {}, { id: 'w', caps: [{ amount: -1 }], benefit: { kind: 'points', rate: 0.5 } }),
    programme('a', { benefit: { kind: 'share-of-benchmark', benchmark: 'none', share: 1 } }),
    programme('a', { supersedes: 'gone' }),
  ] as unknown as readonly Programme[];

  test('are refused when they are compiled, each fault with its place', () => {
    const caught = (): unknown => {
      try {
        compileCatalog({ ...document, programmes }, { asOf: '2025-09-01' });
      } catch (error) {
        return error;
      }
      return undefined;
    };
    const error = caught() as RangeError & { readonly cause: readonly Issue[] };
    expect(error).toBeInstanceOf(RangeError);
    expect(brief(error.cause)).toEqual([
      'contradiction programmes[0].versions[1].validFrom',
      'dangling programmes[2].versions[0].supersedes',
      'duplicate programmes[2].id',
      'dangling programmes[1].versions[0].benefit.benchmark',
      'range programmes[0].versions[1].caps[0].amount',
      'range programmes[0].versions[1].benefit.rate',
    ]);
    for (const { message } of error.cause) expect(error.message).toContain(message);
    expect(compilePolicies(programmes, {})).toEqual({ _tag: 'Left', left: error.cause });
  });

  test.each(RUBBISH.filter(([, wrong]) => !Array.isArray(wrong) || wrong.length > 0))(
    'and %s are issues of a pack',
    (_, wrong) => {
      const pack = compilePolicies(wrong as typeof programmes);
      if (isRight(pack)) throw new Error('accepted');
      expect(brief(pack.left)).toEqual(['type programmes']);
    },
  );
});

describe('changes', () => {
  test.each(RUBBISH.filter(([, wrong]) => !Array.isArray(wrong) || wrong.length > 0))(
    'that are %s are an issue with its place',
    (_, wrong) => {
      const result = updateCatalog(catalog, wrong as []);
      if (isRight(result)) throw new Error('accepted');
      expect(result.left[0]?.path[0]).toBe('changes');
      expect(isLeft(rematch(table, wrong as []))).toBe(true);
    },
  );

  test.each(
    rubbishAnd(
      ['a product of nothing', { change: 'put-product', product: null }],
      ['a product with wrong parts', { change: 'put-product', product: { id: 'x', criteria: 7 } }],
      ['a value of nothing', { change: 'benchmark-value', benchmark: 'LPR-1Y' }],
    ),
  )('of which one is %s name its place', (_, wrong) => {
    const away = { change: 'withdraw-product', product: 'nobody' };
    const result = updateCatalog(catalog, [away, wrong] as unknown as []);
    if (isRight(result)) throw new Error('accepted');
    const places = new Set(result.left.map(({ path }) => path[1]));
    expect([...places]).toEqual([0, 1]);
  });
});

describe('elsewhere', () => {
  test.each(RUBBISH)('%s is an issue, or no answer', (what, wrong) => {
    if (typeof wrong !== 'string') {
      const read = parseJsonText(wrong as string);
      if (isRight(read)) throw new Error('accepted');
      expect(read.left[0]).toMatchObject({ code: 'type', line: 1, column: 1 });
    }
    expect(issuesOf(schedule(wrong as Loan)).length).toBeGreaterThan(0);
    expect(effectiveRate(wrong as []).kind).toBe('none');
    if (what === 'a list') return;
    const { state, issues } = foldLedger(wrong as [], {} as LedgerRules);
    expect(issues).toHaveLength(1);
    expect(state).toEqual(EMPTY_LEDGER);
  });
});
