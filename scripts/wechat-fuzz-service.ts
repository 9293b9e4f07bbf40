import type { AddressInfo } from 'node:net'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { serve } from '@hono/node-server'
import { untouchableApp } from '../test/wechat/hostile.ts'

/**
 * The door for callbacks over HTTP, for `wechat-fuzz.ts`. Tells its parent its port; asked `measure`, begins to
 * measure the event loop, asked `tell`, says how far it was behind, in milliseconds.
 */
const RESOLUTION_MS = 10
const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
const behind = (nanoseconds: number) => nanoseconds / 1e6 - RESOLUTION_MS
serve({ fetch: untouchableApp().fetch, hostname: '127.0.0.1', port: 0 }, ({ port }: AddressInfo) =>
  process.send?.(port),
)
process.on('message', (message) => {
  if (message === 'measure') delay.enable()
  else {
    const [p99, p999] = [delay.percentile(99), delay.percentile(99.9)]
    process.send?.({ p99: behind(p99), p999: behind(p999), worst: behind(delay.max) })
  }
})
process.on('disconnect', () => process.exit(0))
