import { openCommand } from './open-command.ts'

/** Brings the index of DATA_DIR or DATABASE_URL up to the files in `knowledge/`. */
const started = performance.now()
if (!process.env['DATA_DIR'] && !process.env['DATABASE_URL']) {
  console.error('index: say which database with DATA_DIR or DATABASE_URL')
  process.exit(2)
}
const { close } = await openCommand({ snapshot: false })
await close()
console.log(
  `the index holds today's knowledge (${((performance.now() - started) / 1000).toFixed(1)} s)`,
)
