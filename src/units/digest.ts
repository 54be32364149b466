import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

/**
 * JSON with sorted keys and no spaces: one value has one text. Absent and `undefined` members are
 * the same. Numbers must be integers: everything that decides is one. O(n log n) in the keys.
 */
export function canonicalJson(value: unknown): string {
  // What is written is well-formed: lone surrogates are escaped. So the bytes keep every character,
  // but for a mark at the start, which decoders drop unless told otherwise.
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(canonicalBytes(value));
}

/** SHA-256 of the canonical JSON, in hexadecimal. */
export function digest(value: unknown): string {
  return bytesToHex(sha256(canonicalBytes(value)));
}

/** Order by UTF-16 code unit: the same on every machine, unlike a locale's order. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Bytes that are being written: texts of a document come again and again, and bytes are copied. */
interface Page {
  bytes: Uint8Array;
  length: number;
  /** Texts that stand on the page, by their number; where their bytes begin and end. */
  readonly texts: Map<string, number>;
  readonly begins: number[];
  readonly ends: number[];
}

/** Most documents are larger, most needs are not. */
const FIRST_BYTES = 1024;

/** The canonical JSON in UTF-8. */
function canonicalBytes(value: unknown): Uint8Array {
  const bytes = new Uint8Array(FIRST_BYTES);
  const page: Page = { bytes, length: 0, texts: new Map(), begins: [], ends: [] };
  writeValue(page, value);
  return page.bytes.subarray(0, page.length);
}

function writeValue(page: Page, value: unknown): void {
  if (typeof value === 'string') writeText(page, value);
  else if (typeof value === 'number') writeInteger(page, value);
  else if (value === null || typeof value === 'boolean') writeAscii(page, String(value));
  else if (Array.isArray(value)) writeList(page, value);
  else if (typeof value === 'object') writeMembers(page, value as Record<string, unknown>);
  else throw new TypeError(`canonicalJson: cannot write a ${typeof value}`);
}

function writeList(page: Page, list: readonly unknown[]): void {
  writeByte(page, OPEN_LIST);
  for (let i = 0; i < list.length; i++) {
    if (i > 0) writeByte(page, COMMA);
    // A hole is written as nothing; an element that is `undefined` is refused.
    if (list[i] !== undefined || i in list) writeValue(page, list[i]);
  }
  writeByte(page, CLOSE_LIST);
}

function writeMembers(page: Page, members: Readonly<Record<string, unknown>>): void {
  const keys = sortedKeys(members);
  let separator = OPEN_OBJECT;
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] as string;
    const member = members[key];
    if (member === undefined) continue;
    writeByte(page, separator);
    writeText(page, key);
    writeByte(page, COLON);
    writeValue(page, member);
    separator = COMMA;
  }
  if (separator === OPEN_OBJECT) writeByte(page, OPEN_OBJECT);
  writeByte(page, CLOSE_OBJECT);
}

/** Most keys that are put in order by moving each to its place. */
const FEW_KEYS = 32;

/** Own keys in order; most objects were made with their keys nearly in order. */
function sortedKeys(members: object): readonly string[] {
  const keys = Object.keys(members);
  if (keys.length > FEW_KEYS) return keys.sort(compareText);
  for (let i = 1; i < keys.length; i++) {
    const key = keys[i] as string;
    let to = i;
    for (; to > 0 && (keys[to - 1] as string) > key; to--) keys[to] = keys[to - 1] as string;
    keys[to] = key;
  }
  return keys;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** Longest text that is copied when it comes again, in UTF-16 code units. */
const COPIED_UNITS = 64;

/** A text in quotes. */
function writeText(page: Page, text: string): void {
  if (text.length > COPIED_UNITS) {
    writeNewText(page, text);
    return;
  }
  const known = page.texts.get(text);
  if (known === undefined) {
    page.texts.set(text, page.begins.length);
    page.begins.push(page.length);
    writeNewText(page, text);
    page.ends.push(page.length);
    return;
  }
  const begin = page.begins[known] as number;
  const count = (page.ends[known] as number) - begin;
  const bytes = roomFor(page, count);
  const at = page.length;
  for (let i = 0; i < count; i++) bytes[at + i] = bytes[begin + i] as number;
  page.length = at + count;
}

/** Quotes, backslashes, controls and surrogates are left to the engine. */
function writeNewText(page: Page, text: string): void {
  // Three bytes a unit at most, and the quotes.
  const bytes = roomFor(page, text.length * 3 + 2);
  let at = page.length;
  bytes[at++] = QUOTE;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    const isSurrogate = (unit & 0xf800) === 0xd800;
    if (unit < 0x20 || unit === QUOTE || unit === BACKSLASH || isSurrogate) {
      writeEscaped(page, text);
      return;
    }
    if (unit < 0x80) bytes[at++] = unit;
    else {
      if (unit < 0x800) bytes[at++] = 0xc0 | (unit >> 6);
      else {
        bytes[at++] = 0xe0 | (unit >> 12);
        bytes[at++] = 0x80 | ((unit >> 6) & 0x3f);
      }
      bytes[at++] = 0x80 | (unit & 0x3f);
    }
  }
  bytes[at++] = QUOTE;
  page.length = at;
}

function writeEscaped(page: Page, text: string): void {
  const encoded = new TextEncoder().encode(JSON.stringify(text));
  roomFor(page, encoded.length).set(encoded, page.length);
  page.length += encoded.length;
}

function writeInteger(page: Page, value: number): void {
  if (!Number.isSafeInteger(value)) {
    throw new TypeError(`canonicalJson: ${value} is no safe integer`);
  }
  writeAscii(page, String(value));
}

function writeAscii(page: Page, text: string): void {
  const bytes = roomFor(page, text.length);
  for (let i = 0; i < text.length; i++) bytes[page.length + i] = text.charCodeAt(i);
  page.length += text.length;
}

function writeByte(page: Page, byte: number): void {
  roomFor(page, 1)[page.length++] = byte;
}

/** The bytes of a page, with room for some more. */
function roomFor(page: Page, more: number): Uint8Array {
  const needed = page.length + more;
  if (needed <= page.bytes.length) return page.bytes;
  const larger = new Uint8Array(Math.max(needed, page.bytes.length * 2));
  larger.set(page.bytes.subarray(0, page.length));
  page.bytes = larger;
  return larger;
}
