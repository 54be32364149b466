import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createLanes, takeWords } from '../src/arrays/checksum.ts';
import {
  type Column,
  packSections,
  SECTIONS_LIMIT,
  sectionText,
  type Unpacked,
  unpackSections,
} from '../src/arrays/container.ts';

const MAGIC = 'TEST';
const VERSION = 7;
const open = (buffer: ArrayBuffer | SharedArrayBuffer) => unpackSections(buffer, MAGIC, VERSION);
const codeOf = (result: Unpacked) => (result.ok ? 'ok' : result.code);

const name = fc.oneof(
  fc.stringMatching(/^[A-Za-z0-9._-]{1,48}$/),
  fc.constantFrom('__proto__', 'constructor', 'a', 'a.b', '10', '9'),
);
const column: fc.Arbitrary<Column> = fc.oneof(
  fc.uint8Array({ maxLength: 20 }),
  fc.uint16Array({ maxLength: 9 }),
  fc.int32Array({ maxLength: 9 }),
  fc.uint32Array({ maxLength: 9 }),
  fc.float64Array({ maxLength: 9 }),
);
const text = fc.string({ unit: fc.constantFrom('a', '省', '\u{1f600}', '\ufeff', '\u0000') });
const named = fc.dictionary(name, fc.oneof(column, text), { maxKeys: 6, noNullPrototype: true });

/** A small container with a section of every kind, some of which have to be filled up. */
const sample = () =>
  packSections(MAGIC, VERSION, {
    bytes: Uint8Array.of(1, 2, 3),
    shorts: Uint16Array.of(65_535),
    ints: Int32Array.of(-1, 5, 7),
    words: Uint32Array.of(2 ** 32 - 1),
    floats: Float64Array.of(0.5, Number.NaN),
    text: '湖北',
    empty: new Float64Array(0),
  });

/** Gives a buffer the checksum of what it says now. */
function seal(buffer: ArrayBuffer): ArrayBuffer {
  const words = new Int32Array(buffer);
  const lanes = createLanes();
  takeWords(lanes, words, 0, 8);
  takeWords(lanes, words, 12, words.length);
  words.set(lanes, 8);
  return buffer;
}

/** The sample with one word of the header or the directory changed, sealed again. */
function forged(word: number, change: (value: number) => number): ArrayBuffer {
  const buffer = sample();
  const words = new Uint32Array(buffer);
  words[word] = change(words[word] ?? 0);
  return seal(buffer);
}

describe('a container', () => {
  test('gives back what was packed, as views in place', () => {
    fc.assert(
      fc.property(named, (sections) => {
        const buffer = packSections(MAGIC, VERSION, sections);
        const result = open(buffer);
        if (!result.ok) throw new Error(result.code);
        expect([...result.sections.keys()]).toEqual(Object.keys(sections).sort());
        for (const [key, one] of result.sections) {
          const packed = sections[key];
          expect(one.buffer).toBe(buffer);
          expect(one.byteOffset % 8).toBe(0);
          if (typeof packed === 'string') expect(sectionText(one as Uint8Array)).toBe(packed);
          else expect(one).toEqual(packed);
        }
      }),
    );
  });

  test('has one layout: neither the order of members nor another packing changes a byte', () => {
    fc.assert(
      fc.property(named, (sections) => {
        const buffer = packSections(MAGIC, VERSION, sections);
        const turned = Object.fromEntries(Object.entries(sections).reverse());
        expect(packSections(MAGIC, VERSION, turned)).toEqual(buffer);
        const result = open(buffer);
        if (!result.ok) throw new Error(result.code);
        const again = Object.fromEntries(
          [...result.sections].map(([key, one]) => {
            const isText = typeof sections[key] === 'string';
            return [key, isText ? (sectionText(one as Uint8Array) ?? '') : one];
          }),
        );
        expect(packSections(MAGIC, VERSION, again)).toEqual(buffer);
      }),
    );
  });

  test('opens in shared memory, where its texts can be read too', () => {
    const buffer = sample();
    const shared = new SharedArrayBuffer(buffer.byteLength);
    new Uint8Array(shared).set(new Uint8Array(buffer));
    const result = open(shared);
    if (!result.ok) throw new Error(result.code);
    const { sections } = result;
    expect(sections.get('ints')).toEqual(Int32Array.of(-1, 5, 7));
    expect(sections.get('ints')?.buffer).toBe(shared);
    expect(sectionText(sections.get('text') as Uint8Array)).toBe('湖北');
  });

  test('packs parts of larger buffers, and nothing at all', () => {
    const part = Int32Array.of(1, 2, 3, 4).subarray(1, 3);
    const result = open(packSections(MAGIC, VERSION, { part }));
    expect(result.ok && result.sections.get('part')).toEqual(Int32Array.of(2, 3));
    const none = open(packSections(MAGIC, VERSION, {}));
    expect(none.ok && none.sections.size).toBe(0);
  });
});

