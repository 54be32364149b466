import { createLanes, LANES, takeWords } from './checksum.ts';

/**
 * Named columns of numbers in one buffer, which can be written to a file, or shared between threads,
 * and read in place: every column that is unpacked is a view, nothing is copied.
 *
 *   byte  0  magic, ASCII, filled up with zeros
 *         8  ORDER_MARK: little-endian, or the numbers mean something else
 *        12  version of this layout
 *        16  version of the content
 *        20  number of sections
 *        24  length of the whole, in bytes; then four bytes of zero
 *        32  checksum of all the rest
 *        48  directory, 64 bytes a section: kind, length of the name in bytes, offset in bytes,
 *            count of elements; name, ASCII, filled up with zeros
 *        ..  sections in the order of the directory, by name, each on a multiple of 8 and filled up
 *            with zeros to the next
 *
 * One content has one layout: what is out of its place or order is refused. So no two sections can
 * overlap, and what was unpacked packs to the same bytes.
 */

/** A column, as it is packed and as a view on the buffer. */
export type Column = Uint8Array | Uint16Array | Int32Array | Uint32Array | Float64Array;

/**
 * Why a buffer was refused: no container of this magic and byte order; another version of the layout
 * or of the content; shorter than it says; changed since it was written; or made by something else.
 */
export type ContainerFault = 'foreign' | 'version' | 'truncated' | 'checksum' | 'malformed';

/** The sections by name, or the first fault; `expected` and `seen` are for people. */
export type Unpacked =
  | { readonly ok: true; readonly sections: ReadonlyMap<string, Column> }
  | {
      readonly ok: false;
      readonly code: ContainerFault;
      readonly expected: string;
      readonly seen: string;
    };

/** Most sections of a container. */
export const SECTIONS_LIMIT = 256;
/** Longest name of a section: letters, digits, dot, dash and underscore. */
export const SECTION_NAME_CHARACTERS = 48;
/** Longest magic, ASCII. */
export const MAGIC_CHARACTERS = 8;
/** Largest container, in bytes. */
export const CONTAINER_BYTES_LIMIT: number = 2 ** 30;

const LAYOUT_VERSION = 1;
/** Reads 0x04030201 on a machine that puts the high byte first. */
const ORDER_MARK = 0x01020304;

/** Indexes of 32-bit words in the header. */
const MARK_WORD = 2;
const LAYOUT_WORD = 3;
const VERSION_WORD = 4;
const COUNT_WORD = 5;
const LENGTH_WORD = 6;
const SPARE_WORD = 7;
const CHECKSUM_WORD = 8;
const HEADER_WORDS: number = CHECKSUM_WORD + LANES;
const HEADER_BYTES: number = HEADER_WORDS * 4;
const ENTRY_BYTES: number = 16 + SECTION_NAME_CHARACTERS;

const NAME = /^[A-Za-z0-9._-]{1,48}$/;
const MAGIC = /^[!-~]{1,8}$/;

/** Kinds by their number in the directory; zero is none, so that empty memory is no entry. */
const KINDS = [
  '',
  'Uint8Array',
  'Uint16Array',
  'Int32Array',
  'Uint32Array',
  'Float64Array',
  'text',
];
const WIDTHS = [0, 1, 2, 4, 4, 8, 1];
const TEXT_KIND = 6;

/** A section on its way into a container. */
interface Part {
  readonly name: string;
  readonly kind: number;
  readonly column: Column;
  readonly offset: number;
}

/**
 * Packs columns and texts. `magic` is 1 to 8 visible ASCII characters that tell this kind of content
 * from others, `version` a whole number below 2^32. The order of the members does not matter.
 *
 * Throws RangeError for what exceeds a limit or does not fit the header, TypeError for values of
 * other kinds and texts with lone surrogates.
 */
export function packSections(
  magic: string,
  version: number,
  sections: Readonly<Record<string, Column | string>>,
): ArrayBuffer {
  checkHeader('packSections', magic, version);
  const parts = layOut(sections);
  const last = parts.at(-1);
  const length = last === undefined ? HEADER_BYTES : endOf(last);
  if (length > CONTAINER_BYTES_LIMIT) {
    throw new RangeError(`packSections: ${length} bytes are more than ${CONTAINER_BYTES_LIMIT}`);
  }
  const buffer = new ArrayBuffer(length);
  const bytes = new Uint8Array(buffer);
  const words = new Uint32Array(buffer);
  writeAscii(bytes, 0, magic);
  words[MARK_WORD] = ORDER_MARK;
  if (bytes[MARK_WORD * 4] !== (ORDER_MARK & 0xff)) {
    throw new RangeError('packSections: this machine puts the high byte first');
  }
  words[LAYOUT_WORD] = LAYOUT_VERSION;
  words[VERSION_WORD] = version;
  words[COUNT_WORD] = parts.length;
  words[LENGTH_WORD] = length;
  parts.forEach(({ name, kind, column, offset }, index) => {
    const entry = HEADER_BYTES + index * ENTRY_BYTES;
    words.set([kind, name.length, offset, column.length], entry / 4);
    writeAscii(bytes, entry + 16, name);
    bytes.set(new Uint8Array(column.buffer, column.byteOffset, column.byteLength), offset);
  });
  words.set(checksumOf(buffer), CHECKSUM_WORD);
  return buffer;
}

