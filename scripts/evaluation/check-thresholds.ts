import { readFile } from 'node:fs/promises'
import { readQuestions } from './question-file.ts'
import { type Metrics, metricsOf } from './report.ts'
import type { RunLine } from './score-run.ts'

/** What no change may fall below; the definitions stand in docs/metrics.md. */
const least: Record<'development' | 'fresh', Partial<Record<string, number>>> = {
  development: {
    'gold in the first five': 0.93,
    'gold first': 0.75,
    '… low overlap, first five': 0.88,
    'all golds in the first ten': 0.8,
    'outcome right': 0.9,
    'escalate recall': 0.9,
    'escalate precision': 0.85,
    'refuse right': 0.9,
    'all facts in the answer': 0.78,
    'must_not respected': 1,
    'draft flagged': 1,
  },
  fresh: {
    'gold in the first five': 0.85,
    'gold first': 0.62,
    'outcome right': 0.85,
    'all facts in the answer': 0.68,
    'must_not respected': 1,
  },
}

/** usage: check-thresholds development|fresh QUESTIONS.jsonl=RUN.jsonl … */
const [set, ...pairs] = process.argv.slice(2)
if ((set !== 'development' && set !== 'fresh') || pairs.length === 0) {
  console.error('usage: check-thresholds development|fresh QUESTIONS.jsonl=RUN.jsonl …')
  process.exit(2)
}

const scored = (await Promise.all(pairs.map(readPair))).flat()
const failed = fallen(metricsOf(scored), least[set])
for (const line of failed) console.error(line)
const total = Object.keys(least[set]).length
console.log(
  `${set}: ${total - failed.length} of ${total} thresholds held over ${scored.length} questions`,
)
process.exitCode = failed.length > 0 ? 1 : 0

async function readPair(pair: string) {
  const [questionFile = '', runFile = ''] = pair.split('=')
  const questions = await readQuestions(questionFile)
  const lines = (await readFile(runFile, 'utf8')).trim().split('\n')
  const runs = new Map(lines.map((line) => parseRun(line)).map((line) => [line.id, line]))
  return questions.map((question) => {
    const line = runs.get(question.id)
    if (!line) throw new Error(`${runFile} has no answer to ${question.id}`)
    return { question, line }
  })
}

function parseRun(line: string): RunLine {
  const parsed: RunLine = JSON.parse(line)
  return parsed
}

function fallen(metrics: Metrics, thresholds: Partial<Record<string, number>>): string[] {
  return Object.entries(thresholds).flatMap(([name, threshold = 0]) => {
    const { hits, of } = metrics[name] ?? { hits: 0, of: 0 }
    const share = of > 0 ? hits / of : 0
    return share >= threshold ? [] : [`${name}: ${hits}/${of} is below ${threshold}`]
  })
}
