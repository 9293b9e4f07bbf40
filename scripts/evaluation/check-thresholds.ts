import { readFile } from 'node:fs/promises'
import { readPackagedKnowledge } from '../../src/packaged.ts'
import { readQuestions } from './question-file.ts'
import { type Metrics, metricsOf, quantile, type Scored } from './report.ts'
import type { RunLine } from './score-run.ts'
import { createSearchByWords, scoreByWords } from './search-by-words.ts'

/** What no change may fall below; the definitions stand in docs/metrics.md. */
const least: Record<'development' | 'fresh', Partial<Record<string, number>>> = {
  development: {
    'gold in the first five': 0.93,
    'gold first': 0.75,
    '… low overlap, first five': 0.88,
    'all golds in the first ten': 0.8,
    'outcome right': 0.9,
    'escalate recall': 0.95,
    'escalate precision': 0.85,
    'refuse right': 0.95,
    'all facts in the answer': 0.8,
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

/** What the 95th percentile may not exceed, in milliseconds. */
const slowest = { retrievalMs: 60, latencyMs: 150 }

/** How much more of the golds must be in the first five than words alone find in the same file. */
const LEAST_ABOVE_WORDS = 0.4

/**
 * usage: check-thresholds development|fresh [--speed] QUESTIONS.jsonl=RUN.jsonl …
 * `--speed` judges the times, too: for a machine that does nothing else.
 */
const speed = process.argv.includes('--speed')
const [set, ...pairs] = process.argv.slice(2).filter((argument) => argument !== '--speed')
if ((set !== 'development' && set !== 'fresh') || pairs.length === 0) {
  console.error('usage: check-thresholds development|fresh QUESTIONS.jsonl=RUN.jsonl …')
  process.exit(2)
}

const files = await Promise.all(pairs.map(readPair))
const scored = files.flatMap((file) => file.scored)
const slow = set === 'development' ? tooSlow(scored) : []
const near = set === 'fresh' ? await tooNearToWords(files) : []
const others = speed ? [...slow, ...near] : near
const failed = [...fallen(metricsOf(scored), least[set]), ...others]
for (const line of failed) console.error(line)
const timed = speed && set === 'development' ? Object.keys(slowest).length : 0
const extra = set === 'fresh' ? files.length : timed
const total = Object.keys(least[set]).length + extra
console.log(
  `${set}: ${total - failed.length} of ${total} thresholds held over ${scored.length} questions`,
)
process.exitCode = failed.length > 0 ? 1 : 0

type ScoredFile = { name: string; scored: Scored[] }

async function readPair(pair: string): Promise<ScoredFile> {
  const [name = '', runFile = ''] = pair.split('=')
  const questions = await readQuestions(name)
  const lines = (await readFile(runFile, 'utf8')).trim().split('\n')
  const runs = new Map(lines.map((line) => parseRun(line)).map((line) => [line.id, line]))
  const found = questions.map((question) => {
    const line = runs.get(question.id)
    if (!line) throw new Error(`${runFile} has no answer to ${question.id}`)
    return { question, line }
  })
  return { name, scored: found }
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

function tooSlow(all: Scored[]): string[] {
  const p95 = {
    retrievalMs: quantile(
      all.map(({ line }) => line.retrievalMs),
      0.95,
    ),
    latencyMs: quantile(
      all.map(({ line }) => line.latencyMs),
      0.95,
    ),
  }
  console.log(`p95: retrieval ${p95.retrievalMs} ms, whole ${p95.latencyMs} ms`)
  return (['retrievalMs', 'latencyMs'] as const)
    .filter((name) => p95[name] > slowest[name])
    .map((name) => `${name} p95: ${p95[name]} is above ${slowest[name]}`)
}

async function tooNearToWords(all: ScoredFile[]): Promise<string[]> {
  const search = createSearchByWords(await readPackagedKnowledge())
  return all.flatMap(({ name, scored: lines }) => {
    const byWords = scoreByWords(
      lines.map(({ question }) => question),
      search,
    )
    const ours = metricsOf(lines)['gold in the first five'] ?? { hits: 0, of: 1 }
    const above = ours.hits / ours.of - byWords.hits / Math.max(1, byWords.of)
    const said = `${name}: ${ours.hits}/${ours.of} in the first five, ${byWords.hits}/${byWords.of} by words alone`
    console.log(said)
    return above >= LEAST_ABOVE_WORDS ? [] : [`${said}: less than 40 points apart`]
  })
}
