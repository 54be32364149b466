import * as fc from 'fast-check';
import { isLeft, isRight } from 'fp-ts/Either';
import { describe, expect, test } from 'vitest';
import {
  type Catalog,
  type CatalogChange,
  catalogFromBuffer,
  catalogToBuffer,
  compileCatalog,
  explain,
  match,
  matchAll,
  nearMisses,
  updateCatalog,
} from '../src/index.ts';
import { AS_OF, engineWorld } from './engine-world.ts';

function reopen(buffer: ArrayBuffer | SharedArrayBuffer): Catalog {
  const catalog = catalogFromBuffer(buffer);
  if (isLeft(catalog)) throw new Error(catalog.left[0]?.message);
  return catalog.right;
}

/** A catalog of some size, always the same. */
function sample(): { readonly catalog: Catalog; readonly needs: Parameters<typeof matchAll>[1] } {
  const [world] = fc.sample(
    engineWorld.filter(({ document }) => document.products.length > 30),
    { numRuns: 1, seed: 11 },
  );
  if (world === undefined) throw new Error('no world');
  return { catalog: compileCatalog(world.document, { asOf: AS_OF }), needs: world.needs };
}

describe('a catalog as a buffer', () => {
  test('matches, explains and packs as the catalog that it was made of', () => {
    fc.assert(
      fc.property(engineWorld, ({ document, needs }) => {
        const catalog = compileCatalog(document, { asOf: AS_OF });
        const buffer = catalogToBuffer(catalog);
        const copy = reopen(buffer);
        expect(copy.digest).toBe(catalog.digest);
        for (const need of needs) {
          expect(match(copy, need)).toEqual(match(catalog, need));
          expect(nearMisses(copy, need)).toEqual(nearMisses(catalog, need));
          for (const { id } of document.products.slice(0, 3)) {
            expect(explain(copy, need, id)).toEqual(explain(catalog, need, id));
          }
        }
        expect(new Uint8Array(catalogToBuffer(copy))).toEqual(new Uint8Array(buffer));
        expect(copy.products).toEqual(catalog.products);
        expect(copy.document).toEqual(catalog.document);
      }),
      { numRuns: 60 },
    );
  });

  test('has the same bytes however the catalog came to be, and whatever it was used for', () => {
    const { catalog, needs } = sample();
    const before = new Uint8Array(catalogToBuffer(catalog));
    matchAll(catalog, needs);
    expect(new Uint8Array(catalogToBuffer(catalog))).toEqual(before);
    const shuffled = [...catalog.document.products].reverse();
    const other = compileCatalog({ ...catalog.document, products: shuffled }, { asOf: AS_OF });
    expect(new Uint8Array(catalogToBuffer(other))).toEqual(before);
    const [first] = catalog.document.products;
    if (first === undefined) throw new Error('no product');
    const away: CatalogChange[] = [{ change: 'withdraw-product', product: first.id }];
    const back: CatalogChange[] = [{ change: 'put-product', product: first }];
    const without = updateCatalog(catalog, away);
    if (isLeft(without)) throw new Error('refused');
    const again = updateCatalog(without.right, back);
    if (isLeft(again)) throw new Error('refused');
    expect(new Uint8Array(catalogToBuffer(again.right))).toEqual(before);
  });

  test('can be shared between threads, and is not written to', () => {
    const { catalog, needs } = sample();
    const bytes = new Uint8Array(catalogToBuffer(catalog));
    const shared = new SharedArrayBuffer(bytes.length);
    new Uint8Array(shared).set(bytes);
    const copy = reopen(shared);
    expect(matchAll(copy, needs).score).toEqual(matchAll(catalog, needs).score);
    expect(new Uint8Array(shared)).toEqual(bytes);
  });

  test('can be changed like any other catalog', () => {
    const { catalog, needs } = sample();
    const copy = reopen(catalogToBuffer(catalog));
    const [first] = catalog.document.products;
    const changes: CatalogChange[] = [{ change: 'withdraw-product', product: first?.id as string }];
    const one = updateCatalog(copy, changes);
    const other = updateCatalog(catalog, [...changes]);
    if (isLeft(one) || isLeft(other)) throw new Error('refused');
    expect(one.right.digest).toBe(other.right.digest);
    expect(matchAll(one.right, needs).product).toEqual(matchAll(other.right, needs).product);
  });

  test('that was damaged, cut, or made by somebody else is refused with an issue', () => {
    const { catalog } = sample();
    const sound = new Uint8Array(catalogToBuffer(catalog));
    expect(isRight(catalogFromBuffer(sound.buffer))).toBe(true);
    fc.assert(
      fc.property(fc.nat(sound.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const bytes = sound.slice();
        bytes[at] = (bytes[at] as number) ^ change;
        const result = catalogFromBuffer(bytes.buffer);
        expect(isLeft(result) && result.left.length).toBe(1);
      }),
      { numRuns: 500 },
    );
    for (const length of [0, 1, 8, 47, 48, 1000, sound.length - 8, sound.length - 1]) {
      expect(isLeft(catalogFromBuffer(sound.slice(0, length).buffer))).toBe(true);
    }
    const messages = [new ArrayBuffer(64), undefined, 'x', 7, new Uint8Array(64)].map((one) => {
      const result = catalogFromBuffer(one as ArrayBuffer);
      return isLeft(result) ? result.left.map((issue) => issue.message).join() : 'accepted';
    });
    expect(messages).toMatchInlineSnapshot(`
      [
        "(document): expected the buffer of a catalog, with "fulcrum"; saw "other bytes"",
        "(document): expected the buffer of a catalog",
        "(document): expected the buffer of a catalog; saw "x"",
        "(document): expected the buffer of a catalog; saw 7",
        "(document): expected the buffer of a catalog; saw an object",
      ]
    `);
  });
});
