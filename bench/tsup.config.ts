import { defineConfig } from 'tsup';

/**
 * Node 20 cannot run TypeScript: the benchmark is bundled first, with the library in it, so that it
 * measures this working tree. The peers stay outside and run as their packages are published.
 */
export default defineConfig({
  entry: { main: 'bench/main.ts' },
  outDir: 'node_modules/.cache/fulcrum-bench',
  format: ['esm'],
  platform: 'node',
  target: 'es2022',
  noExternal: [/^fp-ts\//],
  external: ['json-rules-engine', 'json-logic-engine', '@gorules/zen-engine'],
  clean: true,
  silent: true,
});
