import fc from 'fast-check';
import type {
  AllocationProblem,
  EdgeScope,
  SyndicateNeed,
  SyndicateOffer,
  SyndicateOptions,
} from '../src/allocation/index.ts';
import type { Code } from '../src/units/code.ts';
import type { Money } from '../src/units/money.ts';
import type { Rate } from '../src/units/rate.ts';

const money = (amount: number): Money => amount as Money;
const BANKS = ['ash', 'birch', 'cedar'] as const;
const REGIONS = ['42', '4201', '420106', '420107', '4202', '43'] as const;

/** Which kinds of limits a problem may have. */
export interface OutsideShape {
  readonly hasFloors?: boolean;
  readonly hasPools?: boolean;
  readonly hasCounts?: boolean;
  readonly hasTickets?: boolean;
  readonly hasReversion?: boolean;
}

const maybe = <T>(arbitrary: fc.Arbitrary<T>, isOn = true): fc.Arbitrary<T | undefined> =>
  isOn ? fc.option(arbitrary, { nil: undefined }) : fc.constant(undefined);
/** A floor here and there: with one on every limit hardly a problem could be solved. */
const floorUpTo = (most: number, isOn: boolean): fc.Arbitrary<Money | undefined> =>
  fc.oneof(
    { weight: 7, arbitrary: fc.constant(undefined) },
    { weight: isOn ? 1 : 0, arbitrary: fc.integer({ min: 1, max: most }).map(money) },
  );
const upTo = (most: number): fc.Arbitrary<Money> => fc.integer({ min: 0, max: most }).map(money);

/** Leaves out members that are undefined, as JSON does. */
function compact<T extends object>(one: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(
    Object.entries(one).filter(([, value]) => value !== undefined),
  ) as never;
}

const orderFloor = <T extends { readonly floor?: Money | undefined }>(one: T, cap?: Money): T =>
  one.floor !== undefined && cap !== undefined && one.floor > cap ? { ...one, floor: cap } : one;

/** Problems of many kinds of limits at once, small enough for a solver and too large to try all. */
export function outsideProblem(shape: OutsideShape = {}): fc.Arbitrary<AllocationProblem> {
  const { hasFloors = false, hasPools = false, hasCounts = false, hasTickets = false } = shape;
  const count = maybe(fc.integer({ min: 0, max: 4 }), hasCounts);
  const need = fc.record({
    amount: fc.integer({ min: 1, max: 20 }).map(money),
    minimumShare: maybe(fc.constantFrom(0, 0.3, 0.5, 0.8)),
    region: maybe(fc.constantFrom(...REGIONS, '44')),
    client: maybe(fc.constantFrom('x', 'y'), hasPools),
    group: maybe(fc.constantFrom('g', 'h'), hasPools),
  });
  const product = fc.record({
    bank: fc.constantFrom(...BANKS),
    quota: maybe(upTo(40)),
    floor: floorUpTo(5, hasFloors),
    maximumCount: count,
    minimumTicket: maybe(upTo(9), hasTickets),
  });
  const bank = fc.record({
    quota: maybe(upTo(60)),
    floor: floorUpTo(8, hasFloors),
    maximumCount: count,
    capital: maybe(upTo(100), hasPools),
  });
  const region = fc.record({
    cap: maybe(upTo(40)),
    floor: floorUpTo(6, hasFloors),
    maximumCount: count,
    reverts: maybe(fc.boolean(), shape.hasReversion === true),
  });
  const edge = fc.record({
    isIn: fc.integer({ min: 0, max: 9 }).map((lot) => lot < 6),
    score: fc.oneof(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 1000 })),
    amount: fc.option(upTo(12), { nil: undefined, freq: 2 }),
  });
  return fc
    .record({
      needs: fc.array(need, { minLength: 1, maxLength: 9 }),
      products: fc.array(product, { minLength: 1, maxLength: 6 }),
      edges: fc.array(edge, { minLength: 54, maxLength: 54 }),
      banks: fc.tuple(bank, bank, bank),
      regions: fc.tuple(region, region, region, region, region, region),
      pools: fc.array(fc.tuple(upTo(30), scope()), { maxLength: hasPools ? 3 : 0 }),
      guarantor: maybe(fc.tuple(upTo(10), fc.integer({ min: 0, max: 4 }), scope()), hasPools),
      concentration: maybe(fc.record({ client: maybe(share()), group: maybe(share()) }), hasPools),
    })
    .map(({ needs, products, edges, banks, regions, pools, guarantor, concentration }) => ({
      needs: needs.map(({ amount, minimumShare, region: code, ...rest }, i) => ({
        id: `n${i}`,
        amount,
        ...compact({
          ...rest,
          region: code as Code | undefined,
          minimumAmount:
            minimumShare === undefined ? undefined : money(Math.floor(amount * minimumShare)),
        }),
      })),
      products: products.map((one, j) => ({
        id: `p${j}`,
        ...compact(orderFloor(one, one.quota)),
      })) as never,
      banks: banks.map((one, b) => ({
        id: BANKS[b] ?? '',
        ...compact(orderFloor(one, one.quota)),
      })),
      regions: regions.map((one, r) => ({
        id: (REGIONS[r] ?? '') as Code,
        ...compact(orderFloor(one, one.cap)),
      })),
      pools: pools.map(([budget, scoped], k) => ({
        id: `pool${k}`,
        budget,
        ...known(
          scoped,
          needs.length,
          products.map((one) => one.bank),
        ),
      })),
      guarantors:
        guarantor === undefined
          ? []
          : [
              {
                id: 'guarantor',
                capital: guarantor[0],
                multiple: guarantor[1],
                ...known(
                  guarantor[2],
                  needs.length,
                  products.map((one) => one.bank),
                ),
              },
            ],
      ...(concentration === undefined ? {} : { concentration: compact(concentration) }),
      edges: needs.flatMap((_, i) =>
        products.flatMap((_one, j) => {
          const one = edges[6 * i + j];
          if (one === undefined || !one.isIn) return [];
          const { score, amount } = one;
          return [{ need: `n${i}`, product: `p${j}`, score, ...compact({ amount }) }];
        }),
      ),
    }));
}

