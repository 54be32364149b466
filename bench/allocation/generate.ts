import type { AllocationProblem } from '../../src/allocation/index.ts';
import type { Money } from '../../src/units/money.ts';

/** How an instance is drawn. */
export interface InstanceShape {
  readonly needs: number;
  readonly products: number;
  readonly edgesPerNeed: number;
  /** `plain`: independent scores. `product`: good products are good for all. `levels`: ten levels. */
  readonly scores: 'plain' | 'product' | 'levels';
  /** Largest amount of a need, in minor units. */
  readonly largestAmount: number;
  /** Scores run from 0 to this. */
  readonly largestScore: number;
}

/** A seeded generator of numbers from 0 to 1 (mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A problem in which all quotas together are nine tenths of what is asked. */
export function generateInstance(shape: InstanceShape, seed: number): AllocationProblem {
  const { needs: n, products: m, edgesPerNeed: k, scores, largestAmount, largestScore } = shape;
  const random = createRandom(seed);
  const below = (limit: number): number => Math.floor(random() * limit);
  const need = new Int32Array(n * k);
  const product = new Int32Array(n * k);
  const score = new Int32Array(n * k);
  const merit = Array.from({ length: m }, random);
  const taken = new Int32Array(m).fill(-1);
  const amounts = Array.from({ length: n }, () => 1 + below(largestAmount));
  for (let i = 0; i < n; i++) {
    const row = product.subarray(i * k, i * k + k);
    for (let e = 0; e < k; e++) {
      let j = below(m);
      while (taken[j] === i) j = below(m);
      taken[j] = i;
      row[e] = j;
      need[i * k + e] = i;
    }
    row.sort();
    for (let e = 0; e < k; e++) {
      let value = random();
      if (scores === 'product') value = 0.7 * (merit[row[e] as number] as number) + 0.3 * value;
      if (scores === 'levels') value = Math.floor(value * 10) / 10;
      score[i * k + e] = Math.floor(value * largestScore);
    }
  }
  const weights = Array.from({ length: m }, () => 0.5 + random());
  const weight = weights.reduce((sum, one) => sum + one, 0);
  const total = amounts.reduce((sum, one) => sum + one, 0);
  const name = (letter: string, index: number): string => letter + String(index).padStart(7, '0');
  return {
    needs: amounts.map((amount, i) => ({ id: name('n', i), amount: amount as Money })),
    products: weights.map((one, j) => ({
      id: name('p', j),
      bank: name('b', j % 50),
      quota: Math.floor((0.9 * total * one) / weight) as Money,
    })),
    edges: { need, product, score },
  };
}
