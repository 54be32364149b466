/**
 * Worlds in which the engine has to agree with the rules: the small worlds of matching, with
 * programmes, with amounts small and large, and with as many products as fill one word of a bitset,
 * one more and one less.
 */
import * as fc from 'fast-check';
import type {
  Benefit,
  BenefitBase,
  CatalogDocument,
  Criterion,
  Need,
  Product,
  Programme,
  ProgrammeVersion,
} from '../src/model/index.ts';
import type { Day } from '../src/units/day.ts';
import type { Money } from '../src/units/money.ts';
import type { Rate } from '../src/units/rate.ts';
import { AS_OF, catalogOf, criterion, product, need as smallNeed } from './world.ts';

const LABELS = ['relending-21', 'subsidy-handling'];
const source = { title: 'made up', grade: 'illustrative' } as const;
const percent = fc.constantFrom(0, 5000, 15_000, 400_000, 1_000_000) as fc.Arbitrary<Rate>;
const maybe = <T extends object>(
  model: {
    [K in keyof T]?: fc.Arbitrary<T[K]> | undefined;
  },
) => fc.record(model as never, { requiredKeys: [] }) as unknown as fc.Arbitrary<Partial<T>>;

/** What only the offer or the loan itself decides. */
const offerCriterion: fc.Arbitrary<Criterion> = fc.oneof(
  fc.subarray(LABELS, { minLength: 1 }).map((operands) => ({
    operator: 'hasAny' as const,
    field: 'bank.labels',
    operands,
  })),
  fc.constantFrom('build', 'renew').map((purpose) => ({
    operator: 'hasAny' as const,
    field: 'product.purposes',
    operands: [purpose],
  })),
  fc.integer({ min: 1, max: 6 }).map((max) => ({
    operator: 'range' as const,
    field: 'need.termMonths',
    max,
  })),
);

const benefit: fc.Arbitrary<Benefit> = fc.oneof(
  { weight: 4, arbitrary: percent.map((rate) => ({ kind: 'points' as const, rate })) },
  fc.tuple(percent, fc.oneof(criterion, offerCriterion), percent).map(([rate, when, share]) => ({
    kind: 'points' as const,
    rate,
    bonuses: [{ when, share }],
  })),
  percent.map((share) => ({ kind: 'share-of-rate' as const, share })),
  fc.constantFrom('LPR', 'GONE').map((benchmark) => ({
    kind: 'share-of-benchmark' as const,
    benchmark,
    share: 300_000 as Rate,
  })),
  percent.map((share) => ({
    kind: 'relending' as const,
    share,
    rate: 12_500 as Rate,
    tenorMonths: 12,
    rollovers: 2,
  })),
  percent.map((share) => ({ kind: 'grant' as const, share })),
);

const base: fc.Arbitrary<BenefitBase> = fc.oneof(
  fc.constantFrom('loan' as const, 'equipment-loan' as const).map((part) => ({ part })),
  fc.integer({ min: 1, max: 9 }).map((amount) => ({
    part: 'loan' as const,
    cap: { amount: amount as Money, scope: 'loan' as const },
  })),
);

const version = (others: readonly string[]): fc.Arbitrary<ProgrammeVersion> =>
  fc
    .tuple(
      fc.constantFrom(19_000, 19_999, 20_005) as fc.Arbitrary<Day>,
      maybe<ProgrammeVersion>({
        validTo: fc.constantFrom(20_001, 20_400) as fc.Arbitrary<Day>,
        conditions: fc.array(fc.oneof(criterion, offerCriterion), { maxLength: 2 }),
        benefit,
        base,
        clock: fc.constantFrom('disbursement' as const, 'supplier-payment' as const),
        maximumMonths: fc.integer({ min: 1, max: 6 }),
        datedBy: fc.constantFrom('disbursement' as const, 'contract' as const),
        caps: fc.array(
          fc.record(
            {
              amount: fc.integer({ min: 0, max: 9 }) as fc.Arbitrary<Money>,
              scope: fc.constant('pool' as const),
              per: fc.constantFrom('year' as const, 'life' as const),
              of: fc.constantFrom('subsidy' as const, 'principal' as const),
            },
            { requiredKeys: ['amount', 'scope', 'per'], noNullPrototype: true },
          ),
          { maxLength: 1 },
        ),
        stacking: fc.array(
          fc.record({
            rule: fc.constantFrom('excludes' as const, 'requires' as const, 'residual' as const),
            other: fc.constantFrom(...others).map((id) => ({ programmes: [id] })),
          }),
          { maxLength: 1 },
        ),
        unset: fc.constantFrom([], [], ['caps' as const]),
      }),
    )
    .map(([validFrom, members]): ProgrammeVersion => {
      const { validTo, ...rest } = members;
      return {
        id: 'v',
        source,
        validFrom,
        ...rest,
        ...(validTo === undefined || validTo < validFrom ? {} : { validTo }),
      };
    });

const IDS = ['a', 'b', 'c'];

