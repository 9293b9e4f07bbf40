import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { consult } from '../src/consultation/consult.ts'
import { loadKnowledge } from '../src/knowledge/runtime-knowledge.ts'
import { newId } from '../src/shared/ids.ts'
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
import { openCommand, showProgress } from './open-command.ts'

const { values } = parseArgs({
  options: {
    questions: { type: 'string' },
    out: { type: 'string' },
    model: { type: 'string', default: 'none' },
    details: { type: 'boolean', default: false },
  },
})

const { questions: questionFile, out, model, details } = values
if (!questionFile || !out || model !== 'none') {
  console.error('usage: eval --questions FILE.jsonl --out RUN.jsonl [--model none] [--details]')
  process.exit(2)
}

const questions = await readQuestions(questionFile)
const { deps, close } = await openCommand()
const knowledge = await loadKnowledge(deps)
const progress = showProgress('asked')
const scored: Scored[] = []
await ask(questions[0])
for (const question of questions) {
  scored.push({ question, line: await ask(question) })
  progress(scored.length, questions.length)
}
await close()
await writeFile(out, scored.map(({ line }) => `${JSON.stringify(line)}\n`).join(''))
printReport()

async function ask(question: EvalQuestion | undefined): Promise<RunLine> {
  const started = performance.now()
  const { answer, draft } = await consult(deps, knowledge, {
    messageId: newId(),
    conversationId: newId(),
    channel: 'web',
    text: question?.q ?? '',
    history: (question?.history ?? []).map(({ role, text }) => ({
      role: role === 'assistant' ? 'assistant' : 'asker',
      text,
    })),
  })
  const { outcome, reason, coverage, text, citations, routing } = answer
  return {
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
  }
}

function printReport() {
  console.log(formatMetrics(metricsOf(scored)))
  const lengths = scored
    .filter(({ line }) => line.citations.length > 0)
    .map(({ line }) => line.answer.length)
  const latencies = scored.map(({ line }) => line.latencyMs)
  console.log(
    `answer length median ${quantile(lengths, 0.5)}, p95 ${quantile(lengths, 0.95)}; ` +
      `latency p50 ${quantile(latencies, 0.5)} ms, p95 ${quantile(latencies, 0.95)} ms`,
  )
  console.log(`\n${formatConfusion(scored)}`)
  if (!details) return
  console.log(`\nby kind\n${formatBreakdown(scored, ({ kind }) => (kind ? [kind] : []))}`)
  console.log(`\nby style\n${formatBreakdown(scored, ({ style }) => style ?? [])}`)
  console.log(`\nworst\n${formatWorst(scored)}`)
}