const share = (): fc.Arbitrary<Rate> =>
  fc.constantFrom(50_000, 100_000, 150_000, 333_333) as unknown as fc.Arbitrary<Rate>;

function scope(): fc.Arbitrary<EdgeScope> {
  const some = (names: readonly string[]) => maybe(fc.subarray([...names], { minLength: 1 }));
  return fc
    .record({
      products: some(['p0', 'p1', 'p2', 'p3', 'p4', 'p5']),
      banks: some(BANKS),
      needs: some(['n0', 'n1', 'n2', 'n3', 'n4', 'n5', 'n6']),
      regions: maybe(fc.subarray(['42', '4201', '43'] as Code[], { minLength: 1 })),
    })
    .map((one) => compact(one) as EdgeScope);
}

/** A scope without what the problem does not have. */
function known(one: EdgeScope, needs: number, banks: readonly string[]): EdgeScope {
  const isThere = (count: number) => (id: string) => Number(id.slice(1)) < count;
  return {
    ...one,
    ...(one.needs === undefined ? {} : { needs: one.needs.filter(isThere(needs)) }),
    ...(one.products === undefined ? {} : { products: one.products.filter(isThere(banks.length)) }),
    ...(one.banks === undefined ? {} : { banks: one.banks.filter((id) => banks.includes(id)) }),
  };
}

/** A need for several banks, with whole costs: see `syndicateModelOf`. */
export function outsideSyndicate(): fc.Arbitrary<{
  readonly need: SyndicateNeed;
  readonly offers: readonly SyndicateOffer[];
  readonly options: SyndicateOptions;
}> {
  const offer = fc.record({
    rate: fc.integer({ min: -1, max: 60 }).map((n) => (1000 * n) as Rate),
    least: fc.integer({ min: 0, max: 40 }),
    more: fc.integer({ min: 0, max: 80 }),
    fee: upTo(6),
    mayLead: fc.boolean(),
  });
  return fc
    .record({
      amount: fc.integer({ min: 1, max: 300 }).map(money),
      offers: fc.array(offer, { minLength: 1, maxLength: 14 }),
      maximumLenders: maybe(fc.integer({ min: 1, max: 6 })),
      leadShare: fc.constantFrom(0, 0, 200_000, 333_333),
      including: fc.subarray(['b0', 'b1']),
    })
    .map(({ amount, offers, maximumLenders, leadShare, including }) => ({
      need: { amount, termMonths: 12 },
      offers: offers.map(({ least, more, ...rest }, j) => ({
        ...rest,
        id: `b${j}`,
        minimumTicket: money(least),
        maximumTicket: money(least + more),
      })),
      options: {
        leadShare: leadShare as Rate,
        including: including.filter((id) => Number(id.slice(1)) < offers.length),
        ...compact({ maximumLenders }),
      },
    }));
}
