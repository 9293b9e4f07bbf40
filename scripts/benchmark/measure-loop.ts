import { writeFileSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'

/** Loaded before the service: at its end it writes into LOOP_FILE how late its event loop was, in milliseconds. */
const RESOLUTION_MS = 10
const file = process.env['LOOP_FILE']

// The service starts processes of its own, which are not meant.
if (file !== undefined && process.argv[1]?.endsWith('node.ts')) {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  // What a start compiles is no load.
  setTimeout(() => delay.enable(), 10_000).unref()
  process.on('exit', () => {
    const late = (share: number) => delay.percentile(share) / 1e6 - RESOLUTION_MS
    writeFileSync(file, JSON.stringify({ p99: late(99), worst: delay.max / 1e6 - RESOLUTION_MS }))
  })
}
