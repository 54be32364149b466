import fc from 'fast-check';
import { isLeft } from 'fp-ts/Either';
import { expect, test } from 'vitest';
import { allocate, verifyAllocation } from '../src/allocation/index.ts';
import { bruteForce, smallProblem } from './allocation-world.ts';

const shape = { hasRegions: true, hasEdgeAmounts: true, hasFloors: true, hasPools: true };

test('no allocation funds more needs than coverage says can be, tried one by one', () => {
  let found = 0;
  let tight = 0;
  fc.assert(
    fc.property(smallProblem(shape), fc.boolean(), (problem, indivisible) => {
      const best = bruteForce(
        problem,
        (got) =>
          problem.needs.filter(
            ({ id, amount, minimumAmount = amount }) => (got.get(id) ?? 0) >= minimumAmount,
          ).length,
        (amount, asked) => !indivisible || amount === 0 || amount === asked,
      );
      const answer = allocate(problem, { objective: 'coverage', indivisible });
      // Floors that cannot be met, or that the search does not meet.
      if (isLeft(answer)) return;
      const { certificate, funded } = answer.right;
      if (certificate.kind !== 'coverage') throw new Error('a proof of coverage');
      const { breaches, fundedBound } = verifyAllocation(problem, answer.right);
      expect(breaches).toEqual([]);
      expect(certificate.fundedBound).toBe(fundedBound);
      expect(certificate.fundedBound).toBeGreaterThanOrEqual(best);
      expect(funded).toBeLessThanOrEqual(best);
      found += 1;
      if (funded === certificate.fundedBound) tight += 1;
    }),
    { numRuns: 400 },
  );
  expect(tight / found).toBeGreaterThan(0.5);
});
