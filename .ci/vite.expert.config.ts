import { defineConfig } from 'vite'
import { publicPages } from './public-pages.ts'

/**
 * The expert workbench: as the public pages, and built by itself. In one build with them, what it shares with the
 * chat would be cut out of the chat's first file, which then loads more.
 */
export default defineConfig(publicPages(['expert/'], { emptyOutDir: false }))