function checkHeader(asked: string, magic: string, version: number): void {
  if (!MAGIC.test(magic)) {
    throw new RangeError(`${asked}: the magic is no 1 to 8 visible characters: ${magic}`);
  }
  if (!(Number.isInteger(version) && version >= 0 && version < 2 ** 32)) {
    throw new RangeError(`${asked}: the version is no whole number below 2^32: ${version}`);
  }
}

/** The sections by name, each with its place. */
function layOut(sections: Readonly<Record<string, Column | string>>): readonly Part[] {
  const names = Object.keys(sections).sort();
  if (names.length > SECTIONS_LIMIT) {
    throw new RangeError(`packSections: ${names.length} sections, more than ${SECTIONS_LIMIT}`);
  }
  let offset = HEADER_BYTES + names.length * ENTRY_BYTES;
  return names.map((name) => {
    if (!NAME.test(name)) throw new RangeError(`packSections: no name of a section: ${name}`);
    const value = sections[name]!;
    const kind = kindOf(name, value);
    const column = typeof value === 'string' ? new TextEncoder().encode(value) : value;
    const part = { name, kind, column, offset };
    offset = endOf(part);
    return part;
  });
}

function kindOf(name: string, value: Column | string): number {
  if (typeof value === 'string') {
    // The encoder would write a replacement without a word.
    if (/\p{Surrogate}/u.test(value)) {
      throw new TypeError(`packSections: the text of ${name} has a lone surrogate`);
    }
    return TEXT_KIND;
  }
  // Arrays of another realm are no instances of ours, but they say what they are.
  const kind = ArrayBuffer.isView(value) ? KINDS.indexOf(value[Symbol.toStringTag]) : -1;
  if (kind < 1) throw new TypeError(`packSections: ${name} is no column of a kind that is packed`);
  return kind;
}

/** Where the next section begins. */
function endOf({ column, offset }: Part): number {
  return alignUp(offset + column.byteLength);
}

function alignUp(bytes: number): number {
  return Math.ceil(bytes / 8) * 8;
}

function writeAscii(bytes: Uint8Array, offset: number, text: string): void {
  for (let i = 0; i < text.length; i++) bytes[offset + i] = text.charCodeAt(i);
}

/** The checksum of a buffer of whole words, but for the place of the checksum itself. */
function checksumOf(buffer: ArrayBuffer | SharedArrayBuffer): Int32Array {
  const words = new Int32Array(buffer);
  const lanes = createLanes();
  takeWords(lanes, words, 0, CHECKSUM_WORD);
  takeWords(lanes, words, HEADER_WORDS, words.length);
  return lanes;
}

/**
 * Opens a container in place. Every number of the buffer is checked before it is used, so that no
 * buffer, however it was made, gives a view beyond its end or takes more work than its size. A sound
 * checksum tells that nothing happened to the bytes, not who wrote them: whether the sections that a
 * caller needs are there, and of the kind it needs, is for the caller to ask.
 *
 * The views are as writable as the buffer. Throws RangeError for a magic or a version that could not
 * have been packed. O(bytes), for the checksum.
 */
