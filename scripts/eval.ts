import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { readConfig } from '../src/config.ts'
import { consult } from '../src/consultation/consult.ts'
import { loadKnowledge } from '../src/knowledge/runtime-knowledge.ts'
import { checkEndpoint } from '../src/models/check-endpoint.ts'
import { newId } from '../src/shared/ids.ts'
import { evaluateModel } from './evaluation/evaluate-model.ts'
import { type EvalQuestion, readQuestions } from './evaluation/question-file.ts'
import {
  formatBreakdown,
  formatConfusion,
  formatMetrics,
  formatWorst,
  metricsOf,
  quantile,
  type Scored,
} from './evaluation/report.ts'
import type { RunLine } from './evaluation/score-run.ts'
import { createSearchByWords, scoreByWords } from './evaluation/search-by-words.ts'
import { openCommand, showProgress } from './open-command.ts'

const { values } = parseArgs({
  options: {
    questions: { type: 'string' },
    out: { type: 'string' },
    model: { type: 'string', default: 'none' },
    details: { type: 'boolean', default: false },
    words: { type: 'boolean', default: false },
    'price-in': { type: 'string' },
    'price-out': { type: 'string' },
  },
})

const { questions: questionFile, out, model, details, words } = values
const prices = readPrices(values['price-in'], values['price-out'])
if (!questionFile || !out || (model !== 'none' && model !== 'env') || prices === null) {
  console.error(
    'usage: eval --questions FILE.jsonl --out RUN.jsonl [--model none|env] [--details] [--words]\n' +
      '  with --model env also: --price-in N --price-out N (of a million tokens)',
  )
  process.exit(2)
}
if (model === 'env') await requireModel()

const questions = await readQuestions(questionFile)
const opened = await openCommand({ outsideModels: model === 'env' })
const { close, knowledge: files } = opened
const evaluation = model === 'env' ? evaluateModel(opened.deps) : undefined
const deps = evaluation?.deps ?? opened.deps
const knowledge = await loadKnowledge(deps)
const progress = showProgress('asked')
const scored: Scored[] = []
await ask(questions[0])
evaluation?.restart()
for (const question of questions) {
  const { line, consulted } = await ask(question)
  const writing = await evaluation?.record(consulted)
  scored.push({ question, line: { ...line, ...(writing && { writing }) } })
  progress(scored.length, questions.length)
}
await close()
await writeFile(out, scored.map(({ line }) => `${JSON.stringify(line)}\n`).join(''))
printReport()

/** Stops the command where the settings name no model, or one that does not answer. */
async function requireModel() {
  const { chat } = readConfig(process.env)
  const check = chat && (await checkEndpoint(chat))
  if (check?.ok) return
  console.error(
    check?.problem ?? 'eval --model env: no model is set; give OPENAI_BASE_URL and CHAT_MODEL',
  )
  process.exit(2)
}

/** Null where they are no prices. */
function readPrices(input: string | undefined, output: string | undefined) {
  if (input === undefined && output === undefined) return undefined
  const given = z.object({ input: z.coerce.number().min(0), output: z.coerce.number().min(0) })
  return given.safeParse({ input, output }).data ?? null
}

async function ask(question: EvalQuestion | undefined) {
  const started = performance.now()
  const consulted = await consult(deps, knowledge, {
    messageId: newId(),
    conversationId: newId(),
    channel: 'web',
    text: question?.q ?? '',
    history: (question?.history ?? []).map(({ role, text }) => ({
      role: role === 'assistant' ? 'assistant' : 'asker',
      text,
    })),
  })
  const { answer, draft, trace } = consulted
  const { outcome, reason, coverage, text, citations, routing } = answer
  const line: RunLine = {
    id: question?.id ?? '',
    outcome,
    reason,
    coverage,
    answer: text,
    passages: draft.found.map(({ document, locator, text: passage }) => ({
      document,
      locator,
      text: passage,
    })),
    citations: citations.map(({ document, locator, quote, status }) => ({
      document,
      locator,
      quote,
      status,
    })),
    routing: {
      level: routing.level,
      field: routing.field,
      topics: routing.topics,
      district: routing.district,
      urgency: routing.urgency,
    },
    latencyMs: Math.round((performance.now() - started) * 10) / 10,
    retrievalMs: retrievalTime(trace),
  }
  return { line, consulted }
}

/** Of the first steps: the question is embedded while it is understood. */
function retrievalTime(trace: Record<string, unknown>): number {
  const { steps } = z.object({ steps: z.record(z.string(), z.number()) }).parse(trace)
  const taken = ['understand', 'retrieve', 'rerank'].map((step) => steps[step] ?? 0)
  return Math.round(taken.reduce((sum, each) => sum + each, 0) * 10) / 10
}

function printReport() {
  console.log(formatMetrics(metricsOf(scored)))
  if (words) {
    const byWords = scoreByWords(questions, createSearchByWords(files))
    console.log(formatMetrics({ '… by words alone, first five': byWords }))
  }
  const lengths = scored
    .filter(({ line }) => line.citations.length > 0)
    .map(({ line }) => line.answer.length)
  const latencies = scored.map(({ line }) => line.latencyMs)
  const retrievals = scored.map(({ line }) => line.retrievalMs)
  console.log(
    `answer length median ${quantile(lengths, 0.5)}, p95 ${quantile(lengths, 0.95)}; ` +
      `latency p50 ${quantile(latencies, 0.5)} ms, p95 ${quantile(latencies, 0.95)} ms; ` +
      `retrieval p50 ${quantile(retrievals, 0.5)} ms, p95 ${quantile(retrievals, 0.95)} ms`,
  )
  if (evaluation) console.log(`\n${evaluation.report(prices ?? undefined)}`)
  console.log(`\n${formatConfusion(scored)}`)
  if (!details) return
  console.log(`\nby kind\n${formatBreakdown(scored, ({ kind }) => (kind ? [kind] : []))}`)
  console.log(`\nby style\n${formatBreakdown(scored, ({ style }) => style ?? [])}`)
  console.log(`\nworst\n${formatWorst(scored)}`)
}
