import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openArena } from '../src/arrays/arena.ts';
import {
  bitRowsBytes,
  intersectListed,
  openBitRows,
  rowAddress,
  uniteListed,
  WORDS_PER_TURN,
} from '../src/arrays/bit-rows-kernel.ts';

/** As in `rows.as.ts`, which only the rest of the module calls. */
type Intersect = (
  starts: number,
  count: number,
  moreStarts: number,
  more: number,
  bytes: number,
  out: number,
  moreOut: number,
) => void;

function rowsOf(pool: Uint32Array, words: number, most: number, isPlain: boolean) {
  const arena = openArena(bitRowsBytes(pool, words, most), isPlain);
  const rows = openBitRows(arena, pool, words, most);
  const { starts, moreStarts, resultAt } = rows;
  const byModule = arena.functions?.['intersect'] as Intersect | undefined;
  const intersect = (count: number, more: number) => {
    if (byModule === undefined) intersectListed(rows, count, more);
    else {
      const [first = 0, second = 0] = resultAt;
      const at = [starts.byteOffset, moreStarts.byteOffset] as const;
      byModule(at[0], count, at[1], more, words * 4, first, second);
    }
  };
  expect(byModule === undefined).toBe(isPlain);
  return { ...rows, intersect };
}

const word = fc.oneof(
  fc.nat(0xffffffff),
  fc.constantFrom(0, 1, 0x80000000, 0x7fffffff, 0xffffffff),
);

/** A pool of rows of whole turns, and lists of rows to intersect. */
const question = fc
  .record({ turns: fc.integer({ min: 1, max: 4 }), rows: fc.integer({ min: 1, max: 9 }) })
  .chain(({ turns, rows }) =>
    fc.record({
      words: fc.constant(turns * WORDS_PER_TURN),
      pool: fc.array(word, {
        minLength: turns * WORDS_PER_TURN * rows,
        maxLength: turns * WORDS_PER_TURN * rows,
      }),
      lists: fc.array(fc.array(fc.nat(rows - 1), { minLength: 1, maxLength: 12 }), {
        minLength: 1,
        maxLength: 4,
      }),
    }),
  );

describe('rows of bits', () => {
  test('are intersected alike by vectors, by JavaScript, and word by word', () => {
    fc.assert(
      fc.property(question, ({ words, pool, lists }) => {
        const vectors = rowsOf(Uint32Array.from(pool), words, 12, false);
        const plain = rowsOf(Uint32Array.from(pool), words, 12, true);
        const meet = (list: readonly number[]) =>
          Array.from({ length: words }, (_, w) =>
            list.reduce(
              (bits, row) => (bits & (pool[row * words + w] as number)) >>> 0,
              0xffffffff,
            ),
          );
        lists.forEach((list, turn) => {
          const further = lists[turn - 1] ?? [];
          const expected = [meet(list), meet([...list, ...further])];
          for (const rows of [vectors, plain]) {
            for (const [starts, listed] of [
              [rows.starts, list],
              [rows.moreStarts, further],
            ] as const) {
              listed.forEach((row, place) => {
                starts[place] = rowAddress(rows, row);
              });
            }
            rows.intersect(list.length, further.length);
            expect(rows.results.map((row) => Array.from(row))).toEqual(expected);
          }
        });
        // Nothing is written beyond the results.
        expect(Array.from(vectors.pool)).toEqual(pool);
      }),
      { numRuns: 300 },
    );
  });

  test('are united alike: what is in all of some rows, and others', () => {
    const list = fc.array(fc.nat(4), { maxLength: 5 });
    fc.assert(
      fc.property(fc.array(word, { minLength: 192, maxLength: 192 }), list, list, (pool, a, b) => {
        const at = (row: number, w: number) => pool[row * 32 + w] as number;
        const expected = pool.map((bits, i) => {
          const w = i & 31;
          if (i >> 5 !== 5) return bits;
          const met = a.reduce((all, row) => all & at(row, w), a.length === 0 ? 0 : -1);
          return b.reduce((some, row) => some | at(row, w), met) >>> 0;
        });
        for (const isPlain of [true, false]) {
          const rows = rowsOf(Uint32Array.from(pool), 32, 5, isPlain);
          expect(rows.unite === undefined).toBe(isPlain);
          rows.starts.set(a.map((row) => rowAddress(rows, row)));
          rows.moreStarts.set(b.map((row) => rowAddress(rows, row)));
          uniteListed(rows, a.length, b.length, 5);
          expect(Array.from(rows.pool)).toEqual(expected);
        }
      }),
      { numRuns: 300 },
    );
  });
});