describe('a container is refused', () => {
  test('when any bit of any byte has changed', () => {
    const buffer = sample();
    const bytes = new Uint8Array(buffer);
    expect(codeOf(open(buffer))).toBe('ok');
    for (let at = 0; at < bytes.length; at++) {
      for (let bits = 1; bits < 256; bits++) {
        bytes[at] = (bytes[at] ?? 0) ^ bits;
        expect(open(buffer).ok, `byte ${at}, bits ${bits}`).toBe(false);
        bytes[at] = (bytes[at] ?? 0) ^ bits;
      }
    }
  });

  test('when it is cut anywhere, or longer than it says', () => {
    const buffer = sample();
    for (let length = 0; length < buffer.byteLength; length++) {
      expect(codeOf(open(buffer.slice(0, length)))).toBe('truncated');
    }
    const longer = new ArrayBuffer(buffer.byteLength + 8);
    new Uint8Array(longer).set(new Uint8Array(buffer));
    expect(codeOf(open(longer))).toBe('malformed');
  });

  test('when it is of another kind, version or byte order', () => {
    expect(codeOf(unpackSections(sample(), 'OTHER', VERSION))).toBe('foreign');
    expect(codeOf(unpackSections(sample(), 'TES', VERSION))).toBe('foreign');
    expect(codeOf(unpackSections(sample(), MAGIC, VERSION + 1))).toBe('version');
    expect(codeOf(open(forged(2, () => 0x04030201)))).toBe('foreign');
    expect(codeOf(open(forged(3, (layout) => layout + 1)))).toBe('version');
    expect(codeOf(open(new TextEncoder().encode('{"products":[]}').buffer))).toBe('foreign');
    expect(unpackSections(sample(), MAGIC, 8)).toEqual({
      ok: false,
      code: 'version',
      expected: 'version 8',
      seen: '7',
    });
  });

  // The directory begins at word 12, an entry has 16: kind, length of the name, offset, count, name.
  test.each<[string, number, (value: number) => number]>([
    ['fewer sections', 5, (count) => count - 1],
    ['more sections', 5, (count) => count + 1],
    ['sections without end', 5, () => 2 ** 32 - 1],
    ['a spare word in use', 7, () => 1],
    ['no kind', 12, () => 0],
    ['an unknown kind', 12, () => 7],
    ['a kind of another width', 12, () => 5],
    ['no name', 13, () => 0],
    ['a shorter name', 13, (length) => length - 1],
    ['a name without end', 13, () => 2 ** 32 - 1],
    ['an offset beyond the end', 14, () => 2 ** 32 - 8],
    ['an offset between numbers', 14, (offset) => offset + 1],
    ['a section over the next', 30, (offset) => offset - 8],
    ['a count beyond the end', 15, () => 2 ** 32 - 1],
    ['a smaller count, numbers after it', 15, (count) => count - 1],
    ['names out of order', 16, () => 0x7a7a7a7a],
    ['a name that is none', 16, () => 0x20202020],
  ])('when it was forged with %s', (_, word, change) => {
    expect(codeOf(open(forged(word, change)))).toBe('malformed');
  });

  test('or gives views within its bytes, whatever was forged', () => {
    const changes = fc.array(
      fc.record({
        word: fc.integer({ min: 5, max: 130 }),
        value: fc.oneof(fc.nat(300), fc.nat(7), fc.integer({ min: 0, max: 2 ** 32 - 1 })),
      }),
      { minLength: 1, maxLength: 3 },
    );
    fc.assert(
      fc.property(changes, (list) => {
        const buffer = sample();
        const words = new Uint32Array(buffer);
        for (const { word, value } of list) if (word !== 6) words[word] = value;
        const result = open(seal(buffer));
        if (!result.ok) return;
        for (const one of result.sections.values()) {
          expect(one.byteOffset + one.byteLength).toBeLessThanOrEqual(buffer.byteLength);
        }
      }),
      { numRuns: 2000 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(open(bytes.slice().buffer).ok).toBe(false);
      }),
    );
  });
});

describe('packing refuses', () => {
  const pack = (sections: Record<string, unknown>) =>
    packSections(MAGIC, VERSION, sections as Record<string, Column>);

  test('what a reader could not read back', () => {
    expect(() => packSections('', 1, {})).toThrow(RangeError);
    expect(() => packSections('NINE CHAR', 1, {})).toThrow(RangeError);
    expect(() => packSections(MAGIC, -1, {})).toThrow(RangeError);
    expect(() => packSections(MAGIC, 2 ** 32, {})).toThrow(RangeError);
    expect(() => pack({ 'a b': Int32Array.of(1) })).toThrow(RangeError);
    expect(() => pack({ ['n'.repeat(49)]: Int32Array.of(1) })).toThrow(RangeError);
    const many = Array.from({ length: SECTIONS_LIMIT + 1 }, (_, i) => [`s${i}`, '']);
    expect(() => pack(Object.fromEntries(many))).toThrow(RangeError);
  });

  test('columns of other kinds and halves of characters', () => {
    const view = new DataView(new ArrayBuffer(8));
    for (const odd of [Float32Array.of(1), BigInt64Array.of(1n), view, [1], null, undefined, 1]) {
      expect(() => pack({ odd })).toThrow(TypeError);
    }
    expect(() => pack({ odd: 'a\ud800' })).toThrow(TypeError);
  });
});

test('bytes that are no UTF-8 are no text', () => {
  expect(sectionText(Uint8Array.of(0xc0, 0x80))).toBeUndefined();
  expect(sectionText(new Uint8Array(0))).toBe('');
});

test('a checksum finds every change within one word, wherever it stands', () => {
  // Beyond one block of words, and not a multiple of the lanes.
  const word = fc.record({
    length: fc.integer({ min: 1, max: 20_000 }),
    at: fc.nat(),
    bits: fc.integer({ min: 1, max: 2 ** 32 - 1 }),
  });
  const lanesOf = (words: Int32Array) => {
    const lanes = createLanes();
    takeWords(lanes, words, 0, words.length);
    return [...lanes];
  };
  fc.assert(
    fc.property(word, ({ length, at, bits }) => {
      const words = Int32Array.from({ length }, (_, i) => Math.imul(i, 0x9e3779b1));
      const before = lanesOf(words);
      words[at % length] = (words[at % length] ?? 0) ^ bits;
      expect(lanesOf(words)).not.toEqual(before);
    }),
  );
});