/** Up to three programmes, each with rules towards the others. */
export const programmes: fc.Arbitrary<readonly Programme[]> = fc
  .tuple(...IDS.map((id) => version(IDS.filter((other) => other !== id))), fc.nat(3))
  .map((parts) => {
    const count = parts.at(-1) as number;
    return (parts.slice(0, -1) as ProgrammeVersion[]).slice(0, count).map(
      (own, index): Programme => ({
        id: IDS[index] as string,
        kind: own.benefit?.kind === 'relending' ? 'relending' : 'interest-subsidy',
        level: index === 0 ? 'central' : 'province',
        versions: [
          {
            ...own,
            // Rules towards programmes that are not there would be refused.
            stacking: (own.stacking ?? []).filter((rule) =>
              'other' in rule
                ? rule.other.programmes?.every((id) => IDS.indexOf(id) < count) === true
                : true,
            ),
          },
        ],
      }),
    );
  });

/** Amounts of a few minor units, of ordinary loans, and beyond what products of numbers can hold. */
const scale = fc.constantFrom(1, 1, 20_000_000, 700_000_000_000);

function scaleNeed(need: Need, by: number): Need {
  if (by === 1) return need;
  const times = (value: Money) => (value * by) as Money;
  const { project, collateral, minimumAmount } = need;
  return {
    ...need,
    amount: times(need.amount),
    ...(minimumAmount === undefined ? {} : { minimumAmount: times(minimumAmount) }),
    ...(collateral === undefined
      ? {}
      : { collateral: collateral.map((one) => ({ ...one, value: times(one.value) })) }),
    ...(project === undefined
      ? {}
      : {
          project: {
            ...project,
            ...(project.investment === undefined
              ? {}
              : { investment: times(project.investment), equipment: times(project.investment) }),
          },
        }),
  };
}

function scaleProduct(one: Product, by: number): Product {
  if (by === 1 || one.amount === undefined) return one;
  const { min, max } = one.amount;
  return {
    ...one,
    amount: {
      ...(min === undefined ? {} : { min: (min * by) as Money }),
      ...(max === undefined ? {} : { max: (max * by) as Money }),
    },
  };
}

/** A need whose wish may begin on another day, of the same scale as the products. */
export interface EngineWorld {
  readonly document: CatalogDocument;
  readonly needs: readonly Need[];
}

const size = fc.oneof(
  { weight: 6, arbitrary: fc.nat(6) },
  { weight: 1, arbitrary: fc.constantFrom(31, 32, 33, 63, 64, 65) },
);

export const engineWorld: fc.Arbitrary<EngineWorld> = fc
  .tuple(
    size.chain((count) =>
      fc.array(product, { minLength: Math.min(count, 8), maxLength: Math.min(count, 8) }).map(
        // Many products repeat a few, so that a large catalog costs little to make.
        (few) =>
          few.length === 0 ? [] : Array.from({ length: count }, (_, i) => few[i % few.length]),
      ),
    ),
    fc.array(smallNeed, { minLength: 1, maxLength: 3 }),
    programmes,
    scale,
    fc.option(fc.constantFrom(19_990, 20_010), { nil: undefined }),
    // Codes that no product names: beside, below and above those that they do.
    fc.option(fc.constantFrom('C36', 'C3511', 'D', 'E', 'C3'), { nil: undefined }),
  )
  .map(([products, needs, list, by, start, code]) => {
    const document = catalogOf(
      (products as Product[]).map((one) => scaleProduct(one, by)),
      (8 * by) as Money,
    );
    return {
      document: {
        ...document,
        banks: document.banks.map((bank, index) => ({
          ...bank,
          ...(index === 0 ? { labels: LABELS } : {}),
        })),
        programmes: list,
      },
      needs: needs.map((one, index) => ({
        ...scaleNeed(one, by),
        id: `n-${index}`,
        ...(code === undefined ? {} : { enterprise: { ...one.enterprise, industry: code } }),
        ...(start === undefined ? {} : { start: start as Day }),
      })),
    };
  });

const DAY_COUNTS = ['ACT/365F', 'ACT/ACT', '30/360', '30E/360'] as const;

/**
 * Products that everybody may have, at prices so close that subsidies, fees and rounding decide the
 * order: here what is left out of a list too early would be missed.
 */
