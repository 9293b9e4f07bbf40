import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

/** The server suite: on PGlite, or on the PostgreSQL of `DATABASE_URL`. */
export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/browser/**', 'test/runtimes/**', 'test/security/attacks.test.ts'],
    globalSetup: ['test/support/template-database.ts'],
    pool: 'forks',
    // One worker keeps its embedded database for all the files that it runs.
    isolate: false,
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
