/** Cases in which the module once differed from the rules, or could have. */
import { isLeft } from 'fp-ts/Either';
import { expect, test } from 'vitest';
import {
  type Catalog,
  compileCatalog,
  DEFAULT_PROFILE,
  explain,
  match,
  type Need,
} from '../src/index.ts';
import { createTopList, engineOf, rankNeed } from '../src/matching/engine/index.ts';
import { parseCatalog, parseNeed } from '../src/schema.ts';

const AS_OF = '2024-10-04';

/** A catalog so large that the module takes it: of one product, and many that nobody may have. */
function largeCatalog(
  product: object,
  parts: object = {},
  others: readonly object[] = [],
): Catalog {
  const criteria = [{ field: 'enterprise.size', in: ['large'] }];
  const fillers = Array.from({ length: 513 }, (_, i) => ({ id: `z-${i}`, bank: 'b', criteria }));
  const parsed = parseCatalog({
    formatVersion: 1,
    id: 'c',
    currency: 'CNY',
    banks: [{ id: 'b' }],
    products: [{ id: 'p', bank: 'b', rate: { fixed: '5%' }, ...product }, ...others, ...fillers],
    ...parts,
  });
  if (isLeft(parsed)) throw new Error(parsed.left.map((issue) => issue.message).join('\n'));
  return compileCatalog(parsed.right, { asOf: AS_OF });
}

function needOf(parts: object): Need {
  const enterprise = { id: 'e', size: 'micro' };
  const parsed = parseNeed({ id: 'n', amount: 1_000_000, termMonths: 12, enterprise, ...parts });
  if (isLeft(parsed)) throw new Error(parsed.left[0]?.message);
  return parsed.right;
}

test('an amount times an odd least cover passes 64 bits', () => {
  const collateral = { haircuts: { house: '0%' }, minCoverage: '999.9999%' };
  const catalog = largeCatalog({ collateral });
  expect(engineOf(catalog).segments[0]?.modules).toBeDefined();
  // In yuan: times 9,999,999 the second is beyond 2^63 minor units, and the third beyond 2^64.
  for (const amount of [9_000_000_000, 9_300_000_000, 18_500_000_000]) {
    const need = needOf({ amount, collateral: [{ type: 'house', value: amount * 12 }] });
    const [offer] = match(catalog, need).offers;
    expect(offer?.score.total).toBe(explain(catalog, need, 'p').offer?.score.total);
  }
});

test('preferences of the undetermined see what the need asks, not the loan that was priced before', () => {
  const wish = { field: 'need.amount', min: 8_000_000, hard: false };
  const other = { id: 'q', bank: 'b', rate: { fixed: '5%' } };
  const open = { ...other, criteria: [{ ask: 'is the market sound?' }, wish] };
  const catalog = largeCatalog({ amount: { max: 5_000_000 } }, {}, [open]);
  const need = needOf({ amount: 10_000_000, minimumAmount: 1_000_000 });
  const engine = engineOf(catalog);
  expect(engine.segments[0]?.modules).toBeDefined();
  const { productTies } = engine;
  const [offers, undetermined] = [createTopList(1), createTopList(1)];
  rankNeed(engine, {
    ...{ need, profile: DEFAULT_PROFILE, needSeed: 0, productTies },
    ...{ offers, undetermined },
  });
  expect(offers.size).toBe(1);
  expect(undetermined.score[0]).toBe(explain(catalog, need, 'q').offer?.score.total);
});
