import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

/** Plays hostile requests against a service of its own, alone on the machine: some measure time. */
export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    include: ['test/security/attacks.test.ts'],
    testTimeout: 900_000,
    hookTimeout: 240_000,
    fileParallelism: false,
  },
})
