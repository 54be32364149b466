import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Laws over thousands of cases, on machines that others keep busy: no test measures time by it.
    testTimeout: 180_000,
    setupFiles: ['test/setup.ts'],
    typecheck: { enabled: true, include: ['test/**/*.test-d.ts'] },
    benchmark: { include: ['bench/**/*.bench.ts'] },
    coverage: { include: ['src/**'] },
  },
});
