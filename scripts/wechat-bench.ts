/**
 * `npx tsx scripts/wechat-bench.ts [--count 400] [--slow 40] [--lanes 1]`: how long callbacks of the service account
 * take, each the question of another person, so many at once, over real HTTP and with the database: extractive; with
 * a model that never answers; the same with a deadline of 800 ms. Needs `npm run build`.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startModelServer } from '../test/support/model-server.ts'
import { ACCOUNT } from '../test/wechat/accounts.ts'
import { startSim } from '../test/wechat/sim.ts'
import { startService, stopService } from './benchmark/run-service.ts'
import { readQuestions } from './evaluation/question-file.ts'
import { quantile } from './evaluation/report.ts'
import { showProgress } from './open-command.ts'

const QUESTIONS = 'test/fixtures/eval/dev.jsonl'
const WARM_UP = 10

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '400' },
    slow: { type: 'string', default: '40' },
    lanes: { type: 'string', default: '1' },
  },
})
const questions = (await readQuestions(QUESTIONS)).map(({ q }) => q)
const sim = await startSim({ timeoutMs: 5_000 })
const model = await startModelServer()
model.always({ hang: 'before_headers' })
const slowModel = {
  OPENAI_BASE_URL: model.baseUrl,
  CHAT_MODEL: 'slow',
  MODEL_FIRST_WORDS_MS: '50000',
  MODEL_WHOLE_MS: '50000',
}
const short = { ...slowModel, WECHAT_PASSIVE_DEADLINE_MS: '800' }
const slow = Number(values.slow)
console.log('extractive', await measure({}, Number(values.count)))
console.log('a model that never answers', await measure(slowModel, slow))
console.log('the same, with a deadline of 800 ms', await measure(short, slow))
const load = loadavg()[0]?.toFixed(1)
console.log(`${availableParallelism()} processors, load ${load} of everything that runs here`)
await model.close()
await sim.stop()

async function measure(environment: Record<string, string>, count: number) {
  const dataDir = await mkdtemp(join(tmpdir(), 'zhiwen-wechat-bench-'))
  const { child, url } = await startService({
    ...ACCOUNT,
    WECHAT_API_BASE: sim.apiBase,
    DATA_DIR: dataDir,
    ADDRESS_REQUESTS: '0',
    ADDRESS_CONVERSATIONS: '0',
    ...environment,
  })
  sim.o['callback'] = `${url}/wechat/oa`
  for (let n = 0; n < WARM_UP; n += 1) await sim.text(`oWARM${n}`, '你好')
  const taken: number[] = []
  const outcomes: Record<string, number> = {}
  const progress = showProgress('callbacks')
  let next = 0
  const lane = async () => {
    for (let n = next++; n < count; n = next++) {
      const text = questions[n % questions.length] ?? ''
      const { attempts, outcome } = await sim.text(`oBENCH${n}`, text)
      taken.push(Math.max(...attempts.map(({ ms }) => ms)))
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
      progress(taken.length, count)
    }
  }
  await Promise.all(Array.from({ length: Number(values.lanes) }, lane))
  await stopService(child)
  await rm(dataDir, { recursive: true, force: true })
  return {
    callbacks: taken.length,
    'p50 ms': Math.round(quantile(taken, 0.5)),
    'p99 ms': Math.round(quantile(taken, 0.99)),
    'worst ms': Math.round(Math.max(...taken)),
    outcomes,
  }
}