export function unpackSections(
  buffer: ArrayBuffer | SharedArrayBuffer,
  magic: string,
  version: number,
): Unpacked {
  checkHeader('unpackSections', magic, version);
  const { byteLength } = buffer;
  const start = new Uint8Array(buffer, 0, Math.min(byteLength, MAGIC_CHARACTERS));
  for (let i = 0; i < start.length; i++) {
    // Beyond the end of a text its code is NaN, which is written as zero.
    if (start[i] !== (magic.charCodeAt(i) | 0))
      return fault('foreign', `"${magic}"`, 'other bytes');
  }
  if (byteLength < HEADER_BYTES) return fault('truncated', `${HEADER_BYTES} bytes`, byteLength);
  const header = new Uint32Array(buffer, 0, HEADER_WORDS);
  if (header[MARK_WORD] !== ORDER_MARK) {
    return fault('foreign', 'numbers with the low byte first', 'another order');
  }
  if (header[LAYOUT_WORD] !== LAYOUT_VERSION) {
    return fault('version', `layout ${LAYOUT_VERSION}`, header[LAYOUT_WORD]!);
  }
  if (header[VERSION_WORD] !== version) {
    return fault('version', `version ${version}`, header[VERSION_WORD]!);
  }
  const length = header[LENGTH_WORD]!;
  if (byteLength < length) return fault('truncated', `${length} bytes`, byteLength);
  if (byteLength > length || length % 8 !== 0) {
    return fault('malformed', `${length} bytes, a multiple of 8`, byteLength);
  }
  const lanes = checksumOf(buffer);
  for (let lane = 0; lane < LANES; lane++) {
    if ((header[CHECKSUM_WORD + lane]! | 0) !== lanes[lane]) {
      return fault('checksum', 'bytes as they were written', 'other bytes');
    }
  }
  if (header[SPARE_WORD] !== 0) return fault('malformed', 'zero in word 7', header[SPARE_WORD]!);
  return readDirectory(buffer, header[COUNT_WORD]!);
}

function fault(code: ContainerFault, expected: string, seen: string | number): Unpacked {
  return { ok: false, code, expected, seen: String(seen) };
}

function readDirectory(buffer: ArrayBuffer | SharedArrayBuffer, count: number): Unpacked {
  const length = buffer.byteLength;
  if (count > SECTIONS_LIMIT) return fault('malformed', `${SECTIONS_LIMIT} sections`, count);
  let next = HEADER_BYTES + count * ENTRY_BYTES;
  if (next > length) return fault('malformed', `a directory of ${count} sections`, length);
  const bytes = new Uint8Array(buffer);
  const sections = new Map<string, Column>();
  let before = '';
  for (let index = 0; index < count; index++) {
    const entry = HEADER_BYTES + index * ENTRY_BYTES;
    const [kind = 0, nameLength = 0, offset = 0, elements = 0] = new Uint32Array(buffer, entry, 4);
    const name = readName(bytes, entry + 16, nameLength);
    if (name === undefined || name <= before) {
      return fault('malformed', 'names of sections in their order', `section ${index}`);
    }
    const width = WIDTHS[kind] ?? 0;
    if (width === 0) return fault('malformed', `a kind of section for ${name}`, kind);
    if (offset !== next) return fault('malformed', `${name} at byte ${next}`, offset);
    const end = offset + elements * width;
    next = alignUp(end);
    if (next > length) return fault('malformed', `${name} within ${length} bytes`, next);
    for (let i = end; i < next; i++) {
      if (bytes[i] !== 0) return fault('malformed', `zeros after ${name}`, bytes[i]!);
    }
    sections.set(name, viewOf(buffer, kind, offset, elements));
    before = name;
  }
  if (next !== length) return fault('malformed', `an end at byte ${next}`, length);
  return { ok: true, sections };
}

/** The name in an entry; `undefined` where it is none, or is not filled up with zeros. */
function readName(bytes: Uint8Array, offset: number, length: number): string | undefined {
  if (length > SECTION_NAME_CHARACTERS) return undefined;
  for (let i = length; i < SECTION_NAME_CHARACTERS; i++) {
    if (bytes[offset + i] !== 0) return undefined;
  }
  const name = String.fromCharCode(...bytes.subarray(offset, offset + length));
  return NAME.test(name) ? name : undefined;
}

function viewOf(
  buffer: ArrayBuffer | SharedArrayBuffer,
  kind: number,
  offset: number,
  elements: number,
): Column {
  switch (KINDS[kind]) {
    case 'Uint16Array':
      return new Uint16Array(buffer, offset, elements);
    case 'Int32Array':
      return new Int32Array(buffer, offset, elements);
    case 'Uint32Array':
      return new Uint32Array(buffer, offset, elements);
    case 'Float64Array':
      return new Float64Array(buffer, offset, elements);
    default:
      return new Uint8Array(buffer, offset, elements);
  }
}

/**
 * The text of a section that was packed from a string; `undefined` where the bytes are no UTF-8.
 * Bytes of shared memory are copied first: decoders may refuse what can change under them.
 */
export function sectionText(bytes: Uint8Array): string | undefined {
  const own = bytes.buffer instanceof ArrayBuffer ? bytes : bytes.slice();
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(own);
  } catch {
    return undefined;
  }
}
