import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { benchAnswers } from './benchmark/bench-answers.ts'
import { benchModel } from './benchmark/bench-model.ts'
import { benchRetrieval } from './benchmark/bench-retrieval.ts'
import {
  beginConversation,
  postQuestion,
  startService,
  stopService,
} from './benchmark/run-service.ts'
import { writeCurves } from './benchmark/write-curves.ts'
import { readQuestions } from './evaluation/question-file.ts'
import { quantile } from './evaluation/report.ts'
import { showProgress } from './open-command.ts'

/**
 * One client, warm, one question after another over real HTTP, writes included; and how long the
 * service takes to be ready, first and again. With `--model` instead what a chat model adds, sound
 * and faulty; with `--retrieval [--size 1k|10k|100k|1m]` the search beside others, with `--answers` whole answers beside
 * a bare server, with `--curves REPORT…` a picture of reports. Needs `npm run build`.
 */
const QUESTIONS = 'test/fixtures/eval/dev.jsonl'
const WARM_UP = 10
const PER_ASKER = 15

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    model: { type: 'boolean', default: false },
    answers: { type: 'boolean', default: false },
    retrieval: { type: 'boolean', default: false },
    curves: { type: 'boolean', default: false },
    size: { type: 'string', default: '100k' },
    out: { type: 'string' },
    data: { type: 'string' },
  },
})
const { size, out, data } = values
if (values.model) await benchModel()
else if (values.retrieval) await benchRetrieval({ size, out, data })
else if (values.curves) await writeCurves(positionals, out ?? 'docs/images/search-times.svg')
else if (values.answers) await benchAnswers(out)
else await benchQuestions()

async function benchQuestions() {
  const dataDir = await mkdtemp(join(tmpdir(), 'zhiwen-bench-'))
  const first = await startService({ DATA_DIR: dataDir })
  await stopService(first.child)
  const again = await startService({ DATA_DIR: dataDir })
  const latencies = await measure(again.url)
  await stopService(again.child)
  await rm(dataDir, { recursive: true, force: true })
  const ms = (value: number) => `${value.toFixed(0)} ms`
  console.table({
    'first start': { value: ms(first.took) },
    'warm start': { value: ms(again.took) },
    questions: { value: String(latencies.length) },
    'answer p50': { value: ms(quantile(latencies, 0.5)) },
    'answer p95': { value: ms(quantile(latencies, 0.95)) },
    'answer max': { value: ms(Math.max(...latencies)) },
  })
}

async function measure(url: string): Promise<number[]> {
  const questions = await readQuestions(QUESTIONS)
  const texts = [...questions.slice(0, WARM_UP), ...questions].map(({ q }) => q)
  const progress = showProgress('asked')
  const taken: number[] = []
  let begun = await beginConversation(url)
  for (const [at, text] of texts.entries()) {
    if (at % PER_ASKER === 0) begun = await beginConversation(url)
    const started = performance.now()
    await (await postQuestion(url, begun, text)).text()
    if (at >= WARM_UP) taken.push(performance.now() - started)
    progress(at + 1, texts.length)
  }
  return taken
}
