import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openArena } from '../src/arrays/arena.ts';
import {
  createLargest,
  largestBytes,
  openLargest,
  takeLargest,
} from '../src/arrays/largest-kernel.ts';

const roomFor = (size: number) => createLargest(openArena(largestBytes(size), true), size);

/** Keys, with many alike; sizes around those of a block. */
const keys = fc.array(fc.oneof(fc.nat({ max: 3 }), fc.nat({ max: 100_000_000 })), {
  maxLength: 70,
});

test('keys are taken from the largest down, each place once, until they are below what is wanted', () => {
  const largest = roomFor(70);
  fc.assert(
    fc.property(keys, fc.integer({ min: -1, max: 4 }), (own, least) => {
      largest.keys.set(own);
      openLargest(largest, own.length);
      const places: number[] = [];
      for (;;) {
        const place = takeLargest(largest, least);
        if (place < 0) break;
        places.push(place);
      }
      const wanted = own.filter((key) => key >= least).sort((a, b) => b - a);
      expect(places.map((place) => own[place])).toEqual(wanted);
      expect(new Set(places).size).toBe(places.length);
    }),
    { numRuns: 1000 },
  );
});

test('what the last keys left behind is not seen', () => {
  const largest = roomFor(40);
  largest.keys.fill(9);
  openLargest(largest, 40);
  largest.keys.set([1, 2]);
  openLargest(largest, 2);
  expect([takeLargest(largest, 0), takeLargest(largest, 0), takeLargest(largest, 0)]).toEqual([
    1, 0, -1,
  ]);
});
