/**
 * A WebAssembly module of one function, written out by hand: the intersection of rows of bits, 512
 * bits at a time in four registers of 128. Plain JavaScript takes 32 bits at a time and checks every
 * index.
 *
 *   and(starts, count, bytes, out)     byte addresses, but for `count`
 *
 *   end = starts + count * 4
 *   for (at = 0; at < bytes; at += 64)
 *     v0 = v1 = v2 = v3 = all ones
 *     for (p = starts; p < end; p += 4)
 *       row = memory[p] + at
 *       v0 &= memory[row]; v1 &= memory[row + 16]; v2 &= memory[row + 32]; v3 &= memory[row + 48]
 *     memory[out + at] = v0; ... memory[out + at + 48] = v3
 *
 * Encoding: WebAssembly Core Specification 2.0, chapter 5 (W3C).
 */

/** What there is of WebAssembly, on runtimes that have it. */
interface Wasm {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Memory: new (size: { readonly initial: number }) => { readonly buffer: ArrayBuffer };
  readonly Instance: new (
    module: object,
    imports: object,
  ) => { readonly exports: Readonly<Record<string, unknown>> };
}

/** Bytes of one page of memory. */
const PAGE = 65_536;
/** Bits that one turn takes, as words of 32. */
export const WORDS_PER_TURN = 16;

const [STARTS, COUNT, BYTES, OUT, AT, P, END, ROW, V0] = [0, 1, 2, 3, 4, 5, 6, 7, 8];
const QUARTERS = [0, 1, 2, 3];

const get = (local: number) => [0x20, local];
const set = (local: number) => [0x21, local];
const tee = (local: number) => [0x22, local];
/** A signed number in LEB128; two bytes hold up to 8,191. */
const constant = (value: number) =>
  value < 64 ? [0x41, value] : [0x41, (value & 0x7f) | 0x80, value >> 7];
const ADD = [0x6a];
const SHIFT_LEFT = [0x74];
const IS_BELOW = [0x49];
/** `align` is the power of two that addresses are promised to be multiples of. */
const load32 = [0x28, 2, 0];
const loadVector = (offset: number) => [0xfd, 0x00, 4, offset];
const storeVector = (offset: number) => [0xfd, 0x0b, 4, offset];
const ALL_ONES = [0xfd, 0x0c, ...Array.from({ length: 16 }, () => 0xff)];
const AND_VECTORS = [0xfd, 0x4e];
const LOOP = [0x03, 0x40];
const AGAIN_IF = [0x0d, 0];
const CLOSE = [0x0b];

const BODY: readonly number[] = [
  // Locals beside the parameters: four numbers of 32 bits, four vectors.
  ...[2, 4, 0x7f, 4, 0x7b],
  ...[...get(STARTS), ...get(COUNT), ...constant(2), ...SHIFT_LEFT, ...ADD, ...set(END)],
  ...LOOP,
  ...QUARTERS.flatMap((q) => [...ALL_ONES, ...set(V0 + q)]),
  ...[...get(STARTS), ...set(P)],
  ...LOOP,
  ...[...get(P), ...load32, ...get(AT), ...ADD, ...set(ROW)],
  ...QUARTERS.flatMap((q) => [
    ...[...get(ROW), ...loadVector(16 * q)],
    ...[...get(V0 + q), ...AND_VECTORS, ...set(V0 + q)],
  ]),
  ...[...get(P), ...constant(4), ...ADD, ...tee(P), ...get(END), ...IS_BELOW, ...AGAIN_IF],
  ...CLOSE,
  ...[...get(OUT), ...get(AT), ...ADD, ...set(ROW)],
  ...QUARTERS.flatMap((q) => [...get(ROW), ...get(V0 + q), ...storeVector(16 * q)]),
  ...[...get(AT), ...constant(64), ...ADD, ...tee(AT), ...get(BYTES), ...IS_BELOW, ...AGAIN_IF],
  ...CLOSE,
  ...CLOSE,
];

/** A list of bytes after its length, in unsigned LEB128; two bytes hold up to 16,383. */
const sized = (bytes: readonly number[]) =>
  bytes.length < 128
    ? [bytes.length, ...bytes]
    : [(bytes.length & 0x7f) | 0x80, bytes.length >> 7, ...bytes];
const section = (id: number, bytes: readonly number[]) => [id, ...sized(bytes)];
const name = (letter: string) => sized([letter.charCodeAt(0)]);

const MODULE: readonly number[] = [
  ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
  // One type, of four numbers to nothing; memory "e" "m" of at least a page; one function; its name.
  ...section(1, [1, 0x60, 4, 0x7f, 0x7f, 0x7f, 0x7f, 0]),
  ...section(2, [1, ...name('e'), ...name('m'), 0x02, 0, 1]),
  ...section(3, [1, 0]),
  ...section(7, [1, ...name('f'), 0, 0]),
  ...section(10, [1, ...sized(BODY)]),
];

/** Intersects the rows at `count` addresses, which stand from `starts` on, into `out`. */
export type And = (starts: number, count: number, bytes: number, out: number) => void;

let compiled: object | undefined;
let isRefused = false;

/**
 * A memory of at least so many bytes, and the function over it; `undefined` where the runtime has no
 * WebAssembly with vectors, does not let a page make code, or has no memory left.
 */
export function openAnd(
  bytes: number,
): { readonly buffer: ArrayBuffer; readonly and: And } | undefined {
  const { WebAssembly: wasm } = globalThis as { readonly WebAssembly?: Wasm };
  if (wasm === undefined || isRefused) return undefined;
  try {
    compiled ??= new wasm.Module(Uint8Array.from(MODULE));
  } catch {
    isRefused = true;
    return undefined;
  }
  try {
    const memory = new wasm.Memory({ initial: Math.ceil(bytes / PAGE) + 1 });
    const { exports } = new wasm.Instance(compiled, { e: { m: memory } });
    return { buffer: memory.buffer, and: exports['f'] as And };
  } catch {
    return undefined;
  }
}
