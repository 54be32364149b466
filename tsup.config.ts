import { defineConfig } from 'tsup';

/** What a door may look like in every build. */
const common = {
  target: 'es2022',
  splitting: true,
  treeshake: true,
  sourcemap: true,
  // fp-ts has no `exports` map, so Node's ESM loader refuses `fp-ts/Either` (gcanti/fp-ts#1966). Inline it.
  noExternal: [/^fp-ts\//],
} as const;

export default defineConfig([
  {
    ...common,
    entry: {
      index: 'src/index.ts',
      schema: 'src/schema.ts',
      reference: 'src/reference.ts',
      interop: 'src/interop.ts',
      hubei: 'src/hubei.ts',
      cashflow: 'src/cashflow.ts',
      policy: 'src/policy.ts',
      allocation: 'src/allocation.ts',
      node: 'src/node.ts',
      'match-worker': 'src/node/worker.ts',
    },
    // Only the door `node` and its thread ask for these.
    external: [/^node:/],
    // The thread's program is found beside the file that starts it, in CommonJS too.
    shims: true,
    format: ['esm', 'cjs'],
    platform: 'neutral',
    clean: true,
    // tsup 8 hands TypeScript a `baseUrl`, which TypeScript 6 rejects unless told otherwise (egoist/tsup#1388).
    dts: { compilerOptions: { ignoreDeprecations: '6.0' } },
  },
  {
    ...common,
    entry: { cli: 'src/cli/main.ts' },
    outDir: 'dist/bin',
    format: ['esm'],
    platform: 'node',
    dts: false,
    clean: true,
  },
]);