export const closeWorld: fc.Arbitrary<EngineWorld> = fc
  .tuple(
    fc.array(
      fc.record({
        rate: fc.integer({ min: 29_000, max: 31_000 }),
        fee: fc.constantFrom(0, 0, 500),
        repayment: fc.constantFrom(
          'equal-instalments' as const,
          'equal-principal' as const,
          'bullet' as const,
        ),
        grade: fc.integer({ min: -800, max: 800 }),
        bank: fc.constantFrom('bank-1', 'bank-2'),
      }),
      { minLength: 4, maxLength: 24 },
    ),
    fc.array(fc.tuple(percent, fc.integer({ min: 1, max: 24 }), fc.boolean()), { maxLength: 3 }),
    fc.integer({ min: 10_000_000, max: 900_000_000 }),
    fc.integer({ min: 3, max: 60 }),
    smallNeed,
  )
  .map(([prices, subsidies, amount, termMonths, one]) => ({
    document: {
      ...catalogOf(
        prices.map(
          ({ rate, fee, repayment, grade, bank }): Product => ({
            id: 'x',
            bank,
            rate: {
              base: { kind: 'fixed', rate: rate as Rate },
              adjustments: [
                {
                  group: 'size',
                  combine: 'SUM',
                  effect: 'add',
                  rate: grade as Rate,
                  when: { operator: 'in', field: 'enterprise.size', operands: ['micro'] },
                },
              ],
            },
            fees: [{ kind: 'arrangement', charged: 'upfront', rate: fee as Rate }],
            repayment: [repayment],
          }),
        ),
      ),
      banks: [{ id: 'bank-1', labels: LABELS }, { id: 'bank-2' }],
      programmes: subsidies.map(
        ([share, months, isOpenToAll], index): Programme => ({
          id: IDS[index] as string,
          kind: 'interest-subsidy',
          level: 'central',
          versions: [
            {
              id: 'v',
              source,
              validFrom: 19_000 as Day,
              maximumMonths: months,
              // Counted in its own way: a month can be longer than a twelfth of a year.
              ...(index === 2 ? { dayCount: DAY_COUNTS[months % 6] ?? ('ACT/360' as const) } : {}),
              // A cap that binds in some loans.
              ...(index === 1 && months % 2 === 0
                ? { caps: [{ amount: (share * 100) as Money, scope: 'loan', per: 'year' }] }
                : {}),
              benefit:
                index === 0
                  ? { kind: 'share-of-rate', share: (share / 4) as Rate }
                  : { kind: 'points', rate: Math.min(share, 15_000) as Rate },
              conditions: isOpenToAll
                ? []
                : [{ operator: 'hasAny', field: 'bank.labels', operands: LABELS }],
            },
          ],
        }),
      ),
    },
    needs: [
      {
        id: 'n-0',
        amount: amount as Money,
        termMonths,
        enterprise: { ...one.enterprise, size: one.enterprise.size ?? 'small' },
      },
    ],
  }));

export { AS_OF };

const SIZES = ['micro', 'small', 'medium', 'large'];

/** The same among more programmes than there are bits in a number; a need is let into some of them. */
export const crowdedWorld: fc.Arbitrary<EngineWorld> = fc
  .tuple(closeWorld, fc.array(fc.nat(3000), { minLength: 34, maxLength: 40 }))
  .map(([world, points]) => {
    const crowd = points.map((rate, index): Programme => {
      const operands = [SIZES[index % SIZES.length] as string];
      const ofSize: Criterion = { operator: 'in', field: 'enterprise.size', operands };
      const version: ProgrammeVersion = {
        id: 'v',
        source,
        validFrom: 19_000 as Day,
        benefit: { kind: 'points', rate: rate as Rate },
        conditions: index % 9 === 0 ? [] : [ofSize],
        stacking: [{ rule: 'choose-one', group: 'g' }],
      };
      return { id: `crowd-${index}`, kind: 'interest-subsidy', level: 'city', versions: [version] };
    });
    const { document } = world;
    const all = [...(document.programmes ?? []), ...crowd];
    return { ...world, document: { ...document, programmes: all } };
  });

/** Worlds whose rates lie far apart, and whose programmes pay about all of the interest, or more. */
export const paidWorld: fc.Arbitrary<EngineWorld> = fc
  .tuple(
    closeWorld,
    fc.array(fc.integer({ min: 0, max: 400_000 }), { minLength: 24, maxLength: 24 }),
    fc.constantFrom(900_000, 995_000, 1_000_000, 1_200_000),
    fc.integer({ min: 10_000_000, max: 12_000_000 }),
    fc.integer({ min: 1, max: 240 }),
  )
  .map(([world, rates, share, amount, termMonths]) => {
    const { document, needs } = world;
    const products = document.products.map((product, i): Product => {
      const rate = rates[i] as Rate;
      const when = { operator: 'in', field: 'enterprise.size', operands: ['micro'] } as const;
      const group = { group: 'size', combine: 'SUM', effect: 'add' } as const;
      const adjustments = [{ ...group, rate: -rate as Rate, when }];
      return { ...product, rate: { base: { kind: 'fixed', rate }, adjustments } };
    });
    const version: ProgrammeVersion = {
      id: 'v',
      source,
      validFrom: 19_000 as Day,
      benefit: { kind: 'share-of-rate', share: share as Rate },
    };
    const programmes: Programme[] = [
      { id: 'all', kind: 'interest-subsidy', level: 'city', versions: [version] },
    ];
    const wishes = needs.map((need) => ({ ...need, amount: amount as Money, termMonths }));
    return { ...world, document: { ...document, products, programmes }, needs: wishes };
  });
