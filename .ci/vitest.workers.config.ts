import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

/** The same service inside workerd. */
export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    include: ['test/runtimes/**/*.test.ts'],
    globalSetup: ['test/support/template-database.ts'],
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
})
