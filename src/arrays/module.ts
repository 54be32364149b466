import { MODULE } from './module-bytes.ts';

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

/** A memory, and the functions of the module over it; each room knows its own by name and type. */
export interface OpenModule {
  readonly buffer: ArrayBuffer;
  readonly functions: Readonly<Record<string, unknown>>;
}

let compiled: object | undefined;
let isRefused = false;

/**
 * Opens the module of all `*.as.ts` files over a memory of its own, of at least so many bytes and all
 * zero; `undefined` where the runtime has no WebAssembly with vectors, does not let a page make code, or
 * has no memory left.
 */
export function openModule(bytes: number): OpenModule | undefined {
  const { WebAssembly: wasm } = globalThis as { readonly WebAssembly?: Wasm };
  if (wasm === undefined || isRefused) return undefined;
  try {
    compiled ??= new wasm.Module(Uint8Array.from(atob(MODULE), (letter) => letter.charCodeAt(0)));
  } catch {
    isRefused = true;
    return undefined;
  }
  try {
    const memory = new wasm.Memory({ initial: Math.ceil(bytes / PAGE) });
    const { exports } = new wasm.Instance(compiled, { env: { memory } });
    return { buffer: memory.buffer, functions: exports };
  } catch {
    return undefined;
  }
}
