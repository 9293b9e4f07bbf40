/** `npx tsx scripts/wechat-fuzz.ts [--count 100000] [--seed 1]`: changed callbacks, none of which may be accepted. */
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { parseArgs } from 'node:util'
import { quantile } from './evaluation/report.ts'
import { genuineCallback, mutate, requestOf, untouchableApp } from '../test/wechat/hostile.ts'

const { values } = parseArgs({
  options: { count: { type: 'string', default: '100000' }, seed: { type: 'string', default: '1' } },
})

/** Mulberry32: the same seed gives the same requests. */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const RENEW_EVERY = 5_000
/** Before that much code is compiled while it runs. */
const WARM_AFTER = 2_000
const random = randomFrom(Number(values.seed))
const app = untouchableApp()
const statuses = new Map<number, number>()
const delay = monitorEventLoopDelay({ resolution: 10 })
/** Milliseconds of the processor for each callback: the loop cannot be further behind by our own doing. */
const costs: number[] = []
let genuine = await genuineCallback('专利年费怎么减缴？')
const begun = performance.now()
for (let n = 0; n < Number(values.count); n += 1) {
  if (n % RENEW_EVERY === 0) genuine = await genuineCallback('专利年费怎么减缴？')
  const [path, init] = requestOf(mutate(genuine, random))
  const before = process.cpuUsage()
  const { status } = await app.request(path, init)
  const { user, system } = process.cpuUsage(before)
  if (n > WARM_AFTER) costs.push((user + system) / 1_000)
  statuses.set(status, (statuses.get(status) ?? 0) + 1)
  // Each request comes by itself, as over a connection.
  await new Promise((resolve) => setImmediate(resolve))
  if (n === WARM_AFTER) delay.enable()
}
delay.disable()
const refused = [400, 403, 413].reduce((sum, status) => sum + (statuses.get(status) ?? 0), 0)
const seconds = ((performance.now() - begun) / 1_000).toFixed(1)
const behind = (nanoseconds: number) => (nanoseconds / 1e6 - 10).toFixed(1)
console.log(
  `${values.count} changed callbacks in ${seconds} s: ${refused} refused, ${Number(values.count) - refused} not`,
)
console.log(
  `by status: ${[...statuses].map(([status, count]) => `${status}: ${count}`).join(', ')}`,
)
console.log(
  `event loop behind, ms: p99 ${behind(delay.percentile(99))}, p99.9 ${behind(delay.percentile(99.9))}, worst ${behind(delay.max)}`,
)
const cost = (share: number) => quantile(costs, share).toFixed(1)
console.log(
  `of the processor for one callback, ms: p99 ${cost(0.99)}, p99.9 ${cost(0.999)}, worst ${cost(1)}; more than 50: ${costs.filter((each) => each > 50).length}`,
)
process.exitCode = refused === Number(values.count) ? 0 : 1
