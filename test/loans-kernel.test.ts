import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { openArena } from '../src/arrays/arena.ts';
import { REPAYMENT_METHODS } from '../src/criteria/index.ts';
import { beginLoans, loansBytes, openLoans } from '../src/eligibility/index.ts';
import type { Need, RepaymentMethod } from '../src/model/index.ts';
import type { Rate } from '../src/units/rate.ts';

const SHARES = [1, 333_333, 700_000, 1_000_000];
const COVERS = [0, 500_000, 1_000_000, 1_333_333, 10_000_000];
const data = {
  amounts: new Float64Array(2),
  terms: new Int32Array(4),
  tables: [{ house: 300_000 as Rate }],
  covers: Float64Array.from(COVERS),
  coverBits: 3,
  investmentShares: Float64Array.from(SHARES),
  banks: [],
};
const loans = openLoans(data, openArena(loansBytes(data), true));

const money = fc.oneof(
  fc.integer({ min: 1, max: 2 ** 53 - 1 }),
  fc.integer({ min: 1, max: 10 ** 6 }),
  fc.integer({ min: 1, max: 10 ** 12 }),
);

const needOf = (amount: number, members: object): Need =>
  ({ id: 'n', amount, termMonths: 12, enterprise: { id: 'e' }, ...members }) as unknown as Need;

test('the method is the first wish that a product offers', () => {
  const wish = fc.constantFrom(...REPAYMENT_METHODS, 'never' as RepaymentMethod);
  const wishes = fc.option(fc.array(wish, { maxLength: 5 }), { nil: undefined });
  fc.assert(
    fc.property(wishes, (repayment) => {
      beginLoans(loans, needOf(1, repayment === undefined ? {} : { repayment }));
      for (let bits = 0; bits < loans.methodFor.length; bits++) {
        const offered = REPAYMENT_METHODS.filter((_, place) => (bits & (1 << place)) !== 0);
        const first = (repayment ?? REPAYMENT_METHODS).find((one) => offered.includes(one));
        const place = first === undefined ? 0 : REPAYMENT_METHODS.indexOf(first);
        expect(loans.methodFor[bits]).toBe(place);
      }
    }),
  );
});

test('shares, haircuts and covers are exact for all amounts', () => {
  const million = 1_000_000n;
  fc.assert(
    fc.property(money, money, money, (amount, minimum, value) => {
      const minimumAmount = Math.min(amount, minimum);
      const collateral = [{ type: 'house', value }];
      const project = { id: 'p', investment: value };
      beginLoans(loans, needOf(amount, { minimumAmount, collateral, project }));
      SHARES.forEach((share, place) => {
        expect(BigInt(loans.byShare[place] as number)).toBe(
          (BigInt(value) * BigInt(share)) / million,
        );
      });
      const { sharesWorth, wholeCover, leastCover } = loans.pledges;
      expect(BigInt(sharesWorth[0] as number)).toBe((BigInt(value) * 700_000n) / million);
      COVERS.forEach((cover, place) => {
        const up = (money: number) => (BigInt(money) * BigInt(cover) + million - 1n) / million;
        const whole = wholeCover[place] as number;
        const least = leastCover[place] as number;
        // Where an amount comes near 2^53 the figure is left open, to the side that decides nothing.
        if (whole === Number.POSITIVE_INFINITY) expect(up(amount) > 2n ** 53n - 100n).toBe(true);
        else expect(BigInt(whole)).toBe(up(amount));
        if (least !== 0) expect(BigInt(least)).toBe(up(minimumAmount));
        else expect(cover === 0 || up(minimumAmount) > 2n ** 53n - 100n).toBe(true);
      });
    }),
    { numRuns: 1000 },
  );
});
