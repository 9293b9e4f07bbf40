/** `npx tsx scripts/wechat-fuzz.ts [--count 100000] [--seed 1]`: changed callbacks, none of which may be accepted. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { genuineCallback, mutate, requestOf } from '../test/wechat/hostile.ts'
import { showProgress } from './open-command.ts'

const { values } = parseArgs({
  options: { count: { type: 'string', default: '100000' }, seed: { type: 'string', default: '1' } },
})
const count = Number(values.count)

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
const Behind = z.object({ p99: z.number(), p999: z.number(), worst: z.number() })

/** The door in a process of its own: what is measured there is the work of the service alone. */
const startService = () => fork(fileURLToPath(new URL('wechat-fuzz-service.ts', import.meta.url)))
const answerOf = async (child: ChildProcess): Promise<unknown> => {
  const [message] = (await once(child, 'message')) as unknown[]
  return message
}
// The second one is left alone: as late as its loop is, the machine is, whatever the service does.
const [service, idle] = [startService(), startService()]
const [port] = await Promise.all([answerOf(service), answerOf(idle)])
const url = `http://127.0.0.1:${z.number().parse(port)}`
const random = randomFrom(Number(values.seed))
const statuses = new Map<number | 'no answer', number>()
const progress = showProgress('callbacks')
let genuine = await genuineCallback('专利年费怎么减缴？')
const begun = performance.now()
for (let n = 0; n < count; n += 1) {
  if (n % RENEW_EVERY === 0) {
    genuine = await genuineCallback('专利年费怎么减缴？')
    progress(n, count)
  }
  if (n === WARM_AFTER) for (const child of [service, idle]) child.send('measure')
  const [path, init] = requestOf(mutate(genuine, random))
  const status = await statusOf(path, init)
  statuses.set(status, (statuses.get(status) ?? 0) + 1)
}
const [behind, idleBehind] = [await tellBehind(service), await tellBehind(idle)]

const refused = [400, 403, 413].reduce((sum, status) => sum + (statuses.get(status) ?? 0), 0)
const seconds = ((performance.now() - begun) / 1_000).toFixed(1)
console.log(
  `${count} changed callbacks in ${seconds} s: ${refused} refused, ${count - refused} not`,
)
console.log(
  `by status: ${[...statuses].map(([status, times]) => `${status}: ${times}`).join(', ')}`,
)
console.log(`event loop behind, ms: ${behind}; of a process that does nothing: ${idleBehind}`)
process.exitCode = refused === count ? 0 : 1

async function tellBehind(child: ChildProcess): Promise<string> {
  const answered = answerOf(child)
  child.send('tell')
  const { p99, p999, worst } = Behind.parse(await answered)
  child.disconnect()
  return `p99 ${p99.toFixed(1)}, p99.9 ${p999.toFixed(1)}, worst ${worst.toFixed(1)}`
}

async function statusOf(path: string, init: RequestInit): Promise<number | 'no answer'> {
  try {
    const response = await fetch(new URL(path, url), init)
    await response.arrayBuffer()
    return response.status
  } catch {
    return 'no answer'
  }
}
